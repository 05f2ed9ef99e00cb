"""Issues of several pages: which articles go on where, and the stories they make."""

from __future__ import annotations

import dataclasses
import json
import random
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import papercut as pc
from papercut.batches.joined_stories import joined_stories
from papercut.codec.page import page_to_json
from papercut.codec.page_reading import page_from_json
from papercut.issues.link_evidence import SIGNS
from papercut.issues.linked_articles import MOST_JUMPS, ONE_SIDED, STAGE, UNMATCHED, id_of, issue_of, linked
from papercut.issues.page_facts import Facts, facts_of
from papercut.model.law import partition_faults
from papercut.model.page import Article, Block, Jump, Page, Piece, Role, Source
from papercut.schemas import schema

ISSUES = Path(__file__).parent / "issues"
EXPECTED: dict[str, Any] = json.loads((ISSUES / "stories.json").read_text("utf-8"))
PIPELINE = pc.build()

TOPICS = (
    "海堤合龙工程的沉箱安放完毕岛上渔民盼望通车潮水风浪施工队长许建潮轮渡码头",
    "茶馆评书艺人尚玉田醒木竹椅掌柜孙女紫铜大壶青花盖碗槐树巷老听众杨家将",
    "供暖管网锅炉温度维修热线座席居民寒潮阀门暖气片燃气调度换热站压力",
    "小学校长回信南极科考企鹅照片冰雪云岭孩子邮票信封班主任操场升旗",
    "菜市场摊主自习室豆腐秤砣课桌台灯作业本秦阿姨番茄土豆白菜腌鱼",
    "铁路桥墩钢梁架设江心洲水文夜班吊车铆钉工程师图纸桥面铺轨汽笛",
)


@cache
def pages_of(issue: str) -> tuple[tuple[Page, Facts], ...]:
    names = sorted(p.relative_to(ISSUES).as_posix() for p in ISSUES.rglob("*.txt"))
    pages = []
    for name in names:
        if issue_of(name) == issue:
            page = PIPELINE(pc.read(ISSUES / name))
            page = page.replace(source=dataclasses.replace(page.source, name=name))
            pages.append((page, facts_of(page, name)))
    return tuple(pages)


def text(topic: int, seed: int, size: int = 160) -> str:
    """Nonsense of one topic: words of three to six characters from it."""
    chance = random.Random(seed)
    out = ""
    while len(out) < size:
        start = chance.randrange(len(TOPICS[topic]) - 6)
        out += TOPICS[topic][start : start + chance.randrange(3, 7)] + chance.choice("，，的、在")
    return out[:size]


def article(body: str, on: Jump | None = None, back: Jump | None = None, headline: str | None = None) -> Article:
    return Article(headline=headline, continued_on=on, continued_from=back, body=(Block(body, (), Role.PARAGRAPH),))


def page(number: int, *articles: Article, **facts: str) -> tuple[Page, Facts]:
    raw: list[str] = []
    held = []
    for one in articles:
        raw.append(one.body[0].text)
        block = dataclasses.replace(one.body[0], pieces=(Piece(len(raw), 0, len(raw[-1])),))
        held.append(dataclasses.replace(one, body=(block,)))
    source = Source(name=f"{number}.txt", sha256=f"{number:064}")
    return Page(source, tuple(raw), articles=tuple(held)), Facts(page=str(number), **facts)


def on(number: int | None) -> Jump:
    return Jump(f"（下转第{number or '□'}版）", str(number) if number else None)


def back(number: int | None) -> Jump:
    return Jump(f"（上接第{number or '□'}版）", str(number) if number else None)


def links(pages: list[Page]) -> dict[str, str]:
    found = ((id_of(p, a), a.continued_on) for p in pages for a in p.articles or ())
    return {one: jump.id for one, jump in found if jump and jump.id}


def notes(pages: list[Page]) -> list[tuple[str, str]]:
    return [(n.code, n.text) for p in pages for a in p.articles or () for n in a.notes if n.stage == STAGE]


