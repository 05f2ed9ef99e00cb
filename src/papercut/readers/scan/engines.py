"""OCR engines: from the image of a page to its printed lines.

An engine is anything with `lines(image)`. Two come with papercut: `rapidocr`, which the extra `papercut-text[ocr]`
installs with its models, and `tesseract`, the program of that name. Other packages may give more, as entry points. None
is imported or started before it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from papercut.errors import PluginError, UsageError
from papercut.plugins.entry_points import entry_of, load, plugins, title_of

if TYPE_CHECKING:
    from papercut.plugins.ocr import OcrEngine

ENGINES = ("rapidocr", "tesseract")


_held: dict[str, OcrEngine] = {}


def engine_named(name: str, shown: str) -> OcrEngine:
    """The engine of this name; it is made once and kept, since models take a second to load.

    Raises `UsageError` for an unknown name, `PluginError` if another package gives it and is broken, and `InputError`,
    which names `shown`, if what it needs is not installed.
    """
    if name not in _held:
        if name == "tesseract":
            from papercut.readers.scan.tesseract_engine import Tesseract

            _held[name] = Tesseract.found(shown)
        elif name == "rapidocr":
            from papercut.readers.scan.picture_process import RapidProcess

            _held[name] = RapidProcess.loaded(shown)
        elif name in plugins("OCR engine", ENGINES):
            from papercut.readers.scan.plugin_engine import PluginEngine

            _held[name] = PluginEngine.made(*maker_of(name))
        else:
            raise UsageError(f"there is no OCR engine {name!r}: choose one of {', '.join(ENGINES)}")
    return _held[name]


def maker_of(name: str) -> tuple[Callable[[], Any], str]:
    """What makes an engine of another package, and what messages call it. Raises `PluginError` if that is broken."""
    entry = entry_of("OCR engine", name, ENGINES)
    title = title_of("OCR engine", entry)
    made = load("OCR engine", entry)
    if not callable(made):
        raise PluginError(f"{title} is neither a class nor a function that makes an engine: {made!r:.80}")
    return made, title
