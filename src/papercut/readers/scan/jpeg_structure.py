"""What the markers of a JPEG tell of its being whole, without its being decoded."""

from __future__ import annotations

import re
from typing import NamedTuple

_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_RESTARTS = range(0xD0, 0xD8)
_KNOWN = frozenset((*range(0xC0, 0xD0), 0xD9, 0xDA, 0xDB, 0xDC, 0xDD, *range(0xE0, 0xF0), 0xFE))
"""Markers that may stand behind the data of a scan."""
PROGRESSIVE = (0xC2, 0xC6, 0xCA, 0xCE)


class JpegStructure(NamedTuple):
    """Whether a JPEG is progressive, where its end mark is (-1 if there is none; what is behind it is no part of the
    picture), and whether something is wrong with its markers: those of restarts are out of order, one stands where none
    can be, or scans are missing."""

    progressive: bool
    end: int
    wrong: bool


def jpeg_structure(data: bytes) -> JpegStructure:
    """What the markers tell. Data that is no JPEG has something wrong."""
    if not data.startswith(b"\xff\xd8"):
        return JpegStructure(False, -1, True)
    at, progressive, wrong = 2, False, False
    left: dict[tuple[int, int], int] = {}
    """The bits that are still missing of each kind of coefficient of each component."""
    while found := _MARKER.search(data, at):
        kind, at = found[1][0], found.end()
        if kind == 0xD9:
            missing = progressive and (not left or any(bits > 0 for bits in left.values()))
            return JpegStructure(progressive, at - 2, wrong or missing)
        head = data[at + 2 : at + int.from_bytes(data[at : at + 2])]
        if kind in PROGRESSIVE:
            progressive = True
            left = {(part, k): 1 for part in head[6::3] for k in range(64)}
        at += len(head) + 2
        if kind != 0xDA or not head:
            continue
        if progressive and len(head) >= 4 + 2 * head[0]:
            first, last, bits = head[-3], head[-2], head[-1] & 15
            left.update({(part, k): bits for part in head[1:-3:2] for k in range(first, last + 1)})
        restarts, at = _scan(data, at)
        wrong = wrong or any(mark != 0xD0 + n % 8 for n, mark in enumerate(restarts))
        wrong = wrong or (at < len(data) and data[at + 1] not in _KNOWN and data[at + 1] != 0xFF)
    return JpegStructure(progressive, -1, wrong)


def _scan(data: bytes, at: int) -> tuple[list[int], int]:
    """The marks of restarts in the data of a scan, and where the next marker is."""
    restarts: list[int] = []
    for found in _MARKER.finditer(data, at):
        if found[1][0] not in _RESTARTS:
            return restarts, found.end() - 2
        restarts.append(found[1][0])
    return restarts, len(data)
