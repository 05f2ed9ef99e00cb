"""Make src/papercut/languages/confusables.txt.gz: `python tools/make_alike.py FONT`. Needs Pillow.

Which characters look alike: each of GB 2312 and of the first level of Big5 is drawn, blurred, and held against all
others, as it stands in its square and stretched to fill it. One line a character: the character, then those after it
(by code point) that are among the nearest of either and near enough. The table that ships was drawn in Droid Sans
Fallback (Apache License 2.0).
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

OUT = Path(__file__).parents[1] / "src/papercut/languages/confusables.txt.gz"
SIDE = 32
NEAREST = 10
"""So many are kept of each character at most."""
LEAST = 0.5
"""The correlation of their ink that two must have; chance gives three pairs in a thousand as much."""


def characters() -> list[str]:
    """The ideographs of GB 2312 and of Big5's first level, each once."""
    gb = [bytes((a, b)) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)]
    big5 = [bytes((a, b)) for a in range(0xA4, 0xC7) for b in (*range(0x40, 0x7F), *range(0xA1, 0xFF))]
    found = [code.decode("gb2312", "ignore") for code in gb] + [code.decode("big5", "ignore") for code in big5]
    return list(dict.fromkeys(ch for ch in found if "\u4e00" <= ch <= "\u9fff"))


def drawn(ch: str, font: ImageFont.FreeTypeFont, stretched: bool) -> np.ndarray:
    """The ink of a character."""
    image = Image.new("L", (64, 64), 0)
    ImageDraw.Draw(image).text((4, 0), ch, font=font, fill=255)
    image = image.filter(ImageFilter.GaussianBlur(1.5))
    if stretched:
        image = image.crop(image.point(lambda v: 255 if v > 60 else 0).getbbox())
    return np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BILINEAR), np.float32).ravel()


def alike(chars: list[str], ink: np.ndarray) -> set[tuple[str, str]]:
    """The pairs of characters whose ink is among the nearest of either."""
    ink = ink - ink.mean(0)
    ink /= np.linalg.norm(ink, axis=1, keepdims=True) + 1e-6
    pairs: set[tuple[str, str]] = set()
    for k, ch in enumerate(chars):
        near = ink @ ink[k]
        near[k] = -1.0
        for other in np.argsort(-near)[:NEAREST]:
            if near[other] >= LEAST:
                pairs.add((min(ch, chars[other]), max(ch, chars[other])))
    return pairs


def main(path: str) -> None:
    font = ImageFont.truetype(path, 56)
    chars = characters()
    pairs: set[tuple[str, str]] = set()
    for stretched in (False, True):
        pairs |= alike(chars, np.stack([drawn(ch, font, stretched) for ch in chars]))
    rows: dict[str, str] = {}
    for first, second in sorted(pairs):
        rows[first] = rows.get(first, first) + second
    OUT.write_bytes(gzip.compress("\n".join(rows.values()).encode(), 9, mtime=0))
    print(OUT, len(pairs), "pairs", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main(sys.argv[1])
