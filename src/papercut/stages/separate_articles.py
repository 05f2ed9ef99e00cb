"""Find which blocks make one article."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from papercut.languages.page_script import is_western
from papercut.layout.text.hyphenation import DROP, joint_after
from papercut.model.earlier import with_blocks_alone
from papercut.model.page import Article, Block, Decision, Furniture, Note, Page, Role
from papercut.model.pieces import merge_pieces, split_pieces
from papercut.pipeline import Stage
from papercut.solver.headlines.body_parts import finished_article
from papercut.solver.lazy_evidence import LazyEvidence
from papercut.solver.lines.source_labels import tells_stories
from papercut.solver.links.fragments import Fragment, display_groups, fragments

if TYPE_CHECKING:  # numpy comes with it: for a page, not for a list of stages
    from papercut.solver.links.fragment_order import Link

Why = Callable[[int, int], list[tuple[str, float]]]
"""What spoke for a fragment's going on from another, or beginning a story: called with the numbers of the two."""

NAME = "separate-articles"
UNSURE = 0.3
"""A break whose second reading has at least this chance gets a note."""
BESIDE = frozenset({Role.BYLINE, Role.CAPTION})
"""Blocks that may stand in the middle of a paragraph that goes on behind them."""
LAST_LINE = 3.0
"""A line with a full stop that is so many em short of its column ends a paragraph."""
_STOPS = tuple("。！？!?”」』")
DOUBTFUL = 0.5
"""A link of less than this chance gets a note."""


@dataclass(frozen=True, repr=False)
class SeparateArticles(Stage):
    """Decide which blocks form one article, even if its columns are in another order or far apart.

    Body text is cut into fragments wherever it is uncertain whether it continues. Then one decision for the whole page
    gives each fragment its predecessor, or none. Paragraphs that a column break cut in two are joined. Each line of
    display type becomes an article without a body, until `PlaceHeadlines` gives it to the right article. Text that the
    line labels took for furniture is set aside.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"lines", "blocks"})
    makes: ClassVar[frozenset[str]] = frozenset({"articles"})
    separates: ClassVar[bool] = True

    def run(self, page: Page) -> Page:
        """Make the page's articles from its blocks."""
        page = with_blocks_alone(page)
        blocks = page.blocks or ()
        in_order = is_western(page.raw) or tells_stories(page)
        found = fragments(page, cut_at_display=in_order)
        links, why = _linked(page, found, in_order)
        after = {link.before: b for b, link in enumerate(links) if link.before >= 0}
        articles: list[Article] = []
        aside: list[Furniture] = []
        unsure = _unsure_breaks(page)
        decisions: list[Decision] = []
        for f, link in zip(found, links, strict=True):
            decisions.append(_decision(page, found, why, f, link))
            if link.before >= 0:
                continue
            chain = [f]
            while chain[-1].order in after:
                chain.append(found[after[chain[-1].order]])
            body, confidence = _body(page, blocks, chain, [links[g.order].chance for g in chain], aside)
            article, removed = finished_article(page.raw, body, confidence)
            articles.append(dataclasses.replace(article, notes=_doubts(page, chain, links, unsure)))
            aside.extend(removed)
        aside.extend(
            Furniture(b.role, b.text, b.pieces, "line-label") for b in blocks if b.role in (Role.FOLIO, Role.ADVERT)
        )
        # an article without a body for each line of display type, until `PlaceHeadlines` gives it to its own
        articles += [Article(headline=b.text, parts=(b,)) for b in blocks if b.role is Role.HEADLINE]
        notes = page.notes
        if not articles and (aside or page.furniture):
            where = ((1, len(page.raw)),)
            notes = (*notes, Note("no-article", NAME, where, "all text of the page stands around stories"))
        return page.replace(
            articles=tuple(articles),
            furniture=(*page.furniture, *aside),
            decisions=(*page.decisions, *decisions),
            notes=notes,
        )


def _linked(page: Page, found: Sequence[Fragment], in_order: bool) -> tuple[list[Link], Why]:
    """What each fragment goes on from, and what says why: on a page in a Western script, or of which the file itself
    gives the blocks in reading order and the headings, what stands before it, unless its first line begins a story;
    else the networks' answer."""
    if in_order:
        from papercut.solver.western.articles_in_order import links_in_order, reasons_in_order

        return links_in_order(found), partial(reasons_in_order, found)
    from papercut.solver.links.fragment_order import best_links, choices, reasons
    from papercut.solver.links.wide_leads import with_wide_leads

    given = choices(found, display_groups(page), page)
    return with_wide_leads(page, found, best_links(given)), partial(reasons, given)


