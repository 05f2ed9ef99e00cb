"""OCR services and programs: the same page comes out of what each of them writes."""

from __future__ import annotations

import json
from typing import Any

import pytest

import papercut as pc
import vendors
from papercut.errors import InputError
from papercut.model.page import Page
from papercut.readers import read_pages
from papercut.readers.failed_pages import Unread


def pages_of(value: Any) -> list[Page]:
    return list(read_pages(json.dumps(value, ensure_ascii=False).encode()))


def checked(page: Page) -> None:
    """The page after all stages is lawful, and has its two stories."""
    done = pc.build()(page)
    assert pc.partition_faults(done) == []
    articles = {a.headline: [b.text for b in a.body] for a in done.articles or ()}
    assert articles == dict(zip(vendors.HEADLINES, vendors.BODIES, strict=True))


@pytest.mark.parametrize("name", vendors.SHAPES)
def test_the_page_comes_out_of_each_shape(name: str) -> None:
    (page,) = pages_of(vendors.SHAPES[name]())
    assert page.source.format == "ocr-json"
    assert "".join("".join(page.raw).split()) == "".join("".join(r.text for r in vendors.rows()).split())
    checked(page)


def turned(value: Any, quarters: int) -> Any:
    """The shape with its points (lists of `x` and `y`, or eight numbers) turned clockwise by quarter turns."""
    wide, high = vendors.WIDE, vendors.HIGH

    def place(x: float, y: float) -> tuple[float, float]:
        return [(x, y), (high - y, x), (wide - x, high - y), (y, wide - x)][quarters]

    if isinstance(value, dict):
        if "x" in value and "y" in value and len(value) == 2:
            x, y = place(value["x"], value["y"])
            return {"x": x, "y": y}
        done = {key: turned(part, quarters) for key, part in value.items()}
        if quarters % 2 and {"width", "height"} <= done.keys():
            done["width"], done["height"] = done["height"], done["width"]
        return done
    if isinstance(value, list):
        if len(value) == 8 and all(isinstance(n, (int, float)) for n in value):
            return [n for x, y in zip(value[::2], value[1::2], strict=True) for n in place(x, y)]
        return [turned(part, quarters) for part in value]
    return value


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("name", ["google", "azure read 3", "azure document"])
def test_a_page_that_lies_on_its_side_is_turned_upright(name: str, quarters: int) -> None:
    upright = vendors.SHAPES[name]()
    lying = turned(upright, quarters)
    if name.startswith("azure"):
        result = lying["analyzeResult"]
        (result.get("readResults") or result["pages"])[0]["angle"] = [0, 90, 180, -90][quarters]
    (page,), (wanted,) = pages_of(lying), pages_of(upright)
    assert page.source.size == wanted.source.size and [p.box for p in page.printed] == [p.box for p in wanted.printed]
    checked(page)


@pytest.mark.parametrize(
    "value",
    [
        vendors.google()["responses"] * 2, {"responses": vendors.google()["responses"] * 2},
        {"responses": [vendors.google(), vendors.google()]},
        {"analyzeResult": {"readResults": vendors.azure_read()["analyzeResult"]["readResults"] * 2}},
        {"pages": vendors.azure_document()["analyzeResult"]["pages"] * 2},
        [vendors.textract(), vendors.textract()],
        {"Blocks": [{**b, "Page": n} for n in (1, 2) for b in vendors.textract()["Blocks"]]},
        [vendors.tencent(), vendors.tencent()], [vendors.baidu()] * 2, [vendors.aliyun()] * 2,
        vendors.paddle_2() * 2, [vendors.paddle_3()] * 2, [{"res": vendors.structure_3()}] * 2,
        vendors.structure_service(), vendors.mineru_content() + [b | {"page_idx": 1} for b in vendors.mineru_content()],
        vendors.mineru_content_2() * 2, {"pdf_info": vendors.mineru_middle()["pdf_info"] * 2},
        vendors.mineru_model() * 2,
    ],
)  # fmt: skip
def test_several_pages_in_a_file(value: Any) -> None:
    first, second = pages_of(value)
    assert first.raw == second.raw and (first.source.page, second.source.page) == (1, 2)
    checked(second)


def test_an_answer_a_line() -> None:
    lines = [json.dumps(vendors.SHAPES[name](), ensure_ascii=False) for name in ("google", "baidu")]
    first, second = read_pages("\n".join(lines).encode())
    assert first.raw == second.raw
    (page,) = read_pages(vendors.structure_2_lines().encode())
    checked(page)


