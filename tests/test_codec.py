"""Pages as JSON and back, the schemas, and the closed lists in them."""

from __future__ import annotations

import ast
import json
import math
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papercut as pc
from papercut.codec.page import PAGE_START, dumps, page_to_dict, page_to_json
from papercut.codec.page_reading import page_from_dict, page_from_json
from papercut.model.identity import article_id
from papercut.model.page import Block, Break, Cited, Decision, Furniture, Jump, Note, Piece, Role, Source
from papercut.schemas import schema
from papercut.writers.json import document, records
from shell import SEED, papercut

SOURCES = Path(pc.__file__).parent
BENCH = os.environ.get("PAPERCUT_BENCH")


@pytest.fixture(scope="module")
def seed() -> pc.Page:
    return pc.build()(pc.read(SEED))


def faults(document: Any, name: str, part: str | None = None) -> list[str]:
    whole = schema(name)
    rules = whole if part is None else {"$ref": f"#/$defs/{part}", "$defs": whole["$defs"]}
    found = jsonschema.Draft202012Validator(rules).iter_errors(json.loads(dumps(document)))
    return [f"{error.json_path}: {error.message}" for error in found]


def test_a_page_comes_back_as_it_was_after_every_stage() -> None:
    page = pc.read(SEED)
    for stage in pc.build():
        page = stage(page)
        back = page_from_json(page_to_json(page))
        # decisions may hold their cues in another kind of sequence
        assert page_to_json(back) == page_to_json(page)
        assert (back.lines, back.blocks, back.articles) == (page.lines, page.blocks, page.articles)
        assert (back.furniture, back.breaks, back.notes) == (page.furniture, page.breaks, page.notes)
        assert (back.source, back.raw, back.history) == (page.source, page.raw, page.history)


def test_all_that_a_page_can_hold_comes_back() -> None:
    piece = (Piece(1, 0, 2),)
    block = Block("甲乙", piece, Role.PARAGRAPH, ((0.5, 1.0, 2.0, 3.0),), "cut", "whole", 0.1 + 0.2)
    deck = Block("甲乙", piece, Role.DECK, readings=(("deck", 0.9), ("head-on", 0.1)))
    note = Note("no-headline", "place-headlines", ((1, 1),), "wo")
    article = pc.Article(
        "0" * 16,
        "头",
        "引",
        ("副", "题"),
        "署",
        "讯",
        Jump("（下转）", "3", None),
        Jump("上接"),
        (block,),
        (deck,),
        0.7,
        (note,),
    )
    page = pc.Page(
        Source("n", "alto", None, 2, "ab" * 32, (3.0, 4.0), "mm", 7),
        ("甲乙", ""),
        (pc.Line(1, "甲乙", piece, (0, 0, 1, 1), 9.0, 700.0), pc.Line(2, "")),
        (block,),
        (article,),
        (Furniture(Role.REMOVED, "甲", piece, "zero-width"),),
        (Break(0, 1, "joined", (("joined", 1 / 3), ("cut", 2 / 3))),),
        (Decision("order", ((1, 2),), "x", 0.5, (Cited("c", -1.5),), ("y", 0.25), "s"),),
        (note,),
        ("Order()",),
        (
            pc.Printed((0.0, 0.5, 2.0, 1.5), 1.0, 700, (0.0, 1.0, 1.0, 2.0), True, 3, "heading", 0.5),
            pc.Printed((0.0, 2.0, 0.0, 3.0), 1.0),
        ),
        (pc.Drawn("rule", (0.0, 1.5, 2.0, 1.6)),),
        (("order", (1, (2.5, None), {"k": (True,)})),),
    )
    assert page_from_json(page_to_json(page)) == page
    assert page_from_json(page_to_json(page)).meta == page.meta
    assert not faults(page_to_dict(page), "page")
    assert not faults(document(page, trace=True), "articles")


@given(st.text(st.characters(codec=None), max_size=80))
@settings(max_examples=200)
def test_any_text_passes_through_a_pipe_character_for_character(text: str) -> None:
    page = pc.read_text(text)
    line = page_to_json(page)
    data = line.encode("utf-8")  # never fails
    assert b"\n" not in data and len(line.splitlines()) == 1  # not even for those who split at U+2028
    assert PAGE_START.match(data)
    assert [len(row) for row in page_from_json(data).raw] == [len(row) for row in page.raw]