@pytest.mark.parametrize("issue", EXPECTED)
def test_an_issue(issue: str) -> None:
    done = linked(pages_of(issue))
    found = joined_stories(done)
    wanted = EXPECTED[issue]
    assert [s["headline"] for s in found] == [s["headline"] for s in wanted["stories"]]
    for story, want in zip(found, wanted["stories"], strict=True):
        assert [s["name"].rpartition("/")[2] for s in story["sources"]] == want["pages"]
        assert story["byline"] == want["byline"]
        texts = [b["text"] for b in story["body"]]
        for joint in want["joints"]:
            (cut,) = [b for b in story["body"] if joint in b["text"]]
            assert len(cut["ids"]) >= 2
        assert texts[-1].endswith(want["ends"])
    said = {a.headline: n.text for p in done for a in p.articles or () for n in a.notes if n.code == UNMATCHED}
    assert said == wanted["notes"]


def test_every_file_belongs_to_an_issue_that_is_expected() -> None:
    names = defaultdict(list)
    for path in ISSUES.rglob("*.txt"):
        names[issue_of(path.relative_to(ISSUES).as_posix())].append(path)
    assert set(names) == set(EXPECTED)
    assert all(len(paths) > 1 for paths in names.values())


@pytest.mark.parametrize("issue", EXPECTED)
def test_linked_pages_keep_the_law_and_the_schemas(issue: str) -> None:
    given = pages_of(issue)
    done = linked(given)
    for (before, _), after in zip(given, done, strict=True):
        assert partition_faults(after) == partition_faults(before) == []
        assert page_from_json(page_to_json(after.replace(decisions=()))) == after.replace(decisions=())
        jsonschema.validate(json.loads(pc.to_json(after)), schema("articles"))
    for story in joined_stories(done):
        jsonschema.validate(json.loads(json.dumps(story)), schema("story"))


def test_the_codes_are_in_the_schemas() -> None:
    for name in ("articles", "page"):
        assert {UNMATCHED, ONE_SIDED} <= set(schema(name)["$defs"]["code"]["anyOf"][0]["enum"])
    assert all(sign.why and sign.weight for sign in SIGNS.values())


def test_two_stories_that_go_to_one_page_are_told_apart_by_their_words() -> None:
    first = page(1, article(text(0, 1), on(3)), article(text(1, 2), on(3)))
    third = page(3, article(text(1, 3), None, back(1)), article(text(0, 4), None, back(1)))
    done = linked([first, third])
    a, b = done[0].articles or ()
    c, d = done[1].articles or ()
    assert links(done) == {id_of(done[0], a): id_of(done[1], d), id_of(done[0], b): id_of(done[1], c)}
    assert d.continued_from and d.continued_from.id == id_of(done[0], a)
    assert notes(done) == []


def test_a_page_number_that_cannot_be_read_is_made_up_for_by_the_words() -> None:
    done = linked([page(1, article(text(0, 1), on(None))), page(3, article(text(0, 2), None, back(1)))])
    assert len(links(done)) == 1


def test_sections_and_noughts_are_the_same_page() -> None:
    (first, _), (third, _) = (
        page(1, article(text(0, 1), Jump("转A3版", "A3"))),
        page(3, article(text(0, 2), None, Jump("上接A1版", "A1")), article(text(0, 3), None, Jump("上接B1版", "B1"))),
    )
    done = linked([(first, Facts(page="A01")), (third, Facts(page="A03"))])
    right, other = (a.continued_from for a in done[1].articles or ())
    assert right and right.id == id_of(done[0], (done[0].articles or ())[0])
    assert other and other.id is None


def test_pages_of_other_days_or_papers_are_never_linked() -> None:
    for facts in ({"date": "1998-03-29"}, {"paper": "晶報"}):
        done = linked(
            [
                page(1, article(text(0, 1), on(3)), date="1998-03-28", paper="大公報"),
                page(3, article(text(0, 2), None, back(1)), **facts),
            ]
        )
        assert links(done) == {}
        assert [code for code, _ in notes(done)] == [UNMATCHED, UNMATCHED]


