"""Reading text: lines, pages, line numbers, and what cannot be read."""

from __future__ import annotations

import hashlib
import io
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import papercut as pc
from papercut.errors import InputError
from papercut.model.law import partition_faults
from papercut.model.page import Piece
from papercut.readers import read, read_pages, read_text, read_text_pages
from papercut.readers.source import CHUNK, MAX_PAGE

SEED = Path(__file__).parent.parent / "seeds" / "000_694adda0cff2b6df.txt"


def test_the_seed() -> None:
    page = read(SEED)
    source = page.source
    assert (source.name, source.format, source.encoding, source.page) == (SEED.name, "text", "utf-8", 1)
    assert source.sha256 == hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert len(page.raw) == len(page.lines) == 304
    assert page.lines[0].text == page.raw[0]
    assert page.raw[0] == SEED.read_text(encoding="utf-8").split("\n")[0]
    assert page.lines[0].pieces == (Piece(1, 0, len(page.raw[0])),)
    assert page.notes == ()
    assert partition_faults(page) == []


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("a\nb", ("a", "b")),
        ("a\nb\n", ("a", "b")),
        ("a\r\nb\rc\n\n", ("a", "b", "c", "")),
        ("\n", ("",)),
        ("\u3000\u3000a ", ("\u3000\u3000a ",)),
        ("a\u2028b\x85c\x0bd\x1ce\x1ff\u2029", ("a\u2028b\x85c\x0bd\x1ce\x1ff\u2029",)),
    ],
)
def test_where_lines_end(text: str, raw: tuple[str, ...]) -> None:
    assert read(text.encode()).raw == raw
    assert read_text(text).raw == raw


def test_blank_lines_are_kept_and_own_nothing() -> None:
    page = read("一\n\u3000 \n二".encode())
    assert [(n.number, n.text, n.pieces) for n in page.lines] == [
        (1, "一", (Piece(1, 0, 1),)),
        (2, "\u3000 ", ()),
        (3, "二", (Piece(3, 0, 1),)),
    ]


@given(st.text())
def test_law_on_any_text(text: str) -> None:
    page = read_text(text)
    assert partition_faults(page) == []
    "\n".join(page.raw).encode()


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_bytes_and_string_give_the_same_lines(text: str, codec: str) -> None:
    text = text.replace("\f", "").lstrip("\ufeff")
    assert read(text.encode(codec), encoding=codec, format="text").raw == read_text(text).raw


def test_lone_surrogates_in_a_string() -> None:
    page = read_text("一\n二\ud800\udfff三\n\udc80")
    assert page.raw == ("一", "二\ufffd\ufffd三", "\ufffd")
    assert [(n.code, n.lines) for n in page.notes] == [("lone-surrogate", ((2, 3),))]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be", "gbk"])
def test_pages(codec: str) -> None:
    text = "一是开篇，二是正文\n会议在北京召开\f三月的会议上\n\f\f四月的报道\n\f\n"
    pages = list(read_pages(text.encode(codec), name="三页.txt"))
    assert [p.raw for p in pages] == [
        ("一是开篇，二是正文", "会议在北京召开"),
        ("三月的会议上",),
        (),
        ("四月的报道",),
    ]
    assert [p.source.page for p in pages] == [1, 2, 3, 4]
    # as an editor counts, to whom a form feed is a character like any other
    assert [p.source.first_line for p in pages] == [1, 2, 3, 3]
    assert [p.lines[0].number for p in pages if p.lines] == [1, 1, 1]
    assert {p.source.name for p in pages} == {"三页.txt"}
    assert len({p.source.sha256 for p in pages}) == 4
    assert all(partition_faults(p) == [] for p in pages)


@pytest.mark.parametrize("tail", [b"", b"\f", b"\f\n", b"\f \r\n\t"])
def test_nothing_after_the_last_form_feed_is_no_page(tail: bytes) -> None:
    data = "新闻\n".encode() + tail
    (page,) = read_pages(data)
    assert page.raw == ("新闻",)
    assert page.source.sha256 == hashlib.sha256(data).hexdigest()
    assert read(data) == page


@given(st.text("一二 \n\r\f"))
def test_a_string_has_the_pages_of_its_bytes(text: str) -> None:
    of_text = [(p.raw, p.source.page, p.source.first_line) for p in read_text_pages(text)]
    assert of_text == [(p.raw, p.source.page, p.source.first_line) for p in read_pages(text.encode())]


@pytest.mark.parametrize("name", ["page.txt", "a folder/page.PDF", "/archive/1998/03.hocr"])
def test_a_name_given_for_a_file_is_text_with_a_warning(name: str) -> None:
    for function in (pc.clean, pc.read, pc.read_text, lambda text: list(pc.read_pages(text))):
        with pytest.warns(UserWarning, match=re.escape(repr(name)) + r".* Path\(") as said:
            function(name)
        assert said[0].filename == __file__


