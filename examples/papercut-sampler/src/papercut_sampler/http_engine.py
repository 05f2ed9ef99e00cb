"""An OCR engine: a server of one's own, which is sent the picture of a page and answers with its lines."""

from __future__ import annotations

import json
import os
import urllib.request
from io import BytesIO
from typing import TYPE_CHECKING

from papercut import InputError, Printed

if TYPE_CHECKING:
    from PIL.Image import Image

VARIABLE = "PAPERCUT_OCR_URL"
MOST = 64 << 20


class HttpEngine:
    """Asks an OCR server of one's own.

    Its address is in `PAPERCUT_OCR_URL`. Raises `InputError` if there is none.
    """

    def __init__(self) -> None:
        self.url = os.environ.get(VARIABLE, "")
        if not self.url.startswith(("http://", "https://")):
            raise InputError(f"the OCR engine http needs an address: set {VARIABLE} to http://…")

    def lines(self, image: Image, shown: str) -> list[tuple[str, Printed]]:
        """The lines as the server gives them. Raises `InputError` if it cannot be asked."""
        held = BytesIO()
        image.save(held, "PNG")
        asked = urllib.request.Request(self.url, held.getvalue(), {"Content-Type": "image/png"})
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                rows = json.loads(answer.read(MOST))
        except (OSError, ValueError) as error:
            raise InputError(f"{shown}: the OCR server {self.url} cannot be asked: {error}") from error
        out = []
        for row in rows:
            left, top, right, bottom = map(float, row["box"])
            height = min(bottom - top, right - left)
            out.append((row["text"], Printed((left, top, right, bottom), height, confidence=row["confidence"])))
        return out
