"""Stages of other packages: the example is installed and run, and broken ones are answered in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugged import installed_into, put_together
from shell import ROOT, SEED, environment, papercut

EXAMPLE = ROOT / "examples" / "papercut-weather"
PAGE = EXAMPLE / "page.txt"

BROKEN = """
from papercut import Stage
from dataclasses import dataclass
import pathlib
pathlib.Path(__file__).with_name("imported").touch()

def shout(page):
    "Make Latin letters large."
    import dataclasses
    return page.replace(lines=tuple(dataclasses.replace(n, text=n.text.upper()) for n in page.lines))

def gives_nothing(page):
    return None

def raises(page):
    raise KeyError("甲\\x1b")

class NoStage:
    pass

@dataclass(frozen=True, repr=False)
class Clash(Stage):
    files: int = 1

@dataclass(frozen=True, repr=False)
class Odd(Stage):
    what: "NoSuchType" = 1

number = 7
"""

POINTS = """[papercut.stages]
shout = broken_stages:shout
gives_nothing = broken_stages:gives_nothing
raises = broken_stages:raises
no-stage = broken_stages:NoStage
number = broken_stages:number
clash = broken_stages:Clash
odd = broken_stages:Odd
no-module = there_is_no_such_module:x
no-name = broken_stages:nothing
order = broken_stages:shout
clean = broken_stages:shout
Bad Name = broken_stages:shout
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example package, as pip installs it."""
    return installed_into(tmp_path_factory.mktemp("site"), EXAMPLE)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package whose stages are wrong in every way there is."""
    return put_together(tmp_path_factory.mktemp("broken"), "broken-stages", BROKEN, POINTS)


def test_the_example_is_found_and_says_what_it_does(installed: Path) -> None:
    rows = json.loads(papercut("stages", "--to", "json", PYTHONPATH=str(installed)).stdout)
    assert rows[-1] == {
        "name": "set-aside-weather",
        "does": "Set weather tables aside: runs of lines with a place, the sky and degrees.",
        "needs": ["lines"],
        "makes": ["lines"],
        "from": "papercut-weather 1.0",
    }
    helped = papercut("set-aside-weather", "--help", PYTHONPATH=str(installed)).stdout.decode()
    assert "--min-lines" in helped and "how many such lines must follow" in helped


@pytest.mark.parametrize("place", ["", "@after:normalize", "@before:build-paragraphs"])
def test_the_example_works_with_clean(installed: Path, place: str) -> None:
    plain = json.loads(papercut("clean", PAGE, "--to", "json").stdout)
    assert "小雨" in json.dumps(plain["articles"], ensure_ascii=False)
    done = papercut("clean", PAGE, "--to", "json", "--with", f"set-aside-weather{place}", PYTHONPATH=str(installed))
    found = json.loads(done.stdout)
    assert [(f["role"], f["why"], f["lines"]) for f in found["furniture"]] == [
        ("ear", "x-weather-table", [[n, n]]) for n in (4, 5, 6)
    ]
    assert "小雨" not in json.dumps(found["articles"], ensure_ascii=False)
    assert "SetAsideWeather()" in found["history"]
    from test_codec import faults

    assert not faults(found, "articles")


def test_the_example_works_as_a_filter_and_in_settings(installed: Path, tmp_path: Path) -> None:
    path = str(installed)
    text = PAGE.read_bytes()
    assert "小雨" not in papercut("set-aside-weather", data=text, PYTHONPATH=path).stdout.decode()
    assert "小雨" in papercut("set-aside-weather", "--min-lines", "4", data=text, PYTHONPATH=path).stdout.decode()
    (tmp_path / "papercut.toml").write_text("[set-aside-weather]\nmin-lines = 4\n")
    done = papercut("set-aside-weather", data=text, cwd=tmp_path, PYTHONPATH=path)
    assert "小雨" in done.stdout.decode()
    page = papercut("read", PAGE, PYTHONPATH=path).stdout
    made = json.loads(papercut("set-aside-weather", data=page, PYTHONPATH=path).stdout)
    assert len(made["furniture"]) == 3 and made["decisions"][0]["choice"] == "weather table"


