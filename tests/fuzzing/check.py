"""What must hold for a file, whatever is in it: it is read or refused in one line, nothing is lost, nothing changes."""

from __future__ import annotations

import re
import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from types import FrameType

import papercut as pc
from fuzzing.held import held_by_pdf, nearest_held, strings_of
from fuzzing.kinds import KINDS
from fuzzing.own_checks import CHECKS
from lawful import faults
from papercut.codec.page import page_to_json
from papercut.codec.page_reading import page_from_json
from papercut.pipeline import Pipeline

_LEFT_OUT = re.compile(r"(\d+) characters? (?:.* )?left out(?:$|,)")
_ROWS = re.compile(r"\d+ rows .*left out")

MOST = 4
"""Pages of one file that are taken through the stages; all are read."""


class TooLong(Exception):
    """A file takes longer than files of its size may."""


@cache
def pipeline() -> Pipeline:
    """The default pipeline."""
    return pc.build()


def faults_of(kind: str, data: bytes, seconds: float, form: str | None = None) -> list[str]:
    """What is wrong with how a file is read and divided; each fault begins with what kind of fault it is.

    `seconds` is how long it may take, `form` how it is asked to be read, if not as what it was made.
    """
    try:
        with limited(seconds):
            own = KINDS[kind].form
            return list(CHECKS[own](data) if own in CHECKS else _faults(own, data, form or own))
    except TooLong:
        return [f"slow: more than {seconds:.1f} s for {len(data)} bytes"]
    except Exception as error:
        return [raised(error)]


def raised(error: Exception) -> str:
    """The fault of an exception that nothing says may be raised."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"raises {type(error).__name__} in {where.filename.rpartition('/')[2]}, {where.name}: {error}"


def _faults(kind: str, data: bytes, form: str) -> Iterator[str]:
    pages, messages = _read(data, form)
    yield from (f"message: {said!r}" for said in messages if not said.strip() or not said.isprintable())
    if not pages and not messages:
        yield "pages: there are none, and nothing says why"
    numbers = [page.source.page for page in pages]
    if sorted(set(numbers)) != numbers or (not messages and numbers != list(range(1, len(numbers) + 1))):
        yield f"pages: their numbers are {numbers}"
    yield from _text_faults(kind, data, pages, refused=bool(messages))
    done = []
    for page in pages[:MOST]:
        yield from (f"law: after reading: {fault}" for fault in faults(page))
        for stage in pipeline().stages:
            page = stage(page)
            yield from (f"law: after {stage!r}: {fault}" for fault in faults(page))
        page = page.replace(decisions=())  # whose reasons are only made where somebody asks, which takes long
        document = page_to_json(page)
        if page_to_json(page_from_json(document)) != document:
            yield "codec: the page does not come back as it was"
        for writer in WRITERS:
            writer(page).encode()
        done.append(page)
    again, others = _read(data, form)
    if others != messages or [pipeline()(page).replace(decisions=()) for page in again[:MOST]] != done:
        yield "twice: the second run gave another result"


WRITERS: tuple[Callable[[pc.Page], str], ...] = (pc.to_json, pc.to_markdown, pc.to_text, pc.to_jsonl)


def _read(data: bytes, form: str) -> tuple[list[pc.Page], list[str]]:
    """The pages of a file, and why it, or a page of it, is refused. Pictures are not read: OCR takes too long."""
    messages: list[str] = []
    pages: list[pc.Page] = []
    try:
        for page in pc.read_pages(
            BytesIO(data), format=form, ocr="never", unread=lambda one: messages.append(one.message)
        ):
            pages.append(page)
    except pc.InputError as error:
        messages.append(str(error))
    return pages, messages


def _text_faults(kind: str, data: bytes, pages: list[pc.Page], refused: bool) -> Iterator[str]:
    """Characters of the file that are on no page, and of which no note says so; and those that come from nowhere.
    Where a page was `refused` by name its text is not silently lost."""
    notes = [note for page in pages for note in page.notes]
    told = sum(int(found[1]) for note in notes if (found := _LEFT_OUT.match(note.text)))
    noted = any(note.code == "too-much" or _ROWS.match(note.text) for note in notes)
    if kind == "pdf":
        for page in pages if all(page.source.format == "pdf" for page in pages) else ():
            lost = held_by_pdf(data, page.source.page) - _raw([page])
            if lost.total() > told and not noted:
                yield f"lost: {dict(lost)} of page {page.source.page}"
        return
    encodings = {page.source.encoding for page in pages if kind == "text" or page.source.encoding in PLAIN}
    encoding = (next(iter(encodings)) or "") if len(encodings) == 1 else ""
    if kind == "ocr-json" and encoding and (most := strings_of(data, encoding)) is not None:
        here = Counter({ch: count for ch, count in _raw(pages).items() if ch >= "\u4e00"})
        if more := here - most:
            yield f"invented: {dict(more)}"
    there = nearest_held(kind, data, encoding, _raw(pages)) if encoding else None
    if there is None or any(page.source.format != kind for page in pages):
        return
    if any(note.code.startswith("mojibake") for note in notes):  # the text is not the one that stands in the file
        return
    here = _raw(pages)
    if kind == "alto":
        here = Counter({ch: count for ch, count in here.items() if ch not in "-\xad\u2010¬"})
    lost, more = there - here, here - there
    if lost.total() > told and not noted and not refused:
        yield f"lost: {dict(lost)}, and notes say {told}"
    if more:
        yield f"invented: {dict(more)}"


PLAIN = ("utf-8", "utf-16", "utf-16-le", "utf-16-be")
"""Encodings that leave no doubt; text alone is checked in all of them."""


def _raw(pages: list[pc.Page]) -> Counter[str]:
    return Counter(ch for page in pages for row in page.raw for ch in row if not ch.isspace())


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises `TooLong` in what takes longer; only this process's own time counts, not that of others beside it."""

    def late(signum: int, frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
