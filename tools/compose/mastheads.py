"""The head of a page: nameplate and imprint of a first page, folio line of another."""

from __future__ import annotations

import random

from fonts import families
from furniture import EAR, PAPERS, SECTIONS, date, desk, imprint
from pdf import Glyph, Sheet, Type
from sources import FULL, converter
from style import BLACK, BOLD, KAI, SANS, SERIF, Style

Furniture = list[dict[str, str]]


def line(text: str, x: float, y: float, size: float, family: str, track: float = 0.0, stretch: float = 1.0) -> Type:
    glyphs = tuple(Glyph(ch, family, track) for ch in text)
    return Type(x, y, size, glyphs, stretch)


def reach(text: str, family: str, size: float, track: float = 0.0) -> float:
    return sum(families()[family].width(ch) + track for ch in text) * size


def masthead(style: Style, sheet: Sheet, rng: random.Random) -> tuple[list[list[Type]], Furniture, float]:
    """The head's lines in the groups that are drawn together, its furniture, and where the page's content begins."""
    turn = converter("s2t").convert if style.script == "hant" else str
    when = date(rng)
    if style.digits == "full":
        when = when.translate(FULL)
    paper = turn(rng.choice(PAPERS))
    make = front if style.front else inner
    return make(style, sheet, rng, turn, when, paper)


def front(style, sheet, rng, turn, when, paper):  # type: ignore[no-untyped-def]
    w, h, m = style.width, style.height, style.margin
    plate = min(64.0, 44.0 if w <= 640 else 0.078 * w)
    base = h - 46.36
    lines = [turn(when), *map(turn, imprint(rng))]
    x = m + len(paper) * 1.15 * plate + 24
    name = rng.choice((KAI, "LXGW WenKai Regular", "AR PL UKai CN Book"))
    groups = [[line(paper, m, h - 28.7 - plate, plate, name, 0.15)]]
    groups.append([line(t, x, base - 15 * k, 9.5, SERIF) for k, t in enumerate(lines)])
    furniture = [{"role": "nameplate", "text": paper}, {"role": "nameplate", "text": "\n".join(lines)}]
    if w >= 730 and rng.random() < 0.7:
        ear = [turn(t) for t in EAR]
        left = w - m - 172
        groups.append([line(ear[0], left + 86 - 24, h - 48.5, 12, BOLD)])
        groups[-1] += [line(t, left + 8, h - 62.8 - 16 * k, 10, SANS) for k, t in enumerate(ear[1:])]
        sheet.rule(f"0.60 w 0.20 G {left:.2f} {h - 103:.2f} 172.00 70.00 re S")
        furniture.append({"role": "ear", "text": "\n".join(ear)})
    for width, y in ((1.4, h - 108), (0.4, h - 111)):
        sheet.rule(f"{width:.2f} w 0.00 G {m:.2f} {y:.2f} m {w - m:.2f} {y:.2f} l S")
    return groups, furniture, h - 120


def inner(style, sheet, rng, turn, when, paper):  # type: ignore[no-untyped-def]
    w, h, m = style.width, style.height, style.margin
    number, section, staff = f"{rng.randint(2, 16):02}", turn(rng.choice(SECTIONS)), turn(desk(rng))
    date_x = m + 60 + 26 * len(section) + 14
    name = rng.choice((KAI, KAI, "LXGW WenKai Regular"))
    groups = [[
        line(number, m, h - 55.12, 24, BLACK), line(turn("版"), m + 30, h - 54.8, 10, BOLD),
        line(section, m + 60, h - 53.6, 20, BLACK, 0.3),
    ]]  # fmt: skip
    end = w - m - 20 * len(paper)
    if w >= 820:
        groups.append([line(turn(when), date_x, h - 55.92, 9, SERIF), line(staff, date_x + 140, h - 55.92, 9, SERIF)])
    else:
        room = end - date_x - 12
        squeeze = min(1.0, room / reach(staff, SERIF, 9))
        groups.append([
            line(turn(when), date_x, h - 43.92, 9, SERIF),
            line(staff, date_x, h - 55.92, 9, SERIF, stretch=round(squeeze, 4)),
        ])  # fmt: skip
    groups.append([line(paper, end, h - 53.6, 20, name)])
    sheet.rule(f"1.00 w 0.00 G {m:.2f} {h - 62:.2f} m {w - m:.2f} {h - 62:.2f} l S")
    furniture = [
        {"role": "folio", "text": f"{number}\n{turn('版')}\n{section}"},
        {"role": "folio", "text": f"{turn(when)}\n{staff}\n{paper}"},
    ]
    return groups, furniture, h - 70
