"""The same page written otherwise: what another tool, system or site would have made of the same lines."""

from __future__ import annotations

from collections.abc import Callable

HALF_WIDTH = str.maketrans("，。：；（）！？", ",.:;()!?")

TEXTS: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "spaces at line ends": lambda text: text.replace("\n", "   \n"),
    "a tab at line ends": lambda text: text.replace("\n", "\t\n"),
    "tabs for spaces": lambda text: text.replace(" ", "\t"),
    "a tab for an indent": lambda text: text.replace("\n\u3000\u3000", "\n\t"),
    "a tab before every line": lambda text: "\t" + text.replace("\n", "\n\t"),
    "half-width punctuation": lambda text: text.translate(HALF_WIDTH),
    "half-width punctuation but stops": lambda text: text.translate(HALF_WIDTH | {ord("。"): "。"}),
    "a blank line after every line": lambda text: text.replace("\n", "\n\n"),
    "a blank line after every line with text": lambda text: "\n".join(
        line + "\n" if line.strip() else line for line in text.split("\n")
    ),
    "no final newline": lambda text: text.rstrip("\n"),
    "blank lines at the end": lambda text: text + "\n\n\n",
}
"""Rewritings of a text by name."""

ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "big5", "big5hkscs")
"""Encodings, as Python names them, of which a page has those that can write it."""


def encoded(text: str) -> dict[str, bytes]:
    """The text in each encoding that has all its characters."""
    out: dict[str, bytes] = {}
    for name in ENCODINGS:
        try:
            out[name] = text.encode(name)
        except UnicodeEncodeError:
            continue
    return out
