"""The signs by which the lines of a page in a Western script are labelled: what is seen, and what it speaks for.

Weights are in nats and set by hand: what settles a matter alone has 4 or so, what only leans has 1. Running text is
never set aside: furniture is what the file itself calls so, or a line that is nothing but a running head.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from papercut.solver.lines.label_chain import Tag
from papercut.solver.western.line_look import LARGE, LineLook

J, P, S = Tag.JOINED, Tag.PARAGRAPH, Tag.STORY
H, ON, U = Tag.HEAD, Tag.HEAD_ON, Tag.SUBHEAD
B, C, F = Tag.BYLINE, Tag.CAPTION, Tag.FURNITURE

Weights = dict[Tag, float]


class Sign(NamedTuple):
    """Something that a line shows, what it adds to the score of each label, and why."""

    name: str
    shows: Callable[[LineLook], bool]
    weights: Weights
    why: str
    trust: Callable[[LineLook], float] | None = None
    """How much of the weights counts on the line's page, if not all: type says less where running text looks large."""

    def weight(self, tag: Tag, look: LineLook) -> float:
        """What it adds to the score of a label for a line that shows it."""
        found = self.weights.get(tag, 0.0)
        return found if self.trust is None else found * self.trust(look)


SIGNS: tuple[Sign, ...] = (
    # how the text goes on
    Sign("begins-small", lambda k: k.small, {J: 3.5, P: -1, S: -2, H: -3, U: -2, B: -2}, "a sentence goes on"),
    Sign("after-hyphen", lambda k: k.last is not None and k.last.hyphen, {J: 3, P: -2, S: -2, H: -2}, "a word goes on"),
    Sign(
        "after-comma", lambda k: k.last is not None and k.last.end == ",", {J: 1.5, S: -1, H: -1}, "a sentence goes on"
    ),
    Sign("after-stop", lambda k: k.last is not None and k.last.end == ".", {J: -1, H: 0.5}, "a sentence ended"),
    Sign(
        "after-full-line",
        lambda k: k.last is not None and k.last.full and k.last.end != ".",
        {J: 2, H: -1},
        "the text reached the end of its line in mid-sentence",
    ),
    Sign(
        "after-short-line",
        lambda k: k.last is not None and k.last.short > 2 and k.last.end == ".",
        {J: -3},
        "the last line of a paragraph is short, and a sentence ends there",
    ),
    # how the line is set
    Sign(
        "full",
        lambda k: k.full,
        {J: 2, P: 1, S: 1, H: -2, U: -2.5, ON: -1.5, B: -2},
        "it is as wide as its column: running text, unless its type is larger",
        lambda k: 1 - k.trust_large / 2 if k.large else 1.0,
    ),
    Sign("indented", lambda k: k.indented, {P: 2.5, S: 2.5, J: -1.5}, "a paragraph begins with an indent"),
    Sign(
        "no-indent",
        lambda k: k.habit and k.indent < 0.5 and k.last is not None and not k.above,
        {P: -2.5, S: -1},
        "paragraphs of this page begin with an indent; without geometry",
    ),
    Sign(
        "at-edge",
        lambda k: abs(k.indent) <= 0.5 and k.column,
        {J: 1, P: -0.7, U: -1},
        "it begins where its column does",
    ),
    Sign(
        "centred",
        lambda k: k.centred,
        {U: 3, H: 1.5, ON: 2.5, B: 1, J: -2.5, P: -1},
        "it stands in the middle of its column",
    ),
    Sign(
        "flush-right",
        lambda k: k.right,
        {B: 2.5, U: -1, H: -1, J: -0.5},
        "a signature stands at the right of its column",
    ),
    Sign(
        "signature",
        lambda k: k.right and k.capitals and k.last is not None and k.last.end == ".",
        {B: 5, H: -3, ON: -3},
        "a name in capitals at the right, behind a text",
    ),
    Sign(
        "large",
        lambda k: k.large,
        {H: 4, ON: 4, U: -1, B: -1, P: -2.5, J: -2.5, S: -2},
        "type larger than that around it",
        lambda k: k.trust_large,
    ),
    Sign(
        "very-large",
        lambda k: k.very_large,
        {H: 4, ON: 4, P: -4, J: -4, S: -4, F: -1},
        "type far larger than the page's",
        lambda k: k.trust_very_large,
    ),
    Sign("same-type", lambda k: k.same_size, {ON: 1.5}, "type as large as that of the line of display type before it"),
    Sign("capitals", lambda k: k.capitals, {H: 3, ON: 2, U: 1.5, B: 0.5, J: -1.5}, "nothing but capitals"),
    Sign(
        "title-case",
        lambda k: k.title and not k.sized and not k.end and not k.dateline and not k.byline,
        {H: 3, ON: 2, J: -1.5, P: -1.5},
        "longer words begin with capitals, as in headlines; where the size of type is not known",
    ),
    Sign(
        "between-white",
        lambda k: k.alone,
        {H: 5, ON: -1, J: -4, P: -1, S: -1},
        "a line alone between white, or at the page's top, that ends no sentence; without geometry",
    ),
    Sign(
        "over-byline",
        lambda k: k.over_byline,
        {H: 5, ON: -1, J: -4, P: -1, S: -1},
        "a line below white, right over who wrote what follows; without geometry",
    ),
    Sign(
        "short-on-top",
        lambda k: k.short_on_top and not k.alone,
        {H: 5, ON: -1, J: -4, P: -1, S: -1},
        "the page's first line stops far short of its column and ends no sentence; without geometry",
    ),
    Sign(
        "after-larger-type",
        lambda k: k.last is not None and k.last.large and k.sized and k.page_size < k.last.page_size / LARGE,
        {J: -2.5},
        "text does not go on in smaller type",
    ),
    Sign(
        "after-author",
        lambda k: k.last is not None and k.last.byline and k.last.below_display and not k.small,
        {J: -3.5, S: 1.5},
        "a text begins below who wrote it, below its headline",
    ),
    Sign(
        "kicker",
        lambda k: k.kicker,
        {H: 5, J: -4, P: -3, S: -3, U: -3, B: -2},
        "a line behind white, close over far larger type",
    ),
    Sign(
        "deck",
        lambda k: k.deck,
        {ON: 6, J: -3, P: -4, S: -4, U: -3, B: -2},
        "a few lines below a headline, larger than the text",
    ),
    Sign("after-line-alone", lambda k: k.last is not None and k.last.alone, {J: -4}, "the line before stands alone"),
    Sign("plain", lambda k: k.plain, {H: -2, U: 1}, "a headline is larger than the text, in capitals, or centred"),
    Sign(
        "apart-above",
        lambda k: k.above > 0.4,
        {H: 1, S: 0.5, P: 0.5, J: -1, ON: -0.7},
        "more white above than lines have",
    ),
    Sign("well-apart", lambda k: k.above > 0.7 or not k.under, {H: 1, U: -0.5}, "a subhead has little white above it"),
    Sign(
        "short-and-apart",
        lambda k: k.short > 5 and k.above > 0.4 and not k.end,
        {U: 2.5, H: -1, P: -1.5, J: -1},
        "a short line behind white that ends no sentence",
    ),
    Sign("apart-below", lambda k: k.below > 0.4, {H: 0.7, ON: 0.7, U: 0.5}, "more white below than lines have"),
    Sign(
        "rule-above", lambda k: k.rule, {H: 2, S: 1.5, J: -1.5, ON: -2, U: -0.5}, "a rule parts it from what is above"
    ),
    Sign(
        "in-a-bank-of-decks",
        lambda k: k.bank,
        {ON: 8, J: -6, P: -5, S: -4, U: -5, B: -2},
        "a centred line between short rules, below display type",
    ),
    Sign(
        "column-begins", lambda k: not k.under, {ON: -3, S: 0.3, H: 0.3}, "it does not stand below the line before it"
    ),
    Sign(
        "ends-like-text",
        lambda k: k.end != "",
        {J: 0.5, P: 0.5, H: -1, U: -0.7},
        "display type seldom has a mark at its end",
    ),
    Sign(
        "sentence",
        lambda k: k.end != "" and not k.sized and not k.title and not k.capitals,
        {ON: -3, H: -2},
        "a line in small letters that ends as sentences do; where the size of type is not known",
    ),
    Sign(
        "initial",
        lambda k: k.initial and k.full,
        {P: 3, S: 2, H: -5, ON: -5, J: -1},
        "a first word in capitals begins a text",
    ),
    Sign("region-begins", lambda k: k.region, {P: 0.5, S: 0.5, H: 0.5, J: -0.5}, "a region of the file begins with it"),
    Sign("long", lambda k: len(k.text) > 60, {J: 1, P: 1, S: 0.5, H: -1, U: -3, B: -3}, "running text"),
    Sign(
        "no-words",
        lambda k: k.letters < 3,
        {J: 0.5, H: -2.5, ON: -1, U: 0.5, S: -2, P: -0.5},
        "a figure, or a row of marks",
    ),
    Sign(
        "scrap",
        lambda k: k.scrap,
        {H: -6, ON: -1, U: -4, S: -2},
        "what a recogniser made of dirt begins nothing",
    ),
    Sign(
        "turn",
        lambda k: k.turn,
        {S: 8, H: 6, J: -8, P: -5, ON: -5, U: -5, B: -3},
        "advertisements begin or end with it",
    ),
    Sign(
        "among-adverts",
        lambda k: k.advert and not k.turn,
        {H: -3},
        "advertisements are full of display type that begins no story",
    ),
    Sign(
        "badly-read",
        lambda k: k.misread and k.sized and not k.capitals,
        {H: -3.5, ON: -2, S: -1},
        "on a page that was badly read the size of type says little",
    ),
    # what the words say
    Sign("dateline", lambda k: k.dateline, {S: 2.5, P: 3, J: -2.5, H: -2, U: -2}, "place and day begin a report"),
    Sign(
        "before-dateline",
        lambda k: k.next is not None and k.next.dateline,
        {H: 1, ON: 0.5},
        "what stands over a report",
    ),
    Sign("jump-on", lambda k: k.jump == "on", {J: 4, H: -4, ON: -4, U: -4, S: -2}, "a text goes on elsewhere"),
    Sign(
        "after-jump-on",
        lambda k: k.last is not None and k.last.jump == "on",
        {J: -9, P: -3, ON: -5, H: 1.5, S: 2},
        "the story before it goes on elsewhere",
    ),
    Sign("jump-from", lambda k: k.jump == "from", {S: 9, J: -9, H: -5, ON: -5, U: -5}, "a text goes on here"),
    Sign(
        "after-jump-from",
        lambda k: k.last is not None and k.last.jump == "from",
        {J: 2, S: -6, H: -3},
        "it goes on with what another page began",
    ),
    Sign("byline", lambda k: k.byline, {B: 6, H: -2}, "it says who wrote it, and nothing else"),
    Sign("letter-begins", lambda k: k.salutation, {S: 5, P: 5, H: -6, ON: -6}, "a letter begins so"),
    Sign(
        "letter-signed",
        lambda k: k.signed,
        {B: 12, H: -5, ON: -5, J: -3, S: -4},
        "a name below the end of a letter, with where and when it was written, or at the right",
    ),
    Sign("letter-closes", lambda k: k.closing, {P: 6, S: -3, J: -5, H: -6, ON: -6}, "what stands beside a signature"),
    Sign("photo-credit", lambda k: k.credit, {C: 16}, "a caption ends with who took the photograph"),
    Sign(
        "running-head",
        lambda k: k.folio and k.edge,
        {F: 8, J: -3, H: -2, ON: -2},
        "a running head at the edge of the page",
    ),
    Sign(
        "name-over-date",
        lambda k: k.last is None and k.capitals and not k.sized and k.next is not None and k.next.folio,
        {F: 9, J: -3, H: -3, ON: -3},
        "the name of the paper, right over its date, at the top of the page; without geometry",
    ),
    Sign(
        "running-head-within",
        lambda k: k.folio and not k.edge and not k.sized and k.capitals and len(k.text) > LONG_HEAD,
        {F: 8, J: -3},
        "a running head in capitals, name and date, between lines of text; without geometry",
    ),
    # what the file says
    Sign("kind-head", lambda k: k.kind == "head", {H: 5, ON: 5, P: -2, J: -3}, "the file calls it a heading"),
    Sign("kind-subhead", lambda k: k.kind == "sub", {U: 8}, "the file calls it a heading below another"),
    Sign("kind-caption", lambda k: k.kind == "caption", {C: 12}, "the file calls it a caption"),
    Sign("kind-folio", lambda k: k.kind == "folio", {F: 12}, "the file calls it a running head"),
    Sign("whole", lambda k: k.whole, {J: -6}, "the file gives it as a whole block"),
    Sign("kind-advert", lambda k: k.kind == "advert", {F: 12}, "the file calls it an advertisement"),
)
"""What is seen of a line, and what it speaks for."""

LONG_HEAD = 24
"""A running head that is told from its words alone, wherever it stands, is longer."""
