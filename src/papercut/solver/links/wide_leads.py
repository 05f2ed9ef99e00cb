"""Leads set over several columns: a summary below the headline that runs across the columns of its story.

The networks rarely saw one, and take the columns for a story of their own. What tells it is the page: wide lines right
above columns that begin level with one another inside of their width, and one headline over both. A story that began in
the columns would have a headline there.
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.layout.sheet.cut_candidates import Item
from papercut.layout.sheet.orientation import Orientation, orientation_of
from papercut.layout.sheet.xy_cut import own_box
from papercut.model.geometry import Box
from papercut.model.page import Page, Role
from papercut.solver.links.fragment_order import NONE, Link
from papercut.solver.links.fragments import Fragment, block_lines

WIDER = 1.6
"""A lead is so many times wider than the columns below it."""
NEAR = 6.0
"""Columns begin no further below their lead, in em of the page's text."""
EDGE = 3.0
"""The first of them begins no further from where the lead does, in em, and no column ends so far behind its end."""
LEVEL = 2.5
"""Columns of one story begin no further up or down from one another, in em."""
CHANCE = 0.9
"""The chance that is given to such a link."""


def with_wide_leads(page: Page, found: Sequence[Fragment], links: Sequence[Link]) -> list[Link]:
    """The links, with columns that seemed to begin a story linked to the lead right above them."""
    out = list(links)
    taken = {link.before for link in links}
    begin = [b for b in range(1, len(found)) if links[b].before == NONE and b - 1 not in taken]
    begin = [b for b in begin if not found[b].comes and not found[b - 1].goes]
    if not begin or not page.placed:
        return out
    view = orientation_of(page)
    items = [_item(page, k, view) for k in range(len(page.lines))]
    shown = {
        k
        for rows, block in zip(block_lines(page), page.blocks or (), strict=True)
        if block.role is Role.HEADLINE
        for k in rows
    }
    for b in begin:
        chain = [b - 1]
        while links[chain[-1]].before == chain[-1] - 1 >= 0:
            chain.append(chain[-1] - 1)
        lead = [i for i in items[found[chain[-1]].first : found[b - 1].last + 1] if i and i.index not in shown]
        column = _first_column([i for i in items[found[b].first : found[b].last + 1] if i and i.index not in shown])
        if not lead or not column or not found[chain[-1]].heads_above or len(_first_column(lead)) < len(lead):
            continue
        others = [i for i in items if i and not found[b].first <= i.index < found[b].first + len(column)]
        heads = [i for i in others if i.index in shown]
        texts = [i for i in others if i.index not in shown]
        if _is_lead(own_box(lead), own_box(column), heads, texts, view.em):
            out[b] = Link(b - 1, CHANCE, NONE, 1 - CHANCE)
    return out


def _item(page: Page, k: int, view: Orientation) -> Item | None:
    line = page.lines[k]
    return None if line.box is None else Item(k, *view.box(line.box), line.size or view.em)


def _first_column(lines: Sequence[Item]) -> list[Item]:
    """The lines up to where the next column begins."""
    out: list[Item] = []
    for line in lines:
        if out and line.v0 < out[-1].v0:
            break
        out.append(line)
    return out


def _is_lead(lead: Box, column: Box, heads: Sequence[Item], texts: Sequence[Item], em: float) -> bool:
    if lead[2] - lead[0] < WIDER * (column[2] - column[0]) or abs(column[0] - lead[0]) > EDGE * em:
        return False
    if not -0.5 * em <= column[1] - lead[3] <= NEAR * em:
        return False
    between = [i for i in heads if lead[3] - em < i.v1 < column[3] and i.u0 < lead[2] and i.u1 > lead[0]]
    beside = [
        i for i in texts
        if i.u0 >= column[2] - em and i.u1 <= lead[2] + EDGE * em and abs(i.v0 - column[1]) <= LEVEL * em
    ]  # fmt: skip
    return bool(beside) and not between
