"""How stories begin and end in the Chinese press: leads, credits, jump lines, list marks, captions.

Both scripts, mainland, Hong Kong, Taiwan and Republican-era usage. Patterns are tried at the start of a line
(`match`) unless they say otherwise, and bounded, so that a hostile line costs no more than a plain one.
"""

from __future__ import annotations

import re

from papercut.languages.prefiltered_patterns import Sieved

LEAD = re.compile(
    r"(?:据|據)?(?:本报|本報|本刊|新华社|新華社|中新社|中央社|人民网|人民網|央视|路透|法新社|美联社|美聯社|塔斯社|特稿|综合)"
    r"[^，。、；：]{0,14}?[讯訊电電]"
    r"|[【［\[〔][^】］\]〕]{1,16}(?:讯|訊|电|電|报道|報道|報導|消息)[】］\]〕]"
    r"|[（(][^（）()]{1,16}(?:讯|訊|电|電|报道|報道|報導)[）)]"
    r"|(?:本报|本報)(?:讯|訊|记者|記者|评论员|評論員)"
    r"|[\u4e00-\u9fff]{2,6}(?:消息|快讯|快訊|专电|專電)[：，:]"
)
"""A dateline at the start of a story."""

LEADISH = re.compile(
    r"(?:据|據)?(?:本报|本報|本刊|新华社|新華社|中新社|中央社)(?!记者[^，。]{1,12}$|記者[^，。]{1,12}$)[^，。、；]{0,16}$"
    r"|(?:本台|本市|日前|近日|昨日|昨天|今天|今日|连日来|連日來|当地时间|當地時間)[^。]{3,}"
)
"""The first line of a lead that a narrow column cut before `讯` or `电`, or a usual opening of a report."""

LIST_MARK = re.compile(
    r"(?:[1-9１-９][0-9０-９]?[.．、·)）]|[（(][一二三四五六七八九十0-9０-９]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]"
    r"|[①-⑳㈠-㈩]|[●■◆▲★○◎□△◘▼※◇☆•‧·])"
)
"""The mark of a list item or of a short item in a column of briefs."""

JUMP_LINE = re.compile(
    r"[（(〔【\[]\s?(?:下\s?[转轉接]|上\s?接|接)\s?第?\s?[^（）()。，\n]{0,10}[版页頁面][^（）()。，\n]{0,6}[)）〕】\]]"
    r"|(?:下\s?[转轉]|上\s?接)\s?第?\s?[^（）()。，\n]{1,6}[版页頁]"
)
"""`下转第三版`, `上接第一版`, with or without brackets (`search`)."""

CREDIT_END = re.compile(r"[（(〔【][^（）()〔〕【】。]{1,24}[)）〕】]$")
"""A credit in brackets at the end of a line (`search`)."""

BRACKETED = re.compile(r"[（(〔【][^（）()〔〕【】]{1,30}[)）〕】]$")
"""A line that is nothing but brackets."""

CAPTION = re.compile(
    r"(?:[图圖](?:为|爲|為|片|[①-⑩一二三四五上下左右])|[△▲↑↓←→◎]|[上下左右][图圖]|[本资資].{1,10}[摄攝]$|.{2,30}(?:[摄攝]|[摄攝]影|供[图圖]|[制製][图圖])[）)]?$)"
)

BYLINE = re.compile(
    r"[—─\-–]{0,4}[（(【◎□■●]?\s?(?:本报|本報|新华社|新華社|本刊)?(?:特约|特約|实习|實習|见习|見習|驻|駐)?[\u4e00-\u9fff]{0,6}"
    r"(?:记者|記者|通讯员|通訊員|评论员|評論員|作者|文/|文／|撰文|采写)[^，。！？]{0,24}[）)】]?$"
)
"""A line of its own that says who wrote the story."""

