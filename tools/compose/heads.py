"""Headlines with kicker, decks and byline, in the shapes that the bench's pages have."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import jieba
from notices import COLUMNS
from pdf import Glyph
from pieces import Piece
from setting import CLOSING, OPENING, display, length, spread
from sources import converter
from style import BLACK, DECK_FONTS, HEAD_FONTS, KAI, SANS, Style, pick

jieba.setLogLevel(60)
BANNERED = 0.1
"""The share of headlines with a column's name above, on pages of varied forms."""
AT_SPACES = 0.6
"""The share of headlines in several parts that have a line for each."""
LINE, TURNED, SIDE = 1.24, 1.14, 1.2
"""The advance of headline lines, of a headline's glyphs set downwards (both in sizes), and the room behind these."""


@dataclass(frozen=True)
class Placed:
    """A line of type at its cell's top left corner, in points, u along the lines and v across them."""

    u: float
    v: float
    size: float
    glyphs: tuple[Glyph, ...]
    stretch: float = 1.0
    gray: float = 0.0
    stroked: bool = False
    turned: bool = False
    under: float = 0.0
    """The length of a rule below it."""


@dataclass
class Unit:
    """What the page draws in one go."""

    kind: str
    lines: list[Placed]
    order: int = 0

    def moved(self, u: float, v: float) -> Unit:
        return Unit(self.kind, [replace(p, u=p.u + u, v=p.v + v) for p in self.lines], self.order)


@dataclass(frozen=True)
class Look:
    """How one article's headline looks."""

    form: str
    """top, inset or side."""
    align: str
    """centre, left, spread or step."""
    font: str
    deck_font: str
    cap: float
    bar: bool
    double: str
    line_font: str
    line_align: str
    dash: bool
    right: bool
    seed: int


def look(style: Style, rng: random.Random, rank: int) -> Look:
    """Draw a headline's look; rank 0 is the page's lead."""
    form = "top" if style.vertical else str(pick(rng, {"top": 84, "inset": 8, "side": 8}))
    bar = form == "top" and rng.random() < 0.065
    caps = ((36, 47), (24, 34), (15, 31))[min(rank, 2)]
    return Look(
        form=form, align=str(pick(rng, {"centre": 34, "left": 20, "spread": 24, "step": 22})),
        font=str(pick(rng, HEAD_FONTS[style.script])), deck_font=str(pick(rng, DECK_FONTS)),
        cap=min(rng.uniform(*caps), style.width / 15), bar=bar,
        double="none" if bar or rng.random() < 0.45 else style.double, line_font=rng.choice((KAI, KAI, SANS)),
        line_align=rng.choice(("left", "centre", "right", "right")), dash=rng.random() < 0.5,
        right=rng.random() < 0.4, seed=rng.randrange(1 << 30),
    )  # fmt: skip


def split(text: str, n: int, rng: random.Random) -> list[str]:
    """The headline in n lines of about one length, at spaces and word ends where these are near."""
    if n == 1:
        return [text]
    words = [w for w in jieba.cut(text) if w]
    ends, at = [], 0
    for w in words:
        at += len(w)
        ends.append(at)
    spaces = [i for i, ch in enumerate(text) if ch == " "]
    cuts: list[int] = []
    for k in range(1, n):
        want = k * len(text) / n
        near = [s for s in spaces if abs(s - want) <= len(text) / n * 0.45 and s not in cuts]
        pool = near or ([e for e in ends if abs(e - want) <= 2.6] if rng.random() < 0.85 else [])
        best = min(pool, key=lambda e: abs(e - want)) if pool else round(want)
        while 0 < best < len(text) and (text[best] in CLOSING or text[best - 1] in OPENING):
            best += 1
        cuts.append(best)
    edges = [0, *sorted(set(cuts)), len(text)]
    return [part for a, b in pairwise(edges) if (part := text[a:b].strip())]


@dataclass
class Head:
    """A set head: its height, its units, and the bar behind it (top, height), if any."""

    height: float
    units: list[Unit]
    bar: tuple[float, float] | None = None
    width: float = 0.0
    banner: str = ""
    """The column's name that stands above the headline."""
    banner_bar: tuple[float, float, float] | None = None
    """Where it stands on black: its left end, its top, its width."""


