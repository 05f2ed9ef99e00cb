"""What a story's body has where a headline has something else: the places at which the words around agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BODY = 20_000
"""Characters of the body that are looked at."""
AROUND = 6
"""Characters on each side that are compared."""
PLACES = 200
"""Places in the body at which each character is tried."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`read` stands at `start` in the headline (in visible characters), the body has `meant` there; `left` and `right`
    are how many characters on each side agree, `times` how often the body has it, and `why` what bears it out:
    `mark`, `body`, `script` or `stray`."""

    start: int
    read: str
    meant: str
    left: int
    right: int
    times: int
    why: str

    @property
    def end(self) -> int:
        """Where in the headline it ends."""
        return self.start + len(self.read)

    @property
    def strength(self) -> int:
        """What readings of the same characters are compared by."""
        return self.left + self.right + min(self.times, 3)


class AlignedBody:
    """A story's body, without white space, with an index of its characters and pairs of characters."""

    def __init__(self, text: str) -> None:
        self.text = "".join(text.split())[:BODY]
        self.pairs = {self.text[k : k + 2] for k in range(len(self.text) - 1)}
        self.chars = set(self.text)
        self._at: dict[str, list[int]] = defaultdict(list)
        for k, ch in enumerate(self.text):
            self._at[ch].append(k)

    def at(self, ch: str) -> Sequence[int]:
        """Where a character stands, at `PLACES` places at most."""
        return self._at[ch][:PLACES] if ch in self._at else ()


def attests_none(text: str, start: int, end: int, body: AlignedBody) -> bool:
    """Whether the body never has these characters beside the ones around them, nor, if two, together."""
    return not any(text[k : k + 2] in body.pairs for k in range(max(0, start - 1), end) if k + 2 <= len(text))


def between(text: str, start: int, end: int, size: int, body: AlignedBody) -> Mapping[str, list[tuple[int, int]]]:
    """What the body has between the characters around a stretch, `size` characters of it, each with how many
    characters on both sides agree."""
    places: set[int] = set()
    if start > 0:
        places.update(k + 1 for k in body.at(text[start - 1]))
    if end < len(text):
        places.update(k - size for k in body.at(text[end]) if k >= size)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for k in sorted(places):
        between = body.text[k : k + size]
        if len(between) == size:
            left = right = 0
            while left < AROUND and left < start and left < k and text[start - left - 1] == body.text[k - left - 1]:
                left += 1
            after = body.text[k + size : k + size + AROUND]
            while right < len(after) and end + right < len(text) and text[end + right] == after[right]:
                right += 1
            if left + right:
                found[between].append((left, right))
    return found


def nearest_reading(places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Of the places of one reading that which agrees on both sides, and furthest."""
    return max(places, key=lambda at: (min(at) > 0, sum(at)))
