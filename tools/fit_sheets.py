"""Fit the networks for pages with geometry, those that the package ships and those of the folds:

    PAPERCUT_BENCH=DIR python tools/fit_sheets.py WORK [--fold 0|1|2|all …] [--write]

WORK is the folder of tools/fit_weights.py, which composes the pages (WORK/composed); its steps are those of that tool,
on other pages: the PDF pages of the bench and composed ones, each also as a text recogniser might have read it
(tools/blur.py), as poppler's -layout gives it, and as a clipping; and the OCR output of the bench.
WORK/sheet-lines-FOLD.npz and WORK/sheet-links-FOLD.npz come of it, what stands there already is not made again, and
`--write` puts those of `all` into the package. Two processes of one thread each. Needs torch, pypdfium2 and rapidfuzz.
"""

from __future__ import annotations

import argparse
import datetime
import multiprocessing
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import bench
import blur
import fit_links
import nets
import torch
from align import place_lines
from bench import Sample
from fit_weights import SHIPPED, before, figures, known, note, shown
from gathered import ALL, FOLDS, ORDER, Plan, kept

from papercut.readers import read
from papercut.readers.sheet import page_of_lines
from papercut.solve.net import read_nets
from papercut.solve.stitch import read_link_nets

EPOCHS = 7
LINE_SEEDS = {"0": (0, 1), "1": (0, 1), "2": (0, 1), ALL: (0, 1, 2)}
LINK_SEEDS = (0, 1, 2, 3)
DROP = 0.3
"""Links of pages with geometry see more and have fewer cases to learn from."""
BLURS, BLURS_OF_BENCH = 1, 4
"""So many blurred readings of each composed page, and of each page of the bench."""
REPEAT = {"page.pdf": 2, "ocr-tesseract.hocr": 4, "ocr-rapidocr.json": 4, "pdftotext-layout.txt": 2}
"""How often a page of the bench counts for lines; a blurred one counts once."""
REPEAT_LINKS = {"page.pdf": 2, "ocr-tesseract.hocr": 5, "ocr-rapidocr.json": 5, "pdftotext-layout.txt": 2}
BLURRED = "ocr-blurred"


def sheets(job: tuple[Path | None, int, int]) -> list[Sample]:
    """The samples of every so many-th page of the bench, or of composed pages under a folder."""
    root, start, step = job
    out: list[Sample] = []
    for k, folder in list(enumerate(bench.folders("press", root)))[start::step]:
        truth = bench.load_truth(folder)
        page = read(folder / "raw/page.pdf")
        out.append(bench.sample_of("press", "page.pdf", folder.name, k, bench.front(page), truth))
        for n in range(BLURS if root else BLURS_OF_BENCH):
            blurred = bench.front(blur.blurred(page, random.Random(10 * k + n)))
            out.append(bench.sample_of("press", BLURRED, folder.name, k, blurred, truth))
        for raw in bench.SHEETS["press"][1:]:
            if (path := folder / "raw" / raw).exists() and (page := bench.front(read(path))).printed:
                out.append(bench.sample_of("press", raw, folder.name, k, page, truth))
    return out


def clips(job: tuple[Path | None, int, int]) -> list[Sample]:
    """The same of clippings: one or two articles of a page, every other one blurred."""
    root, start, step = job
    out: list[Sample] = []
    for k, folder in list(enumerate(bench.folders("press", root)))[start::step]:
        truth, page, rng = bench.load_truth(folder), read(folder / "raw/page.pdf"), random.Random(k)
        elements, places = place_lines(truth, [line.text for line in page.lines])
        own = [elements[p.element].article if p else -1 for p in places]
        wanted = set(rng.sample(sorted({*own} - {-1}), min(rng.choice((1, 1, 2)), len({*own} - {-1}))))
        there = [line.number - 1 for line, article in zip(page.lines, own, strict=True) if article in wanted]
        if len(there) < 2:
            continue
        clip = page_of_lines([(page.raw[n], page.printed[n]) for n in there], page.source, page.drawn)
        if rng.random() < 0.5:
            clip = blur.blurred(clip, rng)
        raw = BLURRED if clip.source.unit == "px" else "page.pdf"
        out.append(bench.sample_of("press", raw, folder.name, k, bench.front(clip), truth))
    return out


def gathered(plan: Plan, fold: str | None) -> list[Sample]:
    """The samples of the pages composed for a fold, or (None) of the bench."""
    root = None if fold is None else plan.work / "composed" / fold

    def make() -> list[Sample]:
        with multiprocessing.Pool(2) as pool:
            return [s for part in pool.imap(sheets, [(root, k, 8) for k in range(8)]) for s in part]

    return kept(plan.work / f"sheets-{fold or 'bench'}.pickle", root or bench.bench(), make)


def clipped(plan: Plan, fold: str | None) -> list[Sample]:
    """The clippings of the same pages."""
    root = None if fold is None else plan.work / "composed" / fold

    def make() -> list[Sample]:
        with multiprocessing.Pool(2) as pool:
            return [s for part in pool.imap(clips, [(root, k, 8) for k in range(8)]) for s in part]

    return kept(plan.work / f"clips-{fold or 'bench'}.pickle", root or bench.bench(), make)


