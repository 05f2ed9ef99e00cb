"""Text that a page draws twice: shadows and outlines of headlines, and whole layers of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from papercut.model.geometry import Box

RUN = 12  # lines: a headline of more lines than this is not doubled as a block
HALF = 4  # visible characters in each half of a line that alone shows doubling: no phrase repeats so many
WORDS = 2  # the same on a page that doubles other lines: 研究研究 is a phrase elsewhere
EACH = 3  # so many characters that each stand twice show doubling: 高高興興 is a word
FULL = 3  # so many whole copies stand on a line whose last copy was cut off
MANY = 4  # so many copies on one line show doubling however short the phrase
LONGEST = 200  # visible characters in each copy


class Copy(NamedTuple):
    """Characters of a line that stand elsewhere too: index of the line, span in its compact text, reason."""

    at: int
    start: int
    end: int
    why: str


def find_duplicates(texts: Sequence[str], boxes: Sequence[Box | None] = ()) -> list[Copy]:
    """The second copies on a page. `texts` are the page's lines without any white space; blank ones are empty. `boxes`
    are the places of the lines, where these are known: what stands at a place of its own was printed twice, as a
    refrain is."""
    copies: list[Copy] = []
    rows: list[int] = []
    small: dict[int, int] = {}
    for i, text in enumerate(texts):
        if not text:
            continue
        rows.append(i)
        if fold := _each(text):
            copies += [Copy(i, at + 1, at + fold, "doubled-characters") for at in range(0, len(text), fold)]
            continue
        once = _period(text)
        if not once:
            continue
        if _wordy(text[:once], HALF if len(text) < MANY * once else WORDS):
            copies.append(Copy(i, once, len(text), "doubled-on-one-line"))
        elif _wordy(text[:once], WORDS):
            small[i] = once
    keys = [texts[i] for i in rows]
    copies += _blocks(rows, keys, [boxes[i] for i in rows] if boxes else [])
    if copies:
        copies += [Copy(i, once, len(texts[i]), "doubled-on-one-line") for i, once in small.items()]
    return copies


def _period(text: str) -> int:
    """The length of the shortest text of which a line is two or more copies, 0 if it is none."""
    if text[0] not in text[1:]:
        return 0
    at = (text + text).find(text, 1, len(text) + min(len(text) // 2, LONGEST))
    if WORDS <= at <= len(text) // 2:
        return at
    at = text.find(text[:HALF], 1)  # three copies and a part of one, where the line was cut off
    return at if HALF <= at <= len(text) // FULL and text[at:] == text[:-at] else 0


def _each(text: str) -> int:
    """How often each character of a line stands, one behind the other, as where a headline set downwards is drawn with
    its shadow (`設設立立西西德德`); 0 if they do not. No word of a language has three such characters in a row."""
    if len(text) < 2 * EACH or text[0] != text[1] or text.isascii():
        return 0
    fold = next((n for n in range(2, len(text)) if text[n] != text[0]), len(text))
    once = text[::fold]
    if len(once) < EACH or len(text) % fold or not _wordy(once, EACH):
        return 0
    return fold if "".join(ch * fold for ch in once) == text else 0


def _blocks(rows: list[int], keys: list[str], places: list[Box | None]) -> list[Copy]:
    """Runs of lines that come again at once: `A A`, `A B A B`, also with blank lines between."""
    copies: list[Copy] = []
    last: dict[str, int] = {}
    k = 0
    while k < len(keys):
        before = last.get(keys[k], -RUN - 1)
        period = k - before
        again = period <= RUN and keys[before:k] == keys[k : k + period] and _wordy("".join(keys[before:k]), WORDS)
        if again and not (places and all(_apart(places[j - period], places[j]) for j in range(k, k + period))):
            why = "doubled-line" if period == 1 else "doubled-block"
            copies += [Copy(rows[j], 0, len(keys[j]), why) for j in range(k, k + period)]
            # what stands behind the copy is compared with the text that was kept
            for j in range(k, k + period):
                last[keys[j]] = j
            k += period
            continue
        last[keys[k]] = k
        k += 1
    return copies


def _apart(one: Box | None, other: Box | None) -> bool:
    """Whether two lines stand at places that have nothing in common."""
    if one is None or other is None:
        return False
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def _wordy(text: str, least: int) -> bool:
    """Whether the text holds enough letters for its repetition to mean something; rows of `0` or `。` do not."""
    return len({c for c in text if c.isalpha()}) >= min(least, 2) and sum(c.isalnum() for c in text) >= least
