"""Pages with the corrections that people made by hand, on their way to an output."""

from __future__ import annotations

from pathlib import Path

from papercut.cli.batch_messages import misfit_text
from papercut.cli.console import Console
from papercut.corrections.applied import Corrections, Misfit
from papercut.corrections.files import read_corrections
from papercut.errors import InputError, UsageError
from papercut.model.page import Page
from papercut.writers.json import document


class CorrectedPages:
    """Applies the corrections of a file (none, if it is None), and says which do not fit."""

    def __init__(self, console: Console, path: Path | None) -> None:
        self.console = console
        self.misfits: list[Misfit] = []
        self.path = path
        self.met = False
        self.corrections = Corrections(())
        if path is not None:
            try:
                kept = read_corrections(path)
            except InputError as error:
                raise UsageError(f"--corrections: {error}") from error
            for said in kept.said:
                console.say(said)
            self.corrections = Corrections(kept.records)

    def page(self, page: Page) -> Page:
        """The page as it was corrected."""
        if not self.corrections or page.articles is None:
            return page
        own = document(page)
        self.met = self.met or bool(self.corrections.of(own["source"]))
        made, misfits = self.corrections.on_page(page, own)
        self.say(misfits)
        return made

    def close(self) -> None:
        """Say so if no page had corrections."""
        if self.path is not None and not self.met:
            self.console.say(f"{self.path} has no corrections of these pages")

    def say(self, misfits: tuple[Misfit, ...]) -> None:
        """Say what does not fit."""
        self.misfits += misfits
        for misfit in misfits:
            own = misfit.correction
            row = {"name": own.name, "page": own.page, "id": own.id, "do": own.do, "by": own.by, "why": misfit.why}
            self.console.say(misfit_text(row))
