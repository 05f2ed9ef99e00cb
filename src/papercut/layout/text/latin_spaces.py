"""The spaces of words and figures in letters on a line of another script: `USB 3.2 Gen 2`, `Tea & Rice`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papercut.languages.prefiltered_patterns import Sieved

SIGNS_APART = frozenset("&+=/|-\u2013~<>@:")

_LETTERS = Sieved("", "[^\\s\u00b7\u2014\u2026\u2e80-\U0003ffff]+")
_A_WORD = re.compile(
    "[\u0370-\u1fff]{2}|[A-Za-z\u00c0-\u024f]{4}|[A-Z][a-z]|[a-z]{3}|[0-9][.][0-9]|[A-Za-z][.]"
    "|[A-Z]{2}[/-][A-Z0-9]"
)


def gaps_between_words(tokens: Sequence[str]) -> list[bool]:
    """For each gap between tokens (what stands between white space) whether it lies in a run of words and figures in
    letters that were set tight: in `USB 3.2 Gen 2`, not in `H W 9 0 0 0`."""
    last = len(tokens) - 1
    out = [False] * last
    if not any(map(_A_WORD.search, tokens)):
        return out
    heads = [m[0] if (m := _LETTERS.match(t)) else "" for t in tokens]
    tails = [m[0][::-1] if (m := _LETTERS.match(t[::-1])) else "" for t in tokens]
    k = 0
    while k < last:
        end = k
        while end < last and heads[end + 1] and (tails[k] if end == k else heads[end] == tokens[end]):
            end += 1
        if end > k:
            out[k:end] = [_are_words([tails[k], *heads[k + 1 : end + 1]])] * (end - k)
        k = max(end, k + 1)
    return out


def _are_words(run: Sequence[str]) -> bool:
    """Whether some tokens are words and figures, not characters of one that were set apart, nor the parts of one name
    or measure (`AG 600 M`, `300 mm`); signs do not count, but an initial with its point is a word."""
    sizes = [n + (t[1:] == ".") for t in run if (n := sum(map(str.isalnum, t)))]
    return any(map(_A_WORD.search, run)) and 3 * sizes.count(1) < 2 * len(sizes)


def sign_apart(tokens: Sequence[str], words: Sequence[bool], k: int) -> bool | None:
    """Whether token `k`, if it is a sign in a run of words, stands apart from them (`Tea & Rice`); between figures it
    does not (`24/7`). None for what is no such sign. `words` are the gaps that `gaps_between_words` found."""
    if not 0 <= k < len(tokens) or not set(tokens[k]) <= SIGNS_APART:
        return None
    before = tokens[k - 1][-1] if k and words[k - 1] else ""
    after = tokens[k + 1][0] if k < len(words) and words[k] else ""
    if not before + after:
        return None
    return not (before.isdigit() or not before) or not (after.isdigit() or not after)
