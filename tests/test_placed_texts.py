"""Answers of OCR services that no recogniser knows: texts with places anywhere in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import papercut as pc
import vendors
from papercut.errors import InputError
from papercut.readers import read_pages
from test_vendors import checked, pages_of
from vendors import HIGH, WIDE, Row, flat, points, rows, sized


def lines(make: Callable[[Row], Any]) -> list[Any]:
    return [make(row) for row in rows()]


def characters(row: Row, name: str, **more: Any) -> list[dict[str, Any]]:
    return [{name: c.text, "position": flat(c), **more} for c in row.characters()]


def shares(row: Row) -> list[list[float]]:
    x0, y0, x1, y1 = row.box
    return [[x0 / WIDE, y0 / HIGH], [x1 / WIDE, y1 / HIGH]]


def edges(row: Row, *names: str) -> dict[str, float]:
    return dict(zip(names, row.box, strict=True))


def corner(x: float, y: float) -> dict[str, float]:
    return {"x": x, "y": y}


SHAPES: dict[str, Any] = {
    # as Volcengine
    "lists side by side": {"code": 10000, "message": "Success", "data": {
        "line_texts": lines(lambda r: r.text), "line_rects": lines(lambda r: sized(r, "x", "y", "width", "height")),
        "chars": lines(lambda r: [{**sized(c, "x", "y", "width", "height"), "char": c.text} for c in r.characters()])}},
    # as iFlytek
    "lines without a text of their own": {"code": "0", "data": {"block": [{"type": "text", "line": lines(lambda r: {
        "location": {"top_left": corner(*r.box[:2]), "right_bottom": corner(*r.box[2:])},
        "word": [{"content": r.text}]})}]}},
    # as Youdao
    "boxes that are texts": {"errorCode": "0", "Result": {"orientation": "UP", "regions": [{
        "boundingBox": "0,0,9,0,9,9,0,9", "dir": "h", "lines": lines(lambda r: {
            "boundingBox": ",".join(map(str, flat(r))), "text": r.text, "words": [
                {"boundingBox": ",".join(map(str, flat(c))), "word": c.text} for c in r.characters()]})}]}},
    # as docTR
    "words as shares": {"pages": [{"page_idx": 0, "dimensions": [HIGH, WIDE], "blocks": [{"lines": lines(lambda r: {
        "geometry": shares(r),
        "words": [{"value": c.text, "geometry": shares(c)} for c in r.characters()]})}]}]},
    # as NAVER CLOVA
    "words that say where a line ends": {"version": "V2", "images": [{"inferResult": "SUCCESS", "fields": [
        {"inferText": c.text, "lineBreak": n + 1 == len(r.characters()), "boundingPoly": {"vertices": points(c)}}
        for r in rows() for n, c in enumerate(r.characters())]}]},
    # as PyMuPDF
    "spans": {"width": WIDE, "height": HIGH, "blocks": [{"type": 0, "bbox": [0, 0, WIDE, HIGH], "lines": lines(
        lambda r: {"spans": [{"size": 27, "text": r.text, "bbox": r.box}], "bbox": r.box})}]},
    # as Tesseract.js, whose whole text stands beside its lines
    "a text of the whole page": {"data": {"text": "\n".join(r.text for r in rows()), "blocks": [{"paragraphs": [{
        "lines": lines(lambda r: {"text": r.text + "\n", "bbox": edges(r, "x0", "y0", "x1", "y1"),
                                  "words": characters(r, "text")})}]}]}},
    # as Apple's Vision
    "shares from below": [{"text": r.text, "confidence": 1, "bounding_box": {
        "x": r.box[0] / WIDE, "y": 1 - r.box[3] / HIGH, "width": (r.box[2] - r.box[0]) / WIDE,
        "height": (r.box[3] - r.box[1]) / HIGH}} for r in rows()],
    # as pdfplumber
    "edges of its own": lines(lambda r: {"text": r.text, **edges(r, "x0", "top", "x1", "bottom")}),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_texts_with_places_are_read_whatever_they_are_called(name: str) -> None:
    (page,) = pages_of(SHAPES[name])
    assert page.source.format == "ocr-json" and page.notes == ()
    assert "".join("".join(page.raw).split()) == "".join("".join(r.text for r in rows()).split())
    checked(page)


def test_columns_of_vertical_text_whose_corners_stand_crosswise() -> None:
    columns = [("守望灯塔三十年", 500), ("本报讯老人昨天交出钥匙", 440), ("他说海风吹惯了", 400)]
    value = {"imginfo": {"img_width": 600}, "contents": [[
        {"boundingBox": [[x, 20], [x, 20 + 30 * len(text)], [x + 30, 20], [x + 30, 20 + 30 * len(text)]], "text": text}
        for text, x in columns]]}  # fmt: skip
    (page,) = pages_of(value)
    assert [p.upright for p in page.printed] == [True] * 3
    assert {p.size for p in page.printed} == {30}


def test_each_part_of_a_list_of_pages_is_one() -> None:
    whole = SHAPES["words as shares"]["pages"][0]
    first, second, third = pages_of({"pages": [whole, {"page_idx": 1, "blocks": []}, whole | {"page_idx": 2}]})
    assert first.raw == third.raw and second.raw == ()
    checked(third)


def test_rows_of_which_one_found_no_text() -> None:
    found = [{"box": r.quad(), "text": r.text, "score": 0.9} for r in rows()]
    data = "\n".join(map(json.dumps, ({"code": 100, "data": found}, {"code": 101, "data": "No text found in image."})))
    checked(next(iter(read_pages(data.encode()))))


def test_text_without_a_place_is_counted_where_lines_have_one() -> None:
    (page,) = pages_of({"data": {"text": "别处的一句话", "rows": SHAPES["edges of its own"]}})
    assert [n.text for n in page.notes] == ["6 characters left out, in texts that have no place"]


def test_a_page_of_which_only_the_text_is_known() -> None:
    said = "南岸新桥昨日正式通车\r\n新桥长三百二十米。\r\n"
    (page,) = pages_of({"ParsedResults": [{"TextOverlay": {"Lines": []}, "ParsedText": said}], "OCRExitCode": 1})
    assert page.raw == ("南岸新桥昨日正式通车", "新桥长三百二十米。") and page.printed == ()


@pytest.mark.parametrize("value", [{"articles": [{"title": "新桥", "content": "通车"}]}, {"page": 1, "text": "新桥"}])
def test_texts_without_places_are_no_page(value: Any) -> None:
    with pytest.raises(InputError, match="of a shape that papercut does not know"):
        pages_of(value)


@pytest.mark.parametrize("name", SHAPES)
def test_odd_values_cost_no_exception(name: str) -> None:
    from test_vendors import ODD, paths, replaced

    places = list(paths(SHAPES[name]))
    for n, place in enumerate(places[:: max(1, len(places) // 30)]):
        try:
            found = list(read_pages(json.dumps(replaced(SHAPES[name], place, ODD[n % len(ODD)])).encode()))
        except InputError:
            continue
        for page in found:
            assert pc.partition_faults(page) == []


def test_what_a_recogniser_takes_but_finds_no_text_in_is_looked_at_again() -> None:
    """`regions` beside `orientation` look like an answer of Azure."""
    (page,) = pages_of(SHAPES["boxes that are texts"])
    assert page.raw[0] == vendors.HEADLINES[0]


def test_blocks_with_categories_are_whole() -> None:
    kinds = {"title": "Section-header", "text": "Text"}
    value = [{"bbox": box, "category": kinds[kind], "text": f"## {text}" if kind == "title" else text}
             for kind, text, box in vendors.paragraphs()]  # fmt: skip
    (page,) = pages_of(value)
    assert all(p.whole for p in page.printed) and "#" not in "".join(page.raw)
    checked(page)


ANSWER = json.dumps(vendors.SHAPES["baidu"](), ensure_ascii=False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", ""), ("[2025/03/03 10:00:00] root INFO: read 01.png\n", "\n"),
        ("\ufeff```json\n", "\n```\n"), ("Answer:\n", f"\n{ANSWER}\n"),
    ],
)  # fmt: skip
def test_an_answer_behind_something_else(before: str, after: str) -> None:
    page = next(iter(read_pages((before + ANSWER + after).encode())))
    assert [n.code for n in page.notes] == ["odd-record"] and "before the JSON" in page.notes[0].text
    checked(page)


def test_what_the_command_of_paddle_prints() -> None:
    head = "[2023/05/06 11:22:33] ppocr INFO: "
    found = [f"{head}[{r.quad()}, ({r.text!r}, 0.98)]\n" for r in rows()]
    log = "".join([f"{head}**********01.png**********\n", f"{head}dt_boxes num : 12\n", *found])
    first, second = read_pages((log + log.replace("01.png", "02.png")).encode())
    checked(first)
    assert first.raw == second.raw


def test_what_python_prints_of_numbers_of_numpy() -> None:
    """EasyOCR's answer, as `print` shows it."""
    def box(r: Row) -> str:
        return ", ".join(f"[np.int32({x:.0f}), np.int32({y:.0f})]" for x, y in r.quad())

    shown = "[" + ", ".join(f"([{box(r)}], {r.text!r}, np.float64(0.93))" for r in rows()) + "]\n"
    checked(next(iter(read_pages(shown.encode()))))


def test_text_that_shows_json_is_text() -> None:
    text = '程序员手记\n　　他在黑板上写下一行：\n{"name": "新桥"}\n　　学生们都笑了，说这就是桥的名字。\n'
    (page,) = read_pages(text.encode())
    assert page.source.format == "text"
