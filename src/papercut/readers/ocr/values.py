"""What stands in JSON from elsewhere, taken for what it should be: other values are as good as none."""

from __future__ import annotations

from typing import Any

from papercut.model.pieces import visible_length


def dicts(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; nothing if it is none."""
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """The texts of a list; nothing if it is none."""
    return [said_in(part) for part in value] if isinstance(value, list) else []


def characters_in(value: Any) -> int:
    """How many visible characters the texts inside a value have; keys do not count, nor do numbers."""
    count, waiting = 0, [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            count += visible_length(part)
        elif isinstance(part, (dict, list)):
            waiting.extend(part.values() if isinstance(part, dict) else part)
    return count


def said_in(value: Any) -> str:
    """A text, also where it stands in lists in its place; of several texts in such lists all, one after the other."""
    if not isinstance(value, list):
        return text_value(value)
    found: list[str] = []
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(reversed(part))
        elif isinstance(part, str):
            found.append(part)
    return " ".join(found)


def left_in(value: Any) -> int:
    """How many visible characters stand in objects in the place of a text, which `said_in` passes over."""
    count, waiting = 0, [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            count += characters_in(part)
        elif isinstance(part, list):
            waiting.extend(part)
    return count


def text_value(value: Any) -> str:
    """A text; a number that stands for one is one too, as some programs write `1938`."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""
