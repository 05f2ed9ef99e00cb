"""Corrections: what each kind does to a page, and that whatever is done no character is lost or doubled."""

from __future__ import annotations

import copy
import json
from collections import Counter
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papercut as pc
from corrected import after, aside, columns_held, correct, document_of, elements, shape, texts_of_lines, why_not
from documents import pdf_page, seed_page
from golden import PAGES
from papercut.codec.articles import page_from_saved
from papercut.codec.page import dumps
from papercut.corrections.applied import Corrections
from papercut.corrections.elements import chunks_of
from papercut.corrections.records import ROLES, Correction
from papercut.model.page import Page
from papercut.schemas import schema

Doc = dict[str, Any]

CHECKER = jsonschema.Draft202012Validator(schema("articles"))
BRIDGE = "本报讯 市里的新桥昨日通车，人们都很高兴。桥长三百米，修了十年。"
PARK = "本报讯 市里的公园明年开放，园里有山有水。"
HEADS: tuple[tuple[str, str | None, list[str]], ...] = ("新桥昨日通车", "十年修一桥", []), ("公园明年开放", None, [])
FOLIO = ("folio", "date", "晚报 2025年3月28日 星期五 第3版")


@pytest.fixture
def doc() -> Doc:
    """The page: a folio on line 1; kicker, headline and body of a story on lines 2, 3, 4 to 6; another on 7, 8, 9."""
    found = document_of(pdf_page())
    assert shape(found) == [(*HEADS[0], [("paragraph", BRIDGE)]), (*HEADS[1], [("paragraph", PARK)])]
    return found


# the law

Step = tuple[str, list[int]]


@cache
def golden_page() -> Page:
    return pc.build()(pc.read(PAGES / "own-taiwan" / "page.txt"))


class Picks:
    """Takes things of a document by numbers, which hypothesis makes smaller."""

    def __init__(self, doc: Doc, numbers: list[int]) -> None:
        self.doc, self.numbers = doc, list(numbers)

    def number(self, most: int) -> int:
        return (self.numbers.pop() if self.numbers else 0) % most

    def character(self) -> list[int]:
        found = elements(self.doc)
        pieces = found[self.number(len(found))]["pieces"]
        line, start, end = pieces[self.number(len(pieces))]
        return [line, start if self.number(3) else start + self.number(end - start)]

    def spans(self) -> list[list[int]]:
        found = elements(self.doc)
        pieces = found[self.number(len(found))]["pieces"]
        first = self.number(len(pieces))
        spans = [list(piece) for piece in pieces[first : first + 1 + self.number(4)]]
        if not self.number(4) and spans[0][2] - spans[0][1] > 3:
            spans[0][1] += self.number(2)
            spans[0][2] -= self.number(2)
        return spans

    def correction(self, do: str) -> Correction:
        what: dict[str, Any] = {}
        if do == "split":
            what = {"before": self.character()}
        elif do == "merge":
            what = {"article": self.character(), "into": self.character()}
        elif do == "order":
            what = {"article": self.character(), "after": self.character() if self.number(3) else None}
        elif do == "place":
            what = {"pieces": self.spans()}
            for key, value in (("role", ROLES[self.number(len(ROLES))]), ("to", self.character())):
                if self.number(2):
                    what[key] = value if key == "role" or self.number(3) else None
            if not self.number(3):
                what["after"] = self.character() if self.number(2) else None
        else:
            found = [c for e in elements(self.doc) for c in chunks_of(e) if c.text]
            chunk = found[self.number(len(found))]
            text = (chunk.text, f"更{chunk.text}正", "改")[self.number(3)]
            what = {"pieces": [list(chunk.piece)], "was": chunk.text, "text": text}
        return correct(self.doc, do, **what)


STEPS = st.lists(
    st.tuples(st.sampled_from(["split", "merge", "order", "place", "place", "edit"]),
              st.lists(st.integers(0, 999), min_size=4, max_size=12)),
    min_size=1, max_size=8,
)  # fmt: skip


