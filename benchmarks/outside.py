#!/usr/bin/env python3
"""How papercut does on files that nobody here made: PAGE XML and ALTO of libraries, under `outside` of the bench.

    outside.py [--bench DIR] [--update] [--name PART]

Runs the default pipeline on every file and prints Markdown tables: what was read, lost, joined and set aside; and, for
the PAGE files with article truth, how well the articles are separated. --update writes the tables into
docs/accuracy.md, between the comments that mark their places. Exit status 1: a file cannot be read, or a character is
lost or stands twice.

Separation is BCubed over visible characters. A character's true article is that of the truth line on which it stands:
the nearest by its middle, of those whose box holds it; so a recogniser's own lines are judged by the same truth. All
articles of the truth count, the masthead among them; characters on no line of the truth are no items. One that is set
aside is a cluster of its own, which costs recall.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from accuracy import ROOT, place

import papercut
from papercut.model.geometry import Box
from papercut.model.page import Page
from papercut.model.pieces import raw_positions
from papercut.readers.file_lines import box_around
from papercut.readers.xml.page_xml import _points
from papercut.readers.xml.trees import pages as trees
from papercut.score.bcubed import Clusters, sums

ARTICLE = re.compile(r"structure\s*\{[^}]*?\bid:\s*([^;}\s]+)")
HYPHENATED = re.compile(r"\w[-\u00ad\u2010¬⸗=]\s*$")
Spots = dict[tuple[int, int], int]
"""The true article of each visible character, by raw line (from 0) and column."""


class File(NamedTuple):
    """What one file came to."""

    name: str
    lines: int
    characters: int
    faults: int
    hyphens: int
    joined: int
    aside: int
    articles: int


def paths(bench: Path) -> list[Path]:
    """The files that are pages: neither METS nor DIDL, which say what belongs together, nor the texts without places
    that one library puts beside them."""
    every = sorted((bench / "outside").rglob("*.xml"))
    return [p for p in every if not re.search("mets|didl|articletext", p.name, re.IGNORECASE)]


def of_file(name: str, read: Page, page: Page) -> File:
    """The counts of one page, before and after the pipeline."""
    size = sum(len("".join(row.split())) for row in read.raw)
    ends = sum(bool(HYPHENATED.search(row)) for row in read.raw)
    joined = sum(f.why == "line-end-hyphen" for f in page.furniture) + kept_hyphens(page)
    gone = sum(len("".join(f.text.split())) for f in page.furniture if f.why != "line-end-hyphen")
    faults = len(papercut.partition_faults(page))
    return File(name, sum(map(bool, read.raw)), size, faults, ends, joined, gone, len(page.articles or ()))


def kept_hyphens(page: Page) -> int:
    """Hyphens at line ends that stand in an article with the next word right behind them (`Saint-Denis`)."""
    count = 0
    for block in (b for article in page.articles or () for b in article.body):
        shown = [k for k, ch in enumerate(block.text) if not ch.isspace()]
        for k, (line, column) in zip(shown, raw_positions(page.raw, block.pieces), strict=False):
            if column == len(page.raw[line - 1].rstrip()) - 1 and HYPHENATED.search(page.raw[line - 1]):
                count += block.text[k + 1 : k + 2].strip() != ""
    return count


def truth_of(path: Path) -> list[tuple[Box, int]]:
    """The boxes of true lines for a page, each with the number of its article; none where nobody says."""
    truth = path.with_name(path.name.split(".")[0] + ".truth.xml")
    if truth.exists():
        return truth_lines(truth)
    return next((library_lines(path, mets) for mets in path.parent.glob("*.xml") if "mets" in mets.name.lower()), [])


def library_lines(path: Path, mets: Path) -> list[tuple[Box, int]]:
    """The same for a page of ALTO, by the articles and advertisements that its METS file makes of its blocks."""
    numbers: dict[str, int] = {}
    for root, *_ in trees(mets.read_bytes(), "structMap", mets.name, "auto"):
        waiting = [(node, -1) for node in root.children]
        while waiting:
            node, number = waiting.pop()
            if number < 0 and node.name == "div" and node.get("TYPE").lower() in ("article", "ad", "advertisement"):
                number = len(numbers) + 1
            if node.name == "area" and node.get("BEGIN") and number >= 0:
                numbers.setdefault(node.get("BEGIN"), number)
            waiting += [(child, number) for child in node.children]
    out: list[tuple[Box, int]] = []
    for page, *_ in trees(path.read_bytes(), "Page", path.name, "auto"):
        for block in (n for n in page.walk() if n.name == "TextBlock" and n.get("ID") in numbers):
            for line in block.all("TextLine"):
                x0, y0, width, height = (float(line.get(a) or 0) for a in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
                out.append(((x0, y0, x0 + width, y0 + height), numbers[block.get("ID")]))
    return out


def truth_lines(path: Path) -> list[tuple[Box, int]]:
    """The boxes of a truth file's lines, each with the number of its article."""
    numbers: dict[str, int] = {}
    out: list[tuple[Box, int]] = []
    for page, *_ in trees(path.read_bytes(), "Page", path.name, "auto"):
        for line in (n for n in page.walk() if n.name == "TextLine"):
            found, box = ARTICLE.search(line.get("custom")), box_around(_points(line))
            if found and box:
                out.append((box, numbers.setdefault(found[1], len(numbers))))
    return out


