"""What chardet makes of bytes whose encoding the comparison of decodings leaves in doubt, and if it is believed."""

from __future__ import annotations

import codecs
import re

from papercut.readers.text.decoding import prefix

ALPHABETS = ((0x0590, 0x0600), (0x0600, 0x0700), (0x0E00, 0x0E80))
"""Hebrew, Arabic and Thai, whose letters have no small and large forms."""
_LATIN, _OTHERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f", "\u0370-\u06ff\u0e00-\u0e7f"
_TOUCHING = re.compile(f"[{_LATIN}](?=[{_OTHERS}])|[{_OTHERS}](?=[{_LATIN}])")
"""A Latin letter beside one of another alphabet: not in one word."""
ENOUGH, MORE = 8, 16
"""Letters of an alphabet from which it counts more than ideographs that the same bytes make, and more than common ones.
A few ideographs, such as `我们` in Big5, can be letters of Thai."""
OBSOLETE = "\u0e03\u0e05"
"""Letters that Thai has no more; full-width figures and katakana in GBK are full of them."""


def guessed_codec(sample: bytes) -> str:
    """The codec that chardet takes the bytes for; empty where it knows none."""
    import chardet

    try:
        return codecs.lookup(chardet.detect(sample)["encoding"] or "").name
    except LookupError:
        return ""


def decoded(sample: bytes, codec: str) -> str:
    """The bytes in an encoding; nothing if they are not in it."""
    return prefix(sample, codec, "strict", False) or ""


def is_lettered(text: str) -> bool:
    """Whether what is not ASCII in a text is nearly all letters, as in any language."""
    others = [ch for ch in text if not ch.isascii()]
    return sum(ch.isalpha() for ch in others) >= 0.8 * len(others)


def is_likelier(text: str, nats: float) -> bool:
    """Whether a text is nearly all letters, and far less surprising than the best of the other decodings, which costs
    so many nats."""
    from papercut.readers.text.surprisal import surprisal

    return is_lettered(text) and surprisal(text) + 20 < nats


def is_cased(text: str) -> bool:
    """Whether what is not ASCII in a text is letters with small and large forms, of which large ones begin words. In a
    wrong decoding large ones stand anywhere."""
    letters = [ch for ch in text if not ch.isascii() and ch.isalpha()]
    inside = re.findall(r"(?<=[^\W\d_])[^\W\d_]", text)
    odd = sum(map(str.isupper, inside)) - sum(len(word) - 1 for word in re.findall(r"\w+", text) if word.isupper())
    small = sum(map(str.islower, letters))
    return small >= 0.5 * len(letters) and odd <= 0.02 * len(inside)


def in_one_alphabet(text: str, least: int) -> bool:
    """Whether nearly all letters beyond ASCII, and no fewer than `least`, are those of one alphabet without small and
    large letters, and hardly anything else is beyond ASCII, or a Latin letter beside them."""
    others = [ch for ch in text if not ch.isascii()]
    most = max((sum(first <= ord(ch) < end for ch in others) for first, end in ALPHABETS), default=0)
    fit = most >= max(4, least) and most >= 0.95 * len(others)
    return fit and not mixes_alphabets(text) and not any(ch in OBSOLETE for ch in others)


def mixes_alphabets(text: str) -> bool:
    """Whether letters of different alphabets stand in one word, as in a wrong decoding (`Le maire a יtי יlu`)."""
    return len(_TOUCHING.findall(text)) > 0.02 * sum(not ch.isascii() for ch in text)
