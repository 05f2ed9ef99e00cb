"""The documents: their code runs, their links lead somewhere, they name what there is, and the site can be built."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
import typer

import papercut as pc
from measured import Measured
from papercut.cli import COMMANDS, app
from papercut.readers.pdf.document import page_picture
from papercut.registry import fields
from papercut.stages import ORDER
from pdfs import Sheet, pdf
from shell import ROOT, SEED, environment, papercut, sh

README = (ROOT / "README.md").read_text("utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text("utf-8")
SCORE = ROOT / "docs" / "how-to" / "score.md"
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
OTHER_READMES = [*sorted((ROOT / "examples").glob("*/README.md")), *sorted((ROOT / "tests").glob("*/README.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]+|-[a-zA-Z])\b(?!-)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)


def blocks(kind: str, text: str = README) -> list[str]:
    """The fenced blocks of one language."""
    return [found[2] for found in FENCE.finditer(text) if found[1] == kind]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def all_blocks(kind: str) -> dict[str, list[str]]:
    """The blocks of one language by document, but for those that make an environment of their own, which `.ci/run`
    runs, and those about the page of docs/how-to/score.md, which tests/test_score.py runs on that page."""
    found = {
        named(path): [block for block in blocks(kind, path.read_text("utf-8")) if "pip install" not in block]
        for path in DOCUMENTS
        if path != SCORE
    }
    return {name: those for name, those in found.items() if those}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what the documents speak of."""
    text = SEED.read_bytes()
    (tmp_path / "page.txt").write_bytes(text)
    (tmp_path / "other.txt").write_bytes(text)
    sheet = Sheet().text("新桥昨日通车", 50, 50, 20)
    sheet.column(["　　本报讯 市里的新桥昨日", "通车，人们都很高兴。"], 50, 90)
    (tmp_path / "page.pdf").write_bytes(pdf(sheet))
    (tmp_path / "scans" / "1998").mkdir(parents=True)
    for n in range(3):
        (tmp_path / "scans" / "1998" / f"clip-{n}.txt").write_bytes(text + b"\n" * n)
    return tmp_path


@pytest.mark.parametrize("name", all_blocks("sh"))
def test_every_shell_block_runs(name: str, folder: Path) -> None:
    """One after another in one folder, as a reader runs them."""
    for script in all_blocks("sh")[name]:
        done = sh(f"set -euo pipefail\n{script.replace('| head -n 1', '> /dev/null')}", cwd=folder)
        assert done.returncode == 0, f"{script}\n{done.stderr.decode()}"
        assert b"error" not in done.stderr


@pytest.mark.parametrize(("name", "locale"), [("README.md", "en_US.UTF-8"), ("README.zh-CN.md", "zh_CN.UTF-8")])
def test_the_commands_of_the_readmes_run_in_their_language(name: str, locale: str, folder: Path) -> None:
    text = (ROOT / name).read_text("utf-8")
    (block,) = [block for block in blocks("console", text) if "papercut batch scans/" in block]
    data = (folder / "page.pdf").read_bytes()
    page_picture(data, 1, "page.pdf", longest=1600, upright=True).save(folder / "scan.jpg")
    said = ""
    for command in block.splitlines():
        if not command.startswith("papercut"):
            continue
        # no page here says that it is of 2024
        done = sh(command.replace(" --date 2024", ""), cwd=folder, PAPERCUT_LANG="", LC_ALL="", LANG=locale)
        assert done.returncode == 0, f"{command}\n{done.stderr.decode()}"
        said += done.stderr.decode()
    assert ("18 篇稿件" in said, "18 articles" in said) == ("zh" in name, "zh" not in name)
    for made in ("page.json", "page.md", "articles.db", "page.html"):
        assert (folder / made).stat().st_size


@pytest.mark.parametrize("path", [*DOCUMENTS, *OTHER_READMES], ids=named)
def test_every_console_block_can_be_read_by_the_shell(path: Path) -> None:
    """These do not run here; that their commands and options exist is checked with the rest of the document."""
    for script in blocks("console", path.read_text("utf-8")):
        done = subprocess.run(["bash", "-n"], input=script.encode(), capture_output=True)
        assert done.returncode == 0, f"{script}\n{done.stderr.decode()}"


@pytest.mark.parametrize("name", all_blocks("python"))
def test_every_python_block_runs(name: str, folder: Path) -> None:
    for code in all_blocks("python")[name]:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], cwd=folder, capture_output=True, env=environment()
        )
        assert done.returncode == 0, f"{code}\n{done.stderr.decode()}"
        assert done.stdout.strip(), code


@pytest.mark.parametrize("name", all_blocks("toml"))
def test_every_settings_block_is_taken(name: str, folder: Path) -> None:
    for text in all_blocks("toml")[name]:
        if "project" in tomllib.loads(text):  # of a package's own pyproject.toml
            continue
        (folder / "papercut.toml").write_text(text, "utf-8")
        assert papercut("clean", "page.txt", cwd=folder).returncode == 0


