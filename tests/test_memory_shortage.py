"""What is said where a library cannot be loaded for want of memory: not that it is missing or that papercut failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from papercut.errors import StageError
from papercut.memory_shortage import NO_MEMORY, is_memory_short, unforeseen_text
from shell import papercut

LOADER = "libx.so.1: failed to map segment from shared object"
SHORT = f"raise ImportError({LOADER!r})\n"
NUMPY = f"""
try:
    raise ImportError({LOADER!r})
except ImportError as error:
    raise ImportError("IMPORTANT: PLEASE READ THIS FOR ADVICE\\n\\nImporting the numpy C-extensions failed.") from error
"""


@pytest.mark.parametrize(
    "text",
    [
        LOADER,
        "_ssl.so: cannot allocate memory",
        "a.so: cannot map zero-fill pages: Cannot allocate memory",
        "DLL load failed while importing _x: The paging file is too small for this operation to complete.",
    ],
)
def test_what_loaders_say(text: str) -> None:
    error = ImportError(text)
    assert is_memory_short(error) and is_memory_short(OSError(text))
    wrapped = ImportError("the C-extensions failed")
    wrapped.__cause__ = error
    assert unforeseen_text(wrapped) == NO_MEMORY


@pytest.mark.parametrize(
    "error",
    [
        ModuleNotFoundError("No module named 'pyarrow'"),
        ImportError("libGL.so.1: cannot open shared object file: No such file or directory"),
        ImportError("libgomp.so.1: cannot allocate memory in static TLS block"),
        ValueError("out of memory"),
        OSError(13, "Permission denied"),
    ],
)
def test_what_is_something_else(error: Exception) -> None:
    assert not is_memory_short(error)
    assert unforeseen_text(error) == f"{type(error).__name__}: {error}"


def test_errors_that_are_each_others_cause() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert not is_memory_short(one)
    assert is_memory_short(MemoryError()) and is_memory_short(OSError(12, "Cannot allocate memory"))
    assert is_memory_short(RuntimeError("can't start new thread"))


@pytest.mark.parametrize(
    ("command", "module", "source"),
    [
        ("batch page.txt -o out --to parquet", "pyarrow", SHORT),
        ("batch page.txt -o out --to sqlite", "_sqlite3", SHORT),
        ("batch page.txt -o out", "numpy", NUMPY),
        ("batch page.txt -o out --engine dask", "distributed", SHORT),
        ("batch page.txt -o s3://bucket/out --to jsonl", "s3fs", SHORT),
        ("status s3://bucket/out", "fsspec", SHORT),
        ("clean page.txt", "numpy", NUMPY),
        ("clean page.txt -o page.docx", "docx", SHORT),
        ("clean page.txt --to tei", "lxml", SHORT),
        ("clean page.txt -o page.html", "jinja2", SHORT),
        ("clean scan.gif", "PIL", SHORT),
        ("review page.txt -o page.html", "jinja2", SHORT),
        ("serve .", "uvicorn", SHORT),
        ("learn .", "rapidfuzz", SHORT),
    ],
)
def test_a_library_that_memory_does_not_suffice_for(command: str, module: str, source: str, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("新桥通车\n\n　　本报讯 市里的新桥昨日通车。\n", "utf-8")
    (tmp_path / "scan.gif").write_bytes(b"GIF89a\x01\0\x01\0\0\0\0;")
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    (libraries / f"{module}.py").write_text(source)
    done = papercut(*command.split(), cwd=tmp_path, PYTHONPATH=str(libraries))
    said = done.stderr.decode()
    assert done.returncode == StageError.exit_code, said
    assert NO_MEMORY in said and said.count("error:") == 1
    assert "needs the extra" not in said and "itself failed" not in said and "ImportError" not in said


def test_a_library_that_was_loaded_in_part_breaks_down_at_the_end(tmp_path: Path) -> None:
    """As pyarrow does: the exit code is that of the error all the same, and no temporary file is left."""
    (tmp_path / "page.txt").write_text("新桥通车\n\n　　本报讯 市里的新桥昨日通车。\n", "utf-8")
    libraries, own = tmp_path / "libraries", tmp_path / "tmp"
    libraries.mkdir()
    own.mkdir()
    (libraries / "pyarrow.py").write_text(f"import atexit, os\natexit.register(os.abort)\n{SHORT}")
    args = ("batch", "page.txt", "-o", "out", "--to", "parquet")
    done = papercut(*args, cwd=tmp_path, PYTHONPATH=str(libraries), TMPDIR=str(own))
    assert done.returncode == StageError.exit_code and NO_MEMORY in done.stderr.decode(), done.stderr
    assert not list(own.iterdir())
