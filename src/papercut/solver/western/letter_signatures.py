"""Letters to the editor: the line that signs one, kind regards above it, and the place and the day below."""

from __future__ import annotations

from collections.abc import Sequence

from papercut.languages.english import PLACE_AND_DAY, SALUTATION, SIGNER, VALEDICTION
from papercut.solver.western.line_look import LineLook

LONGEST = 44
"""Characters of a signature, at most."""
FAR_RIGHT = 8.0
"""A line that begins so many em to the right of the one above it is set at the right."""
WHITE = 0.7
"""So much more white above than lines have parts a line from what is above."""


def mark_letters(looks: Sequence[LineLook], begins: Sequence[float]) -> None:
    """Say of each line of a page whether it opens a letter, signs one, or says where and when it was written. `begins`
    is where each begins, in em."""
    letter = False
    for k, look in enumerate(looks):
        if SALUTATION.match(look.text):
            letter = look.salutation = True
        elif look.signed or (k and looks[k - 1].signed):
            letter = False
        right = k > 0 and begins[k] - begins[k - 1] >= FAR_RIGHT
        if k and not look.signed and len(look.text) <= LONGEST and _signs(looks, k, right, letter):
            look.signed = True
            looks[k - 1].closing = VALEDICTION.fullmatch(looks[k - 1].text) is not None
            if k + 1 < len(looks) and _places(looks[k + 1]):
                looks[k + 1].closing = True


def _signs(looks: Sequence[LineLook], k: int, right: bool, letter: bool) -> bool:
    look, above = looks[k], looks[k - 1]
    if not SIGNER.fullmatch(look.text) or look.salutation or _places(look) or (_parted(look) and not right):
        return False
    if above.end != "." and not VALEDICTION.fullmatch(above.text):
        return False
    below = looks[k + 1] if k + 1 < len(looks) else None
    dated = below is not None and _places(below) and (k + 2 == len(looks) or _parted(looks[k + 2]))
    ends = below is None or _parted(below)
    valued = VALEDICTION.fullmatch(above.text) is not None
    return dated or (ends and (right or valued or (letter and look.capitals)))


def _places(look: LineLook) -> bool:
    return len(look.text) <= LONGEST and PLACE_AND_DAY.fullmatch(look.text) is not None


def _parted(look: LineLook) -> bool:
    """Whether white stands above a line, or it stands elsewhere."""
    return look.above >= WHITE or not look.under
