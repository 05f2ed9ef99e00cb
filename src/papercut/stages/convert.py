"""Convert between simplified and traditional characters (off by default)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Literal

from papercut.chinese_scripts import converter, script_of
from papercut.errors import UsageError
from papercut.model.page import Article, Block, Jump, Note, Page
from papercut.pipeline import Stage, option

SCRIPTS = ("hans", "hant", "tw", "hk")
"""Simplified; traditional; traditional as Taiwan and as Hong Kong write it."""

CONFIGS = {
    # from, to: configurations of OpenCC, one after another. None of them touches words; those that do end in `p`.
    ("hans", "hant"): ("s2t",),
    ("hans", "tw"): ("s2tw",),
    ("hans", "hk"): ("s2hk",),
    # the variants of Taiwan (看著), then those of Hong Kong (衞生), which t2s leaves as they are
    ("hant", "hans"): ("tw2s", "hk2s"),
    ("hant", "tw"): ("t2tw",),
    ("hant", "hk"): ("t2hk",),
}


@dataclass(frozen=True, repr=False)
class Convert(Stage):
    """Convert between simplified and traditional characters (off by default).

    `script` is `hans`, `hant`, `tw` or `hk`; `keep`, or None, leaves the page as it is. Characters are converted one
    for one, depending on the words they are in. Words are never replaced by those of another region. The current text
    is converted: that of the articles, or before there are articles, of the blocks, or of the lines. Furniture stays as
    printed. A page that is already in that script, or in both scripts, stays as it is, with a note. Raises `UsageError`
    for another script.
    """

    script: Literal["keep", "hans", "hant", "tw", "hk"] | None = option(None, "The script to convert characters to.")

    def __post_init__(self) -> None:
        if self.script == "keep":
            object.__setattr__(self, "script", None)
        if self.script is not None and self.script not in SCRIPTS:
            raise UsageError(f"script is {self.script!r}: choose keep, {', '.join(SCRIPTS)}")

    def run(self, page: Page) -> Page:
        if self.script is None:
            return page
        has = script_of("".join(_texts(page)))
        configs = CONFIGS.get((has, self.script))
        if configs is None:
            reason = {
                "": "nothing on the page tells simplified from traditional characters",
                "mixed": "the page mixes simplified and traditional characters",
                "hans": "the page is in simplified characters already",
                "hant": "the page is in traditional characters already",
            }[has]
            note = Note("not-converted", "convert", (), reason)
            return page if note in page.notes else page.replace(notes=(*page.notes, note))
        converters = [converter(config) for config in configs]
        return _converted(page, lambda text: reduce(lambda done, convert: convert(done), converters, text))


def _texts(page: Page) -> Iterator[str]:
    """The page's authoritative text."""
    if page.articles is not None:
        for article in page.articles:
            yield from (article.headline or "", article.kicker or "", *article.deck)
            yield from (block.text for block in article.body)
    elif page.blocks is not None:
        yield from (block.text for block in page.blocks)
    else:
        yield from (line.text for line in page.lines)


def _converted(page: Page, convert: Callable[[str], str]) -> Page:
    def blocks(items: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(dataclasses.replace(block, text=convert(block.text)) for block in items)

    def jump(item: Jump | None) -> Jump | None:
        return item and dataclasses.replace(item, text=convert(item.text))

    def maybe(text: str | None) -> str | None:
        return text and convert(text)

    def article(item: Article) -> Article:
        return dataclasses.replace(
            item,
            headline=maybe(item.headline),
            kicker=maybe(item.kicker),
            deck=tuple(map(convert, item.deck)),
            byline=maybe(item.byline),
            dateline=maybe(item.dateline),
            continued_on=jump(item.continued_on),
            continued_from=jump(item.continued_from),
            body=blocks(item.body),
            parts=blocks(item.parts),
        )

    if page.articles is not None:
        return page.replace(articles=tuple(map(article, page.articles)))
    if page.blocks is not None:
        return page.replace(blocks=blocks(page.blocks))
    return page.replace(
        lines=tuple(
            line if (new := convert(line.text)) == line.text else dataclasses.replace(line, text=new)
            for line in page.lines
        )
    )
