"""Files whose names are made from a pattern, such as `out/{date}-{page}-{headline}.md`: one an article or a page."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Any

from papercut.codec.page import dumps
from papercut.errors import OutputError, StageError, UsageError
from papercut.model.page import Page
from papercut.output_errors import unwritable
from papercut.writers import DOCUMENTS, FORMATS, DocumentOptions, document_of, write
from papercut.writers.folder import front_matter, put_file
from papercut.writers.json import document, page_keys, to_json
from papercut.writers.markdown import article_markdown
from papercut.writers.names import article_label, safe_name, source_stem
from papercut.writers.only import bare, parts_of, write_only

OF_PAGE = ("paper", "date", "page", "section", "source", "file_page")
OF_ARTICLE = ("number", "headline", "kicker", "byline", "id")
"""What may stand between braces: facts of the issue, the file and the number of the page in it; and of an article, its
number on the page among them."""

WHOLE_PAGES = ("alto", "page", "iiif")
"""The formats that describe a page, so that no file of them can be one article."""


def is_pattern(out: str) -> bool:
    """Whether the name of an output has a place for something of the page."""
    return bool(re.search(r"\{[^{}]*\}", out))


class NamedFiles:
    """Writes a file for each article, or for each page if nothing of an article is in the pattern.

    What is not known of a page is left out of the name, with the mark beside it. Names are made safe, and a number is
    added where one is taken. Raises `UsageError` for a field that there is not, and `OutputError` where a file is there
    already and `force` is not set, or cannot be written. `only` names the parts of articles that are written, if not
    all are, and `options` what a format of documents can be told. `check` is called with the path of each file before
    it is written.
    """

    def __init__(
        self, pattern: str, to: str, *, force: bool = False, trace: bool = False,
        check: Callable[[Path], None] | None = None, only: Sequence[str] = (),
        options: DocumentOptions | None = None,
    ) -> None:  # fmt: skip
        self.to = to
        self.only = only
        self.options = options or DocumentOptions()
        self.force = force
        self.trace = trace
        self.check = check
        path = Path(pattern)
        self.ending = ending_of(path.name, to)
        self.parts = [_parsed(part) for part in (*path.parts[:-1], path.name.removesuffix(self.ending))]
        fields = {field for part in self.parts for _, field in part if field}
        self.of_article = bool(fields & set(OF_ARTICLE))
        if self.of_article and to in WHOLE_PAGES:
            known = ", ".join(f"{{{name}}}" for name in OF_PAGE)
            raise UsageError(f"{to} describes whole pages: name its files after the page ({known})")
        self.taken: dict[Path, set[str]] = {}
        self.said: dict[str, None] = {}
        """What formats of documents said that they could not hold, in order."""
        self.bare: list[str] = []
        """The pages of which no file was written, since they have no articles."""
        if to not in FORMATS and to not in WHOLE_PAGES:
            document_of([], to, self.options)  # what is missing is said before pages are read

    def page(self, page: Page) -> None:
        """Write the files of a page."""
        if page.articles is None:
            raise StageError("there are no articles on the page yet: run separate-articles before writing")
        if not page.articles and (self.of_article or self.to == "epub"):
            name, number = page.source.name or "the page", page.source.page
            self.bare.append(name if number == 1 else f"{name}, page {number}")
            return
        doc = document(page, trace=self.trace)
        known = {
            **(doc.get("issue") or {}), "source": source_stem(page), "file_page": f"{page.source.page:02d}",
        }  # fmt: skip
        if not self.of_article:
            self._put(self._path(known), self._page_text(page))
            return
        for number, (own, article) in enumerate(zip(doc["articles"], page.articles, strict=True), 1):
            short = bare(article, self.only)
            text: str | bytes
            if self.to in ("json", "jsonl"):
                record = {**page_keys(doc), **parts_of(own, self.only)}
                text = dumps(record, 2 if self.to == "json" else None) + "\n"
            elif self.to == "md":
                text = front_matter({**page_keys(doc), **own}, self.only) + article_markdown(short)
            else:
                text = self._page_text(page.replace(articles=(short,), furniture=(), meta=()))
            more = {**known, **own, "number": f"{number:02d}", "headline": article_label(article)}
            self._put(self._path(more), text)

    def close(self) -> None:
        """Every file is complete already."""

    def _page_text(self, page: Page) -> str | bytes:
        """What a file of this page holds."""
        if self.to not in FORMATS:
            made = document_of([page], self.to, self.options)
            self.said |= dict.fromkeys(made.said)
            return made.data
        if self.only:
            return write_only(page, self.to, self.only)
        return to_json(page, trace=self.trace) if self.to == "json" else write(page, self.to)

    def _path(self, known: Mapping[str, Any]) -> Path:
        folder = Path()
        *folders, last = self.parts
        for part in folders:
            if not any(field for _, field in part):  # as the user wrote it, whatever it is
                folder /= "".join(text for text, _ in part)
            elif name := _filled(part, known):
                folder /= safe_name([name])
                if folder.is_symlink():
                    raise OutputError(f"{folder} is a link: nothing is written through it")
        return folder / safe_name([_filled(last, known)], self.ending, self.taken.setdefault(folder, set()))

    def _put(self, path: Path, text: str | bytes) -> None:
        if self.check is not None:
            self.check(path)
        if not self.force and os.path.lexists(path):
            raise OutputError(f"{path} is there already: use --force to overwrite it")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(path.parent, error, "made") from error
        put_file(path, text, force=self.force)


def ending_of(name: str, to: str) -> str:
    """What ends the names of such files: `.tei.xml` is one ending, where TEI is written."""
    own = DOCUMENTS[to].suffix if to in DOCUMENTS else ""
    return name[len(name) - len(own) :] if own and name.lower().endswith(own) else Path(name).suffix


Part = list[tuple[str, str | None]]
"""A part of a path: texts, each with the field behind it."""


def _parsed(part: str) -> Part:
    try:
        found = list(Formatter().parse(part))
    except ValueError as error:
        raise UsageError(f"{part} is no pattern of names ({error}): write {{{{ for a brace") from error
    out: Part = []
    for text, field, form, conversion in found:
        if field is not None and (form or conversion or field not in (*OF_PAGE, *OF_ARTICLE)):
            near = difflib.get_close_matches(field, (*OF_PAGE, *OF_ARTICLE), 1)
            way = f"there is {known_fields()}"
            if near and not (form or conversion):
                way = f"did you mean {{{near[0]}}}? {way}"
            raise UsageError(f"{{{field}}} is nothing that names know: {way}")
        out.append((text, field))
    return out


def known_fields() -> str:
    """The fields as messages name them."""
    return ", ".join(f"{{{name}}}" for name in (*OF_PAGE, *OF_ARTICLE))


def _filled(part: Part, known: Mapping[str, Any]) -> str:
    """The part with what is known; of a field without a value the mark before it goes too."""
    name = ""
    for text, field in part:
        name += text + (str(known.get(field) or "") if field else "")
    return re.sub("([-_])[-_]+", r"\1", name)
