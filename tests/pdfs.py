"""Writes small PDF files for tests: Chinese text, each line or each character where the test wants it.

The font is STSong-Light (or STHeiti-Regular for bold), which is named but not in the file, with the Unicode encodings
of Adobe-GB1, so that the text needs no tables. Places are given as a page shows them to its reader: from the top left
corner, y downwards, in points; `Sheet` turns them into those of the file.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

ASCENT = 0.88
"""The part of the em above the baseline."""
PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
FONTS = (
    ("S", "STSong-Light", "UniGB-UTF16-H", "GB1", ""),
    ("B", "STHeiti-Regular", "UniGB-UTF16-H", "GB1", ""),
    ("V", "STSong-Light", "UniGB-UTF16-V", "GB1", ""),
    ("M", "Mapped", "Identity-H", "Identity", "/ToUnicode {cmap} 0 R"),
    ("N", "Unmapped", "Identity-H", "Identity", ""),
)
HEAD = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
"""


def cmap_of_itself() -> bytes:
    """A map by which each code is the character of that number."""
    out = HEAD
    for part in (range(100), range(100, 200), range(200, 256)):
        out += b"%d beginbfrange\n" % len(part)
        out += b"".join(b"<%02x00> <%02xff> <%02x00>\n" % (n, n, n) for n in part) + b"endbfrange\n"
    return out + b"endcmap end end\n"


@dataclass
class Sheet:
    """A page in the making, so wide and high as it is shown; `rotate` is its /Rotate, `origin` the lower left corner of
    its box, `crop` whether the box is a CropBox inside a larger MediaBox."""

    width: float = 400
    height: float = 600
    rotate: int = 0
    origin: tuple[float, float] = (0, 0)
    crop: bool = False
    parts: list[str] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)

    def raw(self, content: str) -> Sheet:
        """Any content."""
        self.parts.append(content)
        return self

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float = 10,
        *,
        gap: float = 0,
        bold: bool = False,
        turn: int = 0,
        mode: int = 0,
        skew: float = 0,
        each: bool = False,
        font: str = "",
    ) -> Sheet:
        """A line whose em begins at x and whose top is y; `gap` stands between its characters, `turn` counts quarter
        turns clockwise about that point, `skew` degrees clockwise. With `each` every character is drawn for itself.
        `font` is `M` for one whose own map says which character each code is, `N` for one without any map."""
        angle = turn * math.pi / 2 + math.radians(skew)
        cos, sin = math.cos(angle), math.sin(angle)
        down = ASCENT * size
        step = size + gap
        runs = list(enumerate(text)) if each else [(0, text)]
        for k, run in runs:
            u = x + cos * step * k - sin * down
            v = y + sin * step * k + cos * down
            a, b = self.point(u, v)
            m = self._matrix(cos, sin)
            place = " ".join(f"{n:.5f}" for n in (*m, a, b))
            code = run.encode("utf-16-be").hex()
            self.parts.append(f"BT /{font or 'SB'[bold]} {size} Tf {gap} Tc {mode} Tr {place} Tm <{code}> Tj ET")
        return self

    def column(
        self,
        rows: Iterable[str],
        x: float,
        y: float,
        size: float = 10,
        *,
        lead: float = 1.4,
        gap: float = 0,
        bold: bool = False,
        each: bool = False,
        order: Sequence[int] | None = None,
    ) -> Sheet:
        """Lines below one another; an ideographic space at the beginning of one is an indent that is not drawn."""
        drawn = list(enumerate(rows))
        for k, row in drawn if order is None else [drawn[i] for i in order]:
            inner = row.lstrip("\u3000")
            self.text(inner, x + (len(row) - len(inner)) * (size + gap), y + k * lead * size, size, gap=gap, bold=bold,
                      each=each)  # fmt: skip
        return self

    def upright(
        self,
        rows: Iterable[str],
        right: float,
        y: float,
        size: float = 10,
        *,
        lead: float = 1.4,
        step: float = 1.1,
        bold: bool = False,
    ) -> Sheet:
        """Lines set downwards, from right to left, one character below another; the first one's right edge is
        `right`. An ideographic space is an indent."""
        for k, row in enumerate(rows):
            for n, ch in enumerate(row):
                if ch != "\u3000":
                    self.text(ch, right - size - k * lead * size, y + n * step * size, size, bold=bold)
        return self

    def downwards(self, text: str, right: float, y: float, size: float = 10) -> Sheet:
        """A line set downwards by the vertical writing mode of its font."""
        a, b = self.point(right - size / 2, y)
        place = " ".join(f"{n:.5f}" for n in (*self._matrix(1, 0), a, b))
        return self.raw(f"BT /V {size} Tf 0 Tc 0 Tr {place} Tm <{text.encode('utf-16-be').hex()}> Tj ET")

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.5) -> Sheet:
        """A stroked line."""
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return self.raw(f"q {thick} w {a} {b} m {c} {d} l S Q")

    def box(self, x0: float, y0: float, x1: float, y1: float, how: str = "S", grey: float = 0.9) -> Sheet:
        """A rectangle: `S` a frame, `f` a tint."""
        (a, b), (c, d) = self.point(x0, y1), self.point(x1, y0)
        return self.raw(f"q {grey} g {min(a, c)} {min(b, d)} {abs(c - a)} {abs(d - b)} re {how} Q")

    def form(self, inner: Sheet, matrix: str = "1 0 0 1 0 0", own: str = "1 0 0 1 0 0") -> Sheet:
        """What is on another sheet, as a form; `matrix` is that in the content, `own` the form's."""
        base = len(self.forms)
        renamed = [(own_, _shifted(c, base)) for own_, c in inner.forms]
        self.forms += renamed
        self.forms.append((own, _shifted("\n".join(inner.parts), base)))
        return self.raw(f"q {matrix} cm /X{len(self.forms) - 1} Do Q")

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is shown, in the file's own space."""
        w, h = self.width, self.height
        u, v = {0: (x, h - y), 90: (y, x), 180: (w - x, y), 270: (h - y, w - x)}[self.rotate]
        return u + self.origin[0], v + self.origin[1]

    def _matrix(self, cos: float, sin: float) -> tuple[float, float, float, float]:
        """The text matrix for lines that run in this direction on the page as it is shown."""
        x0, y0 = self.point(0, 0)
        ax, ay = self.point(cos, sin)
        bx, by = self.point(sin, -cos)
        return ax - x0, ay - y0, bx - x0, by - y0


