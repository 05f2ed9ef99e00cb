"""How display units are cut into headline groups, and what a cutting is worth.

`assigned` gives groups to stories, `cut_anew` cuts the units at the prices that stories then have; `placement` lets
them take turns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from papercut.solver.assignment import ALONE, Assignment, assign
from papercut.solver.headlines.candidates import ALONE_COSTS, CandidateWeigher, Group
from papercut.solver.headlines.display_scene import DisplayScene

LONGEST = 8
"""Units in one group, at most; the longest true group on the pages counted has six."""


@dataclass(slots=True)
class Placement:
    """The answer: groups in page order, the story of each (or `ALONE`), and the gains from which it was taken.
    `joined` says of a group that is only a part of a headline which group it joins."""

    groups: list[Group]
    mates: list[int]
    gains: list[dict[int, float]]
    result: Assignment
    total: float = 0.0
    joined: dict[int, int] = field(default_factory=dict)


def first_groups(scene: DisplayScene) -> list[Group]:
    """The units cut into groups where the page's own marks say so."""
    out: list[Group] = []
    for number, run in enumerate(scene.runs):
        for k in run.units:
            if k == run.units.start or scene.units[k].joins < 0 or k - out[-1].start >= LONGEST:
                out.append(Group(k, k + 1, number))
            else:
                out[-1].end = k + 1
    return out


def assigned(weigher: CandidateWeigher, groups: list[Group]) -> Placement:
    gains = [weigher.gains(g) for g in groups]
    result = assign(gains)
    total = result.gain + sum(_holds(weigher.scene, g.start, g.end) - ALONE_COSTS for g in groups)
    return Placement(groups, list(result.mates), gains, result, total)


def _holds(scene: DisplayScene, start: int, end: int) -> float:
    """The log-odds that units go on with one another, summed."""
    return sum(scene.units[k].joins for k in range(start + 1, end))


def cut_anew(weigher: CandidateWeigher, result: Assignment) -> list[Group]:
    """The best cutting of every run into groups, each story at its price, no story for two neighbouring groups."""
    return [
        Group(a, b, number)
        for number, run in enumerate(weigher.scene.runs)
        for a, b in cut_run(weigher, number, run.units, result.prices)
    ]


def cut_run(
    weigher: CandidateWeigher, number: int, units: range, prices: Mapping[int, float]
) -> list[tuple[int, int]]:
    """The best cutting of one run, by dynamic programming: for each unit the two best ways to have a group end there
    that give the last group to different stories."""
    scene = weigher.scene
    sure = scene.sure
    ways: dict[int, list[_Way]] = {units.start: [_Way(0.0, ALONE, units.start, 0)]}
    for end in range(units.start + 1, units.stop + 1):
        found: dict[int, _Way] = {}
        for begin in range(end - 1, max(units.start - 1, end - 1 - LONGEST), -1):
            if begin + 1 < end and scene.units[begin + 1].joins < -sure:
                break  # no group reaches over a sure boundary
            if begin > units.start and scene.units[begin].joins > sure and end - begin < LONGEST:
                continue  # and none begins where units surely hold together
            group = Group(begin, end, number)
            held = _holds(scene, begin, end) - ALONE_COSTS
            gains = {a: g - prices.get(a, 0.0) for a, g in weigher.gains(group).items()}
            gains[ALONE] = 0.0
            for story, gain in gains.items():
                for k, way in enumerate(ways.get(begin, ())):
                    if way.story != story or story == ALONE:
                        value = way.value + gain + held
                        if story not in found or value > found[story].value:
                            found[story] = _Way(value, story, begin, k)
                        break
        ways[end] = sorted(found.values(), key=lambda w: (-w.value, w.story))[:2]
    cuts: list[tuple[int, int]] = []
    end, k = units.stop, 0
    while end > units.start:
        way = ways[end][k]
        cuts.append((way.begin, end))
        end, k = way.begin, way.before
    cuts.reverse()
    return cuts


class _Way(NamedTuple):
    """A way to have a group end at a unit: what it is worth, whose the group is, where it begins, which of the ways
    to get there it goes on from."""

    value: float
    story: int
    begin: int
    before: int


def worth(weigher: CandidateWeigher, number: int, units: range) -> float:
    """What the best cutting of some units is worth, no story given twice."""
    return assigned(weigher, [Group(a, b, number) for a, b in cut_run(weigher, number, units, {})]).total
