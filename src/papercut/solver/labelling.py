"""The labels of all lines of a page: by the table of signs if the page is in a Western script, else by the networks.

In: the page, its measured lines, and what is known of lines before. Out: the label of each line, the one that came
second, and what says why. `label_weights` are what a newspaper's checked pages taught (`papercut.learning`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from papercut.languages.page_script import is_western
from papercut.layout.text.parting_furniture import behind_furniture
from papercut.model.page import Page, Role
from papercut.solver.learned_weights import weights_of
from papercut.solver.lines.downward_text import hold_downward_text
from papercut.solver.lines.hanging_indents import hanging_indents
from papercut.solver.lines.label_chain import DISPLAY, TAGS, Tag, Verdict, decode
from papercut.solver.lines.measured_lines import MeasuredLine, measured_lines
from papercut.solver.lines.next_columns import hold_in_columns, parted_by_frames
from papercut.solver.lines.old_punctuation import with_modern_punctuation
from papercut.solver.lines.parting_blanks import crosshead_scores
from papercut.solver.lines.possible_labels import FREE, NEVER, PossibleLabels, restricted_scores
from papercut.solver.lines.section_names import hold_section_names
from papercut.solver.lines.source_labels import source_scores
from papercut.solver.lines.structured_text import structured_lines
from papercut.solver.lines.type_sizes import hold_by_size, lost_headlines
from papercut.solver.western.western_stretches import western_stretches

if TYPE_CHECKING:  # numpy comes with them: for a page, not for a list of stages
    from papercut.solver.lines.display_runs import Added
    from papercut.solver.lines.line_features import LineFeatures
    from papercut.solver.lines.network import LineNetworks

Pair = tuple[int, int]
"""Two labels: indices of `TAGS`."""

Why = Callable[[int], list[tuple[str, float]]]
"""What spoke for the label of a line against the next best: called with the line's row."""

LONG, STEP, OVERLAP = 6000, 4000, 400
"""A page of more lines than the first is labelled in windows: so many lines, and so many more on either side."""

AFTER_BLANK = "after-blank"
"""What stands before a label whose weight is that of lines after a blank line."""

_PLACE = {tag: k for k, tag in enumerate(TAGS)}


class GivenLines(NamedTuple):
    """The lines of a page as they are labelled: measured, and what is known of each before. `doubled` are texts that
    the page draws twice, `leads` the patterns of how this paper's stories begin."""

    page: Page
    rows: Sequence[MeasuredLine]
    held: Sequence[PossibleLabels | None]
    doubled: frozenset[str]
    leads: tuple[str, ...]
    western: bool

    def some(self, start: int, stop: int) -> GivenLines:
        """Some of the lines."""
        return self._replace(rows=self.rows[start:stop], held=self.held[start:stop])


class LineScores(NamedTuple):
    """The score of each label (in the order of `TAGS`) of each line in nats, what is seen of the lines, and what their
    runs added to the scores."""

    scores: list[list[float]]
    views: LineFeatures
    added: Added


class LabelWeights(NamedTuple):
    """What is added to the score of each label: of all lines, and of those after a blank line besides."""

    every: tuple[float, ...]
    after_blank: tuple[float, ...]

    def of(self, row: MeasuredLine) -> tuple[float, ...]:
        """What is added on a line."""
        if not row.gap:
            return self.every
        return tuple(a + b for a, b in zip(self.every, self.after_blank, strict=True))


def label_weights(texts: Sequence[str]) -> LabelWeights | None:
    """The weights in texts like `story=0.4` and `after-blank:story=-0.2`; None for none. Raises `UsageError` for a
    label that there is not, or a weight that is no number."""
    if not texts:
        return None
    every = [str(tag) for tag in TAGS]
    after = [f"{AFTER_BLANK}:{tag}" for tag in TAGS]
    found = weights_of(texts, "label-weights", {*every, *after})
    return LabelWeights(*(tuple(found.get(name, 0.0) for name in names) for names in (every, after)))


def lines_to_label(page: Page, leads: tuple[str, ...] = ()) -> GivenLines:
    """The lines of a page that has no blocks yet."""
    rows = measured_lines([(i, line.text) for i, line in enumerate(page.lines)])
    doubled = frozenset(f.text.replace(" ", "") for f in page.furniture if f.role is Role.DUPLICATE)
    western = is_western(page.raw)
    held = structured_lines(rows, western, around=not page.printed)
    if not western:
        if page.printed:
            hanging_indents(page, rows, held)
        apart = parted_by_frames(page, rows)
        hold_by_size(page, rows, held, apart)
        hold_in_columns(page, rows, held, apart)
        hold_section_names(page, rows, held)
        hold_downward_text(page, rows, held)
        if not page.placed:
            western_stretches(page, rows, held, leads)
            _hold_behind_furniture(page, rows, held)
    return GivenLines(page, rows, held, doubled, leads, western)


