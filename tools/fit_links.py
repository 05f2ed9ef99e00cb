"""Fit the networks of links between fragments (`papercut.solver.links.fragment_order`). Used by tools/fit_pages.py.
Needs torch.

Fragments come from line labels by networks that have not seen the page, so that links learn from labels as good as
those of an unseen page.
"""

from __future__ import annotations

import io
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from bench import Sample
from torch import Tensor, nn

from papercut.model.page import Page
from papercut.solver import labelling
from papercut.solver.lines.network import LineNetworks
from papercut.solver.links.fragment_order import NONE, LinkChoices, LinkNets, best_links
from papercut.solver.links.fragments import Fragment, display_groups, fragments, wanted_by
from papercut.solver.links.link_features import (
    END_SEEN,
    SEEN,
    SHEET_END_SEEN,
    SHEET_SEEN,
    SHEET_START_SEEN,
    START_SEEN,
    LinkFeatures,
)
from papercut.solver.links.sheet_link_features import FragmentPlaces
from papercut.stages.build_paragraphs import BuildParagraphs

WIDTH = {"step": 48, "start": 16, "stop": 16}
EPOCHS, RATE, DECAY, DROP, BATCH = 16, 3e-3, 0.03, 0.1, 8


def with_nets(nets: LineNetworks, page: Page) -> Page:
    """The page's blocks by these networks."""
    kept, labelling.line_nets = labelling.line_nets, lambda _: nets
    try:
        return BuildParagraphs()(page)
    finally:
        labelling.line_nets = kept


def true_predecessors(s: Sample, found: list[Fragment]) -> list[int | None]:
    """For each fragment the one that ends where it begins, -1 at the start of an article, None where unknown."""
    spans: list[tuple[int, tuple[int, int], tuple[int, int]] | None] = []
    for f in found:
        a, b = s.places[f.first], s.places[f.last]
        if a is None or b is None:
            spans.append(None)
            continue
        ea, eb = s.elements[a.element], s.elements[b.element]
        ok = ea.article >= 0 and ea.article == eb.article and ea.kind in BODY and eb.kind in BODY
        spans.append((ea.article, (ea.order, a.start), (eb.order, b.end)) if ok else None)
    out: list[int | None] = []
    for k, span in enumerate(spans):
        if span is None:
            out.append(None)
            continue
        art, start, _ = span
        before = [(p[2], j) for j, p in enumerate(spans) if p and j != k and p[0] == art and p[2] <= start]
        before = [(end, j) for end, j in before if spans[j][1] < start]  # type: ignore[index]
        out.append(max(before)[1] if before else -1 if start == (0, 0) else None)
    return out


def true_successors(s: Sample, found: list[Fragment], before: list[int | None]) -> list[int | None]:
    """For each fragment the one that goes on where it ends, -1 at the end of an article, None where unknown."""
    out: list[int | None] = [None] * len(found)
    for b, a in enumerate(before):
        if a is not None and a >= 0:
            out[a] = b
    for k, f in enumerate(found):
        place = s.places[f.last]
        if out[k] is None and place is not None and (e := s.elements[place.element]).article >= 0:
            last = max(x.order for x in s.elements if x.article == e.article and x.kind in BODY)
            if e.kind in BODY and e.order == last and place.end == len(e.text):
                out[k] = -1
    return out


BODY = ("paragraph", "subhead", "list_item", "verse", "table")


@dataclass
class Case:
    """The fragments of one sample as `LinkFeatures`; the place of the true predecessor and successor among the mates,
    counted from 1, 0 where the story begins or ends, -1 where unknown."""

    raw: str
    steps: LinkFeatures
    seen: np.ndarray
    before: np.ndarray
    after: np.ndarray
    weight: float = 1.0


def case_of(s: Sample, nets: LineNetworks) -> Case | None:
    """A case by these networks; None for a page of less than two fragments."""
    page = with_nets(nets, s.page)
    found = fragments(page)
    if len(found) < 2:
        return None
    before = true_predecessors(s, found)
    after = true_successors(s, found, before)
    steps = LinkFeatures(
        found, wanted_by(found, display_groups(page)), FragmentPlaces(page, found) if page.printed else None
    )
    places = [{int(a): k + 1 for k, a in enumerate(row)} for row in steps.mates]
    into = [-1 if a is None else 0 if a < 0 else places[b].get(a, -1) for b, a in enumerate(before)]
    out_of = [-1 if b is None else 0 if b < 0 else places[b].get(a, -1) for a, b in enumerate(after)]
    # a successor is known by the fragment that it is and by its place among that one's mates
    succ = [(-1, -1) if k < 0 else (-2, 0) if k == 0 else (after[a], k - 1) for a, k in enumerate(out_of)]
    steps.found = ()  # type: ignore[assignment]
    return Case(s.raw, steps, steps.seen(), np.array(into), np.array(succ))


