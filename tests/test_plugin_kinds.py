"""Readers, writers, OCR engines and languages of other packages: the example runs, and broken ones are answered in one
line that names them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from plugged import installed_into, put_together
from shell import ROOT, SEED, environment, papercut

EXAMPLE = ROOT / "examples" / "papercut-sampler"

PAGE = "新桥昨日通车\n\n　　本报讯 市里的新桥昨日通车，人们都很高兴。\n"
DJVU = """\
(page 0 0 1000 1400
  (line 100 1200 600 1260 "新桥昨日通车")
  (line 100 900 900 930 "　　本报讯 新桥通车。"))
"""
ITALIAN = """\
IL NUOVO PONTE È APERTO
Di MARIO ROSSI
ROMA, 11 marzo. — Il nuovo ponte sul fiume è stato aper-
to ieri dal sindaco, che ha parlato a lungo davanti alla
folla, e tutti hanno applaudito fino a sera senza fine.
"""

ODD = '''
import dataclasses, pathlib
pathlib.Path(__file__).with_name("imported").touch()

import papercut
from papercut import Cue, Page, Piece, Printed, Source, page_of_lines
from papercut.plugins import Language, Reader, Writer

def whole(data, name):
    for part in data.decode().split("%%"):
        yield papercut.read_text(part)

def fails(data, name):
    yield papercut.read_text("甲")
    raise KeyError("乙\\n\\x1b丙")

def loses(data, name):
    page = papercut.read_text("甲乙丙\\n丁")
    yield page.replace(lines=page.lines[:1])

def doubles(data, name):
    page = papercut.read_text("甲乙丙\\n丁")
    yield page.replace(lines=(*page.lines, page.lines[0]))

def rewrites(data, name):
    page = papercut.read_text("甲乙丙")
    yield page.replace(lines=(dataclasses.replace(page.lines[0], text="甲"),))

def outside(data, name):
    page = papercut.read_text("甲乙丙")
    yield page.replace(lines=(dataclasses.replace(page.lines[0], pieces=(Piece(9, 0, 3),)),))

def odd_box(data, name):
    yield page_of_lines([("甲乙", Printed((0.0, 0.0, float("nan"), 9.0), 9.0))], Source(size=(9.0, 9.0), unit="px"))

def odd_kind(data, name):
    yield dataclasses.replace(papercut.read_text("甲"), raw=(b"x",))

def refuses(data, name):
    raise papercut.InputError(f"{name}: this galley is locked: ask the desk")

def end(data, name):
    raise SystemExit(7)

WHOLE = Reader(pages=whole, starts=(b"%%GALLEY",), suffixes=(".galley",))
XML = Reader(pages=whole, recognises=lambda head, name: b"<galley" in head)
JSON = Reader(pages=whole, recognises=lambda head, name: head.startswith(b'{"galley"'))
FAILS, LOSES, DOUBLES, REWRITES = (Reader(pages=made) for made in (fails, loses, doubles, rewrites))
OUTSIDE, BOX, KIND, REFUSES = (Reader(pages=made) for made in (outside, odd_box, odd_kind, refuses))
TEXT, NOTHING = Reader(pages=lambda data, name: ["甲"]), Reader(pages=lambda data, name: [])
ONE = Reader(pages=lambda data, name: 7)

COUNT = Writer(write=lambda pages: f"{len(pages)} pages, {pages[0].source.name}\\n", suffix=".count",
               lacks=frozenset({"furniture"}))
BYTES = Writer(write=lambda pages: b"\\x00\\xff", suffix=".bytes", binary=True)
BREAKS = Writer(write=lambda pages: 1 / 0, suffix=".breaks")
NUMBER = Writer(write=lambda pages: 7, suffix=".number")

class Engine:
    "Reads one line, whatever there is."
    def lines(self, image, shown):
        yield "新桥昨日通车", Printed((5.0, 5.0, 65.0, 15.0), 10.0, confidence=0.5)

class Fails(Engine):
    def lines(self, image, shown):
        raise ValueError("no model")

class OddLine(Engine):
    def lines(self, image, shown):
        return [("新桥", Printed((5.0, 5.0, 65.0, 15.0), 10.0, confidence=80))]

class OddRow(Engine):
    def lines(self, image, shown):
        return ["新桥"]

class Never(Engine):
    def __init__(self):
        raise RuntimeError("no licence")

def no_engine():
    return 7

PLATT = Language(bylines=(Cue("vun", r"^Vun \\\\p{Lu}\\\\w{1,20}$", examples=("Vun Meier",)),))
SYNTAX = "not a language"
'''

POINTS = """[papercut.readers]
galley = odd_plugins:WHOLE
xml_galley = odd_plugins:XML
json-galley = odd_plugins:JSON
fails = odd_plugins:FAILS
loses = odd_plugins:LOSES
doubles = odd_plugins:DOUBLES
rewrites = odd_plugins:REWRITES
outside = odd_plugins:OUTSIDE
box = odd_plugins:BOX
kind = odd_plugins:KIND
refuses = odd_plugins:REFUSES
of-text = odd_plugins:TEXT
nothing = odd_plugins:NOTHING
one = odd_plugins:ONE
pdf = odd_plugins:WHOLE
Bad Name = odd_plugins:WHOLE

