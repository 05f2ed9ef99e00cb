"""The JSON Schemas: `articles`, what `--to json` prints; `page`, what filters pass on; `truth`, what is scored with;
`story`, what `papercut batch` puts together from articles on several pages; `corrections`, one record of what people
corrected."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def schema(name: str) -> dict[str, Any]:
    """The schema `articles`, `page`, `truth`, `story` or `corrections`, as JSON Schema 2020-12."""
    text = resources.files(__name__).joinpath(f"{name}.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
