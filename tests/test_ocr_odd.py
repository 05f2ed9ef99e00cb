"""OCR files with odd places and odd nesting: all text is kept or counted, a note says what was odd, nothing raises."""

from __future__ import annotations

import json

import pytest

import papercut as pc
from papercut.errors import InputError
from papercut.model.page import Page
from papercut.readers import read, read_pages
from papercut.readers.ocr.tesseract_tsv import COLUMNS

ODD = [
    "bbox 1 0 0 -4", "bbox -50 -50 -10 -10", "bbox 0 0 0 0", "bbox 5 5 5 90", "bbox nan inf 3 4", "bbox 1e308 0 9e9 2",
    "bbox 0 0 0.001 0.001", "bbox 10 10 20", "bbox -999999 -999999 999999 999999",
]  # fmt: skip


def lawful(page: Page) -> Page:
    done = pc.build()(page)
    assert pc.partition_faults(done) == []
    return done


@pytest.mark.parametrize("place", ODD)
@pytest.mark.parametrize("size", ["", "bbox 0 0 1000 800", "bbox 0 0 0 0", "bbox 0 0 -5 nan"])
@pytest.mark.parametrize("lines", [1, 3])
def test_odd_places_are_no_exception(place: str, size: str, lines: int) -> None:
    line = f"<span class='ocr_line' title='{place}'>市里的新桥昨日通车</span>"
    page = read(f"<div class='ocr_page' title='{size}'>{line * lines}</div>".encode())
    assert page.raw == ("市里的新桥昨日通车",) * lines
    assert "odd-geometry" in [note.code for note in lawful(page).notes] or place in ODD[-1:] + ODD[6:7]


@pytest.mark.parametrize("box", [[[0, -20], [100, -20], [100, 0], [0, 0]], [[0, 0]] * 4, [0, 0, -3, 1e7], None, [5, 5]])
def test_odd_boxes_of_json_are_no_exception(box: object) -> None:
    page = read(json.dumps([{"box": box, "text": "市里的新桥", "score": 0.9}]).encode())
    assert page.raw == ("市里的新桥",) and [n.code for n in lawful(page).notes].count("odd-geometry") == 1


def test_two_pieces_do_not_go_on_with_the_same_one() -> None:
    rows = [(100 + 30 * n, 100, 580, "市里的新桥昨日通车过桥的人都很高兴全城张灯结彩") for n in range(9) if n != 3]
    rows += [(190, 100, 300, "他说这座桥修了整整四"), (192, 100, 298, "他说这座桥修了整整四")]
    rows += [(190, 330, 580, "年之久才得以完工开放给市")]
    items = [{"box": [x, y, z, y + 20], "text": text} for y, x, z, text in sorted(rows)]
    lawful(read(json.dumps(items).encode()))


LINE = "<p class='ocr_line' title='bbox 9 9 90 30'>页内的字</p>"
HOCR_PAGE = f"<div class='ocr_page' title='bbox 0 0 900 900'>{LINE}</div>"
OUTSIDE = "<p class='ocr_par' title='bbox 9 50 90 70'><span class='ocrx_word'>页外的字</span></p>"


@pytest.mark.parametrize(
    ("text", "raws"),
    [(HOCR_PAGE + OUTSIDE, [("页内的字", "页外的字")]), (OUTSIDE + HOCR_PAGE, [("页外的字", "页内的字")]),
     (HOCR_PAGE + OUTSIDE + HOCR_PAGE, [("页内的字", "页外的字"), ("页内的字",)])],
)  # fmt: skip
def test_text_outside_of_the_pages_of_hocr(text: str, raws: list[tuple[str, ...]]) -> None:
    pages = list(read_pages(f"<html><body>{text}</body></html>".encode()))
    assert [page.raw for page in pages] == raws
    assert [note.code for page in pages for note in page.notes].count("odd-record") == 1


def test_what_is_no_hocr_around_its_pages_is_counted() -> None:
    page = read(f"<html><title>not this</title><h1>Page 12</h1>{HOCR_PAGE}</html>".encode())
    assert page.raw == ("页内的字",) and "6 characters" in page.notes[0].text


STRING = '<String CONTENT="{}" HPOS="10" VPOS="{}" WIDTH="100" HEIGHT="20"/>'


