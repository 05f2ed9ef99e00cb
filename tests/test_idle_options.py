"""Options that would do nothing, outputs that cannot be written, and failures: what is said of them, in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pdfs import Sheet, pdf
from shell import SEED, papercut

PAGE = "新桥昨日通车\n\n　　本报讯 市里的新桥昨日通车，人们都很高兴。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "other.txt").write_text(PAGE, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("score page.txt --draft --worst 3", "--worst does not go with it"),
        ("score page.txt --draft --json", "--json does not go with it"),
        ("score page.txt --draft --to json", "--to does not go with it"),
        ("score page.txt --draft --no-ocr", "--no-ocr does not go with it"),
        ("score page.txt --draft --truth t.json", "--truth does not go with it"),
        ("score page.txt --draft --raw *.txt", "--raw does not go with it"),
        ("score page.txt --draft --page 1", "--page does not go with it"),
        ("score page.txt --json --to text", "--json and --to text contradict each other"),
        ("score page.txt --password x --from text", "--password is about PDF"),
        ("review page.txt -o page.html --most 3", "--most goes with the output of a batch, which page.txt is not"),
        ("review page.txt -o - --force", "--force is about files"),
        ("explain page.txt --to json --cues 3", "--cues is about the table for people"),
        ("clean page.txt --from text --password x", "--password is about PDF and pictures"),
        ("clean page.txt --from text --ocr never", "--ocr is about PDF and pictures"),
        ("read page.txt --from alto --ocr-engine tesseract", "--ocr-engine is about PDF and pictures"),
        ("despace page.txt --from pdf --encoding gb18030", "--encoding is about text"),
        ("batch page.txt -o out --ocr never --ocr-engine tesseract", "--ocr-engine does not go with it"),
        ("batch page.txt -o out --engine dask --scheduler tcp://a:1 --jobs 2", "--jobs is about this machine"),
        ("clean page.txt -o out/ --bom", "--bom is for CSV"),
        ("clean page.txt -o out/ --base-url http://a", "--base-url is for IIIF"),
        ("clean page.txt -o {page}.md --bom", "--bom is for CSV"),
        ("clean page.txt --to csv --only headline", "csv always holds whole articles"),
        ("clean page.txt -v -q", "--verbose says more, --quiet says less"),
        ("write page.txt --to xml", "there is no output format 'xml': did you mean one of tei, alto, page, mets?"),
        ("write page.txt -o page.xyz", "-o page.xyz ends as no format of papercut's does (.md, .json,"),
    ],
)
def test_options_that_do_nothing_are_refused(command: str, says: str, folder: Path) -> None:
    done = papercut(*command.split(), cwd=folder)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1), done.stderr
    assert says in done.stderr.decode()
    assert sorted(path.name for path in folder.iterdir()) == ["other.txt", "page.txt"]


def test_a_batch_is_reviewed_as_it_is(folder: Path) -> None:
    pytest.importorskip("jinja2")
    assert papercut("batch", "page.txt", "-o", "out", cwd=folder).returncode == 0
    review = ("review", "out", "--inputs", ".", "-o", "shown")
    for option in (("--from", "text"), ("--pages", "1"), ("--ocr", "never"), ("--isolated",)):
        done = papercut(*review, *option, cwd=folder)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1) and b"batch" in done.stderr, option
    assert papercut(*review, "--most", "1", "--password", "x", cwd=folder).returncode == 0


def test_score_has_a_password(folder: Path) -> None:
    draft = papercut("score", "page.txt", "--draft", "--password", "x", cwd=folder)
    assert draft.returncode == 0 and json.loads(draft.stdout)


def test_options_that_no_input_had_a_use_for_are_named_once(folder: Path) -> None:
    sheet = Sheet().column(["　　本报讯 市里的新桥昨日", "通车，人们都很高兴。"], 50, 90)
    (folder / "page.pdf").write_bytes(pdf(sheet))
    texts = ("page.txt", "other.txt")
    for command in (("clean",), ("explain",), ("read",), ("batch", "-o", "out")):
        done = papercut(*command, *texts, "--password", "x", "--ocr", "always", cwd=folder)
        said = "papercut: --password, --ocr did nothing: no input is a PDF or a picture\n"
        assert done.returncode == 0 and done.stderr.decode().count(said) == 1, command
    for command in (("clean",), ("explain",), ("batch", "-o", "out2")):
        done = papercut(*command, *texts, "page.pdf", "--password", "x", cwd=folder)
        assert done.returncode == 0 and b"did nothing" not in done.stderr, command
    # where a PDF cannot be read, or was done before, nothing is known
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    for command in ("clean bad.pdf", "batch bad.pdf -o out3", "batch page.pdf -o out2 --resume"):
        done = papercut(*command.split(), *texts, "--password", "x", cwd=folder)
        assert b"did nothing" not in done.stderr, command


def test_options_that_saved_pages_have_no_use_for_are_named(folder: Path) -> None:
    (folder / "saved.json").write_bytes(papercut("clean", "page.txt", "--to", "json", cwd=folder).stdout)
    (folder / "lines.json").write_bytes(papercut("read", "page.txt", cwd=folder).stdout)
    idle = ("--encoding", "gb18030", "--script", "hant", "--width", "keep", "--without", "order")
    done = papercut("clean", "saved.json", *idle, cwd=folder)
    first = b"papercut: --encoding did nothing: no input is text\n"
    second = b"papercut: --script, --width, --without did nothing: all pages came with their articles\n"
    assert done.returncode == 0 and done.stderr == first + second
    done = papercut("clean", "lines.json", *idle, cwd=folder)
    assert done.returncode == 0 and done.stderr == first, "a page document still goes through the stages"
    for command in (("despace", "lines.json"), ("explain", "lines.json")):
        assert papercut(*command, "--encoding", "gb18030", cwd=folder).stderr == first
    assert papercut("clean", "page.txt", "saved.json", *idle[2:], cwd=folder).stderr == b""
    assert papercut("clean", "page.txt", "saved.json", "--encoding", "utf-8", cwd=folder).stderr == b""


@pytest.mark.parametrize(
    ("out", "code", "says"),
    [
        ("there.md", 5, "there.md is there already: use --force to overwrite it"),
        ("page.txt/x.md", 5, "page.txt/x.md cannot be written: page.txt is a file, and no folder; choose another name"),
        ("page.txt/", 5, "page.txt cannot be made: page.txt is a file, and no folder; choose another name"),
        ("other.txt/{page}.md", 5, "other.txt is a file, and no folder; choose another name"),
        ("/proc/nowhere/x.md", 5, "its folder is not there and cannot be made; choose another one"),
        (f"{'x' * 300}.md", 5, "choose a shorter name"),
    ],
)
def test_outputs_that_cannot_be_written_name_the_way_out(out: str, code: int, says: str, folder: Path) -> None:
    (folder / "there.md").write_text("mine")
    saved = papercut("clean", "-", "--to", "json", data=PAGE.encode()).stdout
    done = papercut("write", "-", "-o", out, data=saved, cwd=folder)
    assert (done.returncode, done.stderr.count(b"\n")) == (code, 1) and says in done.stderr.decode()
    assert (folder / "there.md").read_text() == "mine"


def test_a_page_without_articles_is_named(folder: Path) -> None:
    done = papercut("write", "page.txt", cwd=folder)
    assert done.returncode == 4 and b"page.txt: there are no articles on the page yet" in done.stderr


def test_a_name_that_ends_in_a_slash_or_is_there_is_a_folder(folder: Path) -> None:
    assert papercut("clean", "page.txt", "-o", "page.xyz/", cwd=folder).returncode == 0
    assert papercut("clean", "other.txt", "-o", "page.xyz", "--force", cwd=folder).returncode == 0
    assert papercut("clean", "page.txt", "-o", "1998.03", cwd=folder).returncode == 0
    assert (folder / "1998.03" / "page.json").exists()


def test_explain_says_that_a_line_is_blank(folder: Path) -> None:
    shown = papercut("explain", "page.txt", "--line", "2", cwd=folder)
    assert shown.returncode == 0 and "line 2  is blank: nothing is decided about it" in shown.stdout.decode()
    assert "is blank" not in papercut("explain", "page.txt", "--line", "3", cwd=folder).stdout.decode()
    done = papercut("explain", "page.txt", "--line", "2", "--to", "json", cwd=folder)
    assert json.loads(done.stdout)["decisions"] == [] and b"page.txt: line 2 is blank" in done.stderr
    second = "甲乙丙。\n\f\n丁戊己。\n"
    done = papercut("explain", "-", "--line", "2", data=second.encode())
    assert "line 2  is blank" in done.stdout.decode()


def test_details_show_each_failure_once(folder: Path) -> None:
    (folder / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\nxx")
    for args in (("clean", "page.txt", "bad.png"), ("batch", "page.txt", "bad.png", "-o", "out")):
        for loud in ((), ("-v",)):
            done = papercut(*args, *loud, *(("--force",) if args[0] == "batch" else ()), cwd=folder)
            assert done.returncode == 1 and done.stderr.count(b"bad.png is no image") == 1, done.stderr


def test_a_traceback_ends_where_its_line_begins(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import papercut.stages.order as m\ndef run(self, page): raise KeyError('乙')\nm.Order.run = run\n", "utf-8"
    )
    done = papercut("clean", SEED, "-v", PYTHONPATH=str(tmp_path))
    said = done.stderr.decode()
    assert "Traceback" in said and said.count("the stage order failed on page 1") == 1
