"""Folders of files that belong together: one ALTO or PAGE XML file a page, or METS with its ALTO files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from papercut.cli.console import Console
from papercut.cli.left_out import LeftOut
from papercut.cli.output_file import OutFile
from papercut.errors import OutputError
from papercut.model.page import Page
from papercut.writers import DOCUMENTS, DocumentOptions, document_of, write
from papercut.writers.names import safe_name, source_stem

PER_PAGE = ("alto", "page")
"""The formats in which a folder gets one file a page."""


class FileSet:
    """A folder of such files. METS is written when all pages are there, the others page by page. `check` raises for a
    path that may not be written."""

    def __init__(self, console: Console, root: Path, to: str, *, force: bool, check: Callable[[Path], None]) -> None:
        self.console, self.root, self.to, self.force, self.check = console, root, to, force, check
        self.options = DocumentOptions()
        self.pages: list[Page] = []
        self.taken: set[str] = set()
        self.said: list[str] = []
        self.left_out = LeftOut(console, to)
        document_of([], to, self.options)  # what is missing is said before pages are read

    def page(self, page: Page) -> None:
        if page.articles is None:
            write(page)
        self.left_out.page(page)
        if self.to == "mets":
            self.pages.append(page)
            return
        made = document_of([page], self.to, self.options)
        self.said += made.said
        name = safe_name([source_stem(page), f"p{page.source.page:02d}"], DOCUMENTS[self.to].suffix, self.taken)
        self._put({name: made.data})

    def close(self) -> None:
        if self.pages:
            from papercut.writers.mets import mets_files

            files, said = mets_files(self.pages, self.options)
            self.said += said
            self._put(files)
        for line in dict.fromkeys(self.said):
            self.console.say(f"{self.to}: {line}")
        self.left_out.say()

    def _put(self, files: dict[str, bytes]) -> None:
        """Write some files, or none if one may not be written."""
        made = []
        for name, data in files.items():
            path = self.root / name
            if path.parent != self.root and path.parent.is_symlink():
                raise OutputError(f"{path.parent} is a link: nothing is written outside {self.root}")
            self.check(path)
            made.append((OutFile(path, force=self.force), data))
        for file, data in made:
            file.put_bytes(data)
            file.close()
