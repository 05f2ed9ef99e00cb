"""How a page's texts are written: wishes that change the look of characters and spaces, and nothing else.

Stages decide on one inner form, in which variants are folded and needless spaces are gone; so an option such as
`width="keep"` cannot move where an article begins. What it asks for stands in `Page.look`, and after every stage the
page is written that way anew, from the raw characters under its pieces (`shown`). The inner form stays within reach
in `Page.inner`, for the next stage.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from papercut.languages import character_variants as table
from papercut.layout.text.spacing import with_space_between_scripts
from papercut.model.page import Article, Block, Furniture, Jump, Line, Look, Page, Role
from papercut.model.pieces import EXPANSIONS, Piece, merge_pieces, raw_positions

Position = tuple[int, int]

BACK = {
    "controls": ("control-character", "escape-sequence", "bidi-control"),
    "zero-width": ("zero-width", "soft-hyphen"),
}
"""What is taken out as no text at all: the wish that has it back, and the reasons for which it went."""

_FOLDS: dict[str, Callable[[str, str], bool]] = {
    # whether the raw character `r`, which became `t`, is of the kind that a wish keeps
    "width": lambda r, t: (table.LETTERS | table.PERCENT | table.SIGNS_IN_WORDS).get(r) == t or _is_widened(r, t),
    "punctuation": lambda r, t: _is_widened(r, t),
    "kangxi": lambda r, t: (table.KANGXI | table.RADICALS).get(r) == t,
    "compatibility": lambda r, t: r != t == table.canonical(r),
    "presentation": lambda r, t: r in table.PRESENTATION,
    "katakana": lambda r, t: t in (table.KATAKANA.get(r), table.COMBINING.get(r)),
    "ligatures": lambda r, t: r in EXPANSIONS,
    "zero-width": lambda r, t: r == "\xad",
    "stray": lambda r, t: table.is_han(r) and table.is_han(t) and table.canonical(r) == r and r > "\u2fff",
}
KINDS = (*_FOLDS, "controls", "spaces")
"""The kinds of characters that a `Look` can keep."""

_SPACES = str.maketrans(table.SPACES | {"\t": " "})


def _is_widened(r: str, t: str) -> bool:
    return table.WIDENED.get(r) == t or (r, t) == (".", "。")


def wishing(page: Page, kept: frozenset[str] | None = None, spacing: str | None = None) -> Look | None:
    """The page's look with other wishes; None where nothing is wished."""
    look = page.look or Look()
    if kept is not None:
        look = dataclasses.replace(look, kept=kept)
    if spacing is not None:
        look = dataclasses.replace(look, spacing=spacing, gaps=())
    return None if look == Look() else look


def shown(page: Page) -> Page:
    """The page as it is to be written, with its inner form in `inner`; the page itself where nothing is wished."""
    if page.look is None or page.inner is not None:
        return page
    hand = _Hand(page, page.look)
    lines = tuple(map(hand.line, page.lines))
    blocks, articles = page.blocks, page.articles
    if blocks is not None:
        hand.back.clear()  # what came back counts where the text now stands
        blocks = tuple(map(hand.block, blocks))
    if articles is not None:
        hand.back.clear()
        articles = tuple(map(hand.article, articles))
    furniture = tuple(f for item in page.furniture if (f := hand.furniture(item)))
    new = page.replace(lines=lines, blocks=blocks, articles=articles, furniture=furniture)
    object.__setattr__(new, "inner", page)
    return new


