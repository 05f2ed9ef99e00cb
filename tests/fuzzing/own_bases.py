"""Sound files that are no page of somebody else's: what papercut wrote itself, what it is told, and archives."""

from __future__ import annotations

import io
import json
import tarfile
import typing
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from random import Random
from typing import Any

import papercut as pc
from corrected import Doc, document_of
from formats import STORY
from fuzzing.bases import base as page_base
from fuzzing.bases import paragraph
from papercut import registry
from papercut.codec.page import page_to_json
from papercut.corrections.records import KINDS as ACTS
from papercut.corrections.records import ROLES
from papercut.option_values import bare, inner_of, is_fixed, is_several
from papercut.stages import ORDER
from papercut.writers.document import DocumentOptions
from papercut.writers.mets import NAME, mets_files
from vendors import SHAPES

SERVICES = ("google", "azure", "textract", "tencent", "baidu", "aliyun", "paddle", "mineru")
PACKED = ("zip", "tar", "tar.gz", "tar.bz2", "tar.xz")


WESTERN = (*" ".join(STORY).split(), "L’événement", "“Hörst", "du?”", "Straße", "—", "£5", "façade", "naïve,", "Ærø.")


def western_text(rng: Random) -> str:
    """Lines of words with the letters and marks of Windows-1252."""
    rows = []
    for _ in range(rng.randint(4, 40)):
        words = rng.choices(WESTERN, k=rng.choice((0, 1, 3, 7, 8)))
        rows.append(" ".join(words).upper() if len(words) == 3 else " ".join(words))
    return "\n".join(rows) + "\n"


def service_json(service: str, rng: Random) -> str:
    """An answer of this service, in one of its shapes, about the page of `vendors`."""
    names = [name for name in SHAPES if name.startswith(service) or (service == "paddle" and "structure" in name)]
    return json.dumps(SHAPES[rng.choice(names)](), ensure_ascii=rng.random() < 0.3)


@cache
def pages(form: str) -> tuple[pc.Page, ...]:
    """Some pages of this format, with their articles."""
    return tuple(pc.build()(first_page(form, Random(n))) for n in range(8))


def first_page(form: str, rng: Random) -> pc.Page:
    """The first page of a file that is read; among the sound ones are some that are refused."""
    while True:
        with suppress(pc.InputError):
            if page := next(pc.read_pages(_encoded(page_base(form, rng)), format=form), None):
                return page


def _encoded(page: str | bytes) -> bytes:
    return page if isinstance(page, bytes) else page.encode()


def page_document(rng: Random) -> str:
    """A page document as one of the stages leaves it."""
    form = rng.choice(("text", "alto", "tsv"))
    read = first_page(form, rng)
    for stage in pc.build().stages[: rng.randrange(len(ORDER) + 1)]:
        read = stage(read)
    return page_to_json(read if rng.random() < 0.3 else read.replace(decisions=())) + "\n"


def article_document(rng: Random) -> str:
    """What `--to json` or `--to jsonl` writes."""
    page = rng.choice(pages(rng.choice(("text", "alto", "tsv"))))
    if rng.random() < 0.3:
        return pc.to_jsonl(page)
    return pc.to_json(page, indent=rng.choice((None, None, 2)), trace=rng.random() < 0.1)


def own_xml(to: str, rng: Random) -> str:
    """ALTO or PAGE XML that papercut wrote."""
    return pc.write_pages([rng.choice(pages(rng.choice(("alto", "tsv", "page"))))], to).decode()


def mets(rng: Random) -> str:
    """The METS file of an issue of two pages."""
    files, _ = mets_files(rng.sample(pages("alto"), 2), DocumentOptions())
    return files[NAME].decode()


@cache
def corrected_documents() -> tuple[tuple[Doc, Sequence[str]], ...]:
    """Article documents, to which corrections are applied, and the raw lines of their pages."""
    return tuple((document_of(page), page.raw) for form in ("text", "tsv") for page in pages(form)[:3])


