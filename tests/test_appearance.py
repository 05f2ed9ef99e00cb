"""Options that change how text is written change nothing else: no article, no paragraph, no place."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut import Page, build, partition_faults, read
from papercut.appearance import BACK, KINDS
from papercut.codec.page import page_to_json
from papercut.codec.page_reading import page_from_json
from papercut.model.page import Role
from papercut.readers import read_text
from papercut.stages.despace import Despace
from papercut.stages.normalize import Normalize

HERE = Path(__file__).parent
OWN = sorted((HERE / "pages").glob("*/page.txt"))
KEEPS = [f.name for f in dataclasses.fields(Normalize) if f.name.startswith("keep_")]
WISHES: list[dict[str, dict[str, Any]]] = [
    {"despace": {"spacing": "spaced"}},
    {"despace": {"spacing": "keep"}},
    {"normalize": {"width": "keep"}},
    {"normalize": {"width": "keep", **dict.fromkeys(KEEPS, True)}, "despace": {"spacing": "spaced"}},
    {"normalize": {"width": "keep"}, "despace": {"spacing": "keep"}, "convert": {"script": "hant"}},
]


def division(page: Page) -> list[Any]:
    """Which raw characters stand where, without those that are no text and may be in the text or beside it."""
    no_text = {
        (p.line, c)
        for f in (page.inner or page).furniture
        if f.role is Role.REMOVED and f.why in {why for whys in BACK.values() for why in whys}
        for p in f.pieces
        for c in range(p.start, p.end)
    }

    def places(pieces: Any) -> list[tuple[int, int]]:
        found = [(p.line, c) for p in pieces for c in range(p.start, p.end)]
        return [at for at in found if at not in no_text and not page.raw[at[0] - 1][at[1]].isspace()]

    articles = [
        (
            a.id,
            [(b.role, places(b.pieces)) for b in a.body],
            [(b.role, places(b.pieces)) for b in a.parts],
            a.confidence,
        )
        for a in page.articles or ()
    ]
    return [articles, [(f.role, f.why, at) for f in page.furniture if (at := places(f.pieces))]]


def same_under(wish: Mapping[str, Mapping[str, Any]], page: Page, plain: Page) -> Page:
    done = build(options=wish)(page)
    assert division(done) == division(plain), wish
    assert partition_faults(done) == [], wish
    return done


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.parent.name)
def test_own_pages(path: Path) -> None:
    page = read(path)
    plain = build()(page)
    for wish in WISHES:
        same_under(wish, page, plain)


def test_bench_pages() -> None:
    bench = os.environ.get("PAPERCUT_BENCH")
    if not bench:
        pytest.skip("PAPERCUT_BENCH is not set")
    files = sorted(Path(bench).glob("pages/*/*/raw/*"))[::120]
    assert files
    for path in files:
        page = read(path)
        plain = build()(page)
        for wish in WISHES[:4]:
            same_under(wish, page, plain)


PARTS = st.one_of(
    st.text(max_size=8),
    st.text("，、。（）()“”,:;!?.０１９Ａｚ．％：09az \u3000\u00a0中文記者本报讯\n", max_size=30),
    st.text("\u200b\ufeff\xad\x00\x1b[]m;3\x07\u202e\u2028\x85\t\ue111\ufb01\u2f08\ufe12ｶﾞﾊﾟ\n", max_size=8),
)


@given(st.lists(PARTS, max_size=8).map("".join), st.sampled_from(WISHES))
@settings(max_examples=60, deadline=None)
def test_any_text(text: str, wish: dict[str, dict[str, Any]]) -> None:
    page = read_text(text)
    done = same_under(wish, page, build()(page))
    piped = page
    for stage in build(options=wish):  # as filters pass it on
        piped = page_from_json(page_to_json(stage(piped)))
    assert page_to_json(piped) == page_to_json(done)
    assert (piped.articles, piped.furniture) == (done.articles, done.furniture)


def test_articles_are_written_as_wished() -> None:
    text = (
        "Ｇ８８次列车 15 日起停靠\n\n本报讯（记者 张三）从３月１５日起，Ｇ８８次列车停靠石臼，\n"
        "票价为 76.5 元，“Ａ口”有３台机器。"
    )
    (article,) = build(options={"normalize": {"width": "keep"}, "despace": {"spacing": "keep"}})(
        read_text(text)
    ).articles
    assert article.headline == "Ｇ８８次列车 15 日起停靠"
    assert "".join(b.text for b in article.body) == (
        "本报讯（记者 张三）从３月１５日起，Ｇ８８次列车停靠石臼，票价为 76.5 元，“Ａ口”有３台机器。"
    )
    (article,) = build(options={"despace": {"spacing": "spaced"}})(read_text(text)).articles
    assert article.headline == "G88 次列车 15 日起停靠"
    assert article.byline == "记者 张三"
    assert "从 3 月 15 日起，G88 次列车" in article.body[0].text


def test_a_function_between_stages_sees_what_is_written_and_may_change_it() -> None:
    seen = []

    def change(page: Page) -> Page:
        seen.append(page.lines[0].text)
        return page.replace(lines=(dataclasses.replace(page.lines[0], text="甲Ｂ"),))

    page = (Normalize(width="keep") | change | Despace())(read_text("甲Ａ"))
    assert (seen, page.lines[0].text) == (["甲Ａ"], "甲Ｂ")


def test_a_later_stage_has_the_last_word() -> None:
    page = (Normalize(width="keep") | Normalize())(read_text("甲Ａ"))
    assert (page.lines[0].text, page.look) == ("甲A", None)


def test_each_keep_option_is_a_kind() -> None:
    assert {name.removeprefix("keep_").replace("_", "-") for name in KEEPS} | {"width"} == set(KINDS)