def test_the_example_works_in_python_and_keeps_the_law(installed: Path) -> None:
    code = f"""
import sys, papercut
from pathlib import Path
stage = papercut.stage("set-aside-weather", min_lines=2)
page = (papercut.Normalize() | stage)(papercut.read(Path({str(PAGE)!r})))
assert papercut.partition_faults(page) == [], papercut.partition_faults(page)
print(len(page.furniture), stage)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(PYTHONPATH=str(installed))
    )
    assert done.stdout == "3 SetAsideWeather(min_lines=2)\n", done.stderr


def test_without_the_package_there_is_no_such_stage() -> None:
    done = papercut("clean", PAGE, "--with", "set-aside-weather")
    assert done.returncode == 2 and "did you mean 'set-aside'?" in done.stderr.decode()


def test_stages_are_imported_only_when_they_are_named(broken: Path) -> None:
    mark = broken / "imported"
    mark.unlink(missing_ok=True)
    for args in (("clean", SEED), ("--help",), ("order", SEED), ("read", SEED)):
        assert papercut(*args, PYTHONPATH=str(broken)).returncode == 0
        assert not mark.exists(), args
    helped = papercut("--help", PYTHONPATH=str(broken)).stdout.decode()
    assert "shout" in helped and "A stage of broken-stages 0.1" in helped and "bad" not in helped.lower().split()
    assert papercut("clean", SEED, "--with", "shout@after:normalize", PYTHONPATH=str(broken)).returncode == 0
    assert mark.exists()


def test_a_function_is_a_stage_too(broken: Path) -> None:
    assert papercut("shout", data=b"abc\n", PYTHONPATH=str(broken)).stdout == b"ABC\n"
    assert papercut("shout", "--help", PYTHONPATH=str(broken)).stdout.decode().count("Make Latin letters large.") == 1


def test_no_package_can_take_the_place_of_a_stage_or_command(broken: Path) -> None:
    assert papercut("order", data=b"abc\n", PYTHONPATH=str(broken)).stdout == b"abc\n"
    plain = papercut("clean", data="　　本报讯，abc。\n".encode(), PYTHONPATH=str(broken)).stdout
    assert b"abc" in plain


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("no-module", "the stage 'no-module' of broken-stages 0.1 cannot be loaded: ModuleNotFoundError"),
        ("no-name", "the stage 'no-name' of broken-stages 0.1 cannot be loaded: AttributeError"),
        ("no-stage", "is neither a Stage nor a function"),
        ("number", "is neither a Stage nor a function"),
        ("gives-nothing", "the stage gives-nothing gave NoneType, not a Page"),
        ("raises", "the stage raises failed on page 1 of <stdin>: KeyError"),
    ],
)
def test_a_broken_package_gives_one_clear_line(broken: Path, name: str, says: str) -> None:
    for args in ((name,), ("clean", "--with", name)):
        done = papercut(*args, data="甲\n".encode(), PYTHONPATH=str(broken))
        assert (done.returncode, done.stdout) == (4, b""), args
        assert done.stderr.count(b"\n") == 1 and says in done.stderr.decode() and b"\x1b" not in done.stderr


@pytest.mark.parametrize(("name", "says"), [("clash", "has an option 'files'"), ("odd", "'NoSuchType' is not defined")])
def test_options_that_no_command_can_have_are_said(broken: Path, name: str, says: str) -> None:
    done = papercut(name, data=b"a\n", PYTHONPATH=str(broken))
    assert (done.returncode, done.stderr.count(b"\n")) == (4, 1) and says in done.stderr.decode()


def test_a_broken_package_does_not_hide_the_other_stages(broken: Path) -> None:
    done = papercut("stages", PYTHONPATH=str(broken))
    assert done.returncode == 0 and b"normalize" in done.stdout and b"shout" in done.stdout
    assert done.stderr.decode().count("cannot be loaded") == 2


def test_two_packages_that_claim_one_name_are_both_named(broken: Path, tmp_path: Path) -> None:
    info = tmp_path / "other-2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 2\n")
    (info / "entry_points.txt").write_text("[papercut.stages]\nshout = other:shout\n")
    done = papercut("clean", SEED, "--with", "shout", PYTHONPATH=f"{broken}{os.pathsep}{tmp_path}")
    assert done.returncode == 4
    assert "two packages give a stage 'shout'" in done.stderr.decode() and "other 2" in done.stderr.decode()


OPTIONS = """
import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from papercut import Stage

@dataclass(frozen=True, repr=False)
class Kinds(Stage):
    "Shows its options. `words`: a file of words."
    words: Path | None = None
    span: tuple[int, float] = (1, 2.0)
    loud: bool | None = None
    marks: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    paths: tuple[Path, ...] = ()
    side: Literal["left", "right"] | None = None
    made: int = field(default=3, init=False)

    def run(self, page):
        said = repr((self.words, self.span, self.loud, self.marks, sorted(self.names), self.paths, self.side))
        return page.replace(lines=tuple(dataclasses.replace(n, text=said) for n in page.lines[:1]))

@dataclass(frozen=True, repr=False)
class Needs(Stage):
    limit: int
    words: Path

    def run(self, page):
        assert isinstance(self.words, Path), self.words
        return page

@dataclass(frozen=True, repr=False)
class Table(Stage):
    "Has a table."
    table: dict[str, int] = field(default_factory=dict)

    def run(self, page):
        return page

