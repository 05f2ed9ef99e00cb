"""Fragments: runs of body text that surely belong together.

A fragment is cut wherever the line labels leave real doubt that the text goes on. What can be seen of the step from
one to another stands in `links`; which follows which is decided for the page as a whole in `stitch`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import add

from papercut.languages import jump_lines
from papercut.languages.english import VALEDICTION
from papercut.languages.story_phrases import PHOTO_CREDIT, is_captioned
from papercut.layout.text.column_measure import width
from papercut.layout.text.parting_furniture import behind_furniture
from papercut.model.page import LINED, Block, Page, Role
from papercut.solver.text_likeness import Likeness

BODY = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.SUBHEAD, Role.CAPTION, Role.BYLINE, *LINED})
DOUBT = 0.05
"""A break at which the chance of a new story or of a cut is at least this begins a new fragment."""

SHEET_DOUBT = 0.4
"""The same on a page with geometry, whose line labels are much surer than any link."""

AWAY = ("story", "cut", "resumed")
"""What a line may be that does not go on from the text before it."""

LEAST_WORTH = 4.0
"""Nats that a display group and a fragment must share before the one is said to want the other: two rare pairs."""

TOO_COMMON = 60
"""A pair that more fragments hold is no evidence, however long the page."""

_STOPS = frozenset("。！？!?”」』…·")


@dataclass(slots=True)
class Fragment:
    """Blocks of body text in a row: `blocks` are indices in `Page.blocks`, `odds` the verdict on its first line,
    `pairs` its character pairs and `rare` those that few other fragments hold. `comes` and `goes` say whether it begins
    with a jump line from another page, or below a headline that a blank line parts from the story above, and ends with
    a jump line or with its author's name: on this page nothing stands before, or after."""

    order: int
    blocks: list[int]
    text: str
    first: int
    last: int
    odds: dict[str, float]
    measure: float
    end_short: float
    heads_above: int
    last_role: Role
    comes: bool = False
    goes: bool = False
    pairs: frozenset[str] | set[str] = frozenset()
    rare: frozenset[str] | set[str] = frozenset()

    @property
    def open_end(self) -> bool:
        """Whether the text breaks off in the middle of a sentence."""
        return self.last_role not in LINED and self.text[-1] not in _STOPS and self.text[-1] not in "）)】：:"

    @property
    def mid_start(self) -> float:
        """The chance that the first line goes on with a paragraph."""
        return self.odds.get("joined", 0.0) + self.odds.get("cut", 0.0)


def block_lines(page: Page) -> list[list[int]]:
    """For each block the indices in `page.lines` of its lines."""
    starts = sorted((p.line, p.start, i) for i, line in enumerate(page.lines) for p in line.pieces)
    by_line: dict[int, list[tuple[int, int]]] = {}
    for number, start, i in starts:
        by_line.setdefault(number, []).append((start, i))
    out: list[list[int]] = []
    for block in page.blocks or ():
        rows: list[int] = []
        for p in block.pieces:
            at = -1
            for start, i in by_line.get(p.line, ()):
                if start <= p.start:
                    at = i
            if at >= 0 and (not rows or rows[-1] != at):
                rows.append(at)
        out.append(rows)
    return out


