"""IIIF: a manifest with one canvas a page, a range an article, and the text as annotations at its places.

Source of the format: IIIF Presentation API 3.0 (iiif.io/api/presentation/3.0), and its cookbook for newspapers.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from papercut.codec.page import sound
from papercut.errors import UsageError
from papercut.model.geometry import Box
from papercut.model.page import Article, Block, Page, Role
from papercut.plurals import counted
from papercut.writers.article_elements import label
from papercut.writers.document import Document, DocumentOptions, page_language, page_title, title_of
from papercut.writers.page_regions import around, boxed_lines, need_boxes

LOCAL = "http://localhost:8000"
"""Where `python3 -m http.server` shows a folder: the address of a manifest that has no other yet."""

FORMATS = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "tif": "tiff", "tiff": "tiff", "webp": "webp", "gif": "gif"}
"""Kinds of pictures by the ends of their names, where these say more than that it is one."""


def iiif_document(pages: Sequence[Page], options: DocumentOptions) -> Document:
    """The manifest of all pages. Raises `UsageError` for pages without boxes, and for an address that is none of the
    web."""
    need_boxes(pages, "IIIF")
    base = (options.base_url or LOCAL).rstrip("/")
    _need_address(base)
    lang = page_language(pages) or "none"
    canvases = [_canvas(page, f"{base}/canvas/{n}", base, lang) for n, page in enumerate(pages, 1)]
    ranges = [
        _range(page, article, f"{base}/canvas/{n}", f"{base}/range/{n}-{k}", lang)
        for n, page in enumerate(pages, 1)
        for k, article in enumerate(page.articles or (), 1)
    ]
    manifest: dict[str, Any] = {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": f"{base}/manifest.json",
        "type": "Manifest",
        "label": {lang: [title_of(pages)]},
        "items": canvases,
    }
    if ranges:
        manifest["structures"] = [
            {"id": f"{base}/range/0", "type": "Range", "label": {lang: [title_of(pages)]}, "items": ranges}
        ]
    bare = sum(not canvas["items"] for canvas in canvases)
    line = f"{counted(bare, 'page is', 'pages are')} no picture: only scans are shown behind their text"
    data = sound(json.dumps(manifest, ensure_ascii=False, indent=1)).encode() + b"\n"
    return Document(data, (line,) if bare else ())


def _need_address(base: str) -> None:
    if not base.startswith(("http://", "https://")):
        raise UsageError(f"--base-url {base} is no address of the web: it begins with http:// or https://")
    if not base.isascii() or re.search(r"[\s?#]", base):
        raise UsageError(
            f"--base-url {base} cannot begin the addresses of a manifest: percent-encode what is not ASCII, and "
            "spaces, and leave out what begins with ? or #"
        )


def _canvas(page: Page, name: str, base: str, lang: str) -> dict[str, Any]:
    wide, high = (max(1, math.ceil(side)) for side in page.source.size or (1, 1))
    canvas: dict[str, Any] = {
        "id": name, "type": "Canvas", "label": {"none": [page_title(page)]}, "width": wide, "height": high, "items": [],
    }  # fmt: skip
    if page.source.format == "scan" and not page.source.turned:
        kind = FORMATS.get(page.source.name.rpartition(".")[2].lower())
        body = {"id": f"{base}/{quote(page.source.name)}", "type": "Image", "width": wide, "height": high}
        if kind:
            body["format"] = f"image/{kind}"
        shown = {
            "id": f"{name}/picture", "type": "Annotation", "motivation": "painting", "body": body, "target": name,
        }  # fmt: skip
        canvas["items"] = [{"id": f"{name}/pictures", "type": "AnnotationPage", "items": [shown]}]
    texts: list[dict[str, Any]] = []
    for block in _blocks(page):
        box = _box(page, [block])
        if box is not None:
            texts.append(_text(block, f"{name}/text/{len(texts) + 1}", f"{name}{box}", lang))
    canvas["annotations"] = [{"id": f"{name}/texts", "type": "AnnotationPage", "items": texts}]
    return canvas


def _blocks(page: Page) -> list[Block]:
    articles = [block for article in page.articles or () for block in (*article.parts, *article.body)]
    return articles + [Block(f.text, f.pieces, f.role) for f in page.furniture]


def _text(block: Block, name: str, target: str, lang: str) -> dict[str, Any]:
    body = {"type": "TextualBody", "value": block.text, "format": "text/plain"}
    if lang != "none":
        body["language"] = lang
    role = {"type": "TextualBody", "purpose": "tagging", "value": (block.role or Role.PARAGRAPH).value}
    return {
        "id": name, "type": "Annotation", "motivation": "supplementing", "body": [body, role], "target": target,
    }  # fmt: skip


def _range(page: Page, article: Article, canvas: str, name: str, lang: str) -> dict[str, Any]:
    box = _box(page, (*article.parts, *article.body))
    return {
        "id": name,
        "type": "Range",
        "label": {lang: [label(article)]},
        "items": [{"id": f"{canvas}{box or ''}", "type": "Canvas"}],
    }


def _box(page: Page, blocks: Sequence[Block]) -> str | None:
    """The fragment of the canvas on which these blocks stand."""
    box: Box | None = around([box for block in blocks for _, box in boxed_lines(page, block)])
    if box is None:
        return None
    x0, y0 = max(0, math.floor(box[0])), max(0, math.floor(box[1]))
    return f"#xywh={x0},{y0},{max(1, math.ceil(box[2]) - x0)},{max(1, math.ceil(box[3]) - y0)}"
