"""Chinese newspapers: the words and forms of furniture.

Every table here is read against *compact* text: a line without its white space, so that `０ ５ 版 民 生` and `05版民生`
are one. The forms are those of the trade: GB/T 788 and the newspapers' own mastheads for present papers, mastheads
of Shanghai papers of 1920 to 1939 for old ones.
"""

from __future__ import annotations

from papercut.languages.chinese_nameplates import NAMEPLATE_CUES, cue
from papercut.languages.furniture_words import (
    BULLETS,
    CREDIT,
    CREDIT_IN_LETTERS,
    CREDIT_SHORT,
    CREDIT_WORD,
    DATE_IN_LETTERS,
    DIGIT,
    DRAWN_BY,
    LABEL,
    MONTH_DAY,
    SECTION,
    SECTION_OF_ANY_NAME,
    YEAR,
)
from papercut.languages.lunar_dates import CYCLE, REIGNS
from papercut.languages.mastheads import KNOWN
from papercut.model.page import Role
from papercut.rules import Cue

# One line of furniture is a chain of these. The weight says how much such a piece alone tells against body text; a
# line is taken when nothing but such pieces stands on it and they weigh enough, or enough for where it stands.
# The order matters: the first that fits at a position is taken.
FOLIO_CUES: tuple[tuple[Role, Cue], ...] = (
    (
        Role.FOLIO,
        cue(
            "credits",
            rf"(?:(?:{CREDIT}(?:[、/／]{CREDIT}){{0,2}}|{DRAWN_BY}|执行|執行)[:：/／丨|｜│])"
            r"(?:(?:本[报報刊])?(?:记者|記者|通讯员|通訊員))?"
            rf"(?:(?!\p{{Han}}{{2,3}}?{LABEL}[:：/／])[\p{{Han}}·]{{2,4}}?[、，,/／]){{0,3}}+[\p{{Han}}·]{{2,4}}?"
            rf"(?=$|{LABEL}|[^\p{{Han}}·]|\p{{Han}}{{1,6}}[报報]$|{YEAR})",
            3.0,
            "editors, designers and proofreaders are named only in running heads",
            ("责任编辑：李小明", "校對：陳大文", "美编/王一", "编辑：张三、李四", "执行：本报记者李小明"),
            "编辑部设在北京",
        ),
    ),
    (
        Role.FOLIO,
        cue(
            "credits-in-letters",
            rf"{CREDIT_IN_LETTERS}[:：/／|][A-Z][A-Za-z.]{{1,24}}?(?=$|[^A-Za-z.]|{CREDIT_IN_LETTERS})",
            2.0,
            "the same in English",
            ("Editor/LuoMin", "Designer:XuQian"),
            "Editor",
        ),
    ),
    (
        Role.FOLIO,
        cue(
            "reviews",
            r"[一初][审審][:：/／丨|｜│]?\p{Han}{2,3}?[、/／|]?[二复複覆][审審][:：/／丨|｜│]?\p{Han}{2,3}?[、/／|]?[三终終][审審][:：/／丨|｜│]?\p{Han}{2,3}?"
            rf"(?=$|[^\p{{Han}}·]|{LABEL})",
            3.0,
            "who passed the page in three reviews",
            ("一审：李明二审：王小华三审：陈一", "初审李明复审王小华终审陈一"),
            "一审：败诉二审：改判",
        ),
    ),
    (
        Role.FOLIO,
        cue(
            "credits-bare",
            rf"{CREDIT_SHORT}(?![的地得了是和与與把被为為到进進上下里裡说說谈談话話])[\p{{Han}}·]{{2,4}}?(?=$|{CREDIT_WORD}|[A-Z0-9□■◎●○◆/／|｜丨│]|{YEAR})",
            2.6,
            "the same without colons, by words that are used in running heads alone",
            ("责编李小明", "本版编辑陳大文", "美编王一", "美术编辑李小明"),
            "编辑李小明",
            "值班编辑的夜晚",
        ),
    ),
    (
        Role.FOLIO,
        cue(
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
        cue(
            "telephone",
            r"(?:(?:联系|聯繫|新闻|新聞|读者|讀者|报料|報料|线索征集|编辑部?|編輯部?|投稿|广告|廣告|订报|訂報|发行|發行)?(?:电话|電話|热线|熱線|传真|傳真)|(?:营业|營業|[发發]行|[编編][辑輯]|[经經]理)(?:部|室)[电電][话話])[:：]?"
            r"(?:[0-9０-９\-—－()（）转]{5,20}|[〇○零一二三四五六七八九]{4,8}號?|[〇○零一二三四五六七八九十百千]{3,9}[號号])",
            2.0,
            "a newsroom's telephone; adverts and notices give theirs too, so it needs company",
            ("电话：12345678", "新闻热线：010-1234567", "電話九三四二八", "電話六百零七號"),
            "电话会议",
        ),
    ),
    (
        Role.FOLIO,
        cue(
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
        cue(
            "date-in-letters",
            DATE_IN_LETTERS,
            2.0,
            "the day of issue in English",
            ("Friday,March14,2003", "Dec.1,1998"),
            "March2003",
        ),
    ),
    (
        Role.FOLIO,
        cue(
            "cyclic-date",
            rf"(?:{CYCLE}年?)[闰閏]?{DIGIT}{{1,2}}月初?{DIGIT}{{1,3}}日?",
            3.0,
            "the lunar date of old mastheads",
            ("庚申年二月十八日",),
        ),
    ),
    (
        Role.FOLIO,
        cue(
            "weekday",
            rf"星期[一二三四五六日天]|[周週][一二三四五六日](?=$|[^\p{{Han}}]|{CREDIT_WORD})",
            2.0,
            "stands beside the date",
            ("星期五", "周三"),
            "星期几",
        ),
    ),
    *NAMEPLATE_CUES,
    (
        Role.FOLIO,
        cue(
            "address",
            r"(?:https?://)?(?:www\.|[Ww]{3}．)[\w.\-]{3,40}|(?:(?:投稿|来稿|來稿|新闻|新聞|读者|讀者|电子|電子)?(?:邮箱|郵箱)|[Ee]-?mail)[:：/／]?[\w.\-]{2,30}@[\w.\-]{3,30}",
            2.0,
            "the paper's own web and mail address",
            ("www.example.cn", "邮箱：abc@example.cn", "投稿邮箱：abc@example.cn"),
        ),
    ),
    (
        Role.EAR,
        cue(
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
        cue(
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
        cue(
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
        cue(
            "page-number",
            rf"^[—–-]{{1,2}}[0-9]{{1,3}}[—–-]{{1,2}}$|第?[A-ZＡ-Ｚ]?{DIGIT}{{1,3}}版|第{DIGIT}{{1,3}}[頁页](?=$|[^\p{{Han}}]|{SECTION})|(?:Page|PAGE)[A-Z]?[0-9]{{1,3}}|版[0-9０-９]{{1,2}}(?=$|[^0-9])|(?<![A-Za-z0-9])[A-D][0-9]{{1,2}}(?=$|[\p{{Han}}·|丨])"
            rf"|(?<![0-9.:：])0[1-9](?={YEAR}|[·|｜丨]?(?:{SECTION})(?:$|[^\p{{Han}}]|{CREDIT_WORD}))",
            1.5,
            "the page's number",
            ("05版", "第七版", "A12版", "A03", "05民生", "第三頁", "PageB3"),
            "05民生银行",
        ),
    ),
    (
        Role.FOLIO,
        cue(
            "section",
            f"{SECTION}|{SECTION_OF_ANY_NAME}",
            1.0,
            "names of sections that papers share, and others by what they are",
            ("要闻", "教育周刊", "国内新闻", "乡镇周刊", "江畔副刊"),
            "小说",
        ),
    ),
    (
        Role.FOLIO,
        cue(
            "office-bare",
            r"(?:社[长長]|[总總]?[经經]理|[发發]行人|[总總][编編][辑輯])\p{Han}{2,4}?(?=$|社[长長]|[总總]?[经經]理|[发發]行人|[总總][编編][辑輯])",
            1.3,
            "who holds an office of the paper: one of them is no imprint",
            ("社長古應欽總經理", "發行人馮乃超"),
            "董事長辭職",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "name-before-date",
            rf"\p{{Han}}{{2,5}}[报報](?={YEAR}{MONTH_DAY})",
            0.5,
            "a paper of whatever name, right before the day of issue",
            ("柳荫报1991年3月28日",),
            "柳荫报讯",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "name-in-letters",
            r"(?<![A-Za-z])[A-Z][A-Za-z’'&.]{3,39}(?![A-Za-z@/])",
            0.0,
            "the paper's own name in letters, beside more telling pieces",
            ("PuwanDaily", "GOLDENBRIDGEWEEKLY"),
            "iPhone",
        ),
    ),
    (
        Role.NAMEPLATE,
        cue(
            "paper-name",
            rf"(?:{'|'.join(sorted(KNOWN))}|\p{{Han}}{{0,6}}?(?:晨|晚|日|时|時|都市|早|商|周|週|青年|矿工|礦工|职工|職工|工人|农民|農民|画|畫|晶|午|文汇|文匯|信息|消费|体育|教育|法制|法治|导|導)[报報])"
            rf"(?=$|[^\p{{Han}}]|星期|[农農][历曆]|第|今日|[国國][内內]|(?:中[华華])?民[国國][元一二三四五六七八九十廿卅]|{YEAR}|大清|{'|'.join(REIGNS)})",
            1.5,
            "the paper's own name",
            ("某某日报", "晨光晚報", "晶報星期五", "滄海日報民國廿六年", "申報", "大公報1931年3月5日"),
            "天气预报",
        ),
    ),
)