def fragments(page: Page, *, cut_at_display: bool = False) -> list[Fragment]:
    """The page's body text as fragments, in the order of the page. With `cut_at_display`, one begins behind all display
    type too, whatever its first line is."""
    blocks = page.blocks or ()
    verdicts = {b.after: dict(b.odds) for b in page.breaks}
    rows_of_block = block_lines(page)
    doubt = SHEET_DOUBT if page.placed else DOUBT
    runs: list[tuple[list[int], dict[str, float], int]] = []
    heads = 0
    way = ""  # where the block before this one leads: `on` to another page, or `from` one if it says nothing else
    ways = [_way(block.text) if block.role in BODY else ("", False) for block in blocks]
    signed: set[int] = set()  # bylines that end the story above them
    pending: list[int] = []  # subheads, bylines and captions that wait for the text they stand over
    for k, block in enumerate(blocks):
        if block.role not in BODY:
            heads += block.role is Role.HEADLINE
            continue
        rows = rows_of_block[k]
        odds = verdicts.get(rows[0], {"story": 1.0}) if rows else {"story": 1.0}
        where, alone = ways[k]
        if block.role in (Role.BYLINE, Role.CAPTION) and not where:
            told = block.role is Role.BYLINE or is_captioned(block.text) or PHOTO_CREDIT.match(block.text) is not None
            if runs and not told and not page.placed:
                told = _stands_under(blocks, rows_of_block, runs[-1][0][-1], k)
            above = blocks[runs[-1][0][-1]] if runs else None
            open_ = above is not None and above.ends == "cut" and above.role is not Role.CAPTION
            open_ = open_ and not (above is not None and VALEDICTION.fullmatch(above.text))
            if told and page.printed and block.role is Role.BYLINE and _stands_at_headline(blocks, rows_of_block, k):
                told = False
            if told and runs and not heads and not pending and not open_ and _ends_here(blocks, k):
                runs[-1][0].append(k)
                if block.role is Role.BYLINE and not page.printed:
                    signed.add(k)
            else:
                pending.append(k)
            continue
        if block.role is Role.SUBHEAD and heads:
            pending.append(k)
            continue
        away = sum(odds.get(name, 0.0) for name in AWAY)
        if not heads and way != "on" and ((where == "on" and alone) or way == "from"):
            away = 0.0  # a line that only leads on ends the text before it, one that comes begins the text behind it
        elif where == "from" or way == "on":
            away = 1.0
        way = where if where == "on" or alone else ""
        if not runs or away >= doubt or (cut_at_display and heads):
            runs.append(([*pending, k], odds, heads))
        else:
            runs[-1][0].extend([*pending, k])
        pending, heads = [], 0
    if pending and runs:
        runs[-1][0].extend(pending)
    elif pending:
        runs.append((pending, {"story": 1.0}, heads))
    out = [_fragment(page, n, ks, odds, above, rows_of_block) for n, (ks, odds, above) in enumerate(runs)]
    parted = _parted_stories(page, rows_of_block) | _behind_furniture(page, rows_of_block)
    stories = {b.after for b in page.breaks if b.verdict == "story"}
    for f in out:
        f.comes = ways[f.blocks[0]][0] == "from" or (f.first in parted and f.first in stories)
        f.goes = ways[f.blocks[-1]][0] == "on" or f.blocks[-1] in signed
    _weigh_pairs(out)
    return out


def _behind_furniture(page: Page, rows_of_block: list[list[int]]) -> set[int]:
    """The lines right below headlines that stand behind a whole line of furniture, which parts them from what is
    above."""
    behind = behind_furniture(page)
    out: set[int] = set()
    apart = False
    for rows, block in zip(rows_of_block, page.blocks or (), strict=True) if behind else ():
        if block.role is Role.HEADLINE:
            apart = apart or not behind.isdisjoint(rows)
        elif apart and rows:
            out.add(rows[0])
            apart = False
    return out


def _parted_stories(page: Page, rows_of_block: list[list[int]]) -> set[int]:
    """The lines right below the headlines that a blank line parts from what is above, on a page of text alone where
    blank lines stand beside display type and nowhere else: there they part the stories."""
    if page.printed:
        return set()
    shown = {
        row
        for rows, block in zip(rows_of_block, page.blocks or (), strict=True)
        if block.role is Role.HEADLINE
        for row in rows
    }
    held = shown.union(chain.from_iterable(rows_of_block))
    out: set[int] = set()
    above, blank, apart = -1, False, False
    for at, line in enumerate(page.lines):
        if not line.text.strip():
            blank = above >= 0
        elif at in held:
            if blank and not shown & {above, at}:
                return set()  # they part paragraphs or columns too
            if at in shown:
                apart = blank or (apart and above in shown)
            elif apart and above in shown:
                out.add(at)
            above, blank = at, False
    return out


def _ends_here(blocks: Sequence[Block], k: int) -> bool:
    """Whether a byline or caption ends the text above it: no other text comes before the next headline."""
    for block in blocks[k + 1 :]:
        if block.role is Role.HEADLINE:
            return True
        if block.role in BODY and block.role not in (Role.BYLINE, Role.CAPTION):
            return False
    return True


