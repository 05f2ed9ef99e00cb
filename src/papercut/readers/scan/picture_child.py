"""The process in which pictures are decoded, or read by RapidOCR, so that a damaged or hostile one costs no more than
itself. It has its tasks and limits as `papercut.readers.child_tasks` says; the argument is what it does, `decode` or
`read`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from papercut.codec.geometry import printed_to_dict
from papercut.errors import InputError
from papercut.memory_shortage import unforeseen_text
from papercut.progress import parts_shown
from papercut.readers.child_tasks import TOO_MUCH, Answers, Limits, Task, tasks
from papercut.readers.scan.images import images

if TYPE_CHECKING:
    from PIL.Image import Image

    from papercut.readers.scan.rapidocr_engine import Rapid

MOST_MEMORY, MOST_SECONDS = 4 << 30, {"decode": 300.0, "read": 1800.0}
"""What one picture may take: bytes, and seconds of the processor. A broadsheet takes 20 seconds and 1.5 GB; the largest
picture of 16 bits a pixel takes 3 GB while it is brought to 8."""


def main() -> None:
    """Do what standard input says until it ends."""
    answers = Answers()
    kind = sys.argv[1]
    child = (_Decoder if kind == "decode" else _Reader)(answers, Limits(MOST_MEMORY, MOST_SECONDS[kind]))
    given = tasks(sys.stdin.buffer)
    for task, data in given:
        child.limits.begin()
        try:
            child.do(task, data, given)
        except MemoryError:
            os._exit(TOO_MUCH)
        except InputError as error:
            answers.put({"refused": str(error)})
        except Exception as error:
            answers.put({"failed": unforeseen_text(error)})
        finally:
            child.limits.end()


class _Child:
    def __init__(self, answers: Answers, limits: Limits) -> None:
        self.answers = answers
        self.limits = limits

    def do(self, task: dict[str, Any], data: bytes, given: Iterator[Task]) -> None:
        """Do a task and answer it. Raises `InputError` where the picture is none, or what is needed is missing."""
        raise NotImplementedError


class _Decoder(_Child):
    """Gives the pages of a file one after the other, and asks which are wanted."""

    def do(self, task: dict[str, Any], data: bytes, given: Iterator[Task]) -> None:
        put = self.answers.put

        def wanted(number: int, count: int | None) -> bool:
            put({"wanted": [number, count]})
            return bool(next(given)[0]["yes"])

        pages = images(
            data, task["shown"],
            lambda lost: put({"unread": [lost.page, lost.message]}), wanted,
            lambda note: put({"note": [note.code, note.stage, note.text]}),
        )  # fmt: skip
        for number, image in pages:
            wide, high = image.size
            put({"page": number, "wide": wide, "high": high, "dpi": _dots(image)}, image.tobytes())
            self.limits.begin()
        put({"done": True})


class _Reader(_Child):
    """RapidOCR, which is made once, and the picture that it was given last."""

    engine: Rapid | None = None
    image: Image | None = None

    def do(self, task: dict[str, Any], data: bytes, given: Iterator[Task]) -> None:
        shown = task["shown"]
        if self.engine is None:
            from papercut.readers.scan.rapidocr_engine import Rapid

            self.engine = Rapid.loaded(shown)
        if data:
            from PIL import Image as pillow

            self.image = pillow.frombytes("RGB", (task["wide"], task["high"]), data)
        with parts_shown(lambda share: self.answers.put({"part": share})):
            if task["do"] == "load" or self.image is None:
                self.answers.put({"loaded": True})
            elif task["do"] == "turn":
                self.answers.put({"turn": self.engine.turn(self.image, shown)})
            else:
                rows = [(text, printed_to_dict(line)) for text, line in self.engine.lines(self.image, shown)]
                self.answers.put({"lines": len(rows)}, json.dumps(rows).encode())


def _dots(image: Image) -> list[float] | None:
    """The dots an inch that a picture says it has."""
    try:
        wide, high = image.info["dpi"]
        return [float(wide), float(high)]
    except Exception:  # it says what it likes
        return None


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        main()
