"""Pages whose articles are known: as they are read, with their truth."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from papercut.errors import InputError, PapercutError
from papercut.model.page import Page, Source
from papercut.pipeline import PageFunction, run_stages, stage_name
from papercut.readers import Reading, read_pages
from papercut.score.cases import cases, chosen, lone_truths
from papercut.score.checked_pages import checked_pages
from papercut.score.page_figures import OCR_NAMES
from papercut.score.text import Json, body_of
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
        """What tells one printed page from another, whatever tool read it: a hash of the texts of its articles. Pages
        of one key are never learned from and tried on at once."""
        bodies = sorted("".join(element["flat"] for element in body_of(article)) for article in self.truth["articles"])
        return hashlib.sha256("\n".join(bodies).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def identity(self) -> tuple[str, str, int]:
        """What is the same of copies."""
        return self.key, self.page.source.sha256, self.page.source.page


Tell = Callable[[PapercutError], None]
"""Who is told of a page that is left out."""


def checked_examples(out: Path, inputs: Sequence[Path], reading: Reading, tell: Tell) -> Iterator[Example]:
    """The pages of an output that people have checked; `inputs` are folders in which its inputs may be. A page whose
    input is not there or has changed is left out, and told. Raises `InputError` if no page has been checked."""
    for found in checked_pages(out):
        try:
            yield Example(found.name, _read_again(found.page.source, out, inputs, reading), found.truth,
                          found.page.source.format == "scan")  # fmt: skip
        except InputError as error:
            tell(error)


def _read_again(source: Source, out: Path, inputs: Sequence[Path], reading: Reading) -> Page:
    path = next((path for folder in inputs if (path := folder / source.name).is_file()), None)
    if path is None:
        where = ", ".join(map(str, inputs))
        raise InputError(f"{source.name} is not below {where}: say with --inputs where the inputs of {out} are")
    page = next(read_pages(path, **reading._replace(pages=str(source.page))._asdict()), None)
    if page is None or page.source.sha256 != source.sha256:
        way = "run the batch again with --resume, and check the page again"
        raise InputError(f"{path} is not what {out} was made of, it has changed since: {way}")
    return page


def truth_examples(path: Path, raw: str, page: str, reading: Reading, tell: Tell) -> Iterator[Example]:
    """The pages of a folder that have a truth, as `papercut score` finds them; `raw` and `page` are globs of names.
    What cannot be read is left out, and told. Raises `InputError` and `UsageError` if there is nothing to read."""
    for lone in lone_truths(path):
        tell(InputError(f"{lone} is the truth of no text: there is no page in raw/ or beside it"))
    for case in chosen(cases(path), raw=raw, page=page):
        try:
            pages = list(read_pages(case.raw, **reading._asdict()))
            if len(pages) != 1:
                raise InputError(f"{case.raw} holds several pages, and a truth is the truth of one: split it")
            ocr = pages[0].source.format == "scan" or case.raw.name.startswith(OCR_NAMES)
            yield Example(case.page, pages[0], read_truth(case.truth), ocr)
        except InputError as error:
            tell(error)


def each_once(examples: Iterable[Example]) -> list[Example]:
    """The pages without copies."""
    return list({example.identity: example for example in examples}.values())


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
