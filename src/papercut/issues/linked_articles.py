"""Issues of several pages: which files make one, and which articles go on from page to page.

The halves of a story are found for the whole issue at once, as an assignment of articles that end with a jump line to
articles that begin with one (`papercut.issues.link_evidence` says what a pair is worth).
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from math import exp
from typing import NamedTuple

from papercut.issues.article_likeness import ArticleLikeness
from papercut.issues.file_names import named
from papercut.issues.link_evidence import (
    ENOUGH_ONE,
    GUESSED,
    SURE,
    IssuePage,
    StoryHalf,
    link_odds,
    names_page,
    page_key,
)
from papercut.issues.page_facts import Facts
from papercut.model.identity import article_id
from papercut.model.page import Article, Jump, Note, Page, Role
from papercut.solver.assignment import ALONE, Assignment, assign

STAGE = "batch"
UNMATCHED, ONE_SIDED = "unmatched-jump", "one-sided-jump"

DOUBT = 1.0
"""Log-odds: where linking otherwise would lose less than this, nothing is linked."""
MOST_JUMPS = 150
"""Jump lines of an issue that are looked at, each way; no paper has more, and hostile pages may."""
NEAREST = 8
"""Candidates that are kept of each article."""

Key = tuple[int, int]


class Link(NamedTuple):
    """Two articles that are one story, by their places: page and article; and the chance that they are."""

    first: Key
    second: Key
    chance: float
    one_sided: bool


def issue_of(name: str) -> str:
    """The key that the names of one issue's files share: folder and name without the page's number, where that is
    plain; else the name itself, for a file of all pages or a clipping."""
    return named(name).issue


def id_of(page: Page, article: Article) -> str:
    """The article's id, made where it has none yet."""
    return article.id or article_id(page.source, article.body or article.parts, page.raw)


def linked(pages: Sequence[tuple[Page, Facts]]) -> list[Page]:
    """The pages, in the order given, with each jump line that found its other half holding that article's id.

    Pages that differ in paper or date are never linked. Where only one half has a jump line, the other gets one
    without text, and a note says how sure that is. A jump line that found no other half, or two alike, gets a note.
    Nothing else of the pages changes; what an earlier call left is done anew. The order of the pages does not matter.
    """
    bare = [_bare(page) for page, _ in pages]
    files = Counter(page.source.name for page in bare)
    sheets = []
    for page, (_, facts) in zip(bare, pages, strict=True):
        guess = str(page.source.page) if files[page.source.name] > 1 else ""
        sheets.append(IssuePage(page, facts, page_key(facts.page) or guess, SURE if page_key(facts.page) else GUESSED))
    order = sorted(range(len(sheets)), key=lambda n: _place(sheets[n]))
    links, doubted = _links([sheets[n] for n in order])
    out = list(bare)
    for place, n in enumerate(order):
        out[n] = _written(sheets, order, place, links, doubted)
    return out


def _place(sheet: IssuePage) -> tuple[str, int, str, Facts]:
    return sheet.page.source.name, sheet.page.source.page, sheet.page.source.sha256, sheet.facts


def _bare(page: Page) -> Page:
    """The page without what an earlier call left on it."""

    def jump(item: Jump | None) -> Jump | None:
        return dataclasses.replace(item, id=None) if item and item.text else None

    def article(item: Article) -> Article:
        notes = tuple(n for n in item.notes if n.stage != STAGE)
        on, back = jump(item.continued_on), jump(item.continued_from)
        if (on, back, notes) == (item.continued_on, item.continued_from, item.notes):
            return item
        return dataclasses.replace(item, continued_on=on, continued_from=back, notes=notes)

    return page if page.articles is None else page.replace(articles=tuple(map(article, page.articles)))


def _links(sheets: Sequence[IssuePage]) -> tuple[list[Link], set[tuple[Key, str]]]:
    """The links of an issue, and the ends (`on`, `from`) that two candidates fit alike."""
    halves: list[StoryHalf] = []
    spots: list[Key] = []
    for place, sheet in enumerate(sheets):
        ranks: Counter[tuple[str, str | None]] = Counter()
        for at, article in enumerate(sheet.page.articles or ()):
            on, back = article.continued_on, article.continued_from
            seen = [("on", on.page) if on else ("", ""), ("from", back.page) if back else ("", "")]
            halves.append(StoryHalf(len(halves), sheet, at, article, ranks[seen[0]], ranks[seen[1]]))
            ranks.update(seen)
            spots.append((place, at))
    ons = [h for h in halves if h.article.continued_on][:MOST_JUMPS]
    backs = [h for h in halves if h.article.continued_from][:MOST_JUMPS]
    if not ons and not backs:
        return [], set()
    gains = _gains(halves, ons, backs)
    best = assign(gains)
    links: list[Link] = []
    doubted: set[tuple[Key, str]] = set()
    for row, column in enumerate(best.mates):
        if column == ALONE:
            continue
        if _doubtful(gains, best, row, column):
            doubted |= {(spots[a], "on") for a, others in enumerate(gains) if column in others}
            doubted |= {(spots[b], "from") for b in gains[row]}
            continue
        one = not (halves[row].article.continued_on and halves[column].article.continued_from)
        if not one or gains[row][column] >= ENOUGH_ONE:
            links.append(Link(spots[row], spots[column], 1 / (1 + exp(-gains[row][column])), one))
    return _without_rings(links), doubted


