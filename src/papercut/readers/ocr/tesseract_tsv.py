"""Tesseract's TSV to pages: a row for each page, block, paragraph, line and word.

Source of the format: Tesseract 3.05 to 5, `TessBaseAPI::GetTSVText`; the twelve columns are those of its first row.
`pdftotext -tsv` (Poppler 22) writes the same with two columns changed about, and with texts of its own in rows that
are no words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import accumulate, groupby

from papercut.errors import InputError
from papercut.model.geometry import Box
from papercut.model.page import Note, Page, Source
from papercut.plurals import bad_bytes, counted
from papercut.readers.file_lines import Found, PageLines, box_of, file_number, percent
from papercut.readers.printed_page import STAGE
from papercut.readers.source import CHUNK
from papercut.readers.text.decoding import decode
from papercut.readers.text.encoding import detected_encoding, named

COLUMNS = [
    "level", "page_num", "block_num", "par_num", "line_num", "word_num", "left", "top", "width", "height", "conf",
    "text",
]  # fmt: skip
POPPLER = [*COLUMNS[:2], COLUMNS[3], COLUMNS[2], *COLUMNS[4:]]
POPPLER_MARKS = frozenset({"###PAGE###", "###FLOW###", "###LINE###"})
PAGE, LINE, WORD = "1", "4", "5"
"""Levels of rows."""

RULE = 15
"""A block without text is a rule if it is so many times longer than thick: Tesseract reads a blank where one is."""


def tsv_pages(data: bytes, name: str, shown: str, digest: str, *, encoding: str = "auto") -> Iterator[Page]:
    """The pages of a TSV file, whose sha256 is `digest`. Raises `InputError` if the first row does not name the
    columns, and neither it nor the second is one of numbers and a text."""
    head = data[:CHUNK]
    how = detected_encoding(head, len(data) <= CHUNK, shown) if encoding == "auto" else named(encoding, head)
    text, spelled, bad, _ = decode(data[how.mark :], how, how.mark)
    lines = text.split("\n")
    if lines[0].rstrip("\r") == ",".join(COLUMNS):  # as a data frame writes it
        lines = ["\t".join(row) for row in csv.reader(lines)]
    table = [(at, line.rstrip("\r").split("\t", 11)) for at, line in enumerate(lines, 1) if line.strip("\r\t ")]
    table = _as_tesseract(table)
    headed = bool(table) and table[0] == (1, COLUMNS)
    if not headed and not any(_is_row(row) for _, row in table[:2]):
        raise InputError(f"{shown}, line 1: not the columns of Tesseract's TSV, which tesseract IMAGE NAME tsv writes")
    odd = [at for at, row in table if row != COLUMNS and (len(row) < 11 or not row[0].isdigit())]
    files = accumulate(int(row == COLUMNS) for _, row in table)  # several files may have been put one behind the other
    whole = [(file, row) for file, (_, row) in zip(files, table, strict=True) if len(row) >= 11 and row[0].isdigit()]
    parts = groupby(_in_order(whole) if headed else whole, key=lambda item: (item[0], item[1][1]))
    sheets = [_sheet([row for _, row in rows]) for _, rows in parts] or [PageLines()]
    for count, sheet in enumerate(sheets, 1):
        if count == 1 and not headed:
            said = "the first row of the file, which names its columns, is missing: rows before it may be, too"
            sheet.notes.append(Note("odd-record", STAGE, (), said))
        if count == 1 and odd:
            shown_lines = ", ".join(map(str, odd[:5])) + (", …" if len(odd) > 5 else "")
            rows = counted(len(odd), "row of the file is", "rows of the file are")
            said = f"{rows} not whole, and left out: line {shown_lines}"
            sheet.notes.append(Note("odd-record", STAGE, (), said))
        if count == 1 and bad:
            sheet.notes.append(Note("bad-bytes", STAGE, (), bad_bytes(bad, spelled)))
        if count == 1 and (doubt := how.doubt(spelled)):
            sheet.notes.append(Note("encoding-doubt", STAGE, (), doubt))
        yield sheet.page(Source(name, "tsv", spelled, count, digest))


def _as_tesseract(table: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The table with the columns and rows of Tesseract, if Poppler wrote it."""
    if not table or table[0][1] != POPPLER:
        return table
    rows = [(at, [*row[:2], *row[3:1:-1], *row[4:]]) for at, row in table]
    return [(at, row[:11] if row[11:] and row[11].strip() in POPPLER_MARKS else row) for at, row in rows]


def _in_order(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows, each with the number of its file, as their numbers say, where no two have the same: a spreadsheet may
    have sorted them by something else."""
    numbers = [(file, [file_number(n) for n in row[1:6]], row[0]) for file, row in rows]
    if any(None in own for _, own, _ in numbers) or len({(f, *own, level) for f, own, level in numbers}) < len(rows):
        return rows
    order = sorted(range(len(rows)), key=numbers.__getitem__)
    return [rows[n] for n in order]


def _is_row(row: list[str]) -> bool:
    """Whether this is a row of the table: a level, and numbers up to the text."""
    return len(row) >= 11 and row[0] in ("1", "2", "3", "4", "5") and all(file_number(n) is not None for n in row[1:11])


def _sheet(table: list[list[str]]) -> PageLines:
    """The lines of one page."""
    first = next((row for row in table if row[0] == PAGE), None)
    rows = PageLines((first[8], first[9]) if first else (None, None))
    boxes = {tuple(row[2:5]): _box(row) for row in table if row[0] == LINE}
    regions: dict[str, int] = {}
    groups: dict[tuple[str, ...], list[list[str]]] = {}
    for row in table:  # a sound file has the words of a line together, and no text in other rows
        if row[0] == WORD or (len(row) > 11 and row[11].strip()):
            groups.setdefault(tuple(row[2:5]), []).append(row)
    for key, group in groups.items():
        words = [Found((row[11:] or [""])[0], _box(row), percent(row[10])) for row in group]
        box = boxes.get(key)
        if any(w.text.strip() for w in words):
            rows.add(words, box, region=regions.setdefault(key[0], len(regions)))
        elif box is not None:
            long, short = sorted((box[2] - box[0], box[3] - box[1]), reverse=True)
            if long >= RULE * short:
                rows.draw("rule", box)
    return rows


def _box(row: list[str]) -> Box | None:
    x, y, wide, high = map(file_number, row[6:10])
    if x is None or y is None or wide is None or high is None or wide <= 0 or high <= 0:
        return None
    return box_of((x, y, x + wide, y + high))
