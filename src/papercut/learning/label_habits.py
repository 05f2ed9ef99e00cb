"""How much more, or less, often a newspaper's lines have each label than the networks think: weights of labels, of all
lines and of those after a blank line.

They make the true labels of the pages as likely as can be, by the model of `papercut.solver.lines.label_chain`, and
stay near nothing where the pages say little (a normal prior). They are found by Newton's steps with a diagonal Hessian.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from papercut.learning.examples import Example, Way
from papercut.learning.line_truth import Whose, true_labels
from papercut.solver.labelling import AFTER_BLANK, LONG, line_nets, line_scores, lines_to_label
from papercut.solver.lines.chain_chances import chances
from papercut.solver.lines.label_chain import TAGS, Steps
from papercut.solver.rare_pairs import Floats

SPREAD = 0.5
"""How far from nothing a weight is expected, in nats."""
ROUNDS = 8
PACE = 0.7
"""How much of each step is taken: weights pull at one another, which a diagonal does not know."""
LEAST = 0.05
"""Weights nearer to nothing are left out."""


class LabelledPage(NamedTuple):
    """The scores of the labels of a page's lines, which of these follow a blank line, and the true label of each as its
    index, -1 where it is not known."""

    scores: Floats
    after_blank: Floats
    true: Floats
    steps: Steps


def labelled_page(example: Example, way: Way) -> LabelledPage | None:
    """A page with what the networks say of its lines; None for those that no network labels."""
    given = lines_to_label(way.to_lines(example.page))
    if given.western or not 0 < len(given.rows) <= LONG:
        return None
    nets = line_nets(given.page.placed)
    scores = np.array(line_scores(nets, given).scores, np.float32)
    whose = Whose(example.page.raw, example.places)
    labels = true_labels(whose, [given.page.lines[row.index].pieces for row in given.rows])
    true = np.array([-1 if tag is None else TAGS.index(tag) for tag in labels])
    blank = np.array([float(bool(row.gap)) for row in given.rows], np.float32)
    return LabelledPage(scores, blank, true, nets.steps)


def label_weights(pages: Sequence[LabelledPage]) -> tuple[str, ...]:
    """The weights of labels that these pages teach, as the option of `build-paragraphs` has them."""
    found = np.zeros((2, len(TAGS)))
    for _ in range(ROUNDS):
        slope, bend = -found / SPREAD**2, np.full_like(found, 1 / SPREAD**2)
        for page in pages:
            added = found[0] + page.after_blank[:, None] * found[1]
            odds = chances(page.scores + added, page.steps)
            known = page.true >= 0
            apart = -odds
            apart[np.flatnonzero(known), page.true[known]] += 1.0
            apart[~known] = 0.0
            unsure = np.where(known[:, None], odds * (1 - odds), 0.0)
            slope += [apart.sum(0), page.after_blank @ apart]
            bend += [unsure.sum(0), page.after_blank @ unsure]
        found += PACE * slope / bend
    names = (*(str(tag) for tag in TAGS), *(f"{AFTER_BLANK}:{tag}" for tag in TAGS))
    return tuple(
        f"{name}={weight:.2f}" for name, weight in zip(names, found.ravel(), strict=True) if abs(weight) >= LEAST
    )
