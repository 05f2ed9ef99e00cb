"""Truths: what is one and what is none, where the truth of a text is found, and what is said where there is none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from papercut.errors import InputError
from papercut.schemas import schema
from papercut.score.figures import score_page
from papercut.score.truth import read_truth, truth_of
from scoring import lay_out, scored
from shell import SEED, papercut


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The page of docs/how-to/score.md and its truth."""
    return lay_out(tmp_path)


# truths


def test_a_draft_is_a_truth_that_is_all_right_and_is_papercuts_own_document(tmp_path: Path) -> None:
    draft = papercut("score", "--draft", SEED).stdout
    checker = jsonschema.Draft202012Validator(schema("truth"))
    document = papercut("clean", SEED, "--to", "json").stdout
    for name, data in (("draft", draft), ("document", document)):
        checker.validate(json.loads(data))
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + data)
        row = scored("--truth", tmp_path / name, SEED)["figures"]["all"]
        assert (row["perfect"], row["cer"], row["bcubed_f1"], row["join_f1"], row["n"]) == (1, 0, 1, 1, 6)
    assert papercut("score", "--draft", data=SEED.read_bytes()).stdout == draft
    assert "removed" not in draft.decode() and '"lines"' not in draft.decode()


GOOD: list[Any] = [
    {"articles": []},
    {"articles": [{"body": []}], "furniture": None, "made_with": {"order": "rows"}},
    {"articles": [{"body": ["一", {"text": "二"}, {"type": "paragraph|subhead", "text": "三"}]}], "furniture": ["四"]},
    {"articles": [{"headline": None, "headline_any": ["甲"], "headline_lines": [1, 2], "kicker": "乙", "deck": "丙",
                   "byline": ["丁", "戊"], "loose": None, "continued_on": "下转二版", "body": []}]},
    {"articles": [{"continued_from": {"text": "上接", "page": 1}, "dateline": None, "body": []}]},
]  # fmt: skip

BAD: list[tuple[Any, str]] = [
    ([], "it must be an object, and is a list"),
    ({"pages": []}, "it has no articles"),
    ({"articles": {}}, "articles must be a list, and is an object"),
    ({"articles": ["甲"]}, r"articles\[0\] must be an object, and is a text"),
    ({"articles": [{"headline": "甲"}]}, r"articles\[0\] has no body"),
    ({"articles": [{"headline": ["甲"], "body": []}]}, r"articles\[0\]\.headline must be a text, and is a list"),
    ({"articles": [{"deck": [1], "body": []}]}, r"articles\[0\]\.deck\[0\] must be a text, and is a number"),
    ({"articles": [{"body": [None]}]}, r"articles\[0\]\.body\[0\] must be a text or an object, and is null"),
    ({"articles": [{"body": [{"type": "paragraph"}]}]}, r"articles\[0\]\.body\[0\] has no text"),
    ({"articles": [{"body": [{"type": "para", "text": "甲"}]}]}, "is 'para'; a type is one of paragraph, subhead"),
    ({"articles": [{"body": [{"text": True}]}]}, r"articles\[0\]\.body\[0\]\.text must be a text, and is true"),
    ({"articles": [{"continued_on": {"page": "3"}, "body": []}]}, r"continued_on\.text must be a text, and is null"),
    ({"articles": [], "furniture": [3]}, r"furniture\[0\] must be a text or an object"),
    ({"papercut": 1, "raw": [], "articles": None}, "it is a page document"),
]
SLIPS: list[tuple[Any, str]] = [
    ({"articles": [{"headlines": "甲", "body": []}]}, r"articles\[0\]\.headlines is not known: did you mean headline"),
    ({"articles": [], "furnitures": []}, "furnitures is not known: did you mean furniture"),
]


@pytest.mark.parametrize("data", GOOD, ids=str)
def test_what_is_a_truth_is_one_for_the_schema_too(data: Any) -> None:
    jsonschema.Draft202012Validator(schema("truth")).validate(data)
    score_page(truth_of(data, "x"), {"articles": []}, "")


@pytest.mark.parametrize(("data", "says"), BAD, ids=lambda value: str(value)[:60])
def test_what_is_no_truth_is_none_for_the_schema_either(data: Any, says: str) -> None:
    assert not jsonschema.Draft202012Validator(schema("truth")).is_valid(data)
    with pytest.raises(InputError, match=f"^x.json is no truth: .*{says}"):
        truth_of(data, "x.json")