def test_a_string_is_read_as_text() -> None:
    assert pc.read("标题").raw == ("标题",)
    assert [page.source.first_line for page in pc.read_pages("甲\n乙\n\f丙")] == [1, 3]
    with pytest.raises(pc.UsageError, match="always text"):
        pc.read("<html>", format="hocr")


def test_several_pages_are_not_one() -> None:
    with pytest.raises(InputError, match=r"^two\.txt holds several pages.*read_pages"):
        read(b"a\fb", name="two.txt")


def test_pages_come_one_by_one() -> None:
    taken = 0

    class Pipe(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            nonlocal taken
            taken += 1
            return (b"x" * 1023 + b"\f") * (size // 1024)

    pages = read_pages(Pipe())  # type: ignore[arg-type]
    for _ in range(3 * CHUNK // 1024):
        assert len(next(pages).raw[0]) == 1023
    assert 16 <= taken <= 24  # the first sixteen chunks are ASCII: looked through for what is not


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le"])
def test_a_form_feed_across_chunks(codec: str) -> None:
    for shift in range(4):
        text = "甲" * ((CHUNK - shift) // len("甲".encode(codec)))
        pages = list(read_pages((text + "\f乙").encode(codec), encoding=codec))
        assert [p.raw for p in pages] == [(text,), ("乙",)]


def test_bytes_that_look_like_a_form_feed_in_utf_16() -> None:
    text = "\u0c00\u000d\u0c0a"  # 00 0c 0d 00 0a 0c in little endian
    assert read(text.encode("utf-16-le"), encoding="utf-16-le").raw == ("\u0c00", "\u0c0a")


@pytest.mark.parametrize("data", [b"", b" \n\t \n", "\u3000\n".encode(), b"\xef\xbb\xbf", b"\xff\xfe"])
def test_pages_without_text(data: bytes) -> None:
    page = read(data)
    assert [n.code for n in page.notes] == ["empty"]
    assert all(line.pieces == () for line in page.lines)


def test_a_path_a_file_and_bytes_agree(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("新闻\n".encode())
    with path.open("rb") as file:
        assert read(file) == read(path) == read("新闻\n".encode(), name="page.txt")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", r"a\.bin is no sound PDF"),
        (b"\x89PNG\r\n\x1a\n", r"a\.bin"),
        (b"\xff\xd8\xff\xe0", r"a\.bin"),
        (b"PK\x03\x04", "ZIP archive"),
        (b"\x1f\x8b\x08", "gzip -dc"),
    ],
)
def test_files_that_are_not_text(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    with pytest.raises(InputError, match=what):
        read(path)


def test_directory_and_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder: name the files in it, or run papercut batch "):
        read(tmp_path)
    with pytest.raises(InputError, match="there is no such file"):
        read(tmp_path / "no.txt")
    with pytest.raises(InputError, match="cannot be read"):
        read(Path("a\0b"))


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("x")

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root may read everything
    with pytest.raises(InputError, match=r"secret\.txt cannot be read: permission denied"):
        read(path)


def test_a_disk_that_fails() -> None:
    class Disk(io.RawIOBase):
        name = "/mnt/tape"

        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(InputError, match="tape cannot be read: Input/output error"):
        read(Disk())  # type: ignore[arg-type]


def test_text_files_and_closed_files() -> None:
    with pytest.raises(InputError, match="binary mode"):
        read(io.StringIO("x"))  # type: ignore[arg-type]
    file = io.BytesIO(b"x")
    file.close()
    with pytest.raises(InputError, match="closed file"):
        read(file)


def test_control_characters_in_names_are_escaped(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m\nb.txt"
    with pytest.raises(InputError) as error:
        read(path)
    assert "\x1b" not in str(error.value)
    assert "\n" not in str(error.value)
    assert r"\x1b[31m\nb.txt" in str(error.value)


def test_a_pipe_that_never_ends_its_page() -> None:
    given_out = 0

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            nonlocal given_out
            given_out += size
            return b"a" * size

    with pytest.raises(InputError, match="without an end"):
        read(Endless())  # type: ignore[arg-type]
    assert given_out <= MAX_PAGE + 2 * CHUNK


def test_one_very_long_line_and_very_many_lines() -> None:
    line = "中华人民共和国" * 400_000
    page = read(line.encode())
    assert page.raw == (line,)
    many = read(("新闻\n" * 200_000).encode("gbk"))
    assert len(many.lines) == 200_000
    assert many.lines[-1].number == 200_000


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_only_white_space_is_no_page_behind_the_last_form_feed(codec: str) -> None:
    """In UTF-16 the bytes of white space are parts of other characters, and a NUL is a character elsewhere."""
    mark = b"" if codec == "utf-8" else "\ufeff".encode(codec)
    for rest, there in ((" \n\t\v", False), ("\u0920", True), ("\u0a0a\n", True), ("\0", True)):
        pages = list(read_pages(mark + f"一行\f{rest}".encode(codec)))
        assert len(pages) == 1 + there and (not there or pages[1].raw == (rest.rstrip("\n"),))
