"""Chinese newspapers: the words and forms of furniture.

Every table here is read against *compact* text: a line without its white space, so that `０ ５ 版 民 生` and `05版民生`
are one. The forms are those of the trade: GB/T 788 and the newspapers' own mastheads for present papers, mastheads
of Shanghai papers of 1920 to 1939 for old ones.
"""

from __future__ import annotations

from papercut.languages.lunar_dates import REIGNS
from papercut.model.page import Role
from papercut.rules import Cue

DIGIT = "[0-9０-９〇○零一二三四五六七八九十廿卅百千壹贰貳叁參肆伍陆陸柒捌玖拾兩两]"

BULLETS = "●■◆▲★▶►◎○□◇◤▎·"

# Words that stand before a colon or a slash and a name in a running head.
CREDIT = (
    "(?:(?:本版|本期|值班|执行|執行|首席|图片|圖片|文字|视觉|視覺|美术|美術|版面|一版|责任|責任)?"
    "(?:[编編][辑輯]|主编|主編|总编|總編|编委|編委|主任|校对|校對|校检|校檢|审读|審讀|审校|審校|检校|檢校|设计|設計|美编|美編"
    "|图编|圖編|制图|製圖|组版|組版|排版|拼版|责编|責編|责校|責校|统筹|統籌|策划|策劃|监制|監製|签发|簽發)"
    "|版式(?:设计|設計)?|版面(?:设计|設計)?|(?:美术|美術|视觉|視覺)(?:设计|設計))"
)

CREDIT_SHORT = (
    "(?:(?:本版|本期|值班|执行|執行|首席|一版|责任|責任|美术|美術|视觉|視覺|图片|圖片|文字|版面|组版|組版)(?:[编編][辑輯]|主编|主編|美编|美編|编委|編委|校对|校對|设计|設計|视觉|視覺)"
    "|责编|責編|美编|美編|图编|圖編|责校|責校|组版|組版|值班[总總][编編])"
)
CREDIT_WORD = rf"(?:{CREDIT}|视觉|視覺|版式|美术|美術|摄影|攝影|主编|主編|值班|电话|電話|热线|熱線)"
"""Where in a line of credits a name ends, and the next word stands."""

