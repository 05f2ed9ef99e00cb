"""Make src/papercut/languages/character_pairs.bin.gz: `python tools/make_pairs.py LM DICT`.

LM is open-gram's language model as text, DICT its dictionary, both CC BY-SA 3.0. On Debian:

    apt-get install sunpinyin-data sunpinyin-utils
    tslminfo -v -p /usr/lib/*/sunpinyin/data/lm_sc.t3g > LM
    cp /usr/lib/*/sunpinyin/data/pydict_sc.bin DICT

The model has words, pairs of words and triples. The chance of a pair of characters is summed over the words that hold
it and the pairs of words between which it stands. The likeliest pairs are kept, with their mutual information.
"""

from __future__ import annotations

import gzip
import heapq
import math
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from papercut.languages.character_pairs import LEAST, STEP

OUT = Path(__file__).parents[1] / "src/papercut/languages/character_pairs.bin.gz"
KEPT = 300_000


def words_of(dictionary: bytes) -> list[str]:
    """The words by their numbers: strings of 32-bit characters, each ended by a zero, from where the header says."""
    (start,) = struct.unpack_from("<I", dictionary, 8)
    return dictionary[start:].decode("utf-32-le").split("\0")


def rows(path: Path, wanted: int) -> Iterator[list[str]]:
    """The rows of the model's words (1) or pairs of words (2)."""
    level = 0
    with path.open() as f:
        for line in f:
            if line.startswith("\\"):
                level = int(line[1])
            elif level == wanted:
                yield line.split()
            elif level > wanted:
                return


def main() -> None:
    model, words = Path(sys.argv[1]), words_of(Path(sys.argv[2]).read_bytes())
    chance = {int(row[0]): float(row[1]) for row in rows(model, 1)}
    one: defaultdict[str, float] = defaultdict(float)
    two: defaultdict[str, float] = defaultdict(float)
    first: defaultdict[str, float] = defaultdict(float)
    last: defaultdict[str, float] = defaultdict(float)
    said: defaultdict[int, float] = defaultdict(float)
    for a, b, p, *_ in rows(model, 2):
        x, y = words[int(a)], words[int(b)]
        said[int(a)] += float(p)
        if x and y:
            two[x[-1] + y[0]] += chance[int(a)] * float(p)
    for number, p in chance.items():
        word = words[number]
        for ch in word:
            one[ch] += p
        for x, y in pairwise(word):
            two[x + y] += p
        if word:
            first[word[0]] += p
            # pairs of words that the model does not name
            last[word[-1]] += p * max(0.0, 1 - said[number])
    total = sum(one.values())
    han = [(p, pair) for pair, p in two.items() if all("\u3400" <= ch < "\ua000" for ch in pair)]
    kept = heapq.nlargest(KEPT, han)
    chars = sorted({ch for _, pair in kept for ch in pair}, key=lambda ch: -one[ch])
    number = {ch: k for k, ch in enumerate(chars)}
    log = {ch: math.log(one[ch] / total) for ch in chars}
    found = []
    for p, (x, y) in kept:
        strength = math.log((p + last[x] * first[y]) / total) - log[x] - log[y]
        step = min(255, max(0, round((strength - LEAST) * STEP)))
        found.append((number[x] * len(chars) + number[y], step))
    found.sort()
    keys = np.array([key for key, _ in found])
    steps = np.diff(keys, prepend=0)
    assert steps.max() < 1 << 24
    raw = struct.pack("<IIf", len(chars), len(found), math.log(kept[-1][0] / total))
    raw += np.array([ord(ch) for ch in chars], "<u4").tobytes()
    raw += bytes(min(255, round(-log[ch] * STEP)) for ch in chars)
    raw += b"".join(((steps >> shift) & 255).astype(np.uint8).tobytes() for shift in (0, 8, 16))
    raw += bytes(step for _, step in found)
    OUT.write_bytes(gzip.compress(raw, 9, mtime=0))
    print(len(chars), "characters,", len(found), "pairs,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
