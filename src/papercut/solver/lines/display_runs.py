"""What lines that may be display type read like together: added to what the page network says of them.

In: the scores of all labels of all lines. Out: the same with what the display network says of each stretch of lines of
which one may be display type, and the lines of text around it. It sees what the page network cannot: a whole headline
with its kicker and decks, and the text whose headline it may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from papercut.solver.display_network import DISPLAY_LABELS, display_network
from papercut.solver.lines.chain_chances import chances
from papercut.solver.lines.label_chain import DISPLAY, TAGS, Steps, Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.rare_pairs import Floats

WEIGHT = 0.3
"""How much the log-chances of the display network count. The pages that it was fitted on are made up, and the page
network knows most of what it says: from 0.5 on, fewer articles of other newspapers are right."""
MAY_BE = 0.05
"""A line may be display type if the page network gives that this chance."""
AROUND = 2
"""So many lines of text on either side are read with it."""
LONGEST = 40
"""Lines that are read together."""
_LEAST = -5.0
"""Nothing is less likely than this, in nats."""
_APART = -2.0
"""Kickers, headlines and decks of one group go on with it: this much less likely is a deck that begins one."""
_ODD = -1.5
"""Captions and furniture, of which the display network knows little, are no less likely than this."""
_SHOWN = [k for k, tag in enumerate(TAGS) if tag in DISPLAY or tag is Tag.SUBHEAD]
_AT = {name: k for k, name in enumerate(DISPLAY_LABELS)}
_TEXT = [TAGS.index(tag) for tag in (Tag.JOINED, Tag.PARAGRAPH, Tag.STORY, Tag.CUT, Tag.RESUMED)]
_OTHER = [TAGS.index(tag) for tag in (Tag.BYLINE, Tag.CAPTION, Tag.FURNITURE)]


Added = Sequence[Sequence[float]]


def with_runs(
    scores: Sequence[Sequence[float]], rows: Sequence[MeasuredLine], steps: Steps
) -> tuple[list[list[float]], Added]:
    """The score of each label (column) of each line (row) with what runs add to it, and that alone, in nats."""
    added = np.zeros((len(rows), len(TAGS)))
    runs = _runs(scores, rows, steps)
    texts = [[rows[k].text.strip() for k in run] for run in runs]
    for run, said in zip(runs, display_network().chances(texts), strict=True):
        added[run.start : run.stop] = WEIGHT * np.maximum(_of_tags(said), _LEAST)
    return (np.reshape(scores, added.shape) + added).tolist(), added.tolist()


def _runs(scores: Sequence[Sequence[float]], rows: Sequence[MeasuredLine], steps: Steps) -> list[range]:
    """The stretches of lines to be read. A line that holds headlines of several columns is not read, and parts those
    around it."""
    shown = (chances(scores, steps)[:, _SHOWN].sum(axis=1) > MAY_BE).tolist()
    wide = [own and _is_wide(row.text) for own, row in zip(shown, rows, strict=True)]
    near = np.zeros(len(rows), bool)
    for k, own in enumerate(shown):
        if own and not wide[k]:
            near[max(0, k - AROUND) : k + AROUND + 1] = True
    runs: list[range] = []
    for k in range(len(rows)):
        if not near[k] or wide[k]:
            continue
        if runs and runs[-1].stop == k and len(runs[-1]) < LONGEST:
            runs[-1] = range(runs[-1].start, k + 1)
        else:
            runs.append(range(k, k + 1))
    return runs


def _is_wide(text: str) -> bool:
    inner = text.strip()
    return "  " in inner or "\u3000" in inner


def _of_tags(said: Floats) -> Floats:
    """The log-chances of the labels of a run's lines, from those of the display network."""
    out = np.zeros((len(said), len(TAGS)), np.float32)

    def put(tag: Tag, value: np.typing.NDArray[Any]) -> None:
        out[:, TAGS.index(tag)] = value

    on = np.logaddexp(said[:, _AT["head-under"]], said[:, _AT["head-on"]])
    deck = np.logaddexp(said[:, _AT["deck"]], said[:, _AT["deck-on"]])
    head, alone = said[:, _AT["head"]].copy(), deck + _APART
    head[0], alone[0] = np.logaddexp(head[0], on[0]), deck[0]  # what a run begins with, begins a group
    put(Tag.KICKER, said[:, _AT["kicker"]])
    put(Tag.KICKER_ON, said[:, _AT["kicker-on"]])
    put(Tag.HEAD, head)
    put(Tag.HEAD_ON, on)
    put(Tag.DECK, alone)
    put(Tag.DECK_ON, deck)
    put(Tag.SUBHEAD, said[:, _AT["subhead"]])
    out[:, _TEXT] = said[:, _AT["text"], None]
    out[:, _OTHER] = np.maximum(said[:, _AT["other"]], _ODD)[:, None]
    return out
