"""How a line of a page in a Western script looks: what the signs of `papercut.solver.western.line_signs` are read
from.

Lengths are in em of the line's own type. Where a page has no geometry, characters stand for it: half an em each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, mode

from papercut.languages import other_packages
from papercut.languages.region_kinds import KINDS
from papercut.languages.western import HYPHENS, LONGEST, PHOTO_CREDIT, PHOTO_LABEL, dateline, is_byline, is_folio
from papercut.languages.western_jump_lines import jump
from papercut.layout.sheet.ordered_lines import without_slant
from papercut.layout.sheet.orientation import orientation_of
from papercut.layout.text.column_measure import width
from papercut.model.geometry import Box
from papercut.model.page import Page
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.western.advert_runs import find_adverts
from papercut.solver.western.deck_banks import deck_banks
from papercut.solver.western.letter_signatures import mark_letters
from papercut.solver.western.line_look import FAR_LARGER, TITLE, LineLook
from papercut.solver.western.wordlikeness import badly_read, is_scrap, wordlike
from papercut.stage_notes import leave_note

AROUND = 10
"""Lines on either side that say how wide a column and how large its type is."""
NEXT = 2.4
"""Middles of lines no further apart than this, in em of the larger type, are right below one another."""
SETS, SIGNED = 4, 2.0
"""So many lines say where a column ends on the right; and the middle of a signature that stands at its edge is no
further below theirs, in em."""
EDGE = 0.08
"""So much of the page's height at its top and bottom is where running heads stand."""
MOST_INDENT = 4.0
"""Em; lines that begin further apart are not of one column, or not running text."""
OUTER = 3
"""So many of the first and last lines are, where there is no geometry."""

_UPPER, _LOWER = "A-Z\u00c0-\u00de", "a-z\u00df-\u00ff"
_INITIAL = re.compile(f"[{_UPPER}] ?['’]?[{_UPPER}]+,? [{_LOWER}]|[{_UPPER}] [{_LOWER}]{{3}}")
"""A first word set in capitals, as behind an initial."""
_WORDS = re.compile("[^\\W\\d_]+")
_STOPS = ".!?…:;。।॥۔؟؛།༎။។።"
_CLOSING = "»”\"'’)]"
_OPENING = "«“„\"'‘’(–—-•· "


@dataclass(slots=True)
class _Spot:
    """Where a line stands: from `left` to `right`, its middle at `middle`, its em."""

    left: float
    right: float
    middle: float
    size: float


def line_looks(page: Page, rows: Sequence[MeasuredLine], lead_patterns: tuple[str, ...] = ()) -> list[LineLook]:
    """The look of each row of a page. `lead_patterns` are a paper's own datelines as regular expressions."""
    out = [_read(row.text) for row in rows]
    for fault in other_packages.faults_met():
        leave_note("plugin-left-out", fault)
    if lead_patterns:
        from papercut.user_patterns import compile_patterns, search

        own = compile_patterns(lead_patterns)
        for look in out:
            look.dateline = look.dateline or any(search(p, look.text) for p in own)
    for a, b in pairwise(out):
        a.next, b.last = b, a
    _call(page, rows, out)
    if page.placed:
        _place(page, rows, out)
        trust = _trust(out, lambda look: look.large), _trust(out, lambda look: look.very_large)
        for look in out:
            look.trust_large, look.trust_very_large = trust
    else:
        _place_text(page, rows, out)
    if not badly_read(page.raw):
        return out
    for look, advert in zip(out, find_adverts(out), strict=True):
        look.misread, look.advert = True, advert
        look.turn = look.last is not None and look.last.advert != advert
    return out


def _trust(looks: Sequence[LineLook], large: Callable[[LineLook], bool]) -> float:
    """How much large type says on this page: the share of its large lines that are not running text.

    Lines that go on with a sentence are running text whatever their size. If one looks large alone among others, its
    box was misread; so as many of the lines were whose words do not say what they are.
    """
    found = [large(look) for look in looks]
    text = [k for k, look in enumerate(looks) if k and look.letters > 2 and (look.small or looks[k - 1].hyphen)]
    alone = sum(found[k] and not found[k - 1] and not any(found[k + 1 : k + 2]) for k in text)
    misread = alone * len(looks) / max(1, len(text))
    return min(1.0, max(0.0, sum(found) - misread + 1) / (sum(found) + 1))


