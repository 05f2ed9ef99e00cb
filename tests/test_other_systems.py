"""Windows and macOS, as far as they can be played on another system: without what only POSIX has, with their paths,
and with names that their file systems take for one."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import unicodedata
from pathlib import Path, PureWindowsPath

import pytest

from papercut.batches.inputs import archives, given_names
from papercut.writers.names import safe_name

PAGES = Path(__file__).with_name("pages")
STRIPPED = '''
"""Python without what Windows does not have; its children are so too, since they read this file as they start."""
import os, signal, sys

for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty"):
    sys.modules[name] = None
posix = "fork killpg getpgid getuid geteuid register_at_fork O_NOFOLLOW O_DIRECTORY sysconf"
for name in filter(lambda name: hasattr(os, name), posix.split()):
    delattr(os, name)
'''
KERNEL = '''
"""What `papercut.file_lock` needs of Windows, by the lock of this system."""
import ctypes, os, types

libc = ctypes.CDLL(None, use_errno=True)


class WinDLL:
    def __init__(self, name, use_last_error):
        assert (name, use_last_error) == ("kernel32", True)

    def LockFileEx(self, handle, flags, reserved, low, high, place):
        place = place._obj
        assert (reserved, low, high, place.low + (place.high << 32)) == (0, 1, 0, 1 << 62)
        return not libc.flock(handle.value, 2 | (4 if flags & 1 else 0))


def WinError(code):
    return PermissionError(code, "another process has locked a portion of the file")


ctypes.WinDLL, ctypes.WinError, ctypes.get_last_error = WinDLL, WinError, lambda: 33
msvcrt = types.SimpleNamespace(get_osfhandle=lambda number: number)
'''
PLAYED = '''
import asyncio, multiprocessing, runpy, subprocess, sys  # which ask for msvcrt to know the system
import kernel
from papercut import file_lock

sys.modules["msvcrt"] = kernel.msvcrt
file_lock.sys = type("Windows", (), {"platform": "win32"})
runpy.run_module("papercut", run_name="__main__", alter_sys=True)
'''


@pytest.fixture
def windows(tmp_path: Path) -> dict[str, str]:
    """An environment in which Python lacks what Windows lacks."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(STRIPPED, "utf-8")
    (tmp_path / "site/kernel.py").write_text(KERNEL, "utf-8")
    (tmp_path / "site/played.py").write_text(PLAYED, "utf-8")
    paths = os.pathsep.join([str(tmp_path / "site"), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": paths, "PAPERCUT_LANG": "en"}


def played(env: dict[str, str], cwd: Path, *words: str) -> str:
    done = subprocess.run([sys.executable, "-m", "played", *words], env=env, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def articles_in(database: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(database) as opened:
        return list(opened.execute("select source, headline, text from articles order by 1, 2, 3"))


def test_a_batch_without_what_only_posix_has(windows: dict[str, str], tmp_path: Path) -> None:
    pages = tmp_path / "in"
    pages.mkdir()
    for folder in sorted(PAGES.glob("own-p*"))[:3]:
        (pages / f"{folder.name}.txt").write_bytes((folder / "page.txt").read_bytes())
    subprocess.run([sys.executable, "-m", "papercut", "batch", "in", "-o", "here.db"], cwd=tmp_path, check=True)
    played(windows, tmp_path, "batch", "in", "-o", "there.db", "-j", "2")
    played(windows, tmp_path, "batch", "in", "-o", "there.db", "-j", "2", "--resume")
    assert articles_in(tmp_path / "there.db") == articles_in(tmp_path / "here.db")
    played(windows, tmp_path, "batch", "in", "-o", "out", "-j", "2")
    assert "3 pages" in played(windows, tmp_path, "status", "out")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (r"C:\scans\1948\p1.txt", "scans/1948/p1.txt"),
        (r"scans\1948\p1.txt", "scans/1948/p1.txt"),
        (r"..\..\other\p1.txt", "other/p1.txt"),
        ("D:/scans/p1.txt", "scans/p1.txt"),
    ],
)
def test_paths_of_windows_as_names(monkeypatch: pytest.MonkeyPatch, path: str, name: str) -> None:
    monkeypatch.setattr(given_names, "Path", PureWindowsPath)
    assert given_names.GivenNames(list).called(path) == name


def test_names_that_other_systems_take_for_one() -> None:
    taken: set[str] = set()
    first = safe_name(["Café"], ".md", taken)
    others = [safe_name([name], ".md", taken) for name in ("CAFÉ", unicodedata.normalize("NFD", "café"))]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in (first, *others)}) == 3


@pytest.mark.parametrize("name", ["con", "NUL.txt", "com1", "LPT¹", "aux.page"])
def test_names_that_windows_keeps_for_devices(name: str) -> None:
    stem = safe_name([name], ".md").removesuffix(".md")
    assert not PureWindowsPath(stem).is_reserved()


def test_members_of_archives_made_on_windows() -> None:
    assert archives._cleaned(r"C:\scans\..\p1.txt", "m1") == "scans/p1.txt"
