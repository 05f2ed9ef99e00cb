"""JSON that holds more than is read, and ids and keys that stand twice: it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
from papercut.corrections.files import read_corrections
from papercut.errors import InputError
from papercut.readers import read
from shell import papercut


def told(value: Any) -> list[str]:
    """The notes on the page of an answer, without those on places."""
    page = read((value if isinstance(value, str) else json.dumps(value)).encode())
    assert page.raw[0] == "新桥通车"
    return [note.text for note in page.notes if note.code == "odd-record"]


BAIDU = {"words_result": [{"words": "新桥通车"}], "words_result_num": 1, "log_id": 7, "direction": 0}


def test_what_an_answer_of_baidu_has_beside_its_lines() -> None:
    assert told(BAIDU) == []
    assert told(BAIDU | {"words_result_num": 3}) == ["the answer says that it has 3 lines, but only 1 are there"]
    unknown = "characters left out, under keys that papercut does not know"
    assert told(BAIDU | {"words_result": [{"words": "新桥通车", "more": "遗失"}]}) == [f"2 {unknown}"]
    assert told(BAIDU | {"formula_result": [{"words": "遗失了", "location": {"top": 1}}]}) == [f"3 {unknown}"]


def test_whole_text_of_google_that_is_on_no_page() -> None:
    symbols = [{"text": ch} for ch in "新桥通车"]
    page = {"width": 100, "height": 90, "blocks": [{"paragraphs": [{"words": [{"symbols": symbols}]}]}]}
    whole = {"pages": [page], "text": "新桥通车\n"}
    assert told({"fullTextAnnotation": whole}) == []
    said = "2 characters of the whole text left out, which no page of the answer holds"
    assert told({"fullTextAnnotation": whole | {"text": "新桥通车\n遗失"}}) == [said]
    assert told({"fullTextAnnotation": whole | {"text": "他新桥通车\n失"}}) == [said]


def test_whole_text_of_azure_and_aliyun_that_is_on_no_page() -> None:
    said = "2 characters of the whole text left out, which no page of the answer holds"
    page = {"pageNumber": 1, "lines": [{"content": "新桥通车", "polygon": [1, 1, 5, 1, 5, 2, 1, 2]}]}
    azure = {"pages": [page], "content": "新桥通车\n:selected:"}
    aliyun = {"prism_wordsInfo": [{"word": "新桥通车"}], "content": "新桥通车 "}
    for value in (azure, aliyun):
        assert told(value) == []
        assert told(value | {"content": "新桥通车\n遗失"}) == [said]


def test_azure_of_an_office_document_has_paragraphs_alone() -> None:
    pages = [{"pageNumber": n, "words": [], "spans": [{"offset": 5 * n - 5, "length": 4}]} for n in (1, 2)]
    texts = (("新桥通车", 0), ("另有一事", 5))
    parts = [{"content": text, "spans": [{"offset": at, "length": 4}]} for text, at in texts]
    data = json.dumps({"analyzeResult": {"pages": pages, "paragraphs": parts, "content": "新桥通车\n另有一事"}})
    assert [(page.raw, [n.code for n in page.notes]) for page in pc.read_pages(data.encode())] == [
        (("新桥通车",), []), (("另有一事",), []),
    ]  # fmt: skip


def test_blocks_of_paddle_without_lines_are_read_whole() -> None:
    box = [[0, 0], [90, 0], [90, 20], [0, 20]]
    block = {"block_label": "text", "block_content": "新桥通车", "block_bbox": [0, 0, 90, 20]}
    seal = {"block_label": "seal", "block_content": "市政府", "block_bbox": [0, 50, 90, 90]}
    lines = {"rec_texts": ["新桥通车"], "rec_polys": [box]}
    data = json.dumps({"parsing_res_list": [seal, block], "overall_ocr_res": lines})
    assert pc.read(data.encode()).raw == ("市政府", "新桥通车")
    data = json.dumps({"parsing_res_list": [block], "overall_ocr_res": {"rec_texts": ["新桥", "通车"]}})
    assert pc.read(data.encode()).raw == ("新桥", "通车"), "lines without places may be those of the block"


def test_a_new_type_of_block_of_mineru() -> None:
    blocks = [{"type": kind, "text": text, "page_idx": 0} for kind, text in (("text", "新桥通车"), ("new", "另有一事"))]
    assert pc.read(json.dumps(blocks).encode()).raw == ("新桥通车", "另有一事")


def test_the_line_of_json_lines_that_is_wrong_is_named() -> None:
    with pytest.raises(InputError, match="line 3: this is no valid JSON"):
        read(f"{json.dumps(BAIDU)}\n{json.dumps(BAIDU)}\nnot JSON\n".encode(), format="ocr-json")


def test_keys_that_stand_twice_in_an_answer() -> None:
    said = "2 characters left out, under keys that one object has twice"
    assert told('{"words_result": [{"words": "遗失", "words": "新桥通车"}]}') == [said]
    assert told('{"words_result": [{"words": "遗失"}], "words_result": [{"words": "新桥通车"}]}') == [said]
    assert told('{"words_result": [{"words": "新桥通车", "Words": "新桥通车"}]}') == [], "two spellings of one value"


def test_keys_that_stand_twice_in_papercuts_own_json(tmp_path: Path) -> None:
    said = "the key 'notes' stands twice in one object"
    made = papercut("clean", "-", "--to", "json", data="新桥通车\n".encode()).stdout
    lines = papercut("read", "-", data="新桥通车\n".encode()).stdout
    for command, data in (("write", made), ("clean", made), ("clean", lines), ("despace", lines)):
        (tmp_path / "a.json").write_bytes(data.rstrip()[:-1] + b',"notes":[]}\n')
        done = papercut(command, "a.json", cwd=tmp_path)
        assert done.returncode == 3 and done.stdout == b"" and done.stderr.count(b"\n") == 1
        assert done.stderr.decode().startswith("papercut: error: a.json") and said in done.stderr.decode()
        with pytest.raises(InputError, match=said):
            pc.read(tmp_path / "a.json")


def test_two_corrections_with_one_id(tmp_path: Path) -> None:
    source = {"name": "a", "page": 1, "sha256": "0" * 64}
    record = {"correction": 1, "id": "x", "do": "check", "by": "me", "at": "now", "source": source}
    path = tmp_path / "corrections.jsonl"
    path.write_text(f"{json.dumps(record)}\n" * 2)
    kept = read_corrections(path)
    assert len(kept.records) == 1 and kept.said == (
        f"{path}, line 2: the correction x stands there again, and is passed over",
    )  # fmt: skip
    path.write_text(f"{json.dumps(record)}\n{json.dumps(record | {'do': 'uncheck'})}\n")
    with pytest.raises(InputError, match="line 2: another correction has the id x already"):
        read_corrections(path)
    path.write_text(json.dumps(record)[:-1] + ', "by": "you"}\n')
    with pytest.raises(InputError, match="line 1: the key 'by' stands twice"):
        read_corrections(path)
