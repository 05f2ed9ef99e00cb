"""What the characters of lines say by themselves: which kind of line each reads like, and how it follows another.

Two small networks over one table of characters, taught on stories and headlines that no page network was fitted on,
and then left alone: their judgements are numbers among those that the line networks see (`READING`), and how well one
fragment's text goes on with another's is one of those that links are weighed by. They know no widths, no places and
no neighbours, only the first and last `REACH` characters of each text. Fitted by `tools/fit_reading.py`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np

from papercut.solver.matrix_product import product
from papercut.solver.rare_pairs import Floats
from papercut.solver.weights import read_weights
from papercut.solver.weights_archive import read_arrays

Ids = np.typing.NDArray[np.intp]

REACH = 12
"""So many characters at either end of a text are read in their order."""

KINDS = (
    "head", "head-on", "kicker", "deck", "subhead", "byline", "story", "paragraph", "middle", "last", "only",
)  # fmt: skip
"""What a line may read like: the lines of display type; the first line of a story, of a paragraph, a line within one,
its last line, its only line."""

JOINTS = (
    "goes-on", "paragraph", "other-text", "head-on", "kicker-head", "head-deck", "other-head", "head-story",
    "other-story", "text-head", "byline",
)  # fmt: skip
"""What may lie between two lines: the same paragraph, the next one, text of elsewhere; two lines of a headline, a
kicker and its headline, a headline or deck and a deck, display lines of two stories; a headline and its story, one and
the text of another, text and a headline; a byline on either side."""

READING = (*(f"reads-like-{kind}" for kind in KINDS), *(f"follows-as-{joint}" for joint in JOINTS))
"""The columns of `reading_of`."""

_PAD, _UNKNOWN = 0, 1
_FLOOR = -6.0
_GOES_ON, _PARAGRAPH, _OTHER = (JOINTS.index(x) for x in ("goes-on", "paragraph", "other-text"))
_STORY, _LATER, _ONLY = (KINDS.index(x) for x in ("story", "paragraph", "only"))
AT_ONCE = 4096
"""So many pairs are judged at a time: what a page without end needs then stays small."""
KEPT = 20_000
"""The rows of so many characters are kept: more than any page has, fewer than a file made to fill memory."""
LINE = 20
"""So many are taken for a line's."""
SEEN = 30
"""So many characters of a fragment are read at a break."""


@dataclass(frozen=True, slots=True)
class ReadingNetwork:
    """The two networks. `order` is the table of characters read in their order, `bag` that of those read without."""

    rows: CharacterRows
    order: Floats
    bag: Floats
    kind: tuple[Floats, ...]
    joint: tuple[Floats, ...]
    about: str

    def kinds(self, ends: TextEnds) -> Floats:
        """For each text (row) the log of the chance of each of `KINDS`."""
        inner, bias, outer, level = self.kind
        seen = np.hstack([self._read(ends.first), self._read(ends.last), ends.bag])
        return _log_chances(product(np.maximum(product(seen, inner) + bias, 0.0), outer) + level)

    def joints(self, texts: TextEnds, following: TextEnds, before: Ids, after: Ids) -> Floats:
        """The log of the chance of each of `JOINTS` between the texts of the indices `before` and those, of the other
        texts, of the indices `after`."""
        inner, bias, outer, level = self.joint
        wide, bag = REACH * self.order.shape[1], self.bag.shape[1]
        tail, lead, left, right, both = np.split(inner, np.cumsum([wide, wide, bag, bag]))
        # the first layer is a sum over the two texts: each is worked out once, however many pairs it is in
        a = product(self._read(texts.last), tail) + product(texts.bag, left) + bias
        b = product(self._read(following.first), lead) + product(following.bag, right)
        out = np.empty((len(before), len(JOINTS)), np.float32)
        for start in range(0, len(before), AT_ONCE):
            at_left, at_right = before[start : start + AT_ONCE], after[start : start + AT_ONCE]
            hidden = a[at_left] + b[at_right] + product(texts.bag[at_left] * following.bag[at_right], both)
            out[start : start + AT_ONCE] = product(np.maximum(hidden, 0.0), outer) + level
        return _log_chances(out)

    def ends_of(self, texts: Sequence[str]) -> TextEnds:
        """What is read of some texts."""
        row_of = self.rows.__getitem__
        each = [list(chain.from_iterable(map(row_of, text))) for text in texts]
        sizes = np.array(list(map(len, each)), np.intp)
        flat = np.array(list(chain.from_iterable(each)), np.intp)
        first, last = edges(flat, sizes)
        bag = np.zeros((len(texts), self.bag.shape[1]), np.float32)
        full = sizes > 0
        if full.any():
            begins = (np.cumsum(sizes) - sizes)[full]
            bag[full] = np.add.reduceat(self.bag[flat], begins, axis=0) / np.sqrt(sizes[full, None])
        return TextEnds(first, last, bag)

    def _read(self, ids: Ids) -> Floats:
        found: Floats = self.order[ids].reshape(len(ids), ids.shape[1] * self.order.shape[1])
        return found