@dataclass(frozen=True, repr=False)
class Either(Stage):
    either: int | str = 1

    def run(self, page):
        return page
"""

OPTION_POINTS = """[papercut.stages]
kinds = stage_options:Kinds
needs = stage_options:Needs
table = stage_options:Table
either = stage_options:Either
"""


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(put_together(tmp_path_factory.mktemp("options"), "stage-options", OPTIONS, OPTION_POINTS))


GIVEN = ("--words", "w.txt", "--span", "3", "4.5", "--no-loud", "--names", "b", "--names", "a", "--side", "left")
SHOWN = "(PosixPath('w.txt'), (3, 4.5), False, ('■',), ['a', 'b'], (PosixPath('x'), PosixPath('y')), 'left')"
SECTION = """[kinds]
words = "w.txt"
span = [3, 4.5]
loud = false
marks = ["■"]
names = ["b", "a"]
paths = ["x", "y"]
side = "left"
"""


def test_options_of_many_types(options: str, tmp_path: Path) -> None:
    more = ("--marks", "■", "--paths", "x", "--paths", "y")
    done = papercut("kinds", *GIVEN, *more, data="甲\n".encode(), PYTHONPATH=options)
    assert done.stdout.decode() == f"{SHOWN}\n", done.stderr
    (tmp_path / "papercut.toml").write_text(SECTION, "utf-8")
    assert papercut("kinds", data="甲\n".encode(), cwd=tmp_path, PYTHONPATH=options).stdout.decode() == f"{SHOWN}\n"
    plain = papercut("kinds", data="甲\n".encode(), PYTHONPATH=options).stdout.decode()
    assert plain == "(None, (1, 2.0), None, (), [], (), None)\n"
    said = " ".join(papercut("kinds", "--help", PYTHONPATH=options).stdout.decode().split())
    assert "--loud" in said and "--no-loud" in said and "(default: 1 2.0)" in said and "--made" not in said


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ("span = [3]", "[kinds] span is [3]: it must be a list of 2"),
        ("span = [3, 'x']", "[kinds] span, number 2 is 'x': it must be a number"),
        ("words = 7", "[kinds] words is 7: it must be a path"),
        ("words = ''", "[kinds] words is '': it must be a path"),
        ("loud = 'yes'", "[kinds] loud is 'yes': it must be true or false"),
    ],
)
def test_values_that_are_none_of_the_type(section: str, says: str, options: str, tmp_path: Path) -> None:
    (tmp_path / "papercut.toml").write_text(f"[kinds]\n{section}\n", "utf-8")
    done = papercut("kinds", data=b"a\n", cwd=tmp_path, PYTHONPATH=options)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1) and says in done.stderr.decode()


@pytest.mark.parametrize(("name", "option"), [("table", "dict[str, int]"), ("either", "int | str")])
def test_options_of_other_types_are_refused(name: str, option: str, options: str, tmp_path: Path) -> None:
    says = f"the stage {name!r} of stage-options 0.1 has an option {name!r} of the type {option}"
    (tmp_path / "papercut.toml").write_text(f"[{name}]\n{name} = 1\n", "utf-8")
    for args, where in (((name,), None), (("clean", "--with", name), tmp_path)):
        done = papercut(*args, data="甲。\n".encode(), cwd=where, PYTHONPATH=options)
        assert (done.returncode, done.stderr.count(b"\n")) == (4, 1) and says in done.stderr.decode(), args
    assert papercut("clean", "--with", name, data="甲。\n".encode(), PYTHONPATH=options).returncode == 0


def test_required_options_are_named(options: str, tmp_path: Path) -> None:
    for args in (("needs",), ("clean", "--with", "needs")):
        done = papercut(*args, data="甲。\n".encode(), PYTHONPATH=options)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
        assert b"the stage 'needs' of stage-options 0.1 needs a value for limit, words: give --limit" in done.stderr
    assert "(required)" in papercut("needs", "--help", PYTHONPATH=options).stdout.decode()
    given = ("needs", "--limit", "3", "--words", "w")
    assert papercut(*given, data=b"a\n", PYTHONPATH=options).returncode == 0
    (tmp_path / "papercut.toml").write_text("[needs]\nlimit = 3\nwords = 'w'\n")
    args = ("clean", "--with", "needs")
    assert papercut(*args, data="甲。\n".encode(), cwd=tmp_path, PYTHONPATH=options).returncode == 0
    (tmp_path / "page.txt").write_text("甲。\n", "utf-8")
    done = papercut("batch", "page.txt", "-o", "out", "--with", "needs", cwd=tmp_path, PYTHONPATH=options)
    assert done.returncode == 0, done.stderr
