"""CSV and HTML: read back by the csv module and by html5lib's strict parser; hostile text acts in neither."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import html5lib
import pytest

import papercut as pc
from documents import EVIL, STORY, made_page, pdf_page, seed_page
from papercut.model.page import Article
from papercut.writers import DocumentOptions, document_of
from shell import SEED, papercut


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_one_row_an_article_with_all_its_text() -> None:
    page = seed_page()
    found = rows(pc.write_pages([page], "csv"))
    assert [(r["id"], r["headline"]) for r in found] == [(a.id, a.headline or "") for a in page.articles or ()]
    assert [r["text"].split("\n") for r in found] == [[b.text for b in a.body] for a in page.articles or ()]
    assert found[0]["source"] == SEED.name and found[0]["page"] == "1"


def test_csv_gets_a_byte_order_mark_when_it_is_asked_for() -> None:
    page = made_page(STORY)
    plain = pc.write_pages([page], "csv")
    assert pc.write_pages([page], "csv", bom=True) == b"\xef\xbb\xbf" + plain
    (row,) = rows(plain)
    assert row["text"] == "桥通车了。\n三件事\n1. 修路\n种树\n床前明月光\n疑是地上霜\n甲\t1\n乙\t2\n桥头。李闻 摄"
    assert row["continued_on"] == "（下转第三版）" and row["deck"] == "往来只需五分钟\n明年建公园"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＠", "\t="])
def test_no_cell_begins_as_a_formula_and_that_is_said(start: str) -> None:
    page = made_page(pc.Article(headline=f"{start}cmd|' /C calc'!A0"))
    made = document_of([page], "csv", DocumentOptions())
    (row,) = rows(made.data)
    assert row["headline"].startswith(f"'{start.strip()}" if start.strip() == start else "'\t=")
    assert made.said == ("1 cell that a spreadsheet could execute as a formula begins with an apostrophe",)


def test_control_characters_are_replaced_and_counted() -> None:
    made = document_of([made_page(EVIL)], "csv", DocumentOptions())
    assert "\x07" not in made.data.decode() and "␇␀\ufffd" in made.data.decode()
    assert any("(U+0000, U+0007, U+FFFE)" in line for line in made.said)


def parsed(data: bytes) -> html5lib.treebuilders.base.Node:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(data, transport_encoding="utf-8")


@pytest.mark.parametrize("page", [seed_page, pdf_page], ids=["seed", "pdf"])
def test_html_is_sound_and_has_all_text(page: object) -> None:
    made = page()  # type: ignore[operator]
    tree = parsed(pc.write_pages([made, made], "html"))
    assert tree.get("lang") == "zh-Hans" and len(tree.findall(".//nav//li")) == 2 * len(made.articles)
    shown = ["".join(node.itertext()).split("\n") for node in tree.findall(".//article")]
    for article, lines in zip([*made.articles, *made.articles], shown, strict=True):
        assert [b.text for b in article.body] == [line for line in lines if line in {b.text for b in article.body}]
        assert not article.headline or article.headline in lines


def test_html_has_each_part_as_what_it_is() -> None:
    tree = parsed(pc.write_pages([made_page(STORY)], "html"))
    (article,) = tree.findall(".//article")
    assert [(n.tag, n.get("class"), n.text) for n in article.find("header") or ()] == [
        ("p", "kicker", "十年修一桥"), ("h1", None, "桥通车了"), ("p", "deck", "往来只需五分钟"),
        ("p", "deck", "明年建公园"), ("p", "byline", "丹翁"), ("p", "jump_line", "（上接第一版）"),
    ]  # fmt: skip
    kinds = [(n.tag, n.get("class")) for n in list(article)[1:]]
    assert kinds == [
        ("p", None), ("h2", None), ("ul", None), ("p", "verse"), ("table", None), ("p", "caption"), ("p", "jump_line"),
    ]  # fmt: skip
    assert [[td.text for td in tr] for tr in article.findall(".//tr")] == [["甲", "1"], ["乙", "2"]]


def test_nothing_of_a_page_acts_in_html() -> None:
    made = document_of([made_page(EVIL)], "html", DocumentOptions())
    tree = parsed(made.data)
    assert not tree.findall(".//script") and not tree.findall(".//b") and len(made.said) == 1
    assert "<script>alert(1)</script>" in "".join(tree.find(".//article").itertext())


def test_the_command_writes_one_file_and_says_once_what_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text(pc.to_json(pdf_page()), "utf-8")
    for name in ("out.csv", "out.html"):
        done = papercut("write", "page.json", "page.json", "-o", name, cwd=tmp_path)
        assert done.returncode == 0 and (tmp_path / name).read_bytes()
        assert done.stderr.decode().count("furniture") == 1
    done = papercut("write", "page.json", "-o", "one", "--to", "html", cwd=tmp_path)
    assert done.returncode == 0 and len(list((tmp_path / "one").glob("*.html"))) == len(pdf_page().articles or ())
    done = papercut("write", "page.json", "--bom", cwd=tmp_path)
    assert done.returncode == 2 and b"--to csv" in done.stderr


@pytest.mark.parametrize("to", ["html", "epub"])
def test_a_sign_in_a_headline_is_counted_once(to: str) -> None:
    """It stands in the list of articles, too."""
    made = document_of([made_page(Article(headline="新\ufdd0桥"))], to, DocumentOptions())
    assert [said[:11] for said in made.said] == ["1 character"]
