"""Bad input gets a clear answer: one line on standard error, the right exit code, and never a traceback."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shell import PAPERCUT, SEED, environment, papercut, sh

LEAD = "　　本报讯（记者 李闻）"
BODY = "市里的新桥昨日通车了，过桥的人都很高兴。"


def answer(done: subprocess.CompletedProcess[bytes], code: int, says: str, lines: int = 1) -> None:
    """Hold a finished command against what it ought to have said."""
    stderr = done.stderr.decode()
    assert done.returncode == code, stderr
    assert says in stderr
    assert stderr.count("\n") == lines, stderr
    assert "Traceback" not in stderr and 'File "' not in stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files that are no newspaper pages."""
    path = tmp_path_factory.mktemp("hostile")
    (path / "empty.txt").write_bytes(b"")
    for name in ("empty.pdf", "empty.TIF", "empty.xml"):
        (path / name).write_bytes(b"")
    (path / "blank.txt").write_text(" \t\n\u3000\u3000\n\u00a0\n\n", "utf-8")
    (path / "noise.bin").write_bytes(bytes((i * 7919 + i // 251 * 104729) % 256 for i in range(4000)))
    (path / "page.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    (path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    return path


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("empty.txt", 0, "empty.txt: the page has no visible text"),
        ("blank.txt", 0, "blank.txt: the page has no visible text"),
        ("empty.pdf", 3, "empty.pdf is empty: there is no page in it; copy or download it again"),
        ("empty.TIF", 3, "empty.TIF is empty"),
        ("empty.xml", 3, "empty.xml is empty"),
        ("noise.bin", 3, "noise.bin is binary data"),
        ("page.pdf", 3, "is no sound PDF"),
        ("picture.png", 3, "picture.png"),
        (".", 3, "is a folder: name the files in it, or run papercut batch . -o out"),
        ("missing.txt", 3, "there is no such file"),
        ("missing/page.txt", 3, "there is no such file"),
        ("empty.txt/page.txt", 3, "Not a directory"),
        ("x" * 400, 3, "File name too long"),
    ],
)
def test_what_is_no_page(folder: Path, name: str, code: int, says: str) -> None:
    done = papercut("clean", name, cwd=folder)
    assert done.stdout == b""
    answer(done, code, says)


def test_a_pipe_that_never_ends_its_line() -> None:
    begin = time.monotonic()
    done = sh("yes 市里的新桥昨日通车了 | tr -d '\\n' | papercut clean; exit ${PIPESTATUS[2]}")
    answer(done, 3, "page 1 is longer than 128 MB without an end")
    assert done.stdout == b"" and time.monotonic() - begin < 120


def test_a_page_of_bytes_that_never_ends() -> None:
    answer(sh("papercut clean /dev/zero"), 3, "binary data")


def test_a_line_of_12_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    text = LEAD + BODY * (12_000_000 // len(BODY.encode()))
    path.write_text(text, "utf-8")
    done = papercut("clean", path, "--to", "text", "-q")
    answer(done, 0, "", lines=0)
    # nothing of it may be lost: the byline inside the lead stays there
    assert "".join(done.stdout.decode().split()) == "".join(text.split())


def test_a_page_of_12_000_lines(tmp_path: Path) -> None:
    """Solved in overlapping windows, which a note says."""
    path = tmp_path / "many.txt"
    story = [f"{LEAD}第", *["座新桥昨日通车了，"] * 37, "人们高兴。", "城里的新桥"]
    rows = "\n".join(f"{row}{n}，{k}" for n in range(300) for k, row in enumerate(story))
    path.write_text(rows, "utf-8")
    command = [*PAPERCUT, "clean", path, "--to", "json"]
    done = subprocess.run(command, capture_output=True, env=environment(), timeout=900)
    assert done.returncode == 0, done.stderr
    page = json.loads(done.stdout)
    assert [note["code"] for note in page["notes"]].count("windows") == 1
    # all stories say the same, so that hardly anything tells one from the next; but nothing is lost, and nothing twice
    blocks = [b for article in page["articles"] for b in (*article["body"], *article["parts"])]
    lines = rows.split("\n")
    pieces = [piece for b in (*blocks, *page["furniture"]) for piece in b["pieces"]]
    held = sum(len("".join(lines[number - 1][start:end].split())) for number, start, end in pieces)
    visible = len("".join(rows.split()))
    assert held == visible


STRANGE = {
    "nul": "\x00", "controls": "\x01\x02\x08\x0e\x1f\x7f\x84\x9f", "bidi": "\u202e\u2066\u200f\u061c",
    "private": "\ue000\U000f0000", "noncharacters": "\ufffe\uffff\U0010ffff",
    "ansi": "\x1b[31m\x1b]0;新名\x07\x9b2J", "zero width": "\u200b\u2060\ufeff",
    "separators": "\u2028\u2029\x85\x0b\x1c", "combining": "\u0301" * 500, "replacement": "\ufffd",
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_strange_characters(name: str) -> None:
    text = f"{LEAD}市里的新桥{STRANGE[name]}昨日通车了，过桥的人都很高兴。\n{BODY * 20}\n{STRANGE[name]}\n"
    done = papercut("clean", "--to", "json", data=text.encode())
    answer(done, 0, "", lines=0)
    page = json.loads(done.stdout)
    shown = "".join(b["text"] for a in page["articles"] for b in a["body"])
    assert "昨日通车了" in shown and not set(shown) & set("\x00\x07\x1b\x9b\u202e\u2066\u200b")
    held = shown + "".join(f["text"] for f in page["furniture"])
    assert sorted(set("".join(STRANGE[name].split())) - set(held)) == []
    markdown = papercut("clean", data=text.encode()).stdout.decode()
    assert not set(markdown) & set("\x00\x07\x1b\x9b\u202e\u2066\u200b")


@pytest.mark.parametrize("to", ["md", "text", "csv"])
def test_text_that_people_read_acts_on_no_terminal(to: str, tmp_path: Path) -> None:
    """Also where it goes to a pipe or a file, and `normalize` has not taken out what acts; JSON keeps it all."""
    odd = STRANGE["controls"] + STRANGE["bidi"] + STRANGE["ansi"]
    (tmp_path / "page.txt").write_text(f"{LEAD}市里的新桥{odd}昨日通车了。\n{BODY * 20}\n", "utf-8")
    args = ("clean", "--without", "normalize", "page.txt")
    ending = "txt" if to == "text" else to
    written = [papercut(*args, "--to", to, cwd=tmp_path).stdout]
    for out in (f"out.{ending}", f"{{headline}}.{ending}", *(["folder/"] if to == "md" else [])):
        assert papercut(*args, "--to", to, "-o", out, cwd=tmp_path).returncode == 0
    made = [path for path in tmp_path.rglob(f"*.{ending}") if path.name != "page.txt"]
    assert len(made) >= 2
    for data in (*written, *(path.read_bytes() for path in made)):
        text = data.decode()
        acts = {*map(chr, (*range(10), 11, 12, *range(14, 32), *range(127, 160))), *STRANGE["bidi"]}
        assert not set(text) & acts
        assert "\\u202e" in text and ("\\u001b" in text or "␛" in text)
    page = json.loads(papercut(*args, "--to", "json", cwd=tmp_path).stdout)
    held = "".join(b["text"] for a in page["articles"] for b in (*a["body"], *a["parts"]))
    assert set(odd) - set(held) <= {"\x1e", "\x1f"}


def test_surrogates_that_no_text_may_hold() -> None:
    for data, encoding in (
        (BODY.encode() + b"\xed\xa0\x80\xed\xb0\x80", "auto"),
        (BODY.encode("utf-16-le") + b"\x00\xd8a\x00", "utf-16-le"),
    ):
        done = papercut("clean", "--to", "json", "--encoding", encoding, data=data)
        answer(done, 0, "U+FFFD", lines=1)
        assert "bad-bytes" in [note["code"] for note in json.loads(done.stdout)["notes"]]
        done.stdout.decode()


MARKUP = ("# 井号", "---", "<script>alert(1)</script>", "* 甲 _乙_ `丙`", "[文](javascript:alert(1))", "| 表 | 格 |")


def test_text_that_is_markup_itself(tmp_path: Path) -> None:
    rows = [LEAD + BODY, *(f"{row}{BODY}" for row in MARKUP), "&amp; &#x4e2d; key: value", "\"引\" \\ '号'"]
    text = "\n".join(rows)
    page = json.loads(papercut("clean", "--to", "json", data=text.encode()).stdout)
    held = "".join(b["text"] for a in page["articles"] for b in (*a["body"], *a["parts"]))
    held += "".join(f["text"] for f in page["furniture"])
    for sign in ("<script>", "&#x4e2d;", "[文]", "`丙`", "\\"):
        assert sign in held  # JSON and text say what stood there
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").render(papercut("clean", data=text.encode()).stdout.decode())
    assert not any(tag in html for tag in ("<script", "<a ", "<em>", "<code>", "<hr", "<table"))
    assert papercut("clean", "-", "-o", tmp_path / "out", data=text.encode()).returncode == 0
    for path in (tmp_path / "out").rglob("*.md"):
        front = path.read_text("utf-8").split("\n---\n")[0]
        assert front.startswith("---\n") and front.count("---") == 1


def test_a_name_that_is_markup_or_acts_on_a_terminal(tmp_path: Path) -> None:
    name = "--- \x1b[31m# <b>“名”: !!x\u202e.txt"
    (tmp_path / name).write_text(LEAD + BODY, "utf-8")
    done = papercut("clean", "-v", "--", name, cwd=tmp_path)
    assert done.returncode == 0 and not set((done.stdout + done.stderr).decode()) & set("\x1b\u202e")
    assert papercut("clean", "-o", "out", "--", name, cwd=tmp_path).returncode == 0
    for path in (tmp_path / "out").rglob("*"):
        assert not set(path.name) & set("\x1b\u202e<>:#!“”"), path.name


@pytest.mark.parametrize("name", ["big5", "utf-16", "ascii", "shift_jis"])
def test_a_wrong_encoding(name: str) -> None:
    done = papercut("clean", SEED, "--encoding", name, "--to", "json")
    assert done.returncode == 0 and "the bytes look like utf-8: leave the encoding to auto" in done.stderr.decode()
    assert "encoding-doubt" in [note["code"] for note in json.loads(done.stdout)["notes"]]


def test_an_encoding_that_does_not_exist() -> None:
    for name, near in (("utf-9", "utf-8"), ("gb10830", "gb18030"), ("rot13", "auto finds it out"), ("", "auto finds")):
        done = papercut("clean", SEED, "--encoding", name)
        answer(done, 2, near)
        assert done.stdout == b""


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for out in ("file", "file/below", "/proc/nothing/here", "x" * 300):
        done = papercut("clean", SEED, "-o", out, cwd=tmp_path)
        answer(done, 5, "cannot be made")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    assert papercut("clean", SEED, "-o", tmp_path / "out").returncode == 0
    files = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    next(iter(files)).write_text("mine")
    done = papercut("clean", SEED, "-o", tmp_path / "out")
    answer(done, 5, "--force")
    assert next(iter(files)).read_text() == "mine"
    assert papercut("clean", SEED, "-o", tmp_path / "out", "--force").returncode == 0
    assert {p: p.read_bytes() for p in files} == files


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("to", ["md", "json", "jsonl", "text"])
def test_a_full_disk(to: str) -> None:
    answer(sh(f"papercut clean -q --to {to} {SEED} > /dev/full"), 5, "No space left on device")


@pytest.mark.parametrize("to", ["md", "json", "jsonl", "text"])
def test_a_broken_pipe_ends_quietly(to: str) -> None:
    many = " ".join([str(SEED)] * 6)
    done = sh(f"papercut clean -q --to {to} {many} | head -1; exit ${{PIPESTATUS[0]}}")
    answer(done, 0, "", lines=0)
    assert done.stdout.count(b"\n") == 1


def test_ctrl_c_in_the_middle_of_the_work(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n".join(f"第{n}座{BODY}" for n in range(40_000)), "utf-8")
    pipe = subprocess.PIPE
    process = subprocess.Popen([*PAPERCUT, "clean", path], stdout=pipe, stderr=pipe, env=environment())
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_a_hostile_settings_file_and_page_document(tmp_path: Path) -> None:
    (tmp_path / "papercut.toml").write_text("x = " + "[" * 5000)
    answer(papercut("clean", SEED, cwd=tmp_path), 2, "is no TOML")
    deep = b'{"papercut": 1, "raw": ' + b"[" * 200_000
    answer(papercut("write", data=deep), 3, "not a page document")
    assert sys.getrecursionlimit() < 200_000
