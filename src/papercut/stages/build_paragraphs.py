"""Join the lines of a page into paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from papercut.languages.page_script import is_western
from papercut.languages.story_phrases import FURNITURE
from papercut.languages.western import is_folio
from papercut.layout.text.hyphenation import DROP, joint_after
from papercut.model.geometry import Printed
from papercut.model.page import LINED, Block, Break, Decision, Furniture, Line, Note, Page, Role
from papercut.model.pieces import merge_pieces, split_pieces
from papercut.pipeline import Stage, option
from papercut.solver.lazy_evidence import LazyEvidence
from papercut.solver.lines.label_chain import DISPLAY, GROUP_GOES_ON, TAGS, Tag, Verdict, decode
from papercut.solver.lines.measured_lines import MeasuredLine, measured_lines
from papercut.solver.lines.old_punctuation import with_modern_punctuation
from papercut.solver.lines.possible_labels import NEVER, PossibleLabels, restricted_scores, role_of
from papercut.solver.lines.source_labels import source_labels, source_scores
from papercut.solver.lines.structured_text import structured_lines
from papercut.solver.lines.tables import row_text
from papercut.solver.lines.type_sizes import hold_by_size

if TYPE_CHECKING:  # numpy comes with them: for a page, not for a list of stages
    from papercut.solver.lines.display_runs import Added
    from papercut.solver.lines.line_features import LineFeatures
    from papercut.solver.lines.network import LineNetworks

Pair = tuple[int, int]
"""Two labels: indices of `TAGS`."""

Why = Callable[[int], list[tuple[str, float]]]
"""What spoke for the label of a line against the next best: called with the line's row."""

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
_PLACE = {tag: k for k, tag in enumerate(TAGS)}
_ENDS = frozenset("。！？!?”」』）)…．.·")
TAIL = 16
"""So many characters before a line break say what goes between the lines."""


LONG, STEP, OVERLAP = 6000, 4000, 400
"""A page of more lines than the first is labelled in windows: so many lines, and so many more on either side."""


@dataclass(frozen=True, repr=False)
class BuildParagraphs(Stage):
    """Join broken column lines into paragraphs, and decide what each line break means.

    All lines of the page are labelled at once. Body lines continue a paragraph, begin one, begin a story, or continue
    text that is elsewhere. Display lines become blocks of their own, with the provisional role `headline`; `starts`
    keeps whether they begin a group or continue it. `lead_patterns` are regular expressions for the datelines of one
    newspaper. Lines are joined with nothing, with a space, or by dropping a hyphen, as the script at the break
    requires. A dropped hyphen goes to the furniture.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"lines"})
    makes: ClassVar[frozenset[str]] = frozenset({"blocks"})

    lead_patterns: tuple[str, ...] = option((), "Regular expressions of how this paper's stories begin.")

    def run(self, page: Page) -> Page:
        """Make the page's blocks, breaks and decisions from its lines."""
        rows = measured_lines([(i, line.text) for i, line in enumerate(page.lines)])
        doubled = frozenset(f.text.replace(" ", "") for f in page.furniture if f.role is Role.DUPLICATE)
        western = is_western(page.raw)
        held = structured_lines(rows, western, around=not page.printed)
        if not western:
            hold_by_size(page, rows, held)
        verdicts, pairs, why = _labelled(page, rows, doubled, self.lead_patterns, western, held)
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


def _labelled(
    page: Page,
    rows: Sequence[MeasuredLine],
    doubled: frozenset[str],
    lead_patterns: tuple[str, ...],
    western: bool,
    held: Sequence[PossibleLabels | None],
) -> tuple[list[Verdict], list[Pair], Why]:
    """The verdicts on all lines, the labels that came first and second, and what says why: by the table of signs if
    the page is in a Western script, else by the networks; of lines that are `held`, their stretch says it."""
    if western:
        from papercut.solver.western.line_features import line_looks
        from papercut.solver.western.line_labels import label, reasons

        looks = line_looks(page, rows, lead_patterns)
        verdicts = label(looks, held)
        pairs = [_pair(verdict) for verdict in verdicts]
        return verdicts, pairs, _or_held(held, pairs, lambda at: reasons(looks[at], *pairs[at]))
    from papercut.solver.lines.label_reasons import Reasons

    nets = line_nets(page.placed)
    views, added, verdicts = _label(nets, page, rows, doubled, lead_patterns, held)
    pairs = [_pair(verdict) for verdict in verdicts]
    return verdicts, pairs, _or_held(held, pairs, Reasons(nets, views, pairs, added).of)


