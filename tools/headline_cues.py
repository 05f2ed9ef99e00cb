"""The cues of every choice on a page for fitting, and which of them is right. Development only."""

from __future__ import annotations

import random

from headline_pages import Sample, whose

from papercut.solver.assignment import ALONE, Assignment
from papercut.solver.headlines import roles
from papercut.solver.headlines.boundaries import boundary_cues
from papercut.solver.headlines.candidates import CandidateWeigher, Group
from papercut.solver.headlines.detached_parts import apart_cues
from papercut.solver.headlines.display_readings import read_display
from papercut.solver.headlines.display_scene import DisplayScene, read_scene
from papercut.solver.headlines.display_units import join_units, unit_lines
from papercut.solver.headlines.group_cuts import Placement, first_groups
from papercut.solver.headlines.placement import candidates_apart, first_answer, settle, weigher_of
from papercut.solver.headlines.side_by_side_headlines import column_by_column


def scene_of(sample: Sample) -> DisplayScene:
    """The scene of a page with what its display type reads like."""
    scene = read_scene(sample.page)
    read_display(scene)
    return scene


def boundaries(sample: Sample) -> tuple[list[dict[str, float]], list[int]]:
    """The cues of each unit that has one before it, and whether both are of the same headline."""
    scene = scene_of(sample)
    xs: list[dict[str, float]] = []
    ys: list[int] = []
    if scene.units and scene.stories:
        for k, cues in boundary_cues(column_by_column(CandidateWeigher.of(scene))):
            upper, lower = whose(sample, scene, k - 1), whose(sample, scene, k)
            if upper or lower:  # of two lines of furniture the truth says nothing
                xs.append(cues)
                ys.append(int(upper is not None and lower is not None and upper[0] == lower[0]))
    return xs, ys


def pairs(sample: Sample, model: str) -> tuple[list[dict[str, float]], list[int]]:
    """The cues of each group and candidate story of a page, and whether the story is right."""
    scene = read_scene(sample.page)
    if not scene.units:
        return [], []
    weigher = weigher_of(scene)
    if model == "order":
        placing = settle(weigher, first_groups(scene))
        weigher.turn_to("order", first_answer(weigher, placing))
    true = [whose(sample, scene, k) for k in range(len(scene.units))]
    xs: list[dict[str, float]] = []
    ys: list[int] = []
    for number, run in enumerate(scene.runs):
        for start in run.units:
            for end in range(start + 1, min(run.units.stop, start + 5) + 1):
                arts = {true[k][0] if true[k] else None for k in range(start, end)}
                if len(arts) > 1:
                    continue
                owner = arts.pop()
                whole = (start == run.units.start or (true[start - 1] or [None])[0] != owner) and (
                    end == run.units.stop or (true[end] or [None])[0] != owner
                )
                if not whole and random.Random(start * 31 + end).random() > 0.3:
                    continue
                group = Group(start, end, number)
                for story in weigher.candidates(group):
                    xs.append(dict_of(weigher.cues(group, story)))
                    ys.append(int(sample.story[scene.stories[story].number] == owner))
    return xs, ys


def apart_samples(sample: Sample) -> tuple[list[dict[str, float]], list[int]]:
    """The cues of each group that found no story and each headline that it could be a part of."""
    scene = read_scene(sample.page)
    if not scene.units:
        return [], []
    weigher = weigher_of(scene)
    placing = settle(weigher, first_groups(scene))
    weigher.turn_to("order", first_answer(weigher, placing))
    placing = settle(weigher, placing.groups)
    main = {mate: k for k, mate in enumerate(placing.mates) if mate != ALONE}
    xs: list[dict[str, float]] = []
    ys: list[int] = []
    for k, mate in enumerate(placing.mates):
        if mate == ALONE:
            owners = {(whose(sample, scene, u) or (-1,))[0] for u in placing.groups[k].units}
            for story in candidates_apart(weigher, placing, k, main):
                heads = {(whose(sample, scene, u) or (-3,))[0] for u in placing.groups[main[story]].units}
                xs.append(dict_of(apart_cues(weigher, placing.groups, k, main[story], story)))
                ys.append(int(owners == heads == {sample.story[scene.stories[story].number]}))
    return xs, ys


def torn_samples(sample: Sample) -> tuple[list[dict[str, float]], list[int]]:
    """The same from the truth: every piece of a headline that stands apart from its largest piece, and what is none."""
    scene = scene_of(sample)
    if not scene.units:
        return [], []
    weigher = CandidateWeigher.of(scene)
    groups: list[Group] = []
    owners: list[int] = []
    for number, run in enumerate(scene.runs):
        for k in run.units:
            owner = (whose(sample, scene, k) or (-1,))[0]
            if k > run.units.start and owners[-1] == owner:
                groups[-1].end = k + 1
            else:
                groups.append(Group(k, k + 1, number))
                owners.append(owner)
    by_truth = {sample.story[s.number]: n for n, s in enumerate(scene.stories) if sample.story[s.number] >= 0}
    main: dict[int, int] = {}
    for k, owner in enumerate(owners):
        story = by_truth.get(owner, -1)
        if story >= 0:
            size = len(scene.text(groups[k].units))
            if story not in main or size > len(scene.text(groups[main[story]].units)):
                main[story] = k
    mates = [next((s for s, m in main.items() if m == k), ALONE) for k in range(len(groups))]
    placing = Placement(groups, mates, [], Assignment((), {}, 0.0))
    xs: list[dict[str, float]] = []
    ys: list[int] = []
    for k, mate in enumerate(mates):
        if mate == ALONE:
            for story in candidates_apart(weigher, placing, k, main):
                xs.append(dict_of(apart_cues(weigher, groups, k, main[story], story)))
                ys.append(int(by_truth.get(owners[k], -2) == story))
    return xs, ys


def dict_of(cues) -> dict[str, float]:
    out: dict[str, float] = {}
    for cue, value in cues:
        out[cue] = out.get(cue, 0.0) + value
    return out


def role_samples(sample: Sample):
    """For each true group of more than one line: the cues of all readings, and which is right."""
    scene = scene_of(sample)
    true = [whose(sample, scene, k) for k in range(len(scene.units))]
    for run in scene.runs:
        start = run.units.start
        while start < run.units.stop:
            end = start + 1
            while end < run.units.stop and true[start] and true[end] and true[end][0] == true[start][0]:
                end += 1
            if true[start] and end - start > 1:
                lines = unit_lines([scene.units[k] for k in range(start, end)])
                kinds = []
                at = start
                for line in lines:
                    kinds.append(true[at][1])
                    at += len(line)
                kickers = sum(k == "kicker" for k in kinds)
                decks = sum(k == "deck" for k in kinds)
                right = ["kicker"] * kickers + ["headline"] * (len(lines) - kickers - decks) + ["deck"] * decks
                if len(lines) > 1 and kinds == right and kickers + decks < len(lines):
                    text = next(
                        ("\n".join(s.paragraphs) for s in scene.stories if sample.story[s.number] == true[start][0]), ""
                    )
                    readings = roles.readings_of(len(lines))
                    if (kickers, decks) in readings:
                        units = [u for x in lines for u in x]
                        habit = roles.role_habit(scene.units, units)
                        cues = [dict_of(roles.role_cues(lines, k, d, text, habit)) for k, d in readings]
                        yield cues, readings.index((kickers, decks)), join_units(units)
            start = end
