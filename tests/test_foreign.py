"""Files that are no newspaper page are refused by their names; text that only looks a little like one is read."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import quopri
import tarfile
import zipfile

import pytest

from papercut.errors import InputError
from papercut.readers import read
from papercut.readers.formats import found_format
from papercut.readers.scan.images import images

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAA"
    "AAAERAAAEAAQAAAAABoQABAAAAAAAAAHUAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAA"
    "AADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkA"
    "AAAwAAAwAeoDyBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwYkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAeAAAAEAA"
    "AAAoY2xhcAAAAHgAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAH"
    "1tZGF0AAAAcSgBrwnRrIAkFLT45LWQf943ur9Ewy3J7egfkkGHN/6LVFMvGY7PksImumnKAB5KdPsAD0i1AaHCTf/0A0eYKSUTw0v6o3Z33EHJ"
    "RosIn3mHhI7G82llCF0//4jNanadoAMmd2GAHhN0iVFCAAADAAZ0"
)
"""A white picture of 120 by 48 pixels with a black square at its left."""

ROWS = "".join(f"{n},青石桥晚报,第{n}版\n" for n in range(1, 6))


def packed(*names: str, mimetype: str = "", packed_type: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            archive.writestr(name, packed_type if name == "mimetype" else f"<{name}/>" * 9)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("page.txt"))
    return out.getvalue()


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(40)


BINARY = [
    (packed("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "Word document"),
    (packed("[Content_Types].xml", "xl/workbook.xml"), "XLSX"),
    (packed("ppt/presentation.xml"), "PPTX"),
    (packed("META-INF/container.xml", mimetype="application/epub+zip"), "EPUB"),
    (packed("META-INF/container.xml", "a.xhtml"), "EPUB"),
    (packed("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "ODT"),
    (packed("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ODS"),
    (packed("mimetype", "content.xml", packed_type="application/vnd.oasis.opendocument.text"), "ODT"),
    (packed("content.xml", "META-INF/manifest.xml"), "OpenDocument"),
    (packed("OFD.xml", "Doc_0/Document.xml"), "OFD"),
    (packed("designmap.xml", "Stories/Story_u1.xml"), "InDesign"),
    (packed("01.txt", "02.txt"), "a ZIP archive"),
    (old_office("WordDocument"), "DOC"),
    (old_office("Workbook"), "XLS"),
    (old_office("Nothing"), "an old office document"),
    (gzip.compress("新桥通车了。".encode(), mtime=0), "gzip data"),
    (gzip.compress(tarred(), mtime=0), "packed tar archive"),
    (bz2.compress(tarred()), "packed tar archive"),
    (lzma.compress(tarred()), "packed tar archive"),
    (lzma.compress("新桥通车了。".encode()), "xz data"),
    (b"BZh91AY&SY" + bytes(40), "bzip2 data"),
    (b"\x28\xb5\x2f\xfd" + bytes(40), "zstd data"),
    (tarred(), "a tar archive"),
    (b"AT&TFORM\0\0\1\0DJVU", "DjVu"),
    (b"SQLite format 3\0" + bytes(80), "SQLite"),
    (b"\x7fELF\2\1\1\0", "ELF"),
    (b"MZ\x90\0\3\0\0\0", "Windows executable"),
    (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video"),
    (b"\0\0\0\x14ftypqt  \0\0\0\0", "video"),
    (b"\x1aE\xdf\xa3\x01\0\0\0", "video"),
    (b"RIFF\x24\0\0\0AVI LIST", "video"),
    (b"ID3\3\0\0\0\0", "MP3"),
    (b"\0\1\0\0\0\x10\0\x80", "font"),
    (b"8BPS\0\1\0\0", "Photoshop"),
    (bytes(60) + b"BOOKMOBI" + bytes(20), "MOBI"),
    (b"CAJ\0\0\0\2\0", "CAJ"),
]
MARKUP = [
    ("<!DOCTYPE html>\n<p>新桥", "HTML"),
    ("\ufeff\n<!-- x -->\n<HTML><BODY>新桥</BODY></HTML>", "HTML"),
    ("<h1>新桥通车</h1>\n<p>市里的新桥昨日通车。</p>\n<p>人们都很高兴。</p>", "HTML"),
    ("　　市里的新桥昨日通车。<br><br>\n" * 5, "HTML"),
    ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "HTML"),
    ("{\\rtf1\\ansi 新桥}", "RTF"),
    ("body { margin: 0; }\n.title {\n  font-size: 26px;\n  color: #900;\n}\n/* 新桥日报的栏目 */\n.c { width: 9px; }",
     "program"),
    ("import os\nfrom pathlib import Path\n\ndef main():\n    print('新桥')\n\nclass Page:\n    pass\n", "program"),
    ("%!PS-Adobe-3.0\n(新桥) show", "PostScript"),
    ("<TEI xmlns='http://www.tei-c.org/ns/1.0'><text/></TEI>", "TEI"),
    ("<?xml version='1.0'?>\n<TEI.2><text/></TEI.2>", "TEI"),
    ("<mets:mets xmlns:mets='http://www.loc.gov/METS/'></mets:mets>", "METS"),
    ("<?xml version='1.0'?><collection xmlns='http://www.loc.gov/MARC21/slim'/>", "MARC"),
    ("00714cam a2200205 a 4500001001300000003000400013", "MARC"),
    ("<?xml version='1.0'?><issue><story>新桥</story></issue>", r"XML file \(issue\)"),
    ("<issue day='3'><story>新桥</story></issue>", r"XML file \(issue\)"),
    ("<rss version='2.0'><channel/></rss>", "RSS"),
    ("% a page\n\n\\documentclass{article}", "LaTeX"),
    ("From: a@b.example\nSubject: x\n y\nMIME-Version: 1.0\n\n新桥", "MIME"),
    ("id,paper,page\n" + ROWS, "CSV"),
    ("\n".join(f'"{n}";"新桥，通车";"a; b"' for n in range(9)), "CSV"),
    ("#!/bin/sh\necho 新桥", "script"),
    ("id\tpaper\tpage\n" + ROWS.replace(",", "\t"), "CSV"),
    ("Return-Path: <a@b.example>\nFrom: a@b.example\nTo: c@d.example\nSubject: 新桥\n\n通车了。", "e-mail"),
    ("From a@b.example Mon Jan  5 10:00:00 1998\nFrom: a@b.example\n\n新桥", "mbox"),
    ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9", "Git LFS"),
    ("[InternetShortcut]\nURL=https://example.org", "shortcut"),
    ("begin 644 page.bin\nM0V%N(`==\n`\nend", "uuencoded"),
    ("@article{bridge,\n title={新桥}\n}", "records of literature"),
    ("TY  - NEWS\nTI  - 新桥\nER  - ", "records of literature"),
    (base64.encodebytes(bytes(range(256))).decode(), "base64"),
    ("1\n00:00:01,000 --> 00:00:02,000\n新桥", "SRT"),
    ("<p>市里的新桥昨日通车，第一辆公共汽车开过桥面时，两岸站满了人。</p>", "HTML"),
    ("<div class='story'><h2>新桥</h2></div>", "HTML"),
    ("市里的新桥昨日通车。<br>人们都很高兴。<br>明日通航。<br>", "HTML"),
    ("<script>" + "var a = 1;" * 900 + "</script>\n<p>新桥</p>", "HTML"),
    ("d41d8cd98f00b204e9800998ecf8427e  01.txt\n0cc175b9c0f1b6a831c399e269772661 *02.txt\n", "checksums"),
    ("SHA256 (01.txt) = " + "0" * 64 + "\n", "checksums"),
    ("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8", "BagIt"),
    (quopri.encodestring("市里的新桥昨日通车。".encode()).decode(), "quoted-printable"),
    ("data:image/png;base64,iVBORw0KGgo=", "data URI"),
    ("%FDF-1.2\n1 0 obj", "FDF"),
    ("/annex/objects/SHA256E-s12--00.pdf\n", "git-annex"),
    ('(page 0 0 2550 3300\n (line 100 3000 900 3050 "Bridge"))', "DjVu"),
    ("[Script Info]\nTitle: 新桥", "ASS"),
    ("diff --git a/x b/x\n--- a/x", "diff"),
    ("00000000: 8950 4e47 0d0a 1a0a 0000 000d 4948 4452  .PNG........IHDR", "hexadecimal"),
]


@pytest.mark.parametrize(("data", "names"), BINARY)
def test_binary_files_are_refused_by_name(data: bytes, names: str) -> None:
    for encoding in ("auto", "utf-8"):
        with pytest.raises(InputError, match=rf"^my page\.txt is .*{names}.*: ") as error:
            read(data, name="my page.txt", encoding=encoding)
        assert "\n" not in str(error.value) and "{" not in str(error.value)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-8-sig"])
@pytest.mark.parametrize(("text", "names"), MARKUP)
def test_documents_in_markup_are_refused_by_name_and_can_be_read_as_text(text: str, names: str, codec: str) -> None:
    data = text.removeprefix("\ufeff").encode(codec)
    with pytest.raises(InputError, match=rf"^the input is .*{names}.*: ") as error:
        read(data)
    assert "\n" not in str(error.value) and "{" not in str(error.value)
    assert "\n".join(read(data, format="text").raw) == text.removeprefix("\ufeff").rstrip("\n")


@pytest.mark.parametrize(
    "text",
    [
        "<本报讯>市里的新桥昨日通车。\n人们都很高兴。",
        "<新桥通车> 见 https://example.org/a?b=1&c=2 第三版\n<b>人们</b>都很高兴。",
        "<a> 新桥\n<b> 旧桥\n<c> 木桥",
        "<p>新桥",
        "<Bridge> opened on Friday. Two hundred people walked across it.",
        "ID3 新桥", "MZ 新桥", "KDH 新桥", "BZ 新桥", "%!新桥", "# 新桥\n\n通车了。", "RIFF 新桥通车",
        "ftyp", "0123ftyp 新桥", "PK 新桥", "From: 青石桥\nTo: 人们\n新桥通车了。",
        "甲,乙,丙\n丁,戊\n己,庚,辛\n壬,癸,子",
        "王刚,李娜,张伟明\n赵一,钱二,孙三\n周五,吴六,郑七\n冯九,陈十,褚一",
        "1,234,567\n2,345,678\n3,456,789\n4,567,890",
        "1. 新桥\n2. 旧桥\n00:00 通车", "课本讲到 <p> 与 <b> 两个标记。" + "新桥" * 90,
        "d41d8cd98f00b204e9800998ecf8427e 是新桥的编号。\n人们都很高兴。",
        "(page 3) 新桥", "0000 0000 新桥",
        "站名\t开\t到\n甲\t9:00\t9:20\n乙\t9:30\t9:40\n丙\t9:50\t10:00",
        "From 3 to 5 o'clock\nTo: 人们\n@新桥{通车了}",
        "A" * 300, "新桥" * 300,
    ],
)  # fmt: skip
def test_text_that_begins_like_another_type_is_text(text: str) -> None:
    for codec in ("utf-8", "gb18030"):
        assert "\n".join(read(text.encode(codec)).raw) == text


def test_a_heic_picture_is_read() -> None:
    assert found_format(HEIC) == "scan"
    ((number, image),) = images(HEIC, "page.heic")
    assert (number, image.size, image.mode) == (1, (120, 48), "RGB")
    assert image.getpixel((20, 20)) < (60, 60, 60) and image.getpixel((90, 20)) > (200, 200, 200)  # type: ignore[operator]
    with pytest.raises(InputError, match="damaged HEIC image"):
        list(images(HEIC[:300], "page.heic"))
