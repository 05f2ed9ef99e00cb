"""What a format has no place for, said once at the end of a run."""

from __future__ import annotations

from collections import Counter

from papercut.cli.console import Console
from papercut.model.page import Page
from papercut.plurals import counted
from papercut.translation.current import is_chinese, listed, translated
from papercut.writers import FORMATS, document_format, is_lossy


def say_aside(console: Console, aside: Counter[str]) -> None:
    """Say how much furniture is in no output."""
    if aside:
        kinds = listed(_said(count, _called(role)) for role, count in aside.most_common())
        console.say(f"set aside as furniture: {kinds}; --to json shows them")


def _said(count: int, name: str) -> str:
    """So many of something, in the language of the run."""
    return f"{translated(name)} {count}" if is_chinese() else counted(count, name)


def _called(role: str) -> str:
    """What a piece of a role is called."""
    return "removed piece" if role == "removed" else role.replace("_", " ")


class LeftOut:
    """Counts what a format has no place for, to say it once at the end."""

    def __init__(self, console: Console, to: str) -> None:
        self.console = console
        self.to = to
        self.aside: Counter[str] = Counter()
        self.lost: set[str] = set()

    def page(self, page: Page) -> None:
        """Count what a page has."""
        self.aside.update(f.role.value for f in page.furniture)
        if page.source.unit and page.printed:
            self.lost.add("boxes")
        if page.notes or any(article.notes for article in page.articles or ()):
            self.lost.add("notes")

    def say(self) -> None:
        """Say what of it was left out."""
        if is_lossy(self.to):
            say_aside(self.console, self.aside)
        lost = set() if self.to in FORMATS else self.lost & document_format(self.to).lacks
        if lost:
            self.console.say(f"{self.to} has no place for {' and '.join(sorted(lost))}; --to json shows them")
