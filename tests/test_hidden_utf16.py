"""UTF-16 that was read as Latin-1 and saved as UTF-8, and quotes of a Mac that were read as letters."""

from __future__ import annotations

import pytest

from papercut.readers import read, read_pages

TEXT = "南岸新桥通车\n　　本报讯 昨日上午，两岸居民不下千人前往观看，直到深夜才散。\n"
ENGLISH = "A ferry left.\nThe ferry left “in good time”, said Mr. Penn.\n"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TEXT, TEXT + TEXT, ENGLISH])
def test_it_is_undone(text: str, codec: str, mark: str) -> None:
    data = (mark + text).encode(codec).decode("latin-1").encode()
    page = read(data)
    assert "\n".join(page.raw) + "\n" == text and page.source.encoding == codec
    if any(byte > 127 for byte in data):
        assert [note.code for note in page.notes] == ["mojibake"]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_pages_end_where_they_did(codec: str) -> None:
    pages = list(read_pages(("桥" + TEXT + "\f" + TEXT + "\f" + ENGLISH).encode(codec).decode("latin-1").encode()))
    assert ["\n".join(page.raw) + "\n" for page in pages] == ["桥" + TEXT, TEXT, ENGLISH]


def test_latin_1_is_what_it_was() -> None:
    text = "Un été à la forêt.\nDéjà vu, señor?\n"
    assert read(text.encode()).raw == tuple(text.splitlines())


def test_quotes_of_a_mac() -> None:
    assert read(ENGLISH.encode("mac_roman")).raw == tuple(ENGLISH.splitlines())
    french = "Un été à la forêt.\n"
    assert read(french.encode("latin-1")).raw == tuple(french.splitlines())
