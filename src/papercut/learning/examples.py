"""Pages whose articles are known: as they are read, with their truth."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from papercut.errors import InputError
from papercut.model.page import Page
from papercut.pipeline import PageFunction, run_stages, stage_name
from papercut.readers import Reading, read_pages
from papercut.score.cases import cases, chosen
from papercut.score.checked_pages import checked_pages
from papercut.score.page_figures import OCR_NAMES
from papercut.score.text import Json
from papercut.score.truth import read_truth
from papercut.score.truth_positions import TruthPlaces, place_in_truth


@dataclass(frozen=True)
class Example:
    """A page as it was read, and its truth. `ocr` says that characters may have been misread."""

    name: str
    page: Page
    truth: Json
    ocr: bool = False

    @cached_property
    def places(self) -> TruthPlaces:
        """Where each character of the page stands in the truth."""
        return place_in_truth(self.truth, self.page)

    @property
    def key(self) -> str:
        """What puts pages in an order that has nothing to do with their names."""
        return hashlib.sha256(f"{self.page.source.sha256}:{self.page.source.page}".encode()).hexdigest()


def checked_examples(out: Path, inputs: Path, reading: Reading) -> Iterator[Example]:
    """The pages of an output that people have checked; `inputs` is the folder that the batch was given. Raises
    `InputError` if there is none, or if an input is not there or has changed."""
    for found in checked_pages(out):
        source = found.page.source
        path = inputs / source.name
        if not path.is_file():
            raise InputError(f"{source.name} is not below {inputs}: say with --inputs where the inputs of {out} are")
        pages = read_pages(path, **reading._replace(pages=str(source.page))._asdict())
        page = next(pages, None)
        if page is None or page.source.sha256 != source.sha256:
            raise InputError(f"{path} is not what {out} was made of: it has changed since")
        yield Example(found.name, page, found.truth, source.format == "scan")


def truth_examples(path: Path, raw: str, page: str, reading: Reading) -> Iterator[Example]:
    """The pages of a folder that have a truth, as `papercut score` finds them; `raw` and `page` are globs of names.
    Raises `InputError` for what cannot be read, and `UsageError` if there is none."""
    for case in chosen(cases(path), raw=raw, page=page):
        pages = list(read_pages(case.raw, **reading._asdict()))
        if len(pages) != 1:
            raise InputError(f"{case.raw} holds several pages, and a truth is the truth of one: split it")
        ocr = pages[0].source.format == "scan" or case.raw.name.startswith(OCR_NAMES)
        yield Example(case.page, pages[0], read_truth(case.truth), ocr)


class Way:
    """The stages on the way of a page, in three stretches: to its lines, to its articles, to their headlines."""

    def __init__(self, stages: Sequence[PageFunction]) -> None:
        names = [stage_name(stage) for stage in stages]
        self.stages = list(stages)
        self.lines = names.index("build-paragraphs")
        self.heads = names.index("place-headlines")

    def to_lines(self, page: Page) -> Page:
        """The page as its lines are labelled."""
        return run_stages(page, self.stages[: self.lines])

    def to_headlines(self, page: Page) -> Page:
        """The page as its headlines are placed, from its lines."""
        return run_stages(page, self.stages[self.lines : self.heads])

    def whole(self, page: Page) -> Page:
        """The page with its articles, from the beginning."""
        return run_stages(page, self.stages)
