"""Records in folders: one an article, as Markdown or JSON, and one `page.json` a page, as `clean --out` writes them."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

from papercut.batches.outputs.shard_files import FileSink, FileWriter
from papercut.batches.outputs.target_folder import OWN, Target
from papercut.batches.records import PageDone, Shard
from papercut.writers.folder import page_files
from papercut.writers.names import LENGTH, RESERVED


class FolderSink(FileSink):
    """Each page has a folder of its own, below the output as its file is below the input."""

    def __init__(self, target: Target, to: str, parts: Sequence[str] = ()) -> None:
        super().__init__(target)
        self.to, self.parts = to, parts

    def writer(self, shard: Shard) -> FolderWriter:
        return FolderWriter(self, shard, self.to, self.parts)


class FolderWriter(FileWriter):
    """Writes the files of each page."""

    def __init__(self, sink: FileSink, shard: Shard, to: str, parts: Sequence[str]) -> None:
        super().__init__(sink, shard)
        self.to, self.parts = to, parts

    def page(self, done: PageDone) -> None:
        folder = f"{safe_path(done.input.name)}_p{done.page.source.page:02d}"
        for name, text in page_files(done.page, self.to, facts=done.facts, only=self.parts).items():
            self.stage(f"{folder}/{name}", text.encode("utf-8", "replace"))


def safe_path(name: str) -> str:
    """An input's name as a path that is safe on every file system, and its own: a part that must be changed gets a
    hash of what it was."""
    return "/".join(_safe(part) for part in name.split("/") if part) or "page"


def _safe(part: str) -> str:
    kept = "".join(ch if ch in "-_." or unicodedata.category(ch)[0] in "LNM" else "-" for ch in part).strip(".")
    kept = unicodedata.normalize("NFC", kept)
    if kept == part and len(part.encode()) <= LENGTH and not RESERVED.match(part) and part != OWN:
        return part
    cut = kept.encode()[: LENGTH - 20].decode("utf-8", "ignore")
    return f"{cut or 'page'}~{hashlib.sha256(part.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
