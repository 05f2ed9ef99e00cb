"""Fit the network that reads runs of display lines (`papercut.solver.display_network`):

    python tools/fit_display.py STORIES --leave-out FILE --out display.npz [--heads HEADS…] [--epochs N]
                                [--begin FILE --seed S]

STORIES is a folder of `*.jsonl.xz` as `tools/compose/sources.py` reads them; lines of FILE end with the id of a story,
or a source, to leave out. Of HEADS, headlines one a line with two spaces where a printed line ends, only that lines
belong together is learnt, not their roles. `display_material.py` sets the runs. A tenth of the stories is held out;
their figures are printed and kept in the archive.

The network sees stories again and again, and there are few with kickers and decks: more epochs, or characters of its
own with more values, learn the stories by heart. What does help is to go on from a network (--begin) at a lower rate,
to keep the mean of its weights over the last steps, and to average several that went on so (`average_nets.py`).
Needs torch.
"""

from __future__ import annotations

import argparse
import copy
import datetime
import hashlib
import io
import json
import lzma
import random
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from display_material import ALLOWED, Run, Runs
from torch import Tensor, nn

from papercut.solver.display_network import CHARACTERS, DISPLAY_LABELS, LOOKS, looks
from papercut.solver.reading_network import ReadingNetwork, folded, line_reader
from papercut.solver.weights_archive import read_arrays

sys.path.append(str(Path(__file__).parent / "compose"))
from sources import Story, load_stories

OWN, CHAR_WIDTH, LINE_WIDTH, DROP, HIDDEN = 20, 80, 112, 0.35, 0.06
"""Values of its own for each character, widths of the layers, and what is left out or hidden in training."""
STEPS, BATCH, RATE, DECAY = 280, 48, 2e-3, 0.05
AGAIN, KEEP = 6e-4, 0.995
"""The rate at which a network is fitted on, and how much of the mean of its weights is kept at each step."""
LAYERS = ("near", "far", "line", "pair", "around", "wide", "out")


class Net(nn.Module):
    """The network over the characters of the line reader, which stay as they are, and values of its own."""

    def __init__(self, reader: ReadingNetwork) -> None:
        super().__init__()
        known = torch.from_numpy(np.hstack([reader.order, reader.bag]).astype(np.float32))
        self.known = nn.Embedding.from_pretrained(known, freeze=True)
        self.own = nn.Embedding(len(known), OWN)
        nn.init.normal_(self.own.weight, 0, 0.2)
        chars = known.shape[1] + OWN
        self.near = nn.Conv1d(chars, CHAR_WIDTH, 3, padding=1)
        self.far = nn.Conv1d(CHAR_WIDTH, CHAR_WIDTH, 3, padding=2, dilation=2)
        self.line = nn.Linear(2 * CHAR_WIDTH + 4 * chars + LOOKS, LINE_WIDTH)
        self.pair = nn.Conv1d(4 * LINE_WIDTH, LINE_WIDTH, 1)
        self.around = nn.Conv1d(LINE_WIDTH, LINE_WIDTH, 3, padding=1)
        self.wide = nn.Conv1d(LINE_WIDTH, LINE_WIDTH, 3, padding=2, dilation=2)
        self.out = nn.Linear(2 * LINE_WIDTH, len(DISPLAY_LABELS))
        self.drop = nn.Dropout(DROP)

    def forward(self, ids: Tensor, seen: Tensor, here: Tensor) -> Tensor:
        """Scores (runs by lines by labels) of lines of which `here` says whether they exist."""
        many, longest, _ = ids.shape
        kept = here.view(-1) > 0
        x = ids.view(many * longest, -1)[kept]
        inside = (x > 0).float().unsqueeze(1)
        chars = self.drop(torch.cat([self.known(x), self.own(x)], 2))
        found = torch.relu(self.near(chars.transpose(1, 2))) * inside
        found = torch.relu(self.far(found)) * inside
        size = (x > 0).sum(1).clamp_min(1)
        at = torch.arange(len(x))
        ends = [chars[:, 0], chars[:, 1], chars[at, (size - 2).clamp_min(0)], chars[at, size - 1]]
        mean = found.sum(2) / size.unsqueeze(1)
        row = torch.cat([found.max(2).values, mean, *ends, seen.view(many * longest, -1)[kept]], 1)
        row = torch.relu(self.line(self.drop(row)))
        lines = torch.zeros(many * longest, LINE_WIDTH).masked_scatter(kept.unsqueeze(1), row).view(many, longest, -1)
        whole = (lines.sum(1) / here.sum(1, keepdim=True).clamp_min(1)).unsqueeze(1).expand_as(lines)
        before = torch.cat([torch.zeros_like(lines[:, :1]), lines[:, :-1]], 1)
        exists = here.unsqueeze(1)
        y = torch.cat([lines, whole, before, lines * before], 2).transpose(1, 2)
        first = torch.relu(self.pair(self.drop(y))) * exists
        second = torch.relu(self.around(first)) * exists
        third = torch.relu(self.wide(self.drop(second))) * exists + first
        return self.out(torch.cat([third.transpose(1, 2), lines], 2))


