"""Which format a file is in, how it is forced, and what no reader takes."""

from __future__ import annotations

import io
import json
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
from formats import COLUMNS, HOCR, alto, page_xml, quad, tsv
from papercut.errors import InputError, UsageError
from papercut.model.page import Note, Page, Source
from papercut.readers import read, read_pages
from papercut.readers.formats import found_format
from papercut.readers.text.lines import page_from_text
from papercut.readers.xml.trees import MAX_DEPTH
from pdfs import Sheet, pdf
from shell import papercut

OCR_JSON = json.dumps([{"box": quad(10, 10, 100, 22), "text": "新桥通车了", "score": 0.9}])
DEEP = "<alto>" + "<TextBlock>" * 100_000
BOMB = """<?xml version="1.0"?>
<!DOCTYPE alto [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<alto><Layout><Page><TextBlock><TextLine><String CONTENT="&c;"/></TextLine></TextBlock></Page></Layout></alto>
"""
OUTSIDE = """<!DOCTYPE PcGts [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<PcGts><Page><TextRegion><TextLine>
<TextEquiv><Unicode>&secret;</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>
"""


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (HOCR, "hocr"), ("\ufeff\n" + HOCR.split("?>")[1], "hocr"),
        ("<div class=\"x ocr_page\" title='bbox 0 0 9 9'>", "hocr"),
        (alto(), "alto"), (alto(""), "alto"), ("<!-- made <alto> by hand -->\n<a:alto xmlns:a='b'/>", "alto"),
        (BOMB, "alto"),
        (page_xml(), "page"), (page_xml(prefix="pc"), "page"), ("\n  <PcGts/>", "page"),
        (tsv(), "tsv"), (COLUMNS.replace("\n", "\r\n"), "tsv"), ("\ufeff" + COLUMNS, "tsv"),
        (OCR_JSON, "ocr-json"), (" [\n [[[1.0, 2], [3, 2], [3, 4], [1, 4]], [\"a\", 1]]]", "ocr-json"),
        ('{"rec_texts": ["a"], "rec_polys": []}', "ocr-json"), ("[null, [[[[1, 2]", "ocr-json"),
        ("<mets:mets xmlns:mets='http://www.loc.gov/METS/'>", "mets"), ("%PDF-1.7", "pdf"), ("\ufeff%PDF-1.4", "pdf"),
        ('{"papercut": 1, "raw": []}', "document"),
        ("", "text"), ("新桥通车了", "text"), ("<", "text"), ("<本报讯>市里的新桥", "text"),
        ("<<新桥>>通车 class='ocr_page", "text"),
        ("<html><body>新桥</body></html>", "text"), ("<!DOCTYPE html>", "text"),
        ("<?xml version='1.0'?><tei/>", "text"),
        ("[新桥] 通车", "text"), ("[1] 通车", "text"), ("[1]", "text"), ("{新桥}", "text"),
        ('{"a": 1}', "ocr-json"), ('["新桥"]', "ocr-json"), ('[{"a": ' * 9, "ocr-json"), ("{}", "ocr-json"),
        ("[[1]] text", "text"), ("level\tpage", "text"),
        ("BM新桥", "text"), ("a %PDF-1.7", "text"), ("<altos/>", "text"),
    ],
)  # fmt: skip
def test_the_format_is_told_from_what_the_file_holds(data: str, form: str) -> None:
    assert found_format(data.encode()) == form


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xd8\xff\xe0\0", b"GIF89a", b"II*\0\x08", b"MM\0*\0", b"\0\0\0\x0cjP  \r\n",
        b"RIFF\x10\0\0\0WEBPVP8 ", b"BM\x36\x10\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
    ],
)  # fmt: skip
def test_images(data: bytes) -> None:
    assert found_format(data) == "scan"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_formats_in_utf_16(codec: str) -> None:
    text = alto().replace("UTF-8", codec.removesuffix("-sig"))
    assert found_format(text.encode(codec)) == "alto"
    assert read(text.encode(codec)).raw == read(alto().encode()).raw
    assert found_format("新桥通车了".encode(codec)) == "text"


@pytest.mark.parametrize("codec", ["gb18030", "big5", "iso-8859-1"])
def test_the_encoding_that_xml_declares_or_that_is_asked_for(codec: str) -> None:
    text = alto("").replace("Brücke", "新橋通車" if codec != "iso-8859-1" else "Brücke")
    text = text.replace("ü", "u").replace("ö", "o") if codec == "big5" else text
    declared = read(text.replace("UTF-8", codec).encode(codec))
    assert declared.raw == read(text.encode()).raw and declared.source.encoding not in (None, "utf-8")
    asked = read(text.encode(codec), encoding=codec)
    assert asked.raw == declared.raw and asked.notes == ()


def test_bytes_that_are_not_what_xml_declares_are_noted() -> None:
    page = read(alto().encode().replace("ü".encode(), b"\xfc"))
    assert page.raw[0] == "Neue Br\ufffdcke" and [n.code for n in page.notes] == ["bad-bytes"]
    page = next(read_pages(HOCR.encode().replace("高兴".encode(), b"\xff")))
    assert "\ufffd" in page.raw[1] and [n.code for n in page.notes] == ["bad-bytes"]


