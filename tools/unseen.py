"""What papercut reaches on pages that its weights have not seen, beside pages that they have:

    PAPERCUT_BENCH=DIR python tools/unseen.py [WORK] [--json | --update]

Pages of press and 晶報 go through the default pipeline twice: with the weights of the package, which know them (seen),
and with those of WORK, which tools/fit_pages.py fitted without press and without one fold of 晶報 (unseen; of 晶報 only
that fold is shown). The pages of press2 were in no fit, so the package's own weights are shown; those of one source
(`HELD_OUT`), of which no story stood on a page for fitting, once more apart. Figures are those of benchmarks/score.py;
intervals hold 95 of 100 values of a bootstrap over pages. --update writes the tables of docs/accuracy.md, and some rows
into both READMEs. Without WORK the pages of press2 alone are measured, and the other rows stay as they are. Needs
rapidfuzz; some minutes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections import Counter
from pathlib import Path

import bench
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from accuracy import RAW, counts_of, place  # type: ignore[import-not-found]
from score import figures  # type: ignore[import-not-found]

SHOWN = ("perfect", "headline", "parts", "article_f1", "paragraph_f1", "byline")
FOLD = 0
"""The fold of 晶報 that the weights of WORK have not seen."""
HELD_OUT = "chinatimes"
"""The source of which no story was used in any fit."""
BRIEF = {
    "press2/page.pdf": ("PDF", "PDF"),
    "press2/ocr-rapidocr.json": ("scan, read by RapidOCR", "扫描件（RapidOCR 识别）"),
    "press2/pymupdf": ("plain text from PyMuPDF", "PyMuPDF 提取的纯文本"),
    "press2/pdftotext": ("plain text from pdftotext", "pdftotext 提取的纯文本"),
    "jingbao/lines": ("晶報, transcribed line by line", "《晶报》逐行录文"),
}
"""The raw files that the READMEs show, and what they call them."""
DRAWS = 1000
Job = tuple[Path, str, Path | None]
Rows = dict[str, dict[str, dict[str, list[float]]]]
"""By set and raw file, by side (`unseen`, `seen`), by figure: its value and the bounds of its interval."""


def run(job: Job) -> tuple[str, str, Counter[str]]:
    """score.py's counts of a raw file, with the weights in a folder or with those of the package."""
    path, name, work = job
    if work:
        bench.use_nets(work)
    return f"{name}/{path.name.removesuffix('.txt')}", "unseen" if work or "2" in name else "seen", counts_of(path)


def jobs_of(work: Path | None) -> list[Job]:
    """Every raw file of each set, once for each side; those of press2 alone where there is no other side."""
    root = Path(os.environ["PAPERCUT_BENCH"])
    out: list[Job] = []
    for name, side in (("press", None), ("press", work), ("jingbao", None), ("jingbao", work)) if work else ():
        folders = bench.folders(name)[FOLD :: 3 if name == "jingbao" else 1]
        out += [(raw, name, side) for folder in folders for raw in raws(folder)]
    for folder in bench.folders("press2", root):
        found = raws(folder)
        out += [(raw, "press2", None) for raw in found]
        if bench.load_truth(folder)["source"] == HELD_OUT:
            out += [(raw, f"press2, {HELD_OUT}", None) for raw in found]
    return out


def raws(folder: Path) -> list[Path]:
    return [path for pattern in RAW for path in sorted((folder / "raw").glob(pattern))]


