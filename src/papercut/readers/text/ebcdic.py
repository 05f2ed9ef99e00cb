"""EBCDIC, the encodings of mainframes: their letters and digits stand where other encodings have signs or nothing."""

from __future__ import annotations

OTHER_EBCDIC = ("cp424", "cp875")
"""Those with Hebrew and Greek letters, all of whose bytes are ASCII in Hebrew."""

_NAMED = ("cp037", "cp500", "cp273")
"""Those with Latin letters of which any may be meant."""

_SPACE = 0x40
_LINE_ENDS = frozenset(b"\x15\x25")
_USUAL = frozenset(
    (*range(0x81, 0x8A), *range(0x91, 0x9A), *range(0xA2, 0xAA), *range(0xC1, 0xCA), *range(0xD1, 0xDA))
) | frozenset((*range(0xE2, 0xEA), *range(0xF0, 0xFA), _SPACE, 0x4B, 0x6B, 0x60, 0x7D, 0x0D, *_LINE_ENDS))
"""The bytes of Latin letters, digits, space, point, comma, hyphen, apostrophe and line ends."""


def is_ebcdic(sample: bytes) -> bool:
    """Whether bytes are Latin text in EBCDIC: few of them are anything else, and what parts the words is its space."""
    if len(sample) < 16 or sample.count(_SPACE) < 0.05 * len(sample) or sample.count(b" ") > 0.01 * len(sample):
        return False
    return sum(byte in _USUAL for byte in sample) >= 0.88 * len(sample) and not sample.isascii()


def may_be_ebcdic(sample: bytes) -> bool:
    """Whether bytes that are ASCII may be text of other letters in EBCDIC: no text is without spaces and line ends, and
    full of `@`."""
    spaces = sum(map(sample.count, (b" ", b"\n", b"\r", b"\t")))
    return len(sample) >= 64 and sample.count(_SPACE) > 0.05 * len(sample) and spaces < 0.005 * len(sample)


def ebcdic_rivals(sample: bytes, codec: str) -> tuple[str, ...]:
    """Those of the encodings in which such bytes say something else."""
    text = sample.decode(codec, "replace")
    return tuple(other for other in _NAMED if other != codec and sample.decode(other, "replace") != text)
