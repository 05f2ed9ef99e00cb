"""Pages of a batch with the corrections that people made, and what the manifest says of these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from papercut.batches.records import PageDone
from papercut.codec.articles import page_from_saved, page_with_saved, saved_document
from papercut.corrections.applied import Corrections, stamp_of
from papercut.issues.linked_articles import STAGE
from papercut.model.page import Jump, Page
from papercut.writers.json import LineCount, document


class CorrectedPage(NamedTuple):
    """A page, and what the row of its manifest says of its corrections; nothing where it has none."""

    page: Page
    row: Mapping[str, Any]


def corrected(done: PageDone, corrections: Corrections) -> CorrectedPage:
    """A page as it was corrected. The row has `corrected`, which changes when its corrections do, `corrections`, the
    count of those that were made, and `misfits`, those that no longer fit: `{"id", "do", "by", "why"}`."""
    source = done.page.source
    own = corrections.of_page((source.sha256, source.page))
    if not own:
        return CorrectedPage(done.page, {})
    before = document(done.page, facts=done.facts)
    made, misfits = corrections.on(before)
    row = {
        "corrected": stamp_of(own), "corrections": len(made.get("corrections", ())),
        "misfits": [
            {"id": m.correction.id, "do": m.correction.do, "by": m.correction.by, "why": m.why} for m in misfits
        ],
    }  # fmt: skip
    return CorrectedPage(done.page if made == before else page_from_saved(made), row)


def with_links(page: Page) -> Page:
    """A page that was corrected and then linked, whose document says so too: that is what is written."""
    saved = saved_document(page)
    if saved is None:
        return page
    count = LineCount(page)
    articles = []
    for own, article in zip(saved["articles"], page.articles or (), strict=True):
        jumps = {"continued_on": _jump(article.continued_on), "continued_from": _jump(article.continued_from)}
        notes = [note.to_dict(count.runs(note.lines)) for note in article.notes if note.stage == STAGE]
        kept = [note for note in own["notes"] if note["stage"] != STAGE]
        articles.append({**own, **jumps, "notes": [*kept, *notes]})
    return page_with_saved(page, {**saved, "articles": articles})


def _jump(jump: Jump | None) -> dict[str, Any] | None:
    return None if jump is None else {"text": jump.text, "page": jump.page, "id": jump.id}
