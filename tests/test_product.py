"""The library takes one thread for its matrices, however many numpy would take."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import papercut
from papercut.solver import matrix_product as module
from papercut.solver.matrix_product import LITTLE, product


@pytest.mark.parametrize(
    "left", [(3, 257, 192), (257, 192), (2, 4, 100, 192), (192,), (0, 192), (3, 0, 192), (4096, 192), (257, 720)]
)
def test_the_product_is_that_of_numpy_in_parts_that_are_small(
    left: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    makes = np.random.default_rng(0)
    a = makes.random(left, np.float32)
    columns = 256 if left[-1] > 192 else 64
    right = (left[-1], columns)
    b = makes.random((3, *right) if left[0] == 3 and len(left) == 3 else right, np.float32)
    wanted = a @ b
    real, work = np.matmul, []

    class Spy:
        empty = staticmethod(np.empty)

        @staticmethod
        def matmul(x: np.ndarray, y: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
            work.append((x.shape[-2] if x.ndim > 1 else 1) * x.shape[-1] * y.shape[-1])
            return real(x, y)  # type: ignore[no-any-return]

    monkeypatch.setattr(module, "np", Spy)
    found = product(a, b)
    assert found.shape == wanted.shape and found.dtype == np.float32
    assert np.allclose(found, wanted, rtol=1e-4) and max(work) <= LITTLE


def test_no_product_of_a_page_or_of_its_reasons_is_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reasons are made when somebody asks for them; their products are of as many rows as the page has lines."""
    real, work = np.matmul, []

    def seen(x: np.ndarray, y: np.ndarray, **given: object) -> np.ndarray:  # type: ignore[type-arg]
        rows = 1 if y.ndim < 2 or y.shape[-1] == 1 or x.ndim < 2 else x.shape[-2]
        work.append(rows * x.shape[-1] * y.shape[-1])
        return real(x, y, **given)  # type: ignore[no-any-return,call-overload]

    monkeypatch.setattr(np, "matmul", seen)
    page = papercut.build()(papercut.read(next((Path(__file__).parents[1] / "seeds").glob("*.txt"))))
    assert work, "no product was seen"
    work.clear()
    papercut.to_json(page, trace=True)
    assert len(work) > 10 and max(work) <= LITTLE
