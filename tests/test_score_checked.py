"""`papercut score OUT`: pages that people have checked are the truth of what papercut made of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from papercut.corrections.files import append, corrections_path
from papercut.corrections.outputs import saved_pages
from papercut.corrections.records import new
from papercut.score.checked_pages import Stated, calibration
from shell import papercut_text as papercut

SEED = next((Path(__file__).parent.parent / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed page as papercut makes it, and a note that a person leaves on it."""
    root = tmp_path_factory.mktemp("checked")
    (root / "page.txt").write_bytes(SEED.read_bytes())
    done = papercut("clean", "page.txt", "--to", "json", "-o", "out/", cwd=root)
    assert done.returncode == 0, done.stderr
    return root / "out"


def test_pages_that_nobody_checked_are_no_truth(out: Path) -> None:
    page = next(saved_pages(out)).document
    first = page["articles"][0]
    append(corrections_path(out), [new("split", page["source"], "me", before=first["body"][1]["pieces"][0][:2])])
    done = papercut("score", "out", cwd=out.parent)
    assert done.returncode == 3
    assert "no page of out has been checked yet" in done.stderr


def test_a_checked_page_says_how_right_papercut_was_and_how_sure(out: Path) -> None:
    page = next(saved_pages(out)).document
    append(corrections_path(out), [new("check", page["source"], "me")])
    done = papercut("score", "out", "--json", cwd=out.parent)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    articles = len(page["articles"])
    figures = found["figures"]["all"]
    # of the true articles the two that were one are wrong
    assert figures["perfect"] == pytest.approx((articles - 1) / (articles + 1))
    assert sum(row["articles"] for row in found["confidence"]) == articles
    assert sum(row["right"] for row in found["confidence"]) == articles - 1
    table = papercut("score", "out", cwd=out.parent).stdout
    assert "confidence   articles   stated    right" in table


def test_an_output_that_nobody_corrected_says_how_to_get_a_truth(out: Path, tmp_path: Path) -> None:
    shutil.copytree(out, tmp_path / "fresh", ignore=shutil.ignore_patterns("corrections.jsonl"))
    done = papercut("score", "fresh", cwd=tmp_path)
    assert done.returncode == 3
    assert "papercut serve fresh" in done.stderr


def test_truth_and_raw_do_not_go_with_corrections(out: Path) -> None:
    done = papercut("score", "out", "--raw", "*.txt", cwd=out.parent)
    assert done.returncode == 2
    assert "--truth and --raw do not go with it" in done.stderr


def test_calibration_counts_each_article_once() -> None:
    rows = calibration([Stated(0.2, False), Stated(0.95, True), Stated(1.0, False), Stated(0.5, True)])
    assert [(row["from"], row["articles"], row["right"]) for row in rows] == [(0.0, 1, 0), (0.5, 1, 1), (0.9, 2, 1)]
