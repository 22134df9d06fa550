"""Days, months and years as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateline.dates import day_after, first_day
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2023", date(2023, 1, 1), date(2024, 1, 1)),
        ("2023-06", date(2023, 6, 1), date(2023, 7, 1)),
        ("2023-12", date(2023, 12, 1), date(2024, 1, 1)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2023-7-4", date(2023, 7, 4), date(2023, 7, 5)),
        (" 2023-07-04 ", date(2023, 7, 4), date(2023, 7, 5)),
    ],
)
def test_bounds(text: str, first: date, after: date):
    assert (first_day(text), day_after(text)) == (first, after)


@given(st.dates(max_value=date(9999, 12, 30)))
def test_a_day_is_itself_and_ends_before_the_next(day: date):
    assert first_day(day.isoformat()) == day
    assert day_after(day.isoformat()) == day + timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["", "23", "2023-13", "2023-00", "2023-02-30", "2023-01-00", "0000", "2023/01", "x"]
)
def test_what_is_no_day_month_or_year(text: str):
    with pytest.raises(ValueError, match=r"write YYYY|the calendar has no such"):
        first_day(text)


def test_nothing_comes_after_the_last_day():
    with pytest.raises(ValueError, match="leave the bound out"):
        day_after("9999")
