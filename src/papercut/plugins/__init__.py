"""What other packages can add: readers, writers, OCR engines and languages.

In: entry points of installed packages. Out: the objects that they name, checked. Each is given under a name, in the
entry-point group of its kind: `papercut.readers` (a `Reader`), `papercut.writers` (a `Writer`), `papercut.ocr` (what
makes an `OcrEngine`) and `papercut.languages` (a `Language`). Stages have the group `papercut.stages`. Nothing is
imported before it is used. Read in this order: `files`, `ocr`, `language`, then `entry_points`, which finds them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from papercut.plugins.files import Reader, Writer
    from papercut.plugins.language import Language
    from papercut.plugins.ocr import OcrEngine

__all__ = ["Language", "OcrEngine", "Reader", "Writer"]

_MODULES = {"Reader": "files", "Writer": "files", "OcrEngine": "ocr", "Language": "language"}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