def batch(runs: Sequence[Run], reader: ReadingNetwork, hidden: float = 0.0) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Runs as tensors: characters, looks, which lines exist, which labels are allowed."""
    longest = max(map(len, runs))
    ids = np.zeros((len(runs), longest, CHARACTERS), np.int64)
    seen = np.zeros((len(runs), longest, LOOKS), np.float32)
    here = np.zeros((len(runs), longest), np.float32)
    allowed = np.zeros((len(runs), longest, len(DISPLAY_LABELS)), bool)
    for k, run in enumerate(runs):
        seen[k, : len(run)] = looks([text for text, _ in run])
        here[k, : len(run)] = 1
        for n, (text, label) in enumerate(run):
            row = [r for ch in text for r in reader.rows[ch]]
            if len(row) > CHARACTERS:
                row = row[: CHARACTERS // 2] + row[-CHARACTERS // 2 :]
            ids[k, n, : len(row)] = row
            allowed[k, n, ALLOWED[label]] = True
    x = torch.from_numpy(ids)
    if hidden:
        x = torch.where((torch.rand(x.shape) < hidden) & (x > 0), torch.tensor(1), x)
    return x, torch.from_numpy(seen), torch.from_numpy(here), torch.from_numpy(allowed)


def cost(scores: Tensor, allowed: Tensor) -> Tensor:
    """Minus the log of the chance of what is allowed, per line."""
    chances = torch.log_softmax(scores, 2).masked_fill(~allowed, -1e9).logsumexp(2)
    return -chances[allowed.any(2)].mean()


def fit(
    known: Runs, held: Sequence[Run], reader: ReadingNetwork, epochs: int, seed: int = 0, begin: Path | None = None
) -> tuple[Net, str]:
    """A network, and its figures on runs held out; the mean over its last steps where it goes on from another."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(7 + seed)
    net = Net(reader)
    if begin:
        go_on_from(net, read_arrays(begin.read_bytes()))
    rate = AGAIN if begin else RATE
    opt = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=DECAY)
    plan = torch.optim.lr_scheduler.OneCycleLR(opt, rate, total_steps=epochs * STEPS + 5, pct_start=0.1)
    mean = copy.deepcopy(net)
    said = ""
    for epoch in range(epochs):
        net.train()
        total = 0.0
        for _ in range(STEPS):
            ids, seen, here, allowed = batch([known.draw(rng) for _ in range(BATCH)], reader, HIDDEN)
            loss = cost(net(ids, seen, here), allowed)
            opt.zero_grad()
            loss.backward()
            opt.step()
            plan.step()
            total += float(loss.detach())
            with torch.no_grad():
                for kept, now in zip(mean.parameters(), net.parameters(), strict=True):
                    kept.lerp_(now, 1 - KEEP if begin else 1.0)
        said = figures(mean, held, reader)
        print(f"epoch {epoch}: loss {total / STEPS:.3f}; held out {said}", flush=True)
    return mean, said


