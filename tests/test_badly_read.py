"""Pages that a recogniser read badly: what looks like words, where advertisements begin, what becomes a headline."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

import papercut
from papercut.solver.western.advert_runs import WEIGHTS, advert_numbers, find_adverts
from papercut.solver.western.line_look import LineLook
from papercut.solver.western.wordlikeness import badly_read, is_scrap, wordlike


@pytest.mark.parametrize(
    "text",
    [
        "The harbour was full of ships.",
        "“Wie geht es Ihnen?” fragte er,",
        "l’été dernier, à Saint-Denis",
        "Погода была хорошая, и гавань",
        "강변 도서관이 다음 달부터",
        "1,250 tons at $3.50",
        "U. S. STEEL",
        "",
    ],
)
def test_words(text: str) -> None:
    assert wordlike(text) > 0.65
    assert not is_scrap(text)


@pytest.mark.parametrize("text", ["?i, ..,.'", "\\ ! I'.I.S' ?N", "*'?-*?.raj.,", 'fc??:4 ,?"">?*?', "hMrTk lXkQ"])
def test_scraps(text: str) -> None:
    assert is_scrap(text)


def test_badly_read() -> None:
    clean = ["The harbour was full of ships."] * 40
    assert not badly_read(clean)
    assert badly_read([*clean, *["?i, ..,.'"] * 3])
    assert not badly_read([])


STORY = (
    "he had told her that they would go to the sea,",
    "and that there was no one who could keep them",
    '"Then we will go," she said, and took his hand',
    "as if it had been his all the while, and he was",
    "so glad of it that he could not say what he had",
    "in his mind; but it was there, and she saw it.",
)
ADVERTS = (
    "GREAT BARGAIN SALE",
    "Send 10 cents for FREE Catalog",
    "ADAMS STOVE CO., 220 Lake St.",
    "AGENTS WANTED. $25 a week",
    "WRITE TODAY. Free Trial",
    "MASON PEN CO., Dept. 14, Ohio",
)
SCRAP = ("?i, ..,.'", "*'?-*?.rj.,")


def run(text: str) -> papercut.Page:
    page = papercut.build()(papercut.read_text(text))
    assert papercut.partition_faults(page) == []
    return page


def looks(lines: tuple[str, ...]) -> list[LineLook]:
    out = [
        LineLook(s, letters=sum(map(str.isalpha, s)), words=wordlike(s), small=s[:1].islower(), scrap=is_scrap(s))
        for s in lines
    ]
    for a, b in pairwise(out):
        b.last = a
    return out


def test_adverts_are_told_by_many_lines() -> None:
    assert find_adverts(looks(ADVERTS * 3 + STORY * 3)) == [True] * 18 + [False] * 18
    assert find_adverts(looks(STORY * 3 + ADVERTS * 3)) == [False] * 18 + [True] * 18


def test_a_page_of_one_kind_has_no_turns() -> None:
    assert not any(find_adverts(looks(STORY * 6)))
    assert not any(find_adverts(looks(ADVERTS * 6)))
    assert not any(find_adverts(looks(STORY + ADVERTS)))
    assert not any(find_adverts([]))


def test_every_weight_has_its_number() -> None:
    assert list(advert_numbers(LineLook("Send 10 cents"), 40)) == list(WEIGHTS)


def test_a_story_from_elsewhere_does_not_go_on_from_advertisements() -> None:
    adverts = [f"{line} {n}{n}" for n in (3, 5, 7) for line in ADVERTS]
    names = ("John", "Mary", "Ruth", "Karl")
    story = [line.replace(" he ", f" {name} ").replace(" she ", f" {name} ") for name in names for line in STORY]
    page = run("\n".join([*adverts, *SCRAP, *story, *SCRAP]))
    begins = [a.body[0].text[:20] for a in page.articles or () if a.body]
    assert story[0][:20] in begins


def alto(lines: list[tuple[str, float, float, float]]) -> bytes:
    """A page of lines: text, top, height, width."""
    rows = "".join(
        f'<TextLine ID="L{n}" HPOS="100" VPOS="{top}" WIDTH="{width}" HEIGHT="{high}">'
        f'<String HPOS="100" VPOS="{top}" WIDTH="{width}" HEIGHT="{high}" CONTENT={json.dumps(text)}/></TextLine>'
        for n, (text, top, high, width) in enumerate(lines, 1)
    )
    return (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="P" WIDTH="1200" HEIGHT="2000">'
        f'<PrintSpace><TextBlock ID="B">{rows}</TextBlock></PrintSpace></Page></Layout></alto>'
    ).encode()


def test_scraps_in_large_type_are_no_headlines(tmp_path: Path) -> None:
    story = [s.replace('"', "'") for s in STORY * 5]
    lines = [(text, 100.0 + 40 * n, 30.0, 900.0) for n, text in enumerate(story)]
    for n, text in ((7, "?i, ..,.'"), (15, "*'?-*?.rj.,"), (22, "Mx I'.")):
        lines[n] = (text, 100.0 + 40 * n, 48.0, 300.0)
    path = tmp_path / "page.xml"
    path.write_bytes(alto(lines))
    page = papercut.build()(papercut.read(path))
    assert papercut.partition_faults(page) == []
    assert len(page.articles or ()) == 1
