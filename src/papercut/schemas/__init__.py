"""The JSON Schemas of the two documents: `articles`, what `--to json` prints, and `page`, what filters pass on."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def schema(name: str) -> dict[str, Any]:
    """The schema `articles` or `page`, as JSON Schema 2020-12."""
    text = resources.files(__name__).joinpath(f"{name}.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
