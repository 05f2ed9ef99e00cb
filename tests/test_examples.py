"""Every example runs and does what it says."""

from __future__ import annotations

import csv
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import papercut as pc
from shell import ROOT, SEED, environment, papercut

EXAMPLES = ROOT / "examples"


def test_the_shell_pipeline_gives_what_clean_gives() -> None:
    done = subprocess.run(["sh", EXAMPLES / "pipe.sh", SEED], capture_output=True, env=environment())
    assert done.returncode == 0, done.stderr
    assert done.stdout == papercut("clean", SEED, "--to", "json").stdout
    assert subprocess.run(["sh", EXAMPLES / "pipe.sh"], capture_output=True, env=environment()).returncode != 0


def test_the_table_of_contents_lists_every_article(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7\n\x00")
    done = subprocess.run(
        [sys.executable, EXAMPLES / "contents.py", bad, SEED], capture_output=True, text=True, env=environment()
    )
    assert done.returncode == 1 and "is no sound PDF" in done.stderr and "Traceback" not in done.stderr
    head, *rows = csv.reader(done.stdout.splitlines())
    articles = pc.clean(SEED)
    assert head[3] == "headline" and len(rows) == len(articles) > 3
    assert [row[3] for row in rows if not row[3].endswith("…")] == [a.headline for a in articles if a.headline]


def test_every_stage_stands_in_the_shell_pipeline() -> None:
    from papercut.stages import ORDER

    words = (EXAMPLES / "pipe.sh").read_text("utf-8").split()
    assert [w for w in words if w in ORDER] == list(ORDER)


@pytest.mark.parametrize("path", sorted(p.relative_to(EXAMPLES) for p in EXAMPLES.iterdir()), ids=str)
def test_no_example_is_left_untested(path: Path) -> None:
    tests = "".join(p.read_text("utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    assert path.name in tests


def test_a_batch_becomes_a_table(tmp_path: Path) -> None:
    if not any(map(importlib.util.find_spec, ("pandas", "polars"))):
        pytest.skip("neither pandas nor polars is installed")
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "1998-03-28_03.txt").write_bytes(SEED.read_bytes())
    for _ in range(2):  # the second run has nothing to do
        done = subprocess.run(
            [sys.executable, EXAMPLES / "notebook.py", "scans", "lines"],
            cwd=tmp_path, capture_output=True, text=True, env=environment(),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        rows = list(csv.DictReader(done.stdout.splitlines()))
        articles = pc.clean(SEED)
        assert sorted(r["headline"] for r in rows) == sorted(a.headline or "" for a in articles)
        assert {r["page"] for r in rows} and [r["confidence"] for r in rows] == sorted(r["confidence"] for r in rows)


def test_a_stage_can_be_replaced(tmp_path: Path) -> None:
    text = "■新桥昨日通车\n　　本报讯 市里的新桥昨日\n通车，人们都很高兴。\n■学校开学\n　　本报讯 三所学校今日开学。\n"
    (tmp_path / "page.txt").write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, EXAMPLES / "replace_stage.py", tmp_path / "page.txt"],
        capture_output=True, text=True, env=environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    heads = [line for line in done.stdout.splitlines() if line.startswith("# ")]
    assert heads == ["# ■新桥昨日通车", "# ■学校开学"] and "昨日通车，人们都很高兴。" in done.stdout