def _hold_behind_furniture(page: Page, rows: Sequence[MeasuredLine], held: list[PossibleLabels | None]) -> None:
    """A line that stands behind a whole line of furniture, where a text ended, is no subhead of that text."""
    behind = behind_furniture(page)
    for k in range(1, len(rows)) if behind else ():
        if held[k] is None and rows[k].index in behind and rows[k - 1].text[-1] in "。！？”」":
            held[k] = PossibleLabels(FREE - {Tag.SUBHEAD})


def label_lines(given: GivenLines, weights: LabelWeights | None = None) -> tuple[list[Verdict], list[Pair], Why]:
    """The verdicts on all lines, the labels that came first and second, and what says why; of lines of which something
    is known before, that says it."""
    if given.western:
        from papercut.solver.western.line_features import line_looks
        from papercut.solver.western.line_labels import label, reasons

        looks = line_looks(given.page, given.rows, given.leads)
        verdicts = label(looks, given.held)
        pairs = [_pair(verdict) for verdict in verdicts]
        return verdicts, pairs, _or_held(given.held, pairs, lambda at: reasons(looks[at], *pairs[at]))
    from papercut.solver.lines.label_reasons import Reasons

    nets = line_nets(given.page.placed)
    views, added, verdicts = _label(nets, given, weights)
    pairs = [_pair(verdict) for verdict in verdicts]
    return verdicts, pairs, _or_held(given.held, pairs, Reasons(nets, views, pairs, added).of)


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


def line_scores(nets: LineNetworks, given: GivenLines, weights: LabelWeights | None = None) -> LineScores:
    """The scores of the labels of some lines, by all that is known of them."""
    from papercut.solver.lines.display_runs import with_runs
    from papercut.solver.lines.line_features import line_features
    from papercut.solver.lines.sheet_features import sheet_numbers

    page, rows = given.page, with_modern_punctuation(given.rows)
    views = line_features(rows, given.doubled, given.leads, sheet_numbers(page, rows))
    said_by_nets, said = nets.scores(views), source_scores(page, rows)
    both = said_by_nets if said is None else said_by_nets + said
    scores = restricted_scores(both.tolist(), given.held)
    added: Added = [[0.0] * len(TAGS)] * len(rows)
    if not page.placed:  # else sizes of type tell more than runs
        scores, added = with_runs(scores, rows, nets.steps)
        parting = None if page.printed else crosshead_scores(rows, given.held)
        if parting is not None:
            scores, added = _sums(scores, parting), _sums(added, parting)
    if weights is not None:
        own_weights = [weights.of(row) for row in rows]
        scores, added = _sums(scores, own_weights), _sums(added, own_weights)
    return LineScores(scores, views, added)


def _sums(one: Sequence[Sequence[float]], other: Sequence[Sequence[float]]) -> list[list[float]]:
    return [list(map(add, a, b)) for a, b in zip(one, other, strict=True)]


def _label(
    nets: LineNetworks, given: GivenLines, weights: LabelWeights | None
) -> tuple[LineFeatures, Added, list[Verdict]]:
    """Views of all lines, what their runs added, and their verdicts; a page without end in overlapping windows, without
    what came first."""
    from papercut.solver.lines.line_features import line_features

    count = len(given.rows)
    if not count:
        return line_features([]), [], []
    if count <= LONG:
        found = line_scores(nets, given, weights)
        verdicts = decode(found.scores, nets.steps)
        if heads := lost_headlines(given.page, given.rows, [verdict.tag for verdict in verdicts]):
            for k in heads:
                found.scores[k] = [x if tag in DISPLAY else NEVER for tag, x in zip(TAGS, found.scores[k], strict=True)]
            verdicts = decode(found.scores, nets.steps)
        return found.views, found.added, verdicts
    verdicts = []
    for start in range(0, count, STEP):
        low = max(0, start - OVERLAP)
        found = line_scores(nets, given.some(low, start + STEP + OVERLAP), weights)
        verdicts += decode(found.scores, nets.steps)[start - low : start - low + STEP]
    return line_features([]), [], verdicts
