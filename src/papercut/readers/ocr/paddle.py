"""PaddleOCR's analysis of whole documents: PP-Structure 1 to 3, PaddleOCR-VL, and their services.

Sources of the formats: PaddleOCR's documentation of PP-Structure (`ppstructure`, version 2: regions with `type`, `bbox`
and `res`, one a line in the files it saves) and of PP-StructureV3 and PaddleOCR-VL (www.paddleocr.ai, version 3:
`parsing_res_list` beside `overall_ocr_res`; of services inside `layoutParsingResults` and `prunedResult`). Lines come
from the recogniser's own list; the blocks of the analysis say in which order they are read and what they are. A model
that reads whole blocks gives no lines: then each block is one.
"""

from __future__ import annotations

from typing import Any

from papercut.model.geometry import Box
from papercut.readers.file_lines import file_number
from papercut.readers.ocr.line_lists import items_of
from papercut.readers.ocr.polygons import box_around, corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage
from papercut.readers.ocr.tables import rows_of_html
from papercut.readers.ocr.values import dicts, text_value

IMAGES = frozenset({"image", "figure", "chart", "header_image", "footer_image", "seal"})


def paddle_sheets(value: Any) -> list[ServicePage] | None:
    """The page of an analysis; None if this is something else."""
    if isinstance(value, list):
        return _regions(value)
    if not isinstance(value, dict):
        return None
    for key in ("layout_parsing_results", "ocr_results"):
        if isinstance(value.get(key), list):
            pages = [part.get("pruned_result") for part in dicts(value[key])]
            found = [_page(page) for page in pages if isinstance(page, dict)]
            return [sheet for sheet in found if sheet is not None]
    if isinstance(value.get("parsing_res_list"), list) or isinstance(value.get("overall_ocr_res"), dict):
        return [_structure(value)]
    return _regions([value]) if isinstance(value.get("type"), str) and "res" in value and "bbox" in value else None


def _page(value: dict[str, Any]) -> ServicePage | None:
    if "parsing_res_list" in value or "overall_ocr_res" in value:
        return _structure(value)
    items = items_of(value)
    return None if items is None else ServicePage(items)


class _Block:
    """A block of the analysis: its box, what it is, its text, and its place in the reading order."""

    def __init__(self, value: dict[str, Any], at: int) -> None:
        self.corners = corners(value.get("block_bbox", value.get("layout_bbox", value.get("bbox"))))
        self.box = box_around(self.corners)
        self.kind = text_value(value.get("block_label", value.get("label", value.get("type"))))
        text = value.get("block_content", value.get("content", value.get("text")))
        if text is None and not self.kind:  # the oldest: a key that is the block's kind
            self.kind, text = next(((k, v) for k, v in value.items() if isinstance(v, str) and k != "layout"), ("", ""))
        self.text = text_value(text)
        order = file_number(value.get("block_order", value.get("index")))
        self.place = (order is None, order or 0.0, at)

    def items(self, at: int) -> list[ServiceLine]:
        """What it says, read whole."""
        if not self.text.strip():
            return []
        rows = rows_of_html(self.text) if self.kind == "table" else [self.text]
        return [ServiceLine(row, self.corners, (), None, at, self.kind, whole=True) for row in rows]

    def holds(self, box: Box) -> float:
        """How much of a box lies in this one."""
        if self.box is None:
            return 0.0
        wide = min(self.box[2], box[2]) - max(self.box[0], box[0])
        high = min(self.box[3], box[3]) - max(self.box[1], box[1])
        return max(0.0, wide) * max(0.0, high) / ((box[2] - box[0]) * (box[3] - box[1]))


def _structure(value: dict[str, Any]) -> ServicePage:
    sheet = ServicePage(size=(value.get("width"), value.get("height")))
    blocks = [_Block(part, at) for at, part in enumerate(dicts(value.get("parsing_res_list")))]
    blocks.sort(key=lambda block: block.place)
    whole = value.get("overall_ocr_res")
    lines = items_of(whole) if isinstance(whole, dict) else None
    for block in blocks:
        if block.kind in IMAGES:
            sheet.draw("image", block.corners)
    if lines:
        sheet.items = _ordered(lines, blocks)
        return sheet
    for at, block in enumerate(blocks):
        sheet.items += block.items(at)
    return sheet


def _ordered(lines: list[ServiceLine], blocks: list[_Block]) -> list[ServiceLine]:
    """The lines in the order of the blocks in which they lie, and what these say they are; those in none come last. A
    block without lines whose text they do not have, such as a seal or a formula, is read whole."""
    homes: list[int] = []
    for line in lines:
        box = box_around(line.corners)
        shares = [block.holds(box) if box else 0.0 for block in blocks]
        best = max(range(len(blocks)), key=lambda k: (shares[k], -k), default=-1)
        homes.append(best if best >= 0 and shares[best] > 0.5 else len(blocks))
    out = [
        line._replace(region=home, kind=blocks[home].kind) if home < len(blocks) else line
        for line, home in zip(lines, homes, strict=True)
    ]
    rest = "".join(line.text for line, home in zip(lines, homes, strict=True) if home == len(blocks))
    rest = "".join(rest.split())
    placed = list(zip(homes, out, strict=True))
    for at, block in enumerate(blocks):
        if at not in homes and block.box is not None:
            items = block.items(at)
            if "".join("".join(item.text for item in items).split()) not in rest:
                placed += [(at, item) for item in items]
    return [line for _, line in sorted(placed, key=lambda pair: pair[0])]


def _regions(value: list[Any]) -> list[ServicePage] | None:
    """PP-Structure 1 and 2: a list of regions; with the number of their page where there are several."""
    found = dicts(value)
    if not found or len(found) < len(value) or not all({"type", "bbox", "res"} <= region.keys() for region in found):
        return None
    pages: dict[str, ServicePage] = {}
    for at, region in enumerate(found):
        sheet = pages.setdefault(text_value(region.get("img_idx", 0)), ServicePage())
        kind, place, res = text_value(region["type"]), corners(region["bbox"]), region["res"]
        if kind in IMAGES:
            sheet.draw("image", place)
        if isinstance(res, dict):  # a table
            sheet.items += [
                ServiceLine(text, place, (), None, at, kind, whole=True)
                for text in rows_of_html(text_value(res.get("html")))
            ]
            continue
        if isinstance(res, list) and len(res) == 2 and all(isinstance(part, list) for part in res):
            pairs = zip(*res, strict=False)  # boxes and texts side by side, as the first version has them
            res = [[box, text] for box, text in pairs] if items_of(res) is None else res
        for item in items_of(res) or ():
            sheet.items.append(item._replace(region=at, kind=kind))
    return list(pages.values())
