"""The documents: their commands run, their code runs, and they name what there is."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
import typer

import papercut as pc
from measured import Measured
from papercut.cli import COMMANDS, app
from papercut.registry import fields
from papercut.stages import ORDER
from shell import ROOT, SEED, environment, papercut, sh

README = (ROOT / "README.md").read_text("utf-8")
BATCH = (ROOT / "docs" / "batch.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "NOTICE", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]+|-[a-zA-Z])\b(?!-)")


def blocks(kind: str, text: str = README) -> list[str]:
    """The fenced blocks of one language."""
    return [found[2] for found in FENCE.finditer(text) if found[1] == kind]


def installs(script: str) -> bool:
    """Whether a block makes an environment of its own: `.ci/run` runs these."""
    return "pip install" in script


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what the README speaks of."""
    text = SEED.read_bytes()
    (tmp_path / "page.txt").write_bytes(text)
    (tmp_path / "other.txt").write_bytes(text)
    (tmp_path / "scans" / "1998").mkdir(parents=True)
    for n in range(3):
        (tmp_path / "scans" / "1998" / f"clip-{n}.txt").write_bytes(text + b"\n" * n)
    return tmp_path


@pytest.mark.parametrize("script", [s for s in (*blocks("sh"), *blocks("sh", BATCH)) if not installs(s)])
def test_every_shell_block_runs(script: str, folder: Path) -> None:
    done = sh(f"set -euo pipefail\n{script.replace('| head -n 1', '> /dev/null')}", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    assert b"error" not in done.stderr


@pytest.mark.parametrize("code", [*blocks("python"), *blocks("python", BATCH)])
def test_every_python_block_runs(code: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=folder, capture_output=True, env=environment()
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.strip()


@pytest.mark.parametrize("text", blocks("toml"))
def test_every_settings_block_is_taken(text: str, folder: Path) -> None:
    (folder / "papercut.toml").write_text(text, "utf-8")
    assert papercut("clean", "page.txt", cwd=folder).returncode == 0


def test_the_two_commands_of_the_start_are_there_and_do_what_they_say() -> None:
    start = README.split("\n## Start\n")[1].split("\n## ")[0]
    run, test = blocks("sh", start)
    assert all(one.startswith("python3 -m venv .venv && ") and one.count("\n") == 1 for one in (run, test))
    assert f"papercut clean {SEED.relative_to(ROOT)}" in run and "[dev]" in test and "-m pytest" in test
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "start_command 1" in ci and "start_command 2" in ci


def test_before_is_what_stands_in_the_seed() -> None:
    (before,) = blocks("text")
    seed = SEED.read_text("utf-8")
    assert all(part.strip("\n") in seed for part in before.split("…\n"))


def test_after_is_what_comes_out() -> None:
    (after,) = blocks("markdown")
    cleaned = papercut("clean", SEED).stdout.decode()
    at = 0
    for part in after.split("…\n"):
        at = cleaned.index(part.strip("\n"), at)


def options_of(command: typer.core.TyperCommand) -> Iterator[str]:
    for param in command.get_params(command.make_context(command.name, [], resilient_parsing=True)):
        if param.param_type_name == "option":
            yield from (*param.opts, *param.secondary_opts)


def commands() -> dict[str, set[str]]:
    """Every command with its options, the main one under the name ``."""
    group = typer.main.get_command(app)
    context = typer.Context(group)
    out = {"": set(options_of(group))}
    for name in (*COMMANDS, *ORDER):
        out[name] = set(options_of(group.get_command(context, name)))
    return out


def test_the_readme_names_every_command_stage_and_option() -> None:
    known = commands()
    words = set(re.findall(r"`([^`\n]+)`", README))
    for name in COMMANDS:
        assert f"papercut {name}" in README
    said = {option for word in words for option in OPTION.findall(word)}
    assert (known[""] | known["clean"]) - said == set()
    for name in ORDER:
        row = next(line for line in README.split("\n") if line.startswith(f"| `{name}` |"))
        assert set(re.findall(r"`([a-z-]+)`", row)) == {name, *(f.name.replace("_", "-") for f in fields(name))}
    assert [line.split("`")[1] for line in README.split("\n") if re.match(r"\| `[a-z-]+` \|", line)] == list(ORDER)


OTHERS = {"--update", "--bench", "--cmd", "--raw", "--page", "--pages", "--show", "--profile", "--quiet"}
"""Options of other programs that the documents speak of: the benchmarks' and pip's."""


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_documents_name_nothing_that_is_not_there(path: Path) -> None:
    text = path.read_text("utf-8")
    known = commands()
    everything = set().union(*known.values()) | OTHERS | {"-m", "-e", "-n", "-p", "-c"}
    code = [found[2] for found in FENCE.finditer(text)] + re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    for piece in code:
        for name in re.findall(r"(?<!from )\bpapercut ([a-z][a-z-]+)\b", piece):
            assert name in known, f"papercut {name}"
        if "papercut" in piece or piece.startswith("-"):
            assert set(OPTION.findall(piece)) <= everything, piece
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (path.parent / target).exists(), target
    for name in re.findall(r"`((?:src|tests|tools|docs|benchmarks|examples|seeds)/[\w./-]*)`", text):
        assert (ROOT / name).exists(), name


def test_the_design_names_every_reason_code_and_role() -> None:
    design = (ROOT / "docs" / "design.md").read_text("utf-8")
    for name in (*(str(role) for role in pc.Role), *ORDER):
        assert f"`{name}`" in design, name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_words_that_the_project_does_not_use(path: Path) -> None:
    assert re.findall(r"(?i)\b(?:sub)?titles?\b|\bTODO\b", path.read_text("utf-8")) == []


def _accuracy() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks" / "accuracy.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_accuracy_tables_are_what_is_measured(measured: Mapping[Path, Measured]) -> None:
    """`benchmarks/accuracy.py --update` writes them anew."""
    accuracy = _accuracy()
    for name, places in accuracy.documents({path: one.counts for path, one in measured.items()}).items():
        text = (ROOT / name).read_text("utf-8")
        for spot, rows in places.items():
            found = accuracy.place(spot).search(text)
            assert found and found[0].strip() == rows, f"{name}, {spot}"
