"""Image files to images that an OCR engine can read: RGB, upright, one for each page.

Sizes are looked at before anything is decoded. Nothing of Pillow's global state is changed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from papercut.errors import InputError
from papercut.extras import input_needs
from papercut.model.page import Note
from papercut.plurals import counted
from papercut.readers.failed_pages import Tell, Unread, Wanted, all_pages, refuse
from papercut.readers.printed_page import STAGE
from papercut.readers.scan.heif import heif_image, is_avif, is_heif
from papercut.readers.scan.soundness import is_damaged
from papercut.readers.source import printable

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "JPEG2000", "PPM")
"""What is opened, in Pillow's names; its rarer decoders are not let near foreign bytes."""

MOST_PIXELS = 178_000_000
"""A sheet of A2 scanned at 600 dots an inch has 139 million; Pillow itself refuses 179 million."""

MOST_PAGES = 2000
"""Pages of one TIFF file; files that never end are cut here."""

ANIMATED = ("GIF", "WEBP", "PNG", "AVIF", "HEIF")
"""Formats that can hold several pictures, of which the first is the page."""

REDUCED_OR_MASK = 1 | 4
"""Bits of TIFF's NewSubfileType: a smaller copy of another page, and a mask. Neither is a page of its own."""


def images(
    data: bytes, shown: str, unread: Tell = refuse, wanted: Wanted = all_pages,
    noted: Callable[[Note], None] = lambda note: None,
) -> Iterator[tuple[int, Image]]:  # fmt: skip
    """The `wanted` pages of an image file with their numbers, one by one: of a TIFF all, of anything else the first.

    They are RGB, turned as EXIF says, transparent parts white, and 16 bits a channel brought to 8. `unread`
    is told of pages that are damaged or too large, and `noted` of what is missing of a page, before that page comes.
    Raises `InputError` if Pillow is missing, or the file is empty or no image.
    """
    try:
        from PIL import Image as pillow
        from PIL import UnidentifiedImageError
    except ModuleNotFoundError as error:
        raise input_needs(shown, "reading a picture", "ocr") from error
    if not data:
        raise InputError(f"{shown} is empty: there is no image in it; scan or download it again")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pillow.DecompressionBombWarning)  # MOST_PIXELS is the limit here
            warnings.simplefilter("ignore", UserWarning)  # odd tags
            if is_heif(data):
                opened = heif_image(data, shown, MOST_PIXELS)
            else:
                opened = pillow.open(BytesIO(data), formats=("AVIF",) if is_avif(data) else FORMATS)
    except UnidentifiedImageError as error:
        raise InputError(
            f"{shown} is no image that can be read, or a part of one: give PNG, JPEG, TIFF, WebP, BMP, GIF, JPEG 2000, "
            "HEIC or AVIF"
        ) from error
    except InputError:
        raise
    except pillow.DecompressionBombError as error:
        raise InputError(f"{shown} is too large an image: {_smaller()}") from error
    except Exception as error:  # decoders raise what they like on damaged files
        kind = "HEIC " if is_heif(data) else "AVIF " if is_avif(data) else ""
        raise InputError(_damaged(shown, 1, error, kind).message) from error
    with opened:
        number = 0
        for frame in range(MOST_PAGES + 1 if opened.format == "TIFF" else 1):
            try:
                if frame and not _seek(opened, frame):
                    return
                if frame == MOST_PAGES:
                    said = f"{shown} has more than {MOST_PAGES} pages, and those beyond are not read: split it"
                    unread(Unread(None, said))
                    return
            except Exception as error:  # where the next page stands is not known either
                unread(_damaged(shown, number + 1, error))
                return
            if frame and int(_tag(opened, 254)) & REDUCED_OR_MASK:
                continue
            number += 1
            if not wanted(number, None if opened.format == "TIFF" else 1):
                continue
            wide, high = opened.size
            if wide * high > MOST_PIXELS:
                said = f"{shown}, page {number}, has {wide} by {high} pixels: {_smaller()}"
                unread(Unread(number, said))
                continue
            turned = _tag(opened, 274) > 1  # Pillow turns it, and forgets that
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    image = _upright(_plain(opened), opened)
            except Exception as error:
                unread(_damaged(shown, number, error))
                continue
            for note in _missing(data, opened, turned):
                noted(note)
            yield number, image
            del image


def _missing(data: bytes, opened: Any, turned: bool) -> Iterator[Note]:
    """What the image that was made of a page lacks."""
    if is_damaged(data, opened, turned):
        said = "the picture is damaged, and text may be missing or wrong: scan or download it again"
        yield Note("damaged", STAGE, (), said)
    if opened.format in ANIMATED and (more := _frames(opened) - 1) > 0:
        said = f"the file has {counted(more, 'further picture')}, not read: save each of them as a file"
        yield Note("too-much", STAGE, (), said)


def _frames(opened: Any) -> int:
    """How many pictures a file holds, one after the other."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return int(getattr(opened, "n_frames", 1))
    except Exception:  # where they end is not known
        return 2


def _seek(opened: Any, frame: int) -> bool:
    """Go to a frame of a TIFF; False if there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened.seek(frame)
    except EOFError:
        return False
    return True


def _tag(opened: Any, number: int) -> int:
    """A numeric tag of a TIFF page; 0 where it is missing or no number."""
    value = getattr(opened, "tag_v2", {}).get(number, 0)
    return value if isinstance(value, int) else 0


def _plain(opened: Image) -> Image:
    """The image as RGB on white paper."""
    from PIL import Image as pillow

    if opened.mode[0] in "IF":  # 16 or 32 bits a pixel: the darkest is black, the lightest white
        pixels = np.nan_to_num(np.asarray(opened, np.float32))
        low, high = float(pixels.min()), float(pixels.max())
        pixels = (pixels - low) * (255 / (high - low) if high > low else 0)
        return pillow.fromarray(pixels.astype(np.uint8)).convert("RGB")
    if opened.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in opened.info:
        ink = opened.convert("RGBA")
        paper = pillow.new("RGB", ink.size, "white")
        paper.paste(ink, mask=ink.getchannel("A"))
        return paper
    # of an RGB page a copy, as the file's own image is overwritten by the next page
    return opened.convert("RGB") if opened.mode != "RGB" else opened.copy()


def _upright(image: Image, opened: Image) -> Image:
    """The image turned as the file's orientation tag says; one that cannot be read is passed over."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM, 5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_90,
    }  # fmt: skip
    try:
        turn = turns.get(opened.getexif().get(0x0112, 1))
    except Exception:
        return image
    return image if turn is None else image.transpose(turn)


def turned_image(image: Image, quarters: int) -> Image:
    """The image turned by so many quarters, clockwise."""
    from PIL.Image import Transpose

    turns = {1: Transpose.ROTATE_270, 2: Transpose.ROTATE_180, 3: Transpose.ROTATE_90}
    return image.transpose(turns[quarters]) if quarters % 4 else image


def _smaller() -> str:
    return f"more than {MOST_PIXELS // 1_000_000} million pixels are not read; cut or scale it down, 300 dpi are enough"


def _damaged(shown: str, number: int, error: Exception, kind: str = "") -> Unread:
    why = printable(str(error).split("\n", 1)[0][:120]) or type(error).__name__
    return Unread(number, f"{shown}, page {number}, is a damaged {kind}image ({why}): scan or download it again")