def _shifted(content: str, base: int) -> str:
    """Content whose forms count from `base`."""
    words = content.split(" ")
    return " ".join(f"/X{int(w[2:]) + base}" if w.startswith("/X") and w[2:].isdigit() else w for w in words)


def pdf(*sheets: Sheet, password: str | None = None) -> bytes:
    """The file of these pages; with a password, encrypted by it (RC4, 40 bits)."""
    objects: list[bytes] = [b"", b""]

    def add(content: str, stream: bytes | None = None) -> int:
        number = len(objects) + 1
        body = content.encode()
        if stream is not None:
            if key:
                stream = rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], stream)
            body = body.replace(b"LENGTH", str(len(stream)).encode()) + b"stream\n" + stream + b"\nendstream"
        objects.append(body)
        return number

    key, locked = _lock(password) if password is not None else (b"", "")
    fonts = []
    cmap = add("<< /Length LENGTH >>\n", cmap_of_itself())
    for name, base, encoding, order, more in FONTS:
        described = add(
            f"<< /Type /FontDescriptor /FontName /{base} /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
            f"/Ascent 880 /Descent -120 /CapHeight 700 /StemV {160 if name == 'B' else 80} >>"
        )
        cid = add(
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{base} /DW 1000 /FontDescriptor {described} 0 R "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({order}) /Supplement 0 >> >>"
        )
        font = add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{base} /Encoding /{encoding} /DescendantFonts [{cid} 0 R] "
            f"{more.format(cmap=cmap)} >>"
        )
        fonts.append(f"/{name} {font} 0 R")
    kids = []
    for sheet in sheets:
        first = len(objects) + 1
        named = "".join(f"/X{k} {first + k} 0 R " for k in range(len(sheet.forms)))
        resources = f"/Resources << /Font << {' '.join(fonts)} >> /XObject << {named}>> >>"
        for own, content in sheet.forms:
            add(f"<< /Type /XObject /Subtype /Form /BBox [-9999 -9999 9999 9999] /Matrix [{own}] {resources} "
                "/Length LENGTH >>\n", content.encode())  # fmt: skip
        stream = add("<< /Length LENGTH >>\n", "\n".join(sheet.parts).encode())
        (x, y), w, h = sheet.origin, sheet.width, sheet.height
        if sheet.rotate % 180:
            w, h = h, w
        own_box = f"[{x} {y} {x + w} {y + h}]"
        boxes = f"/MediaBox [{x - 50} {y - 40} {x + w + 30} {y + h + 20}] /CropBox {own_box}"
        boxes = boxes if sheet.crop else f"/MediaBox {own_box}"
        own = f"{boxes} /Rotate {sheet.rotate} {resources} /Contents {stream} 0 R"
        kids.append(add(f"<< /Type /Page /Parent 2 0 R {own} >>"))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    extra = f"/Encrypt {add(locked)} 0 R /ID [<00> <00>] " if locked else ""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _lock(password: str) -> tuple[bytes, str]:
    """The key of a file with this password (the standard handler's revision 2), and its encryption dictionary."""
    padded = (password.encode() + PAD)[:32]
    owner = rc4(hashlib.md5(padded).digest()[:5], padded)
    allowed = -4
    key = hashlib.md5(padded + owner + allowed.to_bytes(4, "little", signed=True) + b"\0").digest()[:5]
    user = rc4(key, PAD)
    return key, f"<< /Filter /Standard /V 1 /R 2 /Length 40 /P {allowed} /O <{owner.hex()}> /U <{user.hex()}> >>"


def rc4(key: bytes, data: bytes) -> bytes:
    """RC4, which enciphers and deciphers."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
