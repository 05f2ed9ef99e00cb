"""Say what each block is."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from papercut.languages.personal_names import SURNAMES
from papercut.languages.story_phrases import (
    BYLINE,
    BYLINE_ALONE,
    CAPTION,
    CONTACT_LINE,
    ITEM,
    NAME_AT_END,
    NO_NAME,
    OF_DECK,
    PHOTO_CREDIT,
    SIGNATURE,
    WROTE_TOO,
    is_captioned,
)
from papercut.languages.western import is_byline
from papercut.model.page import LINED, Block, Decision, Page, Role
from papercut.pipeline import Stage, option

CREDIT, SENTENCE = 40, 100
"""Characters of a line that says who made something, and of a caption with its photographer, at most."""
AT_RIGHT = 12
"""By so many half em is a signature indented that stands at the right."""
_SHORT = frozenset({Role.PARAGRAPH, Role.SUBHEAD, Role.BYLINE, Role.HEADLINE})


@dataclass(frozen=True, repr=False)
class LabelBlocks(Stage):
    """Label each block: headline, subhead, byline, caption, list item, paragraph.

    `build-paragraphs` leaves provisional roles, because display type and body text can only be told apart together with
    the line breaks. This stage refines them by the content of the blocks: paragraphs with a list mark become list items
    if a neighbour has one too, and lines that name an author become bylines. `byline_patterns` are regular expressions
    for the bylines of one newspaper. Kicker and deck are told from the headline in `place-headlines`, once the headline
    has its body.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"lines", "blocks"})
    makes: ClassVar[frozenset[str]] = frozenset({"blocks"})
    separates: ClassVar[bool] = True

    byline_patterns: tuple[str, ...] = option((), "Regular expressions of this paper's bylines.")

    def run(self, page: Page) -> Page:
        """Set the role of every block, with a decision for each that was changed."""
        blocks = list(page.blocks or ())
        own = self._own(blocks)
        items = [b.role in (None, Role.PARAGRAPH) and bool(ITEM.match(b.text)) for b in blocks]
        decisions: list[Decision] = []
        for k, block in enumerate(blocks):
            role, cue = block.role or Role.PARAGRAPH, ""
            if items[k] and (any(items[max(0, k - 1) : k]) or any(items[k + 1 : k + 2])):
                role, cue = Role.LIST_ITEM, "list-mark-shared-with-neighbour"
            elif k in own:
                role, cue = Role.BYLINE, "own-pattern"
            elif role is Role.CAPTION and not _may_sign(blocks, k, role):
                pass
            elif role is Role.CAPTION and not CAPTION.search(block.text) and BYLINE.match(block.text):
                role, cue = Role.BYLINE, "names-an-author"
            elif role is Role.BYLINE and len(block.text) > 30 and not _names_an_author(block.text):
                role, cue = Role.PARAGRAPH, "too-long-for-a-byline"
            elif _may_sign(blocks, k, role) and len(block.text) <= CREDIT and _signs(block.text):
                role, cue = Role.BYLINE, "names-an-author"
            elif role in _SHORT and len(block.text) <= CREDIT and _credits_a_picture(blocks, k):
                role, cue = Role.CAPTION, "names-a-photographer"
            elif role in _SHORT and k and _signed_at_right(page, blocks[k - 1], block):
                role, cue = Role.BYLINE, "a-name-at-the-right"
            elif role is Role.PARAGRAPH and k and _captioned(blocks, k):
                role, cue = Role.CAPTION, "ends-with-its-photographer"
            elif role in (Role.BYLINE, Role.HEADLINE, Role.SUBHEAD) and CONTACT_LINE.match(block.text):
                role, cue = Role.PARAGRAPH, "says-how-to-reach-somebody"
            elif role is Role.BYLINE and k and blocks[k - 1].role is Role.HEADLINE and _is_deck(block.text):
                role, cue = Role.HEADLINE, "a-dash-and-no-name"
                blocks[k] = dataclasses.replace(block, starts="cut", readings=(("deck-on", 0.9), ("head-on", 0.1)))
            elif role is Role.SUBHEAD and not page.printed and not _stands_over(blocks, k):
                role, cue = Role.HEADLINE, "no-text-below"
            if role is not block.role:
                blocks[k] = dataclasses.replace(blocks[k], role=role)
                if cue:
                    decisions.append(Decision("label-blocks", block.lines, str(role), 0.9, (), None, cue))
        return page.replace(blocks=tuple(blocks), decisions=(*page.decisions, *decisions))

    def _own(self, blocks: Sequence[Block]) -> set[int]:
        if not self.byline_patterns:
            return set()
        from papercut.user_patterns import compile_patterns, search

        patterns = compile_patterns(self.byline_patterns)
        return {k for k, b in enumerate(blocks) if len(b.text) <= 60 and any(search(p, b.text) for p in patterns)}


