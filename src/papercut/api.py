"""The shortest way from text to articles."""

from __future__ import annotations

from pathlib import Path

from papercut.errors import UsageError
from papercut.model.page import Article
from papercut.pipeline import PageFunction
from papercut.readers import Reading, read_pages
from papercut.registry import build


def clean(
    text: str | bytes | Path, *, pipeline: PageFunction | None = None, encoding: str = "auto", format: str = "auto",
    password: str | None = None, ocr: str = "auto", ocr_engine: str = "rapidocr",
) -> list[Article]:
    """The articles of a text, of a file's bytes, or of a file; a form feed ends a page, as in a file.

    A `str` is always text, a `Path` a file. `pipeline` is what is done to each page; without it the default one. How
    bytes and files are read is said as to `papercut.read_pages`.
    Raises `InputError` if the input cannot be read and `StageError` if a stage has nothing to work on. Settings files
    are the command line's: here options are given to the stages.
    """
    reading = Reading(encoding, format, password, ocr, ocr_engine)
    run = build() if pipeline is None else pipeline
    if not callable(run):
        raise UsageError(f"the pipeline is {run!r:.80}: give a stage, stages joined by |, or build(…)")
    pages = read_pages(text, **reading._asdict())
    return [article for page in pages for article in run(page).articles or ()]