FURNITURE = re.compile(
    r"[0-9０-９]{1,4}\s?版|[A-Z][0-9]{1,2}\b|版式|[责責]任[编編][辑輯]|[校][对對]|[编編][辑輯][：:]|[电電][话話]|邮编|郵編|国内统一|國內統一|代号|代號|"
    r"[0-9０-９]{2,4}年[0-9０-９]{1,2}月[0-9０-９]{1,2}日\s?星期|农历|農曆|今日[0-9０-９]{1,2}版|第[0-9０-９]{3,6}期|今日[导導][读讀]|星期[一二三四五六日]$"
)
"""Words of running heads and boxes beside the nameplate (`search`)."""

ITEM = re.compile(r"(?:[1-9][0-9]?[.．]\s?(?=\D)|[●■◆▲★•‧]\s?\S)")
"""A list item: `1. 消费维权`, `●…`. (`1、` numbers the paragraphs of an article as often as it makes a list.)"""

BYLINE_ALONE = re.compile(
    r"[—─\-–]{0,4}[（(【◎□■●]?\s?(?:[\u4e00-\u9fff]{0,8}(?:记者|記者|通讯员|通訊員|评论员|評論員|作者)\s?)?"
    r"[\u3400-\u9fff·、\s]{1,24}[）)】]?$"
)
"""Nothing but an author's name, with or without role word, brackets and dashes."""

IN_LEAD = re.compile(
    r"[（(]\s?((?:本报|本報|新华社|新華社|本刊)?(?:特约|特約|实习|實習|见习|見習|驻[\u4e00-\u9fff]{0,4}|駐[\u4e00-\u9fff]{0,4})?"
    r"(?:首席|高级|高級)?(?:记者|記者|通讯员|通訊員|评论员|評論員)[^（）()。]{1,30})[）)]"
    r"|((?:(?:本报|本報|新华社|新華社)?(?:特约|特約|驻[\u4e00-\u9fff]{0,4}|駐[\u4e00-\u9fff]{0,4})?(?:记者|記者|通讯员|通訊員)"
    r"\s?[^（）()，。：:]{1,10}、?){1,4})(?=\s?(?:报道|報道|報導|摄影报道|文))"
)
"""Who wrote it, inside the lead: `（记者 衣凯玥）`, `新华社记者张建新、本报记者黄振中报道`."""

DATELINE = re.compile(
    r"(?:据|據)?(?:本报|本報|本刊|新华社|新華社|中新社|中央社|[\u4e00-\u9fff]{2,6}社)"
    r"[^，。、；：（）()]{0,14}?(?:[讯訊电電](?![视視])|消息)"
    r"|[【［〔][^】］〕]{1,16}(?:讯|訊|电|電|报道|報道|報導|消息)[】］〕]"
)
"""`本报讯`, `新华社北京3月28日电`, `【本報訊】`, at the start of a story."""

CREDIT_WHO = re.compile(
    r"[（(]\s?([^（）()]{0,12}(?:记者|記者|通讯员|通訊員)\s?[^（）()摄攝]{1,16}|[\u3400-\u9fff]{2,3}"
    r"|(?:[\u3400-\u9fff]{2,3}|[\u3400-\u9fff]\s[\u3400-\u9fff])(?:[\s、](?:[\u3400-\u9fff]{2,3}|[\u3400-\u9fff]\s[\u3400-\u9fff])){0,3})\s?[）)]$"
)
"""Who wrote it, in brackets after the last sentence: `（本报记者 张志远）`, `（傅凌）`, `（甘 霖　靳长顺）`."""

KINDS_OF_STORY = frozenset(
    {"社论", "社論", "社评", "社評", "代社论", "代社論", "专论", "專論", "本报社论", "本報社論", "本报社评", "本報社評",
     "本报评论员", "本報評論員"}
)  # fmt: skip
"""What a paper calls its editorials, alone on a line over their headlines."""

SIGNED = re.compile(r"[。！？”」』…]\s*([\u3400-\u9fff]{2,3}(?:\s[\u3400-\u9fff]{2,3}){0,2})$")
"""One to three names behind the last sentence of a story, without brackets or role words: `…。程智安`."""

