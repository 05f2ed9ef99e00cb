"""Which stories a headline group could belong to, and what each of them would gain by it.

A headline group is a row of display units (`display.Unit`) that stand together. What a pair of group and story gains
is a sum of named cues, in log-odds, with weights from `weights/headlines.tsv`, fitted by `tools/fit_headlines.py`.
`papercut.solver.headlines.placement` finds the best answer for a page from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import log1p

from papercut.solver.assignment import ALONE
from papercut.solver.headlines.cue_weights import headline_weights
from papercut.solver.headlines.display_scene import DisplayRun, DisplayScene
from papercut.solver.text_likeness import Likeness, Share

Cues = list[tuple[str, float]]

_LIKELIEST = 3
_NEAREST = 2
_FREE = 3
_CLEARLY = 12.0
"""Nats by which one story explains a headline better than any other beyond all doubt."""
ALONE_COSTS = 2.0
"""What it costs to leave a group of display type without an article, in log-odds: display type has a reason."""
_STOPS = frozenset("。，、；,;")


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
class First:
    """A first answer. `between` gives for each unit the stories between which its group comes if groups stand in the
    order of their stories, `faith` how far the page keeps that order, -1 (never) to 1 (always); `by_unit` and
    `by_story` who got whom, and the gain; `free` the stories that nobody got."""

    between: dict[int, tuple[int, int]]
    faith: float
    by_unit: dict[int, tuple[int, float]]
    by_story: dict[int, tuple[int, int, float]]
    free: list[int]


@dataclass(slots=True)
class CandidateWeigher:
    """Weighs groups against the stories of one scene, by a first answer once there is one."""

    scene: DisplayScene
    likeness: Likeness
    model: str = "place"
    first: First | None = None
    learned: tuple[str, ...] = ()
    _shares: dict[int, Share] = field(default_factory=dict)
    _sums: dict[tuple[int, int], Share] = field(default_factory=dict)
    _gains: dict[tuple[int, int], dict[int, float]] = field(default_factory=dict)
    _own: dict[tuple[int, int], float] = field(default_factory=dict)
    _story: dict[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, scene: DisplayScene, learned: tuple[str, ...] = ()) -> CandidateWeigher:
        """A weigher for a scene, with everything looked up that its units hold; `learned` is what was learned about a
        newspaper."""
        likeness = Likeness.of([s.paragraphs for s in scene.stories], [u.text for u in scene.units])
        return cls(scene, likeness, learned=learned)

    def turn_to(self, model: str, first: First) -> None:
        """Weigh by another model from now on."""
        self.model, self.first = model, first
        self._gains.clear()
        self._own.clear()
        self._story.clear()

    def forget(self) -> None:
        """Drop what was weighed: units have changed their order."""
        self._shares.clear()
        self._sums.clear()
        self._gains.clear()
        self._own.clear()

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
            out.update(dict.fromkeys(self.first.free[:_FREE]))
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
            known = {}
            for number in self.candidates(group):
                gain = ALONE_COSTS + self.gain(group, number)
                if gain > 0:
                    known[number] = gain
            self._gains[key] = known
        return known

    def gain(self, group: Group, number: int) -> float:
        """The log-odds that a group is the headline of a story, however low: the sum of its weighed cues."""
        table = headline_weights(self.model, self.learned)
        own = self._own.get((group.start, group.end))
        if own is None:
            own = self._own[group.start, group.end] = _weighed(table, _looks(self.scene, group))
        story = self._story.get(number)
        if story is None:
            story = self._story[number] = _weighed(table, self._wants(number))
        total = own + story
        for cue, value in self.alike(group, number):
            total += table.get(cue, 0.0) * value
        for cue, value in self._placed(group, number):
            total += table.get(cue, 0.0) * value
        for cue, value in self._ordered(group, number):
            total += table.get(cue, 0.0) * value
        return total

    def cues(self, group: Group, number: int) -> Cues:
        """The evidence that a group is the headline of a story: names and sizes, to be weighed."""
        return [
            *_looks(self.scene, group),
            *self._wants(number),
            *self.alike(group, number),
            *self._placed(group, number),
            *self._ordered(group, number),
        ]

    def alike(self, group: Group, number: int) -> Cues:
        """What the texts of a group and a story have in common."""
        share = self.share(group.start, group.end)
        out: Cues = []
        found = share.found
        if found:
            body, lead = share.tops()
            mine = share.body.get(number, 0.0)
            ahead = mine - body.rival(number)
            led = share.lead.get(number, 0.0)
            out += [
                ("shares", mine / found),
                ("shares-much", log1p(mine)),
                ("shares-more", ahead / found),
                ("shares-much-more", log1p(ahead) if ahead > 0 else -log1p(-ahead)),
                ("lead-shares", led / found),
                ("lead-shares-more", (led - lead.rival(number)) / found),
            ]
        else:
            out.append(("shares-nothing", 1.0))
        if share.found_chars:
            mine = self.likeness.explains(share, number)
            ahead = max(-_CLEARLY, min(_CLEARLY, mine - self.likeness.best_other(share, number)))
            out += [
                ("explained", mine / share.found_chars),
                ("explained-more", ahead / share.found_chars),
                ("explained-much-more", ahead / _CLEARLY),
                ("explained-ahead", log1p(ahead) if ahead > 0 else -log1p(-ahead)),
            ]
        return out

    def _placed(self, group: Group, number: int) -> Iterator[tuple[str, float]]:
        run: DisplayRun = self.scene.runs[group.run]
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
        if mate == ALONE and number not in first.by_story:
            yield "both-free", 1.0
            if len(first.free) == 1:
                yield "last-free-story", 1.0
        elif mate == ALONE:
            yield "group-free", 1.0
        elif mate != number:
            yield "group-taken", min(max(gain, 0.0), 6.0) / 6
        start, end, gain = first.by_story.get(number, (0, 0, 0.0))
        if start == end:
            yield "story-free", 1.0
        elif group.end <= start or group.start >= end:
            yield "story-taken", min(max(gain, 0.0), 6.0) / 6


def _weighed(table: Mapping[str, float], cues: Iterable[tuple[str, float]]) -> float:
    return sum(table.get(cue, 0.0) * value for cue, value in cues)


def _looks(scene: DisplayScene, group: Group) -> Iterator[tuple[str, float]]:
    yield "bias", 1.0
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
