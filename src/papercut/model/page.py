"""What a page is made of: lines, blocks, articles, furniture, and the reasons for all of them.

Everything here is frozen. A stage takes a `Page` and returns a new one, so that any two states of a page can be
laid side by side.

Where a word came from is kept as `Piece`s: see `papercut.model.pieces`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from papercut.model.article import LINED, Article, Block, Jump, Note, Role, Source
from papercut.model.geometry import Box, Drawn, Printed
from papercut.model.pieces import EXPANSIONS, Piece, cut_pieces, line_runs, raw_positions, visible_length
from papercut.plurals import counted

__all__ = [
    "EXPANSIONS",
    "LINED",
    "Article",
    "Block",
    "Box",
    "Break",
    "Cited",
    "Decision",
    "Drawn",
    "Furniture",
    "Jump",
    "Line",
    "Note",
    "Page",
    "Piece",
    "Printed",
    "Role",
    "Source",
    "cut_pieces",
    "line_runs",
    "raw_positions",
    "visible_length",
]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page, in the order in which the stages read the lines.

    `number` is the line number, from 1; if several lines were joined, it is that of the first. `pieces` say which raw
    characters `text` stands for. Blank lines are kept, because they carry information.
    """

    number: int
    text: str
    pieces: tuple[Piece, ...] = ()
    box: Box | None = None
    size: float | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text of the page that belongs to no article. `why` is one of a fixed list of reasons."""

    role: Role
    text: str
    pieces: tuple[Piece, ...]
    why: str

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Runs of line numbers from 1, first and last line included."""
        return line_runs(self.pieces)


@dataclass(frozen=True, slots=True)
class Cited:
    """One piece of evidence: the name of the cue, and what it added, in log-odds."""

    cue: str
    weight: float


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice that a stage made, with its evidence and the second choice.

    `at` is a list of runs of line numbers. `odds` is the probability (0 to 1) of the choice. `runner_up` is the
    second-best choice with its probability. `cues` is the evidence, strongest first.
    """

    stage: str
    at: tuple[tuple[int, int], ...]
    choice: str
    odds: float
    cues: Sequence[Cited] = ()
    runner_up: tuple[str, float] | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """The verdict on one line break, between line `before` and line `after` (indices in `Page.lines`).

    `verdict` is `joined` (the paragraph continues), `paragraph` (the paragraph ends, the story continues), `story`
    (another story begins), `cut` (the line after continues a paragraph that is elsewhere) or `resumed` (the line after
    begins a paragraph of a story whose earlier text is elsewhere). `odds` gives the probability of each.
    """

    before: int
    after: int
    verdict: str
    odds: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a page's texts are to be written where that differs from how the stages see them (`papercut.appearance`).

    `kept` are the kinds of characters that stay as printed, `spacing` is that of `Despace`, and `gaps` are the lines
    and columns of the raw characters before which it leaves a space.
    """

    kept: frozenset[str] = frozenset()
    spacing: str = "tight"
    gaps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """A page, and all that is known about it.

    `raw` holds its lines as they were read, without line ends. `printed` says for each of them where it is on the
    sheet, and `drawn` holds rules, frames and images; both are empty if the format has no positions. If a `look` was
    requested, the texts are written that way, and `inner` is the same page as the stages see it. A page on which a
    function replaced anything has no `inner`.
    """

    source: Source
    raw: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] | None = None
    articles: tuple[Article, ...] | None = None
    furniture: tuple[Furniture, ...] = ()
    breaks: tuple[Break, ...] = ()
    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = ()
    history: tuple[str, ...] = ()
    printed: tuple[Printed, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    meta: tuple[tuple[str, Any], ...] = field(default=(), compare=False)
    look: Look | None = None
    inner: Page | None = field(default=None, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Tell the articles which page they stand on."""
        if self.articles and any(article.source is not self.source for article in self.articles):
            own = tuple(dataclasses.replace(article, source=self.source) for article in self.articles)
            object.__setattr__(self, "articles", own)

    def __repr__(self) -> str:
        made = self.articles if self.articles is not None else self.blocks
        what = "" if made is None else f", {counted(len(made), 'block' if self.articles is None else 'article')}"
        lines = counted(len(self.raw), "line")
        return f"<Page {self.source.page} of {self.source.name or 'a text'}: {lines}{what}>"

    def _repr_html_(self) -> str:
        """The articles of the page, as notebooks show them."""
        if self.articles is None:
            return f"<p>{escape(repr(self))}</p>"
        return "\n".join(article._repr_html_() for article in self.articles)

    def replace(self, **changes: Any) -> Page:
        """Return the same page with some fields changed."""
        return dataclasses.replace(self, **changes)

    @property
    def placed(self) -> bool:
        """Whether the positions of lines are known. They are not if the file only gives those of whole blocks."""
        return bool(self.printed) and not any(p.whole for p in self.printed)

    @property
    def finished(self) -> bool:
        """Whether the page came with its articles, from a file that papercut wrote: there is nothing left to do."""
        return self.articles is not None and self.blocks is None

    @property
    def makes(self) -> frozenset[str]:
        """What the page holds so far: `lines`, and `blocks` and `articles` once they are made."""
        held = {"lines"}
        if self.blocks is not None:
            held.add("blocks")
        if self.articles is not None:
            held.add("articles")
        return frozenset(held)
