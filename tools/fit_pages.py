"""Fit the line networks on composed pages: `python tools/fit_pages.py WORK STEP …`, in steps that leave files in WORK.

    gather PAGES…        read the pages composed under each folder (tools/compose/make.py --stories), label their lines
                         from their truth, and keep what is seen of the lines: WORK/gathered/*.pickle
    lines text|sheet     fit one network on what was gathered: WORK/lines.npz or WORK/sheet-lines.npz; with --begin FILE
                         that network is fitted on, on some of it and the pages of the bench that --also names
    links text|sheet PAGES…   label pages composed under other folders with that network, and fit the networks of links
                         on the fragments that come of it: WORK/links.npz or WORK/sheet-links.npz

No page of the bench takes part but those named by --also (晶報 and the seed, of which nothing can be composed), so that
what is measured on the bench is measured on pages that no weight saw. Needs torch.
"""

from __future__ import annotations

import argparse
import datetime
import multiprocessing
import pickle
import random
import sys
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import bench
import blur
import fit_links
import mixed
import nets
import noise
import numpy as np
from align import place_lines
from bench import Sample

from papercut.model.page import Page
from papercut.readers import read, read_text
from papercut.readers.printed_page import page_of_lines
from papercut.solver.lines.label_chain import TAGS, Tag
from papercut.solver.lines.line_features import FIELDS
from papercut.solver.lines.network import LineNetworks, read_nets
from papercut.solver.weights_archive import read_arrays

TEXTS = ("pdfminer", "pdftotext", "pymupdf", "pdftotext-raw", "pdfium", "pdfjs", "pdftotext-layout")
SOME = 5
"""So many of a page's raw texts are taken."""
DAMAGED = 0.25
"""The share of pages of which one text is taken as a recogniser would have read it."""
BLURRED = "ocr-blurred"
CLIPPED = 0.4
"""The share of pages of which a clipping is taken: what stands alone on a page is no furniture."""
FIRST = 120
"""So many pages make the vocabulary."""
MIXED = 900
"""So many pages are mixed from those of 晶報."""
REPEAT = {"lines": 12, "seed": 60, "ocr-tesseract.hocr": 6, "ocr-rapidocr.json": 6, "ocr-tesseract": 6}
OFTEN = 3
"""How often a page of the bench counts, by its raw file: there are few of some; and that of all others."""
AGAIN = 0.3
"""The share of what was gathered on which a network is fitted on."""
KEPT = 5.0
"""Nats that speak against furniture on text alone: nothing but its words tells a notice from a brief there, composed
pages have many more notices than papers do, and a brief that is set aside costs more than a notice that is kept."""
EPOCHS = 7
Rows = dict[tuple[str, str], int]


def text_samples(folder: Path, rng: random.Random) -> list[Sample]:
    """Some of a page's raw texts, one of them damaged now and then."""
    truth = bench.load_truth(folder)
    there = [raw for raw in TEXTS if (folder / f"raw/{raw}.txt").exists()]
    out = []
    for raw in rng.sample(there, min(SOME, len(there))):
        page = bench.front(read(folder / f"raw/{raw}.txt"))
        out.append(bench.sample_of("press", raw, folder.name, 0, page, truth))
    plain = [s for s in out if s.raw != "pdftotext-layout"]  # whose lines hold one column
    if rng.random() < CLIPPED:
        out += text_clipping(rng.choice(plain), rng)
    if rng.random() < DAMAGED:
        out += noise.noisy([s for s in plain if s.raw != "pdftotext"], 1, rng.randrange(1 << 30))
    return out


