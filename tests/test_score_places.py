"""BCubed and line joins: the page's characters are found in the truth, and the counts are what they are said to be."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papercut as pc
from papercut.model.page import Article, Block, Line, Page, Piece, Role, Source
from papercut.score.bcubed import clusters
from papercut.score.joins import joins
from papercut.score.page_figures import Tally
from papercut.score.string_tiling import SHORTEST, Tiling
from papercut.score.truth_positions import TruthPlaces, place_in_truth
from reference import seed_truth
from shell import SEED

BRIDGE = "历时八个月的青石桥修缮工程昨日完工桥面恢复通行每天有近万人从这里经过"
LIGHTS = "工程队更换了三十六块破损石板并在两岸新装路灯与护栏"
BOOKS = "市图书馆下月起延长开放时间读者凭身份证可自助办理借阅手续"


def truth_of(*articles: Sequence[str], **more: Any) -> dict[str, Any]:
    """A truth of bodies alone."""
    return {"articles": [{"body": [{"type": "paragraph", "text": t} for t in a], **more} for a in articles]}


def rows_of(text: str, width: int) -> list[str]:
    """A text in lines of a column."""
    return [text[at : at + width] for at in range(0, len(text), width)]


def page_of(raw: Sequence[str], *articles: Sequence[Sequence[int]]) -> Page:
    """A page whose articles have paragraphs of whole lines, by their numbers from 1."""
    lines = tuple(Line(n, row, (Piece(n, 0, len(row)),)) for n, row in enumerate(raw, 1))
    made = tuple(
        Article(
            body=tuple(
                Block(
                    "".join(raw[n - 1] for n in paragraph),
                    tuple(Piece(n, 0, len(raw[n - 1])) for n in paragraph),
                    Role.PARAGRAPH,
                )
                for paragraph in article
            )
        )
        for article in articles
    )
    return Page(Source(), tuple(raw), lines, articles=made)


def found(places: TruthPlaces, raw: Sequence[str], body: str, number: int = 0) -> str:
    """What the page holds of an element of a body; a dot for each character that was not found."""
    stretch = list(places.body())[number]
    spots = places.main[stretch.start : stretch.end]
    assert len(spots) == len(body)
    return "".join("·" if spot is None else raw[spot[0] - 1][spot[1]] for spot in spots)


# placing


def test_columns_in_any_order_are_found() -> None:
    one, two = rows_of(BRIDGE, 7), rows_of(BOOKS, 7)
    raw = [*two[2:], *one[3:], "", *two[:2], *one[:3]]
    places = place_in_truth(truth_of([BRIDGE], [BOOKS]), page_of(raw))
    assert (found(places, raw, BRIDGE), found(places, raw, BOOKS, 1)) == (BRIDGE, BOOKS)


def test_columns_side_by_side_are_found() -> None:
    raw = [f"{a:　<9}    {b}" for a, b in zip(rows_of(BRIDGE, 9), rows_of(BOOKS, 8), strict=True)]
    places = place_in_truth(truth_of([BRIDGE], [BOOKS]), page_of(raw))
    assert (found(places, raw, BRIDGE), found(places, raw, BOOKS, 1)) == (BRIDGE, BOOKS)


def test_vertical_columns_are_found() -> None:
    columns = [part.ljust(9, "　") for part in (*rows_of(BRIDGE, 9), *rows_of(BOOKS, 9))]
    raw = [" ".join(column[row] for column in reversed(columns)) for row in range(9)]
    places = place_in_truth(truth_of([BRIDGE], [BOOKS]), page_of(raw))
    assert (found(places, raw, BRIDGE), found(places, raw, BOOKS, 1)) == (BRIDGE, BOOKS)


def test_misread_characters_keep_their_places() -> None:
    raw = rows_of(BRIDGE.replace("青石", "肯右").replace("近万", "近萬"), 7)
    assert found(place_in_truth(truth_of([BRIDGE]), page_of(raw)), raw, BRIDGE) == "".join(raw)


def test_a_short_last_line_in_another_column_is_found() -> None:
    raw = [*rows_of(BRIDGE, 7)[:-1], *rows_of(BOOKS, 7), BRIDGE[35:][-2:]]
    text = "".join(raw[: len(raw) - len(rows_of(BOOKS, 7)) - 1]) + raw[-1]
    places = place_in_truth(truth_of([text], [BOOKS]), page_of(raw))
    assert found(places, raw, text) == text


def test_white_space_width_and_ligatures_are_no_difference() -> None:
    raw = ["２ ０ ２ ５ 年 ， 第 ﬁ fth 次", "集 市 在 河 边 开 张"]
    text = "2025年,第fifth次集市在河边开张"
    places = place_in_truth(truth_of([text]), page_of(raw))
    (stretch,) = places.body()
    assert None not in places.main[stretch.start : stretch.end]
    line, column = 0, raw[0].index("ﬁ")
    assert (places.first[line][column], places.last[line][column]) == (text.index("fi"), text.index("fi") + 1)


def test_what_is_drawn_twice_is_a_copy_of_one_character() -> None:
    raw = [BRIDGE, BRIDGE[:12]]
    places = place_in_truth(truth_of([BRIDGE]), page_of(raw))
    assert found(places, raw, BRIDGE) == BRIDGE
    assert [position for position, _ in places.copies] == list(range(12))
    assert {spot[0] for _, spot in places.copies} == {2}


def test_a_headline_whose_words_the_lead_repeats_takes_nothing_from_it() -> None:
    lead = f"昨日{BRIDGE[:14]}的消息传开"
    truth = truth_of([lead, LIGHTS])
    truth["articles"][0]["headline"] = BRIDGE[:14]
    raw = [BRIDGE[:14], *rows_of(lead, 9), *rows_of(LIGHTS, 9)]
    places = place_in_truth(truth, page_of(raw))
    stretch = next(places.body())
    assert all(spot and spot[0] > 1 for spot in places.main[stretch.start : stretch.end])


def test_another_page_is_not_found() -> None:
    raw = rows_of(BOOKS, 7)
    assert found(place_in_truth(truth_of([BRIDGE]), page_of(raw)), raw, BRIDGE) == "·" * len(BRIDGE)


def test_all_of_the_seed_is_found() -> None:
    page = pc.read(SEED)
    places = place_in_truth(seed_truth(), page)
    assert all(None not in places.main[s.start : s.end] for s in places.body())


@settings(max_examples=200)
@given(st.text("甲乙丙", max_size=60), st.text("甲乙丙", max_size=60))
def test_tiles_are_common_stretches_that_do_not_overlap(page: str, text: str) -> None:
    used_page: set[int] = set()
    used_text: set[int] = set()
    sizes = []
    for i, p, length in Tiling(page, text).lay():
        assert page[i : i + length] == text[p : p + length] and length >= SHORTEST
        for used, start in ((used_page, i), (used_text, p)):
            assert not used & set(range(start, start + length))
            used.update(range(start, start + length))
        sizes.append(length)
    assert sizes == sorted(sizes, reverse=True)
    longest = max(
        (n for i in range(len(page)) for n in range(SHORTEST, len(page) - i + 1) if page[i : i + n] in text), default=0
    )
    assert (sizes or [0])[0] == longest


# BCubed


def figures_of(truth: dict[str, Any], page: Page) -> tuple[float | None, float | None]:
    row = Tally(clusters=clusters(place_in_truth(truth, page), page)).figures()
    return row["bcubed_precision"], row["bcubed_recall"]


RAW = [BRIDGE[:20], BRIDGE[20:30], BOOKS[:10]]
TRUE = [[BRIDGE[:20] + BRIDGE[20:30]], [BOOKS[:10]]]


@pytest.mark.parametrize(
    ("articles", "precision", "recall"),
    [
        ([[[1, 2]], [[3]]], 1, 1),
        ([[[1], [2]], [[3]]], 1, 1),
        # all in one: of 40 characters 30 belong with 30, and 10 with 10
        ([[[1, 2, 3]]], (30 * 30 / 40 + 10 * 10 / 40) / 40, 1),
        # one cut in 20 and 10
        ([[[1]], [[2]], [[3]]], 1, (20 * 20 / 30 + 10 * 10 / 30 + 10) / 40),
        # the end of one with the other
        ([[[1]], [[2, 3]]], (20 + 10 * 10 / 20 * 2) / 40, (20 * 20 / 30 + 10 * 10 / 30 + 10) / 40),
        # ten characters set aside: each is alone
        ([[[1, 2]]], 1, (30 + 10 * 1 / 10) / 40),
        ([], 1, (30 * 1 / 30 + 10 * 1 / 10) / 40),
    ],
)
def test_bcubed_by_hand(articles: list[list[list[int]]], precision: float, recall: float) -> None:
    assert figures_of(truth_of(*TRUE), page_of(RAW, *articles)) == (pytest.approx(precision), pytest.approx(recall))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 2)), min_size=1, max_size=12))
def test_bcubed_is_the_mean_over_characters(cells: list[tuple[int, int]]) -> None:
    """Lines of eight characters: which article each is of, and which one the output puts it in (-1: none)."""
    raw = ["".join(chr(0x4E00 + 8 * n + k) for k in range(8)) for n in range(len(cells))]
    true = [["".join(row) for row, (t, _) in zip(raw, cells, strict=True) if t == a] for a in range(3)]
    output = [[[n] for n, (_, f) in enumerate(cells, 1) if f == a] for a in range(3)]
    got = figures_of(truth_of(*true), page_of(raw, *output))
    # by the definition, item by item; what is set aside is a cluster for each character
    items = [(t, f if f >= 0 else 100 + 8 * n + k) for n, (t, f) in enumerate(cells) for k in range(8)]
    precision = [sum(i == j for j in items) / sum(i[1] == j[1] for j in items) for i in items]
    recall = [sum(i == j for j in items) / sum(i[0] == j[0] for j in items) for i in items]
    assert got == (pytest.approx(sum(precision) / len(items)), pytest.approx(sum(recall) / len(items)))


def test_headlines_and_furniture_are_no_items() -> None:
    truth = truth_of([BRIDGE]) | {"furniture": [{"role": "advert", "text": BOOKS}]}
    truth["articles"][0]["headline"] = LIGHTS
    page = page_of([LIGHTS, BRIDGE, BOOKS], [[1], [2], [3]])
    assert clusters(place_in_truth(truth, page), page) == (len(BRIDGE), len(BRIDGE), len(BRIDGE))


def test_either_copy_will_do() -> None:
    raw = [BRIDGE, BRIDGE]
    assert figures_of(truth_of([BRIDGE]), page_of(raw, [[2]])) == (1, 1)


# line joins


def join_counts(truth: dict[str, Any], page: Page) -> tuple[int, int, int]:
    counts = joins(place_in_truth(truth, page), page)
    return counts["join_true"], counts["join_found"], counts["join_hit"]


LINES = [*rows_of(BRIDGE, 9), *rows_of(LIGHTS, 9), *rows_of(BOOKS, 9)]
ARTICLES = truth_of([BRIDGE, LIGHTS], [BOOKS])


@pytest.mark.parametrize(
    ("articles", "found_", "hit"),
    [
        ([[[1, 2, 3, 4], [5, 6, 7]], [[8, 9, 10, 11]]], 8, 8),
        ([[[n] for n in range(1, 12)]], 0, 0),
        ([[[1, 2, 3, 4, 5, 6, 7]], [[8, 9, 10, 11]]], 9, 8),  # two paragraphs joined
        ([[[1, 2], [3, 4], [5, 6, 7]]], 4, 4),  # a paragraph cut, and an article set aside
        ([[[1, 3, 2, 4]]], 3, 0),  # lines in a wrong order
        ([], 0, 0),
    ],
)
def test_joins_by_hand(articles: list[list[list[int]]], found_: int, hit: int) -> None:
    assert len(LINES) == 4 + 3 + 4
    assert join_counts(ARTICLES, page_of(LINES, *articles)) == (3 + 2 + 3, found_, hit)


def test_a_paragraph_that_goes_on_in_another_column_is_joined_there() -> None:
    rows = rows_of(BRIDGE, 9)
    raw = [*rows[:2], *rows_of(BOOKS, 9), *rows[2:]]
    page = page_of(raw, [[1, 2, 7, 8]], [[3, 4, 5, 6]])
    assert join_counts(truth_of([BRIDGE], [BOOKS]), page) == (6, 6, 6)


def test_lines_of_a_headline_joined_are_no_joins_but_a_headline_run_into_the_text_is_wrong() -> None:
    truth = truth_of([BRIDGE])
    truth["articles"][0]["headline"] = LIGHTS
    head, text = rows_of(LIGHTS, 13), rows_of(BRIDGE, 9)
    raw = [*head, *text]
    assert join_counts(truth, page_of(raw, [[1, 2], [3, 4, 5, 6]])) == (3, 3, 3)
    assert join_counts(truth, page_of(raw, [[1], [2, 3, 4, 5, 6]])) == (3, 4, 3)


def test_pieces_of_lines_are_joined_as_lines_are() -> None:
    raw = [f"{a:　<9}    {b}" for a, b in zip(rows_of(BRIDGE, 9), rows_of(BOOKS, 8), strict=True)]
    page = pc.build()(pc.read_text("\n".join(raw)))
    counts = joins(place_in_truth(truth_of([BRIDGE], [BOOKS]), page), page)
    assert counts["join_true"] == 3 + 3


def test_figures_of_many_pages_are_made_of_their_sums() -> None:
    one = Tally(
        joins(place_in_truth(ARTICLES, page := page_of(LINES, [[1, 2]])), page),
        clusters(place_in_truth(ARTICLES, page), page),
    )
    row = one.plus(one).figures()
    assert row == {**one.figures(), "n": 0}
    assert json.loads(json.dumps(Tally().figures()))["bcubed_f1"] is None
