"""Puts stories together to a page: which, in what grid, fitted to the paper; then draws it in the page's order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import lined
from around import Laid
from cells import Cell
from extras import advert, picture
from forms import formed
from grid import Leaf, Node, arrange, leaves
from heads import Placed, Unit, look
from mastheads import masthead
from pdf import Sheet, Type
from pieces import Piece, prepare
from sources import LINED, Story
from style import LIKE_OLD, Style, pick
from vary import varied

BOXED = 0.27
"""The share of pages whose shortest story is to be cut into the columns of the longest; it fits on fewer."""
NOTICED = 0.45
"""The share of pages of varied forms that end in a row of notices."""
COUNTS = {480: (3, 3), 560: (3, 6), 640: (4, 7), 730: (4, 8), 820: (6, 9), 910: (6, 9), 990: (5, 8), 1105: (6, 8)}


@dataclass
class Area:
    """Where the page's content goes; turns logical points (u along the lines, v across) into the page's."""

    style: Style
    top: float
    kept: float = 0.0
    """What is kept for notices at the end, across the lines."""

    @property
    def along(self) -> float:
        return self.tall if self.style.vertical else self.wide

    @property
    def across(self) -> float:
        return (self.wide if self.style.vertical else self.tall) - self.kept

    @property
    def wide(self) -> float:
        return self.style.width - 2 * self.style.margin

    @property
    def tall(self) -> float:
        return self.top - self.style.margin

    def point(self, u: float, v: float) -> tuple[float, float]:
        if self.style.vertical:
            return self.style.width - self.style.margin - v, self.top - u
        return self.style.margin + u, self.top - v

    def type(self, p: Placed) -> Type:
        x, y = self.point(p.u, p.v)
        if self.style.vertical:
            x -= p.size
        return Type(
            x, y - 0.88 * p.size, p.size, p.glyphs, p.stretch, p.gray, p.stroked, self.style.vertical or p.turned
        )

    def line(self, u0: float, v0: float, u1: float, v1: float) -> str:
        (a, b), (c, d) = self.point(u0, v0), self.point(u1, v1)
        return f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l S"

    def rect(self, u0: float, v0: float, u1: float, v1: float) -> str:
        (a, b), (c, d) = self.point(u0, v0), self.point(u1, v1)
        return f"{min(a, c):.2f} {min(b, d):.2f} {abs(c - a):.2f} {abs(d - b):.2f} re"


def choose(pool: Sequence[Story], style: Style, area: Area, rng: random.Random) -> list[Piece]:
    """Stories of the page's source (and of others, where it has few) that fill the page's area about."""
    own = [s for s in pool if s.source == style.source]
    if style.old and style.source in LIKE_OLD:
        own = [s for s in own if s.deck or s.kicker]
    rng.shuffle(own)
    if len(own) < 8:
        others = [s for s in pool if s.source != style.source]
        own += rng.sample(others, min(12, len(others)))
    budget = 0.7 * area.along * area.across / (style.em * style.line)
    count = rng.randint(*COUNTS[int(style.width)])
    pieces: list[Piece] = []
    for story in own:
        left = budget - sum(p.size for p in pieces)
        if (len(pieces) >= count and left < 0.3 * budget) or len(pieces) > count:
            break
        share = max(120.0, left / max(count - len(pieces), 1))
        fits = 0.45 * share < story.size < 5 * share or (60 < story.size < share and rng.random() < 0.45)
        if fits or rng.random() < 0.1:
            told = varied(story, rng)
            piece = prepare(formed(told, own, style.old, rng) if style.stories else told, style, rng)
            while piece.size > 2.2 * share and piece.drop():
                pass
            pieces.append(piece)
    if pieces and rng.random() < 0.6:
        longest = max(range(len(pieces)), key=lambda k: pieces[k].size)
        pieces.insert(0, pieces.pop(longest))
    for piece in pieces:
        if rng.random() < 0.22 * style.turn_p and not piece.lined:
            piece.cut(int(piece.size * rng.uniform(0.5, 0.97)), rng, style)
    return pieces


def cells(pieces: list[Piece], style: Style, rng: random.Random) -> list[Cell]:
    out = []
    for rank, piece in enumerate(pieces):
        frame = str(pick(rng, {"none": 73, "box": 13, "double": 6, "tint": 8}))
        how = look(style, rng, 0 if rank == 0 else 1 if piece.size > 260 else 2)
        kept = rng.uniform(55, 120) if rng.random() < 0.04 else 0.0
        ruled, filled = rng.random() < 0.58, rng.random() < 0.25
        column = rng.uniform(11.5, 20)
        if piece.lined:  # lines that stay lines want wide columns
            column = max(column, *(1.5 + lined.widest(piece.body, style, kind) for kind in LINED))
        out.append(Cell(piece, how, style, frame, ruled, column, filled and not kept, kept))
    return out


def with_box(nodes: list[Cell], rng: random.Random) -> list[Cell]:
    """The cells, the shortest of which is cut into the columns of the longest, if it is short beside it."""
    if len(nodes) < 4:
        return nodes
    outer = max(nodes, key=lambda c: c.piece.size)
    inner = min(nodes, key=lambda c: c.piece.size)
    while inner.piece.size > 0.3 * outer.piece.size and inner.piece.drop():
        pass
    if inner.piece.size > 0.4 * outer.piece.size or outer.piece.size < 400 or inner.piece.jump:
        return nodes
    outer.how = replace(outer.how, form="top")
    outer.column = min(outer.column, rng.uniform(10.5, 15.0))
    inner.how = replace(inner.how, form="top", bar=False, cap=rng.uniform(13, 22))
    inner.frame, inner.picture = str(pick(rng, {"box": 60, "double": 15, "tint": 25})), 0.0
    inner.column = rng.choice((inner.column, 40.0))
    outer.boxed = inner
    return [c for c in nodes if c is not inner]


def fit(nodes: list[Cell], style: Style, area: Area, rng: random.Random) -> Node | None:
    """The cells' grid, their stories shortened until it fits the page."""
    trees = [arrange(nodes, style, area.along, rng) for _ in range(4)]
    tree = min(trees, key=lambda t: t.natural(area.along))
    for _ in range(60):
        over = tree.natural(area.along) - area.across
        if over <= 0:
            return tree
        tallest = max(tree.binding(area.along), key=lambda c: c.piece.size)
        whole = tallest.piece.jump or tallest.piece.lined or tallest.piece.size <= 60
        if style.turn_p and rng.random() < style.turn_p and not whole:
            spare = over / style.line * tallest.piece.size / 30
            tallest.piece.cut(max(40, int(tallest.piece.size - max(20, spare))), rng, style)
        elif tallest.piece.jump and tallest.piece.size > 60:
            tallest.piece.body[-1:] = [(k, t[:-20]) for k, t in tallest.piece.body[-1:] if len(t) > 26]
        elif not tallest.piece.drop():
            if len(nodes) < 3:
                return None
            nodes.remove(tallest)
            tree = arrange(nodes, style, area.along, rng)
            continue
        tallest.touch()
        tree.forget()
    return None


