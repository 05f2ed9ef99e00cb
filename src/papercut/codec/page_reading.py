"""Page documents back to pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from papercut.codec.field_types import ensure_types
from papercut.codec.geometry import box_from, drawn_from_dict, height_from, printed_from_dict, size_from
from papercut.codec.page import UNSOUND, VERSION, unique
from papercut.errors import InputError
from papercut.model.page import (
    Article,
    Block,
    Break,
    Cited,
    Decision,
    Furniture,
    Jump,
    Line,
    Look,
    Note,
    Page,
    Piece,
    Role,
    Source,
)

_ROLES = {role.value: role for role in Role}


T = TypeVar("T")


def page_from_json(text: str | bytes) -> Page:
    """The page of a page document. Raises `InputError` if it is none, or not a sound one."""
    if isinstance(text, bytes) and text.startswith(b"\xef\xbb\xbf"):
        text = text[3:]
    try:
        data = json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise InputError(f"this is not a page document: not valid JSON ({error})") from error
    return page_from_dict(data)


def page_from_dict(data: Any) -> Page:
    """The page that `page_to_dict` took apart. Raises `InputError` where something is missing, of another kind, or
    points outside the page."""
    if not isinstance(data, dict) or "papercut" not in data:
        raise InputError("this is not a page document: it has no key 'papercut'")
    if data["papercut"] != VERSION:
        raise InputError(f"this page document has version {data['papercut']!r}; this papercut reads {VERSION}")
    if "raw" not in data:
        raise InputError(
            "this is an article document, the end of the pipe, which `papercut write` writes in other formats: "
            "stages take what `papercut read` gives"
        )
    try:
        return _page(data)
    except UNSOUND as error:
        what = f"no key {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"this page document is not sound: {what}") from error


def _page(data: dict[str, Any]) -> Page:
    raw = tuple(_text(row) for row in data["raw"])

    def pieces(rows: Iterable[Sequence[int]]) -> tuple[Piece, ...]:
        out = tuple(Piece(int(line), int(start), int(end)) for line, start, end in rows)
        for line, start, end in out:
            if not (1 <= line <= len(raw) and 0 <= start <= end <= len(raw[line - 1])):
                raise ValueError(f"piece {[line, start, end]} lies outside the page")
        return out

    def block(row: dict[str, Any]) -> Block:
        role = row["role"]
        return Block(
            _text(row["text"]),
            pieces(row["pieces"]),
            None if role is None else _role(role),
            None if row["boxes"] is None else tuple(box_from(b) for b in row["boxes"]),
            row["starts"],
            row["ends"],
            row["confidence"],
            tuple((str(name), float(chance)) for name, chance in row["readings"]),
        )

    def article(row: dict[str, Any]) -> Article:
        return Article(
            row["id"],
            row["headline"],
            row["kicker"],
            tuple(row["deck"]),
            row["byline"],
            row["dateline"],
            _jump(row["continued_on"]),
            _jump(row["continued_from"]),
            tuple(block(b) for b in row["body"]),
            tuple(block(b) for b in row["parts"]),
            row["confidence"],
            tuple(_note(n) for n in row["notes"]),
        )

    source = dict(data["source"])
    source["size"] = size_from(source.get("size"))
    lines = tuple(
        Line(
            n["number"], _text(n["text"]), pieces(n["pieces"]), _maybe(box_from, n["box"]),
            height_from(n["size"]), n["weight"],
        )
        for n in data["lines"]
    )
    for n in data["breaks"]:
        if not (0 <= n["before"] < len(lines) and 0 <= n["after"] < len(lines)):
            raise ValueError(f"break {[n['before'], n['after']]} lies outside the page")
    page = Page(
        Source(**source),
        raw,
        lines,
        _maybe(lambda rows: tuple(block(b) for b in rows), data["blocks"]),
        _maybe(lambda rows: tuple(article(a) for a in rows), data["articles"]),
        tuple(Furniture(_role(f["role"]), f["text"], pieces(f["pieces"]), f["why"]) for f in data["furniture"]),
        tuple(
            Break(b["before"], b["after"], b["verdict"], tuple((k, v) for k, v in b["odds"])) for b in data["breaks"]
        ),
        tuple(_decision(d) for d in data["decisions"]),
        tuple(_note(n) for n in data["notes"]),
        tuple(data["history"]),
        tuple(printed_from_dict(p, len(row)) for p, row in zip(data["printed"], raw, strict=True))
        if data["printed"]
        else (),
        tuple(drawn_from_dict(d) for d in data["drawn"]),
        tuple((key, _frozen(value)) for key, value in data["meta"]),
        _maybe(_look, data.get("look")),
    )
    ensure_types(page)
    if page.look is None:
        return page
    from papercut.appearance import shown

    return shown(page)


def _maybe(make: Callable[[Any], T], value: Any) -> T | None:
    return None if value is None else make(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} stands where a text should")
    return value


def _role(value: Any) -> Role:
    role = _ROLES.get(value)
    if role is None:
        raise ValueError(f"{value!r:.40} is no role")
    return role


def _runs(value: Any) -> tuple[tuple[int, int], ...]:
    return tuple((first, last) for first, last in value)


def _jump(value: Any) -> Jump | None:
    return None if value is None else Jump(value["text"], value["page"], value["id"])


def _note(value: Any) -> Note:
    return Note(value["code"], value["stage"], _runs(value["lines"]), value["text"])


def _look(value: Any) -> Look:
    return Look(frozenset(map(_text, value["kept"])), value["spacing"], tuple((n, c) for n, c in value["gaps"]))


def _decision(value: Any) -> Decision:
    second = value["runner_up"]
    return Decision(
        value["stage"],
        _runs(value["at"]),
        value["choice"],
        value["odds"],
        tuple(Cited(c["cue"], c["weight"]) for c in value["cues"]),
        None if second is None else (second["choice"], second["odds"]),
        value["subject"],
    )


def _frozen(value: Any) -> Any:
    """Lists as tuples, all the way down: what a stage left as tuples comes back as tuples."""
    if isinstance(value, list):
        return tuple(_frozen(v) for v in value)
    if isinstance(value, dict):
        return {k: _frozen(v) for k, v in value.items()}
    return value
