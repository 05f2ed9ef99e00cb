"""The shortest way from text to articles."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from papercut.errors import UsageError
from papercut.model.page import Article
from papercut.pipeline import PageFunction
from papercut.progress import Progress, ShowProgress
from papercut.readers import Reading, Unread, read_pages
from papercut.readers.failed_pages import Tell
from papercut.registry import build


def clean(
    text: str | bytes | Path | BinaryIO,
    *,
    pipeline: PageFunction | None = None,
    encoding: str = "auto",
    format: str = "auto",
    password: str | None = None,
    ocr: str = "auto",
    ocr_engine: str = "rapidocr",
    pages: str = "",
    unread: Tell | None = None,
    progress: ShowProgress | None = None,
) -> list[Article]:
    """Return the articles of a text, of the bytes of a file, of a file, or of an open binary file.

    A `str` is always text, and a `Path` is always a file. A `str` that is the path of an existing file is refused,
    because the file is meant. In plain text, a form feed ends a page. `pipeline` is applied to each page; without it,
    the default pipeline is used, and the articles of a file that papercut wrote are taken as they are. `progress` is
    called after each page. The other arguments are those of `papercut.read_pages`. Settings files are not read: give
    options to the stages. Nothing is printed.

    Raises `InputError` if the input cannot be read, `UsageError` for wrong arguments, and `StageError` if a stage does
    not get what it needs.
    """
    reading = Reading(encoding, format, password, ocr, ocr_engine, pages)
    run = build() if pipeline is None else pipeline
    if not callable(run):
        raise UsageError(f"the pipeline is {run!r:.80}: give a stage, stages joined by |, or build(…)")
    failed = 0
    total: int | None = None

    def wanted(number: int, count: int | None) -> bool:
        nonlocal total
        total = count or total
        return True

    def tell(page: Unread) -> None:
        nonlocal failed
        failed += 1
        if unread is not None:
            unread(page)

    articles: list[Article] = []
    found = read_pages(text, **reading._asdict(), unread=tell if unread is not None else None, wanted=wanted)
    for done, page in enumerate(found, 1):
        articles += (page if pipeline is None and page.finished else run(page)).articles or ()
        if progress is not None:
            progress(Progress(done + failed, total, done, failed))
    return articles
