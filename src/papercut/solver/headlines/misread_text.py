"""What a headline that OCR misread says, as the body of its own story has it.

Ideographs are weighed by a small network (`misread_network`); marks, characters of the other script, and characters
that are not printed at all, by rules. Nothing is changed that the body has beside either neighbour, and what is not in
the body is never guessed. Where a headline says a thing in other words than its story, it keeps them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papercut.languages.character_pairs import together
from papercut.languages.character_variants import is_han
from papercut.languages.common_words import longest_word, simplified
from papercut.solver.headlines.body_alignment import AlignedBody, Reading, attests_none, between, nearest_reading
from papercut.solver.headlines.misread_marks import mark_readings
from papercut.solver.headlines.misread_network import candidates, misread_network

LONGEST = 80
"""Characters; longer display type is no headline, and is left alone."""
ROUNDS = 8
"""What is mended makes room for more: so many times at most."""
SURE = 2.7
"""Log-odds from which a character counts as misread. Of those above, 99 in 100 are right on the stories that
`tools/fit_misread.py` held out, as it says itself. Chosen by the OCR files of press and press2, so that none is read
worse there."""
CLEAR = 2
"""By so many characters one reading must lie closer than another."""


@dataclass(frozen=True, slots=True)
class CorrectedHeadline:
    """A headline's visible characters as they should be. `kept` says for each of them which of the characters that
    were read it stands for; those that are not there leave the text."""

    text: str
    kept: tuple[int, ...]
    readings: tuple[Reading, ...] = ()


def corrected_headline(
    text: str, body: AlignedBody, doubted: bool, traditional: Traditional | None
) -> CorrectedHeadline:
    """The visible characters of a headline with what the body bears out put right.

    `doubted` is whether the engine was not sure of the line, `traditional` the characters of the page where it is in
    traditional ones. What comes out is mended no further by another run.
    """
    done = CorrectedHeadline(text, tuple(range(len(text))))
    if len(text) > LONGEST:
        return done
    for _ in range(ROUNDS):
        found = _best(list(readings(done.text, body, doubted, traditional)))
        if not found:
            break
        text, kept, marks = done.text, list(done.kept), list(done.readings)
        for reading in sorted(found, key=lambda r: -r.start):
            text = text[: reading.start] + reading.meant + text[reading.end :]
            del kept[reading.start + len(reading.meant) : reading.end]
            marks.append(reading)
        done = CorrectedHeadline(text, tuple(kept), tuple(marks))
    return done


def _best(found: Sequence[Reading]) -> list[Reading]:
    """The strongest readings that do not touch; none where another of the same characters is nearly as strong."""
    order = sorted(found, key=lambda r: (-r.strength, r.start, r.read, r.meant))
    chosen: list[Reading] = []
    for reading in order:
        rivals = [r for r in order if r is not reading and r.start < reading.end and reading.start < r.end]
        if any(r.strength > reading.strength - CLEAR and _differ(r, reading) for r in rivals):
            continue
        if all(r.end < reading.start or reading.end < r.start for r in chosen):
            chosen.append(reading)
    return chosen


def _differ(one: Reading, other: Reading) -> bool:
    """Whether two readings of the same characters cannot both be right."""
    first, second = sorted((one, other), key=lambda r: (r.start, -r.end))
    return first.meant[second.start - first.start :][: len(second.meant)] != second.meant


def readings(text: str, body: AlignedBody, doubted: bool, traditional: Traditional | None) -> Iterator[Reading]:
    """Whatever the body bears out, for each stretch of a headline's visible characters."""
    yield from mark_readings(text, body)
    yield from _characters(text, body)
    for start in range(len(text)):
        if traditional and attests_none(text, start, start + 1, body):
            yield from _in_traditional(text, start, body, traditional)
        if doubted and 0 < start < len(text) - 1:
            yield from _stray(text, start, body)


def _characters(text: str, body: AlignedBody) -> Iterator[Reading]:
    """Ideographs for others, where the network is sure."""
    found = candidates(text, body)
    for c, odds in zip(found, misread_network().log_odds(found), strict=True):
        if odds > SURE:
            yield Reading(c.at, text[c.at], c.meant, c.left, c.right, c.times, "body")


class Traditional:
    """The characters of a page in traditional ones, by their simplified forms."""

    def __init__(self, text: str) -> None:
        self.count = Counter(ch for ch in text if is_han(ch))
        self.forms: dict[str, list[str]] = defaultdict(list)
        for ch in sorted(self.count):
            if (form := simplified(ch)) != ch:
                self.forms[form].append(ch)


def _in_traditional(text: str, start: int, body: AlignedBody, page: Traditional) -> Iterator[Reading]:
    """A simplified character for the traditional one that the body has beside the same character, or that alone of its
    forms the page has, and oftener."""
    read = text[start]
    if not is_han(read) or simplified(read) != read or _in_big5(read):
        return
    forms = sorted(ch for ch in body.chars if ch != read and simplified(ch) == read)
    if len(forms) == 1 and body.text.count(forms[0]) > body.text.count(read):
        beside = between(text, start, start + 1, 1, body).items()
        left, right = max((nearest_reading(p) for m, p in beside if m == forms[0]), default=(0, 0))
        if left + right:
            yield Reading(start, read, forms[0], left, right, body.text.count(forms[0]), "script")
            return
    forms = page.forms.get(read, [])
    if len(forms) == 1 and page.count[forms[0]] > page.count[read]:
        yield Reading(start, read, forms[0], 0, 0, page.count[forms[0]], "script")


def _in_big5(ch: str) -> bool:
    try:
        ch.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def _stray(text: str, at: int, body: AlignedBody) -> Iterator[Reading]:
    """A character read where none is printed: what is left makes a word across it that the body has."""
    if not attests_none(text, at, at + 1, body) or text[at - 1] + text[at + 1] not in body.pairs:
        return
    rest = text[:at] + text[at + 1 :]
    bond = max(together(text[at - 1] + text[at], text[at] + text[at + 1]))
    if bond > 0.0 or longest_word(text, at, at + 1) or not longest_word(rest, at - 1, at + 1):
        return
    places = between(text, at, at + 1, 0, body).get("", ())
    if places:
        left, right = nearest_reading(places)
        if left and right and left + right > 2:
            yield Reading(at, text[at], "", left, right, len(places), "stray")
