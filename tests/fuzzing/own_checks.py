"""What must hold for files that are no page to read: articles, corrections, settings and archives.

Each check tells the faults of one file. Exceptions of papercut are not faults: their text is what a user sees, so it
must be one line. All others go through, and are faults.
"""

from __future__ import annotations

import io
import re
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import papercut as pc
from corrected import columns_held
from fuzzing.own_bases import corrected_documents, first_page
from lawful import faults
from papercut import settings
from papercut.batches.inputs import archives, locations
from papercut.batches.inputs.archive_members import ODD, CutOff
from papercut.batches.inputs.skipped_files import FileFilter
from papercut.cli.given_pages import Given, documents
from papercut.codec.articles import page_from_saved
from papercut.codec.page import page_to_json
from papercut.codec.page_reading import page_from_json
from papercut.corrections.applied import Corrections
from papercut.corrections.files import read_corrections
from papercut.errors import PapercutError
from papercut.model.earlier import with_blocks_alone, with_lines_alone

FORMS = ("md", "text", "json", "jsonl")
DOCUMENTS = ("csv", "html", "tei")
MOST = 4
"""Pages of one file, and members of one archive, that are looked at closely."""


def twice(once: Callable[[], tuple[list[str], Any]]) -> Iterator[str]:
    """The faults of one run, and whether a second one gives the same."""
    found, made = once()
    yield from found
    if once()[1] != made:
        yield "twice: the second run gave another result"


def _said(error: PapercutError) -> str:
    """What an error says, without where the files of a run stand, which have other names the next time."""
    return _PLACE.sub("FILE", str(error))


_PLACE = re.compile(r"\S*papercut-fuzz-\w+/\d+/")


def message_faults(said: str) -> list[str]:
    """What is wrong with the text of an error."""
    return [] if said.strip() and said.isprintable() else [f"message: {said!r}"]


def articles_faults(data: bytes) -> Iterator[str]:
    """Of article documents, which `papercut write` and `papercut clean` take."""

    def once() -> tuple[list[str], Any]:
        made: list[Any] = []
        found: list[str] = []
        given: list[Given] = []
        try:
            given.extend(documents(io.BytesIO(data), "x.json", saved=True))
        except PapercutError as error:
            found += message_faults(_said(error))
            made.append(_said(error))
        for page, *_ in given[:MOST]:
            if page.lines or page.articles is None:
                continue  # a page document, which has a kind of its own
            found += [f"law: as it was read: {fault}" for fault in faults(page)]
            made += [pc.write(page, form) for form in FORMS]
            made += [pc.write_pages([page], form) for form in DOCUMENTS]
        return found, made

    yield from twice(once)


def states(page: pc.Page) -> tuple[pc.Page, ...]:
    """A page, and what it was before its articles and its blocks were made: stages may begin at any of them."""
    return page, with_blocks_alone(page) if page.blocks is not None else page, with_lines_alone(page)


def document_faults(data: bytes) -> Iterator[str]:
    """Of page documents: whatever they say, stages and writers do their work or refuse it; a page that keeps the law
    keeps it after each stage."""

    def once() -> tuple[list[str], Any]:
        found: list[str] = []
        made: list[Any] = []
        given: list[pc.Page] = []
        try:
            given.extend(pc.read_pages(io.BytesIO(data), ocr="never"))
        except PapercutError as error:
            found += message_faults(_said(error))
            made.append(_said(error))
        for page in given[:MOST]:
            lawful = not any(fault for before in states(page) for fault in faults(before))
            try:
                for stage in pc.build().stages:
                    page = stage(page)
                    found += [f"law: after {stage!r}: {fault}" for fault in (faults(page) if lawful else ())]
                page = page.replace(decisions=())
                document = page_to_json(page)
                if page_to_json(page_from_json(document)) != document:
                    found.append("codec: the page does not come back as it was")
                made += [document, *(pc.write(page, form) for form in FORMS)]
            except PapercutError as error:
                found += message_faults(_said(error))
                made.append(_said(error))
        return found, made

    yield from twice(once)


def corrections_faults(data: bytes) -> Iterator[str]:
    """Of corrections, which are applied to sound pages: no character is lost or doubled, whatever they say."""

    def once() -> tuple[list[str], Any]:
        found: list[str] = []
        made: list[Any] = []
        try:
            with kept(data, "corrections.jsonl") as path:
                held = Corrections(read_corrections(path).records)
            for doc, raw in corrected_documents():
                done = held.on(doc)
                before, after = columns_held(doc, raw), columns_held(done.document, raw)
                if before != after:
                    found.append(f"law: {dict(before - after)} lost, {dict(after - before)} doubled")
                page = page_from_saved(done.document)
                found += [f"law: corrected: {fault}" for fault in faults(page)]
                made += [done.document, [m.why for m in done.misfits], pc.to_markdown(page)]
        except PapercutError as error:
            found += message_faults(_said(error))
            made.append(_said(error))
        return found, made

    yield from twice(once)


