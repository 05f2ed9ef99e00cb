"""Fitting the networks that label lines (`papercut.solver.lines.network`). Used by tools/fit_pages.py. Needs torch."""

from __future__ import annotations

import io
import json
import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from bench import UNKNOWN, Sample
from torch import Tensor, nn

from papercut.solver.lines.label_chain import TAGS, decode
from papercut.solver.lines.line_features import FIELDS
from papercut.solver.lines.network import LineNetworks, codes_of

WIDTH, DILATIONS, DROP = 128, (1, 2, 4, 8, 1, 2, 4), 0.1
CODE_DROP = 0.05
PIECE, BATCH, RATE, DECAY = 128, 1920, 2.5e-3, 0.02
"""Pages are cut into pieces of so many lines at most; a batch holds so many lines."""
AGAIN = 1e-3
"""The rate at which a network is fitted on."""
SHELF = 2000
"""Among so many pieces those of about one length make a batch."""
LEAST = 5
"""A value of a code that fewer lines have gets no row of its own."""


@dataclass
class Item:
    """A sample as arrays: rows of the table, numbers, the index of the true tag or -1."""

    codes: np.ndarray
    numbers: np.ndarray
    tags: np.ndarray
    weight: float = 1.0


def vocabulary(data: Sequence[Sample]) -> dict[tuple[str, str], int]:
    """The row of each value of each code."""
    seen: Counter = Counter()
    for s in data:
        for line in s.views.codes:
            seen.update(zip(FIELDS, line, strict=True))
    return {key: k for k, key in enumerate(sorted(key for key, n in seen.items() if n >= LEAST))}


def item_of(s: Sample, rows: dict[tuple[str, str], int]) -> Item:
    index = {str(tag): k for k, tag in enumerate(TAGS)}
    codes = codes_of(s.views.codes, rows).astype(np.int64).reshape(-1, len(FIELDS))
    return Item(codes, s.views.numbers, np.array([index.get(label, -1) for label in s.labels], np.int64))


class Residual(nn.Module):
    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.taps = nn.Conv1d(WIDTH, WIDTH, 3, padding=dilation, dilation=dilation)
        self.mix = nn.Conv1d(WIDTH, WIDTH, 1)
        self.drop = nn.Dropout(DROP)

    def forward(self, x: Tensor) -> Tensor:
        h = nn.functional.layer_norm(x.transpose(1, 2), (WIDTH,)).transpose(1, 2)
        return x + self.drop(self.mix(torch.relu(self.taps(h))))


class Labeller(nn.Module):
    """The network of `papercut.solver.lines.network`, with the chain's steps."""

    def __init__(self, codes: int, numbers: int) -> None:
        super().__init__()
        self.table = nn.Embedding(codes + 1, WIDTH, padding_idx=codes)
        nn.init.normal_(self.table.weight, 0, 0.15)
        with torch.no_grad():
            self.table.weight[codes] = 0
        self.numbers = nn.Linear(numbers, WIDTH)
        self.none = codes
        self.drop = nn.Dropout(0.1)
        self.blocks = nn.ModuleList(Residual(d) for d in DILATIONS)
        self.last = nn.Linear(WIDTH, len(TAGS))
        self.steps = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))

    def forward(self, codes: Tensor, numbers: Tensor) -> Tensor:
        if self.training:
            codes = torch.where(torch.rand(codes.shape) < CODE_DROP, self.none, codes)
        x = self.table(codes).sum(-2) + self.numbers(self.drop(numbers))
        x = x.transpose(1, 2)
        for block in self.blocks:
            x = block(x)
        return self.last(nn.functional.layer_norm(x.transpose(1, 2), (WIDTH,)))


def total(scores: Tensor, steps: Tensor, mask: Tensor) -> Tensor:
    """The log of the sum over all paths (forward algorithm), for each sequence."""
    factors = steps.exp()
    a = scores[:, 0]
    for i in range(1, scores.shape[1]):
        top = a.amax(1, keepdim=True).detach()
        b = top + ((a - top).exp() @ factors).clamp_min(1e-30).log() + scores[:, i]
        a = torch.where(mask[:, i, None], b, a)
    return torch.logsumexp(a, 1)


def loss_of(net: Labeller, items: Sequence[Item]) -> Tensor:
    """Minus the log of the chance of the true labels for each line; an unknown label may be any."""
    longest, count = max(len(i.tags) for i in items), len(items)
    codes = torch.full((count, longest, len(FIELDS)), net.none, dtype=torch.int64)
    numbers = torch.zeros(count, longest, items[0].numbers.shape[1])
    tags = torch.full((count, longest), -1)
    mask = torch.zeros(count, longest, dtype=torch.bool)
    for k, i in enumerate(items):
        n = len(i.tags)
        codes[k, :n], numbers[k, :n] = torch.from_numpy(i.codes).long(), torch.from_numpy(i.numbers).float()
        tags[k, :n], mask[k, :n] = torch.from_numpy(i.tags), True
    scores = net(codes, numbers)
    wrong = (tags[..., None] >= 0) & (torch.arange(len(TAGS)) != tags[..., None])
    weight = torch.tensor([i.weight for i in items])
    both = total(torch.cat([scores, scores - 1e4 * wrong]), net.steps, torch.cat([mask, mask]))
    loss = both[:count] - both[count:]
    return (loss * weight).sum() / (mask.sum(1) * weight).sum()


def pieces(item: Item, rng: random.Random) -> list[Item]:
    """The item in pieces of `PIECE` lines, cut elsewhere each time."""
    n = len(item.tags)
    at = -rng.randrange(PIECE) if n > PIECE else 0
    out = []
    while at < n:
        a, b = max(0, at), min(n, at + PIECE)
        at += PIECE
        if b - a > 8 or n <= PIECE:
            out.append(Item(item.codes[a:b], item.numbers[a:b], item.tags[a:b], item.weight))
    return out


