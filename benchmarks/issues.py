#!/usr/bin/env python3
"""How well the halves of stories find each other: the true articles of the bench, cut in two and put on other pages.

    issues.py [--bench DIR] [--seeds N]

Four pages of the bench make an issue. Half of their longer articles are cut somewhere in the middle and go on on
another page, in four ways: `both` halves have their jump line; the page's number is `lost` in one or both; half of the
cut articles have only one half in the issue, the other is `missing`; and of each story only `one` half has a jump line.
Prints a table: links found, not found, wrong ones, and links of halves whose other one is not there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from papercut.issues.linked_articles import id_of, linked
from papercut.issues.page_facts import Facts
from papercut.model.page import Article, Block, Jump, Page, Piece, Role, Source

WAYS = ("both", "lost", "missing", "one")
PAGES, LEAST = 4, 200


class Text(NamedTuple):
    """An article or half of one; `mate` is the number of the other half, and its own the one below."""

    number: int
    headline: str | None
    text: str
    on: Jump | None = None
    back: Jump | None = None
    mate: int | None = None


def articles(path: Path) -> Iterator[tuple[str, str]]:
    """Headline and text of each true article of a page."""
    for item in json.loads(path.read_text("utf-8"))["articles"]:
        yield item.get("headline") or "", "".join(b["text"] if isinstance(b, dict) else b for b in item["body"])


def issue(pages: list[list[tuple[str, str]]], way: str, chance: random.Random) -> list[list[Text]]:
    """The articles of some pages, some of them cut and shared out."""
    out: list[list[Text]] = [[] for _ in pages]
    count = 0
    for here, held in enumerate(pages):
        for headline, text in held:
            count += 2
            if len(text) <= LEAST or chance.random() < 0.5:
                out[here].append(Text(count, headline, text))
                continue
            there = chance.choice([n for n in range(len(pages)) if n != here])
            at = int(len(text) * chance.uniform(0.3, 0.7))
            on: Jump | None = Jump(f"（下转第{there + 1}版）", str(there + 1))
            back: Jump | None = Jump(f"（上接第{here + 1}版）", str(here + 1))
            if way == "lost":
                on, back = Jump("（下转第□版）"), back if chance.random() < 0.5 else Jump("（上接第□版）")
            elif way == "one":
                on, back = (on, None) if chance.random() < 0.5 else (None, back)
            halves = [(here, Text(count, headline, text[:at], on, None, count + 1))]
            halves.append((there, Text(count + 1, None, text[at:], None, back)))
            if way == "missing" and chance.random() < 0.5:
                halves = [(n, half._replace(mate=None)) for n, half in (chance.choice(halves),)]
            for n, half in halves:
                out[n].append(half)
    return out


def page(name: str, number: int, texts: list[Text]) -> tuple[Page, Facts]:
    """A page with these articles, in no order."""
    held = [
        Article(
            headline=t.headline,
            body=(Block(t.text, (Piece(line, 0, len(t.text)),), Role.PARAGRAPH),),
            continued_on=t.on,
            continued_from=t.back,
        )
        for line, t in enumerate(texts, 1)
    ]
    source = Source(name=f"{name}-{number}", sha256=name.encode().hex().zfill(64)[-64:], page=number)
    return Page(source, tuple(t.text for t in texts), articles=tuple(held)), Facts(page=str(number))


def measure(pages: list[list[tuple[str, str]]], way: str, seed: int) -> Counter[str]:
    """What came of one way of cutting the pages."""
    chance = random.Random(seed)
    tally: Counter[str] = Counter()
    for k in range(0, len(pages) - PAGES + 1, PAGES):
        texts = issue(pages[k : k + PAGES], way, chance)
        for held in texts:
            chance.shuffle(held)
        done = linked([page(f"{way}{k}", n, held) for n, held in enumerate(texts, 1)])
        own = {
            id_of(p, a): t
            for p, held in zip(done, texts, strict=True)
            for a, t in zip(p.articles or (), held, strict=True)
        }
        for p in done:
            for a in p.articles or ():
                first = own[id_of(p, a)]
                mate = own[a.continued_on.id].number if a.continued_on and a.continued_on.id else None
                if first.mate or mate:
                    right = "found" if mate == first.mate else "wrong" if first.mate else "of nothing"
                    tally["not found" if first.mate and not mate else right] += 1
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=os.environ.get("PAPERCUT_BENCH"))
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    if options.bench is None:
        parser.error("give --bench, or set PAPERCUT_BENCH")
    print("| set | jump lines | found | not found | wrong | of nothing |\n|---|---|---|---|---|---|")
    for name in ("press", "jingbao"):
        seen: set[str] = set()
        pages = []
        for path in sorted((options.bench / "pages" / name).glob("*/truth.json")):
            held = [(h, t) for h, t in articles(path) if t and t[:40] not in seen]
            seen |= {t[:40] for _, t in held}
            pages.append(held)
        for way in WAYS:
            tally = sum((measure(pages, way, seed) for seed in range(options.seeds)), Counter[str]())
            kinds = ("found", "not found", "wrong", "of nothing")
            print(f"| {name} | {way} |" + "".join(f" {tally[kind]} |" for kind in kinds))


if __name__ == "__main__":
    main()
