"""Pages that are done while their shard is not: each is a file of its own until the shard is written without failures.

They are found again by a hash of all that they depend on, so a run that was ended loses none of them, whatever became
of the plan since. Some stay when they are in the output, too: those of a shard with a failed input, since `--resume`
tries that input again and writes the shard anew, and those that took long, as scans do, since a file that is added to
their folder changes their shard. They lie beside the output, or, where that is an object store, in this machine's
temporary folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from papercut.batches.outputs.target_folder import OWN
from papercut.batches.records import Input, PageDone, Settings
from papercut.codec.page import page_to_json
from papercut.codec.page_reading import page_from_json
from papercut.errors import InputError, OutputError
from papercut.issues.page_facts import Facts
from papercut.output_errors import unwritable

WRITTEN = "-written"
"""How the names of pages end that are in the output, and stay for another time that their shard is done."""
LONG = 2.0
"""Pages that took so many seconds stay."""
RECENT = 2 << 20
"""Characters of pages that were kept last, which are not read back from the disk."""


def folder_of(out: str, to: str) -> Path:
    """Where the pages of an output wait."""
    if "://" in out:
        who = os.getuid() if hasattr(os, "getuid") else 0
        return Path(tempfile.gettempdir()) / f"papercut-{who}" / hashlib.sha256(out.encode()).hexdigest()[:24]
    path = Path(out)
    return path.with_name(f".{path.name}.pages") if to == "sqlite" else path / OWN / "pages"


def kept_pages(out: str, to: str) -> int:
    """How many pages of an output wait to be written."""
    with contextlib.suppress(OSError):
        names = os.listdir(folder_of(out, to))  # noqa: PTH208 - there may be many
        return sum(name.rpartition("-")[2].isdecimal() for name in names)
    return 0


class PageCache:
    """The pages in a folder, which is made if it is not there. Raises `OutputError` where that cannot be, or where it
    is another user's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._recent: OrderedDict[tuple[str, int], tuple[int, PageDone]] = OrderedDict()
        self._size = 0
        with _writing(folder):
            own = folder.parent
            if own.parent == Path(tempfile.gettempdir()):
                own.mkdir(mode=0o700, exist_ok=True)
                if own.is_symlink() or (hasattr(os, "getuid") and own.stat().st_uid != os.getuid()):
                    raise OutputError(f"{own} is another user's: set TMPDIR to a folder of your own")
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, key: str, number: int, done: PageDone) -> None:
        """Keep a page of the input with this key. One that is cut off is no sound JSON, and `get` says so."""
        # what a stage left in `meta` is for other stages, and in no output
        head = json.dumps({"seconds": done.seconds, "facts": list(done.facts)})
        text = f"{head}\n{page_to_json(done.page.replace(meta=()))}\n"
        with _writing(self.folder):
            self._path(key, number).write_text(text, "utf-8", errors="replace", newline="\n")
        self._recent[key, number] = len(text), done
        self._size += len(text)
        while self._size > RECENT:
            self._size -= self._recent.popitem(last=False)[1][0]

    def get(self, key: str, number: int, given: Input) -> PageDone:
        """A page that was kept. Raises `InputError` if it is not there, or damaged."""
        if (key, number) in self._recent:
            size, done = self._recent.pop((key, number))
            self._size -= size
            return done
        try:
            path = self._path(key, number)
            path = path if path.exists() else self._path(key, number, WRITTEN)
            head, _, text = path.read_text("utf-8").partition("\n")
            told = json.loads(head)
            page = page_from_json(text)
            page = page.replace(source=replace(page.source, name=given.name))
            return PageDone(page, Facts(*told["facts"]), given, told["seconds"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"a page that was kept is damaged: {error}") from error

    def all(self) -> dict[str, set[int]]:
        """The pages that are there, by the keys of their inputs."""
        found: dict[str, set[int]] = {}
        for name in os.listdir(self.folder):  # noqa: PTH208 - there may be many
            key, _, number = name.removesuffix(WRITTEN).partition("-")
            if number.isdecimal():
                found.setdefault(key, set()).add(int(number))
        return found

    def drop(self, key: str, numbers: Iterable[int]) -> None:
        """Take pages of an input away."""
        for number in numbers:
            for end in ("", WRITTEN):
                with contextlib.suppress(OSError):
                    self._path(key, number, end).unlink()

    def written(self, key: str, numbers: Iterable[int], *, again: bool) -> None:
        """Pages of an input are in the output now. They stay if they took long, or if their shard is done `again`."""
        for number in numbers:
            fresh, stays = self._path(key, number), self._path(key, number, WRITTEN)
            with contextlib.suppress(OSError):
                if not again and _seconds(fresh if fresh.exists() else stays) < LONG:
                    self.drop(key, (number,))
                elif fresh.exists():
                    fresh.replace(stays)

    def settle(self, keys: Callable[[], Iterable[str]]) -> None:
        """Take everything away but pages that stay, of the inputs with these keys, which are asked for if there are
        any; the folder too, if nothing is left."""
        names = os.listdir(self.folder) if self.folder.is_dir() else []  # noqa: PTH208 - there may be many
        known = set(keys()) if any(name.endswith(WRITTEN) for name in names) else set[str]()
        for name in names:
            if not name.endswith(WRITTEN) or name.partition("-")[0] not in known:
                with contextlib.suppress(OSError):
                    (self.folder / name).unlink()
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def clear(self) -> None:
        """Take everything away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, key: str, number: int, end: str = "") -> Path:
        return self.folder / f"{key}-{number}{end}"


def _seconds(path: Path) -> float:
    """How long a page took that is kept."""
    with path.open(encoding="utf-8") as file, contextlib.suppress(ValueError, KeyError, TypeError):
        return float(json.loads(file.readline())["seconds"])
    return 0.0


class InputKeys:
    """The keys of inputs under some settings."""

    def __init__(self, settings: Settings) -> None:
        reading = json.dumps(asdict(settings), sort_keys=True, default=str)
        self.start = hashlib.sha256(reading.encode("utf-8", "surrogatepass"))

    def of(self, given: Input) -> str:
        digest = self.start.copy()
        digest.update(f"{given.name}\0{given.stamp}".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:32]


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error