def test_a_format_can_be_forced() -> None:
    page = read(alto().encode(), format="text")
    assert page.source.format == "text" and page.raw[0].startswith("<?xml")
    assert read(OCR_JSON.encode(), format="text").raw == (OCR_JSON,)
    with pytest.raises(InputError, match=r"line 1: not the columns of Tesseract"):
        read(b"no table", format="tsv")
    with pytest.raises(InputError, match="is no well-formed XML"):
        read("新桥".encode(), format="alto")
    with pytest.raises(InputError, match="no element of the class ocr_page"):
        read("新桥".encode(), format="hocr")
    with pytest.raises(UsageError, match="there is no format 'docx': one of auto, text, pdf, hocr"):
        read(b"", format="docx")
    with pytest.raises(UsageError, match="there is no OCR engine 'abbyy'"):
        read(b"", ocr_engine="abbyy")
    with pytest.raises(UsageError, match="there is no way of OCR 'perhaps': one of auto, never, always"):
        read(b"", ocr="perhaps")
    with pytest.raises(UsageError, match=r"the OCR engine is chosen with --ocr-engine tesseract"):
        read(b"", ocr="tesseract")


def test_clean_takes_a_format_too() -> None:
    data = page_xml().encode()
    assert len(pc.clean(data, format="page")) == len(pc.clean(data)) > 0
    assert pc.clean(data, format="text") != pc.clean(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (alto()[:900], r"a\.txt, line \d+: this is no well-formed XML \(.*\): the file may have been cut off"),
        (page_xml()[:-30], r"a\.txt, line \d+: this is no well-formed XML"),
        (BOMB, r"a\.txt, line 2: an OCR file needs no DOCTYPE, and papercut reads no entities"),
        (OUTSIDE, r"line 1: an OCR file needs no DOCTYPE"),
        (DEEP, rf"line 1: more than {MAX_DEPTH} elements inside one another"),
        ("<div class='ocr_page'>" + "<div>" * 100_000, rf"line 1: more than {MAX_DEPTH} elements inside one another"),
        ("<div class='ocr_page'>" + "<a " * 1_000_000, "its tags and comments never end"),
        ("<div class='ocr_page'>" + "<!--" * 1_000_000, "its tags and comments never end"),
        ("<alto>" + "<Glyph>" * 100_000, "elements inside one another"),
        (OCR_JSON[:-9], r"a\.txt, line 1: this is no valid JSON .*cut off; give --from text"),
        ('[{"text": "a", "box": 1}, 7]', "is JSON of a shape that papercut does not know"),
        ("[[[[1, 2], 3" + "[" * 100_000, "no valid JSON|deeper than any OCR"),
        ("<mets xmlns='http://www.loc.gov/METS/'/>", "is a METS file, .*: give its ALTO files instead"),
        ("<alto/>x", "no well-formed XML"),
    ],
)  # fmt: skip
def test_files_that_are_not_sound(data: str, says: str) -> None:
    begin = time.monotonic()
    with pytest.raises(InputError, match=says):
        list(read_pages(data.encode(), name="a.txt"))
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize("seed", range(12))
def test_damaged_files_are_read_or_refused(seed: int) -> None:
    """Whatever is cut out of a file or put into it, there is an `InputError` or a lawful page."""
    chance = random.Random(seed)
    for data in (HOCR, alto(), page_xml(), tsv(), OCR_JSON):
        for _ in range(10):
            text = data
            for _ in range(chance.randint(1, 4)):
                numbers = list(re.finditer(r"-?\d+", text))
                found = chance.choice(numbers) if numbers else None
                if found and chance.random() < 0.6:
                    odd = chance.choice(["", "0", "-5", "nan", "1e9", "99999999", "x", "0.001"])
                    text = text[: found.start()] + odd + text[found.end() :]
                else:
                    at = chance.randrange(len(text))
                    text = text[:at] + text[at + chance.randint(1, 30) :]
            try:
                for page in read_pages(text.encode()):
                    assert pc.partition_faults(page) == [] and len(page.printed) in (0, len(page.raw))
                    assert all(p.size > 0 and p.box[0] < p.box[2] and p.box[1] < p.box[3] for p in page.printed)
            except InputError:
                continue


def test_too_large_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papercut.readers.formats.MAX_PAGE", 2000)
    with pytest.raises(InputError, match="is larger than 0 MB: this is no newspaper page"):
        read(alto().encode())
    monkeypatch.setattr("papercut.readers.xml.trees.MAX_ELEMENTS", 10)
    with pytest.raises(InputError, match="more than 10 elements: this is no newspaper page"):
        read(page_xml().encode()[:1900] + b"</x>", format="page")


def test_files_without_a_page_in_them() -> None:
    for data in (b"<alto/>", b"<PcGts/>"):
        with pytest.raises(InputError, match="has no element Page"):
            read(data)


def test_a_pipe_is_read_like_a_file() -> None:
    assert read(io.BytesIO(alto().encode()), name="x") == read(alto().encode(), name="x")


