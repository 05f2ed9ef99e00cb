"""Pages in Western scripts: the tables of the languages, and what they come to on pages made here."""

from __future__ import annotations

import time

import pytest

import papercut
from papercut.languages import english, western
from papercut.languages.script import is_western
from papercut.layout.hyphens import DROP, joint
from papercut.rules import Cue

TABLES = ("BYLINES", "DATELINES", "JUMPS_ON", "JUMPS_FROM", "FOLIOS")
CUES = {cue.name: cue for table in TABLES for cue in getattr(western, table)}

HOSTILE = ("Aa " * 4000, "By A" * 4000, "Von " + "A" * 9000, "(" * 9000, "Continued on " * 2000, "A.B. " * 3000)


def test_western_holds_english() -> None:
    for table in TABLES:
        assert set(getattr(english, table)) <= set(getattr(western, table))


@pytest.mark.parametrize("cue", CUES.values(), ids=CUES.keys())
def test_cue(cue: Cue) -> None:
    assert cue.examples and cue.counter and cue.why
    for example in cue.examples:
        assert cue.find(example), example
    for other in cue.counter:
        assert not cue.find(other), other


@pytest.mark.parametrize("cue", CUES.values(), ids=CUES.keys())
@pytest.mark.parametrize("seed", HOSTILE, ids=lambda seed: seed[:6])
def test_cue_is_linear(cue: Cue, seed: str) -> None:
    cue.find(seed[:100])
    start = time.perf_counter()
    cue.find(seed)
    assert time.perf_counter() - start < 0.2


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("The weather was fair and the harbour was full.", True),
        ("Погода была хорошая, и гавань была полна судов.", True),
        ("天气很好，港口里停满了船，人们在岸上等着。", False),
        ("天气很好，AG600 and CN1 were seen in the harbour of 上海 by all the people there", False),
        ("a b", False),
        ("", False),
        ("كان الطقس جميلا وكان الميناء مليئا بالسفن، لكن لم يأت أحد", False),
    ],
)
def test_is_western(text: str, so: bool) -> None:
    assert is_western([text]) is so


PAGE = """\
THE DAILY EXAMPLE, Saturday, September 22, 1906

THE HARBOUR OPENS
By JOHN SMITH
LONDON, March 3. — The new harbour was opened to-
day by the Lord Mayor, who said that no finer one
had been built, and that ships of every size would
find room in it.
The crowd, which filled the quays, cheered, and went
home when the rain began. Continued on page 3

PRICES RISE
The price of bread rose again, the bakers say, and it
will rise once more before the year is out.
"""


def run(text: str) -> papercut.Page:
    page = papercut.build()(papercut.read_text(text))
    assert papercut.partition_faults(page) == []
    return page


def test_a_page_of_text() -> None:
    first, second = (a for a in run(PAGE).articles or () if a.body)
    assert (first.headline, second.headline) == ("THE HARBOUR OPENS", "PRICES RISE")
    assert (first.byline, first.dateline) == ("By JOHN SMITH", "LONDON, March 3")
    assert first.continued_on is not None and first.continued_on.page == "3"
    assert [b.text[:30] for b in first.body] == ["LONDON, March 3. — The new har", "The crowd, which filled the qu"]
    assert "opened today by the Lord Mayor, who" in first.body[0].text
    assert first.body[1].text.endswith("when the rain began.")


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("das Ge⸗", "meindehaus", "das Gemeindehaus"),
        ("das Ge=", "meindehaus", "das Gemeindehaus"),
        ("die Vor-", "und Nachteile", "die Vor- und Nachteile"),
        ("rue Saint-", "Denis", "rue Saint-Denis"),
        ("in GRONIN-", "GEN", "in GRONINGEN"),
        ("the har¬", "bour", "the harbour"),
        ("x =", "y", "x = y"),
        ("eröffnet, zu", "dem", "eröffnet, zu dem"),
        ("从A-", "到", "从A-到"),
    ],
)
def test_joint(left: str, right: str, joined: str) -> None:
    between = joint(left, right)
    assert (left[:-1] + right if between == DROP else left + between + right) == joined
