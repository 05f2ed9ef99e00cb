"""Headlines of neighbouring columns that stand line by line side by side: read column by column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from papercut.solver.headlines.candidates import CandidateWeigher
from papercut.solver.headlines.display_scene import DisplayScene
from papercut.solver.headlines.display_units import SPACE_JOINS, Unit
from papercut.solver.headlines.group_cuts import worth

_MOST_COLUMNS = 12
"""Columns of display type side by side, at most: no sheet has more."""
_COLUMNS_COST = 1.0
"""What it costs to read lines of display type column by column, in log-odds: most stand one under another."""


def column_by_column(weigher: CandidateWeigher) -> CandidateWeigher:
    """Put units in another order where headlines of neighbouring columns stand line by line side by side.

    Two or three lines of display type of which one holds several units may be columns: what stands first on each line
    belongs together. That order is taken if the page gains by it more than it costs.
    """
    for number, run in enumerate(weigher.scene.runs):
        at = run.units.start
        while at < run.units.stop:
            at = _try_columns(weigher, number, at)
    return weigher


def _try_columns(weigher: CandidateWeigher, number: int, at: int) -> int:
    """Try the lines from unit `at` on as columns; where to go on."""
    scene = weigher.scene
    run = scene.runs[number]
    lines = _lines_from(scene, run.units, at)
    if len(lines[0]) < 2 or len(lines) < 2 or max(map(len, lines)) > _MOST_COLUMNS:
        return at + len(lines[0])
    start = max(run.units.start, at - 3)
    best, order, stop = float("-inf"), None, at
    for count in (2, 3):
        if count > len(lines):
            break
        block = lines[:count]
        end = at + sum(map(len, block))
        around = range(start, min(run.units.stop, end + 3))
        before = worth(weigher, number, around)
        kept = scene.units[at:end]
        for units in _columns(block):
            scene.units[at:end] = units
            weigher.forget()
            gain = worth(weigher, number, around) - before - _COLUMNS_COST
            if gain > max(best, 0.0):
                best, order, stop = gain, units, end
        scene.units[at:end] = kept
        weigher.forget()
    if order is None:
        return at + len(lines[0])
    scene.units[at:stop] = order
    weigher.forget()
    return stop


def _lines_from(scene: DisplayScene, units: range, at: int) -> list[list[Unit]]:
    """The next three lines of a run from a unit on."""
    lines: list[list[Unit]] = []
    for k in range(at, units.stop):
        unit = scene.units[k]
        if lines and lines[-1][-1].place == unit.place:
            lines[-1].append(unit)
        elif len(lines) == 3:
            break
        else:
            lines.append([unit])
    return lines


def _columns(lines: list[list[Unit]]) -> Iterator[list[Unit]]:
    """The units of some lines column by column; shorter lines begin at the first, or end at the last."""
    width = max(map(len, lines))
    for right in (False, True):
        if right and all(len(line) == width for line in lines):
            return
        out: list[Unit] = []
        for column in range(width):
            fresh = True
            for line in lines:
                k = column - (width - len(line) if right else 0)
                if 0 <= k < len(line):
                    down = max(line[0].joins, 0.5)
                    joins = (lines[0][0].joins if not out else -SPACE_JOINS) if fresh else down
                    out.append(replace(line[k], joins=joins))
                    fresh = False
        yield out