def test_lone_surrogates_become_replacement_characters() -> None:
    assert dumps({"a\ud800": "\udc00\ud83d"}) == '{"a\ufffd":"\ufffd\ufffd"}'


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: [d], "no key 'papercut'"),
        (lambda d: {**d, "papercut": 2}, "version 2"),
        (lambda d: {k: v for k, v in d.items() if k != "raw"}, "article document"),
        (lambda d: {k: v for k, v in d.items() if k != "notes"}, "no key 'notes'"),
        (lambda d: {**d, "raw": 3}, "not sound"),
        (lambda d: {**d, "raw": [3]}, "stands where a text should"),
        (lambda d: {**d, "furniture": [{"role": "poem", "text": "", "pieces": [], "why": "x-"}]}, "'poem' is no role"),
        (lambda d: {**d, "furniture": [{"role": "ear", "text": "", "pieces": [[1, 0, 99]], "why": "x-"}]}, "outside"),
        (lambda d: {**d, "furniture": [{"role": "ear", "text": "", "pieces": [[2, 0, 0]], "why": "x-"}]}, "outside"),
        (lambda d: {**d, "furniture": [{"role": "ear", "text": "", "pieces": [[1]], "why": "x-"}]}, "not sound"),
        (lambda d: {**d, "breaks": [{"before": 0, "after": 9, "verdict": "cut", "odds": []}]}, "outside"),
        (lambda d: {**d, "source": {"nome": 1}}, "not sound"),
        (lambda d: {**d, "source": {**d["source"], "size": [math.nan, 1]}}, "no place on a page"),
        (lambda d: {**d, "source": {**d["source"], "size": [10**400, 1]}}, "not sound"),
        (lambda d: {**d, "drawn": [{"kind": "rule", "box": [0, 0, math.inf, 1]}]}, "no place on a page"),
    ],
)
def test_unsound_page_documents_are_refused_with_a_reason(change: Any, says: str) -> None:
    with pytest.raises(pc.InputError, match=says):
        page_from_dict(change(page_to_dict(pc.read_text("一二三"))))


@pytest.mark.parametrize("text", ['{"papercut": 1', "[" * 100_000, "", b"\xff\xfe{"])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(pc.InputError, match="not valid JSON"):
        page_from_json(text)


def test_meta_that_json_has_no_word_for_is_an_error_that_says_so() -> None:
    with pytest.raises(pc.OutputError, match="set is not JSON"):
        page_to_json(pc.read_text("甲").replace(meta=(("own", {1}),)))


def test_the_output_keeps_to_its_schemas(seed: pc.Page) -> None:
    for name in ("articles", "page"):
        jsonschema.Draft202012Validator.check_schema(schema(name))
    assert not faults(document(seed), "articles")
    assert not faults(document(seed, trace=True), "articles")
    assert not faults(page_to_dict(seed), "page")
    for record in records(seed, trace=True):
        assert not faults(record, "articles", "record")
    assert faults({**document(seed), "extra": 1}, "articles")
    assert faults({**document(seed), "notes": [{"code": "made-up", "stage": "", "lines": [], "text": ""}]}, "articles")


def test_the_command_s_output_keeps_to_the_schema(tmp_path: Path) -> None:
    done = papercut("clean", SEED, "--to", "json", "--trace", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert not faults(json.loads((tmp_path / "page.json").read_text("utf-8")), "articles", "index")
    for path in tmp_path.glob("*_p01_*.json"):
        assert not faults(json.loads(path.read_text("utf-8")), "articles", "record")


def listed(name: str) -> set[str]:
    both = [schema(s)["$defs"][name]["anyOf"][0]["enum"] for s in ("articles", "page")]
    assert both[0] == both[1], f"the two schemas list different {name}s"
    return set(both[0])


def said(*functions: str) -> set[str]:
    """The names in words-with-hyphens that the sources hand to these functions."""
    found: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in functions:
                values = [*node.args, *(k.value for k in node.keywords)]
                found |= {v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)}
    return {word for word in found if word.replace("-", "a").isalpha() and word.islower() and word.isascii()}


