"""Parquet: a file of articles and one of pages a shard, all with the same columns whatever is in them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from papercut.batches.outputs.shard_files import FileSink, FileWriter
from papercut.batches.records import Failure, Input, PageDone, Shard, stored
from papercut.codec.page import dumps, sound
from papercut.extras import work_needs
from papercut.writers.json import document

KINDS = ("articles", "pages", "stories")


class ParquetSink(FileSink):
    """`articles-ID.parquet`, `pages-ID.parquet`, and `stories-ID.parquet` where stories go on from page to page."""

    def start(self, settings: Mapping[str, Any]) -> None:
        schemas()  # before anything is made
        super().start(settings)

    def writer(self, shard: Shard) -> ParquetWriter:
        schemas()
        return ParquetWriter(self, shard)


class ParquetWriter(FileWriter):
    """Keeps the rows of a shard, and writes them at the end."""

    def __init__(self, sink: FileSink, shard: Shard) -> None:
        super().__init__(sink, shard)
        self.rows: dict[str, list[dict[str, Any]]] = {"articles": [], "pages": [], "stories": []}

    def page(self, done: PageDone) -> None:
        doc = document(done.page, facts=done.facts)
        source = doc["source"]
        size = source["size"] or (None, None)
        at = {"source": stored(done.input.name), "page": source["page"]}
        issue, checked = doc["issue"], doc.get("checked", {})
        said = {
            "paper": issue["paper"], "date": issue["date"], "printed_page": issue["page"], "section": issue["section"],
        }  # fmt: skip
        self.rows["pages"].append(
            {
                **at, **said, **{key: source[key] for key in ("format", "encoding", "sha256", "unit")},
                "width": size[0], "height": size[1], "same_as": None, "reason": None, "text": None,
                "articles": [a["id"] for a in doc["articles"]], "history": doc["history"],
                "notes": [_note(note) for note in doc["notes"]], "corrections": len(doc.get("corrections", ())),
                "checked_by": checked.get("by"), "checked_at": checked.get("at"),
                "furniture": [{**item, "role": str(item["role"])} for item in doc["furniture"]],
            }
        )  # fmt: skip
        for number, a in enumerate(doc["articles"], 1):
            named = ("id", "headline", "kicker", "deck", "byline", "dateline", "continued_on", "continued_from")
            self.rows["articles"].append(
                {
                    **at, **said, "number": number, **{key: a[key] for key in named}, "lines": a["lines"],
                    "confidence": a["confidence"], "notes": [_note(note) for note in a["notes"]],
                    "body": [_block(b, "type") for b in a["body"]], "parts": [_block(b, "role") for b in a["parts"]],
                    "text": "\n".join(b["text"] for b in a["body"]),
                }
            )  # fmt: skip

    def failure(self, failure: Failure) -> None:
        self._bare(failure.name, failure.page, reason=failure.reason, text=failure.text)

    def twin(self, given: Input) -> None:
        self._bare(given.name, None, same_as=stored(given.same_as))

    def joined(self, stories: Sequence[Mapping[str, Any]]) -> None:
        self.rows["stories"] += [{"ids": list(s["ids"]), "story": dumps(s)} for s in stories]

    def finish(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        for kind in KINDS:
            if self.rows[kind] or kind != "stories":
                table = pa.Table.from_pylist(_sound(self.rows[kind]), schema=schemas()[kind])
                out = io.BytesIO()
                pq.write_table(table, out, compression="zstd")
                self.stage(f"{kind}-{self.shard.id}.parquet", out.getvalue())

    def _bare(self, name: str, page: int | None, **said: str | None) -> None:
        self.rows["pages"].append({"source": stored(name), "page": page, **said})


def _block(block: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {"type": str(block[kind]), **{key: block[key] for key in ("text", "lines", "pieces", "boxes")}}


def _note(note: Mapping[str, Any]) -> dict[str, Any]:
    return {key: note[key] for key in ("code", "stage", "lines", "text")}


def _sound(value: Any) -> Any:
    """The value with U+FFFD for what is no Unicode."""
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, Mapping):
        return {key: _sound(one) for key, one in value.items()}
    return [_sound(one) for one in value] if isinstance(value, (list, tuple)) else value


@cache
def schemas() -> Mapping[str, Any]:
    """The columns of each kind of file. Raises `UsageError` if the extra is not there."""
    try:
        import pyarrow as pa
    except ModuleNotFoundError as error:
        raise work_needs("writing Parquet", "parquet") from error
    text, number, real = pa.string(), pa.int32(), pa.float64()
    runs = pa.list_(pa.list_(number))
    places = [("text", text), ("lines", runs), ("pieces", runs)]
    block = pa.list_(pa.struct([("type", text), *places, ("boxes", pa.list_(pa.list_(real)))]))
    note = pa.list_(pa.struct([("code", text), ("stage", text), ("lines", runs), ("text", text)]))
    jump = pa.struct([("text", text), ("page", text), ("id", text)])
    said = [(name, text) for name in ("paper", "date", "printed_page", "section")]
    at = [("source", text), ("page", number), *said]
    return {
        "articles": pa.schema([
            *at, ("number", number), ("id", text), ("headline", text), ("kicker", text), ("deck", pa.list_(text)),
            ("byline", text), ("dateline", text), ("continued_on", jump), ("continued_from", jump), ("text", text),
            ("body", block), ("parts", block), ("lines", runs), ("confidence", real), ("notes", note),
        ]),
        "pages": pa.schema([
            *at, ("format", text), ("encoding", text), ("sha256", text), ("width", real), ("height", real),
            ("unit", text), ("articles", pa.list_(text)), ("notes", note), ("history", pa.list_(text)),
            ("furniture", pa.list_(pa.struct([("role", text), *places, ("why", text)]))),
            ("same_as", text), ("reason", text), ("text", text), ("corrections", number), ("checked_by", text),
            ("checked_at", text),
        ]),
        "stories": pa.schema([("ids", pa.list_(text)), ("story", text)]),
    }  # fmt: skip
