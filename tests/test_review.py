"""`papercut review`: the segments, what the file holds, the command."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papercut as pc
from papercut.model.page import Piece
from papercut.model.pieces import visible_length
from papercut.readers import read_text
from papercut.review.doubts import CLOSE, LOW, find_doubts
from papercut.review.html import review_html, shown
from papercut.review.interface_words import CODES, REASONS, WORDS
from papercut.review.segments import cut_page, cut_text
from papercut.schemas import schema
from pdfs import Sheet, pdf
from reviewed import HARM, harmful, pdf_bytes, seed
from shell import SEED, papercut


@pytest.mark.parametrize("name", ["seed", "jingbao-1939-04-27-4", "own-taiwan", "own-pdfjs", "own-pdftotext-layout"])
def test_both_sides_of_a_segment_have_the_same_visible_characters(name: str) -> None:
    page = seed() if name == "seed" else pc.build()(pc.read(Path(__file__).parent / "pages" / name / "page.txt"))
    cut = cut_page(page)
    segments = [s for row in cut.by_line.values() for s in row]
    assert [s.key for s in sorted(segments)] == list(range(len(segments)))
    assert sum(visible_length(s.text) for s in segments) == sum(map(visible_length, page.raw))
    for s in segments:
        assert visible_length(s.text) == visible_length(page.raw[s.line - 1][s.start : s.end])


@given(st.lists(st.text("中文 \u3000aﬁ，𠮷", min_size=1, max_size=6), min_size=1, max_size=5))
def test_texts_are_cut_where_their_pieces_end(raw: list[str]) -> None:
    pieces = [Piece(n, 0, len(row)) for n, row in enumerate(raw, 1)]
    text = "".join(row.replace("ﬁ", "fi").replace(" ", "") for row in raw)
    parts = cut_text(raw, text, pieces)
    assert "".join(part for _, part in parts) == text
    if text:
        assert [visible_length(p) for _, p in parts] == [visible_length(row) for row in raw]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=20), max_size=6))
def test_no_text_becomes_markup(rows: list[str]) -> None:
    plain = review_html(pc.build()(read_text("")))
    html = review_html(pc.build()(read_text("\n".join(rows))))
    assert html.count("<script") == plain.count("<script") == 3
    assert set(re.findall(r"<(\w+)", html.split("</head>")[1].split('<script type')[0])) <= {
        "body", "header", "h1", "h2", "h3", "bdi", "small", "div", "button", "span", "b", "main", "section", "article",
        "p", "aside", "dialog", "dl", "dt", "dd", "kbd", "form",
    }  # fmt: skip


def test_a_page_that_means_harm_is_text() -> None:
    html = review_html(harmful())
    for row in HARM[:2]:
        assert row not in html
    head, *embedded = html.split('<script type="application/json"')
    for part in embedded[:2]:
        value = part[part.index(">") + 1 : part.index("</script>")]
        assert json.loads(value) and not set("<>&\u2028\u2029") & set(value)
    html.encode("utf-8")
    assert "javascript:" not in re.sub(r">[^<]*<", "><", head)


def test_the_policy_allows_nothing_but_the_file_s_own_script_and_style() -> None:
    html = review_html(seed())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy and policy[1].startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        text = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        digest = base64.b64encode(hashlib.sha256(text[0].encode()).digest()).decode()
        assert len(text) == 1 and f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert "unsafe" not in policy[1] and not re.search(r"\s(style|on\w+)=", html.split("<body")[1].split("<script")[0])
    assert not re.search(r"(?:src|href)=", html)


def test_what_html_cannot_hold_counts_the_same() -> None:
    every = "".join(map(chr, range(0x3100))) + "\ud800\udfff𠮷"
    assert len(shown(every)) == len(every)
    for before, after in zip(every, shown(every), strict=True):
        assert before.isspace() == after.isspace()
    assert not set(shown(every)) & set("\0\r\x0b\x0c\x1b\x7f\ud800")


def test_every_role_reason_and_code_has_its_chinese() -> None:
    defs = schema("articles")["$defs"]
    assert set(REASONS) == set(defs["why"]["anyOf"][0]["enum"])
    assert set(CODES) == set(defs["code"]["anyOf"][0]["enum"])
    assert {f"role.{role}" for role in defs["role"]["enum"]} <= set(WORDS)


OWN = Path(__file__).parent / "pages" / "own-pymupdf" / "page.txt"


@pytest.mark.parametrize(("path", "noted"), [(SEED, False), (OWN, True)])
def test_doubts_are_notes_low_articles_and_close_decisions(path: Path, noted: bool) -> None:
    page = pc.build()(pc.read(path))
    doubts = find_doubts(page)
    assert [d.line for d in doubts] == sorted(d.line for d in doubts)
    articles = page.articles or ()
    assert {d.article for d in doubts if d.kind == "low"} == {k for k, a in enumerate(articles) if a.confidence < LOW}
    close = [d for d in page.decisions if d.runner_up and d.runner_up[1] >= CLOSE * d.odds]
    assert sum(d.kind == "close" for d in doubts) == len(close)
    notes = sum(len(a.notes) for a in articles) + len(page.notes)
    assert sum(d.kind == "note" for d in doubts) == notes
    assert notes > 0 or not noted


def test_one_page_goes_into_one_file_and_several_into_a_folder(tmp_path: Path) -> None:
    done = papercut("review", SEED, "-o", tmp_path / "page.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "page.html").read_bytes().startswith(b"<!DOCTYPE html>")
    again = papercut("review", SEED, "-o", tmp_path / "page.html")
    assert again.returncode == 5 and b"--force" in again.stderr
    two = tmp_path / "two.txt"
    two.write_text("第一版的文字。\f第二版的文字。\n", "utf-8")
    refused = papercut("review", two, "-o", tmp_path / "one.html")
    assert refused.returncode == 2 and b"several: give -o a folder" in refused.stderr
    assert b"<html" not in refused.stdout and not (tmp_path / "one.html").exists()
    for names, out in (((two,), "-"), ((SEED, SEED), "-"), ((SEED, SEED), tmp_path / "one.html")):
        refused = papercut("review", *names, "-o", out)
        assert (refused.returncode, refused.stdout) == (2, b"") and b"several: give -o a folder" in refused.stderr
    assert not (tmp_path / "one.html").exists()
    assert papercut("review", two, "-o", tmp_path / "all").returncode == 0
    made = sorted(p.name for p in (tmp_path / "all").iterdir() if not p.name.startswith("."))
    assert made == ["index.html", "two-txt_p01.html", "two-txt_p02.html"]


def test_a_page_of_a_pdf_has_its_picture_and_a_box_for_each_segment(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(pdf_bytes())
    assert papercut("review", tmp_path / "page.pdf", "-o", tmp_path / "page.html").returncode == 0
    html = (tmp_path / "page.html").read_text("utf-8")
    assert html.count("data:image/jpeg;base64,") == 1
    assert len(re.findall(r'<rect id="b\d', html)) == len(re.findall(r'<span id="l\d', html)) > 8


def test_only_what_is_set_downwards_is_shown_so() -> None:
    rows = ["本報訊城南新橋昨日上午正式通車，新", "橋長三百二十米，過河只要一分鐘。"]
    down = pc.build()(pc.read(pdf(Sheet().upright(rows, 370, 30, 12))))
    assert review_html(down).count('class="pane vertical"') == 2
    level = pc.build()(pc.read(pdf(Sheet().column(rows, 30, 30, 12))))
    assert review_html(level).count('class="pane vertical"') == 0


def test_a_batch_is_reviewed_least_certain_page_first(tmp_path: Path) -> None:
    pages = tmp_path / "in"
    pages.mkdir()
    for name in ("own-hongkong", "own-ocr"):
        (pages / f"{name}.txt").write_bytes((Path(__file__).parent / "pages" / name / "page.txt").read_bytes())
    (pages / "changed.txt").write_bytes(SEED.read_bytes())
    assert papercut("batch", pages, "-o", tmp_path / "out").returncode == 0
    nowhere = papercut("review", tmp_path / "out", "--inputs", tmp_path / "nope", "-o", tmp_path / "x")
    assert nowhere.returncode == 2 and nowhere.stderr.count(b"\n") == 1 and b"no such folder" in nowhere.stderr
    pages.rename(tmp_path / "moved")
    lost = papercut("review", tmp_path / "out", "-o", tmp_path / "x")
    assert lost.returncode == 2 and b"say with --inputs where" in lost.stderr
    pages = tmp_path / "moved"
    assert not (tmp_path / "x").exists()
    (pages / "changed.txt").write_text("改了。", "utf-8")
    done = papercut("review", tmp_path / "out", "--inputs", pages, "-o", tmp_path / "review")
    assert done.returncode == 1 and b"has changed since the batch" in done.stderr
    index = (tmp_path / "review" / "index.html").read_text("utf-8")
    assert re.findall(r'href="([^"]+)"', index) and "has changed" in index
    assert re.search('lang="zh-Hans">[^<]*changed.txt 在批处理之后', index)
    sure = [float(x) for x in re.findall(r'value="([\d.]+)"', index)]
    assert len(sure) == 3 and sure == sorted(sure)
