"""Set aside furniture that lines alone tell: folio, nameplate, ear, duplicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from papercut.layout.furniture_lines import find_furniture, part_of_line
from papercut.layout.text.classified_notices import find_notices
from papercut.layout.text.duplicated_text import find_duplicates
from papercut.layout.text.front_matter import front_matter
from papercut.layout.text.standing_lines import broken_lines, columns_over_headlines, end_mark, whole_line
from papercut.model.page import Cited, Decision, Furniture, Line, Page, Role
from papercut.model.pieces import cut_pieces, line_runs
from papercut.pipeline import Stage, option

OWN = "own-pattern"
REACHES = frozenset({"telephone", "address"})
"""Cues of running heads that say how to reach the paper; adverts have such lines too."""


class _Span(NamedTuple):
    """A part of a line that goes: indices in its compact text."""

    start: int
    end: int
    role: Role
    why: str
    weight: float


@dataclass(frozen=True, repr=False)
class SetAside(Stage):
    """Set aside furniture that can be recognised from single lines: folio, nameplate, ear, duplicates.

    A line that holds only a running head, a masthead, an index to other pages or a weather box moves from the lines of
    the page to its furniture. If text is drawn twice, the first copy stays. Uncertain text stays too.
    `furniture_patterns` are regular expressions for one newspaper; a line in which one of them is found becomes a
    folio.
    """

    separates: ClassVar[bool] = True

    furniture_patterns: tuple[str, ...] = option((), "Regular expressions of lines that are furniture.")

    def run(self, page: Page) -> Page:
        texts = ["".join(row.text.split()) for row in page.lines]
        spans: dict[int, list[_Span]] = {}
        for taken in find_furniture(texts):
            spans[taken.at] = [_Span(0, len(texts[taken.at]), taken.role, taken.why, taken.weight)]
        for i in _of_adverts(texts, spans):
            del spans[i]
        for i, text in enumerate(texts):
            if text and i not in spans and (span := _around(page.lines[i].text, text)):
                spans[i] = [span]
        if not page.printed:
            for i in columns_over_headlines(texts):
                spans.setdefault(i, [_Span(0, len(texts[i]), Role.FOLIO, "column-name", 3.0)])
        for i, role, cue in broken_lines(texts):
            spans.setdefault(i, [_Span(0, len(texts[i]), role, cue.name, cue.weight)])
        if page.printed:
            from papercut.layout.sheet.captions import find_captions  # what only geometry needs
            from papercut.layout.sheet.downward_furniture import find_downward_furniture
            from papercut.layout.sheet.picture_captions import captions_in_letters
            from papercut.layout.sheet.pull_quotes import find_pull_quotes
            from papercut.layout.sheet.running_heads import find_running_head
            from papercut.layout.sheet.vertical_headlines import column_logos

            for i in find_pull_quotes(page):
                spans.setdefault(i, [_Span(0, len(texts[i]), Role.DUPLICATE, "pull-quote", 3.0)])
            for i in (*find_captions(page), *captions_in_letters(page)):
                spans.setdefault(i, [_Span(0, len(texts[i]), Role.CAPTION, "caption", 3.0)])
            for i in (*column_logos(page), *find_running_head(page)):
                spans.setdefault(i, [_Span(0, len(texts[i]), Role.FOLIO, "column-name", 3.0)])
            head, adverts = find_downward_furniture(page)
            for i in head:
                spans.setdefault(i, [_Span(0, len(texts[i]), Role.FOLIO, "date", 3.0)])
            for i in adverts:
                spans.setdefault(i, [_Span(0, len(texts[i]), Role.ADVERT, "shop-advert", 3.0)])
        rest = ["" if i in spans else text for i, text in enumerate(texts)]
        stays: set[int] = set()
        for notice in find_notices(rest):
            for i in range(notice.first, notice.last + 1):
                if not page.printed:  # lines beside it are read by what stands there: `build-paragraphs` takes it
                    stays.add(i)
                elif rest[i]:
                    spans[i] = [_Span(0, len(rest[i]), Role.ADVERT, notice.why, notice.weight)]
        for at in _above_the_page(page):
            spans[at] = [_Span(0, len(texts[at]), Role.REMOVED, "front-matter", 9.0)]
        for at in self._own(page):
            spans[at] = [_Span(0, len(texts[at]), Role.FOLIO, OWN, 9.0)]
        rest = ["" if i in spans or i in stays else text for i, text in enumerate(texts)]
        for copy in find_duplicates(rest, [row.box for row in page.lines] if page.printed else []):
            spans.setdefault(copy.at, []).append(_Span(copy.start, copy.end, Role.DUPLICATE, copy.why, 4.0))
        if not spans:
            return page
        lines: list[Line] = []
        furniture = list(page.furniture)
        decisions = list(page.decisions)
        for i, row in enumerate(page.lines):
            if i in spans:
                kept, gone = _cut(page, row, sorted(spans[i]))
                furniture += gone
                decisions += [_decision(f, s) for f, s in zip(gone, sorted(spans[i]), strict=True)]
                if kept is not None:
                    lines.append(kept)
            else:
                lines.append(row)
        return page.replace(lines=tuple(lines), furniture=tuple(furniture), decisions=tuple(decisions))

    def _own(self, page: Page) -> list[int]:
        if not self.furniture_patterns:
            return []
        from papercut.user_patterns import compile_patterns, search

        patterns = compile_patterns(self.furniture_patterns)
        return [i for i, row in enumerate(page.lines) if row.text and any(search(p, row.text) for p in patterns)]


def _above_the_page(page: Page) -> list[int]:
    """The lines of a text that a program wrote above it."""
    if page.source.format != "text" or page.source.page != 1:
        return []
    last = front_matter(page.raw)
    return [i for i, row in enumerate(page.lines) if row.number <= last and row.text]


def _of_adverts(texts: Sequence[str], spans: Mapping[int, Sequence[_Span]]) -> set[int]:
    """The lines that would be the paper's own telephone or address, but stand among other lines of an advert."""
    own = {i for i, (first, *_) in spans.items() if first.why in REACHES}
    if not own:
        return set()
    out: set[int] = set()
    for notice in find_notices(texts):
        lines = {i for i in range(notice.first, notice.last + 1) if texts[i]}
        if not lines <= spans.keys():
            out |= lines & own
    return out


