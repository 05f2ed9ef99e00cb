"""Pages in Western scripts: the tables of the languages, and what they come to on pages made here."""

from __future__ import annotations

import time

import pytest

from papercut.languages import english, western
from papercut.languages.script import is_western
from papercut.rules import Cue

TABLES = ("BYLINES", "DATELINES", "JUMPS_ON", "JUMPS_FROM", "FOLIOS")
CUES = {cue.name: cue for table in TABLES for cue in getattr(western, table)}


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
@pytest.mark.parametrize("seed", ["Aa " * 4000, "By A" * 4000, "Von " + "A" * 9000, "(" * 9000, "Continued on " * 2000, "A.B. " * 3000])
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
