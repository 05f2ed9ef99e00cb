"""OCR engines: from the image of a page to its printed lines.

An engine is anything with `lines(image)`. Two come with papercut: `rapidocr`, which the extra `papercut-text[ocr]`
installs with its models, and `tesseract`, the program of that name. Neither is imported or started before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from papercut.errors import UsageError
from papercut.model.geometry import Printed

if TYPE_CHECKING:
    from PIL.Image import Image

ENGINES = ("rapidocr", "tesseract")


class OcrEngine(Protocol):
    """What reads the lines of a page's image.

    It may have a method `turn(image, shown)` too: by how many quarters, clockwise, the page must be turned to lie
    upright.
    """

    def lines(self, image: Image, shown: str) -> list[tuple[str, Printed]]:
        """The lines of an RGB image, boxes in its pixels. `shown` is what messages call it. Raises `InputError`."""
        ...


_held: dict[str, OcrEngine] = {}


def engine_named(name: str, shown: str) -> OcrEngine:
    """The engine of this name; it is made once and kept, since models take a second to load.

    Raises `UsageError` for an unknown name, and `InputError`, which names `shown`, if what it needs is not installed.
    """
    if name not in ENGINES:
        raise UsageError(f"there is no OCR engine {name!r}: choose one of {', '.join(ENGINES)}")
    if name not in _held:
        if name == "tesseract":
            from papercut.readers.scan.tesseract_engine import Tesseract

            _held[name] = Tesseract.found(shown)
        else:
            from papercut.readers.scan.rapidocr_engine import Rapid

            _held[name] = Rapid.loaded(shown)
    return _held[name]
