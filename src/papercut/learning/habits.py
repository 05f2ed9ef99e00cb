"""The habits that are learned, each from what it needs of the pages, as options of a stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from papercut.learning.examples import Example, Way
from papercut.learning.furniture_phrases import furniture_patterns, line_texts
from papercut.learning.label_habits import label_weights, labelled_page
from papercut.learning.role_habits import cue_weights, role_choices
from papercut.settings import Options


@dataclass(frozen=True)
class Habit:
    """Something that newspapers do differently. `seen` takes from a page what is needed of it, `learned` makes of that
    of many pages the value of an option of a stage; an empty one says that nothing was found."""

    name: str
    stage: str
    option: str
    seen: Callable[[Example, Way], Any]
    learned: Callable[[Sequence[Any]], tuple[str, ...]]

    def options(self, seen: Iterable[Any]) -> Options:
        """What these pages teach; nothing if that is nothing."""
        found = self.learned([one for one in seen if one is not None])
        return {self.stage: {self.option: found}} if found else {}


HABITS = (
    Habit("furniture", "set-aside", "furniture_patterns", line_texts, furniture_patterns),
    Habit("labels of lines", "build-paragraphs", "label_weights", labelled_page, label_weights),
    Habit(
        "kickers and decks",
        "place-headlines",
        "cue_weights",
        role_choices,
        lambda pages: cue_weights([choice for page in pages for choice in page]),
    ),
)
CONFIDENCE = "confidence"
STAGE, OPTION = "place-headlines", "confidence_line"
