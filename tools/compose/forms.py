"""Stories in other forms than paragraphs: verse, lists, questions and answers, made out of their own words.

There are next to no such texts among the stories, though papers print some on every other page. A network that never
saw lines end before their column does takes each for the end of a paragraph, or for a headline.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from furniture import person
from regroup import sentences
from sources import Story, converter
from tables import with_table

VERSE, LISTS, TALKS, TABLES = 0.035, 0.08, 0.03, 0.04
"""The shares of stories that are set as verse (or hold some), hold a list, are made of questions and answers, and are
tables (or hold one): some more than come out, since not all stories lend themselves to it, and many are cut."""
REAL = 0.3
"""The share of verse that is a real poem's, where there are some: few, which are not to be learnt by heart."""
WHOLE = 0.65
"""The share of verse that is a text of its own, and no part of a story."""
REGULATED = 0.3
"""The share of verse whose lines have one length."""
SHORT_ITEMS = 0.3
"""The share of lists whose items are a few words each."""
_MARK = "。！？；，、"
_CLAUSE = re.compile(rf"(?:^|(?<=[{_MARK}：]))([㐀-鿿]{{4,14}})([{_MARK}])")
_NUMBERS = "一二三四五六七八九十"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
LISTED = {"一、": 30, "（一）": 12, "1.": 16, "1、": 8, "（1）": 6, "第一，": 4, "●": 14, "◆": 8, "■": 5, "▲": 3}
OLD_LISTED = {"一、": 5, "（一）": 5, "（甲）": 3, "●": 1}
SURE = "●◆■▲"
"""Marks that make a list for certain; numbers may also number paragraphs."""
SPEAKERS = (("问：", "答："), ("问：", "答："), ("记者：", "{}："), ("本报记者：", "{}："), ("Q：", "A："), ("●", "○"))


def formed(story: Story, pool: Sequence[Story], old: bool, rng: random.Random) -> Story:
    """The story in another form, or with a part of it in one, if chance has it and its words lend themselves to it;
    `pool` holds the page's stories, `old` says whether the page is of the time when lists had few marks."""
    chance = rng.random()
    made: Story | None = None
    if story.body[0][0] == "verse":
        return poem(story, rng)
    if chance < VERSE:
        made = with_verse(story, pool, rng)
    elif chance < VERSE + LISTS:
        made = with_list(story, old, rng)
    elif chance < VERSE + LISTS + TALKS:
        made = talk(story, rng)
    elif chance < VERSE + LISTS + TALKS + TABLES and not old:
        made = with_table(story, rng)
    return made or story


def with_verse(story: Story, pool: Sequence[Story], rng: random.Random) -> Story | None:
    """The story as verse, or with some behind one of its paragraphs."""
    poems = [s for s in pool if s.body[0][0] == "verse"]
    whole = rng.random() < WHOLE
    if whole and poems and rng.random() < REAL:
        return poem(rng.choice(poems), rng)
    stanzas: list[list[str]] = []
    if rng.random() < REGULATED:
        stanzas = regulated(pool, rng, rng.choice((4, 8, 8, 12) if whole else (2, 4, 4, 8)))
    if not stanzas:
        stanzas = free([text for _, text in story.body], rng, rng.randint(8, 30) if whole else rng.randint(4, 10))
    if not stanzas:
        return None
    body = tuple(("verse", "\n".join(stanza)) for stanza in stanzas)
    if whole:
        poet = poet_of(story, rng) if rng.random() < 0.75 else None
        lines = "\n".join(text for _, text in body)
        titles = [words for words, _ in clauses([text for _, text in story.body], 8) if words not in lines]
        if titles and rng.random() < 0.7:
            story = replace(story, headline=rng.choice(titles), kicker=None)
        return replace(story, body=body, byline=poet, dateline=None, deck=(), loose=())
    shown = {line.rstrip(_MARK) for stanza in stanzas for line in stanza}
    rest = [e for e in story.body if not any(words in e[1] for words in shown)]
    if len(rest) < 2 or rest[0] != story.body[0]:
        return None
    at = rng.randint(1, len(rest))
    if rng.random() < 0.4 and rest[at - 1][0] == "paragraph":  # the text leads up to it
        rest[at - 1] = ("paragraph", rest[at - 1][1].rstrip("。") + "：")
    return replace(story, body=(*rest[:at], *body, *rest[at:]))


def poet_of(story: Story, rng: random.Random) -> str:
    """Who wrote a poem, as the line below its headline says it."""
    form = rng.choice(("{}", "{}", "□{}", "□ {}", "○ {}", "（{}）", "{} {}", "文／{}"))
    if story.script == "hant":
        return converter("s2t").convert(form.format(*(person(rng), person(rng))))
    return form.format(*(person(rng), person(rng)))


def clauses(texts: Sequence[str], most: int = 14) -> list[tuple[str, str]]:
    """The clauses of some texts of so many characters at most with the mark behind each, every one once."""
    found = {words: mark for text in texts for words, mark in _CLAUSE.findall(text)}
    return [(words, mark) for words, mark in found.items() if len(words) <= most]


def free(texts: Sequence[str], rng: random.Random, count: int) -> list[list[str]]:
    """Free verse of so many lines at most, in stanzas: clauses as they follow each other; none if these are few."""
    found = clauses(texts, rng.choice((8, 10, 12, 14)))
    count = min(count, len(found))
    if count < 4:
        return []
    at = rng.randint(0, len(found) - count)
    kept = found[at : at + count]
    marks = rng.random()
    if marks < 0.45:
        lines = [words + (mark if mark in "！？" and rng.random() < 0.5 else "") for words, mark in kept]
    elif marks < 0.7:
        lines = [words + mark.replace("、", "，") for words, mark in kept]
    else:
        lines = [words + ("。" if k % 2 or k == count - 1 else "，") for k, (words, _) in enumerate(kept)]
    return in_stanzas(lines, rng)


