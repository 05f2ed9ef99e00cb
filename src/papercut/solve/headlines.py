"""Which headline belongs to which article: candidates, the cues for each, and one answer for the whole page.

A headline group is a row of display units (`display.Unit`) that stand together. Which units make a group and whose
it is are found together: groups are assigned to stories at the greatest gain (`assign`); then the units are cut into
groups anew, each story at the price that the assignment put on it; and so on while the page gains by it. What a pair
of group and story gains is a sum of named cues, in log-odds, with weights from `weights/headlines.tsv`, fitted by
`tools/fit_headlines.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import log1p
from typing import NamedTuple

from papercut.solve.assign import ALONE, Assignment, assign
from papercut.solve.display import Run, Scene
from papercut.solve.likeness import Likeness, Share

Cues = list[tuple[str, float]]

LONGEST = 8
"""Units in one group, at most; the longest true group on the pages counted has six."""
_LIKELIEST = 4
_NEAREST = 2
_SURE = 3.5
"""A boundary with these log-odds is not tried the other way."""
_ROUNDS = 3
ALONE_COSTS = 2.0
"""What it costs to leave a group of display type without an article, in log-odds: display type has a reason."""
_STOPS = frozenset("。，、；,;")


@cache
def weights(model: str) -> dict[str, float]:
    """The weights of one model of `weights/headlines.tsv`, by cue: `place`, `order`, `apart` or `role`."""
    out: dict[str, float] = {}
    for row in files("papercut.solve").joinpath("weights/headlines.tsv").read_text("utf-8").split("\n"):
        if row and not row.startswith("#"):
            name, cue, weight = row.split("\t")
            if name == model:
                out[cue] = float(weight)
    return out


@dataclass(slots=True)
class Group:
    """Some units that stand together: `start` to `end` (not included) in the scene's units."""

    start: int
    end: int
    run: int

    @property
    def units(self) -> range:
        return range(self.start, self.end)


@dataclass(slots=True)
class Placing:
    """The answer: groups in page order, the story of each (or `ALONE`), and the gains from which it was taken."""

    groups: list[Group]
    mates: list[int]
    gains: list[dict[int, float]]
    result: Assignment
    total: float = 0.0


@dataclass(slots=True)
class First:
    """A first answer. `between` gives for each unit the stories between which its group comes if groups stand in the
    order of their stories, `faith` how far the page keeps that order, -1 (never) to 1 (always); `by_unit` and
    `by_story` who got whom, and the gain."""

    between: dict[int, tuple[int, int]]
    faith: float
    by_unit: dict[int, tuple[int, float]]
    by_story: dict[int, tuple[int, int, float]]


