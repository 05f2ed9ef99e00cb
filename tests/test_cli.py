"""The commands, as somebody at a shell meets them: what is written where, and with which exit code."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import papercut as pc
from papercut.cli import app, main
from papercut.stages import ORDER
from shell import PAPERCUT, SEED, all_of, environment, papercut, sh

FILTERS = " | ".join(f"papercut {name}" for name in ORDER)
TWO = "　　本报讯（记者 李闻）第一页的桥昨日通车了。\n\f　　本报讯（记者 王文）第二页的路今天开工了。\n\f"


@pytest.fixture(scope="module")
def seed_page() -> pc.Page:
    return pc.build()(pc.read(SEED))


# one way, three doors


def test_a_shell_pipe_of_all_stages_gives_what_clean_gives_byte_for_byte() -> None:
    for options in ("--to json --trace", "--to md", "--to jsonl", "--to text"):
        piped = sh(f"papercut read {SEED} | {FILTERS} | papercut write {options}")
        cleaned = sh(f"papercut clean {SEED} {options}")
        assert cleaned.returncode == piped.returncode == 0, piped.stderr
        assert len(cleaned.stdout) > 5000 and piped.stdout == cleaned.stdout
        assert piped.stderr == cleaned.stderr


def test_python_and_the_command_agree(seed_page: pc.Page) -> None:
    for to in ("md", "json", "jsonl", "text"):
        assert papercut("clean", SEED, "--to", to).stdout.decode() == pc.write(seed_page, to)
    assert pc.clean(SEED) == pc.clean(SEED.read_bytes()) == list(seed_page.articles or ())
    text = SEED.read_text("utf-8")
    assert [a.headline for a in pc.clean(text)] == [a.headline for a in seed_page.articles or ()]
    assert pc.clean(text, pipeline=pc.Normalize()) == []


def test_the_output_does_not_hang_on_the_order_of_sets() -> None:
    runs = [
        papercut("clean", SEED, "--to", "json", "--trace", PYTHONHASHSEED=seed).stdout for seed in ("0", "1", "118")
    ]
    assert runs[0] and runs[0] == runs[1] == runs[2]


def test_standard_input_is_read_with_a_dash_and_in_a_pipe() -> None:
    data = SEED.read_bytes()
    plain = papercut("clean", "--to", "text", SEED).stdout
    assert papercut("clean", "--to", "text", data=data).stdout == plain
    assert papercut("clean", "--to", "text", "-", data=data).stdout == plain
    assert sh(f"papercut clean --to text <(cat {SEED})").stdout == plain
    assert json.loads(papercut("clean", "--to", "json", data=data).stdout)["source"]["name"] == "<stdin>"


# standard output holds nothing but data


@pytest.mark.parametrize("level", ["-v", "-q", ""])
def test_standard_output_has_nothing_but_data(level: str, seed_page: pc.Page) -> None:
    args = [level] if level else []
    for to in ("md", "json", "jsonl", "text"):
        done = papercut("clean", SEED, "--to", to, *args)
        assert done.stdout.decode() == pc.write(seed_page, to)
        quiet = level == "-q" or to == "json"
        said = [row.split(": ")[1] for row in done.stderr.decode().split("\n")[:-1]]
        detail = [f"{SEED.name}, page 1"] * 2 if level == "-v" else []
        assert said == detail + ([] if quiet else ["set aside as furniture"])
    for row in papercut("clean", SEED, "--to", "jsonl").stdout.decode().split("\n")[:-1]:
        assert json.loads(row)["source"]["name"] == SEED.name


def test_a_wrong_option_leaves_standard_output_empty() -> None:
    for args in (
        ("clean", "--to", "xhtml", SEED), ("clean", "--nope"), ("claen",), (), ("clean", "--width", "x", SEED),
        ("clean", "--encoding", "utf-9", SEED), ("clean", "--stages", "normalize", SEED),
        ("clean", "--stages", "despase", SEED), ("clean", "--without", "nothing", SEED), ("clean", "--force", SEED),
        ("clean", "--trace", SEED), ("clean", "--out", "x", "--to", "text", SEED),
        ("clean", "--with", "convert@behind:order", SEED), ("clean", "--with", "convert@after:x", SEED),
    ):  # fmt: skip
        done = papercut(*args)
        assert (done.returncode, done.stdout) == (2, b""), args
        assert done.stderr and b"Traceback" not in done.stderr
    for args in (("clean", "--nope", "-v"), ("clean", "-v", "--stages", "despase", SEED), ("claen", "-v")):
        assert b"Traceback" not in papercut(*args).stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("claen",), "did you mean 'clean'"),
        (("clean", "--without", "place-headline", str(SEED)), "did you mean 'place-headlines'"),
        (("clean", "--stages", "place-headlines,normalize", str(SEED)), "these stages make no articles|needs"),
        (("clean", "--stages", "normalize,separate-articles", str(SEED)), "run build-paragraphs before it"),
        (("clean", "--with", "convert@after:x", str(SEED)), "there is no stage 'x'"),
        (("clean", "--without", "order", "--with", "convert@after:order", str(SEED)), "'order' is not|."),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(args: tuple[str, ...], says: str) -> None:
    assert re.search(says, papercut(*args).stderr.decode())


# several files and pages


def test_files_are_written_in_the_order_they_are_named_and_bad_ones_left_out(tmp_path: Path) -> None:
    for name in "cab":
        (tmp_path / f"{name}.txt").write_text(
            f"　　本报讯（记者 李闻）{name}市的桥昨日通车了，市民都很高兴。\n", "utf-8"
        )
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.7\n\x00\x01")
    done = papercut("clean", "c.txt", "nope.txt", "a.txt", "bad.txt", ".", "b.txt", "--to", "json", cwd=tmp_path)
    assert done.returncode == 1
    assert [json.loads(row)["source"]["name"] for row in done.stdout.decode().split("\n")[:-1]] == [
        "c.txt", "a.txt", "b.txt",
    ]  # fmt: skip
    errors = done.stderr.decode().split("\n")[:-1]
    assert len(errors) == 3 and all(row.startswith("papercut: error: ") for row in errors)
    assert "nope.txt" in errors[0] and "bad.txt" in errors[1] and "folder" in errors[2]


def test_exit_codes_of_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "pdf").write_bytes(b"%PDF-1.7\n\x00\x01")
    assert papercut("clean", "nope", cwd=tmp_path).returncode == 3
    assert papercut("clean", "nope", "pdf", cwd=tmp_path).returncode == 3
    assert papercut("clean", "nope", SEED, cwd=tmp_path).returncode == 1
    assert papercut("read", "nope", cwd=tmp_path).returncode == 3
    assert papercut("order", "nope", cwd=tmp_path).returncode == 3
    assert papercut("explain", "nope", cwd=tmp_path).returncode == 3


def test_every_page_of_a_file_is_done(tmp_path: Path) -> None:
    path = tmp_path / "two.txt"
    path.write_text(TWO, "utf-8")
    done = papercut("clean", path, "--to", "json").stdout.decode().split("\n")
    assert [json.loads(row)["source"]["page"] for row in done[:-1]] == [1, 2]
    assert papercut("clean", path, "--to", "text").stdout.decode().count("\n\n\n") == 1
    piped = sh(f"papercut read {path} | {FILTERS} | papercut write --to md")
    assert piped.stdout == papercut("clean", path).stdout
    assert len(pc.clean(path)) == len(pc.clean(TWO)) == 2


def test_pages_of_several_files_have_a_folder_each(tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_text(TWO, "utf-8")
    (tmp_path / "two.md").write_text(TWO, "utf-8")
    assert papercut("clean", "two.txt", "two.md", "-o", "out", cwd=tmp_path).returncode == 0
    folders = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert folders == ["two_p01", "two_p01_2", "two_p02", "two_p02_2"]
    assert all(len(list((tmp_path / "out" / f).glob("*.md"))) == 1 for f in folders)


# filters


def test_a_stage_on_lines_that_got_text_gives_text() -> None:
    done = papercut("normalize", data="截至２０２４年底\n\n第二行\n".encode())
    assert done.stdout.decode() == "截至2024年底\n\n第二行\n" and done.stderr == b""
    assert papercut("order", data=SEED.read_bytes()).stdout.decode() == SEED.read_text("utf-8")
    two = papercut("normalize", data="甲\n\f乙\n\f".encode()).stdout.decode()
    assert two == "甲\n\f乙\n"


def test_a_stage_that_makes_more_than_lines_gives_page_documents() -> None:
    done = papercut("build-paragraphs", data=SEED.read_bytes())
    (row,) = done.stdout.decode().split("\n")[:-1]
    assert json.loads(row)["blocks"] and json.loads(row)["history"] == ["BuildParagraphs()"]


def test_a_filter_that_lacks_what_it_needs_names_the_missing_stage() -> None:
    done = papercut("separate-articles", data=SEED.read_bytes())
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"run build-paragraphs before it" in done.stderr
    done = papercut("write", data=SEED.read_bytes())
    assert done.returncode == 4 and b"run separate-articles" in done.stderr


def test_filters_take_page_documents_however_they_begin() -> None:
    page = papercut("read", SEED).stdout
    normal = papercut("normalize", data=page).stdout
    assert normal != page and json.loads(normal)["history"] == ["Normalize()"]
    spaced = b"\xef\xbb\xbf  \r\n" + json.dumps(json.loads(page)).encode()
    assert papercut("normalize", data=spaced).stdout == normal


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"papercut": 1, "source"', "line 1: this is not a page document: not valid JSON"),
        (b'{"papercut": 1, "articles": []}', "article document"),
        (b'{"papercut": 7}', "version 7"),
        (b'{\n "papercut": 1,\n "raw": []}', "each page stands on one line"),
    ],
)
def test_a_broken_page_document_is_refused_with_its_line(data: bytes, says: str) -> None:
    for command in ("normalize", "write", "clean", "explain"):
        done = papercut(command, data=data)
        assert (done.returncode, done.stdout) == (3, b"") and says in done.stderr.decode()


def test_a_filter_that_nothing_comes_in_to_passes_nothing_on() -> None:
    for command in ("normalize", "build-paragraphs", "write"):
        done = papercut(command)
        assert (done.returncode, done.stdout) == (0, b"") and b"nothing came in" in done.stderr
    done = sh("set -o pipefail; papercut read nope.txt | papercut build-paragraphs | papercut write -q")
    assert (done.returncode, done.stdout) == (3, b"")


def test_an_empty_file_is_an_empty_page_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "blank.txt").write_text(" \n\u3000\n", "utf-8")
    for name in ("empty.txt", "blank.txt"):
        found = json.loads(papercut("clean", tmp_path / name, "--to", "json").stdout)
        assert found["articles"] == [] and [n["code"] for n in found["notes"]] == ["empty"]
        done = papercut("clean", tmp_path / name)
        assert (done.returncode, done.stdout) == (0, b"")


def test_text_that_begins_like_json_is_text() -> None:
    for text in ("[1]\n", "{甲}乙丙\n"):
        assert papercut("order", data=text.encode()).stdout.decode() == text
    done = papercut("order", data='{"甲": 1}\n'.encode())
    assert (done.returncode, done.stdout) == (3, b"") and b"JSON" in done.stderr


def test_a_stage_s_fields_are_its_options() -> None:
    data = "截至２０２４年底\n".encode()
    assert papercut("normalize", "--width", "keep", data=data).stdout == data
    done = papercut("despace", "--spacing", "wide", data=data)
    assert done.returncode == 2 and b"tight" in done.stderr
    help_text = papercut("despace", "--help").stdout.decode()
    assert "--spacing <tight|keep|spaced>" in help_text and "papercut despace" in help_text


# what is asked for


def test_options_of_clean_reach_the_stages() -> None:
    def history(*args: str) -> list[str]:
        found: list[str] = json.loads(papercut("clean", SEED, "--to", "json", *args).stdout)["history"]
        return found

    assert history() == [f"{name}()" for name in (
        "Normalize", "Order", "SetAside", "Despace", "BuildParagraphs", "LabelBlocks", "SeparateArticles",
        "PlaceHeadlines", "Convert",
    )]  # fmt: skip
    chosen = history("--width", "keep", "--spacing", "spaced", "--script", "hant", "--without", "order,set-aside")
    assert chosen[:2] == ["Normalize(width='keep')", "Despace(spacing='spaced')"]
    assert chosen[-1] == "Convert(script='hant')" and len(chosen) == 7
    assert history("--stages", "build_paragraphs, separate-articles") == ["BuildParagraphs()", "SeparateArticles()"]
    assert history("--without", "convert", "--with", "convert@before:despace")[3:5] == ["Convert()", "Despace()"]
    assert history("--without", "convert", "--with", "convert")[4] == "Convert()"  # makes lines: before paragraphs


def test_trace_adds_decisions_and_breaks() -> None:
    plain = json.loads(papercut("clean", SEED, "--to", "json").stdout)
    traced = json.loads(papercut("clean", SEED, "--to", "json", "--trace").stdout)
    assert "decisions" not in plain and len(traced.pop("decisions")) > 50 and len(traced.pop("breaks")) > 50
    assert plain == traced
    rows = papercut("clean", SEED, "--to", "jsonl", "--trace").stdout.decode().split("\n")[:-1]
    assert any(json.loads(row)["decisions"] for row in rows)


def test_out_writes_a_folder_and_nothing_on_standard_output(tmp_path: Path) -> None:
    done = papercut("clean", SEED, "-o", tmp_path / "a" / "b")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    names = sorted(p.name for p in (tmp_path / "a" / "b").iterdir())
    assert "page.json" in names and all(n.startswith(f"{SEED.stem}_p01_") for n in names if n != "page.json")
    again = papercut("clean", SEED, "-o", tmp_path / "a" / "b")
    assert again.returncode == 5 and b"--force" in again.stderr
    assert papercut("clean", SEED, "-o", tmp_path / "a" / "b", "--force").returncode == 0
    piped = sh(f"papercut read {SEED} | {FILTERS} | papercut write -o {tmp_path}/c")
    assert piped.returncode == 0
    for path in (tmp_path / "c").iterdir():
        assert path.read_bytes() == (tmp_path / "a" / "b" / path.name).read_bytes()


@pytest.mark.parametrize(
    ("name", "to"), [("p.md", "md"), ("p.json", "json"), ("p.jsonl", "jsonl"), ("new/P.TXT", "text"), ("-", "md")]
)
def test_out_may_be_one_file_and_a_dash_is_standard_output(name: str, to: str, tmp_path: Path) -> None:
    (tmp_path / "two").write_bytes(SEED.read_bytes() + b"\f" + SEED.read_bytes())
    wanted = papercut("clean", "two", "--to", to, cwd=tmp_path).stdout
    done = papercut("clean", "two", "-o", name, cwd=tmp_path)
    if name == "-":
        assert done.stdout == wanted
        return
    assert done.stdout == b"" and (tmp_path / name).read_bytes() == wanted
    again = papercut("clean", SEED, "-o", name, cwd=tmp_path)
    assert again.returncode == 5 and b"--force" in again.stderr and (tmp_path / name).read_bytes() == wanted
    assert papercut("clean", "two", "-o", name, "--force", cwd=tmp_path).returncode == 0
    assert not list(tmp_path.rglob("*.part"))


def test_out_is_a_folder_where_one_stands_or_is_asked_for_and_no_file_is_left_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "there.md").mkdir()
    for name in ("there.md", "new.json/", "v1.2"):
        assert papercut("clean", SEED, "-o", name, cwd=tmp_path).returncode == 0
        assert (tmp_path / name / "page.json").is_file()
    assert papercut("clean", SEED, "-o", "/dev/null").returncode == 0
    assert papercut("clean", "none.txt", "-o", "none.md", cwd=tmp_path).returncode == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.json", "there.md", "v1.2"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("clean", "page", "-o", "page.rtf"), "page.rtf is the name of a file"),
        (("clean", "page", "-o", "page", "--to", "text"), "name a file"),
        (("clean", "page", "-o", "-", "--force"), "--force"),
        (("review", "page"), "option -o is missing"),
        (("review", "page", "-o", "page.md"), "page.md is the name of a file"),
        (("review", "page", "-o", "out", "--inputs", "."), "--inputs goes with"),
        (("batch", "page"), "option -o is missing"),
        (("clean", "page", "-o", ""), "option -o is empty"),
        (("review", "page", "-o", ""), "option -o is empty"),
        (("batch", "page", "-o", ""), "option -o is empty"),
        (("batch", "-o", "out"), "no input is named"),
        (("batch", "page", "-o", "-"), "not to standard output"),
        (("batch", "page", "-o", "out.jsonl"), "out.jsonl is one file, and a batch writes one for each shard"),
        (("batch", "page", "-o", "out.db", "--to", "json"), "out.db is the name of a database"),
        (("batch", "page", "-o", "s3://bucket/out.db"), "a database is a file of this machine"),
    ],
)
def test_an_output_that_a_command_cannot_write_is_refused(args: tuple[str, ...], says: str, tmp_path: Path) -> None:
    (tmp_path / "page").write_text("甲\n", "utf-8")
    done = papercut(*args, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"") and len(done.stderr.splitlines()) == 1
    assert says in done.stderr.decode() and [path.name for path in tmp_path.iterdir()] == ["page"]


def test_version_stages_and_help() -> None:
    assert papercut("--version").stdout.decode() == f"papercut {pc.__version__}\n"
    table = papercut("stages").stdout.decode()
    rows = json.loads(papercut("stages", "--to", "json").stdout)
    assert [row["name"] for row in rows][: len(ORDER)] == list(ORDER)
    assert all(row["name"] in table and row["does"] in table for row in rows)
    assert rows[6]["needs"] == ["blocks", "lines"] and rows[6]["makes"] == ["articles"]
    helped = papercut("--help").stdout.decode()
    for name in ("clean", "read", "write", "explain", "stages", *ORDER):
        assert f"  {name} " in helped
        own = papercut(name, "--help")
        assert own.returncode == 0 and own.stdout.decode().count(f"papercut {name}") >= 2, "no example"


def test_a_shell_completes_commands_and_options() -> None:
    def completed(words: str, at: int) -> list[str]:
        done = papercut(_PAPERCUT_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(at))
        return done.stdout.decode().split()

    assert completed("papercut set", 1) == ["set-aside"]
    assert completed("papercut clean --sp", 2) == ["--spacing"]
    assert completed("papercut clean --to js", 3) == ["json", "jsonl"]
    assert completed("papercut clean --ocr ", 3) == ["auto", "never", "always"]
    assert completed("papercut clean --without conv", 3) == ["convert"]
    assert completed("papercut clean --stages order,conv", 3) == ["order,convert"]


def test_the_app_runs_in_typer_s_runner(seed_page: pc.Page) -> None:
    done = CliRunner().invoke(app, ["clean", str(SEED), "--to", "text"])
    assert done.exit_code == 0 and done.stdout == pc.to_text(seed_page)
    assert CliRunner().invoke(app, ["stages"]).exit_code == 0


def test_main_gives_the_exit_code(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["clean", str(SEED), "--to", "json", "-q"]) == 0
    assert main(["clean", "no such file"]) == 3
    assert main(["clean", "--nope"]) == 2
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["papercut"] == 1 and err.count(b"\n") == 3


# what can go wrong outside


def test_a_reader_that_goes_away_is_no_error() -> None:
    many = " ".join([str(SEED)] * 8)
    for script in (f"papercut clean {many} | head -1", f"papercut clean {many} --to json | true",
                   f"papercut read {SEED} | true", "papercut --help | true", "papercut stages | true",
                   f"papercut explain {SEED} | head -1"):  # fmt: skip
        done = sh(f"{script} > /dev/null; echo ${{PIPESTATUS[0]}}")
        assert (done.stdout, b"Broken" in done.stderr, b"Exception" in done.stderr) == (b"0\n", False, False), script


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_said_in_one_line() -> None:
    for command in (f"clean {SEED} -q", f"read {SEED}", "stages", "--help", f"explain {SEED}", f"order {SEED}"):
        done = sh(f"papercut {command} > /dev/full")
        assert done.returncode == 5, command
        assert done.stderr.decode() == "papercut: error: standard output cannot be written: No space left on device\n"


def test_closed_standard_streams_are_no_traceback() -> None:
    done = sh(f"papercut clean {SEED} -q >&-")
    assert done.returncode == 5 and done.stderr.count(b"\n") == 1
    assert sh(f"papercut clean {SEED} 2>&- | wc -l").returncode == 0
    assert sh("papercut clean <&-").returncode == 2
    assert sh("papercut clean - <&-").returncode == 3


def test_ctrl_c_ends_with_130_and_no_traceback() -> None:
    process = subprocess.Popen(
        [*PAPERCUT, "clean", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60) == (b"", b"") and process.returncode == 130


def on_terminal(*args: str, typed: bytes | None = None) -> tuple[str, int]:
    """What a command shows on a terminal, its standard error with it; `typed` None: standard input is the terminal."""
    leader, follower = pty.openpty()
    data = subprocess.PIPE if typed is not None else follower
    process = subprocess.Popen(
        [*PAPERCUT, *args], stdin=data, stdout=follower, stderr=follower, env=environment(TERM="xterm", COLUMNS="100")
    )
    os.close(follower)
    if typed is not None and process.stdin is not None:
        process.stdin.write(typed)
        process.stdin.close()
    shown = all_of(leader)
    os.close(leader)
    return shown.decode(), process.wait(timeout=60)


def test_without_a_file_on_a_terminal_there_is_help() -> None:
    shown, code = on_terminal("clean")
    assert code == 2 and "Usage: papercut clean" in shown


def test_nothing_of_a_page_acts_on_a_terminal() -> None:
    page = "　　本报讯（记者 李闻）\x1b[31m红字\x07，\u202e反写\u202c，\x9b2J清屏\x7f。\n".encode()
    kept = ("--without", "normalize", "-q")
    for to in ("md", "text", "json", "jsonl"):
        shown, _ = on_terminal("clean", "--to", to, *kept, typed=page)
        assert "红字" in shown and not set(shown) & set("\x1b\x07\x9b\x7f\u202e\u202c"), to
        piped = papercut("clean", "--to", to, *kept, data=page).stdout.decode()
        said = "".join(b["text"] for b in json.loads(piped)["articles"][0]["body"]) if to == "json" else piped
        if to.startswith("json"):  # which keeps every character
            assert ("\x1b" if to == "json" else "\\u001b") in said and "\u202e" in said
        else:  # text that people read holds what stands for them, also in a pipe
            assert "\\u001b" in said and "\\u202e" in said and not set(said) & set("\x1b\x07\x9b\u202e")


def test_a_file_s_name_cannot_act_on_a_terminal(tmp_path: Path) -> None:
    name = "bad\x1b]0;owned\x07\nname.txt"
    (tmp_path / name).write_bytes(b"%PDF-1.7\n\x00")
    for args in (("clean", name), ("clean", f"no{name}"), ("clean", "--config", f"no{name}"), (name,),
                 ("clean", SEED, "--with", name), ("clean", SEED, "-o", f"{name}/\x1b" + "x" * 300)):  # fmt: skip
        done = papercut(*args, cwd=tmp_path)
        assert done.returncode and not set(done.stderr) & set(b"\x1b\x07"), args
        assert done.stderr.count(b"\n") <= 2


@pytest.mark.parametrize(
    "command",
    [
        "explain N", "explain N --line 99", "despace N -v", "clean N -v", "batch N -o out", "status out", "status a.db",
        "search a.db 新桥", "score N", "review N -o one.html", "clean N -o N.rtf", "clean none-N",
    ],
)  # fmt: skip
def test_a_file_s_name_is_made_safe_in_every_message_wherever_it_goes(command: str, tmp_path: Path) -> None:
    name = "a\x1b[31m\x07\u202eb"
    (tmp_path / name).write_text("新桥通车\n\n　　本报讯 市里的新桥昨日通车，人们都很高兴。\n", "utf-8")
    for out in ("out", "a.db") if command.startswith(("status", "search")) else ():
        assert papercut("batch", name, "-o", out, cwd=tmp_path).returncode == 0
    done = papercut(*(arg.replace("N", name) for arg in command.split()), cwd=tmp_path)
    shown = (done.stdout + done.stderr).decode()
    assert not set("\x1b\x07\u202e") & set(shown)
    assert "1b[31m" in shown or not shown or command.startswith(("despace", "batch"))


def test_a_name_that_is_no_utf8_is_no_traceback(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    try:
        Path(os.fsdecode(path)).write_bytes(SEED.read_bytes())
    except OSError:
        pytest.skip("this file system takes no such names")
    done = subprocess.run(
        [*map(os.fsencode, PAPERCUT), b"clean", path, b"--to", b"json"], capture_output=True, env=environment()
    )
    assert json.loads(done.stdout)["source"]["name"] == "\ufffd\ufffd.txt"
    done = subprocess.run(
        [*map(os.fsencode, PAPERCUT), b"clean", path, b"-o", os.fsencode(tmp_path / "out")],
        capture_output=True,
        env=environment(),
    )
    assert done.returncode == 0, done.stderr


def test_an_error_of_papercut_s_own_is_one_line_and_v_shows_where(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import papercut.stages.order as o\n"
        "def run(self, page): raise RuntimeError('by\\x1b[1m design')\n"
        "o.Order.run = run\n"
    )
    done = papercut("clean", SEED, PYTHONPATH=str(tmp_path))
    assert done.returncode == 4 and done.stdout == b""
    assert done.stderr.decode() == (
        f"papercut: error: the stage order failed on page 1 of {SEED.name}: RuntimeError: by\\u001b[1m design\n"
    )
    done = papercut("clean", SEED, "-v", PYTHONPATH=str(tmp_path))
    assert b"Traceback" in done.stderr and b"sitecustomize.py" in done.stderr and b"\x1b" not in done.stderr


def test_import_papercut_imports_little() -> None:
    code = (
        "import sys, papercut; heavy = {'regex', 'rich', 'typer', 'opencc', 'chardet', 'hashlib', 'json'}"
        "; print(sorted(heavy & set(sys.modules)), papercut.Normalize, callable(papercut.clean))"
    )
    done = subprocess.run([PAPERCUT[0], "-c", code], capture_output=True, text=True, env=environment())
    assert done.stdout.startswith("[] <class 'papercut.stages.normalize.Normalize'> True"), done


def test_the_public_names_are_all_there() -> None:
    for name in pc.__all__:
        assert getattr(pc, name) is not None
    assert set(pc.__all__) <= set(dir(pc))
    with pytest.raises(AttributeError, match="nothing_like_that"):
        pc.nothing_like_that  # noqa: B018
