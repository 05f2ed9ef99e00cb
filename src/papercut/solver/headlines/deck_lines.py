"""Which of the lines below a headline are one deck."""

from __future__ import annotations

from collections.abc import Sequence

from papercut.languages.common_words import word_across
from papercut.solver.headlines.display_units import Unit

EASTERN = "\u2e80"
SAME_DECK, CLOSE_LINES = 1.05, 0.6
"""Lines of one deck in letters differ in size by no more than this factor, and stand no more em apart."""


def decks_of(lines: Sequence[list[Unit]], story: str) -> list[list[list[Unit]]]:
    """The lines of decks, those together that are one deck: after a dash, or where the break falls within a word; in
    letters those that stand close, or go on with a small letter."""
    out: list[list[list[Unit]]] = []
    for line in lines:
        text = line[0].text
        if out and text[:1] not in "—─":
            last = out[-1]
            upper = last[-1][-1]
            small = text[:1].islower() and line[0].size == upper.size
            near = small or _in_one_deck(upper, line[0])
            if last[0][0].text[:1] in "—─" or near or _within_word(upper.text, text, story):
                last.append(line)
                continue
        out.append([line])
    return out


def _in_one_deck(upper: Unit, lower: Unit) -> bool:
    """Whether two lines in letters are of one deck by their places: in one type, close below each other."""
    if not (upper.box and lower.box and upper.size and lower.size) or max(upper.text + lower.text) >= EASTERN:
        return False
    large, small = max(upper.size, lower.size), min(upper.size, lower.size)
    alike = large <= SAME_DECK * small and upper.text.isupper() == lower.text.isupper()
    return alike and lower.box[1] - upper.box[3] <= CLOSE_LINES * small


def _within_word(upper: str, lower: str, story: str) -> bool:
    """Whether a break between two lines falls within a word that the story has, and not between two that happen to meet
    there too."""
    meets = story.count(upper[-1] + lower[0])
    return meets > 1 or (meets > 0 and word_across(upper[-3:], lower[:3]) == "word")
