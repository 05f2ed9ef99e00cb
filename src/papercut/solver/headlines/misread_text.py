"""What a headline that OCR misread says, as the body of its own story has it.

A reading is a few characters of the headline, what stands in their place, and the words around them, which the body has
with the other characters between. It counts only where everything speaks for it: the body has the headline's own
characters beside neither neighbour, the language does not join them to these either, and what the body has looks like
them, or makes a word with the words around and the engine itself was not sure of the line. So headlines that say a
thing in other words than their stories keep them. What is not in the body is never guessed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from papercut.languages.character_pairs import rarity, together
from papercut.languages.character_variants import is_han
from papercut.languages.common_words import longest_word, simplified
from papercut.languages.confusables import look_alike
from papercut.solver.headlines.body_alignment import AlignedBody, Reading, attests_none, between, nearest_reading
from papercut.solver.headlines.misread_marks import mark_readings

LONGEST = 80
"""Characters; longer display type is no headline, and is left alone."""
ROUNDS = 8
"""What is mended makes room for more: so many times at most."""
STRONG = 4.0
"""So much oftener than by chance, in nats, the characters of a close word stand together."""
WEAK = 0.5
"""Neighbours that stand together no oftener, in nats over chance, may be neighbours by misreading."""
RARER = 1.0
"""By so much, in nats, a character may be rarer than the one it is put in the place of where the body has it once."""
COMMON = 7.0
"""Characters that are no rarer, in nats, are the some hundred commonest: particles, prepositions."""
ONCE = 4
"""Characters around that must agree where the body has it at one place, it makes no word, and the engine was sure."""
CLEAR = 2
"""By so many characters one reading must lie closer than another."""
NUMERALS = frozenset("〇零一二三四五六七八九十百千万萬亿億廿卅两兩")
"""Figures differ between headline and body for good reasons."""


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
    for start in range(len(text)):
        for end in (start + 1, start + 2):
            if end > len(text) or not attests_none(text, start, end, body):
                continue
            if traditional and end == start + 1:
                yield from _in_traditional(text, start, body, traditional)
            if all(map(is_han, text[start:end])) and NUMERALS.isdisjoint(text[start:end]):
                yield from _characters(text, start, end, body, doubted)
        if doubted and 0 < start < len(text) - 1:
            yield from _stray(text, start, body)


def _characters(text: str, start: int, end: int, body: AlignedBody, doubted: bool) -> Iterator[Reading]:
    """Ideographs for others."""
    read = text[start:end]
    bond, word = _bond(text, start, end), _word(text, start, end)
    for meant, places in between(text, start, end, end - start, body).items():
        pairs = list(zip(read, meant, strict=True))
        if not all(map(is_han, meant)) or not NUMERALS.isdisjoint(meant) or not set(meant).isdisjoint(read):
            continue
        if any(simplified(a) == simplified(b) for a, b in pairs):
            continue  # a variant
        left, right = nearest_reading(places)
        times = len(places)
        if not any(map(is_han, text[max(0, start - min(left, 1)) : start] + text[end : end + min(right, 1)])):
            continue  # beside figures and marks alone
        new = text[:start] + meant + text[end:]
        joins, makes = _bond(new, start, end), _word(new, start, end)
        if not makes > word and (times == 1 or not (left and right)) and _rather_read(pairs, times, body):
            continue
        if all(look_alike(a, b) for a, b in pairs):
            outer = start == 0 or end == len(text)
            if left and right and times == 1 and not doubted and not makes > word and left + right < ONCE:
                borne = False
            elif left and right:
                borne = bond <= WEAK or (times > 1 and joins > bond)
            elif doubted and makes and not word:
                borne = bond <= WEAK and left + right > 1
            else:
                borne = bond <= WEAK and outer and times > 1 and left + right > 2
            if borne:
                yield Reading(start, read, meant, left, right, times, "alike")
        elif doubted and left and right and makes and not word and end == start + 1 and bond <= 0.0:
            close = joins >= STRONG and (makes > 2 or left + right > 3)
            if close or min(left, right) > 1:
                yield Reading(start, read, meant, left, right, times, "word")


def _rather_read(pairs: Iterable[tuple[str, str]], times: int, body: AlignedBody) -> bool:
    """Whether the body may be what is misread, since the character there is rarer, in the language or on this page;
    or whether what was read is so common that a body which differs once says nothing."""
    return any(
        rarity(b) > rarity(a) + RARER or body.text.count(a) > body.text.count(b) or (times == 1 and rarity(a) < COMMON)
        for a, b in pairs
    )


def _bond(text: str, start: int, end: int) -> float:
    """How strongly the language joins a stretch to what stands around it, at the strongest."""
    first, last = max(0, start - 1), min(end, len(text) - 1)
    return float(max(together(text[first:last], text[first + 1 : last + 1]), default=0.0))


def _word(text: str, start: int, end: int) -> int:
    """The longest common word that any character of a stretch stands in."""
    return max(longest_word(text, k, k + 1) for k in range(start, end))


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
    if _bond(text, at, at + 1) > 0.0 or longest_word(text, at, at + 1) or not longest_word(rest, at - 1, at + 1):
        return
    places = between(text, at, at + 1, 0, body).get("", ())
    if places:
        left, right = nearest_reading(places)
        if min(left, right) > 1:
            yield Reading(at, text[at], "", left, right, len(places), "stray")