def _unsure_breaks(page: Page) -> dict[int, str]:
    """The breaks that could go either way, by the index of the line after each, in words."""
    out: dict[int, str] = {}
    for b in page.breaks:
        if b.verdict in ("joined", "paragraph"):
            odds = dict(b.odds)
            other = "paragraph" if b.verdict == "joined" else "joined"
            if odds.get(other, 0.0) >= UNSURE:
                out[b.after] = f"{b.verdict} {odds[b.verdict]:.2f}, {other} {odds[other]:.2f}"
    return out


def _doubts(page: Page, chain: Sequence[Fragment], links: Sequence[Link], unsure: dict[int, str]) -> tuple[Note, ...]:
    """Notes on what a person may want to look at: where parts were put together, and where a paragraph may end."""
    notes: list[Note] = []
    for f in chain:
        chance = links[f.order].chance
        number = page.lines[f.first].number
        if chance < DOUBTFUL:
            text = f"the text from line {number} may belong elsewhere; chance {chance:.2f}"
            notes.append(Note("unsure-link", NAME, ((number, number),), text))
        for row in range(f.first, f.last + 1):
            if row in unsure:
                line = page.lines[row].number
                text = f"a paragraph may end or go on before line {line}: {unsure[row]}"
                notes.append(Note("unsure-break", NAME, ((line, line),), text))
    return tuple(notes)


def _decision(page: Page, found: Sequence[Fragment], why: Why, f: Fragment, link: Link) -> Decision:
    line = page.lines[f.first].number
    only = link.second == link.before  # there was nothing else to choose
    return Decision(
        NAME,
        ((line, line),),
        _said(page, found, link.before),
        round(link.chance, 4),
        LazyEvidence(partial(why, f.order, link.before)),
        None if only else (_said(page, found, link.second), round(link.second_chance, 4)),
        "fragment",
    )


def _said(page: Page, found: Sequence[Fragment], before: int) -> str:
    return "begins an article" if before < 0 else f"goes on from line {page.lines[found[before].last].number}"


def _body(
    page: Page,
    blocks: Sequence[Block],
    chain: Sequence[Fragment],
    chances: Sequence[float],
    aside: list[Furniture],
) -> tuple[list[Block], float]:
    """The blocks of some fragments, a paragraph that was cut between two of them put together; a hyphen that this drops
    goes to `aside`."""
    body: list[Block] = []
    for n, f in enumerate(chain):
        first = _first_text(blocks, f.blocks)
        upper = _last_text(body)  # credits and captions may stand between the halves of a sentence
        for m, k in enumerate(f.blocks):
            block = blocks[k]
            last = body[upper] if upper >= 0 else None
            if n and m == first and last and _goes_on(last, block, chain[n - 1], f):
                between = joint_after(page.printed, last.pieces, last.text, block.text)
                if between == DROP:
                    kept, hyphen = split_pieces(page.raw, last.text, last.pieces, len(last.text) - 1)
                    aside.append(Furniture(Role.REMOVED, last.text[-1], hyphen, "line-end-hyphen"))
                    last = dataclasses.replace(last, text=last.text[:-1], pieces=kept)
                    between = ""
                text = last.text + between + block.text
                body[upper] = dataclasses.replace(
                    last,
                    text=text,
                    pieces=merge_pieces((*last.pieces, *block.pieces)),
                    boxes=(*(last.boxes or ()), *(block.boxes or ())) or None,
                    ends=block.ends,
                    confidence=round(last.confidence * block.confidence, 4),
                )
            else:
                body.append(block)
    chance = 1.0
    for c in chances:
        chance *= c
    for b in body:
        chance *= b.confidence
    return body, round(chance, 4)


def _first_text(blocks: Sequence[Block], numbers: Sequence[int]) -> int:
    """The place of the first of some blocks that is neither credit nor caption; 0 if all are."""
    return next((m for m, k in enumerate(numbers) if blocks[k].role not in BESIDE), 0)


def _last_text(body: Sequence[Block]) -> int:
    """The place of the last block that is neither credit nor caption; -1 if there is none."""
    return next((i for i in range(len(body) - 1, -1, -1) if body[i].role not in BESIDE), -1)


def _goes_on(last: Block, block: Block, before: Fragment, f: Fragment) -> bool:
    """Whether the first block of a fragment goes on with the last paragraph of the one before."""
    if last.role is not Role.PARAGRAPH or block.role is not Role.PARAGRAPH:
        return False
    ended = last.ends != "cut" and last.text[-1:] in _STOPS
    if ended and before.order + 1 == f.order and before.end_short > LAST_LINE:
        return False  # right above it, a paragraph ends
    begins = sum(f.odds.get(name, 0.0) for name in ("paragraph", "story", "resumed"))
    return block.starts == "cut" or (last.ends == "cut" and begins < 0.9)
