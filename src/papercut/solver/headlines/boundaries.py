"""Where one headline ends and the next begins, with the stories of the page in view.

In: a scene whose units say by themselves how likely each goes on with the one before it. Out: the same units, where
that also counts whether the two speak of the same story, and how much display type there is for how many stories. What
each cue counts for is the model `boundary` of `weights/headlines.tsv`, fitted by `tools/fit_headlines.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import exp, log

from papercut.solver.headlines.candidates import CandidateWeigher
from papercut.solver.headlines.cue_weights import headline_weights
from papercut.solver.text_likeness import Share

SURE = 4.0
"""No boundary gets more log-odds than this."""
_PAIRS, _LEAD, _TRUST = 0.8, 0.5, 0.35
"""What a rare pair, and one in the lead paragraph, counts for beside a character; and how far the sum is believed:
characters of one text do not come independently. Chosen by the boundaries of press2: half or twice as much does little
harm there."""
_LEAST = 1e-4
_FEW = 2.0
_MANY_STORIES = 64
"""With more stories only those are looked at that hold something of a unit."""
_MOST_UNITS = 5.0


def weigh_boundaries(weigher: CandidateWeigher) -> None:
    """Let the stories of a page say where its headlines begin."""
    scene = weigher.scene
    if not scene.stories:
        return
    table = headline_weights("boundary", weigher.learned)
    found = dict(boundary_cues(weigher))
    for k, cues in found.items():
        joins = sum(table.get(cue, 0.0) * value for cue, value in cues.items())
        scene.units[k] = replace(scene.units[k], joins=min(max(joins, -SURE), SURE))


def boundary_cues(weigher: CandidateWeigher) -> Iterator[tuple[int, dict[str, float]]]:
    """For each unit that has one before it in its run: the evidence that it goes on with that."""
    scene = weigher.scene
    count = len(scene.stories)
    crowd = min(len(scene.units) / count, _MOST_UNITS)
    before: Mapping[int, float] = {}
    for run in scene.runs:
        for k in run.units:
            own = _whose(weigher, k)
            if k > run.units.start:
                same = log(sum(exp(before[s] + own[s]) for s in own if s in before) + _LEAST)
                yield k, {
                    "bias": 1.0,
                    "labels": scene.units[k].joins,
                    "same-story": same + log(count),
                    "other-story": max(-same - _FEW, 0.0),
                    "stories": log(count + 1),
                    "together": log(len(run.units)),
                    "units-a-story": crowd,
                }
            before = own


def _whose(weigher: CandidateWeigher, k: int) -> dict[int, float]:
    """How likely a unit speaks of each story rather than of another, by its words alone; logs of chances."""
    likeness, share = weigher.likeness, weigher.share(k, k + 1)
    every = range(likeness.count) if likeness.count <= _MANY_STORIES else sorted(share.chars)
    rows = {number: _TRUST * _nats(weigher, share, number) for number in every}
    if not rows:
        return {}
    top = max(rows.values())
    total = top + log(sum(exp(value - top) for value in rows.values()))
    return {number: value - total for number, value in rows.items()}


def _nats(weigher: CandidateWeigher, share: Share, number: int) -> float:
    pairs = _PAIRS * share.body.get(number, 0.0) + _LEAD * share.lead.get(number, 0.0)
    return weigher.likeness.explains(share, number) + pairs
