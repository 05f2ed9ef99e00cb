"""Reading a truth: what the articles of a page really are, written or corrected by hand.

The format is described for people in docs/reference/truth.md and for programs in `schemas/truth.schema.json`.
papercut's own article document is a truth, and so is one with nothing but `articles`. A text may stand for an element
of a body or of the furniture. Keys that the format does not know are left alone, but for those that look like a slip of
the pen: a truth that silently lacks its headlines is worse than none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from papercut.errors import InputError
from papercut.score.text import Json

TYPES = ("paragraph", "subhead", "list_item", "verse", "table", "byline", "caption", "advert")
"""What an element of a body may be; with a bar between them where either is right."""

WAY = "papercut score page.txt --draft > page.truth.json makes one to correct by hand"
"""How to get a truth, for those who have none."""

SLIP = 0.85
"""How like a known key an unknown one must be (difflib's ratio) to be taken for a slip of the pen."""

MAX_BYTES = 1 << 28
"""No truth is longer; one that is, is another file."""


def read_truth(path: Path) -> Json:
    """The truth in a file, with every text of a body or of the furniture as an object.

    Raises `InputError`, which names file and place, if it cannot be read, is no JSON, or no truth.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"the truth {path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > MAX_BYTES:
        raise InputError(f"the truth {path} is longer than any truth of a page")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"the truth {path} is not in UTF-8 (byte {error.start}): save it as UTF-8") from error
    except RecursionError as error:
        raise InputError(f"the truth {path} is nested too deeply") from error
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            raise InputError(f"the truth {path} holds several documents: each page has a truth of its own") from error
        raise InputError(f"the truth {path} is not valid JSON: line {error.lineno}: {error.msg}") from error
    return truth_of(found, str(path))


def truth_of(data: Any, name: str) -> Json:
    """The truth that a JSON value is; `name` says in errors where it came from. Raises `InputError` if it is none."""
    try:
        return _truth(data)
    except _Fault as fault:
        raise InputError(f"{name} is no truth: {fault}") from None


class _Fault(Exception):
    """What is wrong, and where in the document."""


Check = Callable[[Any, str], Any]


def _kind(value: Any) -> str:
    """A JSON value's kind, for people."""
    if isinstance(value, bool):
        return str(value).lower()
    names: dict[type, str] = {str: "a text", list: "a list", dict: "an object", int: "a number", float: "a number"}
    return names.get(type(value), "null")


def _text(value: Any, at: str) -> str:
    if not isinstance(value, str):
        raise _Fault(f"{at} must be a text, and is {_kind(value)}")
    return value


def _text_or_null(value: Any, at: str) -> str | None:
    return None if value is None else _text(value, at)


def _texts(value: Any, at: str) -> Any:
    if isinstance(value, list):
        return [_text(one, f"{at}[{n}]") for n, one in enumerate(value)]
    return _text_or_null(value, at)


def _jump(value: Any, at: str) -> Any:
    if isinstance(value, Mapping):
        _text(value.get("text"), f"{at}.text")
        return value
    return _text_or_null(value, at)


def _type(value: Any, at: str) -> str:
    for one in _text(value, at).split("|"):
        if one not in TYPES:
            raise _Fault(f"{at} is {value!r}; a type is one of {', '.join(TYPES)}, or several with | between them")
    return str(value)


def _list(value: Any, at: str, each: Check) -> list[Any]:
    if not isinstance(value, list):
        raise _Fault(f"{at} must be a list, and is {_kind(value)}")
    return [each(one, f"{at}[{n}]") for n, one in enumerate(value)]


def _truth(data: Any) -> Json:
    if not isinstance(data, Mapping):
        raise _Fault(f"it must be an object, and is {_kind(data)}; {WAY}")
    if "papercut" in data and "raw" in data:
        raise _Fault("it is a page document, which filters pass on: papercut write --to json makes a truth of it")
    if "articles" not in data:
        raise _Fault(f"it has no articles; {WAY}")
    return _object(data, "", {"articles": _articles, "furniture": _furniture})


def _articles(value: Any, at: str) -> list[Any]:
    return _list(value, at, _article)


def _furniture(value: Any, at: str) -> list[Any]:
    return [] if value is None else _list(value, at, _aside)


def _article(value: Any, at: str) -> Json:
    if not isinstance(value, Mapping):
        raise _Fault(f"{at} must be an object, and is {_kind(value)}")
    if "body" not in value:
        raise _Fault(f"{at} has no body (an empty list, if there is no text)")
    return _object(
        value,
        at,
        {
            "headline": _text_or_null,
            "headline_any": _texts,
            "kicker": _text_or_null,
            "deck": _texts,
            "byline": _texts,
            "dateline": _text_or_null,
            "loose": _texts,
            "continued_on": _jump,
            "continued_from": _jump,
            "body": _body,
        },
    )


def _body(value: Any, at: str) -> list[Any]:
    return _list(value, at, _element)


def _element(value: Any, at: str) -> Json:
    if isinstance(value, str):
        return {"type": "paragraph", "text": value}
    return {"type": "paragraph", **_with_text(value, at, {"type": _type})}


def _aside(value: Any, at: str) -> Json:
    return {"text": value} if isinstance(value, str) else _with_text(value, at, {"role": _text})


def _with_text(value: Any, at: str, keys: Mapping[str, Check]) -> Json:
    if not isinstance(value, Mapping):
        raise _Fault(f"{at} must be a text or an object, and is {_kind(value)}")
    if "text" not in value:
        raise _Fault(f"{at} has no text")
    return _object(value, at, {"text": _text, **keys})


def _object(value: Json, at: str, keys: Mapping[str, Check]) -> Json:
    import difflib

    out = dict(value)
    dot = f"{at}." if at else ""
    for key, one in value.items():
        if key in keys:
            out[key] = keys[key](one, f"{dot}{key}")
        elif close := difflib.get_close_matches(key, keys, 1, SLIP):
            raise _Fault(f"{dot}{key} is not known: did you mean {close[0]}?")
    return out
