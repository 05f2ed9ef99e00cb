"""Convert between simplified and traditional characters (off by default)."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, reduce

from papercut.errors import UsageError
from papercut.model import Article, Block, Jump, Note, Page
from papercut.pipeline import Stage

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

ONE_SCRIPT = 0.9
"""A page is in a script if so many of its telling characters are: a quoted name does not make it mixed."""


@dataclass(frozen=True, repr=False)
class Convert(Stage):
    """Convert between simplified and traditional characters (off by default).

    `script` is `hans`, `hant`, `tw` or `hk`; None leaves the page alone. Characters are converted one for one, by the
    words they stand in, but words are never exchanged for those of another region. What is authoritative is
    converted: articles, or before they are made blocks, or lines; furniture stays as printed. A page that is in that
    script already, or in both, is left as it is, with a note. Raises `UsageError` for another script.
    """

    script: str | None = None

    def __post_init__(self) -> None:
        if self.script is not None and self.script not in SCRIPTS:
            raise UsageError(f"script is {self.script!r}: choose {', '.join(SCRIPTS)}")

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
        converters = [_converter(config) for config in configs]
        return _converted(page, lambda text: reduce(lambda done, convert: convert(done), converters, text))


def script_of(text: str) -> str:
    """`hans` or `hant`, whichever the text is written in; `mixed` if it is in both, and nothing if none can be told."""
    count = Counter(text)
    count = Counter({ch: n for ch, n in count.items() if ch > "\u3400"})
    chars = "\n".join(count)
    simplified = traditional = 0
    for ch, hant, hans in zip(
        count, _converter("s2t")(chars).split("\n"), _converter("hk2s")(chars).split("\n"), strict=True
    ):
        # 后, 里, 台 stand in both scripts: only a character that the other's own standard lacks is telling
        if hans != ch and not _in(ch, "gb2312"):
            traditional += count[ch]
        elif hant != ch and not _in(ch, "big5"):
            simplified += count[ch]
    telling = simplified + traditional
    if not telling:
        return ""
    if simplified >= telling * ONE_SCRIPT:
        return "hans"
    return "hant" if traditional >= telling * ONE_SCRIPT else "mixed"


def _in(ch: str, codec: str) -> bool:
    try:
        ch.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter(config: str) -> Callable[[str], str]:
    """A function that converts text and keeps its length, so that every character keeps its place."""
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(config).convert

    def converted(text: str) -> str:
        if text.isascii():
            return text
        try:
            new = convert(text)
        except UnicodeEncodeError:  # a lone surrogate
            return "".join(ch if "\ud800" <= ch <= "\udfff" else converted(ch) for ch in text)
        if len(new) == len(text):
            return new
        return "".join(one if len(one := convert(ch)) == 1 else ch for ch in text)

    return converted


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
