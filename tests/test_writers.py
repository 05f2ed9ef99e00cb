"""Markdown, text, JSON and folders of records: what stands where, and that a page's own characters never act."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import papercut as pc
from papercut.model.page import Article, Block, Jump, Page, Piece, Role, Source
from papercut.writers.folder import Folder
from papercut.writers.json import document, records
from papercut.writers.markdown import escape, heading, marked
from papercut.writers.names import LENGTH, safe_name
from papercut.writers.text import one_line
from shell import SEED


def block(text: str, role: Role = Role.PARAGRAPH, line: int = 1) -> Block:
    return Block(text, (Piece(line, 0, len(text)),), role)


def page_of(*articles: Article, name: str = "page.txt", **more: Any) -> Page:
    blocks = [b for a in articles for b in (*a.parts, *a.body)]
    rows = ["　" * 99] * max([1, *(p.line for b in blocks for p in b.pieces)])
    return Page(Source(name, sha256="0" * 64), tuple(rows), articles=articles, **more)


STORY = Article(
    headline="桥通车了",
    kicker="十年修一桥",
    deck=("往来只需五分钟", "明年建公园"),
    byline="记者 李闻",
    dateline="本报讯",
    continued_on=Jump("（下转第三版）", "3"),
    body=(
        block("本报讯（记者 李闻）桥通车了。"),
        block("三件事", Role.SUBHEAD),
        block("1. 修路", Role.LIST_ITEM),
        block("2. 种树", Role.LIST_ITEM),
        block("桥头。李闻 摄", Role.CAPTION),
    ),
)


def test_markdown_says_what_each_part_is() -> None:
    assert pc.to_markdown(page_of(STORY, Article(body=(block("没有标题。"),)))) == (
        "# 桥通车了\n\n**十年修一桥**\n\n**往来只需五分钟**\n\n**明年建公园**\n\n"
        "本报讯（记者 李闻）桥通车了。\n\n## 三件事\n\n1\\. 修路\n\n2\\. 种树\n\n*桥头。李闻 摄*\n\n"
        "*（下转第三版）*\n"
        "\n没有标题。\n"
    )


def test_text_is_a_paragraph_a_line_and_two_blank_lines_between_articles() -> None:
    assert pc.to_text(page_of(STORY, Article(body=(block("没有标题。"),)))) == (
        "十年修一桥\n桥通车了\n往来只需五分钟\n明年建公园\n本报讯（记者 李闻）桥通车了。\n三件事\n1. 修路\n2. 种树\n"
        "桥头。李闻 摄\n（下转第三版）\n\n\n没有标题。\n"
    )


def test_a_byline_lifted_out_of_the_body_is_written() -> None:
    lifted = Article(byline="丹翁", body=(block("文章。"),), parts=(block("（丹翁）", Role.BYLINE),))
    assert pc.to_text(page_of(lifted)) == "丹翁\n文章。\n"
    assert pc.to_markdown(page_of(lifted)) == "*丹翁*\n\n文章。\n"


def shown(html_of: str) -> str:
    """What a reader of the rendered Markdown sees: the text of all inline tokens."""
    out = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(html_of):
        for child in token.children or ():
            assert child.type in ("text", "text_special", "softbreak"), (child.type, html_of)
            out.append(child.content)
        assert token.type in ("paragraph_open", "inline", "paragraph_close"), (token.type, html_of)
    return "".join(out)


WORDS = [*"#>-+*_~`|\\[]()<&!=1.9) \t甲a:;/x$", "---", "```", "&amp;", "&#35;", "<b>", "http://x"]
MARKS = st.lists(st.sampled_from(WORDS), max_size=24).map("".join)


@given(MARKS)
@settings(max_examples=1500)
@example("# 甲")
@example("1. 甲")
@example("1986. 一个好年头")
@example("---")
@example("| a | b |")
@example("a_b_c _d_ __e__")
@example("<script>alert(1)</script> &lt; &#35;")
@example("[甲](http://x) ![乙][1]")
@example("    四个空格")
def test_markdown_shows_a_paragraph_just_as_it_is(text: str) -> None:
    said = shown(escape(text))
    squeezed = " ".join(text.split())
    assert " ".join(said.split()) == squeezed


@given(MARKS)
@settings(max_examples=500)
def test_markdown_shows_a_headline_just_as_it_is(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"# {heading(text)}")
    said = "".join(child.content for token in tokens for child in token.children or ())
    assert tokens[0].tag == "h1" and " ".join(said.split()) == " ".join(text.split())


@given(MARKS.filter(str.strip))
@settings(max_examples=500)
def test_marks_around_a_text_hold_it_whole(text: str) -> None:
    (_, inline, _) = MarkdownIt("commonmark").parse(marked(text, "**"))
    first, *inner, last = (child for child in inline.children or () if child.type != "text" or child.content)
    assert (first.type, last.type) == ("strong_open", "strong_close")
    assert " ".join("".join(child.content for child in inner).split()) == " ".join(text.split())


LINES = st.lists(MARKS.filter(str.strip), min_size=1, max_size=4)
ELEMENTS = st.one_of(
    st.tuples(st.sampled_from([Role.PARAGRAPH, Role.SUBHEAD, Role.LIST_ITEM, Role.CAPTION]), MARKS),
    st.tuples(st.sampled_from([Role.VERSE, Role.TABLE]), LINES.map("\n".join)),
)


@given(st.lists(ELEMENTS, max_size=6), MARKS, MARKS)
@settings(max_examples=500)
@example([(Role.PARAGRAPH, "[甲]: 乙"), (Role.PARAGRAPH, "[甲]"), (Role.PARAGRAPH, "===")], "", "")
@example([(Role.LIST_ITEM, "甲"), (Role.LIST_ITEM, "[x] 乙"), (Role.LIST_ITEM, "1. 丙")], "", "")
@example([(Role.VERSE, "甲\n==="), (Role.TABLE, "| a | b |\n|---|---|\n1. c\n---")], "", "")
@example([(Role.VERSE, "`甲\n乙`\n~丙\n~丁")], "", "")
@example([(Role.PARAGRAPH, "| a | b |"), (Role.PARAGRAPH, "|---|---|"), (Role.PARAGRAPH, "~甲~乙~")], "#", "1.")
def test_an_article_is_the_same_elements_with_the_same_texts(
    elements: list[tuple[Role, str]], headline: str, kicker: str
) -> None:
    elements = [(role, text) for role, text in elements if text.strip()]
    body = tuple(block(text, role) for role, text in elements)
    article = Article(headline=headline if headline.strip() else None, kicker=kicker, body=body)
    markdown = pc.to_markdown(page_of(article).replace(raw=("　" * 300,)))
    found, kind = [], ""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        if token.type == "inline":
            children = token.children or ()
            assert all(re.fullmatch("text(_special)?|(strong|em)_(open|close)|hardbreak", c.type) for c in children)
            found.append((kind, " ".join("".join(c.content or " " * (c.tag == "br") for c in children).split())))
        elif token.nesting > 0:
            kind = token.tag
        assert token.tag in ("h1", "h2", "p", "ul", "li", ""), (token.tag, markdown)
    expected = [("h1", headline), ("p", kicker)]
    expected += [("h2" if role is Role.SUBHEAD else "p", text) for role, text in elements]
    assert found == [(tag, " ".join(text.split())) for tag, text in expected if text.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "截至2024年底，增长3.5%——“好”！", "a_b.txt 与 C++", "《甲》、『乙』（丙）-丁",
        "10~15元", "[注] 据[1]", "`甲", "2 * 3 < 7",
        "1.5 公里", "-5 度", "#1 车间", "| 甲 | 乙 |", r"C:\甲", "A & B; R&D",
        "《甲》&乙;", "（1）甲", "1、甲", "一. 甲", "===", "+86",
    ],
)  # fmt: skip
def test_ordinary_text_is_left_alone_in_markdown(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize("text", ["1. 修路", "> 甲", "- 乙", "# 丙", "--- "])
def test_nothing_is_escaped_in_a_headline_that_only_acts_on_a_line_of_its_own(text: str) -> None:
    assert heading(text) == marked(text, "").strip() == text.strip()


def test_items_keep_the_marks_that_they_have_and_get_one_if_they_have_none() -> None:
    items = ["① 甲", "2. 乙", "丙", "丁", "● 戊", "- 己", "1) 庚", "（三）辛"]
    assert pc.to_markdown(page_of(Article(body=tuple(block(text, Role.LIST_ITEM) for text in items)))) == (
        "① 甲\n\n2\\. 乙\n\n- 丙\n- 丁\n\n● 戊\n\n\\- 己\n\n1\\) 庚\n\n（三）辛\n"
    )


@given(st.text(st.characters(codec=None), max_size=40))
def test_no_text_breaks_out_of_its_line_or_crashes_a_writer(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    page = page_of(Article(headline=text, kicker=text, deck=(text,), byline=text, body=(block(text, line=1),)))
    for to in ("md", "json", "jsonl", "text"):
        pc.write(page.replace(raw=(text + "　" * 40,)), to).encode("utf-8")


def test_writing_needs_articles_and_a_known_format() -> None:
    with pytest.raises(pc.StageError, match="run separate-articles"):
        pc.write(pc.read_text("甲"))
    with pytest.raises(pc.UsageError, match="md, json, jsonl, text"):
        pc.write(page_of(), "html")
    assert pc.write(page_of(), "md") == pc.write(page_of(), "jsonl") == ""


def test_json_has_every_key_even_where_there_is_nothing() -> None:
    (article,) = document(page_of(Article(body=(block("甲"),))))["articles"]
    assert list(article) == [
        "id", "headline", "kicker", "deck", "byline", "dateline", "continued_on", "continued_from", "body", "parts",
        "lines", "confidence", "notes",
    ]  # fmt: skip
    assert list(article["body"][0]) == ["type", "text", "lines", "pieces", "ends", "boxes"]
    assert article["headline"] is None and article["deck"] == [] and len(article["id"]) == 16


def test_blank_lines_break_no_run_of_lines_but_others_do() -> None:
    body = Block("甲乙丙", (Piece(1, 0, 1), Piece(4, 0, 1), Piece(6, 0, 1)), Role.PARAGRAPH)
    page = Page(Source(), ("甲", "", "　 ", "乙", "丁", "丙"), articles=(Article(body=(body,)),))
    assert document(page)["articles"][0]["lines"] == [[1, 4], [6, 6]]


def test_lines_and_pieces_are_those_of_the_file_on_later_pages_too(tmp_path: Path) -> None:
    path = tmp_path / "two.txt"
    path.write_text("第一页第一行。\n第二行。\n\f第二页第一行。\n", "utf-8")
    pages = [pc.build()(page) for page in pc.read_pages(path)]
    rows = path.read_text("utf-8").replace("\f", "").split("\n")
    for page in pages:
        found = document(page)
        for item in (*(b for a in found["articles"] for b in (*a["body"], *a["parts"])), *found["furniture"]):
            for line, start, end in item["pieces"]:
                assert rows[line - 1][start:end].strip() in item["text"]
                assert any(first <= line <= last for first, last in item["lines"])


# file names


@given(st.lists(st.text(st.characters(codec=None), max_size=120), min_size=1, max_size=4))
@settings(max_examples=300)
@example(["../../etc/passwd"])
@example([".hidden"])
@example(["CON"])
@example(["a\x00b\nc\x1b[31m"])
@example(["é" * 200, "x" * 300])
@example(["‮evil"])
def test_file_names_are_safe_whatever_the_page_says(parts: list[str]) -> None:
    taken: set[str] = set()
    names = [safe_name(parts, ".md", taken) for _ in range(3)]
    assert len({name.casefold() for name in names}) == 3
    for name in names:
        name.encode("utf-8")
        assert 0 < len(name.encode()) <= LENGTH + 4 and name == unicodedata.normalize("NFC", name)
        assert not set(name) & set('/\\:*?"<>|') and not name.startswith((".", "-", " "))
        assert all(unicodedata.category(ch)[0] not in "CZ" for ch in name)
        assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
        assert name.endswith(".md")


def test_file_names_can_be_read() -> None:
    name = safe_name(["2025-03-28", "p01", "04", "我省招商引资跑出“加速度”"], ".md")
    assert name == "2025-03-28_p01_04_我省招商引资跑出-加速度.md"


# folders of records


def put(page: Page, root: Path, **more: Any) -> list[str]:
    folder = Folder(root, more.pop("to", "md"), **more)
    folder.page(page)
    folder.close()
    return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def test_a_page_becomes_one_record_an_article_and_a_page_json(tmp_path: Path) -> None:
    page = page_of(STORY, Article(body=(block("没有标题的消息在这里。"),)), name="n.txt")
    names = put(page, tmp_path)
    assert names == ["n_p01_01_桥通车了.md", "n_p01_02_没有标题的消息在这里.md", "page.json"]
    text = (tmp_path / names[0]).read_text("utf-8")
    _, front, body = text.split("---\n", 2)
    values = dict(row.split(": ", 1) for row in front.strip().split("\n"))
    assert json.loads(values["headline"]) == "桥通车了" and json.loads(values["deck"]) == list(STORY.deck)
    assert json.loads(values["id"]) == records(page)[0]["id"]
    assert body == "\n" + pc.to_markdown(page_of(STORY))
    index = json.loads((tmp_path / "page.json").read_text("utf-8"))
    assert [a["file"] for a in index["articles"]] == names[:2]
    assert index["furniture"] == [] and index["source"]["name"] == "n.txt"


def test_json_records_are_the_lines_of_jsonl(tmp_path: Path) -> None:
    page = pc.build()(pc.read(SEED))
    names = put(page, tmp_path, to="json")
    found = [json.loads((tmp_path / n).read_text("utf-8")) for n in names if n != "page.json"]
    assert found == [json.loads(row) for row in pc.to_jsonl(page).split("\n") if row]


def test_front_matter_cannot_be_broken_out_of(tmp_path: Path) -> None:
    evil = Article(headline='---\n"a: [b]\x85\u2028# c', byline="\ud800\x9b", body=(block("文。"),))
    (record,) = (name for name in put(page_of(evil), tmp_path) if name.endswith(".md"))
    text = (tmp_path / record).read_bytes().decode("utf-8")
    rows = text.split("\n")
    assert rows[0] == "---" and rows.index("---", 1) == 13
    front = dict(row.split(": ", 1) for row in rows[1:13])
    assert json.loads(front["headline"]) == evil.headline and json.loads(front["byline"]) == "\ufffd\x9b"
    assert not any(ch in "".join(rows[:13]) for ch in "\x85\u2028\x9b")


def test_nothing_is_overwritten_unless_forced(tmp_path: Path) -> None:
    put(page_of(STORY), tmp_path)
    (tmp_path / "page.json").unlink()
    (record,) = tmp_path.iterdir()
    record.write_text("mine")
    with pytest.raises(pc.OutputError, match="--force"):
        put(page_of(STORY), tmp_path)
    assert record.read_text() == "mine" and not (tmp_path / "page.json").exists()
    put(page_of(STORY), tmp_path, force=True)
    assert record.read_text("utf-8").startswith("---") and (tmp_path / "page.json").exists()


def test_force_takes_away_what_an_earlier_run_made_of_the_page_and_nothing_else(tmp_path: Path) -> None:
    gone = Article(headline="旧闻", body=(block("旧闻的正文。"),))
    before = put(page_of(STORY, gone), tmp_path)
    put(page_of(STORY, name="other.txt"), tmp_path / "other")
    mine = tmp_path / "mine.md"
    mine.write_text("---\nid: mine")
    index = json.loads((tmp_path / "page.json").read_text("utf-8"))
    index["articles"] += [{"file": "../outside.md"}, {"file": "notes.md"}, {"file": 5}]
    (tmp_path / "page.json").write_text(json.dumps(index), "utf-8")
    (tmp_path / "notes.md").write_text("no record")
    (tmp_path.parent / "outside.md").write_text("---\nid: x")
    put(page_of(STORY), tmp_path, force=True)
    left = sorted(p.name for p in tmp_path.iterdir())
    assert left == sorted([*(n for n in before if "旧闻" not in n), "mine.md", "notes.md", "other"])
    assert (tmp_path.parent / "outside.md").exists()
    put(page_of(gone, name="b.txt"), tmp_path, force=True)  # another page's are no stale ones
    assert set(left) <= {p.name for p in tmp_path.iterdir()}


def test_a_second_run_into_a_folder_is_told_whose_it_is(tmp_path: Path) -> None:
    put(page_of(STORY), tmp_path)
    with pytest.raises(pc.OutputError, match=r"another folder for b\.txt, or give all"):
        put(page_of(STORY, name="b.txt"), tmp_path)
    with pytest.raises(pc.OutputError, match=r"page_p01_01_.* is there already: use --force"):
        put(page_of(STORY), tmp_path)


@pytest.mark.parametrize("to", ["md", "json"])
def test_force_takes_away_earlier_records_also_if_the_page_document_is_gone(to: str, tmp_path: Path) -> None:
    put(page_of(STORY, Article(headline="旧闻", body=(block("旧闻的正文。"),))), tmp_path, to=to)
    put(page_of(STORY, name="b.txt"), tmp_path / "b", to=to)
    (other,) = (path for path in (tmp_path / "b").iterdir() if path.name != "page.json")
    other.rename(tmp_path / other.name)
    (tmp_path / "page.json").unlink()
    (tmp_path / "mine.md").write_text("---\nid: mine\nsource: no JSON\n---\n")
    put(page_of(STORY), tmp_path, force=True)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == sorted(["b", other.name, "mine.md", "page.json", "page_p01_01_桥通车了.md"])


def test_records_as_html_are_taken_away_too(tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    put(page_of(STORY), tmp_path, to="html")
    assert put(page_of(STORY), tmp_path, force=True) == ["page.json", "page_p01_01_桥通车了.md"]


def test_runs_of_one_page_and_of_several_are_not_mixed(tmp_path: Path) -> None:
    both = [page_of(STORY, name=name) for name in ("a.txt", "b.txt")]
    for number, (first, second) in enumerate(((both, both[1:]), (both[1:], both), (both[:1], both[1:]))):
        root = tmp_path / str(number)
        put_all(first, root)
        if number == 2:
            (root / "page.json").unlink()
        with pytest.raises(pc.OutputError, match=r"holds the articles of [ab]\.txt, and of one run only"):
            put_all(second, root)


def put_all(pages: list[Page], root: Path) -> None:
    folder = Folder(root, "md", several=len(pages) > 1)
    for page in pages:
        folder.page(page)
    folder.close()


def test_links_are_never_followed(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside.txt", tmp_path / "out"
    outside.write_text("mine")
    names = put(page_of(STORY), root)
    for name in names:
        (root / name).unlink()
        (root / name).symlink_to(outside)
    with pytest.raises(pc.OutputError, match="--force"):
        put(page_of(STORY), root)
    put(page_of(STORY), root, force=True)
    assert outside.read_text() == "mine"
    assert not any((root / name).is_symlink() for name in names)


def test_a_page_s_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "page_p01").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(pc.OutputError, match="is a link"):
        put(page_of(STORY), tmp_path / "out", several=True, force=True)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_several_pages_have_a_folder_each_and_names_never_meet(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "md")
    folder.page(page_of(STORY))
    assert not list(tmp_path.iterdir())  # it is not known yet whether it is the only one
    folder.page(page_of(STORY))
    folder.page(page_of(STORY, name="other.txt"))
    folder.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other_p01", "page_p01", "page_p01_2"]
    assert all((p / "page.json").is_file() for p in tmp_path.iterdir())


def test_same_headlines_and_cases_have_names_of_their_own(tmp_path: Path) -> None:
    taken: set[str] = set()
    assert [safe_name(["A", "简讯"], ".md", taken), safe_name(["a", "简讯"], ".md", taken)] == [
        "A_简讯.md",
        "a_简讯_2.md",
    ]


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(pc.OutputError, match="cannot be made"):
        put(page_of(STORY), tmp_path / "file" / "out")