@pytest.mark.parametrize(("data", "says"), SLIPS)
def test_a_slip_of_the_pen_is_no_truth(data: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        truth_of(data, "x.json")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is not valid JSON: line 1"),
        (b'{"articles": [\n{"body": }]}', "is not valid JSON: line 2"),
        (b'{"articles": []}\n{"articles": []}\n', "holds several documents"),
        ("甲".encode("gb18030"), "is not in UTF-8"),
        (b"[" * 200_000, "is nested too deeply"),
    ],
)
def test_a_broken_truth_is_named_with_what_is_wrong(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "t.truth.json"
    path.write_bytes(data)
    with pytest.raises(InputError, match=re.escape(str(path)) + " " + says):
        read_truth(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_truth(tmp_path)


# finding texts and truths


def test_each_way_to_lay_out_a_folder(folder: Path) -> None:
    text, truth = (folder / "page.txt").read_bytes(), (folder / "page.truth.json").read_bytes()
    for name in ("b/raw/one.txt", "b/raw/ocr-two.txt", "c/three.txt", "d/x.txt", "d/y.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)
    (folder / "b/raw/scan.jpg").write_bytes(b"\xff\xd8")
    for name in ("b/truth.json", "c/truth.json", "d/x.truth.json", "d/y.truth.json"):
        (folder / name).write_bytes(truth)
    found = scored(folder)
    assert {name: row["n"] for name, row in found["figures"].items()} == {
        "*.txt": 6, "one.txt": 2, "ocr-two.txt": 2, "three.txt": 2, "all": 12,
    }  # fmt: skip
    assert sorted(one["page"] for one in found["pages"]) == ["b", "b", "c", "page", "x", "y"]
    assert set(scored(folder, "--raw", "o*")["figures"]) == {"one.txt", "ocr-two.txt", "all"}
    assert set(scored(folder / "b", folder / "c", "--page", "c")["figures"]) == {"three.txt", "all"}
    for name in ("page.txt", "b/raw/one.txt", "c/three.txt", "d/x.txt"):
        assert scored(folder / name)["figures"]["all"]["n"] == 2
    assert scored("one.txt", cwd=folder / "b" / "raw")["figures"]["one.txt"]["n"] == 2


def test_a_raw_text_may_be_in_any_format(folder: Path) -> None:
    truth = (folder / "page.truth.json").read_bytes()
    ocr = json.dumps([{"box": [[10, 10], [350, 10], [350, 30], [10, 30]], "text": "青石桥昨日修缮完工", "score": 0.9}])
    for name, text in (("b/raw/engine.json", ocr), ("c/page.json", ocr), ("d/x.ocr.json", ocr), ("c/why.md", "说明")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "c/saved.json").write_bytes(papercut("clean", SEED, "--to", "json").stdout)
    for name in ("b/truth.json", "c/truth.json", "d/x.truth.json"):
        (folder / name).write_bytes(truth)
    rows = scored(folder)["figures"]
    assert set(rows) == {"*.txt", "engine.json", "page.json", "*.ocr.json", "all"}
    assert scored(folder / "d/x.ocr.json")["figures"]["*.ocr.json"]["n"] == 2


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["nothing"], 3, "nothing does not exist"),
        (["empty"], 3, "there is no truth in empty, neither truth.json nor NAME.truth.json; papercut score page.txt"),
        (["lone.txt"], 3, "lone.txt has no truth: neither lone.truth.json nor truth.json stands beside it"),
        (["page.truth.json"], 3, "is a truth: name the text"),
        (["alone"], 3, "is the truth of no text"),
        ([".", "--raw", "pdf*"], 2, "no raw text is called 'pdf*': there is page.txt"),
        ([".", "--page", "1987*"], 2, "no page is called '1987*': there is page"),
        (["-"], 2, "the truth of standard input is not known: name it with --truth"),
        ([".", "--truth", "page.truth.json"], 2, "--truth is the truth of one text"),
        (["page.txt", "--truth", "page.truth.json", "--raw", "x"], 2, "they do not go with --truth"),
        (["page.txt", "--truth", "lone.txt"], 3, "the truth lone.txt is not valid JSON"),
        (["--draft", "."], 2, "--draft makes the truth of one text"),
        (["two.txt", "--truth", "page.truth.json"], 3, "two.txt holds several pages"),
        (["page.txt", "nothing"], 1, "nothing does not exist"),
    ],
)
def test_what_cannot_be_scored_is_said_in_one_line(folder: Path, args: list[str], code: int, says: str) -> None:
    (folder / "empty").mkdir()
    (folder / "alone").mkdir()
    (folder / "alone" / "truth.json").write_text('{"articles": []}', "utf-8")
    (folder / "lone.txt").write_text("一行字\n", "utf-8")
    if "two.txt" in args:
        (folder / "two.txt").write_text("第一页\n\f第二页\n", "utf-8")
    if args[0] == ".":
        (folder / "alone" / "truth.json").unlink()
    done = papercut("score", *args, cwd=folder)
    assert done.returncode == code
    (line,) = done.stderr.decode().strip().split("\n")
    assert line.startswith("papercut: error: ") and says in line
    assert bool(done.stdout) == (code == 1)
