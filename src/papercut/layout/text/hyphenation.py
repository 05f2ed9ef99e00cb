"""What stood at a line break between two words in a Western script: a space, nothing, or a hyphen to drop."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papercut.languages.page_script import is_hangul, is_unspaced
from papercut.languages.western import DOUBLE_HYPHEN, ELIDED, HYPHENS, SUSPENDED
from papercut.model.geometry import Printed
from papercut.model.pieces import Piece

DROP = "-"
"""In place of what goes between two lines: the hyphen at the end of the first goes."""

ADDRESS = 60
"""So many characters of a web address stand before a line's end, at most."""
_NAME_OPEN = re.compile("(?:^|[^A-Za-z])[A-Z][A-Za-z]{0,7}[-\u2010]$")
_ADDRESS_OPEN = re.compile(r"(?:https?://|www\.|[\w.\-]{1,30}@)[\w.\-/~?=&%]*$", re.ASCII)
_GOES_ON = re.compile(r"[A-Za-z0-9]")
_FIRST_WORD = re.compile(r"\w{1,12}")
_EASTERN = "\u2e80"


def line_joint(left: str, right: str) -> str:
    """What goes between two lines that are joined: a space, nothing, or `DROP`.

    A hyphen is dropped before a small letter, and within a word of capitals; before a capital it belongs to a name
    (`Saint-Denis`), and before `und` it stands for the rest of a word.
    """
    if left[-1] >= _EASTERN and not (is_hangul(left[-1]) or is_hangul(right[0])) and left[-1] not in HYPHENS:
        return ""
    hyphen = left[-1] in HYPHENS and len(left) > 1 and left[-2].isalpha() and left[-2] < _EASTERN
    if left[-1] == DOUBLE_HYPHEN:
        hyphen = len(left) > 2 and left[-3:-1].isalpha() and left[-2] < _EASTERN and right[0].islower()
    if hyphen:
        first = _FIRST_WORD.match(right)
        if right[0].islower() and not (first and first[0] in SUSPENDED):
            return DROP
        if right[0].isupper():
            capitals = len(left) > 2 and left[-3:-1].isupper() and len(right) > 1 and right[:2].isupper()
            return DROP if capitals else ""
    if left[-1] in HYPHENS and _NAME_OPEN.search(left) and right[0].isdigit():
        return ""  # a name broken behind its hyphen
    if left[-1] in "/@._-" and _ADDRESS_OPEN.search(left[-ADDRESS:]) and _GOES_ON.match(right):
        return ""
    if right[0] in HYPHENS and right[1:2].isalnum() and (left[-1].isupper() or left[-1].isdigit()):
        return ""  # a name broken before its hyphen
    if left[-1] in "“‘" or right[0] in "”’" or _open_sum(left, right) or ELIDED.search(left[-12:]):
        return ""
    return " " if was_space(_edge(left[:-4:-1]), _edge(right[:3])) else ""


def _edge(text: str) -> str:
    """The character that says which script a text's edge is in: behind quotation marks, and behind a dash that stands
    apart, since Chinese has the same marks."""
    bare = text.lstrip("“”‘’") or text
    return bare[2] if bare[0] in "—–…" and len(bare) > 2 and bare[1] == " " else bare[0]


def _open_sum(left: str, right: str) -> bool:
    """Whether a sign set tight to the figure before it has its other figure on the next line: `3-` and `2`."""
    return len(left) > 1 and left[-2].isdigit() and left[-1] in "-/:∶×+=" and right[0].isdigit()


def joint_after(printed: Sequence[Printed], pieces: Sequence[Piece], left: str, right: str) -> str:
    """What goes between a text and the line that goes on with it: what the file says of the hyphen at the text's end,
    if it says something, else what the text itself says. `pieces` are the text's, `printed` the page's."""
    told = printed[pieces[-1].line - 1].hyphen if printed and pieces else None
    if told is None or len(left) < 2 or left[-1] not in HYPHENS:
        return line_joint(left, right)
    return "" if told else DROP


def word_gap(left: str, right: str) -> str:
    """What goes between two lines of display type, whose hyphens stay: a space between words, else nothing."""
    if not left or not right:
        return ""
    figures = (left[-1] + right[0]).isascii() and left[-1].isalnum() and right[0].isalnum()
    return " " if figures or line_joint(left, right) == " " else ""


def was_space(left: str, right: str) -> bool:
    """Whether a line break between these two characters stood for a space: between words in letters, Korean ones too,
    not in numbers, and not in scripts whose words have none between them."""
    if (left.isdigit() and right.isdigit()) or (is_unspaced(left) and is_unspaced(right)):
        return False
    if is_hangul(left) or is_hangul(right):  # before a syllable, ideographs are a noun whose ending it is
        ends = is_hangul(left) or _western(left) or left == "…"
        return ends and (is_hangul(right) or _western(right) or right.isalpha())
    return _western(left) and _western(right)


def _western(ch: str) -> bool:
    return ch < _EASTERN and ch not in "“”‘’—…·（《" and not ch.isspace()