def regulated(pool: Sequence[Story], rng: random.Random, count: int) -> list[list[str]]:
    """Lines of one length, with or without marks, or two of them on one; none if the stories have too few."""
    size = rng.choice((5, 7, 7, 7, 8, 6, 4))
    some = rng.sample(pool, min(40, len(pool)))
    found = [words for words, _ in clauses([text for s in some for _, text in s.body]) if len(words) == size]
    if len(found) < count:
        return []
    words = rng.sample(found, count)
    way = rng.random()
    if way < 0.2:
        return [words]
    lines = [w + "，。"[k % 2] for k, w in enumerate(words)]
    if way < 0.55 and size < 8:
        return [[a + b for a, b in zip(lines[::2], lines[1::2], strict=True)]]
    return [lines] if rng.random() < 0.6 else in_stanzas(lines, rng)


def in_stanzas(lines: list[str], rng: random.Random) -> list[list[str]]:
    """The lines in stanzas of one length or of several; in one, of some poems."""
    even = rng.choice((0, 0, 2, 3, 4, 4, 4, 5, 6, 99))
    out: list[list[str]] = []
    while lines:
        n = even or rng.randint(2, 8)
        n = len(lines) if len(lines) - n < 2 else n
        out.append(lines[:n])
        lines = lines[n:]
    return out


def poem(story: Story, rng: random.Random) -> Story:
    """A real poem in stanzas, some lines of which are left out."""
    lines = [line for _, text in story.body for line in text.split("\n") if rng.random() > 0.08]
    lines = lines[: rng.randint(8, 40)]
    return replace(story, body=tuple(("verse", "\n".join(stanza)) for stanza in in_stanzas(lines, rng)))


def with_list(story: Story, old: bool, rng: random.Random) -> Story | None:
    """The story with some of its paragraphs in a row, or clauses out of one, as a list."""
    body = list(story.body)
    shares = OLD_LISTED if old else LISTED
    mark = rng.choices(list(shares), list(shares.values()))[0]
    kind = "list_item" if mark in SURE or mark[-1] == "." else "list_item|paragraph"
    found = runs(body, rng.random() < SHORT_ITEMS, rng)
    if not found:
        return None
    at, end, items = rng.choice(found)
    marked = [(kind, numbered(mark, k) + text) for k, text in enumerate(items)]
    if rng.random() < 0.4 and body[at - 1][0] == "paragraph":
        body[at - 1] = ("paragraph", body[at - 1][1].rstrip("。") + "：")
    return replace(story, body=(*body[:at], *marked, *body[end:]))


def runs(body: Sequence[tuple[str, str]], short: bool, rng: random.Random) -> list[tuple[int, int, list[str]]]:
    """The paragraphs that may be lists: from the first to the one behind the last, and the items. Some in a row are one
    item each; where that is not so, the clauses of one, or its sentences."""
    out = []
    count = rng.randint(3, 8)
    closing = rng.choice(("", "；", "。", "；"))
    texts = [text if kind == "paragraph" and len(text) > 8 else "" for kind, text in body]
    for at in range(1, len(body)):
        end = at
        while end < len(body) and texts[end] and end - at < count:
            end += 1
        if end - at > 2 and not short:
            out.append((at, end, [shortened(text, rng) for text in texts[at:end]]))
    for at in range(1, len(body) if not out else 0):
        items = [words for words, _ in clauses([texts[at]])] if short else sentences(texts[at])
        items = items[:10]
        if short and closing:
            items = [text + (closing if k + 1 < len(items) else "。") for k, text in enumerate(items)]
        if len(items) > 2:
            out.append((at, at + 1, items))
    return out


def numbered(mark: str, k: int) -> str:
    """The mark of item k of a list whose first has this one."""
    for row in (_NUMBERS, _STEMS):
        if row[0] in mark:
            return mark.replace(row[0], row[k])
    return mark.replace("1", str(k + 1))


def shortened(text: str, rng: random.Random) -> str:
    """The first sentences of a long paragraph, as an item has them."""
    parts = sentences(text)
    kept = parts[: rng.choice((1, 1, 2, 9))] if len(text) > 60 else parts
    return "".join(kept)


def talk(story: Story, rng: random.Random) -> Story | None:
    """The story as questions and answers: what its paragraphs begin with is asked, the rest answered."""
    ask, tell = rng.choice(SPEAKERS)
    turned = converter("s2t" if story.script == "hant" else "t2s").convert
    ask, tell = turned(ask), turned(tell)
    name = turned(person(rng))
    tell = tell.format(rng.choice((name, name, name[0], name[0] + rng.choice(("教授", "主任", "某")))))
    body = [story.body[0]] if rng.random() < 0.7 else []
    turns = 0
    for kind, text in story.body[len(body) :]:
        first, *rest = sentences(text)
        words = first.rstrip("。！？；：")
        if kind == "paragraph" and rest and 6 <= len(words) <= 60 and turns < 12:
            body += [("turn", f"{ask}{words}？"), ("turn", tell + "".join(rest))]
            turns += 1
        elif body:
            body.append((kind, text))
    return replace(story, body=tuple(body)) if turns > 1 else None
