"""File names from what a page says: readable, unique, and safe on every file system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from papercut.model.page import Article, Page

LENGTH = 180
"""Bytes of a name with its ending: file systems allow 255, and folders, backups and shells want some of them."""

RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:$|\.)", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""

STDIN = "<stdin>"
"""What a page of standard input has for the name of its file."""


def source_stem(page: Page) -> str:
    """The name of a page's file without its ending; `page` where there is no file."""
    return Path(page.source.name).stem if page.source.name not in ("", STDIN) else "page"


def article_label(article: Article) -> str:
    """What an article is called in the name of its file: its headline, or how its text begins."""
    return article.headline or (article.body[0].text[:16] if article.body else "")


def safe_name(parts: Iterable[str], ending: str = "", taken: set[str] | None = None) -> str:
    """A file name of those of the parts that are left once they are cleaned, joined by `_`.

    Letters, digits, the marks that belong to them and `_` stay, everything else becomes a hyphen: no separators,
    control characters, leading dots, spaces. Where the name (in any case) is in `taken`, a number is added; then it
    is put in there.
    """
    name = "_".join(part for part in map(_clean, parts) if part) or "page"
    if RESERVED.match(name):
        name += "_"
    taken = set() if taken is None else taken
    number = 1
    while True:
        tail = f"_{number}{ending}" if number > 1 else ending
        done = _cut(name, LENGTH - len(tail.encode())) + tail
        if key_of(done) not in taken:
            taken.add(key_of(done))
            return done
        number += 1


def _clean(part: str) -> str:
    part = unicodedata.normalize("NFC", part)
    kept = "".join(ch if ch in "-_" or unicodedata.category(ch)[0] in "LNM" else "-" for ch in part)
    return re.sub("-{2,}", "-", kept).strip("-_")


def _cut(name: str, size: int) -> str:
    """The longest beginning of at most `size` bytes that splits no letter from its marks."""
    data = name.encode()
    if len(data) <= size:
        return name
    short = data[:size].decode("utf-8", "ignore")
    while short and unicodedata.category(name[len(short)])[0] == "M":
        short = short[:-1]
    return short.rstrip("-_") or data[:size].decode("utf-8", "ignore")


def key_of(name: str) -> str:
    """The same for two names that some file systems take for one."""
    return unicodedata.normalize("NFD", name.casefold())
