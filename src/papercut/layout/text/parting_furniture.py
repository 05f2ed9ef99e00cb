"""Where a running head, an imprint, a line beside a code to scan or an end mark stood between two lines of a page of
text.

Such a line stands between stories, so that a headline behind it begins one. The line itself is gone by then; its number
tells where it was.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from papercut.model.page import Page, Role

PARTING = frozenset({Role.FOLIO, Role.NAMEPLATE, Role.ADVERT})


def behind_furniture(page: Page) -> set[int]:
    """The indices of the lines that stand right behind such a line; none on pages with positions."""
    if page.printed:
        return set()
    ended = {f.pieces[0].line for f in page.furniture if f.why == "end-mark" and f.pieces}
    whole = {f.pieces[0].line for f in page.furniture if f.role in PARTING and len(f.pieces) == 1}
    parting = sorted(ended | whole)
    out: set[int] = set()
    before = 0
    for at, line in enumerate(page.lines) if parting else ():
        if not line.text.strip():
            continue
        if before and (before in ended or bisect_right(parting, before) < bisect_left(parting, line.number)):
            out.add(at)
        before = line.number
    return out
