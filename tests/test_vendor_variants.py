"""What clients and programs make of the answers of OCR services: the page comes out all the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

import papercut as pc
import vendors
from papercut.errors import InputError
from papercut.readers import read_pages
from papercut.readers.formats import found_format
from papercut.readers.ocr.polygons import split
from test_vendors import checked, pages_of

ROWS = vendors.rows()
LABELS = json.dumps([{"transcription": r.text, "points": r.quad()} for r in ROWS], ensure_ascii=False)


def google_words_of_symbols(shares: bool) -> Any:
    """Words of two characters that have places, of symbols that have none, as of PDF files."""
    value = vendors.google(shares=shares)
    key = "normalizedVertices" if shares else "vertices"
    for block in value["responses"][0]["fullTextAnnotation"]["pages"][0]["blocks"]:
        symbols = [symbol for word in block["paragraphs"][0]["words"] for symbol in word["symbols"]]
        words: list[list[Any]] = [[]]
        for symbol in symbols:
            words[-1].append(symbol)
            if len(words[-1]) == 2 or "property" in symbol:
                words.append([])
        block["paragraphs"][0]["words"] = [
            {"boundingBox": {key: [own[0][key][0], own[-1][key][1], own[-1][key][2], own[0][key][3]]}, "symbols": word}
            for word in words if word for own in [[symbol.pop("boundingBox") for symbol in word]]
        ]  # fmt: skip
    return value


def document_ai(tokens: bool = True, only: str = "") -> Any:
    text = "\n".join(row.text for row in ROWS)

    def part(begin: int, end: int, row: vendors.Row) -> dict[str, Any]:
        segment = {"endIndex": str(end)} | ({"startIndex": str(begin)} if begin else {})
        place = {"normalizedVertices": [{"x": p["x"] / vendors.WIDE, "y": p["y"] / vendors.HIGH}
                                        for p in vendors.points(row)]}  # fmt: skip
        return {"layout": {"textAnchor": {"textSegments": [segment]}, "boundingPoly": place, "confidence": 0.9}}

    lines, found, at = [], [], 0
    for row in ROWS:
        lines.append(part(at, at + len(row.text) + 1, row))
        for one in row.characters():
            at = text.index(one.text, at) + 1
            found.append(part(at - 1, at, one))
        at = text.find("\n", at) + 1
    kinds = {"lines": lines, "paragraphs": lines, "blocks": lines, "tokens": found if tokens else []}
    size = {"width": vendors.WIDE, "height": vendors.HIGH, "unit": "pixels"}
    page = {"pageNumber": 1, "dimension": size} | ({only: lines} if only else kinds)
    return {"document": {"text": text, "mimeType": "image/png", "pages": [page]}}


def apart(row: vendors.Row) -> dict[str, float]:
    return dict(zip(("x0", "y0", "x1", "y1"), row.box, strict=True))


def line_of(key: str, place: Any, text: str = "text") -> list[dict[str, Any]]:
    return [{text: row.text, "confidence": 0.9, key: place(row)} for row in ROWS]


VARIANTS: dict[str, Any] = {
    "google: symbols without places": google_words_of_symbols(False),
    "google: symbols without places, of a file": google_words_of_symbols(True),
    "google: an error of nothing": vendors.google()["responses"][0] | {"error": {"code": 0, "message": ""}},
    "google: the words alone": vendors.google_words()["textAnnotations"],
    "google document ai": document_ai(),
    "google document ai: the document": document_ai()["document"],
    "google document ai without tokens": document_ai(tokens=False),
    "google document ai of blocks": document_ai(only="blocks"),
    "azure: pages of the client": vendors.azure_read()["analyzeResult"]["readResults"],
    "azure: lines alone": [{"text": row.text, "boundingBox": vendors.flat(row)} for row in ROWS],
    "azure: the skill": {"language": "zh", "text": "…", "lines": line_of("boundingBox", vendors.points), "words": []},
    "textract: the blocks alone": vendors.textract()["Blocks"],
    "baidu: a job's result": {"result": {"ret_code": 3, "result_data": json.dumps(vendors.baidu())}, "log_id": 1},
    "mineru: the service": {
        "results": {"a": {"md_content": "…", "content_list": json.dumps(vendors.mineru_content())}}
    },
    "mineru: headings of the second level": [
        block | ({"text_level": 2} if "text_level" in block else {}) for block in vendors.mineru_content()
    ],
    "rapidocr's server": {
        str(n): {"rec_txt": row.text, "dt_boxes": row.quad(), "score": "0.9"} for n, row in enumerate(ROWS)
    },
    "tables of tencent": {"Response": {"TableDetections": [
        {"Cells": [{"Text": row.text, "Polygon": vendors.points(row, "X", "Y")} for row in ROWS], "Titles": []}
    ]}},
    "huawei": {"result": {"words_block_count": 12, "words_block_list": line_of("location", vendors.Row.quad, "words")}},
    "surya": {"page": [{"text_lines": line_of("polygon", vendors.Row.quad), "languages": ["zh"]}]},
    "cnocr": line_of("position", vendors.Row.quad), "tesseract.js": {"data": {"lines": line_of("bbox", apart)}},
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_the_page_comes_out_of_each_variant(name: str) -> None:
    (page,) = pages_of(VARIANTS[name])
    assert [note.code for note in page.notes] == []
    checked(page)


def test_a_word_is_cut_into_its_characters_as_it_lies() -> None:
    assert split(((0, 0), (20, 0), (20, 10), (0, 10)), 2) == [
        ((0, 0), (10, 0), (10, 10), (0, 10)), ((10, 0), (20, 0), (20, 10), (10, 10)),
    ]  # fmt: skip
    down = split(((0, 0), (10, 0), (10, 20), (0, 20)), 2)
    assert down == [((0, 0), (10, 0), (10, 10), (0, 10)), ((0, 10), (10, 10), (10, 20), (0, 20))]
    assert split(((0, 0), (9, 9)), 2) == [(), ()] and split((), 1) == [()]


@pytest.mark.parametrize("name", ["textract", "baidu", "paddle 2", "paddle 3", "azure document", "aliyun: the data"])
def test_an_answer_as_python_prints_it(name: str) -> None:
    value = vendors.SHAPES[name]()
    if name == "paddle 2":
        value = [[(box, tuple(said)) for box, said in value[0]]]
    for data, count in ((repr(value), 1), (f"{value!r}\n{value!r}\n", 2)):
        pages = list(read_pages(data.encode()))
        assert len(pages) == count
        checked(pages[-1])
    with pytest.raises(InputError, match="as Python prints it, and holds what JSON has not: write the answer"):
        list(read_pages(b"{'rec_texts': ['a'], 'rec_polys': <Polygons at 0x7f3a>}"))
    assert found_format("{'新桥'：市长说}".encode()) == "text"


def test_json_that_was_made_json_twice() -> None:
    (page,) = read_pages(json.dumps(json.dumps(vendors.textract(), indent=1)).encode())
    checked(page)
    assert found_format('"[新桥]"昨日通车'.encode()) == found_format('"新桥"'.encode()) == "text"


def test_labels_of_paddleocr() -> None:
    for data in (f"scans/01.jpg\t{LABELS}\n", f"第一版.jpg\t{LABELS}\n二.jpg\t{LABELS}\n"):
        pages = list(read_pages(data.encode()))
        assert len(pages) == data.count("\n")
        checked(pages[-1])
    empty, page = read_pages(f"1.jpg\t[]\n2.jpg\t{LABELS}\n".encode())
    assert not any(empty.raw)
    checked(page)


def test_baidu_places_of_a_page_that_was_sent_upside_down() -> None:
    def lying(row: vendors.Row) -> dict[str, float]:
        x0, y0, x1, y1 = row.box
        return {"left": vendors.WIDE - x1, "top": vendors.HIGH - y1, "width": x1 - x0, "height": y1 - y0}

    lines = [{"words": row.text, "location": lying(row)} for row in ROWS]
    (page,) = pages_of({"words_result": lines, "words_result_num": len(lines), "direction": 2})
    checked(page)
    (page,) = pages_of(vendors.baidu() | {"direction": 2})
    checked(page)


def test_what_mineru_sets_aside_is_in_no_article() -> None:
    box = [900, 10, 1100, 30]
    found = [*vendors.mineru_content(), {"type": "discarded", "text": "2026年1月5日", "bbox": box, "page_idx": 0}]
    page = pc.build()(pages_of(found)[0])
    assert [f.text for f in page.furniture] == ["2026年1月5日"]


def test_json_whose_texts_are_objects_is_refused() -> None:
    texts = [{"label": "text", "text": row.text, "prov": []} for row in ROWS]
    with pytest.raises(InputError, match="of a shape that papercut does not know"):
        pages_of({"schema_name": "DoclingDocument", "body": {"children": []}, "texts": texts, "pictures": []})
