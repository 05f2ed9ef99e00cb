"""How like two texts are, by rapidfuzz, which only those need who score.

The scorer's figures are defined by its measures: the Indel and Levenshtein similarities and the partial ratio.
"""

from __future__ import annotations

from papercut.extras import work_needs

try:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Indel, Levenshtein
except ModuleNotFoundError as error:
    raise work_needs("papercut score", "score") from error

__all__ = ["Indel", "Levenshtein", "fuzz"]
