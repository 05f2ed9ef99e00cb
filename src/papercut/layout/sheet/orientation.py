"""How a page that has geometry is looked at: which way its lines run, and how large its text is."""

from __future__ import annotations

from dataclasses import dataclass

from papercut.layout.sheet.xy_cut import body_size, turned_box
from papercut.model.geometry import Box
from papercut.model.page import Page


@dataclass(frozen=True, slots=True)
class Orientation:
    """How a page is looked at: `downwards` if most of its type is set so; `em` that of its text, `width` its own."""

    downwards: bool
    em: float
    width: float

    def box(self, box: Box) -> Box:
        """A box in the coordinates of the lines: u along them, v from one to the next."""
        return turned_box(box, self.width) if self.downwards else box


def orientation_of(page: Page) -> Orientation:
    """How a page with geometry is looked at."""
    long = [(p, len(t)) for p, t in zip(page.printed, page.raw, strict=True)]
    down = sum(n for p, n in long if p.upright)
    level = sum(n for p, n in long if not p.upright)
    width = page.source.size[0] if page.source.size else max((p.box[2] for p in page.printed), default=1.0)
    return Orientation(down > level, body_size((p.size, n) for p, n in long), width)
