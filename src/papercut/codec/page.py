"""Pages as JSON and back: what filters pass on, one page a line, and the pieces of JSON that writers share.

The page document holds all that a `Page` holds, so that a pipeline in a shell pipe gives what it gives in one
process. It begins with `{"papercut":`, which is how a filter tells it from plain text.
"""

from __future__ import annotations

import json
import re
from typing import Any

from papercut.codec.geometry import drawn_to_dict, printed_to_dict
from papercut.errors import InputError, OutputError
from papercut.model.page import Article, Block, Decision, Page

VERSION = 1
"""The version of both documents; it changes when a program that reads them would have to."""

UNSOUND = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError)
"""What Python raises where a document lacks something, or has something of another kind, out of all bounds, or nested
too deeply."""

PAGE_START = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"papercut"[ \t\r\n]*:')
"""The first bytes of a page document, however it was laid out."""

_SURROGATES = re.compile("[\ud800-\udfff]")


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, for `object_pairs_hook`. Raises `InputError` where it has a key twice: Python would drop one
    of the values."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in made if keys.count(key) > 1)
        raise InputError(f"the key {double!r:.60} stands twice in one object: leave one of them out")
    return made


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON that any program can read: characters as they are, but no lone surrogates (U+FFFD stands for them) and no
    line separator that some programs take for the end of a line."""
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    if not text.isascii():
        text = _SURROGATES.sub("\ufffd", text)
        for ch in "\u2028\u2029\x85":
            if ch in text:
                text = text.replace(ch, f"\\u{ord(ch):04x}")
    return text


def sound(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which UTF-8 has no word for."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def page_to_json(page: Page) -> str:
    """The page document of a page, on one line. Raises `OutputError` if a stage left something in `meta` that JSON
    has no word for."""
    try:
        return dumps(page_to_dict(page))
    except (TypeError, ValueError) as error:
        raise OutputError(f"the page cannot be passed on as JSON: {error}") from error


def page_to_dict(page: Page) -> dict[str, Any]:
    """The page document as Python's dicts and lists: of the page's inner form, where it has one."""
    page = page.inner or page
    look = page.look
    return {
        "papercut": VERSION,
        "source": {**page.source.to_dict(), "first_line": page.source.first_line, "turned": page.source.turned},
        "raw": list(page.raw),
        "lines": [
            {"number": n.number, "text": n.text, "pieces": n.pieces, "box": n.box, "size": n.size, "weight": n.weight}
            for n in page.lines
        ],
        "blocks": None if page.blocks is None else [_block(b) for b in page.blocks],
        "articles": None if page.articles is None else [_article(a) for a in page.articles],
        "furniture": [{"role": f.role, "text": f.text, "pieces": f.pieces, "why": f.why} for f in page.furniture],
        "breaks": [{"before": b.before, "after": b.after, "verdict": b.verdict, "odds": b.odds} for b in page.breaks],
        "decisions": [decision_to_dict(d, d.at) for d in page.decisions],
        "notes": [n.to_dict(n.lines) for n in page.notes],
        "history": page.history,
        "printed": [printed_to_dict(p) for p in page.printed],
        "drawn": [drawn_to_dict(d) for d in page.drawn],
        "meta": page.meta,
        "look": look and {"kept": sorted(look.kept), "spacing": look.spacing, "gaps": look.gaps},
    }


def decision_to_dict(decision: Decision, at: Any) -> dict[str, Any]:
    """A decision, with its line runs as the document at hand counts them."""
    runner_up = decision.runner_up
    return {
        "stage": decision.stage,
        "at": at,
        "choice": decision.choice,
        "odds": decision.odds,
        "cues": [{"cue": c.cue, "weight": c.weight} for c in decision.cues],
        "runner_up": runner_up and {"choice": runner_up[0], "odds": runner_up[1]},
        "subject": decision.subject,
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "role": block.role,
        "text": block.text,
        "pieces": block.pieces,
        "boxes": block.boxes,
        "starts": block.starts,
        "ends": block.ends,
        "confidence": block.confidence,
        "readings": block.readings,
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "headline": article.headline,
        "kicker": article.kicker,
        "deck": article.deck,
        "byline": article.byline,
        "dateline": article.dateline,
        "continued_on": article.continued_on and article.continued_on.to_dict(),
        "continued_from": article.continued_from and article.continued_from.to_dict(),
        "body": [_block(b) for b in article.body],
        "parts": [_block(b) for b in article.parts],
        "confidence": article.confidence,
        "notes": [n.to_dict(n.lines) for n in article.notes],
    }
