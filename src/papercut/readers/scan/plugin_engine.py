"""An OCR engine of another package, whose lines are checked before they go into a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from papercut.errors import InputError, PluginError
from papercut.model.geometry import Printed
from papercut.plugins.entry_points import fault
from papercut.readers.plugin_checks import printed_fault

if TYPE_CHECKING:
    from PIL.Image import Image


class PluginEngine:
    """The engine, and what messages call it: whatever goes wrong in it is an error of the page that it reads."""

    def __init__(self, engine: Any, title: str) -> None:
        self.engine = engine
        self.title = title

    @classmethod
    def made(cls, maker: Callable[[], Any], title: str) -> PluginEngine:
        """The engine, ready. Raises `PluginError` if it cannot be made or has no method `lines`, and `InputError` if
        the plugin says so."""
        try:
            engine = maker()
        except InputError:
            raise
        except Exception as error:
            raise PluginError(f"{title} cannot be started: {fault(error)}") from error
        if not callable(getattr(engine, "lines", None)):
            raise PluginError(f"{title} has no method lines: {engine!r:.80}")
        return cls(engine, title)

    def turn(self, image: Image, shown: str) -> int:
        """By how many quarters, clockwise, the page must be turned; 0 if the engine does not say. Raises
        `InputError`."""
        turn = getattr(self.engine, "turn", None)
        if turn is None:
            return 0
        quarters = self._asked(turn, image, shown)
        if type(quarters) is not int:
            raise InputError(f"{shown}: {self.title} failed: the turn {quarters!r:.40} is no number of quarters")
        return quarters % 4

    def lines(self, image: Image, shown: str) -> list[tuple[str, Printed]]:
        """The lines of an RGB image. Raises `InputError`, with the name of the plugin, if the engine fails, or a line
        cannot be right."""
        found = self._asked(lambda *given: list(self.engine.lines(*given)), image, shown)
        for number, row in enumerate(found, 1):
            if not isinstance(row, tuple) or len(row) != 2:
                said = f"{row!r:.60} is no text with its place"
            else:
                said = printed_fault(*row)
            if said:
                raise InputError(f"{shown}: {self.title} failed: line {number}: {said}")
        return [(text, printed) for text, printed in found]

    def _asked(self, method: Callable[..., Any], image: Image, shown: str) -> Any:
        try:
            return method(image, shown)
        except InputError:
            raise
        except Exception as error:
            raise InputError(f"{shown}: {self.title} failed: {fault(error)}") from error
