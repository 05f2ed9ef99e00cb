"""Lines of a page's image by the program tesseract, which is installed apart from Python's packages."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from papercut.errors import InputError
from papercut.model.geometry import Printed
from papercut.readers.printed_page import Word, line_of_words
from papercut.readers.source import printable

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGES = ("chi_sim", "chi_tra", "eng")
"""Which of tesseract's languages are used, as far as they are installed."""

WAY_OUT = "apt install tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-chi-tra, or choose the engine rapidocr"

PATIENCE = 1800
"""Seconds that one page may take: a dense one takes two minutes on a slow machine."""

SURE = 2.0
"""Tesseract's own measure of how sure it is of a page's orientation; below, the page stays as it lies."""

LONGEST = 32_767
"""Tesseract reads no image with a longer side, in pixels."""

WORD = "5"
"""The level of a word in the TSV."""


@dataclass(frozen=True)
class Tesseract:
    """The installed program, and the languages that it is run with."""

    program: str
    languages: tuple[str, ...]
    finds_turns: bool = False

    @classmethod
    def found(cls, shown: str) -> Tesseract:
        """The program in the path. Raises `InputError` if it, or all its Chinese, is missing."""
        program = shutil.which("tesseract")
        if program is None:
            raise InputError(f"{shown} is an image, and the program tesseract is not installed: {WAY_OUT}")
        listed = _run([program, "--list-langs"], b"", shown, 60).split()
        languages = tuple(language for language in LANGUAGES if language in listed)
        if languages in ((), ("eng",)):
            raise InputError(f"{shown} is an image, and tesseract has no Chinese: {WAY_OUT}")
        return cls(program, languages, "osd" in listed)

    def turn(self, image: Image, shown: str) -> int:
        """By how many quarters, clockwise, the page must be turned to lie upright; 0 where tesseract cannot tell."""
        if not self.finds_turns or max(image.size) > LONGEST:
            return 0
        held = BytesIO()
        image.save(held, "PNG", compress_level=1)
        try:
            return turn_of_osd(_run([self.program, "stdin", "stdout", "--psm", "0"], held.getvalue(), shown, PATIENCE))
        except InputError:  # too few characters
            return 0

    def lines(self, image: Image, shown: str) -> list[tuple[str, Printed]]:
        """The lines of an RGB image in tesseract's order. Raises `InputError` if it fails or takes too long."""
        if max(image.size) > LONGEST:
            raise InputError(f"{shown} is more than {LONGEST} pixels long, more than tesseract reads: scale it down")
        held = BytesIO()
        image.save(held, "PNG", compress_level=1)
        command = [self.program, "stdin", "stdout", "-l", "+".join(self.languages)]
        dots = image.info.get("dpi", (0, 0))[0]
        if 70 <= dots <= 2400:
            command += ["--dpi", str(round(dots))]
        return rows_of_tsv(_run([*command, "tsv"], held.getvalue(), shown, PATIENCE))


def turn_of_osd(said: str) -> int:
    """The quarter turns, clockwise, that tesseract's report on a page's orientation asks for."""
    found = dict(line.split(": ", 1) for line in said.splitlines() if ": " in line)
    try:
        sure = float(found["Orientation confidence"]) >= SURE
        return int(found["Rotate"]) // 90 % 4 if sure else 0
    except (KeyError, ValueError):
        return 0


def rows_of_tsv(table: str) -> list[tuple[str, Printed]]:
    """The lines of tesseract's TSV, in its order. The em is the middle one of the heights of a line's words."""
    rows = [row for row in (line.split("\t") for line in table.split("\n")) if len(row) == 12 and row[0] == WORD]
    found = []
    regions: dict[str, int] = {}
    for (block, _, _), group in groupby(rows, key=lambda row: (row[2], row[3], row[4])):
        words = []
        for row in group:
            x, y, wide, high = (float(value) for value in row[6:10])
            words.append(Word(row[11], (x, y, x + wide, y + high), max(0.0, float(row[10])) / 100))
        heights = sorted(word.box[3] - word.box[1] for word in words)
        region = regions.setdefault(block, len(regions))
        line = line_of_words(words, heights[len(heights) // 2], region=region)
        if line:
            found.append(line)
    return found


def _run(command: list[str], given: bytes, shown: str, patience: float) -> str:
    """What a program writes. Raises `InputError` if it fails."""
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=patience, check=True)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{shown}: tesseract took more than {patience} seconds: scale the image down") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        raise InputError(f"{shown}: tesseract failed ({printable(said)[:200]}): try the engine rapidocr") from error
    except OSError as error:
        raise InputError(f"{shown}: tesseract cannot be run ({printable(str(error))}): {WAY_OUT}") from error
    return done.stdout.decode("utf-8", "replace")
