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

    Raises `OutputError` if something cannot be written or is there already and `force` is not set, and `UsageError` if
    a second page comes for one file, or the extra is not installed. `may` is called with the path of each file before
    it is written, and raises where it may not be.
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

    def page(self, page: Page, picture: str = "", name: str | None = None) -> None:
        """Write the review of a page that has articles; `name` is what the index calls it."""
        if page.articles is None:
            raise StageError("there are no articles on the page yet: run separate-articles before reviewing it")
        if self.single and self.rows:
            raise UsageError(f"{self.out} holds one page, and there are several: give -o a folder")
        name = page.source.name if name is None else name
        file = self.out.name if self.single else safe_name([name, f"p{page.source.page:02d}"], ".html", self._taken)
        self._put(file, review_html(page, lang=self.lang, picture=picture))
        sure = min((a.confidence for a in page.articles), default=None)
        notes = len(page.notes) + sum(len(a.notes) for a in page.articles)
        self.rows.append({"name": name, "page": page.source.page, "articles": len(page.articles), "confidence": sure,
                          "notes": notes, "href": quote(file), "reason": ""})  # fmt: skip

    def missing(self, row: dict[str, Any], reason: str) -> None:
        """A page of a batch that has no review, and why; `row` is the manifest's."""
        self.rows.append({**row, "href": "", "reason": reason})

    def close(self) -> None:
        """Write the index, least certain pages first; a page without articles counts as certain."""
        if not self.single and self.rows:
            self._put(INDEX, index_html(sorted(self.rows, key=_doubtful_first), lang=self.lang))

    def _put(self, file: str, text: str) -> None:
        if self.put is not None:
            self.put(text)
            return
        path = self.out if self.single else self.out / file
        if self.may is not None:
            self.may(path)
        if not self.force and os.path.lexists(path):
            raise OutputError(f"{path} is there already: use --force to overwrite it")
        self._target.put(file, text.encode("utf-8", "replace"))


def _doubtful_first(row: dict[str, Any]) -> tuple[float, str, int]:
    sure = row["confidence"]
    return 2.0 if sure is None else sure, row["name"], row["page"]
