"""Pages as JSON and back: what filters pass on, one page a line, and the pieces of JSON that writers share.

The page document holds all that a `Page` holds, so that a pipeline in a shell pipe gives what it gives in one
process. It begins with `{"papercut":`, which is how a filter tells it from plain text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from papercut.codec.geometry import box_from, drawn_from_dict, drawn_to_dict, printed_from_dict, printed_to_dict
from papercut.errors import InputError, OutputError
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

VERSION = 1
"""The version of both documents; it changes when a program that reads them would have to."""

PAGE_START = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"papercut"[ \t\r\n]*:')
"""The first bytes of a page document, however it was laid out."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_ROLES = {role.value: role for role in Role}

T = TypeVar("T")


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON that any program can read: characters as they are, but no lone surrogates (U+FFFD stands for them) and no
    line separator that some programs take for the end of a line."""
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    if not text.isascii():
        text = _SURROGATES.sub("\ufffd", text)
        for ch in "\u2028\u2029\x85":
            if ch in text:
                text = text.replace(ch, f"\\u{ord(ch):04x}")
    return text


def sound(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which UTF-8 has no word for."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def page_to_json(page: Page) -> str:
    """The page document of a page, on one line. Raises `OutputError` if a stage left something in `meta` that JSON
    has no word for."""
    try:
        return dumps(page_to_dict(page))
    except (TypeError, ValueError) as error:
        raise OutputError(f"the page cannot be passed on as JSON: {error}") from error


def page_from_json(text: str | bytes) -> Page:
    """The page of a page document. Raises `InputError` if it is none, or not a sound one."""
    if isinstance(text, bytes) and text.startswith(b"\xef\xbb\xbf"):
        text = text[3:]
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"this is not a page document: not valid JSON ({error})") from error
    return page_from_dict(data)


def page_to_dict(page: Page) -> dict[str, Any]:
    """The page document as Python's dicts and lists: of the page's inner form, where it has one."""
    page = page.inner or page
    look = page.look
    return {
        "papercut": VERSION,
        "source": {**source_to_dict(page.source), "first_line": page.source.first_line, "turned": page.source.turned},
        "raw": list(page.raw),
        "lines": [
            {"number": n.number, "text": n.text, "pieces": n.pieces, "box": n.box, "size": n.size, "weight": n.weight}
            for n in page.lines
        ],
        "blocks": None if page.blocks is None else [_block(b) for b in page.blocks],
        "articles": None if page.articles is None else [_article(a) for a in page.articles],
        "furniture": [{"role": f.role, "text": f.text, "pieces": f.pieces, "why": f.why} for f in page.furniture],
        "breaks": [{"before": b.before, "after": b.after, "verdict": b.verdict, "odds": b.odds} for b in page.breaks],
        "decisions": [decision_to_dict(d, d.at) for d in page.decisions],
        "notes": [note_to_dict(n, n.lines) for n in page.notes],
        "history": page.history,
        "printed": [printed_to_dict(p) for p in page.printed],
        "drawn": [drawn_to_dict(d) for d in page.drawn],
        "meta": page.meta,
        "look": look and {"kept": sorted(look.kept), "spacing": look.spacing, "gaps": look.gaps},
    }


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
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        what = f"no key {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"this page document is not sound: {what}") from error


def source_to_dict(source: Source) -> dict[str, Any]:
    """A source as both documents give it, but for `first_line`."""
    return {
        "name": source.name,
        "format": source.format,
        "encoding": source.encoding,
        "page": source.page,
        "sha256": source.sha256,
        "size": source.size,
        "unit": source.unit,
    }


def note_to_dict(note: Note, lines: Any) -> dict[str, Any]:
    """A note, with its line runs as the document at hand counts them."""
    return {"code": note.code, "stage": note.stage, "lines": lines, "text": note.text}


def decision_to_dict(decision: Decision, at: Any) -> dict[str, Any]:
    """A decision, with its line runs as the document at hand counts them."""
    runner_up = decision.runner_up
    return {
        "stage": decision.stage,
        "at": at,
        "choice": decision.choice,
        "odds": decision.odds,
        "cues": [{"cue": c.cue, "weight": c.weight} for c in decision.cues],
        "runner_up": runner_up and {"choice": runner_up[0], "odds": runner_up[1]},
        "subject": decision.subject,
    }


def jump_to_dict(jump: Jump | None) -> dict[str, Any] | None:
    """A reference to another page."""
    return None if jump is None else {"text": jump.text, "page": jump.page, "id": jump.id}


def _block(block: Block) -> dict[str, Any]:
    return {
        "role": block.role,
        "text": block.text,
        "pieces": block.pieces,
        "boxes": block.boxes,
        "starts": block.starts,
        "ends": block.ends,
        "confidence": block.confidence,
        "readings": block.readings,
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "headline": article.headline,
        "kicker": article.kicker,
        "deck": article.deck,
        "byline": article.byline,
        "dateline": article.dateline,
        "continued_on": jump_to_dict(article.continued_on),
        "continued_from": jump_to_dict(article.continued_from),
        "body": [_block(b) for b in article.body],
        "parts": [_block(b) for b in article.parts],
        "confidence": article.confidence,
        "notes": [note_to_dict(n, n.lines) for n in article.notes],
    }


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
    size = source.get("size")
    source["size"] = None if size is None else tuple(size)
    lines = tuple(
        Line(n["number"], _text(n["text"]), pieces(n["pieces"]), _maybe(box_from, n["box"]), n["size"], n["weight"])
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
    if page.look is None:
        return page
    from papercut.look import shown

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
