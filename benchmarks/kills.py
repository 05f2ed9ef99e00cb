#!/usr/bin/env python3
"""Whether `papercut batch` comes through whatever may happen to it.

    kills.py ROUNDS [--seed N] [--kind KIND]... [--to FORMAT]... [--minutes N] [--log FILE] [--keep DIR] [--update]

In each round a small batch is run and disturbed at a random moment, or at an exact one, then resumed. What comes out
must be what a run that nobody disturbed gives: the same bytes as JSON, JSON lines and Parquet, the same rows and sound
indexes as a database. A run that cannot go on must say so: a documented exit code, and one line that names the file and
a way out. No process and no temporary file may be left behind, and `papercut status` must be right. --log gets a line
for each round, and all that was said in one with a fault. --keep is a folder for the outputs of these. --update writes
the table into docs/security.md.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from accuracy import place
from disturbed import elsewhere as far
from disturbed import on_this_machine as here
from disturbed.forked_runs import adopt, load
from disturbed.output_content import Fault
from disturbed.rounds import ROOT, Ended, Round, Wanted, end_all, judge, of_round, undisturbed
from disturbed.small_batches import make_batch

SHELL = 0.04
"""Of the rounds begin their runs as the shell does, even where a copy of a process that is loaded would do."""
BATCHES = 4
"""Small batches that rounds choose from."""
EQUAL, REFUSED, FAULT, MISSED = "equal", "refused", "fault", "missed"


FORMATS = ("json", "jsonl", "sqlite", "parquet")
KINDS: dict[str, tuple[here.Kind, float]] = {
    "kill-driver": (here.kill_driver, 4), "kill-worker": (here.kill_worker, 3), "kill-all": (here.kill_all, 3),
    "kill-step": (here.kill_step, 5), "error-step": (here.error_step, 4), "terminate": (here.terminate, 3),
    "full-disk": (here.full_disk, 3), "read-only": (here.read_only, 1.2), "descriptors": (here.descriptors, 0.8),
    "memory": (here.memory, 0.8), "clock": (here.clock, 0.8), "changed": (here.changed, 2.5),
    "two-runs": (here.two_runs, 2), "dask-worker": (far.dask_worker, 0.25),
    "dask-scheduler": (far.dask_scheduler, 0.25), "store": (far.store, 0.2),
}  # fmt: skip
"""Each kind, and how often it is drawn."""
ONLY = {"store": ("json", "jsonl", "parquet"), "dask-scheduler": ("json", "jsonl", "parquet")}
"""The formats of kinds that not all go with."""
FRESH = {"read-only", "descriptors", "memory", "clock", "dask-worker", "dask-scheduler", "store"}
"""Kinds whose runs must begin as processes of their own."""


def clean() -> None:
    """End what a round left, after it was judged."""
    for _ in range(50):
        end_all()
        if not of_round():
            return
        time.sleep(0.1)


class Rounds:
    """The small batches of a run of this program, and what undisturbed runs of them give."""

    def __init__(self, work: Path, seed: int, log: Path | None, keep: Path | None) -> None:
        self.work, self.seed, self.log, self.keep = work, seed, log, keep
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.runs: Counter[str] = Counter()
        """Disturbed runs of each kind; a round has several."""
        self.wanted: dict[tuple[int, str], Wanted] = {}

    def batch(self, number: int) -> Path:
        folder = self.work / f"pages-{number}"
        if not folder.exists():
            rolls = random.Random(f"{self.seed}-batch-{number}")
            make_batch(folder, rolls, rolls.randint(25, 80))
        return folder

    def calm(self, number: int, to: str) -> Wanted:
        """What a batch gives in a format when nothing happens."""
        if (number, to) not in self.wanted:
            given = Round(self.work / f"calm-{number}-{to}", self.batch(number), to, 0.0, random.Random(0))
            self.wanted[number, to] = undisturbed(given)
        return self.wanted[number, to]

    def one(self, n: int, kind: str, to: str) -> str:
        """Do a round, and say how it ended."""
        rolls = random.Random(f"{self.seed}-{n}")
        number = rolls.randrange(BATCHES)
        wanted = self.calm(number, to)
        jobs = rolls.choice((1, 1, 2))
        given = Round(self.work / f"round-{n}", self.batch(number), to, wanted.seconds, rolls, jobs=jobs)
        given.fresh = kind in FRESH or rolls.random() < SHELL
        begin = time.monotonic()
        why, ended = "", list[Ended]()
        try:
            ended = KINDS[kind][0](given)
            if given.changed:
                wanted = undisturbed(given)
            judge(given, wanted)
            result = REFUSED if any(one.refused and one.code != 130 for one in ended) else EQUAL
            if not given.struck:
                result = MISSED
        except Fault as fault:
            result, why = FAULT, str(fault)
        except Exception:
            result, why = FAULT, f"the round itself failed: {traceback.format_exc()}"
        finally:
            clean()
        self.runs[kind] += len(ended) if result != MISSED else 0
        self.tell(n, kind, to, result, why, given, time.monotonic() - begin)
        if result == FAULT and self.keep is not None:
            shutil.copytree(given.work, self.keep / given.work.name, symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(given.work, ignore_errors=True)
        return result

    def tell(self, n: int, kind: str, to: str, result: str, why: str, given: Round, seconds: float) -> None:
        row = f"{n} {kind} {to} {result} {seconds:.1f} s {why}"
        print(row, file=sys.stderr, flush=True)
        if self.log is not None:
            with self.log.open("a") as file:
                file.write(row + "\n" + ("".join(f"    {said}\n" for said in given.said) if why else ""))


def table(counts: Counter[tuple[str, str, str]], runs: Counter[str]) -> str:
    """Rounds by what happened and by format: those that ended equal, of them those with a clear refusal, and faults."""
    rows = [["what happens", *FORMATS, "rounds", "disturbed runs", "equal", "of these refused first", "faults"]]
    rows.append(["---"] + ["--:"] * (len(rows[0]) - 1))

    def cells(keep: set[str]) -> list[str]:
        def count(*results: str, to: str = "") -> int:
            return sum(
                n for (kind, form, result), n in counts.items()
                if kind in keep and result in results and form == (to or form)
            )  # fmt: skip

        by_format = [str(count(EQUAL, REFUSED, FAULT, to=to)) for to in FORMATS]
        disturbed = sum(runs[kind] for kind in keep)
        every = (count(EQUAL, REFUSED, FAULT), disturbed, count(EQUAL, REFUSED), count(REFUSED), count(FAULT))
        return [*by_format, *map(str, every)]

    met = [kind for kind in KINDS if any(key[0] == kind for key in counts)]
    rows += [[f"{(KINDS[kind][0].__doc__ or '').strip()} (`{kind}`)", *cells({kind})] for kind in met]
    rows.append(["all", *cells(set(met))])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("rounds", type=int)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--kind", action="append", choices=[*KINDS])
    ap.add_argument("--to", action="append", choices=FORMATS)
    ap.add_argument("--minutes", type=float, default=1e9, help="begin no round after so many minutes")
    ap.add_argument("--log", type=Path)
    ap.add_argument("--keep", type=Path)
    ap.add_argument("--round", type=int, help="repeat this one alone")
    ap.add_argument("--update", action="store_true")
    a = ap.parse_args()
    adopt()
    load()
    kinds = a.kind or [*KINDS]
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        rounds = Rounds(Path(name), a.seed, a.log, a.keep)
        until, n = time.monotonic() + 60 * a.minutes, 0
        while sum(v for k, v in rounds.counts.items() if k[2] != MISSED) < a.rounds and time.monotonic() < until:
            n += 1
            rolls = random.Random(f"{a.seed}-kind-{n}")
            kind = rolls.choices(kinds, [KINDS[kind][1] for kind in kinds])[0]
            to = rolls.choice([form for form in a.to or FORMATS if form in ONLY.get(kind, FORMATS)])
            if a.round is None or n == a.round:
                rounds.counts[kind, to, rounds.one(n, kind, to)] += 1
                if a.round is not None:
                    break
        for store in far.STORES:
            store.close()
    made = table(rounds.counts, rounds.runs)
    print(made)
    print(json.dumps({" ".join(key): n for key, n in sorted(rounds.counts.items())}), file=sys.stderr)
    if a.update:
        path = ROOT / "docs" / "security.md"
        path.write_text(place("kills").sub(lambda _: made + "\n", path.read_text("utf-8")), "utf-8")
    return 1 if any(key[2] == FAULT for key in rounds.counts) else 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        code = main()
        sys.stdout.flush()
        os._exit(code)  # threads of a driver of stores go on
