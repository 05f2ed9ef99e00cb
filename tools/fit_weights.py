"""Fit the networks that the package ships, and those that tools/cross_validate.py needs:

    PAPERCUT_BENCH=DIR python tools/fit_weights.py WORK [--fold 0|1|2|all …] [--composed N] [--write]

A fold's networks are fitted on the pages of the other folds (`bench.known`), those of `all` on every page. The steps:

1. Pages are composed of the stories of the other folds' press pages: N in WORK/composed/FOLD/press, by
   tools/compose/make.py, which has needs of its own; `--compose-with` names another Python for it.
2. Line networks are fitted on the bench pages, the composed ones, mixed pages of 晶報, and pages damaged as by OCR:
   WORK/lines-FOLD.npz.
3. The pages of each fold, and composed pages, are labelled by line networks that have not seen them; on the fragments
   that come of it the networks of links are fitted: WORK/links-FOLD.npz.

What stands in WORK already is not made again: take away what is to be fitted anew. What a step needs is made first;
links need the line networks of all three folds. WORK/held-out.json keeps the figures on held-out pages, which the
archives repeat. `--write` puts the networks of `all` into the package. `--quick` tries the machinery on a
few pages, in WORK/quick. Two processes of one thread each. Needs torch.
"""

from __future__ import annotations

import argparse
import datetime
import json
import multiprocessing
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import bench
import fit_links
import mixed
import nets
import noise
import torch
from bench import Sample
from gathered import ALL, FOLDS, ORDER, ROOT, Plan, compose, composed, given, prepare

from papercut.solve.net import read_nets
from papercut.solve.stitch import read_link_nets

SHIPPED = ROOT / "src/papercut/solve/weights"
LAST_REPEAT, LAST_COMPOSED = {"seed": 60}, 400
"""The short last round of the networks that ship: all pages of the bench, the seed so often, some composed ones."""
EPOCHS = 5
LINE_SEEDS = {"0": (0, 1), "1": (0, 1), "2": (0, 1), ALL: (0, 1, 2)}
LINK_SEEDS = (0, 1)
MIXED, NOISY, LINKED, NOISY_LINKS = 900, 300, 1200, 150
"""Mixed pages and damaged ones for a line network; composed and damaged texts whose links are learned from, a fold."""
LINE_REPEAT = {"jingbao": 6, "seed": 10}
LINK_REPEAT = {"seed": 3}
"""Each page of the press set is there in seven raw texts or eight, each of the others in one."""
SCRAMBLED = ("pdftotext", "pdftotext-layout", "ocr-tesseract")
"""Raw texts that are not damaged further."""


def known(data: Sequence[Sample], fold: str) -> list[Sample]:
    return [s for s in data if fold == ALL or bench.known(s, int(fold))]


def line_net(job: tuple[Plan, str, int]) -> nets.Fitted:
    """One line network."""
    plan, fold, seed = job
    data = given(plan)
    own, made = known(data, fold), composed(plan, fold)
    # without the mixed pages, which differ by seed: a fold's networks share their vocabulary
    rows = nets.vocabulary(own + made)
    more = mixed.mixed([s for s in own if s.set == "jingbao"], 3 if plan.quick else MIXED, seed)
    more += damaged(own + made, 3 if plan.quick else NOISY, seed)
    items = [item for s in own for item in [nets.item_of(s, rows)] * LINE_REPEAT.get(s.set, 1)]
    items += [nets.item_of(s, rows) for s in made + more]
    last = []
    if fold == ALL:  # keeps the seed right, the only page of its kind, among thousands of others
        some = random.Random(seed).sample(made, min(LAST_COMPOSED, len(made)))
        last = [item for s in own + some for item in [nets.item_of(s, rows)] * LAST_REPEAT.get(s.set, 1)]
    found = nets.Fitted(nets.fit_one(items, len(rows), 1 if plan.quick else EPOCHS, seed, last=last), rows)
    if fold != ALL:
        print(f"lines, fold {fold}, seed {seed}:", shown(line_errors(plan, fold, nets.pack([found], ""))), flush=True)
    return found


