"""Numpy archives of many small arrays, read fast: `numpy.load` spends most of its time on their headers."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import numpy as np
from numpy.lib import format as npy

_MAGIC = npy.magic(1, 0)


def read_arrays(data: bytes) -> dict[str, np.typing.NDArray[Any]]:
    """The arrays of an archive by name, not to be written to. Raises `ValueError` for another version of the format."""
    with ZipFile(BytesIO(data)) as held:
        return {name.removesuffix(".npy"): _array(held.read(name)) for name in held.namelist()}


def _array(data: bytes) -> np.typing.NDArray[Any]:
    begin = len(_MAGIC) + 2
    if not data.startswith(_MAGIC):
        raise ValueError("no numpy array of version 1.0")
    end = begin + int.from_bytes(data[len(_MAGIC) : begin], "little")
    shape, by_columns, kind = _header(data[len(_MAGIC) : end])
    return np.frombuffer(data, kind, offset=end).reshape(shape, order="F" if by_columns else "C")


@cache
def _header(data: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """An array's shape, whether it stands column by column, and its type; networks that are averaged share theirs."""
    read: Any = npy.read_array_header_1_0
    found: tuple[tuple[int, ...], bool, np.dtype[Any]] = read(BytesIO(data))
    return found
