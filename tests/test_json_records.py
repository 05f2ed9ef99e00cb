"""JSON of programs of which nothing is known: records that have a text and a place under any keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import papercut as pc
from papercut.errors import InputError
from papercut.readers import read, read_pages
from test_vendors import checked
from vendors import HIGH, STORIES, WIDE, Row, rows


def lines(make: Callable[[Row], Any]) -> list[Any]:
    return [make(row) for row in rows()]


def share(row: Row, scale: float) -> list[float]:
    x0, y0, x1, y1 = row.box
    return [x0 / WIDE * scale, y0 / HIGH * scale, x1 / WIDE * scale, y1 / HIGH * scale]


def thousandths(row: Row) -> list[int]:
    """As language models point at things: the upper edge first."""
    x0, y0, x1, y1 = map(round, share(row, 1000))
    return [y0, x0, y1, x1]


def percent(row: Row) -> dict[str, float]:
    x0, y0, x1, y1 = share(row, 100)
    return {"x": x0, "y": y0, "width": x1 - x0, "height": y1 - y0, "rotation": 0}


def from_below(row: Row) -> dict[str, Any]:
    x0, y0, x1, y1 = row.box
    return {"l": x0, "t": HIGH - y0, "r": x1, "b": HIGH - y1, "coord_origin": "BOTTOMLEFT"}


SHAPES: dict[str, Any] = {
    "thousandths": lines(lambda r: {"box_2d": thousandths(r), "label": r.text}),
    "measured from below": {"texts": lines(lambda r: {
        "label": "text", "prov": [{"page_no": 1, "bbox": from_below(r)}], "orig": r.text, "text": r.text})},
    "below without saying so": {"elements": lines(lambda r: {
        "Bounds": [r.box[0], HIGH - r.box[3], r.box[2], HIGH - r.box[1]], "Path": "//Document/P", "Text": r.text})},
    "places of their own objects": lines(lambda r: {"text": r.text, "metadata": {"coordinates": {
        "points": r.quad(), "system": "PixelSpace", "layout_width": WIDE, "layout_height": HIGH}}}),
    "baselines": {"lines": lines(lambda r: {
        "id": "a1b2", "baseline": [[r.box[0], r.box[3]], [r.box[2], r.box[3]]], "boundary": r.quad(),
        "prediction": r.text})},
    "per cent, in three parts": [{"annotations": [{"result": [part for r in rows() for part in (
        {"type": "rectangle", "value": percent(r), "original_width": WIDE, "original_height": HIGH},
        {"type": "labels", "value": {**percent(r), "labels": ["Text"]}, "original_width": WIDE},
        {"type": "textarea", "value": {**percent(r), "text": [r.text]}, "original_width": WIDE,
         "original_height": HIGH})]}]}],
    "two corners": {"version": "5", "shapes": lines(lambda r: {
        "label": r.text, "points": [list(r.box[:2]), list(r.box[2:])], "shape_type": "rectangle"})},
    "a call around it": None,
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_the_page_comes_out_of_each_shape(name: str) -> None:
    value = SHAPES[name] or SHAPES["two corners"]
    text = json.dumps(value, ensure_ascii=False)
    (page,) = read_pages((f"show_page({text});" if SHAPES[name] is None else text).encode())
    assert page.source.format == "ocr-json"
    checked(page)


def test_whole_blocks_with_what_they_are() -> None:
    """A paragraph a record, in the order of the file."""
    records = []
    for x, y, headline, body in STORIES:
        records.append({"type": "Title", "text": headline, "box": [x, y, x + 400, y + 44]})
        records.append({"type": "NarrativeText", "text": "".join(body), "box": [x, y + 60, x + 600, y + 260]})
    found = [{**record, "box": None, "area": {"rect_of": record["box"]}} for record in records]
    done = pc.build()(read(json.dumps({"parts": found}, ensure_ascii=False).encode()))
    assert [a.headline for a in done.articles or ()] == [headline for _, _, headline, _ in STORIES]
    assert [a.text for a in done.articles or ()] == ["".join(body) for _, _, _, body in STORIES]


def test_words_of_a_file_that_knows_no_lines() -> None:
    """Korean words come together, with a space behind a full stop."""
    texts = ["바닷가 마을의 낡은 창고가", "책방이 되어 문을 열었다. 책장", "서른두 개에는 주민들이"]
    words = []
    for row, text in enumerate(texts):
        x = 40
        for word in text.split():
            words.append({"boxes": [[x, 40 * row], [x + 20 * len(word), 40 * row], [x + 20 * len(word), 40 * row + 20],
                                    [x, 40 * row + 20]], "recognition_words": [word]})  # fmt: skip
            x += 20 * len(word) + 8
    page = read(json.dumps({"result": words}, ensure_ascii=False).encode())
    assert page.raw == tuple(texts)


def test_prose_without_places_is_no_page() -> None:
    news = [{"title": f"第{n}号新桥昨日通车", "content": "桥上的行人渐渐多了起来。", "id": n} for n in range(4)]
    with pytest.raises(InputError, match="a shape that papercut does not know"):
        read(json.dumps(news, ensure_ascii=False).encode())
