"""How a newspaper sets kickers and decks: weights of the cues by which the lines of a headline group get their roles.

A choice among the readings of each group (conditional logistic regression), with the shipped weights as the prior.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from papercut.learning.examples import Example, Way
from papercut.learning.line_truth import DISPLAY, Whose
from papercut.model.page import Page
from papercut.model.pieces import Piece
from papercut.solver.headlines.cue_weights import headline_weights
from papercut.solver.headlines.display_readings import read_display
from papercut.solver.headlines.display_scene import DisplayScene, read_scene
from papercut.solver.headlines.display_units import unit_lines
from papercut.solver.headlines.roles import readings_of, role_cues, role_habit
from papercut.stages.place_headlines import articles_with_body

MODEL = "role"
SPREAD = 0.5
"""How far from its shipped value a weight is expected, in log-odds."""
ROUNDS = 200
LEAST = 0.05
"""Changes nearer to nothing are left out."""


class RoleChoice(NamedTuple):
    """The cues of every reading of a headline group, and which is right."""

    cues: Sequence[dict[str, float]]
    right: int


def role_choices(example: Example, way: Way) -> list[RoleChoice]:
    """The choices of roles on a page that its truth knows."""
    page = way.to_headlines(way.to_lines(example.page))
    page = page.replace(articles=articles_with_body(page))
    return list(_choices(page, Whose(example.page.raw, example.places)))


def _choices(page: Page, whose: Whose) -> Iterator[RoleChoice]:
    scene = read_scene(page)
    read_display(scene)
    true = [_role(whose, unit.pieces) for unit in scene.units]
    for run in scene.runs:
        start = run.units.start
        while start < run.units.stop:
            end = start + 1
            own = true[start]
            while own and end < run.units.stop and (then := true[end]) is not None and then[0] == own[0]:
                end += 1
            if own and end - start > 1 and (choice := _choice(scene, true, start, end)) is not None:
                yield choice
            start = end


def _role(whose: Whose, pieces: Sequence[Piece]) -> tuple[int, str] | None:
    """The article and role of display type; None for what is none."""
    place = whose.place(pieces)
    stretch = None if place is None else whose.stretches[place.stretch]
    return (stretch.article, stretch.role) if stretch and stretch.role in DISPLAY else None


def _choice(scene: DisplayScene, true: Sequence[tuple[int, str] | None], start: int, end: int) -> RoleChoice | None:
    """The choice on the units of one headline group; None where no reading is right."""
    units = scene.units[start:end]
    lines = unit_lines(units)
    kinds, at = [], start
    for line in lines:
        own = true[at]
        kinds.append(own[1] if own else "")
        at += len(line)
    kickers, decks = kinds.count("kicker"), kinds.count("deck")
    right = ["kicker"] * kickers + ["headline"] * (len(lines) - kickers - decks) + ["deck"] * decks
    readings = readings_of(len(lines))
    if len(lines) < 2 or kinds != right or (kickers, decks) not in readings:
        return None
    story = _story_of(scene, units[0].place)
    habit = role_habit(scene.units, units)
    cues = [_summed(role_cues(lines, k, d, story, habit)) for k, d in readings]
    return RoleChoice(cues, readings.index((kickers, decks)))


def _story_of(scene: DisplayScene, place: int) -> str:
    """The text of the story nearest behind a place: mostly the one whose headline stands there."""
    behind = [s for s in scene.stories if s.begins > place]
    return "\n".join((behind[0] if behind else scene.stories[-1]).paragraphs) if scene.stories else ""


def _summed(cues: Sequence[tuple[str, float]]) -> dict[str, float]:
    out: dict[str, float] = {}
    for cue, value in cues:
        out[cue] = out.get(cue, 0.0) + value
    return out


def cue_weights(choices: Sequence[RoleChoice]) -> tuple[str, ...]:
    """What is to be added to the shipped weights, as the option of `place-headlines` has it."""
    if not choices:
        return ()
    shipped = headline_weights(MODEL)
    names = sorted(shipped)
    index = {cue: k for k, cue in enumerate(names)}
    prior = np.array([shipped[cue] for cue in names])
    tables = []
    for choice in choices:
        table = np.zeros((len(choice.cues), len(names)))
        for row, cues in enumerate(choice.cues):
            for cue, value in cues.items():
                if cue in index:
                    table[row, index[cue]] = value
        tables.append(table)
    found = prior.copy()
    curve = 1 / SPREAD**2 + sum((table**2).max(0) for table in tables) / 4
    for _ in range(ROUNDS):
        slope = (prior - found) / SPREAD**2
        for table, choice in zip(tables, choices, strict=True):
            scores = table @ found
            odds = np.exp(scores - scores.max())
            slope += table[choice.right] - (odds / odds.sum()) @ table
        found += slope / curve
    return tuple(
        f"{MODEL}:{cue}={added:.2f}" for cue, added in zip(names, found - prior, strict=True) if abs(added) >= LEAST
    )