def spots(page: Page, truth: list[tuple[Box, int]]) -> Spots:
    """The true article of each visible character of a page. Both are in pixels of the same scan, whatever size of it
    their files give."""
    out: Spots = {}
    for row, (text, printed) in enumerate(zip(page.raw, page.printed, strict=True)):
        for column, ch in enumerate(text):
            if ch.isspace():
                continue
            x0, y0, x1, y1 = printed.part(column, column + 1, len(text))
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            near = [(abs(y - (b[1] + b[3]) / 2), n) for b, n in truth if b[0] <= x <= b[2] and b[1] <= y <= b[3]]
            if near:
                out[row, column] = min(near)[1]
    return out


def found(page: Page) -> Spots:
    """The article of each character that an article holds."""
    return {
        (line - 1, column): n
        for n, article in enumerate(page.articles or ())
        for line, start, end in article.pieces
        for column in range(start, end)
    }


def separation(true: Spots, read: Page, page: Page) -> Iterator[tuple[str, Clusters]]:
    """The BCubed sums of what papercut found, of each region of the file as an article, and of one article for all."""
    ours = found(page)
    yield "papercut", sums(Counter((n, ours.get(spot, -1)) for spot, n in true.items()))
    regions = [printed.region or 0 for printed in read.printed]
    yield "each region an article", sums(Counter((n, regions[spot[0]]) for spot, n in true.items()))
    yield "one article", sums(Counter((n, 0) for n in true.values()))


def measured(bench: Path, part: str) -> tuple[list[File], dict[tuple[str, str], Clusters], list[str]]:
    """The counts of all files; the sums of separation by file and method; what could not be read."""
    run = papercut.build()
    files: list[File] = []
    clusters: dict[tuple[str, str], Clusters] = {}
    failed: list[str] = []
    for path in paths(bench):
        name = f"{path.parent.name}/{path.name}"
        if part not in name:
            continue
        try:
            pages = [(read, run(read)) for read in papercut.read_pages(path)]
        except papercut.PapercutError as error:
            failed.append(f"{name}: {error}")
            continue
        files += [of_file(name, read, page) for read, page in pages]
        if lines := truth_of(path):
            for read, page in pages:
                clusters |= {(name, m): c for m, c in separation(spots(read, lines), read, page)}
    return files, clusters, failed


def table_of_files(files: list[File]) -> str:
    """A row for each set of files that one library made."""
    groups: dict[str, list[File]] = {}
    for file in files:
        kind = ".truth" if ".truth." in file.name else ".recognised" if ".recognised." in file.name else ""
        groups.setdefault(file.name.split("/")[0] + kind, []).append(file)
    head = ("set", "files", "lines", "characters", "lines lost or twice", "hyphens at line ends", "joined", "set aside")
    out = ["| " + " | ".join((*head, "articles")) + " |", "|---|" + "---:|" * len(head)]
    for name, own in groups.items():
        lines, size, faults, ends, joined, gone, articles = (
            sum(column) for column in zip(*(f[1:] for f in own), strict=True)
        )
        share = gone / max(1, size)
        out.append(
            f"| {name} | {len(own)} | {lines} | {size} | {faults} | {ends} | {joined} | {share:.4f} | {articles} |"
        )
    return "\n".join(out)


def table_of_separation(clusters: dict[tuple[str, str], Clusters]) -> str:
    """Precision, recall and F1 of each file by each method, then over all files with the same source."""
    out = ["| file | articles are | items | precision | recall | F1 |", "|---|---|---:|---:|---:|---:|"]
    every: dict[tuple[str, str], Clusters] = {}
    for (name, method), c in clusters.items():
        kind = f"all {name.split('/')[0]}{Path(name).suffixes[0] if len(Path(name).suffixes) > 1 else ''}"
        every[kind, method] = every.get((kind, method), Clusters()).plus(c)
    for (name, method), c in [*clusters.items(), *every.items()]:
        p, r = (x / max(1, c.items) for x in c[1:])
        f = 2 * p * r / (p + r) if p + r else 0.0
        out.append(f"| {name.removesuffix('.xml')} | {method} | {c.items} | {p:.3f} | {r:.3f} | {f:.3f} |")
    return "\n".join(out)


def main() -> int:
    """Measure, print, and write into the document if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=os.environ.get("PAPERCUT_BENCH"), help="default: PAPERCUT_BENCH")
    parser.add_argument("--update", action="store_true", help="write the tables into docs/accuracy.md")
    parser.add_argument("--name", default="", help="only files whose name has this part")
    args = parser.parse_args()
    if not args.bench:
        parser.error("name the bench: --bench, or PAPERCUT_BENCH")
    files, clusters, failed = measured(Path(args.bench), args.name)
    document = ROOT / "docs" / "accuracy.md"
    text = document.read_text("utf-8")
    for name, rows in (("outside", table_of_files(files)), ("separation", table_of_separation(clusters))):
        print(f"{name}\n\n{rows}\n")
        text = place(name).sub(lambda _, rows=rows: rows + "\n", text)
    if args.update:
        document.write_text(text, "utf-8")
    if failed:
        print(*failed, sep="\n", file=sys.stderr)
    return 1 if failed or any(f.faults for f in files) else 0


if __name__ == "__main__":
    sys.exit(main())
