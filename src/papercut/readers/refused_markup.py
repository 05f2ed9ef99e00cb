"""Files of letters that are no text of a page: web pages, documents in markup, tables, programs.

Each is told by a mark that its kind must have, and by enough of it that no page of a newspaper is taken for one: a page
may begin with `<`, name an address, or print a tag.
"""

from __future__ import annotations

import re
from functools import cache

LOOKED_AT = 1 << 16
"""Characters that a type is told from."""

PANDOC = "run pandoc -f {form} -t plain --wrap=none {{name}} | papercut clean"
AS_TEXT = "; --from text takes it as it is"

ROOTS = {
    "tei": ("a TEI document", "its articles are marked already; strip its tags for the text alone"),
    "tei.2": ("a TEI document", "its articles are marked already; strip its tags for the text alone"),
    "teicorpus": ("a TEI corpus", "its articles are marked already; strip its tags for the text alone"),
    "svg": ("an SVG drawing", "turn it into a PDF and give that"),
    "rss": ("an RSS feed", "its articles are marked already"),
    "feed": ("an Atom feed", "its articles are marked already"),
    "nitf": ("a NITF document", "its articles are marked already"),
    "newsml": ("a NewsML document", "its articles are marked already"),
    "newsmessage": ("a NewsML-G2 document", "its articles are marked already"),
    "newsitem": ("a NewsML-G2 document", "its articles are marked already"),
    "fictionbook": ("a FictionBook (FB2)", PANDOC.format(form="fb2")),
    "book": ("a DocBook document", PANDOC.format(form="docbook")),
    "mets": ("a METS document", "it only names the files of an issue: give its ALTO files"),
    "mods": ("a MODS record", "it describes a paper: give its pages"),
    "modscollection": ("MODS records", "they describe papers: give the pages"),
    "pdf2xml": ("an XML file that pdftohtml made of a PDF", "give the PDF itself"),
    "worddocument": ("a Word document (XML)", "save it as a PDF or as plain text and give that"),
    "package": ("a Word document (flat XML)", "save it as a PDF or as plain text and give that"),
    "workbook": ("an Excel workbook (XML)", "export its text and give that"),
    "plist": ("a property list", "give the text, the PDF or a scan of a page"),
    "djvuxml": ("a DjVu XML file", "run djvutxt on the DjVu file and give that"),
}
"""What an XML file's first element tells of it; names in small letters."""

NAMESPACES = (
    ("MARC21/slim", "MARC records (MARCXML)", "they describe papers: give the pages"),
    ("opendocument", "an OpenDocument file (flat XML)", "save it as a PDF or as plain text and give that"),
    ("docbook.org", "a DocBook document", PANDOC.format(form="docbook")),
    ("tei-c.org", *ROOTS["tei"]),
)
"""What a namespace tells, where the first element alone does not."""

