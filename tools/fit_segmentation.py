"""Fit the network that finds where units begin in text without line ends (`papercut.solver.segmentation`):

    python tools/fit_segmentation.py STORIES --leave-out FILE --out segmentation.npz [--epochs N]

STORIES is a folder of `*.jsonl.xz`, as `tools/compose/sources.py` reads them. Streams are made of their stories, as
extractors give pages of vertical text: the bodies, the display lines and the notices of a page one behind the other, in
the orders in which pages are drawn. A tenth of the stories is held out; how well their units are found is printed and
kept in the archive. Needs torch, and what `tools/compose` needs but for PDF.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from papercut.solver.reading_network import folded
from papercut.solver.segmentation.network import DILATIONS, UNITS

sys.path.append(str(Path(__file__).parent / "compose"))
sys.path.append(str(Path(__file__).parent))
from notices import caption, notice, opening, own_byline
from reading_material import display_lines
from sources import Story, convert, converter, load_stories, with_digits

SHARES = {
    "shenbao": 26, "jingbao": 8, "rmrb199801": 26, "rmrb_1946": 3, "rmrb_2004_2019_korea": 5, "hkcnews": 14, "cctv": 6,
    "appledaily_tw": 5, "mingpao": 5, "hk_press_2025": 6, "rmrb_2022": 4, "chinatimes": 5, "cec_web": 3,
}  # fmt: skip
"""How often a page is made of stories of each source: those that print vertical pages more often than they have
stories."""
ORDERS = {"reading": 4, "bodies": 6, "heads": 2, "random": 4}
"""In which order a page is drawn: each story with its display lines, all bodies first, all display lines first, any."""
REGIONS = {
    "hkcnews": "hk", "mingpao": "hk", "hk_press_2025": "hk", "appledaily_tw": "tw", "chinatimes": "tw", "shenbao": "tw",
    "jingbao": "tw",
}  # fmt: skip
EMBEDDED, WIDTH, HEARD = 40, 96, 5
LEAST, HIDDEN, DROP = 12, 0.03, 0.1
LENGTH, BATCH, RATE, DECAY = 1200, 12, 2e-3, 0.02
PER_EPOCH = 5000
"""So many pages an epoch."""
Unit = tuple[str, str]
"""A text and what begins with it."""
Stream = tuple[str, list[int]]
"""A page's characters, and what begins at each."""
Batch = tuple[Tensor, Tensor]
"""The rows of characters, and what begins at each; -100 where there is none."""


def display_of(story: Story, rng: random.Random) -> list[Unit]:
    """The display lines of a story."""
    lines = display_lines(story.kicker, rng) if story.kicker else []
    lines += display_lines(story.headline, rng)
    for deck in story.deck:
        lines += display_lines(deck, rng) if len(deck) > 18 else [deck]
    out = [(line, "display-on" if k else "display") for k, line in enumerate(lines)]
    if story.byline and rng.random() < 0.3:
        out.append((story.byline, "byline"))
    return out


def bodies_of(story: Story, rng: random.Random) -> list[list[Unit]]:
    """The body of a story in one piece, or in two that stand apart."""
    texts = list(story.body[: rng.choice((4, 8, 14, 30))])
    region = REGIONS.get(story.source, "cn")
    if not story.dateline and rng.random() < 0.35:
        texts[0] = (texts[0][0], opening(rng, region)[0] + texts[0][1])
    out = [
        (text, "subhead" if kind == "subhead" else "paragraph" if k else "story")
        for k, (kind, text) in enumerate(texts)
    ]
    if story.byline and rng.random() < 0.3:
        out.append((story.byline if rng.random() < 0.5 else own_byline(rng, region), "byline"))
    if rng.random() < 0.15:
        text = out[-1][0]
        page = rng.choice("二三四五六七八")
        jump = rng.choice((f"（下轉第{page}版）", f"（下转第{page}版）", f"（轉入第{page}版）"))
        out[-1] = (text[: max(8, rng.randrange(len(text)))] + jump, out[-1][1])
    if rng.random() < 0.12:
        at = rng.randrange(len(out))
        text, kind = out[at]
        cut = rng.randrange(len(text))
        if min(cut, len(text) - cut) > 8:
            return [[*out[:at], (text[:cut], kind)], [(text[cut:], "elsewhere"), *out[at + 1 :]]]
    return [out]


