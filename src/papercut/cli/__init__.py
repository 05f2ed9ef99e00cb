"""The command line: commands, their options and exit codes. What they do to a page stands elsewhere.

In: arguments and standard input. Out: standard output, messages on standard error, an exit code. Commands: `apply`,
`batch` with `batch_messages`, `clean`, `corrections`, `explain`, `filters`, `learn`, `plugins`, `review`, `score`,
`search`, `serve`, `stages`, `status`. Shared: pages come from `inputs` (`given_pages`, `file_sets`, `corrected`) and
go to `article_output` (`output_file`, `protected_inputs`, `left_out`); `options`, `option_…`, `stage_options`,
`plugin_choices`; help (`help`, `chinese_help`); the terminal (`console`, `progress`, `page_bar`). Read in this order.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import os
import re
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from papercut.cli.console import Console, Hangup, abandon_stdout
from papercut.cli.help import Command, HelpContext, write_sections
from papercut.errors import OutputError, PapercutError, StageError, UsageError
from papercut.memory_shortage import NO_MEMORY, is_memory_short
from papercut.output_errors import way_out
from papercut.stages import ORDER
from papercut.translation.choice import Language, chosen_language, with_asked_language
from papercut.translation.current import translated, use_language
from papercut.version import __version__

COMMANDS = {
    "clean": ("papercut.cli.clean", "clean"),
    "batch": ("papercut.cli.batch", "batch"),
    "status": ("papercut.cli.status", "status"),
    "search": ("papercut.cli.search", "search"),
    "read": ("papercut.cli.filters", "read"),
    "write": ("papercut.cli.filters", "write"),
    "serve": ("papercut.cli.serve", "serve"),
    "apply": ("papercut.cli.apply", "apply"),
    "corrections": ("papercut.cli.corrections", "corrections"),
    "learn": ("papercut.cli.learn", "learn"),
    "explain": ("papercut.cli.explain", "explain"),
    "review": ("papercut.cli.review", "review"),
    "score": ("papercut.cli.score", "score"),
    "stages": ("papercut.cli.stages", "stages"),
    "plugins": ("papercut.cli.plugins", "plugins"),
}
"""Each command's module and function, imported when the command is called."""

HEADINGS = {
    "Pages": ("clean", "read", "write"),
    "Many pages": ("batch", "status", "search"),
    "Correct by hand": ("serve", "apply", "corrections", "learn"),
    "Look and measure": ("explain", "review", "score", "stages", "plugins"),
}
"""The headings of `papercut --help` and the commands under each."""


