"""What all tests share: in how many processes they run, where they write, the bench, and what was measured on it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# before numpy is imported: a process a core, each with a thread a core, would wait for one another
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["PAPERCUT_LANG"] = "en"  # whatever the machine speaks

from measured import Measured, measure_all

if TYPE_CHECKING:
    from workbenches import Made

MOST = 8
"""Processes, however many cores there are: each begins more of its own, and needs memory."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """A process a core; for single files none but this one, since two would begin later than one is done."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    if len(config.args) < 3 and all(".py" in name for name in config.args):
        return 0
    return min(len(os.sched_getaffinity(0)), MOST)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Any text, such as `0.xml`, may look like the name of a file: a warning that is no fault where texts are drawn."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.filterwarnings("ignore:.*is taken as text"))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of the run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session", autouse=True)
def nothing_is_left_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Home and the place for temporary files lie in pytest's own folder, which it removes."""
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        del os.environ[name]
    os.environ["HOME"] = str(tmp_path_factory.mktemp("home"))
    os.environ["TMPDIR"] = tempfile.tempdir = str(tmp_path_factory.mktemp("tmp"))


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


@pytest.fixture(scope="module")
def workbench_output(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """An output for the workbench, and its inputs; whoever writes to it takes `own`."""
    from workbenches import made

    return made(tmp_path_factory.mktemp("workbench"))


@pytest.fixture
def own(workbench_output: Made, tmp_path: Path) -> Made:
    """The same, for one test alone."""
    return workbench_output.copy(tmp_path)


@pytest.fixture(scope="session")
def measured(bench: Path, shared: Path) -> Mapping[Path, Measured]:
    """Every raw text of the bench, run once, by its path under `pages`."""
    return measure_all(bench, shared / "measured")
