"""A folder with one record an article: Markdown with front matter, JSON, or HTML; and one `page.json` a page.

A run of one page writes straight into the folder. In a run of several each page has a folder of its own in it, so
that `page.json` is never in doubt; the records' names say where they belong even when they are moved together.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papercut.codec.earlier_runs import PAGE, earlier_records, other_source, page_document
from papercut.codec.page import dumps
from papercut.errors import OutputError, StageError
from papercut.model.page import Page
from papercut.output_errors import unwritable
from papercut.visible_text import BIDI
from papercut.writers.json import document, page_keys
from papercut.writers.markdown import article_markdown
from papercut.writers.names import STDIN, article_label, key_of, safe_name, source_stem
from papercut.writers.only import bare, parts_of

if TYPE_CHECKING:  # patterns come with it that few runs need
    from papercut.issues.page_facts import Facts


class Folder:
    """Writes pages into a folder, which is made if it is not there. Links inside it are never followed.

    Raises `OutputError` if something cannot be written, or is there already and `force` is not set; nothing of a page
    is written then. With `force`, records that an earlier run made of the same page, and this one does not, go.
    `only` names the parts of articles that records have (all, if it is empty); `page.json` stays whole.
    `several` says that more than one page will come, if that is known beforehand; `check` is called
    with the path of each file before anything of its page is written, and raises where it may not be.
    """

    def __init__(
        self, root: Path, to: str, *, force: bool = False, trace: bool = False, several: bool = False,
        check: Callable[[Path], None] | None = None, only: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.root = root
        self.only = only
        self.to = to
        self.force = force
        self.trace = trace
        self.several = several
        self.check = check
        self.held: Page | None = None
        self.folders: set[str] = set()

    def beside(self, below: Path) -> Folder:
        """A folder below this one, for one page that stands in such a folder of another output."""
        return Folder(
            self.root / below, self.to, force=self.force, trace=self.trace, check=self.check, only=self.only
        )

    def page(self, page: Page) -> None:
        """Write a page; the first one is held back until it is known whether another follows."""
        if page.articles is None:
            raise StageError("there are no articles on the page yet: run separate-articles before writing")
        if not self.several and self.held is None:
            self.held = page
            return
        self.several = True
        held, self.held = self.held, None
        if held is not None:
            self._write(held, self._folder(held))
        self._write(page, self._folder(page))

    def close(self) -> None:
        """Write the page that was held back."""
        if self.held is not None:
            self._write(self.held, self.root)
            self.held = None

    def _folder(self, page: Page) -> Path:
        name = safe_name([source_stem(page), f"p{page.source.page:02d}"], taken=self.folders)
        return self.root / name

    def _write(self, page: Page, folder: Path) -> None:
        files = page_files(page, self.to, trace=self.trace, only=self.only)
        self._make(folder)
        stale = earlier_records(folder, page) if self.force else []
        if self.check is not None:
            for name in (*files, *stale):
                self.check(folder / name)
        if not self.force:
            if other := other_source(self.root, folder, page):
                raise OutputError(self._mixed(other, page))
            there = [name for name in files if os.path.lexists(folder / name)]
            if there:
                raise OutputError(self._there(folder, there[0], page))
        for name, text in files.items():
            put_file(folder / name, text, force=self.force)
        kept = {key_of(name) for name in files}
        for name in stale:
            if key_of(name) not in kept:
                _remove(folder / name)

    def _there(self, folder: Path, name: str, page: Page) -> str:
        """What is said where a file is there already."""
        source = page_document(folder).get("source")
        other = source.get("name") if isinstance(source, dict) else None
        if folder != self.root or not isinstance(other, str) or other == page.source.name:
            return f"{folder / name} is there already: use --force to overwrite it"
        return self._mixed(other, page)

    def _mixed(self, other: str, page: Page) -> str:
        """What is said where the articles of another run stand."""
        folder = self.root
        return (
            f"{folder} holds the articles of {other}, and of one run only: name another folder for {page.source.name}, "
            "or give all files to one run"
        )

    def _make(self, folder: Path) -> None:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if folder != self.root:
                if folder.is_symlink():
                    raise OutputError(f"{folder} is a link: nothing is written outside {self.root}")
                folder.mkdir(exist_ok=True)
        except OSError as error:
            raise unwritable(folder, error, "made") from error


def put_file(path: Path, text: str | bytes, *, force: bool) -> None:
    """Write one file. It is made under a name that is not there, so that no link is followed, and then renamed. Raises
    `OutputError` if it cannot be written, or is there already and `force` is not set."""
    made = path.with_name(f".{os.getpid()}.part") if force else path
    try:
        if force:
            made.unlink(missing_ok=True)
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text if isinstance(text, bytes) else text.encode("utf-8", "replace"))
            if force:
                made.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                made.unlink()
            raise
    except FileExistsError as error:
        raise OutputError(f"{path} is there already: use --force to overwrite it") from error
    except OSError as error:
        raise unwritable(path, error) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path} cannot be deleted: {error.strerror or error}") from error


def page_files(
    page: Page, to: str, *, trace: bool = False, facts: Facts | None = None, only: Sequence[str] = ()
) -> dict[str, str]:
    """The files of a page, by their names: one record an article, as `md`, `json` or `html`, and `page.json` last, so
    that it tells of a page that is complete. `facts` are those of its issue, where they are known already; `only` are
    the parts of articles that records have, where they do not have all."""
    doc = document(page, trace=trace, facts=facts)
    taken = {PAGE}
    named = "" if page.source.name == STDIN else source_stem(page)
    start = (doc.get("issue") or {}).get("date") or named
    files: dict[str, str] = {}
    index = []
    for order, (own, article) in enumerate(zip(doc["articles"], page.articles or (), strict=True), 1):
        name = safe_name([start, f"p{page.source.page:02d}", f"{order:02d}", article_label(article)], f".{to}", taken)
        if to == "json":
            text = dumps({**page_keys(doc), **parts_of(own, only)}, 2) + "\n"
        elif to == "html":
            from papercut.writers.html import article_html

            text = article_html(page, bare(article, only))
        else:
            text = front_matter({**page_keys(doc), **own}, only) + article_markdown(bare(article, only))
        files[name] = text
        index.append({"id": own["id"], "headline": own["headline"], "file": name})
    files[PAGE] = dumps({**doc, "articles": index}, 2) + "\n"
    return files


def front_matter(record: Mapping[str, Any], only: Sequence[str] = ()) -> str:
    """YAML front matter: each value is JSON on one line, which YAML reads as it is, whatever the page holds. With
    `only`, it has these parts of the article, and what says where it stands."""
    source = record["source"]
    rows: Sequence[tuple[str, Any]] = (
        ("id", record["id"]),
        *((key, record[key]) for key in ("headline", "kicker", "deck", "byline", "dateline")),
        *((key, record[key]) for key in ("continued_on", "continued_from")),
        ("source", {key: source[key] for key in ("name", "page", "sha256")}),
        ("lines", record["lines"]),
        ("confidence", record["confidence"]),
        ("issue", record.get("issue")),
    )
    kept = {*only, "id", "source", "issue"} if only else {key for key, _ in rows}
    return "---\n" + "".join(f"{key}: {_yaml(value)}\n" for key, value in rows if key in kept) + "---\n\n"


def _yaml(value: Any) -> str:
    """JSON with the space that YAML wants after a colon, and escapes for what YAML forbids in a file or what would turn
    the direction of text."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(
        f"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff{BIDI}]",
        lambda m: "\\ufffd" if "\ud800" <= m[0] <= "\udfff" else f"\\u{ord(m[0]):04x}",
        text,
    )