@pytest.mark.parametrize("page", [seed_page, golden_page, pdf_page], ids=lambda page: page.__name__)
@given(steps=STEPS)
@settings(max_examples=25, deadline=None)
def test_nothing_is_lost_whatever_is_corrected(page: Any, steps: list[Step]) -> None:
    made: Page = page()
    doc = start = document_of(made)
    held, lines = columns_held(doc, made.raw), texts_of_lines(doc)
    records: list[Correction] = []
    for do, numbers in steps:
        record = Picks(doc, numbers).correction(do)
        done = Corrections([record]).on(doc)
        if done.misfits:
            assert done.document == doc
            continue
        if do == "edit":
            lines[record.what["pieces"][0][0]] = _edited(doc, record)
        doc = {key: value for key, value in done.document.items() if key != "corrections"}
        records.append(record)
        assert columns_held(doc, made.raw) == held
        assert texts_of_lines(doc) == lines
        ids = [article["id"] for article in doc["articles"]]
        assert len(set(ids)) == len(ids) and all(ids)
        for article in doc["articles"]:
            for role in ("headline", "kicker"):
                assert article[role] == next((p["text"] for p in article["parts"] if p["role"] == role), None)
            assert article["deck"] == [p["text"] for p in article["parts"] if p["role"] == "deck"]
    whole = Corrections(records).on(start)
    assert whole.misfits == () and whole.document["articles"] == doc["articles"]
    assert whole.document["furniture"] == doc["furniture"]
    text = dumps(whole.document) + "\n"
    back = page_from_saved(json.loads(text))
    assert pc.to_json(back) == text and pc.partition_faults(back) == []
    assert [error.message for error in CHECKER.iter_errors(json.loads(text))] == []


def _edited(doc: Doc, record: Correction) -> str:
    """The text of a line in which one chunk is another text."""
    span = tuple(record.what["pieces"][0])
    chunks = sorted((c for e in elements(doc) for c in chunks_of(e) if c.piece.line == span[0]), key=lambda c: c.piece)
    return "".join("".join((record.what["text"] if tuple(c.piece) == span else c.text).split()) for c in chunks)


# each kind


def test_split_at_a_line_inside_a_paragraph(doc: Doc) -> None:
    made = after(doc, "split", before=[5, 0])
    assert shape(made) == [
        (*HEADS[0], [("paragraph", "本报讯 市里的新桥昨日")]),
        (None, None, [], [("paragraph", "通车，人们都很高兴。桥长三百米，修了十年。")]),
        (*HEADS[1], [("paragraph", PARK)]),
    ]
    first, second, _ = made["articles"]
    assert (first["id"], first["lines"], first["dateline"]) == (doc["articles"][0]["id"], [[2, 4]], "本报讯")
    assert (second["lines"], second["dateline"], second["confidence"]) == ([[5, 6]], None, first["confidence"])
    assert first["body"][0]["boxes"] == doc["articles"][0]["body"][0]["boxes"][:1]
    assert why_not(doc, "split", before=[4, 0]) == "the article begins there already"
    assert why_not(doc, "split", before=[3, 0]) == "line 3 stands in no article's body"
    assert why_not(doc, "split", before=[99, 0]) == "line 99 has no text at column 0"


def test_split_inside_a_line(doc: Doc) -> None:
    made = after(doc, "split", before=[5, 10])
    assert [e["text"] for a in made["articles"] for e in a["body"]] == [
        "本报讯 市里的新桥昨日通车，人们都很高兴。", "桥长三百米，修了十年。", PARK,
    ]  # fmt: skip
    assert made["articles"][1]["body"][0]["boxes"][0] == [150.0, 104.0, 170.0, 114.0]
    assert after(made, "merge", article=[5, 10], into=[4, 0])["articles"][0]["lines"] == [[2, 6]]


def test_a_jump_line_goes_with_the_end_of_its_text() -> None:
    page = pc.build()(
        pc.read_text("新桥昨日通车\n\n　　本报讯 市里的新桥昨日通车了。\n　　桥修了十年。（下转第三版）\n")
    )
    doc = document_of(page)
    (whole,) = doc["articles"]
    assert whole["continued_on"]["page"] == "3"
    first, second = after(doc, "split", before=whole["body"][1]["pieces"][0][:2])["articles"]
    assert first["continued_on"] is None and second["continued_on"] == whole["continued_on"]
    assert [p["role"] for p in first["parts"]] == ["headline"] and [p["role"] for p in second["parts"]] == ["jump_line"]


