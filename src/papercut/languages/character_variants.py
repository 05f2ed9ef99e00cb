"""Variants of characters, and what each of them is folded to; characters that are no text at all.

Every table here goes from one visible character to one visible character, or from one white space to another, so that
a fold never moves a character. (The one exception, Latin ligatures, is `papercut.model.pieces.EXPANSIONS`.)
"""

from __future__ import annotations

import re
import unicodedata

HAN = (
    # kana are among them: Japanese has the same punctuation
    ("\u2e80", "\u2fdf"),
    ("\u3005", "\u3007"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
"""First and last characters of the blocks of ideographs and kana, the characters whose punctuation is full-width."""


def is_han(ch: str) -> bool:
    """Whether a character is an ideograph or kana; an empty string is neither."""
    return any(first <= ch <= last for first, last in HAN)


LETTERS = {chr(c): chr(c - 0xFEE0) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"""Full-width digits and Latin letters."""

PERCENT = {"％": "%"}
"""The one full-width sign that belongs to the number before it wherever it stands."""

WIDE = "０-９Ａ-Ｚａ-ｚ"
SIGNS_IN_WORDS = {ch: chr(ord(ch) - 0xFEE0) for ch in "．／＠＆＿＋＝＃＊－：，"}
"""Signs that become half-width inside a word or number set in full-width type: `３．５`, `Ｒ＆Ｄ`, `１０：３０`."""

SIGN_IN_WORD = re.compile(
    rf"[{WIDE}](?:[．／＠＆＿＋＝＃＊－]|：／／|(?<=[０-９])：(?=[０-９])|(?<=[０-９])，(?=[０-９]{{3}}(?![０-９])))(?=[{WIDE}])"
)
"""Such a sign and the letter before it. A comma only before groups of three digits, a colon only between digits or
before `／／`."""

POINT_IN_NUMBER = re.compile(r"[0-9]．(?=[0-9])")
"""A full-width point inside a number whose digits are half-width, and the digit before it."""

KANGXI = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)}
"""Kangxi radicals, which PDF fonts put in place of the characters: U+2F08 for `人`. From the Unicode character data."""

RADICALS = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺉⺊⺋⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉"
        "⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂刂卜㔾兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬犭王疋目示礻竹糹纟罓罒羊耂肀肉臼艹艹艹虎衤覀西见角角讠贝"
        "足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""The CJK radicals supplement; most have no mapping in NFKC. From Unicode's EquivalentUnifiedIdeograph.txt."""


def canonical(ch: str) -> str:
    """A CJK compatibility ideograph's canonical equivalent, and no further: true variants stay as printed.

    Any other character is returned as it is.
    """
    if "\uf900" <= ch <= "\ufad9" or "\U0002f800" <= ch <= "\U0002fa1d":
        return unicodedata.normalize("NFC", ch)
    return ch


PRESENTATION = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈﹐﹑﹔﹕﹖﹗﹘﹙﹚﹛﹜﹝﹞"
        "﹒﹟﹠﹡﹢﹣﹤﹥﹦﹨﹩﹪﹫｡｢｣､･",
        "，、。：；！？〖〗…‥—–（）｛｝〔〕【】《》〈〉「」『』［］，、；：？！—（）｛｝〔〕.#&*+-<>=\\$%@。「」、・",
        strict=True,
    )
)
"""Vertical forms, small forms and half-width forms of Chinese and Japanese punctuation."""

KATAKANA = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFF66, 0xFF9E)} | {
    "ﾞ": "\u309b",
    "ﾟ": "\u309c",
}
"""Half-width katakana. One after another, so that `ｶﾞ` becomes `カ` and a voicing mark."""

VOICED = re.compile("(?<=[ｳｶ-ﾄﾊ-ﾎ])ﾞ|(?<=[ﾊ-ﾎ])ﾟ")
"""A half-width voicing mark that belongs to the kana before it: it becomes the combining mark."""

COMBINING = {"ﾞ": "\u3099", "ﾟ": "\u309a"}

