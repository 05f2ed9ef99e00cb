"""Correcting pages in a real browser, by mouse and by keys, in English and Chinese: every act, and that it is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from browser import chromium
from hands import Hands, Texts
from papercut.workbench.words import WORDS
from workbenches import Made, listening


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium(local=True) as found:
        yield found


@pytest.fixture(autouse=True)
def nothing_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """The browser has complained of nothing that the test did not take note of."""
    yield
    browser = request.getfixturevalue("browser")
    browser.execute_script("try { localStorage.clear(); sessionStorage.clear() } catch {}")
    assert [row["message"] for row in browser.get_log("browser")] == []


CASES = [
    ("seed.txt", "en", False), ("seed.txt", "zh", True), ("page.pdf", "zh", False), ("page.pdf", "en", True),
    ("scan.png", "en", False), ("scan.png", "zh", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lang", "keys"), CASES)
def test_articles_are_split_merged_and_put_in_order(browser: Any, own: Made, name: str, lang: str, keys: bool) -> None:
    with listening(own, lang) as bench:
        hands = Hands(browser, bench.address, own, lang, keys)
        hands.open(name)
        before = hands.texts
        hands.select(0, 0, 2)
        hands.keep(lambda: hands.tool("split", "s"))
        parted = hands.texts
        assert len(parted) == len(before) + 1 and flat(parted) == flat(before)
        assert parted[0][-1][1] + parted[1][0][1] == dict(before[0])["paragraph"] or len(parted[1]) > 1
        hands.select(1, 0, 0)
        hands.keep(lambda: hands.tool("merge", "m"))
        merged = hands.texts
        assert len(merged) == len(before) and flat(merged) == flat(before)
        for key, state, does in (
            ("u", parted, "merge"),
            ("u", before, "split"),
            ("r", parted, "split"),
            ("r", merged, "merge"),
        ):
            hands.keep(lambda key=key: hands.tool("undo" if key == "u" else "redo", key))
            assert hands.texts == state
            assert hands.said == f"{hands.word('undone' if key == 'u' else 'redone')} {hands.word(f'do.{does}')}"
        hands.keep(lambda: hands.tool("undo", "u"))
        hands.keep(lambda: hands.tool("undo", "u"))
        assert not hands.one("#undo").is_enabled() and hands.one("#redo").is_enabled()
        hands.select(1, 0, 0, "headline")
        hands.keep(lambda: hands.tool("up", "["))
        assert hands.texts[:2] == [before[1], before[0]]
        hands.keep(lambda: hands.press("}") if keys else hands.click(hands.one("#down")))
        assert hands.texts == before
        hands.reload()
        assert hands.texts == before and len(own.kept()) == 10


def flat(texts: Texts) -> str:
    """All characters of a page, whatever their roles."""
    return "".join(text for article in texts for _, text in article)


@pytest.mark.parametrize(("name", "lang", "keys"), CASES)
def test_text_is_moved_and_named(browser: Any, own: Made, name: str, lang: str, keys: bool) -> None:
    with listening(own, lang) as bench:
        hands = Hands(browser, bench.address, own, lang, keys)
        hands.open(name)
        before = hands.texts
        line = hands.lines(1, 0)[1].text
        hands.select(1, 0, 1)
        hands.keep(lambda: hands.choose("to", "t", "0", "1"))
        assert hands.texts[0] == [*before[0], ("paragraph", line)]
        hands.select(0, 0, None)
        paragraph = "".join(hands.lit)
        hands.keep(lambda: hands.choose("to", "t", "1", "2"))
        assert hands.texts[1][-1] == ("paragraph", paragraph) == before[0][1]
        hands.keep(lambda: hands.tool("up", "["))
        assert hands.texts[1][-2] == ("paragraph", paragraph)
        hands.keep(lambda: hands.tool("down", "]"))
        for role, key in (("kicker", "2"), ("deck", "3"), ("byline", "4"), ("subhead", "5"), ("caption", "7")):
            hands.keep(lambda role=role, key=key: hands.role(role, key))
            assert (role, paragraph) in hands.texts[1] and "".join(hands.lit) == paragraph
        hands.keep(lambda: hands.role("removed", "0"))
        assert ("removed", paragraph) in hands.texts[-1] and hands.one("#aside .s.on")
        hands.keep(lambda: hands.role("paragraph", "6"))
        assert ("paragraph", paragraph) in [row for article in hands.texts for row in article]
        hands.keep(lambda: hands.press("a") if keys else hands.choose("to", "t", "-1", ""))
        assert [("paragraph", paragraph)] in hands.texts
        hands.keep(lambda: hands.role("headline", "1"))
        assert [("headline", paragraph)] in hands.texts
        now = hands.texts
        assert sorted(flat(now)) == sorted(flat(before))
        hands.reload()
        assert hands.texts == now


@pytest.mark.parametrize(("name", "lang", "keys"), CASES)
def test_a_headline_goes_to_another_story(browser: Any, own: Made, name: str, lang: str, keys: bool) -> None:
    with listening(own, lang) as bench:
        hands = Hands(browser, bench.address, own, lang, keys)
        hands.open(name)
        before = hands.texts
        line = hands.lines(1, 0, "headline")[0].text
        hands.select(1, 0, 0, "headline")
        hands.keep(lambda: hands.choose("to", "t", "0", "1"))
        moved = hands.texts
        assert dict(moved[0])["headline"] == dict(before[0])["headline"] + line
        assert dict(moved[1]).get("headline", "") == dict(before[1])["headline"].removeprefix(line)
        hands.keep(lambda: hands.tool("undo", "u"))
        assert hands.texts == before


@pytest.mark.parametrize(("lang", "keys"), [("en", False), ("zh", True)])
def test_furniture_becomes_text(browser: Any, own: Made, lang: str, keys: bool) -> None:
    from selenium.webdriver import Keys

    with listening(own, lang) as bench:
        hands = Hands(browser, bench.address, own, lang, keys)
        hands.open("seed.txt")
        before = hands.texts
        _, furniture = before[-1][0]
        span = hands.all("#aside .s")[0]
        if keys:
            at = [each.get_attribute("id") for each in hands.all("#right .s")].index(span.get_attribute("id"))
            hands.press(*[Keys.ARROW_DOWN] * (at + 1))
        else:
            hands.click(span)
        hands.keep(lambda: hands.role("paragraph", "6"))
        assert ("paragraph", furniture) in [row for article in hands.texts for row in article]
        hands.keep(lambda: hands.tool("undo", "u"))
        assert hands.texts == before


@pytest.mark.parametrize(("name", "lang", "keys"), CASES)
def test_a_line_is_edited_and_paragraphs_are_joined(browser: Any, own: Made, name: str, lang: str, keys: bool) -> None:
    from selenium.webdriver import Keys

    with listening(own, lang) as bench:
        hands = Hands(browser, bench.address, own, lang, keys)
        hands.open(name)
        before = hands.texts
        hands.select(0, 0, 1)
        was = hands.lit[0]
        hands.tool("edit", "e")
        field = hands.wait(lambda: hands.one(".e input"))
        assert field.get_attribute("value") == was and field == browser.switch_to.active_element
        field.send_keys(Keys.END, "曙光", Keys.ESCAPE)
        assert hands.texts == before and own.kept() == []
        hands.tool("edit", "e")
        hands.keep(lambda: hands.wait(lambda: hands.one(".e input")).send_keys(Keys.END, "曙光<b>&amp;", Keys.ENTER))
        assert hands.lit == [f"{was}曙光<b>&amp;"]
        hands.tool("edit", "e")
        hands.wait(lambda: hands.one(".e input")).send_keys(Keys.CONTROL, "a")
        browser.switch_to.active_element.send_keys(Keys.DELETE, Keys.ENTER)
        hands.wait(lambda: hands.said == hands.word("no-empty"))
        assert hands.lit == [f"{was}曙光<b>&amp;"]
        last = hands.lines(0, 0)[-1].text
        hands.select(0, 0, 1)
        hands.keep(lambda: hands.role("subhead", "5"), 2)
        assert [role for role, _ in hands.texts[0][1:4]] == ["paragraph", "subhead", "paragraph"]
        assert flat(hands.texts) == flat(before).replace(was, f"{was}曙光<b>&amp;")
        hands.select(0, 0, 0)
        if keys:
            hands.press("J", "J")
        else:
            hands.click(next(line for line in hands.lines(0) if line.text == last), shift=True)
        assert hands.lit[-1] == last
        hands.keep(lambda: hands.tool("join", "g"))
        whole = before[0][1][1].replace(was, f"{was}曙光<b>&amp;")
        assert hands.texts[0][1] == ("paragraph", whole)
        hands.reload()
        assert hands.texts[0][1] == ("paragraph", whole)


@pytest.mark.parametrize(("lang", "keys"), [("en", False), ("zh", True)])
def test_a_page_is_checked_and_the_next_doubt_comes(browser: Any, own: Made, lang: str, keys: bool) -> None:
    with listening(own, lang) as bench:
        hands = Hands(browser, bench.address, own, lang, keys)
        browser.get(bench.address)
        names = [link.text for link in hands.wait(lambda: hands.all("#rows a"))]
        hands.press("n")
        for name in names[:2]:
            hands.wait(lambda name=name: hands.one("#name").text == name)
            hands.tool("check", "c")
        hands.wait(lambda: hands.one("#name").text == names[2])
        hands.wait(lambda: browser.current_url.endswith("/page/2"))
        assert [(record.do, record.name, record.by) for record in own.kept()] == [
            ("check", name, "李") for name in names[:2]
        ]
        hands.tool("next", "n")
        hands.wait(lambda: hands.one("#name").text == names[3])
        browser.back()
        browser.back()
        hands.wait(lambda: hands.one("#name").text == names[1])
        hands.wait(lambda: f"{hands.word('checked-by')} 李" in hands.one("#where").text)
        hands.tool("check", "c")  # takes nothing away
        hands.wait(lambda: hands.one("#name").text != names[1])
        browser.back()
        hands.wait(lambda: f"{hands.word('checked-by')} 李" in hands.one("#where").text)
        hands.keep(lambda: hands.tool("undo", "u"))
        assert hands.word("checked-by") not in hands.one("#where").text


@pytest.mark.parametrize(("name", "lang", "keys"), CASES)
def test_each_kind_of_page_is_checked(browser: Any, own: Made, name: str, lang: str, keys: bool) -> None:
    with listening(own, lang) as bench:
        hands = Hands(browser, bench.address, own, lang, keys)
        hands.open(name)
        hands.tool("check", "c")
        hands.wait(lambda: hands.one("#name").text != name)
        (record,) = own.kept()
        assert (record.do, record.name, record.by) == ("check", name, "李") and record.at.endswith("Z")
        browser.back()
        hands.wait(lambda: f"{hands.word('checked-by')} 李" in hands.one("#where").text)


def test_one_wrongly_split_article_in_four_actions(
    browser: Any, own: Made, record_property: Callable[[str, object], None]
) -> None:
    with listening(own) as bench:
        hands = Hands(browser, bench.address, own)
        hands.open("seed.txt")
        before = hands.texts
        hands.select(0, 2, 0)
        hands.keep(lambda: hands.tool("split", "s"))
        hands.reload()
        # an article that was cut in two is one again: point at it, merge, say that it is right
        hands.actions, begun = 0, time.monotonic()
        hands.click(hands.lines(1)[0])
        hands.press("m")
        hands.wait(lambda: hands.said == hands.word("kept"))
        assert hands.texts == before
        hands.press("c")
        hands.wait(lambda: hands.one("#name").text != "seed.txt")
        seconds = round(time.monotonic() - begun, 2)
        record_property("seconds", seconds)
        assert hands.actions <= 4 and seconds < 10
        assert [record.do for record in own.kept()] == ["split", "merge", "check"]


def two_windows(browser: Any) -> tuple[str, str]:
    first = browser.current_window_handle
    browser.switch_to.new_window("window")
    return first, browser.current_window_handle


def test_of_two_people_the_second_is_told(browser: Any, own: Made) -> None:
    with listening(own) as bench:
        hands = Hands(browser, bench.address, own)
        hands.open("page.pdf")
        first, second = two_windows(browser)
        try:
            hands.open("page.pdf")
            hands.select(0, 0, 2)
            hands.keep(lambda: hands.press("s"))
            now = hands.texts
            browser.switch_to.window(first)
            assert hands.texts != now
            hands.select(0, 0, 1)
            hands.press("0")
            hands.wait(lambda: "Somebody else has corrected page.pdf" in hands.said)
            assert len(own.kept()) == 1 and hands.texts == now  # it shows what the other did
            hands.keep(lambda: hands.press("0"))  # and goes on from there
        finally:
            browser.switch_to.window(second)
            browser.close()
            browser.switch_to.window(first)
        refused: Sequence[dict[str, str]] = browser.get_log("browser")
        assert ["409" in row["message"] for row in refused] == [True]


def test_an_answer_that_never_comes_loses_nothing(browser: Any, own: Made) -> None:
    with listening(own) as bench:
        hands = Hands(browser, bench.address, own)
        hands.open("page.pdf")
        before = hands.texts
        hands.select(0, 0, 2)
        hands.keep(lambda: hands.press("s"))
        parted = hands.texts
    hands.press("u")
    hands.wait(lambda: hands.said == WORDS["unreachable"])
    assert hands.texts == parted != before and len(own.kept()) == 1
    hands.press("u", "n")  # and the page goes on trying
    hands.wait(lambda: hands.said == WORDS["unreachable"])
    with listening(own) as bench:
        hands.address = bench.address
        hands.open("page.pdf")
        # not before: until then the page went on trying
        assert all("ERR_CONNECTION_REFUSED" in row["message"] for row in browser.get_log("browser"))
        assert hands.texts == parted