def text_clipping(s: Sample, rng: random.Random) -> list[Sample]:
    """The lines of one or two articles of a text, as somebody copies them: what stands alone is no notice."""
    own = [s.elements[place.element].article if place else -1 for place in s.places]
    there = sorted({*own} - {-1})
    wanted = set(rng.sample(there, min(rng.choice((1, 1, 1, 2)), len(there))))
    numbers = [line.number for line, article in zip(s.page.lines, own, strict=True) if article in wanted]
    if not numbers:
        return []
    raw = s.page.raw
    lines = [text for n in numbers for text in ([""] if n > 1 and not raw[n - 2].strip() else []) + [raw[n - 1]]]
    page = bench.front(read_text("\n".join(lines) + "\n"))
    return [bench.sample_of("press", s.raw, s.name, 0, page, s.truth)] if page.lines and not page.placed else []


def sheet_samples(folder: Path, rng: random.Random) -> list[Sample]:
    """A page with its geometry: as its PDF has it, as a recogniser would, and a clipping."""
    truth = bench.load_truth(folder)
    page = read(folder / "raw/page.pdf")
    out = [bench.sample_of("press", "page.pdf", folder.name, 0, bench.front(page), truth)]
    out.append(bench.sample_of("press", BLURRED, folder.name, 0, bench.front(blur.blurred(page, rng)), truth))
    if rng.random() < CLIPPED:
        out += clipping(folder, page, truth, rng)
    return out


def clipping(folder: Path, page: Page, truth: dict, rng: random.Random) -> list[Sample]:
    """A clipping of a page: one or two of its articles, every other one blurred."""
    elements, places = place_lines(truth, [line.text for line in page.lines])
    own = [elements[p.element].article if p else -1 for p in places]
    wanted = set(rng.sample(sorted({*own} - {-1}), min(rng.choice((1, 1, 2)), len({*own} - {-1}))))
    there = [line.number - 1 for line, article in zip(page.lines, own, strict=True) if article in wanted]
    if len(there) < 2:
        return []
    clip = page_of_lines([(page.raw[n], page.printed[n]) for n in there], page.source, page.drawn)
    if rng.random() < 0.5:
        clip = blur.blurred(clip, rng)
    raw = BLURRED if clip.source.unit == "px" else "page.pdf"
    return [bench.sample_of("press", raw, folder.name, 0, bench.front(clip), truth)]


def gathered(job: tuple[Path, Rows | None]) -> dict[str, list[object]]:
    """What is seen of a page's lines: as items where the vocabulary is known, else as samples' codes."""
    folder, rows = job
    rng = random.Random(f"{folder.parent.parent.name}/{folder.name}")
    out: dict[str, list[object]] = {}
    for kind, make in (("text", text_samples), ("sheet", sheet_samples)):
        try:
            found = make(folder, rng)
        except Exception:  # a page that cannot be read is told, and left out
            print(folder, traceback.format_exc(limit=3), file=sys.stderr, flush=True)
            continue
        out[kind] = [s.views.codes if rows is None else compact(nets.item_of(s, rows), s) for s in found]
    return out


def compact(item: nets.Item, s: Sample) -> tuple[str, nets.Item]:
    item.codes, item.numbers = item.codes.astype(np.int16), item.numbers.astype(np.float16)
    item.tags = item.tags.astype(np.int8)
    return s.raw, item


def vocabulary(work: Path, folders: Sequence[Path]) -> Rows:
    path = work / "vocabulary.pickle"
    if not path.exists():
        seen: Counter[tuple[str, str]] = Counter()
        with multiprocessing.Pool(2) as pool:
            for found in pool.imap_unordered(gathered, [(f, None) for f in folders[:FIRST]]):
                for codes in (c for many in found.values() for c in many):
                    for line in codes:  # type: ignore[attr-defined]
                        seen.update(zip(FIELDS, line, strict=True))
        kept = sorted(key for key, n in seen.items() if n >= nets.LEAST)
        path.write_bytes(pickle.dumps({key: k for k, key in enumerate(kept)}))
    return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]


