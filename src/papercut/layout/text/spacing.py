"""Which of a line's spaces stand on the page, and which an extractor put between characters.

Extractors write a space where the gap between two glyphs passes a threshold, so it is whole lines, those justified or
tracked, whose characters all stand apart. Such a line is told by its tokens (what stands between white space): each
holds one Han character at most. A line of longer tokens was set tight, and each of its few spaces is looked at alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from papercut.languages.personal_names import HAN, NAME_AFTER_ROLE, ROLE_AHEAD, names_of
from papercut.languages.story_phrases import LEAD
from papercut.layout.text.cell_rows import (
    is_draw,
    is_figure_row,
    is_han,
    is_list_of_names,
    is_programme,
    is_row,
    is_table,
    is_wide_row,
)
from papercut.layout.text.latin_spaces import SIGNS_APART, gaps_between_words, sign_apart

STOPS = frozenset("，。、；：！？,;:!?．.…—")
OPENING = frozenset("（“‘《〈「『【〔［(")
CLOSING = frozenset("）”’》〉」』】〕］)")
ENDS = frozenset("。！？：；…，、”’」』）)")
NUMBER_SIGNS = frozenset("%％‰℃°")
MARKS = STOPS | OPENING | CLOSING
TIGHT_BEFORE = CLOSING | STOPS | NUMBER_SIGNS

RUN = 3  # Han characters standing apart in a row that make a letter-spaced stretch
SHORT = 3  # letters: AG600 and CN1 are one name, iPhone 15 is two words
LOOSE = 4  # spaces: a line with so many of them, behind every second character, was letter-spaced unevenly
TIGHT = 4  # Han characters standing together beside it that make another piece of text: a headline, a column

MOST_INDENT = 3  # ideographic spaces before a paragraph; a line behind more is set to the right
MANY_NAMES = 60  # tokens that a row of names may have
NAMES = 12  # tokens and spaces to the left in which a role word is looked for, since several names may follow it
TAIL = 60  # and characters

_GAPS = re.compile(r"(\s+)")
_SCORE = re.compile(r"\d{1,3}[:：∶–-]\d{1,3}")
_LIST_NUMBER = re.compile(r"(?:[0-9０-９]{1,3}|[A-Za-z])[.．、)）]")
_SENTENCE = re.compile(r"[，。；、,;]")
_WORD = re.compile("[A-Za-z\u00c0-\u024f]{2}")
_WORD_AND_MARK = re.compile(f"{_WORD.pattern}[.,;:!?]$")
_HANGUL = re.compile("[\uac00-\ud7af]")
_LATIN_EDGE = (
    rf"(?<=[{HAN}])(?=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ])",
    rf"(?<=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ%％℃])(?=[{HAN}])",
)


def despace(text: str, beside: Callable[[], Sequence[str]], keep: bool = False, below: str = "") -> str:
    """A line without the spaces that extraction put in it.

    `beside` gives the few lines above and below it, by which body text is told from display, and `below` is the one
    right below; with `keep` spaces between Chinese and Latin letters or digits stay where the line is not
    letter-spaced. Leading ideographic spaces stay; two and more leading blanks become ideographic ones.
    """
    core = text.strip()
    if not core:
        return text
    lead = _lead(text, core)
    parts = core.split(" ")
    if len(parts) == 1 and "\u3000" not in core:
        return lead + core
    longest = max(map(len, parts))
    if len(parts) > RUN and (longest == 1 or (longest == 2 and all(map(_is_single, parts)))):
        names = names_of(core.split()) if longest == 1 else None
        if names and any(names_of(row.split()) and not names_of(list("".join(row.split()))) for row in beside()):
            return lead + " ".join(names)  # spread ones, beside a row that holds longer ones
        return lead + "".join(parts)
    if _is_western(core, parts):
        return lead + core
    parts = _GAPS.split(core)
    tokens, gaps = parts[0::2], parts[1::2]
    if is_row(tokens, beside) or is_wide_row(core, beside) or is_figure_row(tokens, beside):
        return lead + core
    if is_draw(tokens, beside) or is_programme(core, beside):
        return lead + core
    if len(gaps) > 1:
        if is_list_of_names(tokens, gaps) or is_table(tokens, beside):
            return lead + core
        if len(gaps) < MANY_NAMES and (names := names_of(tokens)):
            return lead + " ".join(names)
    line = _Spaced(tokens, gaps, beside, len(lead), keep, below)
    out = [tokens[0]]
    for k, gap in enumerate(gaps):
        if line.keeps(k, out):
            out.append(gap)
        out.append(tokens[k + 1])
    return lead + "".join(out)


def _is_western(core: str, parts: Sequence[str]) -> bool:
    """Whether a line is in words of letters, between which every space stands on the page: no ideograph is on it, and
    two words at least, and no fewer of them than of other things; or whether it is Korean."""
    if _HANGUL.search(core):
        return True
    if any(map(is_han, core)):
        return False
    words = sum(len(p) > 1 and any(map(str.isalpha, p)) for p in parts)
    return words > 1 and 2 * words >= sum(any(map(str.isalnum, p)) for p in parts)


def with_space_between_scripts(text: str) -> str:
    """One space between Han characters and Latin letters or digits."""
    for edge in _LATIN_EDGE:
        text = re.sub(edge, " ", text)
    return text


def _is_single(token: str) -> bool:
    """Whether a token is one character that stands apart, perhaps with a mark set close to it."""
    return len(token) == 1 or (len(token) == 2 and (token[0] in MARKS or token[1] in MARKS))


def _lead(text: str, core: str) -> str:
    blanks = text[: text.index(core[0])]
    if "\u3000" in blanks:
        return "\u3000" * blanks.count("\u3000")
    return "\u3000" * min(2, len(blanks) // 2) if is_han(core[0]) else ""


def _quotes_apart(tokens: Sequence[str]) -> bool:
    """Whether the line has a space inside its marks (`“ 大地`) or on both sides of a pair: none beside marks counts."""
    around = any(t[0] in OPENING for t in tokens[1:]) and any(t[-1] in CLOSING for t in tokens[:-1])
    if around:
        return True
    return any(t[-1] in OPENING for t in tokens[:-1]) or any(t[0] in CLOSING for t in tokens[1:])


class _Spaced:
    """A line taken apart at its spaces; what is costly to know is found out when it is asked for."""

    def __init__(
        self,
        tokens: Sequence[str],
        gaps: Sequence[str],
        beside: Callable[[], Sequence[str]],
        indent: int,
        keep: bool,
        below: str,
    ) -> None:
        self.tokens, self.gaps, self.beside = tokens, gaps, beside
        self.indent, self.keep, self.below = indent, keep, below

    @cached_property
    def han(self) -> list[int]:
        """How many Han characters each token holds."""
        return [sum(map(is_han, t)) for t in self.tokens]

    @cached_property
    def uneven(self) -> bool:
        """Whether the line has gaps of several widths."""
        return len(set(self.gaps)) > 1

    @cached_property
    def body(self) -> bool:
        """Whether the line is body text, in which no space stands between Han characters without a reason."""
        if self.indent > MOST_INDENT and not any(_SENTENCE.search(t) for t in self.tokens):
            return False
        if self.indent or any(_SENTENCE.search(t) for t in self.tokens) or _quotes_apart(self.tokens):
            return True
        size = sum(map(len, self.tokens))
        if len(self.gaps) >= LOOSE and 2 * len(self.gaps) >= size - 1 and max(self.han) < TIGHT:
            return True
        if size < 8 or (self.tokens[-1][-1] not in ENDS and min(self.han) > 1 and _begins_text(self.below)):
            return False  # no stop ends it, and a text begins right below
        return any(
            _SENTENCE.search(row) and abs(len("".join(row.split())) - size) <= 1 for row in self.beside()
        )

    def keeps(self, k: int, left: Sequence[str]) -> bool:
        """Whether the gap between tokens `k` and `k + 1` stands on the page. `left` is the line before it."""
        a, b = self.tokens[k][-1], self.tokens[k + 1][0]
        if len(self.gaps[k]) > 1 or "\u3000" in self.gaps[k]:
            if self.uneven or not (self.run(k, -1) or self.run(k + 1, 1)):
                return True
        for at in (k, k + 1) if self.signs else ():
            if (apart := sign_apart(self.tokens, self.words, at)) is not None:
                return apart
        if a in OPENING or b in TIGHT_BEFORE:
            return False
        if self.words[k] and any(map(str.isalnum, self.tokens[k])) and any(map(str.isalnum, self.tokens[k + 1])):
            return True
        a_han, b_han = is_han(a), is_han(b)
        if k == 0 and b_han and _LIST_NUMBER.fullmatch(self.tokens[0]):
            return True
        if a in STOPS or a in "）)" or b in "（(":
            return self.border(k, a, b) or _sentence(self.tokens[k], self.tokens[k + 1])
        if a_han != b_han and a not in CLOSING and b not in OPENING:
            return self.keep and not (self.run(k, -1) and self.run(k + 1, 1))
        if self.border(k, a, b):
            return True
        if k == len(self.gaps) - 1 and b in "摄攝文图圖" and len(self.tokens[k + 1]) == 1 and max(self.han) > 1:
            return not self.body or self._after_role(left)
        before, after = self.run(k, -1), self.run(k + 1, 1)
        if before and after and before + after >= RUN:
            return _latin(self.tokens[k]) and _latin(self.tokens[k + 1])
        if a in CLOSING or b in OPENING:
            return not self.body
        if not a_han:
            return _words(self.tokens[k], self.tokens[k + 1])
        if max(self.han[k], self.han[k + 1]) < 2:
            return False
        ahead = re.match(ROLE_AHEAD, self.tokens[k + 1])
        return bool(ahead) or self._after_role(left) or not self.body

    @staticmethod
    def _after_role(left: Sequence[str]) -> bool:
        """Whether a line so far ends with names behind the word for what they did."""
        return re.search(NAME_AFTER_ROLE, "".join(left[-NAMES:])[-TAIL:] + " ") is not None

    def border(self, k: int, a: str, b: str) -> bool:
        """Whether a letter-spaced stretch meets a tight one here: two headlines, or two columns, on one line."""
        if a.isdigit() or b.isdigit():
            return False
        if self.han[k + 1] >= TIGHT and self.run(k, -1) >= RUN and not self.run(k + 1, 1):
            return True
        return self.han[k] >= TIGHT and self.run(k + 1, 1) >= RUN and not self.run(k, -1)

    def run(self, k: int, step: int) -> int:
        """How many Han characters stand apart in a row from token `k` on, going left (-1) or right; up to `RUN`."""
        if not 0 <= k < len(self.tokens):
            return 0
        return (self.apart_left if step < 0 else self.apart_right)[k]

    @cached_property
    def apart_left(self) -> list[int]:
        return _runs(self.han)

    @cached_property
    def apart_right(self) -> list[int]:
        return _runs(self.han[::-1])[::-1]

    @cached_property
    def signs(self) -> bool:
        """Whether a token is nothing but a sign that may stand apart."""
        return any(map(SIGNS_APART.issuperset, self.tokens))

    @cached_property
    def words(self) -> list[bool]:
        """For each gap whether it lies in a run of words and figures in letters that were set tight."""
        return gaps_between_words(self.tokens)


def _begins_text(line: str) -> bool:
    """Whether a line begins a paragraph for certain: by its indent, or by the words with which stories begin."""
    return line.startswith(("\u3000\u3000", "    ")) or LEAD.match("".join(line[:TAIL].split())) is not None


def _runs(han: Sequence[int]) -> list[int]:
    """For each token how many Han characters stand apart up to it, up to `RUN`."""
    out: list[int] = []
    count = 0
    for n in han:
        count = min(RUN, count + n) if n <= 1 else 0
        out.append(count)
    return out


def _latin(token: str) -> bool:
    return len(token) > 1 and token.isascii() and token.isalpha()


def _sentence(a: str, b: str) -> bool:
    """Whether a mark and a space stand between two words of one sentence in letters: `eröffnet, zu`."""
    return _WORD_AND_MARK.search(a) is not None and _WORD.match(b) is not None


def _words(a: str, b: str) -> bool:
    """Whether a space between Latin letters or digits stands on the page: single ones were set apart, words not."""
    x, y = a[-1], b[0]
    if x.isdigit() and y.isdigit():
        if _SCORE.fullmatch(a) and _SCORE.fullmatch(b):
            return True
        return _size(a, True, str.isdigit) > 1 and _size(b, False, str.isdigit) > 1
    if x.isdigit() or y in NUMBER_SIGNS:
        return False  # 300 mm, 5 G: set tight beside Chinese
    if not x.isalpha() or not y.isalnum():
        return False
    size = _size(a, True, str.isalpha)
    if y.isdigit():
        return size > SHORT or (size > 1 and not a.isupper())
    return size > 1 or _size(b, False, str.isalpha) > 1


def _size(token: str, at_end: bool, kind: Callable[[str], bool]) -> int:
    """How many ASCII letters, or digits, stand in a row at one end of a token."""
    count = 0
    for ch in reversed(token) if at_end else token:
        if not (ch.isascii() and kind(ch)):
            break
        count += 1
    return count
