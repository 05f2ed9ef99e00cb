"""Compose press pages from the stories of others: `python tools/compose/make.py OUT --from PAGES… --count N --seed S`.

Writes OUT/00001/truth.json and raw/page.pdf with the seven tools' texts; as in the bench, letter-spaced pages have
names in h, vertical ones in v. The same seed and sources give the same pages.
Needs pymupdf, pypdfium2, pdfminer.six, fonttools, jieba, opencc, poppler's pdftotext, and node with pdfjs-dist.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from page import compose
from readers import pdfjs, read_all
from sources import Story, load, load_stories
from style import draw

POOL: list[Story] = []
SCRIPTS: dict[str, str] = {}


def start(folders: list[Path], stories: Path | None, leave_out: frozenset[str]) -> None:
    POOL.extend(load(folders))
    if stories:
        POOL.extend(load_stories(stories, leave_out, poems=True))
        SCRIPTS.update({s.source: s.script for s in POOL})


def one(job: tuple[Path, str, float, bool]) -> Path | None:
    """Make one page; tries styles and stories until they fit. None if none did."""
    folder, seed, rich, old = job
    for attempt in range(60):
        style = draw(random.Random(f"{seed} {attempt // 12}"), rich, SCRIPTS or None, old)
        made = compose(POOL, style, f"{seed} {attempt}")
        if made:
            break
    else:
        print(f"no page came out of seed {seed}", file=sys.stderr)
        return None
    pdf, truth = made
    folder = folder.with_name({"plain": "", "spaced": "h", "vertical": "v"}[style.kind] + folder.name)
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "page.pdf").write_bytes(pdf)
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), "utf-8")
    read_all(raw / "page.pdf")
    return raw / "page.pdf"


def expand(pattern: str) -> list[Path]:
    """The folders that a glob (or a plain path) names."""
    path = Path(pattern)
    return list(Path(path.anchor).glob(str(path.relative_to(path.anchor))))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("out", type=Path)
    ap.add_argument("--from", dest="sources", nargs="*", default=[], help="page folders, or globs of them")
    ap.add_argument("--stories", type=Path, help="a folder of *.jsonl.xz files, one story a line")
    left_out = "a file: lines end with the id of a story, or a source; to leave out a fold of 晶報, its stories too"
    ap.add_argument("--leave-out", type=Path, help=left_out)
    ap.add_argument("--count", type=int, required=True)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--modules", type=Path, help="a node_modules folder with pdfjs-dist; without it, no pdfjs.txt")
    ap.add_argument("--rich", type=float, default=0.0, help="the share of pages with many kickers and decks")
    ap.add_argument("--old", action="store_true", help="set most pages as old papers were, stacked decks and all")
    ap.add_argument("--workers", type=int, default=2)
    a = ap.parse_args()
    folders = sorted({p for g in a.sources for p in expand(g) if (p / "truth.json").exists()})
    jobs = [(a.out / f"{k:05}", f"{a.seed}.{k}", a.rich, a.old) for k in range(1, a.count + 1)]
    lines = a.leave_out.read_text("utf-8").split("\n") if a.leave_out else []
    left = frozenset(line.split("\t")[-1] for line in lines)
    with ProcessPoolExecutor(a.workers, initializer=start, initargs=(folders, a.stories, left)) as pool:
        pages = [page for page in pool.map(one, jobs, chunksize=4) if page]
    if a.modules:
        pdfjs(pages, a.modules)
    print(len(pages), "pages in", a.out)


if __name__ == "__main__":
    main()
