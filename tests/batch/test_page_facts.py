"""Paper, date and page of a page: the tables of the languages, names of files, and what decides between them."""

from __future__ import annotations

import calendar
import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import papercut as pc
from papercut.issues.file_names import named
from papercut.issues.page_facts import Facts, facts_of
from papercut.languages import dates, jump_lines, lunar_dates, mastheads
from papercut.languages.dates import dates_in
from papercut.languages.lunar_dates import common_date
from papercut.languages.numerals import numeral_value
from papercut.model.page import Furniture, Page, Role, Source
from papercut.rules import Cue
from snippets import Case, case_params

HERE = Path(__file__).parent
CASES = HERE.parent / "cases"
TABLES = (
    *dates.CHINESE, *lunar_dates.LUNAR, *dates.WESTERN, dates.NAMES[0], dates.WEEKDAY, *mastheads.PAGES,
    mastheads.BESIDE_DATE, mastheads.LATIN_NAME, *jump_lines.JUMPS_ON, *jump_lines.JUMPS_FROM, *jump_lines.JUMPS_AHEAD,
)  # fmt: skip
HOSTILE = ("第" * 9000, "年月日" * 3000, "（下转" * 3000, "1 " * 5000, "Jan " * 3000, "二" * 9000, "A " * 5000)


def page_with(*heads: str, raw: tuple[str, ...] = (), name: str = "", number: int = 1) -> Page:
    furniture = tuple(Furniture(Role.FOLIO, text, (), "date") for text in heads)
    return Page(Source(name=name, page=number), raw, furniture=furniture)


@pytest.mark.parametrize("cue", TABLES, ids=lambda cue: cue.name)
def test_cue(cue: Cue) -> None:
    assert cue.examples and cue.counter and cue.why
    for example in cue.examples:
        assert cue.find(example), example
    for other in cue.counter:
        assert not cue.find(other), other


@pytest.mark.parametrize("case", case_params(CASES / "dates.md"))
def test_date(case: Case) -> None:
    assert facts_of(page_with(case.before), "page.txt").date == case.after.replace("nothing", "")


@pytest.mark.parametrize("case", case_params(CASES / "jumps.md"))
def test_jump_line(case: Case) -> None:
    found = jump_lines.find(case.before)
    said = f"{case.before[found.start : found.end]} {found.where} {found.page or '?'}" if found else "nothing"
    assert said == case.after


@pytest.mark.parametrize("case", case_params(CASES / "file_names.md"))
def test_file_name(case: Case) -> None:
    own = named(case.before)
    assert f"{own.paper or '-'} {own.date or '-'} {own.page or '-'} = {own.issue}" == case.after


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("廿八", 28), ("貳拾捌", 28), ("念六", 26), ("卅一", 31), ("十", 10), ("二十", 20), ("一百零三", 103),
        ("一九九八", 1998), ("二〇二四", 2024), ("１２", 12), ("元", 1), ("", None), ("三月", None),
    ],
)  # fmt: skip
def test_number(text: str, said: int | None) -> None:
    assert numeral_value(text) == said


