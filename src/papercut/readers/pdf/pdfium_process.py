"""The processes of `papercut.readers.pdf.pdfium_child`, seen from here: a PDF that is read and drawn page by page."""

from __future__ import annotations

import select
from importlib.util import find_spec
from typing import Any, Literal, NoReturn

from papercut.errors import InputError, StageError
from papercut.extras import input_needs
from papercut.memory_shortage import NO_MEMORY
from papercut.readers.child_process import Answer, ChildProcess, IdleProcesses
from papercut.readers.child_tasks import TOO_LONG, TOO_MUCH
from papercut.readers.pdf.pdfium_child import MOST_MEMORY, MOST_SECONDS

processes = IdleProcesses(("-m", "papercut.readers.pdf.pdfium_child"), most=2)
"""Two of a kind are kept for the next file: it takes a tenth of a second to start one."""
SOON = 0.2
"""Seconds within which a process that is left in the middle of a file must come to rest to be kept."""
REPAIR = "try to repair it, for example with qpdf"
ANEW = "print the page to a new PDF, or leave it out"

Kind = Literal["read", "draw"]


class PageLostError(Exception):
    """A page cannot be read; `str()` of it says why."""


class OpenPdf:
    """An open PDF. Pages are read in one process and drawn in another, which sees the machine's fonts; either is begun
    anew if a page has ended it. While one page is worked on here, the next is read ahead."""

    def __init__(self, data: bytes, name: str, shown: str, digest: str, password: str | None) -> None:
        self._data = data
        self._shown = shown
        self._password = password
        self._opening = {"do": "open", "name": name, "sha256": digest, "password": password, "bytes": len(data)}
        self._open: dict[Kind, ChildProcess] = {}
        self._ahead = 0
        self._faults: dict[str, Any] | None = None
        self._seen: dict[str, Any] | None = None
        self._asked = False
        self.count = 0

    def __enter__(self) -> OpenPdf:
        return self

    def __exit__(self, *_: object) -> None:
        for kind, child in self._open.items():
            if kind == "read" and (self._asked or (self._ahead and not _answers_soon(child))):
                child.end()
            else:
                processes.give_back(child)
        self._open.clear()

    def start(self, kind: Kind) -> None:
        """Open the file. Raises `InputError` if it is no sound PDF, if it needs a password or another one, or if
        pypdfium2 is missing."""
        if kind in self._open:
            return
        if find_spec("pypdfium2") is None:
            raise input_needs(self._shown, "reading PDF", "pdf")
        child = processes.found(kind)
        child.ask(self._opening, self._data)
        answered = child.answer()
        if answered is None:
            raise InputError(f"{self._shown} cannot be read: {_why(child)}")
        self._open[kind] = child
        said = answered.said
        if "count" not in said:
            processes.give_back(self._open.pop(kind))
            if said.get("failed") == NO_MEMORY:
                raise StageError(f"{self._shown}: {NO_MEMORY}")
            if "failed" in said:
                raise InputError(f"{self._shown} cannot be read ({said['failed']}): {REPAIR}")
            _refuse(self._shown, said["refused"], self._password)
        self.count = said["count"]
        if not self.count:
            raise InputError(f"{self._shown} is a PDF without pages: check how it was made")

    def faults(self) -> dict[str, Any]:
        """What of the file is damaged although PDFium says nothing (`soundness.file_faults`), without pictures; nothing
        if that cannot be found out. It is found out while the first page is worked on here."""
        if self._faults is None and self._seen is not None and not self._asked:
            return self._seen
        if self._faults is None:
            self.start("read")
            self._ask_faults()
            self._faults = self._told_faults("read")
        return self._faults

    def drawn_faults(self) -> dict[str, Any]:
        """The same, and which pictures are damaged."""
        if self._seen is None:
            self.start("draw")
            self._open["draw"].ask({"do": "check", "pictures": True})
            self._seen = self._told_faults("draw")
        return self._seen

    def _ask_faults(self) -> None:
        if self._faults is None and not self._asked:
            self._open["read"].ask({"do": "check", "pictures": False})
            self._asked = True

    def _told_faults(self, kind: Kind) -> dict[str, Any]:
        answered = self._open[kind].answer()
        if kind == "read":
            self._asked = False
        if answered is None:
            self._open.pop(kind)
            if kind == "read":
                self._ahead = 0
        return {} if answered is None or "failed" in answered.said else answered.said

    def read(self, number: int) -> Answer:
        """The text layer of a page. Raises `PageLostError`."""
        if self._asked:
            self.faults()
        if self._ahead and self._ahead != number:  # that page is not wanted
            self._ahead = 0
            if self._open["read"].answer() is None:
                self._open.pop("read")
        self.start("read")
        child = self._open["read"]
        if not self._ahead:
            child.ask({"do": "read", "page": number})
        self._ahead = 0
        answered = self._answer("read")
        self._ask_faults()
        if number < self.count:
            child.ask({"do": "read", "page": number + 1})
            self._ahead = number + 1
        return _sound(answered)

    def draw(
        self, number: int, *, scale: float, pixels: float = 1e9, longest: float = 1e9, upright: bool = False,
        check: bool = False,
    ) -> Answer:  # fmt: skip
        """The picture of a page, `scale` pixels a point, no more and no longer than this; with `check`, `harmed` says
        whether pictures of it are damaged. Raises `PageLostError`."""
        self.start("draw")
        task = {"do": "draw", "page": number, "scale": scale, "pixels": pixels, "longest": longest, "upright": upright}
        self._open["draw"].ask({**task, "check": check})
        return _sound(self._answer("draw"))

    def _answer(self, kind: Kind) -> Answer:
        answered = self._open[kind].answer()
        if answered is None:
            raise PageLostError(_why(self._open.pop(kind)))
        return answered


def _sound(answered: Answer) -> Answer:
    if "damaged" in answered.said:
        raise PageLostError(f"the file is damaged there: {REPAIR}")
    if "failed" in answered.said:
        raise PageLostError(f"{answered.said['failed']}: {REPAIR}")
    return answered


def _refuse(shown: str, why: str, password: str | None) -> NoReturn:
    if "password" in why.lower():
        if password is None:
            raise InputError(f"{shown} is encrypted: give its password with --password")
        raise InputError(f"{shown} is encrypted, and the password given does not open it")
    raise InputError(f"{shown} is no sound PDF (damaged or cut short): {REPAIR}")


def _answers_soon(child: ChildProcess) -> bool:
    """Whether it answers what it was asked while nobody waits for it any more; the answer is thrown away."""
    assert child.process.stdout is not None
    try:
        ready, _, _ = select.select([child.process.stdout], [], [], SOON)
    except (OSError, ValueError):  # of pipes not every system can tell
        return False
    return bool(ready) and child.answer() is not None


def _why(child: ChildProcess) -> str:
    """Why it has ended."""
    code = child.process.returncode
    if code == TOO_MUCH:
        return f"it takes more than {MOST_MEMORY[child.kind] >> 30} GB of memory: {ANEW}"
    if code == TOO_LONG:
        return f"it takes more than {MOST_SECONDS:.0f} seconds: {ANEW}"
    return f"PDFium breaks down over it: {REPAIR}"
