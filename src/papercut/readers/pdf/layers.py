"""Layers of a PDF that are switched off: what stands in them is neither printed nor shown.

PDFium draws no such layer, but gives its text like any other. Its objects say the name of their layer (a mark `OC` with
the group's dictionary); which groups are off, only the file's own catalogue says. This runs in the process of
`papercut.readers.pdf.pdfium_child`.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any

import pypdfium2.raw as pdfium

from papercut.readers.pdf.soundness import saved_copy

MARK = "OC\0".encode("utf-16-le")
LONGEST = 512
"""Bytes of a layer's name."""
# an array of groups holds no other: so each text is looked at once, however often it says that one begins
_OFF = re.compile(rb"/OFF\s*\[([^\[\]]*)\]")
_ON = re.compile(rb"/ON\s*\[([^\[\]]*)\]")
_ALL_OFF = re.compile(rb"/BaseState\s*/OFF\b")
_GROUPS = re.compile(rb"/OCGs\s*\[([^\[\]]*)\]")
_REF = re.compile(rb"\b(\d{1,10}) \d{1,5} R\b")
_INNER = re.compile(rb"/(?:OCProperties|D)\s*(\d{1,10}) \d{1,5} R\b")
_NAMED = re.compile(rb"/Name\s*(?:\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def layer_of(thing: Any) -> str:
    """The name of the layer that something on a page stands in; nothing if it stands in none."""
    length = ctypes.c_ulong()
    for n in range(pdfium.FPDFPageObj_CountMarks(thing)):
        mark = pdfium.FPDFPageObj_GetMark(thing, n)
        kind = (pdfium.FPDF_WCHAR * 3)()
        if pdfium.FPDFPageObjMark_GetName(mark, kind, 6, length) and bytes(kind) == MARK:
            buffer = (ctypes.c_ubyte * LONGEST)()
            if pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"Name", buffer, LONGEST, length):
                return _decoded(bytes(buffer)[: min(length.value, LONGEST)])
    return ""


def hidden_layers(document: Any, data: bytes) -> frozenset[str]:
    """The names of the layers of an open file that are switched off."""
    copy = saved_copy(document, data)
    if copy is None:
        return frozenset()
    said, seen = copy.root(), set[int]()
    while (refs := {int(ref) for ref in _INNER.findall(said)} - seen) and len(seen) < 10:
        seen |= refs
        said += b"".join(map(copy.said, sorted(refs)))
    off = {ref for listed in _OFF.findall(said) for ref in _REF.findall(listed)}
    if _ALL_OFF.search(said):
        off |= {ref for listed in _GROUPS.findall(said) for ref in _REF.findall(listed)}
        off -= {ref for listed in _ON.findall(said) for ref in _REF.findall(listed)}
    return frozenset(filter(None, (_name(copy.said(int(ref))) for ref in off)))


def _name(said: bytes) -> str:
    """The name in a group's dictionary."""
    match = _NAMED.search(said)
    if match is None:
        return ""
    figures = b"".join((match[2] or b"").split()).decode()  # the last of an odd number stands before a 0
    raw = bytes.fromhex(figures + "0" * (len(figures) % 2)) if figures else _ESCAPE.sub(_unescaped, match[1] or b"")
    return _decoded(raw)


def _decoded(raw: bytes) -> str:
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    return bytes([int(said, 8) & 255]) if said[:1].isdigit() else _LETTERS.get(said, said)
