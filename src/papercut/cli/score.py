"""`papercut score`: how right the articles are, where somebody knows what is right."""

from __future__ import annotations

import shutil
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.console import Console
from papercut.cli.inputs import InputRun, inputs_or_help, run_stages
from papercut.cli.option_groups import grouped
from papercut.codec.page import dumps
from papercut.errors import InputError, UsageError
from papercut.model.page import Page
from papercut.plurals import counted
from papercut.readers import Reading
from papercut.registry import build
from papercut.settings import Settings
from papercut.visible_text import visible

if TYPE_CHECKING:
    from papercut.score.cases import Case
    from papercut.score.report import Report

STYLES = {"name": "bold", "lacks": "red", "has": "green", "dim": "dim", "": ""}

STRANGE = 0.1
"""A page on which less of its truth's text is found than this is pointed out; scrambled vertical text has more."""


@grouped
def score(
    ctx: typer.Context,
    *,
    pages: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PAGES...", help="Folders of pages with their truth, or files with theirs.", show_default=False
        ),
    ] = None,
    truth: Annotated[
        Path | None, typer.Option("--truth", metavar="FILE", help="The truth of the only input (also of -).")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Print the articles of the only input, as a truth to correct by hand.")
    ] = False,
    raw: Annotated[str, typer.Option("--raw", metavar="GLOB", help="Only inputs with such a name.")] = "*",
    page: Annotated[str, typer.Option("--page", metavar="GLOB", help="Only pages with such a name.")] = "*",
    worst: Annotated[
        int | None,
        typer.Option(
            "--worst", min=0, metavar="N", help="Also print the N worst articles, each with a diff.", show_default=False
        ),
    ] = None,
    ocr: Annotated[
        bool | None,
        typer.Option(
            "--ocr/--no-ocr",
            help="Whether characters may be misread (default: for scans, and inputs named ocr-* or scan*).",
            show_default=False,
        ),
    ] = None,
    to: Annotated[
        Literal["text", "json"] | None,
        typer.Option("--to", help="A table (text, the default), or JSON for programs.", show_default=False),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="The same as --to json.")] = False,
    encoding: opt.Encoding = "auto",
    from_: opt.From = "auto",
    password: opt.Password = None,
    settings_file: opt.SettingsOptions,
    messages: opt.MessageOptions,
) -> None:
    """Measure accuracy on pages whose true articles are known.

    A folder holds pages: each a truth.json beside its page or the folder raw, or NAME.truth.json beside NAME.txt,
    NAME.pdf and so on; a page may be in any format that papercut clean reads. In an output that people have corrected
    (papercut serve), the pages that they checked are measured. The table also shows how often articles of each
    confidence were right.

    \b
    papercut score page.txt --draft > page.truth.json    a truth to correct
    papercut score page.txt
    papercut score pages --worst 10
    papercut score out/
    papercut score pages --json | jq .figures.all.perfect
    """
    console = messages.console(ctx)
    if not pages and truth is None and not draft:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)
    if json_ and to == "text":
        raise UsageError("--json and --to text contradict each other: give one of them")
    if draft:
        idle = {
            "--truth": truth is not None, "--raw": raw != "*", "--page": page != "*", "--worst": worst is not None,
            "--ocr" if ocr else "--no-ocr": ocr is not None, "--to": to is not None, "--json": json_,
        }  # fmt: skip
        if found := [option for option, given in idle.items() if given]:
            raise UsageError(f"--draft makes a truth and measures nothing: {found[0]} does not go with it")
    if password is not None and from_ not in ("auto", "pdf", "scan"):
        raise UsageError(f"--password is about PDF: it does not go with --from {from_}")
    names = inputs_or_help(ctx, pages)
    reading = Reading(encoding, from_, password)
    settings = settings_file.load()
    run = InputRun(console)
    if draft:
        _draft(run, names, reading, settings)
        raise typer.Exit(run.exit_code)
    from papercut.score.checked_pages import has_corrections
    from papercut.score.page_figures import OCR_NAMES
    from papercut.score.page_figures import score as score_page
    from papercut.score.report import Report
    from papercut.score.truth import read_truth

    report = Report(worst or 0)
    if len(names) == 1 and has_corrections(Path(names[0])):
        if truth is not None or raw != "*":
            out = names[0]
            raise UsageError(f"the corrections of {out} are its truth: --truth and --raw do not go with it")
        _checked(run, Path(names[0]), page, report, ocr)
        if run.done:
            _show(console, report, to="json" if json_ else to or "text")
        raise typer.Exit(run.exit_code)
    pipeline = build(options=settings.options)
    cases = _cases(run, names, truth, raw, page)
    run.files = len(cases)
    for case in cases:
        with run.attempt(str(case.raw)):
            true = read_truth(case.truth)
            given = _page(run, case.raw, reading)
            if given is None:
                continue
            if given.articles is None:
                given = run_stages(settings.mark(given), pipeline.stages)
            guessed = given.source.format == "scan" or case.raw.name.startswith(OCR_NAMES)
            misread = guessed if ocr is None else ocr
            scored = score_page(true, given, ocr=misread)
            report.add(case, scored)
            run.done += 1
            counts = scored.tally.counts
            if counts["placed"] < STRANGE * counts["body"]:
                share = counts["placed"] / counts["body"]
                console.say(f"{case.raw} holds {share:.0%} of the text in {case.truth}: is it the truth of this page?")
            console.detail(f"{case.raw}: {counts['perfect']} of {counted(counts['true'], 'article')} exactly right")
    if run.done:
        _show(console, report, to="json" if json_ else to or "text")
    raise typer.Exit(run.exit_code)


