"""The picture of a page, small enough to stand inside an HTML file."""

from __future__ import annotations

import base64
import hashlib
import io
import math
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from papercut.errors import InputError
from papercut.extras import input_needs
from papercut.model.page import Source
from papercut.readers.formats import found_format

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST = 2400
"""Pixels of the longer side: body type of a broadsheet can be read, and a page takes about a megabyte."""

QUALITY = 60
"""Of the JPEG: type stays sharp, and a third of the bytes of the usual 75 are saved."""


def picture_of(path: Path, source: Source, password: str | None = None) -> str:
    """The page as a `data:` URL, turned as its boxes are; empty where the file has no picture, or has changed since the
    page was read. Raises `InputError` if the file cannot be read or Pillow is missing."""
    if source.size is None:
        return ""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    if hashlib.sha256(data).hexdigest() != source.sha256:
        return ""
    pdf = found_format(data[:1024]) == "pdf"
    image = _drawn(data, source, path, password) if pdf else _scan(data, source, path)
    return "" if image is None else _url(image)


def _drawn(data: bytes, source: Source, path: Path, password: str | None) -> Image | None:
    if find_spec("PIL") is None:
        raise input_needs(str(path), "showing its picture", "review")
    from papercut.readers.pdf.document import page_picture
    from papercut.readers.scan.images import turned_image

    upright = source.format == "pdf"
    image = page_picture(data, source.page, str(path), longest=LONGEST, upright=upright, password=password)
    return turned_image(image, source.turned)


def _scan(data: bytes, source: Source, path: Path) -> Image | None:
    if source.format != "scan":
        return None
    from papercut.readers.scan.images import turned_image
    from papercut.readers.scan.picture_process import decoded

    for number, image in decoded(data, str(path)):
        if number == source.page:
            return turned_image(image, source.turned)
    return None


def _url(image: Image) -> str:
    longest = max(image.size)
    if longest > LONGEST:
        wide, high = (math.ceil(side * LONGEST / longest) for side in image.size)
        image = image.resize((wide, high))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")
