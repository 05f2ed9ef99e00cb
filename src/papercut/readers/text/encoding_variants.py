"""Which variant of one encoding bytes are in: CP950, Big5 and Big5-HKSCS read a few of the same bytes as other signs.

A file is told by the characters that only one variant has. Where all of them decode it, the signs are looked at on
which they differ: `／` is in every paper and `∕` in hardly any, `‧` stands in foreign names and `•` before items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ELSEWHERE = re.compile("[\u0401-\u0451\u2170-\u2179\u2460-\u247d\u3041-\u30fe]")
MISREAD = {"cp950": _ELSEWHERE, "big5": _ELSEWHERE, "cp932": re.compile("[\uf8f0-\uf8f3]")}
"""Characters that a codec of Python reads otherwise than the trade: CP950 has the kana of ETEN elsewhere."""

NO_CHARACTERS = {0xF8F0: "\udca0", 0xF8F1: "\udcfd", 0xF8F2: "\udcfe", 0xF8F3: "\udcff"}
"""What Python's CP932 makes of single bytes that are no character, and those bytes as bad ones."""

ODD = {"∕": 3.0, "﹨": 3.0, "∼": 3.0, "♁": 3.0, "‾": 1.0, "¯": 1.0, "☉": 1.0, "､": 1.0, "▓": 0.0}
"""Signs that hardly any page has, and how much less likely they are than what another variant reads; in nats."""


def likeliest(texts: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Of codecs and what each of them makes of the same bytes, the one with the likeliest signs; else the first."""
    first = texts[0][1]
    others = [text for _, text in texts[1:] if text != first]
    if not others:
        return texts[0]
    if any(len(text) != len(first) for text in others):
        return min(texts, key=lambda pair: len(pair[1]))
    differ = sorted({k for text in others for k, (a, b) in enumerate(zip(first, text, strict=True)) if a != b})
    return min(texts, key=lambda pair: sum(_oddness(pair[1], k) for k in differ))


def _oddness(text: str, at: int) -> float:
    """How odd a sign is where it stands."""
    sign = text[at]
    if sign not in "‧•":
        return ODD.get(sign, 0.0)
    inside = text[max(0, at - 1) : at].isalnum() and text[at + 1 : at + 2].isalnum()
    begins = not text[text.rfind("\n", 0, at) + 1 : at].strip()
    return 2.0 if (inside and sign == "•") or (begins and sign == "‧") else 0.0
