"""An article and what it is made of: blocks with their roles, jumps, notes, and the source that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from typing import Any

from papercut.model.geometry import Box
from papercut.model.pieces import Piece, line_runs, piece_ends


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

    def to_dict(self) -> dict[str, Any]:
        """The key `source` of the JSON documents."""
        keys = ("name", "format", "encoding", "page", "sha256", "size", "unit")
        return {key: getattr(self, key) for key in keys}


@dataclass(frozen=True, slots=True, repr=False)
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

    def __repr__(self) -> str:
        return f"<Block {self.role or 'without role'}: {shortened(self.text)}>"


@dataclass(frozen=True, slots=True)
class Jump:
    """A reference to another page: "continued on" or "continued from". `id` is the id of the other half, once it is
    known. `text` is empty if only the other half has a jump line.
    """

    text: str
    page: str | None = None
    id: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """The keys `continued_on` and `continued_from` of the JSON documents."""
        return {"text": self.text, "page": self.page, "id": self.id}


@dataclass(frozen=True, slots=True)
class Note:
    """A doubt or an oddity that a person may want to look at. `code` is one of a fixed list."""

    code: str
    stage: str
    lines: tuple[tuple[int, int], ...]
    text: str

    def to_dict(self, lines: Any = None) -> dict[str, Any]:
        """A note of the JSON documents, with its lines as the document at hand counts them."""
        lines = [list(run) for run in self.lines] if lines is None else lines
        return {"code": self.code, "stage": self.stage, "lines": lines, "text": self.text}


@dataclass(frozen=True, slots=True, repr=False)
class Article:
    """One article. `body` holds its elements in order. `parts` holds what is outside the body: headline, kicker, decks,
    a byline that was taken out, jump lines, each with its pieces. `source` is that of the page it stands on; pages
    fill it in.
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
    source: Source | None = field(default=None, compare=False)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The texts of the elements of the body, in order."""
        return tuple(block.text for block in self.body)

    @property
    def text(self) -> str:
        """The body as plain text, one element a line."""
        return "\n".join(self.paragraphs)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All raw spans of the article."""
        return tuple(p for b in (*self.parts, *self.body) for p in b.pieces)

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Runs of line numbers of the article, in the order of the file."""
        return line_runs(sorted(self.pieces))

    def to_dict(self) -> dict[str, Any]:
        """The article as dicts, lists and texts, with the keys that a line of `papercut.to_jsonl` has.

        What only the page knows is missing: `issue`, and that blank lines do not interrupt a run of `lines`. `boxes`
        are those of the blocks.
        """
        own = self.source or Source()
        return {"source": own.to_dict(), **article_values(self, Places(own))}

    def __repr__(self) -> str:
        called = f"{self.headline!r}" if self.headline else "without headline"
        where = f", {self.source.name or 'text'}, page {self.source.page}" if self.source else ""
        return f"<Article {called}: {len(self.body)} paragraphs, {len(self.text)} characters{where}>"

    def _repr_html_(self) -> str:
        """The article as notebooks show it."""
        byline = self.byline and f"<p><i>{escape(self.byline)}</i></p>"
        rows = [
            self.kicker and f"<p><b>{escape(self.kicker)}</b></p>",
            self.headline and f"<h3>{escape(self.headline)}</h3>",
            *(f"<p><b>{escape(deck)}</b></p>" for deck in self.deck),
            byline,
            *(_element_html(block) for block in self.body),
        ]
        return "<article>\n" + "".join(f"{row}\n" for row in rows if row) + "</article>"


class Places:
    """Lines, pieces and boxes as the JSON documents have them: line numbers are those of the file."""

    def __init__(self, source: Source) -> None:
        self.shift = source.first_line - 1

    def lines(self, pieces: Iterable[Piece]) -> list[list[int]]:
        """The lines that pieces stand on, as runs."""
        return self.runs(line_runs(pieces))

    def runs(self, runs: Iterable[tuple[int, int]]) -> list[list[int]]:
        """Runs of lines, counted from the start of the file."""
        return [[first + self.shift, last + self.shift] for first, last in runs]

    def pieces(self, pieces: Iterable[Piece]) -> list[list[int]]:
        """Pieces, with lines counted from the start of the file."""
        return [[line + self.shift, start, end] for line, start, end in pieces]

    def boxes(self, block: Block) -> Sequence[Box] | None:
        """Where a block stands on the sheet."""
        return block.boxes

    def ends(self, text: str, pieces: Sequence[Piece]) -> list[int] | None:
        """Where in `text` each of its pieces ends; None where that is not known, because a piece has white space that
        the text lacks and the raw lines are not at hand."""
        return piece_ends(text, [end - start for _, start, end in pieces])


def article_values(article: Article, places: Places) -> dict[str, Any]:
    """What the JSON documents say of an article, in the order in which they say it."""
    before, after = article.continued_from, article.continued_on
    return {
        "id": article.id,
        "headline": article.headline,
        "kicker": article.kicker,
        "deck": list(article.deck),
        "byline": article.byline,
        "dateline": article.dateline,
        "continued_on": after and after.to_dict(),
        "continued_from": before and before.to_dict(),
        "body": [{"type": b.role or "paragraph", **_block_values(b, places)} for b in article.body],
        "parts": [{"role": b.role, **_block_values(b, places)} for b in article.parts],
        "lines": places.lines(sorted(article.pieces)),
        "confidence": round(article.confidence, 4),
        "notes": [n.to_dict(places.runs(n.lines)) for n in article.notes],
    }


def _block_values(block: Block, places: Places) -> dict[str, Any]:
    return {
        "text": block.text,
        "lines": places.lines(block.pieces),
        "pieces": places.pieces(block.pieces),
        "ends": places.ends(block.text, block.pieces),
        "boxes": places.boxes(block),
    }


def _element_html(block: Block) -> str:
    text = escape(block.text).replace("\n", "<br>\n")
    if block.role is Role.SUBHEAD:
        return f"<h4>{text}</h4>"
    return f"<p><i>{text}</i></p>" if block.role is Role.CAPTION else f"<p>{text}</p>"


def shortened(text: str, most: int = 24) -> str:
    """The text for a `repr`: its beginning, and how long it is where that is not all."""
    return repr(text) if len(text) <= most else f"{text[:most]!r}… ({len(text)} characters)"
