"""What OCR misread in headlines: mended where the body bears it out, once, lawfully, and on pages read by OCR alone."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papercut as pc
from lawful import faults
from papercut.languages.confusables import MARKS, look_alike
from papercut.solver.headlines.body_alignment import AlignedBody
from papercut.solver.headlines.misread_text import Traditional, corrected_headline
from papercut.solver.headlines.ocr_corrections import with_corrected_headlines
from snippets import Case, case_params

CASES = Path(__file__).parent / "cases" / "misread.md"
CHARS = "末未己已曰日“”99——一一「[」]东西南北中、。，的了ab "


@pytest.mark.parametrize("case", case_params(CASES))
def test_case(case: Case) -> None:
    head, *rows = case.before.split("\n")
    body = AlignedBody("".join(rows))
    read = head.removeprefix("?")
    page = Traditional("".join(rows)) if "訊" in rows[0] else None
    done = corrected_headline(read, body, head.startswith("?"), page)
    assert done.text == case.after.split("\n")[0].removeprefix("?")
    assert corrected_headline(done.text, body, head.startswith("?"), page).text == done.text
    assert len(done.text) == len(done.kept) and sorted(set(done.kept)) == list(done.kept)


@given(st.text(CHARS, max_size=30), st.text(CHARS, max_size=120), st.booleans(), st.booleans())
@settings(max_examples=300)
def test_twice_is_once(head: str, text: str, doubted: bool, traditional: bool) -> None:
    """Whatever is read: what is mended is mended no further, and no character comes from nowhere."""
    body = AlignedBody(text)
    page = Traditional(text) if traditional else None
    once = corrected_headline("".join(head.split()), body, doubted, page)
    assert corrected_headline(once.text, body, doubted, page).text == once.text
    assert len(once.text) == len(once.kept) and sorted(set(once.kept)) == list(once.kept)


def ocr(rows: list[tuple[str, float]], size: int = 20) -> bytes:
    """OCR JSON of a page: a headline twice as high as the rows below it."""
    boxes = []
    for n, (text, sure) in enumerate(rows):
        high, top = (2 * size, 20) if n == 0 else (size, 60 + 30 * n)
        right = 60 + high * len(text)
        boxes.append([[[60, top], [right, top], [right, top + high], [60, top + high]], text, sure])
    return json.dumps([{"box": box, "text": text, "score": sure} for box, text, sure in boxes]).encode()


ROWS = [
    ("99小镇夜市66当晚开张一一第三场", 0.99),
    ("　　本报讯　大桥通车后，“小镇夜市”当晚开张——", 0.99),
    ("这是今年的第三场，前两场都下了雨，来的人不多。", 0.99),
]


def test_page() -> None:
    """What leaves the headline is furniture, what was read stands in a note, and the law holds."""
    page = pc.build()(pc.read(ocr(ROWS)))
    assert [a.headline for a in page.articles or ()] == ["“小镇夜市”当晚开张——第三场"]
    assert list(faults(page)) == []
    assert [(f.text, f.why) for f in page.furniture] == [("9", "misread"), ("6", "misread")]
    (note,) = [n for a in page.articles or () for n in a.notes if n.code == "misread"]
    assert note.lines == ((1, 1),)
    assert ROWS[0][0] in note.text and "—— for 一一" in note.text
    assert with_corrected_headlines(page, "again") is page
    assert pc.build(only=["place-headlines"])(page).articles == page.articles


def test_left_as_it_is() -> None:
    page = pc.build(options={"place-headlines": {"keep-misread": True}})(pc.read(ocr(ROWS)))
    assert [a.headline for a in page.articles or ()] == [ROWS[0][0]]


def test_text_is_never_mended() -> None:
    """Text does not say that it was read by OCR, and a PDF was not."""
    page = pc.build(options={"place-headlines": {"keep-misread": True}})(pc.read(ocr(ROWS)))
    for kind in ("text", "pdf"):
        other = page.replace(source=dataclasses.replace(page.source, format=kind))
        assert with_corrected_headlines(other, "place-headlines") is other


def test_pairs_look_alike_either_way() -> None:
    assert all(look_alike(a, b) and look_alike(b, a) for a, b in ("曰日", "未末", "己已", "人入", "干千", "鸟乌"))
    assert not look_alike("东", "西") and not look_alike("东", "东")


def test_no_mark_is_read_as_itself() -> None:
    """What a mark is read as never is a mark that something else is read as, or mending would go round in circles."""
    assert all(mark not in read_as and MARKS.keys().isdisjoint(read_as) for mark, read_as in MARKS.items())


def test_of_two_brackets_that_do_not_belong_together_one_is_misread() -> None:
    body = AlignedBody("「一日店長」活動昨天登場，三十名學童在攤位上學賣菜。當了半天「一日店長」的人說很難。")
    assert corrected_headline("『一日店長」坪埔登場", body, False, None).text == "「一日店長」坪埔登場"
    assert corrected_headline("『一日店長』坪埔登場", body, False, None).text == "『一日店長』坪埔登場"
