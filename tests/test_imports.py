"""Which part of the package may import which: only those below itself, and no two each other."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import papercut

ROOT = Path(papercut.__file__).parent

LAYERS = (
    "__main__",
    "cli",
    "workbench learning",
    "review score",
    "batches explain",
    "writers settings api",
    "issues corrections",
    "readers registry",
    "stages option_values codec",
    "pipeline solver",
    "appearance",
    "layout user_patterns",
    "languages rules argument_checks stage_notes chinese_scripts plugins",
    "model schemas",
    "extras output_errors file_lock memory_shortage",
    "errors plurals version progress translation visible_text",
)
"""The folders and files of the package, from the command line down. None imports from a row above its own."""


def modules() -> dict[str, Path]:
    """Each module by its dotted name below `papercut`."""
    found = {".".join(p.relative_to(ROOT).with_suffix("").parts): p for p in sorted(ROOT.rglob("*.py"))}
    return {name.removesuffix(".__init__"): path for name, path in found.items()}


def folders() -> list[Path]:
    """The package and the folders in it that hold code."""
    return [ROOT, *(path for path in sorted(ROOT.rglob("*")) if path.is_dir() and list(path.glob("*.py")))]


def imports() -> dict[str, set[str]]:
    """What each module imports, wherever in it the import stands."""
    known = modules()
    out: dict[str, set[str]] = {}
    for name, path in known.items():
        used = out[name] = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "papercut":
                below = (node.module or "").removeprefix("papercut").lstrip(".")
                for alias in node.names:
                    whole = f"{below}.{alias.name}".lstrip(".")
                    used.add(whole if whole in known else below)
    out.pop("__init__")  # the package itself names everything that it offers
    return {name: used - {name, ""} for name, used in out.items()}


def test_nothing_imports_from_above() -> None:
    level = {name: k for k, row in enumerate(LAYERS) for name in row.split()}
    wrong = [
        f"{name} imports {other}"
        for name, used in imports().items()
        for other in used
        if level[other.split(".")[0]] < level[name.split(".")[0]]
    ]
    assert wrong == []


@pytest.mark.parametrize("depth", [1, 2, 9])
def test_no_import_circles(depth: int) -> None:
    """Not between files, nor between folders, nor between folders of folders."""

    def cut(name: str) -> str:
        return ".".join(name.split(".")[:depth])

    graph: dict[str, set[str]] = {}
    for name, used in imports().items():
        graph.setdefault(cut(name), set()).update(cut(u) for u in used if cut(u) != cut(name))
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_every_folder_says_what_it_is() -> None:
    for path in ROOT.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{path} has no docstring"
    for folder in folders():
        if folder not in (ROOT / "schemas", ROOT / "solver" / "weights"):
            doc = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
            assert "In: " in doc and "Out: " in doc, f"{folder} does not say what goes in and what comes out"


NAMED = re.compile(r"`([\w…]+)`")
"""A name in a docstring. In it, `…` stands for the rest of a name: `plugin_…` for all files that begin so."""


def test_every_folder_names_its_files_in_the_order_in_which_to_read_them() -> None:
    for folder in folders():
        doc = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
        files = {p.stem for p in folder.iterdir() if p.suffix == ".py" or list(p.glob("*.py"))} - {"__init__"}
        patterns = [re.compile(name.replace("…", r"\w*")) for name in NAMED.findall(doc)]
        assert {f for f in files if not any(p.fullmatch(f) for p in patterns)} == set(), f"{folder} does not name them"
        assert len(files) < 2 or "Read" in doc, f"{folder} does not say in which order to read it"
        assert doc.count("\n") <= 10, f"{folder} says more than can be seen at a glance"
