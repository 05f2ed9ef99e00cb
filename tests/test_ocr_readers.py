"""OCR formats: what stands in the file is what the page holds, with its place."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
from formats import COLUMNS, HOCR, LEAD, REST, alto, alto_story, page_xml, quad, tsv
from lawful import faults
from papercut.model.page import Page
from papercut.readers import read, read_pages
from papercut.readers.failed_pages import Unread
from papercut.readers.printed_page import Word, line_of_words
from papercut.readers.type_size import em
from shell import papercut


def codes(page: Page) -> list[str]:
    return [note.code for note in page.notes]


def checked(page: Page) -> Page:
    """The page, after what holds for all with geometry."""
    assert pc.partition_faults(page) == []
    assert len(page.printed) == len(page.raw) == len(page.lines)
    for text, printed in zip(page.raw, page.printed, strict=True):
        x0, y0, x1, y1 = printed.box
        assert x0 < x1 and y0 < y1 and printed.size > 0
        assert len(printed.edges) in (0, 2 * len(text))
        assert list(printed.edges) == sorted(printed.edges)
    return page


# hOCR


def test_hocr() -> None:
    first, second = map(checked, read_pages(HOCR.encode(), name="a.hocr"))
    assert first.raw == (LEAD, REST, "The & new bridge")
    assert first.source == pc.Source(
        "a.hocr", "hocr", "utf-8", 1, hashlib.sha256(HOCR.encode()).hexdigest(), (1000.0, 800.0), "px"
    )
    lead, rest, caption = first.printed
    assert (lead.box, lead.region, lead.kind, lead.confidence, lead.weight) == ((100, 100, 440, 128), 0, "", 0.93, None)
    assert (rest.region, rest.confidence, rest.weight) == (0, 0.5, 700)
    assert (caption.region, caption.kind, caption.size) == (1, "caption", 20)
    assert 19 < lead.size < 24  # a character takes so much of the line, which is 28 high
    assert [(d.kind, d.box) for d in first.drawn] == [
        ("rule", (100, 200, 900, 204)), ("image", (500, 300, 900, 700)),
    ]  # fmt: skip
    assert second.raw == ("Die zweite Seite", "hat zwei Zeilen")
    assert (second.source.page, second.source.size) == (2, (500, 400))


def test_hocr_that_was_cut_off() -> None:
    """The pages before the cut are there, the last one with a note, and the file fails by name, but no page of it."""
    unread: list[Unread] = []
    cut = HOCR[: HOCR.rindex("</div>")].encode()
    pages = list(read_pages(cut, name="a.hocr", unread=unread.append))
    assert ["damaged" in codes(page) for page in pages] == [False, True]
    (one,) = unread
    assert one.page is None and one.message.startswith("a.hocr has been cut off in or after its page 2, before its </h")
    with pytest.raises(pc.InputError, match=r"a\.hocr has been cut off"):
        list(read_pages(cut, name="a.hocr"))
    unread.clear()
    whole = re.sub(r"(?i)</?html[^>]*>", "", HOCR)  # a part of a document was never more
    assert len(list(read_pages(whole.encode(), name="a.hocr"))) == 2 and not unread


def test_hocr_of_single_characters_and_of_plain_lines() -> None:
    text = """<div class='ocr_page' title='bbox 0 0 900 90'><p class='ocr_par' title='bbox 10 10 90 70'>
      <span class='ocr_line' title='bbox 10 10 90 30'><span class='ocrx_word' title='bbox 10 10 50 30; x_wconf 70'
      ><span class='ocrx_cinfo' title='x_bboxes 10 10 30 30; x_conf 90'>通</span
      ><span class='ocrx_cinfo' title='x_bboxes 30 10 50 30; x_conf 80'>车</span></span></span>
      <p class='ocr_par' title='bbox 10 40 90 60'>loose <b>text</b>
      <p class='ocr_par' title='bbox 10 70 90 90'><span class='ocrx_word' title='bbox 10 70 40 90'>no</span>
      <span class='ocrx_word' title='bbox 45 70 90 90'>line</span>"""
    page = checked(read(text.encode()))
    assert page.raw == ("通车", "loose text", "no line")
    assert page.printed[0].edges == (10, 30, 30, 50) and page.printed[0].confidence == 0.85
    assert page.printed[1].box == (10, 40, 90, 60)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_hocr_in_other_encodings(codec: str) -> None:
    data = HOCR.replace("UTF-8", codec).encode(codec)
    pages = list(read_pages(data))
    assert pages[0].raw[:2] == (LEAD, REST)


# ALTO


@pytest.mark.parametrize(
    "namespace",
    ["", ' xmlns="http://schema.ccs-gmbh.com/ALTO"', ' xmlns="http://www.loc.gov/standards/alto/ns-v2#"',
     ' xmlns="http://www.loc.gov/standards/alto/ns-v3#"', ' xmlns="http://www.loc.gov/standards/alto/ns-v4#"'],
)  # fmt: skip
def test_alto(namespace: str) -> None:
    page = checked(read(alto(namespace).encode()))
    assert page.raw == ("Neue Brücke", "Gestern wurde die Donau-", "brücke eröffnet.")
    assert (page.source.format, page.source.size, page.source.unit) == ("alto", (1000, 800), "px")
    head, first, second = page.printed
    assert (head.kind, head.weight, head.confidence, head.region) == ("Heading", 700, 0.8, 0)
    assert (first.kind, first.weight, first.confidence, first.region) == ("article", None, None, 1)
    assert 36 < head.size < 44 and 17 < first.size < 22 and 17 < second.size < 22
    assert first.edges[-2:] == (350, 356)
    assert [(d.kind, d.box[0]) for d in page.drawn] == [("rule", 500), ("image", 520)]


@pytest.mark.parametrize(("unit", "said"), [("pixel", "px"), ("mm10", "mm10"), ("inch1200", "inch1200")])
def test_units_of_alto(unit: str, said: str) -> None:
    assert read(alto(unit=unit).encode()).source.unit == said


def test_hyphens_of_alto_are_joined_by_the_default_pipeline() -> None:
    page = pc.build()(read(alto_story().encode()))
    assert list(faults(page)) == []
    texts = [b.text for a in page.articles or () for b in a.body]
    assert all(word in " ".join(texts) for word in ("Bürgermeister", "Nachmittag")), texts
    assert [f.why for f in page.furniture if f.text == "-"].count("line-end-hyphen") >= 2


@pytest.mark.parametrize(
    ("word", "mark", "line"),
    [("Donau", "-", "Donau-"), ("Donau", "\u00ad", "Donau\u00ad"), ("Donau", "¬", "Donau¬"), ("Donau", "⸗", "Donau-"),
     ("Donau", "", "Donau-"), ("Donau-", "-", "Donau-")],
)  # fmt: skip
def test_what_an_alto_hyphen_becomes(word: str, mark: str, line: str) -> None:
    text = alto().replace('"Donau"', f'"{word}"').replace('HYP CONTENT="-"', f'HYP CONTENT="{mark}"')
    assert read(text.encode()).raw[1] == f"Gestern wurde die {line}"


def test_reading_order_and_pages_of_alto() -> None:
    refs = '<ElementRef ID="e1" REF="B2"/><ElementRef ID="e2" REF="B1"/>'
    order = f'<ReadingOrder><OrderedGroup ID="o">{refs}</OrderedGroup></ReadingOrder>'
    text = alto().replace("<Layout>", order + "<Layout>")
    assert read(text.encode()).raw[0] == "Gestern wurde die Donau-"
    one = alto()[alto().index("<Page") : alto().index("</Layout>")]
    pages = list(read_pages(alto().replace("</Layout>", one + "</Layout>").encode()))
    assert [p.source.page for p in pages] == [1, 2] and pages[0].raw == pages[1].raw


def test_alto_without_spaces_has_them_where_words_stand_apart() -> None:
    text = alto().replace("<SP ", "<Nothing ").replace('"die" HPOS="250"', '"die" HPOS="240"')
    assert read(text.encode()).raw[:2] == ("Neue Brücke", "Gestern wurdedie Donau-")


# PAGE XML


@pytest.mark.parametrize("date", ["2013-07-15", "2016-07-15", "2017-07-15", "2018-07-15", "2019-07-15"])
@pytest.mark.parametrize("prefix", ["", "pc"])
def test_page_xml(date: str, prefix: str) -> None:
    page = checked(read(page_xml(date, prefix).encode()))
    # the heading first, its lines by their index; what no order names comes last
    assert page.raw == (
        "The first line", "The second line", "市里的新桥昨日通车人都高兴", "一行", "二行", "1938", "一月开门",
    )  # fmt: skip
    assert [p.kind for p in page.printed] == ["heading"] * 2 + ["paragraph"] * 3 + ["table", ""]
    line = page.printed[2]
    assert line.confidence == 0.8 and line.edges[:2] == (100, 120) and 20 < line.size < 22
    assert page.printed[4].box == (100, 220, 300, 240)
    assert [p.upright for p in page.printed] == [False] * 6 + [True]
    assert page.printed[6].edges == (100, 137.5, 137.5, 175, 175, 212.5, 212.5, 250) and page.printed[6].size == 30
    assert [d.kind for d in page.drawn] == ["rule", "image"]
    assert (page.source.format, page.source.size) == ("page", (1000, 800))


def test_page_xml_of_2010_with_points_as_elements_and_baselines_alone() -> None:
    text = """<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2010-03-19">
     <Page imageWidth="500" imageHeight="400">
     <TextRegion id="a"><Coords><Point x="10" y="10"/><Point x="110" y="10"/>
      <Point x="110" y="40"/><Point x="10" y="40"/></Coords>
     <TextLine id="l"><TextEquiv><Unicode>Ein Wort</Unicode></TextEquiv></TextLine></TextRegion>
     <TextRegion id="b"><TextLine id="m"><Baseline points="10,100 110,100"/>
      <TextEquiv><PlainText>五个汉字行</PlainText></TextEquiv></TextLine>
     <TextLine id="n"><Baseline points="10,200 110,200"/>
      <TextEquiv><Unicode>六个汉字的行</Unicode></TextEquiv></TextLine></TextRegion>
     </Page></PcGts>"""
    page = checked(read(text.encode()))
    assert page.raw == ("Ein Wort", "五个汉字行", "六个汉字的行")
    assert page.printed[0].box == (10, 10, 110, 40) and page.printed[1].box == (10, 85, 110, 105)


def test_words_that_contradict_their_line_say_nothing() -> None:
    text = page_xml().replace("<Unicode>市里的新桥</Unicode>", "<Unicode>市星的新桥</Unicode>")
    page = checked(read(text.encode()))
    assert page.raw[2] == "市里的新桥昨日通车人都高兴"


def test_a_slanted_line_is_no_larger_for_it() -> None:
    text = page_xml().replace('"100,20 300,20 300,50 100,50"', '"100,20 300,90 300,120 100,50"')
    page = read(text.encode())
    assert page.printed[0].box == (100, 20, 300, 120) and 25 < page.printed[0].size < 31


# TSV


def test_tsv() -> None:
    first, second = map(checked, read_pages(tsv().encode()))
    assert first.raw == ("市里的新桥昨日通车人都高兴", "Bridge opened") and second.raw == ("Ende",)
    assert [(p.source.page, p.source.size, p.source.format) for p in (first, second)] == [
        (1, (1000, 800), "tsv"), (2, (500, 400), "tsv"),
    ]  # fmt: skip
    assert first.printed[0].box == (100, 100, 380, 128) and first.printed[0].confidence == pytest.approx(0.6775)
    assert [d.box for d in first.drawn] == [(100, 150, 900, 154)]
    assert [p.region for p in first.printed] == [0, 1]


def test_rows_of_tsv_that_are_not_whole_are_said() -> None:
    page = read((tsv().split("\n1\t2\t")[0] + "\n5\t1\t4\t1\t1\t1\t10").encode())
    assert codes(page) == ["odd-record"] and "line 13" in page.notes[0].text
    assert codes(read(COLUMNS.encode())) == ["empty"]


@pytest.mark.parametrize("cut", ["", "4\t0\t0\t12\t-1\t\n", "5\t1\t9\t1\t1\t1\t70\t20\t8\t9\t96.5\tWort\n"])
def test_tsv_without_the_names_of_its_columns(cut: str) -> None:
    rows = tsv().partition("\n")[2]
    first, second = map(checked, read_pages((cut + rows).encode()))
    assert first.raw[-2:] == ("市里的新桥昨日通车人都高兴", "Bridge opened") and second.raw == ("Ende",)
    assert "names its columns, is missing" in first.notes[0].text and second.notes == ()
    assert ("line 1" in first.notes[-1].text) == cut.startswith("4") and ("Wort" in first.raw) == ("Wort" in cut)
    assert next(read_pages(rows.encode("utf-16"))).raw == next(read_pages(tsv().encode())).raw


@pytest.mark.parametrize(
    "table",
    [
        "1\t2\t3\n" * 20,
        "1\t38\t28\t6\t4\t96\t34\t62\t90\t5\t3\tArsenal\n2\t38\t26\t6\t6\t88\t43\t45\t84\t5\t3\tLeeds\n",
        "1\t10\t20\t30\t40\t50\t60\t70\t80\t90\t100\t110\n2\t10\t20\t30\t40\t50\t60\t70\t80\t90\t100\t110\n",
        "".join("\t".join(map(str, range(n, n + 12))) + "\n" for n in range(1, 6)),
    ],
)  # fmt: skip
def test_a_table_of_figures_is_no_tsv(table: str) -> None:
    page = read(table.encode())
    assert page.source.format == "text" and page.raw == tuple(table.splitlines())


# JSON

LINES = [("新桥通车了", quad(10, 10, 100, 22), 0.98), ("人们很高兴", quad(10, 40, 100, 22), 0.5)]
SHAPES: dict[str, Any] = {
    "rapidocr's file": [{"box": b, "text": t, "score": s} for t, b, s in LINES],
    "rapidocr 3": [{"box": b, "txt": t, "score": s} for t, b, s in LINES],
    "rapidocr's result": [[b, t, s] for t, b, s in LINES],
    "rapidocr's result with times": [[[b, t, s] for t, b, s in LINES], [0.1, 0.02, 0.3]],
    "rapidocr 3's fields": {"boxes": [b for _, b, _ in LINES], "txts": [t for t, _, _ in LINES], "scores": [0.98, 0.5]},
    "paddleocr 2.0": [[b, [t, s]] for t, b, s in LINES],
    "paddleocr 2.7": [[[b, [t, s]] for t, b, s in LINES]],
    "paddleocr 3": {
        "input_path": "a.png", "page_index": None, "dt_polys": [b for _, b, _ in LINES] * 2,
        "rec_texts": [t for t, _, _ in LINES], "rec_scores": [0.98, 0.5], "rec_polys": [b for _, b, _ in LINES],
    },
    "paddleocr 3 printed": {"res": {"rec_texts": [t for t, _, _ in LINES], "dt_polys": [b for _, b, _ in LINES]}},
    "boxes of four numbers": [{"bbox": [*b[0], *b[2]], "text": t} for t, b, _ in LINES],
    "labels": [{"transcription": t, "points": b} for t, b, _ in LINES],
}  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "raw"),
    [
        ([["新桥", ["通车了"]], "人们"], ("新桥 通车了", "人们")),
        ([["新桥", {"text": "通车了"}], "人们"], ("新桥", "人们")),
    ],
)  # fmt: skip
def test_texts_deep_in_lists_are_read_and_in_objects_told(texts: list[Any], raw: tuple[str, ...]) -> None:
    page = read(json.dumps({"rec_texts": texts}).encode())
    assert page.raw == raw
    told = [note.text for note in page.notes if note.code == "odd-record"]
    lost = "3 characters left out, in objects that stand in the place of a text"
    assert told == ([] if "通车了" in raw[0] else [lost])


@pytest.mark.parametrize("shape", SHAPES)
def test_json(shape: str) -> None:
    page = checked(read(json.dumps(SHAPES[shape]).encode()))
    assert page.raw == ("新桥通车了", "人们很高兴")
    assert [p.box for p in page.printed] == [(10, 10, 110, 32), (10, 40, 110, 62)]
    assert [p.size for p in page.printed] == [20, 20]
    assert page.source.format == "ocr-json" and page.source.size == (120, 72)
    assert page.printed[0].confidence in (0.98, None)


def test_pages_in_json() -> None:
    one = SHAPES["paddleocr 2.0"]
    pages = list(read_pages(json.dumps([one, None, one]).encode()))
    assert [len(p.raw) for p in pages] == [2, 0, 2] and codes(pages[1]) == ["empty"]
    assert [p.source.page for p in pages] == [1, 2, 3]
    both = [SHAPES["paddleocr 3"], SHAPES["paddleocr 3"]]
    assert len(list(read_pages(json.dumps(both).encode()))) == 2


def test_vertical_and_slanted_boxes_in_json() -> None:
    slanted = [[10, 10], [110, 40], [104, 60], [4, 30]]
    lines = [[quad(300, 10, 22, 100), ["新桥通车了", 1]], [slanted, ["新桥通车了", 1]]]
    page = checked(read(json.dumps(lines).encode()))
    assert page.printed[0].upright and page.printed[0].size == 20
    assert not page.printed[1].upright and 18 < page.printed[1].size < 23


def test_lone_surrogates_in_json() -> None:
    page = read(b'[{"box": [[1, 1], [40, 1], [40, 20], [1, 20]], "text": "a\\ud800b", "score": 1}]')
    assert page.raw == ("a\ufffdb",) and codes(page) == ["lone-surrogate"]


# places that are missing or absurd


@pytest.mark.parametrize("bad", ["nan", "inf", "-1e300", "", "abc", "99999"])
def test_absurd_coordinates_are_noted_and_lose_nothing(bad: str) -> None:
    text = alto().replace('<TextLine HPOS="100" VPOS="125"', f'<TextLine HPOS="{bad}" VPOS="125"')
    text = text.replace('HPOS="100" VPOS="125"', f'HPOS="{bad}" VPOS="125"').replace(
        'HPOS="170" VPOS="125"', f'HPOS="{bad}" VPOS="125"'
    )
    page = checked(read(text.encode()))
    assert page.raw == ("Neue Brücke", "Gestern wurde die Donau-", "brücke eröffnet.")
    assert codes(page) == ["odd-geometry"] and page.notes[0].lines == ((3, 3),)
    assert page.printed[2].box == (100, 120, 400, 140)  # under the line before
    assert list(faults(pc.build()(page))) == []


def test_a_file_without_any_place_is_read_as_lines() -> None:
    lines = b"<span class='ocr_line'>One line</span><span class='ocr_line'>Two</span>"
    page = read(b"<div class='ocr_page'><p>" + lines + b"</div>")
    assert page.raw == ("One line", "Two") and page.printed == () and codes(page) == ["odd-geometry"]
    assert page.source.size is None and pc.partition_faults(pc.build()(page)) == []
    words = json.dumps([{"text": "新桥通车", "box": None, "score": "high"}])
    assert read(words.encode()).raw == ("新桥通车",)


@pytest.mark.parametrize(
    "data",
    [
        b"<alto><Layout><Page WIDTH='9' HEIGHT='9'/></Layout></alto>", b"<PcGts><Page/></PcGts>", b"[[], null]",
        b"<div class='ocr_page' title='bbox 0 0 0 0'></div>", COLUMNS.encode(),
        b"[[[[1,1],[2,1],[2,2],[1,2]],[\"\",0]]]",
    ],
)  # fmt: skip
def test_pages_without_text_go_through_all_stages(data: bytes) -> None:
    options = {"format": "ocr-json"} if data.startswith(b"[") else {}
    for page in read_pages(data, **options):
        assert codes(page) == ["empty"]
        assert pc.partition_faults(pc.build()(page)) == []


# lines and type


def words(*given: tuple[str, float, float]) -> list[Word]:
    return [Word(text, (begin, 0, end, 20)) for text, begin, end in given]


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ([("新桥", 0, 40), ("通车", 42, 82)], "新桥通车"),
        ([("新桥", 0, 40), ("通车", 60, 100)], "新桥 通车"),
        ([("新", 0, 20), ("桥", 50, 70), ("通", 100, 120), ("车", 150, 170)], "新桥通车"),
        ([("新", 0, 20), ("桥", 40, 60)], "新桥"),
        ([("新", 0, 20), ("桥", 40, 60), ("通", 110, 130), ("车", 150, 170)], "新桥 通车"),
        ([("高兴。", 0, 45), ("「好", 72, 110)], "高兴。「好"),
        ([("2025", 0, 40), ("年", 40, 60), ("3", 60, 70), ("月", 70, 90)], "2025年3月"),
        ([("the", 0, 30), ("bridge", 32, 80)], "the bridge"),
        ([("새", 0, 20), ("다리", 26, 66)], "새 다리"),
    ],
)
def test_spaces_between_words(given: list[tuple[str, float, float]], text: str) -> None:
    line = line_of_words(words(*given), 20)
    assert line is not None and line[0] == text
    assert len(line[1].edges) == 2 * len(text)


def test_a_word_ends_where_the_next_begins() -> None:
    line = line_of_words(words(("2025", 0, 90), ("年", 40, 60)), 20)
    assert line is not None and line[1].edges == (0, 10, 10, 20, 20, 30, 30, 40, 40, 60)


@pytest.mark.parametrize(
    ("text", "along", "across", "size"),
    [
        ("新桥昨日通车", 120, 28, 20), ("新桥昨日通车", 240, 22, 22), ("新桥昨日", 40, 30, 15), ("一", 20, 3, 20),
        ("多", 84, 26, 26),
    ],
)  # fmt: skip
def test_the_em_of_chinese_lines(text: str, along: float, across: float, size: float) -> None:
    assert em(text, along, across) == size


def test_the_em_of_latin_words_is_the_same_whatever_their_letters() -> None:
    sizes = [em(word, 50, height, [(word, height)]) for word, height in (("sea", 9.6), ("Bad", 14.4), ("Page", 18.6))]
    assert sizes == pytest.approx([20, 20, 20])


# the command


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (HOCR, [LEAD, REST]), (alto(), ["Gestern wurde die Donau"]), (page_xml(), ["市里的新桥昨日通车人都高兴"]),
        (tsv(), ["Ende"]),
        (json.dumps(SHAPES["paddleocr 2.7"]), ["人们很高兴"]),
    ],
)  # fmt: skip
def test_clean_takes_every_format(tmp_path: Path, data: str, texts: list[str]) -> None:
    path = tmp_path / "page.dat"
    path.write_text(data, "utf-8")
    done = papercut("clean", path, "--to", "json")
    assert done.returncode == 0, done.stderr
    assert papercut("clean", "--to", "json", "-", data=data.encode()).stdout.decode().count("\n") == (
        done.stdout.decode().count("\n")
    )
    shown = "".join(done.stdout.decode().split()).replace("\\", "")
    for text in texts:
        assert "".join(text.split()) in shown or all(part in shown for part in (text[:6], text[-6:]))


def test_filters_take_ocr_files_too(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text(alto(), "utf-8")
    read_out = papercut("read", path).stdout
    page = json.loads(read_out)
    assert page["source"]["format"] == "alto" and len(page["printed"]) == 3 and page["lines"][0]["size"] > 30
    assert papercut("despace", path).stdout.decode().startswith("Neue Brücke\n")
    assert json.loads(papercut("despace", data=read_out).stdout)["printed"] == page["printed"]
