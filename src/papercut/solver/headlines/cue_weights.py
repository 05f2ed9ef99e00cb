"""The weights of the cues that place headlines, as `tools/fit_headlines.py` leaves them in `weights/headlines.tsv`."""

from __future__ import annotations

from functools import lru_cache

from papercut.solver.learned_weights import weights_of
from papercut.solver.weights import read_weights

MODELS = ("role", "boundary", "place", "order", "apart")
"""In the order in which they are fitted: later ones are asked on pages that earlier ones have divided."""


@lru_cache(64)
def headline_weights(model: str, learned: tuple[str, ...] = ()) -> dict[str, float]:
    """The weights of one of `MODELS` in `weights/headlines.tsv`, by cue. What was `learned` about a newspaper is added
    to them: texts like `role:kicker-tiny=0.4`. Raises `UsageError` for a model or cue that there is not."""
    if learned:
        out = dict(headline_weights(model))
        known = {f"{name}:{cue}" for name in MODELS for cue in headline_weights(name)}
        for name, added in weights_of(learned, "cue-weights", known).items():
            own, _, cue = name.partition(":")
            if own == model:
                out[cue] += added
        return out
    out = {}
    for row in read_weights("headlines.tsv").decode().split("\n"):
        if row and not row.startswith("#"):
            name, cue, weight = row.split("\t")
            if name == model:
                out[cue] = float(weight)
    return out
