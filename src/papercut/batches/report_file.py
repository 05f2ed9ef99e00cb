"""Where the report of a batch stands: in its output as `report.html`, beside a database as `NAME.report.html`."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from papercut.batches.inputs.skipped_files import is_own
from papercut.batches.outputs.by_name import sink_of, target_of
from papercut.batches.report import report
from papercut.batches.report_page import ROWS, report_html
from papercut.errors import OutputError
from papercut.writers.folder import put_file

NAME = "report.html"


def report_place(out: str, to: str) -> str:
    """The path or URL of the report of an output in this format."""
    if to == "sqlite":
        return str(Path(out).with_suffix(f".{NAME}"))
    return f"{out.rstrip('/')}/{NAME}" if "://" in out else str(Path(out) / NAME)


def check_report(out: str, to: str) -> None:
    """Raise `OutputError` where a file stands in the report's place that papercut did not write."""
    place = report_place(out, to)
    if "://" in out:
        there = target_of(out).get(NAME)
    elif not os.path.lexists(place):
        there = None
    else:
        try:
            with Path(place).open("rb") as file:
                there = file.read(4096)
        except OSError as error:
            raise OutputError(f"{place} cannot be read: {error.strerror or error}") from error
    if there is not None and not is_own(there[:4096]):
        raise OutputError(f"{place} is there already, and no report of papercut: move it away, or give --no-report")


def is_report_there(out: str, to: str) -> bool:
    """Whether an output of this machine has a report."""
    return "://" not in out and Path(report_place(out, to)).is_file()


def write_report(out: str, to: str) -> str:
    """Write the report of all that is in an output, in place of an older one, and say where it stands; nowhere if the
    output is not begun yet. Raises `OutputError` if it cannot be written."""
    found, settings = report(out, ROWS), sink_of(out, to).settings()
    if found is None or settings is None:
        return ""
    beside = Path(report_place(out, to)).parent
    kept = settings.get("reviews", ())
    reviews = {(*page,): quote(way) for *page, way in kept if (beside / way).is_file()}
    roots = bool(settings.get("roots"))
    html = report_html(found, out, reviews, folders=to in ("md", "json"), local=roots)
    if "://" in out:
        target_of(out).put(NAME, html.encode("utf-8", "replace"))
    else:
        put_file(Path(report_place(out, to)), html, force=True)
    return report_place(out, to)
