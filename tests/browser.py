"""A real browser without a window, for tests of what people see; they are skipped where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


@contextmanager
def chromium(*, local: bool = False) -> Iterator[Any]:
    """Debian's Chromium with its driver, English by default, with the network switched off; `local` leaves this machine
    in reach."""
    found, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not found or not driver:
        pytest.skip("there is no chromium with chromedriver (Debian: apt-get install chromium chromium-driver)")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = found
    # a container's /dev/shm is small, and its root has no sandbox to build
    for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en-US", "--window-size=1280,800"):
        options.add_argument(flag)
    if local:
        options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        browser.execute_cdp_cmd("Network.enable", {})
        if not local:
            browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["http://*", "https://*"]})
        yield browser
    finally:
        browser.quit()


AXE = (
    "axe.run({resultTypes: ['violations']}).then((r) => arguments[0](r.violations.map("
    "(v) => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 120), v.nodes[0].failureSummary])))"
)
"""Gives what axe-core finds wrong with a page, once its script is there."""


def axe_source() -> str:
    """The script of axe-core, from the file that PAPERCUT_AXE names or from node_modules."""
    path = Path(os.environ.get("PAPERCUT_AXE") or ROOT / "node_modules" / "axe-core" / "axe.min.js")
    if not path.is_file():
        pytest.skip("there is no axe-core (npm install axe-core, or PAPERCUT_AXE=axe.min.js)")
    return path.read_text("utf-8")
