"""What all outputs of files share: each shard is put in its place as one, and says so last.

`OUT/.papercut/run.json` holds what the run was told, `OUT/.papercut/shards/ID.json` says that a shard is done, and what
it holds. Before a shard's files are put in place, `OUT/.papercut/pending/ID.json` names them, so that one that is done
again knows what an earlier try may have left.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from papercut.batches.outputs.target_folder import OWN, Target
from papercut.batches.records import Failure, Input, Manifest, PageDone, Shard
from papercut.codec.page import dumps
from papercut.errors import OutputError
from papercut.output_errors import unwritable

RUN = f"{OWN}/run.json"


def manifest_path(shard: str) -> str:
    return f"{OWN}/shards/{shard}.json"


def pending_path(shard: str) -> str:
    return f"{OWN}/pending/{shard}.json"


class FileSink:
    """An output of files in a target. What files a shard has, the writers of each format say."""

    def __init__(self, target: Target) -> None:
        self.target = target

    def writer(self, shard: Shard) -> FileWriter:
        raise NotImplementedError

    def manifests(self) -> Iterator[Manifest]:
        for path in self.target.names(f"{OWN}/shards"):
            if path.endswith(".json"):
                yield Manifest(**self._json(path))

    def lacks(self, manifest: Manifest) -> bool:
        return next(iter(self.target.lacking(manifest.files)), None) is not None

    def manifest(self, shard: str) -> Manifest | None:
        """The manifest of one shard, if it is done."""
        path = manifest_path(shard)
        return Manifest(**self._json(path)) if self.target.get(path) is not None else None

    def drop(self, manifest: Manifest) -> None:
        self.target.put(pending_path(manifest.shard), _bytes(list(manifest.files)))
        self.target.delete(manifest_path(manifest.shard))
        for path in manifest.files:
            self.target.delete(path)
        self.target.delete(pending_path(manifest.shard))

    def settings(self) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self._json(RUN) if self.target.get(RUN) is not None else None
        return found

    def start(self, settings: Mapping[str, Any]) -> None:
        self.target.clear()
        for path in list(self.target.names(f"{OWN}/pending")):
            if path.endswith(".json"):
                self._undo(path.rpartition("/")[2].removesuffix(".json"))
        self.keep(settings)

    def keep(self, settings: Mapping[str, Any]) -> None:
        self.target.put(RUN, _bytes(dict(settings)))

    def settle(self) -> None:
        self.target.clear()

    def _undo(self, shard: str) -> None:
        """Take away what a commit that was ended left: its inputs may be in other shards by now."""
        done = self.manifest(shard)
        for path in set(self.pending(shard)) - set(done.files if done else ()):
            self.target.delete(path)
        self.target.delete(pending_path(shard))

    def pending(self, shard: str) -> list[str]:
        """What an earlier try of this shard may have put in place."""
        path = pending_path(shard)
        return self._json(path) if self.target.get(path) is not None else []

    def _json(self, path: str) -> Any:
        data = self.target.get(path)
        try:
            return json.loads(data or b"")
        except ValueError as error:
            raise OutputError(f"{self.target.root}/{path} is damaged: run again with --force") from error


class FileWriter:
    """Keeps the files of a shard in a folder of their own until all are there."""

    def __init__(self, sink: FileSink, shard: Shard) -> None:
        self.sink = sink
        self.shard = shard
        self.folder = sink.target.staging()
        self.names: list[str] = []

    def page(self, done: PageDone) -> None:
        raise NotImplementedError

    def failure(self, failure: Failure) -> None:
        """Failures stand in the manifest."""

    def twin(self, given: Input) -> None:
        """So does what is the same as another."""

    def joined(self, stories: Sequence[Mapping[str, Any]]) -> None:
        """Stories that go on from page to page."""

    def finish(self) -> None:
        """Write what is still to be written."""

    def stage(self, path: str, data: bytes) -> None:
        """Keep a file until all are there."""
        with self.writing(path):
            (self.folder / str(len(self.names))).write_bytes(data)
        self.names.append(path)

    @contextlib.contextmanager
    def writing(self, path: str) -> Iterator[None]:
        """Says of what goes wrong that this file cannot be written."""
        try:
            yield
        except OSError as error:
            raise unwritable(Path(f"{self.sink.target.root}/{path}"), error) from error

    def commit(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.finish()
        target, shard = self.sink.target, self.shard
        before = self.sink.manifest(shard.id)
        old = {*(before.files if before else ()), *self.sink.pending(shard.id)}
        if old or len(self.names) > 1:
            target.put(pending_path(shard.id), _bytes(sorted({*old, *self.names})))
        if before is not None:
            target.delete(manifest_path(shard.id))
        for n, path in enumerate(self.names):
            target.put_file(path, self.folder / str(n))
        for path in sorted(old - set(self.names)):
            target.delete(path)
        target.settle()
        manifest = {"shard": shard.id, "key": shard.key, "rows": list(rows), "files": sorted(self.names)}
        target.put(manifest_path(shard.id), _bytes(manifest))
        target.delete(pending_path(shard.id))
        self.abandon()

    def abandon(self) -> None:
        with contextlib.suppress(OSError):
            shutil.rmtree(self.folder)


def _bytes(value: Any) -> bytes:
    return (dumps(value) + "\n").encode("utf-8", "replace")