def damaged(data: Sequence[Sample], count: int, seed: int) -> list[Sample]:
    """So many of the press pages as an OCR engine might have read them."""
    return noise.noisy([s for s in data if s.set == "press" and s.raw not in SCRAMBLED], count, seed)


def line_errors(plan: Plan, fold: str, archive: bytes) -> dict[str, float]:
    """Shares of body and display lines of the fold's pages with a wrong label, by raw text."""
    return nets.line_errors(read_nets(archive), [s for s in given(plan) if not bench.known(s, int(fold))])


def fold_cases(job: tuple[Plan, str]) -> dict[str, list[fit_links.Case]]:
    """The cases for links by this fold's line networks: from pages of the bench by set, and from `composed` pages.

    The composed pages are those for the fold before this one: these networks were fitted on others.
    """
    plan, fold = job
    torch.set_num_threads(1)
    by = read_nets(plan.archive("lines", fold).read_bytes())
    out: dict[str, list[fit_links.Case]] = {"composed": []}
    for s in given(plan):
        if (s.set == "seed" or not bench.known(s, int(fold))) and (case := fit_links.case_of(s, by)):
            out.setdefault(s.set, []).append(case)
    made = composed(plan, before(fold))
    made = random.Random(fold).sample(made, min(LINKED, len(made)))
    for s in made + damaged(made, 3 if plan.quick else NOISY_LINKS, int(fold)):
        if case := fit_links.case_of(s, by):
            out["composed"].append(case)
    return out


def before(fold: str) -> str:
    return FOLDS[int(fold) - 1]


CASES: dict[str, dict[str, list[fit_links.Case]]] = {}
"""By the fold whose line networks labelled them; filled before the processes that fit links are forked."""


def link_net(job: tuple[Plan, str, int]) -> fit_links.Arrays:
    """One network of links: from the other folds' pages, and from the pages composed for this fold."""
    plan, fold, seed = job
    torch.set_num_threads(1)
    cases: list[fit_links.Case] = []
    for other, found in CASES.items():
        if other != fold:
            cases += [c for name in bench.RAWS for c in found.get(name, ()) for _ in range(LINK_REPEAT.get(name, 1))]
        if fold in (ALL, before(other)):
            cases += found["composed"]
    return fit_links.fit_one(cases, seed, 1 if plan.quick else fit_links.EPOCHS)


def fit_lines(plan: Plan, folds: Sequence[str]) -> None:
    """The line networks of these folds, into WORK."""
    jobs = [(plan, fold, seed) for fold in folds for seed in LINE_SEEDS[fold][: 1 if plan.quick else None]]
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        found = dict(zip([(fold, seed) for _, fold, seed in jobs], pool.map(line_net, jobs, 1), strict=True))
    for fold in folds:
        own = [net for (of, _), net in found.items() if of == fold]
        if fold != ALL:
            note(plan, "lines", fold, line_errors(plan, fold, nets.pack(own, "")))
        plan.archive("lines", fold).write_bytes(nets.pack(own, made(plan, "lines", fold)))


def fit_link_nets(plan: Plan, folds: Sequence[str]) -> None:
    """The networks of links of these folds, into WORK."""
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        for fold, cases in zip(FOLDS, pool.imap(fold_cases, [(plan, fold) for fold in FOLDS]), strict=True):
            CASES[fold] = cases
    jobs = [(plan, fold, seed) for fold in folds for seed in LINK_SEEDS]
    with multiprocessing.get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        found = dict(zip([(fold, seed) for _, fold, seed in jobs], pool.map(link_net, jobs, 1), strict=True))
    for fold in folds:
        own = [net for (of, _), net in found.items() if of == fold]
        if fold != ALL:
            test = [c for name, cases in CASES[fold].items() if name not in ("seed", "composed") for c in cases]
            note(plan, "links", fold, fit_links.link_errors(read_link_nets(fit_links.pack(own, "")), test))
        plan.archive("links", fold).write_bytes(fit_links.pack(own, made(plan, "links", fold)))


