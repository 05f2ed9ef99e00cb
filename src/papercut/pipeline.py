"""Stages and the pipelines they make.

A stage is a frozen dataclass that is called with a `Page` and returns a new one. Its fields are its options, the first
line of its docstring is its help on the command line, and its `repr` is its line in the page's history. `a | b` is a
`Pipeline`, which is itself a stage; any `Callable[[Page], Page]` may stand in one.
"""

from __future__ import annotations

import dataclasses
import gc
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from papercut.argument_checks import need_page
from papercut.errors import PapercutError, StageError, UsageError, WrongTypeError
from papercut.memory_shortage import unforeseen_text
from papercut.model.earlier import lines_begun_anew
from papercut.model.page import Note, Page
from papercut.stage_notes import taken

PageFunction = Callable[[Page], Page]

T = TypeVar("T")


def option(default: T, help: str) -> T:
    """A field of a stage, with the sentence that `--help` has for it."""
    field: T = dataclasses.field(default=default, metadata={"help": help})
    return field


@dataclass(frozen=True)
class Stage:
    """The base of all stages. Subclasses are frozen dataclasses that define `run`.

    `needs` and `makes` name what must be on a page before the stage, and what is there after it: `lines`, `blocks`,
    `articles`.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"lines"})
    makes: ClassVar[frozenset[str]] = frozenset({"lines"})
    separates: ClassVar[bool] = False
    """Whether it is a step from lines to articles, which leaves a page alone that came with its articles: their text
    would stand twice."""

    def __post_init__(self) -> None:
        """Raise `UsageError` if a paper's own pattern (in an option that is called so) is no regular expression."""
        for option in dataclasses.fields(self):
            if option.name.endswith("patterns") and (patterns := getattr(self, option.name)):
                from papercut.user_patterns import compile_patterns

                try:
                    compile_patterns(patterns)
                except UsageError as error:
                    raise UsageError(f"{option.name} of {stage_name(self)}: {error}") from error

    def __call__(self, page: Page) -> Page:
        """Run the stage on a page and add it to the history. The stage works on the inner form of the page, and the
        result is written as `look` asks. Raises `StageError` if the page does not have what the stage needs."""
        need_page(page, "stages are called")
        if self.separates and page.finished:
            return page
        missing = self.needs - page.makes
        if missing:
            raise StageError(f"{stage_name(self)} needs {', '.join(sorted(missing))}: {_way_out(missing)}")
        notes: list[tuple[str, str]] = []
        token = taken.set(notes)
        before = page if page.inner is None else page.inner
        try:
            with _uncollected():
                done = self.run(before)
        finally:
            taken.reset(token)
        if self.separates and "lines" in self.makes and len(done.furniture) > len(before.furniture):
            done = lines_begun_anew(before, done)  # blocks and articles hold what was taken out of the lines
        left = tuple(Note(code, stage_name(self), (), text) for code, text in notes)
        done = done.replace(history=(*done.history, repr(self)), notes=(*done.notes, *left))
        if done.look is None:
            return done
        from papercut.appearance import shown  # seldom wanted, and tables of characters come with it

        return shown(done)

    def run(self, page: Page) -> Page:
        """Do the work of the stage on a page. Subclasses define this method."""
        raise NotImplementedError

    def __or__(self, other: PageFunction) -> Pipeline:
        return Pipeline((self, other))

    def __ror__(self, other: PageFunction) -> Pipeline:
        return Pipeline((other, self))

    def __repr__(self) -> str:
        """The stage with those options that differ from their defaults."""
        shown = [
            f"{f.name}={value!r}"
            for f in dataclasses.fields(self)
            if f.repr and (value := getattr(self, f.name)) != _default(f)
        ]
        return f"{type(self).__name__}({', '.join(shown)})"


