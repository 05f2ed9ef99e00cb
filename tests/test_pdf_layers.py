"""Text in layers of a PDF that are switched off is set aside; nobody sees it on the page."""

from __future__ import annotations

import pytest

import papercut as pc
from lawful import faults
from papercut.model.page import Role

pytest.importorskip("pypdfium2")

USED = "<</Font<</F 5 0 R>>/Properties<</A 6 0 R/B 7 0 R>>>>"
GROUPS = "<</OCGs[6 0 R 7 0 R]/D {}>>"


def layered(catalogue: str, more: str = "", draft: str = "<FEFF83497A3F>") -> bytes:
    """A page with a line in no layer, one in the layer of drafts, and one in another layer."""
    lines = ("(The ferry left.) Tj", "/OC /A BDC (Nobody reads this.) Tj EMC", "/OC /B BDC (It came back.) Tj EMC")
    drawn = " ".join(f"BT /F 12 Tf 20 {200 - 30 * n} Td {line} ET" for n, line in enumerate(lines))
    objects = (
        f"<</Type/Catalog/Pages 2 0 R/OCProperties {catalogue}>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources {USED}>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Type/OCG/Name {draft}>>",
        "<</Type/OCG/Name(Page \\(final\\))>>",
        *([more] if more else []),
    )
    body = "".join(f"{n} 0 obj{said}endobj\n" for n, said in enumerate(objects, 1))
    return f"%PDF-1.5\n{body}trailer<</Root 1 0 R>>\n%%EOF".encode()


@pytest.mark.parametrize(
    "data",
    [
        layered(GROUPS.format("<</OFF[6 0 R]>>")),
        layered(GROUPS.format("<</BaseState/OFF/ON[7 0 R]>>"), draft="(Draft)"),
        layered("8 0 R", GROUPS.format("<</ON[7 0 R]/OFF[6 0 R]>>")),
    ],
    ids=["off", "all but one", "elsewhere"],
)
def test_what_is_switched_off_is_set_aside(data: bytes) -> None:
    page = pc.read(data)
    assert list(faults(page)) == []
    assert [line.text for line in page.lines if line.text] == ["The ferry left.", "It came back."]
    aside = [(f.role, f.text, f.why) for f in page.furniture]
    assert aside == [(Role.REMOVED, "Nobody reads this.", "hidden-layer")]


def test_what_is_switched_on_stays() -> None:
    page = pc.read(layered(GROUPS.format("<</ON[6 0 R]>>")))
    assert [line.text for line in page.lines if line.text] == ["The ferry left.", "Nobody reads this.", "It came back."]
    assert page.furniture == ()


@pytest.mark.parametrize(
    ("said", "draft"),
    [
        (GROUPS.format("<</OFF[" + "9" * 5000 + " 0 R]>>"), "(Draft)"),
        (GROUPS.format("<</OFF[99 0 R]>>"), "(Draft)"),
        (GROUPS.format("<</OFF[6 0 R]>>"), "<>"),
        (GROUPS.format("<</Creator(" + "/OFF [" * 50_000 + ")/ON[6 0 R]>>"), "(Draft)"),
    ],
    ids=["a number without end", "no such group", "no name", "an array that never ends"],
)
def test_what_says_no_layer_hides_none(said: str, draft: str) -> None:
    page = pc.read(layered(said, draft=draft))
    assert [line.text for line in page.lines if line.text] == ["The ferry left.", "Nobody reads this.", "It came back."]


def test_a_name_of_an_odd_number_of_figures() -> None:
    page = pc.read(layered(GROUPS.format("<</OFF[6 0 R]>>"), draft="<446>"))
    assert [f.text for f in page.furniture] == ["Nobody reads this."]
