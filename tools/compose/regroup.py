"""Other paragraphs out of the same sentences, some of them left out.

Text that is set on many pages must not be known by itself: a network that sees the same sentence begin the same
paragraph again and again learns the sentence, not what a paragraph looks like.
"""

from __future__ import annotations

import random

KEPT = 0.5
"""The chance of a paragraph's end to stay where it is; as many ends come elsewhere, between sentences."""
DROPPED = 0.12
"""The share of sentences that are left out."""
LATER = 0.4
"""The share of stories that begin with a later sentence, where they begin with no dateline."""
FEWEST = 4
"""Fewer sentences stay as they are."""
_STOPS, _CLOSING = "。！？!?", "”’」』）)》"
_OPENS, _SHUTS = "“‘「『（(《", "”’」』）)》"


def regrouped(texts: list[str], rng: random.Random, *, opens: bool, dated: bool) -> list[str]:
    """The sentences of some paragraphs in others. `opens` says whether a story begins with them, `dated` whether that
    with a dateline, which then stays."""
    found = [(s, k == 0) for text in texts for k, s in enumerate(sentences(text))]
    if len(found) < FEWEST:
        return texts
    if opens and not dated and rng.random() < LATER:
        found = found[rng.randrange(1 + len(found) // 3) :]
    found = [f for k, f in enumerate(found) if (dated and not k) or rng.random() >= DROPPED] or found[:1]
    ends = [new for _, new in found[1:]]
    gone = [new and rng.random() >= KEPT for new in ends]
    rate = sum(gone) / max(1, len(ends) - sum(ends))
    out = [found[0][0]]
    for (text, new), away in zip(found[1:], gone, strict=True):
        # after a colon, or without a stop, the paragraph's end is part of the text
        firm = out[-1][-1] in _STOPS or out[-1][-1] in _CLOSING
        if (new and not (away and firm)) or (not new and rng.random() < rate):
            out.append(text)
        else:
            out[-1] += text
    return out


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph: cut after stops outside all brackets and quotation marks."""
    out: list[str] = []
    depth = since = 0
    for k, ch in enumerate(text):
        depth = max(0, depth + (ch in _OPENS) - (ch in _SHUTS))
        after = text[k + 1 : k + 2]
        # a sentence may end with its quotation: the stop then stands before the closing mark
        stop = ch in _STOPS or (ch in _CLOSING and k and text[k - 1] in _STOPS)
        if stop and not depth and after and after not in _CLOSING and after not in _STOPS:
            out.append(text[since : k + 1])
            since = k + 1
    out.append(text[since:])
    return out