STARTS: tuple[tuple[str, str, str], ...] = (
    (r"\{\\rtf\d?", "an RTF document", PANDOC.format(form="rtf")),
    (r"\x04?%!(?:PS|\s)", "a PostScript file", "run ps2pdf {name} page.pdf and give page.pdf"),
    (r"\d{5}[acdnp][a-z][a-z ].{2}22\d{5}.{3}4500", "MARC records", "they describe papers: give the pages"),
    (r"WARC/\d", "a web archive (WARC)", "give the text of one of its pages"),
    (r"HTTP/\d\.?\d? \d{3}[ \r\n]", "a saved answer of a web server", "give what comes after its head"),
    (r"WEBVTT\s", "subtitles (WebVTT)", "give the text, the PDF or a scan of a page"),
    (r"\d+\n\d\d:\d\d:\d\d[,.]\d{3} --> ", "subtitles (SRT)", "give the text, the PDF or a scan of a page"),
    (r"BEGIN:V(?:CARD|CALENDAR)\s", "a calendar or address card", "give the text, the PDF or a scan of a page"),
    (r"version https://git-lfs\.github\.com/spec/", "a pointer of Git LFS",
     "run git lfs pull, which brings the file itself"),
    (r"\[InternetShortcut\]\s", "an Internet shortcut (URL)", "give the page that it points to"),
    (r"begin [0-7]{3,4} \S[^\n]*\n[!-`]+\n", "uuencoded data", "decode it with uudecode and give the file in it"),
    (r"(?:@[A-Za-z]+\{[^\s,{}]*,\s*[\w-]+\s*=\s*[\"{]|TY  - [A-Z]+\n[A-Z][A-Z0-9]  - )", "records of literature",
     "they describe papers: give the pages"),
    (r"From \S+ [^\n]*\d\d:\d\d:\d\d[^\n]*\n[A-Za-z][A-Za-z0-9-]*: ", "a mailbox (mbox)",
     "give the text of one message"),
    (r"(?:(?:Return-Path|Received|From|To|Subject|Date|Message-ID|Delivered-To): [^\n]*\n(?:[ \t][^\n]*\n)*){4,}",
     "an e-mail", "save the page as a PDF, or its text, and give that"),
    (r"-----BEGIN [A-Z ]+-----", "keys or an encrypted message (PEM)", "decrypt it and give the text"),
    (r"(?:[ *]*(?:MD5|SHA\d+)? ?\([^\n]{1,300}\) = [0-9a-f]{32,128}\n|\\?[0-9a-fA-F]{32,128} [ *]?[^\n]+(?:\n|$))+$",
     "a list of checksums", "give the files that it lists"),
    (r"BagIt-Version: ", "a declaration of BagIt", "give the files under data/"),
    (r"data:[a-z]+/[\w.+-]+;base64,", "a data URI", "decode it and give the file in it"),
    (r"%FDF-\d", "comments on a PDF (FDF)", "give the PDF"),
    (r"(?:\.\./){0,9}/?(?:\.git/)?annex/objects/\S+\s*$", "a pointer of git-annex",
     "run git annex get, which brings the file itself"),
    (r"\((?:page|line|word|para|region|column) -?\d+ -?\d+ -?\d+ -?\d+\s", "hidden text of a DjVu document",
     "run djvutxt on the DjVu file and give that"),
    (r"\[Script Info\]\s", "subtitles (ASS)", "give the text, the PDF or a scan of a page"),
    (r"diff --git \S", "a list of changes (diff)", "give the text, the PDF or a scan of a page"),
    (r"(?:0000 ?0000|0{7,8}):? +(?:[0-9a-f]{2,4} +){7}", "a hexadecimal dump", "give the file that it shows"),
    (r"<\?php\b", "a PHP script", "give the text, the PDF or a scan of a page"),
    (r"#![ \t]*/", "a script", "give the text, the PDF or a scan of a page"),
    (r"-- (?:MySQL|MariaDB|PostgreSQL database) dump|PRAGMA foreign_keys=", "a database dump (SQL)",
     "export its text and give that"),
    (r"(?:[ \t]*(?:%[^\n]*)?\n)*[ \t]*\\document(?:class|style)\b", "a LaTeX document", PANDOC.format(form="latex")),
    (r"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){1,60}?MIME-Version: ",
     "an e-mail or a saved web page (MIME)",
     "save the page as a PDF, or its text, and give that"),
)  # fmt: skip
"""Regular expressions of how a file of such a type begins."""

_HTML = ("an HTML page", PANDOC.format(form="html") + AS_TEXT)
_ALWAYS_HTML = re.compile(r"<(script|style|template|head|body|div|p|table|center|font|span)\b", re.I)
"""What no text of a page begins with, if it is closed further on."""
_HTML_TAG = re.compile(
    r"</?(?:a|article|b|blockquote|body|br|center|div|dd|dl|dt|em|figure|font|footer|form|h[1-6]|head|header|hr|html|i|"
    r"iframe|img|input|li|link|main|meta|nav|ol|p|pre|script|section|small|span|strong|style|sub|sup|table|tbody|td|"
    r"th|thead|title|tr|u|ul)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_PROLOG = re.compile(
    r"\s+|<\?.{0,2000}?\?>|<!--.*?-->|<!DOCTYPE\s+([\w:.-]+)[^>\[]*(?:\[[^\]]*\]\s*)?>", re.DOTALL | re.I
)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^<>]{0,4000})", re.ASCII)

_FIELDS = re.compile(r"[A-Za-z_]\w*(?:\t[A-Za-z_]\w*){2,}\n", re.ASCII)
"""Names of a data set's columns; a page may print a table with tabs in it."""
_QUOTED = re.compile("=[0-9A-F]{2}")
_BASE64 = re.compile("[A-Za-z0-9+/]+={0,2}")
_PYTHON = re.compile(r"^\s*(?:def \w+\(.*:|class \w+.*:|import \w[\w., ]*|from \w[\w.]* import .*)$", re.MULTILINE)
_NUMBER = re.compile(r" ?[-+]?\d[\d.:/-]*%?")


@cache
def _starts() -> re.Pattern[str]:
    """All of `STARTS`, each of which is ASCII."""
    return re.compile("|".join(f"(?P<t{n}>{start})" for n, (start, _, _) in enumerate(STARTS)))


