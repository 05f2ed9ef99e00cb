"""A catalogue of translations, and how a finished sentence finds its entry in it.

The catalogue is a PO file of gettext, which `tools/messages.py` keeps complete. An entry of a sentence with values in
it, `{name} is empty`, fits every sentence with something in place of `{name}`; of several that fit, the one is
taken that leaves least as it was. In the translation `{name}` is that value as it stands, `{name:t}` the translation
of it, `{name:l}` a list of such, and `{name:n}` a list of names. `{name:m}` is a translation too, and `{name:d}` a
number, without which the entry does not fit: that tells short sentences from others. Both plural forms of a counted
noun lead to one entry.

gettext itself finds entries only by what stood in the source, which no one knows any more of a sentence from another
process, from a database, or of a library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from importlib import resources
from string import Formatter
from typing import NamedTuple

LONG = 4000
"""Characters: nothing longer is one of papercut's sentences."""

DEEP, TRIES = 6, 1000
"""Sentences within one another, and how many are tried for one that is to be translated."""

COUNT = "count"
"""The placeholder that only a number fits."""

FEW = 5
"""Letters: a sentence with fewer of its own says too little to be known by them."""

MARKS = {", ": "、", "; ": "；", " and ": "、"}
"""What stands between the items of a list."""

_CHINESE = re.compile("[\u4e00-\u9fff]")
_EDGE = re.compile("[A-Za-z0-9][\u4e00-\u9fff]|[\u4e00-\u9fff][A-Za-z0-9]")
_BETWEEN = re.compile(f"({'|'.join(map(re.escape, MARKS))})")

_TOLD = re.compile(r":[md]\}")


class Template(NamedTuple):
    """A sentence with values in it: what stands before, between and behind them, and their names."""

    literals: tuple[str, ...]
    names: tuple[str, ...]
    translation: str

    @property
    def own(self) -> int:
        """How many characters of it are its own."""
        return sum(map(len, self.literals))

    @property
    def is_known(self) -> bool:
        """Whether a text that it fits must be this sentence; else one of its values has to tell."""
        letters = sum(ch.isalpha() for literal in self.literals for ch in literal)
        return letters >= FEW or COUNT in self.names

    def values(self, text: str) -> list[dict[str, str]]:
        """The values that make the template this text, by name: the shortest first ones, and the longest."""
        before, *between, behind = self.literals
        if not (text.startswith(before) and text.endswith(behind)) or len(text) < len(before) + len(behind):
            return []
        start, end = len(before), len(text) - len(behind)
        found = []
        for parts in (_parted(text[start:end], between), _parted(text[start:end], between, last=True)):
            named = dict(zip(self.names, parts, strict=False))
            if parts and named.get(COUNT, "0").isdecimal() and named not in found:
                found.append(named)
        return found


def _parted(text: str, literals: Sequence[str], last: bool = False) -> list[str]:
    """What stands between the literals, at the first place of each, or at the `last`; nothing if one is missing."""
    out = []
    for literal in reversed(literals) if last else literals:
        one, literal, other = text.rpartition(literal) if last else text.partition(literal)
        if not literal:
            return []
        out.append(other if last else one)
        text = one if last else other
    return [text, *reversed(out)] if last else [*out, text]


class Found(NamedTuple):
    """A translation, and how many characters of values it has that stand as they were."""

    text: str
    left: int


