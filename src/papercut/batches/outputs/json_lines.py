"""JSON lines: a file of records a shard, one an article; beside it one of pages, and one of joined stories."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import IO, Any

from papercut.batches.outputs.shard_files import FileSink, FileWriter
from papercut.batches.outputs.target_folder import Target
from papercut.batches.records import PageDone, Shard
from papercut.codec.page import dumps
from papercut.writers.json import document, page_keys
from papercut.writers.only import parts_of

KINDS = ("shard", "pages", "stories")


class LinesSink(FileSink):
    """`shard-ID.jsonl` holds articles, `pages-ID.jsonl` the pages they stand on with furniture, notes and history,
    `stories-ID.jsonl` the stories that go on from page to page."""

    def __init__(self, target: Target, parts: Sequence[str] = ()) -> None:
        super().__init__(target)
        self.parts = parts

    def writer(self, shard: Shard) -> LinesWriter:
        return LinesWriter(self, shard, self.parts)


class LinesWriter(FileWriter):
    """Writes each page's lines at once: a shard may hold more than memory does."""

    def __init__(self, sink: FileSink, shard: Shard, parts: Sequence[str]) -> None:
        super().__init__(sink, shard)
        self.parts = parts
        self.open: dict[str, IO[bytes]] = {}

    def page(self, done: PageDone) -> None:
        doc = document(done.page, facts=done.facts)
        for article in doc["articles"]:
            self._add("shard", {**page_keys(doc), **parts_of(article, self.parts)})
        self._add("pages", {**doc, "articles": [a["id"] for a in doc["articles"]]})

    def joined(self, stories: Sequence[Mapping[str, Any]]) -> None:
        for story in stories:
            self._add("stories", story)

    def finish(self) -> None:
        for kind in KINDS:
            if kind in self.open:
                with self.writing(f"{kind}-{self.shard.id}.jsonl"):
                    self.open.pop(kind).close()

    def abandon(self) -> None:
        for file in self.open.values():
            with contextlib.suppress(OSError):
                file.close()
        super().abandon()

    def _add(self, kind: str, value: Mapping[str, Any]) -> None:
        path = f"{kind}-{self.shard.id}.jsonl"
        with self.writing(path):
            if kind not in self.open:
                self.stage(path, b"")
                self.open[kind] = (self.folder / str(len(self.names) - 1)).open("ab")
            self.open[kind].write((dumps(value) + "\n").encode("utf-8", "replace"))