def _gains(halves: Sequence[StoryHalf], ons: Sequence[StoryHalf], backs: Sequence[StoryHalf]) -> list[dict[int, float]]:
    """What each pair that may be one story gains; rows begin it, columns go on with it."""
    pairs = {(a.number, b.number) for a in ons for b in backs}
    silent_backs = [h for h in halves if not h.article.continued_from and h.article.body]
    silent_ons = [h for h in halves if not h.article.continued_on and h.article.body]
    for a in ons:
        meant = (b.number for b in silent_backs if names_page(a.article.continued_on, b.sheet))
        pairs |= {(a.number, b) for b in islice(meant, MOST_JUMPS)}
    for b in backs:
        meant = (a.number for a in silent_ons if names_page(b.article.continued_from, a.sheet))
        pairs |= {(a, b.number) for a in islice(meant, MOST_JUMPS)}
    alike = ArticleLikeness([h.text for h in halves])
    gains: list[dict[int, float]] = [{} for _ in halves]
    for row, column in sorted(pairs):
        a, b = halves[row], halves[column]
        if a.sheet is not b.sheet and a.sheet.same_issue(b.sheet):
            gain = link_odds(a, b, alike.of(row, column))
            if gain > 0:
                gains[row][column] = gain
    return [dict(sorted(sorted(row.items(), key=lambda item: -item[1])[:NEAREST])) for row in gains]


def _doubtful(gains: Sequence[dict[int, float]], best: Assignment, row: int, column: int) -> bool:
    """Whether another answer, in which either article has another mate, is nearly as good as the best one."""
    if len(gains[row]) == 1 and sum(column in other for other in gains) == 1:
        return False
    rest = [dict(other) for other in gains]
    del rest[row][column]
    second = assign(rest)
    elsewhere = second.mates[row] != ALONE or column in second.mates
    return elsewhere and best.gain - second.gain < DOUBT


def _without_rings(links: Sequence[Link]) -> list[Link]:
    """The links but for the weakest of each ring, since a story has a beginning."""
    after = {link.first: link for link in links}
    dropped: set[Link] = set()
    for link in links:
        ring = [link]
        while (following := after.get(ring[-1].second)) and following is not link and len(ring) <= len(links):
            ring.append(following)
        if following is link:
            dropped.add(min(ring, key=lambda one: (one.chance, one.first)))
    return [link for link in links if link not in dropped]


def _written(
    sheets: Sequence[IssuePage], order: Sequence[int], place: int, links: Iterable[Link], doubted: set[tuple[Key, str]]
) -> Page:
    """A page with the ids of the other halves on its jump lines, and the notes on those that have none."""
    sheet = sheets[order[place]]
    page = sheet.page
    articles = list(page.articles or ())
    ways = {link.first: ("on", link.second, link) for link in links}
    back = {link.second: ("from", link.first, link) for link in links}
    changed = False
    for at, article in enumerate(articles):
        jumps = {"on": article.continued_on, "from": article.continued_from}
        notes: list[Note] = []
        for found in (ways.get((place, at)), back.get((place, at))):
            if found is None:
                continue
            way, (other, which), link = found
            mate = sheets[order[other]]
            mate_id = id_of(mate.page, (mate.page.articles or ())[which])
            old = jumps[way] or Jump("", mate.facts.page or mate.key or None)
            jumps[way] = dataclasses.replace(old, id=mate_id)
            if link.one_sided:
                chance = min(link.chance, 0.99)
                text = f"only one of the two pages names the other: one story with a chance of {chance:.2f}"
                notes.append(Note(ONE_SIDED, STAGE, _lines(article, jumps[way]), text))
        for way, jump in jumps.items():
            if jump and jump.id is None:
                notes.append(_unmatched(article, jump, ((place, at), way) in doubted, sheet, sheets))
        if notes or jumps != {"on": article.continued_on, "from": article.continued_from}:
            changed = True
            articles[at] = dataclasses.replace(
                article,
                continued_on=jumps["on"],
                continued_from=jumps["from"],
                notes=(*article.notes, *notes),
            )
    return page.replace(articles=tuple(articles)) if changed else page


def _unmatched(article: Article, jump: Jump, doubt: bool, sheet: IssuePage, sheets: Sequence[IssuePage]) -> Note:
    if doubt:
        text = "two articles fit this jump line alike"
    elif not jump.page:
        text = "the page that this jump line names cannot be read, and no article fits"
    elif any(names_page(jump, other) and sheet.same_issue(other) for other in sheets):
        text = f"no article of page {jump.page} fits this jump line"
    else:
        text = f"page {jump.page} of this issue is not there"
    return Note(UNMATCHED, STAGE, _lines(article, jump), text)


def _lines(article: Article, jump: Jump | None) -> tuple[tuple[int, int], ...]:
    """Where a jump line stands; the article's lines where there is none."""
    for part in article.parts:
        if part.role is Role.JUMP_LINE and jump and part.text == jump.text:
            return part.lines
    return article.lines