def _stands_at_headline(blocks: Sequence[Block], rows: Sequence[Sequence[int]], k: int) -> bool:
    """Whether a headline follows right behind block `k`, and what is above stands further off."""
    if not k or k + 1 == len(blocks) or not (rows[k - 1] and rows[k] and rows[k + 1]):
        return False
    close = rows[k + 1][0] == rows[k][-1] + 1
    return close and blocks[k + 1].role is Role.HEADLINE and rows[k][0] > rows[k - 1][-1] + 1


def _stands_under(blocks: Sequence[Block], rows: Sequence[Sequence[int]], above: int, k: int) -> bool:
    """Whether caption `k`, or the captions that begin with it, stand right under a block above, and white below."""
    if not rows[above] or not rows[k] or rows[k][0] != rows[above][-1] + 1:
        return False
    end = k + 1
    while end < len(blocks) and rows[end] and rows[end][0] == rows[end - 1][-1] + 1:
        if blocks[end].role is not Role.CAPTION:
            return False
        end += 1
    return True


def _way(text: str) -> tuple[str, bool]:
    """Where a text leads by the jump line at its end (`on`) or comes `from` by that at its beginning, and whether it is
    nothing else."""
    found = jump_lines.find(text)
    whole = found is not None and jump_lines.ends_text(found, text)
    if found is None or (found.where == "on" and not found.start and not whole):
        return "", False  # what stands behind one that leads on is no part of its text
    return found.where, not found.start and whole


def display_groups(page: Page) -> list[str]:
    """The texts of the page's groups of display lines, a group's lines joined by line ends."""
    out: list[str] = []
    going = False
    for block in page.blocks or ():
        if block.role is not Role.HEADLINE:
            going = False
        elif going and block.starts == "cut":
            out[-1] += "\n" + block.text
        else:
            out.append(block.text)
            going = True
    return out


@dataclass(slots=True)
class WantedBy:
    """Which display group wants a fragment most: `rate` is the share of the group's found pairs that the fragment
    holds, `favourite` whether no other fragment holds more of them, `rates` the same share for every fragment."""

    group: int = -1
    rate: float = 0.0
    favourite: bool = False
    rates: dict[int, float] = field(default_factory=dict)


def wanted_by(found: Sequence[Fragment], groups: Sequence[str]) -> list[WantedBy]:
    """For each fragment the display group whose rare pairs it holds most of."""
    out = [WantedBy() for _ in found]
    likeness = Likeness.of_pairs([f.pairs for f in found], groups)
    for g, text in enumerate(groups):
        body, worth = likeness.of_text_pairs(text)
        if not worth:
            continue
        rates = {k: v / worth for k, v in body.items()}
        top = max(rates.values())
        for k, rate in rates.items():
            if rate >= 0.25 and rate > out[k].rate and body[k] >= LEAST_WORTH:
                out[k] = WantedBy(g, rate, rate >= top, rates)
    return out


def _fragment(
    page: Page, n: int, ks: list[int], odds: dict[str, float], heads: int, rows_of_block: list[list[int]]
) -> Fragment:
    blocks = [(page.blocks or ())[k] for k in ks]
    rows = [r for k in ks for r in rows_of_block[k]]
    widths = [width(page.lines[r].text.strip()) for r in rows]
    measure = _measure(widths)
    text = "".join(b.text for b in blocks if b.role not in (Role.BYLINE, Role.CAPTION)) or blocks[0].text
    first = rows[0] if rows else 0
    short = measure - (widths or [0.0])[-1]
    last = rows[-1] if rows else 0
    return Fragment(n, ks, text, first, last, odds, measure, short, heads, blocks[-1].role or Role.PARAGRAPH)


def _measure(widths: Sequence[float]) -> float:
    """The measure of a fragment's column: most lines are full, some a little over, last and first lines short."""
    return sorted(widths)[(len(widths) * 7) // 10] if widths else 0.0


def _weigh_pairs(found: list[Fragment]) -> None:
    """Give each fragment its character pairs, and those of them that at most a third of the fragments have."""
    once: set[str] = set()
    twice: set[str] = set()
    for f in found:
        f.pairs = set(map(add, f.text, f.text[1:]))
        twice |= f.pairs & once
        once |= f.pairs
    shared = [f.pairs & twice for f in found]
    count = Counter(chain.from_iterable(shared))
    limit = min(max(2, len(found) // 3), TOO_COMMON)
    rare = {p for p, c in count.items() if c <= limit}
    for f, pairs in zip(found, shared, strict=True):
        f.rare = pairs & rare
