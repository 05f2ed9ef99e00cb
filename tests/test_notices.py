"""Notices and small adverts leave the page; news about them stays."""

from __future__ import annotations

import pytest

from papercut import build, partition_faults, read_text
from papercut.languages.notice_phrases import (
    ADDRESS,
    CONTACT,
    FIELD,
    FINE_PRINT,
    HEADING_ENDS,
    HEADINGS,
    OFFER,
    PHONE,
    PHRASES,
    SIGNER,
    SOLD_AT,
    TITLED,
    UNQUOTED,
)
from papercut.layout.text.classified_notices import find_notices
from papercut.rules import Cue

NEWS = """县里公开招标修路
本报讯 县交通局昨日发布招标公告，
对青石桥公路公开招标，共有下列三个
标段。有意者须于月底前报名。"""


CUES = (*HEADINGS, TITLED, *PHRASES, CONTACT, PHONE, SOLD_AT, ADDRESS, FINE_PRINT, FIELD, OFFER, SIGNER)


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.name)
def test_cue(cue: Cue) -> None:
    assert cue.examples
    assert [e for e in cue.examples if not cue.find(e)] == []
    assert [e for e in cue.counter if cue.find(e)] == []


@pytest.mark.parametrize("heading", [text for cue in HEADINGS for text in cue.examples])
def test_the_sieve_lets_headings_through(heading: str) -> None:
    assert heading.rstrip(UNQUOTED).endswith(HEADING_ENDS)


