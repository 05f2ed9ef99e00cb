"""The JSON of OCR services and programs to pages.

`RECOGNISERS` is the table of all of them: each looks at a value and gives its pages, or None if it is something else.
What programs put around an answer (`{"result": …}`, a list of answers, JSON inside of a text, an answer a line) is
taken off before. Names of keys are folded (`boundingBox`, `BoundingBox` and `bounding_box` are one), since clients
write them each in their way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any

from papercut.errors import InputError
from papercut.model.page import Note, Page, Source
from papercut.model.pieces import visible_length
from papercut.plurals import bad_bytes, counted
from papercut.readers.failed_pages import Tell, Unread, refuse
from papercut.readers.ocr.aliyun import aliyun_sheets
from papercut.readers.ocr.azure import azure_sheets
from papercut.readers.ocr.baidu import baidu_sheets
from papercut.readers.ocr.document_ai import document_sheets
from papercut.readers.ocr.google import google_sheets
from papercut.readers.ocr.json_or_text import (
    begins_at,
    is_labels,
    is_log,
    without_fence,
    without_log,
    without_names,
)
from papercut.readers.ocr.line_lists import item_sheets
from papercut.readers.ocr.mineru import mineru_sheets
from papercut.readers.ocr.paddle import paddle_sheets
from papercut.readers.ocr.placed_texts import has_place, placed_sheets
from papercut.readers.ocr.python_notation import is_python, json_of_python
from papercut.readers.ocr.records import record_sheets
from papercut.readers.ocr.service_lines import ServicePage
from papercut.readers.ocr.tencent import tencent_sheets
from papercut.readers.ocr.tesseract_table import tesseract_sheets
from papercut.readers.ocr.textract import textract_sheets
from papercut.readers.ocr.values import characters_in, text_value
from papercut.readers.printed_page import STAGE
from papercut.readers.source import CHUNK, printable
from papercut.readers.text.decoding import decode
from papercut.readers.text.encoding import detected_encoding, named

RECOGNISERS: tuple[tuple[str, Callable[[Any], list[ServicePage] | None]], ...] = (
    ("Google Vision", google_sheets),
    ("Google Document AI", document_sheets),
    ("Azure", azure_sheets),
    ("Amazon Textract", textract_sheets),
    ("Tencent", tencent_sheets),
    ("Baidu", baidu_sheets),
    ("Aliyun", aliyun_sheets),
    ("PaddleOCR", paddle_sheets),
    ("MinerU", mineru_sheets),
    ("Tesseract", tesseract_sheets),
    ("RapidOCR", item_sheets),
)

WRAPPERS = (
    "response", "body", "data", "result", "results", "res", "ocr_result", "pruned_result", "output", "message", "pages",
    "result_data", "middle_json", "content_list", "words_block_list", "text_lines", "ocrresult", "lines", "items",
)  # fmt: skip
"""Keys that a program put around what the service gave."""

_SPACE = re.compile(r"[\s\x1e]*")

_FILE = re.compile(r"[.\d]")
"""What is in the name of a file or a page: an empty answer under it is a page without text."""

DEEPEST = 6
"""Wrappers inside one another that are taken off."""


def ocr_json_pages(
    data: bytes, name: str, shown: str, digest: str, *, encoding: str = "auto", unread: Tell = refuse
) -> Iterator[Page]:
    """The pages of the JSON, whose sha256 is `digest`; `unread` is told of those that the service could not read.
    Raises `InputError` for what is no JSON of a known shape."""
    head = data[:CHUNK]
    how = detected_encoding(head, len(data) <= CHUNK, shown) if encoding == "auto" else named(encoding, head)
    text, spelled, bad, _ = decode(data[how.mark :], how, how.mark)
    keys = _Keys()
    value = _parsed(text, shown, keys)
    sheets = _sheets(value)
    if sheets is None or (_failure(value) and not any(sheet.items or sheet.failed for sheet in sheets)):
        raise InputError(_refusal(value, text, shown))
    for count, sheet in enumerate(sheets or [ServicePage()], 1):
        if sheet.failed:
            unread(Unread(count, f"{shown}, page {count}, holds no text, but what the OCR service says went wrong: "
                                 f"{sheet.failed}: have this page read again"))  # fmt: skip
            continue
        notes = []
        if bad and count == 1:
            notes.append(Note("bad-bytes", STAGE, (), bad_bytes(bad, spelled)))
        if count == 1 and (doubt := how.doubt(spelled)):
            notes.append(Note("encoding-doubt", STAGE, (), doubt))
        if keys.lost and count == 1:
            said = counted(keys.lost, "character", "characters")
            said = f"{said} left out, under keys that one object has twice"
            notes.append(Note("odd-record", STAGE, (), said))
        if (around := visible_length(keys.around)) and count == 1:
            said = f"{counted(around, 'character')} before the JSON left out"
            notes.append(Note("odd-record", STAGE, (), said))
        yield sheet.page(Source(name, "ocr-json", spelled, count, digest), notes)


def is_none(data: bytes) -> bool:
    """Whether this is sound JSON that no OCR gave: neither pages, nor what went wrong instead of them."""
    try:
        how = detected_encoding(data, True, "")
        value = _parsed(decode(data[how.mark :], how, how.mark)[0], "", _Keys())
        return _sheets(value) is None and not _failure(value)
    except InputError:
        return False


class _Keys:
    """Folds the keys of objects, and counts the visible characters that are lost because one has a key twice: Python
    keeps the last value. Clients that write one value in two spellings lose nothing."""

    def __init__(self) -> None:
        self.lost = 0
        self.around = ""
        """What stands before the JSON."""

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = {_fold(key): value for key, value in pairs}
        if len(made) < len(pairs):
            own = [(_fold(key), value) for key, value in pairs]
            self.lost += sum(characters_in(value) for key, value in own if value != made[key])
        return made


def _parsed(text: str, shown: str, keys: _Keys) -> Any:
    """The value of the JSON, its keys folded; of several values, one after the other, a list of them."""
    if is_labels(text):
        text = without_names(text)
    elif is_log(text):
        text = without_log(text)
    elif at := begins_at(text):
        keys.around = text[:at]
        text = without_fence(text[at:])
    try:
        return _loaded(text, keys)
    except json.JSONDecodeError as error:
        keys.lost = 0
        if "'" in text and (written := json_of_python(text)) is not None:
            with suppress(RecursionError, ValueError):
                return _loaded(written, keys)
        if is_python(text):
            raise InputError(
                f"{shown} is no JSON, but a value as Python prints it, and holds what JSON has not: write the answer "
                "with json.dumps and give that"
            ) from error
        raise InputError(
            f"{shown}, line {error.lineno}: this is no valid JSON ({error.msg}): the file may have been cut off; "
            "give --from text to read it as it stands"
        ) from error
    except (RecursionError, ValueError) as error:
        raise InputError(f"{shown}: lists inside one another deeper than any OCR: give --from text") from error


def _loaded(text: str, keys: _Keys) -> Any:
    """The value of JSON, or a list of several that follow one another."""
    try:
        return json.loads(text, object_pairs_hook=keys)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise
        keys.lost = 0
        return _values(text, keys)


def _values(text: str, keys: _Keys) -> list[Any]:
    """The values of JSON Lines, or of JSON values that simply follow one another."""
    decoder = json.JSONDecoder(object_pairs_hook=keys)
    out: list[Any] = []
    at = 0
    while at < len(text):
        value, end = decoder.raw_decode(text, at)
        out.append(value)
        at = _SPACE.match(text, end).end()  # type: ignore[union-attr]  # it matches anywhere
    return out


@lru_cache(2000)
def _fold(key: str) -> str:
    """A key in small letters, its words with a line between them."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower() if len(key) < 100 else key


