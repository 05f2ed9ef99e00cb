"""Why a page was cut as it was: each decision with its evidence, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from papercut.codec.page import VERSION, decision_to_dict
from papercut.model.page import Article, Break, Decision, Page
from papercut.plurals import counted
from papercut.translation.current import listed, translated
from papercut.writers.json import LineCount

Segment = tuple[str, str]
"""Text and what it is: `line`, `text`, `stage`, `choice`, `odds`, `for`, `against`, `dim`, or nothing."""

CLIP = 40

LEGEND = "  0.00 to 1.00: how likely a choice is; + and -: what speaks for and against it, beside what is usual"
"""What the numbers are."""


def explanation(page: Page, line: int | None = None) -> dict[str, Any]:
    """All decisions, verdicts on line breaks, articles and furniture of a page, as dicts and lists; those that touch
    line `line` of the file if one is given."""
    count = LineCount(page)
    touched = _touches(count, line)
    return {
        "papercut": VERSION,
        "source": page.source.to_dict(),
        "articles": [
            {"headline": a.headline, "lines": count.runs(a.lines), "confidence": round(a.confidence, 4)}
            for a in page.articles or ()
            if touched(a.lines)
        ],
        "furniture": [
            {"role": f.role, "text": f.text, "lines": count.runs(f.lines), "why": f.why}
            for f in page.furniture
            if touched(f.lines)
        ],
        "decisions": [
            {**decision_to_dict(d, count.runs(d.at)), "text": _text(page, d.at)}
            for d in _ordered(page)
            if touched(d.at)
        ],
        "breaks": [
            {"lines": [b + count.shift for b in _between(page, item)], "verdict": item.verdict, "odds": dict(item.odds)}
            for item in page.breaks
            if touched(tuple((n, n) for n in _between(page, item)))
        ],
        "notes": [
            {"code": n.code, "stage": n.stage, "lines": count.runs(n.lines), "text": n.text}
            for n in (*page.notes, *(n for a in page.articles or () for n in a.notes))
            if touched(n.lines)
        ],
        "history": list(page.history),
    }


def rows(page: Page, line: int | None = None, cues: int = 4) -> Iterator[list[Segment]]:
    """The same for people: rows of segments. Of each decision the `cues` strongest pieces of evidence are shown."""
    count = LineCount(page)
    touched = _touches(count, line)
    articles = [a for a in page.articles or () if touched(a.lines)]
    name = page.source.name or translated("the page")
    yield [(translated(f"{name}, page {page.source.page}"), "line"), (translated(": "), ""), (_summary(page), "")]
    for article in articles:
        yield _article_row(article, count)
    breaks = {page.lines[b.before].number: b for b in page.breaks}
    decisions: dict[int, list[Decision]] = {}
    for decision in _ordered(page):
        if touched(decision.at):
            decisions.setdefault(decision.at[0][0] if decision.at else 0, []).append(decision)
    if decisions:
        yield [(translated(LEGEND), "dim")]
    numbers = {n for n in decisions if n} | {n for n, b in breaks.items() if touched(((n, n),)) and b.odds}
    for decision in decisions.get(0, ()):
        yield []
        yield from _decision(decision, count, cues)
    if line is not None and is_blank(page, line):
        yield []
        yield [(translated(f"line {line}"), "line"), (translated("  is blank: nothing is decided about it"), "dim")]
    for number in sorted(numbers):
        yield []
        text = _clip(page.raw[number - 1].strip())
        yield [(translated(f"line {number + count.shift}"), "line"), ("  ", ""), (text, "text")]
        for decision in decisions.get(number, ()):
            yield from _decision(decision, count, cues)
        if number in breaks:
            yield from _break(page, breaks[number], count)
    yield from _rest(page, count, touched)


def is_blank(page: Page, line: int) -> bool:
    """Whether a line of the file, which is on this page, holds nothing but white space."""
    at = line - LineCount(page).shift
    return 1 <= at <= len(page.raw) and not page.raw[at - 1].strip()


def _rest(page: Page, count: LineCount, touched: Any) -> Iterator[list[Segment]]:
    furniture = [f for f in page.furniture if touched(f.lines)]
    notes = [n for n in (*page.notes, *(n for a in page.articles or () for n in a.notes)) if touched(n.lines)]
    if furniture:
        yield []
        yield [(translated("set aside"), "line")]
    for item in furniture:
        where = _where(count.runs(item.lines))
        role, why = translated(item.role), _glossed(item.why)
        yield [("  ", ""), (role, "choice"), (f"  {where}  {_clip(item.text)}  ", ""), (why, "dim")]
    if notes:
        yield []
        yield [(translated("notes"), "line")]
    for note in notes:
        where = _where(count.runs(note.lines))
        text = translated(note.text)
        yield [("  ", ""), (_glossed(note.code), "choice"), (f"  {where}  {text}  ", ""), (note.stage, "stage")]


def _summary(page: Page) -> str:
    furniture = counted(len(page.furniture), "piece of furniture", "pieces of furniture")
    parts = (counted(len(page.articles or ()), "article"), furniture, counted(len(page.decisions), "decision"))
    return listed(map(translated, parts))


def _glossed(name: str) -> str:
    """The name of a reason or of a kind of note, behind the word for it in the reader's language."""
    word = translated(name)
    return name if word == name else f"{word} ({name})"


