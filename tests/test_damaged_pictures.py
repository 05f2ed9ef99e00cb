"""Pictures that are damaged where Pillow says nothing, and those of which only the first part is a page."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any

import pytest

from papercut.errors import InputError
from papercut.model.geometry import Printed
from papercut.model.page import Page
from papercut.readers.failed_pages import Unread
from papercut.readers.scan import images
from papercut.readers.scan.pages import scan_pages

pillow = pytest.importorskip("PIL.Image")
BLUR = pytest.importorskip("PIL.ImageFilter").SMOOTH


class Eye:
    """An engine that finds nothing."""

    def lines(self, image: Any, shown: str) -> list[tuple[str, Printed]]:
        return []


def printed(size: tuple[int, int] = (600, 800)) -> Any:
    """A sheet with marks in rows, as of type."""
    chance = random.Random(7)
    sheet = pillow.new("L", size, 255)
    for top in range(30, size[1] - 30, 20):
        for left in range(30, size[0] - 30, 8):
            if chance.random() < 0.8:
                sheet.paste(20, (left, top, left + 5, top + chance.randint(4, 14)))
    return sheet


def saved(kind: str, mode: str, **options: Any) -> bytes:
    held = io.BytesIO()
    printed().convert(mode).save(held, kind, **options)
    return held.getvalue()


def codes(data: bytes) -> list[str]:
    return [note.code for note in read(data).notes if note.code != "empty"]


def read(data: bytes) -> Page:
    (page,) = scan_pages(data, "a", "a", engine=Eye())
    return page


def zeros(data: bytes) -> bytes:
    half = len(data) // 2
    return data[:half] + bytes(20) + data[half + 20 :]


def lost(data: bytes) -> bytes:
    """Half of the data of a JPEG is not there, but its end is."""
    return data[: len(data) // 2] + b"\xff\xd9"


def doubled(data: bytes) -> bytes:
    """A JPEG whose data goes on behind the picture."""
    at = data.rfind(b"\xff\xd9")
    return data[:at] + data[at - 300 :]


def without_its_last_scan(data: bytes) -> bytes:
    """A progressive JPEG that a program has given an end behind the scans that it had."""
    return data[: data.rfind(b"\xff\xda")] + b"\xff\xd9"


def without_a_restart(data: bytes) -> bytes:
    first, second = data.find(b"\xff\xd2"), data.find(b"\xff\xd3")
    return data[:first] + data[second:]


@pytest.mark.parametrize(
    ("kind", "mode", "harm", "options"),
    [
        ("PNG", "L", zeros, {}), ("JPEG", "RGB", lost, {}), ("JPEG", "L", lost, {}),
        ("JPEG", "RGB", doubled, {}), ("JPEG", "RGB", without_its_last_scan, {"progressive": True}),
        ("JPEG", "CMYK", without_a_restart, {"restart_marker_rows": 1}),
        ("TIFF", "1", zeros, {"compression": "group4"}),
        ("TIFF", "1", zeros, {"compression": "group4", "tiffinfo": {262: 0, 266: 2}}),
    ],
)  # fmt: skip
def test_damage_of_which_the_decoder_says_nothing(
    kind: str, mode: str, harm: Callable[[bytes], bytes], options: dict[str, Any]
) -> None:
    data = saved(kind, mode, **options)
    assert codes(data) == [] and codes(harm(data)) == ["damaged"]


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [("PNG", "1", {}), ("PNG", "L", {}), ("TIFF", "L", {"compression": "tiff_adobe_deflate"})],
)
def test_no_changed_bit_stays_unseen_where_there_are_checksums(kind: str, mode: str, options: dict[str, Any]) -> None:
    data = saved(kind, mode, **options)
    chance = random.Random(3)
    for _ in range(12):
        at = chance.randrange(200, len(data) // 2)
        try:
            assert codes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]) == ["damaged"]
        except InputError as error:
            assert "is a damaged image" in str(error)


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("JPEG", "RGB", {"quality": 30}), ("JPEG", "L", {"quality": 98}), ("JPEG", "RGB", {"progressive": True}),
        ("JPEG", "CMYK", {}), ("JPEG", "RGB", {"restart_marker_rows": 1}), ("TIFF", "1", {"compression": "group3"}),
        ("TIFF", "1", {"compression": "group4", "tiffinfo": {274: 3}}), ("TIFF", "L", {}), ("WEBP", "RGB", {}),
        ("TIFF", "1", {"compression": "group4", "tiffinfo": {274: 6}}), ("GIF", "L", {}), ("JPEG2000", "L", {}),
    ],
)  # fmt: skip
def test_sound_pictures_are_not_told(kind: str, mode: str, options: dict[str, Any]) -> None:
    assert codes(saved(kind, mode, **options)) == []


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize(("quality", "sampling"), [(75, 2), (92, 1), (95, 0), (98, 2)])
def test_the_last_corner_of_a_sound_photo_may_be_full(mode: str, quality: int, sampling: int) -> None:
    for size in ((600, 800), (597, 785)):
        chance = random.Random(5)
        sheet = printed(size).convert(mode)
        noise = pillow.frombytes(mode, (40, 40), chance.randbytes(1600 * len(mode)))
        sheet.paste(noise.filter(BLUR), (size[0] - 40, size[1] - 40))
        held = io.BytesIO()
        sheet.save(held, "JPEG", quality=quality, subsampling=sampling if mode == "RGB" else -1)
        data = held.getvalue()
        # phones put films and smaller pictures behind a photo
        assert codes(data) == codes(data + b"\0ftyp" + data) == [] and codes(lost(data)) == ["damaged"]
        assert codes(doubled(data)) == ["damaged"]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_further_pictures_of_a_file_are_told(kind: str) -> None:
    more = [pillow.new("L", (600, 800), shade) for shade in (0, 90)]
    (note,) = (note for note in read(saved(kind, "L", save_all=True, append_images=more)).notes if note.code != "empty")
    assert (note.code, note.text[:31]) == ("too-much", "the file has 2 further pictures")


def test_pages_of_a_tiff_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOST_PAGES", 2)
    for count in (2, 3):
        told: list[Unread] = []
        data = saved("TIFF", "1", save_all=True, append_images=[printed().convert("1")] * (count - 1))
        assert len(list(images.images(data, "a", told.append))) == 2
        assert [one.message[:24] for one in told] == ["a has more than 2 pages,"] * (count - 2)
