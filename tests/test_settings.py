"""Settings files: where they are found, what they change, and how their mistakes are answered."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
from papercut.settings import Settings, find, load
from papercut.user_patterns import compile_patterns, search
from shell import SEED, papercut

GOOD = """
[normalize]
width = "keep"
keep-kangxi = true

[despace]
spacing = "spaced"

[patterns]
leads = ['本台消息']
bylines = ['^文／\\p{Han}{2,4}$']
furniture = ['^订报热线', '^本版责编']
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "papercut.toml"
    path.write_text(text, "utf-8")
    return path


def history(*args: str, cwd: Path) -> list[str]:
    done = papercut("clean", SEED, "--to", "json", *args, cwd=cwd)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)["history"]
    return found


def test_options_and_patterns_reach_the_stages(tmp_path: Path) -> None:
    settings = load(written(tmp_path, GOOD))
    assert settings.options == {
        "normalize": {"width": "keep", "keep_kangxi": True},
        "despace": {"spacing": "spaced"},
        "build-paragraphs": {"lead_patterns": ("本台消息",)},
        "label-blocks": {"byline_patterns": (r"^文／\p{Han}{2,4}$",)},
        "set-aside": {"furniture_patterns": ("^订报热线", "^本版责编")},
    }
    pc.build(options=settings.options)