class Group(TyperGroup):
    """The commands of papercut, its stages as filters, and the stages of other packages, each made when it is asked
    for."""

    context_class = HelpContext

    def list_commands(self, ctx: Any) -> list[str]:
        from papercut.registry import names

        return [*COMMANDS, *names()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS:
            module, function = COMMANDS[cmd_name]
            return _made(cmd_name, getattr(importlib.import_module(module), function))
        if cmd_name in ORDER:
            from papercut.cli.filters import stage_filter

            return _made(cmd_name, stage_filter(cmd_name))
        from papercut.registry import origin, plugins

        if cmd_name not in plugins():
            return None
        # a stand-in for lists of commands: the stage is imported when it is named
        return TyperCommand(cmd_name, help=f"A stage of {origin(cmd_name)}.")

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands under headings, each with its whole first sentence."""
        headed = [(heading, name) for heading, names in HEADINGS.items() for name in names]
        headed += [("Filters, one a stage", name) for name in self.list_commands(ctx) if name not in COMMANDS]
        rows = []
        for heading, name in headed:
            command = self.get_command(ctx, name)
            told = " ".join((command.help or "").partition("\b")[0].partition("\n\n")[0].split())
            told = translated(told).rstrip(".。")
            rows.append((heading, (name, told)))
        write_sections(formatter, rows)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        try:
            return super().parse_args(ctx, args)
        except Exception as error:
            option = getattr(error, "option_name", None)
            name = next((arg for arg in args if not arg.startswith("-")), None)
            if option is None or name is None or self.get_command(ctx, name) is None:
                raise
            said = f"{option} stands before the command: options come after it, as in papercut {name} {option}"
            raise UsageError(said) from error

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from papercut.registry import nearest_name

            raise UsageError(f"there is no command {args[0]!r}: {nearest_name(args[0], self.list_commands(ctx))}")
        name, command, rest = super().resolve_command(ctx, args)
        if name and name not in COMMANDS and name not in ORDER:
            from papercut.cli.filters import stage_filter

            command = _made(name, stage_filter(name))
        return name, command, rest


def _made(name: str, function: Any) -> Any:
    app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=HELP)
    app.command(name, cls=Command)(function)
    return typer.main.get_command(app)


AT_ONCE = 200_000
"""Objects that are made before Python looks for cycles among them: what is made at the start stays."""

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}

app = typer.Typer(cls=Group, invoke_without_command=True, rich_markup_mode=None, context_settings=HELP)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"papercut {__version__}")
        raise typer.Exit


@app.callback()
def papercut(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    lang: Annotated[
        Language | None,
        typer.Option("--lang", help="Language of help and messages (default: that of the system).", show_default=False),
    ] = None,
) -> None:
    """Turn the raw text of a newspaper page into clean, separate articles.

    \b
    papercut clean page.txt                     articles as Markdown
    papercut clean page.txt --to json | jq .    with where every word came from
    papercut explain page.txt                   why it was divided like that
    papercut batch scans/ -o out/               every page below a folder

    The commands named after stages are filters: they take what `papercut read` gives, or plain text.
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(2)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the result is the exit code. Nothing but data goes to standard output."""
    if argv is None:
        _make_ready()
    args = with_asked_language(sys.argv[1:] if argv is None else argv)
    use_language(chosen_language(args, os.environ))  # `--lang` too must hold before anything is said
    console = Console()
    console.verbose = any(re.fullmatch(r"--verbose|-[a-z]*v[a-z]*", a) for a in args)
    code = _run(args, console)
    if argv is None and console.memory_short:
        _end_at_once(code)
    return code


def _run(args: list[str], console: Console) -> int:
    """Run the command, and say what goes wrong with it; the exit code."""
    stdout = sys.stdout
    try:
        code = typer.main.get_command(app).main(args, prog_name="papercut", standalone_mode=False, obj=console)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (Hangup, BrokenPipeError):
        abandon_stdout()
        return 0
    except SystemExit:
        if sys.stdout is stdout:
            raise
        sys.stdout = stdout  # typer puts another in its place when help meets a broken pipe
        abandon_stdout()
        return 0
    except KeyboardInterrupt:
        return 130
    except PapercutError as error:
        console.error(error)
        if isinstance(error, OutputError):
            abandon_stdout()
        return error.exit_code
    except Exception as error:
        return _odd(error, console)
    finally:
        _say_plugin_faults(console)
        console.close()
    return code if isinstance(code, int) else 0


def _end_at_once(code: int) -> None:
    """End this process without taking anything apart: libraries that were loaded in part may break down over that, and
    then the exit code would be another."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)


def _say_plugin_faults(console: Console) -> None:
    """Say which languages of other packages had to be left out, if a page asked for any."""
    languages = sys.modules.get("papercut.languages.other_packages")
    for fault in languages.faults_met() if languages is not None else ():
        console.say(fault)


def _make_ready() -> None:
    """What pays for a process that does nothing else, and what no other program may be made to put up with."""
    # a page's matrices are small: a second thread waits for longer than it works
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(AT_ONCE)


def _odd(error: Exception, console: Console) -> int:
    """Report what is no error of papercut's own: a wrong option, a full disk, a bug."""
    shown = getattr(error, "format_message", None)
    if shown is not None:
        ctx = getattr(error, "ctx", None)
        console.error(error, shown() or getattr(error, "message", ""), traced=False)
        if getattr(error, "option_name", None) == "--lang" and ctx is not None and ctx.parent is not None:
            console.say(f"--lang stands before the command: papercut --lang zh {ctx.info_name}")
        elif ctx is not None:
            console.say(f"see {ctx.command_path} --help")
        return int(getattr(error, "exit_code", 2))
    if is_memory_short(error) and not getattr(error, "filename", None):
        console.error(error, NO_MEMORY)
        return StageError.exit_code
    if isinstance(error, OSError):
        abandon_stdout()
        if error.filename is not None:
            said = f"{error.filename} cannot be used: {error.strerror or error}: {way_out(error)}"
        elif error.errno in (errno.EMFILE, errno.ENFILE):
            said = f"a file cannot be opened: {error.strerror}: {way_out(error)}"
        else:
            said = f"standard output cannot be written: {error.strerror or error}"
        console.error(error, said)
        return OutputError.exit_code
    said = f"papercut itself failed: {type(error).__name__}: {error}"
    console.error(error, said if console.verbose else f"{said} (-v shows where)")
    return 1
