"""What stands among pages and is none: it is passed over, and counted by its kind.

A file is told by its name where a system or a program always calls it so, else by what it holds.
"""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from papercut.batches.records import Input
from papercut.codec.page import PAGE_START
from papercut.readers.page_ranges import chosen

Why = Literal["hidden", "system", "own", "json", "mets", "link", "excluded"]
"""Why a file is passed over: its name begins with a dot; a system or an office program keeps it for itself; papercut
wrote it; it is JSON in which nothing is a page; it only names the files of an issue; it is a link to a folder, or out
of the one that is looked through; `--include` or `--exclude` leave it out."""

SAID: dict[Why, tuple[str, str]] = {
    "hidden": ("{count} hidden file", "{count} hidden files"),
    "system": ("{count} file of the system", "{count} files of the system"),
    "own": ("{count} output of papercut", "{count} outputs of papercut"),
    "json": ("{count} JSON file without a page", "{count} JSON files without a page"),
    "mets": ("{count} METS file", "{count} METS files"),
    "link": ("{count} link that is not followed", "{count} links that are not followed"),
    "excluded": ("{count} left out by --include or --exclude", "{count} left out by --include or --exclude"),
}
"""What one and what several of a kind are called."""

SYSTEM = re.compile(
    r"desktop\.ini|folder\.htt|(?:eh)?thumbs(?:_vista)?\.db|\.ds_store|icon\r|picasa\.ini|pspbrwse\.jbf|.+\.lnk"
    r"|\.(?:directory|localized|nomedia|picasa\.ini|fseventsd|spotlight-v100|trashes|trash-\d+|apdisk)"
    r"|\$recycle\.bin|recycler|system volume information|lost\+found|@eadir|#recycle|__macosx|\._.+"
    r"|~\$.+|\.~lock\..+#|~wrl\d+\.tmp|.+\.(?:db|sqlite3?)-(?:wal|shm|journal)"
    r"|.+:(?:zone\.identifier|encryptable)|.+\.(?:crdownload|partial|part|filepart)|autorun\.inf|__pycache__"
    r"|#.+#|.+[^\s~]~|bagit\.txt|bag-info\.txt|(?:tag)?manifest-(?:md5|sha\d+)\.txt"
    r"|(?:md5|sha\d+)sums?(?:\.txt)?|.+\.(?:md5|sha1|sha256|sha512)",
    re.IGNORECASE | re.DOTALL,
)
"""Names of files and folders of Windows, macOS, Linux desktops, network drives and picture viewers, of the locks that
Word, Excel and LibreOffice put beside an open document, of what SQLite keeps beside a database, of what Windows,
browsers and editors leave beside a file (where it is from, parts of a download, what stood there before), and of
checksums."""

OUTPUT = re.compile(r"papercut\.toml|(?:shard|pages|stories|articles)-[0-9a-f]{12}\.(?:jsonl|parquet)")
"""Names of papercut's settings, and of the files of a batch."""
HEAD = 1 << 20
"""Bytes that tell what a file holds."""

SMALL = 1 << 16
"""JSON of more bytes is only looked at for words that any OCR writes."""

_PLACES = re.compile(rb"box|poly|vert|geometr|location|points|words|\"(?:pos|text)", re.IGNORECASE)
_RECORD = re.compile(rb"---\r?\nid: \".*?\n(?:.*\n){0,40}?source: \{\"name\":")
_REVIEW = re.compile(rb'<meta name="generator" content="papercut ')