@pytest.mark.parametrize(
    "notice",
    [
        "遗失声明\n范某遗失身份证，号码后四位为\n1234，声明作废。",
        "范某遗失身份证，号码后四位为\n1234，声明作废。\n何某不慎遗失公章一枚，声明作废。",
        "公　告\n村委会定于本月二十日上午公开拍卖\n旧仓库三间，有意者请于会前交押金。\n电话：5550-3321\n槐树湾村委会",
        "寻人启事\n何某，于三月二日走失，身穿蓝衣。\n有知情者请与家人联系，必有重谢。\n电话：5550-2211",
        "招　聘\n某某商贸有限公司招聘会计1名、司\n机2名，月薪九千元起。\n地址：东街7号　电话：\n65966443",
        "柳荫家具城清仓大减价\n全场五折起 电话：5550-1286\n地址：青石桥北路18号",
        "搬家公司\n长短途搬家 拆装空调\n价格优惠 电话5550-8899",
        "寻物启事\n本人于三月六日乘车时遗失黑包一个，\n望拾到者与失主联系，必有重谢。\n电话：5550-2211",
        "失物招领\n我处拾得手提包一只，请失主持证件\n前来认领。电话：5550-1010",
        "啟事\n本會定於六月一日假市民活動中心召\n開會員大會，敬請會員準時出席。\n雲陽攤商公會",
        "招租公告\n厂门面房三间公开招租，\n面积共二百四十平方米，有意者请于三\n月二十日前报名。联系人：李某 5550-3131",
        "儿童摄影\n套餐599元起\n预约电话：5550-5050",
        "遺失圖章聲明\n茲遺失圖章一方文曰紀記，恐有冒用，特\n登報聲明作廢。紀仲平啟",
        "声明·公告\n●云岭超市遗失食品经营许可证，声明作废\n●岭头茶厂遗失财务章，声明作废",
        "△镇供销社不慎遗失发票专用章\n一枚，声明作废。\n△苏阿四，自行车执照遗失作废。",
        "寻物启事\n本人遗失公文包一只，有拾到者请与季\n先生联系，必有重谢。电话：5550-3345",
        "律師代表協泰廠緊要啟事\n茲據當事人聲稱，有人冒用本廠名義，特\n登報聲明，概與本廠無涉。\n事務所南門內大街四十號。",
        "招标公告\n晒谷场改建，凡具备三级以上资质的单位均\n可报名。\n报名时间：10月12日\n报名地点：201室",
        "招租\n南門內大街有市房一幢上下四間\n水電俱全\n有意者請至本街四十號接洽",
        "雙燕牌牙粉\n潔白牙齒芬芳口氣\n每打大洋六角各大商店均有出售\n總發行所南門大街十二號電話三百廿號",
        "金龍茶樓隆重開幕\n早茶點心一律八折\n訂座電話：25550143\n白沙灣大街88號地下",
        "江畔云庭现房发售\nVIP热线0570-55506688\n开发商：云岭置业本广告为要约邀请",
        "環球旅行社特價機票代辦簽證\n來回六百九十九元起\n電話：(555)010-0177 傳真：(555)010-0178",
        "內科婦科名醫\n門診上午診金一元\n診所南門內大街四十號電話二〇五號",
        "事业单位招聘公告\n现面向社会公开招聘工作人员：\n岗位：档案管理\n学历：本科\n报名时间：6月1日",
        "停電通知\n因管線檢修，三月二日將停止供應，\n請用戶提前做好準備。\n雲陽供電公司",
        "停电通知\n因线路检修，十六日上午棉花巷停电，请\n各用户做好准备。\n禾泽供电公司",
        "搬迁通知\n本处自五月一日起迁往棉花巷二号，原处\n不再办公。\n禾泽市房管处",
        "公司解散通告\n敬啟者：本公司訂於本月三十日結束\n營業，凡有賬目未清者，請於該日前到\n石塘街十二號接洽為荷。\n順發海味行謹啟",
        "公示\n现将西郊地块规划方案予以公示，公示期\n三十日，如有异议请以书面形式反馈。\n禾泽市规划局\n2019年5月6日",
        "清算公告\n兴旺面粉厂已决议解散，请债权人自公告\n之日起向本厂清算组申报债权。\n特此公告\n兴旺面粉厂清算组",
        "征稿启事\n本馆面向全市征集老照片，来稿请寄枫桥\n路八号。\n禾泽市档案馆",
        "江濱中學招生廣告\n本校添招新生四十名，報名自即日起，考期\n八月二十日。校址江西路十八號。",
        "遗失启事\n大货车行驶证、营运证遗失，\n声明作废。\n禾泽市长风运输队",
        "榴槤飄香自助餐\n成人 RM38 小童 RM19\n訂座請電 03-5550 1788\n峇朗大街 12 號 金都酒家",
        "春雷牌收音机\n音质优美 款式新颖\n各大百货商店均有销售\n禾泽无线电二厂",
        "請吸雙馬牌香烟\n烟味芬芳 價廉物美\n各埠烟店均有出售\n禾豐烟公司",
        "灣城永安保險\n汽車 房屋 人壽\n免費估價\n(415) 555-0177 626 Pine St.",
    ],
)
def test_goes(notice: str) -> None:
    page = build()(read_text(f"{NEWS}\n\n{notice}\n"))
    assert partition_faults(page) == []
    assert [a.headline for a in page.articles or ()] == ["县里公开招标修路"]
    kept = "".join(b.text for a in page.articles or () for b in a.body)
    assert kept.endswith("有意者须于月底前报名。")


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "遗失身份证被人冒用\n本报讯（通讯员 何田田）市民王某去年遗\n失身份证，登报声明作废，不料仍被冒用。",
        "遗失声明\n那年他在报上看见一则遗失声明，想起\n了自己丢过的东西，坐了一个下午。",
        "城北新超市昨日开业，全场五折起。\n活动时间：三月五日至八日\n地址：青石桥北路18号\n电话：5550-1286",
        "县里贴出禁渔公告\n公告说，五月起不许下网。渔民特登报声\n明支持，记者昨天在码头看见了这份公告。",
        "停水通知\n本报讯 昨天下午，城北停水。\n时间：两小时\n地点：城北",
        "公告栏前围满了人\n本报讯 昨天上午，停水通知贴出后，公告\n栏前围满了人。",
    ],
)
def test_stays(text: str) -> None:
    assert find_notices(["".join(line.split()) for line in text.split("\n")]) == []


@pytest.mark.parametrize(
    ("above", "notice"),
    [
        ("春耕正当时\n春耕正当时\n\n千里稻花香", "遗失声明\n\n范某遗失身份证，号码末四位为\n1234，声明作废。"),
        ("新桥明日通车\n\n小城故事多", "挂失\n何某不慎遗失公章一枚，声明作废。"),
    ],
)
def test_headlines_above_a_notice_are_no_part_of_it(above: str, notice: str) -> None:
    texts = f"{above}\n\n{notice}".split("\n")
    first = min(n.first for n in find_notices(texts))
    assert first >= len(above.split("\n")) + 1


