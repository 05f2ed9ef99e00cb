"""PlaceHeadlines: whose is which headline, roles inside a group, what stays alone, and that nothing is lost."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercut.model.law import partition_faults
from papercut.model.page import Article, Block, Furniture, Line, Page, Piece, Role, Source
from papercut.solver.headlines.candidates import CandidateWeigher, Group
from papercut.solver.headlines.cue_weights import headline_weights
from papercut.solver.headlines.display_scene import read_scene
from papercut.solver.headlines.placement import place_headlines
from papercut.stages.place_headlines import PlaceHeadlines
from snippets import Case, case_params

CASES = Path(__file__).parent / "cases" / "place_headlines.md"


def page_of(rows: list[tuple[str, str]]) -> Page:
    """A page from rows of (mark, text): `H` and `h` are display type, a number is a paragraph of that article."""
    raw = tuple(text for _, text in rows)
    lines = tuple(Line(n, text, (Piece(n, 0, len(text)),)) for n, text in enumerate(raw, 1))
    blocks: list[Block] = []
    bodies: dict[str, list[Block]] = {}
    for (mark, text), line in zip(rows, lines, strict=True):
        if mark in "Hh":
            starts, odds = ("whole", 0.9) if mark == "H" else ("cut", 0.8)
            blocks.append(Block(text, line.pieces, Role.HEADLINE, None, starts, "whole", odds))
        else:
            block = Block(text, line.pieces, Role.PARAGRAPH)
            blocks.append(block)
            bodies.setdefault(mark, []).append(block)
    articles = tuple(Article(body=tuple(bodies[k])) for k in sorted(bodies))
    return Page(Source(), raw, lines, tuple(blocks), articles)


def told(page: Page) -> str:
    """What each article got, in the words of the cases file."""
    rows: list[str] = []
    for number, article in enumerate(page.articles or (), 1):
        if not article.body:
            rows.append(f"alone: {article.headline}")
            continue
        if article.kicker:
            rows.append(f"{number} kicker: {article.kicker}")
        rows.append(f"{number} headline: {article.headline or 'none'}")
        rows += [f"{number} deck: {deck}" for deck in article.deck]
    rows += [f"furniture: {f.text}" for f in page.furniture]
    return "\n".join(rows)


def rows_of(text: str) -> list[tuple[str, str]]:
    return [(row[0], row[2:]) for row in text.split("\n")]


@pytest.mark.parametrize("case", case_params(CASES))
def test_case(case: Case) -> None:
    page = PlaceHeadlines()(page_of(rows_of(case.before)))
    assert told(page) == case.after
    assert partition_faults(page) == []


TWO = [
    ("H", "渔港疏浚百船返航"),
    ("1", "本报讯 河口渔港疏浚工程昨日结束，一百二十条渔船返航，百船进港。"),
    ("H", "电子琴送进山区小学"),
    ("2", "本报讯 石门山区小学昨天收到二十架电子琴，山区小学音乐课有了新琴。"),
]


def test_parts_hold_the_lines_of_the_headline() -> None:
    page = PlaceHeadlines()(page_of(TWO))
    first, second = page.articles or ()
    assert [(b.role, b.text, b.pieces) for b in first.parts] == [(Role.HEADLINE, TWO[0][1], (Piece(1, 0, 8),))]
    assert [b.pieces for b in second.parts] == [(Piece(3, 0, 9),)]
    assert first.id != second.id and len(first.id) == 16


def test_decision_cites_what_was_weighed() -> None:
    page = PlaceHeadlines()(page_of(TWO))
    decisions = [d for d in page.decisions if d.stage == "place-headlines"]
    assert [d.subject for d in decisions] == [TWO[0][1], TWO[2][1]]
    assert decisions[0].choice == TWO[1][1][:12]
    assert decisions[0].at == ((1, 1),)
    assert 0.5 < decisions[0].odds <= 1.0
    sizes = [abs(c.weight) for c in decisions[0].cues]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) > 5
    assert decisions[0].runner_up is not None


def test_gain_is_the_sum_of_its_cues() -> None:
    scene = read_scene(page_of(TWO))
    placing, weigher = place_headlines(scene)
    table = headline_weights(weigher.model)
    for group in placing.groups:
        for story in range(len(scene.stories)):
            whole = sum(table.get(cue, 0.0) * value for cue, value in weigher.cues(group, story))
            assert weigher.gain(group, story) == pytest.approx(whole)


def test_notes_say_what_has_no_mate() -> None:
    page = PlaceHeadlines()(page_of([TWO[0], TWO[1], ("H", "天文馆免费开放")]))
    assert [[n.code for n in a.notes] for a in page.articles or ()] == [[], ["headline-without-body"]]
    page = PlaceHeadlines()(page_of([TWO[1]]))
    assert [[n.code for n in a.notes] for a in page.articles or ()] == [["no-headline"]]


def test_articles_with_a_headline_are_left_alone() -> None:
    page = page_of(TWO)
    done = PlaceHeadlines()(page)
    again = PlaceHeadlines()(done)
    assert again.articles == done.articles


def test_a_page_without_display_type_or_articles() -> None:
    assert PlaceHeadlines()(page_of([])).articles == ()
    alone = PlaceHeadlines()(page_of([("H", "天文馆免费开放")]))
    assert told(alone) == "alone: 天文馆免费开放"


def test_display_type_that_an_article_holds_already_is_not_placed() -> None:
    page = page_of(TWO[:2])
    held = (page.blocks or ())[0]
    body = (held, *(page.articles or ())[0].body)
    page = dataclasses.replace(page, articles=(Article(body=body),))
    done = PlaceHeadlines()(page)
    assert told(done) == "1 headline: none"
    assert partition_faults(done) == []


def test_what_a_page_draws_twice_is_known_from_its_furniture() -> None:
    page = page_of(TWO[:2])
    page = page.replace(furniture=(Furniture(Role.DUPLICATE, TWO[0][1], (), "doubled-line"),))
    assert [u.doubled for u in read_scene(page).units] == [True]


def test_a_long_page_is_weighed_in_line_with_its_length() -> None:
    rows: list[tuple[str, str]] = []
    for n in range(400):
        name = "".join(chr(0x4E00 + (n * 37 + k * 911) % 20000) for k in range(8))
        rows += [("H", name), (chr(0x100 + n), f"本报讯 {name}昨日开工，工程历时三年。")]
    scene = read_scene(page_of(rows))
    weigher = CandidateWeigher.of(scene)
    assert all(len(weigher.candidates(Group(k, k + 1, k))) <= 8 for k in range(400))
    done = PlaceHeadlines()(page_of(rows))
    assert [a.headline for a in done.articles or ()] == [text for mark, text in rows if mark == "H"]


CHARS = st.sampled_from(list("渔港返航山区小学电子琴城南老桥　 ，。——【】（）AB12"))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("Hh123"), st.text(CHARS, min_size=1, max_size=24)), max_size=14))
def test_nothing_is_lost_or_held_twice(rows: list[tuple[str, str]]) -> None:
    rows = [(mark, text) for mark, text in rows if text.strip()]
    page = PlaceHeadlines()(page_of(rows))
    assert partition_faults(page) == []
