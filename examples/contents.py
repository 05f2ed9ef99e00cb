"""A table of contents of newspaper pages, as CSV: what papercut is like as a library.

python examples/contents.py page1.txt page2.txt > contents.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import papercut


def contents(path: Path) -> list[list[str]]:
    """A row for each article of a file: file, page, lines, headline, byline, characters, confidence."""
    # the default pipeline with one option changed; papercut.clean(path) is the short way with none
    pipeline = papercut.build(options={"despace": {"spacing": "spaced"}})
    rows = []
    for page in papercut.read_pages(path):
        for article in pipeline(page).articles or ():
            lines = " ".join(f"{first}-{last}" for first, last in article.lines)
            size = sum(len(block.text) for block in article.body)
            headline = article.headline or "".join(block.text for block in article.body)[:12] + "…"
            row = (page.source.page, lines, headline, article.byline or "", size, f"{article.confidence:.2f}")
            rows.append([path.name, *map(str, row)])
    return rows


def main() -> int:
    """Write the table for the files named on the command line; a file that cannot be read is said and left out."""
    out = csv.writer(sys.stdout)
    out.writerow(["file", "page", "lines", "headline", "byline", "characters", "confidence"])
    failed = False
    for name in sys.argv[1:]:
        try:
            out.writerows(contents(Path(name)))
        except papercut.PapercutError as error:
            print(error, file=sys.stderr)
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
