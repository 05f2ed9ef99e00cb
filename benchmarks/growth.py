#!/usr/bin/env python3
"""How the time of each stage grows with the page, on text made to be bad for it.

    growth.py [--largest BYTES] [--longest SECONDS] [--only KIND]… [--update]
    growth.py --long [--largest BYTES] [--longest SECONDS] [--only KIND]… [--update]

Each kind of text is made in sizes that triple up to --largest (300,000 bytes). Printed is, for each kind, the stage
that grows worst, with the exponent between the two largest sizes that took it long enough to be measured: 1.0 is
linear. To reach: at most 1.1. A kind stops before a size that would take it longer than --longest seconds, if it grows
in proportion; the table shows how far it came.
--long takes the kinds of `LONG` (or those of --only) to 10 million bytes, or as far as they come in 300 seconds each;
at 10 million bytes a page may take several gigabytes of memory.
Processor time counts, so that other programs disturb little. --update writes the table into docs/performance.md, that
of --long into a block of its own.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from math import log

from measured_tables import write_text

import papercut

SHORTEST = 0.2
"""Seconds: a shorter time says nothing of growth."""
LARGEST, LARGEST_OF_LONG = 300_000, 10_000_000
"""Bytes."""
LONGEST, LONGEST_OF_LONG = 60.0, 300.0
"""Seconds: a size that would take a kind longer, if it grows in proportion, is not tried."""

HAN = (
    "的一是不了人我在有他这中大来上个国和说们为子地出道也时年得就那要下以生会自着去之过家学对可她里后小么"
    "心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民"
    "样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新"
    "什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体"
    "别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司"
    "利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算"
)


def prose(rng: random.Random, size: int) -> str:
    return "".join(rng.choices(HAN, k=size))


def lines(make: Callable[[random.Random, int], str]) -> Callable[[int], str]:
    """A text of lines, the k-th of which `make` gives, of about so many bytes."""

    def text(size: int) -> str:
        rng, out, held = random.Random(size), [], 0
        while held < size:
            out.append(make(rng, len(out)))
            held += len(out[-1].encode()) + 1
        return "\n".join(out) + "\n"

    return text


def _column(rng: random.Random, k: int) -> str:
    return ("　　" if k % 9 == 0 else "") + prose(rng, 16) + ("。" if k % 9 == 8 else "")


KINDS: dict[str, Callable[[int], str]] = {
    "columns": lines(_column),
    "digits parted by spaces": lambda size: "1 2 " * (size // 4) + "\n",
    "characters parted by spaces": lambda size: " ".join(prose(random.Random(1), size // 4)) + "\n",
    "one line": lambda size: prose(random.Random(2), size // 3) + "\n",
    "one line of letters": lambda size: "a" * size + "\n",
    "rows of many columns": lines(lambda rng, k: "   ".join(prose(rng, 6) for _ in range(12))),
    "headlines alone": lines(lambda rng, k: prose(rng, 10) + "\n"),
    "doubled lines": lines(lambda rng, k: prose(random.Random(k // 2), 12)),
    "the same line": lines(lambda rng, k: "省商务厅成立招商引资工作专班"),
    "one character a line": lines(lambda rng, k: rng.choice(HAN)),
    "woven columns": lines(lambda rng, k: prose(random.Random(k // 2 if k % 2 else -k), 16)),
    "open brackets": lambda size: "（《“" * (size // 9) + "\n",
    "blank lines": lambda size: "\n" * size,
    "bylines": lines(lambda rng, k: f"本报记者 {prose(rng, 3)} 通讯员 {prose(rng, 2)}"),
    "dates": lines(lambda rng, k: f"2024年{rng.randint(1, 12)}月{rng.randint(1, 28)}日 星期{rng.choice('一二三四五')}"),
    "notices": lines(lambda rng, k: f"遗失 {prose(rng, 3)}身份证一张，声明作废。"),
    "words in letters": lines(lambda rng, k: " ".join("".join(rng.choices("etaoin", k=5)) for _ in range(8))),
    "hyphens": lines(lambda rng, k: "".join(rng.choices("etaoin", k=30)) + "-"),
    "verse": lines(lambda rng, k: prose(rng, 7) + "，。"[k % 2]),
    "jump lines": lines(lambda rng, k: f"（下转第{k % 9 + 1}版）"),
}


LONG = (
    "columns", "digits parted by spaces", "characters parted by spaces", "one line", "one line of letters",
    "the same line", "one character a line", "open brackets", "words in letters", "hyphens",
)  # fmt: skip
"""The kinds that are taken to 10 million bytes: those of which a page may be so long, or that are quick."""


def stages(text: str) -> Iterator[tuple[str, float]]:
    """Each stage of the default pipeline with the processor time it took, reading first."""
    begin = time.process_time()
    page = papercut.read_text(text)
    yield "read", time.process_time() - begin
    for stage in papercut.build().stages:
        begin = time.process_time()
        page = stage(page)
        yield papercut.pipeline.stage_name(stage), time.process_time() - begin
    begin = time.process_time()
    papercut.to_json(page)
    yield "write", time.process_time() - begin


def measure(make: Callable[[int], str], largest: int, longest: float) -> tuple[str, float, float, int]:
    """The stage that grows worst, its exponent, all seconds for the largest size tried, and that size."""
    sizes = [size for k in range(9, -1, -1) if (size := largest // 3**k) >= 10_000]
    took: dict[str, list[tuple[int, float]]] = {}
    total, tried = 0.0, 0
    for size in sizes:
        text = make(size)
        held = len(text.encode())
        total, tried = 0.0, held
        for name, seconds in stages(text):
            took.setdefault(name, []).append((held, seconds))
            total += seconds
        if total * 3 > longest:
            break
    worst = ("–", 0.0)
    for name, seen in took.items():
        (n, a), (m, b) = seen[-2:]
        if a >= SHORTEST and m > n:
            worst = max(worst, (name, log(b / a) / log(m / n)), key=lambda w: w[1])
    return *worst, total, tried


def main() -> int:
    ap = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    ap.add_argument("--largest", type=int, metavar="BYTES", help="default: 300000; 10000000 with --long")
    ap.add_argument("--longest", type=float, metavar="SECONDS", help="default: 60; 300 with --long")
    ap.add_argument("--only", metavar="KIND", action="append", choices=[*KINDS], help="only this kind (repeatable)")
    ap.add_argument("--long", action="store_true", help="take some kinds to 10 million bytes")
    ap.add_argument("--update", action="store_true", help="write into docs/performance.md")
    a = ap.parse_args()
    largest = a.largest or (LARGEST_OF_LONG if a.long else LARGEST)
    longest = a.longest or (LONGEST_OF_LONG if a.long else LONGEST)
    rows = [f"{'text':<30}{'bytes':>10}{'seconds':>9}  {'grows worst':<20}{'exponent':>8}"]
    print(rows[0], flush=True)
    for kind in a.only or (LONG if a.long else KINDS):
        name, exponent, seconds, size = measure(KINDS[kind], largest, longest)
        rows.append(f"{kind:<30}{size:>10}{seconds:>9.2f}  {name:<20}{exponent or '–':>8.3}")
        print(rows[-1], flush=True)
    if a.update:
        write_text("growth-long" if a.long else "growth", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
