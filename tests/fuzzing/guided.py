"""Files that lead where no file has led before: those that reach new lines of a reader are changed further.

This is a small loop of our own, and not atheris: the changes of `mutations` know what an element, a number and a value
of JSON are, while changes of single bytes mostly make files that are refused at their first line. The lines are told by
`sys.settrace`, in the code that reads files, and nowhere else. So a file is read once while its lines are noted; only
one that reached something new goes through the whole check, and becomes one of those that are changed further. PDF is
left out: its reader is a process of its own.

Which files are made depends on those before, so a file with faults can be had again only from the folder of `--keep`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from random import Random
from types import CodeType, FrameType
from typing import Any

import papercut as pc
from fuzzing.bases import READ
from fuzzing.check import TooLong, faults_of, limited, raised
from fuzzing.kinds import KINDS
from fuzzing.mutations import mutated
from fuzzing.own_bases import corrected_documents
from fuzzing.own_checks import kept
from fuzzing.workers import Chunk
from papercut import settings
from papercut.batches.inputs import locations
from papercut.cli.given_pages import documents
from papercut.corrections.applied import Corrections
from papercut.corrections.files import read_corrections

ROOT = str(Path(pc.__file__).parent)
WATCHED = tuple(f"{ROOT}/{part}" for part in ("readers/", "codec/", "batches/inputs/", "corrections/", "settings.py",
                                              "option_values.py"))  # fmt: skip
MOST = 400
"""Files of a kind that are kept to be changed further; the oldest go first."""

Place = tuple[CodeType, int, int]
"""A step from one line of a function to another."""


class Guided:
    """Makes files of a chunk and looks at them; what was reached is known as long as the process lives."""

    def __init__(self, limit: Callable[[int], float]) -> None:
        self.limit = limit
        self.reached: dict[str, set[Place]] = {}
        self.leading: dict[str, list[str | bytes]] = {}
        self.kind = ""

    def __call__(self, chunk: Chunk, number: int) -> tuple[bytes, list[str]]:
        self.kind = chunk.kind
        kind, rng = KINDS[chunk.kind], Random(f"guided {chunk.kind} {chunk.seed} {number}")
        leading = self.leading.setdefault(chunk.kind, [])
        page = rng.choice(leading[-100:] if rng.random() < 0.5 else leading) if leading and rng.random() < 0.8 else None
        data = mutated(kind.changes, kind.base(rng) if page is None else page, rng, kind.encoding)
        seconds = self.limit(len(data))
        try:
            with limited(seconds):
                new = self._new(chunk.kind, data)
        except TooLong:
            return data, [f"slow: more than {seconds:.1f} s to read {len(data)} bytes"]
        except Exception as error:
            return data, [raised(error)]
        if not new:
            return data, []
        leading.append(data if kind.changes == "packed" else data.decode(kind.encoding or "utf-8", "replace"))
        del leading[:-MOST]
        return data, faults_of(chunk.kind, data, seconds)

    def more(self) -> dict[str, Any]:
        """What the log says besides: how many steps were reached, and how many files led to new ones."""
        return {"steps": len(self.reached[self.kind]), "leading": len(self.leading[self.kind])}

    def _new(self, kind: str, data: bytes) -> bool:
        """Whether a file leads to steps to which none of its kind has led before."""
        reached = self.reached.setdefault(kind, set())
        before = len(reached)
        form = KINDS[kind].form
        with traced(reached), suppress(pc.PapercutError):
            READERS[form](data)
        return len(reached) > before


def _read(form: str, data: bytes) -> None:
    for _ in pc.read_pages(BytesIO(data), format=form, ocr="never", unread=lambda _: None):
        pass


def _read_articles(data: bytes) -> None:
    for _ in documents(BytesIO(data), "x.json", saved=True):
        pass


def _read_corrections(data: bytes) -> None:
    with kept(data, "corrections.jsonl") as path:
        held = Corrections(read_corrections(path).records)
    for doc, _ in corrected_documents():
        held.on(doc)


def _read_settings(data: bytes) -> None:
    with kept(data, "papercut.toml") as path:
        pc.build(options=settings.load(path).options)


def _read_archive(data: bytes) -> None:
    with kept(data, "pages.bin") as path:
        for one in locations.inputs([str(path)]):
            with suppress(pc.InputError), locations.opened(one.place) as file:
                file.read()


READERS: dict[str, Callable[[bytes], None]] = {
    **{form: partial(_read, form) for form in READ if form != "pdf"},
    "auto": partial(_read, "auto"), "document": partial(_read, "auto"), "articles": _read_articles,
    "corrections": _read_corrections, "settings": _read_settings, "archive": _read_archive,
}  # fmt: skip
"""What reads each form in this process."""


@cache
def is_watched(code: CodeType) -> bool:
    """Whether the steps of a function are noted."""
    return code.co_filename.startswith(WATCHED)


@contextmanager
def traced(reached: set[Place]) -> Iterator[None]:
    """Adds to `reached` every step from line to line in the code that is watched."""

    def entered(frame: FrameType, event: str, arg: object) -> Callable[[FrameType, str, object], Any] | None:
        code = frame.f_code
        if not is_watched(code):
            return None
        last = 0

        def step(frame: FrameType, event: str, arg: object) -> Any:
            nonlocal last
            if event == "line":
                reached.add((code, last, frame.f_lineno))
                last = frame.f_lineno
            return step

        return step

    sys.settrace(entered)
    try:
        yield
    finally:
        sys.settrace(None)
