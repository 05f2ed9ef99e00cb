"""Labels for the lines of a page in a Western script: by a table of signs, in place of the fitted networks.

The networks of `papercut.solver.lines.network` were fitted on Chinese newspapers alone, and say of short lines in
letters whatever they like. Here every label's score is the sum of the weights of the signs that a line shows (`SIGNS`),
and the best path through the page is found as on any other page (`papercut.solver.lines.label_chain`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from papercut.solver.lines.label_chain import TAGS, Steps, Tag, Verdict, decode
from papercut.solver.lines.possible_labels import PossibleLabels, restricted_scores
from papercut.solver.western.line_look import LineLook
from papercut.solver.western.line_signs import ON, SIGNS, B, C, F, H, J, P, S, U, Weights

BASE: Weights = {J: 0.0, P: -0.5, S: -1.0, H: -2.5, ON: -1.5, U: -3.2, B: -4.0, C: -6.0, F: -6.0}
"""The score of a line that shows nothing. The other labels are never given: the order of the page tells what goes on
where, and a headline's parts are told apart once it has its body."""

NEVER = -12.0

STEPS: dict[tuple[Tag, Tag], float] = {
    # only display type goes on with display type, and a new headline hardly stands right under another
    **{(a, ON): NEVER for a in TAGS if a not in (H, ON)},
    **{(a, H): -2.5 for a in (H, ON, U)},
    # under a headline begins a story, elsewhere none does without a reason
    **{(a, P): -3.0 for a in (H, ON)},
    **{(a, S): -3.5 for a in (J, P, S, U)},
    **{(a, S): -0.7 for a in (B, C, F)},
    # text may go on behind what stands in its way, but seldom does
    **{(a, J): -4.0 for a in (H, ON, U)},
    (B, J): -3.0,
    (H, U): -2.0,
    (ON, U): -2.0,
}
"""What it adds to go from one label to another; what is not named adds nothing."""


@cache
def label_steps() -> Steps:
    """The steps as the chain takes them."""
    return Steps([[STEPS.get((a, b), 0.0) for b in TAGS] for a in TAGS])


def label(looks: Sequence[LineLook], held: Sequence[PossibleLabels | None]) -> list[Verdict]:
    """The label of every line of a page; of some a part is `held` beforehand."""
    scores = restricted_scores([_scores(look) for look in looks], held)
    if scores:
        scores[0][TAGS.index(ON)] = NEVER  # nothing stands before it
    return decode(scores, label_steps())


def _scores(look: LineLook) -> list[float]:
    score = {tag: BASE.get(tag, NEVER) for tag in TAGS}
    for sign in SIGNS:
        if sign.shows(look):
            for tag in sign.weights:
                score[tag] += sign.weight(tag, look)
    return list(score.values())


def reasons(look: LineLook, best: int, second: int) -> list[tuple[str, float]]:
    """What spoke for one label against another, in nats."""
    a, b = TAGS[best], TAGS[second]
    return [(s.name, s.weight(a, look) - s.weight(b, look)) for s in SIGNS if s.shows(look)]
