"""The library as programs and notebooks use it: what goes in, what articles say of themselves, and batches."""

from __future__ import annotations

import copy
import io
import json
import pickle
import sqlite3
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import papercut as pc
from papercut.model.page import Article, Block, Role, Source
from shell import SEED, environment

TEXT = "新桥昨日通车\n　　本报讯 市里的新桥昨日\n通车，人们都很高兴。\n"


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return pc.clean(SEED)


# what goes in


@pytest.mark.parametrize("function", [pc.clean, pc.read, pc.read_text, lambda text: list(pc.read_pages(text))])
def test_the_path_of_a_file_given_as_text_is_an_error_that_says_what_to_do(
    function: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(TEXT, "utf-8")
    Path("新桥").write_text(TEXT, "utf-8")
    for name in ("page.txt", "新桥", str(tmp_path / "page.txt")):
        with pytest.raises(pc.UsageError) as said:
            function(name)  # type: ignore[operator]
        assert f"give Path({name!r})" in str(said.value)
        assert pc.clean(Path(name))
    assert pc.read("新桥".encode()).raw == ("新桥",)  # what is meant as text can be said


@pytest.mark.parametrize("text", ["", "没有这个文件", ".", "a\x00b", "长" * 5000, "x" * 300, "新桥\n昨日"])
def test_other_text_is_text(text: str) -> None:
    assert pc.read_text(text).raw == tuple(text.split("\n")) or not text


def test_every_kind_of_input_gives_the_same_articles(tmp_path: Path) -> None:
    data = SEED.read_bytes()
    wanted = pc.clean(SEED)
    with SEED.open("rb") as file:
        assert pc.clean(file) == wanted
    assert pc.clean(data) == pc.clean(io.BytesIO(data)) == wanted
    with pytest.raises(pc.InputError, match="binary mode"), SEED.open(encoding="utf-8") as text:
        pc.clean(text)  # type: ignore[arg-type]


# articles


def test_an_article_has_its_text_paragraphs_and_source(articles: list[Article]) -> None:
    for article in articles:
        assert article.text == "\n".join(article.paragraphs) and len(article.paragraphs) == len(article.body)
        assert article.source is not None and article.source.name == SEED.name and article.source.page == 1


def test_a_dict_of_an_article_is_the_line_of_jsonl_but_for_what_the_page_knows() -> None:
    page = pc.build()(pc.read(SEED))
    for article, line in zip(page.articles or (), pc.to_jsonl(page).splitlines(), strict=True):
        own, record = article.to_dict(), json.loads(line)
        assert list(own) == [key for key in record if key not in ("papercut", "issue")]
        assert json.loads(json.dumps(own))["body"][0]["text"] == record["body"][0]["text"]
        places = ("lines", "body", "parts", "notes")  # blank lines interrupt runs of lines here
        assert {k: v for k, v in own.items() if k not in places} == {k: record[k] for k in own if k not in places}


def test_a_dict_counts_lines_from_the_start_of_the_file() -> None:
    *_, last = pc.clean(TEXT + "\f" + TEXT)
    assert last.source is not None and last.source.page == 2
    assert last.to_dict()["lines"][0][0] == 4 and last.lines[0][0] == 1


def test_reprs_are_short(articles: list[Article]) -> None:
    page = pc.build()(pc.read(SEED))
    assert repr(page) == f"<Page 1 of {SEED.name}: {len(page.raw)} lines, {len(articles)} articles>"
    for article in articles:
        assert len(repr(article)) < 160 and repr(article).startswith("<Article ")
        assert all(len(repr(block)) < 80 for block in article.body)
    assert "\n" not in repr(articles)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag in ("article", "h3", "h4", "p", "b", "i", "br")
        self.open += [tag] * (tag != "br")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_notebooks_show_articles_as_html(articles: list[Article]) -> None:
    page = pc.build()(pc.read(SEED))
    tags = Tags()
    tags.feed(page._repr_html_())
    assert not tags.open
    for article in articles:
        assert (article.headline or "") in tags.text and all(text in tags.text for text in article.paragraphs)
    evil = Article(headline="<script>alert(1)</script>", byline='"&<', body=(Block("<b>甲", (), Role.SUBHEAD),))
    tags = Tags()
    tags.feed(evil._repr_html_())
    assert tags.text.split() == ["<script>alert(1)</script>", '"&<', "<b>甲"]
    assert "<p>" in pc.read(SEED)._repr_html_()


def test_articles_can_be_copied_and_sent(articles: list[Article]) -> None:
    for again in (copy.deepcopy(articles), pickle.loads(pickle.dumps(articles))):
        assert again == articles and [a.source for a in again] == [a.source for a in articles]
    page = pc.Page(Source("a.txt"), (), articles=(Article(),))
    moved = page.replace(source=Source("b.txt"))
    assert page.articles and moved.articles
    assert (page.articles[0].source, moved.articles[0].source) == (Source("a.txt"), Source("b.txt"))


# progress, and silence


def test_clean_says_how_far_it_is() -> None:
    said: list[pc.Progress] = []
    pc.clean("甲\f乙\f丙", progress=said.append)
    assert said == [(1, None, 1, 0), (2, None, 2, 0), (3, None, 3, 0)]


def test_pages_that_cannot_be_read_are_told_of_one_by_one(tmp_path: Path) -> None:
    lost: list[pc.Unread] = []
    data = ("\f".join(("新桥昨日通车。", "\ufffd\ufffd\ufffd" * 200, "第三页。"))).encode()
    found = pc.clean(data, unread=lost.append)
    assert len(found) + len(lost) >= 2


def test_nothing_is_printed(tmp_path: Path) -> None:
    code = f"""
import papercut as pc
from pathlib import Path
seed = Path({str(SEED)!r})
pc.clean(seed)
tally = pc.batch(seed, "out", to="jsonl", jobs=1)
assert (tally.inputs, tally.pages, tally.failed) == (1, 1, 0)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, env=environment())
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


# batches


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    (tmp_path / "scans").mkdir()
    for n in range(3):
        (tmp_path / "scans" / f"{n}.txt").write_text(TEXT.replace("新桥", f"{n}号桥"), "utf-8")
    (tmp_path / "scans" / "bad.pdf").write_bytes(b"%PDF-1.7\n\x00")
    return tmp_path / "scans"


def test_a_batch_gives_its_tally_and_says_how_far_it_is(scans: Path, tmp_path: Path) -> None:
    said: list[pc.Progress] = []
    tally = pc.batch(scans, tmp_path / "articles.db", jobs=2, progress=said.append)
    assert (tally.inputs, tally.pages, tally.failed) == (4, 3, 1) and tally.failures[0]["name"] == "bad.pdf"
    assert said[-1].total == 4 and said[-1].pages >= 3 and 3 <= said[-1].done <= 4
    assert [one.pages for one in said] == sorted(one.pages for one in said)
    with sqlite3.connect(tmp_path / "articles.db") as db:
        assert db.execute("select count(*) from articles").fetchone()[0] == tally.articles
    again = pc.batch([scans], str(tmp_path / "articles.db"), resume=True, jobs=1)
    assert again.before + again.done == 4


def test_stages_of_a_batch_are_given_by_name(scans: Path, tmp_path: Path) -> None:
    options = {"convert": {"script": "hant"}}
    pc.batch(scans, tmp_path / "out", to="jsonl", include="*.txt", options=options, jobs=1)
    text = "".join(path.read_text("utf-8") for path in (tmp_path / "out").glob("shard-*.jsonl"))
    assert "號橋昨日通車" in text


@pytest.mark.parametrize(
    ("more", "kind", "said"),
    [
        ({"to": "docx"}, pc.UsageError, "there is no format 'docx'"),
        ({"out": "{date}.md"}, pc.UsageError, "pattern"),
        ({"out": "s3://bucket/a.db"}, pc.UsageError, "file of this machine"),
        ({"resume": True, "force": True}, pc.UsageError, "one of them"),
        ({"without": "separate-articles"}, pc.UsageError, "needs articles"),
        ({"only": "despace"}, pc.UsageError, "make no articles"),
        ({"options": {"despace": {"spaces": 1}}}, pc.UsageError, "spacing"),
        ({"ocr": "perhaps"}, pc.UsageError, "way of OCR"),
        ({"inputs": "nowhere"}, pc.InputError, "no such file"),
        ({"inputs": []}, pc.InputError, "no pages"),
    ],
)
def test_what_a_batch_cannot_do_is_an_error(
    more: dict[str, object], kind: type[Exception], said: str, scans: Path, tmp_path: Path
) -> None:
    given = {"inputs": scans, "out": tmp_path / "out", **more}
    with pytest.raises(kind, match=said):
        pc.batch(given.pop("inputs"), given.pop("out"), **given)  # type: ignore[arg-type]
