"""OCR engines that other packages give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from papercut.model.geometry import Printed

if TYPE_CHECKING:
    from PIL.Image import Image


class OcrEngine(Protocol):
    """What reads the lines of a page's image. The entry point is a class, or a function, that is called without
    arguments and returns the engine; the name of the entry point is its name for `--ocr-engine` and `ocr_engine=`.

    An engine is made once and kept. It may have a method `turn(image, shown)` too: by how many quarters, clockwise, the
    page must be turned to lie upright. `shown` is what messages call the image.
    """

    def lines(self, image: Image, shown: str) -> Iterable[tuple[str, Printed]]:
        """The lines of an RGB image, in any order: the text, and where it stands.

        `Printed.box` is in pixels of the image, `Printed.size` is the height of the type in pixels, and
        `Printed.confidence` is 0 to 1, or None. If it raises `InputError`, its text is shown as it is; any other
        exception, and a line that cannot be right, is reported with the name of the plugin.
        """
        ...
