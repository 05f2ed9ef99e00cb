"""What can be seen of the step from one fragment to another: the material from which links are weighed.

`LinkFeatures` gives a row of numbers (`SEEN`) for each pair of fragments that are near enough, for each beginning of a
story (`STARTS`) and for each end of one (`STOPS`); the weights are those of small networks in
`papercut.solver.links.fragment_order`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from papercut.languages.character_pairs import together
from papercut.languages.common_words import word_across
from papercut.languages.story_phrases import CREDIT_END, JUMP_LINE, LEAD, LIST_MARK
from papercut.model.page import Role
from papercut.solver.lines.measured_lines import char_class
from papercut.solver.links.fragments import Fragment, WantedBy
from papercut.solver.links.sheet_link_features import SHEET_ENDS, SHEET_PAIRS, SHEET_STARTS, FragmentPlaces
from papercut.solver.rare_pairs import Floats
from papercut.solver.reading_network import continuation_odds, opening_odds

REACH = 60
"""Fragments further apart than this on the page are not tried as neighbours."""

ENDS = ("open", "shut", "jump", "credit", "subhead")
SPANS = ("word", "number", "suffix", "-")

END_SEEN = (
    *(f"ends-{name}" for name in ENDS), "ends-full", "ends-short", "ends-far-short", "ends-comma", "ends-colon",
    "mark-open", "size", "ends-before-display", "next-begins", "next-goes-on", "next-resumes",
)  # fmt: skip
"""What is seen of the fragment that a step leads from."""

START_SEEN = (
    "joined", "paragraph", "story", "cut", "resumed", "goes-on", "lead", "list", "starts-mark", "closes-mark", "size",
    "display-above", "more-display-above", "first", "wanted", "favourite", "last-ends-open", "last-ends-jump",
    "reads-as-story",
)  # fmt: skip
"""What is seen of the fragment that a step leads to."""

PAIR_SEEN = (
    "back", "back-1", "on-1", "on-2", "on-3", "far", "distance", "measure", "same-measure", "near-measure",
    "display-between", "much-display-between", "alike", "alike-of-best", "alike-of-best-after", "alike-none",
    "same-want", "other-want", "other-favourite", "pair-known", "mark-closes", *(f"over-{name}" for name in SPANS),
    "together", "together-of-best", "together-of-best-after",
    "reads-on", "reads-on-of-best", "reads-on-of-best-after", "reads-as-paragraph",
)  # fmt: skip
"""What is seen of the two together."""

SEEN = (*(f"from-{x}" for x in END_SEEN), *(f"to-{x}" for x in START_SEEN), *PAIR_SEEN)

SHEET_END_SEEN, SHEET_START_SEEN = (*END_SEEN, *SHEET_ENDS), (*START_SEEN, *SHEET_STARTS)
SHEET_SEEN = (
    *(f"from-{x}" for x in SHEET_END_SEEN), *(f"to-{x}" for x in SHEET_START_SEEN), *PAIR_SEEN, *SHEET_PAIRS,
)  # fmt: skip
"""The same on a page with geometry."""

_OPENS = "（“《「『"
_MARK = re.compile("[（“《「『）”》」』]")


class LinkFeatures:
    """The steps between the fragments of one page that are near enough.

    `mates[b]` are the fragments that `b` could go on from (rows as long as the widest, `-1` where there are fewer),
    `pairs[b, k]` what is seen of the step from `mates[b, k]`, `starts` and `ends` what is seen of each fragment.
    """

    def __init__(
        self, found: Sequence[Fragment], wants: Sequence[WantedBy], places: FragmentPlaces | None = None
    ) -> None:
        self.found = found
        n = len(found)
        reach = min(REACH, n - 1)
        offsets = np.array([d for d in range(-reach, reach + 1) if d], np.intp)
        mates = np.arange(n)[:, None] + offsets[None, :] if n > 1 else np.zeros((n, 0), np.intp)
        self.mates = np.where((mates >= 0) & (mates < n), mates, -1)
        self.ends = np.array([_ending(found, k) for k in range(n)], np.float32).reshape(n, len(END_SEEN))
        begins = [_beginning(found, wants, k) for k in range(n)]
        self.starts = np.array(begins, np.float32).reshape(n, len(START_SEEN) - 1)
        self.starts = np.hstack([self.starts, np.clip(opening_odds([f.text for f in found]), -6, 6)[:, None] / 3])
        self.pairs = self._pairs(found, wants)
        if places is not None:
            self.ends = np.hstack([self.ends, places.ends()])
            self.starts = np.hstack([self.starts, places.starts()])
            self.pairs = np.concatenate([self.pairs, places.pairs(self.mates)], 2)

    def seen(self, start: int = 0, stop: int | None = None) -> Floats:
        """For each fragment (of those from `start` to before `stop`) and each of its `mates` the numbers of `SEEN`."""
        mates, starts = self.mates[start:stop], self.starts[start:stop, None]
        spread = np.broadcast_to(starts, (*mates.shape, starts.shape[-1]))
        return np.concatenate([self.ends[mates], spread, self.pairs[start:stop]], 2)

    def _pairs(self, found: Sequence[Fragment], wants: Sequence[WantedBy]) -> Floats:
        n, many = self.mates.shape
        out = np.zeros((n, many, len(PAIR_SEEN)), np.float32)
        if not many:
            return out
        step = np.arange(n)[:, None] - self.mates
        for k, which in enumerate((step < -1, step == -1, step == 1, step == 2, step == 3, step > 3)):
            out[:, :, k] = which
        out[:, :, 6] = np.log1p(np.abs(step)) / 2
        measure = np.array([f.measure for f in found], np.float32)
        apart = np.abs(measure[:, None] - measure[self.mates])
        out[:, :, 7] = np.minimum(apart, 6) / 3
        out[:, :, 8] = apart < 0.4
        out[:, :, 9] = (apart >= 0.4) & (apart < 1.1)
        heads = np.cumsum([f.heads_above for f in found])
        between = np.where(step > 0, heads[:, None] - heads[self.mates], heads[self.mates] - heads[:, None])
        out[:, :, 10] = between > 0
        out[:, :, 11] = between > 2
        alike = self._alike(found)
        best = alike.max(axis=1, initial=0.0)
        after = np.zeros(n, np.float32)
        np.maximum.at(after, self.mates[self.mates >= 0], alike[self.mates >= 0])
        out[:, :, 12] = np.sqrt(np.minimum(alike, 0.5))
        out[:, :, 13] = alike / np.maximum(best, 0.02)[:, None]
        out[:, :, 14] = alike / np.maximum(after[self.mates], 0.02)
        out[:, :, 15] = alike == 0
        self._wanted(out, wants)
        self._over(out, found)
        self._together(out, found)
        self._reads(out, found)
        return out

    def _alike(self, found: Sequence[Fragment]) -> Floats:
        """How many rarer pairs each fragment shares with its mates, against what their lengths let expect."""
        n, many = self.mates.shape
        reach = many // 2
        out = np.zeros((n, many), np.float32)
        for k, row in enumerate(_shared_counts(found)):
            size = len(found[k].rare)
            for j, count in row.items():  # j < k
                value = count / math.sqrt(size * len(found[j].rare))
                out[k, reach - (k - j)] = value
                out[j, reach + (k - j) - 1] = value
        return out

    def _wanted(self, out: Floats, wants: Sequence[WantedBy]) -> None:
        """Whether the display group that wants the one fragment most also wants the other."""
        for b, want in enumerate(wants):
            if want.group < 0:
                continue
            row = self.mates[b]
            rates = np.array([want.rates.get(int(a), 0.0) for a in row], np.float32)
            out[b, :, 16] = np.minimum(rates / max(want.rate, 0.01), 1.5)
            other = rates < 0.5 * want.rate
            out[b, :, 17] = other
            out[b, :, 18] = other & (want.favourite and want.rate >= 0.5)

    def _over(self, out: Floats, found: Sequence[Fragment]) -> None:
        """What lies across the break, for fragments that break off within a sentence."""
        mates = self.mates
        opened = np.array([_open_mark(f.text) for f in found])
        closes = np.array([_closes(f.text) for f in found], np.float32)
        out[:, :, 20] = np.where((mates >= 0) & opened[mates], closes[:, None], 0)
        b, k = np.nonzero((mates >= 0) & (self.ends[mates, 0] > 0))
        starts, tails = [f.text[:3] for f in found], [f.text[-3:] for f in found]
        breaks = [(tails[i], starts[j]) for i, j in zip(mates[b, k].tolist(), b.tolist(), strict=True)]
        known = {(tail, start): SPANS.index(word_across(tail, start)) for tail, start in set(breaks)}
        wanted = {tail[-1] + start[0] for tail, start in known}
        seen = {pair for f in found for pair in f.pairs & wanted}
        out[b, k, 19] = [tail[-1] + start[0] in seen for tail, start in breaks]
        out[b, k, [21 + known[over] for over in breaks]] = 1

    def _together(self, out: Floats, found: Sequence[Fragment]) -> None:
        """How much oftener than by chance the characters on the two sides of a break within a sentence stand together;
        how far that is from the best before this fragment, and from the best after the other."""
        mates = self.mates
        wanted = (mates >= 0) & (self.ends[mates, 0] > 0)
        b, k = np.nonzero(wanted)
        if not len(b):
            return
        a = mates[b, k]
        value = np.zeros(mates.shape, np.float32)
        last, first = [f.text[-1] for f in found], [f.text[0] for f in found]
        value[b, k] = np.clip(together([last[i] for i in a.tolist()], [first[i] for i in b.tolist()]), -4, 8) / 3
        best = np.where(wanted, value, -2).max(axis=1)
        after = np.full(len(found), -2, np.float32)
        np.maximum.at(after, a, value[b, k])
        out[:, :, 25] = value
        out[b, k, 26] = value[b, k] - best[b]
        out[b, k, 27] = value[b, k] - after[a]

    def _reads(self, out: Floats, found: Sequence[Fragment]) -> None:
        """How well each fragment reads as going on with another, against the best before it and after the other."""
        mates = self.mates
        b, k = np.nonzero(mates >= 0)
        if not len(b):
            return
        a = mates[b, k]
        texts = [f.text for f in found]
        on, paragraph = continuation_odds(texts, texts, a, b)
        value = np.full(mates.shape, -9.0, np.float32)
        value[b, k] = np.clip(on, -6, 6)
        best = value.max(axis=1)
        after = np.full(len(found), -9, np.float32)
        np.maximum.at(after, a, value[b, k])
        out[b, k, 28] = value[b, k] / 3
        out[b, k, 29] = (value[b, k] - best[b]) / 3
        out[b, k, 30] = (value[b, k] - after[a]) / 3
        out[b, k, 31] = np.clip(paragraph, -6, 6) / 3


def _ending(found: Sequence[Fragment], k: int) -> tuple[float, ...]:
    a = found[k]
    end = _end(a)
    short = a.end_short
    following = found[k + 1] if k + 1 < len(found) else None
    return (
        *(float(end == name) for name in ENDS),
        short <= 1.0, 1.0 < short <= 4.0, short > 4.0, a.text[-1] in "，、；,", a.text[-1] in "：:",
        _open_mark(a.text), math.log1p(len(a.text)) / 5,
        following is None or following.heads_above > 0,
        following.odds.get("story", 0.0) if following else 1.0,
        following.mid_start if following else 0.0,
        following.odds.get("resumed", 0.0) if following else 0.0,
    )  # fmt: skip


def _beginning(found: Sequence[Fragment], wants: Sequence[WantedBy], k: int) -> tuple[float, ...]:
    b, want = found[k], wants[k]
    odds = [b.odds.get(name, 0.0) for name in ("joined", "paragraph", "story", "cut", "resumed")]
    on = odds[0] + odds[1] + 0.005
    last = _end(found[k - 1]) if k else ""
    return (
        *odds, max(-5.0, min(5.0, math.log((odds[2] + 0.005) / on))) / 3,
        LEAD.match(b.text) is not None, LIST_MARK.match(b.text) is not None,
        char_class(b.text[0]) in '("', max(_closes(b.text), 0.0), math.log1p(len(b.text)) / 5,
        b.heads_above > 0, b.heads_above > 1, k == 0, want.rate, want.favourite, last == "open", last == "jump",
    )  # fmt: skip


def _end(a: Fragment) -> str:
    """How a fragment ends: within a sentence, after one, with a jump line, a credit or a subhead."""
    if a.last_role is Role.SUBHEAD:
        return "subhead"
    tail = a.text[-40:]
    if JUMP_LINE.search(tail):
        return "jump"
    if CREDIT_END.search(tail):
        return "credit"
    return "open" if a.open_end else "shut"


def _shared_counts(found: Sequence[Fragment]) -> list[dict[int, int]]:
    """For each fragment how many rarer pairs it shares with those before it that are near."""
    holders: dict[str, list[int]] = {}
    counts: list[dict[int, int]] = [{} for _ in found]
    for k, f in enumerate(found):
        own = counts[k]
        for pair in f.rare:
            before = holders.setdefault(pair, [])
            for j in reversed(before):
                if k - j > REACH:
                    break
                own[j] = own.get(j, 0) + 1
            before.append(k)
    return counts


def _open_mark(text: str) -> bool:
    """Whether a bracket or quotation mark that opens in the last 200 characters is still open at the end."""
    depth = 0
    for ch in _MARK.findall(text, max(0, len(text) - 200)):
        depth = depth + 1 if ch in _OPENS else max(0, depth - 1)
    return depth > 0


def _closes(text: str) -> float:
    """1 if a mark closes that did not open, -1 if another one opens first, 0 if there is none."""
    first = _MARK.search(text, 0, 200)
    return 0.0 if first is None else -1.0 if first.group() in _OPENS else 1.0
