"""Which pages of a PDF are read by OCR. The engine here is none, but for the last tests."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

import papercut as pc
from lawful import faults
from papercut.codec.page import page_to_json
from papercut.codec.page_reading import page_from_json
from papercut.errors import InputError
from papercut.model.geometry import Printed
from papercut.readers.scan import engines
from papercut.readers.scan.images import turned_image
from papercut.readers.scan.orientation import Pixels, Seen, page_turn
from papercut.readers.scan.pages import image_page
from papercut.schemas import schema
from pdfs import Sheet, pdf
from shell import PAPERCUT, environment, papercut

pytest.importorskip("pypdfium2")
pillow = pytest.importorskip("PIL.Image")

BODY = [f"第{n}行说的是城南的新桥昨天上午正式通车" for n in range(20)]
CASES = Path(__file__).parent / "inputs"


class Eye:
    """An engine that finds as many lines as it is told, and keeps what it was shown."""

    def __init__(self, rows: int = 5, turn: int = 0) -> None:
        self.rows, self.quarters = rows, turn
        self.seen: list[Any] = []

    def turn(self, image: Any, shown: str) -> int:
        return self.quarters

    def lines(self, image: Any, shown: str) -> list[tuple[str, Printed]]:
        self.seen.append((image, shown))
        return [(f"识别出的第{n}行", Printed((100, 100 * n, 500, 100 * n + 50), 50)) for n in range(self.rows)]


@pytest.fixture
def eye(monkeypatch: pytest.MonkeyPatch) -> Eye:
    made = Eye()
    monkeypatch.setattr(engines, "_held", {"rapidocr": made})
    return made


def picture(sheet: Sheet, wide: float = 400, high: float = 600) -> Sheet:
    """A picture at the lower left corner: two dark pixels beside two light ones."""
    return sheet.raw(f"q {wide} 0 0 {high} 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID 0z0z EI Q")


def column(sheet: Sheet, rows: Sequence[str] = BODY, x: float = 50, font: str = "") -> Sheet:
    for n, row in enumerate(rows):
        sheet.text(row, x, 50 + 14 * n, 8, font=font)
    return sheet


PAGES = {
    "text": (column(Sheet()), ""),
    "text over a picture": (column(picture(Sheet())), ""),
    "a picture in the text": (column(picture(Sheet(), 300, 200)), ""),
    "little text, small picture": (picture(Sheet(), 300, 200).text("摄影报道", 50, 50), ""),
    "little text": (Sheet().text("第三版", 50, 50), ""),
    "nothing": (Sheet(), ""),
    "white paper": (Sheet().box(0, 0, 400, 600, "f", 1), ""),
    "a picture": (picture(Sheet()), "no text layer"),
    "a small picture": (picture(Sheet(), 50, 50), "no text layer"),
    "letters as drawings": (Sheet().box(50, 50, 60, 60, "f", 0), "no text layer"),
    "a stamp on a picture": (picture(Sheet()).text("Downloaded 2024", 50, 580, 6), "hardly any text"),
    "a stamp on a small picture": (picture(Sheet()).text("扫描全能王创建Scanner", 50, 570, 16), "hardly any text"),
    "signs without a map": (column(column(Sheet()), x=200, font="N"), "cannot be right"),
    "few of them": (column(Sheet()).text(BODY[0], 50, 400, font="N"), ""),
    "a wrong map": (column(Sheet(), ["ÖÐ¹úÐÂÎÅ" * 4] * 5, font="M"), "cannot be right"),
    "french": (column(Sheet(), ["Là-bas, l'été dernier, à Orléans"] * 5, font="M"), ""),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_looked_at(name: str, eye: Eye) -> None:
    sheet, why = PAGES[name]
    page = pc.read(pdf(sheet), name="a.pdf")
    assert list(faults(page)) == []
    said = [note.text for note in page.notes if note.code == "read-by-ocr"]
    assert page.source.format == ("scan" if why else "pdf") and page.source.unit == "pt"
    if why:
        assert len(said) == 1 and why in said[0] and "(rapidocr)" in said[0] and len(page.raw) == eye.rows
        assert page.source.size == (400, 600) and page.printed[1].box[3] == pytest.approx(150 * 72 / 300, abs=0.1)
        (image, shown) = eye.seen[0]
        assert image.mode == "RGB" and image.size == (1667, 2500) and shown == "a.pdf: page 1"
    else:
        assert not said and not eye.seen
    jsonschema.validate(json.loads(page_to_json(page)), schema("page"))


def test_a_mixed_file(eye: Eye) -> None:
    data = pdf(*(PAGES[name][0] for name in ("text", "a picture", "nothing", "a picture", "text")))

    def formats(**how: Any) -> list[str]:
        return [page.source.format for page in pc.read_pages(data, **how)]

    assert formats() == ["pdf", "scan", "pdf", "scan", "pdf"]
    assert formats(ocr="never") == ["pdf"] * 5
    assert formats(ocr="always") == formats(format="scan") == ["scan"] * 5
    images = [image for image, _ in eye.seen[:2]]
    assert [image.getpixel((10, 10)) for image in images] == [images[0].getpixel((10, 10))] * 2
    assert images[0].getpixel((10, 10)) < images[0].getpixel((1600, 10))


def test_text_over_a_photograph_stands_if_there_is_no_more(eye: Eye) -> None:
    eye.rows = 1
    page = pc.read(pdf(picture(Sheet()).text("桥上的行人渐渐多了", 50, 50)))
    assert page.source.format == "pdf" and page.raw == ("桥上的行人渐渐多了",)


def test_without_the_extra(tmp_path: Path) -> None:
    """The pages that need it fail, each by name; the others come out."""
    hiding = "import sys\nfor name in ('rapidocr', 'onnxruntime'):\n    sys.modules[name] = None\n"
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide" / "sitecustomize.py").write_text(hiding)
    path = str(tmp_path / "hide")
    (tmp_path / "a.pdf").write_bytes(pdf(*(PAGES[name][0] for name in ("a picture", "text", "nothing", "a picture"))))
    done = papercut("clean", "a.pdf", "--to", "json", cwd=tmp_path, PYTHONPATH=path)
    said = [row for row in done.stderr.decode().splitlines() if "papercut-text[ocr]" in row]
    assert done.returncode == 1 and len(said) == 2
    assert "a.pdf: page 1 has no text layer" in said[0] and "a.pdf: page 4 has no text layer" in said[1]
    assert [json.loads(row)["source"]["page"] for row in done.stdout.decode().splitlines()] == [2, 3]
    assert papercut("batch", "a.pdf", "-o", "out", cwd=tmp_path, PYTHONPATH=path).returncode == 1
    found = json.loads(papercut("status", "out", "--to", "json", cwd=tmp_path).stdout)
    assert [row["page"] for row in found["failures"]] == [1, 4]
    assert (found["pages"], found["without_text"], [row["page"] for row in found["empty"]]) == (2, 1, [3])
    (tmp_path / "b.pdf").write_bytes(pdf(PAGES["a picture"][0]))
    assert papercut("clean", "b.pdf", cwd=tmp_path, PYTHONPATH=path).returncode == 3
    assert papercut("clean", "b.pdf", "--ocr", "never", cwd=tmp_path, PYTHONPATH=path).returncode == 0


def test_an_image_is_always_read_by_ocr(tmp_path: Path) -> None:
    pillow.new("L", (60, 40), 255).save(tmp_path / "a.png")
    with pytest.raises(InputError, match="is an image, and with --ocr never"):
        pc.read(tmp_path / "a.png", ocr="never")


# pages that do not lie upright


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_turned_page_is_said(quarters: int) -> None:
    image = pillow.new("RGB", (60, 40), "white")
    image.paste((0, 0, 0), (0, 0, 20, 20))
    eye = Eye(turn=quarters)
    page = image_page(image, pc.Source("a.png", "scan", size=(60.0, 40.0), unit="px"), eye)
    assert page.source.turned == quarters and page.source.size == ((60, 40) if quarters % 2 == 0 else (40, 60))
    assert [note.code for note in page.notes] == ["turned-page"] * (quarters > 0)
    dark = [(10, 10), (30, 10), (50, 30), (10, 50)][quarters]
    assert eye.seen[0][0].getpixel(dark) == (0, 0, 0)
    assert page_from_json(page_to_json(page)) == page


def reader(strip: Pixels) -> Seen:
    """Reads a line whose characters are squares of 10 pixels with a dark left upper corner, as they stand upright; and
    as well those that lie on their backs, all of them alike."""
    cells = [strip[:, x : x + 10] for x in range(0, strip.shape[1], 10)]

    def corner(cell: Pixels) -> tuple[int, int]:
        at = np.argwhere(cell[:, :, 0] == 0)
        return (int(at[:, 0].min()), int(at[:, 1].min())) if len(at) else (-1, -1)

    upright = sum(corner(cell) == (0, 0) for cell in cells) / len(cells)
    on_backs = sum(corner(cell) == (7, 0) for cell in cells) / len(cells)
    places = [(n + 0.5) / len(cells) for n in range(len(cells))]
    score = max(0.96 * upright, 0.93 * on_backs)
    return Seen("字" * round(score * len(cells)), score, places)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("downwards", [False, True])
def test_which_way_up(downwards: bool, quarters: int) -> None:
    character = np.full((10, 10, 3), 255, np.uint8)
    character[:3, :3] = 0
    line = np.concatenate([character] * 12, axis=0 if downwards else 1)
    strips = [np.rot90(line, -quarters)] * 6
    assert page_turn(strips, reader) == (4 - quarters) % 4
    assert page_turn([np.full_like(strips[0], 255)] * 3, reader) == 0


@pytest.mark.parametrize("quarters", [0, 2])
def test_an_engine_sees_which_way_up(quarters: int) -> None:
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    from papercut.readers.scan.rapidocr_engine import Rapid

    image = turned_image(pillow.open(CASES / "010-scan-rotated" / "input.png").convert("RGB"), quarters)
    first = Rapid.loaded("a.png").turn(image, "a.png")
    assert (first, quarters) in ((1, 0), (3, 2)) or (first, quarters) in ((3, 0), (1, 2))


WATCHED = """
import os, sys
with open(os.environ["SOCKETS"], "a") as log:
    print("begun", *sys.orig_argv[1:], file=log)
