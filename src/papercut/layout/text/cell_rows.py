"""Lines whose spaces part cells: lists of names, and rows of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from papercut.languages.structured_lines import AT_A_TIME, IN_BRACKETS, PROSE, row_shape

LONGEST = 12
"""A cell beside others that a single space parts has no more characters."""
OF_DRAW = 5
"""The number of a draw has so many figures at least."""
_OF_DRAW = re.compile(r"第?[0-9]{1,9}期?")
_SIGNS = frozenset("+＋|｜/")
_NUMBER = re.compile(r"[-+±]?[0-9０-９][0-9０-９.．,，:：%％/∶～~-]*℃?")
_SCORE = re.compile(r"[0-9０-９]{1,3}[:：∶-][0-9０-９]{1,3}")
_LEADERS = re.compile(r"[.…·]{3,}")
_SENTENCE = re.compile(r"[，。；、,;]")
_CLAUSE = re.compile(r"[，。；、;！？]|,(?!\d)")
_WIDE_GAP = re.compile(r"\s{2,}|\u3000")
_PROSE = re.compile(r"[，。；、（）《》“”]")


def is_han(ch: str) -> bool:
    """Whether a character is Han. Tested by ranges, since this runs for every character of spaced lines."""
    if "\u4e00" <= ch <= "\u9fff":
        return True
    return "\u3400" <= ch <= "\u4dbf" or ch >= "\U00020000" or "\uf900" <= ch <= "\ufaff" or ch in "〇○々"


def is_list_of_names(tokens: Sequence[str], gaps: Sequence[str]) -> bool:
    """`王 刚  李 娜  欧阳小明`: names of two characters are spread to the width of three."""
    wide = [len(g) > 1 or g == "\u3000" for g in gaps]
    if not any(wide) or all(wide):
        return False
    name: list[str] = []
    spread_names = 0
    for token, ends in zip(tokens, [*wide, True], strict=True):
        name.append(token)
        if not ends:
            continue
        size = sum(map(len, name))
        if not 2 <= size <= 4 or len(name) > 2 or not all(is_han(c) for t in name for c in t):
            return False
        spread_names += len(name) == 2
        name = []
    return spread_names > 0


def is_wide_row(text: str, beside: Callable[[], Sequence[str]]) -> bool:
    """A row of entries that wide gaps part, beside another such row: no mark of a sentence is on it but in brackets."""
    return _has_wide_gaps(text) and any(map(_has_wide_gaps, beside()))


def _has_wide_gaps(text: str) -> bool:
    """Whether wide gaps part longer entries on a line, not the characters of one."""
    text = text.strip()
    if not _WIDE_GAP.search(text) or _CLAUSE.search(IN_BRACKETS.sub("", text)):
        return False
    return max(map(len, text.split())) > 2


def is_figure_row(tokens: Sequence[str], beside: Callable[[], Sequence[str]]) -> bool:
    """A row of three cells and more with figures among them, beside another such row, and beside no running text."""
    if not _has_figures(tokens):
        return False
    rows = beside()
    return any(_has_figures(row.split()) for row in rows) and not any(map(_CLAUSE.search, rows))


def _has_figures(tokens: Sequence[str]) -> bool:
    """Whether three tokens and more have no mark of a sentence, next to none is a single character, and two of them
    hold figures: characters that were set apart are no cells."""
    if len(tokens) < 3 or max(map(len, tokens)) > LONGEST or any(_CLAUSE.search(t) for t in tokens):
        return False
    return 4 * sum(len(t) == 1 for t in tokens) < len(tokens) and sum(map(_holds_figure, tokens)) > 1


def _holds_figure(token: str) -> bool:
    return any(ch.isascii() and ch.isdigit() for ch in token)


def is_draw(tokens: Sequence[str], beside: Callable[[], Sequence[str]]) -> bool:
    """A row of a name and nothing but figures, of which each row has its own count, as the draws of lotteries are
    printed: beside another one, or with the number of the draw. Figures that were set apart have no long ones among
    them."""
    if not _is_draw(tokens):
        return False
    if max(map(len, tokens[1:])) >= OF_DRAW:
        return True
    rows = [row for row in map(str.split, beside()) if _is_draw(row)]
    return any(len(t) > 1 for row in rows for t in row[1:])


def _is_draw(tokens: Sequence[str]) -> bool:
    if len(tokens) < 4 or len(tokens[0]) < 2 or not any(map(str.isalpha, tokens[0])) or _PROSE.search(tokens[0]):
        return False
    figures = [t for t in tokens[1:] if t not in _SIGNS]
    return len(figures) > 2 and all(map(_OF_DRAW.fullmatch, figures))


def is_programme(text: str, beside: Callable[[], Sequence[str]]) -> bool:
    """A row of a time and what is then, beside another such row: the space behind the time stands on the page."""
    return _at_a_time(text) and any(map(_at_a_time, beside()))


def _at_a_time(text: str) -> bool:
    return AT_A_TIME.match(text) is not None and not PROSE.search(IN_BRACKETS.sub("", text))


def is_row(tokens: Sequence[str], beside: Callable[[], Sequence[str]]) -> bool:
    """A row of words and a figure among others of the same shape, or the names of its columns."""
    if not 2 <= len(tokens) <= 4:
        return False
    shape = row_shape(tokens)
    if not shape and any(map(_NUMBER.search, tokens)):
        return False
    rows = [row.split() for row in beside()]
    shapes = Counter(row_shape(row) for row in rows if len(row) == len(tokens))
    if shape:
        return shapes[shape] > 1
    return any(count > 1 for found, count in shapes.items() if found) and not any(map(_PROSE.search, tokens))


def is_table(tokens: Sequence[str], beside: Callable[[], Sequence[str]]) -> bool:
    """A row of cells: figures beside one another, leaders, the same shape as the row above or below, or the names of
    such a row's columns."""
    if len(tokens) < 3:
        return False
    if any(map(_LEADERS.fullmatch, tokens)):
        return True
    numbers = [len(t) for t in tokens if _NUMBER.fullmatch(t)]
    if any(_PROSE.search(t) for t in tokens):
        return False
    if not numbers and len(tokens) > 3:
        rows = [row.split() for row in beside() if not _PROSE.search(row)]
        return any(len(row) == len(tokens) and _figures(row) > 1 for row in rows)
    if not numbers or (len(numbers) < 2 and len(tokens) < 4 and not any(map(_SCORE.fullmatch, tokens))):
        return False
    shape = [bool(_NUMBER.fullmatch(t)) for t in tokens]
    cells = zip(shape, tokens, strict=True)
    if any(a and b and len(x) > 1 and len(y) > 1 for (a, x), (b, y) in pairwise(cells)):
        return True
    return any(
        shape == [bool(_NUMBER.fullmatch(t)) for t in row.split()] and len(row) > 2 * len(tokens)
        for row in beside()
        if not _SENTENCE.search(row)
    )


def _figures(tokens: Sequence[str]) -> int:
    return sum(_NUMBER.fullmatch(t) is not None for t in tokens)
