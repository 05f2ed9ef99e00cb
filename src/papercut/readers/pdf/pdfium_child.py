"""The process in which PDFium works, so that a damaged or hostile file costs no more than a page.

It is told of a file and of its pages on standard input, one JSON line each (the bytes of the file follow the line), and
answers each on standard output, one JSON line again and then the bytes that it announces. It ends by itself when who
started it is gone, with `TOO_MUCH` when a page needs too much memory, and with `TOO_LONG` when it takes too long.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import queue
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

TOO_MUCH, TOO_LONG = 77, 78
"""Exit codes."""
MOST_MEMORY, MOST_SECONDS = {"read": 1 << 30, "draw": 3 << 30}, 60.0
"""What one page may take, beside the file itself: bytes, and seconds of the processor. To read a broadsheet takes 20 MB
and a tenth of a second; to draw one that was scanned at 600 dots an inch, a gigabyte."""
LOOK = 0.05
"""Seconds between two looks at memory and time."""

Answer = tuple[dict[str, Any], memoryview | bytes]


def main() -> None:
    """Do what standard input says until it ends. The argument is what is done with pages, `read` or `draw`; while it
    reads, PDFium sees no fonts of this machine."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no message of ours
    child = _Child(sys.argv[1])
    threading.Thread(target=child.watch, daemon=True).start()
    for task, data in _tasks(sys.stdin.buffer):
        said, more = child.answer(task, data)
        out.write(json.dumps({**said, "bytes": len(more)}).encode() + b"\n")
        view = memoryview(more)
        while view:
            view = view[out.write(view) or 0 :]


def _tasks(given: IO[bytes]) -> Any:
    """The tasks and the bytes that follow them. When there are no more this process ends, whatever it does."""
    tasks: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()

    def listen() -> None:
        with contextlib.suppress(BaseException):
            for row in given:
                task = json.loads(row)
                tasks.put((task, given.read(task.get("bytes", 0))))
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield tasks.get()


class _Child:
    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.document: Any = None
        self.data = b""
        self.task: dict[str, Any] = {}
        self.began = math.inf
        self.most = math.inf

    def watch(self) -> None:
        """End this process when a task takes too much."""
        while True:
            time.sleep(LOOK)
            if _memory() > self.most:
                os._exit(TOO_MUCH)
            if time.process_time() - self.began > MOST_SECONDS:
                os._exit(TOO_LONG)

    def answer(self, task: dict[str, Any], data: bytes) -> Answer:
        """What a task brings; `failed` says why it could not be done."""
        self.most = _memory() + MOST_MEMORY[self.kind]
        self.began = time.process_time()
        _limit(3 * MOST_MEMORY[self.kind])
        try:
            if task["do"] == "open":
                return self.open(task, data)
            if task["do"] == "check":
                return self.check(task)
            return self.page(task)
        except MemoryError:
            os._exit(TOO_MUCH)
        except Exception as error:
            from papercut.memory_shortage import unforeseen_text

            return {"failed": unforeseen_text(error)}, b""
        finally:
            self.began = self.most = math.inf

    def open(self, task: dict[str, Any], data: bytes) -> Answer:
        import pypdfium2

        if self.kind == "read" and self.document is None:
            from papercut.readers.pdf.box_font import use_box_font

            use_box_font()
        if self.document is not None:
            self.document.close()
        self.task, self.data = task, data
        try:
            self.document = pypdfium2.PdfDocument(data, password=task["password"])
        except pypdfium2.PdfiumError as error:
            return {"refused": str(error)}, b""
        return {"count": len(self.document)}, b""

    def check(self, task: dict[str, Any]) -> Answer:
        """What of the open file is damaged although PDFium says nothing."""
        from papercut.readers.pdf.soundness import file_faults

        return file_faults(self.document, self.data, pictures=task["pictures"]), b""

    def page(self, task: dict[str, Any]) -> Answer:
        import pypdfium2

        try:
            page = self.document[task["page"] - 1]
        except pypdfium2.PdfiumError:
            return {"damaged": True}, b""
        try:
            return self.draw(page, task) if task["do"] == "draw" else self.read(page, task["page"])
        finally:
            page.close()

    def read(self, page: Any, number: int) -> Answer:
        """The page document of a page's text layer, and what is doubtful about it."""
        from papercut.codec.page import page_to_json
        from papercut.readers.pdf.page import text_layer

        layer = text_layer(page, self.task["name"], number, self.task["sha256"])
        said = {"doubt": layer.doubt, "empty": layer.empty}
        return said, page_to_json(layer.page).encode("utf-8", "surrogatepass")

    def draw(self, page: Any, task: dict[str, Any]) -> Answer:
        """The picture of a page, three bytes a pixel (red, green, blue); with `upright`, turned as its text is."""
        from papercut.readers.pdf.page import turn_of

        wide, high = page.get_size()
        scale = min(
            task["scale"], math.sqrt(task["pixels"] / max(wide * high, 1.0)), task["longest"] / max(wide, high, 1.0)
        )
        turn = -turn_of(page) % 4 * 90 if task["upright"] else 0
        bitmap = page.render(scale=scale, rotation=turn, rev_byteorder=True, prefer_bgrx=False)
        said = {"wide": bitmap.width, "high": bitmap.height, "stride": bitmap.stride, "channels": bitmap.n_channels}
        if task["check"]:
            from papercut.readers.pdf.picture_soundness import has_damaged_pictures

            said["harmed"] = has_damaged_pictures(page.raw)
        return {**said, "size": [wide, high], "scale": scale}, memoryview(bitmap.buffer).cast("B")


def _memory() -> int:
    """The bytes of memory that this process uses; where that cannot be told, the most that it has ever used, or 0."""
    try:
        with Path("/proc/self/statm").open("rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        pass
    try:
        import resource
    except ImportError:
        return 0
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _limit(more: int) -> None:
    """Let the system refuse memory beyond what is reserved now and `more` bytes: what grows between two looks."""
    try:
        import resource

        with Path("/proc/self/statm").open("rb") as file:
            reserved = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = reserved + more if hard == resource.RLIM_INFINITY else min(reserved + more, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ImportError, OSError, ValueError, IndexError):
        return


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
