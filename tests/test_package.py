"""What is in the wheel and the source distribution, and what stays out of them."""

from __future__ import annotations

import re
import tarfile
import tomllib
import zipfile
from pathlib import Path

from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from shell import ROOT

DATA = ("py.typed", "schemas/page.schema.json", "schemas/articles.schema.json", "schemas/truth.schema.json",
        "schemas/story.schema.json", "schemas/corrections.schema.json",
        "solver/weights/lines.npz", "solver/weights/links.npz", "solver/weights/headlines.tsv",
        "solver/weights/display.npz", "solver/weights/vertical-columns.tsv",
        "workbench/workbench.html", "workbench/workbench.css", "workbench/page.js",
        "translation/zh_CN.po")  # fmt: skip


def test_the_wheel_has_what_the_package_needs_and_no_page(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = set(zipfile.ZipFile(wheel).namelist())
    source = {p.relative_to(ROOT / "src").as_posix() for p in (ROOT / "src").rglob("*.py")}
    assert source <= names and {f"papercut/{name}" for name in DATA} <= names
    assert {name.rpartition("/")[2] for name in names} >= {"LICENSE", "NOTICE", "entry_points.txt"}
    assert not [name for name in names if not name.startswith(("papercut/", "papercut_text-"))]
    assert not [name for name in names if name.endswith((".txt", ".pyc")) and "dist-info" not in name]
    with zipfile.ZipFile(wheel) as held:
        said = held.read(next(n for n in names if n.endswith("/METADATA"))).decode()
    (expression,) = re.findall(r"^License-Expression: (.+)$", said, re.MULTILINE)
    notice = (ROOT / "NOTICE").read_text("utf-8")
    # the counts of pairs of characters and the list of words are not ours
    assert expression in " ".join(notice.split()) and {"CC-BY-SA-3.0", "MIT"} <= set(expression.split())


def test_the_notice_names_what_is_installed_beside() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    said = (ROOT / "NOTICE").read_text("utf-8").partition("What papercut is built on")[2]
    rows = re.split(r"^- (?:always|with(?: the extra)?) ?`?([a-z]*)`?: ", said, flags=re.MULTILINE)[1:]
    told = dict(zip(rows[::2], rows[1::2], strict=True))
    extras = {"": project["dependencies"], **project["optional-dependencies"]}
    assert told.keys() == extras.keys() - {"dev", "docs"}
    for extra, text in told.items():
        for row in extras[extra]:
            (name,) = re.findall(r"^[\w-]+", row)
            assert re.search(rf"(?<![\w-]){name}(?![\w-])", text, re.IGNORECASE), f"{name} of {extra or 'the package'}"


def test_the_page_on_security_has_the_lower_bound_of_every_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed: dict[str, tuple[set[str], str]] = {}
    for extra, rows in {"papercut": project["dependencies"], **project["optional-dependencies"]}.items():
        for row in rows if extra not in ("dev", "docs") else ():
            name, bound = re.findall(r"^([\w-]+)[^>]*>=([\d.]+)", row)[0]
            needed.setdefault(name, (set(), bound))[0].add(extra)
            assert needed[name][1] == bound, f"{name} has two lower bounds"
    said = (ROOT / "docs" / "security.md").read_text("utf-8")
    rows = said.partition("<!-- libraries -->")[2]
    table = re.findall(r"^\| ([\w-]+) \| ([^|]+) \| ([\d.]+) \| [^|]+ \|$", rows, re.MULTILINE)
    assert {name: (set(by.replace("`", "").split(", ")), bound) for name, by, bound in table} == needed


def test_the_source_distribution_has_no_page(tmp_path: Path) -> None:
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    assert {
        "LICENSE",
        "NOTICE",
        "README.md",
        "README.zh-CN.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/design.md",
        "docs/reference/output.md",
        "pyproject.toml",
    } <= names
    assert {f"src/papercut/{name}" for name in DATA} <= names
    assert not [name for name in names if name.startswith(("seeds", "tests", "examples", "benchmarks", "tools"))]
