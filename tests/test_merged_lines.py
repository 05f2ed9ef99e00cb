"""Lines that were read through the gutter of two columns."""

from __future__ import annotations

from collections.abc import Sequence

from lawful import faults
from papercut.model.geometry import Drawn, Printed
from papercut.model.page import Page, Source
from papercut.readers.printed_page import page_of_lines
from papercut.stages.order import Order

LEFT = [
    "新桥昨天上午正式通车，新桥长三",
    "百二十米，宽二十六米，桥面设四",
    "条车道，两边是人行道。住在南岸",
    "的居民从此不必绕路，十分钟就可",
    "以走到北岸的菜市场。",
]
RIGHT = [
    "小学今年有了自己的图书室，三千",
    "册图书由城里的读者捐赠，分门别",
    "类摆满了两面墙。校长告诉记者，",
    "孩子们放学以后总要在这里读到天",
    "黑才肯回家。",
]


def glued(rows: Sequence[tuple[str, str]], gutter: float, frame: Drawn | None = None) -> Page:
    """Lines that a recogniser read through the gutter of two columns; as many stand in the right one alone."""
    printed = []
    for k, (left, right) in enumerate(rows):
        edges: list[float] = []
        far = 190 + gutter
        for start, text in ((40.0, left), (far, right)):
            for n in range(len(text)):
                edges += [start + 10 * n, start + 10 * n + 10]
        y = 100 + 14 * k
        printed.append((left + right, Printed((edges[0], y, edges[-1], y + 10), 10, edges=tuple(edges))))
        below = y - 28 if k < 2 else y + 14 * (len(rows) - 2)
        printed.append((right, Printed((far, below, far + 10 * len(right), below + 10), 10)))
    source = Source("a", "hocr", None, 1, "", (400, 600), "px")
    return page_of_lines(printed, source, [frame] if frame else [])


def test_glued_lines_are_cut_at_the_gutter() -> None:
    pairs = list(zip(LEFT, RIGHT, strict=True))
    for page in (glued(pairs, 14), glued(pairs[:2], 6, Drawn("rule", (192, 90, 193, 400)))):
        found = [line for line in Order()(page).lines if line.pieces]
        count = len(page.raw) // 2
        assert sorted(line.text for line in found) == sorted([*LEFT[:count], *RIGHT[:count], *RIGHT[:count]])
        for line in found:
            assert line.box and (line.box[2] <= 191) == (line.text in LEFT)
        assert list(faults(Order()(page))) == []


def headlines(left: tuple[str, ...], right: tuple[str, ...], leads: tuple[str, str], places: bool) -> Page:
    """The headlines of two stories, each row of both read as one line, over two columns; with the `places` of their
    characters, or with none but the line's own."""
    rows: list[tuple[str, Printed]] = []
    for k, (one, two) in enumerate(zip(left, right, strict=True)):
        y = 40 + 26 * k
        start, far = 40.0, 340 - 24.0 * len(two)
        edges = [e for n in range(len(one)) for e in (start + 24 * n, start + 24 * n + 24)]
        edges += [e for n in range(len(two)) for e in (far + 24 * n, far + 24 * n + 24)]
        rows.append((one + two, Printed((start, y, 340, y + 24), 24, edges=tuple(edges) if places else ())))
    for x, lead, story in ((40, leads[0], LEFT), (200, leads[1], RIGHT)):
        for k, text in enumerate((lead, *story)):
            begin = x + 20 * (k == 0)
            y = 110 + 14 * k
            rows.append((text, Printed((begin, y, begin + 10 * len(text), y + 10), 10)))
    return page_of_lines(rows, Source("a", "hocr", None, 1, "", (400, 600), "px"))


def test_headlines_of_two_stories_are_cut_apart() -> None:
    left, right = ("新桥昨天通车",), ("小学有图书室",)
    for places in (True, False):
        page = headlines(left, right, ("本报讯 记者昨天报道", "新华社北京一月三日电"), places)
        texts = [line.text for line in Order()(page).lines]
        assert left[0] in texts and right[0] in texts
        assert list(faults(Order()(page))) == []


def test_a_headline_over_two_columns_of_one_story_stays() -> None:
    page = headlines(("新桥昨天通车",), ("南北两岸往来",), ("本报讯 记者昨天报道", "沿岸居民都说方便多了"), False)
    assert "新桥昨天通车南北两岸往来" in [line.text for line in Order()(page).lines]
