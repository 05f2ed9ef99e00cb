"""Captions and signatures: into their role, wherever they stand; a sentence that names a photographer stays."""

from __future__ import annotations

import pytest

from papercut import Role, build, partition_faults, read_text
from papercut.languages.story_phrases import CAPTIONED, CREDITS_OF_STORY, PHOTO_CREDIT, SIGNATURE, is_captioned

STORY = """老井边的下午
村口那口老井已经不出水了，井沿
上的绳痕还在。我坐在旁边的石凳上，
等一个小时候的朋友。
他来的时候提着一兜橘子，说是自
家树上摘的。我们说了一下午的话，谁
也没有提起那年夏天。
"""
NEXT = """
槐树湾中学办起种子角
本报讯（通讯员 何田田）槐树湾
中学的学生最近多了一个去处，图书馆
一楼辟出的种子角里，摆着一百六十种
当地作物的种子。
"""


@pytest.mark.parametrize("text", ["张三 文/图", "（张三 文/图）", "文：葉未", "文/张三 图/李四", "罗小满 摄影报道"])
def test_signature(text: str) -> None:
    assert SIGNATURE.match(text)


@pytest.mark.parametrize("text", ["天下奇文", "这篇报道", "图文并茂", "中文译文", "新的一年撰文"])
def test_no_signature(text: str) -> None:
    assert not SIGNATURE.match(text)


@pytest.mark.parametrize("text", ["罗小满 摄", "（鄭敏 攝）", "本报记者 罗小满 摄", "攝影：許洋", "某社记者 刘宇摄"])
def test_photo_credit(text: str) -> None:
    assert PHOTO_CREDIT.match(text)


@pytest.mark.parametrize("text", ["照片是他当年拍的，由老友宋采薇摄。", "他由老友宋采薇摄", "他说。"])
def test_no_credit(text: str) -> None:
    assert not PHOTO_CREDIT.match(text) and not CAPTIONED.search(text)


@pytest.mark.parametrize("signature", ["　　　　　　　　　　张三 文/图", "文：张三", "（张三 文/图）"])
def test_a_signature_below_its_story_is_its_byline(signature: str) -> None:
    page = build()(read_text(STORY + signature + "\n" + NEXT))
    assert partition_faults(page) == []
    assert ["张三" in (a.byline or "") for a in page.articles or ()] == [True, False]
    assert [len(a.body) for a in page.articles or ()] == [2, 1]


def test_a_caption_ends_the_story_above_it() -> None:
    page = build()(read_text(STORY + "图为村口的老井。罗小满 摄\n" + NEXT))
    assert partition_faults(page) == []
    first, second = page.articles or ()
    assert first.body[-1].role is Role.CAPTION and second.body[0].role is Role.PARAGRAPH


@pytest.mark.parametrize("name", ["", "本报记者 何田田"])
def test_the_text_right_below_a_headline_and_its_byline_is_no_caption(name: str) -> None:
    from papercut import Block, LabelBlocks, Piece

    texts = ["新桥明日通车", *([name] if name else []), "工人们在桥上挂起彩灯。何田田 摄"]
    roles = [Role.HEADLINE, *([Role.BYLINE] if name else []), Role.PARAGRAPH]
    blocks = tuple(Block(t, (Piece(i + 1, 0, len(t)),), r) for i, (t, r) in enumerate(zip(texts, roles, strict=True)))
    page = LabelBlocks()(read_text("\n".join(texts)).replace(blocks=blocks))
    assert page.blocks is not None and page.blocks[-1].role is Role.PARAGRAPH


def test_a_credit_in_brackets_ends_the_paragraph_above_it() -> None:
    page = build()(read_text(STORY + "（罗小满摄）\n" + NEXT))
    assert partition_faults(page) == []
    assert [b.role for b in (page.articles or ())[0].body][-1] is Role.PARAGRAPH


@pytest.mark.parametrize(
    "text",
    [
        "图为孩子们在排练。（学校供图）",
        "選手在賽後合影。（資料圖片）",
        "果园里硕果累累。新华社发",
        "老面馆的早晨（资料照片）。",
    ],
)
def test_captioned(text: str) -> None:
    assert is_captioned(text)


@pytest.mark.parametrize("text", ["代表们一致通过这项决定。（新华社发）", "（资料图片）", "他把照片发了出去。"])
def test_not_captioned(text: str) -> None:
    assert not is_captioned(text)


