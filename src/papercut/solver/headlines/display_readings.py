"""What a page's display lines read like, run by run: evidence for groups and roles.

In: a scene whose runs are known. Out: the same units, each with what the display network says of its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from papercut.solver.display_network import BEGINS, DISPLAY_LABELS, GOES_ON, display_network
from papercut.solver.headlines.display_scene import DisplayScene
from papercut.solver.headlines.display_units import Unit, unit_lines

JOINS = 0.3
"""How much the network's log-odds that a line goes on with its group count beside those of the page network."""
_MOST = 5.0
"""Nats that the network is believed at the most."""
_AT = {name: k for k, name in enumerate(DISPLAY_LABELS)}
_KICKER, _KICKER_ON, _HEAD, _UNDER, _ON = (_AT[x] for x in ("kicker", "kicker-on", "head", "head-under", "head-on"))
_DECK, _DECK_ON = _AT["deck"], _AT["deck-on"]


def read_display(scene: DisplayScene) -> None:
    """Give units of a scene what their lines read like in their run, and let that count where groups begin. A line of
    several units may hold headlines of several columns: it is not read, and those around it are read apart."""
    sure = scene.sure
    stretches: list[list[int]] = []
    for run in scene.runs:
        at, going = run.units.start, False
        for line in unit_lines([scene.units[k] for k in run.units]):
            if len(line) == 1 and going:
                stretches[-1].append(at)
            elif len(line) == 1:
                stretches.append([at])
            at, going = at + len(line), len(line) == 1
    texts = [[scene.units[k].text for k in stretch] for stretch in stretches]
    for stretch, rows in zip(stretches, display_network().chances(texts), strict=True):
        for k, row in zip(stretch, rows, strict=True):
            joins = scene.units[k].joins
            if k != stretch[0] and abs(joins) < sure:  # what is read makes no boundary sure: stories may tell better
                joins = min(max(joins + JOINS * _odds_on(row), -sure), sure)
            scene.units[k] = replace(scene.units[k], joins=joins, reads=tuple(map(float, row)))


def _odds_on(row: np.typing.NDArray[np.float32]) -> float:
    on = float(np.logaddexp.reduce(row[list(GOES_ON)]) - np.logaddexp.reduce(row[list(BEGINS)]))
    return min(max(on, -_MOST), _MOST)


def reading_odds(lines: Sequence[Sequence[Unit]], kickers: int, decks: int) -> float:
    """How much better a group of lines reads with its first lines as kickers and its last as decks than as one
    headline, in nats; 0 where nobody has asked the network."""
    rows = [line[0].reads for line in lines]
    if not all(rows):
        return 0.0
    apart = 0.0
    for k, row in enumerate(rows):
        plain = row[_ON] if k else row[_HEAD]
        if k < kickers:
            apart += (max(row[_KICKER_ON], row[_KICKER]) if k else row[_KICKER]) - plain
        elif k >= len(rows) - decks:
            apart += float(np.logaddexp(row[_DECK], row[_DECK_ON])) - plain
        elif kickers and k == kickers:
            apart += row[_UNDER] - plain
    return min(max(apart, -_MOST), _MOST)
