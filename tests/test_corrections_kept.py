"""Corrections that are kept: undone and done again, applied to what papercut makes later, and their file."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papercut as pc
from corrected import applied, aside, correct, document_of, shape
from documents import pdf_page, seed_page
from papercut.corrections.applied import UNDONE, Corrections, effective
from papercut.corrections.records import KINDS, Correction, from_dict, from_json, new
from papercut.errors import InputError
from papercut.schemas import schema
from shell import ROOT, SEED

Doc = dict[str, Any]
CHECKER = jsonschema.Draft202012Validator(schema("corrections"))

HEADLINE = {"pieces": [[3, 0, 6]], "was": "新桥昨日通车", "text": "新桥通车"}
GONE: dict[str, Any] = {"pieces": [[99, 0, 6]], "role": "advert"}


@pytest.fixture
def doc() -> Doc:
    return document_of(pdf_page())


def undone(record: Correction, doc: Doc, do: str = "undo", group: bool = False) -> Correction:
    return correct(doc, do, of=record.group if group else record.id)


# which count


def test_undo_and_redo(doc: Doc) -> None:
    edit, order = correct(doc, "edit", **HEADLINE), correct(doc, "order", article=[8, 0], after=None)
    undo, redo = undone(edit, doc), undone(edit, doc, "redo")
    assert effective([edit, order, edit]) == [edit, order]
    assert effective([edit, order, undo]) == [order]
    assert effective([edit, order, undo, redo]) == [edit, order], "done again it stands where it stood"
    assert effective([edit, undo, redo, undone(edit, doc)]) == []
    assert applied(doc, edit, undo).document == doc
    assert applied(doc, edit, order, undo).document["articles"] == doc["articles"][::-1]


def test_a_group_is_made_and_undone_as_one(doc: Doc) -> None:
    both = [correct(doc, "edit", group="g", **HEADLINE), correct(doc, "order", group="g", article=[8, 0], after=None)]
    other = correct(doc, "place", pieces=[[2, 0, 5]], role="deck")
    assert effective([*both, other, undone(both[0], doc, group=True)]) == [other]
    assert effective([*both, other, undone(both[1], doc)]) == [other], "one of a group stands for all of it"
    wrong = [*both, correct(doc, "place", group="g", **GONE)]
    made = applied(doc, *wrong, other)
    assert [m.correction for m in made.misfits] == wrong
    assert {m.why for m in made.misfits} == {"line 99 has no text at column 0"}
    assert shape(made.document)[0][:3] == ("新桥昨日通车", None, ["十年修一桥"])
    apart = applied(doc, wrong[0], other, *wrong[1:])
    assert [m.correction for m in apart.misfits] == wrong, "also where another stands between them"
    assert made.document["corrections"] == [{"id": other.id, "do": "place", "by": "李编", "at": other.at}]


def test_a_check_is_about_the_page_as_it_was(doc: Doc) -> None:
    edit, check = correct(doc, "edit", **HEADLINE), correct(doc, "check")
    order = correct(doc, "order", article=[8, 0], after=None)
    made = applied(doc, edit, check).document
    assert made["checked"] == {"by": "李编", "at": check.at}
    for records in (
        [edit, check, order], [check, edit], [edit, check, undone(edit, doc)], [check, correct(doc, "uncheck")],
        [edit, check, undone(check, doc)], [check, correct(doc, "place", **GONE)],
    ):  # fmt: skip
        assert "checked" not in applied(doc, *records).document
    for records in ([check], [edit, check], [check, order, undone(order, doc)], [order, undone(order, doc), check]):
        assert applied(doc, *records).document["checked"] == {"by": "李编", "at": check.at}
    later = applied(made, edit, check, order)
    assert "checked" not in later.document and len(later.document["corrections"]) == 2
    assert applied(made).document == made, "who knows nothing of the page changes nothing"


def test_what_was_undone_after_it_was_written_is_told(doc: Doc) -> None:
    edit, check = correct(doc, "edit", **HEADLINE), correct(doc, "check")
    made = applied(doc, edit, check).document
    again = applied(made, edit, check, undone(edit, doc))
    assert [(m.correction, m.why) for m in again.misfits] == [(edit, UNDONE)]
    assert again.document["articles"] == made["articles"] and "checked" not in again.document


ACTIONS = st.lists(st.tuples(st.sampled_from(["edit", "order", "check", "uncheck", "undo", "redo"]), st.integers(0, 9)),
                   max_size=12)  # fmt: skip


@given(actions=ACTIONS)
@settings(max_examples=200, deadline=None)
def test_which_count_does_not_change_when_they_are_read_again(actions: list[tuple[str, int]]) -> None:
    doc = document_of(pdf_page())
    records: list[Correction] = []
    on: dict[str, bool] = {}
    for do, number in actions:
        made = [r for r in records if r.do not in ("undo", "redo")]
        if do in ("undo", "redo"):
            if made:
                record = made[number % len(made)]
                records.append(undone(record, doc, do))
                on[record.id] = do == "redo"
            continue
        what = HEADLINE if do == "edit" else {"article": [8, 0], "after": None} if do == "order" else {}
        records.append(correct(doc, do, **what))
        on[records[-1].id] = True
    found = effective(records)
    assert effective(found) == found == effective(records + records[:0])
    changes = [r for r in found if r.do in ("edit", "order")]
    assert [r.id for r in changes] == [r.id for r in records if r.do in ("edit", "order") and on[r.id]]
    assert [r.do for r in found if r not in changes] in ([], ["check"])


# what no longer fits


def test_what_no_longer_fits_is_listed_and_nothing_of_it_is_done(doc: Doc) -> None:
    good = correct(doc, "edit", **HEADLINE)
    bad = [
        correct(doc, "split", before=[1, 0]), correct(doc, "merge", article=[2, 0], into=[4, 0]),
        correct(doc, "order", article=[99, 0], after=None),
        correct(doc, "place", pieces=[[4, 0, 11], [99, 0, 1]], role="advert"),
        correct(doc, "edit", pieces=[[7, 0, 6]], was="别的", text="改"),
    ]  # fmt: skip
    made = applied(doc, *bad[:3], good, *bad[3:])
    assert [m.correction for m in made.misfits] == bad and all(m.why for m in made.misfits)
    alone = applied(doc, good)
    assert made.document == alone.document and alone.misfits == ()


def test_other_pages_stay_as_they_are(doc: Doc) -> None:
    record = correct(doc, "edit", **HEADLINE)
    page = pdf_page()
    kept = Corrections([record])
    assert kept.on_page(page, doc)[0] is not page
    for change in ({"page": 2}, {"sha256": "0" * 64}):
        other = {**doc, "source": {**doc["source"], **change}}
        assert kept.on(other).document == other and kept.on_page(page, other) == (page, ())


@pytest.mark.parametrize("change", ["source", "articles", "body", "pieces", "text", "sha256"])
def test_documents_that_are_not_sound(change: str, doc: Doc) -> None:
    record = correct(doc, "place", pieces=[[4, 0, 11]], role="subhead")
    broken = json.loads(json.dumps(doc).replace(f'"{change}":', '"else":'))
    with pytest.raises(InputError, match="not sound"):
        Corrections([record]).on(broken)


# another run, another version

SEED_CHANGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("split", {"before": [9, 0]}),
    ("merge", {"article": [258, 0], "into": [203, 0]}),
    ("place", {"pieces": [[190, 0, 8]], "role": "kicker", "to": [131, 0]}),
    ("place", {"pieces": [[104, 0, 19], [105, 0, 12]], "role": "advert"}),
    ("order", {"article": [131, 0], "after": None}),
)


@pytest.mark.parametrize("stages", [
    {"options": {"normalize": {"width": "keep"}}}, {"without": "despace"}, {"options": {"convert": {"script": "hant"}}},
], ids=["width", "despace", "script"])  # fmt: skip
def test_corrections_survive_other_settings(stages: dict[str, Any]) -> None:
    first = document_of(seed_page())
    records = [correct(first, do, **what) for do, what in SEED_CHANGES]
    assert applied(first, *records).misfits == ()
    page = pc.build(**stages)(pc.read(SEED))
    again = applied(document_of(page), *records)
    assert again.misfits == ()
    assert [row["id"] for row in again.document["corrections"]] == [record.id for record in records]
    wanted = [[p for e in a["body"] for p in e["pieces"]] for a in applied(first, *records).document["articles"]]
    found = [[p for e in a["body"] for p in e["pieces"]] for a in again.document["articles"]]
    assert [sorted({line for line, *_ in own}) for own in found] == [sorted({n for n, *_ in own}) for own in wanted]


def test_documents_of_older_versions_are_corrected_where_that_is_sure(doc: Doc) -> None:
    old = json.loads(json.dumps(doc))
    for element in [e for a in old["articles"] for e in (*a["parts"], *a["body"])] + old["furniture"]:
        element.pop("ends")
    for do, what in (
        ("merge", {"article": [2, 0], "into": [8, 0]}), ("order", {"article": [8, 0], "after": None}),
        ("edit", HEADLINE), ("place", {"pieces": [[1, 0, 21]], "role": "nameplate"}),
    ):  # fmt: skip
        new_way, old_way = (applied(d, correct(d, do, **what)) for d in (doc, old))
        assert old_way.misfits == () and shape(old_way.document) == shape(new_way.document)
        assert aside(old_way.document) == aside(new_way.document)
    (misfit,) = applied(old, correct(old, "split", before=[5, 0])).misfits
    assert "written by an older papercut" in misfit.why, "a space on line 4 may be that of the page, or not"


# records


def example(do: str) -> Correction:
    """A record of each kind, all that it may have in it."""
    values: dict[str, Any] = {
        "before": [5, 0], "article": [8, 0], "into": [2, 0], "pieces": [[3, 0, 6]], "role": "deck", "to": None,
        "after": [4, 0], "was": "新桥", "text": "新橋", "of": "0" * 32,
        "without": ["1" * 32],
    }  # fmt: skip
    needed, optional = KINDS[do]
    source = {"name": "page.txt", "page": 2, "sha256": "ab" * 32}
    return new(do, source, "李编", group="g", **{key: values[key] for key in (*needed, *optional)})


@pytest.mark.parametrize("do", KINDS)
def test_records_come_back_and_keep_to_the_schema(do: str) -> None:
    record = example(do)
    assert from_json(record.to_json()) == record and "\n" not in record.to_json()
    assert [e.message for e in CHECKER.iter_errors(record.to_dict())] == []
    whole = record.to_dict()
    for key in (*KINDS[do][0], "correction", "id", "do", "by", "at", "source"):
        broken = {k: v for k, v in whole.items() if k != key}
        assert not CHECKER.is_valid(broken)
        with pytest.raises(InputError):
            from_dict(broken)
    for more in ({"more": 1}, {"group": 3}, {"do": "burn"}, {"by": None}, {"correction": 2}):
        assert not CHECKER.is_valid(whole | more)
        with pytest.raises(InputError):
            from_dict(whole | more)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 9), st.text(max_size=3), st.just(1.5),
    st.lists(st.one_of(st.integers(-1, 9), st.booleans(), st.lists(st.integers(-1, 9), max_size=4)), max_size=3),
)  # fmt: skip


@given(do=st.sampled_from([*KINDS]), key=st.integers(0, 9), value=VALUES)
@settings(max_examples=300, deadline=None)
def test_the_schema_and_the_reader_agree(do: str, key: int, value: Any) -> None:
    """But for what a schema cannot say: that a span ends behind its beginning."""
    whole = example(do).to_dict()
    names = [name for name in whole if name != "correction"]
    broken = whole | {names[key % len(names)]: value}
    try:
        from_dict(broken)
        sound = True
    except InputError as error:
        sound = False
        if "spans of the page" in str(error):
            return
    assert CHECKER.is_valid(broken) == sound


def test_the_records_of_the_guide_fit_the_seed() -> None:
    text = (ROOT / "docs" / "how-to" / "correct.md").read_text("utf-8")
    lines = text.split("```jsonl\n")[1].split("```")[0].splitlines()
    records = [from_json(line) for line in lines]
    assert {r.do for r in records} == set(KINDS) - {"uncheck", "redo"}
    assert [e.message for line in lines for e in CHECKER.iter_errors(json.loads(line))] == []
    doc = document_of(seed_page())
    done = applied(doc, *records)
    assert done.misfits == () and len(done.document["corrections"]) == 4
    assert applied(doc, *records[:-1]).document["checked"] == {"by": "李编", "at": records[-2].at}
