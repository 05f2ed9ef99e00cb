"""Fit the weights of `src/papercut/solve/weights/headlines.tsv` on pages whose truth is known.

    PAPERCUT_BENCH=… python tools/fit_headlines.py [--write] [--show PAGE]

Pages are built from the truth: each line is placed in it (`align.place_lines`), articles get their true bodies,
display lines become blocks, with the damage that earlier stages do (bodies cut in two or merged, group boundaries
lost, subheads and furniture among the headlines). Every third page folder is held out. Development only.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import os
import random
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from align import load_truth, place_lines
from sklearn.linear_model import LogisticRegression

from papercut.model import Article, Block, Line, Page, Piece, Role, Source
from papercut.solve import headlines, roles
from papercut.solve.display import Scene, join_units, read_scene
from papercut.solve.headlines import Group, Weigher, first_groups
from papercut.stages.place_headlines import PlaceHeadlines, _lines
from papercut.stages.set_aside import SetAside

BENCH = Path(os.environ["PAPERCUT_BENCH"])
TABLE = Path(__file__).parent.parent / "src/papercut/solve/weights/headlines.tsv"
RAWS = {
    "press": ["pdfminer", "pymupdf", "pdftotext", "pdftotext-raw", "pdfium", "pdfjs"],
    "jingbao": ["lines"],
}
HEADS = ("headline", "kicker", "deck", "headline_any")
HAN = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’—…·]"

_spec = importlib.util.spec_from_file_location("score", BENCH / "score.py")
score = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(score)


@dataclasses.dataclass
class Sample:
    """A page built from the truth: `of` says whose each raw span of display type is: (article, role), or None."""

    name: str
    held_out: bool
    page: Page
    truth: dict
    of: dict[Piece, tuple[int, str]]
    story: list[int]  # the true article of each article on the page


def despaced(text: str) -> str:
    text = text.replace("\f", "")
    lead = re.match("\u3000*", text).group(0)
    return lead + re.sub(rf" (?={HAN})|(?<={HAN}) ", "", text.strip()) if re.search(r"(?:\S ){4}", text) else text


def build(name: str, held_out: bool, folder: Path, raw: str, rng: random.Random | None) -> Sample:
    truth = load_truth(folder)
    rows = [despaced(x) for x in (folder / "raw" / f"{raw}.txt").read_text("utf-8").split("\n")]
    page = Page(Source(), tuple(rows), tuple(Line(n, x, (Piece(n, 0, len(x)),)) for n, x in enumerate(rows, 1)))
    page = SetAside()(page)
    parts: list[tuple[int, str, Piece]] = []  # place, text, piece
    for place, line in enumerate(page.lines):
        for piece in line.pieces:
            row = rows[piece.line - 1][piece.start : piece.end]
            for m in re.finditer(r"\S+(?:[ \u3000]\S{1,2}(?=\s|$))*", row):
                at = piece.start + m.start()
                parts.append((place, m.group(0), Piece(piece.line, at, at + len(m.group(0)))))
    els, placed = place_lines(truth, [p[1] for p in parts])
    display: list[tuple[int, list[int], bool]] = []  # place, parts, goes on with the group before
    bodies: dict[int, dict[int, list[int]]] = {}
    of: dict[Piece, tuple[int, str]] = {}
    seen: set[tuple[int, int]] = set()
    last: tuple[int, str] | None = None
    for k, (place, _text, piece) in enumerate(parts):
        p = placed[k]
        e = els[p.element] if p else None
        noise = rng and e and (e.kind == "subhead" or e.article < 0) and len(e.text) < 20 and rng.random() < 0.12
        if e and e.article >= 0 and (e.kind in HEADS):
            if (p.element, p.start) in seen:
                continue
            seen.add((p.element, p.start))
            of[piece] = (e.article, "headline" if e.kind == "headline_any" else e.kind)
            if display and display[-1][0] == place:
                display[-1][1].append(k)
            else:
                display.append((place, [k], last == (e.article, "head")))
            last = (e.article, "head")
        elif noise:
            display.append((place, [k], False))
            last = (-1, "noise")
        elif e and e.article >= 0 and e.kind in ("paragraph", "subhead", "list_item"):
            bodies.setdefault(e.article, {}).setdefault(e.order, []).append(k)
            last = (e.article, "body")
        elif e and e.article >= 0 and e.kind in ("byline", "loose"):
            last = (e.article, "byline")
    blocks: list[tuple[int, Block]] = []
    for place, ks, on in display:
        first, final = parts[ks[0]][2], parts[ks[-1]][2]
        piece = Piece(first.line, first.start, final.end)
        text = rows[piece.line - 1][piece.start : piece.end]
        odds = 0.95
        if rng:
            odds = rng.choice([0.6, 0.8, 0.9, 0.97])
            if rng.random() < 0.12:
                on, odds = not on, rng.choice([0.55, 0.7, 0.85])
        blocks.append((place, Block(text, (piece,), Role.HEADLINE, None, "cut" if on else "whole", "whole", odds)))
    articles: list[tuple[int, Article]] = []
    carry: list[Block] = []
    for a in sorted(bodies):
        body = []
        for order in sorted(bodies[a]):
            ks = sorted(bodies[a][order], key=lambda k: placed[k].start)
            text = "".join(parts[k][1] for k in ks)
            body.append(Block(text, tuple(parts[k][2] for k in ks), Role.PARAGRAPH))
        if carry and rng:
            articles[-1] = (articles[-1][0], dataclasses.replace(articles[-1][1], body=(*carry, *body)))
            carry = []
        elif rng and len(body) > 2 and rng.random() < 0.15:
            cut = rng.randrange(1, len(body))
            articles.append((a, Article(body=tuple(body[:cut]))))
            articles.append((-2 - a, Article(body=tuple(body[cut:]))))
        else:
            articles.append((a, Article(body=tuple(body))))
            if rng and rng.random() < 0.05:
                carry = body
    page = page.replace(blocks=tuple(b for _, b in blocks), articles=tuple(x for _, x in articles))
    return Sample(f"{name}/{raw}", held_out, page, truth, of, [a for a, _ in articles])


def load(damaged: bool, only: str = "") -> list[Sample]:
    out = []
    for folder_set, raws in RAWS.items():
        for n, f in enumerate(sorted((BENCH / "pages" / folder_set).rglob("truth.json"))):
            if only and only not in f.parent.name:
                continue
            for raw in raws:
                if (f.parent / "raw" / f"{raw}.txt").exists() and not f.parent.name.startswith("v"):
                    rng = random.Random(f"{f.parent.name}{raw}") if damaged else None
                    out.append(build(f.parent.name, n % 3 == 0, f.parent, raw, rng))
    return out


def whose(sample: Sample, scene: Scene, unit: int) -> tuple[int, str] | None:
    """The true article and role of a unit, by the truth of its pieces."""
    for piece in scene.units[unit].pieces:
        for known, what in sample.of.items():
            if known.line == piece.line and known.start < piece.end and piece.start < known.end:
                return what
    return None


def pairs(sample: Sample, model: str) -> tuple[list[dict[str, float]], list[int]]:
    """The cues of each group and candidate story of a page, and whether the story is right."""
    scene = read_scene(sample.page)
    if not scene.units:
        return [], []
    weigher = Weigher.of(scene)
    if model == "order":
        placing = headlines._settle(weigher, first_groups(scene))
        weigher.turn_to("order", headlines.order_of(weigher, placing))
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


def dict_of(cues) -> dict[str, float]:
    out: dict[str, float] = {}
    for cue, value in cues:
        out[cue] = out.get(cue, 0.0) + value
    return out


def fit_binary(xs, ys, strength: float) -> tuple[dict[str, float], float]:
    names = sorted({c for x in xs for c in x if c != "bias"})
    index = {c: i for i, c in enumerate(names)}
    matrix = np.zeros((len(xs), len(names)))
    for r, x in enumerate(xs):
        for c, v in x.items():
            if c != "bias":
                matrix[r, index[c]] = v
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit(matrix, ys)
    out = dict(zip(names, model.coef_[0], strict=True)) | {"bias": float(model.intercept_[0])}
    return out, float((model.predict(matrix) == ys).mean())


def role_samples(sample: Sample):
    """For each true group of more than one line: the cues of all readings, and which is right."""
    scene = read_scene(sample.page)
    true = [whose(sample, scene, k) for k in range(len(scene.units))]
    for run in scene.runs:
        start = run.units.start
        while start < run.units.stop:
            end = start + 1
            while end < run.units.stop and true[start] and true[end] and true[end][0] == true[start][0]:
                end += 1
            if true[start] and end - start > 1:
                lines = _lines([scene.units[k] for k in range(start, end)])
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
                        cues = [dict_of(roles.role_cues(lines, k, d, text)) for k, d in readings]
                        yield cues, readings.index((kickers, decks)), join_units([u for x in lines for u in x])
            start = end


def fit_choice(groups, strength: float) -> dict[str, float]:
    """Conditional logistic regression: one right reading in each group of readings."""
    from scipy.optimize import minimize

    names = sorted({c for cues, *_ in groups for x in cues for c in x})
    index = {c: i for i, c in enumerate(names)}
    mats = []
    for cues, right, *_ in groups:
        m = np.zeros((len(cues), len(names)))
        for r, x in enumerate(cues):
            for c, v in x.items():
                m[r, index[c]] = v
        mats.append((m, right))

    def loss(w):
        total, grad = 0.5 / strength * (w @ w), w / strength
        for m, right in mats:
            s = m @ w
            s -= s.max()
            p = np.exp(s)
            p /= p.sum()
            total -= np.log(p[right])
            grad = grad + p @ m - m[right]
        return total, grad

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, w, strict=True))


def document(page: Page) -> dict:
    return {
        "articles": [
            {
                "headline": a.headline,
                "kicker": a.kicker,
                "deck": list(a.deck),
                "body": [{"type": "paragraph", "text": b.text} for b in a.body],
            }
            for a in page.articles or ()
        ],
        "furniture": [],
    }


def evaluate(samples: list[Sample], show: bool = False) -> dict[str, dict[str, float]]:
    by: dict[str, Counter] = {}
    for s in samples:
        done = PlaceHeadlines()(s.page)
        if show:
            print("-----", s.name)
        c = score.score_page(s.truth, document(done), None, print if show else None)
        kind = s.name.split("/")[1]
        side = "held" if s.held_out else "fit"
        for key in (f"{kind} {side}", f"all {side}" if kind != "lines" else f"lines {side}"):
            by.setdefault(key, Counter()).update(c)
    return {k: score.figures(c) for k, c in sorted(by.items())}


def write(models: dict[str, dict[str, float]], header: list[str]) -> None:
    rows = [f"# {line}".rstrip() for line in header]
    for model, table in models.items():
        rows += [f"{model}\t{cue}\t{weight:.3f}" for cue, weight in sorted(table.items())]
    TABLE.write_text("\n".join(rows) + "\n", "utf-8")
    headlines.weights.cache_clear()


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--no-fit", action="store_true")
    ap.add_argument("--show", default="")
    ap.add_argument("--damaged", action="store_true")
    a = ap.parse_args()
    if not a.no_fit:
        rough = load(True)
        train = [s for s in rough + load(False) if not s.held_out]
        models: dict[str, dict[str, float]] = {}
        choices = [c for s in train for c in role_samples(s)]
        models["role"] = fit_choice(choices, 1.0)
        header = ["Weights of cues, in log-odds: model, cue, weight. Made by tools/fit_headlines.py."]
        for model in ("place", "order"):
            write(models, header)
            xs, ys = [], []
            for s in train:
                x, y = pairs(s, model)
                xs += x
                ys += y
            models[model], accuracy = fit_binary(xs, ys, 1.0)
            print(model, len(xs), sum(ys), "accuracy", round(accuracy, 4))
        write(models, header)
    for damaged in (False, True):
        samples = load(damaged, a.show)
        figures = evaluate(samples, bool(a.show) and damaged == a.damaged)
        print("damaged" if damaged else "oracle")
        for k, f in figures.items():
            print(f"{k:24} headline {f['headline']:.4f} parts {f['parts'] or 0:.4f} perfect {f['perfect']:.4f} n {f['n']}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
