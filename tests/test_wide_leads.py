"""A lead that runs across the columns of its story, as OCR files with places have it, belongs to the story."""

from __future__ import annotations

import random

import pytest

import papercut as pc
from lawful import faults
from papercut.model.geometry import Printed
from papercut.model.page import Page, Source
from papercut.readers.printed_page import page_of_lines

HEADLINE, OTHER_HEADLINE = "南岸新桥昨日正式通车", "山脚小学有了图书室"
LEAD = (
    "两年前的春天，南岸八个村子的代表把一张按满手印的信送进了市政府，信里只写了一件事，就是要修一座桥。如今桥修好了，"
    "当年写信的人怎么看，摆渡的船工又到哪里去了，记者走访了其中的六户人家，记下他们说的话。"
)
STORY = [
    "本报讯（记者林大可）昨天上午，南岸新桥正式通车，第一辆公共汽车开过桥面时，两岸站满了看热闹的人。新桥长三百二十米。",
    "住在南岸的人从此不必绕路，走到北岸的菜市场只要十分钟。老船工贺阿毛说，他摆渡摆了三十年，从今天起可以歇一歇了。",
    "市交通局的人说，明年春天还要在桥北修一条新路，直通火车站，到时候从南岸到车站坐公共汽车只要一刻钟。",
]
OTHER = [
    "本报讯（通讯员白小荷）山脚小学今年有了自己的图书室，三千册图书由城里的读者捐赠，分门别类摆满了两面墙。",
    "管图书的是两个六年级的学生，他们把每本书都包了书皮，还画了一张借书的图表贴在门上，谁借了什么书一看就明白。",
]
EM, MEASURE, GUTTER = 20, 13, 30

Rows = list[tuple[str, float, float, float]]


def filled(paragraphs: list[str], measure: int) -> list[tuple[str, int]]:
    """The lines of some paragraphs, each with its indent in characters."""
    out: list[tuple[str, int]] = []
    for text in paragraphs:
        at = measure - 2
        out.append((text[:at], 2))
        out += [(text[k : k + measure], 0) for k in range(at, len(text), measure)]
    return out


def columns(paragraphs: list[str], top: float, count: int) -> Rows:
    """The paragraphs in columns side by side: text, left edge, top and size of each line."""
    lines = filled(paragraphs, MEASURE)
    each = -(-len(lines) // count)
    return [
        (text, 60 + k // each * (MEASURE * EM + GUTTER) + indent * EM, top + k % each * 30, EM)
        for k, (text, indent) in enumerate(lines)
    ]


def printed(row: tuple[str, float, float, float]) -> tuple[str, Printed]:
    text, left, top, em = row
    edges = tuple(left + em * k for n in range(len(text)) for k in (n, n + 1))
    return text, Printed((left, top, left + em * len(text), top + em), em, edges=edges)


def page(size: int, count: int, below: bool, mixed: bool) -> Page:
    """A headline, a lead in type of this size across so many columns, the columns, and perhaps another story below."""
    wide = count * MEASURE * EM + (count - 1) * GUTTER
    rows: Rows = [(HEADLINE, 60, 60, 44)]
    for n, (text, indent) in enumerate(filled([LEAD], wide // size)):
        rows.append((text, 60 + indent * size, 130 + n * size * 1.5, size))
    rows += columns(STORY, rows[-1][2] + size * 1.5 + 20, count)
    if below:
        top = max(row[2] for row in rows) + 80
        rows += [(OTHER_HEADLINE, 60, top, 36), *columns(OTHER, top + 60, count)]
    if mixed:
        random.Random(3).shuffle(rows)
    return page_of_lines(map(printed, rows), Source("a", "alto", None, 1, "", (wide + 120, 1200), "px"))


@pytest.mark.parametrize(("size", "count"), [(20, 3), (24, 3), (20, 2), (24, 4)])
@pytest.mark.parametrize(("below", "mixed"), [(False, False), (True, False), (True, True)])
def test_a_lead_across_the_columns_belongs_to_them(size: int, count: int, below: bool, mixed: bool) -> None:
    done = pc.build()(page(size, count, below, mixed))
    assert list(faults(done)) == []
    articles = {a.headline: [b.text for b in a.body] for a in done.articles or ()}
    assert articles == {HEADLINE: [LEAD, *STORY], **({OTHER_HEADLINE: OTHER} if below else {})}


def test_a_story_below_a_wide_one_keeps_its_headline() -> None:
    """The same columns, but with a headline of their own above them: two stories."""
    first = page(20, 3, False, False)
    top = max(p.box[3] for p in first.printed)
    rows = [(OTHER_HEADLINE, 60, top + 60, 36), *columns(OTHER, top + 120, 3)]
    wide = [(text, p) for text, p in zip(first.raw, first.printed, strict=True) if p.box[3] < 240]
    done = pc.build()(page_of_lines(wide + [printed(row) for row in rows], first.source))
    articles = {a.headline: len(a.body) for a in done.articles or ()}
    assert articles == {HEADLINE: 1, OTHER_HEADLINE: 2}


@pytest.mark.parametrize("size", [18, 20, 22, 24])
@pytest.mark.parametrize("row", [0, 1, 2])
def test_a_gap_in_a_wide_line_is_not_the_gutter_of_the_columns_below(size: int, row: int) -> None:
    """A recogniser's boxes are those of the ink: behind a mark there is half an em, here right above a gutter."""
    given = page(size, 3, False, False)
    gutters = [60 + n * (MEASURE * EM + GUTTER) for n in (1, 2)]
    at = [k for k, p in enumerate(given.printed) if k and p.box[1] < 240][row]
    text, old = given.raw[at], given.printed[at]
    edges: list[float] = []
    left = old.box[0]
    for _ in text:
        left = next((g for g in gutters if 0.3 * size < g - left <= 0.75 * size), left)
        edges += (left, left + size)
        left += size
    rows = [printed((t, p.box[0], p.box[1], p.size)) for t, p in zip(given.raw, given.printed, strict=True)]
    rows[at] = text, Printed((old.box[0], old.box[1], left, old.box[3]), size, edges=tuple(edges))
    done = pc.build()(page_of_lines(rows, given.source))
    assert {a.headline: [b.text for b in a.body] for a in done.articles or ()} == {HEADLINE: [LEAD, *STORY]}
