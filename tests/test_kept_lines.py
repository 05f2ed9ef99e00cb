"""Lines that are kept, of kinds that show it by what leads up to them, by their form, or by how they begin."""

from __future__ import annotations

import json

import pytest

from papercut import Article, build, partition_faults
from papercut.readers import read_pages, read_text


def articles(text: str) -> list[Article]:
    page = build()(read_text(text))
    assert partition_faults(page) == []
    return list(page.articles or ())


def bodies(text: str) -> list[tuple[str, str]]:
    """The role and text of each part of the body, on a page of one article."""
    (article,) = articles(text)
    return [(str(b.role), b.text) for b in article.body]


LED = "捐款账户公布\n本报讯 为修古塔，文管会开设账户，现将账户公布如\n下：\n"


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        (
            "户名 古塔修缮会\n账号 6210 0042 1187\n开户行 北街信用社\n",
            "户名\t古塔修缮会\n账号\t6210\t0042\t1187\n开户行\t北街信用社",
        ),
        (
            "马得水（52岁）  尹  和（19岁）\n屈大柱（33岁）  车春兰（女，24岁）\n祁  三（47岁）\n",
            "马得水（52岁）\t尹\t和（19岁）\n屈大柱（33岁）\t车春兰（女，24岁）\n祁\t三（47岁）",
        ),
        (
            "一九五八年　何锦泉　余　光\n一九六三年　区启明　马　莉\n一九八〇年　邓　琛　叶　蓁\n",
            "一九五八年\t何锦泉\t余\t光\n一九六三年\t区启明\t马\t莉\n一九八〇年\t邓\t琛\t叶\t蓁",
        ),
    ],
    ids=("account", "ages", "years"),
)
def test_entries_that_a_text_leads_up_to_with_a_colon(rows: str, kept: str) -> None:
    found = bodies(LED + rows + "捐款明细每周在本报公布一次。\n")
    assert found[1:] == [("table", kept), ("paragraph", "捐款明细每周在本报公布一次。")]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "夜马排位\n1 金钻石　莫达仁　128磅　档7\n2 好运来　韦家明　126磅　档2\n3 飞天猪　杜小丽　121磅　档11\n",
            "1 金钻石\t莫达仁\t128磅\t档7\n2 好运来\t韦家明\t126磅\t档2\n3 飞天猪\t杜小丽\t121磅\t档11",
        ),
        (
            "今日广播节目\n5:30 开始曲  5:35 新闻\n6:00 对农村广播\n7:15 每周一歌  7:30 戏曲：《小放牛》\n",
            "5:30 开始曲\t5:35 新闻\n6:00\t对农村广播\n7:15 每周一歌\t7:30 戏曲：《小放牛》",
        ),
        (
            "HIGH WATER\nMon.   4:12 a.m.   9.1 ft.\nTue.   5:03 a.m.   9.4 ft.\nWed.   5:51 a.m.   9.6 ft.\n",
            "Mon.\t4:12 a.m.\t9.1 ft.\nTue.\t5:03 a.m.\t9.4 ft.\nWed.\t5:51 a.m.\t9.6 ft.",
        ),
        (
            "航班动态\n航班 目的地 计划 实际\nYX1 浦湾 07:15 07:22\nYX2 云溪 09:40 取消\nYX3 罗坪 12:05 12:05\n",
            "航班\t目的地\t计划\t实际\nYX1\t浦湾\t07:15\t07:22\nYX2\t云溪\t09:40\t取消\nYX3\t罗坪\t12:05\t12:05",
        ),
        (
            "今日影讯\n人民影院：《山那边》10:20 13:40\n工人俱乐部：《无声渡口》14:00\n矿区礼堂：《一双胶鞋》19:30\n",
            "人民影院：《山那边》10:20\t13:40\n工人俱乐部：《无声渡口》14:00\n矿区礼堂：《一双胶鞋》19:30",
        ),
    ],
    ids=("cells-without-figures", "programme", "units-in-letters", "flights", "cinemas"),
)
def test_rows(text: str, kept: str) -> None:
    assert bodies(text) == [("table", kept)]


