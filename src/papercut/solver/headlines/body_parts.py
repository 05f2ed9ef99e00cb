"""What an article's body says of the article itself: byline, dateline, jump lines; lifted out where the page sets
them apart from the text.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from papercut.languages import jump_lines, western
from papercut.languages.personal_names import SURNAMES
from papercut.languages.story_phrases import CREDIT_WHO, DATELINE, IN_LEAD, SIGNED
from papercut.languages.structured_lines import POET_BEHIND
from papercut.model.page import Article, Block, Furniture, Jump, Role
from papercut.model.pieces import Piece, cut_pieces, split_pieces

_MARKS = "（(【〔「『）)】〕」』—─－-–◎○□■●◆◇▲△★☆ \u3000、，,："
_NO_NAMES = frozenset({"完", "待续", "待續", "未完", "续完", "續完", "全文完", "图", "圖", "下", "上", "中"})


def finished_article(raw: Sequence[str], body: Sequence[Block], confidence: float) -> tuple[Article, list[Furniture]]:
    """The article that these body blocks make, with byline, dateline and jump lines set; and what was taken out.

    A byline on a line of its own or in brackets after the last sentence, and a jump line at the beginning or end of a
    block, leave the body for `parts`; the brackets of a byline go to the furniture as `removed`. A byline inside the
    lead is copied and stays.
    """
    parts: list[Block] = []
    removed: list[Furniture] = []
    kept: list[Block] = []
    found: dict[str, Jump] = {}
    for block in body:
        rest: Block | None = block
        before: Block | None = None
        while rest is not None and rest is not before:  # a block may begin with one and end with another
            before, rest = rest, _lift_jump(raw, rest, parts, found)
        if rest is not None:
            kept.append(rest)
    byline = _lift_bylines(raw, kept, parts, removed)
    lead = next((b for b in kept if b.role is Role.PARAGRAPH), None)
    dateline, who = told_by_lead(lead.text) if lead else (None, None)
    byline = byline or who
    if not byline and kept:
        byline = _lift_credit(raw, kept, parts, removed) or _lift_signature(raw, kept, parts)
    article = Article(
        byline=byline,
        dateline=dateline,
        continued_on=found.get("on"),
        continued_from=found.get("from"),
        body=tuple(kept),
        parts=tuple(parts),
        confidence=confidence,
    )
    return article, removed


def told_by_lead(text: str) -> tuple[str | None, str | None]:
    """Dateline and byline as the first paragraph of a story gives them."""
    told, who = DATELINE.match(text), IN_LEAD.search(text[:80])
    dateline = told.group().strip() if told else western.dateline(text)
    return dateline, (who.group(1) or who.group(2)).strip(_MARKS) if who else None


def _lift_jump(raw: Sequence[str], block: Block, parts: list[Block], lifted: dict[str, Jump]) -> Block | None:
    text = block.text
    found = jump_lines.find(text)
    if found is None or found.where in lifted or (block.role is Role.CAPTION and text != text[found.start : found.end]):
        return block
    words = text[found.start : found.end].strip()
    where = found.where
    lifted[where] = Jump(words, found.page)
    pieces, rest = cut_pieces(raw, text, block.pieces, found.start, found.end)
    parts.append(dataclasses.replace(block, text=words, pieces=pieces, role=Role.JUMP_LINE, boxes=None))
    left = (text[: found.start] + text[found.end :]).strip()
    if not left:
        return None
    role = Role.PARAGRAPH if block.role is Role.BYLINE else block.role
    return dataclasses.replace(block, text=left, pieces=rest, role=role, ends="cut" if where == "on" else block.ends)


def with_poet(raw: Sequence[str], article: Article) -> Article:
    """The article with the poet whose name stands behind the title of its verse, on one line, as its byline."""
    title = next((p for p in article.parts if p.role is Role.HEADLINE), None)
    if article.byline or title is None or not article.body or article.body[0].role is not Role.VERSE:
        return article
    found = POET_BEHIND.fullmatch(title.text)
    if found is None or found["name"][0] not in SURNAMES:
        return article
    head, tail = split_pieces(raw, title.text, title.pieces, found.start("name"))
    name = Block(found["name"], tail, Role.BYLINE, confidence=title.confidence)
    left = dataclasses.replace(title, text=found["title"], pieces=_visible(raw, head), boxes=None)
    parts = tuple(left if part is title else part for part in article.parts)
    return dataclasses.replace(article, headline=left.text, byline=name.text, parts=(*parts, name))


def _lift_bylines(raw: Sequence[str], kept: list[Block], parts: list[Block], removed: list[Furniture]) -> str | None:
    """Take lines that are bylines out of the body. Of several signatures only one before the text is lifted, and none
    whose words the text holds too: it is copied, so that whoever compares words finds each as often as on the page."""
    at = [k for k, b in enumerate(kept) if b.role is Role.BYLINE]
    first_text = next((k for k, b in enumerate(kept) if b.role is not Role.BYLINE), len(kept))
    chosen = {k for k in at if k < first_text} or (set(at) if len(at) == 1 else set())
    marks: list[Furniture] = []
    lifted = [_unwrap(raw, kept[k], marks) for k in at if k in chosen]
    byline = " ".join(part.text for part in lifted) or None
    if byline and _holds([b for k, b in enumerate(kept) if k not in chosen], byline):
        chosen = set()
    else:
        parts.extend(lifted)
        removed.extend(marks)
    for k in at:
        if k not in chosen:
            kept[k] = dataclasses.replace(kept[k], role=Role.PARAGRAPH)
    kept[:] = [b for k, b in enumerate(kept) if k not in chosen]
    return byline


def _holds(blocks: Sequence[Block], words: str) -> bool:
    """Whether the text of the blocks holds these words, white space aside."""
    return "".join(words.split()) in "".join("".join(b.text.split()) for b in blocks)


def _unwrap(raw: Sequence[str], block: Block, removed: list[Furniture]) -> Block:
    """A byline without the brackets and dashes around it; these go to the furniture."""
    bare = block.text.strip(_MARKS)
    if not bare or bare == block.text:
        return block
    start = block.text.index(bare)
    inner, rest = cut_pieces(raw, block.text, block.pieces, start, start + len(bare))
    marks = (block.text[:start] + block.text[start + len(bare) :]).replace(" ", "")
    removed.append(Furniture(Role.REMOVED, marks, rest, "byline-marks"))
    return dataclasses.replace(block, text=bare, pieces=inner)


def _lift_credit(raw: Sequence[str], kept: list[Block], parts: list[Block], removed: list[Furniture]) -> str | None:
    """A name in brackets after the last sentence of the story."""
    last = kept[-1]
    found = CREDIT_WHO.search(last.text)
    if not found or found.group(1).strip() in _NO_NAMES or last.role is Role.CAPTION:
        return None
    before = last.text[: found.start()].rstrip()
    if before and before[-1] not in "。！？”」』…、" and last.ends != "cut":  # cut: a jump line stood before the name
        return None
    head, tail = split_pieces(raw, last.text, last.pieces, found.start())
    credit = dataclasses.replace(last, text=found.group(), pieces=_visible(raw, tail), role=Role.BYLINE, boxes=None)
    marks: list[Furniture] = []
    part = _unwrap(raw, credit, marks)
    rest = [*kept[:-1], *([dataclasses.replace(last, text=before, pieces=head)] if before else ())]
    if not _holds(rest, part.text):
        parts.append(part)
        removed.extend(marks)
        kept[:] = rest
    return part.text


def _lift_signature(raw: Sequence[str], kept: list[Block], parts: list[Block]) -> str | None:
    """A name without marks behind the last sentence of the story, where print sets it at the end of the line."""
    last = kept[-1]
    found = SIGNED.search(last.text) if last.role is Role.PARAGRAPH else None
    if not found or any(name[0] not in SURNAMES for name in found[1].split()):
        return None
    head, tail = split_pieces(raw, last.text, last.pieces, found.start(1))
    rest = [*kept[:-1], dataclasses.replace(last, text=last.text[: found.start(1)].rstrip(), pieces=head)]
    if not _holds(rest, found[1]):
        parts.append(dataclasses.replace(last, text=found[1], pieces=_visible(raw, tail), role=Role.BYLINE, boxes=None))
        kept[:] = rest
    return found[1]


def _visible(raw: Sequence[str], pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    return tuple(p for p in pieces if not raw[p.line - 1][p.start : p.end].isspace())
