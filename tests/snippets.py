"""Snippet cases: short texts before and after a stage, kept as data in `tests/cases/*.md`.

    ## in-the-wild: full-width digits
    before: 设立４个小组
    after: 设立4个小组

The heading gives the kind and the name. `before:` and `after:` are one line each, or stand alone above a fenced
block of lines. Outside of fences `\\u200b`, `\\x1b`, `\\t` and `\\U000e0001` stand for the character, and white space
at the end does not count. A `negative` case needs no `after`: nothing may change. A `known-failure` says what ought to
come out and does not yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

KINDS = ("in-the-wild", "synthetic", "negative", "known-failure")
HEADING = re.compile(r"## ([a-z-]+): (.+)")
FIELD = re.compile(r"(before|after):[ ]?(.*)")
ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|t)")


@dataclass(frozen=True)
class Case:
    """One snippet: what goes in, what must come out."""

    name: str
    kind: str
    before: str
    after: str


def load_cases(path: Path) -> list[Case]:
    """The cases of one file, in order. Raises `ValueError` where the file is not in the format."""
    cases: list[Case] = []
    name = kind = ""
    fields: dict[str, str] = {}
    waiting = ""
    fence: list[str] | None = None

    def close() -> None:
        if not name:
            return
        if "before" not in fields or ("after" not in fields and kind != "negative"):
            raise ValueError(f"{path.name}: {name}: before or after is missing")
        cases.append(Case(name, kind, fields["before"], fields.get("after", fields["before"])))

    for number, row in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        where = f"{path.name}, line {number}"
        if fence is not None:
            if row == "```":
                fields[waiting] = "\n".join(fence)
                fence = None
            else:
                fence.append(row)
        elif row.startswith("```"):
            if not waiting:
                raise ValueError(f"{where}: a fenced block without before: or after: above it")
            fence = []
        elif match := HEADING.fullmatch(row):
            close()
            kind, name = match.groups()
            fields, waiting = {}, ""
            if kind not in KINDS:
                raise ValueError(f"{where}: {kind} is no kind: {', '.join(KINDS)}")
        elif match := FIELD.fullmatch(row):
            waiting = match[1]
            text = match[2].rstrip(" ")
            fields[waiting] = ESCAPE.sub(lambda m: m[0].encode("ascii").decode("unicode_escape"), text)
    close()
    if fence is not None:
        raise ValueError(f"{path.name}: the last fenced block does not end")
    return cases


def case_params(path: Path) -> list[Any]:
    """The cases as pytest parameters, named after their headings; known failures are strict expected failures."""
    return [
        pytest.param(
            case,
            id=case.name.replace(" ", "-"),
            marks=[pytest.mark.xfail(strict=True, reason="known failure")] if case.kind == "known-failure" else [],
        )
        for case in load_cases(path)
    ]