def _around(text: str, compact: str) -> _Span | None:
    """What of a line stands around stories, told from the line alone."""
    known = whole_line(compact)
    if known:
        role, cue = known
        return _Span(0, len(compact), role, cue.name, cue.weight)
    if mark := end_mark(compact):
        return _Span(*mark, Role.REMOVED, "end-mark", 4.0)
    part = part_of_line(text, compact)
    return _Span(*part, weight=4.0) if part else None


def _cut(page: Page, row: Line, spans: list[_Span]) -> tuple[Line | None, list[Furniture]]:
    """Take spans out of a line: what is left of it, and the furniture, one for each span."""
    at = [k for k, c in enumerate(row.text) if not c.isspace()]
    if len(spans) == 1 and spans[0].start == 0 and spans[0].end == len(at):
        return None, [Furniture(spans[0].role, row.text.strip(), row.pieces, spans[0].why)]
    gone: list[Furniture] = []
    text, pieces = row.text, row.pieces
    for span in reversed(spans):
        start, end = at[span.start], at[span.end - 1] + 1
        inner, pieces = cut_pieces(page.raw, text, pieces, start, end)
        gone.append(Furniture(span.role, text[start:end], inner, span.why))
        head, tail = text[:start], text[end:]
        text = head.rstrip() + tail if span.end == len(at) else head + (tail if head.strip() else tail.lstrip())
    return Line(row.number, text, pieces, row.box, row.size, row.weight), gone[::-1]


def _decision(item: Furniture, span: _Span) -> Decision:
    odds = min(0.99, 0.5 + span.weight / 8)
    return Decision("set-aside", line_runs(item.pieces), item.role.value, odds, (Cited(item.why, span.weight),))
