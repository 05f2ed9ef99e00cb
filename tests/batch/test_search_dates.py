"""The dates that `papercut search --date` takes (`papercut.batches.outputs.search`)."""

from __future__ import annotations

import pytest

from papercut.batches.outputs.search import _range
from papercut.errors import UsageError


@pytest.mark.parametrize(
    ("asked", "range_"),
    [
        ("1998", ("1998", "1998")),
        ("1998-3-5", ("1998-03-05", "1998-03-05")),
        ("2024年3月", ("2024-03", "2024-03")),
        ("2024年3月5日", ("2024-03-05", "2024-03-05")),
        ("2024/03/05", ("2024-03-05", "2024-03-05")),
        ("1998-03..1999", ("1998-03", "1999")),
        ("1998-03..1998", ("1998-03", "1998")),
        ("..1999", ("", "1999")),
        ("1999..", ("1999", "")),
    ],
)
def test_a_date_is_a_year_a_month_a_day_or_a_range(asked: str, range_: tuple[str, str]) -> None:
    assert _range(asked) == range_


@pytest.mark.parametrize("asked", ["..", "x", "2024-13", "2024-00", "2024-02-31", "20245", "2024-1-1-1"])
def test_what_is_no_date_is_refused(asked: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        _range(asked)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        _range("2025..2024")