def test_two_that_fit_alike_are_not_linked() -> None:
    same = text(0, 2)
    twin = article(same, None, back(1))
    done = linked([page(1, article(text(0, 1), on(3))), page(3, twin, twin)])
    assert links(done) == {}
    assert notes(done) == [(UNMATCHED, "two articles fit this jump line alike")] * 3


def test_texts_that_share_nothing_are_not_linked_though_the_pages_agree() -> None:
    others = [article(text(n, 9)) for n in (2, 3, 4)]
    done = linked([page(1, article(text(0, 1), on(3))), page(3, article(text(1, 2), None, back(1)), *others)])
    assert links(done) == {}


def test_one_half_without_a_jump_line_is_found_by_its_words() -> None:
    whole = article(text(1, 5) + "。", headline="评书又开讲")
    done = linked([page(1, article(text(0, 1), on(3))), page(3, whole, article(text(0, 2)))])
    assert len(links(done)) == 1
    silent = (done[1].articles or ())[1].continued_from
    assert silent and silent.text == "" and silent.page == "1" and silent.id
    assert {code for code, _ in notes(done)} == {ONE_SIDED}


@pytest.mark.parametrize(
    "other",
    [
        article(text(3, 2), headline="南极来信"),
        article("本报讯（记者 林晚）" + text(0, 2), headline="海堤旧闻"),
        article(text(0, 1) + "全文在此。", headline="海堤合龙"),
    ],
    ids=["another-topic", "a-story-of-its-own", "the-same-text"],
)
def test_a_story_that_does_not_go_on_is_left_alone(other: Article) -> None:
    done = linked([page(1, article(text(0, 1), on(3), headline="海堤合龙")), page(3, other)])
    assert links(done) == {}
    assert notes(done) == [(UNMATCHED, "no article of page 3 fits this jump line")]


def test_a_headline_that_is_quoted_settles_it() -> None:
    quoting = Jump("上接1版《评书又开讲》", "1")
    first = page(1, article(text(0, 1), on(3), headline="海堤合龙"), article(text(0, 2), on(3), headline="评书又开讲"))
    done = linked([first, page(3, article(text(0, 3), None, quoting), article(text(0, 4), None, back(1)))])
    second, rest = (a.continued_from for a in done[1].articles or ())
    assert second and second.id == id_of(done[0], (done[0].articles or ())[1])
    assert rest and rest.id == id_of(done[0], (done[0].articles or ())[0])


def test_a_ring_is_cut() -> None:
    done = linked([page(1, article(text(0, 1), on(2), back(2))), page(2, article(text(0, 2), on(1), back(1)))])
    assert len(links(done)) == 1
    assert len(joined_stories(done)) == 1


def test_pages_of_one_file_count_where_no_number_is_printed() -> None:
    made = [page(1, article(text(0, 1), on(2))), page(2, article(text(0, 2), None, back(1)))]
    given = [
        (p.replace(source=dataclasses.replace(p.source, name="issue.pdf", page=n)), Facts())
        for n, (p, _) in enumerate(made, 1)
    ]
    assert len(links(linked(given))) == 1


def test_what_the_first_half_lacks_comes_from_the_later() -> None:
    later = dataclasses.replace(article(text(0, 2), None, back(1), "合龙"), byline="记者 顾远山", deck=("两岸通车",))
    (story,) = joined_stories(linked([page(1, article(text(0, 1), on(2), headline="海堤合龙了")), page(2, later)]))
    assert (story["headline"], story["byline"], story["deck"]) == ("海堤合龙了", "记者 顾远山", ["两岸通车"])
    assert len(story["body"]) == 1


def test_a_sentence_that_is_done_stays_a_paragraph() -> None:
    made = linked([page(1, article(text(0, 1) + "。", on(2))), page(2, article(text(0, 2), None, back(1)))])
    (story,) = joined_stories(made)
    assert [len(b["ids"]) for b in story["body"]] == [1, 1]


# laws

