"""Chinese messages in traditional characters, made from the simplified ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

CONFIGS = {"zh-TW": "s2twp", "zh-HK": "s2hk"}
"""OpenCC's: for Taiwan with its words for computers, for Hong Kong with its characters."""

WORDS: dict[str, dict[str, str]] = {}


def in_traditional(language: str) -> Callable[[str], str]:
    """What puts a simplified text into the characters and words of this language."""
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(CONFIGS[language]).convert
    words = WORDS.get(language, {})

    @cache
    def written(text: str) -> str:
        text = convert(text)
        for word, other in words.items():
            text = text.replace(word, other)
        return text

    return written
