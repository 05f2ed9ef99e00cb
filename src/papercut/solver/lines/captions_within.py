"""Captions without a mark that stand inside a sentence, as extraction gives a picture in the middle of a column.

What tells them is the name of the photographer at their end. Where they begin is seen from what the lines say: the
line above must go on with the line below as well as with the caption, and the lines of the caption with one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from papercut.languages.personal_names import SURNAMES
from papercut.languages.prefiltered_patterns import Sieved
from papercut.languages.story_phrases import CAPTIONED, CREDITED, LEAD, PHOTO_CREDIT, SIGNATURE
from papercut.model.page import Role
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import AROUND, ON, PossibleLabels

LONGEST, LEAST = 72, 4
"""Characters of such a caption, at most, and before its credit, at least."""
MOST_LINES = 3
"""So many lines has one, at most."""
LOSS = 3.0
"""So many nats less than the lines in their order may those of the text and of the caption apart go on with each
other: a credit says that there is a caption."""
MIDDLE, MIDDLE_FULL = 1.0, 0.0
"""So many nats likelier must the line below be one within a paragraph than one that begins something: and where a
paragraph's first line would be short and it is full."""
ABOVE = 3
"""In so many lines above a caption stands a mark of running text."""
_STOPS = "。！？”」』…）)】〕：:；"
_MARK = re.compile("[，。、；]")
_NO_STOP = Sieved(
    "[摄攝]影?$", r"\S{4,}\s(?:[\u4e00-\u9fff]{0,10}(?:记者|記者|通讯员|通訊員)\s?)?[\u3400-\u9fff·]{2,4}\s?[摄攝]影?$"
)
"""A caption without a full stop, and its photographer behind a space (`search`)."""
_TAKEN_BY = re.compile(
    r"(?:^|[\s（(。！？”、]|记者|記者|通讯员|通訊員)(?P<name>[\u3400-\u9fff]{2,4})\s?[/／]?\s?[摄攝]影?[)）]?$"
)
"""Who took a picture, at the end of its caption (`search`)."""
_ENDS_WITH_CREDIT = re.compile("(?:[摄攝]影?|[摄攝发發片照像供图圖][）)]|提供[）)]?|供[图圖]|[图圖]片|照片)。?$")
FULL = 1.5
"""A line that falls short of its column by no more em goes on, if no mark ends it."""


class _Split(NamedTuple):
    """A caption from row `first` to row `last`, as one of several that end there."""

    first: int
    last: int


def captions_within(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Hold the lines of captions inside sentences, and that the line below each goes on with the line above it."""
    splits = list(_splits(rows, held))
    if not splits:
        return
    from papercut.solver.lines.sentence_joints import SentenceJoints

    pairs = [(s.first - 1, behind) for s in splits for behind in (s.first, s.last + 1)]
    joints = SentenceJoints([row.text for row in rows], pairs, [s.last + 1 for s in splits])
    short_firsts = first_lines_are_short(rows)
    for last, group in groupby(splits, attrgetter("last")):
        own = list(group)
        below = rows[last + 1]
        full = short_firsts and below.measure and below.short < 1
        if joints.within[last + 1] < (MIDDLE_FULL if full else MIDDLE):
            continue
        gains = [joints.gain(s.first, last) for s in own]
        best = max(gains)
        if best < -LOSS:
            continue
        for k in range(own[gains.index(best)].first, last + 1):
            held[k] = PossibleLabels(AROUND, Role.CAPTION, "caption")
        held[last + 1] = PossibleLabels(ON)


def first_lines_are_short(rows: Sequence[MeasuredLine]) -> bool:
    """Whether lines right below the end of a paragraph are indented on this page, or are short by an indent."""
    firsts = [b for a, b in pairwise(rows) if not b.gap and is_at_end(a) and b.measure]
    return len(firsts) > 1 and sum(bool(r.indent) or 1 <= r.short <= 3 for r in firsts) > len(firsts) / 2


def is_at_end(row: MeasuredLine) -> bool:
    """Whether a row ends a paragraph for certain."""
    return row.text[-1] in "。！？”」』…" and bool(row.measure) and row.short > FULL


def _splits(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None]) -> Iterator[_Split]:
    """The captions that may end in each row with a credit, the shortest first."""
    for last in range(1, len(rows) - 1):
        below = rows[last + 1]
        if not _ENDS_WITH_CREDIT.search(rows[last].text) or below.gap or below.indent or held[last + 1] is not None:
            continue
        alone = PHOTO_CREDIT.match(rows[last].text) is not None
        if LEAD.match(below.text) or (SIGNATURE.match(rows[last].text) and not alone):
            continue
        whole = ""
        for first in range(last, max(0, last - MOST_LINES), -1):
            text = rows[first].text
            if held[first] is not None or rows[first].gap or len(whole) + len(text) > LONGEST:
                break
            if whole and text[-1] in _STOPS and not (alone and first == last - 1):
                break  # a sentence ends above the caption's last one: more of the text than of the caption
            whole = text + (" " if alone and first == last - 1 else "") + whole
            own = _names_a_photographer(text) if alone and first == last else _is_caption(whole)
            if own and _is_open(rows, held, first - 1):
                yield _Split(first, last)


def _is_caption(text: str) -> bool:
    """Whether a text ends with the photographer or the source of a picture, and has all its brackets."""
    if "摄" in text[-3:].replace("攝", "摄") and not _names_a_photographer(text):
        return False
    if any(text.count(a) != text.count(b) for a, b in ("（）", "()", "“”")):
        return False
    found = CAPTIONED.search(text) or CREDITED.search(text)
    return (found is not None and found.start() >= LEAST) or _NO_STOP.search(text) is not None


def _names_a_photographer(text: str) -> bool:
    taken = _TAKEN_BY.search(text)
    return taken is not None and taken["name"][0] in SURNAMES


def _is_open(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], k: int) -> bool:
    """Whether a sentence of running text is open at the end of row `k`: it fills its column, but for the indent of a
    paragraph, and no mark ends it."""
    row = rows[k]
    if held[k] is not None or row.text[-1] in _STOPS or not row.measure:
        return False
    begins = k == 0 or row.gap > 0 or is_at_end(rows[k - 1])
    if row.text[-1] not in "，、" and row.short > FULL + 1.5 * begins:
        return False
    return any(_MARK.search(r.text) for r in rows[max(0, k - ABOVE + 1) : k + 1])