def compose(pool: Sequence[Story], style: Style, seed: str) -> tuple[bytes, dict[str, object]] | None:
    """A page's PDF file and truth; None if the stories did not make a page."""
    rng = random.Random(seed)
    sheet = Sheet(style.width, style.height, style.emit, style.kangxi, style.draws_spaces, rng)
    heads, furniture, top = masthead(style, sheet, rng)
    area = Area(style, top)
    strip = notices(area.along, style, rng) if style.stories and rng.random() < NOTICED else None
    area.kept = strip.height + style.gap * style.em if strip else 0.0
    nodes = cells(choose(pool, style, area, rng), style, rng)
    if style.stories and rng.random() < BOXED:
        nodes = with_box(nodes, rng)
    tree = fit(nodes, style, area, rng) if len(nodes) > 1 else None
    if tree is None:
        return None
    spare = area.across - tree.natural(area.along)
    if spare > (0.2 if style.vertical else 0.09) * area.across:
        return None
    units: list[Unit] = []
    articles, boxes = [], 0
    tree.place(0.0, 0.0, area.along, area.across, style)
    for order, leaf in enumerate(leaves(tree)):
        laid = finished(leaf, style, rng)
        boxes += len(laid.pieces)
        paint(leaf, laid, sheet, area, style)
        units += [Unit(u.kind, u.lines, order) for u in (x.moved(leaf.u, leaf.v) for x in laid.units)]
        furniture += laid.furniture
        articles += [piece.article() for piece in (leaf.cell.piece, *laid.pieces)]
    if strip:
        down = area.across + area.kept - strip.height
        for _, u0, v0, u1, v1 in strip.rules:
            sheet.rule(f"0.80 w 0.200 G {area.rect(u0, v0 + down, u1, v1 + down)} S")
        units += [Unit(u.kind, u.lines, len(articles)) for u in (x.moved(0, down) for x in strip.units)]
        furniture += strip.furniture
    draw(sheet, heads, units, area, style, rng)
    made_with = style.made_with() | {"boxes": boxes}
    truth = {"articles": articles, "furniture": furniture, "source": style.source, "made_with": made_with}
    return sheet.save(), truth


