"""Stories for new pages: the articles of truth.json files, without what the composer of those pages had added."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import opencc

LEAD = re.compile(r"^本[报報][讯訊]（(?:记者|記者|通讯员|通訊員) [^（）]{1,12}）")
"""The opening that the composer gives to stories without a dateline: its space tells it from a printed one."""
NUMBER = re.compile(r"[0-9０-９]+")
FULL = str.maketrans("0123456789", "０１２３４５６７８９")
HALF = str.maketrans("０１２３４５６７８９％．／", "0123456789%./")
LINED = ("verse", "table")
"""Kinds of body elements whose lines stay lines."""
ROW = 11
"""So many characters of running text take up the room of a line that stays one."""
QUOTES = {"hant": str.maketrans("“”‘’", "「」『』"), "hans": str.maketrans("「」", "“”")}


@dataclass(frozen=True)
class Story:
    """One article as a page can print it; body elements are (type, text)."""

    headline: str
    kicker: str | None
    deck: tuple[str, ...]
    body: tuple[tuple[str, str], ...]
    byline: str | None
    """As its own line or signature; None where the body's first words hold it or there is none."""
    dateline: str | None
    """The byline that the body's first words hold."""
    loose: tuple[str, ...]
    source: str
    script: str
    where: str = field(compare=False, default="")

    @property
    def size(self) -> int:
        return size_of(self.body)


def size_of(body: Sequence[tuple[str, str]]) -> int:
    """The room that a body takes up, in characters of running text."""
    return sum(ROW * (text.count("\n") + 1) if kind in LINED else len(text) for kind, text in body)


def load(folders: Iterable[Path]) -> list[Story]:
    """The usable stories of page folders, each article once."""
    seen: set[tuple[str, str]] = set()
    out = []
    for folder in folders:
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        for article in truth["articles"]:
            story = read(article, truth, folder.name)
            if story is None:
                continue
            plain = convert(story, "hans").body[0][1][:24].translate(HALF)
            if (story.headline[:4], plain) not in seen:
                seen.add((story.headline[:4], plain))
                out.append(story)
    return out


def read(article: dict, truth: dict, where: str) -> Story | None:
    """A truth's article as a story; None if a cut left nothing of it."""
    body = [(e["type"], e["text"]) for e in article["body"]]
    first = LEAD.match(body[0][1]) if body else None
    byline = article.get("byline")
    if first:
        body[0] = (body[0][0], body[0][1][first.end() :])
        byline = None
    if article.get("continued_on") and len(body) > 1:
        body.pop()
    if not body or not body[0][1] or sum(len(text) for _, text in body) < 40:
        return None
    inside = byline is not None and byline.replace(" ", "") in "".join(t for _, t in body).replace(" ", "")
    loose = [x for x in article.get("loose") or [] if len(x) < 40]
    return Story(
        article["headline"], article.get("kicker"), tuple(article.get("deck") or ()), tuple(body),
        None if inside else byline, byline if inside else None, tuple(loose),
        truth["source"], truth["made_with"]["script"], where,
    )  # fmt: skip


LONGEST_SINGLE = 900
"""A story whose source lost its paragraph ends is taken up to this many characters."""
LEFT_OUT = ("caption", "verse_or_list")
"""Kinds of texts that are no stories to set in paragraphs."""


def load_stories(folder: Path, leave_out: Collection[str] = (), poems: bool = False) -> list[Story]:
    """The stories of a folder of `*.jsonl.xz`, one JSON object a line, without those of some ids or sources.

    Stories that stand on the bench's own pages are left out too. Each story's `source` is its file's name. With
    `poems`, verse is told from paragraphs, and taken as well.
    """
    out = []
    for path in sorted(folder.glob("*.jsonl.xz")):
        source = path.name.removesuffix(".jsonl.xz")
        if source in leave_out:
            continue
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                told = json.loads(line)
                if told["id"] in leave_out:
                    continue
                story = poem_of(told, source) if poems else None
                if story := story or story_of(told, source):
                    out.append(story)
    return out


_LINE = re.compile(r"[㐀-鿿，、？！。：；…“”「」　 ]{1,20}")


def poem_of(told: dict, source: str) -> Story | None:
    """A line of such a file as a poem, its one stanza not yet parted; None for stories, and for several poems."""
    lines = [re.sub(r"\s*[0-9]{1,2}$", "", line.strip()) for line in told["paragraphs"]]
    poet = told["byline"] if len(told["byline"]) < 8 else ""
    if lines and len(lines[0]) <= 4 and told.get("kind") == "verse_or_list":
        poet = lines.pop(0)
    count = next((k for k, line in enumerate(lines) if not _LINE.fullmatch(line)), len(lines))
    known = told.get("in_dev_bench") or not told["headline"] or "首）" in told["headline"]
    if known or count < 8 or 2 * count < len(lines) or max(map(len, lines[:count])) < 4:
        return None
    return Story(
        told["headline"], None, (), (("verse", "\n".join(lines[:count])),),
        poet or None, None, (), source, told["lang_script"], told["id"],
    )  # fmt: skip


def story_of(told: dict, source: str) -> Story | None:
    """A line of such a file as a story; None where it is none to set."""
    texts = [" ".join(text.split()) for text in told["paragraphs"]]
    whole = "".join(texts)
    known = told.get("in_dev_bench") and source != "jingbao"  # of which each fit leaves out a fold
    if known or told.get("kind") in LEFT_OUT or not told["headline"] or len(whole) < 40:
        return None
    if told.get("one_paragraph") and len(whole) > LONGEST_SINGLE:
        return None
    heads = set(told.get("subheads") or ())
    body = tuple(("subhead" if k in heads else "paragraph", text) for k, text in enumerate(texts) if text)
    if body[0][0] == "subhead":
        return None
    byline = told.get("byline") or None
    inside = byline is not None and byline.replace(" ", "") in whole.replace(" ", "")
    return Story(
        told["headline"], told.get("kicker") or None, tuple(told.get("deck") or ()), body,
        None if inside else byline, byline if inside else None, (), source, told["lang_script"], told["id"],
    )  # fmt: skip


@cache
def converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def convert(story: Story, script: str) -> Story:
    """The story in the other script, where it is not in this one."""
    if story.script == script:
        return story
    turn = converter("s2t" if script == "hant" else "t2s").convert
    return mapped(story, lambda text: turn(text).translate(QUOTES[script]), script)


def with_digits(story: Story, way: str, rng: random.Random) -> Story:
    """The story with its numbers half, full, mixed or kept, as a page sets them."""
    if way == "keep":
        return story

    def turn(text: str) -> str:
        if way == "half":
            return text.translate(HALF)
        if way == "full":
            return text.translate(FULL)
        return NUMBER.sub(lambda m: m.group().translate(FULL) if rng.random() < 0.5 else m.group(), text)

    return mapped(story, turn, story.script)


def mapped(story: Story, turn, script: str) -> Story:  # type: ignore[no-untyped-def]
    def maybe(text: str | None) -> str | None:
        return None if text is None else turn(text)

    return replace(
        story, headline=turn(story.headline), kicker=maybe(story.kicker), deck=tuple(map(turn, story.deck)),
        body=tuple((kind, turn(text)) for kind, text in story.body), byline=maybe(story.byline),
        dateline=maybe(story.dateline), loose=tuple(map(turn, story.loose)), script=script,
    )  # fmt: skip
