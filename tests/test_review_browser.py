"""Reviews in a real browser: what lights up, what keys do, what it prints, and whether everybody can use it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
from browser import AXE, axe_source, chromium
from papercut.review.files import Reviews
from papercut.review.html import review_html
from papercut.review.picture import picture_of
from reviewed import HARM, harmful, pdf_bytes, seed

PAGES = Path(__file__).parent / "pages"
NAMES = ("seed", "jingbao", "downwards", "pdf", "harm")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file for each of `NAMES`, and a folder `all` with an index."""
    root = tmp_path_factory.mktemp("review")
    pdf = root / "page.pdf"
    pdf.write_bytes(pdf_bytes())
    build = pc.build()
    printed = build(pc.read(pdf))
    read = {"jingbao": "jingbao-1939-04-27-4", "downwards": "own-taiwan"}
    pages = {
        "seed": seed(), **{name: build(pc.read(PAGES / slug / "page.txt")) for name, slug in read.items()},
        "pdf": printed, "harm": harmful(),
    }  # fmt: skip
    reviews = Reviews(root / "all", single=False)
    for name in NAMES:
        picture = picture_of(pdf, printed.source) if name == "pdf" else ""
        (root / f"{name}.html").write_text(review_html(pages[name], picture=picture), "utf-8")
        reviews.page(pages[name], picture)
    reviews.close()
    return root


def show(browser: Any, path: Path, width: int = 1280) -> None:
    browser.set_window_size(width, 800)
    browser.get(path.as_uri())
    # whatever the page before left in the log
    assert [row["message"] for row in browser.get_log("browser")] == []


def press(browser: Any, keys: str) -> None:
    for key in keys:
        browser.find_element("css selector", "body").send_keys(key)


def point(browser: Any, selector: str, at: float, click: bool = False) -> None:
    """Point at a part of an element: `at` of its width from its left."""
    from selenium.webdriver import ActionChains

    node = browser.find_element("css selector", selector)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", node)
    chain = ActionChains(browser, duration=0).move_to_element_with_offset(node, int(node.rect["width"] * (at - 0.5)), 0)
    (chain.click() if click else chain).perform()
    frame(browser)


def frame(browser: Any) -> None:
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")


def lit(browser: Any) -> list[str]:
    """The ids of what is lit, then the characters that are."""
    return list(
        browser.execute_script(
            "return [...[...document.querySelectorAll('.on')].map((e) => e.id).sort(), ...[...marks.word].map(String)]"
        )
    )


@pytest.mark.parametrize("name", NAMES)
def test_both_sides_hold_the_same_characters(browser: Any, folder: Path, name: str) -> None:
    show(browser, folder / f"{name}.html")
    pairs = browser.execute_script(
        "return [...document.querySelectorAll('#lines .s')].map((l) => "
        "[visibleIn(l.textContent), visibleIn(byId('r' + l.id.slice(1)).textContent)])"
    )
    assert len(pairs) > 5 and all(a == b for a, b in pairs)


def test_pointing_lights_the_same_character_on_the_other_side(browser: Any, folder: Path) -> None:
    show(browser, folder / "seed.html")
    key = browser.find_element("css selector", "#n5 .s").get_attribute("id")[1:]
    point(browser, f"#l{key}", 0.47)
    assert lit(browser) == [f"l{key}", f"r{key}", "老", "老"]
    other = browser.find_element("css selector", "#n16 .s").get_attribute("id")[1:]
    point(browser, f"#r{other}", 0.5)
    ids, chars = lit(browser)[:2], lit(browser)[2:]
    assert ids == [f"l{other}", f"r{other}"] and len(chars) == 2 and chars[0] == chars[1]


def test_a_click_brings_the_other_side_into_view(browser: Any, folder: Path) -> None:
    show(browser, folder / "jingbao.html")
    last = browser.execute_script("return [...document.querySelectorAll('#a9 .s')].pop().id.slice(1)")
    point(browser, f"#r{last}", 0.1, click=True)
    assert browser.execute_script(
        "const b = byId(arguments[0]).getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight", f"l{last}"
    )


def test_keys_go_from_doubt_to_doubt_and_show_the_reasons(browser: Any, folder: Path) -> None:
    show(browser, folder / "seed.html")
    total = browser.execute_script("return data.doubts.length")
    assert total > 1 and not browser.find_element("id", "panel").is_displayed()
    press(browser, "nn")
    assert browser.find_element("id", "at").text == f"2 / {total}"
    line = browser.execute_script("return data.doubts[1].line")
    assert browser.find_element("css selector", "#panel h2").text == f"line {line}"
    press(browser, "pp")
    assert browser.find_element("id", "at").text == f"{total} / {total}"
    press(browser, "l")
    assert browser.find_element("id", "furniture").text == "隐藏非稿件内容"
    press(browser, "n")
    assert browser.find_element("css selector", "#panel h2").text.startswith("行 ")
    browser.find_element("css selector", "#panel summary").click()
    assert any("." in cue.text for cue in browser.find_elements("css selector", "#panel .cue"))


