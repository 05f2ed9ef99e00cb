"""Rows of a table, and lists of names: stretches of lines that hold cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from papercut.languages.personal_names import NAME, SURNAMES, names_of
from papercut.languages.structured_lines import (
    AT_A_TIME,
    CELL_GAP,
    FIGURE,
    IN_BRACKETS,
    LABELLED,
    MEASURED,
    NO_SPEAKER,
    OFFICE,
    PROSE,
    RANK,
    RESULT,
    SCORED,
    is_figure,
    row_shape,
)
from papercut.model.page import Role
from papercut.solver.lines.label_chain import Tag
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.lines.possible_labels import TITLE, PossibleLabels, may_be_title, role_of

EASTERN = "\u2e80"
APART = 2
"""So many rows further on, a table stands by itself."""
CELLS = frozenset({"row", "cells"})
"""Kinds of rows that one table has: with figures among the cells, or without."""
LEAST_ROWS = 3
"""Rows that a table has at least; one less where wide gaps part their cells for certain."""
SURE_HEADER = 3
"""So many cells of few words above a table name its columns, though some are read as one."""
FEW = 4
"""The names of two columns above rows of figures have no more characters."""
_A_WORD = re.compile(r"(?<!\S)[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f.,;:'’-]+(?!\S)")
_WIDE = re.compile(r"\s{2,}|[\u3000\t]")


def cells_of(text: str) -> list[str]:
    """The cells of a row: what wide gaps part, or any white space where there is no wide one."""
    return [cell for cell in (CELL_GAP.split(text) if CELL_GAP.search(text) else text.split()) if cell]


def row_text(text: str) -> str:
    """A row with one tab between two cells; as it is where single spaces may part words as well."""
    if _WIDE.search(text) or CELL_GAP.search(text):
        return _WIDE.sub("\t", text)
    return text if _A_WORD.search(text) else "\t".join(text.split())


def _is_row(text: str, western: bool) -> bool:
    """Whether a line may be a row of cells with figures among them, or one of names."""
    if " " not in text and "\u3000" not in text and "\t" not in text and "..." not in text:
        return False
    wide = CELL_GAP.search(text) is not None
    cells = cells_of(text)
    if PROSE.search(text) and not (western and (RESULT.fullmatch(text) if not wide else _is_measured(cells[-1]))):
        return False
    figures = sum(map(is_figure, cells))
    if wide:
        return len(cells) > 1 and (figures > 0 or (western and _is_measured(cells[-1])))
    if western:
        return (len(cells) > 2 and figures > 1 and 2 * figures >= len(cells)) or RESULT.fullmatch(text) is not None
    return len(cells) > 2 and (figures > 1 or (figures == 1 and len(cells) > 3))


def _is_measured(cell: str) -> bool:
    return FIGURE.fullmatch(cell) is not None or MEASURED.fullmatch(cell) is not None


def tables(
    rows: Sequence[MeasuredLine], western: bool, held: Sequence[PossibleLabels | None], placed: bool
) -> Iterator[tuple[int, int]]:
    """The stretches of rows of cells: from the first, to the one behind the last. `placed` is whether the gaps between
    cells are known by their places."""
    kinds = ["" if hold else _kind(r.text, western) for r, hold in zip(rows, held, strict=True)]
    at, last = 0, -APART
    while at < len(rows):
        if end := _end_of_entries(rows, held, at):
            yield at, end
            at = last = end
            continue
        kind = kinds[at]
        end = at + 1
        same = CELLS if kind in CELLS else {kind}
        while kind and end < len(rows) and kinds[end] in same and _alike(kind, rows, end, placed):
            end += 1
        one_more = kind == "row" and at - last < APART and _is_one_more(rows, last, at, end)
        header = kind not in ("names", "match", "time", "labelled") and at > 0 and not held[at - 1]
        if kind and (one_more or _enough(kind, [r.text for r in rows[at:end]])):
            if kind == "names" and end < len(rows) and not rows[end].gap and _are_few_names(rows[end].text):
                end += 1
            yield at - (header and _is_header(rows, kinds, at, western)), end
            last = end
        at = end


def _end_of_entries(rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], at: int) -> int:
    """The end of the entries that a text leads up to with a colon, if row `at` is the first of them: short lines with
    space within them and no mark of running text. 0 for none."""
    if not at or rows[at - 1].text[-1] not in "：:" or rows[at].gap > 1:
        return 0
    end = at
    while end < len(rows) and held[end] is None and (end == at or not rows[end].gap) and _is_entry(rows[end].text):
        end += 1
    if end > at + 1 and end < len(rows) and not rows[end].gap and _are_few_names(rows[end].text):
        end += 1
    sure = all(CELL_GAP.search(row.text) for row in rows[at:end])
    return end if end - at >= (LEAST_ROWS - 1 if sure else LEAST_ROWS) else 0


def _is_entry(text: str) -> bool:
    return max(text) > EASTERN and len(text.split()) > 1 and not PROSE.search(IN_BRACKETS.sub("", text))


def _is_one_more(rows: Sequence[MeasuredLine], last: int, at: int, end: int) -> bool:
    """Whether rows are of a table of one or two rows below another table, a title between them."""
    return (
        (end > at + 1 or CELL_GAP.search(rows[at].text) is not None)
        and at == last + 1
        and may_be_title(rows[last])
        and not any(rows[k].gap for k in (last, at))
    )


def _kind(text: str, western: bool) -> str:
    """What a line may be a row of: cells, with figures or without, names, matches, programmes, or words and a figure in
    some shape."""
    if _is_names(text):
        return "names"
    if not western and LABELLED.fullmatch(text) and not PROSE.search(text) and not NO_SPEAKER.search(text):
        return "labelled"
    if _is_row(text, western):
        return "row"
    if not western and AT_A_TIME.match(text) and text[-1] not in "，。；！？、":
        return "time"
    if western or PROSE.search(text):
        return ""
    if SCORED.fullmatch(text):
        return "match"
    tokens = text.split()
    if shape := row_shape(tokens):
        return shape
    if len(CELL_GAP.findall(text)) > 1 and max(map(len, tokens)) > 1:
        return "cells"
    return "persons" if _names_a_person(tokens) else ""


def _names_a_person(tokens: Sequence[str]) -> bool:
    """Whether the words of a line are a name and where that person is from or what he won, and nothing else."""
    if not 2 <= len(tokens) <= 4 or not all(t.isalpha() and t > EASTERN for t in tokens):
        return False
    for k, token in enumerate(tokens):
        name, rest = token, [*tokens[:k], *tokens[k + 1 :]]
        if len(token) == 1 and k + 1 < len(tokens) and len(tokens[k + 1]) == 1:
            name, rest = token + tokens[k + 1], [*tokens[:k], *tokens[k + 2 :]]
        if 2 <= len(name) <= 3 and name[0] in SURNAMES and rest and all(3 <= len(t) <= 14 for t in rest):
            return len(rest) == 1 or RANK.fullmatch(tokens[0]) is not None
    return False


def _alike(kind: str, rows: Sequence[MeasuredLine], k: int, placed: bool) -> bool:
    """Whether row `k` has as many cells as the one before it, give or take one, where these can be counted. In the
    next column of a page whose gaps are known by their places it has just as many."""
    if rows[k].gap:
        return placed and kind == "row" and _count(rows[k].text) == _count(rows[k - 1].text) > 1
    if all(RESULT.fullmatch(rows[i].text) and not CELL_GAP.search(rows[i].text) for i in (k - 1, k)):
        return True
    if all(2 * sum(map(is_figure, cells_of(rows[i].text))) > _count(rows[i].text) for i in (k - 1, k)):
        return True  # mostly figures, of however many draws
    if kind in ("names", "match", "time", "labelled"):
        return True
    one, other = rows[k - 1].text, rows[k].text
    return abs(_count(one) - _count(other)) <= 1 or abs(len(one.split()) - len(other.split())) <= 1


def _count(text: str) -> int:
    """How many cells a row has; a name of two characters that was spread is one."""
    cells = cells_of(text)
    spread = sum(len(a) == len(b) == 1 and (a + b).isalpha() for a, b in pairwise(cells))
    return len(cells) - spread


def _enough(kind: str, texts: Sequence[str]) -> bool:
    if kind == "names":
        return len(texts) > 1 or len(texts[0].split()) > 3
    timed = kind in ("match", "time") or (kind[0] == "t" and len(kind) > 3)
    if kind == "cells" and not any(is_figure(cell) for t in texts for cell in cells_of(t)):
        return len(texts) >= LEAST_ROWS
    sure = all(CELL_GAP.search(t) or (timed and t[0].isdigit()) for t in texts)
    return len(texts) >= (LEAST_ROWS - 1 if sure else LEAST_ROWS)


def _is_header(rows: Sequence[MeasuredLine], kinds: Sequence[str], at: int, western: bool) -> bool:
    """Whether the line above row `at` names its columns."""
    if not at or rows[at].gap or kinds[at - 1] not in ("", "cells", "persons") or PROSE.search(rows[at - 1].text):
        return False
    wide = CELL_GAP.search(rows[at].text) is not None
    if (CELL_GAP.search(rows[at - 1].text) is not None) != wide or (western and not wide):
        return False
    above, below = cells_of(rows[at - 1].text), cells_of(rows[at].text)
    if len(above) < 2 or any(len(cell) > TITLE for cell in above):
        return False
    if abs(len(above) - len(below)) <= 1:
        return True
    if not wide and len(above) < len(below) and _is_draw(rows, at):
        # rows of figures, of however many draws, below the few names of their columns
        return len(above) >= SURE_HEADER or (at > 1 and may_be_title(rows[at - 2]) and max(map(len, above)) <= FEW)
    # names of narrow columns stand closer to one another than the figures below them
    enough = len(above) >= min(SURE_HEADER, len(below) / 2)
    return wide and not western and enough and len(above) < len(below) <= len("".join(above))


def _is_draw(rows: Sequence[MeasuredLine], at: int) -> bool:
    """Whether row `at` and the next one are mostly figures, behind a name."""
    pair = [row.text.split() for row in rows[at : at + 2]]
    return len(pair) > 1 and not any(is_figure(r[0]) or 2 * sum(map(is_figure, r)) <= len(r) for r in pair)


def _is_names(text: str) -> bool:
    office = OFFICE.match(text)
    text = text[office.end() :] if office else text
    return " " in text and names_of(text.split()) is not None


def _are_few_names(text: str) -> bool:
    """Whether a line is the rest of a list of names: one or two of them."""
    tokens = text.split()
    return len(tokens) <= 2 and all(NAME.fullmatch(t) and t[0] in SURNAMES for t in tokens)


def titles_of_table(
    rows: Sequence[MeasuredLine], held: Sequence[PossibleLabels | None], first: int, end: int, western: bool
) -> list[tuple[int, Tag]]:
    """The line right above a table, if it is short and stands apart: its headline, or a subhead between two tables; and
    a headline above that, where another such part of the table follows."""
    k = first - 1
    if k < 0 or rows[first].gap > 1 or not may_be_title(rows[k]):
        return []
    known = held[k]
    if known is not None and (known.role or not {Tag.HEAD, Tag.SUBHEAD} <= known.tags):
        return []
    if k and not rows[k].gap:
        if rows[first].gap:
            return []
        if role_of(held[k - 1]) is Role.TABLE:
            return [(k, Tag.SUBHEAD)]
        stands = held[k - 1] is None and may_be_title(rows[k - 1]) and (k == 1 or rows[k - 1].gap > 0)
        parts = end + 1 < len(rows) and may_be_title(rows[end]) and not (rows[end].gap or rows[end + 1].gap)
        if stands and parts and _kind(rows[end + 1].text, western) and not _kind(rows[end].text, western):
            return [(k, Tag.SUBHEAD), (k - 1, Tag.HEAD)]
        return []
    return [(k, Tag.HEAD)]
