"""Chinese names: the surnames that nearly all of them begin with, rows of names with nothing but space between, and the
words beside names.

Papers spread names of two characters to the width of three in such rows: `王  刚  李  娜  张伟明`.
"""

from __future__ import annotations

from collections.abc import Sequence

from papercut.languages.prefiltered_patterns import Sieved

SURNAMES = frozenset(
    "赵趙钱錢孙孫李周吴吳郑鄭王冯馮陈陳褚卫衛蒋蔣沈韩韓杨楊朱秦尤许許何吕呂施张張孔曹严嚴华華金魏陶姜戚谢謝邹鄒喻柏窦竇章云雲苏蘇潘葛奚范範彭"
    "郎鲁魯韦韋昌马馬苗凤鳳花方俞任袁柳酆鲍鮑史唐费費廉岑薛雷贺賀倪汤湯滕殷罗羅毕畢郝邬鄔安常乐樂于时時傅皮卞齐齊康伍余元卜顾顧孟平黄黃和穆萧蕭"
    "肖尹姚邵湛汪祁毛禹狄米贝貝明臧计計伏成戴谈談宋茅庞龐熊纪紀舒屈项項祝董梁杜阮蓝藍闵閔席季麻强強贾賈路娄婁危江童颜顏郭梅盛林刁钟鍾徐邱丘骆駱高夏"
    "蔡田樊胡凌霍虞万萬支柯管卢盧莫房裘缪繆干解应應宗丁宣邓鄧郁单單杭洪包诸諸左石崔吉钮鈕龚龔程嵇邢裴陆陸荣榮翁荀惠甄曲封储儲靳段富巫乌烏焦巴弓牧"
    "车車侯宓蓬全班仰仲伊宫宮宁寧仇栾欒甘厉厲戎祖武符刘劉景詹束龙龍叶葉幸司黎薄印白怀懷蒲从從鄂索赖賴卓蔺藺屠蒙池乔喬阴陰胥苍蒼闻聞党黨翟谭譚贡貢"
    "劳勞姬申扶冉宰郦酈雍桑桂牛寿壽边邊燕冀浦尚农農温溫庄莊晏柴瞿阎閻充慕连連茹习習艾鱼魚容向古易戈廖终終居衡步都耿满滿弘匡国國文寇广廣东東欧歐殳沃利"
    "蔚越隆师師巩鞏聂聶晁勾敖融冷辛简簡饶饒曾关關相查荆荊红紅游竺权權盖蓋益桓公商佟涂塗代覃帅帥苟晋晉闫闫楚闯闖邸牟付佘麦麥初芦蘆鹿仝官海原揭练練"
)
"""The first characters of the surnames of more than 99 of 100 Chinese, in both scripts."""

NAME = Sieved("", "[\u3400-\u9fff]{2,4}(?:[（(][\u3400-\u9fff]{1,4}[）)])?")
"""A name, with what is said of a person in brackets."""

LEAST = 3
"""So many names at least make a row."""
STRAY = 5
"""One of so many names may have a surname that the table has not."""


def names_of(tokens: Sequence[str]) -> list[str] | None:
    """The names that a line's tokens (what stands between white space) are, if they are nothing else.

    A single character and the one behind it are one name that was spread.
    """
    names: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if len(token) == 1 and at + 1 < len(tokens) and len(tokens[at + 1]) == 1:
            token += tokens[at + 1]
            at += 1
        if not NAME.fullmatch(token):
            return None
        names.append(token)
        at += 1
    known = sum(name[0] in SURNAMES for name in names)
    return names if len(names) >= LEAST and (len(names) - known) * STRAY <= len(names) else None

# Words with which a byline or a lead puts a name, and the space that a page sets between the two.
BEFORE_NAME = (
    "记者|記者|通讯员|通訊員|评论员|評論員|特派员|特派員|实习生|實習生|摄影|攝影|作者"
    "|编译|編譯|整理|撰文|文/|图/|圖/|电|電|讯|訊|摄|攝"
)
AFTER_NAME = (
    "(?:本报|本報|本刊|特约|特約|见习|見習|实习|實習|首席)?(?:记者|記者|通讯员|通訊員|评论员|評論員)"
    "|摄|攝|文|图|圖|编译|編譯|整理|报道|報道"
)
TELLS_OF_ROLE = Sieved(
    "[记記][者]|[讯訊][员員]|作者|[摄攝]影|插[图圖]",
    rf"(?=.*(?:记者|記者|通讯员|通訊員|作者|摄影|攝影|插图|插圖))(?!.*(?:记者|記者|通讯员|通訊員|作者|摄影|攝影|插图|插圖)[{''.join(sorted(SURNAMES))}][\u3400-\u9fff]{{1,2}}$)"
    r"[\u3400-\u9fff]{5,20}",
)
"""A line that has such a word and no mark, and no name behind it (`fullmatch`): one that tells of reporters."""

HAN = "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9\U00020000-\U00033479"
"""Han characters as ranges, for `re`, which starts sooner than `regex`; that one has a name for them."""

NAME_AFTER_ROLE = rf"(?:{BEFORE_NAME})\s*(?:(?:[{HAN}]{{2,4}}|文)\s+){{0,6}}+$"
ROLE_AHEAD = rf"(?:{AFTER_NAME})(?:$|[\s)）】〕/／]|[{HAN}]{{2,4}})"
