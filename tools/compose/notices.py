"""Made-up notices, captions, column names and bylines in the forms that papers of each region use (notices.toml)."""

from __future__ import annotations

import random
import re
import tomllib
from pathlib import Path
from typing import Any

from furniture import person

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("notices.toml").read_text("utf-8"))
WORDS: dict[str, list[str]] = {name: text.split() for name, text in TABLE["words"].items()}
COLUMNS = WORDS["column"]
_INNER = re.compile(r"\{([^{}]*)\}")


def filled(text: str, rng: random.Random, fixed: dict[str, str] | None = None) -> str:
    """A form with everything in braces drawn, from the innermost outwards."""
    while found := _INNER.search(text):
        text = text[: found.start()] + _drawn(found.group(1), rng, fixed or {}) + text[found.end() :]
    return text


def _drawn(what: str, rng: random.Random, fixed: dict[str, str]) -> str:
    if what in fixed:
        return fixed[what]
    if "|" in what:
        return rng.choice(what.split("|"))
    if what == "firm":
        return rng.choice(WORDS["place"]) + rng.choice(WORDS["name"]) + rng.choice(WORDS["firm"])
    if what in WORDS:
        return rng.choice(WORDS[what])
    match what:
        case "person":
            return person(rng)
        case "day":
            return f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
        case "phone":
            return rng.choice(("0" + digits(rng, 3) + "-", "1" + digits(rng, 3), "")) + "8" + digits(rng, 7)
        case "hour":
            return str(rng.randint(15, 22))
        case "few":
            return str(rng.randint(1, 9))
        case "many":
            return str(rng.randint(20, 900))
        case "code":
            return digits(rng, rng.choice((7, 9, 10, 13, 18, 20)))
    if what in ("", "scene") or not what.isascii():
        return what
    raise ValueError(f"notices.toml: nothing is drawn for {what!r}")


def digits(rng: random.Random, n: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(n))


def notice(rng: random.Random) -> tuple[str, list[str]]:
    """A notice: its title, which may be empty, and its paragraphs."""
    kinds = TABLE["notice"]
    kind = rng.choices(kinds, [k["share"] for k in kinds])[0]
    times = rng.randint(1, kind.get("repeat", 1))
    return rng.choice(kind["titles"]), [filled(line, rng) for _ in range(times) for line in kind["lines"]]


def caption(rng: random.Random) -> tuple[str, str]:
    """A picture's caption and its credit, which may be empty."""
    forms = TABLE["caption"]
    scene = filled(forms["scene"], rng)
    return filled(rng.choice(forms["texts"]), rng, {"scene": scene}), filled(rng.choice(forms["credits"]), rng)


def opening(rng: random.Random, region: str) -> tuple[str, str]:
    """The bracketed words that a report begins with, and the byline that they hold."""
    form, who = rng.choice(TABLE["opening"][region])
    name = person(rng)
    return filled(form, rng, {"person": name}), filled(who, rng, {"person": name})


def own_byline(rng: random.Random, region: str) -> str:
    """A byline on a line of its own."""
    return filled(rng.choice(TABLE["byline"][region]), rng)