def _article_row(article: Article, count: LineCount) -> list[Segment]:
    first = article.headline or (article.body[0].text if article.body else "")
    return [
        (f"  {translated('article')}  ", "stage"),
        (_clip(first), "text" if article.headline else "dim"),
        (f"  {_where(count.runs(article.lines))}  ", ""),
        (f"{article.confidence:.2f}", "odds"),
    ]


def _decision(decision: Decision, count: LineCount, cues: int) -> Iterator[list[Segment]]:
    row: list[Segment] = [("  ", ""), (f"{decision.stage}: ", "stage")]
    if decision.subject:
        row.append((f"{_clip(_label(decision, decision.subject))} → ", "dim"))
    row += [(_clip(_label(decision, decision.choice)), "choice"), (f" {decision.odds:.2f}", "odds")]
    if decision.runner_up:
        second, odds = decision.runner_up
        row.append((translated(f"   runner-up: {_clip(_label(decision, second))} {odds:.2f}"), "dim"))
    if len(decision.at) > 1 or (decision.at and decision.at[0][0] != decision.at[0][1]):
        row.append((f"   {_where(count.runs(decision.at))}", "dim"))
    yield row
    strongest = sorted(decision.cues, key=lambda c: -abs(c.weight))
    shown: list[Segment] = [("      ", "")]
    for cue in strongest[:cues]:
        shown.append((f"{cue.cue} {cue.weight:+.2f}  ", "for" if cue.weight >= 0 else "against"))
    if len(strongest) > cues:
        rest = round(sum(cue.weight for cue in strongest[cues:]), 2) + 0.0  # which is no -0.00
        others = counted(len(strongest) - cues, "other")
        shown.append((translated(f"and {others}, {rest:+.2f} in all"), "dim"))
    if len(shown) > 1:
        yield shown


def _label(decision: Decision, text: str) -> str:
    """A label in the reader's language; what place-headlines chooses among is the page's own text."""
    return text if decision.stage == "place-headlines" and text != "no article" else translated(text)


def _break(page: Page, item: Break, count: LineCount) -> Iterator[list[Segment]]:
    after = _between(page, item)[1] + count.shift
    odds = dict(item.odds)
    verdict = translated(item.verdict)
    row: list[Segment] = [("  ", ""), (translated(f"break before line {after}: "), "stage"), (verdict, "choice")]
    if item.verdict in odds:
        row.append((f" {odds[item.verdict]:.2f}", "odds"))
    others = sorted(((v, k) for k, v in odds.items() if k != item.verdict and v >= 0.005), reverse=True)
    if others:
        told = listed(f"{translated(k)} {v:.2f}" for v, k in others)
        row.append((translated(f"   runner-up: {told}"), "dim"))
    yield row


def _ordered(page: Page) -> list[Decision]:
    """Decisions in the order of the page; on one line in the order in which they were made."""
    return sorted(page.decisions, key=lambda d: d.at[0][0] if d.at else 0)


def _between(page: Page, item: Break) -> tuple[int, int]:
    return page.lines[item.before].number, page.lines[item.after].number


def _touches(count: LineCount, line: int | None) -> Any:
    wanted = None if line is None else line - count.shift

    def touched(runs: Sequence[tuple[int, int]]) -> bool:
        return wanted is None or any(first <= wanted <= last for first, last in runs)

    return touched


def _text(page: Page, at: Sequence[tuple[int, int]]) -> str:
    return page.raw[at[0][0] - 1] if at and at[0][0] <= len(page.raw) else ""


def _where(runs: Sequence[Sequence[int]]) -> str:
    shown = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs[:6])
    shown += " …" if len(runs) > 6 else ""
    if not runs:
        return ""
    return translated(f"lines {shown}" if "," in shown or "–" in shown else f"line {shown}")


def _clip(text: str) -> str:
    return text if len(text) <= CLIP else text[: CLIP - 1] + "…"
