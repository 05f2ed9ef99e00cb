"""The article document: everything about a page's articles and furniture, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from papercut.argument_checks import need_page
from papercut.codec.articles import saved_document
from papercut.codec.page import (
    VERSION,
    decision_to_dict,
    dumps,
)
from papercut.model.article import Article, Block, Places, article_values
from papercut.model.geometry import Box, boxes_of
from papercut.model.identity import article_id
from papercut.model.page import Decision, Page
from papercut.model.pieces import Piece, piece_ends, visible_length

if TYPE_CHECKING:  # patterns come with it that Markdown does not need
    from papercut.issues.page_facts import Facts

Runs = Iterable[tuple[int, int]]


def to_json(page: Page, *, trace: bool = False, indent: int | None = None) -> str:
    """Return the article document of a page. With `trace` it also has the decisions, and the verdicts on line
    breaks."""
    need_page(page, "to_json is called")
    return dumps(document(page, trace=trace), indent) + "\n"


def to_jsonl(page: Page, *, trace: bool = False) -> str:
    """Return one article per line, each with its source. With `trace` each also has the decisions about its lines."""
    need_page(page, "to_jsonl is called")
    return "".join(dumps(record) + "\n" for record in records(page, trace=trace))


def document(page: Page, *, trace: bool = False, facts: Facts | None = None) -> dict[str, Any]:
    """The article document as dicts and lists. Line numbers are those of the file that the page stands in. `facts` are
    those of its issue, where they are known already."""
    if (saved := saved_document(page)) is not None:
        return saved
    count = LineCount(page)
    done: dict[str, Any] = {
        **_page_keys(page, facts),
        "articles": [_article(page, a, count) for a in page.articles or ()],
        "furniture": [
            {
                "role": f.role,
                "text": f.text,
                "lines": count.lines(f.pieces),
                "pieces": count.pieces(f.pieces),
                "ends": count.ends(f.text, f.pieces),
                "why": f.why,
                "boxes": boxes_of(page.raw, page.printed, f.pieces) if page.source.unit else None,
            }
            for f in page.furniture
        ],
        "notes": [n.to_dict(count.runs(n.lines)) for n in page.notes],
        "history": list(page.history),
    }
    if trace:
        done["decisions"] = [_decision(d, count) for d in page.decisions]
        done["breaks"] = [
            {
                "lines": [count.number(page.lines[b.before].number), count.number(page.lines[b.after].number)],
                "verdict": b.verdict,
                "odds": {verdict: round(odds, 4) for verdict, odds in b.odds},
            }
            for b in page.breaks
        ]
    return done


def records(page: Page, *, trace: bool = False) -> list[dict[str, Any]]:
    """One dict an article, each with its source."""
    if (saved := saved_document(page)) is not None:
        return [{**page_keys(saved), **article} for article in saved["articles"]]
    count = LineCount(page)
    out = []
    own_page = _page_keys(page)
    for article in page.articles or ():
        record = {**own_page, **_article(page, article, count)}
        if trace:
            own = {n for first, last in article.lines for n in range(first, last + 1)}
            record["decisions"] = [
                _decision(d, count)
                for d in page.decisions
                if any(n in own for first, last in d.at for n in range(first, last + 1))
            ]
        out.append(record)
    return out


def page_keys(doc: dict[str, Any]) -> dict[str, Any]:
    """What the record of an article says of its page; `issue` is not there if the document was saved without it."""
    return {key: doc[key] for key in ("papercut", "source", "issue") if key in doc}


def _page_keys(page: Page, facts: Facts | None = None) -> dict[str, Any]:
    from papercut.issues.page_facts import facts_of

    facts = facts or facts_of(page.inner or page, page.source.name)
    return {"papercut": VERSION, "source": page.source.to_dict(), "issue": facts.to_dict()}


def _article(page: Page, article: Article, count: LineCount) -> dict[str, Any]:
    own = article.id or article_id(page.source, article.body or article.parts, page.raw)
    return {**article_values(article, count), "id": own}


def _decision(decision: Decision, count: LineCount) -> dict[str, Any]:
    done = decision_to_dict(decision, count.runs(decision.at))
    done["odds"] = round(decision.odds, 4)
    if done["runner_up"]:
        done["runner_up"]["odds"] = round(done["runner_up"]["odds"], 4)
    return done


class LineCount(Places):
    """Line numbers as an editor shows them: counted from the start of the file, and blank lines break no run."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.source)
        self.page = page
        # for each raw line the next one with anything on it
        self.following = [0] * (len(page.raw) + 2)
        following = len(page.raw) + 1
        for number in range(len(page.raw), -1, -1):
            self.following[number] = following
            if number and page.raw[number - 1].strip():
                following = number

    def number(self, line: int) -> int:
        return line + self.shift

    def runs(self, runs: Runs) -> list[list[int]]:
        out: list[list[int]] = []
        for first, last in runs:
            if out and out[-1][0] <= first <= self._reach(out[-1][1]):
                out[-1][1] = max(out[-1][1], last)
            else:
                out.append([first, last])
        return [[first + self.shift, last + self.shift] for first, last in out]

    def _reach(self, last: int) -> int:
        """The last line that may begin what goes on with a run that ends on `last`."""
        return self.following[last] if 0 <= last < len(self.following) - 1 else last + 1

    def ends(self, text: str, pieces: Sequence[Piece]) -> list[int] | None:
        raw = self.page.raw
        return piece_ends(text, [visible_length(raw[line - 1][start:end]) for line, start, end in pieces])

    def boxes(self, block: Block) -> Sequence[Box] | None:
        # places counted in the cells of a text are no places on a sheet
        page = self.page
        return boxes_of(page.raw, page.printed, block.pieces) if page.source.unit else None
