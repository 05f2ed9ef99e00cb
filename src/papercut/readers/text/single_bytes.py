"""Text of European letters that was decoded wrongly once before: Polish, Russian or Greek read as Latin-1, for example.

Each byte became one character, so nothing is lost, but nothing fails either: any bytes can be read so. What tells it is
that the text is in no language as it stands (`Wis³ok¹`, `íÏ×ÙÊ`), and that there is an encoding in which all its
letters are those of one language and stand as they do there.
"""

from __future__ import annotations

import re

from papercut.readers.text.chardet_guess import is_cased, is_lettered, mixes_alphabets
from papercut.readers.text.mended_text import NAMES, Mended
from papercut.readers.text.mojibake_suspects import FEW, has_european_letters
from papercut.readers.text.western_rivals import SIGNS, fits

WRONG = ("cp1252", "cp1251", "cp850", "cp437", "cp1250", "mac_roman")
RIGHT = (
    "cp1250", "iso8859_2", "cp1252", "cp850", "cp852", "mac_roman", "cp1257", "cp1251", "koi8_r", "koi8_u", "cp866",
    "iso8859_5", "iso8859_7", "cp1253",
)  # fmt: skip
DISTINCT = 3
"""So many different letters must come out otherwise, beside `FEW` in all."""
SHARE = 0.4
"""The commonest letters make up such a part of those of an alphabet."""
CLEAR = 0.1
"""By so much it must be more than in any other encoding."""
COMMON = (("[\u0400-\u045f\u0490\u0491]", "оеаинтрслв"), ("[\u0370-\u03ff]", "αοιετσηνρυς"))
"""Cyrillic and Greek, and the letters that are commonest there."""

_CONTROL = re.compile("[\x80-\x9f]")


def reread(text: str) -> Mended | None:
    """The text in the encoding that it was in; None if it is good as it stands, or fits in none, or in several."""
    if not has_european_letters(text) or _likeness(text):
        return None
    found: dict[str, tuple[float, str]] = {}
    for wrong in WRONG:
        data = _bytes(text, wrong)
        if data is None:
            continue
        for right in RIGHT:
            try:
                new = data.decode(right)
            except UnicodeDecodeError:
                continue
            changed = [b for a, b in zip(text, new, strict=True) if a != b and b.isalpha()]
            if len(changed) >= FEW and len(set(changed)) >= DISTINCT and (like := _likeness(new)):
                found.setdefault(new, (like, f"{NAMES.get(right, right)} that was read as {NAMES.get(wrong, wrong)}"))
    best = sorted(((like, new, how) for new, (like, how) in found.items()), reverse=True)
    if not best or (len(best) > 1 and best[0][0] < best[1][0] + CLEAR):
        return None
    _, new, how = best[0]
    pairs = zip(text.split("\n"), new.split("\n"), strict=True)
    return Mended(new, how, tuple(n for n, (a, b) in enumerate(pairs, 1) if a != b))


def _bytes(text: str, wrong: str) -> bytes | None:
    """The bytes that were read as the text; bytes that the encoding lacks were kept as controls."""
    out = bytearray()
    for ch in text:
        try:
            out += ch.encode(wrong)
        except UnicodeEncodeError:
            if not "\x80" <= ch <= "\x9f":
                return None
            out.append(ord(ch))
    return bytes(out)


def _likeness(text: str) -> float:
    """How much what is not ASCII in a text is like one language: its letters, standing as they do there. 0 if it is
    not; of Cyrillic and Greek the share of their commonest letters."""
    if _CONTROL.search(text):
        return 0.0
    for alphabet, common in COMMON:
        letters = re.findall(alphabet, text)
        if len(letters) >= FEW:
            plain = "".join(ch for ch in text if ch not in SIGNS)
            sound = is_lettered(plain) and is_cased(plain) and not mixes_alphabets(text)
            usual = sum(ch.lower() in common for ch in letters) / len(letters)
            return usual if sound and usual > SHARE else 0.0
    return float(fits(text))
