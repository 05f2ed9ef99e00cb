"""The fitted numbers of the solver: networks as numpy archives, the weights of headlines as a table.

CONTRIBUTING.md has a model card for each file.
"""

from __future__ import annotations

from importlib import resources


def read_weights(name: str) -> bytes:
    """The bytes of a weights file of the package, such as `lines.npz`."""
    return resources.files(__name__).joinpath(name).read_bytes()
