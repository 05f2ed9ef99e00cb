"""`papercut serve`: the workbench, on which people correct pages by hand."""

from __future__ import annotations

import getpass
import socket
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from papercut.cli import options as opt
from papercut.cli.inputs import named
from papercut.cli.option_groups import grouped
from papercut.errors import UsageError
from papercut.extras import work_needs
from papercut.plurals import counted
from papercut.translation.current import interface_language

SOME = 100
"""So many inputs are looked for, to tell whether they are where they should be."""


@grouped
def serve(
    ctx: typer.Context,
    *,
    out: Annotated[str, typer.Argument(metavar="OUT", help="A folder that papercut wrote, with JSON records.")],
    inputs: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder with the inputs, for their pictures (default: the current one)."),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")] = 0,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who corrects (default: the user's name).")] = None,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser.")] = True,
    lang: Annotated[
        Literal["auto", "en", "zh"],
        typer.Option(help="Language of the interface; auto: Chinese if messages are, else that of the browser."),
    ] = "auto",
    messages: opt.MessageOptions,
) -> None:
    """Correct pages by hand, in a browser on this machine. Corrections are kept in OUT/corrections.jsonl.

    Only this machine can reach it, and only with the address that is printed. Ctrl-C ends it; nothing is lost.

    \b
    papercut batch scans/ -o out/ --to json
    papercut serve out/ --inputs scans/
    papercut apply out/ -o corrected/ --to json
    """
    console = messages.console(ctx)
    place = Path(*named([out]))
    folder = inputs if inputs is not None else Path.cwd()
    if not folder.is_dir():
        what = "that is not a folder" if folder.exists() else "there is no such folder"
        raise UsageError(f"--inputs {folder}: {what}")
    try:
        import uvicorn

        from papercut.workbench.server import Workbench
    except ModuleNotFoundError as error:
        raise work_needs("papercut serve", "serve") from error
    from papercut.corrections.outputs import need_whole
    from papercut.workbench.desk import Desk
    from papercut.workbench.listing import list_pages

    need_whole(place)
    listing = list_pages(place)
    if listing.rows and not any(folder.joinpath(row.name).is_file() for row in listing.rows[:SOME]):
        console.say(f"no input of {place} stands below {folder}: there will be no pictures; say where with --inputs")
    for said in listing.said:
        console.say(said)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen()  # who reads the address may come at once
        except OSError as error:
            raise UsageError(f"--port {port} cannot be used: {error.strerror or error}") from error
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        bench = Workbench(Desk(listing, folder), host, by or _user(), lang=interface_language(lang))
        console.say(f"{counted(len(listing.rows), 'page')} of {place}; Ctrl-C ends")
        console.data(f"{bench.address}\n")
        if open_:
            webbrowser.open(bench.address)
        config = uvicorn.Config(
            bench.app, log_level="error", server_header=False, lifespan="off", timeout_graceful_shutdown=2
        )
        with suppress(KeyboardInterrupt):  # that is how it is ended
            uvicorn.Server(config).run([listener])


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