def settings_faults(data: bytes) -> Iterator[str]:
    """Of settings: they are refused, or pages are divided with them and keep the law."""

    def once() -> tuple[list[str], Any]:
        found: list[str] = []
        made: list[Any] = []
        try:
            with kept(data, "papercut.toml") as path:
                pipeline = pc.build(options=settings.load(path).options)
            for page in _plain_pages():
                for stage in pipeline.stages:
                    page = stage(page)
                    found += [f"law: after {stage!r:.200}: {fault}" for fault in faults(page)]
                # whether a pattern is slow depends on how busy the machine is
                if not any(note.code == "slow-pattern" for note in page.notes):
                    made.append(pc.to_json(page.replace(history=())))
        except PapercutError as error:
            found += message_faults(_said(error))
            made.append(_said(error))
        return found, made

    found, made = once()
    yield from found
    again = once()[1]
    if len(again) == len(made) and again != made:
        yield "twice: the second run gave another result"


@cache
def _plain_pages() -> tuple[pc.Page, ...]:
    """Pages as they are read, without positions and with them."""
    return first_page("text", Random(0)), first_page("tsv", Random(0))


def archive_faults(data: bytes) -> Iterator[str]:
    """Of archives: every member that is whole is an input, is counted as passed over, or a fault is told; what is an
    input opens as what it was when it was found."""

    def once() -> tuple[list[str], Any]:
        found: list[str] = []
        made: list[Any] = []
        with kept(data, "pages.bin") as path:
            choice = FileFilter()
            given = list(locations.inputs([str(path)], choice=choice))
            told = [i for i in given if i.place.startswith(archives.FAULT)]
            made += [(i.name, i.size, i.stamp) for i in given]
            if archives.may_be_archive(data) and archives.is_archive(path) and not told:
                whole = _sound_members(path)
                if whole > len(given) + sum(choice.counts.values()):
                    found.append(f"lost: {whole} members are whole, and {len(given)} of them are inputs")
            for one in told:
                found += message_faults(one.place.removeprefix(archives.FAULT))
            for one in given[:MOST]:
                try:
                    with locations.opened(one.place) as file:
                        made.append(text := file.read())
                    if one.place.startswith(archives.SCHEME) and not archives.is_packed(text):
                        pages_of = pc.read_pages(text, ocr="never", unread=lambda _: None)
                        made += [page.raw for _, page in zip(range(MOST), pages_of, strict=False)]
                except PapercutError as error:
                    found += message_faults(_said(error))
                    made.append(_said(error))
        return found, made

    yield from twice(once)


def _sound_members(path: Path) -> int:
    """How many files in an archive Python's own library reads to their ends."""
    count = 0
    try:
        if path.read_bytes()[257:262] != b"ustar" and zipfile.is_zipfile(path):  # a zip may stand in a tar
            with zipfile.ZipFile(path) as archive:
                for info in archive.infolist():
                    if not info.is_dir() and info.external_attr >> 28 != 0o12 and not info.flag_bits & 1:
                        archive.read(info)
                        count += 1
        elif tarfile.is_tarfile(path):
            with tarfile.open(path) as tar:
                for item in tar:
                    if item.isreg() and not item.issparse() and (file := tar.extractfile(item)):
                        file.read()
                        count += 1
    except (CutOff, *ODD):
        return 0
    return count


@cache
def folder() -> Path:
    """A folder of this process for what is read from a file."""
    _HELD.append(made := tempfile.TemporaryDirectory(prefix="papercut-fuzz-"))
    return Path(made.name)


_HELD: list[tempfile.TemporaryDirectory[str]] = []
_COUNT = Counter[str]()


@contextmanager
def kept(data: bytes, name: str) -> Iterator[Path]:
    """The bytes as a file, in a folder of its own: archives that were opened once are kept open by their paths."""
    _COUNT[name] += 1
    path = folder() / str(_COUNT[name]) / name
    path.parent.mkdir()
    path.write_bytes(data)
    try:
        yield path
    finally:
        path.unlink()
        path.parent.rmdir()


CHECKS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "document": document_faults, "articles": articles_faults, "corrections": corrections_faults,
    "settings": settings_faults, "archive": archive_faults,
}  # fmt: skip
"""What looks at the files of each form that is none of a page."""
