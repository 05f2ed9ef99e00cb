"""Products of matrices that no library shares out among threads.

A page's matrices are small: threads wait for one another longer than they work, and keep every processor core busy
with waiting. How many threads there are is the program's to say, not a library's, and cannot be said for one call. But
what numpy multiplies with, OpenBLAS, takes one thread where there is little to do.
"""

from __future__ import annotations

import numpy as np

from papercut.solver.rare_pairs import Floats

LITTLE = 1 << 18
"""So many multiplications are done in one thread (OpenBLAS's SMP_THRESHOLD_MIN times GEMM_MULTITHREAD_THRESHOLD)."""


ROWS = 16
"""So many rows are taken at a time, at least."""


def product(left: Floats, right: Floats) -> Floats:
    """`left @ right`, some rows of `left` at a time, and where a row is long some of its values at a time."""
    rows, inner, columns = left.shape[-2] if left.ndim > 1 else 1, left.shape[-1], right.shape[-1]
    longest = max(1, LITTLE // (ROWS * max(1, columns)))
    if inner > longest:
        found = product(left[..., :longest], right[..., :longest, :])
        for begin in range(longest, inner, longest):
            found += product(left[..., begin : begin + longest], right[..., begin : begin + longest, :])
        return found
    step = max(ROWS, LITTLE // max(1, inner * columns) // ROWS * ROWS)
    if rows <= step:
        small: Floats = np.matmul(left, right)
        return small
    *lead, _, _ = left.shape
    even = rows // step * step
    parts = left[..., :even, :].reshape(*lead, rows // step, step, inner)
    out: Floats = np.empty((*lead, rows, columns), left.dtype)
    out[..., :even, :] = np.matmul(parts, right[..., None, :, :]).reshape(*lead, even, columns)
    out[..., even:, :] = np.matmul(left[..., even:, :], right)
    return out
