"""What a person should look at: notes, articles that are likely not right, and decisions that were close."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from papercut.model.page import Decision, Note, Page

LOW = 0.5
"""An article with less confidence is more likely wrong than right."""

CLOSE = 0.5
"""A decision is close if its runner-up had at least this part of its chance."""


class Doubt(NamedTuple):
    """`kind` is `note`, `low` or `close`; `line` a line of the page, 0 for the page as a whole; `article` its index or
    None. `code` and `text` are the note's; a close decision has its stage, what was chosen and what came second."""

    kind: str
    line: int
    article: int | None
    code: str = ""
    text: str = ""
    stage: str = ""
    choice: str = ""
    odds: float = 0.0
    second: str = ""
    second_odds: float = 0.0


def find_doubts(page: Page) -> list[Doubt]:
    """The doubts of a page, from its top to its end."""
    owner = {line: k for k, a in enumerate(page.articles or ()) for first, last in a.lines
             for line in range(first, last + 1)}  # fmt: skip
    return sorted(_doubts(page, owner), key=lambda d: d.line)


def _doubts(page: Page, owner: dict[int, int]) -> Iterator[Doubt]:
    for note in page.notes:
        yield _noted(note, owner.get(_first(note.lines)))
    for k, article in enumerate(page.articles or ()):
        if article.confidence < LOW:
            yield Doubt("low", _first(article.lines), k, odds=article.confidence)
        for note in article.notes:
            yield _noted(note, k)
    for decision in page.decisions:
        if _close(decision) and decision.runner_up:
            line = _first(decision.at)
            second, odds = decision.runner_up
            yield Doubt("close", line, owner.get(line), stage=decision.stage, choice=decision.choice,
                        odds=decision.odds, second=second, second_odds=odds)  # fmt: skip


def _noted(note: Note, article: int | None) -> Doubt:
    return Doubt("note", _first(note.lines), article, note.code, note.text, note.stage)


def _close(decision: Decision) -> bool:
    return decision.runner_up is not None and decision.runner_up[1] >= CLOSE * decision.odds


def _first(runs: tuple[tuple[int, int], ...]) -> int:
    return runs[0][0] if runs else 0