def line_net(job: tuple[Plan, str, int]) -> nets.Fitted:
    """One line network."""
    plan, fold, seed = job
    own, made = known(gathered(plan, None), fold), gathered(plan, fold)
    rows = nets.vocabulary(own + made)
    items = [item for s in own for item in [nets.item_of(s, rows)] * REPEAT.get(s.raw, 1)]
    items += [nets.item_of(s, rows) for s in made]
    items += [nets.item_of(s, rows) for s in known(clipped(plan, None), fold) + clipped(plan, fold)]
    return nets.Fitted(nets.fit_one(items, len(rows), EPOCHS, seed), rows)


def fold_cases(job: tuple[Plan, str]) -> dict[str, list[fit_links.Case]]:
    """The cases for links by this fold's line networks, as in tools/fit_weights.py."""
    plan, fold = job
    torch.set_num_threads(1)
    by = read_nets(plan.archive("sheet-lines", fold).read_bytes())
    held = [s for s in gathered(plan, None) if not bench.known(s, int(fold)) and s.raw != BLURRED]
    return {
        "bench": [c for s in held if (c := fit_links.case_of(s, by))],
        "composed": [c for s in gathered(plan, before(fold)) if (c := fit_links.case_of(s, by))],
    }


CASES: dict[str, dict[str, list[fit_links.Case]]] = {}
"""By the fold whose line networks labelled them; filled before the processes that fit links are forked."""


def link_net(job: tuple[str, int]) -> fit_links.Arrays:
    """One network of links: from the other folds' pages, and from the pages composed for this fold."""
    fold, seed = job
    torch.set_num_threads(1)
    cases: list[fit_links.Case] = []
    for other, found in CASES.items():
        if other != fold:
            cases += [c for c in found["bench"] for _ in range(REPEAT_LINKS[c.raw])]
        if fold in (ALL, before(other)):
            cases += found["composed"]
    return fit_links.fit_one(cases, seed, drop=DROP)


def fit_lines(plan: Plan, folds: Sequence[str]) -> None:
    jobs = [(plan, fold, seed) for fold in folds for seed in LINE_SEEDS[fold]]
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        found = dict(zip([(fold, seed) for _, fold, seed in jobs], pool.map(line_net, jobs, 1), strict=True))
    for fold in folds:
        own = [net for (of, _), net in found.items() if of == fold]
        if fold != ALL:
            held = [s for s in gathered(plan, None) if not bench.known(s, int(fold)) and s.raw != BLURRED]
            note(plan, "sheet-lines", fold, nets.line_errors(read_nets(nets.pack(own, "")), held))
        plan.archive("sheet-lines", fold).write_bytes(nets.pack(own, made(plan, "sheet-lines")))


def fit_link_nets(plan: Plan, folds: Sequence[str]) -> None:
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        CASES.update(zip(FOLDS, pool.imap(fold_cases, [(plan, fold) for fold in FOLDS]), strict=True))
    jobs = [(fold, seed) for fold in folds for seed in LINK_SEEDS]
    with multiprocessing.get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        found = dict(zip(jobs, pool.map(link_net, jobs, 1), strict=True))
    for fold in folds:
        own = [net for (of, _), net in found.items() if of == fold]
        if fold != ALL:
            errors = fit_links.link_errors(read_link_nets(fit_links.pack(own, "")), CASES[fold]["bench"])
            note(plan, "sheet-links", fold, errors)
        plan.archive("sheet-links", fold).write_bytes(fit_links.pack(own, made(plan, "sheet-links")))


def made(plan: Plan, kind: str) -> str:
    """What an archive says of itself: the day, the data, and the errors on held-out pages."""
    errors = figures(plan).get(kind, {})
    by = "; ".join(f"fold {f}: {shown(errors[f])}" for f in FOLDS if f in errors)
    what = "lines with a wrong label" if kind == "sheet-lines" else "fragments with a wrong predecessor"
    data = f"PDF pages and OCR output of the bench, {plan.composed} composed pages a fold, blurred ones of both"
    return f"{datetime.date.today()}; {data}; {what} on pages that the networks had not seen: {by}"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("work", type=Path, metavar="WORK", help="the folder of tools/fit_weights.py")
    ap.add_argument("--fold", nargs="+", choices=ORDER, default=[*ORDER], help="default: all four")
    ap.add_argument("--write", action="store_true", help="put the networks of `all` into the package")
    a = ap.parse_args()
    lacking = [f for f in ORDER if not (a.work / "composed" / f / "press").is_dir()]
    if lacking:
        ap.error(f"{a.work} has no composed pages for {', '.join(lacking)}: run tools/fit_weights.py first")
    plan = Plan(a.work, len(list((a.work / "composed" / "0" / "press").iterdir())), "", None, False)
    for fold in (None, *ORDER):
        print(f"{len(gathered(plan, fold))} texts, {len(clipped(plan, fold))} clippings, {fold or 'bench'}", flush=True)
    # links of any fold need the line networks of all three
    lines = [f for f in ORDER if f in {*a.fold, *FOLDS} and not plan.archive("sheet-lines", f).exists()]
    links = [f for f in ORDER if f in a.fold and not plan.archive("sheet-links", f).exists()]
    if lines:
        fit_lines(plan, lines)
    if links:
        fit_link_nets(plan, links)
    if a.write:
        for kind in ("sheet-lines", "sheet-links"):
            shutil.copyfile(plan.archive(kind, ALL), SHIPPED / f"{kind}.npz")


if __name__ == "__main__":
    main()
