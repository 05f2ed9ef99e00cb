"""How like a headline is to each article of its page: the rare character pairs that they share, and the characters.

A headline and its own body share their rarest pairs of characters far more than a headline and a strange body. Rare
is what few articles of the page hold, so nothing has to be known of the language; names and numbers come out as the
strongest evidence by themselves. Single characters are weighed by how often they occur: the more an article uses a
character beside the page as a whole, the better it explains a headline that has it (query likelihood with Dirichlet
smoothing, Zhai and Lafferty 2001). Only what stands in a headline is looked up in the bodies, and only what is shared
is kept, so that time grows with the text and not with headlines times articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, KeysView, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from heapq import nlargest
from math import inf, log, log1p
from operator import add
from typing import NamedTuple

COMMON = frozenset("的了是在和与與为為这這那也就都而及有中不人一上下大国國年月日我他以于於之者其")
"""Single characters that are no evidence, however few articles of a page hold them."""

_WORD = re.compile(r"[^\W_]+")  # exactly the characters that `str.isalnum` accepts

SMOOTHING = 50.0
"""So many characters of the page as a whole are added to each article's own before the two are compared. Fitted on
stories that stand on no page: anything from 50 to 200 does as well."""

TOO_MANY = 24
"""A pair that more articles than this hold is not looked at; on a page of any usual size there is none."""


def pairs_of(text: str) -> KeysView[str]:
    """The pairs of neighbouring characters of a text that are letters, digits or Han, other marks and space left out,
    in the order of the text: what is summed over them must not depend on the order of a set.

    A pair never reaches over a mark, a space or the end of a line.
    """
    out: dict[str, None] = {}
    for word in _WORD.findall(text):
        out.update(dict.fromkeys(map(add, word, word[1:])))
    return out.keys()


@dataclass(slots=True)
class Likeness:
    """Which articles hold which of the looked-for pairs and characters, and what each of them is worth.

    `chars` gives for each character the articles that hold it, and how many nats more that is worth than not to hold
    it; `absent` is what a character is worth, below nothing, that an article does not hold: the longer it is, the less.
    Of all that hold nothing of a text one of the `shortest` explains it best, or least badly.
    """

    pairs: dict[str, list[int]] = field(default_factory=dict)
    leads: dict[str, set[int]] = field(default_factory=dict)
    chars: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    absent: list[float] = field(default_factory=list)
    shortest: list[int] = field(default_factory=list)
    count: int = 0

    @classmethod
    def of(cls, bodies: Sequence[Sequence[str]], wanted: Iterable[str]) -> Likeness:
        """Look up every pair and character of the `wanted` texts (headlines) in the `bodies`: the texts of each
        article's paragraphs."""
        pairs: set[str] = set()
        chars: set[str] = set()
        for text in wanted:
            pairs.update(pairs_of(text))
            chars.update(text)
        chars = {ch for ch in chars if ch.isalnum() and ch not in COMMON}
        self = cls(count=len(bodies))
        counts: list[Counter[str]] = []
        sizes: list[int] = []
        for number, paragraphs in enumerate(bodies):
            text = "\n".join(paragraphs)
            for pair in pairs.intersection(map(add, text, text[1:])):  # looked up one by one: any order will do
                self.pairs.setdefault(pair, []).append(number)
            counts.append(Counter(filter(chars.__contains__, text)))
            sizes.append(len(text))
            if paragraphs:
                lead = paragraphs[0]
                for pair in pairs.intersection(map(add, lead, lead[1:])):
                    self.leads.setdefault(pair, set()).add(number)
        self._weigh_characters(counts, sizes)
        return self

    def _weigh_characters(self, counts: Sequence[Counter[str]], sizes: Sequence[int]) -> None:
        on_page: Counter[str] = Counter()
        for held in counts:
            on_page.update(held)
        expected = SMOOTHING / max(1, sum(sizes))
        for number, held in enumerate(counts):
            for ch, times in held.items():
                self.chars.setdefault(ch, []).append((number, log1p(times / (on_page[ch] * expected))))
        self.absent = [-log1p(size / SMOOTHING) for size in sizes]
        self.shortest = nlargest(2, range(len(sizes)), self.absent.__getitem__)

    @classmethod
    def of_pairs(cls, bodies: Sequence[AbstractSet[str]], wanted: Iterable[str]) -> Likeness:
        """The same from the pairs of bodies; single characters and lead paragraphs are not looked at."""
        pairs: set[str] = set()
        for text in wanted:
            pairs.update(pairs_of(text))
        self = cls(count=len(bodies))
        for number, body in enumerate(bodies):
            for pair in pairs & body:
                self.pairs.setdefault(pair, []).append(number)
        return self

    def worth(self, holders: int) -> float:
        """What it is worth that one of `holders` articles holds a pair: the rarer the more; nats."""
        return log(1.0 + self.count / holders)

    def of_text_pairs(self, text: str) -> tuple[dict[int, float], float]:
        """How much of a text's pairs each article shares, and what all that are found in any are worth."""
        body: dict[int, float] = {}
        found = 0.0
        for pair in pairs_of(text):
            holders = self.pairs.get(pair)
            if holders and len(holders) <= TOO_MANY:
                worth = self.worth(len(holders))
                found += worth
                for number in holders:
                    body[number] = body.get(number, 0.0) + worth
        return body, found

    def of_text(self, text: str) -> Share:
        """How much of a text each article shares."""
        out = Share()
        for pair in pairs_of(text):
            holders = self.pairs.get(pair)
            if not holders or len(holders) > TOO_MANY:
                continue
            worth = self.worth(len(holders))
            out.found += worth
            led = self.leads.get(pair)
            for number in holders:
                out.body[number] = out.body.get(number, 0.0) + worth
                if led and number in led:
                    out.lead[number] = out.lead.get(number, 0.0) + worth
        for ch in dict.fromkeys(text):
            used = self.chars.get(ch)
            if not used or len(used) > TOO_MANY:
                continue
            out.found_chars += 1
            for number, worth in used:
                out.chars[number] = out.chars.get(number, 0.0) + worth
        return out

    def explains(self, share: Share, number: int) -> float:
        """How much better an article explains the characters of a text than the page as a whole does; nats."""
        return share.chars.get(number, 0.0) + share.found_chars * self.absent[number]

    def best_other(self, share: Share, number: int) -> float:
        """The most that any other article explains of a text."""
        if share.top_chars is None:
            rows = {k: self.explains(share, k) for k in (*share.chars, *self.shortest)}
            share.top_chars = _top(rows, -inf)
        other = share.top_chars.rival(number)
        return other if other > -inf else 0.0  # there is no other: the page is this article