def _checked(run: InputRun, out: Path, names: str, report: Report, ocr: bool | None) -> None:
    """Score the pages of an output that people have checked."""
    from papercut.corrections.files import corrections_path
    from papercut.score.cases import Case
    from papercut.score.checked_pages import checked_pages, stated
    from papercut.score.page_figures import score as score_page
    from papercut.score.report import CHECKED

    with run.attempt(str(out)):
        for found in checked_pages(out):
            if not fnmatch(found.name, names):
                continue
            # whoever corrects a misread character is asked no more than that
            scored = score_page(found.truth, found.page, ocr=bool(ocr))
            case = Case(found.name, CHECKED, Path(found.where), corrections_path(out))
            report.add(case, scored)
            report.stated += stated(scored.match)
            run.done += 1


def _cases(run: InputRun, names: list[str], truth: Path | None, raw: str, page: str) -> list[Case]:
    """All texts to score; what cannot be found is reported and counted."""
    from papercut.score.cases import Case, cases, chosen, lone_truths

    if truth is not None:
        if len(names) != 1 or (names[0] != "-" and Path(names[0]).is_dir()):
            raise UsageError("--truth is the truth of one text: name one file, or -")
        if (raw, page) != ("*", "*"):
            raise UsageError("--raw and --page choose in folders: they do not go with --truth")
        path = Path("<stdin>" if names[0] == "-" else names[0])
        return [Case(path.stem, path.name, Path(names[0]), truth)]
    out: list[Case] = []
    for name in names:
        if name == "-":
            raise UsageError("the truth of standard input is not known: name it with --truth")
        with run.attempt(name):
            out += cases(Path(name))
            for lone in lone_truths(Path(name)):
                run.failed(InputError(f"{lone} is the truth of no text: there is no page in raw/ or beside it"))
    return chosen(out, raw=raw, page=page)


def _page(run: InputRun, raw: Path, reading: Reading) -> Page | None:
    """The one page of a raw text; None if it could not be read, which has been reported."""
    found: Page | None = None
    for given in run.pages([str(raw)], reading, saved=True):
        if found is not None:
            raise InputError(f"{raw} holds several pages, and a truth is the truth of one: split it")
        if given.page.blocks is not None and given.page.articles is None:
            raise InputError(f"{raw} has no articles yet: the other stages must come before")
        found = given.page
    return found


def _draft(run: InputRun, names: list[str], reading: Reading, settings: Settings) -> None:
    """Write the truth that a text would have if papercut were right."""
    from papercut.score.draft_truth import draft

    if len(names) != 1 or Path(names[0]).is_dir():
        raise UsageError("--draft makes the truth of one text: name one file, or -")
    with run.attempt(names[0]):
        page = _page(run, Path(names[0]), reading)
        if page is not None:
            if page.articles is None:
                page = run_stages(settings.mark(page), build(options=settings.options).stages)
            run.console.data(dumps(draft(page), 1) + "\n")
            run.done += 1


def _show(console: Console, report: Report, *, to: str) -> None:
    """Write the report: in colours and no wider than it on a terminal, plain in a pipe."""
    from papercut.score.report import plain

    terminal = sys.stdout is not None and sys.stdout.isatty()
    if to == "json":
        console.data(dumps(report.to_dict(), 2 if terminal else None) + "\n")
        return
    width = shutil.get_terminal_size().columns if terminal else None
    console.data("".join(f"{visible(line)}\n" for line in (*report.table(width), *report.confidence())))
    if not terminal:
        console.data(plain(report.worst()))
        return
    from rich.text import Text

    console.styled(Text.assemble(*((visible(text), STYLES[kind]) for text, kind in line)) for line in report.worst())
