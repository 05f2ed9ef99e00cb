"""Fit the network that tells what OCR misread in headlines (`papercut.solver.headlines.misread_network`):

    python tools/fit_misread.py STORIES --leave-out FILE --out misread.npz

STORIES is a folder of stories, as `tools/compose/sources.py` reads them; lines of FILE end with the id of a story that
is left out, or with a source. Headlines, kickers and decks are misread at rates from none to one character in seven,
bodies at one in seventy: a character becomes one that looks alike, or any other of the stories'. The network learns
which of the candidates is what is printed. A tenth of the stories is held out; on them it says how many misread
characters are put right where so many right ones are spoilt. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import random
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
from fit_display import held_out
from sklearn.neural_network import MLPClassifier

from papercut.languages.character_variants import is_han
from papercut.languages.confusables import table
from papercut.solver.headlines.body_alignment import AlignedBody
from papercut.solver.headlines.misread_network import EVIDENCE, candidates

sys.path.append(str(Path(__file__).parent / "compose"))
from sources import Story, load_stories

RATES = (0.0, 0.05, 0.05, 0.14)
"""The share of a headline's characters that is misread, one of these."""
IN_BODY = 0.015
ALIKE = 0.6
"""The share of misread characters that look like what is printed; so much of what Tesseract misreads is in the table
of those, or shares a part with it."""
MOST = 400
"""Stories of one source."""
HIDDEN = 16


class Misreading:
    """Misreads texts as a recogniser does."""

    def __init__(self, stories: Sequence[Story], rng: random.Random) -> None:
        self.rng = rng
        self.known = sorted({ch for s in stories for _, text in s.body for ch in text if is_han(ch)})
        self.alike: dict[str, list[str]] = {}
        for one, other in sorted(table()):
            self.alike.setdefault(one, []).append(other)
            self.alike.setdefault(other, []).append(one)

    def of(self, text: str, rate: float) -> str:
        """The text with so many of its ideographs misread."""
        return "".join(self._other(ch) if is_han(ch) and self.rng.random() < rate else ch for ch in text)

    def _other(self, ch: str) -> str:
        if ch in self.alike and self.rng.random() < ALIKE:
            return self.rng.choice(self.alike[ch])
        return self.rng.choice(self.known)


def drawn(stories: Sequence[Story], rng: random.Random) -> list[Story]:
    """At most `MOST` of each source."""
    of: dict[str, list[Story]] = {}
    for story in stories:
        of.setdefault(story.source, []).append(story)
    return [s for some in of.values() for s in rng.sample(some, min(len(some), MOST))]


def headlines(stories: Sequence[Story], misreading: Misreading) -> Iterator[tuple[str, str, AlignedBody]]:
    """Each headline, kicker and deck as it is printed and as it is read, and the body as it is read."""
    for story in stories:
        body = AlignedBody(misreading.of("".join(text for _, text in story.body), IN_BODY))
        for text in (story.headline, story.kicker, *story.deck):
            if len(plain := "".join((text or "").split())) > 3:
                yield plain, misreading.of(plain, misreading.rng.choice(RATES)), body


def gathered(stories: Sequence[Story], rng: random.Random) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Evidence of candidates (rows), which are right, of which character each is, and how many were misread."""
    seen, right, which = [], [], []
    misread = n = 0
    for plain, read, body in headlines(stories, Misreading(stories, rng)):
        misread += sum(a != b for a, b in zip(plain, read, strict=True))
        for found in candidates(read, body):
            seen.append(found.evidence)
            right.append(read[found.at] != plain[found.at] == found.meant)
            which.append(n + found.at)
        n += len(plain)
    return np.array(seen, np.float32), np.array(right), np.array(which), misread


def figures(odds: np.ndarray, right: np.ndarray, which: np.ndarray, misread: int) -> str:
    """The share put right where 2, 5, 10, … characters come out wrong, and the log-odds that gives it."""
    best: dict[int, int] = {}
    for k in np.argsort(-odds):
        best.setdefault(int(which[k]), int(k))
    order = np.array(list(best.values()))
    good, bad = np.cumsum(right[order]), np.cumsum(~right[order])
    out = []
    for most in (2, 5, 10, 20, 40):
        k = int(np.searchsorted(bad, most, side="right")) - 1
        out.append(f"{most}: {good[k] / misread:.3f} from {odds[order[k]]:.2f}")
    return f"of {misread} misread characters, spoilt and put right: " + ", ".join(out)


def fit(stories: Sequence[Story], rounds: int) -> tuple[dict[str, np.ndarray], str]:
    """The network's arrays, and what it does on the stories held out."""
    rng = random.Random(1)
    known = [s for s in stories if not held_out(s)]
    parts = [gathered(drawn(known, rng), rng) for _ in range(rounds)]
    seen, right = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    mean, deviation = seen.mean(0), seen.std(0) + 1e-3
    model = MLPClassifier((HIDDEN,), alpha=0.01, learning_rate_init=3e-3, max_iter=30, batch_size=256, random_state=1)
    model.fit((seen - mean) / deviation, right)
    (inner, outer), (bias, level) = model.coefs_, model.intercepts_
    arrays = {"mean": mean, "deviation": deviation, "inner": inner, "bias": bias, "outer": outer, "level": level}
    seen, right, which, misread = gathered([s for s in stories if held_out(s)], random.Random(2))
    hidden = np.maximum((seen - mean) / deviation @ inner + bias, 0.0)
    return arrays, figures((hidden @ outer + level)[:, 0], right, which, misread)


def wanted(folder: Path, left: Collection[str]) -> list[Story]:
    """The stories of a folder without those that are left out."""
    return [s for s in load_stories(folder) if s.where not in left and s.source not in left]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("stories", type=Path)
    ap.add_argument("--leave-out", type=Path)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--rounds", type=int, default=4, help="so many times each story is misread")
    a = ap.parse_args()
    lines = a.leave_out.read_text("utf-8").split("\n") if a.leave_out else []
    stories = wanted(a.stories, frozenset(line.split("\t")[-1] for line in lines))
    arrays, said = fit(stories, a.rounds)
    print(said)
    out = io.BytesIO()
    about = {"made": f"{datetime.date.today()}; {said}", "evidence": EVIDENCE}
    plain = {name: array.astype(np.float32) for name, array in arrays.items()}
    np.savez_compressed(out, about=json.dumps(about), **plain)  # type: ignore[arg-type]
    a.out.write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