@pytest.mark.parametrize("name", all_blocks("json"))
def test_every_json_block_is_json(name: str) -> None:
    assert all(json.loads(text) for text in all_blocks("json")[name])


def test_every_query_of_the_batch_guide_runs(folder: Path) -> None:
    queries, parquet = blocks("sql", (ROOT / "docs" / "how-to" / "batch.md").read_text("utf-8"))
    assert papercut("batch", "scans", "-o", "articles.db", cwd=folder).returncode == 0
    with sqlite3.connect(folder / "articles.db") as db:
        for query in filter(None, map(str.strip, queries.split(";"))):
            assert db.execute(query).fetchall(), query
    assert "'out/articles-*.parquet'" in parquet


def test_the_two_commands_of_the_start_are_there_and_do_what_they_say() -> None:
    start = README.split("\n## Start\n")[1].split("\n## ")[0]
    run, test = blocks("sh", start)
    assert all(one.startswith("python3 -m venv .venv && ") and one.count("\n") == 1 for one in (run, test))
    assert f"papercut clean {SEED.relative_to(ROOT)}" in run and "[dev]" in test and "-m pytest" in test
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "start_command 1" in ci and "start_command 2" in ci


def test_both_readmes_are_short_and_have_the_same_sections_commands_and_links() -> None:
    assert max(README.count("\n"), CHINESE.count("\n")) <= 150
    assert [len(found[1]) for found in HEADING.finditer(FENCE.sub("", README))] == [
        len(found[1]) for found in HEADING.finditer(FENCE.sub("", CHINESE))
    ]
    assert [found.groups() for found in FENCE.finditer(README)] == [found.groups() for found in FENCE.finditer(CHINESE)]
    ours, theirs = (re.findall(r"\]\(([^)]+)\)", text) for text in (README, CHINESE))
    assert ours[0] == "README.zh-CN.md" and theirs[0] == "README.md" and sorted(ours[1:]) == sorted(theirs[1:])
    assert README.count("\n|") == CHINESE.count("\n|")


def test_the_figures_of_the_readmes_are_those_of_unseen_pages() -> None:
    """`tools/unseen.py --update` writes all three."""
    tree = ast.parse((ROOT / "tools" / "unseen.py").read_text("utf-8"))
    (brief,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "BRIEF"
    )
    place = re.compile(r"<!-- unseen -->\n(.*?)<!-- /unseen -->", re.DOTALL)
    rows: dict[str, list[str]] = {}
    for text in ((ROOT / "docs" / "accuracy.md").read_text("utf-8"), README, CHINESE):
        found = place.search(text)
        assert found
        for line in found[1].splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            rows[cells[0]] = cells[1:]
    for name, called in brief.items():
        perfect, _, headline, *_ = rows[name]
        assert all(rows[one] == [perfect, headline] for one in called), name


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