def gather(work: Path, pages: Sequence[Path]) -> None:
    for root in pages:
        folders = bench.folders("press", root)
        rows = vocabulary(work, folders)
        out: dict[str, list[object]] = {"text": [], "sheet": []}
        with multiprocessing.Pool(2, maxtasksperchild=200) as pool:
            for n, found in enumerate(pool.imap_unordered(gathered, [(f, rows) for f in folders], 4), 1):
                for kind, items in found.items():
                    out[kind] += items
                if n % 100 == 0:
                    print(datetime.datetime.now().strftime("%H:%M:%S"), root.name, n, flush=True)
        for kind, items in out.items():
            path = work / f"gathered/{kind}-{root.name}.pickle"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(items))
            print(path.name, len(items), flush=True)


def items_of(work: Path, kind: str) -> list[nets.Item]:
    """What was gathered of texts, or of pages with geometry."""
    out: list[nets.Item] = []
    for path in sorted((work / "gathered").glob(f"{kind}-*.pickle")):
        out += [item for _, item in pickle.loads(path.read_bytes())]
    return out


def own_items(
    rows: Rows, kind: str, fold: int | None, sets: Sequence[str], repeat: dict[str, int], mixed_pages: int
) -> list[nets.Item]:  # fmt: skip
    """Pages of the bench (but those of one fold), each so often, and pages mixed from those of 晶報."""
    raws = bench.RAWS if kind == "text" else bench.SHEETS
    samples = list(bench.samples({name: raws[name] for name in sets if name in raws}))
    samples = [s for s in samples if s.set == "seed" or fold is None or s.fold != fold]
    out = [item for s in samples for item in [nets.item_of(s, rows)] * repeat.get(s.raw, OFTEN)]
    papers = [s for s in samples if s.set == "jingbao"]
    out += [nets.item_of(s, rows) for s in mixed.mixed(papers, mixed_pages, 1)] if papers else []
    return out


def fit_lines(
    work: Path, kind: str, fold: int | None, sets: Sequence[str], epochs: int, share: float, begin: Path | None,
    out: Path,
) -> None:  # fmt: skip
    rows = pickle.loads((work / "vocabulary.pickle").read_bytes())
    items = items_of(work, kind)
    items = random.Random(0).sample(items, round(share * len(items)))
    items += own_items(rows, kind, fold, sets, REPEAT, MIXED)
    print(len(items), "texts,", sum(len(i.tags) for i in items), "lines", flush=True)
    arrays = nets.fit_one(items, len(rows), epochs, 0, begin=begun(begin, kind) if begin else None)
    if kind == "text":
        arrays["last-bias"] = arrays["last-bias"].copy()
        arrays["last-bias"][TAGS.index(Tag.FURNITURE)] -= KEPT
    also = f"; of the bench {', '.join(sets)}" if sets else ""
    parts = len(list((work / "gathered").glob(f"{kind}-*.pickle")))
    made = f"{datetime.date.today()}; {len(items)} texts of composed pages ({parts} parts){also}"
    out.write_bytes(nets.pack([nets.Fitted(arrays, rows)], made))


def begun(path: Path, kind: str) -> dict[str, np.ndarray]:
    """The weights of a network that this tool wrote, as they were before furniture was held back."""
    found = read_arrays(path.read_bytes())
    out = {name[2:]: np.array(a) for name, a in found.items() if name.startswith("0/")}
    out["steps"] = np.array(found["steps"])
    if kind == "text":
        out["last-bias"] = out["last-bias"].astype(np.float32)
        out["last-bias"][TAGS.index(Tag.FURNITURE)] += KEPT
    return out


CASES: list[fit_links.Case] = []
"""Filled before the processes that fit links are forked."""
BY: list[LineNetworks] = []
"""The line network that labels pages for links, one in each process."""


def start(path: Path) -> None:
    import torch

    torch.set_num_threads(1)
    BY.append(read_nets(path.read_bytes()))


def cases_of(job: tuple[Path, str]) -> list[fit_links.Case]:
    """The links of a page's texts, or of the page with its geometry."""
    folder, kind = job
    rng = random.Random(f"links {folder.parent.parent.name}/{folder.name}")
    make = text_samples if kind == "text" else sheet_samples
    try:
        return [c for s in make(folder, rng) if (c := fit_links.case_of(s, BY[0]))]
    except Exception:
        print(folder, traceback.format_exc(limit=3), file=sys.stderr, flush=True)
        return []