def finished(leaf: Leaf, style: Style, rng: random.Random) -> Laid:
    """A leaf's content, with a picture or an advert below it where there is much room."""
    laid = leaf.cell.lay(leaf.width, leaf.height)
    pad = 7 if leaf.cell.frame != "none" else 0
    room, wide = leaf.height - laid.height - 6, leaf.width - 2 * pad
    chance = rng.random()
    more: Laid | None = None
    if room > 48 and wide > 90 and (chance < 0.35 or leaf.cell.picture):
        more = picture(wide, room, style, rng)
    elif room > 45 and chance < (0.9 if style.stories else 0.6):
        more = advert(wide, style, rng)
    if more is None or more.height > room + 1:
        return laid
    at = leaf.height - more.height - pad
    rules = [(k, u0 + pad, v0 + at, u1 + pad, v1 + at) for k, u0, v0, u1, v1 in more.rules]
    units, furniture = [u.moved(pad, at) for u in more.units], laid.furniture + more.furniture
    return Laid(leaf.height, laid.units + units, laid.rules + rules, furniture, laid.pieces)


def notices(width: float, style: Style, rng: random.Random) -> Laid | None:
    """Some notices side by side, in one row or two, over the page's width."""
    out = Laid(0.0, [])
    for _ in range(rng.choice((1, 1, 1, 2))):
        count = max(1, round(width / (style.em * rng.uniform(10, 24))))
        gap = 0.8 * style.em
        measure = (width - gap * (count - 1)) / count
        row = [made for _ in range(count) if (made := advert(measure, style, rng))]
        for k, made in enumerate(row):
            u, v = k * (measure + gap), out.height
            out.units += [unit.moved(u, v) for unit in made.units]
            if rng.random() < 0.8:
                out.rules += [(kind, u0 + u, v0 + v, u1 + u, v1 + v) for kind, u0, v0, u1, v1 in made.rules]
            out.furniture += made.furniture
        out.height += max((made.height for made in row), default=0.0) + 3
    return out if out.units else None


def paint(leaf: Leaf, laid: Laid, sheet: Sheet, area: Area, style: Style) -> None:
    """A leaf's frame, rules and bars."""
    u, v, w, h = leaf.u, leaf.v, leaf.width, leaf.height
    framed(leaf.cell.frame, (u, v, u + w, v + h), sheet, area)
    for kind, u0, v0, u1, v1 in laid.rules:
        at = (u + u0, v + v0, u + u1, v + v1)
        if kind in FRAMES:
            framed(kind, at, sheet, area)
        elif kind == "bar":
            sheet.rule(f"0.150 g {area.rect(*at)} f")
        elif kind == "column":
            sheet.rule(f"0.35 w 0.40 G {area.line(*at)}")
        elif kind == "advert":
            sheet.rule(f"0.80 w 0.200 G {area.rect(*at)} S")
        elif at[3] > at[1]:
            sheet.rule(f"0.600 g {area.rect(*at)} f")
    off = style.gap * style.em / 2
    if leaf.cell.ruled and style.vertical and u > 1:
        sheet.rule(f"0.40 w 0.30 G {area.line(u - off, v, u - off, v + h)}")
    elif leaf.cell.ruled and v > 1 and not style.vertical:
        sheet.rule(f"0.40 w 0.30 G {area.line(u, v - off, u + w, v - off)}")


FRAMES = ("none", "box", "double", "tint")


def framed(frame: str, at: tuple[float, float, float, float], sheet: Sheet, area: Area) -> None:
    """The frame of a story, in a cell or in another one's columns."""
    u0, v0, u1, v1 = at
    if frame == "tint":
        sheet.rule(f"0.930 g {area.rect(u0, v0, u1, v1)} f")
    elif frame != "none":
        sheet.rule(f"0.60 w 0.100 G {area.rect(u0, v0, u1, v1)} S")
        if frame == "double":
            sheet.rule(f"0.40 w 0.100 G {area.rect(u0 + 2, v0 + 2, u1 - 2, v1 - 2)} S")


def draw(
    sheet: Sheet, heads: list[list[Type]], units: list[Unit], area: Area, style: Style, rng: random.Random
) -> None:  # fmt: skip
    """Draw head and units in the page's order."""
    groups = [("masthead", [(t, False) for t in g]) for g in heads]
    body = style.draws_spaces
    parts = [(u.kind, [(area.type(p), body and u.kind == "body") for p in u.lines]) for u in units]
    bodies = [g for g in parts if g[0] == "body"]
    others = [g for g in parts if g[0] != "body"]
    if style.order == "bodies_first":
        ordered = bodies + groups + others
    elif style.order == "heads_first":
        ordered = groups + others + bodies
    elif style.order == "rows":
        ordered = groups + sorted(parts, key=lambda g: (-round(top_of(g[1]), 0), g[1][0][0].x))
    else:
        ordered = groups + parts
        if style.order == "random":
            rng.shuffle(ordered)
    for _, lines in ordered:
        for line, spaces in lines:
            sheet.text(line, spaces)


def top_of(lines: list[tuple[Type, bool]]) -> float:
    return max(t.y + 0.88 * t.size for t, _ in lines)
