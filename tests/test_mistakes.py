"""Mistakes that people make, at a shell and in Python, and what they are told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import papercut as pc
from shell import SEED, papercut

# files that are read are not written over


@pytest.mark.parametrize("out", ["page.txt", "./page.txt", "sub/../page.txt", "link.txt", "hard.txt", "folder"])
@pytest.mark.parametrize("force", [True, False])
def test_nothing_is_written_over_an_input(out: str, force: bool, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(SEED.read_bytes())
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.txt").symlink_to("page.txt")
    (tmp_path / "hard.txt").hardlink_to(page)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "page.json").symlink_to(page)  # a file that the folder gets
    done = papercut("clean", "page.txt", "-o", out, *["--force"] * force, cwd=tmp_path)
    assert done.returncode == 2 and b"is an input of this run" in done.stderr and done.stderr.count(b"\n") == 1
    assert page.read_bytes() == SEED.read_bytes() and not list(tmp_path.rglob("*.md"))


def test_nor_by_other_commands(tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    saved = papercut("clean", SEED, "--to", "json").stdout
    (tmp_path / "page.json").write_bytes(saved)
    (tmp_path / "page.html").write_bytes(SEED.read_bytes())
    for args in (("write", "page.json", "-o", "page.json"), ("review", "page.html", "-o", "page.html")):
        done = papercut(*args, "--force", cwd=tmp_path)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1) and b"is an input of this run" in done.stderr
    assert (tmp_path / "page.json").read_bytes() == saved
    assert (tmp_path / "page.html").read_bytes() == SEED.read_bytes()
    assert papercut("write", "page.json", "-o", "page.txt", cwd=tmp_path).returncode == 0


# stages


@pytest.mark.parametrize("command", [("clean", SEED), ("batch", SEED, "-o", "out")])
@pytest.mark.parametrize(
    ("stages", "says"),
    [
        ("separate-articles", b"separate-articles needs blocks: run build-paragraphs before it\n"),
        ("normalize,separate-articles", b"separate-articles needs blocks: run build-paragraphs before it\n"),
        ("place-headlines", b"run build-paragraphs and separate-articles before it\n"),
    ],
)
def test_stages_that_lack_others_are_a_wrong_option(
    command: tuple[str, ...], stages: str, says: bytes, tmp_path: Path
) -> None:
    done = papercut(*command, "--stages", stages, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"") and done.stderr.endswith(says)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ("--without convert --script hant", b"--script needs the stage convert"),
        ("--without despace --spacing spaced", b"--spacing needs the stage despace"),
        ("--stages build-paragraphs,separate-articles --width keep", b"--width needs the stage normalize"),
        ("--encoding klingon", b"unknown encoding 'klingon': there are utf-8, "),
        ("--encoding utf9", b"unknown encoding 'utf9': did you mean utf-8? (auto finds it out)"),
    ],
)
def test_options_that_cannot_hold_are_refused_before_anything_is_done(args: str, says: bytes, tmp_path: Path) -> None:
    for command in (("clean", SEED, "-o", "out"), ("batch", SEED, "-o", "out")):
        done = papercut(*command, *args.split(), cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1) and says in done.stderr
        assert not list(tmp_path.iterdir())


def test_an_option_before_the_command_is_told_its_place() -> None:
    done = papercut("-v", "clean", SEED)
    said = b"papercut: error: -v stands before the command: options come after it, as in papercut clean -v\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", said)
    assert b"No such option: --nope" in papercut("--nope").stderr


@pytest.mark.parametrize("command", ["clean", "read", "explain", "despace", "score --draft", "review -o x.html"])
def test_with_v_each_command_says_what_a_page_was_read_as(command: str, tmp_path: Path) -> None:
    done = papercut(*command.split(), SEED, "-v", cwd=tmp_path)
    assert done.returncode == 0 and f"{SEED.name}, page 1: text, utf-8, 304 lines\n" in done.stderr.decode()


@pytest.mark.parametrize("seconds", ["nan", "inf"])
def test_a_time_limit_is_a_number(seconds: str, tmp_path: Path) -> None:
    done = papercut("batch", SEED, "-o", "out", "--timeout", seconds, cwd=tmp_path)
    assert done.returncode == 2 and b"give a number of seconds" in done.stderr and not list(tmp_path.iterdir())


@pytest.mark.parametrize("args", ["clean", "explain", "read", "write", "despace", "score", "review -o x", "batch -o x"])
def test_an_empty_name_is_said(args: str, tmp_path: Path) -> None:
    done = papercut(*args.split(), "", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, b"papercut: error: the name of an input is empty\n")
    assert not list(tmp_path.iterdir())


def test_a_page_that_has_what_the_first_stage_needs_is_taken() -> None:
    built = papercut("build-paragraphs", data=papercut("read", SEED).stdout).stdout
    done = papercut("clean", "--stages", "separate-articles", "--to", "jsonl", data=built)
    assert done.returncode == 0 and done.stdout


@pytest.mark.parametrize(
    "args",
    [
        ("clean", "nope.txt"), ("explain", "nope.txt"), ("batch", "nope.txt", "-o", "out"), ("status", "nope"),
        ("search", "nope.db", "桥"), ("clean", "."), ("clean", str(SEED), "--config", "nope.toml"),
        ("clean", str(SEED), "-o", "file/x.md"), ("score", "nope.txt"),
    ],
)  # fmt: skip
def test_with_v_a_mistyped_name_is_one_line_too(args: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = papercut(*args, "-v", cwd=tmp_path)
    said = [row for row in done.stderr.splitlines() if not row.endswith(b", page 1: text, utf-8, 304 lines")]
    assert done.returncode in (2, 3, 5) and len(said) == 1 and said[0].startswith(b"papercut: error: ")


# in Python


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: pc.Normalize() | 5, "5 is no stage: stages and functions of a Page can be joined"),
        (lambda: 5 | pc.Normalize(), "5 is no stage"),
        (lambda: pc.Normalize() | pc.Despace, "the class Despace, without its brackets, is no stage"),
        (lambda: pc.Pipeline((None,)), "None is no stage"),
        (lambda: pc.Normalize()("x"), "stages are called with a Page, not str"),
        *((lambda f=f: f("x"), f"{f.__name__} is called with a Page, not str: papercut.read") for f in
          (pc.to_markdown, pc.to_json, pc.to_jsonl, pc.to_text, pc.write)),
    ],
)  # fmt: skip
def test_values_of_a_wrong_kind_are_type_errors_that_say_what_is_wanted(wrong: Callable[[], object], says: str) -> None:
    with pytest.raises(TypeError, match=says) as error:
        wrong()
    assert isinstance(error.value, pc.UsageError)


@pytest.mark.parametrize(
    ("stage", "option"),
    [("build-paragraphs", "lead-patterns"), ("set_aside", "furniture_patterns"), ("label-blocks", "byline_patterns")],
)
def test_a_pattern_that_is_none_is_refused_when_the_pipeline_is_built(stage: str, option: str) -> None:
    with pytest.raises(pc.UsageError, match=r"patterns of .*pattern 2, '\(', is no regular expression"):
        pc.build(options={stage: {option: ["a", "("]}})
    assert pc.build(options={stage: {option: ["a"]}})


def test_the_class_of_a_stage_refuses_it_too() -> None:
    with pytest.raises(pc.UsageError, match="lead_patterns of build-paragraphs: pattern 1"):
        pc.BuildParagraphs(lead_patterns=("[",))


def test_an_empty_pattern_is_refused_in_the_shell_too() -> None:
    done = papercut("set-aside", "--furniture-patterns", "", SEED)
    assert (done.returncode, done.stdout) == (2, b"") and b"pattern 1 is empty" in done.stderr


def test_devices_are_no_inputs_that_must_be_kept() -> None:
    done = papercut("clean", os.devnull, "-o", os.devnull)
    assert b"is an input" not in done.stderr