def told(event, args):
    if event.startswith("socket.") and event != "socket.gethostname":
        with open(os.environ["SOCKETS"], "a") as log:
            print("SOCKET", event, args, file=log)
sys.addaudithook(told)
"""  # as `sitecustomize.py`, which every process of Python begins with


def test_a_scan_opens_no_socket(tmp_path: Path) -> None:
    """Neither in Python nor, where strace can tell, in the libraries, in no process of papercut's; and nothing is left
    in the user's folders."""
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    command = [*PAPERCUT, "clean", str(CASES / "005-picture-pdf-clean" / "input.pdf"), "--isolated"]
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WATCHED)
    sockets = tmp_path / "sockets"
    strace = shutil.which("strace")
    log = tmp_path / "calls"
    traced = [strace, "-f", "-qq", "-e", "trace=socket,connect,sendto", "-o", str(log)] if strace else []
    if traced and subprocess.run([*traced, "true"], capture_output=True).returncode:
        traced = []  # it may not trace here
    home = tmp_path / "home"
    home.mkdir()
    more = {"PYTHONPATH": str(tmp_path / "site"), "SOCKETS": str(sockets)}
    env = environment(HOME=str(home), XDG_CACHE_HOME=str(home / "cache"), **more)
    env.pop("ORT_DISABLE_TELEMETRY", None)
    done = subprocess.run([*traced, *command], capture_output=True, cwd=tmp_path, env=env, timeout=240)
    assert done.returncode == 0 and "步行街" in done.stdout.decode()
    watched = sockets.read_text("utf-8")
    assert "picture_child read" in watched and "SOCKET" not in watched
    calls = log.read_text("utf-8", "replace").splitlines() if traced else []
    assert [call for call in calls if "AF_INET" in call] == []
    assert [path for path in home.rglob("*") if path.is_file()] == []