def bench_cases(job: tuple[str, str, int | None]) -> list[fit_links.Case]:
    """The links of one raw file of every page of a set of the bench, but of those of one fold."""
    name, raw, fold = job
    samples = (s for s in bench.samples({name: [raw]}) if fold is None or s.fold != fold)
    return [c for s in samples if (c := fit_links.case_of(s, BY[0]))]


def fit_link_net(
    work: Path, kind: str, pages: Sequence[Path], fold: int | None, sets: Sequence[str], seeds: Sequence[int], out: Path
) -> None:  # fmt: skip
    lines = work / ("lines.npz" if kind == "text" else "sheet-lines.npz")
    folders = [f for root in pages for f in bench.folders("press", root)]
    cases: list[fit_links.Case] = []
    with multiprocessing.Pool(2, start, (lines,)) as pool:
        for found in pool.imap_unordered(cases_of, [(f, kind) for f in folders], 4):
            cases += found
        raws = bench.RAWS if kind == "text" else bench.SHEETS
        for found in pool.imap_unordered(bench_cases, [(s, raw, fold) for s in sets for raw in raws.get(s, ())]):
            cases += found
    print(len(cases), "texts for links", flush=True)
    cases.sort(key=lambda c: (c.raw, len(c.before)))
    CASES[:] = cases
    with multiprocessing.get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        found = pool.map(one_link_net, [(seed, kind) for seed in seeds], 1)
    made = f"{datetime.date.today()}; {len(cases)} texts of composed pages and of {', '.join(sets) or 'no'} bench"
    out.write_bytes(fit_links.pack(found, made))


def one_link_net(job: tuple[int, str]) -> fit_links.Arrays:
    import torch

    seed, kind = job
    torch.set_num_threads(1)
    return fit_links.fit_one(CASES, seed, drop=0.1 if kind == "text" else 0.2)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("work", type=Path, metavar="WORK")
    steps = ap.add_subparsers(dest="step", required=True)
    step = steps.add_parser("gather")
    step.add_argument("pages", type=Path, nargs="+")
    step = steps.add_parser("lines")
    step.add_argument("kind", choices=("text", "sheet"))
    step.add_argument("--fold", type=int, help="leave out the pages of 晶報 of this fold")
    step.add_argument("--also", nargs="*", default=[], choices=("press", "jingbao", "seed"), help="pages of the bench")
    step.add_argument("--epochs", type=int)
    step.add_argument("--share", type=float, help=f"of what was gathered; {AGAIN} with --begin, else all")
    step.add_argument("--begin", type=Path, help="go on from this network")
    step.add_argument("--out", type=Path)
    step = steps.add_parser("links")
    step.add_argument("kind", choices=("text", "sheet"))
    step.add_argument("pages", type=Path, nargs="+")
    step.add_argument("--fold", type=int, help="leave out the pages of 晶報 of this fold")
    step.add_argument("--also", nargs="*", default=[], choices=("press", "jingbao", "seed"), help="pages of the bench")
    step.add_argument("--seeds", type=int, default=2)
    step.add_argument("--out", type=Path)
    a = ap.parse_args()
    if a.step == "links":
        name = "links" if a.kind == "text" else "sheet-links"
        fit_link_net(a.work, a.kind, a.pages, a.fold, a.also, range(a.seeds), a.out or a.work / f"{name}.npz")
    elif a.step == "gather":
        gather(a.work, a.pages)
    else:
        name = "lines" if a.kind == "text" else "sheet-lines"
        out = a.out or a.work / f"{name}{'' if a.fold is None else f'-{a.fold}'}.npz"
        epochs, share = a.epochs or (2 if a.begin else EPOCHS), a.share or (AGAIN if a.begin else 1.0)
        fit_lines(a.work, a.kind, a.fold, a.also, epochs, share, a.begin, out)


if __name__ == "__main__":
    main()
