"""Tables of what was measured, in docs/performance.md: each with the day, the commit and the machine."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "performance.md"


def where() -> str:
    """When a table is measured, and on what."""
    git = ["git", "-C", str(ROOT)]
    told = subprocess.run([*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    commit = told.stdout.strip() or "unknown"
    if subprocess.run([*git, "diff", "--quiet", "HEAD", "--", "src"]).returncode:
        commit += " with changes"
    load = f", load {os.getloadavg()[2]:.1f} over the last quarter of an hour" if hasattr(os, "getloadavg") else ""
    return (
        f"Measured on {date.today()} at commit {commit}: Python {platform.python_version()}, {os.cpu_count()} "
        f"processors{load}."
    )


def write_table(block: str, table: str) -> None:
    """Put a table, as Markdown, between `<!-- block -->` and `<!-- /block -->`."""
    said = DOCUMENT.read_text("utf-8")
    place = re.compile(rf"<!-- {block} -->\n.*?<!-- /{block} -->", re.DOTALL)
    if not place.search(said):
        raise SystemExit(f"{DOCUMENT.name} has no place for {block}")
    new = f"<!-- {block} -->\n{where()}\n\n{table.rstrip()}\n<!-- /{block} -->"
    DOCUMENT.write_text(place.sub(lambda _: new, said), "utf-8")


def write_text(block: str, rows: list[str]) -> None:
    """The same, for rows of plain text."""
    write_table(block, "```text\n" + "\n".join(rows) + "\n```")
