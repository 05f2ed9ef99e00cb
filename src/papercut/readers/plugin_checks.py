"""Whether what a plugin gives of a page can be right: lines with their places, and whole pages."""

from __future__ import annotations

import math

from papercut.codec.page import page_to_json
from papercut.codec.page_reading import page_from_json
from papercut.errors import InputError
from papercut.model.geometry import Printed
from papercut.model.law import partition_faults
from papercut.model.page import Page
from papercut.plugins.entry_points import fault
from papercut.readers.file_lines import FARTHEST


def page_fault(page: object) -> str:
    """What is wrong with the page that a reader gave: a value of a wrong kind, a place outside of the page, text that
    is lost or stands twice. Empty if nothing is."""
    if not isinstance(page, Page):
        return f"it gave {type(page).__name__}, not a Page"
    if not isinstance(page.raw, tuple) or not isinstance(page.printed, tuple):
        return "raw and printed of its page are no tuples"
    if any(not isinstance(row, str) or "\n" in row or "\r" in row for row in page.raw):
        return "a raw line of its page is no text, or has a line end in it"
    if page.printed and len(page.printed) != len(page.raw):
        return f"its page has places for {len(page.printed)} of {len(page.raw)} lines"
    for number, (row, printed) in enumerate(zip(page.raw, page.printed, strict=False), 1):
        if said := printed_fault(row, printed):
            return f"line {number} of its page: {said}"
    try:
        page_from_json(page_to_json(page))
    except InputError as error:
        return str(error).replace("this page document is not sound", "its page is not sound")
    except Exception as error:  # whatever a value of a wrong kind leads to
        return f"its page is not sound: {fault(error)}"
    for line in page.lines:
        held = "".join(page.raw[n - 1][start:end] for n, start, end in line.pieces)
        if _visible(held) != _visible(line.text):
            return f"line {line.number} of its page has {line.text!r:.60}, and its pieces are {held!r:.60}"
    faults = partition_faults(page)
    more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
    return f"its page does not hold all its text once: {faults[0]}{more}" if faults else ""


def printed_fault(text: object, printed: object) -> str:
    """What is wrong with a line and its place; empty if nothing is."""
    if not isinstance(text, str) or "\n" in text or "\r" in text:
        return f"{text!r:.60} is no text of one line"
    if not isinstance(printed, Printed):
        return f"{type(printed).__name__} stands where a Printed should"
    box = printed.box
    if not isinstance(box, tuple) or len(box) != 4 or not all(map(_is_number, box)):
        return f"the box {box!r:.80} is no tuple of four numbers"
    if box[0] > box[2] or box[1] > box[3]:
        return f"the box {box!r:.80} is not left, top, right, bottom"
    if not _is_number(printed.size) or printed.size <= 0:
        return f"the size {printed.size!r:.40} is no height of type"
    if len(printed.edges) not in (0, 2 * len(text)) or not all(map(_is_number, printed.edges)):
        return f"there are {len(printed.edges)} edges for {len(text)} characters"
    sure = printed.confidence
    if sure is not None and not (_is_number(sure) and 0 <= sure <= 1):
        return f"the confidence {sure!r:.40} is not from 0 to 1"
    if printed.weight is not None and not _is_number(printed.weight):
        return f"the weight {printed.weight!r:.40} is no number"
    return ""


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and abs(value) <= FARTHEST  # type: ignore[arg-type]


def _visible(text: str) -> int:
    return sum(not ch.isspace() for ch in text)