def _place_text(page: Page, rows: Sequence[MeasuredLine], out: Sequence[LineLook]) -> None:
    """Say of each row how it stands among the others, by the characters that stand for em."""
    indents = _indents(page, rows)
    habit = _begins_with_indents(rows, out, indents)
    for k, (look, row) in enumerate(zip(out, rows, strict=True)):
        look.edge = not OUTER <= k < len(rows) - OUTER
        look.column, look.habit = bool(row.measure), habit
        look.indent, look.short = indents[k], row.short - indents[k]
        look.above = float(row.gap)
        look.under = row.gap == 0
        if look.last:
            look.last.below = look.above
    mark_letters(out, _beginnings(page, rows))
    for k, look in enumerate(out):
        if PHOTO_LABEL.match(look.text):
            end = k + 1
            while end < len(out) and not out[end].above and out[end - 1].end != "." and end - k < OUTER:
                end += 1
            for line in out[k:end]:
                line.credit = True
        if PHOTO_CREDIT.search(look.text[-LONGEST:]):
            first = k
            while first and not out[first].above and out[first - 1].end != ".":
                first -= 1
            for line in out[first : k + 1] if k - first < OUTER else ():
                line.credit = True


def _indents(page: Page, rows: Sequence[MeasuredLine]) -> list[float]:
    """By how much each row begins to the right of most of those around it, in em."""
    begins = _beginnings(page, rows)
    out: list[float] = []
    for k, begin in enumerate(begins):
        near = [b for b in begins[max(0, k - AROUND) : k + AROUND + 1] if b >= 0 and abs(b - begin) <= MOST_INDENT]
        out.append(max(0.0, begin - mode(sorted(near))) if near and begin >= 0 else rows[k].indent)
    return out


def _beginnings(page: Page, rows: Sequence[MeasuredLine]) -> list[float]:
    """Where each row begins on its line, in em; -1 where that is not known."""
    begins = []
    for row in rows:
        pieces = page.lines[row.index].pieces
        raw = page.raw[pieces[0].line - 1].expandtabs() if pieces else ""
        before = raw[: len(raw) - len(raw.lstrip())]
        begins.append(width(before) if pieces and pieces[0].start <= len(before) else -1.0)
    return begins


def _begins_with_indents(rows: Sequence[MeasuredLine], looks: Sequence[LineLook], indents: Sequence[float]) -> bool:
    """Whether the page's paragraphs begin with an indent: lines below white, or behind the end of a sentence, do, and
    hardly any others."""
    indented = [k for k in range(1, len(rows)) if indents[k] >= 1]
    begins = sum(bool(rows[k].gap) or looks[k - 1].end == "." for k in indented if not looks[k].small)
    return begins > 1 and 4 * (len(indented) - begins) <= begins


def _read(text: str) -> LineLook:
    """What the words alone say."""
    look = LineLook(text)
    bare = text.lstrip(_OPENING)
    look.letters = sum(map(str.isalpha, text))
    look.words, look.scrap = wordlike(text), is_scrap(text)
    upper = sum(map(str.isupper, text))
    look.small = bare[:1].islower()
    look.capitals = look.letters > 2 and upper >= 0.75 * look.letters
    ending = text.rstrip(_CLOSING + " ")[-1:]
    look.initial = len(text) > 14 and _INITIAL.match(text) is not None
    words = [w for w in _WORDS.findall(text) if len(w) > 3]
    look.title = len(words) > 1 and len(text) <= TITLE and all(w[0].isupper() for w in words) and bare[:1].isupper()
    look.end = "." if ending in _STOPS else "," if ending == "," else ""
    look.hyphen = len(text) > 2 and text[-1] in HYPHENS + "=" and text[-2].isalpha()
    found = jump(text)
    look.jump = found[2] if found else ""
    look.byline, look.folio = is_byline(text), is_folio(text)
    look.dateline = not look.folio and dateline(text) is not None
    return look


def _place(page: Page, rows: Sequence[MeasuredLine], looks: Sequence[LineLook]) -> None:
    """Say of each row how it stands among the others."""
    view = orientation_of(page)
    spots = [_spot(page, row, view.em) for row in rows]
    high = max((s.middle for s in spots), default=1.0) or 1.0
    rules = [d.box for d in page.drawn if d.kind == "rule" and d.box[2] - d.box[0] > 3 * (d.box[3] - d.box[1])]
    first = 0
    for k in range(1, len(spots) + 1):
        if k < len(spots) and (stands_below(spots[k - 1], spots[k]) or _ends_run(spots[first:k], spots[k])):
            continue
        if k < len(spots):
            looks[k].under = False
        _place_run(spots[first:k], looks[first:k], view.em)
        first = k
    mark_letters(looks, [spot.left / spot.size for spot in spots])
    ragged = _raggedness(looks)
    far = [look.page_size >= FAR_LARGER for look in looks]
    for k, look in enumerate(looks):
        near = far[max(0, k - AROUND) : k + AROUND + 1]
        look.ragged, look.many = ragged, far[k] and sum(near) > 0.7 * len(near)
    for k, (spot, look) in enumerate(zip(spots, looks, strict=True)):
        look.edge = not EDGE < spot.middle / high < 1 - EDGE
        above = spots[k - 1].middle if k and look.under else 0.0
        look.rule = any(_ruled(spot, rule) and rule[3] > above for rule in rules)
        look.exact = page.source.format == "pdf"
    for k in deck_banks(spots, looks, rules):
        looks[k].bank = True


