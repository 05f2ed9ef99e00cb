"""What several tests share: the bench, and the scorer that measures on it."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from shell import ROOT


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
def score() -> ModuleType:
    """benchmarks/score.py as a module."""
    spec = importlib.util.spec_from_file_location("score", ROOT / "benchmarks" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
