"""Where a page in a Western script turns from what is there to be read to advertisements, or back.

A column of advertisements beside the end of a story from another page shows no headline where either begins. But the
lines of the two are of different kinds, and many lines in a row say so together: running text is full of small common
words and quotation marks and is set in one size; advertisements have prices, addresses, capitals, and a size a line.
Each line's chance is a logistic regression of such numbers (`WEIGHTS`, fitted by `benchmarks/fit_adverts.py`); then the
page is cut into stretches of either kind, at a price for each turn, which is less where the line stands elsewhere than
right below the one before it. How much a page leans to either kind as a whole, by its language and by how badly it was
read, is not known beforehand: the cut is chosen that gains most over a page of one kind. A page where none gains
anything has no turns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from papercut.languages.advert_words import COMMON, SELLING

if TYPE_CHECKING:
    from papercut.solver.western.line_look import LineLook

WEIGHTS: dict[str, float] = {
    "common-words": -0.43,
    "wordlike": -0.96,
    "letters": 1.98,
    "capitals": 0.97,
    "digits": 1.90,
    "length": 0.70,
    "selling": 1.77,
    "quoted": -1.83,
    "begins-small": -0.48,
    "odd-size": 2.02,
    "elsewhere": -1.47,
    "always": -1.63,
}
"""In nats, for advertisements."""

SCALE = 0.5
"""Lines say less together than each alone would: neighbours resemble one another."""
LEANINGS = (1.0, 0.0, 0.5, 1.5, 2.0)
"""How much more a line of a page may lean to advertisements than on the pages that were fitted on; the usual first."""
UNUSUAL = 2.0
"""The price of a leaning that is one nat from the usual."""
TURN, BELOW, ELSEWHERE, IN_WORD, SCRAP = 9.0, 3.0, -1.0, 3.0, 2.0
"""The price of a turn, and what it costs more right below a line of the same size, at another place, in a word, and
before a scrap."""
RESIZED = 1.25
"""Lines whose sizes differ by this factor are not of one text."""
WHITE = 0.4
"""More white above a line than lines have, in em."""
FULL = 0.7
"""The length of a full line: so great a share of the page's lines is shorter."""
FEWEST = 20
"""A page of fewer lines is not cut."""

_TOKEN = re.compile(r"[^\W\d_]+")
_OPENING, _CLOSING = '"“„«', '"”»'


def find_adverts(looks: Sequence[LineLook]) -> list[bool]:
    """Whether each line of a page stands among advertisements; nowhere on a page that is all of one kind."""
    if len(looks) < FEWEST:
        return [False] * len(looks)
    full = sorted(len(look.text) for look in looks)[int(FULL * len(looks))]
    leans = [sum(WEIGHTS[name] * x for name, x in advert_numbers(look, full).items()) for look in looks]
    prices = [_price(look) for look in looks]
    best, most = [False] * len(looks), 0.0
    for leaning in LEANINGS:
        scores = [SCALE * (x + leaning) for x in leans]
        path, score = _cut(scores, prices)
        gain = score - max(0.0, sum(scores)) - UNUSUAL * abs(leaning - LEANINGS[0])
        if gain > most:
            best, most = path, gain
    return best


def advert_numbers(look: LineLook, full: int) -> dict[str, float]:
    """What is measured on a line, by the names of `WEIGHTS`; `full` is the length of the page's full lines."""
    text = look.text
    letters = max(1, look.letters)
    words = [w for w in _TOKEN.findall(text) if len(w) > 1]
    return {
        "common-words": min(4.0, sum(w.lower() in COMMON for w in words)),
        "wordlike": min(1.0, look.words),
        "letters": look.letters / max(1, len(text)),
        "capitals": sum(map(str.isupper, text)) / letters,
        "digits": min(1.0, 3 * sum(map(str.isdigit, text)) / max(1, len(text))),
        "length": min(1.5, len(text) / max(1, full)),
        "selling": float(SELLING.search(text) is not None),
        "quoted": float(text[:1] in _OPENING or text[-1:] in _CLOSING),
        "begins-small": float(look.small),
        "odd-size": min(1.0, 2 * abs(log(max(0.1, look.page_size)))) if look.sized else 0.0,
        "elsewhere": float(look.sized and not look.under),
        "always": 1.0,
    }


def _price(look: LineLook) -> float:
    """What a turn costs before a line."""
    last = look.last
    if last is None:
        return 0.0
    price = TURN + IN_WORD * last.hyphen + SCRAP * look.scrap
    if look.sized:
        sizes = sorted((max(0.05, look.page_size), max(0.05, last.page_size)))
        free = not look.under or look.above > WHITE or look.rule or sizes[1] > RESIZED * sizes[0]
        price += ELSEWHERE * (not look.under) + BELOW * (not free)
    return price


def _cut(scores: Sequence[float], prices: Sequence[float]) -> tuple[list[bool], float]:
    """The best stretches by the dearest path: for each line whether it is of the kind that `scores` speak for."""
    out, among = 0.0, scores[0]
    turned: list[tuple[bool, bool]] = []
    for score, price in zip(scores[1:], prices[1:], strict=True):
        turned.append((among - price > out, out - price > among))
        out, among = max(out, among - price), score + max(among, out - price)
    state = among > out
    path = [state]
    for leave, enter in reversed(turned):
        state = state != (enter if state else leave)
        path.append(state)
    return path[::-1], max(out, among)