def others(rng: random.Random, turn: str) -> list[list[Unit]]:
    """Captions and notices of a page."""
    out: list[list[Unit]] = []
    for _ in range(rng.choice((0, 0, 1, 2))):
        text, credit = caption(rng)
        out.append([(text + credit, "other")])
    for _ in range(rng.choice((0, 0, 1, 3))):
        title, texts = notice(rng)
        out.append([(text, "other") for text in ([title] if title else []) + texts])
    if turn == "hant":
        return [[(traditional(text), kind) for text, kind in one] for one in out]
    return out


def traditional(text: str) -> str:
    return converter("s2t").convert(text)


def page_of(stories: Sequence[Story], rng: random.Random) -> list[Unit]:
    """The stream of a page."""
    script = stories[0].script if rng.random() < 0.7 else "hant"
    ready = [with_digits(convert(story, script), rng.choice(("keep", "full", "half")), rng) for story in stories]
    heads = [display_of(story, rng) for story in ready]
    bodies = [bodies_of(story, rng) for story in ready]
    order = rng.choices(list(ORDERS), list(ORDERS.values()))[0]
    if order == "reading":
        parts = [part for head, body in zip(heads, bodies, strict=True) for part in (head, *body)]
    elif order == "bodies":
        parts = [part for body in bodies for part in body] + heads
    else:
        parts = heads + [part for body in bodies for part in body]
        if order == "random":
            rng.shuffle(parts)
    for one in others(rng, script):
        parts.insert(rng.randrange(len(parts) + 1), one)
    return [unit for part in parts for unit in part]


def characters(units: Sequence[Unit]) -> Stream:
    """A stream's characters, and what begins at each."""
    text, kinds = [], []
    for words, kind in units:
        seen = folded(words)
        text.append(seen)
        kinds += [UNITS.index(kind), *[0] * (len(seen) - 1)] if seen else []
    return "".join(text), kinds


class Pages:
    """Draws pages from stories, by source."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self.of = defaultdict(list)
        for story in stories:
            self.of[story.source].append(story)
        self.shares = {name: share for name, share in SHARES.items() if len(self.of[name]) >= 4}

    def draw(self, rng: random.Random) -> Stream:
        source = rng.choices(list(self.shares), list(self.shares.values()))[0]
        stories = self.of[source]
        return characters(page_of(rng.sample(stories, min(len(stories), rng.randint(3, 9))), rng))


class Block(nn.Module):
    """As `papercut.solver.lines.network.Block`, over characters."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH, elementwise_affine=False)
        self.taps = nn.Conv1d(WIDTH, WIDTH, 3, dilation=dilation, padding=dilation)
        self.mix = nn.Conv1d(WIDTH, WIDTH, 1)

    def forward(self, x: Tensor) -> Tensor:
        h = self.norm(x.transpose(1, 2)).transpose(1, 2)
        return x + self.mix(nn.functional.dropout(torch.relu(self.taps(h)), DROP, self.training))