def test_words_outside_of_the_lines_of_alto() -> None:
    inner = STRING.format("在内", 10).replace("/>", ">") + STRING.format("更内", 10) + "</String>"
    block = f"<TextBlock><TextLine>{inner}</TextLine>{STRING.format('块内', 40)}</TextBlock>"
    text = f'<alto><Layout><Page WIDTH="900" HEIGHT="900">{block}{STRING.format("块外", 90)}</Page></Layout></alto>'
    page = read(text.encode())
    assert page.raw == ("在内更内", "块内", "块外")
    assert [(n.code, n.text[:17]) for n in page.notes] == [("odd-record", "2 elements String")]


def test_lines_and_words_outside_of_the_regions_of_page_xml() -> None:
    def element(name: str, text: str, top: int) -> str:
        points = f'<Coords points="10,{top} 200,{top} 200,{top + 20} 10,{top + 20}"/>'
        return f"<{name}>{points}<TextEquiv><Unicode>{text}</Unicode></TextEquiv></{name}>"

    region = f"<TextRegion>{element('Word', '区内的词', 70)}{element('TextLine', '区内的行', 100)}</TextRegion>"
    inner = element("TextLine", "页内的行", 10) + element("Word", "页内的词", 40) + region
    page = read(f'<PcGts><Page imageWidth="900" imageHeight="900">{inner}</Page></PcGts>'.encode())
    assert page.raw == ("页内的行", "页内的词", "区内的词", "区内的行")
    assert [n.code for n in page.notes] == ["odd-record"]


def test_words_of_a_tsv_line_come_together_wherever_their_rows_stand() -> None:
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    rows = [(1, 1, 100, "One"), (2, 1, 100, "Two"), (1, 2, 200, "line"), (2, 2, 200, "lines")]
    text = head + "".join(f"5\t1\t1\t1\t{n}\t{w}\t{x}\t{40 * n}\t60\t20\t90\t{said}\n" for n, w, x, said in rows)
    assert read(text.encode()).raw == ("One line", "Two lines")


def test_rows_of_tsv_that_were_sorted_otherwise() -> None:
    """The numbers of the rows are their order, unless two rows have the same."""
    words = [(1, 1, 100, "昨日"), (1, 2, 140, "新桥"), (2, 1, 100, "行人"), (2, 2, 140, "渐多"), (10, 1, 100, "末行")]
    rows = [f"5\t1\t1\t1\t{n}\t{w}\t{x}\t{40 * n}\t40\t20\t90\t{said}\n" for n, w, x, said in words]
    head = "\t".join(COLUMNS) + "\n"
    for mixed in (rows[::-1], sorted(rows, key=lambda row: row[-3:])):
        assert read((head + "".join(mixed)).encode()).raw == ("昨日新桥", "行人渐多", "末行")
    same = [row.replace("\t1\t2\t140", "\t1\t1\t140") for row in rows]
    assert read((head + "".join(same[::-1])).encode()).raw[0] == "末行"


def test_tsv_of_poppler() -> None:
    """Two columns are changed about, and rows that are no words have texts of their own."""
    rows = ["level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
            "1\t1\t0\t0\t0\t0\t0.000000\t0.000000\t595.000000\t842.000000\t-1\t###PAGE###",
            "3\t1\t0\t0\t0\t0\t50.0\t50.0\t90.0\t60.0\t-1\t###FLOW###"]  # fmt: skip
    for line, text in enumerate(("Nets are mended", "in the yard")):
        rows.append(f"4\t1\t0\t0\t{line}\t0\t50.0\t{50 + 20 * line}\t90.0\t12.0\t-1\t###LINE###")
        for n, word in enumerate(text.split()):
            rows.append(f"5\t1\t0\t0\t{line}\t{n}\t{50 + 40 * n}\t{50 + 20 * line}\t30.0\t12.0\t100\t{word}")
    page = read(("\n".join(rows) + "\n").encode())
    assert page.source.format == "tsv" and page.raw == ("Nets are mended", "in the yard")
    assert page.source.size == (595, 842)


