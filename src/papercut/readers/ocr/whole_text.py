"""The whole text that an answer has beside its pages: what of it no page holds is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papercut.model.pieces import visible_length
from papercut.plurals import counted
from papercut.readers.ocr.service_lines import ServicePage

_SIGNS = re.compile(r":(?:un)?selected:|:formula:|:barcode:|:figure:")
"""What stands in such a text for what is no text."""


def tell_rest(text: str, sheets: Sequence[ServicePage]) -> None:
    """A note on the last of the pages if the whole text has more characters than all of them."""
    items = [item for sheet in sheets for item in sheet.items]
    held = sum(visible_length(item.text or "".join(part.text for part in item.parts)) for item in items)
    more = visible_length(_SIGNS.sub("", text)) - held
    if more > 0 and sheets:
        said = f"{counted(more, 'character')} of the whole text left out, which no page of the answer holds"
        sheets[-1].notes.append(said)
