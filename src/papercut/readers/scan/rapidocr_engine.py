"""Lines of a page's image by RapidOCR: PP-OCR models, run by onnxruntime.

RapidOCR's own way is to shrink a page to 2,000 pixels and read the shrunken lines. That is enough for a clean page of
tabloid size; on a large one small type would have too few pixels, and without shrinking the search takes 30 to 50 s
and gigabytes. Here the page is searched for lines at the scale that suits its type, in tiles whose results are laid
together *before* lines are drawn round them, so that no line is cut or found twice at a seam; and each line is then
read from the pixels of the scan itself.
"""

from __future__ import annotations

import math
import os
import socket
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from papercut.errors import InputError
from papercut.extras import input_needs
from papercut.model.geometry import Printed
from papercut.progress import part_done
from papercut.readers.scan.orientation import LINES, LONG, Seen, page_turn
from papercut.readers.scan.recognised_line import Quad, is_upright, printed_line, sides

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

FIRST_LOOK = 2000
"""The longer side, in pixels, at which a page is first searched: enough for the size of its type."""

LINE_HEIGHT = 24.0
"""How high the boxes of most lines should be, in pixels, where they are searched for. From 15 on all lines are found on
clean pages, below 14 the first are lost; the rest is for notices in small type."""

MOST_SEARCHED = 48_000_000
"""The largest image that is searched, in pixels: what bounds the memory, at 16 to 20 bytes a pixel."""

TILE = 1536
MARGIN = 96
"""A tile's side and what of it is only context, in pixels; multiples of 32, as the network wants them."""

PARAMS: dict[str, Any] = {
    "Global.log_level": "critical",
    "Global.use_cls": False,  # it looks for lines upside down, and pages are turned before
    "Global.use_preprocess_img": False,  # its shrinking
    "Global.return_word_box": True,
    "Det.max_candidates": 100_000,  # a page of small advertisements has more lines than the 1,000 it would stop at
}

SEARCH = 0.3
"""The share of a page's time that goes into the search for lines; the rest goes into reading them."""

LEAST = 0.5
"""Lines of which the engine is less sure are no text: it reads textures of pictures, too."""


