"""The law: nothing is lost, nothing stands twice, and every text is where its pieces say.

It holds after every stage, on generated pages and on every raw text of the bench.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings

import papercut as pc
from generated import any_text, newspaper_pages
from lawful import faults
from measured import DEFAULT, Measured
from papercut.codec.page import page_to_json
from papercut.codec.page_reading import page_from_json
from shell import PAPERCUT, SEED, environment


def check(text: str) -> None:
    """Run the default pipeline stage by stage and hold each state of the page against the law."""
    page = pc.read_text(text)
    assert list(faults(page)) == []
    for stage in DEFAULT.stages:
        page = stage(page)
        assert list(faults(page)) == [], f"after {stage!r}"
        document = page_to_json(page)
        assert page_to_json(page_from_json(document)) == document, f"after {stage!r}"
    again = DEFAULT(pc.read_text(text))
    # without decisions, whose reasons take longer to work out than all the rest
    assert again.replace(decisions=()) == page.replace(decisions=()), "the second run gave another page"
    for article in page.articles or ():
        assert article.parts or article.body
        assert article.headline is None or article.headline in [b.text for b in article.parts]
    ids = [a.id for a in page.articles or ()]
    assert all(ids) and len(ids) == len(set(ids))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(newspaper_pages())
def test_generated_pages(text: str) -> None:
    check(text)


@settings(max_examples=150, deadline=None)
@given(any_text)
@example("")
@example("\n\n")
def test_any_text(text: str) -> None:
    with suppress(OSError, ValueError):
        assume(not Path(text).is_file())  # a text that is the path of a file is refused
    check(text)


def test_the_seed_page() -> None:
    check(SEED.read_text("utf-8"))


def test_the_law_is_kept_on_every_raw_text_of_the_bench(measured: Mapping[Path, Measured]) -> None:
    assert len(measured) > 100
    assert {str(path): one.faults for path, one in measured.items() if one.faults} == {}


@pytest.mark.parametrize("stage", [s for s in DEFAULT.stages if "blocks" not in s.needs], ids=repr)
def test_a_check_that_could_not_fail_would_be_none(stage: pc.Stage) -> None:
    page = stage(pc.read(SEED))
    line = next(row for row in page.lines if row.text.strip())
    if page.blocks is None:
        rest = tuple(row for row in page.lines if row is not line)
        assert "lost" in next(faults(page.replace(lines=rest)))
        assert "twice" in next(faults(page.replace(lines=(*page.lines, line))))
    else:
        block = page.blocks[0]
        other = pc.Block(block.text[::-1], block.pieces)
        assert "lost" in next(faults(page.replace(blocks=page.blocks[1:])))
        assert "twice" in next(faults(page.replace(blocks=(*page.blocks, block))))
        assert "not what its pieces hold" in next(faults(page.replace(blocks=(other, *page.blocks[1:]))))


def test_the_same_page_gives_the_same_bytes_in_every_process() -> None:
    """The order of sets of strings changes from one process to the next; nothing may hang on it."""
    outputs = {
        subprocess.run(
            [*PAPERCUT, "clean", SEED, "--to", "json", "--trace"],
            capture_output=True, check=True, env=environment(PYTHONHASHSEED=seed),
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(outputs) == 1
