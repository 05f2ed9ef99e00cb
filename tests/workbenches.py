"""An output with pages of each kind for the workbench, and the workbench on it: in this process, or in its own."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import uvicorn

from papercut.corrections.files import read_corrections
from papercut.corrections.records import Correction
from papercut.readers.pdf.document import page_picture
from papercut.workbench.desk import Desk
from papercut.workbench.listing import list_pages
from papercut.workbench.server import Workbench
from reviewed import HARM, pdf_bytes
from shell import PAPERCUT, SEED, environment, papercut

PAGES = Path(__file__).parent / "pages"
HARMFUL = "<img src=x onerror=harmed=1>&amp;\u202e.txt"
HOST = "127.0.0.1:8765"
WIDE = 2
"""Pixels of the scan for each point of the page that it shows."""


class Made(NamedTuple):
    """An output, and the folder of its inputs."""

    out: Path
    inputs: Path

    def copy(self, to: Path) -> Made:
        """The same, to write to."""
        return Made(Path(shutil.copytree(self.out, to / "out")), self.inputs)

    def kept(self) -> list[Correction]:
        """The records of its corrections."""
        path = self.out / "corrections.jsonl"
        return read_corrections(path).records if path.exists() else []


def made(root: Path) -> Made:
    """A batch of the seed page, a page of 晶報, a page that means harm, an empty one, a PDF, and a scan of it that is
    read by OCR."""
    inputs, out = root / "in", root / "out"
    inputs.mkdir()
    shutil.copy(SEED, inputs / "seed.txt")
    shutil.copy(PAGES / "jingbao-1939-04-27-4" / "page.txt", inputs / "1939-04-27-4.txt")
    (inputs / "page.pdf").write_bytes(pdf_bytes())
    (inputs / "empty.txt").write_text("\n\n", "utf-8")
    story = "　　本报讯 城南新桥昨日上午正式通车，过河只要一分钟。市民李大爷说很方便。\n" * 6
    (inputs / HARMFUL).write_text(f"{story}\n新桥{HARM[0]}\n\n{story}{HARM[1]}{HARM[2]}。\n{story}", "utf-8")
    (inputs / "scan.png").write_bytes(scan((inputs / "page.pdf").read_bytes()))
    run = papercut("batch", inputs, "-o", out, "--to", "json")
    assert run.returncode == 0, run.stderr.decode()
    return Made(out, inputs)


def scan(pdf: bytes) -> bytes:
    """A PNG of a PDF's page, as a scanner would make it."""
    image = page_picture(pdf, 1, "page.pdf", longest=400 * WIDE, upright=True)
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


class Answer(NamedTuple):
    """What the workbench answers. The names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


def asked(bench: Workbench, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
    """The answer to a request, as a server gives it to the application."""
    rows = {"host": HOST, **{name.lower(): value for name, value in headers.items()}}
    bare, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote(bare), "raw_path": bare.encode(), "query_string": quote(query, "=&").encode(), "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in rows.items()],
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(bench.app(scope, receive, send))
    start, *parts = sent
    found = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], found, b"".join(part.get("body", b"") for part in parts))


@dataclass
class Bench:
    """A workbench in this process."""

    bench: Workbench

    def get(self, path: str, **headers: str) -> Answer:
        """The answer to a path below the address."""
        return asked(self.bench, "GET", f"/{self.bench.token}/{path}", headers)

    def number(self, name: str) -> int:
        """The number of the page with this name."""
        return next(row.number for row in self.bench.desk.listing.rows if row.name == name)

    def page(self, name: str) -> dict[str, Any]:
        """A page as the browser gets it."""
        answer = self.get(f"api/page/{self.number(name)}")
        assert answer.status == 200, answer.text
        view: dict[str, Any] = answer.json()
        return view

    def post(self, name: str, seen: str, *steps: dict[str, Any], by: str = "王", **headers: str) -> Answer:
        """The answer to a step on a page."""
        body = json.dumps({"by": by, "seen": seen, "steps": steps})
        return self.raw(name, body.encode(), **headers)

    def raw(self, name: str, body: bytes, **headers: str) -> Answer:
        """The answer to any body."""
        path = f"/{self.bench.token}/api/page/{self.number(name)}"
        return asked(self.bench, "POST", path, {"Content-Type": "application/json", **headers}, body)


def bench_on(made: Made, lang: str = "auto") -> Bench:
    """A workbench on an output."""
    return Bench(Workbench(Desk(list_pages(made.out), made.inputs), HOST, "李", lang=lang))


@contextmanager
def listening(made: Made, lang: str = "auto") -> Iterator[Workbench]:
    """A workbench that browsers can reach, in a thread of this process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        bench = Workbench(Desk(list_pages(made.out), made.inputs), host, "李", lang=lang)
        config = uvicorn.Config(bench.app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield bench
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def served(made: Made, *args: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The real command, in a process of its own, and its address."""
    command = [*PAPERCUT, "serve", str(made.out), "--inputs", str(made.inputs), "--no-open", *args]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment())
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().decode().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def text_of(article: dict[str, Any]) -> list[str]:
    """The texts of an article as the browser gets it, an element each."""
    lists = (article["parts"], article["body"], article["below"])
    return ["".join(chunk[3] for chunk in element["chunks"]) for part in lists for element in part]


def first_of(element: dict[str, Any]) -> list[int]:
    """The character that an element begins with."""
    line, start, *_ = element["chunks"][0]
    return [line, start]


def spans_of(element: dict[str, Any]) -> list[list[int]]:
    """The spans of an element."""
    return [chunk[:3] for chunk in element["chunks"]]
