"""Simplified and traditional characters: which of them a text is in, and what OCR took for the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

ONE_SCRIPT = 0.9
"""A page is in a script if so many of its telling characters are: a quoted name does not make it mixed."""
READ_BY_OCR = frozenset({"hocr", "alto", "page", "abbyy", "tsv", "ocr-json", "scan"})
"""The formats of pages whose characters an engine guessed."""


def script_of(text: str) -> str:
    """`hans` or `hant`, whichever the text is written in; `mixed` if it is in both, and nothing if none can be told."""
    count = Counter(text)
    count = Counter({ch: n for ch, n in count.items() if ch > "\u3400"})
    chars = "\n".join(count)  # one to a line, that no two make a word
    simplified = traditional = 0
    for ch, hant, hans in zip(count, converter("s2t")(chars)[::2], converter("hk2s")(chars)[::2], strict=True):
        # 后, 里, 台 stand in both scripts: only a character that the other's own standard lacks is telling
        if hans != ch and not _in(ch, "gb2312"):
            traditional += count[ch]
        elif hant != ch and not _in(ch, "big5"):
            simplified += count[ch]
    telling = simplified + traditional
    if not telling:
        return ""
    if simplified >= telling * ONE_SCRIPT:
        return "hans"
    return "hant" if traditional >= telling * ONE_SCRIPT else "mixed"


def _in(ch: str, codec: str) -> bool:
    try:
        ch.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@cache
def converter(config: str) -> Callable[[str], str]:
    """A function that converts text and keeps its length, so that every character keeps its place."""
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(config).convert

    def converted(text: str) -> str:
        if text.isascii():
            return text
        try:
            new = convert(text)
        except UnicodeEncodeError:  # a lone surrogate
            return "".join(ch if "\ud800" <= ch <= "\udfff" else converted(ch) for ch in text)
        if len(new) == len(text):
            return new
        return "".join(one if len(one := convert(ch)) == 1 else ch for ch in text)

    return converted


def stray_characters(texts: Sequence[str]) -> dict[str, str]:
    """The characters of the other script in a text that is in one script throughout, each with what it stands for.

    An OCR engine that knows both scripts takes one for the other now and then. A simplified character may stand for
    several traditional ones: it counts where the text has just one of these, and that one oftener.
    """
    text = "".join(texts)
    script = script_of(text)
    if script not in ("hans", "hant"):
        return {}
    count = Counter(ch for ch in text if ch > "\u3400")
    # one to a line, that no two make a word
    simple = dict(zip(count, converter("hk2s")("\n".join(count))[::2], strict=True))
    if script == "hans":
        return {ch: hans for ch, hans in simple.items() if ch != hans and not _in(ch, "gb2312")}
    forms: dict[str, list[str]] = {}
    for ch, hans in simple.items():
        if ch != hans:
            forms.setdefault(hans, []).append(ch)
    return {
        hans: own[0] for hans, own in forms.items()
        if len(own) == 1 and 0 < count[hans] < count[own[0]] and not _in(hans, "big5")
    }  # fmt: skip


def language_tag(text: str) -> str:
    """The language tag of a text, by which browsers and word processors choose among the forms of a character; empty
    if few of its characters are Chinese."""
    if not text or sum("\u3400" <= ch <= "\u9fff" for ch in text) * 4 < len(text):
        return ""
    return "zh-Hant" if script_of(text) == "hant" else "zh-Hans"
