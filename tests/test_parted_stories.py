"""Blank lines that part the stories of a page of text, and paragraphs that end right above others."""

from __future__ import annotations

import pytest

from papercut import build, partition_faults, read_text

SCHOOL = """村里夜校开了木工班
本报讯（记者 冯一禾）每到周三晚上，
文化站二楼的灯总要亮到十点。头一期就招
来三十六名学员，最大的已经七十一岁。
教课的老师傅姓柏，退休后一直闲不住。
他把用了半辈子的刨子搬进教室，从认木纹
教起。"""
CLOCK = """百年座钟又走起来了
停摆三十年的海关座钟昨日在博物馆重
新走动。修复师用了十四个月，补配齿轮十
一个，清洗零件三百余件。
从下周二起，座钟将在二楼展厅对公众
开放，每到整点敲响一次。"""
ADVERT = "福满多火锅城国庆大酬宾\n锅底免费啤酒买一赠一\n订餐热线：5550-2299"


def headlines(text: str) -> list[str | None]:
    page = build()(read_text(text))
    assert partition_faults(page) == []
    return [a.headline for a in page.articles or ()]


@pytest.mark.parametrize(
    "between", ["\n\n", f"\n{ADVERT}\n\n", "\n►►下转05版\n\n", "\n文/冯一禾 图/卜小川\n\n", "\n本报记者 卜小川 摄\n\n"]
)
def test_a_headline_behind_the_only_blank_line_begins_a_story(between: str) -> None:
    assert headlines(f"{SCHOOL}{between}{CLOCK}") == ["村里夜校开了木工班", "百年座钟又走起来了"]


def test_a_kicker_with_a_colon_above_does_not_change_that() -> None:
    assert headlines(f"点亮老手艺：\n{SCHOOL}\n\n{CLOCK}")[1:] == ["百年座钟又走起来了"]


def test_a_short_headline_among_others_begins_one_too() -> None:
    ferry = "渡口的末班船\n我十岁那年，渡口的船还是木头的，船\n尾有一把橹，摇起来吱呀作响。"
    assert headlines(f"{SCHOOL}\n\n{CLOCK}\n\n{ferry}") == ["村里夜校开了木工班", "百年座钟又走起来了", "渡口的末班船"]


def test_a_short_crosshead_stays_one() -> None:
    page = build()(read_text(f"{SCHOOL}\n\n老师傅\n{CLOCK.partition(chr(10))[2]}"))
    assert [a.headline for a in page.articles or ()] == ["村里夜校开了木工班"]


def test_a_paragraph_that_ends_far_short_of_its_column_goes_on_with_nothing() -> None:
    text = """輪渡添開夜班
市輪渡公司因夏令乘客擁擠，呈准公用局，自
本月十六日起添開夜班，末班由東岸開行時間為十
一時三刻。
票價仍照舊例，上艙銅元十二枚，下艙銅元六
枚，兒童減半。
該公司並向船廠定造新輪一艘，可容四百人，
定於秋間下水。
雙燕牌牙粉
潔白牙齒 芬芳口氣 國貨精品 人人樂用
每打大洋六角 各大商店均有出售
總發行所 南門大街十二號 電話三百廿號
"""
    page = build()(read_text(text))
    assert [b.text[:4] for a in page.articles or () for b in a.body] == ["市輪渡公", "票價仍照", "該公司並"]