@dataclass(slots=True)
class Weigher:
    """Weighs groups against the stories of one scene, by a first answer once there is one."""

    scene: Scene
    likeness: Likeness
    model: str = "place"
    first: First | None = None
    _shares: dict[int, Share] = field(default_factory=dict)
    _sums: dict[tuple[int, int], Share] = field(default_factory=dict)
    _gains: dict[tuple[int, int], dict[int, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, scene: Scene) -> Weigher:
        """A weigher for a scene, with everything looked up that its units hold."""
        likeness = Likeness.of([s.paragraphs for s in scene.stories], [u.text for u in scene.units])
        return cls(scene, likeness)

    def turn_to(self, model: str, first: First) -> None:
        """Weigh by another model from now on."""
        self.model, self.first = model, first
        self._gains.clear()

    def share(self, start: int, end: int) -> Share:
        """What the units `start` to `end` share with each story."""
        known = self._sums.get((start, end))
        if known is None:
            one = self._shares.get(end - 1)
            if one is None:
                one = self._shares[end - 1] = self.likeness.of_text(self.scene.units[end - 1].text)
            known = one if end - start == 1 else self.share(start, end - 1).plus(one)
            self._sums[start, end] = known
        return known

    def candidates(self, group: Group) -> list[int]:
        """The stories that a group could belong to: those most like it, and those that stand near."""
        share = self.share(group.start, group.end)
        out = dict.fromkeys(sorted(share.body, key=lambda n: (-share.body[n], n))[:_LIKELIEST])
        run = self.scene.runs[group.run]
        for number in (run.after, run.before):
            if number is not None:
                out[number] = None
        ahead = self._ahead(group)
        for number in range(ahead, min(ahead + _NEAREST, len(self.scene.stories))):
            out[number] = None
        if self.first:
            before, after = self.first.between[group.start]
            for number in (before + 1, after - 1):
                if 0 <= number < len(self.scene.stories):
                    out[number] = None
        return list(out)

    def _ahead(self, group: Group) -> int:
        place = self.scene.units[group.start].place
        stories = self.scene.stories
        low, high = 0, len(stories)
        while low < high:
            middle = (low + high) // 2
            if stories[middle].begins < place:
                low = middle + 1
            else:
                high = middle
        return low

    def gains(self, group: Group) -> dict[int, float]:
        """What each candidate story would gain from a group over leaving it alone; only those above nothing."""
        key = (group.start, group.end)
        known = self._gains.get(key)
        if known is None:
            table = weights(self.model)
            known = {}
            for number in self.candidates(group):
                gain = ALONE_COSTS + sum(table.get(cue, 0.0) * value for cue, value in self.cues(group, number))
                if gain > 0:
                    known[number] = gain
            self._gains[key] = known
        return known

    def cues(self, group: Group, number: int) -> Cues:
        """The evidence that a group is the headline of a story: names and sizes, to be weighed."""
        return [
            ("bias", 1.0),
            *self._alike(group, number),
            *self._placed(group, number),
            *_looks(self.scene, group),
            *self._wants(number),
            *self._ordered(group, number),
        ]

    def _alike(self, group: Group, number: int) -> Iterator[tuple[str, float]]:
        share = self.share(group.start, group.end)
        found = share.found
        if found:
            mine = share.body.get(number, 0.0)
            rival = max((v for k, v in share.body.items() if k != number), default=0.0)
            yield "shares", mine / found
            yield "shares-much", log1p(mine)
            yield "shares-more", (mine - rival) / found
            yield "shares-much-more", log1p(max(0.0, mine - rival)) - log1p(max(0.0, rival - mine))
            led = share.lead.get(number, 0.0)
            yield "lead-shares", led / found
            rival = max((v for k, v in share.lead.items() if k != number), default=0.0)
            yield "lead-shares-more", (led - rival) / found
        else:
            yield "shares-nothing", 1.0
        if share.found_chars:
            mine = share.chars.get(number, 0.0)
            rival = max((v for k, v in share.chars.items() if k != number), default=0.0)
            yield "chars", mine / share.found_chars
            yield "chars-more", (mine - rival) / share.found_chars
            yield "chars-much-more", log1p(max(0.0, mine - rival)) - log1p(max(0.0, rival - mine))

    def _placed(self, group: Group, number: int) -> Iterator[tuple[str, float]]:
        run: Run = self.scene.runs[group.run]
        story = self.scene.stories[number]
        place = self.scene.units[group.start].place
        last = group.end == run.units.stop
        first = group.start == run.units.start
        if run.after == number and run.opens:
            yield ("above" if last else "above-with-others-between"), 1.0
            if run.inside:
                yield "above-again", 1.0
        elif run.inside and run.before == number:
            yield "inside", 1.0
        elif run.before == number and run.closes:
            yield ("below" if first else "below-with-others-between"), 1.0
        elif run.after == number:
            yield "above-middle", 1.0
        elif run.before == number:
            yield "below-middle", 1.0
        elif story.first < place < story.last:
            yield "among", 1.0
        elif story.begins > place:
            skipped = number - self._ahead(group)
            yield ("ahead" if skipped else "ahead-next"), 1.0
            yield "ahead-far", log1p(max(0, skipped))
        else:
            yield "behind", 1.0
        if run.after is not None and run.opens and last and run.after != number:
            yield "above-another", 1.0
        if run.inside and run.before != number:
            yield "inside-another", 1.0
        if len(run.units) >= 6 and len(self.scene.stories) > 2:
            yield "many-together", 1.0

    def _wants(self, number: int) -> Iterator[tuple[str, float]]:
        story = self.scene.stories[number]
        yield ("story-whole" if story.whole else "story-cut"), 1.0
        if story.lead:
            yield "story-lead", 1.0
        if story.size < 60:
            yield "story-tiny", 1.0
        elif story.size < 200:
            yield "story-short", 1.0

    def _ordered(self, group: Group, number: int) -> Iterator[tuple[str, float]]:
        first = self.first
        if first is None:
            return
        before, after = first.between[group.start]
        if before < number < after:
            yield "in-order", first.faith
            if number == before + 1:
                yield "follows", first.faith
            if number == after - 1:
                yield "leads-on", first.faith
        else:
            yield "out-of-order", first.faith
        mate, gain = first.by_unit.get(group.start, (ALONE, 0.0))
        if mate == ALONE:
            yield "group-free", 1.0
        elif mate != number:
            yield "group-taken", min(max(gain, 0.0), 6.0) / 6
        start, end, gain = first.by_story.get(number, (0, 0, 0.0))
        if start == end:
            yield "story-free", 1.0
        elif group.end <= start or group.start >= end:
            yield "story-taken", min(max(gain, 0.0), 6.0) / 6


def _looks(scene: Scene, group: Group) -> Iterator[tuple[str, float]]:
    units = [scene.units[k] for k in group.units]
    size = sum(len(u.text) for u in units)
    yield f"size-{'tiny' if size <= 3 else 'short' if size <= 6 else 'usual' if size <= 24 else 'long'}", 1.0
    if len(units) > 1:
        yield "lines", float(min(len(units), 4))
    if any(u.doubled for u in units):
        yield "doubled", 1.0
    if units[-1].text[-1:] in _STOPS:
        yield "ends-with-stop", 1.0
    if units[0].text[:1] in "（(" and units[-1].text[-1:] in "）)":
        yield "bracketed", 1.0


def first_groups(scene: Scene) -> list[Group]:
    """The units cut into groups where the page's own marks say so."""
    out: list[Group] = []
    for number, run in enumerate(scene.runs):
        for k in run.units:
            if k == run.units.start or scene.units[k].joins < 0 or k - out[-1].start >= LONGEST:
                out.append(Group(k, k + 1, number))
            else:
                out[-1].end = k + 1
    return out


def place(scene: Scene) -> tuple[Placing, Weigher]:
    """Find the groups of a scene and the story of each."""
    weigher = Weigher.of(scene)
    placing = _settle(weigher, first_groups(scene))
    weigher.turn_to("order", first_answer(weigher, placing))
    return _settle(weigher, placing.groups), weigher


def _settle(weigher: Weigher, groups: list[Group]) -> Placing:
    """Assign, cut the units anew at the prices found, and again, as long as the page gains."""
    best = _assign(weigher, groups)
    for _ in range(_ROUNDS):
        anew = _cut_anew(weigher, best.result)
        if anew == best.groups:
            break
        found = _assign(weigher, anew)
        if found.total <= best.total:
            break
        best = found
    return best


def _assign(weigher: Weigher, groups: list[Group]) -> Placing:
    gains = [weigher.gains(g) for g in groups]
    result = assign(gains)
    total = result.gain + sum(_holds(weigher.scene, g.start, g.end) - ALONE_COSTS for g in groups)
    return Placing(groups, list(result.mates), gains, result, total)


def _holds(scene: Scene, start: int, end: int) -> float:
    """The log-odds that units go on with one another, summed."""
    return sum(scene.units[k].joins for k in range(start + 1, end))


def _cut_anew(weigher: Weigher, result: Assignment) -> list[Group]:
    """The best cutting of every run into groups, each story at its price, no story for two neighbouring groups."""
    return [
        Group(a, b, number)
        for number, run in enumerate(weigher.scene.runs)
        for a, b in _cut_run(weigher, number, run.units, result)
    ]


def _cut_run(weigher: Weigher, number: int, units: range, result: Assignment) -> list[tuple[int, int]]:
    """The best cutting of one run, by dynamic programming: for each unit the two best ways to have a group end there
    that give the last group to different stories."""
    scene = weigher.scene
    ways: dict[int, list[_Way]] = {units.start: [_Way(0.0, ALONE, units.start, 0)]}
    for end in range(units.start + 1, units.stop + 1):
        found: dict[int, _Way] = {}
        for begin in range(end - 1, max(units.start - 1, end - 1 - LONGEST), -1):
            if begin + 1 < end and scene.units[begin + 1].joins < -_SURE:
                break  # no group reaches over a sure boundary
            if begin > units.start and scene.units[begin].joins > _SURE and end - begin < LONGEST:
                continue  # and none begins where units surely hold together
            group = Group(begin, end, number)
            held = _holds(scene, begin, end) - ALONE_COSTS
            gains = {a: g - result.price(a) for a, g in weigher.gains(group).items()}
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


def first_answer(weigher: Weigher, placing: Placing) -> First:
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
    return First(between, faith, by_unit, by_story)


def odds_of(weigher: Weigher, placing: Placing, k: int) -> tuple[float, Sequence[tuple[int, float]]]:
    """The chance that group `k` got the right story, and the others that it might have had with theirs."""
    from math import exp

    rows = {ALONE: 0.0} | {a: g - placing.result.price(a) for a, g in placing.gains[k].items()}
    mate = placing.mates[k]
    if mate != ALONE:
        rows[mate] = placing.gains[k][mate]
    top = max(rows.values())
    mass = {a: exp(v - top) for a, v in rows.items()}
    total = sum(mass.values())
    others = sorted(((a, m / total) for a, m in mass.items() if a != mate), key=lambda x: (-x[1], x[0]))
    return mass[mate] / total, others