def _sheets(value: Any) -> list[ServicePage] | None:
    """The pages of JSON; None if it is of no known shape. What no recogniser knows, or finds no text in, may still hold
    texts with places."""
    sheets = sheets_of(value)
    if sheets is None or not any(sheet.failed or sheet.has_text() for sheet in sheets):
        with suppress(RecursionError):
            return placed_sheets(value) or sheets or record_sheets(value)
    return sheets


def sheets_of(value: Any, depth: int = 0) -> list[ServicePage] | None:
    """The pages of JSON whose keys are folded; None if it is of no known shape."""
    for _, recognise in RECOGNISERS:
        sheets = recognise(value)
        if sheets is not None:
            return sheets
    if depth >= DEEPEST:
        return None
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return sheets_of(json.loads(value, object_pairs_hook=_Keys()), depth + 1)
        except (ValueError, RecursionError):
            return None
    if isinstance(value, dict):
        inner = [value[key] for key in WRAPPERS if isinstance(value.get(key), (dict, list, str))]
        found = next((sheets for part in inner if (sheets := sheets_of(part, depth + 1)) is not None), None)
        return found if found is not None else _of_named(value, depth)
    return _of_parts(value, depth) if isinstance(value, list) else None


def _of_parts(value: list[Any], depth: int) -> list[ServicePage] | None:
    """The pages of a list of answers; null is a page without text. What has a place itself is no page but a block."""
    if len(value) > 1 and all(isinstance(part, dict) and has_place(part) for part in value):
        return None
    out: list[ServicePage] = []
    for part in value:
        sheets = [ServicePage()] if part is None else sheets_of(part, depth + 1)
        if sheets is None:
            if not (failure := _failure(part)):
                return None
            sheets = [ServicePage(failed=failure)]
        out += sheets
    return out


