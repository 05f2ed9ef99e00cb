"""The same page as OCR services and programs write it, for the tests: two columns, a story in each."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

EM = 27

STORIES = [
    (60, 44, "南岸新桥昨日正式通车", [
        "本报讯（记者 林大可）昨天上午，南岸新桥正式通",
        "车，第一辆公共汽车开过桥面时，两岸站满了看热闹",
        "的人。新桥长三百二十米，修了一年零两个月。",
        "住在南岸的人从此不必绕路，走到北岸的菜市场",
        "只要十分钟。",
    ]),
    (760, 44, "山脚小学有了图书室", [
        "本报讯（通讯员 白小荷）山脚小学今年有了自己的",
        "图书室，三千册图书由城里的读者捐赠，分门别类摆",
        "满了两面墙。",
        "校长告诉记者，孩子们放学以后总要在这里读到天黑",
        "才肯回家。",
    ]),
]  # fmt: skip

BODIES = [
    [("本报讯（记者 林大可）昨天上午，南岸新桥正式通车，第一辆公共汽车开过桥面时，两岸站满了看热闹的人。"
      "新桥长三百二十米，修了一年零两个月。"),
     "住在南岸的人从此不必绕路，走到北岸的菜市场只要十分钟。"],
    ["本报讯（通讯员 白小荷）山脚小学今年有了自己的图书室，三千册图书由城里的读者捐赠，分门别类摆满了两面墙。",
     "校长告诉记者，孩子们放学以后总要在这里读到天黑才肯回家。"],
]  # fmt: skip
HEADLINES = [headline for _, _, headline, _ in STORIES]
WIDE, HIGH = 1400, 760


class Row(NamedTuple):
    """A line of the page: its text and its box, and whether it begins a paragraph."""

    text: str
    box: tuple[float, float, float, float]
    begins: bool = True

    def quad(self) -> list[list[float]]:
        x0, y0, x1, y1 = self.box
        return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]

    def characters(self) -> list[Row]:
        """Each visible character with its box; a space is half an em."""
        x0, y0, _, y1 = self.box
        size = y1 - y0
        out: list[Row] = []
        for ch in self.text:
            if ch == " ":
                x0 += size / 2
                continue
            out.append(Row(ch, (x0, y0, x0 + size, y1)))
            x0 += size
        return out


def rows() -> list[Row]:
    """All lines of the page, column by column."""
    out: list[Row] = []
    for left, size, headline, lines in STORIES:
        out.append(Row(headline, (left, 50, left + size * len(headline), 50 + size)))
        y = 138
        for n, text in enumerate(lines):
            begins = n == 0 or lines[n - 1].endswith("。")
            x = left + 2 * EM * begins
            wide = EM * (len(text) - text.count(" ") / 2)
            out.append(Row(text, (x, y, x + wide, y + EM), begins))
            y += 40
    return out


def points(row: Row, x: str = "x", y: str = "y") -> list[dict[str, float]]:
    return [{x: a, y: b} for a, b in row.quad()]


def flat(row: Row) -> list[float]:
    return [n for point in row.quad() for n in point]


def sized(row: Row, *names: str) -> dict[str, float]:
    x0, y0, x1, y1 = row.box
    return dict(zip(names, (x0, y0, x1 - x0, y1 - y0), strict=True))


def paragraphs() -> list[tuple[str, str, list[float]]]:
    """The blocks of the page as a model that reads blocks gives them: kind, text, box."""
    out: list[tuple[str, str, list[float]]] = []
    for row in rows():
        if row.box[3] - row.box[1] > EM:
            out.append(("title", row.text, list(row.box)))
        elif row.begins:
            out.append(("text", row.text, list(row.box)))
        else:
            kind, text, box = out[-1]
            out[-1] = kind, text + row.text, [min(box[0], row.box[0]), box[1], max(box[2], row.box[2]), row.box[3]]
    return out


def google(breaks: bool = True, shares: bool = False) -> Any:
    blocks = []
    for row in rows():
        symbols = []
        for at, ch in enumerate(row.text):
            if ch == " ":
                continue
            box = row.characters()[len(symbols)]
            vertices = {"vertices": points(box)}
            if shares:
                vertices = {"normalizedVertices": [{"x": p["x"] / WIDE, "y": p["y"] / HIGH} for p in points(box)]}
            after = row.text[at + 1 : at + 2]
            kind = "SPACE" if after == " " else "" if after else "EOL_SURE_SPACE"
            more = {"property": {"detectedBreak": {"type": kind}}} if kind and breaks else {}
            symbols.append({"text": ch, "confidence": 0.9, "boundingBox": vertices, **more})
        words = [{"symbols": [symbol]} for symbol in symbols]
        blocks.append({"blockType": "TEXT", "paragraphs": [{"words": words}]})
    text = "\n".join(row.text for row in rows())
    page = {"width": WIDE, "height": HIGH, "blocks": blocks}
    return {"responses": [{"fullTextAnnotation": {"pages": [page], "text": text}}]}


def google_words() -> Any:
    whole = {"description": "\n".join(row.text for row in rows()), "boundingPoly": {"vertices": []}}
    words = [
        {"description": c.text, "boundingPoly": {"vertices": points(c)}} for row in rows() for c in row.characters()
    ]
    return {"textAnnotations": [whole, *words]}


def azure_read(key: str = "readResults") -> Any:
    lines = [
        {"boundingBox": flat(row), "text": row.text,
         "words": [{"boundingBox": flat(c), "text": c.text, "confidence": 0.9} for c in row.characters()]}
        for row in rows()
    ]  # fmt: skip
    page = {"page": 1, "angle": 0.2, "width": WIDE, "height": HIGH, "unit": "pixel", "lines": lines}
    return {"status": "succeeded", "analyzeResult": {"version": "3.2.0", key: [page]}}


def azure_document(unit: str = "pixel", snake: bool = False) -> Any:
    scale = 1 / 200 if unit == "inch" else 1
    lines, words, parts, at = [], [], [], 0
    for row in rows():
        place = [n * scale for n in flat(row)]
        spans = [{"offset": at, "length": len(row.text)}]
        lines.append({"content": row.text, "polygon": place, "spans": spans})
        for c in row.characters():
            span = {"offset": at + row.text.index(c.text), "length": 1}
            words.append({"content": c.text, "polygon": [n * scale for n in flat(c)], "confidence": 0.9, "span": span})
        parts.append({"content": row.text, "spans": spans})
        at += len(row.text) + 1
    number, result = ("page_number", "analyze_result") if snake else ("pageNumber", "analyzeResult")
    page = {number: 1, "angle": 0, "width": WIDE * scale, "height": HIGH * scale, "unit": unit, "lines": lines}
    return {
        result: {"modelId": "prebuilt-read", "content": "", "pages": [page | {"words": words}], "paragraphs": parts}
    }


def azure_image() -> Any:
    lines = [{"text": r.text, "boundingPolygon": points(r), "words": []} for r in rows()]
    return {
        "modelVersion": "1",
        "metadata": {"width": WIDE, "height": HIGH},
        "readResult": {"blocks": [{"lines": lines}]},
    }


def azure_old() -> Any:
    def box(row: Row) -> str:
        return ",".join(str(round(n)) for n in sized(row, "x", "y", "w", "h").values())

    lines = [{"boundingBox": box(r), "words": [{"boundingBox": box(r), "text": r.text}]} for r in rows()]
    return {
        "language": "zh-Hans",
        "textAngle": 0.0,
        "orientation": "Up",
        "regions": [{"boundingBox": "", "lines": lines}],
    }


def textract(layout: bool = False) -> Any:
    def geometry(row: Row) -> dict[str, Any]:
        share = [[x / WIDE, y / HIGH] for x, y in row.quad()]
        return {"Polygon": [{"X": x, "Y": y} for x, y in share]}

    blocks: list[dict[str, Any]] = [{"BlockType": "PAGE", "Id": "p", "Page": 1}]
    for n, row in enumerate(rows()):
        child = {"Relationships": [{"Type": "CHILD", "Ids": [f"w{n}"]}]}
        common = {"Text": row.text, "Confidence": 98.5, "Geometry": geometry(row), "Page": 1}
        blocks.append({"BlockType": "LINE", "Id": f"l{n}", **common, **child})
        blocks.append({"BlockType": "WORD", "Id": f"w{n}", **common})
        if layout:
            kind = "LAYOUT_TITLE" if row.text in HEADLINES else "LAYOUT_TEXT"
            ids = {"Relationships": [{"Type": "CHILD", "Ids": [f"l{n}"]}]}
            blocks.append({"BlockType": kind, "Id": f"y{n}", "Page": 1, **ids})
    return {"DocumentMetadata": {"Pages": 1}, "Blocks": blocks}


def tencent(wrapped: bool = True) -> Any:
    lines = [
        {"DetectedText": r.text, "Confidence": 99, "Polygon": points(r, "X", "Y"),
         "AdvancedInfo": '{"Parag":{"ParagNo":1}}',
         "ItemPolygon": sized(r, "X", "Y", "Width", "Height"),
         "Words": [{"Character": c.text, "Confidence": 90} for c in r.characters()],
         "WordCoordPoint": [{"WordCoordinate": points(c, "X", "Y")} for c in r.characters()]}
        for r in rows()
    ]  # fmt: skip
    answer = {"TextDetections": lines, "Language": "zh", "Angel": 0.3, "RequestId": "a"}
    return {"Response": answer} if wrapped else answer


def baidu(places: bool = True, characters: bool = False) -> Any:
    lines = []
    for r in rows():
        line: dict[str, Any] = {"words": r.text, "probability": {"average": 0.98}}
        if places:
            line["location"] = sized(r, "left", "top", "width", "height")
        if characters:
            line["chars"] = [
                {"char": c.text, "location": sized(c, "left", "top", "width", "height")} for c in r.characters()
            ]
        lines.append(line)
    return {"log_id": 1, "words_result_num": len(lines), "words_result": lines, "direction": 0}


def baidu_document() -> Any:
    lines = [
        {"words_type": "print", "words": {"word": r.text, "words_location": sized(r, "left", "top", "width", "height")}}
        for r in rows()
    ]
    return {"results_num": len(lines), "results": lines, "log_id": 2}


def aliyun(inside: bool = True) -> Any:
    lines = [
        {"word": r.text, "prob": 99, "angle": 0, "direction": 0, "pos": points(r),
         **sized(r, "x", "y", "width", "height"),
         "charInfo": [{"word": c.text, "prob": 90, **sized(c, "x", "y", "w", "h")} for c in r.characters()]}
        for r in rows()
    ]  # fmt: skip
    data = {"angle": 0, "height": HIGH, "width": WIDE, "prism_wnum": len(lines), "prism_wordsInfo": lines}
    return {"RequestId": "a", "Data": json.dumps(data)} if inside else data


def aliyun_all_text() -> Any:
    blocks = [
        {"BlockId": n, "BlockContent": r.text, "BlockConfidence": 99, "BlockPoints": points(r, "X", "Y")}
        for n, r in enumerate(rows())
    ]
    image = {"SubImageId": 0, "Type": "General", "Angle": 0, "BlockInfo": {"BlockCount": 1, "BlockDetails": blocks}}
    return {"Data": {"Height": HIGH, "Width": WIDE, "SubImageCount": 1, "SubImages": [image]}}


def aliyun_market() -> Any:
    lines = [{"word": r.text, "rect": {"angle": 0, **sized(r, "left", "top", "width", "height")}} for r in rows()]
    return {"request_id": "a", "success": True, "ret": lines}


def paddle_2(pages: bool = True) -> Any:
    lines = [[r.quad(), [r.text, 0.9]] for r in rows()]
    return [lines] if pages else lines


def paddle_3() -> Any:
    return {
        "input_path": "a.png", "page_index": None, "rec_texts": [r.text for r in rows()],
        "rec_scores": [0.9 for _ in rows()], "rec_polys": [r.quad() for r in rows()],
    }  # fmt: skip


def structure_2() -> Any:
    return [
        {"type": "title" if r.text in HEADLINES else "text", "bbox": list(r.box), "img_idx": 0,
         "res": [{"text": r.text, "confidence": 0.9, "text_region": r.quad()}]}
        for r in rows()
    ]  # fmt: skip


def structure_2_lines() -> str:
    return "".join(json.dumps(region, ensure_ascii=False) + "\n" for region in structure_2())


def structure_3(lines: bool = True) -> Any:
    blocks = [
        {
            "block_label": "paragraph_title" if k == "title" else "text",
            "block_content": t,
            "block_bbox": b,
            "block_order": n,
        }
        for n, (k, t, b) in enumerate(paragraphs(), 1)
    ]
    return {
        "width": WIDE,
        "height": HIGH,
        "parsing_res_list": blocks,
        **({"overall_ocr_res": paddle_3()} if lines else {}),
    }


def structure_service() -> Any:
    return {"logId": "a", "errorCode": 0, "result": {"layoutParsingResults": [{"prunedResult": structure_3()}] * 2}}


def mineru_content(bbox: bool = True) -> Any:
    return [
        {
            "type": "text",
            "text": t,
            "page_idx": 0,
            **({"text_level": 1} if k == "title" else {}),
            **({"bbox": b} if bbox else {}),
        }
        for k, t, b in paragraphs()
    ]


def mineru_content_2() -> Any:
    out = []
    for k, t, b in paragraphs():
        name, kind = ("title_content", "title") if k == "title" else ("paragraph_content", "paragraph")
        out.append({"type": kind, "bbox": b, "content": {name: [{"type": "text", "content": t}], "level": 1}})
    return [out]


def mineru_middle(preproc: bool = True) -> Any:
    blocks: list[dict[str, Any]] = []
    for r in rows():
        line = {"bbox": list(r.box), "spans": [{"bbox": list(r.box), "content": r.text, "type": "text", "score": 0.9}]}
        if r.begins:
            kind = "title" if r.text in HEADLINES else "text"
            blocks.append({"type": kind, "bbox": list(r.box), "lines": [line], "index": len(blocks)})
        else:
            blocks[-1]["lines"].append(line)
            blocks[-1]["bbox"][3] = r.box[3]
    page = {"preproc_blocks" if preproc else "para_blocks": blocks, "page_idx": 0, "page_size": [WIDE, HIGH]}
    return {"pdf_info": [page | {"discarded_blocks": []}], "_backend": "pipeline"}


def mineru_middle_whole() -> Any:
    blocks = [
        {"type": k, "bbox": b, "lines": [{"bbox": b, "spans": [{"bbox": b, "type": "text", "content": t}]}]}
        for k, t, b in paragraphs()
    ]
    return {"pdf_info": [{"para_blocks": blocks, "discarded_blocks": [], "page_size": [WIDE, HIGH]}], "_backend": "vlm"}


def mineru_model() -> Any:
    found = [{"category_id": 15, "poly": flat(r), "score": 0.9, "text": r.text} for r in rows()]
    regions = [{"category_id": 1, "poly": flat(r), "score": 0.9} for r in rows()]
    return [{"layout_dets": regions + found, "page_info": {"page_no": 0, "height": HIGH, "width": WIDE}}]


def mineru_model_whole() -> Any:
    return [[
        {"type": k, "bbox": [b[0] / WIDE, b[1] / HIGH, b[2] / WIDE, b[3] / HIGH], "angle": 0, "content": t}
        for k, t, b in paragraphs()
    ]]  # fmt: skip


SHAPES: dict[str, Callable[[], Any]] = {
    "google": google,
    "google without breaks": lambda: google(breaks=False),
    "google of a file": lambda: google(shares=True),
    "google: one response": lambda: google()["responses"][0],
    "google: the annotation": lambda: google()["responses"][0]["fullTextAnnotation"],
    "google: words alone": google_words,
    "azure read 3": azure_read,
    "azure read 2": lambda: azure_read("recognitionResults"),
    "azure document": azure_document,
    "azure document in inches": lambda: azure_document("inch"),
    "azure document from python": lambda: azure_document(snake=True),
    "azure image": azure_image,
    "azure before read": azure_old,
    "textract": textract,
    "textract with layout": lambda: textract(layout=True),
    "tencent": tencent,
    "tencent from a client": lambda: tencent(wrapped=False),
    "baidu": baidu,
    "baidu with characters": lambda: baidu(characters=True),
    "baidu document": baidu_document,
    "aliyun": aliyun,
    "aliyun: the data": lambda: aliyun(inside=False),
    "aliyun all text": aliyun_all_text,
    "aliyun market": aliyun_market,
    "paddle 2": paddle_2,
    "paddle 2, one page": lambda: paddle_2(pages=False),
    "paddle 3": paddle_3,
    "structure 2": structure_2,
    "structure 3": structure_3,
    "paddle vl": lambda: structure_3(lines=False),
    "mineru content": mineru_content,
    "mineru content without places": lambda: mineru_content(bbox=False),
    "mineru content 2": mineru_content_2,
    "mineru middle": mineru_middle,
    "mineru middle, version 2": lambda: mineru_middle(preproc=False),
    "mineru middle of blocks": mineru_middle_whole,
    "mineru model": mineru_model,
    "mineru model of blocks": mineru_model_whole,
}
"""What writes the page so."""
