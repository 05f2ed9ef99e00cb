"""Names of files made from what a page says (`-o '{date}-{page}-{headline}.md'`), and `issue`, which they come from."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import papercut as pc
from papercut.model.page import Article, Block, Furniture, Page, Piece, Role, Source
from papercut.schemas import schema
from papercut.writers.json import document
from papercut.writers.named_files import NamedFiles
from shell import ROOT, SEED, papercut

FOLIO = "05版 民生 2024年12月18日 星期三 临江日报"
PLACED = ROOT / "tests/inputs/028-alto-hyphens/input.xml"
PAGE = f"{FOLIO}\n\n新桥昨日通车\n　　本报讯 市里的新桥昨日\n通车，人们都很高兴。\n"


def page_of(*headlines: str | None, folio: str = FOLIO, name: str = "scan.txt") -> Page:
    body = (Block("桥通车了，人们高兴。", (Piece(1, 0, 1),), Role.PARAGRAPH),)
    articles = tuple(Article(headline=headline, body=body) for headline in headlines)
    furniture = (Furniture(Role.FOLIO, folio, (), "date"),) if folio else ()
    return Page(Source(name=name, sha256="0" * 64), ("桥",), articles=articles, furniture=furniture)


def names(root: Path, pattern: str, *pages: Page, to: str = "md") -> list[str]:
    files = NamedFiles(str(root / pattern), to)
    for page in pages:
        files.page(page)
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())


@pytest.mark.parametrize(
    ("pattern", "folio", "wanted"),
    [
        ("{date}-{page}-{headline}.md", FOLIO, "2024-12-18-5-新桥.md"),
        ("{paper}/{date}/{section}_{number}.md", FOLIO, "临江日报/2024-12-18/民生_01.md"),
        ("{source}-{file_page}-{number}-{headline}.md", FOLIO, "scan-01-01-新桥.md"),
        # what is not known is left out, with the mark before it
        ("{date}-{page}-{headline}.md", "", "新桥.md"),
        ("{headline}-{date}.md", "", "新桥.md"),
        ("{paper}/{date}/{headline}.md", "", "新桥.md"),
        ("a-{date}-{page}-{headline}.md", "第三版", "a-3-新桥.md"),
    ],
)
def test_names(pattern: str, folio: str, wanted: str, tmp_path: Path) -> None:
    assert names(tmp_path, pattern, page_of("新桥", folio=folio)) == [wanted]


def test_a_name_that_is_taken_gets_a_number_and_a_story_without_headline_its_first_words(tmp_path: Path) -> None:
    assert names(tmp_path, "{headline}.md", page_of("新桥", "新桥", None)) == [
        "新桥.md", "新桥_2.md", "桥通车了-人们高兴.md",
    ]  # fmt: skip


def test_a_page_is_one_file_where_nothing_of_an_article_is_in_the_pattern(tmp_path: Path) -> None:
    found = names(tmp_path, "{date}-{page}.json", page_of("甲", "乙"), page_of("丙", folio="第七版"), to="json")
    assert found == ["2024-12-18-5.json", "7.json"]
    assert len(json.loads((tmp_path / found[0]).read_text("utf-8"))["articles"]) == 2


@pytest.mark.parametrize("headline", ["../../etc/passwd", "/etc/passwd", "..", "CON", "a\x00b", "{date}"])
def test_no_headline_leads_out_of_the_folder(headline: str, tmp_path: Path) -> None:
    (found,) = names(tmp_path / "out", "{headline}/{headline}.md", page_of(headline))
    assert ".." not in found.split("/") and found.count("/") <= 1


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "新桥").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(pc.OutputError, match="is a link"):
        names(tmp_path, "{headline}/{number}.md", page_of("新桥"))


def test_the_command_names_files_and_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    run = ["clean", "page.txt", "-o"]
    done = papercut(*run, "out/{date}-{page}-{headline}.md", cwd=tmp_path)
    assert done.returncode == 0 and b"set aside as furniture" in done.stderr
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == "2024-12-18-5-新桥昨日通车.md"
    assert 'issue: {"paper": "临江日报", "date": "2024-12-18", "page": "5", "section": "民生"}' in file.read_text(
        "utf-8"
    )
    assert papercut(*run, "out/{date}-{page}-{headline}.md", cwd=tmp_path).returncode == 5
    assert papercut(*run, "out/{date}-{page}-{headline}.md", "--force", cwd=tmp_path).returncode == 0
    for out, said in (
        ("{headlin}.md", b"did you mean {headline}?"), ("{date!r}.md", b"nothing that names know"),
        ("{date}.pdf", b".md"), ("{page}}-{date}.md", b"is no pattern"),
    ):  # fmt: skip
        done = papercut(*run, out, cwd=tmp_path)
        assert done.returncode == 2 and said in done.stderr, out
    assert papercut("batch", "page.txt", "-o", "{date}.md", cwd=tmp_path).returncode == 2


def test_pages_without_articles_are_told_and_stop_no_others(tmp_path: Path) -> None:
    for name, text in (("a.txt", f"第三版\n{FOLIO}\n责任编辑:李明 美术编辑:王芳\n"), ("b.txt", PAGE), ("c.txt", "")):
        (tmp_path / name).write_text(text, "utf-8")
    for pattern, made in (("{headline}.md", 1), ("p{source}.epub", 1), ("q{source}.md", 3)):
        done = papercut("clean", "a.txt", "b.txt", "c.txt", "-o", f"out/{pattern}", cwd=tmp_path)
        told = "papercut: 2 pages without articles, and so without a file: a.txt, c.txt\n" in done.stderr.decode()
        assert done.returncode == 0 and told == (made == 1)
        assert len(list((tmp_path / "out").iterdir())) == made
        for path in (tmp_path / "out").iterdir():
            path.unlink()


@pytest.mark.parametrize("to", ["json", "jsonl", "text"])
def test_other_formats(to: str, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    ending = {"text": "txt"}.get(to, to)
    assert papercut("clean", "page.txt", "-o", f"{{headline}}.{ending}", cwd=tmp_path).returncode == 0
    text = (tmp_path / f"新桥昨日通车.{ending}").read_text("utf-8")
    if to == "text":
        assert text.startswith("新桥昨日通车\n")
    else:
        record = json.loads(text)
        assert record["issue"]["date"] == "2024-12-18" and record["headline"] == "新桥昨日通车"


READ_BACK = {
    "csv": lambda data: data.decode("utf-8").splitlines()[0].startswith("source,"),
    "html": lambda data: b"<h2" in data or b"<h1" in data,
    "docx": lambda data: "word/document.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist(),
    "epub": lambda data: "mimetype" in zipfile.ZipFile(io.BytesIO(data)).namelist(),
    "tei": lambda data: data.count(b"<div ") == 1,
}


@pytest.mark.parametrize("to", list(READ_BACK))
def test_a_document_for_each_article(to: str, tmp_path: Path) -> None:
    """Any format that can hold one article: the article and nothing else of the page."""
    ending = {"tei": "tei.xml"}.get(to, to)
    page = page_of("新桥", "旧桥")
    assert names(tmp_path, f"{{headline}}.{ending}", page, to=to) == [f"新桥.{ending}", f"旧桥.{ending}"]
    data = (tmp_path / f"旧桥.{ending}").read_bytes()
    assert READ_BACK[to](data), data[:300]
    if to not in ("docx", "epub"):
        text = data.decode("utf-8")
        assert "旧桥" in text and "新桥" not in text and FOLIO not in text


@pytest.mark.parametrize("to", ["alto", "page", "iiif"])
def test_a_format_of_whole_pages_is_named_after_the_page(
    to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    ending = "json" if to == "iiif" else "xml"
    done = papercut("clean", PLACED, "--to", to, "-o", f"{{headline}}.{ending}", cwd=tmp_path)
    assert done.returncode == 2 and b"describes whole pages" in done.stderr
    done = papercut("clean", PLACED, "--to", to, "-o", f"{{source}}-{{file_page}}.{ending}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (made,) = tmp_path.iterdir()
    assert made.name == f"input-01.{ending}"
    assert made.read_bytes() == papercut("clean", PLACED, "--to", to, cwd=tmp_path).stdout


def test_the_name_says_which_xml_and_the_options_of_a_format_hold(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    run = ["clean", "page.txt", "-o"]
    assert papercut(*run, "{date}.tei.xml", cwd=tmp_path).returncode == 0
    assert b"<TEI" in (tmp_path / "2024-12-18.tei.xml").read_bytes()
    assert papercut(*run, "one.tei.xml", cwd=tmp_path).returncode == 0
    assert b"<TEI" in (tmp_path / "one.tei.xml").read_bytes()
    done = papercut(*run, "{date}.xml", cwd=tmp_path)
    assert done.returncode == 2 and b"does not say which XML" in done.stderr
    assert papercut(*run, "{headline}.csv", "--bom", cwd=tmp_path).returncode == 0
    assert (tmp_path / "新桥昨日通车.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert papercut(*run, "{headline}.html", "--bom", cwd=tmp_path).returncode == 2
    done = papercut(*run, "{date}.md", cwd=tmp_path)  # a page without its furniture
    assert done.returncode == 0 and b"set aside as furniture" in done.stderr


# what a page says of its issue


def test_every_json_says_the_issue() -> None:
    page = page_of("新桥")
    wanted = {"paper": "临江日报", "date": "2024-12-18", "page": "5", "section": "民生"}
    assert document(page)["issue"] == wanted
    assert json.loads(pc.to_jsonl(page))["issue"] == wanted
    assert list(document(page))[:4] == ["papercut", "source", "issue", "articles"]


def test_nothing_is_invented() -> None:
    page = page_of("新桥", folio="")
    assert document(page)["issue"] == {"paper": None, "date": None, "page": None, "section": None}


def test_a_document_without_issue_is_still_sound_and_can_still_be_written() -> None:
    document_schema = Draft202012Validator(schema("articles"))
    doc = document(pc.build()(pc.read(SEED)))
    document_schema.validate(doc)
    del doc["issue"]
    document_schema.validate(doc)
    done = papercut("write", "--to", "jsonl", data=json.dumps(doc).encode())
    assert done.returncode == 0 and b'"issue"' not in done.stdout


def test_saved_articles_keep_their_issue(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    for to in ("json", "jsonl"):
        saved = papercut("clean", "page.txt", "--to", to, cwd=tmp_path).stdout
        (tmp_path / "saved.json").write_bytes(saved)
        again = papercut("write", "saved.json", "--to", "jsonl", cwd=tmp_path).stdout
        assert json.loads(again)["issue"]["date"] == "2024-12-18"