# PDF files and images are read by modules of their own


@pytest.mark.parametrize(
    ("form", "data", "reader"),
    [
        ("pdf", b"%PDF-1.7\n1", "papercut.readers.pdf.document.pdf_pages"),
        ("scan", b"\xff\xd8\xff\xe0\0", "papercut.readers.scan.pages.scan_pages"),
    ],
)
def test_pdf_and_images_go_to_their_readers(
    form: str, data: bytes, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def pages(data: bytes, name: str, shown: str, **options: Any) -> Iterator[Page]:
        for key in ("unread", "wanted"):
            options.pop(key)
        seen.append((data, name, shown, options))
        page = page_from_text("新桥", Source(name, form))
        yield page.replace(notes=(Note("no-text-layer", "read", (), "the page has no text layer"),))

    monkeypatch.setattr(reader, pages)
    page = read(data, name="a", password="secret", ocr_engine="tesseract")
    assert page.raw == ("新桥",) and [n.code for n in page.notes] == ["no-text-layer"]
    of_pdf = {"password": "secret", "ocr": "auto"} if form == "pdf" else {}
    assert seen == [(data, "a", "a", {"engine": "tesseract", **of_pdf})]
    read(b"anything", format=form)
    assert seen[-1][0] == b"anything"


# the command


def test_a_wrong_name_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(alto(), "utf-8")
    (tmp_path / "page.xml").write_text("市里的新桥昨日通车了。\n", "utf-8")
    done = papercut("read", "page.txt", "page.xml", cwd=tmp_path)
    assert done.returncode == 0 and done.stderr == b""
    formats = [json.loads(row)["source"]["format"] for row in done.stdout.decode().split("\n")[:-1]]
    assert formats == ["alto", "text"]


def test_mixed_formats_in_one_call(tmp_path: Path) -> None:
    files = {
        "a.hocr": HOCR, "b.xml": alto(), "bad.xml": alto()[:700], "c.xml": page_xml(), "mets.xml": "<mets/>",
        "d.tsv": tsv(), "e.json": OCR_JSON, "bomb.xml": BOMB, "f.txt": "市里的新桥昨日通车了。\n", "none.json": "",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    done = papercut("clean", *files, "--to", "json", cwd=tmp_path)
    assert done.returncode == 1
    rows = [json.loads(row)["source"] for row in done.stdout.decode().split("\n")[:-1]]
    assert [(s["name"], s["format"], s["page"]) for s in rows] == [
        ("a.hocr", "hocr", 1), ("a.hocr", "hocr", 2), ("b.xml", "alto", 1), ("c.xml", "page", 1), ("d.tsv", "tsv", 1),
        ("d.tsv", "tsv", 2), ("e.json", "ocr-json", 1), ("f.txt", "text", 1),
    ]  # fmt: skip
    errors = [row for row in done.stderr.decode().split("\n") if "error" in row]
    for name, row in zip(("bad.xml, line", "mets.xml", "bomb.xml, line 2", "none.json"), errors, strict=True):
        assert name in row
    assert b"Traceback" not in done.stderr


def test_from_forces_a_format(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text(alto(), "utf-8")
    page = json.loads(papercut("read", "--from", "text", path).stdout)
    assert page["source"]["format"] == "text" and page["printed"] == []
    document = papercut("read", path).stdout
    page = json.loads(papercut("read", "--from", "text", "-", data=document).stdout)
    assert page["raw"] == [document.decode().rstrip("\n")]
    wrong = papercut("clean", "--from", "tsv", path)
    assert (wrong.returncode, wrong.stdout) == (3, b"") and b"page.xml, line 1" in wrong.stderr
    unknown = papercut("clean", "--from", "docx", path)
    assert (unknown.returncode, unknown.stdout) == (2, b"") and b"ocr-json" in unknown.stderr
    assert papercut("explain", "--from", "alto", path).returncode == 0
    assert papercut("normalize", "--from", "alto", "-", data=alto().encode()).stdout.startswith("Neue Brücke".encode())
    assert papercut("clean", "--ocr-engine", "abbyy", path).returncode == 2
    said = papercut("clean", "--ocr", "tesseract", path)
    assert said.returncode == 2 and b"--ocr-engine tesseract" in said.stderr


@pytest.mark.parametrize("form", ["text", "hocr", "pdf"])
def test_only_the_pages_that_are_wanted(form: str) -> None:
    asked: list[tuple[int, int | None]] = []

    def wanted(number: int, count: int | None) -> bool:
        asked.append((number, count))
        return number == 2

    sheets = [Sheet().text(word, 50, 100) for word in ("新桥", "旧桥", "大桥")]
    data = {"text": "一\f二\f三".encode(), "hocr": HOCR.encode(), "pdf": pdf(*sheets)}[form]
    found = [page.source.page for page in read_pages(io.BytesIO(data), wanted=wanted)]
    assert found == [2] and [n for n, _ in asked] == list(range(1, len(asked) + 1)) and len(asked) > 1
    assert {count for _, count in asked} == ({3} if form == "pdf" else {None})
