"""Packages with plugins, for the tests: as pip installs them, or put together from a module and its entry points."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from shell import environment


def installed_into(target: Path, package: Path) -> Path:
    """A package of the examples, as pip installs it into a folder."""
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
         "--disable-pip-version-check", "--target", str(target), str(package)],
        check=True, env=environment(),
    )  # fmt: skip
    return target


def put_together(target: Path, name: str, module: str, points: str) -> Path:
    """A package `name` 0.1 of one module, with these entry points."""
    (target / f"{name.replace('-', '_')}.py").write_text(module, "utf-8")
    info = target / f"{name.replace('-', '_')}-0.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text(points)
    return target