def batches(items: Sequence[Item], rng: random.Random) -> list[list[Item]]:
    """All pieces of the items, in batches of pieces that are about equally long."""
    cut = [p for item in items for p in pieces(item, rng)]
    rng.shuffle(cut)
    out: list[list[Item]] = []
    for start in range(0, len(cut), SHELF):
        batch: list[Item] = []
        for piece in sorted(cut[start : start + SHELF], key=lambda p: len(p.tags)):
            if batch and (len(batch) + 1) * len(piece.tags) > BATCH:
                out.append(batch)
                batch = []
            batch.append(piece)
        out.append(batch)
    rng.shuffle(out)
    return out


def fit_one(
    items: Sequence[Item], codes: int, epochs: int, seed: int, threads: int = 1,
    begin: dict[str, np.ndarray] | None = None,
) -> dict[str, np.ndarray]:  # fmt: skip
    """One network, as the arrays of the product; where it is to `begin` with the arrays of another, it goes on from
    these at a lower rate."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net = Labeller(codes, items[0].numbers.shape[1])
    if begin:
        go_on_from(net, begin)
    top = AGAIN if begin else RATE
    opt = torch.optim.AdamW(net.parameters(), lr=top, weight_decay=DECAY)
    step = 0
    net.train()
    for epoch in range(epochs):
        total_loss, lines = 0.0, 0
        found = batches(items, rng)
        steps = epochs * len(found)
        for batch in found:
            rate = top * min(1.0, (step + 1) / 50) * max(0.02, 0.5 * (1 + math.cos(math.pi * min(1, step / steps))))
            for group in opt.param_groups:
                group["lr"] = rate
            count = sum(len(p.tags) for p in batch)
            total_loss += advance(net, opt, batch) * count
            lines += count
            step += 1
        print(f"epoch {epoch}: loss {total_loss / lines:.4f}", flush=True)
    return arrays_of(net)


def advance(net: Labeller, opt: torch.optim.Optimizer, batch: Sequence[Item]) -> float:
    loss = loss_of(net, batch)
    opt.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    opt.step()
    return float(loss.detach())


def go_on_from(net: Labeller, arrays: dict[str, np.ndarray]) -> None:
    """Give the network the weights that `arrays_of` took from another."""
    own = arrays_of(net)
    with torch.no_grad():
        for name, array in arrays.items():
            value = torch.from_numpy(array.astype(np.float32))
            if name.endswith("/taps"):
                net.blocks[int(name.split("/")[0])].taps.weight.copy_(value.reshape(3, WIDTH, WIDTH).permute(2, 1, 0))
            else:  # a view of the network's own memory
                torch.from_numpy(own[name]).copy_(value)


def arrays_of(net: Labeller) -> dict[str, np.ndarray]:
    out = {
        "table": net.table.weight[:-1],
        "numbers": net.numbers.weight.T,
        "bias": net.numbers.bias,
        "last": net.last.weight.T,
        "last-bias": net.last.bias,
        "steps": net.steps,
    }
    for b, block in enumerate(net.blocks):
        # taps: before, here, after, one under another
        out[f"{b}/taps"] = block.taps.weight.permute(2, 1, 0).reshape(3 * WIDTH, WIDTH)
        out[f"{b}/taps-bias"] = block.taps.bias
        out[f"{b}/mix"] = block.mix.weight[:, :, 0].T
        out[f"{b}/mix-bias"] = block.mix.bias
    return {name: a.detach().numpy() for name, a in out.items()}


@dataclass
class Fitted:
    """A network as arrays, and the rows of its table."""

    arrays: dict[str, np.ndarray]
    rows: dict[tuple[str, str], int]


def pack(found: Sequence[Fitted], made: str) -> bytes:
    """The archive that `papercut.solver.lines.network.read_nets` reads; half precision, the steps averaged.

    Raises `ValueError` if the networks' tables have different rows.
    """
    rows = found[0].rows
    if any(f.rows != rows for f in found):
        raise ValueError("networks of different vocabularies cannot be averaged")
    about = {"made": made, "nets": len(found), "dilations": DILATIONS, "codes": list(rows)}
    arrays = {
        f"{k}/{name}": a.astype(np.float16)
        for k, net in enumerate(found)
        for name, a in net.arrays.items()
        if name != "steps"
    }
    steps = np.mean([net.arrays["steps"] for net in found], axis=0).astype(np.float32)
    out = io.BytesIO()
    np.savez_compressed(out, about=json.dumps(about, ensure_ascii=False), steps=steps, **arrays)
    return out.getvalue()


def line_errors(nets: LineNetworks, data: Sequence[Sample]) -> dict[str, float]:
    """By raw text, the share of body and display lines that get a wrong label; `mean` is that of the raw texts.

    Pages set in vertical columns (names in v) are left out: hardly a line of theirs is a line of the page.
    """
    wrong: Counter = Counter()
    count: Counter = Counter()
    for s in data:
        if s.name.startswith("v"):
            continue
        for verdict, label in zip(decode(nets.scores(s.views).tolist(), nets.steps), s.labels, strict=True):
            if label not in (UNKNOWN, "furniture", "byline", "caption"):
                wrong[s.raw] += verdict.tag != label
                count[s.raw] += 1
    out = {raw: round(wrong[raw] / n, 4) for raw, n in count.items()}
    return out | {"mean": round(sum(out.values()) / max(1, len(out)), 4)}
