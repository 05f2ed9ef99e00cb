"""Somebody at the workbench, in a real browser, who uses the mouse or the keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from papercut.translation.catalogue import catalogue
from papercut.workbench.words import WORDS
from workbenches import Made

Texts = list[list[tuple[str, str]]]
"""Articles, then the furniture: for each the roles and texts of its elements."""

READ = """
const texts = (node) => [...node.querySelectorAll('.e')].map((e) =>
  [e.classList[1], [...e.querySelectorAll('.s')].map((s) => s.textContent).join('')]);
return [...document.querySelectorAll('#right article')].map(texts);
"""


class Hands:
    """Somebody at a workbench, who uses the mouse or the keys."""

    def __init__(self, browser: Any, address: str, made: Made, lang: str = "en", keys: bool = False) -> None:
        self.browser, self.address, self.made, self.lang, self.keys = browser, address, made, lang, keys
        self.actions = 0

    def word(self, key: str) -> str:
        """A word of the interface."""
        return WORDS[key] if self.lang == "en" else catalogue("zh").translate(WORDS[key])

    def open(self, name: str) -> None:
        """Open a page from the list."""
        self.browser.get(self.address)
        self.wait(lambda: self.all("#rows a"))
        next(link for link in self.all("#rows a") if link.text == name).click()
        self.wait(lambda: self.all("#right article"))

    def reload(self) -> None:
        self.browser.refresh()
        self.wait(lambda: self.all("#right article"))

    def wait(self, until: Callable[[], Any], seconds: float = 20) -> Any:
        """Wait for something to be true."""
        from selenium.common.exceptions import StaleElementReferenceException

        end = time.monotonic() + seconds
        while True:
            try:
                if found := until():
                    return found
            except StaleElementReferenceException:
                pass
            assert time.monotonic() < end, f"it never came to be; the page says {self.said!r}"
            time.sleep(0.02)

    def all(self, selector: str) -> list[Any]:
        found: list[Any] = self.browser.find_elements("css selector", selector)
        return found

    def one(self, selector: str) -> Any:
        return self.browser.find_element("css selector", selector)

    @property
    def said(self) -> str:
        return str(self.one("#said").text)

    @property
    def texts(self) -> Texts:
        return [[(role, text) for role, text in article] for article in self.browser.execute_script(READ)]

    @property
    def lit(self) -> list[str]:
        """What is selected on the right."""
        return [node.text for node in self.all("#right .s.on")]

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        for key in keys:
            ActionChains(self.browser).send_keys(key).perform()
            self.actions += 1

    def click(self, node: Any, times: int = 1, shift: bool = False) -> None:
        from selenium.webdriver import ActionChains, Keys

        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", node)
        chain = ActionChains(self.browser, duration=0)
        if shift:
            chain.key_down(Keys.SHIFT)
        first = self.browser.execute_script("return arguments[0].getClientRects()[0].width", node)
        chain.move_to_element_with_offset(node, int(4 - first / 2), 0)
        for _ in range(times):
            chain.click()
        (chain.key_up(Keys.SHIFT) if shift else chain).perform()
        self.actions += 1

    def keep(self, act: Callable[[], Any], records: int = 1) -> None:
        """Do something, and wait until the page says that it is kept."""
        before = len(self.made.kept())
        act()
        said = tuple(self.word(key) for key in ("kept", "undone", "redone"))
        self.wait(lambda: len(self.made.kept()) == before + records and self.said.startswith(said))

    def lines(self, article: int, element: int = -1, part: str = "paragraph") -> list[Any]:
        """The lines of an article on the right, or those of one of its elements of a kind."""
        if element < 0:
            return self.all(f"#a{article} .s")
        node = self.all(f"#a{article} .e.{part}")[element]
        found: list[Any] = node.find_elements("css selector", ".s")
        return found

    def select(self, article: int, element: int = 0, line: int | None = 0, part: str = "paragraph") -> None:
        """Select a line of an element, or all of it (`line` None)."""
        spans = self.lines(article, element, part)
        at = [span.get_attribute("id") for span in self.all("#right .s")].index(spans[line or 0].get_attribute("id"))
        if not self.keys:
            self.click(spans[line or 0], 2 if line is None else 1)
        else:  # from the first line on
            from selenium.webdriver import Keys

            self.reload()
            self.press(*[Keys.ARROW_DOWN] * (at + 1))
            if line is None:
                self.press("x")
        first = self.one("#right .s.on").get_attribute("id")
        assert first == self.all("#right .s")[at].get_attribute("id")

    def tool(self, button: str, key: str) -> None:
        self.press(key) if self.keys else self.click(self.one(f"#{button}"))

    def choose(self, field: str, key: str, value: str, typed: str) -> None:
        """Choose something of a select box."""
        from selenium.webdriver import Keys
        from selenium.webdriver.support.select import Select

        if self.keys:
            self.press(key)
            assert self.browser.switch_to.active_element.get_attribute("id") == field
            self.press(typed, Keys.ENTER)
        else:
            Select(self.one(f"#{field}")).select_by_value(value)

    def role(self, name: str, key: str) -> None:
        self.press(key) if self.keys else self.choose("role", "o", name, "")
