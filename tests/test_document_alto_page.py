"""ALTO and PAGE XML: sound, with the places of the page, and read back as the same articles.

PAGE XML is checked against its schema (`tests/schemas`). ALTO's licence does not allow to ship its schema here, so
`CONTENT` says, for the elements that papercut writes, what ALTO 4.4 allows in them; papercut's own reader reads both,
and alto-tools, which is somebody else's, reads the text of ALTO.
"""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

import papercut as pc
from documents import EVIL, STORY, made_page, pdf_page, seed_page
from papercut.model.page import Article, Block, Furniture, Page, Piece, Printed, Role, Source
from papercut.writers import DocumentOptions, document_of
from pdfs import Sheet, pdf
from shell import ROOT, papercut

ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"
PAGE = "{http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15}"
BLOCKS = "((TextBlock|ComposedBlock|Illustration|GraphicalElement) )*"
PLACE = {"HPOS", "VPOS", "WIDTH", "HEIGHT"}
CONTENT = {
    "alto": ("Description (Tags )?(ReadingOrder )?Layout ", {"SCHEMAVERSION"}),
    "Description": ("MeasurementUnit (sourceImageInformation )?(Processing )*", set()),
    "Processing": ("processingCategory processingStepDescription processingSoftware ", {"ID"}),
    "Tags": ("((LayoutTag|StructureTag|OtherTag) )*", set()),
    "LayoutTag": ("", {"ID", "TYPE", "LABEL"}),
    "OtherTag": ("", {"ID", "TYPE", "LABEL"}),
    "StructureTag": ("XmlData ", {"ID", "TYPE", "LABEL"}),
    "ReadingOrder": ("(OrderedGroup )+", set()),
    "OrderedGroup": ("(ElementRef )+", {"ID", "TAGREFS"}),
    "ElementRef": ("", {"ID", "REF"}),
    "Layout": ("(Page )+", set()),
    "Page": ("PrintSpace ", {"ID", "PHYSICAL_IMG_NR", "PRINTED_IMG_NR", "WIDTH", "HEIGHT", "LANG"}),
    "PrintSpace": (BLOCKS, PLACE),
    "ComposedBlock": (BLOCKS, {"ID", "TAGREFS", "TYPE", *PLACE}),
    "TextBlock": ("(TextLine )+", {"ID", "TAGREFS", *PLACE}),
    "TextLine": ("(String (SP )?)+", {"BASEDIRECTION", *PLACE}),
    "String": ("", {"CONTENT", *PLACE}),
    "SP": ("", set()),
    "Illustration": ("", {"ID", *PLACE}),
    "GraphicalElement": ("", {"ID", *PLACE}),
}
SCHEMA = etree.XMLSchema(etree.parse(ROOT / "tests" / "schemas" / "page.xsd"))


def checked_alto(data: bytes) -> etree._Element:
    root = etree.fromstring(data)
    for node in root.iter(f"{ALTO}*"):
        name = node.tag.removeprefix(ALTO)
        if name in CONTENT:
            children, attributes = CONTENT[name]
            assert re.fullmatch(children, "".join(f"{c.tag.removeprefix(ALTO)} " for c in node)), name
            assert set(node.attrib) <= attributes, (name, node.attrib)
            assert all(re.fullmatch(r"-?\d+(\.\d+)?", node.get(a)) for a in PLACE & set(node.attrib))
    ids = [n.get("ID") for n in root.iter() if n.get("ID")]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[A-Za-z_][\w.-]*", name) for name in ids)
    assert {ref for n in root.iter() for a in ("TAGREFS", "REF") for ref in n.get(a, "").split()} <= set(ids)
    return root


def checked_page_xml(data: bytes) -> etree._Element:
    root = etree.fromstring(data)
    SCHEMA.assertValid(root)
    return root


CHECKS = {"alto": checked_alto, "page": checked_page_xml}


def vertical_page() -> Page:
    sheet = Sheet(400, 400).upright(["新橋通車"], 370, 40, 20)
    rows = ["　　本報訊市內新橋昨日通車人人", "皆喜橋長三百尺修建十年之久工", "程浩大自今日起行人車馬皆可過"]
    sheet.upright(rows, 330, 40)
    return pc.build()(pc.read(pdf(sheet), name="down.pdf"))


def printed_page(*articles: Article) -> Page:
    """A page on which each block of these articles stands on lines of its own."""
    raw: list[str] = []

    def placed(block: Block) -> Block:
        pieces = []
        for line in block.text.split("\n"):
            raw.append(line)
            pieces.append(Piece(len(raw), 0, len(line)))
        return dataclasses.replace(block, pieces=tuple(pieces))

    def whole(article: Article) -> Article:
        heads = [(Role.KICKER, article.kicker), (Role.HEADLINE, article.headline)]
        parts = [Block(text, (), role) for role, text in heads if text]
        parts += [Block(deck, (), Role.DECK) for deck in article.deck] + list(article.parts)
        return dataclasses.replace(
            article, parts=tuple(map(placed, parts)), body=tuple(map(placed, article.body)), notes=()
        )

    made = tuple(map(whole, articles))
    printed = tuple(Printed((10, 20 * n, 10 + 12 * len(text), 20 * n + 12), 12) for n, text in enumerate(raw))
    source = Source("page.png", "scan", sha256="0" * 64, size=(900.0, 2000.0), unit="px")
    return Page(source, tuple(raw), articles=made, printed=printed)


PAGES = {"pdf": pdf_page, "vertical": vertical_page, "roles": lambda: printed_page(STORY, Article(body=STORY.body))}