@pytest.mark.parametrize(
    "caption",
    [
        "图为村口的老井。罗小满 摄",
        "▲井沿上的绳痕。（資料圖片）",
        "右图是村口的老井。\n罗小满摄",
        "老井至今没有填平。資料圖片",
        "图为村口那口已经不出水的老井，绳\n痕还在。罗小满 摄",
        "↑村口的老井。\n←井边的石凳。\n罗小满 摄",
    ],
)
@pytest.mark.parametrize("place", [1, 4, 7])
def test_a_caption_stands_anywhere_in_a_story(caption: str, place: int) -> None:
    rows = STORY.splitlines()
    rows[place:place] = caption.split("\n")
    page = build()(read_text("\n".join(rows) + "\n" + NEXT))
    assert partition_faults(page) == []
    first, second = page.articles or ()
    assert (first.headline, second.headline) == ("老井边的下午", "槐树湾中学办起种子角")
    assert first.deck == ()
    told = [b.text for b in first.body if b.role is not Role.CAPTION]
    assert len(told) == 2 and told[0].endswith("朋友。") and told[1].endswith("夏天。")


@pytest.mark.parametrize(
    "signature", ["罗小满", "——罗小满", "□ 罗小满", "文|罗小满", "采写：本报记者 罗小满 实习生 何田田"]
)
def test_a_name_below_a_story_signs_it(signature: str) -> None:
    page = build()(read_text(STORY + signature + "\n" + NEXT))
    assert partition_faults(page) == []
    assert ["罗小满" in (a.byline or "") for a in page.articles or ()] == [True, False]
    assert [len(a.body) for a in page.articles or ()] == [2, 1]


@pytest.mark.parametrize("text", ["统筹 石磊 文字 唐立 摄影 白雪", "策划：石磊 撰文：唐立 制图：白雪"])
def test_credits_of_a_story(text: str) -> None:
    assert CREDITS_OF_STORY.fullmatch(text)


@pytest.mark.parametrize("mark", ["（待续）", "（未完）", "（上）", "■"])
def test_nobody_is_called_so(mark: str) -> None:
    page = build()(read_text(STORY + mark + "\n" + NEXT))
    assert partition_faults(page) == []
    assert [a.byline for a in page.articles or ()] == [None, "通讯员 何田田"]


@pytest.mark.parametrize(
    ("lines", "byline"),
    [
        ("　　　　　　　　　　　　罗小满", "罗小满"),
        ("　　　　　　讀者 陳太", "讀者 陳太"),
        ("　　　　　　　　　　　白石", "白石"),
        ("　　　　青石县柳荫村 罗小满", "青石县柳荫村 罗小满"),
        ("　　　　　　　　　　　罗小满\n　　　　　　1998年3月于青石", "罗小满"),
        ("　　　　枫桥小学五（2）班　罗小满\n　　　　　　　指导老师　杜若", "枫桥小学五（2）班　罗小满 指导老师　杜若"),
    ],
)
def test_what_is_set_to_the_right_below_a_text_signs_it(lines: str, byline: str) -> None:
    page = build()(read_text(STORY + lines + "\n" + NEXT))
    assert partition_faults(page) == []
    first, second = page.articles or ()
    assert (first.byline, second.headline, second.byline) == (byline, "槐树湾中学办起种子角", "通讯员 何田田")


def test_thanks_to_the_right_are_nobody() -> None:
    page = build()(read_text(STORY + "　　　　　　　　　　　　敬礼\n" + NEXT))
    assert "敬礼" not in {a.byline for a in page.articles or ()}


def test_captions_right_below_a_story_are_its_own() -> None:
    captions = "左图：老井的井沿。右图：井边的石凳。\n本报记者 罗小满 摄影报道\n"
    page = build()(read_text(STORY + captions + NEXT))
    first, second = page.articles or ()
    assert [b.role for b in first.body if b.role is Role.CAPTION] == [Role.CAPTION, Role.CAPTION]
    assert second.byline == "通讯员 何田田"


@pytest.mark.parametrize(
    "captions",
    [
        "图①：村口的老井。\n图②：井边的石凳。\n",
        "圖一：村口的老井。\n圖二：井邊的石凳。（羅小滿攝）\n",
        "照片：村口那口已经不出水的老井，绳\n痕还在。　（罗 满摄）\n",
    ],
)
def test_a_label_makes_a_caption(captions: str) -> None:
    page = build()(read_text(STORY + captions + NEXT))
    assert partition_faults(page) == []
    first, second = page.articles or ()
    assert [b.role for b in first.body] == [Role.PARAGRAPH] * 2 + [Role.CAPTION] * 2
    assert second.headline == "槐树湾中学办起种子角"


