"""Records of corrections: one JSON object a line, as `corrections.schema.json` has them.

A record says what was done, on which page (the hash of the file's bytes and the page's number in it), by whom and when.
Places on the page are characters `[line, column]` and spans `[line, start, end]` of its raw lines, as `pieces` in the
article document are: they stay what they are whatever papercut makes of the page.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from papercut.codec.page import dumps, unique
from papercut.errors import InputError
from papercut.languages.character_variants import NO_TEXT

VERSION = 1
BODY_ROLES = ("paragraph", "subhead", "list_item", "verse", "table", "caption")
PART_ROLES = ("headline", "kicker", "deck", "byline", "jump_line")
FURNITURE_ROLES = ("folio", "nameplate", "ear", "advert", "duplicate", "removed")
ROLES = (*BODY_ROLES, *PART_ROLES, *FURNITURE_ROLES)

Character = list[int]
"""`[line, column]`."""


class NoJson(InputError):
    """A line is no record, nor anything else in JSON."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One record. `what` holds what is particular to its kind `do`; records with one `group` count as one step."""

    id: str
    do: str
    by: str
    at: str
    name: str
    sha256: str
    page: int
    what: Mapping[str, Any] = field(default_factory=dict)
    group: str | None = None

    @property
    def of(self) -> tuple[str, int]:
        """The page that it is about."""
        return self.sha256, self.page

    @property
    def step(self) -> str:
        """What it is done and undone with: its group, or itself."""
        return self.group or self.id

    def to_dict(self) -> dict[str, Any]:
        """The record, with its keys in the order in which people read them."""
        source = {"name": self.name, "page": self.page, "sha256": self.sha256}
        start = {"correction": VERSION, "id": self.id, "do": self.do, "by": self.by, "at": self.at, "source": source}
        return start | ({"group": self.group} if self.group else {}) | dict(self.what)

    def to_json(self) -> str:
        """The record on one line, without its end."""
        return dumps(self.to_dict())


def new(do: str, source: Mapping[str, Any], by: str, group: str | None = None, **what: Any) -> Correction:
    """A correction that somebody makes now, on the page of this `source`. Raises `InputError` where it is not sound."""
    made = {
        "correction": VERSION, "id": uuid.uuid4().hex, "do": do, "by": by,
        "at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "source": {key: source[key] for key in ("name", "page", "sha256")},
    }  # fmt: skip
    return from_dict(made | ({"group": group} if group else {}) | what)


def from_json(line: str | bytes) -> Correction:
    """The correction of a line. Raises `InputError` where it is none."""
    try:
        data = json.loads(line, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise NoJson(f"no JSON: {error}") from error
    return from_dict(data)


def from_dict(data: Any) -> Correction:
    """The correction of a record. Raises `InputError` that says what is wrong with it."""
    if not isinstance(data, dict) or "correction" not in data:
        raise InputError("no record of a correction")
    if not _whole(data["correction"], 1) or data["correction"] != VERSION:
        raise InputError(f"a record of version {data['correction']!r}; this papercut reads {VERSION}")
    do, source = data.get("do"), data.get("source")
    if do is None:
        raise InputError(f"a correction needs do: one of {', '.join(KINDS)}")
    if not isinstance(do, str) or do not in KINDS:
        raise InputError(f"there is no correction {do!r:.40}: choose {', '.join(KINDS)}")
    if not isinstance(source, dict):
        raise InputError("a correction needs its source")
    for key, held in (("id", data), ("by", data), ("at", data), ("name", source), ("sha256", source)):
        if not isinstance(held.get(key), str):
            raise InputError(f"a correction needs {key}, as text")
    if not _whole(source.get("page"), 1):
        raise InputError("a correction needs the page's number")
    group = data.get("group")
    if not (group is None or isinstance(group, str)):
        raise InputError("group must be text")
    needed, optional = KINDS[do]
    what = {key: value for key, value in data.items() if key not in _COMMON}
    for key, is_sound in needed.items():
        if key not in what or not is_sound(what[key]):
            raise InputError(f"{do} needs {key}: {_MEANT[is_sound]}")
    for key, value in what.items():
        if key not in needed and key not in optional:
            raise InputError(f"{do} has no {key!r:.40}")
        if key in optional and not optional[key](value):
            raise InputError(f"{key} must be {_MEANT[optional[key]]}")
    return Correction(
        data["id"], do, data["by"], data["at"], source["name"], source["sha256"], source["page"], what, group
    )


def _whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _character(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and _whole(value[0], 1) and _whole(value[1], 0)


def _character_or_none(value: Any) -> bool:
    return value is None or _character(value)


def _pieces(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(p, list) and len(p) == 3 and _character(p[:2]) and _whole(p[2], p[1] + 1) for p in value)
    )


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _shown_text(value: Any) -> bool:
    return _text(value) and NO_TEXT.search(value) is None


def _ids(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _role(value: Any) -> bool:
    return isinstance(value, str) and value in ROLES


Check = Callable[[Any], bool]
_MEANT: dict[Check, str] = {
    _character: "a character of the page, [line, column]",
    _character_or_none: "a character of the page, [line, column], or null",
    _pieces: "spans of the page, [[line, start, end], ...]",
    _text: "text",
    _shown_text: "text without control characters, marks of direction and zero-width spaces",
    _ids: "a list of ids",
    _role: f"one of {', '.join(ROLES)}",
}
_COMMON = frozenset({"correction", "id", "do", "by", "at", "source", "group"})

KINDS: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "split": ({"before": _character}, {}),
    "merge": ({"article": _character, "into": _character}, {}),
    "place": ({"pieces": _pieces}, {"role": _role, "to": _character_or_none, "after": _character_or_none}),
    "order": ({"article": _character, "after": _character_or_none}, {}),
    "edit": ({"pieces": _pieces, "was": _text, "text": _shown_text}, {}),
    "check": ({}, {"without": _ids}),
    "uncheck": ({}, {}),
    "undo": ({"of": _text}, {}),
    "redo": ({"of": _text}, {}),
}
"""The kinds of corrections, with what each needs and what it may have besides."""
