"""Text for XML, HTML and spreadsheets, which have no place for some characters that a page may hold."""

from __future__ import annotations

import re

from papercut.writers.text import one_line

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML 1.0 does not allow, or HTML does not: control characters, halves of surrogate pairs, noncharacters."""

REPLACEMENT = "\ufffd"


class MarkupText:
    """Makes texts fit for markup: each forbidden character becomes one visible sign, and is counted.

    A control character becomes its picture (`␇` for U+0007), so that it can still be told which one it was; what has
    no picture becomes U+FFFD. White space that ends lines becomes a space, as in the other formats.
    """

    def __init__(self) -> None:
        self.replaced: dict[str, int] = {}

    def __call__(self, text: str) -> str:
        """The text on one line."""
        return FORBIDDEN.sub(self._sign, one_line(text) if text.isascii() else one_line(self._surrogates(text)))

    def lines(self, text: str) -> list[str]:
        """The lines of a text of verse or of a table."""
        return [self(line) for line in text.split("\n")]

    @property
    def said(self) -> tuple[str, ...]:
        """What there is to say: nothing, or one line."""
        if not self.replaced:
            return ()
        names = ", ".join(f"U+{ord(ch):04X}" for ch in sorted(self.replaced)[:5])
        more = ", …" if len(self.replaced) > 5 else ""
        count = sum(self.replaced.values())
        said = f"{count} characters that the format does not allow ({names}{more}) are written as a sign in their place"
        if count == 1:
            said = f"1 character that the format does not allow ({names}) is written as a sign in its place"
        return (said,)

    def _surrogates(self, text: str) -> str:
        return re.sub("[\ud800-\udfff]", self._sign, text)

    def _sign(self, found: re.Match[str]) -> str:
        ch = found[0]
        self.replaced[ch] = self.replaced.get(ch, 0) + 1
        if ch < " ":
            return chr(0x2400 + ord(ch))
        return "\u2421" if ch == "\x7f" else REPLACEMENT
