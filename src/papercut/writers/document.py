"""What formats have in common whose file holds all pages of a run: a table, an issue to read, an archive's XML."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from papercut.chinese_scripts import language_tag
from papercut.model.page import Page
from papercut.writers.names import STDIN

OLDEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive, so that the same pages give the same bytes."""


class Document(NamedTuple):
    """The bytes of a file, and what is to be said of it: one line for each thing that the format could not hold."""

    data: bytes
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentOptions:
    """What a user can say of such a file. `bom` puts a byte order mark before a CSV file; `base_url` is the address
    at which an IIIF manifest and the pictures of its pages will stand."""

    bom: bool = False
    base_url: str = ""


def title_of(pages: Sequence[Page]) -> str:
    """What to call these pages: the newspaper and the day, if they agree on these, or the name of their file."""
    from papercut.issues.page_facts import facts_of  # with patterns that most runs do not need

    facts = [facts_of(page, page.source.name) for page in pages]
    papers, dates = {f.paper for f in facts if f.paper}, {f.date for f in facts if f.date}
    named = [next(iter(found)) for found in (papers, dates) if len(found) == 1]
    if papers and len(papers) == 1:
        return " ".join(named)
    stems = list(dict.fromkeys(Path(page.source.name).stem for page in pages if page.source.name not in ("", STDIN)))
    return stems[0] if len(stems) == 1 else " ".join(named) or (f"{stems[0]} …" if stems else "papercut")


def page_title(page: Page) -> str:
    """What to call a page beside others: its printed number, or that in the file."""
    from papercut.issues.page_facts import facts_of  # with patterns that most runs do not need

    printed = facts_of(page, page.source.name).page
    return printed or str(page.source.page)


def page_heading(page: Page, lang: str) -> str:
    """What stands over the articles of a page: its number, in words of their language."""
    number = page_title(page)
    return f"第{number}版" if lang.startswith("zh") else f"Page {number}"


def page_language(pages: Sequence[Page]) -> str:
    """The language tag of the text of all pages; empty if it cannot be told."""
    return language_tag("".join(block.text for p in pages for a in p.articles or () for block in (*a.parts, *a.body)))


def made_at() -> datetime:
    """When the file is made, in UTC; `SOURCE_DATE_EPOCH` sets it, so that the same pages give the same bytes."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(given), UTC) if given.isdecimal() else datetime.now(UTC)
    return now.replace(microsecond=0)
