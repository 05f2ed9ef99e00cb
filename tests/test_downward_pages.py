"""Pages that are set downwards, as PDFs: tight headlines, small ones within a tier, running heads, adverts, dashes."""

from __future__ import annotations

import pytest

import papercut as pc
from papercut.model.page import Article, Page, Role
from pdfs import Sheet, pdf

pytest.importorskip("pypdfium2")

FIRE = (
    "閘北寶興路底昨晨三時許、忽告失慎、該處均係草棚平房、時值北風甚烈、一經着火、卽不可收拾、居民自夢中驚醒、"
    "扶老攜幼、號哭之聲、震動四野、救火會聞警、驅車前往施救、直至五時左右、火勢始殺、計焚去平房四十餘間"
)
SHOW = (
    "本市小學敎師進修會、爲提倡學生自製敎具起見、定於本月二十五日起、假座西門民衆敎育館、舉行成績展覽會三天、"
    "徵集各校出品、計有標本模型、掛圖、算術器具等六百餘件、屆時並請專家評判、擇優給獎"
)
CHILD = (
    "居住虹口鴨綠江路之婦人王陳氏、年二十八歲、江北人、其夫在外洋輪船爲水手、久無音訊、前晚將甫生三月之女嬰、"
    "棄於公共體育塲門首、爲崗警瞥見、帶入捕房、諭將女嬰送育嬰堂留養"
)
STEP, LEAD = 1.0, 1.35
MEASURE = 17


def set_columns(text: str) -> list[str]:
    """A text in columns of one tier, without an indent; no column begins with a mark."""
    out: list[str] = []
    while text:
        end = MEASURE - (text[MEASURE : MEASURE + 1] in tuple("、。）"))
        out.append(text[:end])
        text = text[end:]
    return out


class Tier:
    """Stories beside one another, from right to left, each with its headlines right before its columns."""

    def __init__(self, sheet: Sheet, right: float, top: float) -> None:
        self.sheet, self.right, self.top = sheet, right, top

    def heads(self, *heads: tuple[str, float, float], gap: float = 7.0) -> Tier:
        """Headlines (text, size, how far down), and the gap to what comes behind."""
        for text, size, down in heads:
            self.sheet.upright([text], self.right, self.top + down, size, step=STEP, bold=True)
            self.right -= 1.25 * size
        self.right -= gap
        return self

    def text(self, text: str, gap: float = 7.0) -> Tier:
        """Columns of running text, and the gap behind them."""
        rows = set_columns(text)
        self.sheet.upright(rows, self.right, self.top, 10, lead=LEAD, step=STEP)
        self.right -= LEAD * 10 * len(rows) + gap
        return self


def read(sheet: Sheet) -> Page:
    (page,) = pc.read_pages(pdf(sheet))
    return pc.build()(page)


def told(page: Page) -> list[tuple[str | None, str]]:
    """The headline and the text of each article."""
    return [(a.headline, "".join(block.text for block in a.body)) for a in page.articles or ()]


def sheet_with_stories(sheet: Sheet, top: float = 40) -> Sheet:
    tier = Tier(sheet, 620, top)
    tier.heads(("閘北昨晨大火", 20, 0), ("焚去平房四十餘間", 12, 18)).text(FIRE)
    tier.heads(("小學敎師進修會", 20, 0), ("定期舉行成績展覽", 12, 18)).text(SHOW)
    tier.heads(("女子棄嬰被捕", 20, 0)).text(CHILD)
    return sheet


STORIES = [("閘北昨晨大火", FIRE), ("小學敎師進修會", SHOW), ("女子棄嬰被捕", CHILD)]


@pytest.mark.parametrize("gap", [3.0, 7.0, 12.0])
def test_heads_that_stand_tight_beside_their_columns_have_each_its_own_text(gap: float) -> None:
    sheet = Sheet(640, 300)
    tier = Tier(sheet, 620, 40)
    tier.heads(("閘北昨晨大火", 20, 0), ("焚去平房四十餘間", 12, 18), gap=gap).text(FIRE, gap)
    tier.heads(("小學敎師進修會", 20, 0), ("定期舉行成績展覽", 12, 18), gap=gap).text(SHOW, gap)
    tier.heads(("女子棄嬰被捕", 20, 0), gap=gap).text(CHILD)
    assert told(read(sheet)) == STORIES


def test_a_small_head_within_a_tier_begins_a_story() -> None:
    """Its type is hardly larger than that of a subhead on other pages."""
    sheet = Sheet(640, 300)
    tier = Tier(sheet, 620, 40)
    tier.heads(("閘北昨晨大火", 20, 0), ("焚去平房四十餘間", 12, 18)).text(FIRE)
    tier.heads(("小學敎師進修會", 13, 3)).text(SHOW)
    tier.heads(("女子棄嬰被捕", 13, 3)).text(CHILD)
    assert told(read(sheet)) == STORIES


