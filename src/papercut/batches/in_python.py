"""`papercut.batch`: many files from a Python program."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from papercut.batches.inputs.locations import inputs as found_inputs
from papercut.batches.inputs.skipped_files import FileFilter, counts_text
from papercut.batches.outputs.by_name import check_out, format_of, parts_for
from papercut.batches.records import Settings
from papercut.batches.run import Engine, RunOrder, Tally, run
from papercut.corrections.applied import Corrections
from papercut.corrections.files import read_corrections
from papercut.errors import InputError, UsageError
from papercut.option_values import plain
from papercut.progress import Progress, ShowProgress
from papercut.readers import Reading, formats
from papercut.registry import build, canonical
from papercut.version import __version__


def batch(
    inputs: str | Path | Iterable[str | Path],
    out: str | Path,
    *,
    to: str | None = None,
    parts: Sequence[str] | str | None = None,
    only: Sequence[str] | str | None = None,
    with_: Sequence[str] | str = (),
    without: Sequence[str] | str = (),
    options: Mapping[str, Mapping[str, Any]] | None = None,
    resume: bool = False,
    force: bool = False,
    include: Sequence[str] | str = (),
    exclude: Sequence[str] | str = (),
    jobs: int | None = None,
    engine: Engine = "local",
    scheduler: str | None = None,
    timeout: float = 300.0,
    encoding: str = "auto",
    format: str = "auto",
    password: str | None = None,
    ocr: str = "auto",
    ocr_engine: str = "rapidocr",
    pages: str = "",
    report: bool = True,
    progress: ShowProgress | None = None,
    corrections: str | Path | None = None,
) -> Tally:
    """Process many files as `papercut batch` does, and return what was done.

    `inputs` are names of files, folders, patterns, archives or URLs of stores: here a `str` is a name. `out` is the
    folder, database or URL to write to, and `to` is `md`, `json`, `jsonl`, `sqlite` or `parquet`. `parts` are the
    parts of articles that records have (`--only` of the command), if they do not have all. Stages run in other
    processes, so they are given by name: `only`, `with_`, `without` and `options` are those of `papercut.build`. The
    reading arguments are those of `papercut.read_pages`; the others are those of the command. With `report`,
    `report.html` is written into the output. `corrections` is a file of what people corrected; those that no longer
    fit are in `misfits` of the result.

    Nothing is printed. `progress` is called after each page, never twice at a time, but from any thread.

    A file or page that fails is in `failures` of the result and in the output, and raises nothing. Raises `InputError`
    if there is nothing to do, `OutputError` if the output is used already or cannot be written, `UsageError` for wrong
    arguments, and `KeyboardInterrupt` if the run was stopped; `resume=True` goes on from there.
    """
    out = str(out)
    form = to or format_of(out)
    check_out(out, form, scheduler)
    if resume and force:
        raise UsageError("resume does what is missing, force does all anew: give one of them")
    formats.check(format, ocr, ocr_engine)
    pipeline = build(only, with_, without, options)
    pipeline.begins_with(frozenset({"lines"}))
    if "articles" not in pipeline.made:
        raise UsageError("these stages make no articles: add separate-articles")
    if engine == "dask":
        from papercut.batches.work.dask_engine import need_dask

        need_dask(scheduler)
    settings = Settings(
        form, plain({canonical(name): given for name, given in (options or {}).items()}),
        None if only is None else _names(only), _names(with_), _names(without),
        Reading(encoding, format, password, ocr, ocr_engine, pages)._asdict(), "", __version__,
        parts_for(parts, form),
    )  # fmt: skip
    names = [str(name) for name in ((inputs,) if isinstance(inputs, (str, Path)) else inputs)]
    choice = FileFilter(_names(include), _names(exclude), pages)
    given = found_inputs(names, None, Path(out).absolute() if "://" not in out else None, choice)
    made = None if corrections is None else Corrections(read_corrections(Path(corrections)).records)
    order = RunOrder(
        out, settings, jobs or os.cpu_count() or 1, engine, scheduler, resume, force, timeout, report, corrections=made
    )
    told = _Told(progress)
    tally = run(order, given, told.told, told.moved, choice.counts)
    if not tally.inputs:
        raise InputError(f"no pages in {', '.join(names)}: {counts_text(choice.counts) or 'there are no files'}")
    if tally.error is not None:
        raise tally.error
    if tally.stopped:
        raise KeyboardInterrupt
    return tally


def _names(given: Sequence[str] | str) -> tuple[str, ...]:
    """Names, where one alone may be given as it is."""
    return (given,) if isinstance(given, str) else tuple(given)


class _Told:
    """Passes on how far a run is, from whichever thread says so, one word at a time."""

    def __init__(self, show: ShowProgress | None) -> None:
        self.show = show
        self.tally = Tally()
        self.pages = 0
        self.lock = threading.Lock()

    def told(self, tally: Tally) -> None:
        self.tally = tally

    def moved(self, files: float) -> None:
        if self.show is None:
            return
        with self.lock:
            self.pages += 1
            tally = self.tally
            self.show(Progress(min(tally.before + files, tally.inputs), tally.inputs, self.pages, tally.failed))
