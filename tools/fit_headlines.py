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
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import bench
import numpy as np
from align import DASH, Element, flat, place_lines
from sklearn.linear_model import LogisticRegression

from papercut.model import Article, Block, Page, Piece, Role, cut_pieces
from papercut.solve import display, headlines, roles
from papercut.solve.apart import apart_cues
from papercut.solve.assign import ALONE, Assignment
from papercut.solve.display import Scene, join_units, read_scene
from papercut.solve.headlines import Group, Weigher
from papercut.solve.placing import Placing, arrange, candidates_apart, first_answer, first_groups, settle
from papercut.stages.build_paragraphs import BuildParagraphs
from papercut.stages.label_blocks import LabelBlocks
from papercut.stages.place_headlines import PlaceHeadlines, _lines
from papercut.stages.separate_articles import SeparateArticles

BENCH = Path(os.environ.get("PAPERCUT_BENCH", "bench"))
TABLE = Path(__file__).parent.parent / "src/papercut/solve/weights/headlines.tsv"
# What the pages for fitting hardly show, and the seed page does: kicker and deck are drawn otherwise than the headline.
PRIOR = {"kicker-drawn-otherwise": 2.5, "deck-drawn-otherwise": 2.5, "headline-half-doubled": -1.0}
BY_HAND = {"headline-shares-more-drawn-otherwise": 4.0}
HEADS = ("headline", "kicker", "deck", "headline_any")
_spec = importlib.util.spec_from_file_location("score", BENCH / "score.py")
score = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(score)


@dataclasses.dataclass
class Sample:
    """A page ready for placing headlines, and whose each stretch of its raw lines is: `of[line]` holds rows of
    (start, end, article, kind), `story` the true article of each article on the page."""

    name: str
    held_out: bool
    page: Page
    truth: dict
    of: dict[int, list[tuple[int, int, int, str]]]
    story: list[int]

    def whose(self, pieces: Iterable[Piece]) -> tuple[int, str]:
        """The article and kind that most of these characters belong to; -1 for none."""
        votes: Counter = Counter()
        for line, start, end in pieces:
            for left, right, article, kind in self.of.get(line, ()):
                votes[article, kind] += max(0, min(end, right) - max(start, left))
        return votes.most_common(1)[0][0] if votes and votes.most_common(1)[0][1] else (-1, "")


@dataclasses.dataclass
class Part:
    """A stretch of a line between spaces that display type could be cut at, and where in the truth it stands."""

    place: int
    text: str
    pieces: tuple[Piece, ...]
    element: int = -1
    start: int = 0


def parts_of(page: Page) -> list[Part]:
    out: list[Part] = []
    for place, line in enumerate(page.lines):
        since = 0
        for at, end in [*display._cuts(line.text), (len(line.text), len(line.text))]:
            if line.text[since:at].strip():
                inner, _ = cut_pieces(page.raw, line.text, line.pieces, since, at)
                out.append(Part(place, line.text[since:at].strip(), inner))
            since = end
    return out


def align(truth: dict, parts: list[Part]) -> list[Element]:
    """Place every part in the truth; where a line could be headline or body it goes with its neighbours."""
    els, placed = place_lines(truth, [p.text for p in parts])
    for part, p in zip(parts, placed, strict=True):
        if p:
            part.element, part.start = p.element, p.start
    flats = [flat(p.text) for p in parts]
    bare = [DASH.sub("", x) for x in flats]
    for _ in range(3):
        held = {(p.element, p.start) for p in parts}
        for k, part in enumerate(parts):
            if part.element >= 0 and els[part.element].kind in (*HEADS, "loose", "byline"):
                continue
            for n, e in enumerate(els):
                if e.kind not in HEADS[:3] or len(bare[k]) < 2 or bare[k] not in e.text:
                    continue
                text = flats[k] if flats[k] in e.text else bare[k]
                at = e.text.find(text)
                near = [
                    j
                    for j in (k - 1, k + 1)
                    if 0 <= j < len(parts) and parts[j].element == n
                    and parts[j].start == (at + len(text) if j > k else at - len(flats[j]))
                ]  # fmt: skip
                if near or (text == e.text and (n, at) not in held and len(text) > 3):
                    part.element, part.start = n, at
                    held.add((n, at))
                    break
    return els