class _Hand:
    """Writes the texts of one page. `back` holds the places of the characters that were taken out and came back."""

    def __init__(self, page: Page, look: Look) -> None:
        self.raw, self.look = page.raw, look
        self.whys = {why for name in look.kept for why in BACK.get(name, ())}
        gone = [f for f in page.furniture if f.role is Role.REMOVED and f.why in self.whys]
        self.gone = frozenset(position for f in gone for position in raw_positions(self.raw, f.pieces))
        self.back: set[Position] = set()
        self.gaps = frozenset(look.gaps)
        self.folds = [fold for name, fold in _FOLDS.items() if name in look.kept]

    def line(self, line: Line) -> Line:
        if line.text:
            text, pieces = self.written(line.text, line.pieces)
        else:
            found = [at for at in sorted(self.gone) if at[0] == line.number] if self.gone else []
            text, pieces = "".join(self.raw[n - 1][c] for n, c in found), _pieces(found)
            self.back.update(found)
        return line if text == line.text else dataclasses.replace(line, text=text, pieces=pieces)

    def block(self, block: Block) -> Block:
        text, pieces = self.written(block.text, block.pieces)
        return block if text == block.text else dataclasses.replace(block, text=text, pieces=pieces)

    def article(self, article: Article) -> Article:
        """An article; headline and other texts without pieces of their own are found in the blocks that hold them."""
        blocks = (*article.parts, *article.body)

        def text(inner: str) -> str:
            for block in blocks:
                at = block.text.find(inner)
                if at >= 0:
                    written, _ = self.characters(block.text, block.pieces, False)
                    return self.spaced("".join(written[at : at + len(inner)]).strip())
            return self.spaced(inner)

        def maybe(inner: str | None) -> str | None:
            return inner and text(inner)

        def jump(item: Jump | None) -> Jump | None:
            return item and dataclasses.replace(item, text=text(item.text) if item.text else "")

        return dataclasses.replace(
            article,
            headline=maybe(article.headline),
            kicker=maybe(article.kicker),
            deck=tuple(map(text, article.deck)),
            byline=maybe(article.byline),
            dateline=maybe(article.dateline),
            continued_on=jump(article.continued_on),
            continued_from=jump(article.continued_from),
            body=tuple(map(self.block, article.body)),
            parts=tuple(map(self.block, article.parts)),
        )

    def furniture(self, item: Furniture) -> Furniture | None:
        """Furniture as it is to be written; what came back into the text is none any longer."""
        if item.role is not Role.REMOVED:
            text = self.spaced("".join(self.characters(item.text, item.pieces, False)[0]))
            return item if text == item.text else dataclasses.replace(item, text=text)
        if item.why not in self.whys:
            return item
        left = [at for at in raw_positions(self.raw, item.pieces) if at not in self.back]
        text = "".join(self.raw[n - 1][c] for n, c in left)
        return dataclasses.replace(item, text=text, pieces=_pieces(left)) if left else None

    def written(self, text: str, pieces: tuple[Piece, ...]) -> tuple[str, tuple[Piece, ...]]:
        chars, places = self.characters(text, pieces, bool(self.gone))
        return self.spaced("".join(chars)), pieces if places is None else _pieces(places)

    def spaced(self, text: str) -> str:
        return with_space_between_scripts(text) if self.look.spacing == "spaced" else text

    def characters(self, text: str, pieces: Sequence[Piece], whole: bool) -> tuple[list[str], list[Position] | None]:
        """What is to be written for each character of a text, and where the visible ones come from.

        If `whole`, with those beside them that had been taken out; else no places are given.
        """
        places = list(raw_positions(self.raw, pieces))
        chars = list(text)
        visible = [i for i, ch in enumerate(text) if not ch.isspace()]
        if sum(len(EXPANSIONS.get(text[i], " ")) for i in visible) != len(places):
            return chars, None
        all_places: list[Position] = []
        k, before, at = 0, (0, 0), -1
        for i in visible:
            place = places[k]
            k += len(EXPANSIONS.get(text[i], " "))
            if place == before:  # a further letter of one ligature
                if "ligatures" in self.look.kept:
                    chars[i] = ""
                continue
            raw = self.raw[place[0] - 1][place[1]]
            if raw != text[i] and any(fold(raw, text[i]) for fold in self.folds):
                chars[i] = raw
            if place in self.gaps and at == i - 1 >= 0:
                chars[i] = " " + chars[i]
            elif "spaces" in self.look.kept and place[0] == before[0] and i - at > 1:
                gap = self.raw[place[0] - 1][before[1] + 1 : place[1]]
                if gap.translate(_SPACES) == text[at + 1 : i]:
                    chars[at + 1 : i] = gap
            if whole:
                if place[0] != before[0] and all_places:
                    chars[at] += self.beside(before, 1, all_places)
                ahead: list[Position] = []
                chars[i] = self.beside(place, -1, ahead) + chars[i]
                all_places += [*reversed(ahead), place]
            before, at = place, i
        if whole and all_places:
            chars[at] += self.beside(before, 1, all_places)
        return chars, all_places if whole else None

    def beside(self, place: Position, step: int, places: list[Position]) -> str:
        """The characters beside a place that had been taken out; their places are added to `places`."""
        number, column = place
        row = self.raw[number - 1]
        text: list[str] = []
        column += step
        while 0 <= column < len(row) and ((number, column) in self.gone or row[column].isspace()):
            if (number, column) in self.gone and (number, column) not in self.back:
                text.append(row[column])
                places.append((number, column))
                self.back.add((number, column))
            column += step
        return "".join(text if step > 0 else reversed(text))


def _pieces(places: Sequence[Position]) -> tuple[Piece, ...]:
    return tuple(merge_pieces(Piece(number, column, column + 1) for number, column in dict.fromkeys(places)))