@pytest.mark.parametrize(
    ("heads", "name", "facts"),
    [
        # what is printed is believed before the name, and the name where nothing is printed
        (["05版 民生 2024年12月18日 星期三 临江日报"], "1998-03-28_02.txt", ("临江日报", "2024-12-18", "5")),
        (["责任编辑：李明 校对：王刚"], "1998-03-28_02.txt", ("", "1998-03-28", "2")),
        ([], "人民日报/1998/03/28/02.txt", ("人民日报", "1998-03-28", "2")),
        # a running head before a date that stands alone
        (["2024年12月18日 星期三 第三版", "2024年12月1日"], "a.txt", ("", "2024-12-18", "3")),
        # two that are as good: the name decides, else nothing
        (["2024年12月18日", "2024年12月1日"], "2024-12-18.txt", ("", "2024-12-18", "")),
        (["2024年12月18日", "2024年12月1日"], "a.txt", ("", "", "")),
        # the name of a section, an editor or a guide is none of a paper or page
        (["A12 港聞 海角日報 2024年3月6日 星期三"], "a.txt", ("海角日報", "2024-03-06", "A12")),
        (["校对：王小明长河日报"], "a.txt", ("", "", "")),
        (["今日12版"], "a.txt", ("", "", "")),
        (["晨 光 晚 報 2024年6月26日 星期日"], "a.txt", ("晨光晚報", "2024-06-26", "")),
        (["07版 要 闻 江 南 日 报 2024年6月26日 星期日"], "a.txt", ("", "2024-06-26", "7")),
        (["中華民國二十八年四月廿八日晶報星期五第四版"], "a.txt", ("晶報", "1939-04-28", "4")),
        (["頭版"], "a.txt", ("", "", "1")),
        # the last number of a date is none of the page's
        (["人民日报　2024年3月28日　农历甲辰年二月十九　04版"], "a.txt", ("人民日报", "2024-03-28", "4")),
        (["2024年3月28日 农历三月廿 16版"], "a.txt", ("", "2024-03-28", "16")),
        (["民国廿六年八月十四日　农历七月初九　三版"], "a.txt", ("", "1937-08-14", "3")),
        (["2024年3月28日 星期四 A04版"], "a.txt", ("", "2024-03-28", "A04")),
        (["2024年3月29日 星期五 08版 要闻"], "a.txt", ("", "2024-03-29", "8")),
        (["2024年3月28日 农历二月十九 第 三 版"], "a.txt", ("", "2024-03-28", "3")),
        (["2025年3月21日 星期五 柳溪日报 02 要闻"], "a.txt", ("柳溪日报", "2025-03-21", "2")),
        (["4 THE DAILY NEWS, Saturday, September 22, 1855"], "a.txt", ("THE DAILY NEWS", "1855-09-22", "4")),
        (["Seite 4"], "a.txt", ("", "", "4")),
        # a number alone is not believed: it may be anything
        (["7"], "18820208_1-0002.xml", ("", "1882-02-08", "2")),
        (["7"], "a.txt", ("", "", "")),
    ],
)
def test_facts(heads: list[str], name: str, facts: tuple[str, str, str]) -> None:
    assert facts_of(page_with(*heads), name)[:3] == facts


@pytest.mark.parametrize(
    ("raw", "facts"),
    [
        (("晶報", "荷蘭跳舞", "（丹翁）", "中國學究反對跳舞"), ("晶報", "", "")),
        (("第二版 民國九年四月三日 星期六", "盲從", "擇善而從"), ("", "1920-04-03", "2")),
        (("申報　民國廿六年八月十四日　第二版", "盲從"), ("申報", "1937-08-14", "2")),
        (("大公報 1931年3月5日 第四版", "盲從"), ("大公報", "1931-03-05", "4")),
        (("光緒三十一年三月初五日　第一版", "盲從"), ("", "1905-04-09", "1")),
        (("民國廿六年舊曆七月初九　第二版", "盲從"), ("", "1937-08-14", "2")),
        (("Nr. 288.—Dinstag, 7. Dezember 1858.", "Luxemburger Zeitung"), ("", "1858-12-07", "")),
        # a letter's date, a dateline and a sentence are no running heads
        (("一九九八年三月五日", "编辑同志：我住在城东"), ("", "", "")),
        (("Berlin, 3. März 1858. Der Landtag hat", "gestern beschlossen"), ("", "", "")),
        (("he died at home on Saturday, March 3, 1888", "and was buried"), ("", "", "")),
        (("全市办好农民报", "本报讯 会议要求"), ("", "", "")),
    ],
)
def test_first_lines_count_where_nothing_was_set_aside(raw: tuple[str, ...], facts: tuple[str, str, str]) -> None:
    assert facts_of(page_with(raw=raw), "a.txt")[:3] == facts


@pytest.mark.parametrize(
    ("heads", "section"),
    [
        (["05版 民生 2024年12月18日 星期三 临江日报"], "民生"),
        (["07版 要 闻 江 南 日 报 2024年6月26日 星期日"], "要闻"),
        (["2025年3月21日 星期五 柳溪日报 02 要闻"], "要闻"),
        (["2025年3月21日 星期五 第3版：教育周刊"], "教育周刊"),
        (["03版要闻"], "要闻"),
        # not a section: the front page, a name that papers do not share, the name of an editor
        (["头版 2024年12月18日 星期三"], ""),
        (["07版 要闻", "07版 民生"], ""),
        (["05版 责编：李要闻 2024年12月18日"], ""),
        ([], ""),
    ],
)
def test_section(heads: list[str], section: str) -> None:
    assert facts_of(page_with(*heads), "要闻.txt").section == section


