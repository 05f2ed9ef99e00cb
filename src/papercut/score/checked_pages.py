"""Pages that people have checked, as their own truth: what papercut made of them beside what they are after the
corrections.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from papercut.codec.articles import page_from_saved
from papercut.corrections.applied import Corrections
from papercut.corrections.files import corrections_path, read_corrections
from papercut.corrections.outputs import OWN, page_files, saved_pages
from papercut.errors import InputError
from papercut.model.page import Page
from papercut.score.figures import verdicts
from papercut.score.match import Match
from papercut.score.text import Json
from papercut.score.truth import truth_of

BINS = (0.0, 0.5, 0.7, 0.9, 1.01)
"""Where the rows of the table of confidence begin and end."""


class CheckedPage(NamedTuple):
    """A page as papercut left it, and its truth; `where` is its file, `name` that of its input."""

    name: str
    where: str
    page: Page
    truth: Json


class Stated(NamedTuple):
    """The confidence of an article, and whether it is exactly right."""

    confidence: float
    right: bool


def has_corrections(out: Path) -> bool:
    """Whether people have corrected this output."""
    return os.path.isdir(out) and corrections_path(out).is_file()  # noqa: PTH112 - of a long name `Path` raises


def is_output(path: Path) -> bool:
    """Whether a folder is what papercut wrote."""
    return os.path.isdir(path) and ((path / OWN).is_dir() or next(page_files(path), None) is not None)  # noqa: PTH112


def checked_pages(out: Path) -> Iterator[CheckedPage]:
    """The pages of an output that somebody has checked after the last correction. Raises `InputError` if there is
    none."""
    corrections = Corrections(read_corrections(corrections_path(out)).records)
    found = False
    for saved in saved_pages(out):
        made = corrections.on(saved.document)
        if "checked" in made.document:
            found = True
            source = saved.document["source"]
            name = f"{source['name']}, {source['page']}"
            truth = truth_of(_bare(made.document), saved.where)
            yield CheckedPage(name, saved.where, page_from_saved(saved.document), truth)
    if not found:
        raise InputError(f"no page of {out} has been checked yet: papercut serve {out}, and say that a page is right")


def _bare(document: dict[str, Any]) -> dict[str, Any]:
    """What a truth knows of a document."""
    return {key: document[key] for key in ("articles", "furniture")}


def stated(match: Match) -> list[Stated]:
    """How sure papercut was of each article of a page, and whether it was right."""
    right = {match.pairs[i].found for i, verdict in enumerate(verdicts(match)) if verdict.perfect and i in match.pairs}
    kept = [j for j in range(len(match.found)) if j not in match.ignored]
    return [Stated(float(match.found[j]["confidence"]), j in right) for j in kept]


def calibration(found: Sequence[Stated]) -> list[dict[str, float | int]]:
    """For each range of confidence that has articles: how many, how sure papercut was of them on average, and how many
    were right."""
    rows: list[dict[str, float | int]] = []
    for low, high in pairwise(BINS):
        own = [one for one in found if low <= one.confidence < high]
        if own:
            mean = sum(one.confidence for one in own) / len(own)
            rows.append(
                {"from": low, "to": min(high, 1.0), "articles": len(own), "confidence": round(mean, 4),
                 "right": sum(one.right for one in own)}
            )  # fmt: skip
    return rows