[papercut.writers]
count = odd_plugins:COUNT
bytes = odd_plugins:BYTES
breaks = odd_plugins:BREAKS
number = odd_plugins:NUMBER

[papercut.ocr]
one-line = odd_plugins:Engine
fails = odd_plugins:Fails
odd-line = odd_plugins:OddLine
odd-row = odd_plugins:OddRow
never = odd_plugins:Never
seven = odd_plugins:no_engine

[papercut.languages]
platt = odd_plugins:PLATT
"""

BROKEN = """[papercut.readers]
gone = there_is_no_such_module:x
end = broken_plugins:READER
[papercut.writers]
gone = there_is_no_such_module:x
text = broken_plugins:x
odd = broken_plugins:x
[papercut.ocr]
gone = there_is_no_such_module:x
seven = broken_plugins:seven
[papercut.languages]
gone = there_is_no_such_module:x
odd = broken_plugins:x
"""


@pytest.fixture(scope="module")
def sampler(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(installed_into(tmp_path_factory.mktemp("sampler"), EXAMPLE))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A package with plugins that work, and some that give what they should not."""
    return str(put_together(tmp_path_factory.mktemp("odd"), "odd-plugins", ODD.replace("\\\\\\\\", "\\"), POINTS))


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A package whose plugins cannot be loaded, or are something else."""
    module = "x = 'x'\nseven = 7\ndef __getattr__(name):\n    raise SystemExit(9)\n"
    return str(put_together(tmp_path_factory.mktemp("broken"), "broken-plugins", module, BROKEN))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    from PIL import Image

    held = BytesIO()
    Image.new("RGB", (100, 100), "white").save(held, "PNG")
    (tmp_path / "scan.png").write_bytes(held.getvalue())
    return tmp_path / "scan.png"


def test_the_tests_of_the_example_run(sampler: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", str(EXAMPLE / "tests")],
        capture_output=True, env=environment(PYTHONPATH=sampler), cwd=EXAMPLE,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode()


def test_a_reader_works_everywhere(sampler: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "page.dsed"
    file.write_text(DJVU, "utf-8")
    for args in (("clean", file), ("clean", file, "--from", "djvu-text"), ("clean", "-", "--from", "djvu-text")):
        done = papercut(*args, "--to", "json", data=DJVU.encode(), PYTHONPATH=sampler)
        found = json.loads(done.stdout)
        assert found["source"]["format"] == "djvu-text" and found["source"]["unit"] == "px", args
        assert found["articles"][0]["headline"] == "新桥昨日通车"
    page = json.loads(papercut("read", file, PYTHONPATH=sampler).stdout)
    assert page["printed"][0]["box"] == [100, 140, 600, 200]
    assert papercut("despace", file, PYTHONPATH=sampler).returncode == 0
    done = papercut("batch", tmp_path / "in", "-o", tmp_path / "out", "--to", "jsonl", PYTHONPATH=sampler)
    assert done.returncode == 0, done.stderr
    (shard,) = (tmp_path / "out").glob("shard-*.jsonl")
    assert '"format":"djvu-text"' in shard.read_text("utf-8")


def test_a_writer_works_everywhere(sampler: str, tmp_path: Path) -> None:
    feed = papercut("clean", "-", "--to", "rss", data=PAGE.encode(), PYTHONPATH=sampler)
    assert b"<title>" in feed.stdout and feed.returncode == 0
    for args in (("-o", "page.rss"), ("-o", "named.rss", "--to", "rss"), ("-o", "PAGE2.RSS")):
        done = papercut("clean", "-", *args, data=PAGE.encode(), cwd=tmp_path, PYTHONPATH=sampler)
        assert done.returncode == 0 and (tmp_path / args[1]).read_bytes() == feed.stdout, done.stderr
    again = papercut("clean", "-", "-o", "page.rss", data=PAGE.encode(), cwd=tmp_path, PYTHONPATH=sampler)
    assert again.returncode == 5 and b"page.rss is there already" in again.stderr
    saved = papercut("clean", "-", "--to", "json", data=PAGE.encode()).stdout
    assert papercut("write", "-", "--to", "rss", data=saved, PYTHONPATH=sampler).stdout == feed.stdout
    folder = papercut("clean", "-", "-o", "folder", "--to", "rss", data=PAGE.encode(), cwd=tmp_path, PYTHONPATH=sampler)
    assert folder.returncode == 2 and b"not as rss" in folder.stderr


def test_a_language_is_joined_to_the_others(sampler: str) -> None:
    done = papercut("clean", "-", "--to", "json", data=ITALIAN.encode(), PYTHONPATH=sampler)
    (article,) = json.loads(done.stdout)["articles"]
    assert (article["byline"], article["dateline"]) == ("Di MARIO ROSSI", "ROMA, 11 marzo")
    (plain,) = json.loads(papercut("clean", "-", "--to", "json", data=ITALIAN.encode()).stdout)["articles"]
    assert (plain["byline"], plain["dateline"]) == (None, None)


def test_names_are_listed_by_help_by_messages_and_by_plugins(sampler: str) -> None:
    said = " ".join(papercut("clean", "--help", PYTHONPATH=sampler).stdout.decode().split())
    assert all(f"Other packages add {name}." in said for name in ("rss", "djvu-text", "http"))
    assert "Other packages" not in papercut("clean", "--help").stdout.decode()
    near_names = (("--from", "djvu", "djvu-text"), ("--to", "rsss", "'rss'"), ("--ocr-engine", "x", "http"))
    for option, name, near in near_names:
        done = papercut("clean", SEED, option, name, PYTHONPATH=sampler)
        assert done.returncode == 2 and near in done.stderr.decode() and done.stderr.count(b"\n") == 1
    rows = json.loads(papercut("plugins", "--to", "json", PYTHONPATH=sampler).stdout)
    assert [(row["kind"], row["name"], row["from"]) for row in rows] == [
        (kind, name, "papercut-sampler 1.0")
        for kind, name in (("reader", "djvu-text"), ("writer", "rss"), ("OCR engine", "http"), ("language", "italian"))
    ]
    assert all(row["about"] for row in rows)
    shown = papercut("plugins", PYTHONPATH=sampler, PAPERCUT_LANG="zh").stdout.decode()
    assert [row.split("  ")[0] for row in shown.splitlines()] == ["读入格式", "写出格式", "OCR 引擎", "语言"]
    assert "\n语言      italian    " in shown
    assert "Language    italian" in papercut("plugins", PYTHONPATH=sampler).stdout.decode()


def test_plugins_are_imported_and_looked_for_only_when_they_are_needed(odd: str, tmp_path: Path) -> None:
    mark = Path(odd) / "imported"
    mark.unlink(missing_ok=True)
    for args in (("clean", SEED), ("clean", SEED, "--to", "csv"), ("clean", "--help"), ("stages",)):
        assert papercut(*args, PYTHONPATH=odd).returncode == 0
        assert not mark.exists(), args
    code = (
        "import sys; from papercut.cli import main; "
        f"assert main(['clean', {str(SEED)!r}, '-o', 'page.json']) == 0; "
        "assert not [m for m in sys.modules if m.startswith(('importlib.metadata', 'papercut.plugins.files'))]"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, env=environment())
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.galley", "%%GALLEY 1\n甲乙丙。\n", "galley"),
        ("a.GALLEY", "甲乙丙。%%GALLEY\n", "galley"),
        ("a.log", "%%GALLEY 1\n甲乙丙。\n", "galley"),
        ("a.xml", '<?xml version="1.0"?>\n<galley>甲乙丙</galley>\n', "xml-galley"),
        ("a", "<galley>甲乙丙</galley>\n", "xml-galley"),
        ("a.json", '{"galley": "甲乙丙"}\n', "json-galley"),
        ("a.txt", "%%GALLEY 1\n甲乙丙。\n", "text"),
        ("a.md", "甲乙丙。\n", "text"),
        ("a.log", "甲乙丙。\n", "text"),
    ],
)
def test_how_a_format_is_recognised(name: str, text: str, form: str, odd: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    done = papercut("read", name, cwd=tmp_path, PYTHONPATH=odd)
    first = json.loads(done.stdout.splitlines()[0])["source"]
    assert (first["format"], first["name"]) == (form, name), done.stderr
    if form == "galley":
        assert [json.loads(row)["source"]["page"] for row in done.stdout.splitlines()] == [1, 2]
        pages = papercut("read", name, "--pages", "2", cwd=tmp_path, PYTHONPATH=odd).stdout.splitlines()
        assert len(pages) == 1 and "GALLEY" in json.loads(pages[0])["raw"][0]


def test_json_and_zip_files_of_a_reader_are_in_a_batch(odd: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text('{"galley": "甲乙丙"}\n', "utf-8")
    (tmp_path / "in" / "b.json").write_text('{"weather": "fair"}\n', "utf-8")
    done = papercut("batch", "in", "-o", "out", cwd=tmp_path, PYTHONPATH=odd)
    assert done.returncode == 0 and b"1 JSON file without a page" in done.stderr, done.stderr


def test_two_readers_that_know_a_file_are_both_named(odd: str, sampler: str, tmp_path: Path) -> None:
    other = put_together(tmp_path, "other", "from odd_plugins import XML\n", "[papercut.readers]\nmine = other:XML\n")
    (tmp_path / "a.xml").write_text("<galley/>\n")
    path = os.pathsep.join((odd, str(other)))
    done = papercut("clean", tmp_path / "a.xml", PYTHONPATH=path)
    assert done.returncode == 3 and done.stderr.count(b"\n") == 1
    assert b"'mine' of other 0.1" in done.stderr and b"'xml-galley' of odd-plugins 0.1" in done.stderr
    assert papercut("clean", tmp_path / "a.xml", "--from", "mine", PYTHONPATH=path).returncode == 0


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("fails", "page 2: the reader 'fails' of odd-plugins 0.1 failed: KeyError"),
        ("loses", "failed: its page does not hold all its text once: line 2: lost"),
        ("doubles", "failed: its page does not hold all its text once: line 1: twice"),
        ("rewrites", "has '甲', and its pieces are '甲乙丙'"),
        ("outside", "lies outside the page"),
        ("box", "is no tuple of four numbers"),
        ("kind", "a raw line of its page is no text"),
        ("of-text", "it gave str, not a Page"),
        ("nothing", "the reader 'nothing' of odd-plugins 0.1 gave no page"),
        ("one", "failed: TypeError"),
        ("refuses", "a.txt: this galley is locked: ask the desk"),
    ],
)
def test_a_broken_reader_is_a_failed_file(name: str, says: str, odd: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲乙丙\n", "utf-8")
    done = papercut("clean", "a.txt", "--from", name, cwd=tmp_path, PYTHONPATH=odd)
    said = done.stderr.decode()
    assert done.returncode == (1 if name == "fails" else 3) and says in said and "\x1b" not in said
    assert said.count("error: ") == said.count("\n") == 1
    done = papercut("batch", "a.txt", "-o", "out", "--from", name, cwd=tmp_path, PYTHONPATH=odd)
    assert done.returncode in (1, 3) and says in papercut("status", "out", cwd=tmp_path).stdout.decode()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--from", "gone"), "the reader 'gone' of broken-plugins 0.1 cannot be loaded: ModuleNotFoundError"),
        (("--from", "end"), "the reader 'end' of broken-plugins 0.1 cannot be loaded: SystemExit: 9"),
        (("--to", "gone"), "the writer 'gone' of broken-plugins 0.1 cannot be loaded: ModuleNotFoundError"),
        (("--to", "odd"), "the writer 'odd' of broken-plugins 0.1 is no papercut.plugins.Writer: 'x'"),
        (("--ocr-engine", "gone"), "the OCR engine 'gone' of broken-plugins 0.1 cannot be loaded"),
        (("--ocr-engine", "seven"), "'seven' of broken-plugins 0.1 is neither a class nor a function"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_gives_one_line(args: tuple[str, ...], says: str, broken: str) -> None:
    done = papercut("clean", SEED, *args, PYTHONPATH=broken)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (4, b"", 1)
    assert says in done.stderr.decode()


def test_broken_plugins_hurt_nobody_else(broken: str, odd: str, tmp_path: Path) -> None:
    path = os.pathsep.join((broken, odd))
    (tmp_path / "a.galley").write_text("甲乙丙。\n", "utf-8")
    done = papercut("read", tmp_path / "a.galley", PYTHONPATH=path)
    assert (done.returncode, done.stderr) == (0, b"") and json.loads(done.stdout.splitlines()[0])
    (tmp_path / "a.djvu").write_bytes(b"AT&TFORM\0\0\0\0DJVU")
    done = papercut("read", tmp_path / "a.djvu", PYTHONPATH=path)
    assert done.returncode == 3 and done.stderr.count(b"\n") == 1 and b"'gone' of broken-plugins 0.1" in done.stderr
    done = papercut("clean", "-", "-o", tmp_path / "a.count", data=PAGE.encode(), PYTHONPATH=path)
    assert done.returncode == 0 and (tmp_path / "a.count").read_text() == "1 pages, <stdin>\n"
    said = papercut("plugins", PYTHONPATH=path).stderr.decode()
    assert said.count("broken-plugins 0.1") == 9 and "'pdf' of odd-plugins 0.1: the name is papercut's own" in said


def test_a_broken_language_is_left_out_and_said_once(broken: str) -> None:
    done = papercut("clean", "-", "--to", "json", data=ITALIAN.encode(), PYTHONPATH=broken)
    said = done.stderr.decode()
    assert done.returncode == 0 and said.count("the language 'gone' of broken-plugins 0.1 cannot be loaded") == 1
    assert "the language 'odd' of broken-plugins 0.1 is no papercut.plugins.Language" in said
    codes = [note["code"] for note in json.loads(done.stdout)["notes"]]
    assert codes.count("plugin-left-out") == 2
    assert papercut("clean", SEED, PYTHONPATH=broken).stderr == papercut("clean", SEED).stderr


@pytest.mark.parametrize(("name", "says"), [("breaks", "ZeroDivisionError"), ("number", "it gave int, not bytes")])
def test_a_broken_writer_leaves_no_file(name: str, says: str, odd: str, tmp_path: Path) -> None:
    done = papercut("clean", SEED, "--to", name, "-o", f"out.{name}", cwd=tmp_path, PYTHONPATH=odd)
    assert done.returncode == 4 and f"the writer {name!r} of odd-plugins 0.1 failed: {says}" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_what_a_writer_has_no_place_for_is_said(odd: str) -> None:
    said = papercut("clean", SEED, "--to", "count", PYTHONPATH=odd).stderr.decode()
    assert "set aside as furniture" in said
    assert papercut("clean", SEED, "--to", "bytes", PYTHONPATH=odd).stdout == b"\x00\xff"


def test_an_engine_reads_pictures(odd: str, picture: Path) -> None:
    done = papercut("read", picture, "--ocr-engine", "one-line", PYTHONPATH=odd)
    page = json.loads(done.stdout)
    assert page["raw"] == ["新桥昨日通车"] and page["printed"][0]["confidence"] == 0.5


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("fails", 3, "scan.png: the OCR engine 'fails' of odd-plugins 0.1 failed: ValueError: no model"),
        ("odd-line", 3, "line 1: the confidence 80 is not from 0 to 1"),
        ("odd-row", 3, "line 1: '新桥' is no text with its place"),
        ("never", 4, "the OCR engine 'never' of odd-plugins 0.1 cannot be started: RuntimeError: no licence"),
        ("seven", 4, "the OCR engine 'seven' of odd-plugins 0.1 has no method lines: 7"),
    ],
)
def test_a_broken_engine_is_a_failed_file(name: str, code: int, says: str, odd: str, picture: Path) -> None:
    done = papercut("clean", picture, "--ocr-engine", name, PYTHONPATH=odd)
    assert (done.returncode, done.stderr.count(b"\n")) == (code, 1) and says in done.stderr.decode()


def test_fields_that_cannot_be_right_are_refused() -> None:
    from papercut import Cue
    from papercut.plugins import Language, Reader, Writer

    def pages(data: bytes, name: str) -> list[object]:
        return []

    with pytest.raises(ValueError, match=r"suffixes has 'galley': a suffix is as '\.nitf'"):
        Reader(pages=pages, suffixes=("galley",))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="starts is no tuple of bytes"):
        Reader(pages=pages, starts=b"%%")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="lacks is no frozenset"):
        Writer(write=str, suffix=".x", lacks=frozenset({"headlines"}))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'x' of bylines has a broken pattern"):
        Language(bylines=(Cue("x", "("),))
    with pytest.raises(ValueError, match="'x' of jumps_on has no group"):
        Language(jumps_on=(Cue("x", "continua"),))
    with pytest.raises(ValueError, match="a number that is no month's"):
        Language(months={"marzo": 13})
    assert Language(bylines=(Cue("x", "^di", examples=("da",), counter=("di",)),)).faults() == [
        "x: 'da' does not match", "x: 'di' matches",
    ]  # fmt: skip
