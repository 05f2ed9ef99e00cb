"""Small inputs, each of a kind of fault: pages, files and mistakes as people bring them. See tests/inputs/README.md."""

from __future__ import annotations

from pathlib import Path

import pytest

import inputs

KNOWN = inputs.known()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(reason=KNOWN[name], strict=True) if name in KNOWN else ())
        for name in inputs.names()
    ],
)
def test_comes_out_right(name: str, tmp_path: Path) -> None:
    faults = inputs.faults_of(name, tmp_path)
    if faults:
        pytest.fail("\n".join(faults))


def test_known_are_cases() -> None:
    assert KNOWN.keys() <= set(inputs.names())
