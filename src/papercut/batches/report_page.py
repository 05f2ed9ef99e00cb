"""`report.html`: what an output says of itself, as one page that needs nothing else, and no script."""

from __future__ import annotations

import base64
import hashlib
import os
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import quote

from papercut.batches.inputs.skipped_files import counts_text
from papercut.batches.outputs.folder import safe_path
from papercut.batches.report import SECONDS, SHARES, Row
from papercut.batches.report_words import STYLE, WORDS
from papercut.codec.page import sound
from papercut.translation.catalogue import catalogue
from papercut.version import __version__
from papercut.visible_text import ODD

ROWS = 200
"""Rows of a table: the page stays small, however many pages a batch has."""
PAGE = ("name", "page", "sha256")
"""What tells a page from others, and from what it was before its file changed."""

Reviews = Mapping[tuple[Any, ...], str]
"""The address of the review of a page, by what `PAGE` names; relative to the report."""


def report_html(
    found: Mapping[str, Any], out: str, reviews: Reviews | None = None, folders: bool = True, local: bool = True
) -> str:
    """The report of the output `out`, of which `papercut.batches.report` has `found` up to `ROWS` rows of each kind.
    With `folders`, each page has a folder beside the report, to which it is linked. `local` says that the inputs are
    files that can be reviewed."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    chinese = _in_chinese()
    failed = sum(found["reasons"].values())
    said = _Links(reviews or {}, folders)
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    when = datetime.now().astimezone().isoformat(" ", "minutes")
    top = f"""<!DOCTYPE html>