def test_a_caption_without_a_mark_parts_a_sentence() -> None:
    rows = (STORY + NEXT).splitlines()
    rows.insert(3, "朋友（左一）坐在井沿上。资料图片")
    page = build()(read_text("\n".join(rows)))
    assert partition_faults(page) == []
    told = [b.text for b in (page.articles or ())[0].body if b.role is Role.PARAGRAPH]
    assert len(told) == 2 and "旁边的石凳上，等一个" in told[0]


@pytest.mark.parametrize(
    ("lines", "byline"),
    [
        ("文/罗小满\n图/何 雨\n", "文/罗小满 图/何 雨"),
        ("企劃／葉珮瑜　撰文／罗小满　攝影／林浩\n", "企劃／葉珮瑜　撰文／罗小满　攝影／林浩"),
        ("採訪：罗小满\n攝影：卓文輝\n", "採訪：罗小满 攝影：卓文輝"),
        ("本报记者 罗小满 通讯员 龙门 文 邵青 图\n", "本报记者 罗小满 通讯员 龙门 文 邵青 图"),
    ],
)
def test_writer_and_photographer_sign_together(lines: str, byline: str) -> None:
    page = build()(read_text(STORY + lines + NEXT))
    assert partition_faults(page) == []
    first, second = page.articles or ()
    assert (first.byline, len(first.body), second.byline) == (byline, 2, "通讯员 何田田")


def test_several_names_in_brackets_sign() -> None:
    page = build()(read_text(STORY + "（甘　霖　靳长顺）\n" + NEXT))
    assert partition_faults(page) == []
    assert (page.articles or ())[0].byline == "甘霖　靳长顺"


def test_the_artist_stands_with_the_editor_around_a_story() -> None:
    page = build()(read_text(STORY + "編輯：麥家俊　美術：袁綺雯\n" + NEXT))
    assert partition_faults(page) == []
    assert any("袁綺雯" in item.text for item in page.furniture)
    assert all("袁綺雯" not in f"{a.headline}{a.byline}" for a in page.articles or ())


GROVE = """河堤边长出一片新林
本报讯（记者 何青山）沿着柳河走
上三公里，就能看见去年春天栽下的树
苗，如今已经有一人多高。县林业站说，
成活率超过九成，比起初的预计好得多，乡
亲们都很高兴。
护林员丁大海每天清早骑车巡堤，
遇到有人折枝就上前劝说。他说，等树
长大了孩子们夏天就有了乘凉的地方，老
{}人也能坐下来歇一歇脚。
明年开春，林业站还要在对岸补种三
千棵，请附近村民一起来栽。
"""


@pytest.mark.parametrize(
    "caption",
    [
        "村民在新栽的林带里散步。 （何青山 摄）\n",
        "傍晚时分，附近的村民带着孩子来到新\n林边散步。 （本报记者 何青山 摄）\n",
        "新林边的步道已经铺好，早晚都有人在\n这里跑步。 何青山 摄\n",
        "丁大海（左）向技术员请教修剪树枝的\n办法，两人在林带里一蹲就是半天，忘\n了吃饭。 （通讯员 罗小满 摄）\n",
        "游人在堤上拍照留念 何青山 摄\n",
        "丁大海正在给刚补种的小树浇水培土。\n何青山 摄\n",
        "（何青山 摄）\n",
    ],
)
def test_a_caption_inside_a_sentence(caption: str) -> None:
    page = build()(read_text(GROVE.format(caption)))
    assert partition_faults(page) == []
    (plain,) = build()(read_text(GROVE.format(""))).articles or ()
    (article,) = page.articles or ()
    assert [b.text for b in article.body] == [b.text for b in plain.body]
    aside = "".join(f.text for f in page.furniture if f.role is Role.CAPTION)
    assert "".join(aside.split()) == "".join(caption.split())


@pytest.mark.parametrize("line", ["报社已托某君、为之摄", "站上说，这里的树由老友宋采薇摄"])
def test_words_of_a_sentence_are_no_caption(line: str) -> None:
    page = build()(read_text(GROVE.format(line + "\n")))
    assert all(f.role is not Role.CAPTION for f in page.furniture)