def _is_deck(text: str) -> bool:
    """Whether a line that a dash begins is a deck, and nobody's name."""
    bare = text.lstrip("—─- ")
    return text[:2] in ("——", "──") and len(bare) > 4 and not BYLINE.match(bare) and bool(OF_DECK.match(bare))


def _credits_a_picture(blocks: Sequence[Block], k: int) -> bool:
    """Whether a line says nothing but who took a photograph: but not in brackets behind a paragraph, which it ends."""
    text = blocks[k].text
    if not PHOTO_CREDIT.match(text):
        return False
    return not (k and text[0] in "（(" and text[-1] in "）)" and blocks[k - 1].role is Role.PARAGRAPH)


def _may_sign(blocks: Sequence[Block], k: int, role: Role) -> bool:
    """Whether a line may be a signature: it is short, and no credit below its caption."""
    below = k and blocks[k - 1].role is Role.CAPTION and blocks[k - 1].pieces[-1].line + 1 == blocks[k].pieces[0].line
    return role in _SHORT or (role is Role.CAPTION and not below)


def _signs(text: str) -> bool:
    """Whether a line says who wrote a story; who took its photographs alone is in a caption."""
    return SIGNATURE.match(text) is not None and (PHOTO_CREDIT.match(text) is None or bool(WROTE_TOO.search(text)))


def _signed_at_right(page: Page, before: Block, block: Block) -> bool:
    """Whether a line of text is nothing but a name far to the right, right below the end of a text, and nothing comes
    right below it."""
    name = NAME_AT_END.fullmatch(block.text)
    if not name or name[1][0] not in SURNAMES or name[1] in NO_NAME:
        return False
    if before.role is not Role.PARAGRAPH or before.text[-1] not in "。！？”…":
        return False
    line = block.pieces[0].line
    if page.printed or line != block.pieces[-1].line or before.pieces[-1].line != line - 1:
        return False
    raw = page.raw[line - 1]
    lead = raw[: len(raw) - len(raw.lstrip())]
    return lead.count("\u3000") * 2 + lead.count(" ") >= AT_RIGHT and not "".join(page.raw[line : line + 1]).strip()


def _captioned(blocks: Sequence[Block], k: int) -> bool:
    """Whether a paragraph is a caption, by its photographer: but not the text right below a headline and its byline."""
    block, before = blocks[k], blocks[k - 1]
    if before.role is Role.BYLINE and k > 1:
        before = blocks[k - 2]
    return len(block.text) <= SENTENCE and before.role is not Role.HEADLINE and is_captioned(block.text)


def _stands_over(blocks: Sequence[Block], k: int) -> bool:
    """Whether any text comes below a line: a subhead never ends a page."""
    return any(b.role in (Role.PARAGRAPH, Role.LIST_ITEM, Role.CAPTION, Role.BYLINE, *LINED) for b in blocks[k + 1 :])


def _names_an_author(text: str) -> bool:
    """Whether a line is nothing but an author's name, in whatever language."""
    return BYLINE_ALONE.match(text) is not None or is_byline(text)
