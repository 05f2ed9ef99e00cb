"""The processes of `papercut.readers.scan.picture_child`, seen from here: pictures that are decoded in one, and read by
RapidOCR in another. Either is begun anew if a picture has ended it, and kept for the next file."""

from __future__ import annotations

import json
import threading
import weakref
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from papercut.codec.geometry import printed_from_dict
from papercut.errors import InputError, StageError
from papercut.extras import input_needs
from papercut.memory_shortage import NO_MEMORY
from papercut.model.geometry import Printed
from papercut.model.page import Note
from papercut.progress import part_done
from papercut.readers.child_process import Answer, ChildProcess, IdleProcesses
from papercut.readers.child_tasks import TOO_LONG, TOO_MUCH
from papercut.readers.failed_pages import Tell, Unread, Wanted, all_pages, refuse
from papercut.readers.scan.picture_child import MOST_MEMORY, MOST_SECONDS

if TYPE_CHECKING:
    from PIL.Image import Image

processes = IdleProcesses(("-m", "papercut.readers.scan.picture_child"), most=1)
"""One of a kind is kept for the next file, since models take memory."""
LESS = "scale the picture down, or leave it out"


def decoded(
    data: bytes, shown: str, unread: Tell = refuse, wanted: Wanted = all_pages,
    noted: Callable[[Note], None] = lambda note: None,
) -> Iterator[tuple[int, Image]]:  # fmt: skip
    """The same as `papercut.readers.scan.images.images`, from a process that a picture may end: then `unread` is told
    of the page, and no more come."""
    if find_spec("PIL") is None:
        raise input_needs(shown, "reading a picture", "ocr")
    child = processes.found("decode")
    at = 1
    whole = False
    try:
        child.ask({"do": "decode", "shown": shown, "bytes": len(data)}, data)
        while True:
            answered = child.answer()
            if answered is None:
                unread(Unread(at, f"{shown}, page {at}, cannot be read: {_why(child)}"))
                return
            said = answered.said
            if "wanted" in said:
                at, count = said["wanted"]
                child.ask({"yes": bool(wanted(at, count))})
            elif "unread" in said:
                unread(Unread(*said["unread"]))
            elif "note" in said:
                code, stage, text = said["note"]
                noted(Note(code, stage, (), text))
            elif "page" in said:
                at = said["page"] + 1
                yield said["page"], _image(answered)
            else:
                whole = True
                _refuse(said, shown)
                return
    finally:
        if whole:
            processes.give_back(child)
        else:  # in the middle of a file
            child.end()


def _image(answered: Answer) -> Image:
    from PIL import Image as pillow

    said = answered.said
    image = pillow.frombytes("RGB", (said["wide"], said["high"]), answered.data)
    if said["dpi"]:
        image.info["dpi"] = tuple(said["dpi"])
    return image


class RapidProcess:
    """RapidOCR in a process of its own, for one picture at a time; its models are loaded once."""

    def __init__(self) -> None:
        self._one = threading.Lock()

    @classmethod
    def loaded(cls, shown: str) -> RapidProcess:
        """The engine, ready. Raises `InputError` if it is not installed, or has no models with it."""
        if None in map(find_spec, ("PIL", "rapidocr", "onnxruntime")):
            raise input_needs(shown, "reading a picture", "ocr")
        made = cls()
        made._asked({"do": "load"}, None, shown)
        return made

    def turn(self, image: Image, shown: str) -> int:
        """By how many quarters, clockwise, the page must be turned to lie upright. Raises `InputError`."""
        turn: int = self._asked({"do": "turn"}, image, shown).said["turn"]
        return turn

    def lines(self, image: Image, shown: str) -> list[tuple[str, Printed]]:
        """The lines of an RGB image, from the top down. Raises `InputError` if the engine fails, breaks down or takes
        too much."""
        rows = json.loads(self._asked({"do": "lines"}, image, shown).data)
        return [(text, printed_from_dict(line, len(text))) for text, line in rows]

    def _asked(self, task: dict[str, Any], image: Image | None, shown: str) -> Answer:
        with self._one:
            child = processes.found("read")
            try:
                data = _picture(image, child)
                wide, high = image.size if image is not None else (0, 0)
                child.ask({**task, "shown": shown, "wide": wide, "high": high, "bytes": len(data)}, data)
                while (answered := child.answer()) is not None and "part" in answered.said:
                    part_done(answered.said["part"])
            except BaseException:  # an answer would be left
                child.end()
                raise
            if answered is None:
                raise InputError(f"{shown} cannot be read: {_why(child)}")
            processes.give_back(child)
            _refuse(answered.said, shown)
            return answered


def _picture(image: Image | None, child: ChildProcess) -> bytes:
    """What the process must be sent of a picture: nothing if it has it already."""
    if image is None or (isinstance(child.has, weakref.ref) and child.has() is image):
        return b""
    child.has = weakref.ref(image)
    return image.tobytes()


def _refuse(said: dict[str, Any], shown: str) -> None:
    if "refused" in said:
        raise InputError(said["refused"])
    if said.get("failed") == NO_MEMORY:
        raise StageError(f"{shown}: {NO_MEMORY}")
    if "failed" in said:
        raise InputError(f"{shown} cannot be read ({said['failed']}): convert it to PNG, or scan it again")


def _why(child: ChildProcess) -> str:
    """Why a process has ended."""
    code = child.process.returncode
    if code == TOO_MUCH:
        return f"it takes more than {MOST_MEMORY >> 30} GB of memory: {LESS}"
    if code == TOO_LONG:
        return f"it takes more than {MOST_SECONDS[child.kind]:.0f} seconds: {LESS}"
    if child.kind == "decode":
        return "the decoder of pictures breaks down over it: convert it to PNG, or scan it again"
    return "RapidOCR breaks down over it: try the engine tesseract"