def markup(text: str) -> tuple[str, str] | None:
    """Which type of file begins with this text, and what its owner can do; None if it is the text of a page."""
    text = text[:LOOKED_AT].replace("\r\n", "\n").lstrip()
    if text[:1].isascii() and (match := _starts().match(text)):
        _, what, way_out = STARTS[int(str(match.lastgroup)[1:])]
        return what, way_out
    if (begin := _ALWAYS_HTML.match(text)) and f"</{begin[1].lower()}" in text.lower():
        return _HTML
    if text.startswith("<") and (found := _xml(text)):
        return found
    tags = len(_HTML_TAG.findall(text))
    few = 3 if _HTML_TAG.match(text) or tags * 200 > len(text) else 8
    if tags >= few and tags * 300 > len(text):
        return _HTML
    if any(_is_table(text, mark) for mark in ",;") or (_FIELDS.match(text) and _is_table(text, "\t")):
        return "a table (CSV)", "give the text of the pages that it describes" + AS_TEXT
    if len(quoted := _QUOTED.findall(text)) >= 20 and 3 * len("".join(quoted)) > len(text):
        return "quoted-printable text of a mail", "decode it with python3 -m quopri -d and give that" + AS_TEXT
    if _is_code(text):
        return "the code of a program", "give the text, the PDF or a scan of a page" + AS_TEXT
    if _is_base64(text):
        return "base64 data", "decode it with base64 -d and give the file in it" + AS_TEXT
    return None


def _xml(text: str) -> tuple[str, str] | None:
    """The type of what begins like XML or HTML."""
    at, declared, name = 0, False, ""
    while match := _PROLOG.match(text, at):
        declared = declared or match[0].startswith("<?xml") or bool(match[1])
        name = name or match[1] or ""
        at = match.end()
    root = _ROOT.match(text, at)
    if "html" in (name.lower(), root[1].lower() if root else ""):
        return _HTML
    if not root or not (declared or _is_sound_xml(text[at:])):
        return None
    for sign, what, way_out in NAMESPACES:
        if sign in root[2]:
            return what, way_out + AS_TEXT
    what, way_out = ROOTS.get(root[1].lower(), (f"an XML file ({root[1]})", "strip its tags and give the text"))
    return what, way_out + AS_TEXT


def _is_sound_xml(text: str) -> bool:
    """Whether this is, as far as it goes, one element with others or with attributes in it, and nothing behind it."""
    from xml.parsers import expat

    seen = 0

    def count(name: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1 + len(attributes)

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = count
    try:
        parser.Parse(text.encode("utf-8", "replace"), len(text) < LOOKED_AT - 4096)
    except expat.ExpatError:
        return False
    return seen > 1


def _is_code(text: str) -> bool:
    """Whether half of the rows end as statements do in braces, or several begin functions and classes of Python."""
    rows = [row for row in text.splitlines() if row.strip()]
    if len(_PYTHON.findall(text)) > max(2, len(rows) / 10):
        return True
    if not {"{", "}", ";"} <= set(text) or "~}" in text or len(rows) < 6:  # `~}` ends ideographs in HZ
        return False
    statements = sum(row.rstrip().endswith(";") for row in rows)
    braces = sum(row.rstrip()[-1] in "{}" or row.lstrip()[:2] in ("/*", "//", "* ") for row in rows)
    return text.count(";") > 2 and braces > 1 and 2 * (statements + braces) > len(rows)


def _is_base64(text: str) -> bool:
    """Whether all of a text is rows of base64, as long as one another, with what no words are made of among them."""
    rows = text.split()
    rows = rows[:-1] if len(rows) > 1 else rows
    return (
        len(text) > 200
        and len({len(row) for row in rows}) == 1
        and len(rows[0]) >= 60
        and all(_BASE64.fullmatch(row) for row in rows)
        and all(any(map(test, text)) for test in (str.isdigit, str.isupper, str.islower))
    )


def _is_table(text: str, mark: str) -> bool:
    """Whether every row has as many values, with a mark between them, and most are quoted or a column is of numbers."""
    if text.count(mark) < 8:
        return False
    import csv

    try:
        rows = [row for row in csv.reader(text.splitlines(keepends=True), delimiter=mark) if row]
    except csv.Error:
        return False
    rows = rows[:-1] if len(text) == LOOKED_AT else rows
    if len(rows) < 4 or len(rows[0]) < 3 or {len(row) for row in rows} != {len(rows[0])}:
        return False
    if text.count(f'"{mark}') + text.count(f'{mark}"') > len(rows):
        return True
    named = [k for k, name in enumerate(rows[0]) if not _NUMBER.fullmatch(name)]
    return any(all(_NUMBER.fullmatch(row[k]) for row in rows[1:]) for k in named)
