"""Kickers, headlines and decks of pages read by OCR, by the sizes of their type."""

from __future__ import annotations

import json

import papercut as pc

CLOCK = [
    "停摆三十年的海关座钟昨日在市博物馆重",
    "新走动。修复师用了十四个月，补配齿轮",
    "十一个，清洗零件三百余件。",
]
HARVEST = [
    "本报讯 云岭县今年晚稻平均亩产比去年",
    "多八十斤。到本月二十日，全县已把三百",
    "万斤余粮卖给国家，超额完成了任务。",
]


def page(display: list[tuple[int, str]], text: list[str]) -> pc.Page:
    """A column as RapidOCR gives it: display type in its sizes, and the text below in another."""
    rows, top = [], 90
    for size, line in display:
        rows.append((90, top, size, line))
        top += size + 18
    top += 12
    for n, line in enumerate(text):
        rows.append((90 + 60 * (n == 0), top + 45 * n, 30, line))
    found = [
        [[[x, y], [x + s * len(t), y], [x + s * len(t), y + s], [x, y + s]], t, 0.98] for x, y, s, t in rows
    ]
    return pc.build()(pc.read(json.dumps(found, ensure_ascii=False).encode()))


def test_lines_of_one_smaller_size_are_kicker_and_decks() -> None:
    display = [(45, "停摆三十年"), (60, "海关座钟重新走动"), (45, "修复用了十四个月"), (45, "下周二对公众开放")]
    (article,) = page(display, CLOCK).articles or ()
    assert (article.kicker, article.headline) == ("停摆三十年", "海关座钟重新走动")
    assert article.deck == ("修复用了十四个月", "下周二对公众开放")


def test_two_decks_stay_two_where_their_characters_meet_in_the_story_between_words() -> None:
    display = [(78, "稻谷堆满晒谷场"), (39, "亩产比去年多八十斤"), (39, "余粮卖给国家三百万斤")]
    (article,) = page(display, HARVEST).articles or ()
    assert article.deck == ("亩产比去年多八十斤", "余粮卖给国家三百万斤")


def test_who_wrote_it_stands_behind_a_deck_and_is_none_of_it() -> None:
    rows = [(90, 90, 72, "一顿热饭十块钱"), (90, 190, 36, "——四访柳条巷食堂"), (470, 193, 30, "□ 本报记者 陆晚晴")]
    text = [
        "晨报讯 清早五点半，柳条巷社区食堂的蒸笼就",
        "冒了热气。掌勺的孟师傅今年六十四岁，曾在国",
        "营红星饭店干了三十年。如今他每天蒸两百个馒",
        "头，炖一大锅白菜，老人来了先递上一碗热汤。",
    ]
    rows += [(90 + 60 * (n == 0), 250 + 45 * n, 30, line) for n, line in enumerate(text)]
    found = [[[[x, y], [x + s * len(t), y], [x + s * len(t), y + s], [x, y + s]], t, 0.98] for x, y, s, t in rows]
    (article,) = pc.build()(pc.read(json.dumps(found, ensure_ascii=False).encode())).articles or ()
    assert article.deck == ("——四访柳条巷食堂",)
    assert "陆晚晴" in (article.byline or "")


def test_a_small_line_with_a_dash_over_the_headline_is_no_deck_that_makes_all_below_it_decks() -> None:
    display = [(40, "停摆三十年"), (40, "——修复用了十四个月"), (66, "海关座钟走动"), (44, "——下周二对公众开放")]
    (article,) = page(display, CLOCK).articles or ()
    assert article.headline == "海关座钟走动"