def row(pages: list[Counter[str]]) -> dict[str, list[float]]:
    """Each figure over all pages, and the bounds of the middle 95 of 100 values over pages drawn with replacement."""
    keys = sorted(set().union(*pages))
    table = np.array([[page[key] for key in keys] for page in pages])
    rng = np.random.default_rng(7)
    drawn = [rng.integers(0, len(pages), len(pages)) for _ in range(DRAWS)]
    found = [figures(Counter(dict(zip(keys, table[d].sum(0).tolist(), strict=True)))) for d in drawn]
    whole = figures(Counter(dict(zip(keys, table.sum(0).tolist(), strict=True))))
    out = {}
    for name in SHOWN:
        if whole[name] is not None:
            values = sorted(f[name] or 0.0 for f in found)
            out[name] = [round(x, 4) for x in (whole[name], values[DRAWS // 40], values[-DRAWS // 40 - 1])]
    return out


def line_of(name: str, both: dict[str, dict[str, list[float]]]) -> str:
    """The row of the long table for a raw file."""
    unseen = both["unseen"]
    cells = [f"{unseen[figure][0]:.2f}" if figure in unseen else "–" for figure in SHOWN]
    bounds = f"{unseen['perfect'][1]:.2f}–{unseen['perfect'][2]:.2f}"
    known = f"{both['seen']['perfect'][0]:.2f}" if "seen" in both else "–"
    return f"| {name} | {cells[0]} | {bounds} | {' | '.join(cells[1:])} | {known} |"


def tables(rows: Rows, before: str) -> dict[str, str]:
    """The Markdown tables of unseen pages, by document; what was not measured stays as it was `before`."""
    long = {line.split("|")[1].strip(): line for line in before.splitlines() if "/" in line}
    long |= {name: line_of(name, both) for name, both in rows.items()}
    head = "| raw file | perfect | 95 of 100 | " + " | ".join(SHOWN[1:]) + " | perfect, seen |"
    lines = [head, "|---|---:|---:|---:|---:|---:|---:|---:|---:|", *(long[name] for name in sorted(long))]
    return {
        "docs/accuracy.md": "\n".join(lines) + "\n",
        "README.md": brief(long, 0, "input | articles exactly right | headlines exactly right (F1)"),
        "README.zh-CN.md": brief(long, 1, "输入 | 完全正确的稿件 | 完全正确的标题（F1）"),
    }


def brief(long: dict[str, str], language: int, head: str) -> str:
    """The few rows that a README shows."""
    out = [f"| {head} |", "|---|---:|---:|"]
    for name, called in BRIEF.items():
        cells = [cell.strip() for cell in long[name].split("|")]
        out.append(f"| {called[language]} | {cells[2]} | {cells[4]} |")
    return "\n".join(out) + "\n"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("work", type=Path, nargs="?", metavar="WORK", help="a folder of weights that have not seen press")
    ap.add_argument("--json", action="store_true", help="print figures and intervals as JSON: figure, low, high")
    ap.add_argument("--update", action="store_true", help="write the tables into the documents")
    a = ap.parse_args()
    if a.work and (missing := [f"{kind}.npz" for kind in bench.NETS if not (a.work / f"{kind}.npz").exists()]):
        ap.error(f"{a.work} lacks {', '.join(missing)}: run tools/fit_pages.py first")
    jobs = jobs_of(a.work)
    pages: dict[str, dict[str, list[Counter[str]]]] = {}
    for side in {None, a.work}:  # a process keeps the weights that it has been given
        with multiprocessing.Pool(2) as pool:
            for name, which, counts in pool.imap(run, [job for job in jobs if job[2] == side], 8):
                pages.setdefault(name, {}).setdefault(which, []).append(counts)
    rows: Rows = {name: {side: row(found) for side, found in both.items()} for name, both in sorted(pages.items())}
    names = ("docs/accuracy.md", "README.md", "README.zh-CN.md")
    documents = {name: Path(__file__).parents[1] / name for name in names}
    before = place("unseen").search(documents["docs/accuracy.md"].read_text("utf-8"))
    made = tables(rows, before.group() if before else "")
    print(json.dumps(rows, indent=1) if a.json else made["docs/accuracy.md"])
    for name, path in documents.items() if a.update else ():
        path.write_text(place("unseen").sub(lambda _, name=name: made[name], path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
