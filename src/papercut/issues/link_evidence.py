"""How well two articles of an issue make one: what is seen of each pair, and what it counts.

Weights are log-odds. That of likeness was fitted on 596 press stories cut in two, each among those of four pages: a
cosine of 0.022 is as frequent with the halves of one story as with those of two, one of 0.065 some forty times as
frequent. The others are set by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import NamedTuple

from papercut.issues.page_facts import Facts
from papercut.languages.mastheads import page_number
from papercut.languages.story_phrases import LEAD
from papercut.model.page import Article, Jump, Page, Role

ENDS = frozenset('。！？!?…”’』」.»"')
"""What ends a sentence."""

EVEN, SLOPE, LEAST, MOST = 0.022, 3.2, -6.0, 5.0
"""The cosine that says nothing, what its logarithm counts, and the bounds of what likeness can say."""

SAME = 16
"""Letters that two texts share by chance nowhere."""

SURE, GUESSED = 1.0, 0.5
"""How far a page's number is believed: printed or in the file's name; or counted in a file of several pages."""


class Sign(NamedTuple):
    """Something seen of a pair, what it adds, and why that much."""

    name: str
    weight: float
    why: str


SIGNS = {
    sign.name: sign
    for sign in (
        Sign("named", 2.0, "one half names the page of the other; if both do, only unlike texts tell against it"),
        Sign("misnamed", -5.0, "one half names another page: misprinted or misread at best"),
        Sign("one-side", -3.0, "one half has no jump line: any story of the page named may be meant, ten or more"),
        Sign("own-headline", -2.0, "the second half has no jump line but a headline of its own, as other stories have"),
        Sign("whole", -2.0, "the first half has no jump line and ends with a sentence, as whole stories do"),
        Sign("headline", 4.0, "the headline of one is repeated or quoted by the other"),
        Sign("again", -20.0, "the second holds the beginning of the first: the same story printed twice"),
        Sign("lead", -3.0, "the second half begins with a dateline, as a story does"),
        Sign("sentence", 1.0, "a sentence is open and a small letter follows, or closed and a capital does"),
        Sign("new-sentence", -1.0, "a sentence is open at the jump and a capital follows, or the other way round"),
        Sign("order", 0.5, "stories that go to one page mostly keep their order: it settles what nothing else does"),
    )
}

ENOUGH_ONE = 3.0
"""What a pair of which one half has no jump line must have to be linked: nineteen chances in twenty. Where both have
one an even chance is enough, since two printed lines speak for it."""


class IssuePage(NamedTuple):
    """A page with what is known of it. `key` is its number, and `trust` how far that is believed."""

    page: Page
    facts: Facts
    key: str
    trust: float

    def same_issue(self, other: IssuePage) -> bool:
        """Whether nothing says that the pages are of different papers or days."""
        mine, theirs = self.facts, other.facts
        dates = mine.date == theirs.date or not (mine.date and theirs.date)
        return dates and (mine.paper == theirs.paper or not (mine.paper and theirs.paper))


def page_key(page: str) -> str:
    """A page's number in the form in which two are compared: `A3` of `A03`, `3` of `03`."""
    return page[:1] + page[1:].lstrip("0") if page[:1].isalpha() else page_number(page)


@dataclass(frozen=True, eq=False)
class StoryHalf:
    """An article as one half of a story: `number` is its place among those of the issue, `rank` its place among the
    articles of its page whose jump lines, that way, name the same page."""

    number: int
    sheet: IssuePage
    at: int
    article: Article
    on_rank: int = 0
    from_rank: int = 0

    @cached_property
    def letters(self) -> str:
        """The letters and digits of its text."""
        return _letters(self.text)

    @cached_property
    def text(self) -> str:
        """The text of its body, captions aside."""
        return "\n".join(b.text for b in self.article.body if b.role is not Role.CAPTION)


def link_signs(a: StoryHalf, b: StoryHalf) -> Iterator[tuple[str, float]]:
    """What is seen of a story that begins as `a` and goes on as `b`: names of `SIGNS`, each with how often."""
    on, back = a.article.continued_on, b.article.continued_from
    if on is None or back is None:
        yield "one-side", 1.0
    for jump, sheet in ((on, b.sheet), (back, a.sheet)):
        if jump and jump.page and sheet.key:
            yield ("named" if page_key(jump.page) == sheet.key else "misnamed"), sheet.trust
    if on and back:
        yield "order", float(a.on_rank == b.from_rank)
    same = _repeated(a.article, b.article)
    yield "headline", float(same)
    yield "own-headline", float(back is None and not same and bool(b.article.headline))
    yield "whole", float(on is None and a.text.rstrip()[-1:] in ENDS)
    yield "again", float(len(a.letters) >= SAME and a.letters[:SAME] in b.letters)
    yield "lead", float(bool(LEAD.match(b.text.lstrip()[:60])))
    yield from _sentence(a.text.rstrip(), b.text.lstrip())


def link_odds(a: StoryHalf, b: StoryHalf, cosine: float) -> float:
    """How much likelier than not the two are one story, in log-odds."""
    like = min(MOST, max(LEAST, SLOPE * log(cosine / EVEN))) if cosine > 0 else LEAST
    seen = sum(SIGNS[name].weight * count for name, count in link_signs(a, b))
    return like + seen


def names_page(jump: Jump | None, sheet: IssuePage) -> bool:
    """Whether a jump line names a page."""
    return bool(jump and jump.page and sheet.key and page_key(jump.page) == sheet.key)


def _sentence(left: str, right: str) -> Iterator[tuple[str, float]]:
    if left and right and right[0].isalpha() and right[0].upper() != right[0].lower():
        yield ("sentence" if (left[-1] in ENDS) == right[0].isupper() else "new-sentence"), 1.0


def _repeated(a: Article, b: Article) -> bool:
    """Whether one article gives the other's headline, in its own or in its jump line."""
    ours, theirs = (_letters(x.headline or "") for x in (a, b))
    quotes = [_letters(j.text) for j in (a.continued_on, b.continued_from) if j]
    if len(ours) >= 4 and len(theirs) >= 4 and (ours in theirs or theirs in ours):
        return True
    return any(len(head) >= 4 and (head in quote or _tail(quote, head)) for head in (ours, theirs) for quote in quotes)


def _tail(quote: str, head: str) -> bool:
    """Whether a quoted title, cut short, stands in a headline."""
    title = quote.rpartition("版")[2]
    return len(title) >= 4 and title in head


def _letters(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())
