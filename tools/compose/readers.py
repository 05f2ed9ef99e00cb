"""What seven tools make of a page: the texts that stand in a page folder's raw/."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pymupdf
import pypdfium2
from pdfminer.high_level import extract_text

SCRIPT = Path(__file__).with_name("pdfjs.mjs")


def pdftotext(*options: str) -> Callable[[Path], str]:
    def read(path: Path) -> str:
        run = subprocess.run(["pdftotext", *options, "-enc", "UTF-8", path, "-"], capture_output=True, check=True)
        return run.stdout.decode()

    return read


def blocks(path: Path) -> str:
    """PyMuPDF's text blocks, apart by blank lines."""
    with pymupdf.open(path) as doc:
        return "\n\n".join(b[4].strip("\n") for b in doc[0].get_text("blocks") if b[6] == 0)


def pdfium(path: Path) -> str:
    doc = pypdfium2.PdfDocument(path)
    text = doc[0].get_textpage().get_text_range()
    doc.close()
    return text.replace("\r\n", "\n")


READERS: dict[str, Callable[[Path], str]] = {
    "pdfminer": lambda path: extract_text(str(path)),
    "pdftotext": pdftotext(),
    "pdftotext-raw": pdftotext("-raw"),
    "pdftotext-layout": pdftotext("-layout"),
    "pymupdf": blocks,
    "pdfium": pdfium,
}


def read_all(path: Path) -> None:
    """Write the texts beside the page, all but pdf.js's."""
    for name, reader in READERS.items():
        path.with_name(f"{name}.txt").write_text(reader(path), "utf-8", newline="")


def pdfjs(paths: Iterable[Path], modules: Path) -> None:
    """Write pdf.js's texts of many pages in one run of node; modules is a folder with pdfjs-dist in it."""
    listed = [str(p.resolve()) for p in paths]
    for i in range(0, len(listed), 100):
        subprocess.run(["node", SCRIPT, modules.resolve(), *listed[i : i + 100]], check=True)
