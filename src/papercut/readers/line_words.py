"""The words of a line, where a file gives the line's text and its words' places, each by itself."""

from __future__ import annotations

from collections.abc import Sequence

from papercut.readers.file_lines import Found


def placed_words(text: str, words: Sequence[Found], sure: float | None = None) -> list[Found]:
    """The line's own text, in words with their places where the words say the same; where they say something else the
    text alone, as one word of which `sure` says how sure the file is. A line without a text of its own has that of its
    words."""
    words = [word for word in words if word.text.strip()]
    if not text.strip():
        return words
    at = 0
    out: list[Found] = []
    for word in words:
        begin = at
        while begin < len(text) and text[begin].isspace():
            begin += 1
        if not text.startswith(word.text, begin):
            break
        out.append(word._replace(parted=begin > at, spaced=begin > at and word.spaced))
        at = begin + len(word.text)
    if not words or len(out) < len(words) or text[at:].strip():
        return [Found(text, None, sure)]
    return out
