"""The stages, in the order in which the default pipeline runs them. Each is imported when it is first named.

In: a page. Out: a new page. One stage is one file, one class, one command and one name; no stage knows another. Read
them in the order of `ORDER`: `normalize`, `order`, `set_aside`, `despace`, `build_paragraphs`, `label_blocks`,
`separate_articles`, `place_headlines`, `convert`. `papercut.pipeline` says what a stage is.
"""

from __future__ import annotations

import importlib
from typing import Any

ORDER = (
    "normalize",
    "order",
    "set-aside",
    "despace",
    "build-paragraphs",
    "label-blocks",
    "separate-articles",
    "place-headlines",
    "convert",
)

CLASSES = {"".join(word.capitalize() for word in name.split("-")): name for name in ORDER}
"""`BuildParagraphs` is in `build_paragraphs.py` and is called `build-paragraphs` on the shell."""


def __getattr__(name: str) -> Any:
    if name not in CLASSES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{CLASSES[name].replace('-', '_')}"), name)


def __dir__() -> list[str]:
    return sorted([*CLASSES, *globals()])