def across(piece: Piece, width: float, how: Look, style: Style) -> Head:
    """A head over a measure of so many points."""
    rng = random.Random(how.seed)
    hs = style.head_stretch
    out: list[Unit] = []
    v = 0.0
    banner, banner_bar = "", None
    if style.stories and rng.random() < BANNERED:
        banner, banner_bar = column_name(out, width, style, rng)
        v += 2.0 * style.body
    if piece.story.kicker:
        v = kicked(out, piece.story.kicker, width, v, how, style, rng)
    decks, above = list(piece.story.deck), 0
    if style.old and style.varied and decks and rng.random() < 0.15:
        above = 1
        v = decked(out, decks[:above], 1.4 * style.body, width, v, how, style, rng)
    lines, size = fitted(piece.story.headline, width - (8 if how.bar else 0), how, style, rng)
    if style.stories and " " in piece.story.headline and rng.random() < AT_SPACES:
        lines, size = at_spaces(piece.story.headline, width - (8 if how.bar else 0), how, style) or (lines, size)
    if how.bar:
        v += 4
    placed = []
    for k, text in enumerate(lines):
        glyphs = display(text, how.font, style, rng.choice((0.0, 0.03, 0.06)))
        stretch = hs
        room = (width - (8 if how.bar and how.align != "spread" else 0)) / (size * hs)
        reach = length(glyphs, style.vertical)
        if how.align == "spread" or reach > room:
            if reach > room:
                glyphs = display(text, how.font, style)
                reach = length(glyphs, style.vertical)
                if reach > room and not style.vertical:
                    stretch = hs * room / reach
            if how.align == "spread" and (room - reach) / max(len(glyphs) - 1, 1) < 1.5:
                glyphs = spread(glyphs, room * hs / stretch, style.vertical)
                reach = room
            reach = min(reach, room)
        u = {"centre": (room - reach) / 2, "left": 0.0, "spread": 0.0}.get(
            how.align, (room - reach) * k / max(len(lines) - 1, 1) if len(lines) > 1 else (room - reach) / 2
        )
        placed.append(Placed(u * size * hs, v + k * LINE * size, size, tuple(glyphs), stretch))
    out.append(Unit("head", doubled(placed, how, style)))
    v += len(lines) * LINE * size
    bar = None
    if how.bar:
        bar = (placed[0].v - 0.1 * size, len(lines) * LINE * size + 0.2 * size)
        v += 3
    v = decked(out, [*piece.authors, *decks[above:]], size, width, v, how, style, rng)
    if piece.own_line:
        line = 1.02 * style.body
        placed = [aligned(piece.own_line, how.line_font, line, width, v + 4, how, style, how.line_align)]
        out.append(Unit("byline", placed))
        v += 1.6 * line + 4
    return Head(v + 0.65 * style.body + 0.16 * size, out, bar, banner=banner, banner_bar=banner_bar)


def column_name(
    out: list[Unit], width: float, style: Style, rng: random.Random
) -> tuple[str, tuple[float, float, float] | None]:
    """Put the name of a column above a headline, on black or bare; what it is and where its bar stands."""
    name = rng.choice(COLUMNS)
    if style.script == "hant":
        name = converter("s2t").convert(name)
    size = style.body * rng.uniform(1.0, 1.5)
    glyphs = display(name, rng.choice((BLACK, SANS, KAI)), style, rng.choice((0.0, 0.1, 0.4)))
    reach = length(glyphs, style.vertical) * size
    if reach > width - 12:
        return "", None
    black = rng.random() < 0.6
    u = rng.choice((0.0, 0.0, (width - reach) / 2)) + 4
    out.append(Unit("banner", [Placed(u, 2.0, size, tuple(glyphs), gray=1.0 if black else 0.0)]))
    return name, (u - 4, 1.0, reach + 8) if black else None


def kicked(out: list[Unit], text: str, width: float, v: float, how: Look, style: Style, rng: random.Random) -> float:
    """Set a kicker above a headline, in two lines where it is long; where the next line begins."""
    factor, font = (rng.uniform(1.1, 1.75), rng.choice((KAI, SANS, how.deck_font))) if style.varied else (1.2, KAI)
    size = factor * style.body
    long = style.varied and len(text) * size > width
    for part in split(text, 2 if long else 1, rng):
        out.append(Unit("kicker", [aligned(part, font, size, width, v, how, style)]))
        v += 1.5 * size if not long else 1.3 * size
    return v


def decked(
    out: list[Unit], texts: Sequence[str], size: float, width: float, v: float, how: Look, style: Style,
    rng: random.Random,
) -> float:  # fmt: skip
    """Set decks beside a headline of this size, those of old papers each in its own too; where the next line begins."""
    share = rng.uniform(0.4, 0.62) if style.varied else 0.48
    own = style.old and style.varied and rng.random() < 0.4
    for text in texts:
        deck = min(20.0 if style.varied else 17.0, max(share * size, 1.15 * style.body))
        if own:
            deck *= rng.uniform(0.75, 1.2)
        for part in split(text, 1 + int(len(text) * deck * 1.08 > width), rng):
            dash = "——" if how.dash and part == text[: len(part)] else ""
            out.append(Unit("deck", [aligned(dash + part, how.deck_font, deck, width, v + 3, how, style)]))
            v += 1.35 * deck
        v += 3
    return v