def test_merge_makes_the_headline_a_subhead_where_both_have_one(doc: Doc) -> None:
    (made,) = after(doc, "merge", article=[4, 0], into=[8, 3])["articles"]
    assert (made["id"], made["headline"], made["kicker"]) == (doc["articles"][1]["id"], "公园明年开放", None)
    assert [(e["type"], e["text"]) for e in made["body"]] == [
        ("paragraph", PARK), ("subhead", "十年修一桥"), ("subhead", "新桥昨日通车"), ("paragraph", BRIDGE),
    ]  # fmt: skip
    assert made["lines"] == [[2, 9]]
    assert why_not(doc, "merge", article=[4, 0], into=[2, 0]) == "both are one article already"
    assert why_not(doc, "merge", article=[1, 0], into=[2, 0]) == "line 1 stands in no article"


def test_merge_takes_the_headline_where_there_is_none(doc: Doc) -> None:
    bare = after(doc, "place", pieces=[[7, 0, 6]], role="removed")
    assert bare["articles"][1]["headline"] is None
    (made,) = after(bare, "merge", article=[2, 0], into=[8, 0])["articles"]
    assert (made["headline"], made["kicker"]) == ("新桥昨日通车", "十年修一桥")
    assert [(e["type"], e["text"]) for e in made["body"]] == [("paragraph", PARK), ("paragraph", BRIDGE)]


def test_order(doc: Doc) -> None:
    for made in (after(doc, "order", article=[8, 0], after=None), after(doc, "order", article=[2, 0], after=[9, 3])):
        assert made["articles"] == doc["articles"][::-1]
    assert why_not(doc, "order", article=[8, 0], after=[7, 0]) == "an article cannot come after itself"


def test_place_changes_a_role_in_its_place(doc: Doc) -> None:
    made = after(doc, "place", pieces=[[4, 0, 11], [5, 0, 12], [6, 0, 9]], role="verse")
    assert shape(made)[0][3] == [("verse", BRIDGE)] and made["articles"][0]["dateline"] is None
    made = after(doc, "place", pieces=[[4, 0, 11]], role="subhead")
    assert shape(made)[0][3] == [
        ("subhead", "本报讯 市里的新桥昨日"), ("paragraph", "通车，人们都很高兴。桥长三百米，修了十年。"),
    ]  # fmt: skip
    made = after(doc, "place", pieces=[[2, 0, 5]], role="deck")
    assert shape(made)[0][:3] == ("新桥昨日通车", None, ["十年修一桥"])
    made = after(doc, "place", pieces=[[2, 0, 5]], role="headline")
    assert shape(made)[0][:3] == ("新桥昨日通车十年修一桥", None, [])


def test_place_takes_a_line_out_of_the_middle(doc: Doc) -> None:
    made = after(doc, "place", pieces=[[5, 0, 12]], role="caption")
    assert shape(made)[0][3] == [
        ("paragraph", "本报讯 市里的新桥昨日三百米，修了十年。"), ("caption", "通车，人们都很高兴。桥长"),
    ]  # fmt: skip
    made = after(doc, "place", pieces=[[5, 0, 12]], to=[8, 0], after=None)
    assert shape(made)[1][3] == [("paragraph", "通车，人们都很高兴。桥长"), ("paragraph", PARK)]
    made = after(doc, "place", pieces=[[5, 0, 12]], to=[8, 0])
    assert shape(made)[1][3] == [("paragraph", PARK), ("paragraph", "通车，人们都很高兴。桥长")]
    assert made["articles"][1]["dateline"] == "本报讯"
    assert why_not(doc, "place", pieces=[[5, 0, 12]], after=[5, 2]) == "text cannot come after itself"
    said = why_not(doc, "place", pieces=[[5, 0, 12]], to=[8, 0], after=[4, 0])
    assert said == "line 4 does not stand in the body that the text goes to"


def test_place_gives_a_headline_to_another_story(doc: Doc) -> None:
    made = after(doc, "place", pieces=[[3, 0, 6]], to=[8, 0], role="headline")
    assert shape(made) == [
        (None, "十年修一桥", [], [("paragraph", BRIDGE)]),
        ("公园明年开放新桥昨日通车", None, [], [("paragraph", PARK)]),
    ]
    assert [p["pieces"] for p in made["articles"][1]["parts"]] == [[[7, 0, 6], [3, 0, 6]]]
    assert [a["lines"] for a in made["articles"]] == [[[2, 2], [4, 6]], [[3, 3], [7, 9]]]


