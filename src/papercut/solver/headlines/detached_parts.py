"""Whether a left-over piece of display type is a part of a headline that stands elsewhere on the page.

A headline can come in pieces: its lines interleaved with those of the next column, a kicker drawn apart from it, a
line of it in the middle of another story.
"""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Mapping, Sequence
from math import inf, log1p

from papercut.model.geometry import Box
from papercut.solver.headlines.candidates import CandidateWeigher, Group
from papercut.solver.headlines.display_scene import DisplayScene
from papercut.solver.headlines.display_units import Unit
from papercut.solver.text_likeness import pairs_of

REACH = 40
"""So many groups on either side can be rivals for a headline; a page of any usual size has fewer in all."""

PART = 0.0
"""A left-over piece joins a headline at these log-odds; from -1 to 0.5 it makes no difference to the pages counted."""

SURE_PART = 0.7
"""A piece of which each line is a headline with less than the rest of this chance is a kicker or a deck."""

BESIDE = 0.8
"""A piece of a headline stands so close to it, in em of the larger type."""

_OPENS, _CLOSES = "（(【《“「『〔", "）)】》”」』〕"


def part_of(
    weigher: CandidateWeigher, groups: Sequence[Group], k: int, heads: Mapping[int, int], table: dict[str, float]
) -> int | None:
    """The story whose headline group `k` is most likely a part of, if any. `heads` are the groups that may be it, by
    their stories."""
    shares = shares_of(weigher, groups, k) if heads else {}
    best: tuple[float, int] | None = None
    for story, main in heads.items():
        cues = apart_cues(weigher, groups, k, main, story, shares)
        found = (sum(table.get(cue, 0.0) * value for cue, value in cues), -story)
        if found[0] > PART and (best is None or found > best):
            best = found
    return -best[1] if best else None


def shares_of(weigher: CandidateWeigher, groups: Sequence[Group], k: int) -> dict[int, float]:
    """What group `k` shares with each of the groups near it."""
    own = pairs_of(weigher.scene.text(groups[k].units))
    near = range(max(0, k - REACH), min(len(groups), k + REACH + 1))
    return {j: _shared(weigher, own, weigher.scene.text(groups[j].units)) for j in near if groups[j] != groups[k]}


def apart_cues(
    weigher: CandidateWeigher,
    groups: Sequence[Group],
    k: int,
    main: int,
    story: int,
    shares: Mapping[int, float] | None = None,
) -> Iterator[tuple[str, float]]:
    """The evidence that group `k` is a part of the headline `main` of a story; `shares` are those of `shares_of`."""
    scene = weigher.scene
    group, head = groups[k], groups[main]
    yield "bias", 1.0
    yield from weigher.alike(group, story)
    same_run = group.run == head.run
    yield ("same-run" if same_run else "other-run"), 1.0
    far = abs(scene.units[group.start].place - scene.units[head.start].place)
    yield "far", log1p(far)
    if far <= 4:
        yield "near", 1.0
    between = abs(k - main) - 1
    if same_run:
        yield "groups-between", float(min(between, 4))
    text, other = scene.text(group.units), scene.text(head.units)
    body = "\n".join(scene.stories[story].paragraphs)
    own = pairs_of(text)
    shared = _shared(weigher, own, other)
    if shares is None:
        shares = shares_of(weigher, groups, k)
    rival = max((share for j, share in shares.items() if groups[j] != head), default=0.0)
    yield "headline-shares", min(shared, 5.0)
    more = max(-3.0, min(3.0, shared - rival))
    yield "headline-shares-more", more
    twice = {any(scene.units[u].doubled for u in g.units) for g in (group, head)}
    if more > 0 and len(twice) > 1:  # kickers and decks are often drawn otherwise than their headline
        yield "headline-shares-more-drawn-otherwise", more
    upper, lower = (other, text) if head.start < group.start else (text, other)
    if upper[-1] + lower[0] in body:
        yield "break-in-word", 1.0
    elif lower[-1] + upper[0] in body:
        yield "break-in-word-reversed", 1.0
    if (_open(other) > 0 and _open(text) < 0) or (_open(other) < 0 and _open(text) > 0):
        yield "closes-marks", 1.0
    if text[0] in "【〖" and text[-1] in "】〗":
        yield ("bracketed-before" if group.start < head.start else "bracketed-after"), 1.0
    if text[0] in "—─":
        yield "dash-begins", 1.0
    run = scene.runs[group.run]
    if run.after == story and run.opens and group.end == run.units.stop:
        yield "above", 1.0
    if run.inside and run.before != story:
        yield "inside-another", 1.0
    if run.inside and run.before == story:
        yield "inside", 1.0
    if stand_together([scene.units[u] for u in group.units], [scene.units[u] for u in head.units]):
        yield "beside", 1.0


def stand_together(part: Sequence[Unit], head: Sequence[Unit]) -> bool:
    """Whether a piece of display type stands right above, below or beside a headline, by the boxes of a sheet."""
    one, two = ([unit.box for unit in units if unit.box] for units in (part, head))
    size = max((unit.size for unit in (*part, *head)), default=0.0)
    return any(_gap(a, b) <= BESIDE * size for a in one for b in two)


def _gap(a: Box, b: Box) -> float:
    """How far apart two boxes are that share half of an edge or more; infinite where they do not."""
    for low in (0, 1):  # one beside the other, one below the other
        along = 1 - low
        shared = min(a[along + 2], b[along + 2]) - max(a[along], b[along])
        if shared >= 0.5 * min(a[along + 2] - a[along], b[along + 2] - b[along]):
            return max(b[low] - a[low + 2], a[low] - b[low + 2])
    return inf


def _shared(weigher: CandidateWeigher, own: KeysView[str], text: str) -> float:
    """What it is worth that a text shares some pairs: the more, the fewer stories hold them."""
    likeness, held = weigher.likeness, pairs_of(text)
    return sum(likeness.worth(len(likeness.pairs.get(pair, ())) or 1) for pair in own if pair in held)


def _open(text: str) -> int:
    """How many marks a text leaves open; below nothing if it closes more than it opens."""
    return sum((ch in _OPENS) - (ch in _CLOSES) for ch in text)


def parts_in_order(scene: DisplayScene, parts: Sequence[Group], story: int, backward: bool) -> list[int]:
    """The units of a headline in pieces, in the order of the text: kickers first and decks last, by their labels, else
    the page's, or the other way round where only that makes a word of the break that the story knows. Where headlines
    stand `backward` the page's order is kept."""
    ranks = [0 if backward else _rank(scene, group) for group in parts]
    rows = [parts[k] for k in sorted(range(len(parts)), key=lambda k: (ranks[k], parts[k].start))]
    if len(rows) == 2 and len(set(ranks)) == 1:
        upper, lower = (scene.text(group.units) for group in rows)
        told = "\n".join(scene.stories[story].paragraphs)
        if upper[-1] + lower[0] not in told and lower[-1] + upper[0] in told:
            rows.reverse()
    return [k for group in rows for k in group.units]


def _rank(scene: DisplayScene, group: Group) -> int:
    """Where a piece of a headline stands in it: -1 for a kicker, 1 for a deck, 0 for all else, by labels."""
    told = [scene.units[u].chances for u in group.units if scene.units[u].labelled]
    if told and max(head for _, head, _ in told) < 1 - SURE_PART:
        kicker, deck = (sum(chances[k] for chances in told) for k in (0, 2))
        return -1 if kicker > deck else 1
    return 0
