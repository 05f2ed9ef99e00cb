"""The plugins of this package, as papercut uses them."""

from __future__ import annotations

import json
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from papercut_sampler.djvu_text import READER
from papercut_sampler.italian import LANGUAGE

import papercut

DJVU = b"""(page 0 0 1000 1400
  (line 100 1200 600 1260 "Nuovo ponte \\303\\250 aperto")
  (line 100 1100 900 1130 "Ieri il sindaco ha detto \\"finalmente\\" a tutti,")
  (line 100 1060 500 1090 "e la folla ha applaudito."))
(page 0 0 1000 1400
  (line 100 1200 300 1230 "Pagina due"))
"""

ITALIAN = """\
Giovedì 12 marzo 1931
Anno XII - N. 34

IL NUOVO PONTE È APERTO
Di MARIO ROSSI
ROMA, 11 marzo. — Il nuovo ponte sul fiume è stato aper-
to ieri dal sindaco, che ha parlato a lungo davanti alla
folla, e tutti hanno applaudito fino a sera senza fine.
La banda ha suonato. Continua a pagina due
"""


def test_the_reader(tmp_path: Path) -> None:
    file = tmp_path / "page.dsed"
    file.write_bytes(DJVU)
    first, second = papercut.read_pages(file)
    assert first.raw[0] == "Nuovo ponte è aperto" and '"finalmente"' in first.raw[1]
    assert first.printed[0].box == (100, 140, 600, 200) and first.source.size == (1000, 1400)
    assert (first.source.format, first.source.name, second.source.page) == ("djvu-text", "page.dsed", 2)
    assert [papercut.partition_faults(page) for page in (first, second)] == [[], []]
    assert [page.raw for page in papercut.read_pages(DJVU, format="djvu-text")] == [first.raw, second.raw]
    assert papercut.clean(file)


def test_the_reader_refuses_what_has_no_lines() -> None:
    words = b'(page 0 0 10 10 (word 0 0 5 5 "a"))'
    with pytest.raises(papercut.InputError, match="words and no lines"):
        list(READER.pages(words, "page"))
    with pytest.raises(papercut.InputError, match="holds no page"):
        list(papercut.read_pages(b"(", format="djvu-text"))


def test_the_writer() -> None:
    page = papercut.build()(papercut.read_text("新桥昨日通车\n\n　　本报讯 市里的新桥<昨日>通车，人们都很高兴。\x01\n"))
    root = ET.fromstring(papercut.write_pages([page], "rss"))
    (item,) = root.iter("item")
    assert item.findtext("title") == "新桥昨日通车" and "新桥<昨日>通车" in (item.findtext("description") or "")


class Server(BaseHTTPRequestHandler):
    """Says of every picture that it has these lines."""

    def do_POST(self) -> None:
        assert self.rfile.read(int(self.headers["Content-Length"])).startswith(b"\x89PNG")
        self.send_response(200)
        self.end_headers()
        lines = [
            {"text": "新桥昨日通车", "box": [50, 50, 290, 90], "confidence": 0.98},
            {"text": "　　本报讯 市里的新桥昨日通车。", "box": [50, 120, 450, 140], "confidence": 0.9},
        ]
        self.wfile.write(json.dumps(lines).encode())

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    running = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    monkeypatch.setenv("PAPERCUT_OCR_URL", f"http://127.0.0.1:{running.server_port}/")
    monkeypatch.setenv("no_proxy", "*")
    yield
    running.shutdown()
    running.server_close()


def picture() -> bytes:
    image = pytest.importorskip("PIL.Image")
    held = BytesIO()
    image.new("RGB", (500, 400), "white").save(held, "PNG")
    return held.getvalue()


@pytest.mark.usefixtures("server")
def test_the_ocr_engine() -> None:
    page = papercut.read(picture(), ocr_engine="http")
    assert page.raw[0] == "新桥昨日通车" and page.printed[0].confidence == 0.98
    assert papercut.partition_faults(page) == [] and page.source.format == "scan"


def test_the_ocr_engine_needs_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    from papercut_sampler.http_engine import HttpEngine

    monkeypatch.delenv("PAPERCUT_OCR_URL", raising=False)
    with pytest.raises(papercut.InputError, match="set PAPERCUT_OCR_URL"):
        HttpEngine()


def test_the_language() -> None:
    assert LANGUAGE.faults() == []
    (article,) = papercut.clean(ITALIAN)
    assert (article.headline, article.byline) == ("IL NUOVO PONTE È APERTO", "Di MARIO ROSSI")
    assert article.dateline == "ROMA, 11 marzo"
    assert article.continued_on is not None and article.continued_on.page == "2"
    page = papercut.build()(papercut.read_text(ITALIAN))
    heads = [f.text for f in page.furniture if f.role is papercut.Role.FOLIO]
    assert heads == ["Giovedì 12 marzo 1931", "Anno XII - N. 34"]
    assert json.loads(papercut.to_json(page))["issue"]["date"] == "1931-03-12"
