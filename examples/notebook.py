"""A batch as a table in pandas or polars: run it cell by cell in a notebook or an editor, or as a program.

python examples/notebook.py scans/ lines/
"""

# %% Which files, and where their articles go
from __future__ import annotations

import sys
from pathlib import Path

import papercut

scans, out = map(Path, sys.argv[1:3])


# %% Clean all files; a second run does only what is new or changed
def show(progress: papercut.Progress) -> None:
    print(f"\r{progress.done:.0f} of {progress.total} files", end="", file=sys.stderr)


tally = papercut.batch(scans, out, to="jsonl", resume=True, progress=show)
print(f"\n{tally.before + tally.done} files, {tally.failed} failed", file=sys.stderr)

# %% One row an article, with what the page says of its issue
names = sorted(out.glob("shard-*.jsonl"))
try:
    import polars

    table = polars.concat([polars.read_ndjson(name) for name in names], how="diagonal_relaxed")
    table = table.unnest("issue").select("paper", "date", "page", "section", "headline", "byline", "confidence")
    print(table.sort("confidence").write_csv(), end="")
except ImportError:
    import pandas

    rows = pandas.concat([pandas.read_json(name, lines=True, dtype=False) for name in names], ignore_index=True)
    issue = pandas.json_normalize(rows["issue"].tolist())
    frame = issue.join(rows[["headline", "byline", "confidence"]])
    print(frame.sort_values("confidence").to_csv(index=False), end="")