def kept(article: Article) -> tuple[object, ...]:
    texts = [(b.role, b.text) for b in (*article.parts, *article.body)]
    jumps = (article.continued_on, article.continued_from)
    head = (article.id, article.headline, article.kicker, article.deck, article.byline, article.dateline)
    return (*head, *jumps, round(article.confidence, 4), texts)


def test_tags_of_any_reason_have_ids_of_their_own() -> None:
    """A plugin's stage may give any reason; an ID of XML has few characters."""
    whys = ("规则①", "a b", "a/b", "²", "ａ")
    page = printed_page(STORY)
    (kept, *_) = page.articles or ()
    rows = [Furniture(Role.FOLIO, block.text, block.pieces, why) for block, why in zip(kept.body, whys, strict=False)]
    page = page.replace(articles=(), furniture=tuple(rows))
    root = checked_alto(pc.write_pages([page], "alto"))
    tags = {n.get("ID"): n.get("LABEL") for n in root.iter(f"{ALTO}OtherTag")}
    assert len(rows) > 3 and sorted(tags.values()) == sorted(f.why for f in rows) and all(map(str.isascii, tags))


@pytest.mark.parametrize("to", CHECKS)
@pytest.mark.parametrize("name", PAGES)
def test_what_is_written_is_sound_and_comes_back_as_the_same_articles(to: str, name: str) -> None:
    page = PAGES[name]()
    assert page.articles
    data = pc.write_pages([page], to)
    CHECKS[to](data)
    back = pc.read(data)
    assert back.finished and pc.partition_faults(back) == []
    assert list(map(kept, back.articles or ())) == list(map(kept, page.articles))
    assert [(f.role, f.text, f.why) for f in back.furniture] == [(f.role, f.text, f.why) for f in page.furniture]
    assert [a.headline for a in pc.clean(data)] == [a.headline for a in page.articles]


@pytest.mark.parametrize("to", CHECKS)
def test_boxes_come_back(to: str) -> None:
    page = printed_page(STORY)
    back = pc.read(pc.write_pages([page], to))
    boxes = {text: printed.box for text, printed in zip(page.raw, page.printed, strict=True)}
    for text, printed in zip(back.raw, back.printed, strict=True):
        if text in boxes:
            assert printed.box == pytest.approx(boxes[text], abs=0.51)


def test_alto_groups_articles_in_reading_order() -> None:
    page = pdf_page()
    root = checked_alto(pc.write_pages([page, page], "alto"))
    groups = root.findall(f"{ALTO}ReadingOrder/{ALTO}OrderedGroup")
    tags = {n.get("ID"): n.get("LABEL") for n in root.iter(f"{ALTO}StructureTag")}
    assert [tags[g.get("TAGREFS")] for g in groups] == 2 * [a.headline for a in page.articles or ()]
    assert len(list(pc.readers.read_pages(etree.tostring(root)))) == 2


@pytest.mark.parametrize("to", CHECKS)
def test_a_file_with_a_line_that_nobody_claims_is_read_as_any_other(to: str) -> None:
    text = pc.write_pages([pdf_page()], to).decode()
    role = 'TAGREFS="role.headline"' if to == "alto" else 'custom="structure {type:headline;}"'
    assert not pc.read(text.replace(role, "").encode()).finished


@pytest.mark.parametrize("to", CHECKS)
def test_hostile_text_and_texts_without_places(to: str) -> None:
    made = document_of([printed_page(EVIL)], to, DocumentOptions())
    CHECKS[to](made.data)
    assert len(made.said) == 1
    with pytest.raises(pc.UsageError, match="tei"):
        pc.write_pages([seed_page()], to)
    with pytest.raises(pc.UsageError, match=r"page\.txt"):
        pc.write_pages([made_page(STORY)], to)
    if to == "page":
        with pytest.raises(pc.UsageError, match="one page"):
            pc.write_pages([pdf_page(), pdf_page()], to)


@pytest.mark.parametrize("to", [*CHECKS, "mets", "iiif"])
def test_a_page_without_text_does_not_stop_the_others(to: str) -> None:
    """The back of a sheet, or a file that an engine left empty."""
    blank = pc.build()(pc.read(b"<div class='ocr_page' title='bbox 0 0 100 200'></div>", format="hocr"))
    for empty in (blank, pc.build()(pc.read(b"", name="b.txt"))):
        if to in CHECKS:
            CHECKS[to](pc.write_pages([empty], to))
        if to != "page":
            pc.write_pages([pdf_page(), empty, pdf_page()], to)


def test_the_command_reads_what_it_wrote(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text(pc.to_json(pdf_page()), "utf-8")
    for to in CHECKS:
        (tmp_path / f"page.{to}.xml").write_bytes(papercut("write", "page.json", "--to", to, cwd=tmp_path).stdout)
        for command in ("write", "clean"):
            done = papercut(command, f"page.{to}.xml", cwd=tmp_path)
            assert done.stdout.decode() == pc.to_markdown(pdf_page())


def test_others_read_the_text_of_alto(tmp_path: Path) -> None:
    data = pc.write_pages(pdf_page(), "alto")
    (tmp_path / "page.xml").write_bytes(data)
    run = [sys.executable, "-m", "alto_tools.alto_tools", str(tmp_path / "page.xml"), "-t"]
    done = subprocess.run(run, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=True)
    strings = [s.get("CONTENT") or "" for s in etree.fromstring(data).iter("{*}String", "{*}HYP")]
    assert strings and "".join(done.stdout.decode().split()) == "".join("".join(strings).split())
