"""Whether a picture is whole, where the decoders of Pillow say nothing and give grey, black or white for the rest.

What can be known depends on the format. Parts of a PNG and Deflate strips of a TIFF have checksums. Group 4 has none,
but all programs make the same of a picture, so what is left of a damaged strip is packed into less. A JPEG whose data
ends too soon is grey in its last corner; where data is left over, it is not grey there without its last bytes. Lossy
WebP and JPEG 2000 show nothing: there, only what a decoder refuses is known to be damaged. Of a progressive JPEG, it is
known whether all its scans are there.
"""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from papercut.readers.scan.jpeg_structure import jpeg_structure

if TYPE_CHECKING:
    from PIL.Image import Image

GREY = 128
"""What libjpeg gives where data is missing."""
REST = 32
"""So many bytes more than the last of its blocks takes are cut off a JPEG; by themselves they hold it in most files."""
BLOCKS = 16
"""The sides of the blocks that stand together, in pixels."""
SHORTER, SHORTEST = 0.97, 100
"""A strip of Group 4 of at least so many bytes is damaged if what was read of it packs into less than this part."""
ROWS_PER_STRIP, WHITE_IS_ZERO, OFFSETS, SIZES, COMPRESSION, TILES = 278, 262, 273, 279, 259, 322
GROUP_4, DEFLATE = 4, (8, 32946)


def is_damaged(data: bytes, opened: Any, turned: bool = False) -> bool:
    """Whether a picture that has been decoded is damaged; `opened` is it as Pillow has opened it, at its present page,
    and has perhaps `turned` it. False also where that cannot be known."""
    find = {"PNG": _png, "JPEG": _jpeg, "TIFF": _tiff}.get("" if turned else opened.format)
    try:
        return find is not None and find(data, opened)
    except Exception:  # nothing is known of it then
        return False


def _png(data: bytes, opened: Any) -> bool:
    """Whether a chunk that is needed does not fit its checksum."""
    at = 8
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        kind = data[at + 4 : at + 8]
        end = at + 8 + size
        stored = int.from_bytes(data[end : end + 4])
        if kind in (b"IHDR", b"PLTE", b"IDAT") and zlib.crc32(data[at + 4 : end]) != stored:
            return True
        if kind == b"IEND":
            break
        at = end + 4
    return False


def _jpeg(data: bytes, opened: Any) -> bool:
    """Whether its markers are out of order, or its data ends before the picture, or after it."""
    structure = jpeg_structure(data)
    if structure.wrong or opened.mode not in ("RGB", "L") or structure.progressive:
        return structure.wrong
    if _ends_grey(opened):
        return True
    end = structure.end
    if end < 0 or _ends_grey(_without(data, end, REST)):
        return False
    return not _ends_grey(_without(data, end, REST + _last_size(opened)))


def _without(data: bytes, end: int, rest: int) -> Image:
    """The brightness of the JPEG whose data ends there, without the last bytes before. Its colours run over into the
    blocks beside."""
    from PIL import Image as pillow

    cut = pillow.open(BytesIO(data[:end].rstrip(b"\xff\0")[:-rest] + b"\xff\xd9"), formats=("JPEG",))
    cut.draft("L", cut.size)
    return cut


def _last_size(opened: Any) -> int:
    """About how many bytes the last blocks of a JPEG take: as many as they take alone, packed in the same way."""
    from PIL.JpegImagePlugin import get_sampling

    wide, high = opened.size
    sampling = max(0, get_sampling(opened))
    last = opened.crop(((wide - 1) // BLOCKS * BLOCKS, (high - 1) // BLOCKS * BLOCKS, wide, high))
    sizes = []
    for image in (last, last.point(lambda _: GREY)):
        made = BytesIO()
        image.save(made, "JPEG", qtables=opened.quantization, subsampling=sampling)
        sizes.append(made.tell())
    return max(0, sizes[0] - sizes[1])


def _ends_grey(image: Any) -> bool:
    """Whether the last block of a JPEG is of the grey that stands for missing data."""
    wide, high = image.size
    last = np.asarray(image.crop(((wide - 1) // 8 * 8, (high - 1) // 8 * 8, wide, high)))
    return bool((last == GREY).all())


def _tiff(data: bytes, opened: Any) -> bool:
    """Whether a strip has a wrong checksum, or holds more than was read of it."""
    tags = opened.tag_v2
    kind = tags.get(COMPRESSION)
    if TILES in tags:
        return False
    if kind in DEFLATE:
        return any(_bad_checksum(strip) for strip in _strips(data, tags))
    if kind != GROUP_4 or opened.mode != "1":
        return False
    made = BytesIO()
    info = {tag: tags[tag] for tag in (ROWS_PER_STRIP, WHITE_IS_ZERO) if tag in tags}
    opened.copy().save(made, "TIFF", compression="group4", tiffinfo=info)
    from PIL import Image as pillow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        again = pillow.open(made, formats=("TIFF",))
    sizes: tuple[tuple[int, int], ...] = tuple(zip(tags[SIZES], again.tag_v2[SIZES], strict=True))  # type: ignore[attr-defined]
    return any(size >= SHORTEST and new < SHORTER * size for size, new in sizes)


def _strips(data: bytes, tags: Any) -> Iterator[bytes]:
    for start, size in zip(tags[OFFSETS], tags[SIZES], strict=True):
        yield data[start : start + size]


def _bad_checksum(strip: bytes) -> bool:
    how = zlib.decompressobj()
    try:
        part = strip
        while part and not how.eof:
            how.decompress(part, 1 << 20)
            part = how.unconsumed_tail
    except zlib.error:
        return True
    return False
