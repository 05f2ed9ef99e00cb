"""What is said where an extra is not installed: by every command that needs it, in one line, with what to install."""

from __future__ import annotations

from pathlib import Path

import pytest

import papercut as papercut_package
from inputs import hiding
from pdfs import Sheet, pdf
from shell import papercut

OCR = ("rapidocr", "onnxruntime", "PIL")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extras")
    (folder / "page.txt").write_text("新桥通车\n\n　　本报讯 市里的新桥昨日通车。\n", "utf-8")
    (folder / "page.truth.json").write_bytes(papercut("score", "--draft", folder / "page.txt").stdout)
    (folder / "page.pdf").write_bytes(pdf(Sheet().text("新桥通车", 50, 50, 20)))
    (folder / "scan.gif").write_bytes(b"GIF89a\x01\0\x01\0\0\0\0;")
    return folder


@pytest.mark.parametrize(
    ("command", "hidden", "extra", "code"),
    [
        ("score page.txt", ("rapidfuzz",), "score", 2),
        ("learn .", ("rapidfuzz",), "score", 2),
        ("serve folder --no-open", ("starlette",), "serve", 2),
        ("serve folder --no-open", ("uvicorn",), "serve", 2),
        ("review page.txt -o page.html", ("jinja2", "markupsafe"), "review", 2),
        ("review page.txt -o folder", ("jinja2",), "review", 2),
        ("clean page.pdf", ("pypdfium2",), "pdf", 3),
        ("explain page.pdf", ("pypdfium2",), "pdf", 3),
        ("read page.pdf", ("pypdfium2",), "pdf", 3),
        ("despace page.pdf", ("pypdfium2",), "pdf", 3),
        ("batch page.pdf -o out", ("pypdfium2",), "pdf", 3),
        ("review page.pdf -o page.html", ("pypdfium2",), "pdf", 3),
        ("score page.pdf --truth page.truth.json", ("pypdfium2",), "pdf", 3),
        ("clean scan.gif", OCR, "ocr", 3),
        ("explain scan.gif", ("PIL",), "ocr", 3),
        ("batch scan.gif -o out", OCR, "ocr", 3),
        ("batch page.txt -o parquet --to parquet", ("pyarrow",), "parquet", 2),
        ("batch page.txt -o s3://bucket/out --to jsonl", ("fsspec", "s3fs"), "store", 2),
        ("batch s3://bucket/in -o out", ("s3fs",), "store", 2),
        ("status s3://bucket/out", ("fsspec",), "store", 2),
        ("clean page.txt -o page.html", ("jinja2",), "formats", 2),
        ("clean page.txt -o page.epub", ("jinja2",), "formats", 2),
        ("clean page.txt -o folder --to html", ("jinja2",), "formats", 2),
        ("clean page.txt -o page.docx", ("docx",), "formats", 2),
        ("clean page.txt --to tei", ("lxml",), "formats", 2),
        ("clean page.txt --to alto", ("lxml",), "formats", 2),
        ("clean page.txt --to mets -o folder", ("lxml",), "formats", 2),
        ("batch page.txt -o out --engine dask", ("distributed", "dask"), "dask", 2),
        ("batch page.txt -o out --engine dask", ("cryptography",), "dask", 2),
    ],
)
def test_a_missing_extra_is_named(
    command: str, hidden: tuple[str, ...], extra: str, code: int, folder: Path, tmp_path: Path
) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    done = papercut(*command.split(), cwd=tmp_path, PYTHONPATH=hiding(set(hidden), tmp_path))
    said = done.stderr.decode()
    assert done.returncode == code and done.stdout == b""
    assert not (tmp_path / "out" / ".papercut" / "run.json").exists() or code == 3  # it is not used already
    assert f" needs the extra {extra}: pip install 'papercut-text[{extra}]'" in said
    assert "ModuleNotFoundError" not in said


def test_the_wording_is_in_one_place() -> None:
    package = Path(papercut_package.__file__).parent
    said = [p.name for p in package.rglob("*.py") if "pip install" in p.read_text("utf-8")]
    assert said == ["extras.py"]
