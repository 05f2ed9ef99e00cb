"""The shortest way from text to articles."""

from __future__ import annotations

from pathlib import Path

from papercut.errors import UsageError
from papercut.model.page import Article
from papercut.pipeline import PageFunction
from papercut.readers import Reading, read_pages
from papercut.registry import build


def clean(
    text: str | bytes | Path,
    *,
    pipeline: PageFunction | None = None,
    encoding: str = "auto",
    format: str = "auto",
    password: str | None = None,
    ocr: str = "auto",
    ocr_engine: str = "rapidocr",
) -> list[Article]:
    """Return the articles of a text, of the bytes of a file, or of a file. In plain text, a form feed ends a page.

    A `str` is always text, and a `Path` is always a file. `pipeline` is applied to each page; without it, the default
    pipeline is used; the articles of a file that papercut wrote are then taken as they are. The other arguments are
    those of `papercut.read_pages`. Settings files are not read: give options
    to the stages.

    Raises `InputError` if the input cannot be read, and `StageError` if a stage does not get what it needs.
    """
    reading = Reading(encoding, format, password, ocr, ocr_engine)
    run = build() if pipeline is None else pipeline
    if not callable(run):
        raise UsageError(f"the pipeline is {run!r:.80}: give a stage, stages joined by |, or build(…)")
    pages = read_pages(text, **reading._asdict())
    done = (page if pipeline is None and page.finished else run(page) for page in pages)
    return [article for page in done for article in page.articles or ()]