def figures(plan: Plan) -> dict[str, dict[str, dict[str, float]]]:
    """Errors on held-out pages, by kind of networks, fold and raw text, as WORK/held-out.json has them."""
    path = plan.work / "held-out.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}  # type: ignore[no-any-return]


def note(plan: Plan, kind: str, fold: str, errors: dict[str, float]) -> None:
    """Keep the errors in WORK/held-out.json, and print them."""
    every = figures(plan)
    every.setdefault(kind, {})[fold] = errors
    (plan.work / "held-out.json").write_text(json.dumps(every, indent=1), "utf-8")
    print(f"{kind}, fold {fold}: {shown(errors)}", flush=True)


def shown(errors: dict[str, float]) -> str:
    return ", ".join(f"{raw} {x:.4f}" for raw, x in errors.items())


def made(plan: Plan, kind: str, fold: str) -> str:
    """What an archive says of itself: the day, the data, and the errors on held-out pages."""
    pages = len({(s.set, s.name) for s in known(given(plan), fold)})
    # links of `all` learn from the pages composed for each fold
    count = len(FOLDS) * plan.composed if (kind, fold) == ("links", ALL) else plan.composed
    errors = figures(plan).get(kind, {})
    by = "; ".join(f"fold {f}: {shown(errors[f])}" for f in ((fold,) if fold != ALL else FOLDS) if f in errors)
    what = "lines with a wrong label" if kind == "lines" else "fragments with a wrong predecessor"
    data = f"{pages} pages of the bench, {count} composed"
    return f"{datetime.date.today()}; {data}; {what} on pages that the networks had not seen: {by}"


def make(plan: Plan, folds: Sequence[str]) -> None:
    """All that these folds need and WORK lacks."""
    lines = [f for f in ORDER if f in {*folds, *FOLDS} and not plan.archive("lines", f).exists()]
    links = [f for f in ORDER if f in folds and not plan.archive("links", f).exists()]
    if not lines and not links:
        return
    # links of any fold need composed pages of all three
    wanted = [f for f in ORDER if f in lines or (links and f != ALL)]
    for fold in wanted:
        compose(plan, fold)
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        for fold, count in pool.imap(prepare, [(plan, f) for f in [None, *wanted]]):
            print(f"{count} texts, {'bench' if fold is None else f'composed for {fold}'}", flush=True)
    if lines:
        fit_lines(plan, lines)
    if links:
        fit_link_nets(plan, links)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("work", type=Path, metavar="WORK", help="a folder for what is made on the way")
    ap.add_argument("--fold", nargs="+", choices=ORDER, default=[*ORDER], help="default: all four")
    ap.add_argument("--composed", type=int, default=600, metavar="N", help="composed pages a fold (default 600)")
    ap.add_argument("--compose-with", default=sys.executable, metavar="PYTHON", help="a Python for composing pages")
    ap.add_argument("--modules", type=Path, help="a node_modules folder with pdfjs-dist, for composing pages")
    ap.add_argument("--write", action="store_true", help="put the networks of `all` into the package")
    ap.add_argument("--quick", action="store_true", help="one epoch on a few pages, to try the machinery")
    a = ap.parse_args()
    if a.write and (a.quick or ALL not in a.fold):
        ap.error("--write puts the networks of `all` into the package, fitted in full")
    plan = Plan(a.work / "quick" if a.quick else a.work, a.composed, a.compose_with, a.modules, a.quick)
    plan.work.mkdir(parents=True, exist_ok=True)
    make(plan, a.fold)
    if a.write:
        for kind in ("lines", "links"):
            shutil.copyfile(plan.archive(kind, ALL), SHIPPED / f"{kind}.npz")


if __name__ == "__main__":
    main()