jumps = st.one_of(st.none(), st.integers(0, 4).map(lambda n: n or None))
made = st.tuples(st.integers(0, 5), st.integers(0, 50), st.booleans(), jumps, st.booleans(), jumps)


@st.composite
def issues(draw: st.DrawFn) -> list[tuple[Page, Facts]]:
    pages = []
    for number in range(1, draw(st.integers(2, 4)) + 1):
        rows = draw(st.lists(made, max_size=4))
        held = [
            article(text(topic, seed), on(o) if has_on else None, back(b) if has_back else None)
            for topic, seed, has_on, o, has_back, b in rows
        ]
        pages.append(page(number, *held, date=draw(st.sampled_from(["", "1998-03-28", "1998-03-29"]))))
    return pages


def bare(given: Page) -> Page:
    """A page without what linking may change."""
    nothing: dict[str, Any] = {"continued_on": None, "continued_from": None, "notes": ()}
    return given.replace(articles=tuple(dataclasses.replace(a, **nothing) for a in given.articles or ()))


@settings(max_examples=60, deadline=None)
@given(issues(), st.randoms(use_true_random=False))
def test_laws_of_linking(given: list[tuple[Page, Facts]], chance: random.Random) -> None:
    done = linked(given)
    where = {id_of(p, a): (n, a) for n, p in enumerate(done) for a in p.articles or ()}
    for (before, _), after in zip(given, done, strict=True):
        assert bare(after) == bare(before)
        for was, now in zip(before.articles or (), after.articles or (), strict=True):
            for old, new in ((was.continued_on, now.continued_on), (was.continued_from, now.continued_from)):
                assert (new and (new.text, new.page) == (old.text, old.page)) if old else not (new and new.text)
                # what is linked needs no note that it is not, and the other way round
                assert new is None or new.id or any(n.code == UNMATCHED for n in now.notes)
    for one, (n, a) in where.items():
        if a.continued_on and a.continued_on.id:
            m, b = where[a.continued_on.id]
            assert b.continued_from and b.continued_from.id == one
            assert m != n
            assert not {given[m][1].date, given[n][1].date} >= {"1998-03-28", "1998-03-29"}
    assert sum(bool(a.continued_from and a.continued_from.id) for _, a in where.values()) == len(links(done))
    # the order in which pages are given does not matter, and a second time changes nothing
    order = list(range(len(given)))
    chance.shuffle(order)
    again = linked([given[n] for n in order])
    assert [again[order.index(n)] for n in range(len(given))] == done
    assert linked([(p, facts) for p, (_, facts) in zip(done, given, strict=True)]) == done
    # each article is in one story at most, and its text is there
    told = joined_stories(done)
    ids = [one for story in told for one in story["ids"]]
    assert len(ids) == len(set(ids)) and all(len(story["ids"]) > 1 for story in told)
    for story in told:
        whole = "".join(b["text"] for b in story["body"])
        assert whole == "".join(b.text for one in story["ids"] for b in where[one][1].body)


def test_more_jump_lines_than_any_paper_has_are_each_linked_or_noted() -> None:
    rows = [article(text(n % 6, n, 60), on(2)) for n in range(MOST_JUMPS + 20)]
    others = [article(text(n % 6, n + 1000, 60), None, back(1)) for n in range(MOST_JUMPS + 20)]
    done = linked([page(1, *rows), page(2, *others)])
    assert all(a.continued_on and (a.continued_on.id or a.notes) for a in done[0].articles or ())


@pytest.mark.parametrize("folder", sorted((ISSUES.parent.parent / "pages").glob("jingbao-*")), ids=lambda p: p.name)
def test_a_page_alone_is_never_linked(folder: Path) -> None:
    done = PIPELINE(pc.read(folder / "page.txt"))
    (same,) = linked([(done, facts_of(done, f"{folder.name}.txt"))])
    assert same == done
    assert facts_of(done, f"{folder.name}.txt").date == folder.name[8:18]
    assert facts_of(done, f"{folder.name}.txt").paper == "晶報"