class _Search:
    """Looks for the translation of one sentence that leaves least of it as it was."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.tries = TRIES
        self.known: dict[tuple[str, bool], Found | None] = {}

    def found(self, text: str, depth: int = DEEP, short: bool = False) -> Found | None:
        """The translation of a text; None if there is none. `short` is for items, which say little of their own."""
        whole = self.catalogue.whole.get(text)
        if whole is not None:
            return self._put(whole, {}, depth)
        if not text or not depth:
            return None
        key = text, short
        if key not in self.known:
            self.known[key] = None  # a sentence is no part of itself
            self.known[key] = self._best(text, depth, short)
        return self.known[key]

    def _best(self, text: str, depth: int, short: bool) -> Found | None:
        best: Found | None = None
        for template in self.catalogue.all_templates if short else self.catalogue.templates:
            for values in template.values(text) if self.tries > 0 else ():
                self.tries -= 1
                said = self._put(template.translation, values, depth)
                if said is not None and (best is None or said.left < best.left):
                    best = said
        return best

    def _put(self, translation: str, values: dict[str, str], depth: int) -> Found | None:
        """A translation with its values in it; None if one of them is not what it had to be."""
        out: list[str] = []
        left = 0
        for literal, name, wish, _ in Formatter().parse(translation):
            out.append(self.catalogue.put(literal))
            if name is None:
                continue
            value = values[name]
            if wish == "d" and not value.isdecimal():
                return None
            for k, part in enumerate(_BETWEEN.split(value) if wish in ("l", "n") else [value]):
                if k % 2:
                    out.append(MARKS[part])
                    continue
                said = self.found(part, depth - 1, short=wish == "l") if wish in ("t", "m", "l") else None
                if said is None and wish == "m":
                    return None
                out.append(part if said is None else said.text)
                left += len(part) if said is None else said.left
        return Found(_spaced(out), left)


def _spaced(parts: Sequence[str]) -> str:
    """The parts as one text, with a space between Chinese and Latin letters or digits, and none within Chinese."""
    out = ""
    for part in parts:
        if out and part:
            bare, other = out.rstrip(" "), part.lstrip(" ")
            if other and bare and _CHINESE.match(bare[-1]) and _CHINESE.match(other):
                out, part = bare, other
            elif _EDGE.fullmatch(out[-1] + part[0]):
                out += " "
        out += part
    return out


class Catalogue:
    """The translations of one language. `written` is what makes another script of a translation."""

    def __init__(self, po: str, written: Callable[[str], str] | None = None) -> None:
        self._entries = entries(po)
        self._written = written

    def translate(self, text: str) -> str:
        """The text in the language of the catalogue; as it is where the catalogue has no such sentence."""
        found = _Search(self).found(text) if text and len(text) <= LONG else None
        return text if found is None else found.text

    def put(self, literal: str) -> str:
        """A piece of a translation, in the script that is wanted."""
        return literal if self._written is None else self._written(literal)

    @cached_property
    def whole(self) -> dict[str, str]:
        """The translations of sentences without values."""
        return {template.literals[0]: template.translation for template in self._parsed if not template.names}

    @cached_property
    def templates(self) -> list[Template]:
        """Those of the others that a text can be known by."""
        return [t for t in self.all_templates if t.is_known or _TOLD.search(t.translation)]

    @cached_property
    def all_templates(self) -> list[Template]:
        """Sentences with values, those with the most characters of their own first."""
        return sorted((t for t in self._parsed if t.names), key=lambda t: -t.own)

    @cached_property
    def _parsed(self) -> list[Template]:
        return [template_of(message, said) for message, said in self._entries.items()]


def entries(po: str) -> dict[str, str]:
    """The translations of a PO file by message, less those that are missing; both forms of a plural are keys."""
    out: dict[str, str] = {}
    for entry in po.split("\n\n"):
        held: dict[str, str] = {}
        key = ""
        for row in entry.split("\n"):
            if not row.startswith('"'):
                key, _, row = row.partition(" ")
            held[key] = held.get(key, "") + row[1:-1]
        translation = held.get("msgstr") or held.get("msgstr[0]")
        for message in (held.get("msgid"), held.get("msgid_plural")):
            if message and translation:
                out[_text(message)] = _text(translation)
    return out


def template_of(message: str, translation: str = "") -> Template:
    """A message, in which values stand as `{name}` and braces are doubled."""
    literals, names = [""], []
    for literal, name, _, _ in Formatter().parse(message):
        literals[-1] += literal
        if name is not None:
            names.append(name)
            literals.append("")
    return Template(tuple(literals), tuple(names), translation)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of Chinese, `zh`, or in the characters of Taiwan, `zh-TW`, or Hong Kong, `zh-HK`."""
    po = resources.files("papercut.translation").joinpath("zh_CN.po").read_text("utf-8")
    if language == "zh":
        return Catalogue(po)
    from papercut.translation.traditional import in_traditional

    return Catalogue(po, in_traditional(language))


def _text(quoted: str) -> str:
    """What stands between the quotes of a PO file: its escapes are those of JSON."""
    return str(json.loads(f'"{quoted}"')) if "\\" in quoted else quoted