def prepare(sample: bench.Sample) -> tuple[list[Part], list[Element], dict[int, list[tuple[int, int, int, str]]]]:
    parts = parts_of(sample.page)
    els = align(sample.truth, parts)
    of: dict[int, list[tuple[int, int, int, str]]] = {}
    for part in parts:
        e = els[part.element] if part.element >= 0 else None
        kind = "" if e is None else "headline" if e.kind == "headline_any" else e.kind
        for line, start, end in part.pieces:
            of.setdefault(line, []).append((start, end, e.article if e else -1, kind))
    return parts, els, of


def oracle(sample: bench.Sample, rng: random.Random | None) -> Sample:
    """The page with its true bodies, its true display lines as blocks; with damage if there is an `rng`."""
    page = sample.page
    parts, els, of = prepare(sample)
    verdicts = {b.pieces[0]: b for b in BuildParagraphs()(page).blocks if b.role is Role.HEADLINE}
    shown: list[tuple[int, list[Part], bool]] = []
    bodies: dict[int, dict[int, list[Part]]] = {}
    seen: set[tuple[int, int]] = set()
    last = (-1, "")
    for part in parts:
        if part.element < 0:
            last = (-1, "")
            continue
        e = els[part.element]
        noise = rng and (e.kind == "subhead" or e.article < 0) and len(e.text) < 20 and rng.random() < 0.12
        if noise or (e.article >= 0 and e.kind in HEADS):
            if not noise and (part.element, part.start) in seen:
                continue
            seen.add((part.element, part.start))
            now = (e.article, "noise" if noise else "head")
            if shown and shown[-1][0] == part.place:
                shown[-1][1].append(part)
            else:
                shown.append((part.place, [part], now == last))
            last = now
        elif e.article >= 0 and e.kind in ("paragraph", "subhead", "list_item"):
            bodies.setdefault(e.article, {}).setdefault(e.order, []).append(part)
            last = (e.article, "body")
        else:
            last = (-1, "")
    blocks: list[Block] = []
    for place, own, on in shown:
        pieces = tuple(p for x in own for p in x.pieces)
        text = page.lines[place].text
        at, end = text.index(own[0].text), text.rindex(own[-1].text) + len(own[-1].text)
        odds = 0.9
        known = verdicts.get(pieces[0])
        if known and rng:
            on, odds = known.starts == "cut", known.confidence
        elif rng:
            odds = rng.choice([0.6, 0.8, 0.95])
            on = on if rng.random() > 0.1 else not on
        blocks.append(Block(text[at:end], pieces, Role.HEADLINE, None, "cut" if on else "whole", "whole", odds))
    articles: list[tuple[int, Article]] = []
    carry = False
    for a in sorted(bodies):
        body = []
        for order in sorted(bodies[a]):
            own = sorted(bodies[a][order], key=lambda p: p.start)
            pieces = tuple(p for x in own for p in x.pieces)
            body.append(Block("".join(x.text for x in own), pieces, Role.PARAGRAPH))
        if carry:
            articles[-1] = (articles[-1][0], Article(body=(*articles[-1][1].body, *body)))
            carry = False
        elif rng and len(body) > 2 and rng.random() < 0.12:
            cut = rng.randrange(1, len(body))
            articles += [(a, Article(body=tuple(body[:cut]))), (-2, Article(body=tuple(body[cut:])))]
        else:
            articles.append((a, Article(body=tuple(body))))
            carry = bool(rng and rng.random() < 0.05)
    page = page.replace(blocks=tuple(blocks), articles=tuple(x for _, x in articles))
    name = f"{sample.name}/{sample.raw}"
    return Sample(name, sample.held_out, page, sample.truth, of, [a for a, _ in articles])


def real(sample: bench.Sample) -> Sample:
    """The page as the stages before this one really leave it."""
    _, _, of = prepare(sample)
    page = (BuildParagraphs() | LabelBlocks() | SeparateArticles())(sample.page)
    out = Sample(f"{sample.name}/{sample.raw}", sample.held_out, page, sample.truth, of, [])
    claimed: dict[int, tuple[int, int]] = {}
    for k, article in enumerate(page.articles):
        votes: Counter = Counter()
        for b in article.body:
            votes[out.whose(b.pieces)[0]] += len(b.text)
        whose, size = votes.most_common(1)[0] if votes else (-1, 0)
        out.story.append(whose if whose >= 0 else -2)
        if whose >= 0:
            if whose in claimed and claimed[whose][1] >= size:
                out.story[k] = -2  # a torn-off part of an article: it should get no headline
            else:
                if whose in claimed:
                    out.story[claimed[whose][0]] = -2
                claimed[whose] = (k, size)
    return out