CONTACT_LINE = re.compile(
    r"(?:(?:联系|聯繫|咨询|諮詢|报名|報名|订购|預約|预约|客服)?(?:电话|電話|热线|熱線|手机)|联系人|聯繫人|(?:报名|活动|活動|比赛|演出|展览|展覽|办公)?(?:地址|地点|地點|时间|時間)"
    r"|邮箱|郵箱|网址|網址|微信号?)\s?[:：].{2,60}$"
)
"""A line that says where, when or how to reach somebody: information below a story, never its headline or byline."""

_BOTH = (
    "(?:文[并並][摄攝]影?|文[/／、·][图圖]|[图圖][/／、·]文|文[图圖]|[图圖]文|文[/／、·]?[摄攝]影?"
    "|[摄攝]影(?:报道|報道|報導))"
)
_DID = f"(?:{_BOTH}|撰文|采写|採寫|报道|報道|報導|(?:文字)?整理|编译|編譯|编写|口述|译|譯|文)"
_DID_FIRST = f"(?:{_DID}|[采採][访訪])"
_WRITER = (
    "[\u3400-\u9fff·]{2,4}(?:[\\s、](?:[\u4e00-\u9fff]{0,4}(?:记者|記者|通讯员|通訊員|实习生|實習生)\\s?)?[\u3400-\u9fff·]{2,4}){0,3}"
)
OF_DECK = re.compile(
    "[访訪记記写寫读讀评評观觀忆憶悼致与與看听聽谈談论論献獻赠贈]|走进|走進|探[访訪秘寻]|来自|來自|关于|關於|为[了何]|從|从"
)
"""With what a deck goes on behind its dash, and no name begins that is so long."""
_AS = "(?:[\u4e00-\u9fff]{0,8}(?:记者|記者|通讯员|通訊員|实习生|實習生)\\s?)"
_OF = r"\s?[（(][\u3400-\u9fff]{2,16}[）)]"  # what the writer is
SIGNATURE = Sieved(
    rf"{_DID}\s?[）)]?$|^[—─\-–]{{0,2}}[（(◎□■●]?\s?{_DID_FIRST}\s?[\s/／:：◎|｜丨]|文.{{2,40}}(?:[图圖]|[摄攝]影?)\s?[）)]?$",
    rf"[—─\-–]{{0,2}}[（(◎□■●]?\s?(?:{_AS}?{_WRITER}(?:\s?{_BOTH}|\s?[/／]\s?{_DID}|\s{_DID})|{_AS}{_WRITER}\s?{_DID}"
    rf"|{_AS}?{_WRITER}(?:\s?[/／]\s?|\s)文字?[\s、/／]\s?{_AS}?{_WRITER}(?:\s?[/／]\s?|\s)(?:[图圖]|[摄攝]影?)"
    rf"|{_DID_FIRST}\s?[/／:：◎|｜丨]\s?{_AS}?{_WRITER}(?:{_OF}|[\s/／](?:{_DID}|[图圖]|[摄攝]影?)\s?[:：/／]\s?{_WRITER})?|(?:{_BOTH}[\s:：]|[文图圖][/／·][图圖文]){_AS}?{_WRITER})\s?[）)]?$",
)
"""A line of its own that says who wrote a story, by name and what he did: `张三 文/图`, `文：李四`, `王五 整理`."""

SIGNED_FIRST = re.compile(rf"[—─\-–]{{0,2}}[（(◎□■●]?\s?{_DID_FIRST}\s?[/／:：◎|｜丨]")
"""A signature that begins with what was done (`match`)."""
_ROLES = (
    "统筹|統籌|策划|策劃|企划|企劃|监制|監製|出品|[采採][访訪]|美术|美術|绘[图圖]|繪[图圖]|插[画畫]|文字|撰文|采写|採寫|撰写|撰寫|摄影|攝影|图片|圖片|制图|製圖|视频|視頻|剪辑|剪輯|编辑|編輯|版式|设计|設計|校对|校對"
)
CREDITS_OF_STORY = Sieved(
    "文字|撰文|[采採][写寫访訪]",
    rf"[（(]?(?:(?:{_ROLES})\s?[:：/／]?\s?[\u3400-\u9fff]{{2,3}}(?:[\s、][\u3400-\u9fff]{{2,3}}(?=[\s、）)]|$))?[\s）)]*){{2,5}}",
)
"""Those who made one story, each behind what he did, the writer among them (`fullmatch`)."""
SIGNED_BY_MARK = Sieved(
    "",
    "(?:[—─–]{1,4}\\s?|[□■◎○●◆]\\s?)?(?P<name>[\u3400-\u9fff]{2,3}(?:[\\s、][\u3400-\u9fff]{2,3})?)",
)
"""A name or two, perhaps behind a mark, on a line of their own (`fullmatch`)."""

