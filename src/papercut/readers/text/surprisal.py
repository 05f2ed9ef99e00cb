"""How surprising the characters of a text are, taken together: what a wrong decoding is told by."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from papercut.languages import character_frequency

MIXED = 3.0
TOUCHING = re.compile("[a-z](?=[\u2e80-\uffff])|[\u2e80-\uffff](?=[a-z])")
"""A small Latin letter beside an ideograph, and its surprise: rare on a page, but not where `führt` was misread."""


def surprisal(text: str) -> float:
    """The surprise of a text in nats: minus the logarithm of its probability, each character taken for itself."""
    costs = _costs()
    mixed = MIXED * len(TOUCHING.findall(text))
    return mixed + sum(n * (costs.get(ch) or _rare(ch)) for ch, n in Counter(text).items())


def _rare(ch: str) -> float:
    """The surprise of a character that is in no table."""
    code = ord(ch)
    if 0x4E00 <= code < 0xA000:
        return 14.0
    if 0xD800 <= code < 0xE000:
        return 20.0
    if 0x00A0 <= code < 0x0250:
        return 7.0 if ch.islower() else 9.0
    if 0x3400 <= code < 0x4DC0 or 0x20000 <= code < 0x32000:
        return 15.0
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xE000 <= code < 0xF900:
        return 18.0
    return 14.0 if ch.isprintable() else 18.0


@cache
def _costs() -> dict[str, float]:
    """The surprise of the characters that are common somewhere, in nats: minus the logarithm of their share.

    The steps are those of Zipf's law for a script: of running Chinese text the 600 most frequent characters make up
    four fifths, the first levels of the national standards nearly all the rest.
    """
    costs: dict[str, float] = {}
    for codec, leads, price in (
        ("big5", range(0xC9, 0xFA), 12.5),
        ("gb2312", range(0xD8, 0xF8), 12.5),
        ("euc_jp", range(0xD0, 0xF5), 13.0),
        ("euc_jp", range(0xB0, 0xD0), 11.0),
        ("big5", range(0xA4, 0xC7), 10.0),
        ("gb2312", range(0xB0, 0xD8), 9.5),
        ("euc_kr", range(0xB0, 0xC9), 10.0),
    ):
        for lead in leads:
            costs.update(dict.fromkeys(_row(codec, lead), price))
    costs.update(dict.fromkeys(map(chr, range(65377, 65440)), 10.5))  # half-width katakana
    costs.update(dict.fromkeys(map(chr, range(12353, 12541)), 6.3))
    costs.update(dict.fromkeys(map(chr, range(65281, 65375)), 9.0))
    costs.update(dict.fromkeys(map(chr, range(32, 127)), 8.0))
    costs.update(dict.fromkeys(map(chr, (*range(48, 58), *range(65, 91), *range(97, 123))), 5.0))
    costs.update(dict.fromkeys(character_frequency.HANGUL, 6.0))
    rarer = character_frequency.HAN_OLD_PRESS, character_frequency.HAN_CANTONESE, character_frequency.HAN_JAPANESE
    for table in (*rarer, character_frequency.HAN_TRADITIONAL):
        costs.update(dict.fromkeys(table, 7.5))
    costs.update(dict.fromkeys(character_frequency.HAN_SIMPLIFIED, 7.0))
    costs.update(dict.fromkeys(character_frequency.PUNCTUATION, 5.5))
    costs.update(dict.fromkeys(" .,\n\r\t", 4.0))
    return costs


def _row(codec: str, lead: int) -> str:
    """The characters of a double-byte codec behind one lead byte."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF)) if codec == "big5" else range(0xA1, 0xFF)
    return bytes(b for t in trails for b in (lead, t)).decode(codec, "replace").replace("\ufffd", "")