def _pair(verdict: Verdict) -> Pair:
    """The label of a line, and the likeliest of the others: indices of `TAGS`."""
    best = _PLACE[verdict.tag]
    others = list(verdict.odds)
    others[best] = -1.0
    return best, others.index(max(others))


def _or_held(held: Sequence[PossibleLabels | None], pairs: Sequence[Pair], why: Why) -> Why:
    """What speaks for a label, where a line's stretch leaves no other, is the stretch."""

    def reasons(at: int) -> list[tuple[str, float]]:
        hold = held[at]
        if hold is None or TAGS[pairs[at][1]] in hold.tags:
            return why(at)
        return [(f"stretch-of-{hold.role or 'lines'}", -NEVER)]

    return reasons


def line_nets(sheet: bool) -> LineNetworks:
    """The fitted networks: those for pages with geometry, or those for text alone."""
    from papercut.solver.lines import network

    return network.line_nets("sheet-lines" if sheet else "lines")


def _label(
    nets: LineNetworks,
    page: Page,
    rows: Sequence[MeasuredLine],
    doubled: frozenset[str],
    lead_patterns: tuple[str, ...],
    held: Sequence[PossibleLabels | None],
) -> tuple[LineFeatures, Added, list[Verdict]]:
    """Views of all lines, what their runs added, and their verdicts; a page without end in overlapping windows, without
    what came first."""
    from papercut.solver.lines.display_runs import with_runs
    from papercut.solver.lines.line_features import line_features
    from papercut.solver.lines.sheet_features import sheet_numbers

    rows = with_modern_punctuation(rows)

    def scores(views: LineFeatures, rows: Sequence[MeasuredLine]) -> list[list[float]]:
        own, said = nets.scores(views), source_scores(page, rows)
        found: list[list[float]] = (own if said is None else own + said).tolist()
        return found

    def read_together(found: list[list[float]], rows: Sequence[MeasuredLine]) -> tuple[list[list[float]], Added]:
        if page.placed:  # sizes of type tell more
            return found, [[0.0] * len(TAGS)] * len(rows)
        return with_runs(found, rows, nets.steps)

    if not rows:
        return line_features([]), [], []
    if len(rows) <= LONG:
        views = line_features(rows, doubled, lead_patterns, sheet_numbers(page, rows))
        found, added = read_together(restricted_scores(scores(views, rows), held), rows)
        return views, added, decode(found, nets.steps)
    verdicts: list[Verdict] = []
    for start in range(0, len(rows), STEP):
        low = max(0, start - OVERLAP)
        window = rows[low : start + STEP + OVERLAP]
        views = line_features(window, doubled, lead_patterns, sheet_numbers(page, window))
        found = restricted_scores(scores(views, window), held[low : low + len(window)])
        found, _ = read_together(found, window)
        verdicts += decode(found, nets.steps)[start - low : start - low + STEP]
    return line_features([]), [], verdicts


def _role(tag: Tag, text: str, western: bool) -> Role:
    if tag is Tag.FURNITURE and (is_folio(text) if western else FURNITURE.search(text)):
        return Role.FOLIO
    return _ROLE.get(tag, Role.PARAGRAPH)


def _break(before: int, after: int, verdict: Verdict) -> Break:
    odds: dict[str, float] = {}
    for name, chance in zip(_VERDICTS, verdict.odds, strict=True):
        if chance >= 0.0005:
            odds[name] = odds.get(name, 0.0) + chance
    return Break(before, after, _VERDICTS[_PLACE[verdict.tag]], tuple(odds.items()))


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
