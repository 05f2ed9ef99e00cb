"""Join the lines of a page into paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import ClassVar

from papercut.languages.story_phrases import FURNITURE
from papercut.languages.western import is_folio
from papercut.layout.text.hyphenation import DROP, joint_after
from papercut.model.earlier import with_lines_alone
from papercut.model.geometry import Printed
from papercut.model.page import LINED, Block, Break, Decision, Furniture, Line, Note, Page, Role
from papercut.model.pieces import merge_pieces, split_pieces
from papercut.pipeline import Stage, option
from papercut.solver.labelling import LONG, OVERLAP, STEP, Pair, label_lines, label_weights, lines_to_label
from papercut.solver.lazy_evidence import LazyEvidence
from papercut.solver.lines.label_chain import DISPLAY, GROUP_GOES_ON, TAGS, Tag, Verdict
from papercut.solver.lines.possible_labels import role_of
from papercut.solver.lines.source_labels import source_labels
from papercut.solver.lines.tables import row_text

_VERDICT = {
    Tag.JOINED: "joined",
    Tag.PARAGRAPH: "paragraph",
    Tag.SUBHEAD: "paragraph",
    Tag.STORY: "story",
    Tag.CUT: "cut",
    Tag.RESUMED: "resumed",
}
_ROLE = {
    **dict.fromkeys(DISPLAY, Role.HEADLINE),
    Tag.SUBHEAD: Role.SUBHEAD,
    Tag.BYLINE: Role.BYLINE,
    Tag.CAPTION: Role.CAPTION,
    Tag.FURNITURE: Role.ADVERT,
}
_TAG_NAMES = tuple(map(str, TAGS))
_VERDICTS = tuple(_VERDICT.get(tag, "display") for tag in TAGS)
_ENDS = frozenset("。！？!?”」』）)…．.·")
TAIL = 64
"""So many characters before a line break say what goes between the lines."""


@dataclass(frozen=True, repr=False)
class BuildParagraphs(Stage):
    """Join broken column lines into paragraphs, and decide what each line break means.

    All lines of the page are labelled at once. Body lines continue a paragraph, begin one, begin a story, or continue
    text that is elsewhere. Display lines become blocks of their own, with the provisional role `headline`; `starts`
    keeps whether they begin a group or continue it. `lead_patterns` are regular expressions for the datelines of one
    newspaper, `label_weights` what `papercut learn` found about one. Lines are joined with nothing, with a space, or by
    dropping a hyphen, as the script at the break requires. A dropped hyphen goes to the furniture.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"lines"})
    makes: ClassVar[frozenset[str]] = frozenset({"blocks"})
    separates: ClassVar[bool] = True

    lead_patterns: tuple[str, ...] = option((), "Regular expressions of how this paper's stories begin.")
    label_weights: tuple[str, ...] = option(
        (), "What is added to the score of a label, in nats, such as story=0.4: what papercut learn found."
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        label_weights(self.label_weights)  # a slip in a profile is told before a page is read

    def run(self, page: Page) -> Page:
        """Make the page's blocks, breaks and decisions from its lines."""
        page = with_lines_alone(page)
        given = lines_to_label(page, self.lead_patterns)
        rows, held, western = given.rows, given.held, given.western
        verdicts, pairs, why = label_lines(given, label_weights(self.label_weights))
        said = source_labels(page, rows)
        removed: list[Furniture] = []
        drafts: list[_Draft] = []
        body: _Draft | None = None
        breaks: list[Break] = []
        decisions: list[Decision] = []
        before = -1
        for at, (row, verdict) in enumerate(zip(rows, verdicts, strict=True)):
            line = page.lines[row.index]
            tag = verdict.tag
            if before >= 0:
                breaks.append(_break(before, row.index, verdict))
            decisions.append(_decision(line, verdict, pairs[at], partial(why, at)))
            before = row.index
            if said[at].whole and said[at].kind == "caption":  # the picture's, which may stand between any two blocks
                removed.append(Furniture(Role.CAPTION, line.text.strip(), line.pieces, "line-label"))
                continue
            hold = held[at]
            if hold is not None and hold.why:
                removed.append(Furniture(hold.role or Role.ADVERT, line.text.strip(), line.pieces, hold.why))
                continue
            text, lined = row.text, role_of(hold)
            if lined is Role.TABLE:
                text = row_text(text)
            if lined is Role.BYLINE and drafts and drafts[-1].role is Role.BYLINE:
                drafts[-1].add(line, text, verdict.chance(Tag.JOINED))
                continue
            if tag is Tag.JOINED and body is not None and lined is (body.role if body.role in LINED else None):
                body.add(line, text, verdict.chance(Tag.JOINED))
                continue
            role = Role.FOLIO if tag is Tag.FURNITURE and said[at].kind == "folio" else _role(tag, text, western)
            draft = _Draft(line, text, lined or role, verdict)
            drafts.append(draft)
            if draft.role in (Role.PARAGRAPH, Role.SUBHEAD, *LINED):
                body = draft
                if tag in (Tag.CUT, Tag.JOINED):
                    draft.starts = "cut"
        notes = page.notes
        if len(rows) > LONG:
            text = f"{len(rows)} lines were labelled in overlapping windows of {STEP + 2 * OVERLAP}; no cues were kept"
            notes = (*notes, Note("windows", "build-paragraphs", ((1, len(page.raw)),), text))
        blocks = tuple(d.block(page.raw, page.printed, removed) for d in drafts)
        return page.replace(
            blocks=blocks,
            breaks=tuple(breaks),
            decisions=(*page.decisions, *decisions),
            notes=notes,
            furniture=(*page.furniture, *removed),
        )


def _role(tag: Tag, text: str, western: bool) -> Role:
    if tag is Tag.FURNITURE and (is_folio(text) if western else FURNITURE.search(text)):
        return Role.FOLIO
    return _ROLE.get(tag, Role.PARAGRAPH)


def _within_brackets(text: str) -> bool:
    """Whether a bracket of a text is still open at its end."""
    return sum(map(text.count, "（(〔【[［")) > sum(map(text.count, "）)〕】]］"))


def _break(before: int, after: int, verdict: Verdict) -> Break:
    odds: dict[str, float] = {}
    for name, chance in zip(_VERDICTS, verdict.odds, strict=True):
        if chance >= 0.0005:
            odds[name] = odds.get(name, 0.0) + chance
    return Break(before, after, _VERDICTS[TAGS.index(verdict.tag)], tuple(odds.items()))


def _decision(line: Line, verdict: Verdict, pair: Pair, why: Callable[[], list[tuple[str, float]]]) -> Decision:
    odds = verdict.odds
    best, second = pair
    return Decision(
        "build-paragraphs",
        ((line.number, line.number),),
        _TAG_NAMES[best],
        odds[best],
        LazyEvidence(why),
        (_TAG_NAMES[second], odds[second]),
        "line",
    )


class _Draft:
    """A block that is being put together."""

    __slots__ = ("confidence", "lines", "role", "starts", "texts", "verdict")

    def __init__(self, line: Line, text: str, role: Role, verdict: Verdict) -> None:
        self.lines = [line]
        self.texts = [text]
        self.role = role
        self.verdict = verdict
        self.starts = "cut" if verdict.tag in GROUP_GOES_ON else "whole"
        # which part of a headline a line is, is weighed later
        self.confidence = verdict.chance(*DISPLAY) if verdict.tag in DISPLAY else max(verdict.odds)

    def add(self, line: Line, text: str, chance: float) -> None:
        self.lines.append(line)
        self.texts.append(text)
        self.confidence *= chance

    def block(self, raw: tuple[str, ...], printed: Sequence[Printed], removed: list[Furniture]) -> Block:
        parts = [self.texts[0]]
        pieces = [tuple(self.lines[0].pieces)]
        tail = parts[0]
        for line, more in zip(self.lines[1:], self.texts[1:], strict=True):
            between = "\n" if self.role in LINED else joint_after(printed, pieces[-1], tail, more)
            if self.role is Role.BYLINE and not between and not _within_brackets("".join(parts)):
                between = " "
            if between == DROP:
                pieces[-1], hyphen = split_pieces(raw, parts[-1], pieces[-1], len(parts[-1]) - 1)
                removed.append(Furniture(Role.REMOVED, tail[-1], hyphen, "line-end-hyphen"))
                parts[-1], tail, between = parts[-1][:-1], tail[:-1], ""
            parts += (between, more)
            pieces.append(tuple(line.pieces))
            tail = (tail + between + more)[-TAIL:]
        text = "".join(parts)
        ends = "whole" if text[-1] in _ENDS or self.role in LINED else "cut"
        boxes = tuple(b for line in self.lines if (b := line.box))
        return Block(
            text, merge_pieces(chain.from_iterable(pieces)), self.role, boxes or None, self.starts, ends,
            round(self.confidence, 4), self._readings() if self.role is Role.HEADLINE else (),
        )  # fmt: skip

    def _readings(self) -> tuple[tuple[str, float], ...]:
        """The chance of each reading of a display line, as a share of their sum."""
        odds = {tag: chance for tag, chance in zip(TAGS, self.verdict.odds, strict=True) if tag in DISPLAY}
        total = sum(odds.values()) or 1.0
        return tuple((str(tag), round(x / total, 4)) for tag, x in odds.items() if x >= 0.0001 * total)