def sections(text: str) -> dict[str, str]:
    """The sections of a document by their headings."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(("", *parts[1::2]), parts[::2], strict=True))


def options_in(text: str) -> set[str]:
    return {option for word in re.findall(r"`([^`\n]+)`", text) for option in OPTION.findall(word)}


def test_the_reference_has_every_command_and_option() -> None:
    known = commands()
    parts = sections((ROOT / "docs" / "reference" / "commands.md").read_text("utf-8"))
    everywhere = options_in(parts["Options of all commands"])
    reading, pipeline = (options_in(parts[f"Options for {name}"]) for name in ("reading", "the pipeline"))
    assert known[""] - options_in(parts[""]) - everywhere == set()
    for name in COMMANDS:
        assert f"`papercut {name}`" in parts[""]
        own = options_in(parts["read and write" if name in ("read", "write") else name])
        also = everywhere | reading | (pipeline if name in ("clean", "batch") else set())
        assert known[name] - own - also == set(), name
    code = dict(re.findall(r"^\| (\d+) \| (.+) \|$", parts["Exit codes"], re.MULTILINE))
    assert set(code) == {"0", "1", "2", "3", "4", "5", "130"}
    assert {name for name in ORDER if f"`{name}`" in parts["Stage commands"]} == set(ORDER)


def test_the_settings_reference_has_every_stage_and_option() -> None:
    lines = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8").split("\n")
    rows = [line for line in lines if re.match(r"\| `[a-z-]+` \|", line) and line.count("|") == 4]
    assert [row.split("`")[1] for row in rows] == list(ORDER)
    for name, row in zip(ORDER, rows, strict=True):
        assert set(re.findall(r"`([a-z-]+)`", row)) == {name, *(f.name.replace("_", "-") for f in fields(name))}


OTHERS = {
    "--update", "--bench", "--cmd", "--raw", "--page", "--pages", "--show", "--profile", "--quiet", "--lower",
    "--begin", "--also", "--kind", "--from", "--rm", "--network", "--user", "--guided", "--long", "--longest",
    "--check", "--no-dashboard", "--dashboard-address", "-t", "-u", "-g",
}  # fmt: skip
"""Options of other programs that the documents speak of: those of the benchmarks and tools, and those of pip,
uv, docker, dask and id."""
MADE_UP = {"--loud", "--no-loud", "--words", "--span", "--mark"}
"""Options of no stage, by which the guide for developers shows how types look on the command line."""


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_the_documents_name_nothing_that_is_not_there(path: Path) -> None:
    text = path.read_text("utf-8")
    known = commands()
    everything = set().union(*known.values()) | OTHERS | {"-m", "-e", "-n", "-p", "-c"}
    if path.name == "developer.md":
        everything |= MADE_UP
    code = [found[2] for found in FENCE.finditer(text)] + re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    for piece in code:
        for name in re.findall(r"(?<!from )\bpapercut ([a-z][a-z-]+)\b", piece):
            assert name in known or name == "set-aside-weather", f"papercut {name}"
        if "papercut" in piece or piece.startswith("-"):
            assert set(OPTION.findall(piece)) <= everything, piece
    for name in re.findall(r"`((?:src|tests|tools|docs|benchmarks|examples|seeds)/[\w./-]*)`", text):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("path", [*DOCUMENTS, *OTHER_READMES], ids=named)
def test_the_rows_of_every_table_have_as_many_cells_as_its_head(path: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", path.read_text("utf-8")))
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = table.splitlines()
        assert all(row.endswith("|") for row in rows), table
        cells = [len(re.findall(r"(?<!\\)\|", row)) for row in rows]
        assert set(cells) == {cells[0]}, [row for row, n in zip(rows, cells, strict=True) if n != cells[0]]


def anchors(path: Path) -> set[str]:
    """What links can point at in a document: its headings, as GitHub and the site name them."""
    text = FENCE.sub("", path.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", found[2].lower()).strip().replace(" ", "-") for found in HEADING.finditer(text)}


@pytest.mark.parametrize("path", [*DOCUMENTS, *OTHER_READMES], ids=named)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = FENCE.sub("", path.read_text("utf-8"))
    code = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
    for target in re.findall(r"\]\(([^)]*)\)", code.sub("", text)):
        assert re.fullmatch(r"\S+", target), f"a link over two lines: {target!r}"
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        other = (path.parent / name).resolve() if name else path
        assert other.exists() and other.is_relative_to(ROOT), target
        assert not anchor or anchor in anchors(other), target


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    named_tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named_tests) > 20
    for file, name in named_tests:
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), name


def test_every_page_of_the_api_names_public_things_and_all_of_them() -> None:
    pages = (ROOT / "docs" / "reference" / "api").glob("*.md")
    said = [name for page in pages for name in re.findall(r"^::: papercut\.(\w+)$", page.read_text("utf-8"), re.M)]
    assert sorted(said) == sorted(set(pc.__all__) - {"__version__"})


def test_the_site_can_be_built_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    for module in ("mkdocs", "material", "mkdocstrings"):
        pytest.importorskip(module, reason="the extra `docs` is not installed")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path / "site"],
        cwd=ROOT, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
    pages = {path.relative_to(tmp_path / "site").as_posix(): path for path in (tmp_path / "site").rglob("*.html")}
    assert {"index.html", "design.html", "contributing.html", "changelog.html", "zh-CN.html"} <= pages.keys()
    assert "partition_faults" in pages["reference/api/functions.html"].read_text("utf-8")
    loads = re.compile(r"<(?:script|img|iframe|link)\b[^>]*?(?:src|href)=\"?(?:https?:)?//[^>]*>")
    assert [name for name, path in pages.items() if loads.search(path.read_text("utf-8"))] == []


def test_the_documents_name_every_role_and_stage() -> None:
    output = (ROOT / "docs" / "reference" / "output.md").read_text("utf-8")
    design = (ROOT / "docs" / "design.md").read_text("utf-8")
    assert [role for role in map(str, pc.Role) if f"`{role}`" not in output] == []
    assert [name for name in ORDER if f"`{name}`" not in design] == []


def test_the_map_has_every_module_and_folder_and_nothing_else() -> None:
    """Modules of the package itself, and folders down to two levels; the docstrings of folders name their files."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("\n## The map\n")[1].split("\n| to change |")[0]
    rows = re.findall(r"^\| (`.*?`) \| ", text, re.MULTILINE)
    told = [name.rstrip("/") for row in rows for name in re.findall(r"`([\w./]+)`", row)]
    root = ROOT / "src" / "papercut"
    there = {
        path.relative_to(root).as_posix()
        for path in (*root.glob("*"), *root.glob("*/*/"))
        if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__" and any(path.glob("[!_]*.*")))
    }
    assert sorted(told) == sorted(there)


def test_every_file_of_weights_has_a_card() -> None:
    cards = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("\n## Model cards\n")[1]
    files = {path.name for path in (ROOT / "src").rglob("weights/*") if path.suffix in (".npz", ".tsv")}
    assert set(re.findall(r"^### ([\w.-]+\.\w+)$", cards, re.MULTILINE)) == files


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
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