@dataclass(frozen=True, slots=True)
class TextEnds:
    """The rows of the first and last characters of texts, and the sum of all of a text's rows by its size's root."""

    first: Ids
    last: Ids
    bag: Floats


def folded(text: str) -> str:
    """The text as the networks read it: compatibility forms folded, no white space, all digits and letters alike."""
    out = []
    for ch in unicodedata.normalize("NFKC", text):
        if ch.isascii():
            if ch.isspace():
                continue
            ch = "0" if ch.isdigit() else "a" if ch.isalpha() else ch
        elif ch.isspace():
            continue
        out.append(ch)
    return "".join(out)


class CharacterRows(dict[str, tuple[int, ...]]):
    """The rows in the tables for each character of a text: none for a space, several for a ligature."""

    def __init__(self, known: str) -> None:
        super().__init__()
        self.known = {ch: k for k, ch in enumerate(known, _UNKNOWN + 1)}

    def __missing__(self, ch: str) -> tuple[int, ...]:
        found = tuple(self.known.get(part, _UNKNOWN) for part in folded(ch))
        if len(self) < KEPT:
            self[ch] = found
        return found


def edges(flat: Ids, sizes: Ids) -> tuple[Ids, Ids]:
    """The first `REACH` and the last `REACH` characters of each text, filled up on the far side; `flat` holds the rows
    of all texts, one behind the other."""
    begins = np.cumsum(sizes) - sizes
    at = np.arange(REACH)
    padded = np.concatenate([flat, [_PAD]])
    here = at < np.minimum(sizes, REACH)[:, None]
    first = np.where(here, padded[np.where(here, begins[:, None] + at, -1)], _PAD)
    there = here[:, ::-1]
    last = np.where(there, padded[np.where(there, (begins + sizes)[:, None] - REACH + at, -1)], _PAD)
    return first, last


def reading_of(texts: Sequence[str]) -> Floats:
    """For each line (row) the columns of `READING`: what it reads like, and how it follows the line before."""
    out = np.zeros((len(texts), len(READING)), np.float32)
    if not texts:
        return out
    reader = line_reader()
    ends = reader.ends_of(texts)
    out[:, : len(KINDS)] = reader.kinds(ends)
    after = np.arange(1, len(texts))
    if len(after):
        out[1:, len(KINDS) :] = reader.joints(ends, ends, after - 1, after)
    np.maximum(out, _FLOOR, out=out)
    out /= -_FLOOR / 2
    return out


def continuation_odds(tails: Sequence[str], starts: Sequence[str], before: Ids, after: Ids) -> tuple[Floats, Floats]:
    """How much likelier than text of elsewhere the starts (of the indices `after`) are to go on with a tail's sentence
    (of the indices `before`), and to be the next paragraph; in nats."""
    reader = line_reader()
    found = reader.joints(
        reader.ends_of([t[-SEEN:] for t in tails]), reader.ends_of([t[:SEEN] for t in starts]), before, after
    )
    other = found[:, _OTHER]
    return found[:, _GOES_ON] - other, found[:, _PARAGRAPH] - other


def opening_odds(starts: Sequence[str]) -> Floats:
    """How much likelier each text is to be a story's beginning than that of another paragraph; in nats."""
    reader = line_reader()
    found = reader.kinds(reader.ends_of([t[:LINE] for t in starts]))
    later = np.logaddexp(found[:, _LATER], found[:, _ONLY])
    return found[:, _STORY] - later


def _log_chances(scores: Floats) -> Floats:
    top = scores - scores.max(axis=1, keepdims=True)
    found: Floats = top - np.log(np.exp(top).sum(axis=1, keepdims=True))
    return found


@cache
def line_reader() -> ReadingNetwork:
    """The fitted networks, read once."""
    return read_reader(read_weights("reading.npz"))


def read_reader(data: bytes) -> ReadingNetwork:
    """The networks from a numpy archive, in half precision as `tools/fit_reading.py` writes it."""
    arrays = read_arrays(data)
    about: dict[str, Any] = json.loads(str(arrays["about"]))
    held = {name: a.astype(np.float32) for name, a in arrays.items() if name != "about"}

    def layers(name: str) -> tuple[Floats, ...]:
        return tuple(held[f"{name}/{part}"] for part in ("inner", "bias", "outer", "level"))

    return ReadingNetwork(
        CharacterRows(about["characters"]), held["order"], held["bag"], layers("kind"), layers("joint"), about["made"]
    )
