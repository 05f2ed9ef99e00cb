"""Display type, line by line, in units that may be a headline or a part of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log

from papercut.layout.text.hyphenation import word_gap
from papercut.model.geometry import Box
from papercut.model.page import Block, Page
from papercut.model.pieces import Piece, split_pieces

SPACE_JOINS = 1.0
"""How much more often a space inside a line of display type parts two clauses of one headline than two headlines of
neighbouring columns: log-odds, counted on 66 pages as read by six tools."""
PARTED = 3.0
"""How much less likely a line goes on with one that looks like no display type, in log-odds."""
_STRANGE = re.compile(r"^[（(][^（()）]{1,30}[）)]$|[，、；,]$|。.")
_SHORT = 3
_NEAR = 3
_SURE = 4.0
_TRUST = 0.6
"""What the labels say of where a group begins counts so much: at 1 fewer headlines are right on unseen pages, at less
than 0.6 those of the seed page no longer are."""
_LEAST = 0.003
"""No reading of a line is less likely than this, whatever its label says."""
_OPENS, _CLOSES = "（(【《“「『〔", "）)】》”」』〕"


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of display type, or a part of one between spaces. `joins` is the log-odds that it goes on with the
    unit before it, `glue` what stands between the two if they do; `place` is its place in page order. `says` is
    what its label says of its role: the log of the chance of kicker, headline, deck; `size` is the em of its type,
    0 where the page has no geometry; `box` is that of its line, None there; `reads` is the log of the chance of
    each of `display_network.DISPLAY_LABELS` for its line, empty where nobody has asked."""

    text: str
    pieces: tuple[Piece, ...]
    place: int
    joins: float
    glue: str = ""
    doubled: bool = False
    says: tuple[float, float, float] = (0.0, 0.0, 0.0)
    size: float = 0.0
    box: Box | None = None
    reads: tuple[float, ...] = ()

    @property
    def labelled(self) -> bool:
        """Whether a label says anything of its role."""
        return self.says != (0.0, 0.0, 0.0)

    @property
    def chances(self) -> tuple[float, float, float]:
        """The chances of kicker, headline and deck, by its label."""
        kicker, head, deck = map(exp, self.says)
        total = kicker + head + deck
        return kicker / total, head / total, deck / total


def unit_lines(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units by the lines they stand on."""
    out: list[list[Unit]] = []
    for unit in units:
        if out and out[-1][0].place == unit.place:
            out[-1].append(unit)
        else:
            out.append([unit])
    return out


def join_units(units: Sequence[Unit]) -> str:
    """One string from units: with the space they had on their line, one between words in letters, else nothing."""
    out = ""
    last: Unit | None = None
    for unit in units:
        if last is not None:
            out += unit.glue if unit.glue and unit.place == last.place else word_gap(out, unit.text)
        out += unit.text
        last = unit
    return out


def drawn_once(raw: Sequence[str], units: list[Unit], copies: list[Unit]) -> list[Unit]:
    """The units without those that repeat a unit just before them, and without second halves that repeat the first;
    what repeats goes to `copies`."""
    out: list[Unit] = []
    for unit in units:
        seen = bare(unit.text)
        half = len(seen) // 2
        if half >= _SHORT and seen[:half] == seen[half:]:
            at = [k for k, ch in enumerate(unit.text) if not ch.isspace()][half]
            left, right = split_pieces(raw, unit.text, unit.pieces, at)
            copies.append(replace(unit, text=unit.text[at:], pieces=right))
            unit = replace(unit, text=unit.text[:at].rstrip(), pieces=left, doubled=True)
            seen = seen[:half]
        for k in range(len(out) - 1, max(-1, len(out) - 4), -1):
            if len(seen) > _SHORT and unit.place - out[k].place <= _NEAR and bare(out[k].text) == seen:
                out[k] = replace(out[k], doubled=True)
                copies.append(unit)
                break
        else:
            out.append(unit)
    return out


def parted(units: list[Unit]) -> list[Unit]:
    """The units with those that look like no display type parted from their neighbours: credits in brackets, and lines
    that end with a comma or hold a full stop."""
    out: list[Unit] = []
    odd = False
    for unit in units:
        strange = _STRANGE.search(unit.text) is not None
        if (odd or strange) and out and unit.joins > -PARTED:
            unit = replace(unit, joins=unit.joins - PARTED)
        out.append(unit)
        odd = strange
    return out


def bare(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def units_of(page: Page, block: Block, place: int, doubled: set[str]) -> list[Unit]:
    """The block's line as units: cut at its spaces where both sides are long enough to be something of their own."""
    joins, says = _read(block)
    twice = bare(block.text) in doubled
    text, pieces = block.text.strip(), block.pieces
    out: list[Unit] = []
    printed = page.printed[pieces[0].line - 1] if page.printed else None
    size, box = (printed.size, printed.box) if printed and not printed.whole else (0.0, None)
    since = 0
    for at, end in [*_cuts(text), (len(text), len(text))]:
        own, pieces = split_pieces(page.raw, text[since:], pieces, at - since)
        part = text[since:at]
        out.append(Unit(part, own, place, joins, " " if out else "", twice or bare(part) in doubled, says, size, box))
        since, joins = end, SPACE_JOINS
    return out


def _read(block: Block) -> tuple[float, tuple[float, float, float]]:
    """The log-odds that a line goes on with the group before it, and the log of the chance of each role."""
    odds = dict(block.readings)
    if not odds:  # another stage made the block: how sure it is, is all that is known
        same = "head-on" if block.starts == "cut" else "head"
        odds = {"head": 1 - block.confidence, "head-on": 1 - block.confidence, same: block.confidence}
    on = sum(chance for name, chance in odds.items() if name.endswith("-on"))
    joins = log((on + _LEAST) / (sum(odds.values()) - on + _LEAST))
    if not block.readings:
        return min(max(joins, -_SURE), _SURE), (0.0, 0.0, 0.0)
    joins = min(max(joins * _TRUST, -_SURE), _SURE)
    kicker, head, deck = (log(odds.get(r, 0.0) + odds.get(f"{r}-on", 0.0) + _LEAST) for r in ("kicker", "head", "deck"))
    return joins, (kicker, head, deck)


def _cuts(text: str) -> list[tuple[int, int]]:
    """The runs of space at which a line may be cut: not within brackets, and with three characters on either side."""
    if " " not in text and "\u3000" not in text:
        return []
    out: list[tuple[int, int]] = []
    since = 0
    for match in re.finditer(r"\s+", text):
        at, end = match.span()
        left, right = text[since:at], text[end:]
        if min(len(bare(left)), len(bare(right))) < _SHORT:
            continue
        if sum(ch in _OPENS for ch in left) != sum(ch in _CLOSES for ch in left):
            continue
        out.append((at, end))
        since = end
    return out
