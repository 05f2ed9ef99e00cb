"""What a page is made of: lines, blocks, articles, furniture, and the reasons for all of them.

Everything here is frozen. A stage takes a `Page` and returns a new one, so that any two states of a page can be
laid side by side.

Where a word came from is kept as `Piece`s: see `papercut.model.pieces`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from papercut.model.geometry import Box, Drawn, Printed
from papercut.model.pieces import EXPANSIONS, Piece, cut_pieces, line_runs, raw_positions, visible_length

__all__ = [
    "EXPANSIONS",
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


class Role(StrEnum):
    """What a piece of text is on the page. The comments give the Chinese terms."""

    HEADLINE = "headline"  # 主题
    KICKER = "kicker"  # 引题 肩题 眉题
    DECK = "deck"  # 副题
    BYLINE = "byline"  # 署名
    DATELINE = "dateline"  # 电头
    SUBHEAD = "subhead"  # 小标题
    PARAGRAPH = "paragraph"  # 正文
    LIST_ITEM = "list_item"
    VERSE = "verse"  # 诗: a stanza
    TABLE = "table"  # 表
    CAPTION = "caption"  # 图片说明
    JUMP_LINE = "jump_line"  # 下转／上接第×版
    FOLIO = "folio"  # 报眉
    NAMEPLATE = "nameplate"  # 报头
    EAR = "ear"  # 报眼
    ADVERT = "advert"  # 广告
    DUPLICATE = "duplicate"  # 重影
    REMOVED = "removed"


LINED = frozenset({Role.VERSE, Role.TABLE})
"""The roles of blocks whose lines stay lines: `\\n` parts them in their text."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page comes from.

    `size` is the width and height of the page in `unit`, where the format has positions. `first_line` is the line of
    the file on which the page begins: 1, except for later pages of a file. On the page itself, lines are counted from
    1; writers add `first_line - 1`, so that the line numbers in the output are those of a text editor. `turned` says by
    how many quarter turns, clockwise, the picture of the page was turned before OCR.
    """

    name: str = ""
    format: str = "text"
    encoding: str | None = None
    page: int = 1
    sha256: str = ""
    size: tuple[float, float] | None = None
    unit: str | None = None
    first_line: int = 1
    turned: int = 0


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
class Block:
    """A paragraph, or one line of display type. `role` is None until the block has been labelled.

    `starts` and `ends` say whether the text begins and ends with its paragraph (`"whole"`), or was cut by a column
    break whose other side is not known yet (`"cut"`). `confidence` is the probability that text and role are right. For
    a line of display type, `readings` gives the probability of each part of a headline that it may be: `head`,
    `kicker`, `deck`, each with `-on` if it continues the lines before it.
    """

    text: str
    pieces: tuple[Piece, ...]
    role: Role | None = None
    boxes: tuple[Box, ...] | None = None
    starts: str = "whole"
    ends: str = "whole"
    confidence: float = 1.0
    readings: tuple[tuple[str, float], ...] = ()

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Runs of line numbers from 1, first and last line included, in the order of the text."""
        return line_runs(self.pieces)


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
class Jump:
    """A reference to another page: "continued on" or "continued from". `id` is the id of the other half, once it is
    known. `text` is empty if only the other half has a jump line.
    """

    text: str
    page: str | None = None
    id: str | None = None


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
class Note:
    """A doubt or an oddity that a person may want to look at. `code` is one of a fixed list."""

    code: str
    stage: str
    lines: tuple[tuple[int, int], ...]
    text: str


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
class Article:
    """One article. `body` holds its elements in order. `parts` holds what is outside the body: headline, kicker, decks,
    a byline that was taken out, jump lines, each with its pieces.
    """

    id: str = ""
    headline: str | None = None
    kicker: str | None = None
    deck: tuple[str, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    continued_on: Jump | None = None
    continued_from: Jump | None = None
    body: tuple[Block, ...] = ()
    parts: tuple[Block, ...] = ()
    confidence: float = 0.5
    notes: tuple[Note, ...] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All raw spans of the article."""
        return tuple(p for b in (*self.parts, *self.body) for p in b.pieces)

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Runs of line numbers of the article, in the order of the file."""
        return line_runs(sorted(self.pieces))


@dataclass(frozen=True, slots=True)
class Look:
    """How a page's texts are to be written where that differs from how the stages see them (`papercut.look`).

    `kept` are the kinds of characters that stay as printed, `spacing` is that of `Despace`, and `gaps` are the lines
    and columns of the raw characters before which it leaves a space.
    """

    kept: frozenset[str] = frozenset()
    spacing: str = "tight"
    gaps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
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
