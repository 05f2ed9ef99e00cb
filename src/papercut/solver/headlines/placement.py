"""One answer for the whole page: which display units make a headline group, and whose it is.

Both are found together. Groups are assigned to stories at the greatest gain (`assign`); then the units are cut into
groups anew, each story at the price that the assignment put on it; and so on while the page gains by it. A first
answer shows in which order this page has its headlines and who is taken; a second one is found with that in view.
Then what is left over joins the headline that it was torn from (`apart`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import exp
from typing import NamedTuple

from papercut.solver.assignment import ALONE, Assignment, assign
from papercut.solver.headlines.boundaries import weigh_boundaries
from papercut.solver.headlines.candidates import ALONE_COSTS, CandidateWeigher, First, Group
from papercut.solver.headlines.cue_weights import headline_weights
from papercut.solver.headlines.detached_parts import part_of
from papercut.solver.headlines.display_readings import read_display
from papercut.solver.headlines.display_scene import DisplayScene
from papercut.solver.headlines.display_units import SPACE_JOINS, Unit

LONGEST = 8
"""Units in one group, at most; the longest true group on the pages counted has six."""
_ROUNDS = 1
_CLEAR = 2.0
"""A gain this far over nothing is beyond doubt, in log-odds."""
_MOST_COLUMNS = 12
"""Columns of display type side by side, at most: no sheet has more."""
_COLUMNS_COST = 1.0
"""What it costs to read lines of display type column by column, in log-odds: most stand one under another."""


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


def place_headlines(scene: DisplayScene, learned: tuple[str, ...] = ()) -> tuple[Placement, CandidateWeigher]:
    """Find the groups of a scene and the story of each; `learned` is added to the weights of cues."""
    weigher = weigher_of(scene, learned)
    placing = settle(weigher, first_groups(scene))
    weigher.turn_to("order", first_answer(weigher, placing))
    placing = settle(weigher, placing.groups)
    join_apart(weigher, placing)
    return placing, weigher


def weigher_of(scene: DisplayScene, learned: tuple[str, ...] = ()) -> CandidateWeigher:
    """The weigher of a scene that knows what its display type reads like, in which order it stands, and where headlines
    begin."""
    read_display(scene)
    weigher = untangled(CandidateWeigher.of(scene, learned))
    weigh_boundaries(weigher)
    return weigher


def settle(weigher: CandidateWeigher, groups: list[Group]) -> Placement:
    """Assign, cut the units anew at the prices found, and again; the best of these answers."""
    best = found = _assign(weigher, groups)
    for _ in range(_ROUNDS):
        if _all_sure(best, len(weigher.scene.stories)):
            break
        anew = _cut_anew(weigher, found.result)
        if anew == found.groups:
            break
        found = _assign(weigher, anew)
        if found.total > best.total:
            best = found
    return best


def _all_sure(placing: Placement, stories: int) -> bool:
    """Whether every group and every story has somebody, and surely."""
    return len(placing.mates) == stories and all(
        mate != ALONE and gains[mate] > ALONE_COSTS + _CLEAR
        for mate, gains in zip(placing.mates, placing.gains, strict=True)
    )


def _assign(weigher: CandidateWeigher, groups: list[Group]) -> Placement:
    gains = [weigher.gains(g) for g in groups]
    result = assign(gains)
    total = result.gain + sum(_holds(weigher.scene, g.start, g.end) - ALONE_COSTS for g in groups)
    return Placement(groups, list(result.mates), gains, result, total)


def _holds(scene: DisplayScene, start: int, end: int) -> float:
    """The log-odds that units go on with one another, summed."""
    return sum(scene.units[k].joins for k in range(start + 1, end))


def _cut_anew(weigher: CandidateWeigher, result: Assignment) -> list[Group]:
    """The best cutting of every run into groups, each story at its price, no story for two neighbouring groups."""
    return [
        Group(a, b, number)
        for number, run in enumerate(weigher.scene.runs)
        for a, b in _cut_run(weigher, number, run.units, result.prices)
    ]


def _cut_run(
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


def untangled(weigher: CandidateWeigher) -> CandidateWeigher:
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
        before = _worth(weigher, number, around)
        kept = scene.units[at:end]
        for units in _columns(block):
            scene.units[at:end] = units
            weigher.forget()
            gain = _worth(weigher, number, around) - before - _COLUMNS_COST
            if gain > max(best, 0.0):
                best, order, stop = gain, units, end
        scene.units[at:end] = kept
        weigher.forget()
    if order is None:
        return at + len(lines[0])
    scene.units[at:stop] = order
    weigher.forget()
    return stop


def _worth(weigher: CandidateWeigher, number: int, units: range) -> float:
    """What the best cutting of some units is worth, no story given twice."""
    return _assign(weigher, [Group(a, b, number) for a, b in _cut_run(weigher, number, units, {})]).total


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


def join_apart(weigher: CandidateWeigher, placing: Placement) -> None:
    """Let groups that no story wants join the headline that they were torn from."""
    table = headline_weights("apart", weigher.learned)
    main = {mate: k for k, mate in enumerate(placing.mates) if mate != ALONE}
    for k, mate in enumerate(placing.mates):
        if mate != ALONE:
            continue
        stories = candidates_apart(weigher, placing, k, main)
        whose = part_of(weigher, placing.groups, k, {story: main[story] for story in stories}, table)
        if whose is not None:
            placing.joined[k] = main[whose]


def runs_backward(placing: Placement, run: int) -> bool:
    """Whether the headlines of a run stand in the opposite order of their bodies, as where a page is drawn upwards."""
    mates = [m for g, m in zip(placing.groups, placing.mates, strict=True) if g.run == run and m != ALONE]
    return sum(b < a for a, b in pairwise(mates)) > sum(b > a for a, b in pairwise(mates))


def candidates_apart(weigher: CandidateWeigher, placing: Placement, k: int, main: Mapping[int, int]) -> list[int]:
    """The stories whose headline a group that was left over could be a part of."""
    stories = dict.fromkeys(s for s in weigher.candidates(placing.groups[k]) if s in main)
    for other in (k - 2, k - 1, k + 1, k + 2):
        if 0 <= other < len(placing.mates) and placing.mates[other] != ALONE:
            stories[placing.mates[other]] = None
    return list(stories)


def first_answer(weigher: CandidateWeigher, placing: Placement) -> First:
    """What a first answer says about a better one: the order of the page, and who is taken."""
    rows = [
        (group, mate, gains[mate] - ALONE_COSTS)
        for group, mate, gains in zip(placing.groups, placing.mates, placing.gains, strict=True)
        if mate != ALONE
    ]
    sure = [(group.start, mate) for group, mate, gain in rows if gain > 1.0]
    kept = sum(b[1] > a[1] for a, b in pairwise(sure))
    faith = (kept + 1) / (max(0, len(sure) - 1) + 2) * 2 - 1
    between: dict[int, tuple[int, int]] = {}
    k = 0
    for unit in range(len(weigher.scene.units)):
        while k < len(sure) and sure[k][0] < unit:
            k += 1
        nearest = k + 1 if k < len(sure) and sure[k][0] == unit else k
        before = sure[k - 1][1] if k else -1
        between[unit] = (before, sure[nearest][1] if nearest < len(sure) else len(weigher.scene.stories))
    by_unit = {unit: (mate, gain) for group, mate, gain in rows for unit in group.units}
    by_story = {mate: (group.start, group.end, gain) for group, mate, gain in rows}
    free = [k for k in range(len(weigher.scene.stories)) if k not in by_story]
    return First(between, faith, by_unit, by_story, free)


def odds_of(weigher: CandidateWeigher, placing: Placement, k: int) -> tuple[float, Sequence[tuple[int, float]]]:
    """The chance that group `k` got the right story, and the others that it might have had with theirs."""
    rows = {ALONE: 0.0} | {a: g - placing.result.price(a) for a, g in placing.gains[k].items()}
    mate = placing.mates[k]
    if mate != ALONE:
        rows[mate] = placing.gains[k][mate]
    top = max(rows.values())
    mass = {a: exp(v - top) for a, v in rows.items()}
    total = sum(mass.values())
    others = sorted(((a, m / total) for a, m in mass.items() if a != mate), key=lambda x: (-x[1], x[0]))
    return mass[mate] / total, others
