"""One story in its cell of the page: head, columns, box, picture or advert in what is left."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import lined
from around import Hole, Laid, Stretch, around, between, capacity, even
from extras import advert, picture
from heads import SIDE, Head, Look, Placed, Unit, across, beside
from pdf import Glyph
from pieces import Piece, is_subhead
from setting import Set, display, length, paragraph
from style import KAI, Style

PAD = 7.0
WIDE_LEADS = 0.1
"""The share of stories whose first paragraph is set over all columns of the headline, on pages of varied forms."""
AROUND = 0.15
"""The share of long stories with a picture or an advert that their columns run around, on pages of varied forms."""


@dataclass
class Cell:
    piece: Piece
    how: Look
    style: Style
    frame: str
    """none, box, double or tint."""
    ruled: bool
    column: float
    """The column width it likes, in em."""
    filled: bool
    """Columns filled to the cell's bottom one after the other rather than evened out."""
    picture: float
    """The height kept for a picture below the story, or 0."""
    boxed: Cell | None = None
    """A short story in a box that its columns run around, where these are long enough."""
    cache: dict[float, list[Set | None]] = field(default_factory=dict)
    laid: dict[tuple[float, float], Laid] = field(default_factory=dict)

    def touch(self) -> None:
        """Forget what was set before the piece changed."""
        self.cache.clear()
        self.laid.clear()
        if self.boxed:
            self.boxed.touch()

    def natural(self, width: float) -> float:
        """The least height of the story at this width."""
        return self.lay(width).height + self.picture

    def lay(self, width: float, room: float = 0.0) -> Laid:
        """The story set at a width, in so much room if given (its columns then may be longer)."""
        key = (round(width, 2), round(room, 1))
        if key not in self.laid:
            self.laid[key] = self.compose(width, room)
        return self.laid[key]

    def compose(self, width: float, room: float) -> Laid:
        style, how = self.style, self.how
        pad = PAD if self.frame != "none" else 0.0
        inner = width - 2 * pad
        gutter = style.gutter * style.em
        side: Head | None = None
        if how.form == "side":
            rough = self.piece.size * style.em * style.line / (0.85 * inner)
            side = beside(self.piece, max(rough, 0.0) * 0.92, how, style)
        body = inner - (side.width if side else 0.0)
        n = max(1, round((body + gutter) / (self.column * style.em + gutter)))
        while n > 1 and (body + gutter) / n - gutter < 7.6 * style.em:
            n -= 1
        while n > 1 and self.piece.size * style.em / ((body + gutter) / n - gutter) < 2.5 * n:
            n -= 1
        column = (body + gutter) / n - gutter
        under = list(range(n))
        head: Head | None = None
        if not side:
            if how.form == "inset" and n >= 3:
                m = self.span(n)
                under = list(range(1 if how.right or n > m + 1 else 0, n))[:m]
            head = across(self.piece, len(under) * (column + gutter) - gutter, how, style)
        starts = [head.height if head and k in under else 0.0 for k in range(n)]
        opening = self.wide_lead(under, column + gutter, gutter) if head else None
        slots = self.slots(column / style.em, skip=opening is not None)
        hole = self.hole(n, column, gutter, len(slots)) if head and len(under) == n else None
        if opening:
            starts = [s + opening.height if k in under else s for k, s in enumerate(starts)]
        bottom = even(starts, len(slots), style, hole)
        if side:
            bottom = max(bottom, side.height)
        limit = room - 2 * pad
        if room and self.filled and limit > bottom:
            bottom = limit
        out = Laid(max(bottom, head.height if head else 0.0) + 2 * pad, [])
        left = pad + (side.width if side and not how.right else 0.0)
        if head:
            at = pad + under[0] * (column + gutter)
            out.units += [u.moved(at, pad) for u in head.units]
            if head.banner:
                out.furniture.append({"role": "banner", "text": head.banner})
            if head.banner_bar:
                left_end, top, wide = head.banner_bar
                out.rules.append(("bar", at + left_end, pad + top, at + left_end + wide, pad + top + 1.6 * style.body))
            if head.bar:
                right = at + len(under) * (column + gutter) - gutter
                out.rules.append(("bar", at, pad + head.bar[0], right, pad + sum(head.bar)))
        elif side:
            at = pad if not how.right else width - pad - side.width + SIDE * style.em
            out.units += [u.moved(at, pad) for u in side.units]
        if opening and head:
            out.units.append(Unit("body", [p for u in opening.units for p in u.moved(pad, pad + head.height).lines]))
        stretches = around(starts, bottom, hole)
        lines = self.pour(slots, stretches, left, pad, column, gutter)
        if hole:
            made = hole.content.moved(left + hole.columns[0] * (column + gutter), pad + hole.top(starts, bottom))
            out.units += [*made.units, *lines] if hole.first else [*lines, *made.units]
            out.rules += made.rules
            out.furniture += made.furniture
            out.pieces += made.pieces
        else:
            out.units += lines
        for p in (p for unit in lines for p in unit.lines if p.under):
            out.rules.append(("column", p.u, p.v + 1.15 * p.size, p.u + p.under, p.v + 1.15 * p.size))
        if style.column_rules:
            for k, top, end in between(stretches):
                u = left + k * (column + gutter) - gutter / 2
                out.rules.append(("column", u, pad + top, u, pad + end))
        return out

    def span(self, n: int) -> int:
        return n - 1 if n == 3 or random.Random(self.how.seed).random() < 0.6 else n - 2

    def wide_lead(self, under: list[int], step: float, gutter: float) -> Laid | None:
        """The first paragraph set over the headline's columns, in larger type; None for most stories."""
        style, piece = self.style, self.piece
        rng = random.Random(self.how.seed + 1)
        first = piece.body[0]
        fits = len(under) > 1 and len(piece.body) > 2 and first[0] == "paragraph" and 40 <= len(first[1]) <= 260
        if not (style.varied and fits and rng.random() < WIDE_LEADS):
            return None
        large = rng.choice((1.0, 1.1, 1.2, 1.3))
        measure = (len(under) * step - gutter) / (style.em * large)
        shown = piece.body[0][1]
        lead = len(piece.lead) if style.lead_font else 0
        font = rng.choice((style.body_font, style.body_font, KAI))
        lines = paragraph([(shown[:lead], style.lead_font or font), (shown[lead:], font)], measure, style)
        at = under[0] * step
        placed = [
            Placed(at + s.start * style.em * large, k * style.line * large, s.size * large, s.glyphs, s.stretch)
            for k, s in enumerate(lines)
        ]
        return Laid(len(lines) * style.line * large + 0.4 * style.body, [Unit("body", placed)])

    def hole(self, n: int, column: float, gutter: float, lines: int) -> Hole | None:
        """Room for a box, a picture or an advert that the columns run around; None for most stories."""
        rng = random.Random(self.how.seed + 2)
        if self.boxed and n > 1:
            return self.box(n, column, gutter, lines, rng)
        if not self.style.varied or n < 3 or self.piece.size < 500 or rng.random() >= AROUND:
            return None
        wide = rng.randint(1 if column > 110 else 2, n - 1)
        first = rng.randint(0, n - wide)
        reach, height = wide * (column + gutter) - gutter, rng.uniform(60, 130)
        place = rng.choice(("top", "top", "bottom", "middle"))
        made = advert(reach, self.style, rng) if rng.random() < 0.15 else None
        made = made or picture(reach, height - self.style.body, self.style, rng)
        return Hole(list(range(first, first + wide)), made, place, rng.uniform(0.2, 0.7), True, self.style.body)

    def box(self, n: int, column: float, gutter: float, lines: int, rng: random.Random) -> Hole | None:
        """Room for the boxed story, where the columns are then still longer than it; None where they are not."""
        assert self.boxed
        place = rng.choice(("top", "bottom", "bottom", "middle"))
        corner, first, share = rng.choice((0.0, 1.0, 1.0, rng.random())), rng.random() < 0.5, rng.uniform(0.2, 0.7)
        for wide in rng.sample(range(1, n), n - 1):
            reach = wide * (column + gutter) - gutter
            if reach < 9 * self.style.em + 2 * PAD:
                continue
            made = self.boxed.lay(reach)
            whole = (lines * self.style.line + made.height * wide) / n
            if made.height < 0.85 * whole:
                at = round(corner * (n - wide))
                framed = Laid(
                    made.height, made.units, [(self.boxed.frame, 0, 0, reach, made.height), *made.rules],
                    made.furniture, [*made.pieces, self.boxed.piece],
                )  # fmt: skip
                return Hole(list(range(at, at + wide)), framed, place, share, first, self.style.body)
        return None

    def slots(self, measure: float, *, skip: bool = False) -> list[Set | None]:
        """The body's lines, with None for a blank one; `skip` leaves out the first paragraph."""
        key = round(measure, 3) + (1e6 if skip else 0.0)
        if key in self.cache:
            return self.cache[key]
        style, piece = self.style, self.piece
        out: list[Set | None] = []
        for k, (kind, text) in enumerate(piece.body):
            last = k == len(piece.body) - 1
            if skip and k == 0:
                continue
            if is_subhead(kind, text) and not (last and piece.jump):
                out += [None, self.subhead(text, measure)]
                if style.sub_after:
                    out.append(None)
                continue
            shown = text + (piece.jump if last else "")
            if kind in lined.SETTERS:
                out += lined.SETTERS[kind](shown, measure, style, self.how.seed + 3, lined.widest(piece.body, style))
                continue
            lead = len(piece.lead) if k == 0 and style.lead_font else 0
            out += paragraph([(shown[:lead], style.lead_font), (shown[lead:], style.body_font)], measure, style)
        while out and out[-1] is None:
            out.pop()
        if piece.signature:
            self.sign(out, measure)
        self.cache[key] = out
        return out

    def subhead(self, text: str, measure: float) -> Set:
        style = self.style
        size = 1.12 * style.body
        glyphs = display(text, style.sub_font, style)
        reach, room = length(glyphs, style.vertical) * size, measure * style.em
        stretch = min(1.0, room / reach)
        start = 0.0 if style.sub_left else max(0.0, (room - reach) / 2 / style.em)
        return Set(start, tuple(glyphs), measure, size, stretch)

    def sign(self, out: list[Set | None], measure: float) -> None:
        """Put the signature at the end of the last line, or on a line of its own."""
        style, line = self.style, out[-1]
        name = display(self.piece.signature, KAI, style)
        reach = length(name, style.vertical)
        own = (self.piece.flush or self.piece.body[-1][0] == "table") and reach < measure - 1
        if not own and line is not None and line.size == style.body and line.end + reach + 1 < measure:
            *rest, g = line.glyphs
            gap = measure - 0.4 - reach - line.end
            out[-1] = Set(line.start, (*rest, Glyph(g.ch, g.family, gap), *name), measure, line.size, line.stretch)
        elif reach > measure:
            out += paragraph([(self.piece.signature, KAI)], measure, style, 0.0)
        else:
            out.append(Set(max(0.0, measure - reach - 0.4), tuple(name), measure, style.body, style.stretch))

    def pour(
        self, slots: list[Set | None], stretches: list[Stretch], left: float, top: float, column: float, gutter: float
    ) -> list[Unit]:  # fmt: skip
        """The lines in the columns."""
        style, k = self.style, 0
        out: list[Unit] = []
        last = -1
        for c, start, end in stretches:
            lines: list[Placed] = []
            for row in range(capacity(end - start, style)):
                while k < len(slots) and slots[k] is None and not lines:
                    k += 1
                if k == len(slots):
                    break
                line = slots[k]
                k += 1
                if line is None:
                    lines.append(Placed(0, 0, 0, ()))
                    continue
                u = left + c * (column + gutter) + line.start * style.em
                v = top + start + row * style.line + (style.body - line.size) * 0.5
                lines.append(Placed(u, v, line.size, line.glyphs, line.stretch, under=line.under * style.em))
            drawn = [p for p in lines if p.glyphs]
            if drawn and c == last:
                out[-1].lines += drawn
            elif drawn:
                out.append(Unit("body", drawn))
                last = c
        return out