@pytest.mark.parametrize(
    ("year", "month", "day", "leap", "date"),
    [
        (1872, 3, 23, False, "1872-04-30"),  # 申報, first issue
        (1911, 8, 19, False, "1911-10-10"),
        (1937, 7, 9, False, "1937-08-14"),
        (2025, 1, 1, False, "2025-01-29"),
        (2020, 4, 1, True, "2020-05-23"),
        (1850, 1, 1, False, "1850-02-12"),
        (2049, 12, 29, False, "2050-01-22"),
    ],
)
def test_day_of_the_farmers_calendar(year: int, month: int, day: int, leap: bool, date: str) -> None:
    assert str(common_date(year, month, day, leap=leap)) == date


def test_every_new_year_of_the_farmers_calendar_is_in_january_or_february() -> None:
    days = [common_date(year, 1, 1) for year in range(1850, 2050)]
    assert all(day and (1, 20) < (day.month, day.day) < (2, 22) for day in days)
    assert common_date(1849, 12, 1) is None and common_date(2050, 1, 1) is None
    assert common_date(2024, 4, 1, leap=True) is None and common_date(2024, 1, 30) is None


def test_the_name_s_number_is_not_that_of_later_pages_of_a_file() -> None:
    assert facts_of(page_with(number=2), "1998-03-28_03.pdf") == Facts("", "1998-03-28", "")


@pytest.mark.parametrize(
    ("name", "folio", "date"),
    [
        ("19980105-003.txt", "", "1998-01-05"),
        ("rmrb_2024-12-31.txt", "", "2024-12-31"),
        ("page.txt", "2025年3月28日 星期五", "2025-03-28"),
        ("0123456789.txt", "", ""),
    ],
)
def test_records_are_named_after_the_date(name: str, folio: str, date: str, tmp_path: Path) -> None:
    from papercut.writers.folder import Folder

    page = page_with(folio, name=name).replace(articles=(pc.Article(headline="甲"),))
    folder = Folder(tmp_path, "md")
    folder.page(page)
    folder.close()
    stem = name.removesuffix(".txt")
    assert (tmp_path / f"{date or stem}_p01_01_甲.md").exists()


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:2])
def test_hostile_lines_say_nothing(text: str) -> None:
    assert facts_of(page_with(text, raw=(text,) * 9), text) == Facts("", "", "")
    assert named(text).issue == text
    assert named(f"{'a' * 500}/1998-03-28_03.txt").issue == f"{'a' * 500}/1998-03-28_03.txt"


@given(st.dates(min_value=datetime.date(1912, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_a_day_is_read_in_every_form(day: datetime.date) -> None:
    y, m, d = day.year, day.month, day.day
    digits = "〇一二三四五六七八九"
    han = "".join(digits[int(c)] for c in str(y))

    def small(n: int) -> str:
        return ("" if n < 20 else digits[n // 10]) + ("十" if n >= 10 else "") + (digits[n % 10] if n % 10 else "")

    month = calendar.month_name[m]
    republic = small(y - 1911) if y < 2011 else str(y - 1911)
    forms = (
        f"{y}年{m}月{d}日", f"{han}年{small(m)}月{small(d)}日", f"中華民國{republic}年{m}月{d}日",
        f"{d} {month} {y}", f"{month} {d}, {y}", f"{y}-{m}-{d}",
    )  # fmt: skip
    for form in forms:
        assert {found.date for found in dates_in(form)} == {day.isoformat()}, form


@given(st.text(max_size=40))
def test_an_issue_s_key_is_never_empty_and_keeps_the_folder(name: str) -> None:
    folder = "in/a/folder"
    key = named(f"{folder}/{name}").issue
    assert key == folder or key.startswith(folder + "/")