@pytest.mark.parametrize(
    ("first", "mark", "whole", "second", "text"),
    [("well", "-", "well-known", "known", "well-known"), ("Mac", "-", "MacDonald", "Donald", "MacDonald"),
     ("com", "-", "company", "pany", "company"), ("well-", "", "well-known", "known", "well-known"),
     ("Saint", "-", "", "Denis", "Saint-Denis"), ("com", "-", "elsewhere", "pany", "company")],
)  # fmt: skip
def test_what_alto_says_of_a_word_that_is_cut_is_believed(
    first: str, mark: str, whole: str, second: str, text: str
) -> None:
    def line(text: str, top: int, last: str = "") -> str:
        place = f'VPOS="{top}" WIDTH="50" HEIGHT="20"'
        words = [f'<String CONTENT="{w}" HPOS="{10 + 60 * n}" {place}/>' for n, w in enumerate(text.split())]
        strings = "<SP/>".join(words)
        return f'<TextLine HPOS="10" VPOS="{top}" WIDTH="400" HEIGHT="20">{strings}{last}</TextLine>'

    cut = f'<String CONTENT="{first}" SUBS_TYPE="HypPart1" SUBS_CONTENT="{whole}" HPOS="370" VPOS="10" WIDTH="30" '
    cut += 'HEIGHT="20"/>' + (f'<HYP CONTENT="{mark}"/>' if mark else "")
    before = line("The mayor sent for the", 10, "<SP/>" + cut)
    after = line(f"{second} people of the town at noon.", 40)
    page = f'<Page WIDTH="900" HEIGHT="900"><TextBlock>{before}{after}</TextBlock></Page>'
    done = lawful(read(f"<alto><Layout>{page}</Layout></alto>".encode()))
    shown = " ".join(b.text for a in done.articles or () for b in a.body) or str(done.articles)
    assert f"for the {text} people of" in shown


def misplaced(where: str) -> str:
    said = {"alto": "", "layout": "", "page": "", "block": "", "line": "", "string": "", "after": "", where: "遗失"}
    string = STRING.format("市里的新桥", 10).replace("/>", f">{said['string']}<ALTERNATIVE>别读</ALTERNATIVE></String>")
    block = f"<TextBlock>{said['block']}<TextLine>{string}{said['line']}</TextLine></TextBlock>"
    layout = f'{said["layout"]}<Page WIDTH="900" HEIGHT="900">{said["page"]}{block}</Page>{said["after"]}'
    head = "<Description><MeasurementUnit>pixel</MeasurementUnit></Description>"
    return f"<alto>{said['alto']}{head}<Layout>{layout}</Layout></alto>"


@pytest.mark.parametrize("where", ["alto", "layout", "page", "block", "line", "string", "after"])
def test_characters_between_the_elements_of_alto_are_counted(where: str) -> None:
    page = read(misplaced(where).encode())
    assert page.raw == ("市里的新桥",)
    assert [(n.code, n.text[:12]) for n in page.notes] == [("odd-record", "2 characters")]


@pytest.mark.parametrize("place", range(6))
def test_characters_between_the_elements_of_page_xml_are_counted(place: int) -> None:
    text = (
        "<PcGts><Metadata><Creator>none</Creator></Metadata>{}<Page imageWidth='900' imageHeight='900'>{}<TextRegion>{}"
        "<TextLine>{}<Coords points='10,10 200,10 200,30 10,30'/><TextEquiv>{}<Unicode>市里的新桥</Unicode></TextEquiv>"
        "</TextLine></TextRegion></Page>{}</PcGts>"
    )
    assert read(text.format(*[""] * 6).encode()).notes == ()
    page = read(text.format(*["遗失" if n == place else "" for n in range(6)]).encode())
    assert page.raw == ("市里的新桥",)
    assert [(n.code, n.text[:12]) for n in page.notes] == [("odd-record", "2 characters")]


def test_text_of_regions_and_words_that_their_lines_do_not_have_is_counted() -> None:
    coords = '<Coords points="0,{0} 90,{0} 90,{1} 0,{1}"/>'
    reading = "<TextEquiv><Unicode>{}</Unicode></TextEquiv>".format

    def told(region: str, *words: str, line: str = "新桥通车") -> list[str]:
        inner = "".join(f"<Word>{reading(word)}</Word>" for word in words) + reading(line)
        text = f"<TextLine>{coords.format(0, 9)}{inner}</TextLine><TextLine>{reading('另一行')}</TextLine>"
        data = f"<PcGts><Page><TextRegion>{coords.format(0, 90)}{text}{reading(region)}</TextRegion></Page></PcGts>"
        page = read(data.encode(), format="page")
        assert page.raw[1:] == ("另一行",)
        return [note.text for note in page.notes if note.code == "odd-record"]

    said = "3 characters of regions or words, which the lines there do not have, were left out"
    assert told("新桥通车\n另一行", "新桥", "通车") == told("", "新桥通车") == []
    assert told("新桥通车另一行", line="新桥 通车") == []
    assert told("新桥通车\n另一行\n第三段") == [said]
    assert told("新桥通车另一行", "新桥", "开工了") == [said]