def whose(sample: Sample, scene: Scene, unit: int) -> tuple[int, str] | None:
    """The true article and role of a unit, or None where it is no display type."""
    article, kind = sample.whose(scene.units[unit].pieces)
    return (article, kind) if article >= 0 and kind in HEADS else None


def pairs(sample: Sample, model: str) -> tuple[list[dict[str, float]], list[int]]:
    """The cues of each group and candidate story of a page, and whether the story is right."""
    scene = read_scene(sample.page)
    if not scene.units:
        return [], []
    weigher = Weigher.of(scene)
    if model == "order":
        arrange(weigher)
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
    weigher = arrange(Weigher.of(scene))
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
    scene = read_scene(sample.page)
    if not scene.units:
        return [], []
    weigher = Weigher.of(scene)
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
    placing = Placing(groups, mates, [], Assignment((), {}, 0.0))
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
    out |= {c: w for c, w in BY_HAND.items() if c in out}
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

    prior = np.array([PRIOR.get(c, 0.0) for c in names])

    def loss(w):
        off = w - prior
        total, grad = 0.5 / strength * (off @ off), off / strength
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
        raw = s.name.split("/")[1]
        side = "held out" if s.held_out else "fitted"
        for key in (f"{raw} {side}", f"press {side}" if raw != "lines" else f"jingbao {side}"):
            by.setdefault(key, Counter()).update(c)
    return {k: score.figures(c) for k, c in sorted(by.items())}


def write(models: dict[str, dict[str, float]], header: list[str]) -> None:
    rows = [f"# {line}".rstrip() for line in header]
    for model, table in models.items():
        rows += [f"{model}\t{cue}\t{weight:.3f}" for cue, weight in sorted(table.items())]
    TABLE.write_text("\n".join(rows) + "\n", "utf-8")
    headlines.weights.cache_clear()


def fit(kinds: dict[str, list[Sample]]) -> None:
    train = [s for samples in kinds.values() for s in samples if not s.held_out]
    models: dict[str, dict[str, float]] = {}
    header = [
        "Weights of the cues that place headlines, in log-odds: model, cue, weight. Made by tools/fit_headlines.py.",
        f"{date.today()}: {len(train)} pages fitted (bodies from the truth, with damage, as the stages leave them);",
        "every third page folder held out. Weights of what the pages hardly show are set by hand: PRIOR and BY_HAND.",
    ]
    choices = [c for s in train for c in role_samples(s)]
    models["role"] = fit_choice(choices, 1.0)
    print("role", len(choices), "groups")
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
    xs, ys = [], []
    for s in train:
        for x, y in (apart_samples(s), torn_samples(s)):
            xs += x
            ys += y
    models["apart"], accuracy = fit_binary(xs, ys, 0.5)
    print("apart", len(xs), sum(ys), "accuracy", round(accuracy, 4))
    write(models, header)
    for kind, samples in kinds.items():
        found = evaluate([s for s in samples if s.held_out])
        for key in ("press held out", "jingbao held out"):
            parts = f", kickers and decks {found[key]['parts']:.3f}" if found[key]["parts"] else ""
            header.append(f"{kind}, {key}: headline F1 {found[key]['headline']:.3f}{parts}")
    write(models, header)


def figures(kinds: dict[str, list[Sample]]) -> None:
    for kind, samples in kinds.items():
        print(kind)
        for key, f in evaluate(samples).items():
            print(f"  {key:24} headline {f['headline']:.4f} parts {f['parts'] or 0:.4f} perfect {f['perfect']:.4f}")


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--no-fit", action="store_true")
    a = ap.parse_args()
    pages = [s for s in bench.samples() if not s.name.startswith("v")]
    kinds = {
        "oracle": [oracle(s, None) for s in pages],
        "damaged": [oracle(s, random.Random(s.name + s.raw)) for s in pages],
        "real": [real(s) for s in pages],
    }
    if not a.no_fit:
        fit(kinds)
    figures(kinds)


if __name__ == "__main__":
    main()
