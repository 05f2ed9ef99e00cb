"""Headlines, kickers and decks that OCR misread, put right in a page's articles as their own bodies have them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from statistics import median

from papercut.chinese_scripts import READ_BY_OCR, script_of
from papercut.languages.page_script import is_western
from papercut.model.page import Article, Block, Furniture, Note, Page, Role
from papercut.model.pieces import EXPANSIONS, Piece, cut_pieces, merge_pieces, visible_length
from papercut.solver.headlines.body_alignment import AlignedBody, Reading
from papercut.solver.headlines.misread_text import CorrectedHeadline, Traditional, corrected_headline

MENDED = frozenset({Role.HEADLINE, Role.KICKER, Role.DECK})
BELOW = 0.1
"""By so much less than of the page's other lines an engine must be sure of a line before it is doubted."""


def with_corrected_headlines(page: Page, stage: str) -> Page:
    """The page with what OCR misread in its headlines put right where their stories bear it out.

    Each that is changed gets a note, `misread`, with what was read; characters that are not printed, but were read, go
    to the furniture. Only pages whose characters an engine guessed are touched, and none in a Western script.
    """
    if page.source.format not in READ_BY_OCR or is_western(page.raw):
        return page
    whole = "".join(page.raw)
    traditional = Traditional(whole) if script_of(whole) == "hant" else None
    known = [p.confidence for p in page.printed if p.confidence is not None]
    low = median(known) - BELOW if known else 0.0
    articles: list[Article] = []
    furniture: list[Furniture] = []
    for article in page.articles or ():
        if article.body and any(b.role in MENDED for b in article.parts):
            body = AlignedBody("".join(b.text for b in article.body))
            for block in article.parts:
                if block.role in MENDED and not _expanded(page.raw, block):
                    sure = [page.printed[p.line - 1].confidence for p in block.pieces] if known else []
                    doubted = any(n is not None and n < low for n in sure)
                    done = corrected_headline("".join(block.text.split()), body, doubted, traditional)
                    if done.readings:
                        new, gone = _rewritten(page.raw, block, done)
                        article = _replaced(article, block, new, _note(stage, block, done.readings))
                        furniture += gone
        articles.append(article)
    if not any(new is not old for new, old in zip(articles, page.articles or (), strict=True)):
        return page
    return page.replace(articles=tuple(articles), furniture=(*page.furniture, *furniture))


def _expanded(raw: Sequence[str], block: Block) -> bool:
    """Whether some character of a block stands for several, or its text is not what its pieces hold."""
    under = "".join(raw[line - 1][start:end] for line, start, end in block.pieces)
    return any(ch in EXPANSIONS for ch in under) or visible_length(under) != visible_length(block.text)


def _rewritten(raw: Sequence[str], block: Block, done: CorrectedHeadline) -> tuple[Block, list[Furniture]]:
    """The block as it should read, and the characters that leave it."""
    kept = dict(zip(done.kept, done.text, strict=True))
    text: list[str] = []
    gone: list[int] = []
    seen = 0
    for at, ch in enumerate(block.text):
        if ch.isspace():
            text.append(ch)
            continue
        if seen in kept:
            text.append(kept[seen])
        else:
            gone.append(at)
        seen += 1
    pieces: tuple[Piece, ...] = block.pieces
    furniture: list[Furniture] = []
    old = block.text
    for at in reversed(gone):
        taken, pieces = cut_pieces(raw, old, pieces, at, at + 1)
        furniture.insert(0, Furniture(Role.REMOVED, old[at], taken, "misread"))
        old = old[:at] + old[at + 1 :]
    return dataclasses.replace(block, text="".join(text).strip(), pieces=merge_pieces(pieces)), furniture


def _replaced(article: Article, old: Block, new: Block, note: Note) -> Article:
    """The article with another block for one of its parts."""
    role, text = old.role, old.text
    return dataclasses.replace(
        article,
        headline=new.text if role is Role.HEADLINE and article.headline == text else article.headline,
        kicker=new.text if role is Role.KICKER and article.kicker == text else article.kicker,
        deck=tuple(new.text if role is Role.DECK and deck == text else deck for deck in article.deck),
        parts=tuple(new if block is old else block for block in article.parts),
        notes=(*article.notes, note),
    )


def _note(stage: str, block: Block, found: Sequence[Reading]) -> Note:
    """What was read, and what the body has for it."""
    each = "; ".join(f"{r.meant} for {r.read}" if r.meant else f"nothing for {r.read}" for r in found)
    return Note("misread", stage, block.lines, f"it was read as “{block.text}”; its own text has {each}")
