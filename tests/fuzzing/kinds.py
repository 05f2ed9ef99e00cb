"""The kinds of files that are tried: how a sound one is made, how it is changed, and what it is read as."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import NamedTuple

from fuzzing import bases, own_bases
from fuzzing.mutations import mutated


class Kind(NamedTuple):
    """`form` is what a file of this kind is read as: a format of `--from`, or what `own_checks` names. `changes` says
    which mutations fit, `encoding` is that of all files, where they have one."""

    form: str
    base: Callable[[Random], str | bytes]
    changes: str
    encoding: str = ""


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "big5hkscs", "shift_jis", "euc_jp", "euc_kr")
"""The encodings of text, beside Windows-1252, whose text is Western."""

KINDS: dict[str, Kind] = {
    **{f"text-{name}": Kind("text", partial(bases.base, "text"), "text", name) for name in ENCODINGS},
    "text-cp1252": Kind("text", own_bases.western_text, "text", "cp1252"),
    **{name: Kind(name, partial(bases.base, name), name) for name in bases.READ if name != "text"},
    **{name: Kind("ocr-json", partial(own_bases.service_json, name), "json") for name in own_bases.SERVICES},
    "own-document": Kind("document", own_bases.page_document, "json"),
    "own-articles": Kind("articles", own_bases.article_document, "json"),
    "own-alto": Kind("alto", partial(own_bases.own_xml, "alto"), "xml"),
    "own-page": Kind("page", partial(own_bases.own_xml, "page"), "xml"),
    "mets": Kind("auto", own_bases.mets, "xml"),
    "corrections": Kind("corrections", own_bases.corrections, "json-lines"),
    "settings": Kind("settings", own_bases.settings, "toml"),
    **{how: Kind("archive", partial(own_bases.archive, how), "packed") for how in own_bases.PACKED},
}
"""All kinds by name; a file in `tests/found` is named after one."""


def file_of(kind: str, seed: int, number: int) -> tuple[bytes, str | None]:
    """A file, and the format it is asked to be read in, if not its own."""
    rng = Random(f"{kind} {seed} {number}")
    own = KINDS[kind]
    data = mutated(own.changes, own.base(rng), rng, own.encoding)
    return data, "auto" if rng.random() < 0.1 else None


def kind_of(name: str) -> str:
    """The kind that a file in `tests/found` is named after."""
    return next(kind for kind in sorted(KINDS, key=len, reverse=True) if name.startswith(f"{kind}-"))