SPACES = dict.fromkeys("\u00a0\u1680\u2000\u2002\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " ") | {
    "\u2001": "\u3000",  # an em wide, as the ideographic space is: an indent made of them must stay one
    "\u2003": "\u3000",
    **dict.fromkeys("\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "),
}
"""White space other than the ordinary space, the tab and U+3000."""

WIDENED = dict(zip(",:;!?()", "，：；！？（）", strict=True))
"""Half-width punctuation that is full-width beside Chinese."""

PUNCTUATION_RUN = re.compile(r"[,:;!?]+(?: [,:;!?]+)*")
BRACKET = re.compile(r"[()（）\n]")
BEFORE_WIDE = frozenset("，、。：；！？）》〉」』】〕")
"""What a full-width sign may follow whatever comes after it, besides ideographs."""

BETWEEN_WIDE = frozenset("\nABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%”’…—)")
"""What a full-width sign may follow if Chinese comes next; the beginning of a line is among it."""

AFTER_WIDE = frozenset("（《〈「『【〔“‘")
"""That Chinese, besides ideographs: what opens a bracket or a quotation."""

_HAN = "".join(f"{first}-{last}" for first, last in HAN)

_CLOSING = "”’》〉）)」』】〕%□…\ue000-\uf8ff"
_OPENING = "“‘《〈（「『【〔"

HALF_STOP = (
    rf"(?:(?<=[{_HAN}{_CLOSING}])|(?<=[{_HAN}{_CLOSING}] ))(?<!^[一二三四五六七八九十])\.(?![.a-z])"
    r"(?!(?<=[〇○一二三四五六七八九十]\.)[一二三四五六七八九十])"  # a date
    rf"|(?:(?<=[/0-9A-Za-z][0-9A-Za-z])|(?<=[/0-9A-Za-z][0-9A-Za-z] ))(?<!^[0-9]{{2}})\.(?=[{_HAN}“]|\n[^0-9]|\Z)"
    rf"|^\.(?=[{_HAN}{_OPENING}\n]|\Z)"
)
"""The pattern of a point that ends a sentence, no part of a name, a number or the mark of a list; `^` is a line's."""

STOPS = 3
"""Points on a page, before they can be said to be its full stops."""

IN_ADDRESS = re.compile(r"[A-Za-z_]{1,20}=|//")
"""What goes on after `?` or `:` in an address on the net."""

ESCAPE_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]{0,64}+[ -/]{0,8}+[@-~]"  # control sequences: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b\x9c\n]{0,500}+(?:\x07|\x1b\\|\x9c)"  # strings: titles of windows, links
    r"|[\x90\x98\x9d-\x9f][^\x07\x1b\x9c\n]{0,500}+\x9c"  # the same, in single controls
    r"|\x1b[ -/]{1,8}+[0-~]|\x1b[78=>cDEHMNOZ\\]"
)
"""The sequences of ECMA-48 that act on a terminal. Every part is bounded and possessive: the input may be hostile."""

ZERO_WIDTH = (
    r"(?:[\u200b\u180e\u2060-\u2064\ufeff\U000e0001\U000e0020-\U000e007f]"
    # a joiner stays where it shapes the text: in Arabic, in the scripts of India, between emoji
    r"|(?<![\u0600-\u1cff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d])+"
)

REMOVED: tuple[tuple[str, str], ...] = (
    # why, pattern
    ("escape-sequence", ESCAPE_SEQUENCE),
    ("control-character", r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u206a-\u206f\ufff9-\ufffb]+"),
    ("bidi-control", r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+"),
    ("zero-width", ZERO_WIDTH),
    ("soft-hyphen", r"\xad+(?!\s*\Z)"),
)
"""Characters that are no text. A soft hyphen at the end of a line is a hyphen that was printed: it stays one."""

NO_TEXT = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0001\U000e0020-\U000e007f]"
)
"""A character with which one of those begins."""


def is_private(ch: str) -> bool:
    """Whether only the page's own font can show a character."""
    return "\ue000" <= ch <= "\uf8ff" or ch >= "\U000f0000"


NOTABLE = re.compile(rf"{NO_TEXT.pattern}|[．\ue000-\ufad9\ufffd\U0002f800-\U0002fa1d\U000f0000-\U0010ffff]")
"""What else must be looked at than the characters that a table holds."""