@pytest.mark.parametrize("name", ["baidu", "textract", "tencent", "google", "paddle 2"])
def test_confidence_is_kept(name: str) -> None:
    (page,) = pages_of(vendors.SHAPES[name]())
    assert all(p.confidence and 0.8 < p.confidence <= 1 for p in page.printed)


def test_lines_without_places_are_in_their_order() -> None:
    (page,) = pages_of(vendors.baidu(places=False))
    assert page.printed == () and page.raw[0] == vendors.HEADLINES[0]
    assert [n.code for n in page.notes] == ["odd-geometry"]


def test_shares_of_the_page_become_a_page_of_the_right_shape() -> None:
    (page,) = pages_of(vendors.textract())
    assert page.source.size and page.source.unit == "page/1000"
    assert page.source.size[0] / page.source.size[1] == pytest.approx(vendors.WIDE / vendors.HIGH, rel=0.03)


def test_a_hyphen_that_google_leaves_out_of_its_text_is_printed() -> None:
    def symbol(ch: str, x: int, y: int, kind: str = "") -> dict[str, Any]:
        box = {"vertices": [{"x": x, "y": y}, {"x": x + 9, "y": y}, {"x": x + 9, "y": y + 20}, {"x": x, "y": y + 20}]}
        return {"text": ch, "boundingBox": box, **({"property": {"detectedBreak": {"type": kind}}} if kind else {})}

    first = [symbol(ch, 10 + 10 * n, 10, "HYPHEN" if n == 2 else "") for n, ch in enumerate("com")]
    second = [symbol(ch, 10 + 10 * n, 40, "LINE_BREAK" if n == 3 else "") for n, ch in enumerate("pany")]
    words = [{"symbols": first + second}]
    page = {"width": 200, "height": 100, "blocks": [{"paragraphs": [{"words": words}]}]}
    (read_page,) = pages_of({"fullTextAnnotation": {"pages": [page], "text": "company\n"}})
    assert read_page.raw == ("com-", "pany")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"title": "新桥", "content": "通车"}, "(an object with the keys title, content)"),
        ([{"id": 1}, {"id": 2}], "(a list with the keys id)"), (["新桥", "通车"], "(a list)"), ({}, "(an object)"),
        ({"type": "FeatureCollection", "features": []}, "shape that papercut does not know"),
        ({"error": {"code": "401", "message": "no access"}}, "went wrong: no access"),
        ({"Response": {"Error": {"Code": "X", "Message": "over limit"}}}, "went wrong: over limit"),
        ({"error_code": 17, "error_msg": "daily limit"}, "went wrong: daily limit"),
        ({"status": "running"}, "its status is running"),
    ],
)  # fmt: skip
def test_json_of_no_known_shape_is_refused_in_one_line(value: Any, says: str) -> None:
    with pytest.raises(InputError) as caught:
        pages_of(value)
    assert says in str(caught.value) and "\n" not in str(caught.value)


def test_a_response_that_is_an_error_costs_no_other_page() -> None:
    error = {"error": {"code": 3, "message": "bad image"}}
    data = json.dumps({"responses": [error, *vendors.google()["responses"]]}).encode()
    failed: list[Unread] = []
    (page,) = read_pages(data, unread=failed.append)
    checked(page)
    assert page.source.page == 2 and [one.page for one in failed] == [1] and "bad image" in failed[0].message


@pytest.mark.parametrize(
    ("name", "more", "says"),
    [
        ("textract", {"NextToken": "x"}, "NextToken asks for the rest"),
        ("textract", {"JobStatus": "PARTIAL_SUCCESS"}, "its status is PARTIAL_SUCCESS"),
        ("azure document", {"status": "running"}, "its status is running"),
    ],
)
def test_an_answer_that_is_not_whole_is_named(name: str, more: dict[str, str], says: str) -> None:
    whole = vendors.SHAPES[name]()
    failed: list[Unread] = []
    pages = list(read_pages(json.dumps(whole | more).encode(), unread=failed.append))
    assert pages and says in failed[-1].message and failed[-1].page == len(pages) + 1
    done = whole | {"JobStatus": "SUCCEEDED", "status": "succeeded"}
    assert len(list(read_pages(json.dumps(done).encode()))) == len(pages)


