"""HEIC pictures, as telephones save them, by libheif; it turns them upright itself."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from papercut.errors import InputError
from papercut.extras import input_needs

if TYPE_CHECKING:
    from PIL.Image import Image


def is_heif(data: bytes) -> bool:
    """Whether bytes are a HEIC picture's."""
    return data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def is_avif(data: bytes) -> bool:
    """Whether bytes are an AVIF picture's, which Pillow itself reads."""
    return data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis")


def heif_image(data: bytes, shown: str, most_pixels: int) -> Image:
    """The main picture of a HEIC file. Raises `InputError` if pi-heif is missing or there are too many pixels, and
    whatever libheif raises on damaged files."""
    try:
        import pi_heif
    except ModuleNotFoundError as error:
        raise input_needs(shown, "reading a HEIC picture", "ocr") from error
    held = pi_heif.open_heif(BytesIO(data))
    wide, high = held.size
    if wide * high > most_pixels:
        most = most_pixels // 1_000_000
        raise InputError(f"{shown} has {wide} by {high} pixels: more than {most} million are not read; scale it down")
    image: Image = held.to_pillow()
    return image
