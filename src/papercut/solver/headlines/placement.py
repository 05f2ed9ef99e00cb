"""One answer for the whole page: which display units make a headline group, and whose it is.

Both are found together (`group_cuts`). Groups are assigned to stories at the greatest gain; then the units are cut into
groups anew, each story at the price that the assignment put on it; and so on while the page gains by it. A first
answer shows in which order this page has its headlines and who is taken; a second one is found with that in view.
Then what is left over joins the headline that it was torn from (`detached_parts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import exp

from papercut.solver.assignment import ALONE
from papercut.solver.headlines.boundaries import weigh_boundaries
from papercut.solver.headlines.candidates import ALONE_COSTS, CandidateWeigher, First, Group
from papercut.solver.headlines.cue_weights import headline_weights
from papercut.solver.headlines.detached_parts import part_of
from papercut.solver.headlines.display_readings import read_display
from papercut.solver.headlines.display_scene import DisplayScene
from papercut.solver.headlines.group_cuts import Placement, assigned, cut_anew, first_groups
from papercut.solver.headlines.side_by_side_headlines import column_by_column

_ROUNDS = 1
_CLEAR = 2.0
"""A gain this far over nothing is beyond doubt, in log-odds."""


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
    weigher = column_by_column(CandidateWeigher.of(scene, learned))
    weigh_boundaries(weigher)
    return weigher


def settle(weigher: CandidateWeigher, groups: list[Group]) -> Placement:
    """Assign, cut the units anew at the prices found, and again; the best of these answers."""
    best = found = assigned(weigher, groups)
    for _ in range(_ROUNDS):
        if _all_sure(best, len(weigher.scene.stories)):
            break
        anew = cut_anew(weigher, found.result)
        if anew == found.groups:
            break
        found = assigned(weigher, anew)
        if found.total > best.total:
            best = found
    return best


def _all_sure(placing: Placement, stories: int) -> bool:
    """Whether every group and every story has somebody, and surely."""
    return len(placing.mates) == stories and all(
        mate != ALONE and gains[mate] > ALONE_COSTS + _CLEAR
        for mate, gains in zip(placing.mates, placing.gains, strict=True)
    )


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
