"""Pages as a text recogniser would give them, made from pages with known labels; for fitting only.

The kinds of damage and how often they come were measured on tesseract's readings of a tenth of the press pages, in the
state in which the solver gets them. Pages differ widely, so each draws its own rates. What stands for a misread
character is drawn from the page itself or from a whole Unicode block: no table of real confusions of words.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from align import Place
from bench import BEGINS, HEADS, UNKNOWN, Sample, line_labels

from papercut.readers import read_text
from papercut.solver.lines.line_features import line_features
from papercut.solver.lines.measured_lines import measured_lines

MISREAD = (0.003, 0.03)
"""The share of characters that are misread, from page to page; display type suffers `IN_HEADS` times as much."""
IN_HEADS = 3.0
FROM_PAGE, FROM_BLOCK = 0.6, 0.9
"""Misread characters become one of the page, one of the block of Han characters, or (the rest) a stray mark."""
GARBLED = 0.02
"""The share of lines of which hardly a character is right."""
HEAD_FATES = {"garbled": 0.15, "lost": 0.15, "junk": 0.12}
"""What becomes of lines of display type, which the recogniser takes for pictures; most are read."""
LOST = 0.006
"""The share of body lines that are not there."""
END_MARK, END_CHAR = 0.05, 0.01
"""How often a line lacks the mark, or the character, at its end."""
MARK = 0.02
"""How often a mark elsewhere is dropped or taken for another."""
GAP = {"story": 0.96, "paragraph": 0.87, "cut": 0.87, "resumed": 0.87, "head": 0.95, "head-on": 0.25, "joined": 0.02}
"""How often a blank line stands before a line; before any other `GAP_ELSE`. Nearly always, before a line of another
column (`GAP_COLUMN`), which a gap of the page or another measure tells."""
GAP_ELSE, GAP_COLUMN = 0.75, 0.85
NO_GAPS = 0.15
"""The share of pages on which paragraphs are not set apart by blank lines."""
RULED, RULE = 0.15, 0.25
"""The share of pages whose column rules are read as marks at line ends, and of the columns that have them."""
JUNK = (0.0, 0.04)
"""Lines of stray characters for each line of the page."""
MOVED = (0.0, 0.05)
"""Stretches of a column that are put elsewhere, for each line of the page."""
MOST_CUT = 0.3
"""Pages of which more lines go on with text elsewhere are left out."""
GLUED = 0.3
"""The share of pages on which the headlines of two articles are read as one, line by line."""
_MARKS = "|-_.,:;'\"`^~=+*/\\()[]{}<>!?”“’‘〈〉《》【】·。、，"
_LETTERS = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789"
_MARK_AS = {
    "—": "一一一-", "（": "〈《【（(", "）": ")〉》", "；": "，;：", "·": ":.`", "！": "1!", "、": "，.", "，": "、.,",
    "。": ".，", "“": "”\"‘", "”": "“\"“", "「": "[『", "」": "]』", "《": "〈(", "》": "〉)", "：": ":;", "％": "%",
    "‘": "“", "’": "”",
}  # fmt: skip
_OPEN_AS = 0.3
"""An opening bracket or a dash is misread far more often than other marks."""


@dataclass
class _Line:
    text: str
    place: Place | None
    label: str
    new: bool
    """Whether a gap of the page or another measure sets it apart from the line before."""


def noisy(data: Sequence[Sample], count: int, seed: int = 0) -> list[Sample]:
    """So many pages made from the samples, which must have their places in the truth (no mixed ones)."""
    rng = random.Random(seed)
    # in vertical columns hardly a line is a line of the page
    usable = [s for s in data if s.labels.count("cut") < MOST_CUT * len(s.labels)]
    return [_read_again(rng.choice(usable), rng) for _ in range(count)] if usable else []


def _read_again(s: Sample, rng: random.Random) -> Sample:
    lines = _lines(s)
    lines = _moved(lines, rng)
    if rng.random() < GLUED:
        _glue(lines, rng)
    lines = _without_some(lines, rng)
    chars = [c for r in s.rows for c in r.text if "\u4e00" <= c <= "\u9fff"] or ["一"]
    rate = rng.uniform(*MISREAD) * rng.uniform(0.3, 1.0)
    for line in lines:
        head = line.label in HEADS
        line.text = _misread(line.text, rate * (IN_HEADS if head else 1.0), chars, rng)
        if rng.random() < (HEAD_FATES["garbled"] if head else GARBLED):
            line.text = _garbled(line.text, chars, rng)
    lines = _with_junk(lines, chars, rng)
    if rng.random() < RULED:
        _rule(lines, rng)
    lines = [line for line in lines if line.text.strip()]
    texts: list[str] = []
    places: list[Place | None] = []
    known: dict[int, str] = {}
    for line, gap in zip(lines, _gaps(s, lines, rng), strict=True):
        if gap and texts:
            texts.append("")
            places.append(None)
        if line.label != UNKNOWN and line.place is None:
            known[len(texts)] = line.label
        texts.append(line.text.strip())
        places.append(line.place)
    page = read_text("\n".join(texts))
    rows = measured_lines(list(enumerate(texts)))
    labels = line_labels(s.elements, places, rows)
    labels = [known.get(r.index, label) for r, label in zip(rows, labels, strict=True)]
    return replace(s, raw="noisy", page=page, rows=rows, views=line_features(rows), places=places, labels=labels)


def _lines(s: Sample) -> list[_Line]:
    out: list[_Line] = []
    seen: set[tuple[int, int, int]] = set()
    last = 0.0
    for row, label in zip(s.rows, s.labels, strict=True):
        place = s.places[row.index]
        new = bool(row.gap) or abs(row.measure - last) > 0.5
        last = row.measure
        if place and label in HEADS:
            # what a page file draws twice is seen once
            if (key := (place.element, place.start, place.end)) in seen:
                continue
            seen.add(key)
        # without a place only junk and glued headlines, which are made here, have a label
        out.append(_Line(row.text, place and replace(place), label if place else UNKNOWN, new))
    return out


def _moved(lines: list[_Line], rng: random.Random) -> list[_Line]:
    """Stretches of body lines put elsewhere, as where a recogniser takes blocks in another order."""
    for _ in range(round(len(lines) * rng.uniform(*MOVED))):
        at = rng.randrange(len(lines))
        stop = at
        size = rng.randint(2, 16)
        while stop < len(lines) and stop - at < size and lines[stop].label in ("joined", "paragraph", "cut"):
            stop += 1
        if stop - at < 2:
            continue
        run, rest = lines[at:stop], lines[:at] + lines[stop:]
        borders = [k for k, x in enumerate(rest) if x.new and abs(k - at) < 120]
        if not borders:
            continue
        to = rng.choice(borders)
        run[0].new = True
        if at < len(rest):
            rest[at].new = True
        lines = rest[:to] + run + rest[to:]
    return lines


def _glue(lines: list[_Line], rng: random.Random) -> None:
    """Two neighbouring headlines of so many lines each as one, the lines of one beside those of the other."""
    groups: list[list[int]] = []
    for k, line in enumerate(lines):
        if line.label in BEGINS:
            groups.append([k])
        elif line.label in HEADS and groups and groups[-1][-1] == k - 1:
            groups[-1].append(k)
    if pairs := [(a, b) for a, b in pairwise(groups) if len(a) == len(b)]:
        a, b = rng.choice(pairs)
        between = rng.choice(("", " ", "”", "|"))
        for i, j in zip(a, b, strict=True):
            lines[i].text += between + lines[j].text
            lines[i].place = None
        del lines[b[0] : b[-1] + 1]


def _without_some(lines: list[_Line], rng: random.Random) -> list[_Line]:
    """Without lines that were not read; the line before ends where the next begins, if both are of one paragraph."""
    out: list[_Line] = []
    fate = ""
    for k, line in enumerate(lines):
        if line.label in BEGINS or (line.label in HEADS and rng.random() < 0.3):
            x = rng.random()
            fate = "lost" if x < HEAD_FATES["lost"] else "junk" if x < HEAD_FATES["lost"] + HEAD_FATES["junk"] else ""
        if line.label in HEADS:
            if fate == "lost":
                continue
            if fate == "junk":
                line.text, line.place, line.label = line.text[: rng.randint(1, 3)], None, "furniture"
        elif line.label == "joined" and rng.random() < LOST and out and line.place:
            before = out[-1].place
            if before and before.element == line.place.element and before.end == line.place.start:
                before.end = line.place.end
                if k + 1 < len(lines):
                    lines[k + 1].new |= line.new
                continue
        out.append(line)
    return out


def _misread(text: str, rate: float, chars: Sequence[str], rng: random.Random) -> str:
    out: list[str] = []
    last = len(text) - 1
    for k, ch in enumerate(text):
        if ch in _MARK_AS or ch in "…":
            x = rng.random()
            if k == last and x < END_MARK:
                continue
            if x < (_OPEN_AS if ch in "—（" else MARK):
                if ch in "—（" or rng.random() < 0.4:
                    out.append(rng.choice(_MARK_AS.get(ch, "・")))
                continue
        elif k == last and rng.random() < END_CHAR:
            continue
        elif rng.random() < rate:
            x = rng.random()
            out.append(_stray(chars, rng))
            if x < 0.12:  # one character read as two
                out.append(_stray(chars, rng))
            elif x < 0.22:
                out.pop()
            continue
        elif ch == "1" and rng.random() < 0.02:
            ch = rng.choice("]lIi工")
        out.append(ch)
    return "".join(out) or text


def _stray(chars: Sequence[str], rng: random.Random) -> str:
    x = rng.random()
    if x < FROM_PAGE:
        return rng.choice(chars)
    return chr(rng.randint(0x4E00, 0x9FA5)) if x < FROM_BLOCK else rng.choice(_MARKS + _LETTERS)


def _garbled(text: str, chars: Sequence[str], rng: random.Random) -> str:
    kept = rng.uniform(0.1, 0.7)
    size = max(1, round(len(text) * rng.uniform(0.6, 1.1)))
    out = [c if rng.random() < kept else _stray(chars, rng) for c in text[:size]]
    return "".join(out)


def _with_junk(lines: list[_Line], chars: Sequence[str], rng: random.Random) -> list[_Line]:
    """With lines of stray characters from pictures and large type: mostly between blocks and about display lines."""
    rate = rng.uniform(*JUNK)
    out: list[_Line] = []
    for line in lines:
        chance = rate * (4.0 if line.label in HEADS else 2.0 if line.new else 0.5)
        while rng.random() < chance:
            size = rng.choice((1, 1, 1, 2, 2, 3, 4))
            latin = rng.random() < 0.35
            text = "".join(rng.choice(_MARKS + _LETTERS) if latin else _stray(chars, rng) for _ in range(size))
            if text.strip():
                out.append(_Line(text, None, "furniture" if size <= 3 or latin else UNKNOWN, rng.random() < 0.8))
        out.append(line)
    return out


def _rule(lines: list[_Line], rng: random.Random) -> None:
    on, side = False, 0
    for line in lines:
        if line.new:
            on, side = rng.random() < RULE, int(rng.random() < 0.15)
        if on and rng.random() < 0.6:
            line.text = "| " + line.text if side else line.text + " |"


def _gaps(s: Sample, lines: list[_Line], rng: random.Random) -> list[bool]:
    """Whether a blank line stands before each line."""
    tight = rng.random() < NO_GAPS
    rows = measured_lines([(k, line.text) for k, line in enumerate(lines)])
    out: list[bool] = []
    for line, label in zip(lines, line_labels(s.elements, [line.place for line in lines], rows), strict=True):
        chance = GAP.get("head" if label in BEGINS else "head-on" if label in HEADS else label, GAP_ELSE)
        if tight and label == "paragraph":
            chance = 0.15
        if line.new and label in ("joined", "paragraph"):
            chance = max(chance, GAP_COLUMN)
        out.append(rng.random() < chance)
    return out
