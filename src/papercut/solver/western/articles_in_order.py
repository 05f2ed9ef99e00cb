"""What belongs together on a page in a Western script: what stands together in reading order.

The networks of `papercut.solver.links.fragment_order` and the likeness of headlines know a text by its pairs of Chinese
characters. Here the order of the page is taken at its word: a fragment goes on from the one before it unless its first
line begins a story, or display type stands between the two and the fragment does not begin in the middle of a sentence;
and display type belongs to the story that begins right below it.
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.solver.assignment import ALONE, Assignment
from papercut.solver.headlines.candidates import Group
from papercut.solver.headlines.display_scene import DisplayScene
from papercut.solver.headlines.group_cuts import Placement, first_groups
from papercut.solver.links.fragment_order import NONE, Link
from papercut.solver.links.fragments import Fragment

MID_SENTENCE = 0.5
"""A fragment whose first line goes on with a paragraph at this chance goes on over the display type before it."""


def links_in_order(found: Sequence[Fragment]) -> list[Link]:
    """For each fragment its predecessor: the fragment before it, or none."""
    return [_link(f, bool(f.order) and found[f.order - 1].goes) for f in found]


def _link(f: Fragment, shut: bool) -> Link:
    if not f.order or shut:
        return Link(NONE, 1.0, NONE, 0.0)
    chance = _begins(f)
    before = f.order - 1
    return Link(NONE, chance, before, 1 - chance) if chance >= 0.5 else Link(before, 1 - chance, NONE, chance)


def _begins(f: Fragment) -> float:
    """The chance that a fragment begins a story."""
    if f.comes:
        return 1.0
    if f.heads_above and f.mid_start < MID_SENTENCE:
        return 1 - f.mid_start
    return f.odds.get("story", 0.0)


def reasons_in_order(found: Sequence[Fragment], b: int, a: int) -> list[tuple[str, float]]:
    """What speaks for fragment `b` going on from `a`, or beginning a story: chances, not nats."""
    f = found[b]
    if a != NONE:
        return [("next-in-order", 1 - _begins(f)), ("mid-sentence", f.mid_start)]
    return [("story-begins", f.odds.get("story", 0.0)), ("display-above", float(f.heads_above > 0))]


def place_in_order(scene: DisplayScene) -> Placement:
    """All display type of a run with the story that begins right behind it; what stands elsewhere alone."""
    groups: list[Group] = []
    mates: list[int] = []
    for group in first_groups(scene):
        run = scene.runs[group.run]
        opens = run.after is not None and run.opens
        if opens and groups and groups[-1].run == group.run:
            groups[-1].end = group.end
            continue
        groups.append(group)
        mates.append(run.after if run.after is not None and opens else ALONE)
    return Placement(groups, mates, [{} for _ in groups], Assignment(tuple(mates), {}, 0.0))