def _raggedness(looks: Sequence[LineLook]) -> float:
    """By how much lines fall short of their column, in em, where a sentence goes on: one line in four by more."""
    shorts = sorted(a.short for a, b in pairwise(looks) if b.small and b.under and a.column and a.letters > 2)
    return max(0.0, shorts[3 * len(shorts) // 4]) if len(shorts) >= AROUND else 0.0


def _call(page: Page, rows: Sequence[MeasuredLine], looks: Sequence[LineLook]) -> None:
    """Say of each row what the file calls it."""
    if not page.printed:
        return
    region: int | None = None
    for row, look in zip(rows, looks, strict=True):
        numbers = [p.line for p in page.lines[row.index].pieces]
        if numbers:
            printed = page.printed[numbers[0] - 1]
            look.kind = KINDS.get(printed.kind.lower(), "")
            look.region, region = printed.region != region, printed.region
            look.whole = printed.whole and look.region


def _spot(page: Page, row: MeasuredLine, em: float) -> _Spot:
    line = page.lines[row.index]
    x0, y0, x1, y1 = line.box or (0.0, 0.0, em, em)
    size = line.size or em
    y0, y1 = without_slant(y0, y1, size)
    return _Spot(x0, x1, (y0 + y1) / 2, size)


def stands_below(a: _Spot, b: _Spot) -> bool:
    """Whether `b` stands right below `a`, in the same column."""
    shared = min(a.right, b.right) - max(a.left, b.left)
    size = max(a.size, b.size)
    if shared < 0.5 * min(a.right - a.left, b.right - b.left):
        return False
    return 0.3 * size <= b.middle - a.middle <= NEXT * size


def _ends_run(run: Sequence[_Spot], spot: _Spot) -> bool:
    """Whether a line stands right below the last of a run, in its column though not below its short end: a signature
    at the right."""
    last, before = run[-1], run[-SETS:]
    column = _Spot(min(s.left for s in before), max(s.right for s in before), last.middle, last.size)
    edge = abs(spot.right - column.right) <= spot.size and spot.left > last.right
    return edge and stands_below(column, spot) and spot.middle - last.middle <= SIGNED * max(spot.size, last.size)


def _place_run(spots: Sequence[_Spot], looks: Sequence[LineLook], em: float) -> None:
    """The same for lines that stand below one another."""
    gaps = [(b.middle - a.middle) / max(a.size, b.size) for a, b in pairwise(spots)]
    usual = median(gaps) if gaps else 1.0
    for k, (spot, look) in enumerate(zip(spots, looks, strict=True)):
        near = range(max(0, k - AROUND), min(len(spots), k + AROUND + 1))
        lengths = [len(looks[i].text) for i in near]
        left = _weighed([spots[i].left for i in near], lengths, 0.2)
        right = _weighed([spots[i].right for i in near], lengths, 0.8)
        around = _weighed([spots[i].size for i in near], lengths, 0.5)
        look.sized = True
        look.size, look.page_size = spot.size / around, spot.size / em
        look.column = len(spots) > 2
        look.indent, look.short = (spot.left - left) / spot.size, (right - spot.right) / spot.size
        look.above = gaps[k - 1] - usual if k else 0.0
        look.below = gaps[k] - usual if k < len(gaps) else 0.0


def _weighed(values: Sequence[float], weights: Sequence[int], share: float) -> float:
    """The value below which so great a share of the weights lies."""
    total = share * sum(weights)
    for value, weight in sorted(zip(values, weights, strict=True)):
        total -= weight
        if total <= 0:
            return value
    return max(values)


def _ruled(spot: _Spot, rule: Box) -> bool:
    """Whether a rule runs right above a line."""
    shared = min(spot.right, rule[2]) - max(spot.left, rule[0])
    return shared > 0.5 * (spot.right - spot.left) and 0 <= spot.middle - rule[3] <= 2 * spot.size
