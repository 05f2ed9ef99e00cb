"""MinerU: the list of contents, the middle file and the model file that it writes beside its Markdown.

Source of the formats: MinerU, Output Files (opendatalab.github.io/MinerU/reference/output_files), versions 1 and 2.
`…_content_list.json` is a flat list of blocks in reading order, those of version 2 a list a page; `…_middle.json` has
`pdf_info`, whose pages hold blocks of lines of spans, those set aside too; `…_model.json` has what the models saw: with
`layout_dets` regions by number and lines of text beside them, of version 2's other models blocks with their content.
Where there are no lines each block is one; it has a place, but its lines have none.
"""

from __future__ import annotations

from typing import Any

from papercut.readers.file_lines import confidence_share, file_number
from papercut.readers.ocr.polygons import corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage
from papercut.readers.ocr.tables import rows_of_html
from papercut.readers.ocr.values import dicts, text_value, texts

IMAGES = frozenset({"image", "chart", "figure", "image_body", "chart_body", "seal"})
CAPTIONS = ("image_caption", "img_caption", "chart_caption", "table_caption", "code_caption")
NOTES = ("image_footnote", "img_footnote", "chart_footnote", "table_footnote")
CATEGORIES = {
    0: "title", 1: "text", 2: "abandon", 3: "figure", 4: "figure_caption", 5: "table", 6: "table_caption",
    7: "table_footnote", 101: "image_footnote",
}  # fmt: skip
"""What the numbers of regions in `layout_dets` mean; 15 is a line of text, the rest are formulas."""
LINE = 15
SET_ASIDE, SHORT = frozenset({"discarded", "abandon"}), 40
"""What MinerU leaves out of its own text: running heads, dates and page numbers, if they have no more characters."""
TYPES = frozenset({
    "text", "title", "image", "table", "equation", "list", "code", "chart", "header", "footer", "page_number",
    "aside_text", "page_footnote", "discarded", "paragraph", "page_header", "page_footer", "ref_text", "seal",
    "interline_equation", "index", "phonetic", "algorithm", "doc_title", "paragraph_title",
})  # fmt: skip


def mineru_sheets(value: Any) -> list[ServicePage] | None:
    """The pages of a file; None if this is something else."""
    if isinstance(value, dict) and isinstance(value.get("pdf_info"), list):
        return [_middle(page) for page in dicts(value["pdf_info"])]
    if not isinstance(value, list) or not value:
        return None
    if all(isinstance(page, dict) and isinstance(page.get("layout_dets"), list) for page in value):
        return [_model(page) for page in value]
    if all(isinstance(page, list) and all(map(_is_block, page)) for page in value) and any(value):
        return [_blocks(page) for page in value]
    if all(map(_is_block, value)):
        return _content(value)
    return None


def _is_block(value: Any) -> bool:
    """Whether this is a block of a list of contents; later versions may have types of their own."""
    if not isinstance(value, dict) or not isinstance(value.get("type"), str) or "res" in value:
        return False
    return "page_idx" in value or (value["type"] in TYPES and ("bbox" in value or "content" in value))


def _content(blocks: list[dict[str, Any]]) -> list[ServicePage]:
    """The pages of a flat list; pages before and between without a block are pages too."""
    last = max((int(file_number(block.get("page_idx")) or 0) for block in blocks), default=0)
    pages: list[list[dict[str, Any]]] = [[] for _ in range(min(last, 10_000) + 1)]
    for block in blocks:
        at = int(file_number(block.get("page_idx")) or 0)
        pages[min(max(at, 0), len(pages) - 1)].append(block)
    return [_blocks(page) for page in pages]


def _blocks(blocks: list[dict[str, Any]]) -> ServicePage:
    """A page of blocks that are read whole."""
    sheet = ServicePage()
    levels = [level for block in blocks if (level := file_number(block.get("text_level"))) and level >= 1]
    first = min(levels, default=1.0)
    for block in blocks:
        place, kind = corners(block.get("bbox")), text_value(block.get("type"))
        if kind in IMAGES:
            sheet.draw("image", place)
        for said_kind, text in _texts(block, kind, first):
            said_kind = _kind(said_kind, text)
            sheet.items.append(ServiceLine(text, place, (), None, len(sheet.items), said_kind, whole=True))
    return sheet


def _kind(kind: str, text: str) -> str:
    return "header" if kind in SET_ASIDE and len(text) <= SHORT else kind