def test_keys_go_through_paragraphs_and_characters(browser: Any, folder: Path) -> None:
    from selenium.webdriver import Keys

    show(browser, folder / "seed.html")
    press(browser, "jj")
    first = lit(browser)
    press(browser, Keys.ARROW_RIGHT)
    assert lit(browser)[:2] == first[:2] and lit(browser)[2] != first[2]
    press(browser, [Keys.ARROW_LEFT, Keys.ARROW_LEFT])  # type: ignore[arg-type]
    assert lit(browser)[:2] != first[:2] and lit(browser)[2] == lit(browser)[3]
    press(browser, "?")
    assert browser.find_element("id", "keys").is_displayed()
    press(browser, Keys.ESCAPE)
    assert not browser.find_element("id", "keys").is_displayed()


def test_furniture_can_be_hidden(browser: Any, folder: Path) -> None:
    show(browser, folder / "jingbao.html")
    aside, folio = browser.find_element("id", "aside"), browser.find_element("css selector", "#n1 .s")
    assert folio.is_displayed() and "date" in aside.get_attribute("textContent")
    press(browser, "f")
    assert not aside.is_displayed() and not folio.is_displayed()
    browser.find_element("id", "furniture").click()
    assert aside.is_displayed() and folio.is_displayed()


def test_a_picture_lights_up_as_the_text_does(browser: Any, folder: Path) -> None:
    show(browser, folder / "pdf.html")
    assert browser.find_element("id", "sheet").is_displayed()
    assert browser.execute_script("return document.querySelector('#sheet image').getBBox().width") == 400
    key = browser.execute_script("return [...document.querySelectorAll('#lines .s')]"
                                 ".find((e) => e.textContent.startsWith('新桥昨日')).id.slice(1)")  # fmt: skip
    point(browser, f"#b{key}", 0.2)
    assert lit(browser) == [f"b{key}", f"l{key}", f"r{key}", "昨", "昨"]
    point(browser, f"#r{key}", 0.02)
    frame(browser)
    spot, box = (browser.execute_script("const b = byId(arguments[0]).getBBox(); return [b.x, b.width]", i)
                 for i in ("spot", f"b{key}"))  # fmt: skip
    assert spot[0] == pytest.approx(box[0], abs=1) and spot[1] == pytest.approx(12, abs=1)
    press(browser, "s")
    assert not browser.find_element("id", "sheet").is_displayed() and browser.find_element("id", "lines").is_displayed()


def test_text_never_runs(browser: Any, folder: Path) -> None:
    show(browser, folder / "harm.html")
    press(browser, "nnnw")
    assert browser.execute_script("return window.harmed") is None
    assert browser.find_element("id", "n1").text == HARM[0]
    assert browser.execute_script("return document.querySelectorAll('img, iframe, object, a').length") == 0
    stopped = browser.execute_async_script(
        "addEventListener('securitypolicyviolation', () => arguments[0]('stopped'));"
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.harmed = 5'}))"
    )
    assert stopped == "stopped"
    assert browser.execute_script("return window.harmed") is None
    browser.get_log("browser")  # where the browser complains of that


def test_pages_set_downwards_are_shown_so(browser: Any, folder: Path) -> None:
    show(browser, folder / "downwards.html")
    mode = "return getComputedStyle(document.querySelector(arguments[0])).writingMode"
    assert browser.execute_script(mode, "#a0 p.paragraph") == "vertical-rl"
    show(browser, folder / "seed.html")
    assert browser.execute_script(mode, "#a0 p.paragraph") == "horizontal-tb"


def test_dark_and_light_by_the_reader_s_choice(browser: Any, folder: Path) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    show(browser, folder / "seed.html")
    light = browser.execute_script(ground)
    press(browser, "d")
    dark = browser.execute_script(ground)
    assert light != dark
    media = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    show(browser, folder / "seed.html")
    assert browser.execute_script(ground) == dark
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_it_prints_all_articles_and_all_lines(browser: Any, folder: Path) -> None:
    import pypdfium2

    show(browser, folder / "seed.html")
    press(browser, "n")
    document = pypdfium2.PdfDocument(base64.b64decode(browser.print_page()))
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    # on a line, as a headline, and in a sentence that goes over two lines
    assert "我省商务领域招商引资跑出" in text and text.count("全市老干部工作会议召开") == 3
    assert str(len(seed().raw)) in text and "Hide furniture" not in text and "log-odds" not in text


def test_the_index_leads_to_pages(browser: Any, folder: Path) -> None:
    show(browser, folder / "all" / "index.html")
    links = browser.find_elements("css selector", "tbody a")
    assert len(links) == len(NAMES)
    sure = [float(cell.text) for cell in browser.find_elements("css selector", "tbody td:first-child")]
    assert sure == sorted(sure)
    browser.find_element("id", "find").send_keys("pdf")
    assert [link.text for link in links if link.is_displayed()] == ["page.pdf"]
    next(link for link in links if link.is_displayed()).click()
    assert browser.find_element("id", "sheet").is_displayed()


@pytest.mark.parametrize("name", [*NAMES, "all/index"])
def test_axe_finds_no_error(browser: Any, folder: Path, name: str) -> None:
    axe = axe_source()
    for dark in (False, True):
        show(browser, folder / f"{name}.html", 820 if dark else 1280)
        press(browser, "d" if dark and name != "all/index" else "")
        press(browser, "n" if name != "all/index" else "")
        browser.execute_script(axe + "; window.axe = axe")
        assert browser.execute_async_script(AXE) == []
