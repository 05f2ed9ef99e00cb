"""Every example runs and does what it says."""

from __future__ import annotations

import csv
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
    tests = "".join(p.read_text("utf-8") for p in (ROOT / "tests").glob("test_*.py"))
    assert path.name in tests