SIGNED_WHOLE = re.compile(
    "[^，。！？；]{0,12}(?:记者|記者|通讯员|通訊員|报道|報道|报导|報導|[摄攝]影?|[编編][译譯])[^，。！？；]{1,24}"
)
"""What stands in brackets that sign a story (`fullmatch`): `報導．攝影╱韓旭爾`."""
WROTE_TOO = re.compile("文[/／、·并並图圖摄攝]|[/／、·图圖]文")
"""What says that who took the photographs wrote the text as well (`search`)."""
NAME_AT_END = Sieved("", "[（(]?(?:[\u3400-\u9fff]{2,16}\\s+)?([\u3400-\u9fff](?:\\s?[\u3400-\u9fff]){1,2})[）)]?")
"""Nothing but a name, perhaps with where a person is from before it."""

_PHOTO = r"(?:[摄攝](?:影)?|供[图圖])"
PHOTO_CREDIT = Sieved(
    "[摄攝]|供[图圖]|[图圖]片?\\s?[/／:：]",
    rf"[（(]?\s?(?:[\u4e00-\u9fff]{{0,10}}(?:记者|記者|通讯员|通訊員|特约|特約|实习生|實習生|[社网報报])\s?)?[\u3400-\u9fff·]{{2,4}}"
    rf"(?:[\s、][\u3400-\u9fff·]{{2,4}}){{0,3}}\s?[/／]?\s?{_PHOTO}\s?[）)]?$"
    rf"|[（(]?\s?(?:{_PHOTO}|[图圖]片?)\s?[/／:：]\s?[\u3400-\u9fff·\s]{{2,14}}(?:[（(]除[\u3400-\u9fff]{{2,6}}外[）)])?[）)]?$",
)
"""A line that says nothing but who took a photograph."""

_AGENCY = "新华社|新華社|中新社|中央社|法新社|路透社|美联社|美聯社"
CAPTIONED = Sieved(
    f"{_PHOTO}$|[发發片图圖供照）)]$|提供$",
    rf"[。！？”」』…]\s?(?:[\u4e00-\u9fff]{{0,10}}(?:记者|記者|通讯员|通訊員|[社网報报])\s?)?[\u3400-\u9fff·]{{2,4}}(?:[\s、][\u3400-\u9fff·]{{2,4}}){{0,3}}\s?"
    rf"[/／]?\s?{_PHOTO}$"
    r"|[。！？”」』…]\s?(?:本报|本報|本社)?(?:资料|資料|网络|網絡|网上|網上|设计|設計|示意|受访者|受訪者)(?:[图圖]片?|照片|供[图圖]|提供)$"
    rf"|[。！？”」』…]\s?(?:{_AGENCY})(?:记者|記者)?(?:[\u3400-\u9fff·]{{2,4}})?[发發](?:[（(][^（）()]{{2,12}}[摄攝][）)])?$"
    rf"|^(?:[▲△▼▶◀↑↓←→]|[上下左右本][图圖][:：为為爲]|[图圖][为為爲片][:：]?).{{2,90}}?(?:(?:新华|新華|中新|中央|法新|路透|美联)社(?:记者|記者)?[^。]{{0,8}}[发發摄攝]"
    rf"|(?:本报|本報|本社|网络|網絡)?(?:资料|資料)(?:[图圖]片?|照片)|[（(][^（）()]{{2,12}}[摄攝发發][）)])[）)]?$",
)
"""The end of a caption: a sentence and its photographer, without brackets; or a mark of captions and where the picture
is from (`search`)."""

