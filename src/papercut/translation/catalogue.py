"""A catalogue of translations, and how a finished sentence finds its entry in it.

The catalogue is a PO file of gettext, which `tools/messages.py` keeps complete. An entry of a sentence with values in
it, `{name} is empty`, fits every sentence with something in place of `{name}`; where several fit, the one with the
most words of its own is taken. In the translation `{name}` is that value as it stands, and `{name:t}` the translation
of it. Both plural forms of a counted noun lead to one entry. gettext itself finds entries only by what stood in the
source, which no one knows any more of a sentence from another process, from a database, or of a library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cached_property
from importlib import resources
from string import Formatter
from typing import NamedTuple

LONG = 4000
"""Characters: nothing longer is one of papercut's sentences."""

DEEP = 6
"""Sentences within one another."""

COUNT = "count"
"""The placeholder that only a number fits."""

_STRING = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
_ENTRY = re.compile(rf"^msgid {_STRING}(?:msgid_plural {_STRING})?msgstr(?:\[0\])? {_STRING}", re.MULTILINE)
_PART = re.compile(r'"((?:[^"\\]|\\.)*)"')


class Template(NamedTuple):
    """A sentence with values in it: what stands before, between and behind them, and their names."""

    literals: tuple[str, ...]
    names: tuple[str, ...]
    translation: str

    @property
    def own(self) -> int:
        """How many characters of it are its own."""
        return sum(map(len, self.literals))

    def values(self, text: str) -> list[str] | None:
        """The values that make the template this text; None if it is another."""
        before, *between, behind = self.literals
        if not (text.startswith(before) and text.endswith(behind)):
            return None
        start, end = len(before), len(text) - len(behind)
        out = []
        for literal in between:
            found = text.find(literal, start, end)
            if found < 0:
                return None
            out.append(text[start:found])
            start = found + len(literal)
        if start > end:
            return None
        out.append(text[start:end])
        fits = all(value.isdecimal() for name, value in zip(self.names, out, strict=True) if name == COUNT)
        return out if fits else None


class Catalogue:
    """The translations of one language. `written` is what makes another script of a translation."""

    def __init__(self, po: str, written: Callable[[str], str] | None = None) -> None:
        self._entries = entries(po)
        self._written = written

    def translate(self, text: str, depth: int = DEEP) -> str:
        """The text in the language of the catalogue; as it is where the catalogue has no such sentence."""
        if not text or not depth or len(text) > LONG:
            return text
        said = self._whole.get(text)
        if said is not None:
            return self._put(said, {}, depth)
        best: tuple[Template, list[str]] | None = None
        for template in self._templates:  # those with the most words of their own come first
            values = template.values(text)
            if values is not None:
                best = template, values
                break
        if best is None:
            return text
        return self._put(best[0].translation, dict(zip(best[0].names, best[1], strict=True)), depth)

    def _put(self, translation: str, values: dict[str, str], depth: int) -> str:
        """A translation with its values in it."""
        out = []
        for literal, name, wish, _ in Formatter().parse(translation):
            out.append(self._written(literal) if self._written is not None else literal)
            if name is not None:
                out.append(self.translate(values[name], depth - 1) if wish == "t" else values[name])
        return "".join(out)

    @cached_property
    def _whole(self) -> dict[str, str]:
        """The translations of sentences without values."""
        return {template.literals[0]: template.translation for template in self._parsed if not template.names}

    @cached_property
    def _templates(self) -> list[Template]:
        """The others."""
        return sorted((template for template in self._parsed if template.names), key=lambda t: -t.own)

    @cached_property
    def _parsed(self) -> list[Template]:
        return [template_of(message, said) for message, said in self._entries.items()]


def entries(po: str) -> dict[str, str]:
    """The translations of a PO file by message, less those that are missing; both forms of a plural are keys."""
    out: dict[str, str] = {}
    for one, many, said in _ENTRY.findall(po):
        translation = _text(said)
        for message in (_text(one), _text(many)):
            if message and translation:
                out[message] = translation
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


def catalogue(language: str) -> Catalogue:
    """The catalogue of Chinese, `zh`, or in the characters of Taiwan, `zh-TW`, or Hong Kong, `zh-HK`."""
    po = resources.files("papercut.translation").joinpath("zh_CN.po").read_text("utf-8")
    if language == "zh":
        return Catalogue(po)
    from papercut.translation.traditional import in_traditional

    return Catalogue(po, in_traditional(language))


def _text(quoted: str) -> str:
    """What the quoted rows of a PO file say: their escapes are those of JSON."""
    return str(json.loads('"' + "".join(_PART.findall(quoted)) + '"'))
