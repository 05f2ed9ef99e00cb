"""Make src/papercut/languages/common_words.txt.gz: `python tools/make_words.py`. Needs jieba and opencc.

From jieba's dictionary (MIT licence): words of two to four Han characters that stand
together far more often than their characters would by chance. One line a first character: the character, then the
rest of each of its words. The last line maps traditional characters to simplified ones, in pairs, since the
dictionary is simplified.
"""

from __future__ import annotations

import collections
import gzip
import math
from pathlib import Path

import jieba
import opencc

OUT = Path(__file__).parents[1] / "src/papercut/languages/common_words.txt.gz"
LEAST, COHESION = 20, 2.0


def main() -> None:
    freq: dict[str, int] = {}
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").split("\n"):
        word, _, rest = line.partition(" ")
        if rest and all("\u4e00" <= ch <= "\u9fff" for ch in word):
            freq[word] = int(rest.split(" ")[0])
    chars: collections.Counter[str] = collections.Counter()
    for word, f in freq.items():
        for ch in word:
            chars[ch] += f
    total = sum(chars.values())
    rows: dict[str, list[str]] = collections.defaultdict(list)
    for word, f in sorted(freq.items()):
        if 2 <= len(word) <= 4 and f >= LEAST:
            chance = sum(math.log(chars[ch] / total) for ch in word) + math.log(total)
            if math.log(f) - chance > COHESION:
                rows[word[0]].append(word[1:])
    to_simple = opencc.OpenCC("t2s")
    pairs = []
    for code in range(0x4E00, 0x9FFF):
        ch = chr(code)
        simple = to_simple.convert(ch)
        if simple != ch and len(simple) == 1 and simple in chars:
            pairs.append(ch + simple)
    text = "".join(f"{first}{' '.join(rest)}\n" for first, rest in sorted(rows.items())) + "".join(pairs)
    OUT.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(OUT, sum(map(len, rows.values())), "words", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
