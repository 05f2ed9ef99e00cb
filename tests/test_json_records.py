"""JSON of programs of which nothing is known: records that have a text and a place under any keys."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import papercut as pc
from papercut.errors import InputError, PapercutError
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


COLUMNS = ("level", "page_num", "block_num", "par_num", "line_num", "word_num", "left", "top", "width", "height",
           "conf", "text")  # fmt: skip


def table() -> list[tuple[Any, ...]]:
    """The rows of Tesseract's table, each character a word; those of the second column come first."""
    out: list[tuple[Any, ...]] = []
    for n, row in reversed(list(enumerate(rows()))):
        for k, ch in enumerate(row.characters()):
            x0, y0, x1, y1 = ch.box
            out.append((5, 1, 1, 1, n, k, x0, y0, x1 - x0, y1 - y0, 91, ch.text))
    return out


def words(make: Callable[[int, int, Row], Any]) -> list[Any]:
    return [make(n, k, ch) for n, row in enumerate(rows()) for k, ch in enumerate(row.characters())]


def address(row: Row) -> str:
    x0, y0, x1, y1 = row.box
    return f"https://archive.example/canvas/1#xywh={x0},{y0},{x1 - x0},{y1 - y0}"


SHAPES: dict[str, Any] = {
    # Tesseract's table, as a dict of lists and as records
    "lists of columns": {name: [row[n] for row in table()] for n, name in enumerate(COLUMNS)},
    "records of a table": [dict(zip(COLUMNS, row, strict=True)) for row in table()],
    # PyMuPDF's tuples of words
    "tuples of words": words(lambda n, k, ch: [*ch.box, ch.text, 0, n, k]),
    # as keras-ocr
    "a text before its box": [lines(lambda r: [r.text, r.quad()])],
    # annotations of IIIF
    "places in addresses": {"@type": "sc:AnnotationList", "resources": lines(lambda r: {
        "resource": {"@type": "cnt:ContentAsText", "chars": r.text}, "on": address(r)})},
    # as PDF.js
    "matrices": {"items": lines(lambda r: {
        "str": r.text, "dir": "ltr", "width": r.box[2] - r.box[0], "height": r.box[3] - r.box[1],
        "transform": [44, 0, 0, 44, r.box[0], HIGH - r.box[3]], "fontName": "f1"})},
    # as Yandex
    "blocks that have places are no pages": {"result": {"textAnnotation": {"blocks": lines(lambda r: {
        "boundingBox": {"vertices": [{"x": f"{x}", "y": f"{y}"} for x, y in r.quad()]},
        "lines": [{"text": r.text, "boundingBox": {"vertices": [{"x": x, "y": y} for x, y in r.quad()]}}]})}}},
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


def test_blocks_of_pymupdf() -> None:
    """Tuples of a place, a text of several lines, a number and a type; those of pictures are left out."""
    found: list[list[Any]] = [[0, 0, 9, 9, "<image: DeviceRGB>", 0, 1]]
    for x, y, headline, body in STORIES:
        found.append([x, y, x + 400, y + 44, headline + "\n", len(found), 0])
        found.append([x, y + 60, x + 600, y + 260, "\n".join(body) + "\n", len(found), 0])
    done = pc.build()(read(json.dumps(found, ensure_ascii=False).encode()))
    assert [a.headline for a in done.articles or ()] == [headline for _, _, headline, _ in STORIES]


def test_arrays_of_numpy_as_python_prints_them() -> None:
    shown = [
        f"{{'text': {r.text!r}, 'score': 0.97, 'position': array({r.quad()!r}".replace("], [", "],\n       [")
        + ("" if n % 2 else ", dtype=float32") + ")}"
        for n, r in enumerate(rows())
    ]  # fmt: skip
    checked(read(f"[{', '.join(shown)}]\n".encode()))


def test_a_map_is_no_page() -> None:
    edges = [[113.1, 23.1], [113.2, 23.1], [113.2, 23.2]]
    place = {"type": "Polygon", "coordinates": [edges]}
    parts = [{"type": "Feature", "properties": {"name": "旧城区内的老街道"}, "geometry": place} for _ in range(3)]
    with pytest.raises(InputError, match="a shape that papercut does not know"):
        read(json.dumps({"type": "FeatureCollection", "features": parts}, ensure_ascii=False).encode())


def test_the_table_with_commas() -> None:
    text = "\n".join(",".join(map(str, row)) for row in [COLUMNS, *table()]) + "\n"
    page = read(text.encode())
    assert page.source.format == "tsv"
    checked(page)


TEXT = "城南的新桥昨天上午正式通车，居民从此不必绕路。"
PLACE = [10, 10, 300, 30]
VALUES = st.sampled_from(
    [None, True, 0, -1, 1e308, "x", "1", "", [], {}, [1], [[1, 2], [3, 4]], PLACE, {"x": 1, "y": 2, "w": 3, "h": 4},
     "12,13,14,15", "xywh=1,2,3,4", TEXT, [10, 40, 10, 60], [-9, -9, -99, -50]]
)  # fmt: skip
KEYS = ("said", "where", "page", "page_number", "transform", "width", "layout_width", "box_2d", "type", "coord_origin")


def told(records: list[dict[str, Any]]) -> list[pc.Page]:
    return list(read_pages(json.dumps({"things": records}).encode()))


def test_a_page_of_which_no_text_has_a_place() -> None:
    placed = [{"said": TEXT, "where": [10, y, 300, y + 20], "page": 1} for y in (10, 40)]
    pages = told([*placed, {"said": TEXT[::-1], "page": 2}])
    assert [len(page.raw) for page in pages] == [2, 1]


def test_an_object_where_the_others_have_texts_is_counted() -> None:
    placed = [{"said": TEXT, "where": [10, y, 300, y + 20]} for y in (10, 40)]
    (page,) = told([*placed, {"said": {"more": "另有一段没有位置的文字"}, "where": PLACE}])
    assert len(page.raw) == 2 and any("left out" in note.text for note in page.notes)


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES), min_size=1, max_size=5))
def test_records_of_any_shape_are_read_or_refused(records: list[dict[str, Any]]) -> None:
    placed = [{"said": TEXT, "where": [10, y, 300, y + 20]} for y in (10, 40)]
    with contextlib.suppress(PapercutError):
        told([*placed, *records])