@dataclass(frozen=True)
class Rapid:
    """RapidOCR with the models that its package carries: nothing is ever downloaded."""

    ocr: Any
    looked: list[tuple[weakref.ref[Image], list[Quad]]] = field(default_factory=list, compare=False)
    """What the first look at the last page found."""

    @classmethod
    def loaded(cls, shown: str) -> Rapid:
        """The engine, ready. Raises `InputError` if it is not installed, or has no models with it."""
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # looked at when onnxruntime is imported, which else calls home
        try:
            with _no_socket():
                import onnxruntime  # noqa: F401  # RapidOCR asks for it only later
                import rapidocr

                make = rapidocr.RapidOCR
        except ModuleNotFoundError as error:
            raise input_needs(shown, "reading a picture", "ocr") from error
        models = Path(rapidocr.__file__).parent / "models"
        found: dict[str, Any] = {}
        for part in ("det", "rec"):
            # a given path is never fetched; names are as PP-OCRv6_det_small.onnx
            path = max(models.glob(f"*_{part}*.onnx"), default=None)
            if path is None:
                raise input_needs(shown, f"rapidocr has no models in {models}: reading a picture", "ocr")
            found[f"{part.title()}.model_path"] = str(path)
        threads = os.environ.get("OMP_NUM_THREADS", "")
        if threads.isdecimal() and int(threads) > 0:
            found["EngineConfig.onnxruntime.intra_op_num_threads"] = int(threads)
        ocr = make(params={**PARAMS, **found})
        ocr(np.full((64, 64, 3), 255, np.uint8), use_rec=False)  # makes the detector
        return cls(ocr)

    def lines(self, image: Image, shown: str) -> list[tuple[str, Printed]]:
        """The lines of an RGB image, from the top down. Raises `InputError` if the engine fails."""
        try:
            quads = self._quads(image)
            rows = []
            for k, quad in enumerate(quads):
                part_done(SEARCH + (1 - SEARCH) * k / len(quads))
                rows.append(self._read(image, quad))
        except Exception as error:  # onnxruntime's and OpenCV's own have no other class in common
            raise _failed(shown, error) from error
        return [row for row in rows if row]

    def turn(self, image: Image, shown: str) -> int:
        """By how many quarters, clockwise, the page must be turned to lie upright. Raises `InputError`."""
        try:
            lines = [q for q in self._first(image) if max(sides(q)) >= LONG * min(sides(q))]
            longest = sorted(lines, key=lambda q: -max(sides(q)))[: 2 * LINES]
            return page_turn([np.asarray(_cut(image, quad))[:, :, ::-1] for quad in longest], self._seen)
        except Exception as error:
            raise _failed(shown, error) from error

    def _seen(self, level: NDArray[np.uint8]) -> Seen:
        found = self.ocr(np.ascontiguousarray(level), use_det=False, use_rec=True)
        if not found.txts or not found.txts[0].strip():
            return Seen("", 0.0, ())
        info = found.word_results[0]
        steps = info.line_txt_len or 1
        places = [(column + 0.5) / steps for columns in info.word_cols for column in columns]
        return Seen(found.txts[0].strip(), float(found.scores[0]), places)

    def _first(self, image: Image) -> list[Quad]:
        """Where lines seem to be at the first look."""
        if not self.looked or self.looked[0][0]() is not image:
            self.looked[:] = [(weakref.ref(image), self._search(image, min(1.0, FIRST_LOOK / max(image.size))))]
        return self.looked[0][1]

    def _quads(self, image: Image) -> list[Quad]:
        """Where lines are, from the top down."""
        scale = min(1.0, FIRST_LOOK / max(image.size))
        quads = self._first(image)
        if scale < 1 and quads:
            height = median(min(sides(q)) for q in quads)
            better = min(1.0, LINE_HEIGHT / height, math.sqrt(MOST_SEARCHED / (image.width * image.height)))
            if better > scale * 1.1:
                quads = self._search(image, better)
        return sorted(quads, key=lambda q: (q[0][1], q[0][0]))

    def _search(self, image: Image, scale: float) -> list[Quad]:
        width, height = (max(1, round(side * scale)) for side in image.size)
        if scale < 1:
            image = image.resize((width, height))
        found = self.likely(np.asarray(image)[:, :, ::-1])
        boxes, _ = self.ocr.text_det.postprocess_op(found[None, None], (height, width))
        return [tuple((float(x) / scale, float(y) / scale) for x, y in box) for box in boxes]  # type: ignore[misc]

    def likely(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """How likely each pixel is part of a line: tile by tile, each seen with a margin around it."""
        height, width = pixels.shape[:2]
        found = np.zeros((height, width), np.float32)
        for top, y0, y1 in tile_spans(height):
            part_done(SEARCH * top / height)
            for left, x0, x1 in tile_spans(width):
                tile = pixels[top : top + TILE, left : left + TILE].astype(np.float32) / 127.5 - 1
                h, w = tile.shape[:2]
                tile = np.pad(tile, ((0, -h % 32), (0, -w % 32), (0, 0)), mode="edge")
                seen = self.ocr.text_det.session(np.ascontiguousarray(tile.transpose(2, 0, 1)[None]))[0, 0]
                found[y0:y1, x0:x1] = seen[y0 - top : y1 - top, x0 - left : x1 - left]
        return found

    def _read(self, image: Image, quad: Quad) -> tuple[str, Printed] | None:
        """A line and where it is printed; None if there is nothing to read."""
        strip = np.asarray(_cut(image, quad))[:, :, ::-1]
        if is_upright(quad):
            strip = np.rot90(strip)
        seen = self._seen(strip)
        return printed_line(seen.text, seen.places, quad, seen.score) if seen.text and seen.score >= LEAST else None


def _failed(shown: str, error: Exception) -> InputError:
    return InputError(f"{shown}: RapidOCR failed ({type(error).__name__}): try the engine tesseract")


@contextmanager
def _no_socket() -> Iterator[None]:
    """While RapidOCR is imported: for downloads, which are never made, it imports urllib3, which tries a socket."""
    had, socket.has_ipv6 = socket.has_ipv6, False
    try:
        yield
    finally:
        socket.has_ipv6 = had


def tile_spans(length: int) -> list[tuple[int, int, int]]:
    """How a side is cut in tiles: where each tile begins, and from where to where its results count, in pixels.

    The parts that count follow one another without gaps; each has `MARGIN` around it in its tile, but at the ends.
    """
    found = [(0, 0, min(length, TILE - MARGIN))]
    if length <= TILE:
        return [(0, 0, length)]
    while found[-1][2] < length:
        begin = found[-1][2]
        top = begin - MARGIN
        end = length if top + TILE >= length else top + TILE - MARGIN
        found.append((top, begin, end))
    return found


def _cut(image: Image, quad: Quad) -> Image:
    """The part of the image in a box, turned level if it stands askew."""
    from PIL.Image import Resampling, Transform

    wide, high = (max(1, round(side)) for side in sides(quad))
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
    if x0 == x3 and x1 == x2 and y0 == y1 and y2 == y3:
        return image.crop((int(x0), int(y0), int(x0) + wide, int(y0) + high))
    corners = (x0, y0, x3, y3, x2, y2, x1, y1)
    return image.transform((wide, high), Transform.QUAD, corners, resample=Resampling.BICUBIC)
