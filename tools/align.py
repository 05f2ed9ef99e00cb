"""Say of each line of a bench page where in the truth it stands: the labels that `fit_pages.py` learns from.

Development only; the product never reads a truth file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

JUMP = re.compile(r"[（(〔【]?(?:下[转轉接]|上接|接)第?[^（）()。，]{0,10}[版页頁面][^（）()。，]{0,6}[)）〕】]?")
DASH = re.compile(r"^[—–\-─一]{1,4}(?=.)")


def flat(text: str | None) -> str:
    """NFKC without white space and invisible characters, as score.py compares texts."""
    text = unicodedata.normalize("NFKC", text or "")
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))


@dataclass(frozen=True)
class Element:
    """One text of the truth: `article` is -1 for furniture; `order` counts body elements from 0."""

    article: int
    kind: str
    order: int
    text: str


@dataclass
class Place:
    """Where a line stands: `start` and `end` in the element's flattened text."""

    element: int
    start: int
    end: int


def elements(truth: dict) -> list[Element]:
    out: list[Element] = []
    for a, art in enumerate(truth["articles"]):
        for kind in ("headline", "kicker"):
            if art.get(kind):
                out.append(Element(a, kind, 0, flat(art[kind])))
        deck = art.get("deck") or []
        for d in [deck] if isinstance(deck, str) else deck:
            out.append(Element(a, "deck", 0, flat(d if isinstance(d, str) else d["text"])))
        for n, e in enumerate(art.get("body") or []):
            text = flat(JUMP.sub("", e["text"]))
            kind = (e["type"] or "paragraph").split("|")[0]
            cut = bool(art.get("continued_on")) and n + 1 == len(art["body"])
            if "subhead" in (e["type"] or "") and len(text) <= 24 and text[-1:] not in "。；：）)、，" and not cut:
                kind = "subhead"
            out.append(Element(a, kind, n, text))
        if art.get("continued_on"):
            out.append(Element(a, "jump", 0, flat(art["continued_on"]["text"])))
        for text in art.get("loose") or []:
            out.append(Element(a, "loose", 0, flat(text)))
        for text in art.get("headline_any") or []:
            out.append(Element(a, "headline_any", 0, flat(text)))
        if art.get("byline"):
            out.append(Element(a, "byline", 0, flat(art["byline"])))
    for f in truth.get("furniture") or []:
        out.append(Element(-1, f.get("role") or "furniture", 0, flat(f.get("text"))))
    return [e for e in out if e.text]


RANK = {"headline_any": 3, "byline": 4, "loose": 2, "jump": 2, "table": 0.5}


def place_lines(truth: dict, lines: list[str]) -> tuple[list[Element], list[Place | None]]:
    """For each line the place in the truth that explains it best, or None."""
    els = elements(truth)
    flats = [flat(JUMP.sub("", x)) or flat(x) for x in lines]
    cands: list[list[tuple[int, int]]] = []
    for text in flats:
        found = []
        if text:
            for k, e in enumerate(els):
                at = e.text.find(text)
                while at >= 0 and (len(found) < 200 or e.kind == "table"):
                    found.append((k, at))
                    at = e.text.find(text, at + 1)
                bare = DASH.sub("", text).strip("()[]【】") if e.kind in ("byline", "loose") else DASH.sub("", text)
                if bare != text and e.text == bare:
                    found.append((k, 0))
        cands.append(found)
    out: list[Place | None] = [None] * len(lines)
    used: dict[tuple[int, int], int] = {}
    # sure ones first, then the others by what their neighbours say
    order = sorted(range(len(lines)), key=lambda i: (len(cands[i]) != 1, -len(flats[i])))
    for i in order:
        if not cands[i]:
            out[i] = tail_place(els, flats[i])
            continue
        best, score = None, -1e9
        for k, at in cands[i]:
            e = els[k]
            s = -2.0 * RANK.get(e.kind, 0)
            if len(flats[i]) == len(e.text):
                s += 3
            for step in (-1, 1):
                j = i + step
                while 0 <= j < len(lines) and not flats[j]:
                    j += step
                if 0 <= j < len(lines) and (p := out[j]):
                    if p.element == k and (p.end == at if step < 0 else p.start == at + len(flats[i])):
                        s += 6
                    elif els[p.element].article == e.article:
                        s += 1 + (1 if p.element == k or (k - p.element == -step) else 0)
                    if step < 0 and at == 0 and p.end == len(els[p.element].text) and k == p.element + 1:
                        s += 3
            if used.get((k, at)):
                s -= 2.5
            if s > score:
                best, score = (k, at), s
        assert best
        used[best] = used.get(best, 0) + 1
        out[i] = Place(best[0], best[1], best[1] + len(flats[i]))
    return els, out


def tail_place(els: list[Element], text: str) -> Place | None:
    """A line that runs over the end of an element (a credit glued on, a jump line): place its longest known prefix."""
    for size in range(len(text) - 1, 3, -1):
        for k, e in enumerate(els):
            if e.text.endswith(text[:size]) and e.article >= 0:
                return Place(k, len(e.text) - size, len(e.text))
    return None


def load_truth(folder: Path) -> dict:
    return json.loads((folder / "truth.json").read_text("utf-8"))