Arrays = dict[str, np.ndarray]


class Linker(nn.Module):
    def __init__(self, sizes: dict[str, int], drop: float) -> None:
        super().__init__()
        self.parts = nn.ModuleDict(
            {
                name: nn.Sequential(
                    nn.Linear(size, WIDTH[name]), nn.ReLU(), nn.Dropout(drop), nn.Linear(WIDTH[name], 1)
                )
                for name, size in sizes.items()
            }
        )

    def loss(self, case: Case) -> Tensor:
        """Minus the log of the chance of the true predecessors and successors."""
        steps = case.steps
        into, out_of = torch.as_tensor(case.before), torch.as_tensor(case.after)
        mates = torch.from_numpy(steps.mates)
        pair = self.parts["step"](torch.as_tensor(case.seen))[..., 0].masked_fill(mates < 0, -1e4)
        start = self.parts["start"](torch.from_numpy(steps.starts))[:, 0]
        stop = self.parts["stop"](torch.from_numpy(steps.ends))[:, 0]
        known = into >= 0
        before = torch.cat([start[:, None], pair], 1)
        loss = nn.functional.cross_entropy(before[known], into[known], reduction="sum")
        n = len(mates)
        full = torch.full((n, n), -1e4)
        real = mates >= 0
        b = torch.arange(n)[:, None].expand_as(mates)
        full = full.index_put((mates[real], b[real]), pair[real])
        after = torch.cat([stop[:, None], full], 1)
        ok = out_of[:, 0] != -1
        target = torch.where(out_of[:, 0] == -2, 0, out_of[:, 0] + 1)
        return loss + nn.functional.cross_entropy(after[ok], target[ok], reduction="sum")


def fit_one(cases: Sequence[Case], seed: int, epochs: int = EPOCHS, drop: float = DROP) -> Arrays:
    """One set of networks, as the arrays of the product."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    first = cases[0]
    sizes = {"step": first.seen.shape[2], "start": first.steps.starts.shape[1], "stop": first.steps.ends.shape[1]}
    net = Linker(sizes, drop)
    opt = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    total = epochs * (len(cases) // BATCH + 1)
    plan = torch.optim.lr_scheduler.OneCycleLR(opt, RATE, total_steps=total + 1, pct_start=0.1)
    order = list(cases)
    net.train()
    for _ in range(epochs):
        rng.shuffle(order)
        for k in range(0, len(order), BATCH):
            batch = order[k : k + BATCH]
            loss = sum(net.loss(c) * c.weight for c in batch) / sum(len(c.before) * c.weight for c in batch)
            opt.zero_grad()
            loss.backward()
            opt.step()
            plan.step()
    out: Arrays = {}
    for name, part in net.parts.items():
        out[f"{name}/inner"] = part[0].weight.T.detach().numpy()
        out[f"{name}/bias"] = part[0].bias.detach().numpy()
        out[f"{name}/outer"] = part[3].weight[0].detach().numpy()
        out[f"{name}/level"] = part[3].bias[0].detach().numpy()
    return out


def pack(nets: Sequence[Arrays], made: str) -> bytes:
    """The archive that `papercut.solver.links.fragment_order.read_link_nets` reads."""
    sheet = len(nets[0]["stop/inner"]) > len(END_SEEN)
    seen = (SHEET_SEEN, SHEET_START_SEEN, SHEET_END_SEEN) if sheet else (SEEN, START_SEEN, END_SEEN)
    about = {"made": made, "nets": len(nets)} | dict(zip(("step", "start", "stop"), seen, strict=True))
    arrays = {f"{k}/{name}": a.astype(np.float16) for k, net in enumerate(nets) for name, a in net.items()}
    out = io.BytesIO()
    np.savez_compressed(out, about=json.dumps(about), **arrays)
    return out.getvalue()


def link_errors(nets: LinkNets, cases: Sequence[Case]) -> dict[str, float]:
    """By raw text, the share of fragments that get a wrong predecessor (or one at the start of a story); `mean` is that
    of the raw texts. Fragments whose true predecessor is unknown are left out."""
    wrong: Counter = Counter()
    count: Counter = Counter()
    for case in cases:
        found = best_links(LinkChoices(case.steps, nets))
        for link, mates, place in zip(found, case.steps.mates.tolist(), case.before.tolist(), strict=True):
            if place >= 0:
                wrong[case.raw] += link.before != (mates[place - 1] if place else NONE)
                count[case.raw] += 1
    out = {raw: round(wrong[raw] / n, 4) for raw, n in count.items()}
    return out | {"mean": round(sum(out.values()) / max(1, len(out)), 4)}
