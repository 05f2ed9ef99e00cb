"""What several tests share: the bench, and what was measured on it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from measured import Measured, measure_all


@pytest.fixture(scope="session")
def bench() -> Path:
    """The folder of the bench, which the environment variable PAPERCUT_BENCH names. Without it the test is skipped."""
    name = os.environ.get("PAPERCUT_BENCH")
    if not name:
        pytest.skip("PAPERCUT_BENCH does not name the bench")
    path = Path(name)
    if not (path / "pages").is_dir():
        pytest.fail(f"PAPERCUT_BENCH is {name}, and there are no pages in it")
    return path


@pytest.fixture(scope="session")
def measured(bench: Path) -> Mapping[Path, Measured]:
    """Every raw text of the bench, run once, by its path under `pages`."""
    return measure_all(bench)
