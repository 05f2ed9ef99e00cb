"""Pictures are decoded and read by RapidOCR in processes of their own: with the same result, and with an end where one
takes too much or breaks down."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import papercut as pc
from papercut.model.page import Note
from papercut.readers.failed_pages import Unread
from papercut.readers.scan import engines, picture_process
from papercut.readers.scan.images import images
from papercut.readers.scan.picture_process import RapidProcess, decoded
from shell import PAPERCUT, environment

pillow = pytest.importorskip("PIL.Image")
SCANS = sorted((Path(__file__).parent / "inputs").glob("*/*.png"))
CHILD = "from papercut.readers.scan import picture_child as child\n"
FAKE = f"""{CHILD}
import os, time
from papercut.model.geometry import Printed
class Fake:
    def turn(self, image, shown):
        return 0
    def lines(self, image, shown):
        if image.width == 62:
            {{act}}
        return [(f"宽{{{{image.width}}}}", Printed((1.0, 2.0, 30.0, 12.5), 10.5, edges=(1.0, 2.5, 3.0, 4.0, 5.0, 6.0)))]
child._Reader.engine = Fake()
{{more}}
child.main()
"""


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the program that processes for pictures run."""

    def run(script: str) -> None:
        monkeypatch.setattr(picture_process.processes, "command", ("-c", script))
        monkeypatch.setattr(engines, "_held", {})
        picture_process.processes.end()

    yield run
    picture_process.processes.end()


def tiff(*widths: int) -> bytes:
    """Pages of these widths."""
    first, *others = [pillow.new("RGB", (wide, 40), "white") for wide in widths]
    held = BytesIO()
    first.save(held, "TIFF", save_all=True, append_images=others)
    return held.getvalue()


@pytest.mark.parametrize(
    ("act", "more", "said"),
    [
        ("os.abort()", "", "cannot be read: RapidOCR breaks down over it: try the engine tesseract"),
        ("while True: pass", "child.MOST_SECONDS = {'decode': 9.0, 'read': 0.5}", "cannot be read: it takes more than"),
        ("held = b'x' * (1 << 29); time.sleep(9)", "child.MOST_MEMORY = 1 << 28", "GB of memory: scale the picture"),
        ("raise ValueError('so it was asked')", "", "ValueError"),
    ],
)
def test_a_picture_over_which_ocr_breaks_down(
    act: str, more: str, said: str, child: Callable[[str], None]
) -> None:
    """It is named, and the other pages of the file are read."""
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    child(FAKE.format(act=act, more=more))
    told: list[Unread] = []
    pages = list(pc.read_pages(tiff(61, 62, 63), name="a.tif", unread=told.append))
    assert [(page.source.page, page.raw) for page in pages] == [(1, ("宽61",)), (3, ("宽63",))]
    assert [one.page for one in told] == [2] and "a.tif" in told[0].message and said in told[0].message


def test_engines_that_share_a_process_are_told_of_their_own_pictures(child: Callable[[str], None]) -> None:
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    child(FAKE.format(act="pass", more=""))
    narrow, wide = (pillow.new("RGB", (width, 40), "white") for width in (61, 63))
    one, other = RapidProcess.loaded("a.png"), RapidProcess.loaded("b.png")
    for image, engine in ((narrow, one), (narrow, one), (wide, other), (narrow, one), (wide, one)):
        assert [text for text, _ in engine.lines(image, "a.png")] == [f"宽{image.width}"]


@pytest.mark.parametrize("act", ["os.abort()", "while True: pass", "held = b'x' * (1 << 30); time.sleep(9)"])
def test_a_picture_over_which_the_decoder_breaks_down(act: str, child: Callable[[str], None]) -> None:
    script = f"""{CHILD}
import os, time
real = child.images
def images(*args):
    for number, image in real(*args):
        if number == 2:
            {act}
        yield number, image
child.images = images
child.MOST_SECONDS, child.MOST_MEMORY = {{"decode": 0.5}}, 1 << 29
child.main()
"""
    child(script)
    told: list[Unread] = []
    found = [(number, image.width) for number, image in decoded(tiff(61, 62, 63), "a.tif", told.append)]
    assert found == [(1, 61)]
    assert [one.page for one in told] == [2] and told[0].message.startswith("a.tif, page 2, cannot be read: ")


def test_the_command_names_the_picture_and_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    for name, wide in (("a.tif", 61), ("b.tif", 62), ("c.tif", 63)):
        (tmp_path / name).write_bytes(tiff(wide))
    (tmp_path / "fake.py").write_text(FAKE.format(act="os.abort()", more=""))
    site = "import papercut.readers.scan.picture_process as p; p.processes.command = ('-c', 'import fake')"
    command = [PAPERCUT[0], "-c", f"{site}; import sys; from papercut.cli import main; sys.exit(main())"]
    env = environment(PYTHONPATH=str(tmp_path))
    names = ("a.tif", "b.tif", "c.tif")
    done = subprocess.run([*command, "clean", *names, "--to", "json"], capture_output=True, cwd=tmp_path, env=env)
    said = done.stderr.decode()
    assert done.returncode == 1 and done.stdout.count(b'"papercut":') == 2
    assert "b.tif cannot be read: RapidOCR breaks down over it" in said and "Traceback" not in said


@pytest.mark.parametrize("path", SCANS, ids=lambda path: path.parent.name)
def test_decoded_pictures_are_the_same(path: Path) -> None:
    def all_of(of: Any) -> list[Any]:
        told: list[Unread] = []
        notes: list[Note] = []
        found = [
            (number, image.size, image.info.get("dpi"), image.tobytes())
            for number, image in of(path.read_bytes(), "a.png", told.append, noted=notes.append)
        ]
        return [found, told, notes]

    assert all_of(decoded) == all_of(images)


def test_what_rapidocr_reads_is_the_same() -> None:
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    from papercut.readers.scan.rapidocr_engine import Rapid

    data = (Path(__file__).parent / "inputs" / "010-scan-rotated" / "input.png").read_bytes()
    ((_, image),) = decoded(data, "a.png")
    here, there = Rapid.loaded("a.png"), RapidProcess.loaded("a.png")
    assert there.turn(image, "a.png") == here.turn(image, "a.png")
    lines = there.lines(image, "a.png")
    assert lines and lines == here.lines(image, "a.png")
    assert repr(lines) == repr(here.lines(image, "a.png"))


def test_no_process_stays(child: Callable[[str], None]) -> None:
    child(f"{CHILD}child.main()")
    pages = decoded(tiff(61, 62, 63), "a.tif")
    next(pages)
    pages.close()  # type: ignore[attr-defined]
    gc.collect()
    assert not picture_process.processes.waiting["decode"]
    assert len(list(decoded(tiff(61, 62), "a.tif"))) == 2
    (left,) = picture_process.processes.waiting["decode"]
    picture_process.processes.end()
    with pytest.raises(ProcessLookupError):
        os.kill(left.process.pid, 0)
