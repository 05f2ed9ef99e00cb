"""What fills a page beside its stories: pictures with their captions, and adverts."""

from __future__ import annotations

import random

from around import Laid
from furniture import ADVERTS, CAPTIONS, person
from heads import Placed, Unit
from notices import caption as made_caption
from notices import notice
from setting import display, length, paragraph
from sources import converter
from style import BOLD, KAI, SANS, Style


def picture(width: float, room: float, style: Style, rng: random.Random) -> Laid:
    """A picture of a room's height with its caption and credit."""
    caption, credit = rng.choice(CAPTIONS), f"本报记者 {person(rng)} 摄"
    if style.stories and rng.random() < 0.8:
        caption, credit = made_caption(rng)
    if style.script == "hant":
        turn = converter("s2t").convert
        caption, credit = turn(caption), turn(credit)
    size = 0.95 * style.body
    lines: list[Placed] = []
    indent, reach = 2 * size, width - 4
    texts, rest = [], caption
    fit = max(4, int((reach - indent) / size))
    while rest:
        texts.append(rest[:fit])
        rest = rest[fit:]
        fit = max(4, int(reach / size))
    v = room - 2 * 1.35 * size - (len(texts) - 1) * 1.35 * size
    for k, text in enumerate(texts):
        lines.append(Placed(2 + (0 if k else indent), v + k * 1.35 * size, size, tuple(display(text, KAI, style))))
    if credit:
        glyphs = display(credit, KAI, style)
        small = 0.9 * style.body
        u = width - length(glyphs, style.vertical) * small - small
        lines.append(Placed(max(u, 0.0), v + len(texts) * 1.3 * size, small, tuple(glyphs)))
    frame = ("picture", 0.15 * width, 6.0, 0.85 * width, v - 5)
    text = "\n".join([*texts, *([credit] if credit else [])])
    return Laid(room, [Unit("caption", lines)], [frame], [{"role": "caption", "text": text}])


def advert(width: float, style: Style, rng: random.Random) -> Laid | None:
    """A small advert in a box, as high as its words need; None where it does not fit."""
    title, words = notice(rng) if style.stories and rng.random() < 0.9 else rng.choice(ADVERTS)
    if style.script == "hant":
        turn = converter("s2t").convert
        title, words = turn(title), [turn(w) for w in words]
    size = 0.95 * style.body
    big = 1.5 * style.body
    name = display(title, BOLD, style)
    reach = length(name, style.vertical) * big
    if reach > width - 12 or width < (9 if style.stories else 11) * size:
        return None
    lines = [Placed((width - reach) / 2, 6, big, tuple(name))] if title else []
    v = 6 + (1.45 * big if title else 0)
    texts = [title] if title else []
    for text in words:
        for line in paragraph([(text, SANS)], (width - 12) / size, style):
            lines.append(Placed(6 + line.start * size, v, size, tuple(g for g in line.glyphs if g.ch != "　")))
            texts.append("".join(g.ch for g in line.glyphs).strip("　"))
            v += 1.42 * size
    furniture = [{"role": "advert", "text": "\n".join(texts)}]
    return Laid(v + 5, [Unit("advert", lines)], [("advert", 0, 0, width, v + 3)], furniture)
