"""Made-up tables (tables.toml): a few rows of short cells, as a story of their own or within one."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from notices import filled
from sources import Story, converter

KINDS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("tables.toml").read_text("utf-8"))["table"]
ALONE = 0.5
"""The share of tables that are stories of their own; half of these have a line of text below or above."""
TITLED = 0.6
"""The share of tables within stories that have a title."""


def with_table(story: Story, rng: random.Random) -> Story:
    """A table instead of the story, or the story with one behind one of its paragraphs."""
    kind = rng.choices(KINDS, [k["share"] for k in KINDS])[0]
    alone = rng.random() < ALONE
    turned = converter("s2t" if story.script == "hant" else "t2s").convert
    rows = drawn(kind, rng, rng.randint(5, 16) if alone else rng.randint(3, 8))
    text = turned("\n".join("\t".join(row) for row in rows))
    title, note = (turned(filled(rng.choice(kind[name]), rng)) for name in ("titles", "notes"))
    if alone:
        told = [("paragraph", note)] if note else [e for e in story.body[-1:] if e[0] == "paragraph" and len(e[1]) < 90]
        told = told if rng.random() < 0.6 else []
        table = [("table", text)]
        body = (*table, *told) if rng.random() < 0.5 else (*told, *table)
        return replace(story, headline=title, kicker=None, deck=(), body=body, byline=None, dateline=None, loose=())
    at = rng.randint(1, len(story.body))
    titled = [("subhead", title)] if rng.random() < TITLED else []
    return replace(story, body=(*story.body[:at], *titled, ("table", text), *story.body[at:]))


def drawn(kind: dict[str, Any], rng: random.Random, count: int) -> list[list[str]]:
    """The rows of a table, most often below a header."""
    columns = [parted(column) for column in rng.choice(kind["forms"])]
    names = kind.get("names", "").split()
    count = min(count, len(names) // (2 if kind.get("pairs") else 1)) if names else count
    names = rng.sample(names, len(names))
    minutes = rng.randint(6 * 60, 19 * 60)
    out = []
    if all(len(c) > 1 for c in columns) and rng.random() >= kind.get("headless", 0.1):
        out.append([filled(c[0], rng) for c in columns])
    elif kind.get("timed"):
        out.append([filled(rng.choice(kind["channels"]), rng)])
    for k in range(count):
        minutes += rng.choice((5, 10, 25, 30, 45, 55, 60))
        clock = f"{minutes // 60 % 24}:{minutes % 60:02}"
        clock = clock if kind.get("timed") else f"{rng.randint(6, 22)}:{rng.randint(0, 59):02}"
        fixed = {"rank": str(k + 1), "time": clock}
        if names:
            fixed |= {"name": names[k], "other": names[-1 - k]}
        out.append([figures(filled(c[-1], rng, fixed), rng) for c in columns])
    return out


def parted(column: str) -> list[str]:
    """The header of a column, if it has one, and the form of its cells."""
    depth = 0
    for k, ch in enumerate(column):
        depth += (ch == "{") - (ch == "}")
        if ch == "|" and not depth:
            return [column[:k], column[k + 1 :]]
    return [column]


def figures(text: str, rng: random.Random) -> str:
    """The text with its figures drawn."""
    return re.sub("[#@]", lambda m: rng.choice("123456789" if m.group() == "@" else "0123456789"), text)