@pytest.mark.parametrize("pages", [{}, {"pages": []}])
def test_google_text_without_pages(pages: dict[str, list[object]]) -> None:
    value = {"responses": [{"fullTextAnnotation": {"text": "新桥通车\n市里的新桥昨日通车。\n"} | pages}]}
    (page,) = read_pages(json.dumps(value).encode())
    assert page.raw == ("新桥通车", "市里的新桥昨日通车。")


ODD = [None, True, -1, 1e308, "", "\ud800", [], {}, [[]], [{}], {"x": None}, [None, None], "新桥"]


@pytest.mark.parametrize("name", vendors.SHAPES)
def test_odd_values_are_no_exception(name: str) -> None:
    """Each value of the shape in turn is something else: the file is refused, or read without a breach of the law."""
    value = vendors.SHAPES[name]()
    places = list(paths(value))
    for n, place in enumerate(places[:: max(1, len(places) // 40)]):
        odd = replaced(value, place, ODD[n % len(ODD)])
        try:
            found = list(read_pages(json.dumps(odd).encode()))
        except InputError:
            continue
        for page in found:
            assert pc.partition_faults(page) == []


def paths(value: Any, at: tuple[Any, ...] = ()) -> Any:
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from paths(part, (*at, key))


def replaced(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    if not place:
        return new
    key, *rest = place
    if isinstance(value, dict):
        return {**value, key: replaced(value[key], tuple(rest), new)}
    return [replaced(part, tuple(rest), new) if n == key else part for n, part in enumerate(value)]


@pytest.mark.parametrize("name", ["google", "azure document", "textract", "tencent", "baidu", "aliyun", "paddle 3"])
def test_answers_that_went_wrong_cost_no_other_page(name: str) -> None:
    value = vendors.SHAPES[name]()
    error = {"error": {"code": 3, "message": "bad image"}}
    failed: list[Unread] = []
    data = json.dumps([value, error, value], ensure_ascii=False).encode()
    first, third = read_pages(data, name="answers", unread=failed.append)
    assert (first.source.page, third.source.page) == (1, 3)
    checked(first)
    checked(third)
    assert [one.page for one in failed] == [2]
    assert failed[0].message.startswith("answers, page 2,") and "bad image" in failed[0].message


@pytest.mark.parametrize(
    "value",
    [
        {"responses": [{"error": {"code": 14, "message": "bad image"}}]},
        {"Response": {"Error": {"Code": "Failed", "Message": "bad image"}}},
        {"RequestId": "0", "Code": "InvalidImage", "Message": "bad image"},
        {"error_code": 216201, "error_msg": "bad image", "words_result": []},
        {"JobStatus": "FAILED", "Blocks": []},
        {"__type": "UnsupportedDocumentException", "message": "bad image"},
        {"message": "bad image"},
        {"code": -60012, "msg": "bad image"},
    ],
)
def test_an_answer_that_is_none_fails_in_the_words_of_the_service(value: Any) -> None:
    with pytest.raises(InputError, match=r"went wrong: (bad image|its status is FAILED)"):
        pages_of(value)


@pytest.mark.parametrize("name", ["google", "azure read 3", "textract", "baidu", "paddle 3", "mineru content"])
def test_answers_as_people_keep_them(name: str) -> None:
    value = vendors.SHAPES[name]()
    text = json.dumps(value, ensure_ascii=False)
    indented = json.dumps(value, ensure_ascii=False, indent=1)
    for data, count in (
        (text.encode("utf-16-be"), 1), (text.encode("utf-16-le"), 1), (text.encode("utf-8-sig"), 1),
        (f"{indented}\n{indented}\n".encode(), 2), (f"{text}\r\n{text}\r\n".encode(), 2),
        (json.dumps({"01.jpg": value, "02.jpg": value}).encode(), 2),
        (json.dumps({"file": "01.jpg", "ocr": value}).encode(), 1),
    ):  # fmt: skip
        pages = list(read_pages(data))
        assert len(pages) == count
        for page in pages:
            checked(page)


def test_what_an_object_holds_beside_answers_is_counted() -> None:
    (page,) = pages_of({"01.jpg": vendors.SHAPES["google"](), "02.jpg": {"story": "市里的新桥昨日通车。"}})
    assert [n.text for n in page.notes] == ["10 characters left out, in texts that have no place"]
