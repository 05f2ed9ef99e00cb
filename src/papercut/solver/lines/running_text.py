"""Lines of running text that the labels alone are not sure of: turns of a talk, lines in letters within Chinese, and
paragraphs of Japanese."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from papercut.languages.story_phrases import LEAD
from papercut.languages.structured_lines import ASKED, DIRECTION, ENTRY, NO_SPEAKER, TURN
from papercut.solver.lines.label_chain import DISPLAY, Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import BEGINS, NEXT, ON, PossibleLabels, may_be_title

TURNS = frozenset({Tag.PARAGRAPH, Tag.STORY, Tag.RESUMED, Tag.FURNITURE})
LEAST_ENTRIES = 3
"""So many entries make a chronicle."""
APART = 30
"""Turns no further apart than so many lines belong to one talk."""
MOST_LETTERS = 8
"""So many lines without Chinese stand in a Chinese sentence."""
KANA = 5
"""One of so many characters of a Japanese page is kana at least."""
_KANA = re.compile("[\u3041-\u30fa]")
_CHINESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_MARK = re.compile("[，。、；：（）《》“”]")
_SHUT = "。！？”」）】:："


def turns_of_talk(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None], western: bool) -> None:
    """Each turn of a talk begins a paragraph: lines on which the same names come again before a colon."""
    turns: list[tuple[int, str]] = []
    for k, row in enumerate(rows):
        found = TURN.match(row.text) if held[k] is None else None
        if found is None or NO_SPEAKER.search(found.group()):
            continue
        if bool(found["name"]) != (western and not found["letter"]):
            continue
        if found["letter"] or found["han"] in ASKED or _may_begin(rows, k):
            turns.append((k, found.group().strip()))
    counts = Counter(name for _, name in turns)
    talks: list[list[tuple[int, str]]] = []
    for k, name in turns:
        if counts[name] > 1:
            if not talks or k - talks[-1][-1][0] > APART:
                talks.append([])
            talks[-1].append((k, name))
    for talk in talks:
        again = sorted(Counter(name for _, name in talk).values())
        if again[-1] > 2 or (len(again) > 1 and again[-2] > 1):
            for n, (k, _) in enumerate(talk):
                held[k] = PossibleLabels(TURNS - {Tag.STORY} if n else TURNS)
            _directions(rows, held, talk[0][0], talk[-1][0])


def _directions(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None], first: int, last: int) -> None:
    """Lines in brackets before, between and behind the turns of a play are paragraphs of it."""
    for k in range(max(0, first - 1), min(len(rows), last + APART)):
        if held[k] is None and DIRECTION.fullmatch(rows[k].text) and rows[k].text[-2] in "。！？":
            if k <= last or held[k - 1] is not None:
                held[k] = PossibleLabels(NEXT if k > first else TURNS)
        elif k > last and (rows[k].gap or held[k] is not None):
            return


def entries_of_chronicle(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Each entry of a chronicle begins a paragraph: lines that begin with a time, behind the end of a sentence."""
    begins = [
        k for k, r in enumerate(rows) if held[k] is None and ENTRY.match(r.text) and (k == 0 or _may_begin(rows, k))
    ]
    if len(begins) < LEAST_ENTRIES or begins[-1] - begins[0] > APART * len(begins):
        return
    for n, k in enumerate(begins):
        held[k] = PossibleLabels(TURNS - {Tag.STORY} if n else TURNS)


def _may_begin(rows: Sequence[MeasuredLine], k: int) -> bool:
    """Whether the line before row `k` is short or ends a sentence, or white stands between."""
    if not k or rows[k].gap > 0 or max(rows[k - 1].short, rows[k].width - rows[k - 1].width) > 2:
        return True
    return rows[k - 1].text[-1] in "。！？!?.…”」』）)：:"


def lines_in_letters(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """Lines without Chinese between two halves of a Chinese sentence go on with it, whatever they look like alone."""
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and held[end] is None and (end == at or not rows[end].gap) and _is_in_letters(rows[end]):
            end += 1
        if 0 < at < end < len(rows) and end - at <= MOST_LETTERS and _is_sentence(rows, at, end):
            for k in range(at, end + 1):
                if held[k] is None:
                    held[k] = PossibleLabels(ON)
        at = max(end, at + 1)


def _is_in_letters(row: MeasuredLine) -> bool:
    return not _CHINESE.search(row.text) and sum(map(str.isalpha, row.text)) > 2


def _is_sentence(rows: Sequence[MeasuredLine], at: int, end: int) -> bool:
    """Whether a sentence of running text is open before row `at` and goes on in row `end`."""
    before, after = rows[at - 1], rows[end]
    if rows[at].gap or after.gap or before.text[-1] in _SHUT or rows[end - 1].text[-1] in _SHUT + ".":
        return False
    if not (_CHINESE.search(before.text) and _CHINESE.search(after.text)) or after.indent or LEAD.match(after.text):
        return False
    above = at - 1
    while above and not rows[above].gap and at - above < MOST_LETTERS:
        above -= 1
    marks = any(_MARK.search(r.text) for r in rows[above:at])
    return marks and _MARK.search(after.text) is not None and before.width >= 0.6 * (before.measure or before.width)


def japanese_paragraphs(rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """On a page in Japanese, whose paragraphs begin with one space: a line that alone of its neighbours does begins
    one, and short lines between white and such a line stand over it."""
    text = "".join(row.text for row in rows)
    if sum(row.indent > 0 for row in rows) < 2 or KANA * len(_KANA.findall(text)) < len(text):
        return
    for k, row in enumerate(rows):
        if held[k] is not None or row.indent != 1:
            continue
        if k + 1 < len(rows) and rows[k + 1].indent and not rows[k + 1].gap:
            continue
        if not k or not rows[k - 1].indent or rows[k - 1].text[-1] in _SHUT:
            held[k] = PossibleLabels(BEGINS)
            if k and not row.gap and (k == 1 or rows[k - 1].gap) and held[k - 1] is None and may_be_title(rows[k - 1]):
                held[k - 1] = PossibleLabels(DISPLAY)
                held[k] = PossibleLabels(frozenset({Tag.STORY}))
