"""Chinese newspapers: the words and forms of furniture.

Every table here is read against *compact* text: a line without its white space, so that `０ ５ 版 民 生` and `05版民生`
are one. The forms are those of the trade: GB/T 788 and the newspapers' own mastheads for present papers, mastheads
of Shanghai papers of 1920 to 1939 for old ones.
"""

from __future__ import annotations

from papercut.languages.furniture_words import (
    BULLETS,
    CREDIT,
    CREDIT_SHORT,
    CREDIT_WORD,
    DIGIT,
    LABEL,
    LUNAR_MONTH,
    MONTH_DAY,
    SECTION,
    YEAR,
)
from papercut.languages.lunar_dates import CYCLE, REIGNS
from papercut.languages.mastheads import KNOWN
from papercut.model.page import Role
from papercut.rules import Cue


def _cue(name: str, pattern: str, weight: float, why: str, examples: tuple[str, ...], *counter: str) -> Cue:
    return Cue(name, pattern, weight, why, examples, counter)


# One line of furniture is a chain of these. The weight says how much such a piece alone tells against body text; a
# line is taken when nothing but such pieces stands on it and they weigh enough, or enough for where it stands.
# The order matters: the first that fits at a position is taken.
FOLIO_CUES: tuple[tuple[Role, Cue], ...] = (
    (
        Role.FOLIO,
        _cue(
            "credits",
            rf"(?:{CREDIT}(?:[、/／]{CREDIT}){{0,2}}[:：/／丨|｜│])"
            rf"(?:[\p{{Han}}·]{{2,4}}?[、，,/／]){{0,3}}+[\p{{Han}}·]{{2,4}}?"
            rf"(?=$|{LABEL}|[^\p{{Han}}·]|\p{{Han}}{{1,6}}[报報]$|{YEAR})",
            3.0,
            "editors, designers and proofreaders are named only in running heads",
            ("责任编辑：李小明", "校對：陳大文", "美编/王一", "编辑：张三、李四"),
            "编辑部设在北京",
        ),
    ),
    (
        Role.FOLIO,
        _cue(
            "credits-bare",
            rf"{CREDIT_SHORT}[\p{{Han}}·]{{2,4}}?(?=$|{CREDIT_WORD}|[A-Z0-9□■◎●○◆/／|｜丨│]|{YEAR})",
            2.6,
            "the same without colons, by words that are used in running heads alone",
            ("责编李小明", "本版编辑陳大文", "美编王一", "美术编辑李小明"),
            "编辑李小明",
        ),
    ),
    (
        Role.FOLIO,
        _cue(
            "credit-bare",
            rf"(?:{CREDIT}|视觉|視覺|版式|美术|美術|摄影|攝影|主编|主編|值班)[\p{{Han}}·]{{2,4}}?(?=$|{CREDIT_WORD}|[A-Z0-9□■◎●○◆/／|｜丨│]|{YEAR})",
            1.3,
            "the same with words that headlines have too: one of them is no running head",
            ("视觉罗米", "校对宋采"),
            "编辑部设在北京",
        ),
    ),
    (
        Role.FOLIO,
        _cue(
            "telephone",
            r"(?:(?:联系|聯繫|新闻|新聞|读者|讀者|报料|報料|线索征集|编辑部?|編輯部?|投稿|广告|廣告|订报|訂報|发行|發行)?(?:电话|電話|热线|熱線|传真|傳真))[:：]?"
            r"(?:[0-9０-９\-—－()（）转]{5,20}|[〇○零一二三四五六七八九]{4,8}號?)",
            2.0,
            "a newsroom's telephone; adverts and notices give theirs too, so it needs company",
            ("电话：12345678", "新闻热线：010-1234567", "電話九三四二八"),
            "电话会议",
        ),
    ),
    (
        Role.FOLIO,
        _cue(
            "date",
            rf"{YEAR}{MONTH_DAY}|(?<![0-9])(?:19|20)[0-9]{{2}}(?:[.．/-][0-9]{{1,2}}){{2}}(?![0-9.．/-])",
            2.0,
            "the day of issue",
            ("2024年3月5日", "二〇二四年三月五日", "2024.3.5", "2024-03-05"),
            "2024年3月",
        ),
    ),
    (
        Role.FOLIO,
        _cue(
            "cyclic-date",
            rf"(?:{CYCLE}年?)[闰閏]?{DIGIT}{{1,2}}月初?{DIGIT}{{1,3}}日?",
            3.0,
            "the lunar date of old mastheads",
            ("庚申年二月十八日",),
        ),
    ),
    (
        Role.FOLIO,
        _cue(
            "weekday",
            "星期[一二三四五六日天]|[周週][一二三四五六日](?=$|[^\\p{Han}])",
            2.0,
            "stands beside the date",
            ("星期五", "周三"),
            "星期几",
        ),
    ),
    (
        Role.NAMEPLATE,
        _cue(
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
        _cue(
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
        _cue(
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
        _cue(
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
        _cue(
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
        _cue(
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
        _cue(
            "price",
            rf"(?:零售价?|[定订訂售]价|[售定]價|每份(?:售)?|售)[:：]?(?:[国國][币幣]|[洋])?{DIGIT}{{1,4}}(?:[.．][0-9０-９]{{1,2}})?[元角分][一-十{DIGIT[1:-1]}角分厘]{{0,6}}",
            2.0,
            "what the issue costs",
            ("零售1.50元", "售國幣貳分四厘", "定价：1元"),
        ),
    ),
    (
        Role.NAMEPLATE,
        _cue(
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
        _cue(
            "publisher",
            r"\p{Han}{2,12}(?:主管|主办|主辦)(?=$|\p{Han}{2,12}(?:主管|主办|主辦|出版)$|[^\p{Han}])|\p{Han}{2,10}(?:报社|報社|报业集团|報業集團)(?:编辑)?出版",
            1.5,
            "who publishes the paper",
            ("中共某某市委主办", "某某日报社出版"),
            "主办方",
        ),
    ),
    (
        Role.FOLIO,
        _cue(
            "address",
            r"(?:https?://)?(?:www\.|[Ww]{3}．)[\w.\-]{3,40}|(?:邮箱|郵箱|[Ee]-?mail)[:：]?[\w.\-]{2,30}@[\w.\-]{3,30}",
            2.0,
            "the paper's own web and mail address",
            ("www.example.cn", "邮箱：abc@example.cn"),
        ),
    ),
    (
        Role.EAR,
        _cue(
            "guide",
            "(?:今日|本期|本报|本報|今天|每日|要闻|要聞|新闻|新聞)?(?:导读|導讀|导览|導覽|看点|看點|要目|提要)(?=$|[●■◆▲★▶◎○□◇])",
            2.5,
            "the guide to today's pages",
            ("今日导读", "導讀", "今日看点"),
            "导读先生",
        ),
    ),
    (
        Role.EAR,
        _cue(
            "guide-item",
            rf"^[{BULLETS}][^。]{{4,36}}[^第0-9０-９][A-Z]?[0-9０-９]{{1,2}}版$",
            3.0,
            "a line of the guide: an item and its page",
            ("●全市重点项目开工2版", "◆秋收有序推进A03版"),
            "●全市重点项目开工",
        ),
    ),
    (
        Role.EAR,
        _cue(
            "weather",
            r"(?:今日|今天|明日|明天|本市|市区|天气|天氣){0,2}(?:天气|天氣|气温|氣溫)(?:预报|預報)?[:：]?"
            r"|[-－]?[0-9０-９]{1,2}(?:℃|°C|度)?(?:[~～\-—至到/]{1,2}[-－]?[0-9０-９]{1,2})?(?:℃|°C)"
            r"|(?:晴|多云|多雲|阴|陰|(?:小|中|大|暴|阵|陣|雷阵)[雨雪]|雨夹雪)(?:[到转轉至间間](?:晴|多云|多雲|阴|陰|(?:小|中|大|暴|阵|陣|雷阵)[雨雪]))?(?=$|[^\p{Han}]|[东南西北微偏])"
            r"|[东東南西北偏微]{1,2}风[0-9０-９一二三四五六七八]?[~～\-—到至]?[0-9０-９一二三四五六七八]{0,2}级?",
            1.5,
            "the weather in the ear",
            ("12℃~20℃", "今日天气：", "多云转晴", "东南风3到4级"),
            "大雪纷飞",
        ),
    ),
    (
        Role.FOLIO,
        _cue(
            "page-number",
            rf"第?[A-ZＡ-Ｚ]?{DIGIT}{{1,3}}版|版[0-9０-９]{{1,2}}(?=$|[^0-9])|(?<![A-Za-z0-9])[A-D][0-9]{{1,2}}(?=$|[\p{{Han}}·|丨])"
            rf"|(?<![0-9.:：])0[1-9](?={YEAR}|(?:{SECTION})(?:$|[^\p{{Han}}]|{CREDIT_WORD}))",
            1.5,
            "the page's number",
            ("05版", "第七版", "A12版", "A03", "05民生"),
            "05民生银行",
        ),
    ),
    (
        Role.FOLIO,
        _cue("section", SECTION, 1.0, "names of sections that papers share", ("要闻", "教育周刊", "国内新闻"), "小说"),
    ),
    (
        Role.NAMEPLATE,
        _cue(
            "paper-name",
            rf"(?:{'|'.join(sorted(KNOWN))}|\p{{Han}}{{0,6}}?(?:晨|晚|日|时|時|都市|早|商|周|週|青年|工人|农民|農民|画|畫|晶|午|文汇|文匯|信息|消费|体育|教育|法制|法治|导|導)[报報])"
            rf"(?=$|[^\p{{Han}}]|星期|[农農][历曆]|第|今日|[国國][内內]|(?:中[华華])?民[国國][元一二三四五六七八九十廿卅]|{YEAR}|大清|{'|'.join(REIGNS)})",
            1.5,
            "the paper's own name",
            ("某某日报", "晨光晚報", "晶報星期五", "滄海日報民國廿六年", "申報", "大公報1931年3月5日"),
            "天气预报",
        ),
    ),
)
