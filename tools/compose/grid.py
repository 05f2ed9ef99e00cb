"""The grid of a page: cells beside each other and above each other, and the widths that even them out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from cells import Cell
from style import Style


@dataclass
class Node:
    """A part of the page; `natural` is the least height at a width, both in points of the logical page."""

    u: float = 0.0
    v: float = 0.0
    width: float = 0.0
    height: float = 0.0

    def natural(self, width: float) -> float:
        raise NotImplementedError

    def binding(self, width: float) -> list[Cell]:
        """The cells that make the part as high as it is."""
        raise NotImplementedError

    def forget(self) -> None:
        raise NotImplementedError

    def place(self, u: float, v: float, width: float, height: float, style: Style) -> None:
        self.u, self.v, self.width, self.height = u, v, width, height


@dataclass
class Leaf(Node):
    cell: Cell = None  # type: ignore[assignment]

    def natural(self, width: float) -> float:
        return self.cell.natural(width)

    def binding(self, width: float) -> list[Cell]:
        return [self.cell]

    def forget(self) -> None:
        pass


@dataclass
class Stack(Node):
    parts: list[Node] = field(default_factory=list)
    gap: float = 0.0

    def natural(self, width: float) -> float:
        return sum(p.natural(width) for p in self.parts) + self.gap * (len(self.parts) - 1)

    def binding(self, width: float) -> list[Cell]:
        return [c for p in self.parts for c in p.binding(width)]

    def forget(self) -> None:
        for p in self.parts:
            p.forget()

    def place(self, u: float, v: float, width: float, height: float, style: Style) -> None:
        super().place(u, v, width, height, style)
        heights = [p.natural(width) for p in self.parts]
        spare = height - sum(heights) - self.gap * (len(heights) - 1)
        total = sum(heights)
        for p, h in zip(self.parts, heights, strict=True):
            h += spare * h / total
            p.place(u, v, width, h, style)
            v += h + self.gap


@dataclass
class Beside(Node):
    parts: list[Node] = field(default_factory=list)
    gap: float = 0.0
    least: float = 0.0
    """The least width of a part."""
    known: dict[float, list[float]] = field(default_factory=dict)

    def widths(self, width: float) -> list[float]:
        """The parts' widths, made so that they are about equally high."""
        if width in self.known:
            return self.known[width]
        n = len(self.parts)
        room = width - self.gap * (n - 1)
        shares = [max(sum(c.piece.size for c in leaf_cells(p)), 60.0) for p in self.parts]
        best: tuple[float, list[float]] | None = None
        for _ in range(5):
            widths = [max(self.least, room * s / sum(shares)) for s in shares]
            widths = [w * room / sum(widths) for w in widths]
            heights = [p.natural(w) for p, w in zip(self.parts, widths, strict=True)]
            worst = max(heights)
            if best is None or worst < best[0]:
                best = (worst, widths)
            mean = sum(heights) / n
            shares = [w * (h / mean) ** 0.7 for w, h in zip(widths, heights, strict=True)]
        assert best is not None
        self.known[width] = best[1]
        return best[1]

    def natural(self, width: float) -> float:
        return max(p.natural(w) for p, w in zip(self.parts, self.widths(width), strict=True))

    def binding(self, width: float) -> list[Cell]:
        pairs = list(zip(self.parts, self.widths(width), strict=True))
        part, w = max(pairs, key=lambda x: x[0].natural(x[1]))
        return part.binding(w)

    def forget(self) -> None:
        self.known.clear()
        for p in self.parts:
            p.forget()

    def place(self, u: float, v: float, width: float, height: float, style: Style) -> None:
        super().place(u, v, width, height, style)
        for p, w in zip(self.parts, self.widths(width), strict=True):
            p.place(u, v, w, height, style)
            u += w + self.gap


def leaves(node: Node) -> list[Leaf]:
    if isinstance(node, Leaf):
        return [node]
    assert isinstance(node, Stack | Beside)
    return [x for p in node.parts for x in leaves(p)]


def leaf_cells(node: Node) -> Iterator[Cell]:
    return (leaf.cell for leaf in leaves(node))


def arrange(cells: list[Cell], style: Style, along: float, rng: random.Random) -> Node:
    """A grid for the cells: rows of one to three; in vertical pages, strips from top to bottom."""
    gap = style.gap * style.em
    least = 8.2 * style.em + 14
    most = max(1, min(3, int((along + gap) / (13 * style.em + gap))))
    queue: list[Node] = [Leaf(cell=c) for c in cells]
    rows: list[Node] = []
    while queue:
        k = min(len(queue), rng.choice((1, 2, 2, 3, 3)), most + 1)
        group, queue = queue[:k], queue[k:]
        if style.vertical:
            rows.append(group[0] if k == 1 else Stack(parts=group, gap=gap))
            continue
        if k > most or (k >= 3 and rng.random() < 0.4):
            at = rng.randrange(k - 1)
            group[at : at + 2] = [Stack(parts=group[at : at + 2], gap=gap)]
        rows.append(group[0] if len(group) == 1 else Beside(parts=group, gap=gap, least=least))
    if len(rows) == 1:
        return rows[0]
    if style.vertical:
        return Beside(parts=rows, gap=gap, least=least)
    return Stack(parts=rows, gap=gap)
