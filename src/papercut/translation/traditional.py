"""Chinese messages in traditional characters, made from the simplified ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

CONFIGS = {"zh-TW": "s2twp", "zh-HK": "s2hk"}
"""OpenCC's: for Taiwan with its words for computers, for Hong Kong with its characters."""

WORDS = {
    "zh-TW": {"設定檔案": "設定檔", "豎排": "直排", "識別": "辨識"},
    "zh-HK": {
        "説": "說", "閲": "閱", "集羣": "叢集", "豎排": "直排", "文件夾": "資料夾", "文件": "檔案", "默認": "預設",
        "設置": "設定", "打印": "列印",
    },
}  # fmt: skip
"""What is said otherwise there, and OpenCC does not know."""


def in_traditional(language: str) -> Callable[[str], str]:
    """What puts a simplified text into the characters and words of this language."""
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(CONFIGS[language]).convert
    words = WORDS[language]

    @cache
    def written(text: str) -> str:
        text = convert(text)
        for word, other in words.items():
            text = text.replace(word, other)
        return text

    return written