def test_other_readings_of_a_word_are_no_text() -> None:
    choices = "<span class='ocrx_cinfo' id='choice_1_1_1' title='x_confs 9'>新</span>"
    names = ("lstm_choices", "symbol")
    groups = "".join(f"<span class='ocrx_cinfo' id='{name}_1_1_1'>{choices}</span>" for name in names)
    word = f"<span class='ocrx_word' title='bbox 0 0 50 9'>新桥{groups}</span>"
    char = "<span class='ocrx_cinfo' title='x_bboxes 60 0 90 9; x_conf 98'>路</span>"
    line = f"<span class='ocr_line' title='bbox 0 0 90 9'>{word} {char}</span>"
    for page in (f"<div class='ocr_page'>{line}</div>", f"<div class=ocr_page>{line}</div>"):
        found = read(page.encode())
        assert found.source.format == "hocr" and found.raw == ("新桥路",)
    marked = "<ins class='alt'>新</ins><del class='alt'>斩</del>桥<del>梁</del>"
    assert read(f"<div class='ocr_page'>{marked}</div>".encode(), format="hocr").raw == ("新桥梁",)


def test_several_files_of_tsv_one_behind_the_other() -> None:
    row = "5\t1\t1\t1\t1\t1\t0\t0\t50\t9\t90\t{}\n"
    head = "\t".join(COLUMNS) + "\n"
    pages = list(read_pages((head + row.format("新桥") + head + row.format("通车")).encode()))
    assert [(page.raw, page.source.page, page.notes) for page in pages] == [(("新桥",), 1, ()), (("通车",), 2, ())]


def test_words_of_which_only_the_characters_are_given() -> None:
    glyphs = "<Glyph CONTENT='新'><Variant CONTENT='斩'/></Glyph><Glyph CONTENT='桥'/>"
    alto = f"<alto><Page><TextBlock><TextLine><String>{glyphs}</String></TextLine></TextBlock></Page></alto>"
    reading = "<TextEquiv><Unicode>{}</Unicode></TextEquiv>".format
    glyphs = f"<Glyph>{reading('新')}{reading('斩')}</Glyph><Glyph>{reading('桥')}</Glyph>"
    line = f"<TextLine><Word>{glyphs}</Word><Word>{glyphs}{reading('通车')}</Word></TextLine>"
    page = f"<PcGts><Page><TextRegion>{line}</TextRegion></Page></PcGts>"
    assert read(alto.encode(), format="alto").raw == ("新桥",)
    assert read(page.encode(), format="page").raw == ("新桥通车",)


def test_white_space_before_the_xml_declaration() -> None:
    line = "<TextLine><String CONTENT='新桥'/></TextLine>"
    data = f"\n\n  <?xml version='1.0' encoding='utf-8'?>\n<alto><Page><TextBlock>{line}</TextBlock></Page></alto>"
    assert read(data.encode()).raw == ("新桥",)
    with pytest.raises(InputError, match="line 4"):
        read(data.replace("</Page>", "").encode())


BOX = [[60, 50], [500, 50], [500, 94], [60, 94]]


@pytest.mark.parametrize(
    "item",
    [
        [BOX, ["南岸新桥", 0.9], ["今日通车", 0.8]],
        [BOX, ["南岸新桥", "今日通车"]],
        [BOX, "南岸新桥", "今日通车"],
        {"box": BOX, "txt": "南岸新桥今日通车", "text": 0.9},
        {"box": BOX, "txt": "南岸新桥", "text": "今日通车"},
    ],
)
def test_all_that_an_item_says_is_read(item: object) -> None:
    """A line with two texts, or with its score where a text is looked for."""
    page = read(json.dumps([item]).encode())
    said = "".join("".join(page.raw).split())
    assert sorted(said) == sorted("南岸新桥今日通车")
