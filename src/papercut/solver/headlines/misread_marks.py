"""Marks of headlines that OCR reads as letters, figures or other marks, as the body of the story has them."""

from __future__ import annotations

from collections.abc import Iterator

from papercut.languages.character_variants import is_han
from papercut.languages.confusables import BRACKETS, MARKS, PAIRED, STANDS_IN_PRINT, TURNED
from papercut.solver.headlines.body_alignment import AlignedBody, Reading, between, nearest_reading

AROUND_MARK, ONE_SIDE = 3, 4
"""Characters that must agree around a mark; the second where they stand on one side, and it was read as an ideograph
(`一一` may be an adverb)."""

_OPENS, _SHUTS = ("".join(marks) for marks in zip(*BRACKETS, strict=True))
LONGEST_NAME = 16
"""Characters of a name within marks."""


def mark_readings(text: str, body: AlignedBody) -> Iterator[Reading]:
    """Marks for what they are read as."""
    yield from _brackets(text, body)
    for mark, read_as in MARKS.items():
        if mark not in body.chars:
            continue
        for start in range(len(text)):
            end = start
            turned = text[start] == TURNED.get(mark)
            while end < len(text) and end < start + 3 and (text[end] in read_as or (turned and end == start)):
                end += 1
                run = mark * min(end - start, 2) if mark in PAIRED else mark
                if end - start > (1 if turned else 2 if len(run) == 1 else 3):
                    break
                if end == start + 1 and text[start] in STANDS_IN_PRINT:
                    continue
                if not _whole(text, start, end, read_as, mark in PAIRED) or not _outside(text, start, end, body):
                    continue
                places = between(text, start, end, len(run), body).get(run, ())
                if places:
                    left, right = nearest_reading(places)
                    around = text[start - left : start] + text[end : end + right]
                    if turned and not (left and right):
                        continue
                    least = ONE_SIDE if is_han(text[start]) and not (left and right) else AROUND_MARK
                    if len(around) >= least and sum(map(is_han, around)) > 1:
                        yield Reading(start, text[start:end], run, left, right, len(places), "mark")


def _brackets(text: str, body: AlignedBody) -> Iterator[Reading]:
    """Both marks around a word, where the body has the word within such marks: either stands in the way of the other
    where they are compared alone. Of two that do not belong together, one is misread."""
    for left, right in BRACKETS:
        opens, shuts = MARKS[left] + _OPENS, MARKS[right] + _SHUTS
        for start, ch in enumerate(text if left in body.chars else ""):
            if ch not in opens or ch in STANDS_IN_PRINT:
                continue
            for end in range(start + 3, min(len(text), start + LONGEST_NAME)):
                if text[end] not in shuts or (ch, text[end]) in BRACKETS:  # a pair is printed so
                    continue
                word = text[start + 1 : end]
                if times := body.text.count(left + word + right):
                    if ch != left:
                        yield Reading(start, ch, left, 0, len(word), times, "mark")
                    if text[end] != right:
                        yield Reading(end, text[end], right, len(word), 0, times, "mark")


def _whole(text: str, start: int, end: int, read_as: str, paired: bool) -> bool:
    """Whether what a mark is read as is not part of something longer: `9` in `99`, or of what stands twice one half."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if paired:
        return end > start + 1 or not ((before and before in read_as) or (after and after in read_as))
    return before != text[start] and after != text[end - 1]


def _outside(text: str, start: int, end: int, body: AlignedBody) -> bool:
    """Whether the body never has the stretch beside the characters around it."""
    before, after = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return not (start > 0 and before in body.pairs) and not (end < len(text) and after in body.pairs)
