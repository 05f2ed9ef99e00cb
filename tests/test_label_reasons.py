"""Why a line got its label: what each thing seen adds, held against the networks themselves."""

from __future__ import annotations

import numpy as np
import pytest

from papercut.solver.lines.label_chain import TAGS
from papercut.solver.lines.label_reasons import GROUPS, REACH, Reasons
from papercut.solver.lines.line_features import COLUMNS, FIELDS, LineFeatures
from papercut.solver.lines.network import LineNetworks, divisor, line_nets
from papercut.solver.rare_pairs import Floats

LINES = REACH + 1  # every line within reach of every other


def some_views(nets: LineNetworks, n: int) -> LineFeatures:
    """Lines of which codes and numbers are drawn by lot."""
    lot = np.random.default_rng(14)
    values = {field: [value for f, value in nets.rows if f == field] for field in FIELDS}
    codes = [tuple(lot.choice(values[field]) for field in FIELDS) for _ in range(n)]
    return LineFeatures(codes, lot.random((n, len(COLUMNS)), np.float32))


def as_they_stood(nets: LineNetworks, entered: Floats, other: Floats) -> Floats:
    """The scores of `other` lines, with rectifiers and divisors as they are for the lines that `entered`."""
    x, y = entered, other
    for block in nets.blocks:
        inner, d = block.inner(x), block.dilation
        h: Floats = (y - y.mean(axis=-1, keepdims=True)) / divisor(x)
        around = np.pad(h, ((0, 0), (d, d), (0, 0)))
        seen = np.concatenate([around[:, t : t + h.shape[1]] for t in (0, d, 2 * d)], axis=-1)
        through: Floats = np.where(inner > 0, seen @ block.taps + block.taps_bias, np.float32(0))
        y = y + through @ block.mix + block.mix_bias
        x = block.over(x, inner)
    left: Floats = (y - y.mean(axis=-1, keepdims=True)) / divisor(x)
    scores: Floats = (left @ nets.last + nets.last_bias).mean(axis=0)
    return scores


@pytest.mark.parametrize("line", [0, 5, LINES - 1])
def test_what_a_thing_adds_is_what_goes_with_it(line: int) -> None:
    nets = line_nets()
    views = some_views(nets, LINES)
    best, second = 3, 1
    added = [[0.1 * tag * row for tag in range(len(TAGS))] for row in range(LINES)]
    said = dict(Reasons(nets, views, [(best, second)] * LINES, added).of(line))
    codes = nets.codes(views.codes)
    entered = nets.entered(codes, views.numbers)

    def goes(other: Floats) -> float:
        lost = as_they_stood(nets, entered, entered)[line] - as_they_stood(nets, entered, other)[line]
        return float(lost[best] - lost[second])

    wanted = {}
    for k, (field, value) in enumerate(zip(FIELDS, views.codes[line], strict=True)):
        without = codes.copy()
        without[line, k] = nets.none
        wanted[f"{field}={value}"] = goes(nets.entered(without, views.numbers))
    for group, (start, stop) in GROUPS.items():
        numbers = views.numbers.copy()
        numbers[line, start:stop] = 0
        wanted[group] = goes(nets.entered(codes, numbers))
    for name, gone in (("lines-above", slice(0, line)), ("lines-below", slice(line + 1, None))):
        other = entered.copy()
        other[:, gone] = 0
        wanted[name] = goes(other)
    wanted["reads-in-run"] = 0.1 * line * (best - second)
    assert list(said) == list(wanted)
    assert said == pytest.approx(wanted, abs=1e-3) and max(map(abs, wanted.values())) > 0.1


def test_a_line_s_reasons_do_not_depend_on_which_are_asked_for_nor_on_far_lines() -> None:
    nets = line_nets()
    views = some_views(nets, 200)
    added = [[0.0] * len(TAGS)] * 200
    every = Reasons(nets, views, [(0, 1)] * 200, added)
    before = [every.of(k) for k in range(200)]
    assert Reasons(nets, views, [(0, 1)] * 200, added).of(150) == before[150]
    far = sum(block.dilation for block in nets.blocks) + REACH
    part = LineFeatures(views.codes[100 - far :], views.numbers[100 - far :])
    short = dict(Reasons(nets, part, [(0, 1)] * len(part.codes), added).of(far))
    assert short == pytest.approx(dict(before[100]), abs=1e-3)
