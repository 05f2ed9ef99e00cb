"""Golden pages: what the default pipeline makes of the pages in `tests/pages`, and how much of it is right.

    golden.py --update [--lower]

writes `expected.json` of every page anew, and raises the floors of the pages that have a truth to what they now reach;
with --lower also lowers them. Exit status 1: a page is below its floor, and its floor stays.
"""

from __future__ import annotations

import json
import math
import sys
import tomllib
from pathlib import Path
from typing import Any

import papercut as pc
from papercut.score.page_figures import score
from papercut.score.truth import read_truth

PAGES = Path(__file__).parent / "pages"
FLOORS = PAGES / "floors.toml"
FLOORED = ("perfect", "headline", "article_f1", "paragraph_f1")
FLOORS_HEAD = """\
# What each golden page with a truth.json reaches at least: tests/test_golden.py fails below it. The pages are harder
# than most: a low floor says what is still to do. `python tests/golden.py --update` raises the floors; only `--lower`
# beside it lowers one.
"""

Figures = dict[str, dict[str, float]]


def golden_pages() -> list[Path]:
    """The folders that hold a page; the seed, which is kept elsewhere and whose record is made by hand, is not one."""
    return sorted(p.parent for p in PAGES.glob("*/page.txt"))


def pages_with_truth() -> list[Path]:
    """The golden pages of which somebody wrote down what is right."""
    return [folder for folder in golden_pages() if (folder / "truth.json").exists()]


def floors() -> Figures:
    """The floors of each figure, by the names of the folders."""
    return tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}


def record(page: pc.Page) -> dict[str, Any]:
    """What a reader would see of a page: its articles and furniture, without places, chances and reasons."""
    return {
        "articles": [
            {
                "headline": a.headline, "kicker": a.kicker, "deck": list(a.deck), "byline": a.byline,
                "dateline": a.dateline, "body": [{"type": str(b.role), "text": b.text} for b in a.body],
            }
            for a in page.articles or ()
        ],
        "furniture": [{"role": str(f.role), "text": f.text} for f in page.furniture],
    }  # fmt: skip


def reached(folder: Path, page: pc.Page) -> dict[str, float]:
    """The page's figures that have floors; an `ocr` in the folder's name forgives misread characters."""
    figures = score(read_truth(folder / "truth.json"), page, ocr="ocr" in folder.name.split("-")).tally.figures()
    return {figure: float(figures[figure] or 0.0) for figure in FLOORED}


def risen(old: Figures, new: Figures, lower: bool = False) -> Figures:
    """The floors after a run that reached `new`, rounded down: of two the higher, unless they may be lowered."""
    down = {name: {f: math.floor(value * 1000) / 1000 for f, value in page.items()} for name, page in new.items()}
    if lower:
        return down
    return {name: {f: max(v, old.get(name, {}).get(f, 0.0)) for f, v in page.items()} for name, page in down.items()}


def floors_text(kept: Figures) -> str:
    """The file of the floors."""
    rows = ("".join(f"{f} = {value}\n" for f, value in page.items()) for page in kept.values())
    return FLOORS_HEAD + "".join(f"\n[{name}]\n{row}" for name, row in zip(kept, rows, strict=True))


def main() -> int:
    """Write the record of every golden page and the floors, and say what has changed."""
    if sys.argv[1:] not in (["--update"], ["--update", "--lower"]):
        print("usage: golden.py --update [--lower]", file=sys.stderr)
        return 2
    pipeline = pc.build()
    old: Figures = floors()
    new: Figures = {}
    for folder in golden_pages():
        path = folder / "expected.json"
        page = pipeline(pc.read(folder / "page.txt"))
        text = json.dumps(record(page), ensure_ascii=False, indent=1) + "\n"
        same = path.exists() and path.read_text("utf-8") == text
        path.write_text(text, "utf-8")
        print(folder.name, "as before" if same else "changed")
        if (folder / "truth.json").exists():
            new[folder.name] = reached(folder, page)
    kept = risen(old, new, lower="--lower" in sys.argv)
    FLOORS.write_text(floors_text(kept), "utf-8")
    below = [
        f"{name}, {figure}: {value:.3f}, and its floor is {kept[name][figure]:.3f}"
        for name, page_figures in new.items()
        for figure, value in page_figures.items()
        if value < kept[name][figure]
    ]
    print(*below, sep="\n", end="\n" if below else "", file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
