"""What running heads and nameplates say: the page's number and the paper's name.

Read against lines that are known to be furniture. Chinese ones are looked at in pieces between white space, since
where a name begins can be seen from nothing else.
"""

from __future__ import annotations

import re

from papercut.languages.furniture_words import SECTION
from papercut.languages.numerals import NUMERAL, numeral_value
from papercut.rules import Cue

PAGES: tuple[Cue, ...] = (
    Cue(
        "ban",
        rf"(?<![共今日本期初])(?<!{NUMERAL})第?(?P<page>[A-Z]?[0-9]{{1,3}}|{NUMERAL}{{1,4}}|[头頭])[版頁页](?![权權式面本])",
        2.0,
        "`版` with its number; compact text",
        ("第三版", "第3版", "03版", "A03版", "頭版", "3版要闻"),
        ("今日12版", "版权", "共8版"),
    ),
    Cue(
        "ban-before",
        r"^版(?P<page>[A-Z]?[0-9]{1,2})(?![0-9])",
        2.0,
        "`版` before its number",
        ("版03",),
        ("版权2024",),
    ),
    Cue(
        "letter",
        r"^(?P<page>[A-D][0-9]{1,2})(?![0-9A-Za-z])|(?<![0-9A-Za-z])(?P<page>[A-D][0-9]{1,2})$",
        2.0,
        "a section's letter and a number at an end of the line",
        ("A12港聞", "2024年3月6日星期三A12", "B2"),
        ("B12a", "E12"),
    ),
    Cue(
        "before-section",
        rf"(?<![0-9.])(?P<page>0[1-9]|[A-D][0-9]{{1,2}})(?=(?:{SECTION})(?:$|[^\p{{Han}}]))",
        2.0,
        "a number of two digits before a section's name",
        ("02要闻", "柳溪日报02要闻"),
        ("2012要闻", "02要闻部"),
    ),
    Cue(
        "page",
        r"(?i)(?<!\p{L})(?:page|seite|pagina|blz\.|s\.) ?(?P<page>[A-Z]?[0-9]{1,3})(?![0-9\p{L}])",
        2.0,
        "the word with its number",
        ("Page 3", "Seite 4", "Page A12"),
        ("Pages", "Homepage 3"),
    ),
)
"""The page's number, group `page`."""

BESIDE_DATE = Cue(
    "beside-date",
    r"^(?P<page>[A-Z]?[0-9]{1,3})(?= )|(?<= )(?P<page>[A-Z]?[0-9]{1,3})$",
    1.0,
    "a number alone at an end of a running head in which a weekday and a date stand",
    ("4 THE DAILY NEWS, Saturday, September 22, 1855", "THE DAILY NEWS, Saturday, September 22, 1855 4"),
    ("Saturday, September 22, 1855",),
)

KNOWN = frozenset({
    "申报", "申報", "大公报", "大公報", "新闻报", "新聞報", "益世报", "益世報", "民国日报", "民國日報",
    "时事新报", "時事新報", "晨报", "晨報", "京报", "京報", "时报", "時報", "晶报", "晶報", "立报", "立報",
    "世界日报", "世界日報", "中央日报", "中央日報", "扫荡报", "掃蕩報", "新华日报", "新華日報", "解放日报",
    "解放日報", "人民日报", "人民日報", "光明日报", "文汇报", "文匯報", "新民晚报", "新民報", "解放军报",
    "中国青年报", "经济日报", "参考消息", "工人日报", "农民日报", "羊城晚报", "北京晚报", "星島日報",
    "工商日報", "華僑日報", "成報", "明報", "信報", "東方日報", "蘋果日報", "聯合報", "中國時報", "自由時報",
    "聯合早報", "南洋商報", "盛京時報", "盛京时报",
})  # fmt: skip
"""Papers that are meant wherever their name stands alone on a line."""

NAME = re.compile(
    "[\u3400-\u9fff]{1,8}(?:日|晚|晨|早|午|时|時|商|公|工人|农民|農民|青年|都市|法治|法制|经济|經濟|文汇|文匯|新闻|新聞)[报報]"
)
"""A paper's name (`fullmatch`)."""
NO_NAME = re.compile("^(?:本|电|電|编辑|編輯|责任|責任|订|訂|看|读|讀)|[版期号號]")
"""What no name of a paper holds (`search`)."""

SECTION_FIRST = re.compile(SECTION)
"""A section's name in front (`match`)."""
SECTION_NAME = re.compile(rf"(?!(?:头|頭)版)(?:{SECTION})")
"""A section's name (`fullmatch`); `头版` is a page."""

LATIN_NAME = Cue(
    "latin-name",
    r"^(?:[0-9]{1,3} )?(?=\p{Lu})(?P<paper>(?:\p{Lu}[\p{L}’'\-]{0,24} ){0,4}?"
    r"(?i:(?:the|le|la|das|die|der|het|de) (?:\p{Lu}[\p{L}’'\-]{1,24} ){0,3}?)?"
    r"(?=\p{Lu})(?i:times|news|journal|gazette|tribune|herald|post|chronicle|telegraph|courier|mercury|examiner|observer|guardian"
    r"|zeitung|tageblatt|anzeiger|nachrichten|kurier|morgenblatt|abendblatt|matin|figaro|temps|gaulois|petit journal"
    r"|petit parisien|courant|handelsblad|telegraaf))(?=[,.:—–-]| |$)",
    2.0,
    "words with capitals that end in what papers are called, at the front of a running head",
    ("THE DAILY NEWS, Saturday, September 22, 1855", "LE MATIN Jeudi 15 Janvier 1942", "Luxemburger Zeitung"),
    ("the news of the day", "Samedi 15 Mars 1884"),
)


def page_number(text: str) -> str:
    """A page's number without the word for page, full-width digits and noughts in front: `3` of `三` and `03`, `A03`;
    nothing where it is no number from 1 to 999."""
    if text in ("头", "頭"):
        return "1"
    if text[:1].isascii() and text[:1].isalpha():
        return text if text[1:].isdecimal() else ""
    said = numeral_value(text)
    return str(said) if said and said < 1000 else ""
