"""Amazon Textract: the blocks of DetectDocumentText and AnalyzeDocument, also of jobs over several pages.

Source of the format: Amazon Textract Developer Guide, Block and Geometry
(docs.aws.amazon.com/textract/latest/dg/API_Block.html). Lines and words are blocks that name their children; places are
shares of the page's width and height, which are not given. `LAYOUT_…` blocks say what lines are, in reading order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from papercut.readers.file_lines import percent
from papercut.readers.ocr.polygons import corners
from papercut.readers.ocr.service_lines import ServiceLine, ServicePage, ServiceWord
from papercut.readers.ocr.values import dicts, text_value
from papercut.readers.source import printable

Blocks = dict[str, dict[str, Any]]


def textract_sheets(value: Any) -> list[ServicePage] | None:
    """The pages of an answer, or of the parts of one; None if this is something else."""
    answers = value if isinstance(value, list) else [value]
    if all(isinstance(part, dict) and "block_type" in part for part in answers):
        if not any(part["block_type"] == "LINE" for part in answers):
            return None
        answers = [{"blocks": answers}]  # the list alone
    if not answers or not all(_is_answer(part) for part in answers):
        return None
    numbers = {text_value(block.get("page", 1)) for part in answers for block in dicts(part["blocks"])}
    if len(answers) > 1 and len(numbers) < 2:  # a page each
        sheets = [sheet for part in answers for sheet in _sheets(dicts(part["blocks"]))]
    else:
        sheets = _sheets([block for part in answers for block in dicts(part["blocks"])])
    return [*sheets, *_rest(answers[-1])] if numbers else sheets


def _rest(last: dict[str, Any]) -> list[ServicePage]:
    """What the last part of an answer says is missing, as a page that cannot be read."""
    status = text_value(last.get("job_status"))
    if last.get("next_token"):
        return [ServicePage(failed="the answer goes on, and its NextToken asks for the rest")]
    if status not in ("", "SUCCEEDED"):
        return [ServicePage(failed=f"its status is {printable(status[:40])}")]
    return []


def _is_answer(value: Any) -> bool:
    blocks = value.get("blocks") if isinstance(value, dict) else None
    return isinstance(blocks, list) and all(isinstance(b, dict) and "block_type" in b for b in blocks)


def _sheets(blocks: list[dict[str, Any]]) -> list[ServicePage]:
    pages: dict[str, list[dict[str, Any]]] = {}
    for block in blocks:
        pages.setdefault(text_value(block.get("page", 1)), []).append(block)
    return [_sheet(own) for own in pages.values()] or [ServicePage()]


def _sheet(blocks: list[dict[str, Any]]) -> ServicePage:
    sheet = ServicePage(shares=True)
    by_id: Blocks = {text_value(block.get("id")): block for block in blocks}
    regions: dict[str, tuple[int, str]] = {}
    for at, block in enumerate(blocks):
        kind = text_value(block.get("block_type"))
        if kind.startswith("LAYOUT_"):
            if kind == "LAYOUT_FIGURE":
                sheet.draw("image", _place(block))
            for child in _children(block, by_id):
                regions.setdefault(text_value(child.get("id")), (at, kind.removeprefix("LAYOUT_").lower()))
    order = {name: at for at, name in enumerate(regions)}
    lines = [block for block in blocks if block.get("block_type") == "LINE"]
    taken: set[str] = set()
    for line in sorted(lines, key=lambda block: order.get(text_value(block.get("id")), len(order))):
        words = _children(line, by_id)
        taken.update(text_value(word.get("id")) for word in words)
        parts = [_part(word) for word in words if word.get("block_type") == "WORD"]
        region = regions.get(text_value(line.get("id")))
        sheet.items.append(
            ServiceLine(
                text_value(line.get("text")),
                _place(line),
                parts,
                percent(line.get("confidence")),
                *(region or (None, "")),
            )
        )
    loose = [b for b in blocks if b.get("block_type") == "WORD" and text_value(b.get("id")) not in taken]
    sheet.items += [ServiceLine("", _place(word), [_part(word)]) for word in loose]
    return sheet


def _children(block: dict[str, Any], by_id: Blocks) -> list[dict[str, Any]]:
    names: Iterable[Any] = (
        name
        for relation in dicts(block.get("relationships"))
        if relation.get("type") == "CHILD" and isinstance(relation.get("ids"), list)
        for name in relation["ids"]
    )
    return [by_id[name] for name in map(text_value, names) if name in by_id]


def _place(block: dict[str, Any]) -> Any:
    geometry = block.get("geometry")
    if not isinstance(geometry, dict):
        return ()
    return corners(geometry.get("polygon")) or corners(geometry.get("bounding_box"))


def _part(word: dict[str, Any]) -> ServiceWord:
    return ServiceWord(text_value(word.get("text")), _place(word), percent(word.get("confidence")), True, True)
