"""The sizes and characters of each line in numbers: widths against its neighbours, its column and the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from papercut.languages.character_pairs import together
from papercut.solver.lines.measured_lines import MeasuredLine
from papercut.solver.rare_pairs import Floats

NUMBERS = (
    "width", "measure", "short", "width-of-body", "indent", "gap", "wider-than-last", "wider-than-next",
    "as-wide-as-last", "as-wide-as-next", "measure-change", "no-measure",
    "han", "digits", "marks", "function", "spaced", "speech",
    "ends-colon", "ends-sentence", "ends-clause", "ends-bracket", "ends-dash", "starts-bracket", "together",
)  # fmt: skip
"""The columns of `line_measurements`."""

_CLASSES = (
    "0123456789０１２３４５６７８９", "，、。；",
    "的了是在和与與为為这這那也就都而及我他她它们們中有之其者於以所此不", " \u3000",
    "“「", "：:", "。！？”』」", "，、；", "）)", "—", "（(",
)  # fmt: skip
_DIGITS, _MARKS, _FUNCTION, _SPACE, _SPEECH, _COLON, _SENTENCE, _CLAUSE, _BRACKET, _DASH, _OPENS, _HAN = (
    1 << k for k in range(len(_CLASSES) + 1)
)
_OF_CHAR = np.zeros(0x10000, np.uint16)
for _k, _chars in enumerate(_CLASSES):
    _OF_CHAR[[ord(_ch) for _ch in _chars]] |= np.uint16(1 << _k)
_OF_CHAR[0x4E00:0xA000] |= np.uint16(_HAN)


def line_measurements(rows: Sequence[MeasuredLine]) -> Floats:
    """For each line (row) the columns of `NUMBERS`, scaled to about -1 to 2."""
    n = len(rows)
    out = np.zeros((n, len(NUMBERS)), np.float32)
    if not n:
        return out
    width = np.array([r.width for r in rows])
    measure = np.array([r.measure for r in rows])
    held = np.sort(measure[measure > 0])
    body = held[len(held) // 2] if len(held) else 20.0
    last, following = np.concatenate([[0.0], width[:-1]]), np.concatenate([width[1:], [0.0]])
    before = np.concatenate([[0.0], measure[:-1]])
    out[:, 0] = np.minimum(width, 60) / 20
    out[:, 1] = measure / 20
    out[:, 2] = np.clip([r.short for r in rows], -3, 20) / 5
    out[:, 3] = np.minimum(width / body, 4)
    out[:, 4] = np.minimum([r.indent for r in rows], 4) / 2
    out[:, 5] = np.minimum([r.gap for r in rows], 2)
    out[:, 6] = np.clip(width - last, -10, 10) / 5
    out[:, 7] = np.clip(width - following, -10, 10) / 5
    out[:, 8] = np.abs(width - last) <= 0.5
    out[:, 9] = np.abs(width - following) <= 0.5
    out[:, 10] = np.clip(measure - before, -10, 10) / 5
    out[:, 11] = measure == 0
    texts = [r.text for r in rows]
    chars = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = _OF_CHAR[np.minimum(chars, 0xFFFF)]
    size = np.array([len(t) for t in texts])
    begin = np.concatenate([[0], np.cumsum(size)[:-1]])
    for k, which in enumerate((_HAN, _DIGITS, _MARKS, _FUNCTION), 12):
        out[:, k] = np.add.reduceat((classes & which) > 0, begin, dtype=np.float32) / size
    union = np.bitwise_or.reduceat(classes, begin)
    for k, which in enumerate((_SPACE, _SPEECH), 16):
        out[:, k] = (union & which) > 0
    final = classes[begin + size - 1]
    for k, which in enumerate((_COLON, _SENTENCE, _CLAUSE, _BRACKET, _DASH), 18):
        out[:, k] = (final & which) > 0
    out[:, 23] = (classes[begin] & _OPENS) > 0
    # how oftener the last character of the line before and the first of this one stand together than by chance
    out[1:, 24] = np.clip(together([t[-1] for t in texts[:-1]], [t[0] for t in texts[1:]]), -4, 6) / 3
    return out
