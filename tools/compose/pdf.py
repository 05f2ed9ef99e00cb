"""Writes a page as plain content streams: rules first, then each line of type at its place."""

from __future__ import annotations

import random
import unicodedata
import zlib
from dataclasses import dataclass, field

from fonts import Family, families, truetype

KANGXI = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0x2F00, 0x2FD6)} | {"長": "⾧", "长": "⻓"}


@dataclass(frozen=True)
class Glyph:
    """A character, the family that draws it, and the space behind it in em of the line's size times its stretch."""

    ch: str
    family: str
    gap: float = 0.0


@dataclass(frozen=True)
class Type:
    """A line of type on the page: `x`, `y` is the first glyph's origin, `x` rightwards and `y` upwards in points."""

    x: float
    y: float
    size: float
    glyphs: tuple[Glyph, ...]
    stretch: float = 1.0
    gray: float = 0.0
    stroked: bool = False
    upright: bool = False
    """Set downwards, each glyph by itself."""


@dataclass
class Sheet:
    """A page's drawing operations, collected in their order."""

    width: float
    height: float
    emit: str
    kangxi: bool
    draws_spaces: bool
    rng: random.Random
    rules: list[str] = field(default_factory=list)
    ops: list[str] = field(default_factory=list)
    glyphs: dict[str, dict[str, int]] = field(default_factory=dict)

    def rule(self, op: str) -> None:
        self.rules.append(f"q {op} Q")

    def code(self, family: str, ch: str) -> tuple[str, str]:
        """The font's resource name and the character's code in it."""
        used = self.glyphs.setdefault(family, {})
        n = used.setdefault(ch, len(used) + 1)
        return f"F{list(self.glyphs).index(family)}", f"{n:04x}"

    def text(self, line: Type, spaces: bool) -> None:
        """Draw a line; `spaces` says whether a space is a glyph or just distance."""
        out = [f"BT {line.gray:.3f} g"]
        if line.stroked:
            out.append("1 Tr .4 w")
        if line.stretch != 1:
            out.append(f"{line.stretch * 100:.2f} Tz")
        here = ""
        for x, y, part in self.parts(line, spaces):
            font = self.code(part[0].family, part[0].ch)[0]
            if font != here:
                out.append(f"/{font} {line.size:.3f} Tf")
                here = font
            out.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm")
            codes = [f"<{self.code(g.family, g.ch)[1]}>" for g in part]
            if len(part) == 1:
                out.append(f"{codes[0]} Tj")
                continue
            moves = [round(-g.gap * 1000) for g in part[:-1]]
            shown = "".join(c + (str(m) if m else "") for c, m in zip(codes, [*moves, 0], strict=True))
            out.append(f"[{shown}] TJ")
        if line.stroked:
            out.append("0 Tr")
        if line.stretch != 1:
            out.append("100 Tz")
        self.ops += [*out, "ET"]

    def parts(self, line: Type, spaces: bool) -> list[tuple[float, float, list[Glyph]]]:
        """The glyphs that are drawn at once, with their origins."""
        known = families()
        em = line.size * line.stretch
        x, y = line.x, line.y
        out: list[tuple[float, float, list[Glyph]]] = []
        left = 0
        for g in line.glyphs:
            advance = 1.0 if line.upright and g.ch != " " else known[g.family].width(g.ch)
            if g.ch != " " or spaces:
                glued = out and left and not line.upright and out[-1][2][-1].family == g.family
                if glued:
                    out[-1][2].append(g)
                    left -= 1
                else:
                    out.append((x, y, [g]))
                    left = {"char": 0, "line": 9999}.get(self.emit, self.rng.randint(0, 5))
            elif out:
                last = out[-1][2].pop()
                out[-1][2].append(Glyph(last.ch, last.family, last.gap + advance + g.gap))
            if line.upright:
                y -= (advance + g.gap) * line.size
            else:
                x += (advance + g.gap) * em
        return out

    def save(self) -> bytes:
        """The page as a PDF file."""
        objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
        content = "\n".join([*self.rules, *self.ops]).encode("ascii")
        first = 5
        names = " ".join(f"/F{i} {first + 5 * i} 0 R" for i in range(len(self.glyphs)))
        objects += [
            f"<</Type/Page/MediaBox[0 0 {self.width:g} {self.height:g}]/Parent 2 0 R/Contents 4 0 R"
            f"/Resources<</Font<<{names}>>>>>>".encode(),
            stream(content),
        ]
        for i, (name, used) in enumerate(self.glyphs.items()):
            objects += self.font(families()[name], list(used), first + 5 * i)
        out, at = bytearray(b"%PDF-1.7\n"), []
        for n, body in enumerate(objects, 1):
            at.append(len(out))
            out += b"%d 0 obj\n" % n + body + b"\nendobj\n"
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(at) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at)
        out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(at) + 1, start)
        return bytes(out)

    def font(self, family: Family, chars: list[str], n: int) -> list[bytes]:
        """The five objects of a font, numbered from n."""
        shown = [KANGXI.get(ch, ch) if self.kangxi else ch for ch in chars]
        pairs = [f"<{i:04x}> <{ch.encode('utf-16-be').hex()}>" for i, ch in enumerate(shown, 1)]
        groups = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            + "".join(f"{len(g)} beginbfchar\n" + "\n".join(g) + "\nendbfchar\n" for g in groups)
            + "endcmap CMapName currentdict /CMap defineresource pop end end"
        )
        widths = " ".join(f"{family.width(ch) * 1000:g}" for ch in chars)
        name = family.name.replace(" ", "#20")
        return [
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/ToUnicode {n + 1} 0 R"
            f"/DescendantFonts[{n + 2} 0 R]>>".encode(),
            stream(cmap.encode()),
            f"<</Type/Font/Subtype/CIDFontType2/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/BaseFont/{family.postscript}/CIDToGIDMap/Identity/FontDescriptor {n + 3} 0 R"
            f"/W[0[1000 {widths}]]>>".encode(),
            f"<</Type/FontDescriptor/FontName/{name}/FontBBox[{family.bbox}]/ItalicAngle 0/Ascent {family.ascent}"
            f"/Descent {family.descent}/StemV 80/Flags 32/FontFile2 {n + 4} 0 R>>".encode(),
            stream(truetype(family, chars)),
        ]


def stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream"