@dataclass(slots=True)
class Share:
    """What one text shares with each article (by number): worth of the pairs in its body, in its lead paragraph, of
    single characters; `found` is the worth of all pairs that stand in any article, `found_chars` the number of such
    characters."""

    body: dict[int, float] = field(default_factory=dict)
    lead: dict[int, float] = field(default_factory=dict)
    chars: dict[int, float] = field(default_factory=dict)
    found: float = 0.0
    found_chars: int = 0
    top_chars: Top | None = None
    _tops: tuple[Top, Top] | None = None

    def tops(self) -> tuple[Top, Top]:
        """Who shares most pairs and how much comes second: in the body, in the lead paragraph."""
        if self._tops is None:
            self._tops = (_top(self.body, 0.0), _top(self.lead, 0.0))
        return self._tops

    def plus(self, other: Share) -> Share:
        """What two texts that stand together share: the sums."""
        return Share(
            _sum(self.body, other.body),
            _sum(self.lead, other.lead),
            _sum(self.chars, other.chars),
            self.found + other.found,
            self.found_chars + other.found_chars,
        )


class Top(NamedTuple):
    """The article that shares most, and what the first and the second share."""

    number: int
    most: float
    second: float

    def rival(self, number: int) -> float:
        """The most that any other article shares."""
        return self.second if number == self.number else self.most


def _top(shares: dict[int, float], least: float) -> Top:
    number, most, second = -1, least, least
    for key, value in shares.items():
        if value > most:
            number, most, second = key, value, most
        elif value > second:
            second = value
    return Top(number, most, second)


def _sum(a: dict[int, float], b: dict[int, float]) -> dict[int, float]:
    out = dict(a)
    for key, value in b.items():
        out[key] = out.get(key, 0.0) + value
    return out
