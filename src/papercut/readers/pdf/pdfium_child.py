"""The process in which PDFium works, so that a damaged or hostile file costs no more than a page.

It is told of a file and of its pages (`papercut.readers.child_tasks`), the bytes of the file behind the line.
"""

from __future__ import annotations

import contextlib
import math
import os
import sys
from typing import Any

from papercut.readers.child_tasks import TOO_MUCH, Answers, Limits, tasks

MOST_MEMORY, MOST_SECONDS = {"read": 1 << 30, "draw": 3 << 30}, 60.0
"""What one page may take, beside the file itself: bytes, and seconds of the processor. To read a broadsheet takes 20 MB
and a tenth of a second; to draw one that was scanned at 600 dots an inch, a gigabyte."""

Answer = tuple[dict[str, Any], memoryview | bytes]


def main() -> None:
    """Do what standard input says until it ends. The argument is what is done with pages, `read` or `draw`; while it
    reads, PDFium sees no fonts of this machine."""
    answers = Answers()
    child = _Child(sys.argv[1])
    for task, data in tasks(sys.stdin.buffer):
        answers.put(*child.answer(task, data))


class _Child:
    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.document: Any = None
        self.data = b""
        self.hidden: frozenset[str] | None = None
        self.task: dict[str, Any] = {}
        self.limits = Limits(MOST_MEMORY[self.kind], MOST_SECONDS)

    def answer(self, task: dict[str, Any], data: bytes) -> Answer:
        """What a task brings; `failed` says why it could not be done."""
        self.limits.begin()
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
            self.limits.end()

    def open(self, task: dict[str, Any], data: bytes) -> Answer:
        import pypdfium2

        if self.kind == "read" and self.document is None:
            from papercut.readers.pdf.box_font import use_box_font

            use_box_font()
        if self.document is not None:
            self.document.close()
        self.task, self.data, self.hidden = task, data, None
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

        layer = text_layer(page, self.task["name"], number, self.task["sha256"], self.hidden_layers)
        said = {"doubt": layer.doubt, "empty": layer.empty}
        return said, page_to_json(layer.page).encode("utf-8", "surrogatepass")

    def hidden_layers(self) -> frozenset[str]:
        """The layers of the open file that are switched off."""
        if self.hidden is None:
            from papercut.readers.pdf.layers import hidden_layers

            self.hidden = hidden_layers(self.document, self.data)
        return self.hidden

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


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
