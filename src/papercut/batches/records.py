"""What the parts of a batch hand to one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

from papercut.issues.page_facts import Facts
from papercut.model.page import Page

Reason = Literal["unreadable", "absent", "stage", "crashed", "timeout"]
"""Why an input, or a page of it, is not done: it cannot be read; it has none of the pages that were asked for; a stage
failed; its worker died over it, or while its shard was written, again and again; it took too long."""


class Input(NamedTuple):
    """A file with pages, which may stand in an archive or an object store."""

    name: str
    """What records call it (`source.name`): its path below the folder, archive or bucket that was named, with `/`."""
    place: str
    """What `papercut.batches.inputs.locations.opened` opens: a path, a URL of fsspec, or an archive and its member."""
    size: int
    stamp: str
    """What changes when its bytes do: their SHA-256, or what an object store says of them (an ETag)."""
    same_as: str = ""
    """The name of an earlier input with the same bytes, which is done in this one's stead."""


def stored(name: str) -> str:
    """A file's name as databases hold it: bytes that are no UTF-8 are written out, so that two names stay two."""
    return name.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True)
class Settings:
    """All that the result depends on beside the inputs; plain values, so that it can be sent and hashed."""

    to: str
    stages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    only: tuple[str, ...] | None = None
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    reading: Mapping[str, Any] = field(default_factory=dict)
    mark: str = ""
    """The line that a settings file puts into each page's history."""
    version: str = ""
    parts: tuple[str, ...] = ()
    """The parts of articles that records have; all, if none are named."""


class Shard(NamedTuple):
    """Inputs that are done together. All of an issue are in one shard, so that its pages can be linked."""

    id: str
    """Names it in the output: from its first input's name, so that it stays when others come and go."""
    key: str
    """SHA-256 of its inputs' names and stamps, the settings and papercut's version."""
    inputs: tuple[Input, ...]
    corrections: tuple[str, ...] = ()
    """The records of corrections that may be about its pages, as JSON."""


class PageDone(NamedTuple):
    """A page with its articles, their jumps linked within the issue."""

    page: Page
    facts: Facts
    input: Input
    seconds: float


class Failure(NamedTuple):
    """An input, or a page of it, that is not done."""

    name: str
    page: int | None
    reason: Reason
    text: str


@dataclass(frozen=True)
class Manifest:
    """What is known of a shard that is done. The failed inputs in it are known too, and are tried again on request."""

    shard: str
    key: str
    rows: Sequence[Mapping[str, Any]]
    """One a page, input order: `{"name", "stamp", "page", "sha256", "format", "encoding", "articles", "seconds",
    "confidence", "notes", "empty", "characters", "aside", "paper", "date"}`, `empty` for one without text, `characters`
    and `aside` the counts of visible ones in articles and in furniture, `paper` and `date` as `Facts` has them; of an
    input that failed `{"name", "stamp", "page", "reason", "text"}`; of one that is the same as another `{"name",
    "stamp", "same_as"}`. `confidence` is that of the least certain article, or null. A page that people
    corrected also has what `papercut.batches.work.corrected_pages` says of it."""
    files: Sequence[str] = ()
    """What stands in the output because of this shard, as paths below it; the manifest itself is not among them."""


class ShardWriter(Protocol):
    """Takes what comes out of one shard. Nothing can be seen in the output before `commit`."""

    def page(self, done: PageDone) -> None: ...

    def failure(self, failure: Failure) -> None: ...

    def twin(self, given: Input) -> None:
        """An input with the same bytes as an earlier one."""

    def joined(self, stories: Sequence[Mapping[str, Any]]) -> None:
        """Stories that go on from page to page (`papercut.batches.joined_stories`), of the pages since the last
        call."""

    def commit(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put everything in its place, the manifest last; what an earlier run left of this shard goes."""

    def abandon(self) -> None:
        """Leave no trace."""


class Sink(Protocol):
    """An output: a folder or bucket of records, of JSON lines or Parquet shards; or a database."""

    def writer(self, shard: Shard) -> ShardWriter: ...

    def manifests(self) -> Iterator[Manifest]:
        """Those that are there, in the order of their names."""

    def lacks(self, manifest: Manifest) -> bool:
        """Whether anything that a shard wrote is gone from the output."""

    def drop(self, manifest: Manifest) -> None:
        """Take away what a shard left, and its manifest first."""

    def settings(self) -> Mapping[str, Any] | None:
        """What `start` was told when this output was begun; nothing for an output that is not used yet."""

    def start(self, settings: Mapping[str, Any]) -> None:
        """Make the output ready, and keep the settings in it."""

    def keep(self, settings: Mapping[str, Any]) -> None:
        """Keep other settings in an output that was begun."""

    def settle(self) -> None:
        """Take away what the run needed for itself: all of it is done."""
