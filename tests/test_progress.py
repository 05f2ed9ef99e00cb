"""What a terminal shows while pages are worked on, and what is not shown elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from papercut.cli import page_bar as bars
from papercut.cli.console import Console
from papercut.cli.inputs import all_chosen
from papercut.cli.page_bar import PageBar, page_bar
from papercut.progress import part_done, parts_shown
from papercut.readers.page_ranges import chosen
from papercut.readers.scan.rapidocr_engine import SEARCH, Rapid
from pdfs import Sheet, pdf
from shell import ROOT, environment

pty = pytest.importorskip("pty", reason="there are no terminals to test with")

AT_ONCE = "import sys; import papercut.cli.page_bar as b; b.DELAY = 0; from papercut.cli import main; sys.exit(main())"
"""The command, whose bar does not wait."""


def on_terminal(*args: str, cwd: Path, out: int | None = None, **more: str) -> tuple[int, str]:
    """A command whose standard error is a terminal, and standard output too where it is nothing else; what it wrote
    there."""
    main, side = pty.openpty()
    env = environment(**{"TERM": "xterm", "COLUMNS": "100", "PYTHONPATH": str(ROOT / "src"), **more})
    run = subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, *args], cwd=cwd, env=env, stdin=subprocess.DEVNULL,
        stdout=side if out is None else out, stderr=side,
    )  # fmt: skip
    os.close(side)
    said = b""
    try:
        while data := os.read(main, 65536):
            said += data
    except OSError:  # Linux says so that nobody has the other end any more
        pass
    os.close(main)
    return run.wait(60), said.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sheets = [Sheet().text(f"第{n}座桥昨日通车", 50, 50, 20) for n in range(5)]
    for sheet in sheets:
        sheet.column(["　　本报讯 市里的新桥昨日", "通车，人们都很高兴。"], 50, 90)
    (tmp_path / "many.pdf").write_bytes(pdf(*sheets))
    (tmp_path / "one.txt").write_text("新桥通车\n\n　　本报讯 新桥昨日通车了。\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ["clean", "read"])
def test_a_terminal_shows_pages_speed_and_time_left(command: str, folder: Path) -> None:
    with (folder / "out").open("wb") as out:
        code, said = on_terminal(command, "many.pdf", "one.txt", "--pages", "1,3-", cwd=folder, out=out.fileno())
    assert code == 0 and (folder / "out").stat().st_size
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", said)
    assert "many.pdf" in shown and "file 1 of 2, page 1 of 4" in shown
    assert re.search(r"file 2 of 2, 4 pages, \d+\.\d+/s \d:\d\d:\d\d left", shown)
    assert said.rstrip("\r\n").endswith("\x1b[2K") and said.count("\x1b[?25h") == said.count("\x1b[?25l") > 0
    assert "\x1b[3" in said or "\x1b[9" in said  # in colours


def test_a_review_shows_it_too(folder: Path) -> None:
    pytest.importorskip("jinja2")
    code, said = on_terminal("review", "many.pdf", "-o", "out", cwd=folder)
    assert code == 0 and "page 5 of 5, 4 pages" in said and len(list((folder / "out").glob("*.html"))) == 6
    (folder / "in").mkdir()
    (folder / "many.pdf").rename(folder / "in" / "many.pdf")
    code, said = on_terminal("batch", "in", "-o", "b", cwd=folder)
    assert code == 0 and "5 pages" in said
    code, said = on_terminal("review", "b", "--inputs", "in", "-o", "see", cwd=folder)
    assert code == 0 and "page 5 of 5, 5 pages" in said


def test_what_is_written_to_the_terminal_is_not_disturbed(folder: Path) -> None:
    code, said = on_terminal("clean", "many.pdf", cwd=folder)
    rows = [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", row).strip() for row in re.split("[\r\n]+", said)]
    assert code == 0 and [f"# 第{n}座桥昨日通车" for n in range(5)] == [row for row in rows if row.startswith("#")]


@pytest.mark.parametrize(
    ("options", "more"),
    [(["--quiet"], {}), ([], {"TERM": "dumb"}), ([], {"TERM": "unknown"})],
    ids=["quiet", "dumb", "unknown"],
)
def test_nothing_is_shown_where_it_is_not_wanted(options: list[str], more: dict[str, str], folder: Path) -> None:
    with (folder / "out").open("wb") as out:
        assert on_terminal("clean", "many.pdf", *options, cwd=folder, out=out.fileno(), **more) == (0, "")
    code, said = on_terminal("batch", "many.pdf", "-o", "b", *options, cwd=folder, **more)
    assert code == 0 and "\x1b" not in said


def test_no_colours_where_they_are_not_wanted(folder: Path) -> None:
    with (folder / "out").open("wb") as out:
        code, said = on_terminal("clean", "many.pdf", cwd=folder, out=out.fileno(), NO_COLOR="1")
    assert code == 0 and "page 5 of 5" in said and not re.search(r"\x1b\[[0-9;]*[1-9][0-9;]*m", said)


def test_nothing_is_shown_in_a_pipe(folder: Path) -> None:
    read, write = os.pipe()
    try:
        assert on_terminal("clean", "many.pdf", cwd=folder, out=write) == (0, "")
    finally:
        os.close(read)
        os.close(write)
    done = subprocess.run([sys.executable, "-c", AT_ONCE, "clean", "many.pdf"], cwd=folder, capture_output=True,
                          env=environment(PYTHONPATH=str(ROOT / "src")))  # fmt: skip
    assert done.returncode == 0 and done.stderr == b""


class Seen:
    """What a bar would show."""

    def __init__(self) -> None:
        self.told: list[dict[str, object]] = []
        self.task_ids = [0]

    def update(self, task: int, **told: object) -> None:
        self.told.append(told)

    def start(self) -> None: ...

    def stop(self) -> None: ...


def seen(
    monkeypatch: pytest.MonkeyPatch, files: int, which: Callable[[int], bool] = all_chosen
) -> tuple[PageBar, Seen]:
    shown = Seen()
    monkeypatch.setattr(bars, "DELAY", 0.0)
    monkeypatch.setattr(PageBar, "_made", lambda self: shown)
    return PageBar(files, which), shown


def test_a_bar_counts_the_pages_that_are_wanted_and_the_parts_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    bar, shown = seen(monkeypatch, 2, chosen("2-3"))
    bar.file("a.pdf")
    for number in (1, 2):
        assert bar.wanted(number, 10**9)
    with parts_shown(bar.part):
        part_done(0.5)
        part_done(0.25)  # a bar does not go back
    part_done(0.9)  # nobody is told
    bar.wanted(3, 10**9)
    bar.wanted(4, 10**9)
    bar.file("b.pdf")
    bar.wanted(1, None)
    assert [told["completed"] for told in shown.told] == [0, 0, 0.25, 0.25, 0.5, 1.0, 1.0]
    assert {told["total"] for told in shown.told} == {2} and bar.pages == 2


def test_how_long_pages_take_is_not_known_where_nobody_knows_how_many_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bar, shown = seen(monkeypatch, 1)
    bar.file("a.txt")
    bar.wanted(1, None)
    bar.wanted(2, None)
    assert [told["total"] for told in shown.told] == [None, None] and "1 page, " in str(shown.told[1]["said"])


def test_nothing_is_drawn_where_standard_error_is_no_terminal() -> None:
    assert page_bar(Console(), 1, all_chosen) is None


def test_rapidocr_says_how_much_of_a_page_is_read() -> None:
    image = pytest.importorskip("PIL.Image")
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    draw = pytest.importorskip("PIL.ImageDraw")
    page = image.new("RGB", (1700, 1700), "white")
    for n in range(4):
        draw.Draw(page).text((100, 100 + 300 * n), f"LINE NUMBER {n} OF A PAGE", fill="black", font_size=60)
    shares: list[float] = []
    with parts_shown(shares.append):
        lines = Rapid.loaded("").lines(page, "")
    assert lines
    assert min(shares) == 0 and max(shares) < 1 and sum(share >= SEARCH for share in shares) >= 4
