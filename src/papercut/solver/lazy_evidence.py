"""Evidence that is weighed only when somebody looks at it: every decision is recorded, few are ever read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import overload

from papercut.model.page import Cited


class LazyEvidence(Sequence[Cited]):
    """The cues of a decision, strongest first, made by `make` when they are first asked for."""

    __slots__ = ("_cited", "_make")

    def __init__(self, make: Callable[[], Iterable[tuple[str, float]]]) -> None:
        self._make = make
        self._cited: tuple[Cited, ...] | None = None

    def _all(self) -> tuple[Cited, ...]:
        if self._cited is None:
            found = [Cited(cue, round(weight, 3)) for cue, weight in self._make() if abs(weight) >= 0.0005]
            self._cited = tuple(sorted(found, key=lambda c: -abs(c.weight)))
        return self._cited

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> Cited: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Cited, ...]: ...

    def __getitem__(self, index: int | slice) -> Cited | tuple[Cited, ...]:
        return self._all()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())