@dataclass
class FileFilter:
    """What of all files is taken. Patterns are matched against a file's name as records have it, and each folder's or
    archive's above it; one without `/` against the last part of each."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    pages: str = ""
    """Which pages are taken (`2-5,9`): of an archive, which of its files."""
    told: Callable[[str, Why], None] | None = None
    """Told of each file, or whole folder, that is passed over."""
    counts: Counter[Why] = field(default_factory=Counter)

    def leaves(self, name: str) -> bool:
        """Whether a file is passed over for its name; it is counted then."""
        why = self._by_name(name)
        return why is not None and self.passed(name, why)

    def leaves_folder(self, name: str) -> bool:
        """Whether a folder and all below it is passed over for its name; it is counted as one then."""
        last = name.rpartition("/")[2]
        why: Why | None = "system" if SYSTEM.fullmatch(last) else "hidden" if last.startswith(".") else None
        if why is None and _matches_any(name, self.exclude):
            why = "excluded"
        return why is not None and self.passed(name, why)

    def leaves_content(self, name: str, head: bytes, path: Path | None = None) -> bool:
        """Whether a file is passed over for what it holds, of which `head` is the first `HEAD` bytes; `path` is where
        it stands, if it stands in a folder."""
        from papercut.readers.formats import found_format, knows_elsewhere

        why: Why | None = None
        if is_own(head, path):
            why = "own"
        elif (form := found_format(head)) == "mets":
            why = "mets"
        elif form == "ocr-json" and _is_without_page(head) and not knows_elsewhere(head, name):
            why = "json"
        return why is not None and self.passed(name, why)

    def numbered(self, members: Iterable[Input]) -> Iterator[Input]:
        """Those files of an archive that are wanted: each counts as a page of it."""
        if not self.pages:
            yield from members
            return
        wanted = chosen(self.pages)
        yield from (member for number, member in enumerate(members, 1) if wanted(number))

    def passed(self, name: str, why: Why) -> bool:
        """Count a file that is passed over."""
        self.counts[why] += 1
        if self.told is not None:
            self.told(name, why)
        return True

    @staticmethod
    def is_system(part: str) -> bool:
        """Whether a file or folder of this name is a system's own."""
        return SYSTEM.fullmatch(part) is not None

    def _by_name(self, name: str) -> Why | None:
        last = name.rpartition("/")[2]
        if SYSTEM.fullmatch(last):
            return "system"
        if OUTPUT.fullmatch(last):
            return "own"
        if _matches_any(name, self.exclude) or (self.include and not _matches_any(name, self.include)):
            return "excluded"
        return None


def is_own(head: bytes, path: Path | None = None) -> bool:
    """Whether a file that begins so was written by papercut: page and article documents, records as Markdown, a
    review, corrections, or a database of a batch."""
    if PAGE_START.match(head) or _RECORD.match(head) or _REVIEW.search(head, 0, 2000):
        return True
    if head.startswith(b'{"correction":'):
        return True
    if path is not None and head.startswith(b"SQLite format 3\0"):
        from papercut.batches.outputs.sqlite import SqliteSink
        from papercut.errors import OutputError

        with suppress(OutputError):
            return SqliteSink(path).settings() is not None
    return False


def _is_without_page(head: bytes) -> bool:
    """Whether JSON, or JSON lines, are in no shape that a reader knows."""
    if len(head) > SMALL:
        return not _PLACES.search(head)
    from papercut.readers.ocr.service_json import is_none

    return is_none(head)


def counts_text(counts: dict[Why, int] | Counter[Why]) -> str:
    """The counts in words: `2 files of the system, 1 output of papercut`."""
    return ", ".join(SAID[why][n != 1].format(count=n) for why, n in sorted(counts.items()) if why in SAID)


def _matches_any(name: str, patterns: tuple[str, ...]) -> bool:
    if not patterns:
        return False
    parts = name.split("/")
    return any(_matches(parts, pattern.rstrip("/")) for pattern in patterns)


def _matches(parts: list[str], pattern: str) -> bool:
    if "/" not in pattern:
        return any(fnmatch.fnmatchcase(part, pattern) for part in parts)
    wanted = pattern.lstrip("/").split("/")
    return any(path_matches(parts[:end], wanted) for end in range(1, len(parts) + 1))


def path_matches(path: list[str], pattern: list[str]) -> bool:
    """Whether a path's parts are those of a pattern, in which `*` stays within a part and `**` is any number of them.

    By table, one row a part of the pattern: a pattern of many `**` takes no longer than its length.
    """
    row = [True] + [False] * len(path)
    for part in pattern:
        new = [part == "**" and row[0]]
        for k, name in enumerate(path, 1):
            new.append(row[k] or new[k - 1] if part == "**" else row[k - 1] and fnmatch.fnmatchcase(name, part))
        row = new
    return row[-1]