SECTIONS = (
    "要闻|要聞|综合|綜合|时政|時政|民生|经济|經濟|财经|財經|社会|社會|文体|文體|体育|體育|文化|娱乐|娛樂|副刊|国际|國際|国内|國內|本地|本市|"
    "本埠|广告|廣告|专版|專版|专题|專題|特刊|特别报道|特別報道|深度|调查|調查|评论|評論|观点|觀點|言论|言論|理论|理論|教育|健康|科技|法治|"
    "法制|军事|軍事|汽车|汽車|房产|房產|旅游|旅遊|悦读|悅讀|读书|讀書|时尚|時尚|生活|城事|都市|区域|區域|县域|縣域|天下|视点|視點|焦点|焦點|"
    "图片|圖片|公益|公告|文艺|文藝|艺术|藝術|百姓|热线|熱線|服务|服務|三农|三農|环球|環球|中国|中國|世界|港澳台|港澳臺|头版|頭版"
)
SECTION = (
    f"(?:{SECTIONS})(?:新闻|新聞|周刊|週刊|专刊|專刊|副刊|在线|在線|版)?"
    "|(?:国内|國內|国际|國際|本地|时事|時事|地方|今日)(?:新闻|新聞)"
)
LABEL = rf"(?:{CREDIT}|电话|電話|热线|熱線|传真|傳真)"
MONTH_DAY = f"(?:{DIGIT}{{1,3}}月{DIGIT}{{1,3}}日)"
_YEARS = f"(?:19|20|１９|２０)[0-9０-９]{{2}}|[一二][〇○零一二三四五六七八九]{{3}}|(?:中[华華])?民[国國]{DIGIT}{{1,4}}"
YEAR = f"(?:(?:{_YEARS})年)"


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
            rf"(?:{CREDIT}(?:[、/／]{CREDIT}){{0,2}}[:：/／丨|│])"
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
            rf"{CREDIT_SHORT}[\p{{Han}}·]{{2,4}}?(?=$|{CREDIT_WORD}|[A-Z0-9□■◎●○◆/／|丨│]|{YEAR})",
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
            rf"(?:{CREDIT}|视觉|視覺|版式|美术|美術|摄影|攝影|主编|主編|值班)[\p{{Han}}·]{{2,4}}?(?=$|{CREDIT_WORD}|[A-Z0-9□■◎●○◆/／|丨│]|{YEAR})",
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
            r"(?:(?:联系|聯繫|新闻|新聞|编辑部?|編輯部?|投稿|广告|廣告|订报|訂報|发行|發行)?(?:电话|電話|热线|熱線|传真|傳真))[:：]?"
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
            f"{YEAR}{MONTH_DAY}",
            2.0,
            "the day of issue",
            ("2024年3月5日", "二〇二四年三月五日"),
            "2024年3月",
        ),
    ),
    (
        Role.FOLIO,
        _cue(
            "cyclic-date",
            rf"(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?)[闰閏]?{DIGIT}{{1,2}}月初?{DIGIT}{{1,3}}日?",
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
            rf"(?:{YEAR})?(?:[农農夏阴陰舊旧古廢废][历曆])(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥][鼠牛虎兔龙龍蛇马馬羊猴鸡雞狗猪豬]?年)?"
            rf"[闰閏]?[正冬腊臘一二三四五六七八九十]{{1,2}}月(?:初?{DIGIT}{{1,3}}|大|小)?日?",
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
            rf"(?:大清)?(?:{'|'.join(REIGNS)}){DIGIT}{{1,3}}年(?:[歲岁]次)?(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?)?"
            rf"[闰閏]?[正冬腊臘一二三四五六七八九十]{{1,2}}月初?{DIGIT}{{1,3}}日?",
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
            rf"第?[A-ZＡ-Ｚ]?{DIGIT}{{1,3}}版|版[0-9０-９]{{1,2}}(?=$|[^0-9])|(?<![A-Za-z0-9])[A-D][0-9]{{1,2}}(?=$|[\p{{Han}}·|丨])",
            1.5,
            "the page's number",
            ("05版", "第七版", "A12版", "A03"),
            "版权",
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
            r"\p{Han}{0,6}?(?:晨|晚|日|时|時|都市|早|商|周|週|青年|工人|农民|農民|画|畫|晶|午|文汇|文匯|信息|消费|体育|教育|法制|法治|导|導"
            r"|申|大公|新闻|新聞|益世|立|京)[报報]"
            rf"(?=$|[^\p{{Han}}]|星期|[农農][历曆]|第|今日|[国國][内內]|(?:中[华華])?民[国國][元一二三四五六七八九十廿卅]|{YEAR}|大清|{'|'.join(REIGNS)})",
            1.5,
            "the paper's own name",
            ("某某日报", "晨光晚報", "晶報星期五", "滄海日報民國廿六年", "申報", "大公報1931年3月5日"),
            "天气预报",
        ),
    ),
)

# Words with which a byline or a lead puts a name, and the space that a page sets between the two.
BEFORE_NAME = (
    "记者|記者|通讯员|通訊員|评论员|評論員|特派员|特派員|实习生|實習生|摄影|攝影|作者"
    "|编译|編譯|整理|撰文|文/|图/|圖/|电|電|讯|訊|摄|攝"
)
AFTER_NAME = (
    "(?:本报|本報|本刊|特约|特約|见习|見習|实习|實習|首席)?(?:记者|記者|通讯员|通訊員|评论员|評論員)"
    "|摄|攝|文|图|圖|编译|編譯|整理|报道|報道"
)
HAN = "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9\U00020000-\U00033479"
"""Han characters as ranges, for `re`, which starts sooner than `regex`; that one has a name for them."""

NAME_AFTER_ROLE = rf"(?:{BEFORE_NAME})\s*(?:[{HAN}]{{2,4}}\s+){{0,5}}+$"
ROLE_AHEAD = rf"(?:{AFTER_NAME})(?:$|[\s)）】〕/／]|[{HAN}]{{2,4}})"