def fitted(
    text: str, width: float, how: Look, style: Style, rng: random.Random
) -> tuple[list[str], float]:  # fmt: skip
    """The headline's lines and size: few lines, as large as the look's cap allows."""
    most = 2 if how.bar else 4 if width < 13 * style.em else 3
    best: tuple[list[str], float] = ([text], 13.0)
    for n in range(1, most + 1):
        lines = split(text, n, rng)
        longest = max(length(display(t, how.font, style), style.vertical) for t in lines)
        size = min(how.cap, width / (longest * style.head_stretch * 1.02))
        if size > best[1] * (1.0 if n == 1 else 1.12):
            best = (lines, size)
        if size >= 0.74 * how.cap:
            break
    return best[0], max(best[1], 10.5)


def at_spaces(text: str, width: float, how: Look, style: Style) -> tuple[list[str], float] | None:
    """The headline with a line for each of its parts, as Hong Kong and Taiwan set theirs; None if it gets too small."""
    lines = text.split()
    longest = max(length(display(t, how.font, style), style.vertical) for t in lines)
    size = min(how.cap, width / (longest * style.head_stretch * 1.02))
    return (lines, size) if len(lines) <= 4 and size >= 12 else None


def aligned(
    text: str, font: str, size: float, width: float, v: float, how: Look, style: Style, where: str = ""
) -> Placed:  # fmt: skip
    """A line of small display type, squeezed where it is too long."""
    glyphs = display(text, font, style)
    reach = length(glyphs, style.vertical) * size
    stretch = 1.0
    if reach > width and not style.vertical:
        stretch, reach = max(0.5, width / reach), width
    where = where or ("left" if how.align == "left" else "centre")
    u = {"left": 0.0, "right": width - reach - 0.3 * size}.get(where, (width - reach) / 2)
    return Placed(max(u, 0.0), v, size, tuple(glyphs), stretch)


def doubled(lines: list[Placed], how: Look, style: Style) -> list[Placed]:
    """The lines with the copies that the page draws of them."""
    if how.bar:
        return [Placed(p.u, p.v, p.size, p.glyphs, p.stretch, 1.0) for p in lines]
    if how.double == "none":
        return lines
    shift = random.Random(how.seed).choice((0.6, 0.6, 0.025 * lines[0].size, 0.06 * lines[0].size))
    out: list[Placed] = []
    if how.double in ("shadow", "shadow_layer"):
        down = -shift if style.vertical else shift
        under = [Placed(p.u + shift, p.v + down, p.size, p.glyphs, p.stretch, 0.72) for p in lines]
        if how.double == "shadow_layer":
            return under + lines
        for a, b in zip(under, lines, strict=True):
            out += [a, b]
        return out
    for p in lines:
        out += [Placed(p.u, p.v, p.size, p.glyphs, p.stretch, 0.0, how.double == "outline"), p]
    return out


def beside(piece: Piece, height: float, how: Look, style: Style) -> Head | None:
    """A head set downwards at a cell's side, no higher than that; None if it would be too small."""
    text = piece.story.headline.replace(" ", "")
    rng = random.Random(how.seed)
    columns = [text] if len(text) <= 14 else split(text, 2, rng)
    longest = max(map(len, columns))
    size = min(34.0, height / (longest * TURNED), how.cap)
    if size < 13 or longest < 3:
        return None
    units: list[Unit] = []
    u = 0.0
    head: list[Placed] = []
    if style.stories and rng.random() < 0.4:  # read from left to right
        columns.reverse()
    for k, part in enumerate(columns):
        glyphs = tuple(Glyph(ch, how.font if how.font != "LXGW WenKai Regular" else BLACK, TURNED - 1) for ch in part)
        head.append(Placed((len(columns) - 1 - k) * 1.25 * size, 0.0, size, glyphs, turned=True))
    units.append(Unit("head", head))
    u = len(columns) * 1.25 * size + 0.1 * size
    small = max(0.42 * size, 1.1 * style.body)
    for text in (*piece.authors, *piece.story.deck):
        if len(text) * small * TURNED <= height:
            glyphs = tuple(Glyph(ch, KAI, TURNED - 1) for ch in text)
            units.append(Unit("deck", [Placed(u, 0.0, small, glyphs, turned=True)]))
            u += 2 * small
        else:
            return None
    for text in (x for x in (piece.story.kicker, piece.own_line) if x):
        if not style.stories or len(text) * small * TURNED > height:
            return None
        kind = "kicker" if text == piece.story.kicker else "byline"
        units.append(Unit(kind, [Placed(u, 0.0, small, tuple(Glyph(ch, KAI, TURNED - 1) for ch in text), turned=True)]))
        u += 2 * small
    return Head(longest * TURNED * size, units, width=u + SIDE * style.em)
