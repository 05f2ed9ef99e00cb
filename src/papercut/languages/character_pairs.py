"""How much oftener two characters stand together than chance would have it: what a break that cuts a sentence hides.

The counts are those of a large language model of modern Chinese, open-gram (CC BY-SA 3.0; see NOTICE and
`tools/make_pairs.py`); the table is read when first asked for. Traditional characters are looked up as simplified ones.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from papercut.languages.common_words import simplified

STEP = 4.0
"""Steps to a nat in which the table holds the strength of a pair, and the rarity of a character (from 0)."""
LEAST = -4.0
"""The strength of the weakest pair, in nats."""
_UNKNOWN = 0xFFFF


@dataclass(frozen=True, slots=True)
class Pairs:
    """`index` gives the number of each character (by code point), `rarity` minus the log of its chance; `keys` are
    the numbers of two characters in one, ascending, `strength` their mutual information in nats. `least` is the log of
    the chance of the rarest pair in the table."""

    index: NDArray[np.uint16]
    rarity: NDArray[np.float32]
    keys: NDArray[np.int64]
    strength: NDArray[np.float32]
    least: float

    def of(self, left: Sequence[str], right: Sequence[str]) -> NDArray[np.float32]:
        """For each character of `left` and the one of `right` beside it how much oftener they stand together than by
        chance, in nats; 0 where one is unknown. A pair that the table lacks is as strong as it can be at most, but
        never stronger than chance."""
        a, b = self._numbers(left), self._numbers(right)
        known = (a != _UNKNOWN) & (b != _UNKNOWN)
        out = np.zeros(len(a), np.float32)
        a, b = a[known].astype(np.int64), b[known].astype(np.int64)
        key = a * len(self.rarity) + b
        at = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        at_most = np.clip(self.least + self.rarity[a] + self.rarity[b], LEAST, 0.0)
        out[known] = np.where(self.keys[at] == key, self.strength[at], at_most)
        return out

    def _numbers(self, chars: Sequence[str]) -> NDArray[np.uint16]:
        codes = np.frombuffer("".join(chars).encode("utf-32-le", "surrogatepass"), np.uint32)
        return np.where(codes < len(self.index), self.index[np.minimum(codes, len(self.index) - 1)], _UNKNOWN)


def together(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float32]:
    """`Pairs.of` by the table that ships."""
    return table().of(simplified("".join(left)), simplified("".join(right)))


@cache
def table() -> Pairs:
    """The table that ships, read once."""
    return read_pairs(Path(__file__).with_name("character_pairs.bin.gz").read_bytes())


def read_pairs(data: bytes) -> Pairs:
    """The table as `tools/make_pairs.py` packs it: two counts and the log of the rarest pair's chance; characters;
    their rarities; the keys' steps in three planes of bytes; the strengths."""
    raw = gzip.decompress(data)
    chars, pairs = np.frombuffer(raw, "<u4", 2).tolist()
    (least,) = np.frombuffer(raw, "<f4", 1, 8).tolist()
    codes = np.frombuffer(raw, "<u4", chars, 12)
    at = 12 + 4 * chars
    rarity = np.frombuffer(raw, np.uint8, chars, at) / np.float32(STEP)
    planes = np.frombuffer(raw, np.uint8, 3 * pairs, at + chars).reshape(3, pairs).astype(np.int64)
    keys = np.cumsum(planes[0] + (planes[1] << 8) + (planes[2] << 16))
    strength = np.frombuffer(raw, np.uint8, pairs, at + chars + 3 * pairs) / np.float32(STEP) + np.float32(LEAST)
    index = np.full(0xA000, _UNKNOWN, np.uint16)
    index[codes] = np.arange(chars)
    return Pairs(index, rarity.astype(np.float32), keys, strength.astype(np.float32), least)


def rarity(ch: str) -> float:
    """How rare a character is: minus the log of its chance; that of the rarest for one that is unknown."""
    pairs = table()
    code = ord(simplified(ch))
    number = int(pairs.index[code]) if code < len(pairs.index) else _UNKNOWN
    return float(pairs.rarity.max() if number == _UNKNOWN else pairs.rarity[number])