def test_a_line_without_indent_that_names_its_place_begins_a_paragraph() -> None:
    """The column before it is full, and ends a report."""
    first = "【南京】" + FIRE[:74] + "云、（十七日）"
    assert len(set_columns(first)[-1]) == MEASURE
    sheet = Sheet(640, 300)
    tier = Tier(sheet, 620, 40)
    tier.heads(("省府撥欵修築", 20, 0))
    rows = [*set_columns(first), *set_columns("【鎭江】" + SHOW)]
    sheet.upright(rows, tier.right, 40, 10, lead=LEAD, step=STEP)
    (article,) = articles(sheet)
    assert [block.text for block in article.body] == [first, "【鎭江】" + SHOW]


def articles(sheet: Sheet) -> tuple[Article, ...]:
    return read(sheet).articles or ()


def test_a_level_row_over_the_page_is_its_running_head() -> None:
    sheet = Sheet(640, 320).rule(20, 42, 620, 42)
    sheet.text("第二版", 40, 24, 11).text("西南大公日報", 260, 24, 11).text("中華民國三十年十二月十一日", 460, 24, 11)
    page = read(sheet_with_stories(sheet, 60))
    assert told(page) == STORIES
    assert {f.text for f in page.furniture if f.role is Role.FOLIO} >= {"西南大公日報", "中華民國三十年十二月十一日"}


def test_a_column_at_the_side_that_says_the_date_is_the_running_head() -> None:
    sheet = Sheet(680, 300).upright(["中華民國二十三年十一月十八日"], 660, 40, 12)
    page = read(sheet_with_stories(sheet))
    assert told(page) == STORIES
    assert "中華民國二十三年十一月十八日" in {f.text for f in page.furniture}


@pytest.mark.parametrize("framed", [True, False])
def test_adverts_at_the_foot_are_no_headlines_of_stories(framed: bool) -> None:
    sheet = sheet_with_stories(Sheet(640, 420))
    if framed:
        sheet.box(20, 260, 300, 400).box(320, 260, 620, 400)
    for x, name in ((80, "雙龍酒家"), (390, "國泰戲院")):
        sheet.text(name, x, 270, 22, bold=True).text("早午茶市", x, 310, 11)
        sheet.text("灣仔軒尼詩道二七三號", x, 330, 11).text("各界光臨無任歡迎", x, 350, 11)
    page = read(sheet)
    assert told(page) == STORIES
    assert {"雙龍酒家", "國泰戲院"} <= {f.text for f in page.furniture if f.role is Role.ADVERT}


def test_a_framed_story_of_a_page_set_downwards_is_no_advert() -> None:
    sheet = Sheet(640, 300).box(325, 30, 625, 230)
    page = read(sheet_with_stories(sheet))
    assert ("閘北昨晨大火", FIRE) in told(page)


def test_a_headline_in_a_frame_is_no_advert() -> None:
    """Its text stands right to the left of the frame."""
    sheet = Sheet(640, 300).box(558, 36, 624, 214)
    tier = Tier(sheet, 620, 40)
    tier.heads(("本埠昨訊", 12, 4), ("閘北昨晨大火", 20, 0), ("焚去平房四十餘間", 12, 18), gap=10).text(FIRE)
    tier.heads(("小學敎師進修會", 20, 0)).text(SHOW)
    page = read(sheet)
    assert told(page) == STORIES[:2]


def test_a_dash_on_its_side_stays_in_its_column() -> None:
    """A page description draws it turned, apart from the upright characters around it."""
    before, behind = "淑嫻一看那字跡臉色就變", "了那是她父親的"
    sheet = Sheet(640, 300)
    tier = Tier(sheet, 620, 40)
    tier.heads(("海角情潮", 20, 0)).text(FIRE)
    sheet.upright([before], tier.right, 40, 10, step=STEP)
    at = 40 + 10 * len(before)
    sheet.text("——", tier.right, at, 10, turn=1)
    sheet.upright([behind], tier.right, at + 20, 10, step=STEP)
    (page,) = pc.read_pages(pdf(sheet))
    assert before + "——" + behind in page.raw


def test_a_name_and_what_stands_behind_a_space_are_one_column() -> None:
    """Items of a list have a space behind their first word at the same height, but most columns go through there."""
    items = ["▲倫敦", "昨日上海匯價電匯一先令四辨士"], ["▲紐約", "大條銀近期四角四分七五遠期無"]
    sheet = Sheet(640, 300)
    tier = Tier(sheet, 620, 40)
    tier.heads(("各地匯市", 20, 0))
    for name, first in items:
        sheet.upright([name], tier.right, 40, 10, step=STEP)
        sheet.upright([first[:13]], tier.right, 80, 10, step=STEP)
        rows = ["士半較前日縮去十六分之一遠期四角", "上落市况平靜甚交易、"]
        sheet.upright(rows, tier.right - LEAD * 10, 40, 10, lead=LEAD, step=STEP)
        tier.right -= 3 * LEAD * 10
    (article,) = articles(sheet)
    texts = ["".join(block.text.split()) for block in article.body]
    assert [text[:5] for text in texts] == ["▲倫敦昨日", "▲紐約大條"]