def corrections(rng: Random) -> str:
    """A file of corrections of one of these documents."""
    doc, _ = rng.choice(corrected_documents())
    spans = [p for a in doc["articles"] for e in (*a["parts"], *a["body"]) for p in e["pieces"]]
    spans += [p for e in doc["furniture"] for p in e["pieces"]]
    ids: list[str] = []
    rows = []
    for number in range(rng.randint(1, 8)):
        do = rng.choice(tuple(ACTS))
        needed, optional = ACTS[do]
        wanted = [*needed, *(key for key in optional if rng.random() < 0.4)]
        row = {
            "correction": 1, "id": f"{number:032x}", "do": do, "by": "李编", "at": "2026-01-01T00:00:00Z",
            "source": {key: doc["source"][key] for key in ("name", "page", "sha256")},
        }  # fmt: skip
        if rng.random() < 0.2:
            row["group"] = "g"
        row |= {key: _value(key, spans, ids, rng) for key in wanted}
        ids.append(str(row["id"]))
        rows.append(json.dumps(row, ensure_ascii=False) + "\n")
    return "".join(rows)


def _value(key: str, spans: list[list[int]], ids: list[str], rng: Random) -> Any:
    line, start, end = rng.choice(spans)
    at = rng.randrange(start, max(start + 1, end))
    if key == "pieces":
        return [[line, at, max(at + 1, end)]] if rng.random() < 0.7 else [list(s) for s in rng.sample(spans, 1)]
    if key == "role":
        return rng.choice(ROLES)
    if key in ("was", "text"):
        return paragraph(rng)[: rng.randint(1, 9)] or "字"
    if key == "of":
        return rng.choice(ids) if ids else "0"
    return None if key in ("after", "to") and rng.random() < 0.2 else [line, at]


PATTERNS = (
    "^本报讯", r"\p{Han}{2,4}$", "(a+)+$", "第[一二三]版", r"(?P<x>.)\g<x>", "[", "x{1,3}", r"^\s*记者.{0,9}",
    "(?i)a|b",
)  # fmt: skip


def settings(rng: Random) -> str:
    """A settings file, or a profile: options of some stages, and patterns."""
    rows = []
    for name in rng.sample(ORDER, rng.randint(0, 4)):
        rows.append(f"[{name}]")
        options = registry.option_types(name)
        for option in rng.sample(list(options), rng.randint(0, min(4, len(options)))):
            rows.append(f"{option.replace('_', rng.choice('_-'))} = {_toml(options[option], rng)}")
    if rng.random() < 0.5:
        rows += ["[patterns]", f"{rng.choice(('leads', 'bylines', 'furniture'))} = {_toml(tuple[str, ...], rng)}"]
    return "\n".join(rows) + "\n"


def _toml(kind: Any, rng: Random) -> str:
    kind = bare(kind)
    if is_fixed(kind):
        return f"[{', '.join(_toml(one, rng) for one in typing.get_args(kind))}]"
    if is_several(kind):
        return f"[{', '.join(_toml(inner_of(kind), rng) for _ in range(rng.randint(0, 3)))}]"
    if typing.get_origin(kind) is typing.Literal:
        return json.dumps(rng.choice(typing.get_args(kind)))
    if kind is bool:
        return rng.choice(("true", "false"))
    if kind is int:
        return rng.choice(("0", "1", "7", "-1", "100000", "99999999999999999999"))
    if kind is float:
        return rng.choice(("0.0", "0.5", "1.0", "3", "-2.5", "1e300", "inf", "nan", "1e-9"))
    return json.dumps(rng.choice((*PATTERNS, "story=0.4", "")), ensure_ascii=False)


def archive(how: str, rng: Random) -> bytes:
    """A zip or tar archive of a few pages, one of which may be an archive itself."""
    members: dict[str, bytes] = {}
    for number in range(rng.randint(0, 5)):
        form = rng.choice(("text", "alto", "tsv", "ocr-json"))
        name = rng.choice(("{}.txt", "a/{}.xml", "版/{}.txt", "../{}", "/{}", ".{}", "__MACOSX/{}", "{}.gz"))
        members[name.format(number)] = _encoded(page_base(form, rng))[:3000]
    if members and rng.random() < 0.1:
        members["inner"] = archive(rng.choice(PACKED), rng)
    out = io.BytesIO()
    if how == "zip":
        method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
        with zipfile.ZipFile(out, "w", method) as made:
            for name, data in members.items():
                made.writestr(zipfile.ZipInfo(name), data, method)
        return out.getvalue()
    style = rng.choice((tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT))
    with tarfile.open(fileobj=out, mode=f"w:{how.partition('.')[2]}", format=style) as packed:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return out.getvalue()