@dataclass(frozen=True, repr=False)
class Pipeline(Stage):
    """Several stages, one after another. The order is checked when the pipeline is built.

    Raises `UsageError` if a stage needs something that an earlier stage should have made and did not. A pipeline may
    begin with any stage, because the page may have been worked on before. Raises `WrongTypeError` for anything that is
    neither a stage nor a function.
    """

    stages: tuple[PageFunction, ...] = ()

    def __post_init__(self) -> None:
        flat: list[PageFunction] = []
        for stage in self.stages:
            if isinstance(stage, type) or not callable(stage):
                raise WrongTypeError(f"{_what(stage)} is no stage: stages and functions of a Page can be joined")
            flat.extend(stage.stages if isinstance(stage, Pipeline) else (stage,))
        object.__setattr__(self, "stages", tuple(flat))
        held: set[str] = set()
        for i, stage in enumerate(flat):
            if not isinstance(stage, Stage):
                held |= {"lines", "blocks", "articles"}  # nothing is known of a plain function
                continue
            missing = stage.needs - held
            if i and missing:
                raise UsageError(f"{stage_name(stage)} needs {', '.join(sorted(missing))}: {_way_out(missing)}")
            held |= stage.needs | stage.makes

    def begins_with(self, made: frozenset[str]) -> None:
        """Raise `UsageError` if the first stage needs more than a page with these has (`Stage.makes`)."""
        first = self.stages[0] if self.stages else None
        if isinstance(first, Stage) and (missing := first.needs - made):
            raise UsageError(f"{stage_name(first)} needs {', '.join(sorted(missing))}: {_way_out(missing)}")

    @property
    def made(self) -> frozenset[str]:
        """All that its stages make; of a plain function nothing is known, so that it may make articles."""
        return frozenset(made for stage in self.stages for made in getattr(stage, "makes", ("articles",)))

    def __call__(self, page: Page) -> Page:
        """Run every stage in order; each writes its own line into the history."""
        need_page(page, "stages are called")
        with _uncollected():
            for stage in self.stages:
                page = stage(page)
                if not isinstance(page, Page):
                    raise StageError(f"{stage_name(stage)} returned {type(page).__name__}, not a Page")
        return page

    def __iter__(self) -> Iterator[PageFunction]:
        return iter(self.stages)

    def __len__(self) -> int:
        return len(self.stages)

    def __repr__(self) -> str:
        return " | ".join(repr(s) for s in self.stages)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: stages leave no cycles, and each pass would walk the page again, so that time would
    outgrow the page."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def run_stages(page: Page, stages: Iterable[PageFunction], where: str = "") -> Page:
    """The page after all stages. Raises `StageError` that names the stage, and `where` the page is, where one of them
    fails."""
    for stage in stages:
        try:
            page = stage(page)
        except PapercutError:
            raise
        except Exception as error:
            raise StageError(f"the stage {stage_name(stage)} failed{where}: {unforeseen_text(error)}") from error
        if not isinstance(page, Page):
            raise StageError(f"the stage {stage_name(stage)} gave {type(page).__name__}, not a Page")
    return page


def _what(stage: object) -> str:
    """How a message calls what is no stage."""
    return f"the class {stage.__name__}, without its brackets," if isinstance(stage, type) else repr(stage)[:80]


def stage_name(stage: Any) -> str:
    """The name of a stage on the shell: `BuildParagraphs` is `build-paragraphs`."""
    name = getattr(stage, "__name__", None) or type(stage).__name__
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower().replace("_", "-")


MAKERS = {"lines": "papercut read", "blocks": "build-paragraphs", "articles": "separate-articles"}


def _way_out(missing: frozenset[str]) -> str:
    makers = [maker for made, maker in MAKERS.items() if made in missing]
    return f"run {' and '.join([*makers, *sorted(missing - MAKERS.keys())])} before it"


def _default(f: dataclasses.Field[Any]) -> Any:
    if f.default is not dataclasses.MISSING:
        return f.default
    if f.default_factory is not dataclasses.MISSING:
        return f.default_factory()
    return dataclasses.MISSING
