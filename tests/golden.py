"""Golden pages: what the default pipeline makes of real pages, kept in `tests/pages`. `--update` writes it anew."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import papercut as pc

PAGES = Path(__file__).parent / "pages"


def golden_pages() -> list[Path]:
    """The folders that hold a page; the seed, which is kept elsewhere and whose record is made by hand, is not one."""
    return sorted(p.parent for p in PAGES.glob("*/page.txt"))


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


def main() -> int:
    """Write the record of every golden page, and say which have changed."""
    if sys.argv[1:] != ["--update"]:
        print("usage: golden.py --update", file=sys.stderr)
        return 2
    pipeline = pc.build()
    for folder in golden_pages():
        path = folder / "expected.json"
        new = json.dumps(record(pipeline(pc.read(folder / "page.txt"))), ensure_ascii=False, indent=1) + "\n"
        same = path.exists() and path.read_text("utf-8") == new
        path.write_text(new, "utf-8")
        print(folder.name, "as before" if same else "changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
