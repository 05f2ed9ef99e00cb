"""The law: every visible character of a page stands in exactly one place."""

from __future__ import annotations

from collections.abc import Iterator

from papercut.model.page import Page


def partition_faults(page: Page) -> list[str]:
    """Return the violations of the rule that each visible character of the page is in exactly one place.

    Each violation is one sentence about a raw line with characters that are lost or held twice. The list is empty if
    there is none.
    """
    faults: list[str] = []
    for number, lost, twice in misplaced(page):
        text = page.raw[number - 1]
        if lost:
            faults.append(f"line {number}: lost {''.join(text[c] for c in lost)!r} at {lost[0]}")
        if twice:
            faults.append(f"line {number}: twice {''.join(text[c] for c in twice)!r} at {twice[0]}")
    return faults


def misplaced(page: Page) -> Iterator[tuple[int, list[int], list[int]]]:
    """The raw lines of which visible characters are in no place, or in several: the number of each, and the columns of
    these and of those."""
    count: dict[int, bytearray] = {}
    held = [p for a in page.articles or () for p in a.pieces] + [p for f in page.furniture for p in f.pieces]
    if page.articles is None:
        held += [p for b in page.blocks or () for p in b.pieces]
        if page.blocks is None:
            held += [p for row in page.lines for p in row.pieces]
    for line, start, end in held:
        row = count.setdefault(line, bytearray(len(page.raw[line - 1])))
        for column in range(start, end):
            if row[column] < 255:
                row[column] += 1
    for number, text in enumerate(page.raw, 1):
        seen = count.get(number) or bytearray(len(text))
        lost = [c for c, ch in enumerate(text) if not ch.isspace() and not seen[c]]
        twice = [c for c, ch in enumerate(text) if not ch.isspace() and seen[c] > 1]
        if lost or twice:
            yield number, lost, twice
