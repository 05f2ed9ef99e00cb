"""Fit the networks that read lines by their characters (`papercut.solver.reading_network`):

    python tools/fit_reading.py STORIES.jsonl.xz HEADS… --out reading.npz [--epochs N]

STORIES holds one story a line, as `tools/compose/sources.py` reads them; HEADS are files of headlines, one a line,
with two spaces where a printed line ends. None of them may stand on pages that line networks are fitted on, or those
would trust these too much. A tenth of the stories is held out; their figures are printed and kept in the archive.
Needs torch.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import lzma
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from reading_material import Joint, Line, materials
from torch import Tensor, nn

from papercut.solver.reading_network import JOINTS, KINDS, REACH, edges, folded

sys.path.append(str(Path(__file__).parent / "compose"))
from sources import story_of

ORDER, BAG, KIND_HIDDEN, JOINT_HIDDEN = 28, 48, 192, 256
LEAST = 12
"""A character that is rarer gets no row of its own."""
BATCH, RATE, DECAY, DROP = 1024, 2e-3, 0.02, 0.15
HIDDEN = 0.02
"""The share of characters that are hidden, as a recogniser misreads them."""


def layers(seen: int, hidden: int, out: int) -> nn.Sequential:
    """A network of one hidden layer."""
    return nn.Sequential(nn.Dropout(DROP), nn.Linear(seen, hidden), nn.ReLU(), nn.Dropout(DROP), nn.Linear(hidden, out))


class Net(nn.Module):
    """The two networks over their tables."""

    def __init__(self, chars: int) -> None:
        super().__init__()
        self.order = nn.Embedding(chars, ORDER, padding_idx=0)
        self.bag = nn.Embedding(chars, BAG, padding_idx=0)
        nn.init.normal_(self.order.weight, 0, 0.3)
        nn.init.normal_(self.bag.weight, 0, 0.3)
        self.kind = layers(2 * REACH * ORDER + BAG, KIND_HIDDEN, len(KINDS))
        self.joint = layers(2 * REACH * ORDER + 3 * BAG, JOINT_HIDDEN, len(JOINTS))

    def bagged(self, ids: Tensor) -> Tensor:
        size = (ids > 0).sum(1, keepdim=True).clamp_min(1)
        return self.bag(ids).sum(1) / size.sqrt()

    def of_kind(self, first: Tensor, last: Tensor, whole: Tensor) -> Tensor:
        n = len(first)
        x = torch.cat([self.order(first).reshape(n, -1), self.order(last).reshape(n, -1), self.bagged(whole)], 1)
        return self.kind(x)

    def of_joint(self, last: Tensor, first: Tensor, left: Tensor, right: Tensor) -> Tensor:
        n, a, b = len(first), self.bagged(left), self.bagged(right)
        tail, start = self.order(last).reshape(n, -1), self.order(first).reshape(n, -1)
        return self.joint(torch.cat([tail, start, a, b, a * b], 1))


LONGEST = 48


class Texts:
    """Texts as arrays: their ends, and their first `LONGEST` characters."""

    def __init__(self, texts: Sequence[str], rows: dict[str, int]) -> None:
        ids = [np.array([rows.get(ch, 1) for ch in text], np.int64) for text in texts]
        sizes = np.array([len(row) for row in ids], np.int64)
        self.first, self.last = (torch.from_numpy(x.astype(np.int32)) for x in edges(np.concatenate(ids), sizes))
        whole = np.zeros((len(ids), LONGEST), np.int32)
        for k, row in enumerate(ids):
            whole[k, : len(row)] = row[:LONGEST]
        self.whole = torch.from_numpy(whole)


def hide(x: Tensor) -> Tensor:
    return torch.where((torch.rand(x.shape) < HIDDEN) & (x > 0), 1, x)


def weights(labels: Tensor, count: int) -> Tensor:
    """Rare labels count more: the root of how rare they are."""
    seen = torch.bincount(labels, minlength=count).clamp_min(1).float()
    w = (seen.max() / seen).sqrt()
    return w / (w * seen).sum() * seen.sum()


def fit(
    make: Callable[[int], tuple[list[Line], list[Joint]]], held: tuple[list[Line], list[Joint]],
    rows: dict[str, int], epochs: int,
) -> tuple[Net, str]:  # fmt: skip
    torch.manual_seed(0)
    torch.set_num_threads(1)
    net = Net(len(rows) + 2)
    opt = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    plan = None
    for epoch in range(epochs):
        net.train()
        of_kind, of_joint = batches(make(epoch), rows)
        steps = max(len(of_kind[1]), len(of_joint[2])) // BATCH + 1
        total_steps = int(epochs * steps * 1.1) + 10
        plan = plan or torch.optim.lr_scheduler.OneCycleLR(opt, RATE, total_steps=total_steps, pct_start=0.1)
        kinds, joints = order_of(len(of_kind[1]), steps), order_of(len(of_joint[2]), steps)
        wk, wj = weights(of_kind[1], len(KINDS)), weights(of_joint[2], len(JOINTS))
        total = 0.0
        for k, j in zip(kinds, joints, strict=True):
            t, label = of_kind
            scores = net.of_kind(hide(t.first[k]), hide(t.last[k]), hide(t.whole[k]))
            loss = nn.functional.cross_entropy(scores, label[k], wk)
            a, b, label = of_joint
            scores = net.of_joint(hide(a.last[j]), hide(b.first[j]), hide(a.whole[j]), hide(b.whole[j]))
            loss = loss + nn.functional.cross_entropy(scores, label[j], wj)
            opt.zero_grad()
            loss.backward()
            opt.step()
            plan.step()
            total += float(loss.detach())
        said = figures(net, held, rows)
        print(f"epoch {epoch}: loss {total / steps:.3f}; {said}", flush=True)
    return net, said


def order_of(count: int, steps: int) -> Iterator[Tensor]:
    """So many batches of indices, all of them about once or oftener."""
    found = torch.cat([torch.randperm(count) for _ in range(-(-steps * BATCH // count))])
    return iter(found[: steps * BATCH].split(BATCH))


def batches(data: tuple[list[Line], list[Joint]], rows: dict[str, int]):  # type: ignore[no-untyped-def]
    lines, joints = data
    kinds = Texts([folded(t) for t, _ in lines], rows), torch.tensor([KINDS.index(k) for _, k in lines])
    a, b = Texts([folded(j[0]) for j in joints], rows), Texts([folded(j[1]) for j in joints], rows)
    return kinds, (a, b, torch.tensor([JOINTS.index(j[2]) for j in joints]))


def figures(net: Net, held: tuple[list[Line], list[Joint]], rows: dict[str, int]) -> str:
    """How many are right on what was held out, of all and of each label."""
    net.eval()
    out = []
    with torch.no_grad():
        (t, kinds), (a, b, joints) = batches(held, rows)
        for names, scores, labels in (
            (KINDS, net.of_kind(t.first, t.last, t.whole), kinds),
            (JOINTS, net.of_joint(a.last, b.first, a.whole, b.whole), joints),
        ):
            right = scores.argmax(1) == labels
            each = [f"{n} {right[labels == k].float().mean():.2f}" for k, n in enumerate(names) if (labels == k).any()]
            out.append(f"{right.float().mean():.3f} ({', '.join(each)})")
    return f"kinds {out[0]}; joints {out[1]}"


def pack(net: Net, rows: dict[str, int], made: str) -> bytes:
    """The archive that `papercut.solver.reading_network.read_reader` reads."""
    arrays = {"order": net.order.weight, "bag": net.bag.weight}
    for name, part in (("kind", net.kind), ("joint", net.joint)):
        arrays |= {f"{name}/inner": part[1].weight.T, f"{name}/bias": part[1].bias}
        arrays |= {f"{name}/outer": part[4].weight.T, f"{name}/level": part[4].bias}
    about = {"made": made, "characters": "".join(rows)}
    out = io.BytesIO()
    plain = {name: a.detach().numpy().astype(np.float16) for name, a in arrays.items()}
    np.savez_compressed(out, about=json.dumps(about, ensure_ascii=False), **plain)
    return out.getvalue()


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("stories", type=Path)
    ap.add_argument("heads", type=Path, nargs="*")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--epochs", type=int, default=8)
    a = ap.parse_args()
    with lzma.open(a.stories, "rt", encoding="utf-8") as f:
        found = [story_of(told, told["id"].split("-")[0]) for told in map(json.loads, f)]
    stories = [s for s in found if s]
    heads = [t for p in a.heads for t in lzma.decompress(p.read_bytes()).decode().split("\n") if 4 <= len(t) <= 60]
    rng = random.Random(1)
    rng.shuffle(stories)
    held, known = stories[: len(stories) // 10], stories[len(stories) // 10 :]
    rng.shuffle(heads)
    own, rest = heads[: len(heads) // 20], heads[len(heads) // 20 :]
    test = materials(held, own, random.Random(2))
    count: Counter[str] = Counter()
    for lines, _ in (materials(known, rest, random.Random(n)) for n in (3, 4)):
        for text, _ in lines:
            count.update(folded(text))
    rows = {ch: k for k, ch in enumerate(sorted(ch for ch, n in count.items() if n >= LEAST), 2)}
    print(f"{len(known)} stories, {len(rest)} headlines, {len(rows)} characters", flush=True)
    net, said = fit(lambda n: materials(known, rest, random.Random(f"epoch {n}")), test, rows, a.epochs)
    made = f"{datetime.date.today()}; {len(known)} stories, {len(rest)} headlines; right on stories held out: {said}"
    a.out.write_bytes(pack(net, rows, made))


if __name__ == "__main__":
    main()