@pytest.mark.parametrize(
    ("title", "poet", "lines"),
    [
        (
            "浪淘沙·过盐田  易小川",
            "易小川",
            "白日晒成霜，\n风过微香。\n赤足人行镜中央。\n一耙云来一耙雪，\n堆满山梁。",
        ),
        (
            "炉前短歌\n石振海",
            "石振海",
            "钢水——\n　　红了！\n像一条解冻的河，\n　　从高炉的胸口\n　　　　奔出来。\n把黎明\n　　也炼了进去。",
        ),
        (
            "对歌选录",
            None,
            "男：隔河看见妹插秧，\n手里青青行对行，\n哥想过河来帮手，\n又怕你家狗上房。\n女：要来你就大胆来，\n我家黄狗不开怀。",
        ),
        (
            "山村教师（歌词）",
            None,
            "1. 山路弯弯十八盘，\n你背着书包上云端，\n一盏油灯照四壁，\n照亮孩子的眼。\n2. 春雨来了你补房，\n秋霜来。",
        ),
        ("登白鹭塔\n申屠远", "申屠远", "塔影横江日欲斜　帆樯来去入芦花\n渔翁不问人间事　醉卧船头枕浪沙"),
        ("题画二首\n邵退庵", "邵退庵", "一角山楼半角天，  夕阳红到钓鱼船。\n老翁不识丹青手，  坐在画中四十年。"),
    ],
    ids=("poet-behind-title", "in-steps", "duet", "song", "parted-by-space", "two-on-a-line"),
)
def test_verse(title: str, poet: str | None, lines: str) -> None:
    (article,) = articles(f"{title}\n{lines}\n")
    assert (article.headline, article.byline) == (title.split()[0], poet)
    kept = "\n".join(line.strip("　") for line in lines.split("\n"))
    assert [(str(b.role), b.text) for b in article.body] == [("verse", kept)]


TALKS = {
    "a-paper-asks": "专访作家\n《晨报》：为什么用铅笔？\n龚雪：写错了可以擦。\n《晨报》：岛上闷吗？\n龚雪：闷才好。\n",
    "hours": "抢险一夜\n22时10分 水库水位超过警戒线，值班员向县里报告。\n22时40分 县长赶到大坝，下令开启泄洪闸。\n"
    "23时05分 三十名民兵轮流手摇，闸门升起。\n",
    "dashes": "渡船上\n——你要去哪里？老人问。\n——随便哪里，只要有人说话。\n——那就坐下罢，船上有的是话。\n",
    "play": "獨幕劇\n〔幕啟，燈火昏黃。〕\n站長：末班車脫了班，小姐明早再來罷。\n旅客：我等得。\n站長：夜裡要結冰的。\n"
    "旅客：他說今夜到，就一定到。\n〔遠處汽笛聲。〕\n",
    "hearing": "NIGHT CLERK HEARD\nMR. CRANE: Where were you when the roof fell?\nTHE WITNESS: Across the street.\n"
    "MR. CRANE: Had you seen it sag?\nTHE WITNESS: It sagged for two winters.\n",
}


@pytest.mark.parametrize("text", TALKS.values(), ids=TALKS)
def test_turns_and_entries(text: str) -> None:
    headline, *turns = text.strip().split("\n")
    (article,) = articles(text)
    found = ["".join(b.text.split()) for b in article.body]
    assert (article.headline, found) == (headline, ["".join(turn.split()) for turn in turns])


def test_items_with_a_mark_and_no_heading_are_joined_without_any_stop() -> None:
    text = "專電\n▲北京電　政務會議昨決定裁減驛站四十處\n▲漢口電　江水陡漲二尺堤工危急當局徵民夫三千\n搶險\n"
    text += "▲廣州電　生絲出口較去歲減少三成絲廠停工者十\n七家\n"
    found = [b for a in articles(text) for b in a.body]
    assert [b.text[-4:] for b in found] == ["站四十處", "三千搶險", "者十七家"]


def test_initials_and_designations_keep_their_spaces() -> None:
    text = "外籍工程师忆建厂\n本报讯 工程师 J. R. Holloway 昨天回厂。他的 KX-3200 B 型仪器符合 GB/T 20731 的要求。\n"
    (article,) = articles(text)
    assert "J. R. Holloway昨天" in article.body[0].text
    assert "KX-3200 B型" in article.body[0].text and "GB/T 20731的" in article.body[0].text


SHORT = "书车停四个小时，雨雪天照常。"


@pytest.mark.parametrize(
    "between",
    ["02·要闻 浦湾日报 2022年6月9日 星期四", "本版编辑 何田 视觉 罗米", "微信扫一扫\n观看现场视频"],
    ids=("running-head", "imprint", "code"),
)
def test_furniture_between_two_stories_parts_them(between: str) -> None:
    one = "流动书车开进矿区\n　　一辆漆成绿色的旧客车昨天开进矿区，\n车厢里有四排书架和两张小桌。\n　　" + SHORT + "\n"
    two = "一口老井养活半个村\n　　今年春旱，村里的三眼机井先后见底，\n只有老井水位不降。\n"
    first, second = articles(one + between + "\n" + two)
    assert (first.headline, second.headline) == ("流动书车开进矿区", "一口老井养活半个村")
    assert first.body[-1].text == SHORT