<html lang="{"zh-Hans" if chinese else "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="papercut {__version__}">
<title>{_text(out)} – papercut</title>
<style>{STYLE}</style>
</head>
<body>
<p class="about">
<label><input type="radio" name="language" id="en"{"" if chinese else " checked"}> English</label>
<label><input type="radio" name="language" id="zh"{" checked" if chinese else ""}> 中文</label>
</p>
<h1>{_word("report")}: <bdi>{_text(out)}</bdi></h1>
<p class="about">papercut {__version__}, {when}</p>
"""
    parts = [
        top, _tiles(found, failed), _failures(found, out, failed), _unfit(found, out),
        _doubts(found, out, said, local),
        '<section class="plots">\n',
        _plot("confidence", found["bins"]["confidence"], [f"{x:.2f}" for x in SHARES], low=10),
        _plot("aside", found["bins"]["aside"], [f"{x:.0%}" for x in SHARES]),
        _plot("seconds", found["bins"]["seconds"], [f"{x:g}" for x in SECONDS]),
        "</section>\n", *_others(found, out, said), "</body>\n</html>\n",
    ]  # fmt: skip
    return "".join(parts)


class _Links:
    """Names of pages, linked to what is there of them."""

    def __init__(self, reviews: Reviews, folders: bool) -> None:
        self.reviews, self.folders = reviews, folders

    def page(self, row: Row) -> str:
        """The file and page of a row that is done, linked to its folder."""
        name = _where(row)
        if not self.folders:
            return name
        folder = f"{safe_path(row['name'])}_p{row['page']:02d}/"
        return f'<a href="{quote(folder)}">{name}</a>'

    def review(self, row: Row) -> str:
        address = self.reviews.get((*map(row.get, PAGE),))
        return f'<a href="{escape(address)}">{_word("review")}</a>' if address else ""


def _tiles(found: Mapping[str, Any], failed: int) -> str:
    rate = found["pages"] / found["seconds"] if found["seconds"] else 0.0
    tiles = [
        ("files", found["inputs"]), ("pages", found["pages"]), ("articles", found["articles"]), ("failed", failed),
        ("same", found["same"]), ("empty", found["without_text"]), ("left", found["left"]),
        ("waiting", found["kept"]),
        ("characters", found["characters"]), ("aside", found["aside"]), ("corrections", found["corrections"]),
        ("misfits", found["misfits"]),
    ]  # fmt: skip
    shown = [
        f'<li{" class=alarm" if key in ("failed", "misfits") and value else ""}><b>{value:,}</b>{_word(key)}</li>\n'
        for key, value in tiles
        if value or key in ("files", "pages", "articles", "failed")
    ]
    if rate:
        shown.append(f"<li><b>{rate:,.2f}</b>{_word('speed')}</li>\n")
    return f'<ul class="tiles">\n{"".join(shown)}</ul>\n'


def _failures(found: Mapping[str, Any], out: str, failed: int) -> str:
    parts = [f"<h2>{_word('failures')}</h2>\n"]
    again = list(found["again"]) or ["papercut", "batch", "INPUT...", "-o", out, "--resume"]
    if failed:
        reasons = [[_word(f"reason.{name}"), f"{count:,}"] for name, count in found["reasons"].items()]
        parts.append(_table(("reason", "count"), reasons, numbers=(1,)))
    else:
        parts.append(f"<p>{_word('none')}</p>\n")
    parts.append(f"<p>{_word('again')}</p>\n{_command(again)}")
    if "-" in again:
        parts.append(f"<p>{_word('list')}</p>\n")
    if "***" in " ".join(again):
        parts.append(f"<p>{_word('secret')}</p>\n")
    if "timeout" in found["reasons"] and found["timeout"]:
        longer = [*again, "--timeout", f"{3 * found['timeout']:g}"]
        parts.append(f"<p>{_word('longer')}</p>\n{_command(longer)}")
    if failed:
        rows = [[_where(row), _word(f"reason.{row['reason']}"), _told(row["text"])] for row in found["failures"]]
        parts.append(_table(("file", "reason", "text"), rows[:ROWS], failed, out))
    return "".join(parts)


def _unfit(found: Mapping[str, Any], out: str) -> str:
    if not found["unfit"]:
        return ""
    rows = [[_where(row), _text(row["by"]), _text(row["do"]), _told(row["why"])] for row in found["unfit"][:ROWS]]
    return f"<h2>{_word('misfits')}</h2>\n{_table(('file', 'by', 'do', 'text'), rows, found['misfits'], out)}"


def _doubts(found: Mapping[str, Any], out: str, said: _Links, local: bool) -> str:
    total = sum(found["bins"]["confidence"])
    rows = [
        [_number(row["confidence"], row["confidence"] < 0.5), said.page(row), said.review(row),
         f"{row['articles']:,}", f"{row['notes']:,}"]
        for row in found["doubtful"][:ROWS]
    ]  # fmt: skip
    password = any(word.partition("=")[0] == "--password" for word in found["again"])
    review = ["papercut", "review", out, "-o", "review", *["--force"] * bool(said.reviews)]
    review += ["--password", "***"] * password
    return (
        f"<h2>{_word('doubts')}</h2>\n<p>{_word('doubts-why')}</p>\n"
        + f"<p>{_word('doubts-review')}</p>\n{_command(review)}" * local
        + _table(("certain", "file", "review", "articles", "notes"), rows, total, out, numbers=(0, 3, 4))
    )  # fmt: skip


def _others(found: Mapping[str, Any], out: str, said: _Links) -> Iterable[str]:
    """The tables that are looked at last."""
    formats = [[_text(name), f"{n['pages']:,}", f"{n['articles']:,}"] for name, n in found["formats"].items()]
    yield f"<h2>{_word('formats')}</h2>\n{_table(('format', 'pages', 'articles'), formats, numbers=(1, 2))}"
    shares = [
        [f"{row['aside'] / (row['characters'] + row['aside']):.0%}", said.page(row), f"{row['articles']:,}"]
        for row in found["mostly_aside"][:20]
        if row["aside"]
    ]
    slow = [[f"{row['seconds']:.2f}", said.page(row), f"{row['articles']:,}"] for row in found["slowest"][:20]]
    empty = [[said.page(row)] for row in found["empty"][:ROWS]]
    same = [[_where(row), f"<bdi>{_text(row['same_as'])}</bdi>"] for row in found["duplicates"][:ROWS]]
    if shares:
        yield f"<h2>{_word('mostly-aside')}</h2>\n{_table(('share', 'file', 'articles'), shares, numbers=(0, 2))}"
    if slow:
        yield f"<h2>{_word('slowest')}</h2>\n{_table(('seconds', 'file', 'articles'), slow, numbers=(0, 2))}"
    if empty:
        yield f"<h2>{_word('without')}</h2>\n{_table(('file',), empty, found['without_text'], out)}"
    if same:
        yield f"<h2>{_word('duplicates')}</h2>\n{_table(('file', 'same-as'), same, found['same'], out)}"
    if found["passed"]:
        yield f"<h2>{_word('passed')}</h2>\n<p>{_told(counts_text(found['passed']))}</p>\n"


def _table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], total: int = 0, out: str = "", numbers: Sequence[int] = ()
) -> str:
    """A table of cells that are HTML already; of `total` rows, it says how many are not shown, and where they are."""

    def cells(tag: str, row: Sequence[str]) -> str:
        return "".join(f"<{tag}{' class=n' if k in numbers else ''}>{cell}</{tag}>" for k, cell in enumerate(row))

    if not rows:
        return f"<p>{_word('none')}</p>\n"
    head = cells("th scope=col", [_word(key) for key in heads]).replace("</th scope=col>", "</th>")
    body = "".join(f"<tr>{cells('td', row)}</tr>\n" for row in rows)
    more = ""
    if total > len(rows):
        status = ["papercut", "status", out, "--to", "json", "--most", str(total)]
        more = f'<p class="more">{total - len(rows):,} {_word("more")}</p>\n{_command(status)}'
    table = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"
    return f'<div class="wide" tabindex="0">{table}</div>\n{more}'


def _plot(name: str, bins: Sequence[int], ends: Sequence[str], low: int = 0) -> str:
    """Bars of counts, those of the first `low` bins in another colour; `ends` are the borders between them."""
    most, wide, high = max(max(bins), 1), 320 / len(bins), 100
    label = _between(ends)
    bars, marks = [], []
    for k, count in enumerate(bins):
        tall = max(count / most * high, 1.0 if count else 0.0)
        bars.append(
            f'<rect{" class=low" if k < low else ""} x="{k * wide + 1:.1f}" y="{20 + high - tall:.1f}" '
            f'width="{wide - 2:.1f}" height="{tall:.1f}"><title>{escape(label(k))}: {count:,}</title></rect>\n'
        )
        if count and count == most:
            middle = min(max(k * wide + wide / 2, 24.0), 296.0)
            marks.append(f'<text x="{middle:.1f}" y="{16 + high - tall:.1f}">{count:,}</text>\n')
    step = 5 if len(ends) > 12 else 2
    for k in range(step - 1, len(ends), step):
        marks.append(f'<text x="{(k + 1) * wide:.1f}" y="134">{escape(ends[k])}</text>\n')
    said = "; ".join(f"{label(k)}: {count}" for k, count in enumerate(bins) if count)
    return (
        f"<figure><figcaption>{_word(f'plot-{name}')}</figcaption>\n"
        f'<svg viewBox="0 0 320 140" role="img" aria-label="{escape(said)}">\n{"".join(bars)}'
        f'<line x1="0" y1="120.5" x2="320" y2="120.5"/>\n{"".join(marks)}</svg></figure>\n'
    )


def _between(ends: Sequence[str]) -> Callable[[int], str]:
    """What a bin is called: the borders on either side of it."""
    borders = ["", *ends, ""]
    return lambda k: f"{borders[k]}–{borders[k + 1]}" if 0 < k < len(ends) else f"{'<≥'[k > 0]} {ends[max(k - 1, 0)]}"


def _where(row: Row) -> str:
    name = f"<bdi>{_text(row['name'])}</bdi>"
    page = row.get("page") or 1
    if page == 1:
        return name
    return f"{name}<span class=w lang=en>, page {page}</span><span class=w lang=zh-Hans>，第{page}页</span>"


def _number(value: float, low: bool) -> str:
    return f"<span class=alarm>⚑ {value:.2f}</span>" if low else f"{value:.2f}"


def _command(words: Sequence[str]) -> str:
    return f"<pre><code>{_text(' '.join(w if w == 'INPUT...' else shlex.quote(w) for w in words))}</code></pre>\n"


def _word(key: str) -> str:
    english, chinese = WORDS[key]
    return f'<span class=w lang=en>{english}</span><span class=w lang=zh-Hans>{chinese}</span>'


def _told(text: str) -> str:
    """One of papercut's sentences, in both languages."""
    english, chinese = _text(text), _text(catalogue("zh").translate(text))
    return f'<span class=w lang=en>{english}</span><span class=w lang=zh-Hans>{chinese}</span>'


def _text(text: str) -> str:
    """Text from anywhere, as HTML."""
    return escape(sound(text).translate(ODD))


def _in_chinese() -> bool:
    """Whether the one who runs the batch reads Chinese, as the environment says."""
    return next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "").startswith("zh")
