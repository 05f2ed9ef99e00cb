"""Fonts without drawings: metrics of real families, and small TrueType files whose glyphs are the characters' boxes.

Text extractors need widths, ascents and where a glyph's ink lies, never its shape. Boxes of the classes below gave the
same text as the embedded originals on all bench pages that were tried, PDFium's included.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

TABLE = Path(__file__).with_name("fonts.tsv")
SCARCE = {"cwTeXMing Medium": 0.01, "AR PL UMing CN Light": 0.001, "LXGW WenKai Regular": 0.003}
"""The share of characters that a family lacks."""
UPRIGHT = dict(zip("，、。：；！？（）《》〈〉【】「」『』", "︐︑︒︓︔︕︖︵︶︽︾︿﹀︻︼﹁﹂﹃﹄", strict=True))
"""Punctuation as vertical lines have it; families without these forms keep the others."""
LEVEL = ("AR PL UMing CN Light", "FandolKai Regular")
BOXES = {
    "，、。．": (60, -110, 330, 120),
    "：；！？": (120, -40, 330, 560),
    "“‘《（【〈「『〔": (560, -120, 950, 860),
    "”’》）】〉」』〕": (50, -120, 440, 860),
    "—…·": (0, 320, 1000, 430),
}
BOX = {ch: box for chars, box in BOXES.items() for ch in chars}


@dataclass(frozen=True)
class Family:
    name: str
    postscript: str
    ascent: int
    descent: int
    bbox: str
    widths: dict[str, float]

    def width(self, ch: str) -> float:
        """In em."""
        w = self.widths.get(ch)
        if w is None:
            w = 1000 if ord(ch) >= 0x80 else self.widths.get("0", 555) if ch.isdigit() else 560
        return w / 1000

    def lacks(self, ch: str) -> bool:
        rare = SCARCE.get(self.name, 0)
        return rare > 0 and "一" <= ch <= "鿿" and (ord(ch) * 2654435761 & 0xFFFF) / 0x10000 < rare


@cache
def families() -> dict[str, Family]:
    out = {}
    for line in TABLE.read_text("utf-8").split("\n"):
        if line and not line.startswith("#"):
            name, postscript, ascent, descent, bbox, widths = line.split("\t")
            pairs = (w.split("=") for w in widths.split())
            out[name] = Family(
                name, postscript, int(ascent), int(descent), bbox,
                {chr(int(c[1:], 16)): float(w) for c, w in pairs},
            )  # fmt: skip
    return out


def box(ch: str, width: float) -> tuple[int, int, int, int] | None:
    """Where the ink lies, in 1/1000 em."""
    if ch in " 　":
        return None
    if ord(ch) < 0x80:
        return (30, -10, max(60, int(width * 1000) - 30), 740)
    return BOX.get(ch, (45, -80, 955, 850))


def truetype(family: Family, chars: list[str]) -> bytes:
    """A font file whose glyph n + 1 is the n-th character's box."""
    names = [".notdef", *(f"g{i}" for i in range(len(chars)))]
    glyphs, metrics = {}, {}
    for name, ch in zip(names, [" ", *chars], strict=True):
        pen = TTGlyphPen(None)
        ink = box(ch, family.width(ch))
        if ink:
            x0, y0, x1, y1 = ink
            pen.moveTo((x0, y0))
            for point in ((x0, y1), (x1, y1), (x1, y0)):
                pen.lineTo(point)
            pen.closePath()
        glyphs[name] = pen.glyph()
        metrics[name] = (round(family.width(ch) * 1000), ink[0] if ink else 0)
    fb = FontBuilder(1000, isTTF=True)
    fb.setupGlyphOrder(names)
    fb.setupCharacterMap({})
    fb.setupGlyf(glyphs)
    fb.setupHorizontalMetrics(metrics)
    fb.setupHorizontalHeader(ascent=family.ascent, descent=-abs(family.descent))
    fb.setupNameTable({"familyName": family.postscript, "styleName": "Regular"})
    fb.setupOS2(sTypoAscender=family.ascent, sTypoDescender=-abs(family.descent))
    fb.setupPost(keepGlyphNames=False)
    fb.updateHead(created=0, modified=0)
    fb.font.recalcTimestamp = False
    out = io.BytesIO()
    fb.save(out)
    return out.getvalue()
