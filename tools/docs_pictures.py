"""Make the pictures page.png, review.png, workbench.png and workbench-list.png of docs/images:
`python tools/docs_pictures.py`.

The first is of a small page, set from the articles of tests/pages/own-pdfminer, which were written for papercut; the
second is of the page in seeds/; the others are of both. `papercut review` and `papercut serve` show them, and a browser
takes the pictures. Needs the extra `dev`, chromium, chromedriver, and a font with Chinese characters.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from pdfs import Sheet, pdf  # type: ignore[import-not-found]

ROOT = Path(__file__).parents[1]

SIZE, LEAD, MEASURE, GUTTER, MARGIN, TOP = 11.0, 1.5, 15, 14.0, 24.0, 60.0
WIDTH, HEIGHT = 4 * MEASURE * SIZE + 3 * GUTTER + 2 * MARGIN, 580.0


def rows_of(text: str) -> Iterator[str]:
    """A paragraph in lines of the column's measure; marks that may not begin a line hang."""
    text = "\u3000\u3000" + text
    while text:
        end = MEASURE
        while end < len(text) and text[end] in "，。、；：！？”’》）」』":
            end += 1
        yield text[:end]
        text = text[end:]


def left(column: int) -> float:
    return MARGIN + column * (MEASURE * SIZE + GUTTER)


def story(sheet: Sheet, article: dict[str, Any], column: int, top: float, columns: int) -> None:
    """Set a headline and its text in one or two columns."""
    heads = article["headline"].split()
    for k, head in enumerate(heads):
        sheet.text(head, left(column), top + 21 * k, 16, bold=True)
    rows = [row for element in article["body"] for row in rows_of(element["text"])]
    start, size = top + 21 * len(heads) + 6, -(-len(rows) // columns)
    for k in range(columns):
        sheet.column(rows[k * size : (k + 1) * size], left(column + k), start, SIZE, lead=LEAD)


def page() -> bytes:
    """The page as PDF: a large story, two small ones, and a comment."""
    truth: dict[str, Any] = json.loads((ROOT / "tests/pages/own-pdfminer/truth.json").read_text("utf-8"))
    lead, _, market, cards, tower = truth["articles"][:5]
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.text("第三版　民生新闻　2025年10月9日　星期四　责任编辑：陆一鸣", MARGIN, 20, 9)
    sheet.text(lead["kicker"], left(0), TOP, 13)
    sheet.text(lead["headline"], left(0), TOP + 22, 27, bold=True)
    sheet.text(lead["deck"][0].replace("\u3000", " "), left(0), TOP + 60, 13)
    body = [row for element in lead["body"] for row in rows_of(element["text"])]
    half = (len(body) + 1) // 2
    for column, part in enumerate((body[:half], body[half:])):
        sheet.column(part, left(column), TOP + 90, SIZE, lead=LEAD)
    below = TOP + 90 + half * SIZE * LEAD + 24
    story(sheet, tower, 0, below, 2)
    sheet.rule(MARGIN, below - 14, left(2) - GUTTER, below - 14)
    sheet.rule(left(2) - GUTTER / 2, TOP, left(2) - GUTTER / 2, HEIGHT - 24)
    for column, one in ((2, market), (3, cards)):
        story(sheet, one, column, TOP, 1)
    sheet.rule(MARGIN, 36, WIDTH - MARGIN, 36)
    return pdf(sheet)  # type: ignore[no-any-return]


def take(source: Path, keys: str, size: tuple[int, int], picture: str) -> None:
    """A picture of the review of a page, after some keys were pressed."""
    with tempfile.TemporaryDirectory() as folder:
        review = Path(folder) / "page.html"
        subprocess.run([sys.executable, "-m", "papercut", "review", source, "-o", review], check=True)
        with opened() as browser:
            shoot(browser, review.as_uri(), keys, size, picture)


@contextmanager
def opened() -> Iterator[webdriver.Chrome]:
    """A browser without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en-US"):
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        yield browser
    finally:
        browser.quit()


def shoot(browser: webdriver.Chrome, address: str, keys: str, size: tuple[int, int], picture: str) -> None:
    """A picture of an address, after some keys were pressed."""
    browser.set_window_size(size[0], size[1] + 90)
    browser.get(address)
    time.sleep(4)  # a picture of the page may come later than the page
    for key in keys:
        ActionChains(browser).send_keys(key).perform()
    time.sleep(1)
    shot = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")
    shot.quantize(128).save(ROOT / "docs" / "images" / picture, optimize=True)


def workbench(pages: Path, out: Path) -> None:
    """The pictures of the workbench: a page on which an article is selected, and the list."""
    command = [sys.executable, "-m", "papercut"]
    subprocess.run([*command, "batch", pages, "-o", out, "--to", "json"], check=True)
    serve = [*command, "serve", str(out), "--inputs", str(pages), "--no-open", "--by", "王芳"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server, opened() as browser:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().strip()
            shoot(browser, address, "", (1280, 330), "workbench-list.png")
            (link,) = browser.find_elements("link text", "2025-10-09-3.pdf")
            shoot(browser, link.get_attribute("href") or "", "jjjj", (1480, 700), "workbench.png")
        finally:
            server.terminate()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.pdf"
        source.write_bytes(page())
        take(source, "", (1480, 660), "page.png")
        pages = Path(folder) / "pages"
        pages.mkdir()
        shutil.copy(source, pages / "2025-10-09-3.pdf")
        (seed,) = (ROOT / "seeds").glob("*.txt")
        shutil.copy(seed, pages / "seed.txt")
        for name in ("own-taiwan", "own-hongkong", "own-pdfminer"):
            shutil.copy(ROOT / "tests" / "pages" / name / "page.txt", pages / f"{name}.txt")
        workbench(pages, Path(folder) / "out")
    take(seed, "nnn", (1280, 657), "review.png")


if __name__ == "__main__":
    main()
