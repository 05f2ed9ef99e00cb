"""ABBYY FineReader's XML: what stands in the file is what the page holds, with its place."""

from __future__ import annotations

from papercut.readers import read
from papercut.readers.printed_page import Word, line_of_words


def abbyy(inner: str, head: str = "") -> bytes:
    space = "http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><document xmlns="{space}" version="1.0">{head}'
        f'<page width="1000" height="800" resolution="300">{inner}</page></document>'
    ).encode()


def abbyy_line(text: str, top: int, size: int = 20, step: int = 20, sure: int = 90) -> str:
    boxes = [f'l="{100 + step * n}" t="{top}" r="{100 + step * n + step}" b="{top + size}"' for n in range(len(text))]
    chars = "".join(
        f'<charParams {box} charConfidence="{sure}">{ch}</charParams>' for ch, box in zip(text, boxes, strict=True)
    )
    end = 100 + step * len(text)
    run = f'<formatting fs="4.8." bold="1">{chars}</formatting>'
    return f'<line l="100" t="{top}" r="{end}" b="{top + size}">{run}</line>'


def abbyy_block(lines: str, style: str = "") -> str:
    text = f'<text><par style="{style}">{lines}</par></text>'
    return f'<block blockType="Text" l="100" t="1" r="900" b="700">{text}</block>'


def test_abbyy() -> None:
    head = '<documentData><paragraphStyles><paragraphStyle id="h" role="heading"/></paragraphStyles></documentData>'
    drawn = (
        '<block blockType="Picture" l="600" t="1" r="900" b="300"/><block blockType="SeparatorsBox"><separator '
        'thickness="4"><start x="500" y="10"/><end x="500" y="700"/></separator></block>'
    )
    table = '<block blockType="Table"><row><cell><text><par>{}</par></text></cell></row></block>'
    blocks = abbyy_block(abbyy_line("新桥昨日通车", 40), "h") + abbyy_block(abbyy_line("The new com¬", 90, 20, 10))
    page = read(abbyy(blocks + drawn + table.format(abbyy_line("一九三八", 600)), head))
    assert page.raw == ("新桥昨日通车", "The new com¬", "一九三八")
    first, second, third = page.printed
    assert (first.kind, first.region, first.weight, first.confidence) == ("heading", 0, 700, 0.9)
    assert first.edges[:4] == (100, 120, 120, 140) and second.size == 20 and third.region == 4
    assert [d.kind for d in page.drawn] == ["image", "rule"] and page.notes == ()
    assert (page.source.format, page.source.size) == ("abbyy", (1000, 800))


def test_abbyy_without_boxes_of_characters_and_with_other_readings() -> None:
    other = "<charRecVariants><charRecVariant>王</charRecVariant></charRecVariants>"
    line = f'<line l="9" t="9" r="90" b="30"><formatting>新桥</formatting><formatting><charParams l="50" t="9" r="70" \
b="30" charConfidence="255">通{other}</charParams></formatting></line>'
    page = read(abbyy(abbyy_block(line)))
    assert page.raw == ("新桥通",) and [n.code for n in page.notes] == ["odd-geometry"]


def test_abbyy_text_outside_of_lines_is_counted() -> None:
    page = read(abbyy(abbyy_block(abbyy_line("新桥", 9)) + "<block><text><par>丢了</par></text></block>"))
    assert page.raw == ("新桥",) and [n.text[:12] for n in page.notes] == ["2 characters"]


def test_a_gap_in_an_even_line_is_a_space() -> None:
    starts = (0, 20, 40, 60, 90, 110, 130, 150)
    words = [Word(ch, (x, 0, x + 20, 20)) for x, ch in zip(starts, "本报记者林大可讯", strict=True)]
    line = line_of_words(words, 20)
    assert line and line[0] == "本报记者 林大可讯"
    loose = [w._replace(box=(w.box[0] + 6 * (n % 3), 0, w.box[2], 20)) for n, w in enumerate(words)]
    line = line_of_words(loose, 20)
    assert line and line[0] == "本报记者林大可讯"


def test_abbyy_characters_between_elements_are_counted() -> None:
    block = abbyy_block(abbyy_line("新桥", 9))
    assert read(abbyy(block)).notes == ()
    for data in (
        abbyy("页里" + block),
        abbyy(block.replace("<text>", "<region>块里</region><text>")),
        abbyy(block, "文里"),
        abbyy(block).replace(b"</document>", "文末</document>".encode()),
    ):
        page = read(data)
        assert page.raw == ("新桥",) and [n.text[:12] for n in page.notes] == ["2 characters"]
