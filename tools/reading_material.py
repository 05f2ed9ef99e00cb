"""Lines of stories and headlines, and what lies between two of them: what `tools/fit_reading.py` learns from."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

sys.path.append(str(Path(__file__).parent / "compose"))
from sources import Story, convert

Line = tuple[str, str]
"""A text and its kind."""
Joint = tuple[str, str, str]
"""Two texts and what lies between them."""


def broken(text: str, measure: int, first: int) -> list[str]:
    """A paragraph in lines of a measure, the first of another; marks that may not begin a line hang."""
    out, size = [], first
    while text:
        end = size
        while end < len(text) and text[end] in "，。、；：！？”’》）」』】":
            end += 1
        out.append(text[:end])
        text, size = text[end:], measure
    return out


def display_lines(text: str, rng: random.Random) -> list[str]:
    """A headline's lines: as its spaces say, or cut about evenly."""
    parts = [p for p in text.replace("\u3000", " ").split(" ") if p]
    if len(parts) > 1 and rng.random() < 0.7:
        if len(parts) > 3 or rng.random() < 0.2:
            k = rng.randrange(1, len(parts))
            return [" ".join(parts[:k]), " ".join(parts[k:])]
        return parts
    n = 1 if len(text) < 8 else rng.choice((1, 1, 2) if len(text) < 14 else (1, 2, 2, 3))
    size = -(-len(text) // n)
    return [text[k : k + size] for k in range(0, len(text), size)]


def body_lines(story: Story, rng: random.Random) -> list[Line]:
    """A story's body as printed lines with their kinds."""
    measure = rng.choice((8, 10, 12, 13, 14, 15, 16, 18, 20, 22, 26, 30, 40))
    out: list[Line] = []
    for k, (kind, text) in enumerate(story.body[:14]):
        if kind == "subhead":
            out.append((text, "subhead"))
            continue
        lines = broken(text, measure, max(3, measure - 2))
        for n, line in enumerate(lines):
            if n == 0:
                name = "story" if k == 0 else "only" if len(lines) == 1 else "paragraph"
            else:
                name = "last" if n == len(lines) - 1 else "middle"
            out.append((line, name))
    return out


def head_lines(story: Story, rng: random.Random) -> list[Line]:
    """A story's display lines in their usual order."""
    out: list[Line] = [(text, "kicker") for text in (display_lines(story.kicker, rng) if story.kicker else [])]
    for n, text in enumerate(display_lines(story.headline, rng)):
        out.append((text, "head-on" if n else "head"))
    for deck in story.deck:
        out += [(text, "deck") for text in (display_lines(deck, rng) if len(deck) > 18 else [deck])]
    if story.byline and rng.random() < 0.7:
        out.append((story.byline, "byline"))
    return out


BODY = ("story", "paragraph", "middle", "last", "only", "subhead")
DISPLAY = ("head", "head-on", "kicker", "deck")


def between(a: str, b: str, same: bool) -> str | None:
    """What lies between two lines of these kinds, of one story or of two; None where it is nothing to learn."""
    if "byline" in (a, b):
        return "byline" if same else None
    if a in BODY and b in BODY:
        if not same:
            return "other-text"
        return "goes-on" if b in ("middle", "last") else "paragraph"
    if a in DISPLAY and b in DISPLAY:
        if not same:
            return "other-head"
        return "kicker-head" if a == "kicker" and b == "head" else "head-on" if b == "head-on" else "head-deck"
    if a in DISPLAY:
        return "head-story" if same else "other-story"
    return "text-head"


def materials(
    stories: Sequence[Story], heads: Sequence[str], rng: random.Random, per_story: int = 16
) -> tuple[list[Line], list[Joint]]:
    """Lines and joints of all stories once, and of some headlines."""
    lines: list[Line] = []
    joints: list[Joint] = []
    sheets = []
    for story in stories:
        if rng.random() < 0.3:
            story = convert(story, "hant" if story.script == "hans" else "hans")
        sheets.append((head_lines(story, rng), body_lines(story, rng)))
    for k, (head, body) in enumerate(sheets):
        lines += head + rng.sample(body, min(per_story, len(body))) + body[:1]
        for (a, x), (b, y) in zip(head, [*head[1:], body[0]], strict=True):
            if found := between(x, y, True):
                joints.append((a, b, found))
        if head[0][1] == "kicker" and len(head) > 2 and head[1][1] == "kicker":
            joints = [j for j in joints if j[:2] != (head[0][0], head[1][0])] + [(head[0][0], head[1][0], "head-on")]
        for n in sorted(rng.sample(range(1, len(body)), min(per_story, len(body) - 1))):
            if found := between(body[n - 1][1], body[n][1], True):
                joints.append((body[n - 1][0], body[n][0], found))
        for _ in range(5):
            away = rng.randrange(len(sheets)) if rng.random() < 0.6 else rng.randint(1, 9)
            other = sheets[(k + away) % len(sheets)]
            if other[1] is body:
                continue
            a, x = rng.choice(body)
            b, y = rng.choice(other[1])
            joints.append((a, b, "other-text"))
            if rng.random() < 0.5:
                joints.append((head[-1][0], other[1][0][0], "other-story"))
                joints.append((head[-1][0], other[0][0][0], "other-head"))
            if rng.random() < 0.3:
                joints.append((body[-1][0], other[0][0][0], "text-head"))
    some = rng.sample(heads, min(len(heads), 2 * len(stories)))
    for k, text in enumerate(some):
        parts = [p for p in text.split("  ") if p] if "  " in text else display_lines(text, rng)
        lines += [(p, "head-on" if n else "head") for n, p in enumerate(parts)]
        if "  " not in text or rng.random() < 0.5:  # where a line ends in the list, it may also be a kicker or deck
            joints += [(a, b, "head-on") for a, b in pairwise(parts)]
        joints.append((parts[-1], some[k - 1].split("  ")[0], "other-head"))
    return lines, joints
