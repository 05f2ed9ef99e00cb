"""The files of a review: one page in one file, or a folder with a file for each and an index."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from papercut.batches.outputs.target_folder import LocalTarget
from papercut.errors import OutputError, StageError, UsageError
from papercut.model.page import Page
from papercut.review.html import check, index_html, review_html
from papercut.writers.names import safe_name

INDEX = "index.html"


class Reviews:
    """Writes reviews into `out`: one file, which holds one page, if it is `single`; else a folder. `put` takes the page
    instead of a file.

    A single file is written at the end, since only then it is known that no second page comes. Raises `OutputError` if
    something cannot be written or is there already and `force` is not set, and `UsageError` if a second page comes for
    one file, or the extra is not installed. `may` is called with the path of each file before it is written, and raises
    where it may not be.
    """

    def __init__(
        self,
        out: Path,
        *,
        single: bool,
        lang: str = "auto",
        force: bool = False,
        put: Callable[[str], None] | None = None,
        may: Callable[[Path], None] | None = None,
    ) -> None:
        check()
        self.single = single
        self.put = put
        self.may = may
        self.out = out
        self.lang = lang
        self.force = force
        self.rows: list[dict[str, Any]] = []
        self._target = LocalTarget(out.parent if self.single else out)
        self._taken = {INDEX}
        self._held: str | None = None

    def page(self, page: Page, picture: str = "", name: str | None = None) -> None:
        """Write the review of a page that has articles; `name` is what the index calls it."""
        if page.articles is None:
            raise StageError("there are no articles on the page yet: run separate-articles before reviewing it")
        if self.single and self.rows:
            self._held = None
            raise UsageError(several_pages(str(self.out)))
        name = page.source.name if name is None else name
        file = self.out.name if self.single else safe_name([name, f"p{page.source.page:02d}"], ".html", self._taken)
        if self.single:
            self._check(self.out)
        text = review_html(page, lang=self.lang, picture=picture)
        if self.single:
            self._held = text
        else:
            self._put(file, text)
        sure = min((a.confidence for a in page.articles), default=None)
        notes = len(page.notes) + sum(len(a.notes) for a in page.articles)
        self.rows.append({"name": name, "page": page.source.page, "sha256": page.source.sha256,
                          "articles": len(page.articles), "confidence": sure, "notes": notes,
                          "href": quote(file), "reason": ""})  # fmt: skip

    def missing(self, row: dict[str, Any], reason: str) -> None:
        """A page of a batch that has no review, and why; `row` is the manifest's."""
        self.rows.append({**row, "href": "", "reason": reason})

    def close(self) -> None:
        """Write the single file, or the index, least certain pages first; a page without articles counts as certain."""
        if self._held is not None:
            self._put(self.out.name, self._held)
        elif not self.single and self.rows:
            self._put(INDEX, index_html(sorted(self.rows, key=_doubtful_first), lang=self.lang))

    def _put(self, file: str, text: str) -> None:
        if self.put is not None:
            self.put(text)
            return
        self._check(self.out if self.single else self.out / file)
        self._target.put(file, text.encode("utf-8", "replace"))

    def _check(self, path: Path) -> None:
        """Raise where a file may not be written."""
        if self.put is not None:
            return
        if self.may is not None:
            self.may(path)
        if not self.force and os.path.lexists(path):
            raise OutputError(f"{path} is there already: use --force to overwrite it")


def several_pages(out: str) -> str:
    """What is said where one file is to hold several pages."""
    return f"{'standard output' if out == '-' else out} holds one page, and there are several: give -o a folder"


def _doubtful_first(row: dict[str, Any]) -> tuple[float, str, int]:
    sure = row["confidence"]
    return 2.0 if sure is None else sure, row["name"], row["page"]
