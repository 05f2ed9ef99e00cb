"""The page and the truth of docs/how-to/score.md, and what `papercut score` says of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from shell import ROOT, papercut

DOCUMENT = (ROOT / "docs" / "how-to" / "score.md").read_text("utf-8")
REFERENCE = (ROOT / "docs" / "reference" / "truth.md").read_text("utf-8")


def block(kind: str) -> str:
    """The one fenced block of a kind in docs/how-to/score.md."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)
    return str(found)


def lay_out(folder: Path) -> Path:
    """The folder, with the page and its truth in it."""
    (folder / "page.txt").write_text(block("text"), "utf-8")
    (folder / "page.truth.json").write_text(block("json"), "utf-8")
    return folder


def scored(*args: str | Path, **more: Any) -> dict[str, Any]:
    """What `papercut score --json` prints."""
    done = papercut("score", *args, "--json", **more)
    assert done.returncode == 0, done.stderr.decode()
    out: dict[str, Any] = json.loads(done.stdout)
    return out
