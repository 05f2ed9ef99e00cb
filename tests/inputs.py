"""The cases in `tests/inputs`: how they are run, and what is wrong with what came out. Its README says more."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from shell import environment

FOLDER = Path(__file__).parent / "inputs"

_HIDING = """
import sys
from importlib.machinery import PathFinder
class Hiding(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in {hidden!r} else PathFinder.find_spec(name, path, target)
sys.meta_path[:] = [Hiding if finder is PathFinder else finder for finder in sys.meta_path]
"""  # as `sitecustomize.py`: Python then finds no module of these names


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


def names() -> list[str]:
    """The names of all cases."""
    return sorted(path.parent.name for path in FOLDER.glob("*/expected.json"))


def known() -> dict[str, str]:
    """The cases that are known not to come out right, each with the reason."""
    found: dict[str, str] = tomllib.loads((FOLDER / "known.toml").read_text("utf-8"))
    return found


def faults_of(name: str, scratch: Path) -> list[str]:
    """Runs a case in a copy below `scratch` and says what is not as it should be."""
    case = FOLDER / name
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    folder = scratch / "case"
    shutil.copytree(case, folder, ignore=shutil.ignore_patterns("expected.json", "why.md"))
    env = environment(NO_COLOR="1", COLUMNS="200")
    if "hide" in expected:
        found = (hiding(set(expected["hide"]), scratch), os.environ.get("PYTHONPATH"))
        env["PYTHONPATH"] = os.pathsep.join(filter(None, found))
    return list(_faults(expected, folder, env, _run(expected["command"], folder, env)))


def hiding(modules: set[str], scratch: Path) -> str:
    """What goes into PYTHONPATH so that Python finds none of these modules."""
    folder = scratch / "hiding"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_HIDING.format(hidden=modules), "utf-8")
    return str(folder)


def _run(command: str, folder: Path, env: Mapping[str, str]) -> Ran:
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=env, capture_output=True, timeout=180, stdin=subprocess.DEVNULL
    )
    return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def _faults(expected: Mapping[str, Any], folder: Path, env: Mapping[str, str], ran: Ran) -> Iterator[str]:
    if "exit" in expected and (ran.code == 0 if expected["exit"] == "not 0" else ran.code != expected["exit"]):
        yield f"exit code {ran.code}, not {expected['exit']}: {ran.err}"
    messages = ran.err.lower()
    for key, text, there in (
        ("must_contain", ran.out, True),
        ("must_not_contain", ran.out, False),
        ("stderr_names", messages, True),
        ("stderr_lacks", messages, False),
    ):
        for wanted in expected.get(key, ()):
            if ((wanted if text is ran.out else wanted.lower()) in text) != there:
                yield f"{key} {wanted!r}: {text[:1000]}"
    if expected.keys() & {"articles", "article_count", "not_in_text", "same_division"}:
        try:
            articles = _articles(ran.out)
        except (ValueError, KeyError, TypeError):
            yield f"no JSON page: {(ran.out or ran.err)[:1000]}"
        else:
            yield from _article_faults(expected, articles)
            for command in expected.get("same_division", ()):
                if _division(_articles(_run(command, folder, env).out)) != _division(articles):
                    yield f"{command!r} divides the page otherwise"
    either = [list(_faults(one, folder, env, ran)) for one in expected.get("either", ())]
    if either and all(either):
        yield "none of: " + " | ".join("; ".join(one) for one in either)


def _articles(out: str) -> list[dict[str, Any]]:
    """The articles of the JSON pages that follow one another."""
    decoder, articles, rest = json.JSONDecoder(), [], out.strip()
    while rest:
        page, end = decoder.raw_decode(rest)
        articles += page["articles"]
        rest = rest[end:].lstrip()
    return articles


def _division(articles: list[dict[str, Any]]) -> list[Any]:
    return [(a["lines"], [piece["lines"] for piece in a["body"]]) for a in articles]


def _article_faults(expected: Mapping[str, Any], articles: list[dict[str, Any]]) -> Iterator[str]:
    count = expected.get("article_count", len(articles))
    if count != len(articles):
        yield f"{len(articles)} articles, not {count}: {[a['headline'] for a in articles]}"
    for wanted in expected.get("articles", ()):
        found = [(_article_fault(wanted, a), a["headline"] == wanted.get("headline")) for a in articles]
        if all(fault for fault, _ in found):
            yield min(found, key=lambda f: (not f[1], len(f[0])))[0] if found else "no article at all"
    shown = [text for a in articles for text in (a["headline"], a["kicker"], *a["deck"]) if text]
    shown += [piece["text"] for a in articles for piece in a["body"] if piece["type"] != "caption"]
    for wanted in expected.get("not_in_text", ()):
        yield from (f"{wanted!r} stands in {text!r}" for text in shown if wanted in text)


def _article_fault(wanted: Mapping[str, Any], article: Mapping[str, Any]) -> str:
    """What of an article is not as wanted; empty if nothing."""
    given = {**article, "continued_on": (article["continued_on"] or {}).get("page")}
    for key in ("headline", "kicker", "deck", "byline", "continued_on"):
        if key in wanted and given[key] != wanted[key]:
            return f"{key} is {given[key]!r}, not {wanted[key]!r}"
    texts = [piece["text"] for piece in given["body"]]
    for number, (has, wants) in enumerate(zip_longest(texts, wanted.get("body", texts)), 1):
        if has != wants:
            return f"paragraph {number} of {given['headline']!r} is {has!r}, not {wants!r}"
    whole = "\n".join(texts)
    lines = whole.split("\n")
    rows = [re.split(r"[\s|]+", line.strip(" |\t")) for line in lines]
    for key, there, found in (
        ("body_has", True, lambda text: text in whole),
        ("body_lacks", False, lambda text: text in whole),
        ("lines", True, lambda text: text in lines),
        ("rows", True, lambda row: row in rows),
    ):
        for one in wanted.get(key, ()):
            if found(one) != there:
                return f"{key} {one!r} of {given['headline']!r}: {texts}"
    return ""
