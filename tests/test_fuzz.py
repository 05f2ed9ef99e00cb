"""Mutated files of every format keep the law: a few of those that `tests/fuzz.py` makes, and what it found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import papercut as pc
from formats import quad
from fuzz import file_of
from fuzzing.bases import KINDS
from fuzzing.check import faults_of

HANGS = 120.0
"""Seconds after which a file is said to hang."""

FOUND = sorted((Path(__file__).parent / "found").iterdir())
"""Files on which a law broke once, each named after its format and after what is odd about it."""


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_files(kind: str) -> None:
    for number in range(12):
        data, form = file_of(kind, 0, number)
        assert faults_of(kind, data, HANGS, form) == [], f"fuzz.py, kind {kind}, seed 0, number {number}"


@pytest.mark.long
@pytest.mark.parametrize("begin", range(0, 100, 50))
@pytest.mark.parametrize("kind", KINDS)
def test_more_mutated_files(kind: str, begin: int) -> None:
    for number in range(begin, begin + 50):
        data, form = file_of(kind, 1, number)
        assert faults_of(kind, data, HANGS, form) == [], f"fuzz.py, kind {kind}, seed 1, number {number}"


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found(path: Path) -> None:
    kind = next(kind for kind in sorted(KINDS, key=len, reverse=True) if path.name.startswith(f"{kind}-"))
    assert faults_of(kind, path.read_bytes(), HANGS) == []


def lost(page: pc.Page) -> pc.Page:
    return page.replace(raw=page.raw[:-1], lines=page.lines[:-1], printed=page.printed[:-1])


def twice(page: pc.Page) -> pc.Page:
    return page.replace(lines=(*page.lines, page.lines[0]))


def another(page: pc.Page, seen: list[int] = []) -> pc.Page:  # noqa: B006 - counts its calls
    seen.append(1)
    return page.replace(notes=(*page.notes, pc.Note("empty", "read", (), str(len(seen)))))


def fails(page: pc.Page) -> pc.Page:
    raise KeyError(page.raw[0])


@pytest.mark.parametrize(
    ("change", "fault"),
    [(lost, "lost"), (twice, "law"), (another, "twice"), (fails, "raises KeyError in test_fuzz.py, fails")],
)
def test_a_check_that_could_not_fail_would_be_none(
    change: Callable[[pc.Page], pc.Page], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = json.dumps([[quad(0, 10 * n, 90, 9), f"第{n}行", 0.9] for n in range(3)]).encode()
    assert faults_of("ocr-json", data, HANGS) == []
    read = pc.read_pages
    monkeypatch.setattr(pc, "read_pages", lambda *given, **more: map(change, read(*given, **more)))
    assert any(found.startswith(fault) for found in faults_of("ocr-json", data, HANGS))


def test_a_file_that_hangs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*given: object, **more: object) -> None:
        while True:
            pass

    monkeypatch.setattr(pc, "read_pages", endless)
    assert faults_of("text", b"x", 0.05)[0].startswith("slow: ")
