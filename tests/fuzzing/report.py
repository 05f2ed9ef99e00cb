"""What a log says, as a table of docs/security.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fuzzing.kinds import KINDS, kind_of
from fuzzing.runs import Sum, summed

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "security.md"
FOUND = ROOT / "tests" / "found"
GROUPS = {
    "text": "plain text, in ten encodings", "pdf": "PDF", "hocr": "hOCR", "alto": "ALTO", "page": "PAGE XML",
    "abbyy": "ABBYY XML", "tsv": "Tesseract TSV", "ocr-json": "JSON of OCR services", "auto": "METS",
    "document": "page documents", "articles": "article documents", "corrections": "corrections",
    "settings": "settings and profiles", "archive": "archives (zip, tar)",
}  # fmt: skip
"""What the document calls the kinds that are read as one form."""


def update(rows: Sequence[dict[str, Any]]) -> None:
    """Write the table of a log into the document."""
    table = f"<!-- fuzz -->\n{report(rows)}<!-- /fuzz -->"
    text = DOCUMENT.read_text("utf-8")
    DOCUMENT.write_text(re.sub(r"<!-- fuzz -->.*?<!-- /fuzz -->", lambda _: table, text, flags=re.DOTALL), "utf-8")


def report(rows: Sequence[dict[str, Any]]) -> str:
    """How many files of each form were tried, and what was found."""
    plain, guided = (summed(r for r in rows if r["guided"] is how) for how in (False, True))
    cases = [KINDS[kind_of(path.name)].form for path in FOUND.iterdir()]
    head = ("files", "tried", "guided", "with faults", "cases kept", "tried a second", "most memory")
    out = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    for form, name in GROUPS.items():
        one, other = (_of_form(sums, form) for sums in (plain, guided))
        both = _joined((one, other))
        rate = f"{one.files / one.seconds:.0f}" if one.seconds else ""
        out.append(
            f"| {name} | {one.files:,} | {other.files:,} | {both.faults} | {cases.count(form) or ''} | {rate} "
            f"| {both.peak} MB |"
        )
    one, other = _joined(plain.values()), _joined(guided.values())
    both = _joined((one, other))
    out.append(
        f"| all | {one.files:,} | {other.files:,} | {both.faults} | {len(cases)} "
        f"| {one.files / max(one.seconds, 1):.0f} | {both.peak} MB |"
    )
    days = sorted(both.days)
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    hours = (one.seconds + other.seconds) / 3600
    million = 1e6 / max(one.files / max(one.seconds, 1), 0.1) / 3600
    said = (
        f"These are {one.files + other.files:,} files, tried on {when} in {hours:.1f} hours of one process. A million "
        f"files take about {million:.0f} hours of one process at this rate."
    )
    out += ["", said]
    return "\n".join(out) + "\n"


def _of_form(sums: dict[str, Sum], form: str) -> Sum:
    return _joined(one for kind, one in sums.items() if kind in KINDS and KINDS[kind].form == form)


def _joined(sums: Any) -> Sum:
    out = Sum()
    for one in sums:
        out.files += one.files
        out.faults += one.faults
        out.seconds += one.seconds
        out.peak = max(out.peak, one.peak)
        out.days |= one.days
    return out