CREDITED = Sieved(
    "[摄攝发發供图圖片像][）)]。?$|提供[）)]。?$",
    r"[（(][^（）()]{0,14}(?:[摄攝发發]|提供|供[图圖]|(?:网[上络]|網[上絡]|资料|資料|设计|設計|视频|視頻)?(?:[图圖]片?|截[图圖]|照片|影像))[）)]。?$",
)
"""Where a picture is from, in brackets at the end of its caption (`search`)."""


CAPTION_BEGINS = re.compile("[▲△▼▽▶◀↑↓←→]|[上下左右][图圖][:：为為爲是系係]|[图圖](?:[为為爲]|片[:：]|[①-⑩一二三四])")
"""How captions begin that say so (`match`)."""


CAPTION_LABEL = re.compile(
    "[◎●■▲△▼▶◀]?(?:[图圖]片?(?:[①-⑩]|[一二三四五六七八九十]{1,2}|[1-9A-F])?|[上下左右本题題][图圖]|照片|[题題][图圖]照片)[:：](?=.)"
)
"""A label that says that what follows is a caption, whatever its end says (`match`): `图①：`, `圖二：`, `照片：`."""

SHORT_CAPTION = 40
"""Characters of a caption that nothing but its source in brackets tells, at most: longer ones are news."""


def is_captioned(text: str) -> bool:
    """Whether a text is a caption, by the photographer or the source at its end, which are not all of it."""
    if CAPTIONED.search(text) is not None:
        return True
    found = CREDITED.search(text)
    if found is None or found.start() < 4:
        return False
    if CAPTION_BEGINS.match(text):
        return True
    return len(text) <= SHORT_CAPTION and found[0].rstrip("。")[-2] not in "发發"


CREDIT_OF_CAPTION = Sieved(
    "[摄攝]影?(?:报道|報道|報導)?[）)]?$",
    r"[（(]?\s?(?:[\u4e00-\u9fff]{0,10}(?:记者|記者|通讯员|通訊員|[社网報报])\s?)?[\u3400-\u9fff·]{2,4}(?:[\s、][\u3400-\u9fff·]{2,4}){0,3}"
    r"\s?[/／]?\s?[摄攝]影?(?:报道|報道|報導)?\s?[）)]?$",
)
"""The line right below a caption that says who took the photograph (`match`)."""

AT_RIGHT = Sieved(
    "",
    r"[（(]?(?:[\u3400-\u9fff](?:[\u3400-\u9fff]|[（(]?[0-9]{1,2}[）)]?){1,15}\s+)?[\u3400-\u9fff](?:\s?[\u3400-\u9fff]){1,3}(?:[\s、][\u3400-\u9fff]{2,4})?(?:\s(?:文|图|圖|文/图|作|撰|辑|輯|整理|搜集))?[）)]?",
)
"""A name far to the right below a text, perhaps behind where its bearer is from (`fullmatch`)."""
NO_NAME = frozenset(
    {"敬礼", "敬禮", "此致", "编安", "編安", "撰安", "台安", "大安", "谨启", "謹啟", "敬上", "未完", "待续", "待續"}
)
"""What letters and serials have there, too."""
AT_RIGHT_DATED = re.compile(
    r"[（(]?(?:[\u3400-\u9fff]{0,8}\s?)?(?:[一二][〇○零一二三四五六七八九]{3}|(?:19|20)\d\d|[\u3400-\u9fff]{2,4}[元一二三四五六七八九十廿]{1,3})年"
    r"[^，。！？]{0,20}[）)]?"
)
"""When and where a text was written, there (`fullmatch`)."""

TO_BE_CONTINUED = re.compile(
    r"[（(【〔\[—─\-]{1,3}(?:未完)?[，,、]?(?:(?:[明次]日|下[期周週次])?(?:待?[续續])|待[续續]|未完|[续續]完)[—─\-）)】〕\]]{1,3}|未完待[续續]"
)
"""A line that says that the text goes on another day (`fullmatch`)."""

NUMBER_OF_PART = re.compile("[（(【〔](?:[上中下续續]|之?[一二三四五六七八九十]{1,2})[）)】〕]")
"""Which part of a text in several it is (`fullmatch`): nobody's name."""
