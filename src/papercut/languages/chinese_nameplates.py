"""Chinese newspapers: the words and forms of nameplates: dates, numbers, prices, who publishes and prints the paper.

As in `papercut.languages.chinese_furniture`, of whose chain these cues are a part, text is compact.
"""

from __future__ import annotations

from papercut.languages.furniture_words import DIGIT, LUNAR_MONTH, YEAR
from papercut.languages.lunar_dates import CYCLE, REIGNS
from papercut.model.page import Role
from papercut.rules import Cue


def cue(name: str, pattern: str, weight: float, why: str, examples: tuple[str, ...], *counter: str) -> Cue:
    """A cue with examples that it fits, and others that it must not fit."""
    return Cue(name, pattern, weight, why, examples, counter)


NAMEPLATE_CUES: tuple[tuple[Role, Cue], ...] = (
    (
        Role.NAMEPLATE,
        cue(
            "lunar-date",
            rf"(?:{YEAR})?(?:[农農夏阴陰舊旧古廢废][历曆])(?:{CYCLE}[鼠牛虎兔龙龍蛇马馬羊猴鸡雞狗猪豬]?年)?"
            rf"{LUNAR_MONTH}(?:初?{DIGIT}{{1,3}}|大|小)?日?",
            3.5,
            "a masthead's second date",
            ("农历三月初六", "农历甲辰年腊月廿九", "農曆閏四月十五", "民國廿六年舊曆七月初九"),
            "农历新年",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "reign-date",
            rf"(?:大清)?(?:{'|'.join(REIGNS)}){DIGIT}{{1,3}}年(?:[歲岁]次)?(?:{CYCLE}年?)?"
            rf"{LUNAR_MONTH}初?{DIGIT}{{1,3}}日?",
            3.0,
            "the day of issue, by the year of an emperor",
            ("光緒三十一年三月初五日", "大清宣統三年辛亥八月十九日"),
            "光緒三十一年",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "sheets-today",
            f"(?:今日|今天|本期|本日)共?{DIGIT}{{1,3}}[大小]?全?[版張张]",
            3.0,
            "how many pages the issue has",
            ("今日12版", "今日貳張", "本期共8版"),
            "今日出版",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "serial-number",
            r"(?:[国國]内?內?[统統]一(?:连续出版物|連續出版物)?[刊书書]?[号號][:：]?)?(?:CN|ＣＮ)[:：]?[0-9０-９]{2}[-－—–][0-9０-９]{4}(?:/[A-Z(（)）0-9]{1,4})?"
            r"|(?:ISSN|issn)[:：]?[0-9]{4}[-－—–][0-9]{3}[0-9Xx]"
            r"|[国國](?:内|內)[统統]一(?:连续出版物|連續出版物|刊)[号號]",
            4.0,
            "ISSN and CN numbers (GB/T 9999)",
            ("国内统一连续出版物号CN11-0001", "CN63-0003/Z", "ISSN1234-567X", "国内统一刊号"),
            "CNN报道",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "issue-number",
            rf"[总總]?第[0-9０-９]{{2,6}}[期号號]|[总總]第?[0-9０-９]{{2,6}}[期号號]|[◀◁]?第{DIGIT}{{4,9}}[号號期][▶▷]?",
            2.5,
            "numbers of issues; three characters and more, since body text counts first and second meetings too",
            ("第12345期", "总第889期", "◀第三千七百九十五號▶"),
            "第三期",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "subscription-code",
            r"(?:邮发|郵發|国外|國外)?代[号號][:：]?[A-Z0-9０-９]{1,3}[-－—–][0-9０-９]{1,4}",
            3.5,
            "the post's code for subscriptions",
            ("邮发代号1-1", "代号24-20"),
            "代号风暴",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "price",
            rf"(?:[报報][价價][:：]?)?(?:零售(?:价|價|每[份张張])?|[定订訂售]价|[售定]價|[每全][份月季年](?:售)?|售)[:：]?(?:[国國][币幣]|[新港][台臺]?[币幣]|大?洋)?{DIGIT}{{1,4}}(?:[.．][0-9０-９]{{1,2}})?[元角分][{DIGIT[1:-1]}角分厘]{{0,6}}",
            2.0,
            "what the issue costs",
            ("零售1.50元", "售國幣貳分四厘", "定价：1元", "零售每份0.50元", "報價零售每份大洋三分"),
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "printer",
            r"(?:由)?(?:本[报報社]|\p{Han}{2,6}[报報])\p{Han}{0,6}?(?:印刷[厂廠所]|印[务務](?:部|中心|公司))(?:承?印刷?)?(?=$|[^\p{Han}]|广告|廣告)",
            2.0,
            "who prints the paper",
            ("本报印刷厂印刷", "某某日报印务中心承印"),
            "本报印刷厂昨天",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "advert-licence",
            r"(?:广告|廣告)(?:经营|經營)?(?:许可证|許可證|登记证|登記證)(?:[号號])?[:：]?[\p{Han}0-9A-Za-z()（）\-]{3,18}[号號]",
            2.5,
            "the licence by which the paper prints advertisements",
            ("广告许可证：某工商广字012号", "广告经营许可证4301004000001号"),
            "广告许可证到期",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "old-masthead",
            "[發发]行人[A-Za-z.．·\\p{Han}]{2,20}|[馆館社]址[:：]?\\p{Han}{2,14}[号號]|中[華华][邮郵]政(?:特准)?\\p{Han}{4,24}"
            "|[◀◁]?\\p{Han}{2,8}登[记記][证證]\\p{Han}?[A-ZＡ-Ｚ]?字?\\p{Han}{2,6}[号號][▶▷]?"
            "|本[报報][創创](?:刊)?[於于]\\p{Han}{6,14}日",
            3.0,
            "address, postal licence and registration of papers before 1949",
            ("發行人某某某", "館址漢口路二九九號", "本報創於民國八年三月三日"),
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "publisher",
            r"\p{Han}{2,12}(?:主管|主办|主辦)(?=$|\p{Han}{2,12}(?:主管|主办|主辦|出版)$|[^\p{Han}])|\p{Han}{2,10}(?:报社|報社|报业集团|報業集團)(?:编辑)?出版",
            1.5,
            "who publishes the paper",
            ("中共某某市委主办", "某某日报社出版"),
            "主办方",
        ),
    ),
)
"""The part of the chain that tells nameplates, in the order in which they are tried."""
