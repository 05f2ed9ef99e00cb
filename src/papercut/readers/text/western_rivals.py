"""Whether text of European letters, in single bytes, could as well be in another encoding than the one it was read in.

The same bytes are `naïve` in one encoding and `naďve` in another. A decoding fits where all its letters beyond ASCII
are those of one language, and stand as letters do. Where the bytes fit in several encodings, and say something else in
each, nobody can tell which one is meant.
"""

from __future__ import annotations

import re

RIVALS = (
    ("cp1252", "windows-1252"), ("iso8859_2", "iso8859-2"), ("cp1250", "cp1250"), ("cp437", "cp437"),
    ("cp850", "cp850"), ("cp852", "cp852"), ("mac_roman", "mac-roman"),
)  # fmt: skip
"""Encodings of European languages with Latin letters, and how they are written in output."""

LANGUAGES = tuple(map(frozenset, (
    "éèàçâæêëîïôœùûüÿ", "äöüßéèà", "áéíñóúü", "ãçáéâàêíóôõú", "èàòéìù", "éëïöüèç", "æøåéö", "åäöéü", "ąęłżóćńśź",
    "ěřčíáďéňóšťúůýž", "áčíľšäéňóôťúýžď", "áéíóöőúüű", "ăâîșțşţ", "čćšžđ",
)))  # fmt: skip
"""The letters of French, German, Spanish, Portuguese, Italian, Dutch, Danish and Norwegian, Swedish and Finnish,
Polish, Czech, Slovak, Hungarian, Romanian, Croatian and Slovene."""

SIGNS = frozenset("“”‘’„‚«»–—…•·©®°§£€½¼¾¿¡ªº\xa0")
"""What is no letter and stands in any text."""

MOSTLY_ASCII = 0.15
"""In European languages no more of a text's bytes are beyond ASCII."""
_NO_WORD = re.compile(r"[a-z][^\W\d_a-zA-Z]*[A-ZÀ-ÖØ-Þ]|(?<!\w)(?![àáèéóÀÁÈÉÓ])[^\W\d_a-zA-Z](?!\w)")
"""A capital inside a word; or a letter alone that is no word in any of these languages."""


def rivals(sample: bytes, text: str) -> tuple[str, ...]:
    """The names of other encodings in which bytes that were read as `text` say something else that fits as well."""
    beyond = sum(byte > 127 for byte in sample)
    if not beyond or beyond > max(1, MOSTLY_ASCII * len(sample)) or SIGNS.issuperset(_beyond(text)):
        return ()
    out: list[str] = []
    known = {text}
    for codec, name in RIVALS:
        try:
            other = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        if other not in known and fits(other):
            out.append(name)
        known.add(other)
    return tuple(out)


def signs_alone(sample: bytes, text: str) -> str:
    """The one encoding in which bytes that were read as `text`, which is in no language, are nothing but the signs of
    any text: the quotes of a Mac are letters elsewhere. Nothing if there is none, or several."""
    beyond = _beyond(text)
    if not beyond or SIGNS.issuperset(beyond) or fits(text):
        return ""
    found = {}
    for codec, _ in RIVALS:
        try:
            other = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        if SIGNS.issuperset(_beyond(other)) and not any(map(str.isalpha, _beyond(other))):
            found[other] = codec
    return next(iter(found.values())) if len(found) == 1 else ""


def _beyond(text: str) -> set[str]:
    return {ch for ch in text if not ch.isascii()}


def fits(text: str) -> bool:
    """Whether the letters of a text are those of one language, and stand as such."""
    letters = {ch.lower() for ch in _beyond(text) - SIGNS}
    return bool(letters) and any(map(letters.issubset, LANGUAGES)) and _NO_WORD.search(text) is None
