"""The report that a batch ends with."""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import html5lib
import pytest
from batches import make_pages, story

import papercut as pc
from papercut.batches.report import SECONDS, SHARES, report
from papercut.batches.report_file import NAME
from papercut.batches.report_page import ROWS, report_html
from papercut.batches.report_words import WORDS
from papercut.cli.batch_messages import LONGEST, without_secrets
from shell import papercut

ODD = '<img src=x onerror=alert(1)>&"\u202e.txt'


class Read(HTMLParser):
    """The commands, the links, the elements and the text of a report."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.commands: list[str] = []
        self.said = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "code":
            self.commands.append("")

    def handle_data(self, data: str) -> None:
        self.said += data
        if self.tags and self.tags[-1][0] == "code" and self.commands and not self.commands[-1]:
            self.commands[-1] = data

    @property
    def links(self) -> list[str]:
        return [str(attrs["href"]) for tag, attrs in self.tags if tag == "a"]


def tiles(read: str) -> dict[str, str]:
    found = re.findall(r"<li[^>]*><b>([^<]+)</b><span class=w lang=en>([^<]+)</span>", read)
    return {name: value for value, name in found}


def test_a_report_says_what_was_done_what_failed_and_how_to_go_on(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 3)
    (tmp_path / "in" / ODD).write_text(story(7, "1998年1月2日　星期五　第3版\n"), "utf-8")
    (tmp_path / "in" / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    (tmp_path / "in" / "empty.txt").write_text("\n")
    done = papercut("batch", "in", "-o", "out", "--password", "geheim", cwd=tmp_path)
    assert done.returncode == 1 and b"report: out/report.html" in done.stderr
    html = (tmp_path / "out" / NAME).read_text("utf-8")
    html5lib.HTMLParser(strict=True).parse(html)
    read, shown = Read(html), tiles(html)
    assert shown | {"failed": "1", "files": "6", "pages": "5", "articles": "4", "pages without text": "1"} == shown
    kept = papercut("batch", "in", "-o", "a.db", "-q", "--no-report", cwd=tmp_path)
    assert kept.returncode == 1 and not (tmp_path / "a.report.html").exists()
    with sqlite3.connect(tmp_path / "a.db") as db:
        furniture = "".join(row[0] for row in db.execute("select text from furniture"))
    assert int(shown["characters set aside"]) == len("".join(furniture.split())) > 0
    # the command is what was typed, and works; no secret is in it
    assert "geheim" not in html
    (tmp_path / "in" / "bad.png").unlink()
    again = read.commands[0].replace("'***'", "x")
    assert again == "papercut batch in -o out --password x --resume"
    assert papercut(*again.split()[1:], cwd=tmp_path).returncode == 0
    after = tiles((tmp_path / "out" / NAME).read_text("utf-8"))
    assert (after["files"], after["pages"], after["failed"]) == ("5", "5", "0")  # of all runs
    # each link leads to the folder of its page
    assert len(read.links) >= 4 and all((tmp_path / "out" / unquote(link)).is_dir() for link in read.links)


def test_a_report_is_safe_and_needs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ODD).write_text(story(1), "utf-8")
    assert papercut("batch", ODD, "-o", "out", cwd=tmp_path).returncode == 0
    html = (tmp_path / "out" / NAME).read_text("utf-8")
    read = Read(html)
    assert not {tag for tag, _ in read.tags} & {"script", "img", "link", "iframe", "object"}
    assert not [attrs for _, attrs in read.tags if any(name.startswith("on") or name == "style" for name in attrs)]
    assert "<img src=x onerror=alert(1)>&\"\\u202e.txt" in read.said and "\u202e" not in html
    (policy,) = (str(a["content"]) for tag, a in read.tags if a.get("http-equiv") == "Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style and "light dark" in style[1]
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "://" not in html


def test_a_report_of_many_pages_stays_small_and_says_where_the_rest_is() -> None:
    row = {"name": "a" * 50, "stamp": "", "page": 3, "articles": 4, "seconds": 0.1, "confidence": 0.1, "notes": 0,
           "characters": 5, "aside": 5}  # fmt: skip
    unfit = {"name": "a" * 50, "page": 3, "id": "0" * 32, "do": "split", "by": "c" * 9, "why": "so it is"}
    bad = {"name": "b" * 50, "page": None, "reason": "timeout", "text": "so it is"}
    found: dict[str, Any] = {
        "to": "jsonl", "inputs": 10**6, "pages": 10**6, "articles": 0, "same": 0, "kept": 0, "passed": {},
        "seconds": 9.0, "confidence": 0.1, "characters": 5, "aside": 5, "reasons": {"timeout": 10**5},
        "without_text": 10**5, "formats": {"text": {"pages": 1, "articles": 1}},
        "again": ["papercut", "batch", "-", "-o", "out"],
        "corrections": 7, "misfits": 10**5, "unfit": [unfit] * 1000,
        "timeout": 300.0, "failures": [bad] * 1000, "empty": [row] * 1000, "slowest": [row] * 1000,
        "doubtful": [row] * 1000, "mostly_aside": [row] * 1000,
        "bins": {"confidence": [10**6, *[0] * len(SHARES)], "aside": [0] * (len(SHARES) + 1),
                 "seconds": [0] * (len(SECONDS) + 1)},
    }  # fmt: skip
    html = report_html(found, "out", {("a" * 50, 3): "review/a.html"}, folders=False)
    assert len(html) < 250_000 and html.count("<tr>") < 4 * ROWS + 60
    commands = Read(html).commands
    assert f"{10**5 - ROWS:,} " in html and f"papercut status out --to json --most {10**5}" in commands
    assert "papercut batch - -o out --timeout 900" in commands and "same list on standard input" in html
    assert set(Read(html).links) == {"review/a.html"}


def test_most_names_as_many_pages_in_json_as_were_asked_for(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 3)
    assert papercut("batch", "in", "-o", "out", cwd=tmp_path).returncode == 0
    found = report(str(tmp_path / "out"), 2)
    assert found and len(found["doubtful"]) == len(found["slowest"]) == 2 and sum(found["bins"]["seconds"]) == 3
    assert found["formats"] == {"text": {"pages": 3, "articles": 3}} and found["again"][2:4] == ["in", "-o"]
    shown = papercut("status", "out", "--to", "json", "--most", "1", cwd=tmp_path).stdout.decode()
    assert shown.count('"sha256"') == 3  # one each of doubtful, slowest and mostly_aside


def test_a_database_has_its_report_beside_it_and_a_review_is_linked(tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    make_pages(tmp_path / "in", 2)
    for out, place in (("a.db", "a.report.html"), ("out", "out/report.html")):
        assert papercut("batch", "in", "-o", out, cwd=tmp_path).returncode == 0
        assert papercut("review", out, "--inputs", "in", "-o", f"see {place[0]}", cwd=tmp_path).returncode == 0
        links = [link for link in Read((tmp_path / place).read_text("utf-8")).links if "see" in link]
        assert len(links) == 2 and all(((tmp_path / place).parent / unquote(link)).is_file() for link in links)
    seen = papercut("batch", ".", "-o", "new", "--dry-run", cwd=tmp_path).stdout.decode()
    assert "passed over (own)\ta.report.html" in seen  # a report is no page


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 1)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / NAME).write_text("<p>my own</p>")
    done = papercut("batch", "in", "-o", "out", cwd=tmp_path)
    assert done.returncode == 5 and b"no report of papercut" in done.stderr and b"--no-report" in done.stderr
    assert papercut("batch", "in", "-o", "out", "--no-report", cwd=tmp_path).returncode == 0
    assert (tmp_path / "out" / NAME).read_text() == "<p>my own</p>"


def test_python_writes_it_too_and_can_leave_it_out(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 1)
    assert pc.batch(tmp_path / "in", tmp_path / "one").report == str(tmp_path / "one" / NAME)
    assert f"papercut batch INPUT... -o {tmp_path / 'one'} --resume" in (tmp_path / "one" / NAME).read_text("utf-8")
    assert pc.batch(tmp_path / "in", tmp_path / "two", report=False).report == ""
    assert not (tmp_path / "two" / NAME).exists()


def test_a_report_is_in_the_language_of_the_one_who_runs_it(tmp_path: Path) -> None:
    make_pages(tmp_path / "in", 1)
    for language, one in (("zh_CN.UTF-8", "zh"), ("de_DE.UTF-8", "en")):
        assert papercut("batch", "in", "-o", one, cwd=tmp_path, LC_ALL=language).returncode == 0
        assert f'id="{one}" checked' in (tmp_path / one / NAME).read_text("utf-8")
    assert all(english and chinese for english, chinese in WORDS.values())


def test_passwords_are_left_out_of_commands_and_so_are_hundreds_of_names() -> None:
    words = ["papercut", "batch", "ftp://me:geheim@there/x", "--password=geheim", "--password", "geheim", "-o", "x"]
    assert without_secrets(words, words[2:3]) == (
        "papercut", "batch", "ftp://***@there/x", "--password=***", "--password", "***", "-o", "x",
    )  # fmt: skip
    many = [f"{n}.txt" for n in range(LONGEST)]
    assert without_secrets(["papercut", "batch", *many, "-o", "x"], many) == (
        "papercut", "batch", "INPUT...", "-o", "x",
    )  # fmt: skip
