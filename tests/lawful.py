"""The law as a check: every visible character of a page is held exactly once, where its pieces say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import papercut as pc
from papercut.chinese_scripts import converter
from papercut.languages.character_variants import COMBINING, KANGXI, KATAKANA, PRESENTATION, RADICALS
from papercut.model.page import EXPANSIONS, line_runs, raw_positions

SAME = (KANGXI, RADICALS, PRESENTATION, KATAKANA, COMBINING)


def faults(page: pc.Page) -> Iterator[str]:
    """Everything on the page that breaks the law."""
    yield from pc.partition_faults(page)
    texts: list[tuple[str, str, Sequence[pc.Piece]]] = [("furniture", f.text, f.pieces) for f in page.furniture]
    if page.articles is not None:
        texts += [(f"article {a.id}", b.text, b.pieces) for a in page.articles for b in (*a.parts, *a.body)]
    elif page.blocks is not None:
        texts += [("block", b.text, b.pieces) for b in page.blocks]
    else:
        texts += [("line", row.text, row.pieces) for row in page.lines]
    # what OCR misread and its story bears out stands in another's place, one for one
    mended = {line for a in page.articles or () for n in a.notes if n.code == "misread" for line in n.lines}
    for what, text, pieces in texts:
        if not pieces and text.strip():
            yield f"{what} {text!r} comes from nowhere"
        if "".join(text.split()) == "".join("".join(page.raw[p.line - 1][p.start : p.end] for p in pieces).split()):
            continue
        here = [page.raw[line - 1][column] for line, column in raw_positions(page.raw, pieces)]
        shown = [letter for ch in text if not ch.isspace() for letter in EXPANSIONS.get(ch, ch)]
        there = _letters(here)
        if len(shown) == len(there) and mended.intersection(line_runs(pieces)):
            continue
        if len(shown) != len(there) or not all(map(_same, shown, there)):
            yield f"{what} {text!r} is not what its pieces hold: {''.join(here)!r}"


def _letters(raw: Sequence[str]) -> list[str]:
    """Raw characters with a ligature, which stands there once for each of its letters, as these letters."""
    out: list[str] = []
    at = 0
    while at < len(raw):
        letters = EXPANSIONS.get(raw[at], raw[at])
        out += letters
        at += len(letters)
    return out


def _same(shown: str, raw: str) -> bool:
    """Whether a character may stand for a raw one: it is the same, its other form, a variant of it, or punctuation
    for punctuation."""
    simplified = converter("hk2s")
    if simplified(shown) == simplified(raw) or any(table.get(raw) == shown for table in SAME):
        return True
    if raw == "\xad" and shown == "-":
        return True
    a, b = (unicodedata.normalize("NFKC", ch) for ch in (shown, raw))
    return a == b or unicodedata.category(shown)[0] == unicodedata.category(raw)[0] == "P"
