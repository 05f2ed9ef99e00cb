"""Sets paragraphs in lines of a measure, as the bench's composer did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from fonts import LEVEL, UPRIGHT, families
from pdf import Glyph
from style import SPARE, Style

OPENERS, CLOSERS = "“‘《（【〈「『〔", "，。、；：！？”’》）】〉」』〕"
OPENING = frozenset(OPENERS) | {UPRIGHT[ch] for ch in OPENERS if ch in UPRIGHT}
SQUEEZED = frozenset(CLOSERS) | {UPRIGHT[ch] for ch in CLOSERS if ch in UPRIGHT}
CLOSING = SQUEEZED | frozenset("…%％·")


@dataclass(frozen=True)
class Set:
    """A line: where it starts and how far its natural end is, in em of the body; `glyphs` with their gaps."""

    start: float
    glyphs: tuple[Glyph, ...]
    end: float
    size: float
    stretch: float
    under: float = 0.0
    """The length of a rule below it, in em of the body."""

    @property
    def text(self) -> str:
        return "".join(g.ch for g in self.glyphs)


def wide(ch: str) -> bool:
    return ord(ch) >= 0x2E80 or ch in "“”‘’—…·"


def dressed(text: str, family: str, style: Style) -> list[tuple[str, str]]:
    """The characters of a text with the family that draws each."""
    spare = SPARE[style.script]
    chars = []
    for ch in text:
        if style.vertical and family not in LEVEL:
            ch = UPRIGHT.get(ch, ch)
        chars.append((ch, spare if families()[family].lacks(ch) else family))
    return chars


def paragraph(spans: Sequence[tuple[str, str]], measure: float, style: Style, indent: float = 2.0) -> list[Set]:
    """Lines of (text, family) spans; measure and indent in em of the body."""
    chars = [pair for text, family in spans for pair in dressed(text, family, style)]
    ideo = indent > 0 and style.indent == "ideo"
    head = [Glyph("　", style.body_font)] * 2 if ideo else []
    known = families()
    widths = [1.0 if style.vertical and ch != " " else known[f].width(ch) for ch, f in chars]
    gaps, loose = spacing(chars, style)
    out: list[Set] = []
    i, n = 0, len(chars)
    while i < n:
        first = not out
        start = indent if first else 0.0
        if style.half_punct and chars[i][0] in OPENING and not (first and indent):
            start -= 0.5
        j = fill(chars, widths, gaps, i, measure - start, style)
        last = j == n
        glyphs, end = justify(chars, widths, gaps, loose, i, j, measure - start, last, style)
        if first and ideo:
            glyphs = head + glyphs
        out.append(Set(0.0 if first and ideo else start, tuple(glyphs), start + end, style.body, style.stretch))
        i = j
        while i < n and chars[i][0] == " ":
            i += 1
    return out


def spacing(chars: list[tuple[str, str]], style: Style) -> tuple[list[float], list[bool]]:
    """Behind each character: its natural gap, and whether justification may widen it."""
    gaps, loose = [], []
    for (a, _), (b, _) in pairwise(chars):
        gap = style.track
        if wide(a) != wide(b) and " " not in (a, b):
            gap += style.autospace
        if style.half_punct:
            gap -= 0.5 * (a in SQUEEZED) + 0.5 * (b in OPENING)
        gaps.append(gap)
        loose.append(not (style.rigid and not wide(a) and not wide(b)))
    return [*gaps, 0.0], [*loose, False]


def fill(
    chars: list[tuple[str, str]], widths: list[float], gaps: list[float], i: int, room: float, style: Style
) -> int:
    """Where the line that begins at i ends: the last place that fits and where a line may break."""
    n, x, best = len(chars), 0.0, i + 1
    for k in range(i, n):
        x += widths[k]
        ch = chars[k][0]
        after = chars[k + 1][0] if k + 1 < n else ""
        if x - 0.5 * (ch in SQUEEZED) > room + 1e-6:
            break
        joined = bool(after) and not wide(ch) and not wide(after) and " " not in (ch, after) and style.rigid
        if after not in CLOSING and ch not in OPENING and not joined:
            best = k + 1
        elif not after:
            best = n
        x += gaps[k]
    else:
        return n
    return best


def justify(
    chars: list[tuple[str, str]], widths: list[float], gaps: list[float], loose: list[bool],
    i: int, j: int, room: float, last: bool, style: Style,
) -> tuple[list[Glyph], float]:  # fmt: skip
    """The line's glyphs, spread over the room unless it ends a paragraph, and where its ink's cell ends."""
    here = list(gaps[i:j])
    here[-1] = 0.0
    natural = sum(widths[i:j]) + sum(here)
    hang = 0.5 if chars[j - 1][0] in SQUEEZED and style.end_half else 0.0
    slack = room - natural + hang
    if not last and j - i > 1 and slack > 0 and not (natural > room and not style.half_punct):
        spots = [k for k in range(i, j - 1) if chars[k][0] in SQUEEZED or chars[k + 1][0] in OPENING]
        if not (style.just_punct and spots and slack / len(spots) <= 0.5):
            spots = [k for k in range(i, j - 1) if loose[k]] or list(range(i, j - 1))
        for k in spots:
            here[k - i] += slack / len(spots)
        natural += slack
    return [Glyph(ch, f, gap) for (ch, f), gap in zip(chars[i:j], here, strict=True)], natural


def length(glyphs: Sequence[Glyph], upright: bool = False) -> float:
    """How far a line's glyphs reach, in em."""
    known = families()
    total = sum((1.0 if upright and g.ch != " " else known[g.family].width(g.ch)) + g.gap for g in glyphs)
    return total - (glyphs[-1].gap if glyphs else 0.0)


def display(text: str, family: str, style: Style, track: float = 0.0) -> list[Glyph]:
    """A line of display type at its natural width plus tracking (in em)."""
    return [Glyph(ch, f, track) for ch, f in dressed(text, family, style)]


def spread(glyphs: list[Glyph], room: float, upright: bool = False) -> list[Glyph]:
    """The line with the room (in em) shared out between its glyphs."""
    if len(glyphs) < 2:
        return glyphs
    extra = (room - length(glyphs, upright)) / (len(glyphs) - 1)
    return [Glyph(g.ch, g.family, g.gap + extra) for g in glyphs]
