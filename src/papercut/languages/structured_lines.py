"""Lines whose breaks mean something, by what they hold: turns of a talk, rows of cells, lines of verse.

What is asked of one line alone; which lines make a stretch is told in `papercut.solver.lines.structured_text`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from papercut.languages.personal_names import SURNAMES
from papercut.languages.prefiltered_patterns import Sieved

_HAN = "\u3400-\u9fff"
_SURNAMES = "".join(sorted(SURNAMES))

TURN = Sieved(
    r"[：:]|[QA][.、]|\. ?[—–-]",
    rf"(?:(?P<han>[《【]?[{_HAN}·]{{1,8}}[》】]?)[：:]"
    r"|(?P<letter>[QA])(?:[.:：、]|\s?[：:])"
    r"|(?P<name>(?:(?:M[rR]|M[rR][sS]|M[sS]|D[rR]|T[hH][eE])\.? )?[A-Z][\w’'\-]{0,20}(?: [A-Z][\w’'\-]{0,20}){0,2})"
    r"(?::|\. ?[—–-]))\s?(?=\S)",
)
"""The beginning of a turn: who speaks, and a colon. `记者：`, `问：`, `Q.`, `The Clerk:`."""

ENTRY = Sieved(
    r"[:：∶时時点點]|──|——",
    r"(?:\d{1,2}月\d{1,2}日\s?)?\d{1,2}(?:[:：∶]\d\d|[时時点點](?:\d{1,2}分|半|许|許|正|整)?)(?=[\s\u3400-\u9fff])"
    r"|(?:——|──)(?=[“\u3400-\u9fff].{0,60}[，。！？])",
)
"""The beginning of an entry of a chronicle: when it was; or of what is said in a dialogue without names (`match`)."""

DIRECTION = re.compile(r"[〔［\[（(][^〔〕［］\[\]（）()]{2,40}[〕］\]）)]")
"""A line in brackets between the turns of a play: what is done (`fullmatch`)."""

ASKED = frozenset("问問答")

NO_SPEAKER = re.compile(
    "电话|電話|热线|熱線|地址|地点|地點|时间|時間|日期|联系|聯繫|聯絡|联络|传真|傳真|邮|郵|网址|網址|编辑|編輯|责编|記者站"
    "|来源|來源|来自|來自|编号|編號|价格|價格"
    "|单位|單位|附|注|註|图|圖|摄影|攝影"
)
"""What stands before a colon in notices and imprints: no speaker."""

CELL_GAP = re.compile(r"\s{2,}|\u3000|\t|\s?(?:\.{3,}|…{2,}|·{4,})\s?")
"""White space, or leaders, wide enough to part two cells for certain."""

RESULT = re.compile(r"[A-Z](?:[^.!?\n]|(?<=\s[a-z])\.){2,60}\s\d[\d/.:–-]{0,5}")
"""A line in letters that ends with a figure: `Milltown 3, Greenhill 1`."""

MEASURED = re.compile(r"[$£]?\d[\d.,:/]{0,7}(?: ?[A-Za-z.]{1,5})?")
"""A cell in letters that is a figure and its unit: `9.1 ft.`, `4:12 a.m.`."""

LABELLED = Sieved("[：:]", rf"[{_HAN}]{{2,6}}[：:]\s?(?=.*(?:\d|《|[{_HAN}]\s))\S.{{1,40}}")
"""An entry behind what it is of: a cinema and its films, an office and those who hold it (`fullmatch`)."""

AT_A_TIME = re.compile(r"\d{1,2}[:：∶]\d\d\s?[^\d\s，。；！？]")
"""The beginning of a line of a programme: a time and what is then."""

IN_BRACKETS = re.compile(r"[（(][^（）()]{1,16}[）)]")
"""What is said of a cell in brackets."""

FIGURE = Sieved(
    r"[\d½¼¾⅛⅜⅝⅞–—-]",
    r"[-+±−$£€¥￥]?(?:\.?\d[\d.,:：∶/%％½¼¾⅛⅜⅝⅞×～~℃°]*|[½¼¾⅛⅜⅝⅞])(?:\s?[-–—∶:：/@比至到]\s?[-−]?\d[\d.]*)?(?:\s\d/\d{1,2})?"
    r"(?:[%％元角分万亿吨斤°℃¢级級度]|cts?\.?|[cdsp]\b)?(?:/[\u3400-\u9fff]{1,3})?|[-–—]{1,3}",
)
"""A cell that is a number, a price, a score, a time, or a dash for none."""

NO_FIGURE = frozenset((
    "持平", "平", "停牌", "休市", "不变", "不變", "未变", "未變", "无", "無", "暂无", "暫無", "轮空", "輪空", "缺",
))  # fmt: skip
"""What stands in a column of figures in the place of one."""

HAN_FIGURE = Sieved(
    "[元圓圆角分釐厘文錢钱兩两磅鎊镑郎法馬马克洋令士比]",
    "[一二三四五六七八九十百千萬万兩两〇○零廿卅半]{1,6}(?:[元圓圆角分釐厘文錢钱兩两磅鎊镑佛郎法馬马克洋]|先令|便士|辨士|盧比)"
    "[一二三四五六七八九十百兩两〇○零半元圓圆角分釐厘文錢钱先令便辨士]{0,10}",
)
"""A cell that is a price in Chinese figures."""

HAN_TIME = Sieved(
    "[時时點点]",
    "(?:[上下]午)?[一二三四五六七八九十廿卅]{1,3}[時时點点](?:正|整|半|[一二三]刻|[零〇一二三四五六七八九十廿卅]{1,4}分?)?",
)
"""A cell that is a time of day in Chinese figures."""


def is_figure(cell: str) -> bool:
    """Whether a cell is a number, price, score or time, in whatever figures, or several scores."""
    if FIGURE.fullmatch(cell) or HAN_FIGURE.fullmatch(cell) or HAN_TIME.fullmatch(cell):
        return True
    return " " in cell and all(map(_TALLY.fullmatch, cell.split()))


_WORDS = Sieved(
    "",
    rf"[{_HAN}A-Za-z]{{1,10}}(?:[（(][{_HAN}\w/／]{{1,8}}[）)])?"
    rf"|[{_HAN}]{{2,8}}[队隊对對—\-–vVsS]{{1,2}}[{_HAN}]{{2,8}}",
)
_TIME = re.compile(r"\d{1,2}(?:[:：∶]\d\d|[时時点點]半?|月\d{1,2}日|日)")
_PROGRAMME = Sieved("", rf"[{_HAN}\w：:·《》“”（）()\-—]{{2,24}}")
_TALLY = Sieved(r"\d", r"\d{1,3}\s?[:：∶比—–\-]\s?\d{1,3}(?:[（(].{1,8}[）)])?")

SCORED = Sieved(
    r"\d[:：∶比—–\-时時点點]",
    rf"(?:\d{{1,2}}[:：∶时時点點]\d{{0,2}}分?\s?)?[{_HAN}]{{2,8}}?\d{{1,3}}[:：∶比—–\-]\d{{1,3}}[胜勝负負平和]?[{_HAN}]{{2,8}}"
    rf"|\d{{1,2}}[:：∶时時点點]\d{{0,2}}分?\s?[{_HAN}]{{2,8}}(?:[对對—–\-]|VS|vs)[{_HAN}]{{2,8}}",
)
"""A match: who played whom, with the score, or who will, and when."""


def row_shape(tokens: Sequence[str]) -> str:
    """Which of the two to four tokens of a Chinese line are figures (`f`) and which words (`w`), if such lines in a row
    make a table: words and then a figure, two such pairs, a score between two words, a time and what is then. Else
    nothing."""
    if not 2 <= len(tokens) <= 4:
        return ""
    shape = "".join("f" if is_figure(t) else "w" for t in tokens)
    if "f" not in shape and not _TIME.fullmatch(tokens[0]):
        return ""
    words = [t for kind, t in zip(shape, tokens, strict=True) if kind == "w"]
    if _TIME.fullmatch(tokens[0]) and len(tokens) == 2 and _PROGRAMME.fullmatch(tokens[1]):
        return "tw"
    if not all(_WORDS.fullmatch(t) or _TIME.fullmatch(t) for t in words):
        return ""
    if _TIME.fullmatch(tokens[0]) and not any(map(_TIME.fullmatch, tokens[1:])):
        return "t" + shape[1:]
    if shape in ("wf", "wwf", "wwwf", "wfwf"):
        return shape if len(tokens[0]) > 1 else ""
    return shape if shape == "wfw" and _TALLY.fullmatch(tokens[1]) else ""


RANK = re.compile(
    "[特一二三四五优優][等级級][奖獎]|[金银銀铜銅][奖獎]|[冠亚亞季殿][军軍]|优秀奖|優秀獎|优胜奖|優勝獎"
    "|第[一二三四五六七八九十]名?"
)
"""What somebody won, in a cell (`fullmatch`)."""

OFFICE = re.compile(rf"(?:[{_HAN}]\s?){{2,8}}[：:]\s?")
"""What the persons are that a row names (`match`)."""

PROSE = re.compile(r"[，。；！？]|[,;!?]\s|[a-z]\.(?:\s|$)")
"""A mark of running text, which no row of a table has."""

_SUNG = r"(?:\d{1,2}[.．、]\s?|[男女甲乙][：:]|[合众眾齐齊领領独獨][唱]?[：:])?"
"""The number of a stanza of a song, or who sings it."""

VERSE = re.compile(
    rf"{_SUNG}[“「『‘]?[{_HAN}]{{2,16}}(?:(?:[，、]\s{{0,3}})?[{_HAN}]{{2,8}})?[，。；！？、：…—―─”’」』]{{0,3}}"
    rf"|[{_HAN}]{{5}}\s{{1,3}}[{_HAN}]{{5}}|[{_HAN}]{{7}}\s{{1,3}}[{_HAN}]{{7}}"
)
"""A line that may be one of verse: at most one mark within, and no figures or letters."""

LYRIC = Sieved(
    "[，。；！？、：…]$",
    rf"[“「『‘]?[{_HAN}]{{1,9}}(?:[，、；！？。：][{_HAN}]{{1,9}}){{0,3}}[，。；！？、：…]{{1,2}}[”」』’]?",
)
"""A line of verse that a mark ends, with others between its parts, as in verse to old tunes."""

NUMBER_OF_VERSE = re.compile(
    "[其之]?[一二三四五六七八九十]{1,2}|[（(][一二三四五六七八九十]{1,2}[）)]|[IVX]{1,4}|[1-9]|[*＊※]{1,3}"
)
"""What stands between poems of one title (`fullmatch`)."""

COUPLET = Sieved(
    "^.{3,9}[，；！？、\\s].{3,12}$",
    rf"([{_HAN}]{{3,9}})(?:[，；！？、]\s{{0,3}}([{_HAN}]{{3,9}})[。，；！？]|\s{{1,3}}([{_HAN}]{{3,9}}))",
)
"""Two lines of verse on one: both have as many characters."""

SPOKEN = re.compile("[的了在是我你他她它们們着著过過里裡这這那就也还還没沒不把被像让讓从從向和与與都又]")
"""Characters that lines of verse have far oftener than headlines do."""

PUPIL = Sieved(r"\s", rf"[{_HAN}（）()]{{2,16}}\s+(?P<name>[{_HAN}](?:\s?[{_HAN}]){{1,3}})")
"""A poet behind a school, a class or a place."""

POET = Sieved(
    "",
    rf"(?:[○◎●□■—\-·]{{0,2}}\s?)(?:[（(]?(?:文|诗|詩|作者|词|詞|译|譯)?[／/：:\s]?)(?P<name>[{_HAN}](?:\s?[{_HAN}]){{1,3}})[）)]?",
)
"""Who wrote a poem: a name on its own line, in brackets or behind a mark or not."""

POET_BEHIND = Sieved(r"\s", rf"(?P<title>\S.{{0,24}}?)\s+(?P<name>[{_HAN}]{{2,4}}|[{_HAN}]\s[{_HAN}])")
"""A title and its poet on one line (`fullmatch`)."""

_MADE = "(?:作|填|原|改)?(?:[词詞曲]|[词詞]曲)|作[词詞]作?曲?|[编編]曲|[译譯]配|演?唱|[领領]唱"
_MAKER = rf"[{_SURNAMES}](?:\s?[{_HAN}]){{1,3}}?"
_MADE_BY = rf"(?:(?:{_MADE})\s?[：:/／\s]\s?{_MAKER}|{_MAKER}\s?[/／]?\s?(?:{_MADE}))"
SONG_CREDIT = Sieved("[词詞曲唱配]", rf"[（(]?{_MADE_BY}(?:\s?[、，,；;\s]?\s?{_MADE_BY}){{0,3}}[）)]?")
"""Who made the words of a song, and who its music (`fullmatch`)."""
_CREDITED = re.compile("[：:/／\\s]|[作填原改][词詞曲]|[词詞編编]曲|[词詞].*曲|曲.*[词詞]")


def is_song_credit(text: str) -> bool:
    """Whether a line says who made a song: what each did stands apart from the name, or there are two, or it can be
    nothing else."""
    return SONG_CREDIT.fullmatch(text) is not None and _CREDITED.search(text) is not None


PART_OF_COUPLET = re.compile("(?:[上下][联聯]|[横橫][批额額]|出句|[对對]句)[:：]")
"""The beginning of a line that is one of a couplet's (`match`)."""
OF_COUPLETS = re.compile("[对對春楹征徵挽门門喜佳撰迎][联聯]|[联聯][语語]|[应應][对對征徵]")
"""What headlines over couplets say (`search`)."""

FOREIGN_POET = Sieved(
    "[译譯］\\]）〕)]", rf"[［\[（(〔][{_HAN}]{{1,3}}[］\])）〕]\s?[{_HAN}·]{{2,16}}|[{_HAN}]{{2,4}}\s?[译譯]"
)
"""A poet from abroad behind the country's name, and who translated."""

WESTERN_VERSE = re.compile(r"[“‘\"'(]?[A-ZÀ-ÖØ-Þ][^\n]{6,64}[^\s\-¬]")
"""A line of verse in letters, which begins with a capital."""

WORDS_ALONE = re.compile(r"[“‘]?[^\W\d_][^\W\d_’'\-]*(?: [^\W\d_][^\W\d_’'\-]*){1,9}")
"""A short line of words without any mark or figure."""
