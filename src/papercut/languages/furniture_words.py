"""The words and forms of which the furniture of Chinese newspapers is made, as patterns for compact text."""

from __future__ import annotations

DIGIT = "[0-9０-９〇○零一二三四五六七八九十廿卅百千壹贰貳叁參肆伍陆陸柒捌玖拾兩两]"

BULLETS = "●■◆▲★▶►◎○□◇◤▎·"

# Words that stand before a colon or a slash and a name in a running head.
CREDIT = (
    "(?:(?:本版|本期|值班|执行|執行|首席|图片|圖片|文字|视觉|視覺|美术|美術|版面|一版|责任|責任|采访|採訪)?"
    "(?:[编編][辑輯]|主编|主編|[总總][编編][辑輯]?|[编編][审審]|编委|編委|主任|校对|校對|校检|校檢|审读|審讀|审校|審校|检校|檢校|设计|設計|美编|美編"
    "|图编|圖編|制图|製圖|组版|組版|排版|拼版|责编|責編|责校|責校|统筹|統籌|策划|策劃|监制|監製|签发|簽發)"
    "|版式(?:设计|設計)?|版面(?:设计|設計)?|(?:美术|美術|视觉|視覺)(?:设计|設計)?|社[长長]|[发發]行人|督印人?|主[笔筆])"
)

DRAWN_BY = "美术|美術|插[画畫]|[绘繪][图圖]"
"""Words that stand before a name in credits only where a colon or a slash follows: headlines begin with them too."""

CREDIT_SHORT = (
    "(?:(?:本版|本期|值班|执行|執行|首席|一版|责任|責任|美术|美術|视觉|視覺|图片|圖片|文字|版面|组版|組版)(?:[编編][辑輯]|主编|主編|美编|美編|编委|編委|校对|校對|设计|設計|视觉|視覺)"
    "|责编|責編|美编|美編|图编|圖編|责校|責校|组版|組版|值班[总總][编編])"
)
CREDIT_WORD = rf"(?:{CREDIT}|视觉|視覺|版式|美术|美術|摄影|攝影|主编|主編|值班|电话|電話|热线|熱線)"
"""Where in a line of credits a name ends, and the next word stands."""

SECTIONS = (
    "要闻|要聞|综合|綜合|时政|時政|民生|经济|經濟|财经|財經|社会|社會|文体|文體|体育|體育|文化|娱乐|娛樂|副刊|国际|國際|国内|國內|本地|本市|"
    "本埠|广告|廣告|专版|專版|专题|專題|特刊|特别报道|特別報道|深度|调查|調查|评论|評論|观点|觀點|言论|言論|理论|理論|教育|健康|科技|法治|"
    "法制|军事|軍事|汽车|汽車|房产|房產|旅游|旅遊|悦读|悅讀|读书|讀書|时尚|時尚|生活|城事|都市|区域|區域|县域|縣域|天下|视点|視點|焦点|焦點|地方|"
    "图片|圖片|港聞|港闻|兩岸|两岸|產經|影劇|影視|娛樂圈|公益|公告|文艺|文藝|艺术|藝術|百姓|热线|熱線|服务|服務|三农|三農|环球|環球|中国|中國|世界|港澳台|港澳臺|头版|頭版"
)
CREDIT_IN_LETTERS = (
    "(?:(?:[A-Z][a-z]{2,9})?(?:Editor|EDITOR|Designer|DESIGNER|Proofreader|Layout|LAYOUT|Photographer)s?)"
)
DATE_IN_LETTERS = (
    "(?:(?:(?i:mon|tues|wednes|thurs|fri|satur|sun)(?i:day)[,.]?)?"
    "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[A-Za-z]{0,6}[.]?"
    "[0-9]{1,2}(?:st|nd|rd|th)?[,.]?(?:19|20)[0-9]{2})"
)
"""The day of issue in English, without its spaces: `Friday,March14,2003`."""
SECTION = (
    f"(?:{SECTIONS})(?:新闻|新聞|周刊|週刊|专刊|專刊|副刊|在线|在線|版)?"
    "|(?:国内|國內|国际|國際|本地|时事|時事|地方|今日|本港|香港|[台臺][湾灣]|社[区區]|[侨僑][社团團]|[华華]埠)(?:新闻|新聞|消息)"
)
SECTION_OF_ANY_NAME = r"\p{Han}{2,4}?(?:周刊|週刊|专刊|專刊|副刊|特刊|专版|專版)(?=$|[^\p{Han}])"
"""A section that no other paper has, by what it is."""
LABEL = rf"(?:{CREDIT}|(?:{DRAWN_BY})(?=[:：/／])|执行|執行|电话|電話|热线|熱線|传真|傳真|[邮郵信]箱|[电電][邮郵])"
MONTH_DAY = f"(?:{DIGIT}{{1,3}}月{DIGIT}{{1,3}}日)"
_YEARS = f"(?:19|20|１９|２０)[0-9０-９]{{2}}|[一二][〇○零一二三四五六七八九]{{3}}|(?:中[华華])?民[国國]{DIGIT}{{1,4}}"
YEAR = f"(?:(?:{_YEARS})年)"
LUNAR_MONTH = "[闰閏]?[正冬腊臘一二三四五六七八九十]{1,2}月"
