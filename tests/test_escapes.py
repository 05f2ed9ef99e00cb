"""Text whose characters are written as their numbers or names is read as what it says; other text is not touched."""

from __future__ import annotations

from urllib.parse import quote

import pytest

import papercut as pc
from papercut.readers import read_text
from papercut.readers.text.escapes import unescaped

TEXT = """旧戏台重新开锣
本报讯（记者 姚青禾）停演两年的旧戏台昨晚重新开锣，台下坐满了从四乡赶来的老人和孩子。
𠮷祥村的戏班唱了三出，散场时已近半夜。"""


def references(text: str, form: str = "&#{};") -> str:
    return "".join(form.format(ord(ch)) if ch > "\x7f" else ch for ch in text)


def numbers(text: str) -> str:
    units = text.encode("utf-16-be").hex()
    return "".join(f"\\u{units[k : k + 4]}" for k in range(0, len(units), 4)).replace("\\u000a", "\n")


WAYS = {
    "references": references(TEXT), "hexadecimal references": references(TEXT, "&#x{:x};"),
    "numbers": numbers(TEXT), "percent signs": quote(TEXT, safe=" \n"),
    "percent signs of GBK": quote(TEXT.replace("𠮷", "吉"), safe=" \n", encoding="gb18030"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_page(way: str) -> None:
    page = read_text(WAYS[way])
    assert page.raw == tuple(TEXT.replace("𠮷", "吉" if "GBK" in way else "𠮷").split("\n"))
    (note,) = page.notes
    assert note.code == "mojibake" and note.text.startswith("3 lines decoded, written as ")
    done = pc.build()(page)
    assert pc.partition_faults(done) == [] and done.articles and done.articles[0].headline == "旧戏台重新开锣"


def test_names_among_other_text() -> None:
    text = "&nbsp;&nbsp;旧戏台\n他说：&ldquo;开锣了。&rdquo;\n安全 &unknown; &#10; 与 A&B;"
    page = read_text(text)
    assert page.raw == ("\xa0\xa0旧戏台", "他说：“开锣了。”", "安全 &unknown; &#10; 与 A&B;")
    assert page.notes[0].lines == ((1, 2),)


@pytest.mark.parametrize(
    "text",
    [
        "《T&T》报道，A&D公司与R&D部门合作",
        "写作 &amp; 的记号，课本讲到它和 &lt; 两种", "利润增长3%5%E6，税率10%20%30%",
        "路径 C:\\users\\u6865 在课本里",
        "网址 http://example.org/%E6%A1%A5 可以打开，里面有许多关于旧桥的照片和文章",
        "\\ud800\\ud800\\ud800",
    ],
)  # fmt: skip
def test_text_that_is_not_written_so_stays(text: str) -> None:
    assert unescaped(text) is None
    assert read_text(text).raw == (text,)