def test_the_nearest_file_upwards_is_found_and_its_path_and_hash_stand_in_the_history(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    path = written(tmp_path, '[normalize]\nwidth = "keep"\n')
    said = f"Settings({str(path)!r}, sha256={hashlib.sha256(path.read_bytes()).hexdigest()!r})"
    assert history(cwd=deep)[:2] == [said, "Normalize(width='keep')"]
    near = written(tmp_path / "a", "")
    assert find(deep) == near
    assert history(cwd=deep)[0].startswith(f"Settings({str(near)!r}") and "Normalize()" in history(cwd=deep)
    assert history("--isolated", cwd=deep)[0] == "Normalize()"
    assert history("--config", str(path), cwd=deep)[0] == said


def test_an_option_on_the_command_line_goes_before_the_file(tmp_path: Path) -> None:
    written(tmp_path, '[normalize]\nwidth = "keep"\nkeep_kangxi = true\n')
    assert history("--width", "half", cwd=tmp_path)[1] == "Normalize(keep_kangxi=True)"
    data = "２０２４".encode()
    assert papercut("normalize", data=data, cwd=tmp_path).stdout == data + b"\n"
    assert papercut("normalize", "--width", "half", data=data, cwd=tmp_path).stdout == b"2024\n"
    assert papercut("normalize", "--isolated", data=data, cwd=tmp_path).stdout == b"2024\n"


def test_filters_in_a_pipe_write_the_settings_into_the_history_once(tmp_path: Path) -> None:
    written(tmp_path, '[despace]\nspacing = "spaced"\n')
    page = papercut("read", SEED, cwd=tmp_path).stdout
    page = papercut("normalize", data=page, cwd=tmp_path).stdout
    page = papercut("despace", data=page, cwd=tmp_path).stdout
    said = json.loads(page)["history"]
    assert [row.split("(")[0] for row in said] == ["Settings", "Normalize", "Despace"]
    assert said[2] == "Despace(spacing='spaced')"


def test_own_patterns_do_what_they_say(tmp_path: Path) -> None:
    written(tmp_path, "[patterns]\nfurniture = ['^订报热线']\nbylines = ['^文／']\n")
    page = "　　本台消息，昨日滨河新区的桥通车了，市民很高兴。\n订报热线八八八八\n　　桥长三百米，今日起开放。\n"
    found = json.loads(papercut("clean", "--to", "json", data=page.encode(), cwd=tmp_path).stdout)
    assert [(f["text"], f["why"]) for f in found["furniture"]] == [("订报热线八八八八", "own-pattern")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[despase]\n", "there is no section [despase]: did you mean 'despace'?"),
        ("[build_paragraph]\n", "did you mean 'build-paragraphs'?"),
        ("[despace]\nspacin = 'tight'\n", "[despace] has no option 'spacin': did you mean 'spacing'?"),
        ("[order]\nzzz = 1\n", "[order] has no option 'zzz'"),
        ("[despace]\nspacing = 'thight'\n", "[despace] spacing is 'thight': it must be one of tight, keep, spaced"),
        ("[normalize]\nkeep-kangxi = 1\n", "[normalize] keep-kangxi is 1: it must be true or false"),
        ("[normalize]\nwidth = 1\n", "[normalize] width is 1: it must be "),
        ("[set-aside]\nfurniture-patterns = 'x'\n", "it must be a list"),
        ("[set-aside]\nfurniture-patterns = [1]\n", "furniture-patterns, number 1 is 1: it must be a text"),
        ("spacing = 'tight'\n", "'spacing' stands outside a section"),
        ("despace = 5\n", "'despace' is a section: write [despace]"),
        ("[patterns]\nlead = ['x']\n", "[patterns] has no key 'lead': did you mean 'leads'?"),
        ("[patterns]\nleads = ['x', '(']\n", "[patterns] leads: pattern 2, '(', is no regular expression: missing )"),
        ("[set-aside]\nfurniture-patterns = ['[']\n", "furniture-patterns: pattern 1"),
        ("[patterns]\nfurniture = ['x', '']\n", "[patterns] furniture: pattern 2 is empty: it would match every line"),
        ("[patterns]\nleads = 'x'\n", "[patterns] leads is 'x': it must be a list"),
        ("[despace\n", "is no TOML"),
        ("\udcff", "is not in UTF-8: save it as UTF-8"),
        ("\udcff\udcfe[\0", "is not in UTF-8: save it as UTF-8"),
        ("[set_aside]\nfurniture_pattern = []\n", "did you mean 'furniture-patterns'?"),
        ("[set-aside]\nfurniture_patterns = ['(']\n", "[set-aside] furniture-patterns: pattern 1"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_what_is_near(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "papercut.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(pc.UsageError) as caught:
        load(path)
    assert says in str(caught.value) and str(path) in str(caught.value)
    for command in ("clean", "read", "order", "explain"):
        done = papercut(command, data="甲".encode(), cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
        assert papercut(command, "--isolated", data="甲\n".encode(), cwd=tmp_path).returncode == 0


def test_a_settings_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = papercut("clean", SEED, "--config", tmp_path / "none.toml")
    assert done.returncode == 2 and b"none.toml cannot be read" in done.stderr
    done = papercut("clean", SEED, "--config", tmp_path)
    assert done.returncode == 2 and b"is a folder" in done.stderr
    written(tmp_path, "")
    done = papercut("clean", SEED, "--config", tmp_path / "papercut.toml", "--isolated")
    assert done.returncode == 2 and b"give one of them" in done.stderr


def test_a_folder_that_is_called_like_the_settings_is_said(tmp_path: Path) -> None:
    (tmp_path / "papercut.toml").mkdir()
    done = papercut("clean", SEED, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"") and b"papercut.toml is a folder" in done.stderr


def test_the_script_of_the_page_can_be_asked_for(tmp_path: Path) -> None:
    written(tmp_path, "[convert]\nscript = 'keep'\n")
    assert history(cwd=tmp_path)[-1] == "Convert()"
    assert papercut("convert", "--script", "keep", data="門\n".encode()).stdout == "門\n".encode()


def test_no_settings_leave_no_trace() -> None:
    page = pc.read_text("甲")
    assert Settings().mark(page) is page


SLOW = r"^(?:甲|甲甲)+[乙丁]"


def test_a_pattern_without_end_is_left_out_after_its_time_and_noted() -> None:
    page = pc.read_text("".join("甲" * 60 + f"丙{n}\n" for n in range(200)))
    start = time.monotonic()
    done = pc.SetAside(furniture_patterns=(SLOW, "^乙"))(page)
    assert time.monotonic() - start < 20  # each of the 200 lines alone would take longer than that
    assert [(n.code, n.stage) for n in done.notes] == [("slow-pattern", "set-aside")]
    assert SLOW in done.notes[0].text and done.furniture == ()


@pytest.mark.parametrize(
    "stage",
    [
        pc.BuildParagraphs(lead_patterns=(SLOW,)),
        pc.SetAside(furniture_patterns=(SLOW,)),
        pc.BuildParagraphs() | pc.LabelBlocks(byline_patterns=(SLOW,)),
    ],
)
def test_every_stage_with_own_patterns_gives_them_a_time_limit(stage: pc.Stage) -> None:
    done = stage(pc.read_text("甲" * 50 + "丙\n"))
    assert [n.code for n in done.notes] == ["slow-pattern"]


def test_a_slow_pattern_outside_a_stage_is_no_error() -> None:
    (slow,) = compile_patterns([SLOW])
    assert search(slow, "甲" * 60) is None and slow.late


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"despase": {}}, "no stage 'despase': did you mean 'despace'"),
        ({"despace": {"spacign": "spaced"}}, "did you mean 'spacing'"),
        ({"despace": {"spacing": "spacd"}}, "one of tight, keep, spaced"),
        ({"despace": "spaced"}, "give a dict"),
        ({"set-aside": {"furniture-patterns": "^x"}}, "must be a list"),
        ({5: {}}, "no stage 5"),
    ],
)
def test_a_mistake_in_the_options_of_build_is_answered(options: Any, says: str) -> None:
    for only in (None, ["normalize"]):  # though the stage be not in the pipeline
        with pytest.raises(pc.UsageError, match=says):
            pc.build(only, options=options)


def test_names_in_the_options_of_build_may_be_written_as_in_python() -> None:
    given = {"set_aside": {"furniture-patterns": ["^x"]}, "Convert": {"script": None}}
    assert "SetAside(furniture_patterns=['^x'])" in repr(pc.build(options=given))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: pc.clean(5), "int is nothing to read"),
        (lambda: pc.read(None), "NoneType is nothing to read"),
        (lambda: pc.clean(["page.txt"]), "list is nothing to read"),
        (lambda: pc.read_text(b"page"), "takes a str, not bytes"),
        (lambda: pc.clean("甲", pipeline="despace"), "the pipeline is 'despace'"),
        (lambda: pc.build()("甲"), "called with a Page, not str"),
        (lambda: pc.Despace()("甲"), "called with a Page, not str"),
        (lambda: pc.build(options=[("despace", {})]), "give a dict"),
        (lambda: pc.SetAside(furniture_patterns="^x")(pc.read("甲")), "give a list"),
    ],
)
def test_a_call_with_the_wrong_thing_says_what_to_give(call: Any, says: str) -> None:
    with pytest.raises(pc.UsageError, match=says):
        call()


def test_one_name_stands_for_a_list_of_one() -> None:
    assert repr(pc.build("despace")) == "Despace()"
    assert "Order()" not in repr(pc.build(without="order"))