def test_every_reason_in_the_sources_is_in_the_schema() -> None:
    from papercut.languages.character_variants import REMOVED
    from papercut.languages.chinese_furniture import FOLIO_CUES
    from papercut.languages.chinese_standing_lines import WHOLE_LINES
    from papercut.stages import ORDER
    from papercut.stages.normalize import NOTED

    stages = {*ORDER, "read"}
    cues = {c.name for _, c in FOLIO_CUES + WHOLE_LINES}
    why = said("Furniture", "Taken", "Copy", "_Span") | cues | {w for w, _ in REMOVED}
    code = said("Note", "_note", "_noted", "doubt") | set(NOTED)
    assert len(why) > 20 and len(code) > 8
    assert why - stages - listed("why") == set()
    assert code - stages - listed("code") == set()


@pytest.mark.skipif(not BENCH, reason="PAPERCUT_BENCH is not set")
@pytest.mark.parametrize("raw", ["pymupdf.txt", "pdftotext-layout.txt", "page.txt"])
def test_bench_pages_keep_to_the_schema(raw: str) -> None:
    pages = sorted(Path(BENCH or "").glob(f"pages/*/*/raw/{raw}"))[::3]
    checker = jsonschema.Draft202012Validator(schema("articles"))
    for path in pages:
        found = json.loads(dumps(document(pc.build()(pc.read(path)))))
        assert [f"{e.json_path}: {e.message}" for e in checker.iter_errors(found)] == [], path


def test_an_article_keeps_its_id_whatever_the_settings_were(seed: pc.Page) -> None:
    page = pc.read(SEED)
    other = pc.build(options={"normalize": {"width": "keep"}, "despace": {"spacing": "spaced"}})(page)
    ids = [r["id"] for r in records(seed)]
    assert len(set(ids)) == len(ids) > 3
    starts = {
        a.body[0].pieces[0].line: r["id"] for a, r in zip(seed.articles or (), records(seed), strict=True) if a.body
    }
    for article, record in zip(other.articles or (), records(other), strict=True):
        line = article.body[0].pieces[0].line if article.body else None
        assert line not in starts or starts[line] == record["id"]


def test_an_id_comes_from_bytes_page_and_place() -> None:
    source = Source(sha256="a", page=1)
    block = (Block("甲", (Piece(1, 0, 3),)),)
    same = article_id(source, (Block("甲", (Piece(1, 2, 3),)),), ["　　甲"])
    assert article_id(source, block, ["　　甲"]) == same
    others = {
        same,
        article_id(Source(sha256="b", page=1), block, ["　　甲"]),
        article_id(Source(sha256="a", page=2), block, ["　　甲"]),
        article_id(source, (Block("甲", (Piece(2, 2, 3),)),), ["", "　　甲"]),
    }
    assert len(others) == 4


BRIDGE = "新桥昨日通车\n\n　　本报讯（记者　李闻）城南的新桥昨天上午正式通车。\n"


@pytest.mark.parametrize("spacing", ["tight", "spaced"])
def test_a_page_document_that_lost_a_text_or_doubles_one_says_so(spacing: Any, tmp_path: Path) -> None:
    page = pc.read(BRIDGE.encode(), name="a.txt")
    later = pc.Normalize() | pc.Order() | pc.Despace(spacing=spacing) | pc.BuildParagraphs()
    for own, key in ((page, "lines"), (later(page), "blocks")):
        data = json.loads(page_to_json(own))
        assert pc.read(json.dumps(data).encode()).notes == own.notes
        changed = [(data | {key: data[key][1:]}, "in no text"), (data | {key: data[key] + data[key][:1]}, "in several")]
        for one, said in changed:
            (tmp_path / "a.json").write_text(json.dumps(one))
            (note,) = [n for n in pc.read(tmp_path / "a.json").notes if n not in own.notes]
            assert note.code == "odd-record" and said in note.text and note.lines == ((1, 1),)
            first = papercut("normalize", "a.json", cwd=tmp_path)
            assert first.stderr.decode() == f"papercut: a.txt: {note.text}\n"
            assert papercut("order", data=first.stdout).stderr == b"", "it is said once in a pipe"
