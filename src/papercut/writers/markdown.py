"""Markdown: a headline, kicker and decks, and the paragraphs; the page's own characters never act as marks."""

from __future__ import annotations

import re

from papercut.argument_checks import need_page
from papercut.languages.story_phrases import LIST_MARK
from papercut.model.page import LINED, Article, Block, Page, Role
from papercut.visible_text import visible_lines
from papercut.writers.text import lifted_byline, lines_of, one_line

PUNCTUATION = r"[!-/:-@\[-`{-~]"

ANYWHERE = re.compile(
    rf"\\(?={PUNCTUATION}|$)"  # elsewhere a backslash is only itself
    r"|(?<!\s)\*|\*(?!\s)"  # between spaces an asterisk marks nothing
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|\](?=\()"  # without an address behind them, brackets are only brackets
    r"|<(?=[A-Za-z/!?]|[!-~]+@)"
    r"|&(?=(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
"""What CommonMark acts on inside a line. Backticks, and tildes on GitHub, act where there are two of them."""

AT_START = re.compile(r"#{1,6}(?=\s|$)|[-+](?=\s|$)|>|-[-\s]*$|```|~~~|\[(?=.*\]:)")
"""Marks that act at the start of a line only."""

BELOW = re.compile(r"=+\s*$|[|:-][|:\s-]*$")
"""What acts on the line above it: as the rule below a headline, or below the names of a table's columns."""

NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)", re.ASCII)

CLOSING = re.compile(r"(?:^|(?<=\s))#+$")
"""A last run of `#` in a headline, which would be taken for part of its mark."""

OWN_MARK = re.compile(rf"{LIST_MARK.pattern}|[-–—*+]\s")
"""A number or a bullet that a list item has in print."""


HARD_BREAK = "  \n"
"""Between the lines of verse and the rows of a table."""


def to_markdown(page: Page) -> str:
    """Return the articles of a page as Markdown, with a blank line between elements and between articles."""
    need_page(page, "to_markdown is called")
    return "\n".join(article_markdown(a) for a in page.articles or ())


def article_markdown(article: Article) -> str:
    """One article: `# headline`, kicker and decks in bold, byline in italics, then the body. What would act on a
    terminal is written as an escape."""
    before, after = article.continued_from, article.continued_on
    byline = lifted_byline(article)
    parts = [
        f"# {heading(article.headline)}" if article.headline else "",
        marked(article.kicker, "**"),
        *(marked(deck, "**") for deck in article.deck),
        marked(byline, "*"),
        marked(before.text if before else None, "*"),
        *_body(article.body),
        marked(after.text if after else None, "*"),
    ]
    return visible_lines("".join(f"{part}\n\n" for part in parts if part)[:-1]) or "\n"


def _body(blocks: tuple[Block, ...]) -> list[str]:
    out: list[str] = []
    listed = False
    for block in blocks:
        if not block.text.strip():
            continue
        bullet = block.role is Role.LIST_ITEM and not OWN_MARK.match(block.text.lstrip())
        if block.role is Role.SUBHEAD:
            text = f"## {heading(block.text)}"
        elif bullet:
            text = f"- {_item(block.text)}"
        elif block.role is Role.CAPTION:
            text = marked(block.text, "*")
        elif block.role in LINED:
            text = _lined([line.replace("\t", "  ") for line in lines_of(block)])
        else:
            text = escape(block.text)
        if bullet and listed:
            out[-1] += f"\n{text}"
        else:
            out.append(text)
        listed = bullet
    return out


def heading(text: str) -> str:
    """Text for a `#` line."""
    return CLOSING.sub(r"\\\g<0>", _inline(text))


def marked(text: str | None, mark: str) -> str:
    """Text between two marks, or nothing."""
    return f"{mark}{_inline(text.strip())}{mark}" if text and text.strip() else ""


def escape(text: str) -> str:
    """The text as one line that Markdown shows just as it is."""
    return _line(text, text)


def _line(text: str, whole: str, above: bool = False) -> str:
    """A line of a paragraph that says `whole`, below another one or not."""
    text = _inline(text, whole)
    if AT_START.match(text) or (above and BELOW.match(text)):
        return "\\" + text
    return NUMBERED.sub(r"\1\\\2", text, count=1) if NUMBERED.match(text) else text


def _lined(lines: list[str]) -> str:
    """Lines that stay lines, in one paragraph."""
    whole = "\n".join(lines)
    return HARD_BREAK.join(_line(line, whole, above=k > 0) for k, line in enumerate(lines))


def _item(text: str) -> str:
    """Text for a line with a bullet, where `[ ]` is a box to tick."""
    text = escape(text)
    return "\\" + text if text.startswith("[") else text


def _inline(text: str, whole: str | None = None) -> str:
    """The text as one line, for a place where nothing can act as the mark of a line; `whole` is its paragraph."""
    text = one_line(text).strip(" \t")
    paired = "".join(ch for ch in "`~" if len(re.findall(f"{ch}+", whole or text)) > 1)
    return re.sub(rf"{ANYWHERE.pattern}|[{paired}]" if paired else ANYWHERE, r"\\\g<0>", text)