def go_on_from(net: Net, arrays: Mapping[str, np.ndarray]) -> None:
    """Give the network the weights that `pack` took from another."""

    def given(name: str) -> Tensor:
        return torch.from_numpy(arrays[name].astype(np.float32))

    with torch.no_grad():
        net.own.weight.copy_(given("table"))
        for name in LAYERS:
            layer = getattr(net, name)
            matrix = given(f"{name}/matrix")
            if layer.weight.dim() == 3:
                outer, inner, taps = layer.weight.shape
                layer.weight.copy_(matrix.reshape(taps, inner, outer).permute(2, 1, 0))
            else:
                layer.weight.copy_(matrix.T)
            layer.bias.copy_(given(f"{name}/bias"))


def figures(net: Net, runs: Sequence[Run], reader: ReadingNetwork) -> str:
    """The loss on runs, how many labels are right, of all and of each."""
    net.eval()
    right, count, total, parts = np.zeros(len(DISPLAY_LABELS)), np.zeros(len(DISPLAY_LABELS)), 0.0, 0
    with torch.no_grad():
        for k in range(0, len(runs), 100):
            ids, seen, here, allowed = batch(runs[k : k + 100], reader)
            scores = net(ids, seen, here)
            total += float(cost(scores, allowed))
            parts += 1
            best = scores.argmax(2)
            for n in range(len(DISPLAY_LABELS)):
                these = allowed[:, :, n]
                count[n] += int(these.sum())
                right[n] += int((best[these] == n).sum())
    each = ", ".join(f"{name} {r / max(1, c):.2f}" for name, r, c in zip(DISPLAY_LABELS, right, count, strict=True))
    return f"{total / parts:.3f}, right {right.sum() / count.sum():.3f} ({each})"


def pack(net: Net, made: str) -> bytes:
    """The archive that `papercut.solver.headlines.display_network.read_display_network` reads."""
    arrays = {"table": net.own.weight}
    for name in LAYERS:
        layer = getattr(net, name)
        weight = layer.weight
        arrays[f"{name}/matrix"] = weight.permute(2, 1, 0).flatten(0, 1) if weight.dim() == 3 else weight.T
        arrays[f"{name}/bias"] = layer.bias
    plain = {name: a.detach().numpy().astype(np.float16) for name, a in arrays.items()}
    out = io.BytesIO()
    np.savez_compressed(out, about=json.dumps({"made": made}, ensure_ascii=False), **plain)
    return out.getvalue()


def held_out(story: Story) -> bool:
    """Whether a story is in the tenth that is held out."""
    return int(hashlib.md5(story.where.encode()).hexdigest(), 16) % 10 == 0


def headlines(path: Path, unwanted: Collection[str]) -> list[str]:
    """The headlines of a list, without those whose text is unwanted."""
    lines = lzma.decompress(path.read_bytes()).decode().split("\n")
    return [t for t in lines if 4 <= len(t) <= 90 and unwanted.isdisjoint(map(folded, [t, *t.split("  ")]))]  # type: ignore[attr-defined]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("stories", type=Path)
    ap.add_argument("--heads", type=Path, nargs="*", default=[])
    ap.add_argument("--leave-out", type=Path)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--epochs", type=int, default=14)
    ap.add_argument("--begin", type=Path, help="go on from this network")
    ap.add_argument("--seed", type=int, default=0)
    a = ap.parse_args()
    lines = a.leave_out.read_text("utf-8").split("\n") if a.leave_out else []
    left = frozenset(line.split("\t")[-1] for line in lines)
    every = load_stories(a.stories)
    stories = [s for s in every if s.where not in left and s.source not in left]
    unwanted = frozenset(folded(s.headline) for s in every if s.where in left or s.source in left)
    known = Runs([s for s in stories if not held_out(s)], [headlines(p, unwanted) for p in a.heads])
    test, rng = Runs([s for s in stories if held_out(s)]), random.Random(5)
    net, said = fit(known, [test.draw(rng) for _ in range(1500)], line_reader(), a.epochs, a.seed, a.begin)
    count = f"{sum(map(len, known.stories.values()))} stories, {sum(map(len, known.lists))} headlines"
    a.out.write_bytes(pack(net, f"{datetime.date.today()}; {count}; on stories held out: {said}"))


if __name__ == "__main__":
    main()