def _texts(block: dict[str, Any], kind: str, first: float) -> list[tuple[str, str]]:
    """What a block holds, each with what it is: captions come before their table and behind their picture. `first` is
    the highest level of headings on the page."""
    out: list[tuple[str, str]] = []
    level = file_number(block.get("text_level"))
    own = kind if not level or level < 1 else "heading" if level < first + 1 else "subheading"
    content = block.get("content")
    if isinstance(content, dict):  # version 2 of the list: parts with names
        for name, part in content.items():
            part_kind = "caption" if name.endswith("caption") else "footnote" if name.endswith("footnote") else own
            if name == "html":
                out += [(kind, row) for row in rows_of_html(text_value(part))]
            elif isinstance(part, list):
                rows = _runs(part)
                out += [(part_kind, row) for row in rows if row]
        return out
    body = [(own, text_value(block.get("text")) or text_value(content))]
    body += [(own, row) for row in texts(block.get("list_items"))]
    body += [(own, row) for row in rows_of_html(text_value(block.get("table_body")))]
    body += [(own, text_value(block.get("code_body")))]
    captions = [("caption", row) for key in CAPTIONS for row in texts(block.get(key))]
    notes = [("footnote", row) for key in NOTES for row in texts(block.get(key))]
    out = captions + body if kind == "table" else body + captions
    return [(said_kind, text) for said_kind, text in out + notes if text.strip()]


def _runs(parts: list[Any]) -> list[str]:
    """The texts of a list of runs of text as one, of a list of items one each."""
    if all(isinstance(part, str) for part in parts):
        return list(parts)
    whole = ""
    rows: list[str] = []
    for part in dicts(parts):
        inner = part.get("content", part.get("item_content"))
        if isinstance(inner, list):
            rows += _runs(inner)
        else:
            whole += text_value(inner)
    return [whole, *rows]


def _middle(page: dict[str, Any]) -> ServicePage:
    """A page of the middle file: its blocks as they stand on it, not as they were put together across columns."""
    size = page.get("page_size")
    wide, high = size if isinstance(size, list) and len(size) == 2 else (None, None)
    sheet = ServicePage(size=(wide, high), unit="pt")
    blocks = dicts(page.get("preproc_blocks"))
    if not any(_lines(block) for block in _inner(blocks)):
        blocks = dicts(page.get("para_blocks"))
    for at, block in enumerate(_inner([*blocks, *dicts(page.get("discarded_blocks"))])):
        kind, place = text_value(block.get("type")), corners(block.get("bbox"))
        if kind in IMAGES:
            sheet.draw("image", place)
        lines = _lines(block)
        for line in lines:
            spans = [_span(span) for span in dicts(line.get("spans"))]
            texts_of = [(text, sure) for text, sure in spans if text.strip()]
            if not texts_of:
                continue
            known = [sure for _, sure in texts_of if sure is not None]
            sure = sum(known) / len(known) if known else None
            where, text = corners(line.get("bbox")) or place, " ".join(text for text, _ in texts_of)
            said_kind = _kind(kind, text)
            sheet.items.append(ServiceLine(text, where, (), sure, at, said_kind, whole=_is_whole(line, block)))
    return sheet


def _inner(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks, and instead of pictures and tables the blocks that these hold."""
    out: list[dict[str, Any]] = []
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        inner = dicts(block.get("blocks"))
        waiting += reversed(inner)
        if not inner or _lines(block):
            out.append(block)
    return out


def _lines(block: dict[str, Any]) -> list[dict[str, Any]]:
    return dicts(block.get("lines"))


def _span(span: dict[str, Any]) -> tuple[str, float | None]:
    text = text_value(span.get("content")) or " ".join(rows_of_html(text_value(span.get("html"))))
    return text, confidence_share(span.get("score"))


def _is_whole(line: dict[str, Any], block: dict[str, Any]) -> bool:
    """Whether a line is all of its block: models that read blocks give a line as high as the block."""
    return len(_lines(block)) == 1 and corners(line.get("bbox")) == corners(block.get("bbox"))


def _model(page: dict[str, Any]) -> ServicePage:
    """What the models of the pipeline saw: lines, and the regions that say what they are."""
    info = page.get("page_info")
    info = info if isinstance(info, dict) else {}
    sheet = ServicePage(size=(info.get("width"), info.get("height")))
    for found in dicts(page.get("layout_dets")):
        category = file_number(found.get("category_id"))
        place = corners(found.get("poly")) or corners(found.get("bbox"))
        if category == 3:
            sheet.draw("image", place)
        text = text_value(found.get("text")) or " ".join(rows_of_html(text_value(found.get("html"))))
        if category == LINE or text.strip():
            sheet.items.append(ServiceLine(text, place, (), confidence_share(found.get("score"))))
    return sheet
