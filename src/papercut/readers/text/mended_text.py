"""Text that was decoded wrongly once before, once it is mended, and how encodings are called in what is said of it."""

from __future__ import annotations

from typing import NamedTuple

NAMES = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "gb18030": "GBK", "cp950": "Big5", "big5hkscs": "Big5",
         "cp932": "Shift_JIS", "shift_jis": "Shift_JIS", "cp949": "EUC-KR", "euc_kr": "EUC-KR", "euc_jp": "EUC-JP",
         "cp1250": "Windows-1250", "cp1251": "Windows-1251", "mac_roman": "Mac Roman", "koi8_r": "KOI8-R",
         "koi8_u": "KOI8-U", "iso8859_2": "ISO-8859-2", "iso8859_5": "ISO-8859-5",
         "iso8859_7": "ISO-8859-7"}  # fmt: skip
"""How these are called, where it is not the codec's own name."""


class Mended(NamedTuple):
    """A page's text as it was before it was decoded wrongly, `how` that was, and which lines were mended.

    Of the lines `lost` too much is gone, and they stay as they are; `hopeless` says that they are most of the page.
    Line numbers count from 1.
    """

    text: str
    how: str = ""
    lines: tuple[int, ...] = ()
    holes: int = 0
    lost_how: str = ""
    lost: tuple[int, ...] = ()
    hopeless: bool = False
