"""Numbers as the Chinese press writes them: `二〇二四`, `廿八`, `貳拾捌`, `元`, `１２`, and with Western digits."""

from __future__ import annotations

import unicodedata

NUMERAL = "[0-9０-９〇○零元一二三四五六七八九十廿念卅百千壹贰貳叁參肆伍陆陸柒捌玖拾佰兩两]"
"""A character of a number; `念` is Shanghai's `廿`."""

_ROWS = ("〇○零", "一元壹", "二贰貳兩两", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
_DIGITS = {ch: n for n, row in enumerate(_ROWS) for ch in row}
_UNITS = {"十": 10, "拾": 10, "廿": 20, "念": 20, "卅": 30, "百": 100, "佰": 100, "千": 1000}


def numeral_value(text: str) -> int | None:
    """What a numeral says: 28 for `廿八` and `貳拾捌`, 1998 for `一九九八`, 1 for `元`; nothing for other text."""
    total, digits = 0, ""
    for ch in text:
        if unit := _UNITS.get(ch):
            total += unit * int(digits or "1")
            digits = ""
        elif ch in _DIGITS:
            digits += str(_DIGITS[ch])
        elif ch.isdecimal():
            digits += str(unicodedata.decimal(ch))
        else:
            return None
    return total + int(digits or "0") if text else None