@pytest.mark.parametrize("headline", ["记者节里话记者", "插图作者年仅九岁", "摄影记者镜头里的老码头"])
def test_a_headline_about_reporters_is_no_byline(headline: str) -> None:
    body = "　　昨天上午，老街上聚起了一百多人，\n大家都把名字写在了本子上。\n　　下个月还会再办一次。\n"
    (article,) = articles(f"{headline}\n{body}")
    assert (article.headline, article.byline) == (headline, None)


def test_an_english_running_head_between_two_lines_of_a_paragraph() -> None:
    text = (
        "Depot Roof Gives Way\n\n"
        "The roof of the freight depot gave way on Tuesday\nnight under three feet of snow, and the\n"
        "4   THE NORTH FORK CALL, WEDNESDAY, JANUARY 10, 1917.\nnight clerk had gone across the street for coffee.\n"
        "The railway said that it would be repaired. Until\nthen freight will be handled from two box cars.\n"
    )
    (article,) = articles(text)
    assert article.body[0].text.startswith("The roof") and "the night clerk had gone" in article.body[0].text


@pytest.mark.parametrize("mark", ["■", "◆"])
def test_a_mark_behind_the_last_sentence_ends_its_story(mark: str) -> None:
    one = "书车开进矿区\n　　一辆旧客车昨天开进矿区，车厢里有四排\n书架。\n　　" + SHORT + mark + "\n"
    two = "老井养活半个村\n　　今年春旱，村里的三眼机井先后见底，只\n有老井水位不降。" + mark + "\n"
    first, second = articles(one + two)
    assert (first.headline, second.headline) == ("书车开进矿区", "老井养活半个村")
    assert (first.body[-1].text, second.body[-1].text[-3:]) == (SHORT, "不降。")


def test_column_names_between_points_stand_over_no_headline() -> None:
    one = "·市井·\n面包房凌晨亮灯\n　　凌晨三点，孟家面包房的灯已经亮了，附\n近厂里的工人六点从门口过。\n\n"
    two = "·乡野·\n老井养活半个村\n　　今年春旱，村里的三眼机井先后见底，只\n有老井水位不降。\n"
    assert [a.headline for a in articles(one + two)] == ["面包房凌晨亮灯", "老井养活半个村"]


def test_a_copy_that_the_end_of_the_line_cut_off() -> None:
    body = "　　老街改造三年，青砖铺了回来，二十七家老\n字号重新开门。\n"
    (article,) = articles("老街新生老街新生老街新生老街新\n" + body)
    assert article.headline == "老街新生"


@pytest.mark.parametrize("point", ["·", "‧"])
def test_a_point_far_before_the_end_of_the_column_ends_a_paragraph(point: str) -> None:
    text = "電燈公司增設新機\n本埠電燈公司、近因用戶日增、舊機不敷\n應用、特向外洋定購新機一座、計可供燈\n"
    text += "八千盞、昨已運抵碼頭、\n"
    text += "該機裝設約需兩月、屆時全埠街燈、可改\n通宵不熄、商民無不稱便、\n"
    assert len(bodies(text.replace("、", point))) == 2


STORY = [
    "本报讯 受冷空气影响，罗坪镇", "前天夜里气温降到零下二度，正", "在开花的梨园面临霜冻威胁。镇",
    "里发出通知。",
]  # fmt: skip
TABLE = [
    ["班次", "开往", "开车"],
    ["K217", "浦湾", "06:40"],
    ["T14", "云溪", "09:05"],
    ["6602", "罗坪", "13:22"],
    ["K330", "黑山", "21:47"],
]


def test_a_table_beside_short_lines_of_a_story_on_a_sheet() -> None:
    found: list[dict[str, object]] = []

    def put(x: float, y: float, text: str, size: float = 20) -> None:
        wide = x + sum(size if ch > "\u2e80" else size / 2 for ch in text)
        found.append({"box": [[x, y], [wide, y], [wide, y + size], [x, y + size]], "text": text, "score": 0.99})

    put(40, 40, "果农连夜熏烟", 40)
    put(420, 40, "车站时刻", 28)
    for k, line in enumerate(STORY):
        put(40 if k else 80, 110 + 30 * k, line)
    for k, row in enumerate(TABLE):
        for n, cell in enumerate(row):
            put(420 + 90 * n, 104 + 32 * k, cell, 18)
    (page,) = read_pages(json.dumps(found).encode())
    page = build()(page)
    assert partition_faults(page) == []
    bodies_of = {a.headline: [b.text for b in a.body] for a in page.articles or ()}
    assert bodies_of == {
        "果农连夜熏烟": ["".join(STORY)],
        "车站时刻": ["\n".join("\t".join(row) for row in TABLE)],
    }
