"""What the workbench looks like and says in a real browser: the list, the sheet, themes, languages, everybody's use."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from browser import AXE, axe_source, chromium
from hands import Hands
from papercut.translation.catalogue import catalogue
from papercut.workbench.words import WORDS, table
from workbenches import HARMFUL, Made, listening


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium(local=True) as found:
        yield found


@pytest.fixture
def hands(browser: Any, own: Made) -> Iterator[Hands]:
    """Somebody at an output of their own. The browser complains of nothing that the test did not take note of."""
    with listening(own) as bench:
        browser.set_window_size(1280, 800)
        yield Hands(browser, bench.address, own)
        browser.execute_script("try { localStorage.clear(); sessionStorage.clear() } catch {}")
    assert [row["message"] for row in browser.get_log("browser")] == []


def names(hands: Hands) -> list[str]:
    return [link.text for link in hands.all("#rows a")]


def test_the_list_is_filtered_and_comes_back_as_it_was(hands: Hands, browser: Any) -> None:
    from selenium.webdriver.support.select import Select

    browser.get(hands.address)
    hands.wait(lambda: len(names(hands)) == 6)
    Select(hands.one("#paper")).select_by_value("晶報")
    hands.wait(lambda: names(hands) == ["1939-04-27-4.txt"])
    Select(hands.one("#paper")).select_by_value("")
    Select(hands.one("#state")).select_by_value("doubtful")
    hands.one("#words").send_keys("txt")
    # the list is drawn again with each letter: what is seen twice stays
    wanted = hands.wait(lambda: 0 < len(found := names(hands)) < 6 and found == names(hands) and found)
    hands.all("#rows a")[1].click()
    hands.wait(lambda: hands.all("#right article"))
    for leave in (browser.back, lambda: hands.press("h")):
        leave()
        hands.wait(lambda: names(hands) == wanted)
        assert (hands.one("#state").get_attribute("value"), hands.one("#words").get_attribute("value")) == (
            "doubtful", "txt"
        )  # fmt: skip
        hands.wait(lambda: browser.switch_to.active_element.text == wanted[1])
        browser.switch_to.active_element.click()
        hands.wait(lambda: hands.all("#right article"))


def test_a_page_of_the_list_that_is_corrected_says_so(hands: Hands, browser: Any) -> None:
    hands.open("page.pdf")
    hands.select(0, 0, 2)
    hands.keep(lambda: hands.press("s"))
    hands.press("h")
    row = hands.wait(lambda: next((r for r in hands.all("#rows tr") if "page.pdf" in r.text), None))
    assert [cell.text for cell in row.find_elements("css selector", "td")][4:6] == ["2", "1"]


def test_dragging_the_sheet_selects_nothing_and_zoom_stays_at_the_pointer(hands: Hands, browser: Any) -> None:
    from selenium.webdriver import ActionChains

    hands.open("scan.png")
    hands.wait(lambda: browser.execute_script("return document.querySelector('#sheet image')?.getBBox().width"))
    box = hands.all("#sheet .s")[0]
    view = "return document.querySelector('#sheet').getAttribute('viewBox').split(' ').map(Number)"
    for _ in range(3):
        hands.click(hands.one("[data-l=zoom-in]"))
    near = browser.execute_script(view)
    assert near[2] < 800 / 1.9
    ActionChains(browser, duration=20).click_and_hold(hands.one("#sheet")).move_by_offset(-60, -40).release().perform()
    moved = browser.execute_script(view)
    assert moved[0] > near[0] and moved[1] > near[1] and hands.lit == []
    hands.press("=")
    assert browser.execute_script(view) == [0, 0, 800, 800]
    rect = "const b = arguments[0].getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]"
    before = browser.execute_script(rect, box)
    browser.execute_script(
        "document.querySelector('#sheet').dispatchEvent(new WheelEvent('wheel', {deltaY: -1, cancelable: true,"
        "clientX: arguments[0], clientY: arguments[1]}))", *before,
    )  # fmt: skip
    assert browser.execute_script(rect, box) == pytest.approx(before, abs=12)  # the edge of the sheet may stop it
    box.click()
    assert len(hands.lit) == 1 and "on" in box.get_attribute("class").split()
    assert hands.one("#a0").get_attribute("class").endswith("own")
    numbers = {node.text for node in hands.all("#sheet .mark")}
    assert numbers == {"1", "2"}
    hands.press("v")
    assert not hands.all("#sheet") and [row.get_attribute("data-c") for row in hands.all(".l")][:2] == ["1", "2"]
    hands.press("v")
    assert hands.one("#sheet")


def test_the_splitter_moves_by_mouse_and_keys_and_stays(hands: Hands, browser: Any) -> None:
    from selenium.webdriver import ActionChains, Keys

    hands.open("page.pdf")
    bar = hands.one("#splitter")
    wide = hands.one("#left").rect["width"]
    ActionChains(browser, duration=20).click_and_hold(bar).move_by_offset(-200, 0).release().perform()
    assert hands.one("#left").rect["width"] == pytest.approx(wide - 200, abs=12)
    for key, value in ((Keys.HOME, "15"), (Keys.ARROW_RIGHT, "20"), (Keys.ARROW_LEFT, "15"), (Keys.END, "85")):
        bar.send_keys(key)
        assert bar.get_attribute("aria-valuenow") == value
    hands.reload()
    assert hands.one("#splitter").get_attribute("aria-valuenow") == "85"


def test_keys_in_a_choice_choose_nothing_before_enter(hands: Hands, browser: Any) -> None:
    from selenium.webdriver import Keys

    hands.open("page.pdf")
    before = hands.texts
    hands.select(0, 0, 0)
    hands.press("t", Keys.ARROW_DOWN)
    assert hands.said == WORDS["enter"]
    hands.press(Keys.ESCAPE)
    assert hands.one("#to").get_attribute("value") == "0" and hands.texts == before
    assert browser.switch_to.active_element.get_attribute("id") == "right"
    hands.press("o", Keys.ARROW_DOWN, Keys.TAB)
    assert hands.one("#role").get_attribute("value") == "paragraph"
    assert hands.made.kept() == []


def test_the_number_of_an_article_is_typed(hands: Hands, browser: Any) -> None:
    hands.open("1939-04-27-4.txt")
    last = len(hands.all("#right article")) - 2  # the last one is the furniture
    assert last >= 10
    hands.click(hands.lines(last)[0])
    for typed, chosen in (("1", "0"), ("12", "11")):
        hands.press("t", *typed)
        assert hands.one("#to").get_attribute("value") == chosen and hands.said == WORDS["enter"]
        hands.press("\ue00c")  # Escape
    assert hands.made.kept() == []


def test_an_input_method_does_not_end_the_field(hands: Hands, browser: Any) -> None:
    from selenium.webdriver import Keys

    hands.open("page.pdf")
    hands.select(0, 0, 0)
    hands.press("e")
    field = hands.wait(lambda: hands.one(".e input"))
    for key in ("Enter", "Escape"):
        browser.execute_script(
            "arguments[0].dispatchEvent(new KeyboardEvent('keydown', {key: arguments[1], isComposing: true}))",
            field, key,
        )  # fmt: skip
    browser.execute_cdp_cmd("Input.imeSetComposition", {"text": "市", "selectionStart": 1, "selectionEnd": 1})
    browser.execute_cdp_cmd("Input.insertText", {"text": "市"})
    assert field.is_displayed() and "市" in field.get_attribute("value") and hands.made.kept() == []
    hands.keep(lambda: field.send_keys(Keys.ENTER))
    assert "市" in hands.lit[0]
    hands.press("e")  # keys that do things elsewhere are but letters here
    hands.wait(lambda: hands.one(".e input")).send_keys("smu")
    hands.keep(lambda: hands.click(hands.lines(1)[0]))
    assert "smu" in hands.texts[0][1][1] and len(hands.made.kept()) == 2


def test_a_page_with_nothing_or_without_its_record(hands: Hands, browser: Any) -> None:
    browser.get(hands.address)
    hands.wait(lambda: names(hands))
    next(link for link in hands.all("#rows a") if link.text == "empty.txt").click()
    hands.wait(lambda: WORDS["no-text"] in hands.one("#right").text)
    hands.press("j", "s", "m", "e", "1", "x", "g", "a", "[", "}")
    assert hands.made.kept() == []
    shutil.rmtree(hands.made.out / "seed.txt_p01")
    browser.get(hands.address)
    hands.wait(lambda: names(hands))
    next(link for link in hands.all("#rows a") if link.text == "seed.txt").click()
    hands.wait(lambda: "seed.txt_p01" in hands.said)
    assert "alarm" in hands.one("#said").get_attribute("class") and not hands.one("#check").is_enabled()
    hands.press("j", "s", "c", "u", "l", "l", "n")
    hands.wait(lambda: hands.all("#right article"))
    assert hands.made.kept() == []
    assert all("422" in row["message"] for row in browser.get_log("browser"))


def test_hostile_text_never_runs(hands: Hands, browser: Any) -> None:
    hands.open(HARMFUL)
    hands.press("j", "x", "x")
    shown = hands.one("#right").text
    assert "<script>" in shown and "<img src=x" in shown and hands.one("#name").text.startswith("<img")
    made = "return [window.harmed, document.querySelectorAll('#page img, #page script').length]"
    assert browser.execute_script(made) == [None, 0]


def test_every_word_changes_with_the_language(hands: Hands, browser: Any) -> None:
    chinese = catalogue("zh").translate
    assert [key for key, (english, other) in table().items() if english == other and key not in ("language",)] == []
    hands.open("1939-04-27-4.txt")
    tools = "return [...document.querySelectorAll('button, label, h2, .tag, #where, [aria-label], #keys dd')].map("
    tools += "(e) => e.getAttribute('aria-label') ?? e.firstElementChild?.textContent ?? e.textContent)"
    hands.press("j", "?")
    english = browser.execute_script(tools)
    assert {WORDS["split"], WORDS["check"], WORDS["key.pan"], "Source"} <= set(english)
    hands.one("#keys button").click()
    hands.press("l", "?")
    other = browser.execute_script(tools)
    hands.one("#keys button").click()
    same = {word for word, then in zip(english, other, strict=True) if word == then}
    assert [word for word in same if not set(word) <= set("/ 0123456789F")] == [] and chinese(WORDS["split"]) in other
    assert hands.one("#right").get_attribute("lang").startswith("zh")
    hands.reload()
    assert hands.one("#split").text == chinese(WORDS["split"])


def test_notes_and_doubts_can_be_read(hands: Hands) -> None:
    hands.open("1939-04-27-4.txt")
    notes = [node.text for node in hands.all(".noted")]
    assert any(note.startswith("confidence 0.0") for note in notes) and len(notes) > 3
    assert "date" in hands.one("#aside .tag").text


def test_the_help_names_every_key(hands: Hands, browser: Any) -> None:
    hands.open("page.pdf")
    hands.press("?")
    told = {key for node in hands.all("#keys kbd") for key in [node.text]}
    hands.one("#keys button").click()
    shortcuts = {node.get_attribute("aria-keyshortcuts") for node in hands.all("[aria-keyshortcuts]")}
    assert shortcuts <= told and len(shortcuts) > 14


PLACES = ["", "seed.txt", "page.pdf", "scan.png", "1939-04-27-4.txt", HARMFUL, "empty.txt"]


@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_no_error(hands: Hands, browser: Any, place: str) -> None:
    axe = axe_source()
    for dark, wide, lang in ((False, 1280, "en"), (True, 600, "zh")):
        browser.set_window_size(wide, 800)
        browser.get(hands.address)
        hands.wait(lambda: names(hands))
        if place:
            next(link for link in hands.all("#rows a") if link.text == place).click()
            hands.wait(lambda: hands.one("#right").text)
            hands.press("j", "j")
        if browser.execute_script("return document.documentElement.lang").split("-")[0] != lang:
            hands.press("l")
            hands.wait(lambda lang=lang: browser.execute_script("return document.documentElement.lang")[:2] == lang)
        browser.execute_script("document.documentElement.dataset.theme = arguments[0]", "dark" if dark else "light")
        browser.execute_script(axe + "; window.axe = axe")
        assert browser.execute_async_script(AXE) == []
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_selected_stands_out(hands: Hands, browser: Any, theme: str) -> None:
    hands.open("seed.txt")
    browser.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
    hands.press("j", "j")
    look = "const s = getComputedStyle(arguments[0]); return [s.backgroundColor, s.boxShadow]"
    for side in "lr":
        on, off = hands.one(f".s.on[id^={side}]"), hands.one(f".s:not(.on)[id^={side}]")
        chosen, other = browser.execute_script(look, on), browser.execute_script(look, off)
        assert chosen[0] != other[0] and chosen[1] != other[1] == "none"


def test_focus_goes_as_the_page_is_read(hands: Hands, browser: Any) -> None:
    from selenium.webdriver import Keys

    hands.open("page.pdf")
    hands.press("j")
    browser.execute_script("document.getElementById('home').focus()")
    places = []
    for _ in range(12):  # a headline is selected, which cannot be split
        hands.press(Keys.TAB)
        rect = browser.switch_to.active_element.rect
        places.append((int((rect["y"] + rect["height"] / 2) / 37), rect["x"]))  # rows of the head, from left to right
    assert places == sorted(places) and places[0][0] == 0 and places[-1][0] == 2
