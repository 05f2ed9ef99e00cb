"""Reviews of what a batch has done: its least certain pages, made again from their inputs with its own settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import unquote

from papercut.batches.outputs.by_name import DATABASES, format_of, sink_of
from papercut.batches.report import report
from papercut.batches.report_file import is_report_there, report_place, write_report
from papercut.batches.report_page import PAGE
from papercut.errors import InputError, PapercutError, StageError
from papercut.model.page import Page
from papercut.pipeline import run_stages
from papercut.readers import read_pages
from papercut.registry import build
from papercut.review.files import Reviews
from papercut.review.picture import picture_of

Row = Mapping[str, Any]


class ReviewProgress(Protocol):
    """Whoever is told of each page that is done, and of each that failed."""

    done: int

    def failed(self, error: PapercutError) -> None: ...

    def at(self, done: int, total: int) -> None:
        """So many pages of all are done."""


def is_batch(name: str) -> bool:
    """Whether a path is the output of a batch."""
    path = Path(name)
    if not path.is_dir() and not (name.lower().endswith(DATABASES) and path.is_file()):
        return False
    return sink_of(name, format_of(name)).settings() is not None


def roots_of(out: str) -> list[Path]:
    """The folders below which a batch has found its files, as it was told of them."""
    settings = sink_of(out, format_of(out)).settings() or {}
    return [Path(root) for root in settings.get("roots", ())]


def review_batch(
    out: str, roots: Sequence[Path], reviews: Reviews, told: ReviewProgress, most: int, password: str | None = None,
    correct: Callable[[Page], Page] = lambda page: page,
) -> None:  # fmt: skip
    """Review up to `most` pages of the batch in `out`, the least certain first, from the files below the `roots`.
    `correct` takes each as it was made, and gives it as it is to be shown.

    What has no review (the file is missing, or has changed; the page failed in the batch) stands in the index with the
    reason. Raises as `Reviews` does.
    """
    found = report(out, most)
    settings = sink_of(out, format_of(out)).settings()
    if found is None or settings is None:
        raise InputError(f"{out} is no output of papercut batch")
    stages = build(settings["only"], settings["with_"], settings["without"], settings["stages"]).stages
    reading = {**settings["reading"], "password": password}
    wanted: dict[str, dict[int, Row]] = {}
    for row in found["doubtful"]:
        wanted.setdefault(row["name"], {})[row["page"]] = row
    told.at(0, len(found["doubtful"]))
    for name, rows in wanted.items():
        left = dict(rows)
        why = "the file holds no such page"
        try:
            path = _below(roots, name)
            for page in _read(path, name, reading, set(rows)):
                row = left[page.source.page]
                if row["sha256"] != page.source.sha256:
                    raise InputError(f"{path} has changed since the batch: run the batch again with --resume")
                where = f" on page {page.source.page} of {name}"
                page = correct(run_stages(page, stages, where))
                reviews.page(page, picture_of(path, page.source, password), name)
                del left[page.source.page]
                told.done += 1
                told.at(told.done, len(found["doubtful"]))
        except (InputError, StageError) as error:
            told.failed(error)
            why = str(error)
        for row in left.values():
            reviews.missing(dict(row), why)
    for row in found["failures"]:
        none = {"articles": 0, "notes": 0, "confidence": None}
        reviews.missing({**none, "name": row["name"], "page": row["page"] or 1}, f"{row['reason']}: {row['text']}")


def _read(path: Path, name: str, reading: dict[str, Any], numbers: set[int]) -> Iterator[Page]:
    """The pages of a file with these numbers; nothing is read behind the last of them."""
    last = max(numbers)
    with path.open("rb") as stream:
        for page in read_pages(stream, name=name, **reading):
            if page.source.page in numbers:
                yield page
            if page.source.page >= last:
                return


def _below(roots: Sequence[Path], name: str) -> Path:
    """The file of that name below one of the folders. Raises `InputError` if it is not there, or would not be below
    it."""
    parts = PurePosixPath(name).parts
    if parts and ".." not in parts and not PurePosixPath(name).is_absolute():
        for root in roots:
            if (path := root.joinpath(*parts)).is_file():
                return path
    where = ", ".join(map(str, roots))
    if any(root.joinpath(*parts[:k]).is_file() for root in roots for k in range(1, len(parts))):
        raise InputError(f"{name} stands in an archive, of which no page can be shown: unpack it, and review its files")
    raise InputError(f"{name} is no file below {where}: name with --inputs the folder that was given to the batch")


def link_reviews(out: str, folder: Path, reviews: Reviews) -> None:
    """Keep in the batch in `out` where its reviews in `folder` are, and write its report again, if it has one, with
    links to them. Raises `OutputError` if something cannot be written."""
    sink = sink_of(out, format_of(out))
    settings = sink.settings() or {}
    to = str(settings.get("to", format_of(out)))
    below = Path(os.path.relpath(folder, Path(report_place(out, to)).parent)).as_posix()
    made = {(*map(row.get, PAGE),): f"{below}/{unquote(row['href'])}" for row in reviews.rows if row["href"]}
    known = {tuple(page): way for *page, way in settings.get("reviews", ())}
    sink.keep({**settings, "reviews": [(*page, way) for page, way in {**known, **made}.items()]})
    if is_report_there(out, to):
        write_report(out, to)