def test_headlines_below_a_notice_that_breaks_off_are_no_part_of_it() -> None:
    texts = ["招聘", "现面向社会公开招聘编", "辑3名、记者5名，要求本科", "小城故事多", "新桥明日通车"]
    assert [(n.first, n.last) for n in find_notices(texts)] == [(0, 2)]


def test_the_headline_right_below_a_notice_is_nobody_who_gives_it() -> None:
    texts = ["招生广告", "本校添招新生四十名。", "电话：5550-1234", "记者参观档案馆", "昨天，记者参观了那里。"]
    assert [(n.first, n.last) for n in find_notices(texts)] == [(0, 2)]


def test_lines_beside_a_notice_are_read_by_what_stands_there() -> None:
    notice = "招　聘\n某某商贸有限公司招聘会计1名、司\n机2名，月薪九千元起。"
    page = build()(read_text(f"{NEWS}\n\n{notice}\n\n{NEWS}\n"))
    assert partition_faults(page) == []
    assert {f.why for f in page.furniture if f.role == "advert"} == {"notice"}
    assert next(f.text for f in page.furniture if f.why == "notice").replace("\u3000", "") == "招聘"


def test_a_page_of_adverts_has_no_article_and_says_so() -> None:
    page = build()(read_text("旺铺出租 租金面议\n联系人：范先生 5550-9090\n\n驾校招生\n报名电话：5550-7788\n"))
    assert page.articles == ()
    assert [note.code for note in page.notes] == ["no-article"]


def test_what_else_stands_on_a_page_of_adverts_is_one() -> None:
    known = ["旺铺出租租金面议", "电话：5550-9090", "", "驾校招生", "报名电话：5550-7788", ""]
    other = ["徵求舊郵票", "凡願出讓者寄本報信箱十二號"]
    assert [(n.first, n.last) for n in find_notices([*known, *other])] == [(0, 1), (3, 4), (6, 7)]
    assert [n.last for n in find_notices([*known, "小城故事多"])] == [1, 4]  # one line may be a headline
    assert [n.last for n in find_notices([*known, "小城故事多", "昨天小城里很热闹。"])] == [1, 4]


def test_time_is_in_proportion() -> None:
    rows = ["遗失声明", "某某遗失", "电话：5550-1286", "全场五折起"]
    assert len(find_notices(rows * 2000)) < 8000


@pytest.mark.parametrize(
    "adverts",
    [
        "招租\n石塘街十號二樓頭房出租，水電齊備，租\n金面議。電話三〇七二五\n\n聘女工\n聘請熟手車衣女工十名，供膳宿。請到石\n塘街廿二號永盛製衣廠接洽",
        "分类信息\n\n家电维修\n空调 冰箱 上门快修\n电话：5551-3300\n\n疏通管道\n24小时服务\n电话：5551-9090",
    ],
)
def test_a_page_of_adverts_in_sentences(adverts: str) -> None:
    assert build()(read_text(adverts + "\n")).articles == ()


def test_a_headline_below_an_advert_is_no_firm() -> None:
    texts = ["雙馬牌香烟價廉物美", "各埠烟店均有出售", "記者參觀電車公司", "昨日下午二時，記者參觀了公司。"]
    assert [(n.first, n.last) for n in find_notices(texts)] == [(0, 1)]


@pytest.mark.parametrize(
    "signers",
    [
        "　　　　　　　　　子 何大海 女 何小青 泣告\n　　　　　　　　　　　　2025年11月3日\n",
        "　　　　　　　　儿子：何大海 儿媳：丁小云\n　　　　　　　　女儿：何小青\n　　　　　　　　　泣告\n",
    ],
)
def test_those_who_sign_a_death_notice_are_part_of_it(signers: str) -> None:
    story = "老街口装上了新路灯\n本报讯（记者 何青山）老街口昨晚亮起\n了新路灯，走夜路的居民说，这下不用再\n"
    story += "打手电筒了。\n\n"
    notice = "讣告\n慈母罗秀英于2025年11月2日病逝，享\n年八十八岁。定于11月5日上午八时在柳\n"
    notice += "河殡仪馆举行告别仪式。特此讣告。\n"
    page = build()(read_text(story + notice + signers + "\n" + story.replace("老街", "新街")))
    assert partition_faults(page) == []
    assert [len(a.body) for a in page.articles or ()] == [1, 1]
    assert len(page.furniture) == len((notice + signers).split("\n")) - 1