def test_place_makes_furniture_and_text_of_it_again(doc: Doc) -> None:
    made = after(doc, "place", pieces=[[9, 0, 10]], role="advert")
    assert aside(made) == [FOLIO, ("advert", "by-hand", PARK[11:])]
    assert shape(made)[1][3] == [("paragraph", PARK[:11])]
    back = after(made, "place", pieces=[[9, 0, 10]], to=[8, 0], role="paragraph", after=[8, 0])
    assert aside(back) == [FOLIO] and shape(back)[1][3] == [("paragraph", PARK[:11]), ("paragraph", PARK[11:])]
    said = why_not(doc, "place", pieces=[[1, 0, 21]], role="byline")
    assert said == "line 1 stands in no article: say to which it goes"


def test_place_makes_an_article_of_its_own(doc: Doc) -> None:
    made = after(doc, "place", pieces=[[1, 0, 21]], to=None)
    assert shape(made)[2] == (None, None, [], [("paragraph", FOLIO[2])]) and made["furniture"] == []
    made = after(doc, "place", pieces=[[6, 0, 9]], to=None)
    assert [a["lines"] for a in made["articles"]] == [[[2, 5]], [[6, 6]], [[7, 9]]]
    whole = after(doc, "place", pieces=[[3, 0, 6], [2, 0, 5], [4, 0, 11], [5, 0, 12], [6, 0, 9]], to=[8, 0])
    assert len(whole["articles"]) == 1, "an article of which nothing is left goes"


def test_edit(doc: Doc) -> None:
    made = after(doc, "edit", pieces=[[3, 0, 6]], was="新桥昨日通车", text="新橋昨日通車了")
    assert made["articles"][0]["headline"] == "新橋昨日通車了"
    made = after(made, "edit", pieces=[[4, 0, 11]], was="本报讯 市里的新桥昨日", text="新华社电 市里的新桥昨日")
    assert made["articles"][0]["dateline"] == "新华社电" and made["articles"][0]["body"][0]["ends"] == [12, 24, 33]
    said = why_not(made, "edit", pieces=[[3, 0, 6]], was="新桥昨日通车", text="旧桥")
    assert said == "line 3 does not read '新桥昨日通车' but '新橋昨日通車了'"
    assert (
        why_not(doc, "edit", pieces=[[3, 0, 6], [2, 0, 5]], was="新", text="旧") == "one line at a time can be edited"
    )
    part = after(doc, "edit", pieces=[[5, 0, 2]], was="通车", text="開通")
    assert part["articles"][0]["body"][0]["text"] == BRIDGE.replace("昨日通车", "昨日開通")
    assert part["articles"][0]["body"][0]["lines"] == [[4, 6]]


def test_the_spaces_around_an_edited_word_stay() -> None:
    page = pc.build()(pc.read_text("Bridge opens\n\nThe new brigde was opened on Monday by the mayor of the town.\n"))
    doc = document_of(page)
    (line, at) = next((n, row.index("brigde")) for n, row in enumerate(page.raw, 1) if "brigde" in row)
    made = after(doc, "edit", pieces=[[line, at, at + 6]], was="brigde", text="bridge")
    assert "The new bridge was opened" in " ".join(e["text"] for e in elements(made))
    made = after(doc, "place", pieces=[[line, at, at + 6]], role="removed")
    assert "The new was opened" in " ".join(e["text"] for e in elements(made))


def test_a_line_in_several_pieces_is_edited_as_one() -> None:
    doc = document_of(seed_page())
    made = after(doc, "place", pieces=[[196, 4, 5]], role="removed")
    assert made["articles"][0]["headline"] == "全市老干工作会议召开"
    made = after(made, "edit", pieces=[[196, 0, 4]], was="全市老干", text="全市")
    done = Corrections([correct(made, "edit", pieces=[[196, 0, 11]], was="全市工作会议召开", text="会议召开")]).on(made)
    assert [m.why for m in done.misfits] == [] and done.document["articles"][0]["headline"] == "会议召开"
    assert done.document["articles"][0]["parts"][0]["ends"] == [4, 4]
    assert Counter(columns_held(done.document, seed_page().raw).values()) == Counter(
        columns_held(doc, seed_page().raw).values()
    )


def test_what_is_corrected_is_named_and_decisions_go(doc: Doc) -> None:
    traced = json.loads(pc.to_json(pdf_page(), trace=True))
    before = copy.deepcopy(traced)
    record = correct(doc, "order", article=[8, 0], after=None)
    made = Corrections([record]).on(traced).document
    assert traced == before
    assert made["corrections"] == [{"id": record.id, "do": "order", "by": "李编", "at": record.at}]
    assert "decisions" in traced and not {"decisions", "breaks"} & set(made)
    assert Corrections([record]).on(made).document == made, "what is made already is not made again"
