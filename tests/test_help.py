"""What `--help` says: whole at 80 columns, under headings, and with examples that run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from subprocess import PIPE

import pytest
import typer.main

from papercut.cli import COMMANDS, app
from papercut.corrections.files import append, corrections_path
from papercut.corrections.outputs import saved_pages
from papercut.corrections.records import new
from papercut.stages import ORDER
from pdfs import Sheet, pdf
from shell import SEED, environment, papercut, sh

NAMES = [*COMMANDS, *ORDER]

STAND_INS = {"pdftotext": 'cat "${1%.pdf}.txt"', "jq": "cat > /dev/null"}
"""What examples pipe from and to where the machine does not have it."""


def helped(*command: str) -> str:
    return papercut(*filter(None, command), "--help", COLUMNS="80").stdout.decode()


def examples(name: str) -> list[str]:
    """The example commands of a command, without what stands beside them."""
    text = re.sub(r"\|\n +", "| ", helped(name).partition("\n\n")[2])
    lines = [re.split(r" {4,}", line.strip())[0] for line in text.splitlines()]
    return [line for line in lines if re.match(r"(papercut|pdftotext) ", line)]


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_is_whole_at_80_columns(name: str) -> None:
    text = helped(*name.split())
    assert max(map(len, text.splitlines())) <= 80
    assert "..." not in re.sub(r"\[(FILE|INPUT|PAGES|WORD)?\.\.\.|[A-Z]+\.\.\.|\[ARGS\]\.\.\.|\"\.\.\.\"", "", text)
    command = typer.main.get_command(app)
    said = " ".join(text.split())
    if name:
        made = command.get_command(None, name)  # type: ignore[attr-defined]
        for param in made.params:
            if getattr(param, "help", None):
                assert re.sub(r"\s", "", param.help) in re.sub(r"\s", "", said), param.name


@pytest.mark.parametrize("name", NAMES)
def test_options_stand_under_headings(name: str) -> None:
    text = helped(name)
    assert "\nOther:\n" in text and "\n  -h, --help" in text.partition("\nOther:\n")[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the examples speak of."""
    path = tmp_path_factory.mktemp("examples")
    text = SEED.read_bytes()
    (path / "page.txt").write_bytes(text)
    (path / "page.pdf").write_bytes(pdf(Sheet().text("新桥昨日通车", 40, 60)))
    for name in ("pages", "scans"):
        (path / name).mkdir()
        for n in range(2):
            (path / name / f"{n}.txt").write_bytes(text + b"\n" * n)
    (path / "list.txt").write_text("scans/0.txt\n")
    (path / "bin").mkdir()
    for tool, does in STAND_INS.items():
        if tool == "pdftotext" or shutil.which(tool) is None:
            (path / "bin" / tool).write_text(f"#!/bin/sh\n{does}\n")
            (path / "bin" / tool).chmod(0o755)
    script = """
        papercut batch scans -o articles.db -q; papercut batch scans -o out -q
        papercut clean page.txt --to json > saved.json
        papercut score page.txt --draft > page.truth.json; cp page.truth.json pages/0.truth.json
    """
    done = sh(f"set -e\n{script}", cwd=path)
    assert done.returncode == 0, done.stderr.decode()
    source = next(saved_pages(path / "out")).document["source"]
    for kept in (path / "theirs.jsonl", corrections_path(path / "out")):
        append(kept, [new("check", source, "me")])
    return path


@pytest.mark.parametrize("name", ["", *NAMES])
def test_examples_run(name: str, made: Path, tmp_path: Path) -> None:
    found = examples(name)
    assert found, "no example"
    for n, example in enumerate(found):
        place = tmp_path / str(n)
        shutil.copytree(made, place)
        if example.startswith("papercut batch") and "--resume" not in example:
            shutil.rmtree(place / "out")
            (place / "articles.db").unlink()
        if example.startswith("papercut serve"):  # it goes on until somebody ends it
            command = ["bash", "-c", f"exec {example} --no-open"]
            with subprocess.Popen(command, cwd=place, env=environment(), stdout=PIPE, stderr=PIPE) as process:
                assert process.stdout is not None and process.stderr is not None
                shown = process.stdout.readline()
                process.terminate()
                assert shown.startswith(b"http://127.0.0.1:"), f"{example}: {process.stderr.read().decode()}"
            continue
        if name == "learn" and example.startswith("papercut batch"):
            (place / "paper.toml").write_text('[place-headlines]\nconfidence-line = [0.1, 0.9]\n')
            (place / "scans").rename(place / "more")
        done = sh(f"set -euo pipefail; PATH=$PWD/bin:$PATH; {example}", cwd=place)
        if example.startswith("papercut learn"):  # which wants more pages than an example has
            assert "too few to learn from" in done.stderr.decode()
            continue
        assert done.returncode == 0, f"{example}: {done.stderr.decode()}"
