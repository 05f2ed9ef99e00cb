"""A page, or a list of pages, as self-contained HTML."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from papercut.chinese_scripts import language_tag
from papercut.codec.page import dumps
from papercut.explain import explanation
from papercut.extras import work_needs
from papercut.model.page import Page
from papercut.model.pieces import EXPANSIONS
from papercut.review.doubts import find_doubts
from papercut.review.interface_words import table
from papercut.review.segments import PageSegments, Segment, cut_page
from papercut.translation.catalogue import catalogue
from papercut.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

HUES, LINES = 8, 5
"""Colours, and kinds of line: having no common factor they give forty looks before one comes again."""

CHUNK = 10
"""Lines that a browser lays out together, once they come into sight."""

_CONTROLS = {n: 0x2400 + n for n in range(32) if n not in (9, 10)} | {127: 0x2421}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_SHOWN = {n: 32 if chr(n).isspace() else to for n, to in _CONTROLS.items()} | {0x85: 32} | _SURROGATES
"""What an HTML file cannot hold, or takes for something else, as one sign that counts the same."""


def review_html(page: Page, *, lang: str = "auto", picture: str = "") -> str:
    """The review of a page that has articles.

    `lang` is the language of the interface, `en`, `zh`, or `auto` for the reader's own; `picture` a `data:` URL of the
    page, as wide and high as its source says. Raises `UsageError` if Jinja2 is missing.
    """
    cut = cut_page(page)
    shift = page.source.first_line - 1
    sheet = page.source.size if page.source.unit and page.printed else None
    chinese = catalogue("zh").translate
    doubts = [{**d._asdict(), "chinese": chinese(d.text), "line": d.line + shift if d.line else 0,
               "first": _first(cut, d.line)} for d in find_doubts(page)]  # fmt: skip
    boxes = _boxes(page, cut) if sheet else {}
    edges = {key: box[1] for key, box in boxes.items()}
    data = {"boxes": edges, "doubts": doubts, "wide": EXPANSIONS, "words": table()}
    doubtful = {d["line"] for d in doubts}
    rows = [_row(page, cut, n, shift, doubtful) for n in range(1, len(page.raw) + 1)]
    return _render(
        "page.html", lang,
        page=page, cut=cut, doubts=doubts, picture=picture, sheet=sheet, boxes=boxes,
        chunks=[rows[k : k + CHUNK] for k in range(0, len(rows), CHUNK)],
        segments=[s for row in cut.by_line.values() for s in row],
        upright=_upright(page), vertical=_upright(page) or _one_a_line(page), content=content_lang(page),
        data=_embedded(data), why=_embedded(explanation(page)),
    )  # fmt: skip


def index_html(rows: list[dict[str, Any]], *, lang: str = "auto") -> str:
    """The list of the reviews of a batch. A row has `name`, `page`, `articles`, `confidence` (or None), `notes`, and
    `href`, empty where there is no review, with `reason` saying why. Raises `UsageError` if Jinja2 is missing."""
    return _render("index.html", lang, rows=rows, data=_embedded({"words": table()}))


def shown(text: str) -> str:
    """The text with what HTML cannot hold written as one other character each."""
    return text.translate(_SHOWN)


def content_lang(page: Page) -> str:
    """The language tag of a page's text."""
    return language_tag("".join(page.raw))


def _render(name: str, lang: str, **values: Any) -> str:
    style = _file("shared.css") + _file("review.css")
    script = _file("common.js") + _file("review.js" if name == "page.html" else "index.js")
    return _environment().get_template(name).render(
        lang=lang, style=style, script=script, style_hash=_hash(style), script_hash=_hash(script),
        version=__version__, hues=HUES, kinds=LINES, **values,
    )  # fmt: skip


def check() -> None:
    """Raise `UsageError` if the extra that pages are shown with is not installed."""
    _environment()


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
        from markupsafe import Markup, escape
    except ModuleNotFoundError as error:
        raise work_needs("papercut review", "review") from error

    words = table()

    def word(key: str) -> Markup:
        """A word of the interface, which the script puts into the reader's language."""
        return Markup('<span data-t="{}">{}</span>').format(key, words[key][0] if key in words else key)

    env = Environment(
        loader=PackageLoader("papercut.review", ""), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.filters["shown"] = lambda text: escape(shown(text))
    env.filters["chinese"] = catalogue("zh").translate
    env.globals["t"] = word
    env.globals["words"] = words
    return env


@cache
def _file(name: str) -> Markup:
    """A file of this package as it is: its own style or script, which must not be escaped."""
    from markupsafe import Markup

    return Markup(resources.files("papercut.review").joinpath(name).read_text("utf-8"))


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _embedded(value: Any) -> Markup:
    """JSON inside a script element that holds data: no character of it can end the element or begin another."""
    from markupsafe import Markup

    text = dumps(value)
    for ch in "<>&":
        text = text.replace(ch, f"\\u{ord(ch):04x}")
    return Markup(text)


def _row(page: Page, cut: PageSegments, line: int, shift: int, doubtful: set[int]) -> dict[str, Any]:
    """A raw line as runs of text and segments."""
    text, at = page.raw[line - 1], 0
    parts: list[tuple[str, Segment | None]] = []
    for segment in cut.by_line.get(line, ()):
        start = max(segment.start, at)  # a page from elsewhere may hold a character twice
        if start > at:
            parts.append((text[at:start], None))
        parts.append((text[start : segment.end], segment))
        at = max(at, segment.end)
    if at < len(text):
        parts.append((text[at:], None))
    owners = list(dict.fromkeys(s.owner for s in cut.by_line.get(line, ())))
    return {"number": line + shift, "parts": parts, "owners": owners, "doubt": line + shift in doubtful}


def _first(cut: PageSegments, line: int) -> int | None:
    row: list[Segment] = cut.by_line.get(line, [])
    return row[0].key if row else None


def _boxes(page: Page, cut: PageSegments) -> dict[int, tuple[tuple[float, ...], list[float]]]:
    """For each segment its box as x, y, width, height, and for its characters whether they run downwards and the edges
    of each, as `Printed` has them."""
    found = {}
    for row in cut.by_line.values():
        for segment in row:
            printed = page.printed[segment.line - 1]
            x0, y0, x1, y1 = printed.part(segment.start, segment.end, len(page.raw[segment.line - 1]))
            edges = [float(printed.upright), *printed.edges[2 * segment.start : 2 * segment.end]]
            found[segment.key] = (tuple(round(n, 2) for n in (x0, y0, x1 - x0, y1 - y0)), edges)
    return found


def _upright(page: Page) -> bool:
    """Whether most of the page is set downwards."""
    if not (page.source.unit and page.printed):
        return False
    down = sum(len(text) for text, p in zip(page.raw, page.printed, strict=True) if p.upright)
    return down * 2 > sum(map(len, page.raw))


def _one_a_line(page: Page) -> bool:
    """Whether most lines hold one character: vertical columns as they come out of some extractors."""
    rows = [text for row in page.raw if (text := row.strip())]
    return sum(len(row) == 1 for row in rows) * 2 > len(rows)
