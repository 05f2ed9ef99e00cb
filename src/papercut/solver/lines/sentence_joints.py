"""How well lines go on with one another, and which of them read like the middle of a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from papercut.languages.character_pairs import together
from papercut.solver.reading_network import JOINTS, KINDS, line_reader

_GOES_ON, _OTHER = JOINTS.index("goes-on"), JOINTS.index("other-text")
_WITHIN = [KINDS.index(kind) for kind in ("middle", "last")]
_BEGINS = [KINDS.index(kind) for kind in ("story", "paragraph", "only", "head", "subhead")]


class SentenceJoints:
    """What some pairs of lines, and some lines, of a page say: asked once for all of them.

    `joint` has for each pair how much likelier the second line is to go on with the first than to be text of elsewhere,
    and how much oftener their two characters at the break stand together than by chance; `within` has for each line how
    much likelier it is one within a paragraph than one that begins something; all in nats.
    """

    def __init__(self, texts: Sequence[str], pairs: Iterable[tuple[int, int]], lines: Iterable[int]) -> None:
        reader = line_reader()
        ordered = sorted(set(pairs))
        used = sorted({k for pair in ordered for k in pair}.union(lines))
        row = {k: n for n, k in enumerate(used)}
        ends = reader.ends_of([texts[k] for k in used])
        before = np.array([row[a] for a, _ in ordered], np.intp)
        after = np.array([row[b] for _, b in ordered], np.intp)
        said = reader.joints(ends, ends, before, after)
        pulled = together([texts[a][-1] for a, _ in ordered], [texts[b][0] for _, b in ordered])
        found = said[:, _GOES_ON] - said[:, _OTHER] + pulled
        self.joint: dict[tuple[int, int], float] = dict(zip(ordered, found.tolist(), strict=True))
        kinds = reader.kinds(ends)
        likelier = np.logaddexp.reduce(kinds[:, _WITHIN], axis=1) - np.logaddexp.reduce(kinds[:, _BEGINS], axis=1)
        self.within: dict[int, float] = dict(zip(used, likelier.tolist(), strict=True))

    def gain(self, first: int, last: int) -> float:
        """How much better the lines go on with each other if those from `first` to `last` stand inside a sentence, than
        if the sentence goes on in them."""
        return self.joint[first - 1, last + 1] - self.joint[first - 1, first]
