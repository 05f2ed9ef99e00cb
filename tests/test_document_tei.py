"""TEI: valid by the schema of the Guidelines (`tests/schemas/tei_all.rng.xz`, all modules), and the text and places of
the page in it."""

from __future__ import annotations

import io
import lzma
from functools import cache

import pytest
from lxml import etree

import papercut as pc
from documents import EVIL, FOLIO, STORY, made_page, pdf_page, seed_page
from papercut.model.page import Page
from papercut.writers import DocumentOptions, document_of
from shell import ROOT

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


@cache
def tei_all() -> etree.RelaxNG:
    packed = (ROOT / "tests" / "schemas" / "tei_all.rng.xz").read_bytes()
    return etree.RelaxNG(etree.parse(io.BytesIO(lzma.decompress(packed))))


def checked(data: bytes) -> etree._Element:
    root = etree.fromstring(data)
    tei_all().assertValid(root)
    # what the schema cannot say: each place that is pointed to is there
    ids = {node.get(ID) for node in root.iter() if node.get(ID)}
    assert {n.get("facs") for n in root.iter() if n.get("facs")} <= {f"#{name}" for name in ids}
    return root


def text(node: etree._Element) -> str:
    return "".join("".join(node.itertext()).split())


@pytest.mark.parametrize("made", [seed_page, pdf_page], ids=["seed", "pdf"])
def test_each_article_is_a_div_with_its_whole_text(made: object) -> None:
    page: Page = made()  # type: ignore[operator]
    root = checked(pc.write_pages([page], "tei"))
    divs = root.findall(f".//{TEI}body/{TEI}div")
    assert [d.get("n") for d in divs] == [a.id for a in page.articles or ()]
    for div, article in zip(divs, page.articles or (), strict=True):
        paragraphs = [text(p) for p in div.iter(f"{TEI}p", f"{TEI}item")]
        assert paragraphs == ["".join(b.text.split()) for b in article.body if b.role in ("paragraph", "list_item")]
        (head,) = div.findall(f"{TEI}head[@type='main']")
        assert text(head) == "".join((article.headline or "").split())


def test_lines_begin_where_they_do_in_print() -> None:
    page = pdf_page()
    root = checked(pc.write_pages([page], "tei"))
    zones = {f"#{z.get(ID)}": z for z in root.iter(f"{TEI}zone")}
    beginnings = list(root.iter(f"{TEI}lb"))
    assert len(beginnings) == len(page.raw) == len(zones)
    for lb in beginnings:
        raw, box = page.raw[int(lb.get("n")) - 1], page.printed[int(lb.get("n")) - 1].box
        assert "".join((lb.tail or "").split()) == "".join(raw.split())
        zone = [float(zones[lb.get("facs")].get(k)) for k in ("ulx", "uly", "lrx", "lry")]
        assert zone == pytest.approx(box, abs=0.01)


def test_the_parts_of_an_article_have_elements_of_their_own() -> None:
    page = made_page(STORY, furniture=(FOLIO,))
    root = checked(pc.write_pages([page, page], "tei"))
    div = root.find(f".//{TEI}body/{TEI}div")
    assert [(n.tag.removeprefix(TEI), n.get("type")) for n in div] == [
        ("head", "kicker"), ("head", "main"), ("head", "sub"), ("head", "sub"), ("byline", None),
        ("note", "continued-from"), ("p", None), ("div", "section"),
    ]  # fmt: skip
    assert [n.tag.removeprefix(TEI) for n in div[-1]] == ["head", "list", "lg", "table", "figure", "note"]
    assert [[text(c) for c in row] for row in div.iter(f"{TEI}row")] == [["甲", "1"], ["乙", "2"]]
    assert [text(n) for n in div.iter(f"{TEI}l")] == ["床前明月光", "疑是地上霜"]
    assert [(n.get("type"), text(n)) for n in root.iter(f"{TEI}fw")] == [("folio", "第三版")] * 2


def test_hostile_text_is_text_and_what_xml_forbids_is_said() -> None:
    made = document_of([made_page(EVIL)], "tei", DocumentOptions())
    root = checked(made.data)
    assert "<script>alert(1)</script>" in "".join(root.itertext()) and "␇␀" in text(root)
    assert len(made.said) == 1


def test_a_page_without_articles_is_sound() -> None:
    checked(pc.write_pages([made_page()], "tei"))
    checked(pc.write_pages([made_page(pc.Article())], "tei"))
