"""The server of the workbench: it answers this machine alone, and only who knows its token.

The token is part of every address. A request that names another host (a page of the web that had its name point here)
or comes from another origin is refused, and pages may load nothing from elsewhere.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from papercut.codec.page import dumps
from papercut.corrections.files import ChangedMeanwhile
from papercut.errors import PapercutError
from papercut.workbench.desk import Desk
from papercut.workbench.listing import STATES
from papercut.workbench.words import both, table

LARGEST = 1 << 20
"""Bytes of a request: a step is some hundred."""
AT_ONCE = 200
"""Pages of the list that are sent at a time."""
FILES = {
    "shared.css": "text/css", "workbench.css": "text/css", "common.js": "text/javascript", "list.js": "text/javascript",
    "page.js": "text/javascript", "source.js": "text/javascript", "splitter.js": "text/javascript",
    "actions.js": "text/javascript", "edit.js": "text/javascript",
}  # fmt: skip
SHARED = "shared.css"
"""A file of the review: what both look like."""
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip
Handler = Callable[[Request], Awaitable[Response]]


class Workbench:
    """The application for one output. `host` is what requests must name, with the port; `by` who corrects, until
    somebody says otherwise."""

    def __init__(self, desk: Desk, host: str, by: str = "", token: str = "", lang: str = "auto") -> None:
        self.desk = desk
        self.host = host
        self.by = by
        self.lang = lang
        self.token = token or secrets.token_urlsafe(24)
        own = {host, host.replace("127.0.0.1", "localhost")}
        self.hosts = own | {name.removesuffix(":80") for name in own}
        routes = [
            Route("/{token}", self._guarded(self.shell)),
            Route("/{token}/", self._guarded(self.shell)),
            Route("/{token}/page/{number:int}", self._guarded(self.shell)),
            Route("/{token}/files/{name}", self._guarded(self.file)),
            Route("/{token}/api/pages", self._guarded(self.pages)),
            Route("/{token}/api/next/{number:int}", self._guarded(self.next)),
            Route("/{token}/api/page/{number:int}", self._guarded(self.page)),
            Route("/{token}/api/page/{number:int}/picture", self._guarded(self.picture)),
            Route("/{token}/api/page/{number:int}", self._guarded(self.correct), methods=["POST"]),
        ]
        self.app = Starlette(routes=[*routes, Route("/{path:path}", self._guarded(self.nothing))])
        self.app.router.redirect_slashes = False  # which names the host that was asked for

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{self.host}/{self.token}/"

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            host, origin = request.headers.get("host", ""), request.headers.get("origin")
            try:
                if host not in self.hosts or (origin is not None and origin not in {f"http://{h}" for h in self.hosts}):
                    response = _refused("this address answers no other host", 403)
                elif not hmac.compare_digest(request.path_params.get("token", "").encode(), self.token.encode()):
                    response = _nothing(request)
                else:
                    response = await handler(request)
            except ChangedMeanwhile as error:
                response = _refused(str(error), 409, changed=True)
            except PapercutError as error:
                response = _refused(str(error), 422)
            response.headers.update(SECURITY)
            return response

        return guarded

    async def shell(self, request: Request) -> Response:
        """The page of the browser; what it shows it asks for."""
        base = f"/{self.token}/"
        start = {"base": base, "by": self.by, "words": table(), "lang": self.lang,
                 "page": request.path_params.get("number")}  # fmt: skip
        text = _file("workbench.html").replace("{{ base }}", base).replace("{{ start }}", _embedded(start))
        return Response(text, media_type="text/html")

    async def nothing(self, request: Request) -> Response:
        """Every other address."""
        return _nothing(request)

    async def file(self, request: Request) -> Response:
        """Style and scripts."""
        name = request.path_params["name"]
        if name not in FILES:
            return _refused("there is nothing here", 404)
        return Response(_file(name), media_type=FILES[name])

    async def pages(self, request: Request) -> Response:
        """A part of the list of pages, in JSON."""
        asked = request.query_params
        state = asked.get("state", "all")
        start = int(asked["start"][:9]) if asked.get("start", "").isdecimal() else 0
        if state not in STATES:
            state = "all"
        return await run_in_threadpool(self._pages, state, asked.get("paper", ""), asked.get("date", ""),
                                       asked.get("words", ""), start)  # fmt: skip

    def _pages(self, state: str, paper: str, date: str, words: str, start: int) -> Response:
        listing = self.desk.listing
        found = list(listing.found(state, paper, date, words))
        rows = []
        for row in found[start : start + AT_ONCE]:
            own = listing.state(row)
            rows.append({
                "number": row.number, "name": row.name, "page": row.page, "articles": row.articles, "sure": row.sure,
                "notes": row.notes, "paper": row.paper, "date": row.date, "corrections": own.corrections,
                "checked": own.checked, "at": own.at,
            })  # fmt: skip
        said = [both(text) for text in listing.told]
        return _json({"rows": rows, "count": len(found), "of": len(listing.rows), **listing.values, "said": said})

    async def next(self, request: Request) -> Response:
        """The number of the next page to look at."""
        number = self.desk.row(request.path_params["number"]).number
        return _json({"number": await run_in_threadpool(self.desk.listing.next_doubt, number)})

    async def page(self, request: Request) -> Response:
        """A page with its corrections, in JSON."""
        row = self.desk.row(request.path_params["number"])
        return _json(await run_in_threadpool(self.desk.view, row))

    async def picture(self, request: Request) -> Response:
        """The picture of a page, as JPEG; nothing if there is none."""
        row = self.desk.row(request.path_params["number"])
        url = await run_in_threadpool(self.desk.picture, row)
        if not url:
            return Response(status_code=204)
        return Response(base64.b64decode(url.partition(",")[2]), media_type="image/jpeg")

    async def correct(self, request: Request) -> Response:
        """Keep a step, and answer with the page after it."""
        row = self.desk.row(request.path_params["number"])
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _refused("a step is written in JSON", 415)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                return _refused("the request is too large", 413)
        try:
            asked = json.loads(body)
            by, seen, made = str(asked["by"])[:200], str(asked["seen"]), asked["steps"]
            if not isinstance(made, list) or not made or not all(isinstance(step, dict) for step in made):
                raise ValueError
        except (ValueError, KeyError, TypeError, RecursionError):
            return _refused("this is no step", 400)
        await run_in_threadpool(self.desk.correct, row, by, seen, made)
        return _json(await run_in_threadpool(self.desk.view, row))


def _refused(why: str, status: int, **more: bool) -> Response:
    """What cannot be done, and why, in English and Chinese."""
    return _json({"error": both(why), **more}, status)


def _nothing(request: Request) -> Response:
    """What a wrong address shows: words for people, JSON for scripts."""
    said = "There is nothing here: open the address that papercut serve printed last."
    if "text/html" in request.headers.get("accept", ""):
        return Response("\n".join(both(said)), 404, media_type="text/plain")
    return _refused(said, 404)


def _json(value: Any, status: int = 200) -> Response:
    return Response(dumps(value), status, media_type="application/json")


def _file(name: str) -> str:
    package = "papercut.review" if name == SHARED else "papercut.workbench"
    return resources.files(package).joinpath(name).read_text("utf-8")


def _embedded(value: Any) -> str:
    """JSON inside a script element that holds data: no character of it can end the element or begin another."""
    text = dumps(value)
    for ch in "<>&":
        text = text.replace(ch, f"\\u{ord(ch):04x}")
    return text