class Net(nn.Module):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self.table = nn.Embedding(rows, EMBEDDED, padding_idx=0)
        nn.init.normal_(self.table.weight, 0, 0.3)
        self.first = nn.Conv1d(EMBEDDED, WIDTH, HEARD, padding=HEARD // 2)
        self.blocks = nn.ModuleList([Block(d) for d in DILATIONS])
        self.norm = nn.LayerNorm(WIDTH, elementwise_affine=False)
        self.last = nn.Linear(WIDTH, len(UNITS))

    def forward(self, ids: Tensor) -> Tensor:
        x = self.first(nn.functional.dropout(self.table(ids), DROP, self.training).transpose(1, 2))
        for block in self.blocks:
            x = block(x)
        return self.last(self.norm(x.transpose(1, 2)))


def pieces(pages: Sequence[Stream], rows: dict[str, int], rng: random.Random) -> list[Batch]:
    """Pages cut into stretches of one length, filled up with 0, in batches."""
    ids, kinds = [], []
    for text, units in pages:
        row = [rows.get(ch, 1) for ch in text]
        for at in range(0, len(row), LENGTH):
            ids.append(row[at : at + LENGTH] + [0] * (LENGTH - len(row[at : at + LENGTH])))
            kinds.append(units[at : at + LENGTH] + [-100] * (LENGTH - len(units[at : at + LENGTH])))
    order = list(range(len(ids)))
    rng.shuffle(order)
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    return [(torch.tensor([ids[k] for k in one]), torch.tensor([kinds[k] for k in one])) for one in batches]


def figures(net: Net, held: Sequence[Batch]) -> str:
    """Precision and recall of beginnings, and the share of each unit's that are found."""
    net.eval()
    found, of, right, said = Counter(), Counter(), 0, 0
    with torch.no_grad():
        for ids, kinds in held:
            scores = net(ids)
            inside = torch.softmax(scores, -1)[..., 0]
            here = (inside < 0.5) & (kinds >= 0)
            said += int(here.sum())
            right += int((here & (kinds > 0)).sum())
            for k in range(1, len(UNITS)):
                of[k] += int((kinds == k).sum())
                found[k] += int((here & (kinds == k)).sum())
    each = ", ".join(f"{UNITS[k]} {found[k] / of[k]:.2f}" for k in of if of[k])
    return f"precision {right / max(1, said):.3f}, recall {right / sum(of.values()):.3f} ({each})"


def fit(known: Pages, held: Sequence[Batch], rows: dict[str, int], epochs: int) -> tuple[Net, str]:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    net = Net(len(rows) + 2)
    opt = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    plan = None
    for epoch in range(epochs):
        rng = random.Random(f"epoch {epoch}")
        data = pieces([known.draw(rng) for _ in range(PER_EPOCH)], rows, rng)
        plan = plan or torch.optim.lr_scheduler.OneCycleLR(
            opt, RATE, total_steps=int(epochs * len(data) * 1.1) + 10, pct_start=0.1
        )
        net.train()
        total = 0.0
        for step, (ids, kinds) in enumerate(data):
            ids = torch.where((torch.rand(ids.shape) < HIDDEN) & (ids > 0), 1, ids)
            loss = nn.functional.cross_entropy(net(ids).transpose(1, 2), kinds)
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step()
            plan.step()
            total += float(loss.detach())
            if step % 200 == 199:
                print(f"  {step + 1} of {len(data)}: {total / (step + 1):.4f}", flush=True)
        said = figures(net, held)
        print(f"epoch {epoch}: loss {total / len(data):.4f}; {said}", flush=True)
    return net, said


def pack(net: Net, rows: dict[str, int], made: str) -> bytes:
    """The archive that `papercut.solver.segmentation.network.read_segmenter` reads."""
    arrays = {"table": net.table.weight, "last": net.last.weight.T, "last_bias": net.last.bias}
    first = net.first.weight.permute(2, 1, 0).reshape(HEARD * EMBEDDED, WIDTH)
    arrays |= {"first": first, "first_bias": net.first.bias}
    for k, block in enumerate(net.blocks):
        taps = block.taps.weight.permute(2, 1, 0).reshape(3 * WIDTH, WIDTH)
        arrays |= {f"{k}/taps": taps, f"{k}/taps_bias": block.taps.bias}
        arrays |= {f"{k}/mix": block.mix.weight[:, :, 0].T, f"{k}/mix_bias": block.mix.bias}
    out = io.BytesIO()
    plain = {name: a.detach().numpy().astype(np.float16) for name, a in arrays.items()}
    np.savez_compressed(out, about=json.dumps({"made": made, "characters": "".join(rows)}, ensure_ascii=False), **plain)
    return out.getvalue()


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("stories", type=Path)
    ap.add_argument("--leave-out", type=Path, help="a file: lines end with the id of a story, or a source")
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--epochs", type=int, default=4)
    a = ap.parse_args()
    lines = a.leave_out.read_text("utf-8").split("\n") if a.leave_out else []
    stories = load_stories(a.stories, frozenset(line.split("\t")[-1] for line in lines if line))
    random.Random(1).shuffle(stories)
    held, known = stories[: len(stories) // 10], stories[len(stories) // 10 :]
    count: Counter[str] = Counter()
    for story in known:
        for script in ("hans", "hant"):
            turned = convert(story, script)
            count.update(folded(turned.headline + "".join(text for _, text in turned.body[:12])))
    rows = {ch: k for k, ch in enumerate(sorted(ch for ch, n in count.items() if n >= LEAST), 2)}
    print(f"{len(known)} stories, {len(rows)} characters", flush=True)
    rng = random.Random(2)
    pages = Pages(held)
    test = pieces([pages.draw(rng) for _ in range(300)], rows, rng)
    net, said = fit(Pages(known), test, rows, a.epochs)
    made = f"{datetime.date.today()}; {len(known)} stories; units of stories held out: {said}"
    a.out.write_bytes(pack(net, rows, made))


if __name__ == "__main__":
    main()
