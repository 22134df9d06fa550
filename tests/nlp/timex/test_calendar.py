"""The calendar, and the table of what dateparser is asked, held against dateparser itself."""

from __future__ import annotations

from datetime import date, timedelta

import dateparser
import pytest
from dateline_server.domain.time import Granularity
from dateline_server.nlp.timex import calendar as cal
from dateline_server.nlp.timex.routes import ROUTES, Route
from hypothesis import given
from hypothesis import strategies as st

ASKED = [route for route in ROUTES if route.by == "dateparser"]
COMPUTED = [route for route in ROUTES if route.by == "computed"]
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("route", ASKED, ids=lambda route: route.phrase)
def test_dateparser_is_right_where_it_is_asked(route: Route) -> None:
    assert cal.ask(route.phrase, route.base) == route.day


@pytest.mark.parametrize("route", COMPUTED, ids=lambda route: route.phrase)
def test_dateparser_is_wrong_or_silent_where_we_compute(route: Route) -> None:
    settings = {"RELATIVE_BASE": route.base_time, "PREFER_DATES_FROM": "past"}
    answer = dateparser.parse(route.phrase, languages=[route.language], settings=settings)
    assert answer is None or answer.date() != route.day, "dateparser has learnt this form: let it compute it"


@given(DAYS, st.integers(-400, 400))
def test_days_are_days(base: date, days: int) -> None:
    assert cal.shift(base, days, "D") == base + timedelta(days=days)


@given(DAYS, st.integers(-60, 60))
def test_weeks_are_seven_days(base: date, weeks: int) -> None:
    assert cal.shift(base, weeks, "W") == base + timedelta(weeks=weeks)


@given(DAYS, st.integers(-40, 40))
def test_months_keep_the_day_or_cut_it(base: date, months: int) -> None:
    day = cal.shift(base, months, "M")
    assert (day.year, day.month) == cal.month_of(base.year, base.month, months)
    assert day.day == min(base.day, cal.month_period(day.year, day.month).last.day)


def test_out_of_the_calendar() -> None:
    with pytest.raises(OverflowError):
        cal.shift(date(2023, 7, 4), -9999, "Y")


@given(DAYS)
def test_weeks_begin_on_monday(day: date) -> None:
    week = cal.week_period(day)
    assert week.first.isoweekday() == 1
    assert week.first <= day <= week.last == week.first + timedelta(days=6)


@pytest.mark.parametrize(
    ("period", "part", "first", "last"),
    [
        (cal.month_period(2024, 2), "late", date(2024, 2, 21), date(2024, 2, 29)),
        (cal.month_period(2023, 7), "early", date(2023, 7, 1), date(2023, 7, 10)),
        (cal.month_period(2023, 7), "second-ten", date(2023, 7, 11), date(2023, 7, 20)),
        (cal.year_period(2023), "early", date(2023, 1, 1), date(2023, 2, 28)),
        (cal.year_period(2023), "late", date(2023, 11, 1), date(2023, 12, 31)),
        (cal.quarters_period(2023, 1, 1), "late", date(2023, 3, 1), date(2023, 3, 31)),
        (cal.years_period(1990, 1999), "late", date(1997, 1, 1), date(1999, 12, 31)),
        (cal.years_period(2000, 2099), "early", date(2000, 1, 1), date(2009, 12, 31)),
    ],
)
def test_part_of(period: cal.Period, part: str, first: date, last: date) -> None:
    found = cal.part_of(period, part)
    assert (found.first, found.last) == (first, last)


def test_counting_off() -> None:
    year = cal.year_period(2021)
    assert cal.first_units(year, 5, "M").last == date(2021, 5, 31)
    assert cal.last_units(year, 10, "D").first == date(2021, 12, 22)
    assert cal.nth_unit(year, 1, "W").first == date(2021, 1, 4)
    assert cal.nth_weekday(cal.month_period(2021, 6), 3, 7).first == date(2021, 6, 20)
    assert cal.nth_weekday(cal.month_period(2023, 4), -1, 1).first == date(2023, 4, 24)


@pytest.mark.parametrize(
    ("year", "month", "day", "leap", "solar"),
    [
        (2023, 5, 5, False, date(2023, 6, 22)),
        (2023, 2, 1, True, date(2023, 3, 22)),
        (2024, 1, 15, False, date(2024, 2, 24)),
        (2022, 2, 1, True, None),
    ],
)
def test_lunar_day(year: int, month: int, day: int, leap: bool, solar: date | None) -> None:
    assert cal.lunar_day(year, month, day, leap) == solar


def test_lunar_month_is_29_or_30_days() -> None:
    month = cal.lunar_month(2023, 2, leap=True)
    assert month == cal.Period(date(2023, 3, 22), date(2023, 4, 19), Granularity.MONTH)


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("清明", 2020, "2020-04-04"),
        ("清明", 2023, "2023-04-05"),
        ("立春", 2024, "2024-02-04"),
        ("立春", 2025, "2025-02-03"),
        ("夏至", 1949, "1949-06-22"),
        ("冬至", 2023, "2023-12-22"),
        ("冬至", 2024, "2024-12-21"),
    ],
)
def test_solar_term(name: str, year: int, day: str) -> None:
    assert cal.solar_term(name, year) == date.fromisoformat(day)
