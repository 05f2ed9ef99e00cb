"""Ways in: what the container is made of, what a shell completes, and that the guide names every extra."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from shell import PAPERCUT, ROOT, environment, papercut

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
GUIDE = (ROOT / "docs" / "how-to" / "install.md").read_text("utf-8")


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each on one line."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.M).replace("\\\n", " ")
    rows = (row.partition(" ") for row in text.splitlines() if row)
    return [(name, " ".join(rest.split())) for name, _, rest in rows]


def test_the_image_has_the_extras_that_there_are_and_an_older_python_than_is_needed_is_not_taken() -> None:
    (extras,) = re.findall(r"'\.\[([a-z,]+)\]'", DOCKERFILE)
    assert {"pdf", "ocr", "review"} <= set(extras.split(",")) <= set(PROJECT["optional-dependencies"])
    versions = {tuple(map(int, found)) for found in re.findall(r"^FROM python:(\d+)\.(\d+)-slim", DOCKERFILE, re.M)}
    least = tuple(map(int, re.findall(r"\d+", PROJECT["requires-python"])))
    assert len(versions) == 1 and versions.pop() >= least


def test_the_image_is_run_by_a_user_without_rights_and_starts_papercut() -> None:
    steps = instructions()
    assert steps.index(("USER", "papercut")) > max(k for k, (name, _) in enumerate(steps) if name in ("RUN", "COPY"))
    assert [rest for name, rest in steps if name == "ENTRYPOINT"] == ['["papercut"]']
    assert PROJECT["scripts"]["papercut"] == "papercut.cli:main"


def test_the_package_can_be_built_from_what_the_image_gets(tmp_path: Path) -> None:
    """What is copied is what `.dockerignore` lets through, and hatchling asks for nothing else."""
    allowed = {row.removeprefix("!") for row in (ROOT / ".dockerignore").read_text().splitlines() if row[:1] == "!"}
    copied = [rest.split() for name, rest in instructions() if name == "COPY" and "--from" not in rest]
    names = {name for *names, _ in copied for name in names}
    assert names == allowed
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    assert list(WheelBuilder(str(tmp_path)).build(directory=str(tmp_path / "dist"), versions=["standard"]))


def test_the_guide_names_every_extra() -> None:
    table = GUIDE.split("\n| extra |")[1].split("\n\n")[0]
    assert set(re.findall(r"`([a-z]+)`", table)) == set(PROJECT["optional-dependencies"]) - {"dev", "docs"}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["papercut", "bat"], "batch"), (["papercut", "batch", "--no-"], "--no-report"),
        (["papercut", "clean", "--ocr", "al"], "always"), (["papercut", "search", "--by", "mo"], "month"),
        (["papercut", "clean", "--without", "order,des"], "order,despace"),
    ],
)  # fmt: skip
def test_bash_completes(typed: list[str], offered: str) -> None:
    done = papercut(_PAPERCUT_COMPLETE="complete_bash", COMP_WORDS=" ".join(typed), COMP_CWORD=str(len(typed) - 1))
    assert done.stdout.decode().split() == [offered], done


def test_completion_is_printed_and_installed_for_the_shell_it_is_asked_from(tmp_path: Path) -> None:
    def run(option: str) -> subprocess.CompletedProcess[bytes]:
        command = " ".join(f"'{word}'" for word in (*PAPERCUT, option))
        return subprocess.run(
            ["bash", "-c", f"{command}; exit $?"], capture_output=True, env=environment(HOME=str(tmp_path)), timeout=60
        )

    shown = run("--show-completion").stdout.decode()
    assert "complete -o default -F _papercut_completion papercut" in shown
    assert run("--install-completion").returncode == 0
    installed = (tmp_path / ".bash_completions" / "papercut.sh").read_text()
    assert installed.split() == shown.split()
    assert str(tmp_path / ".bash_completions" / "papercut.sh") in (tmp_path / ".bashrc").read_text()