def _of_named(value: dict[str, Any], depth: int) -> list[ServicePage] | None:
    """The pages of answers under the names of their files, or under a key of a program's own: all that could hold a
    page must be an answer, and one of them must hold text."""
    parts = [part for key, part in value.items() if isinstance(part, (dict, list)) and (part or _FILE.search(key))]
    sheets = _of_parts(parts, depth) if parts else None
    return sheets if sheets and any(sheet.items for sheet in sheets) else None


def _refusal(value: Any, text: str, shown: str) -> str:
    """What the file is instead, and what to do."""
    failure = _failure(value)
    if failure:
        return f"{shown} holds no page, but what an OCR service says went wrong: {failure}"
    first = next((part for part in value if isinstance(part, dict)), {}) if isinstance(value, list) else value
    keys = ", ".join(printable(key[:40]) for key in list(first)[:6]) if isinstance(first, dict) else ""
    what = "a list" if isinstance(value, list) else "an object"
    what = f"{what} with the keys {keys}" if keys else what
    known = ", ".join(name for name, _ in RECOGNISERS)
    return (
        f"{shown} is JSON of a shape that papercut does not know ({what}): "
        f"give the answer of an OCR service as it came ({known}), or the page itself; --from text reads it as it stands"
    )


def _failure(value: Any) -> str:
    """What an answer that is none says of itself."""
    while isinstance(value, dict) and isinstance(value.get("response"), dict):
        value = value["response"]
    if not isinstance(value, dict):
        return ""
    inner = value.get("error")
    if isinstance(inner, dict):
        return printable(text_value(inner.get("message"))[:200] or text_value(inner.get("code"))[:200])
    if ("error_code" in value or "error_msg" in value) and text_value(value.get("error_code")) != "0":
        return printable(text_value(value.get("error_msg"))[:200] or text_value(value.get("error_code"))[:200])
    for key in ("status", "job_status"):
        if text_value(value.get(key)).lower() in ("failed", "running", "notstarted", "in_progress"):
            return f"its status is {text_value(value[key])}"
    told = next((text_value(value[key]) for key in ("message", "msg", "errmsg") if text_value(value.get(key))), "")
    alone = not any(isinstance(part, (dict, list)) and part for part in value.values())
    if told and alone and (len(value) == 1 or {"code", "__type"} & value.keys()):
        return printable(told[:200])
    return ""
