"""Calendar arithmetic: dateparser where it is right, computed beside it where it has no form.

Only canonical English phrases and ISO dates reach dateparser, always with an explicit base. The
table ``ROUTES`` says which operation goes which way; a test holds it against dateparser itself.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import dateparser
from lunar_python import Lunar

from ...domain.time import Granularity

_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_FIXED = date(2001, 1, 1)  # a Monday, far from the ends of the calendar


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar unit or a stretch of days, both ends inclusive.

    Raises:
        ValueError: when the ends are out of order.

    """

    first: date
    last: date
    granularity: Granularity

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"{self.first} lies after {self.last}")


@lru_cache(maxsize=4096)
def ask(phrase: str, base: date) -> date:
    """The answer of dateparser to a canonical English phrase, counted from ``base``."""
    answer = dateparser.parse(
        phrase,
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime(base.year, base.month, base.day, 12),  # noqa: DTZ001 - civil time
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    if answer is None:
        raise OverflowError(f"{phrase!r} from {base} lies outside the calendar")
    day: date = answer.date()
    return day


def shift(base: date, amount: int, unit: str) -> date:
    """``base`` moved by ``amount`` units (D, W, M, Y, also Q); the day is cut to the month's length.

    Raises:
        OverflowError: when the day lies outside the calendar.

    """
    if unit == "Q":
        amount, unit = 3 * amount, "M"
    if amount == 0:
        return base
    phrase = f"{abs(amount)} {_UNITS[unit]}s ago" if amount < 0 else f"in {amount} {_UNITS[unit]}s"
    if unit in ("D", "W"):
        # Days are of one length: what is true from one base is true from every base.
        return base + (ask(phrase, _FIXED) - _FIXED)
    return ask(phrase, base)


def day_period(day: date) -> Period:
    """One day."""
    return Period(day, day, Granularity.DAY)


def year_period(year: int) -> Period:
    """One calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), Granularity.YEAR)


def months_period(year: int, first: int, last: int, granularity: Granularity) -> Period:
    """Whole months of one year; ``last`` above 12 runs into the next."""
    end_year, end_month = divmod(year * 12 + last - 1, 12)
    end = date(end_year, end_month + 1, calendar.monthrange(end_year, end_month + 1)[1])
    return Period(date(year, first, 1), end, granularity)


def month_period(year: int, month: int) -> Period:
    """One month, 1..12."""
    return months_period(year, month, month, Granularity.MONTH)


def quarters_period(year: int, first: int, last: int) -> Period:
    """Whole quarters, 1..4."""
    return months_period(year, 3 * first - 2, 3 * last, Granularity.QUARTER)


def half_period(year: int, half: int) -> Period:
    """The first or second half of a year."""
    return months_period(year, 6 * half - 5, 6 * half, Granularity.QUARTER)


_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}


def season_period(year: int, season: str) -> Period:
    """Meteorological seasons of the northern half of the globe; winter runs into the next year."""
    return months_period(year, *_SEASONS[season], Granularity.SEASON)


def week_period(day: date) -> Period:
    """The week, Monday to Sunday, that holds ``day`` (ISO 8601)."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6), Granularity.WEEK)


def numbered_week(year: int, number: int) -> Period:
    """The week of a number, 1..53, as ISO 8601 counts them."""
    return week_period(date.fromisocalendar(year, number, 1))


def unit_of(day: date, unit: str) -> Period:
    """The day, week, month, quarter or year (D, W, M, Q, Y) that holds ``day``."""
    match unit:
        case "W":
            return week_period(day)
        case "M":
            return month_period(day.year, day.month)
        case "Q":
            quarter = (day.month + 2) // 3
            return quarters_period(day.year, quarter, quarter)
        case "Y":
            return year_period(day.year)
    return day_period(day)


def years_period(first: int, last: int) -> Period:
    """Whole years: a decade, a century, a plan."""
    return Period(date(max(first, 1), 1, 1), date(last, 12, 31), Granularity.DECADE)


def month_of(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month that lie ``months`` months further on."""
    later, index = divmod(year * 12 + month - 1 + months, 12)
    return later, index + 1


_MONTH_PARTS = {
    "early": (1, 10), "first-ten": (1, 10), "mid": (11, 20), "second-ten": (11, 20),
    "late": (21, 31), "last-ten": (21, 31), "first-half": (1, 15), "second-half": (16, 31),
}  # fmt: skip
_QUARTER_PARTS = {"early": 0, "mid": 1, "late": 2}
_WEEK_PARTS = {"early": (0, 2), "mid": (1, 3), "late": (3, 6)}
_YEAR_PARTS = {"early": (1, 2), "mid": (6, 7), "late": (11, 12), "first-half": (1, 6), "second-half": (7, 12)}


def part_of(period: Period, part: str) -> Period:
    """The beginning, middle or end of a unit.

    Of a month its thirds, of a year two months, of a week Monday to Wednesday, Tuesday to Thursday or
    Thursday to Sunday, of anything else thirds by length.
    """
    if period.granularity is Granularity.MONTH:
        low, high = _MONTH_PARTS[part]
        last = min(high, period.last.day)
        return Period(period.first.replace(day=low), period.last.replace(day=last), Granularity.DAY)
    if period.granularity is Granularity.YEAR and part in _YEAR_PARTS:
        return months_period(period.first.year, *_YEAR_PARTS[part], Granularity.MONTH)
    if period.granularity is Granularity.DECADE:
        return _part_of_years(period, part)
    if period.granularity is Granularity.QUARTER and part in _QUARTER_PARTS:
        return month_period(period.first.year, period.first.month + _QUARTER_PARTS[part])
    if period.granularity is Granularity.WEEK and part in _WEEK_PARTS:
        start, end = (period.first + timedelta(days=day) for day in _WEEK_PARTS[part])
        return Period(start, end, Granularity.DAY)
    return _third(period, part)


def _part_of_years(period: Period, part: str) -> Period:
    """Half of the years, or of a decade three (in its middle four) and of a century ten."""
    first, last = period.first.year, period.last.year
    years = last - first + 1
    size = years // 10 if years > 10 else 3
    spans = {
        "early": (first, first + size - 1),
        "mid": (first + (years - size) // 2, first + (years + size + 1) // 2 - 1),
        "late": (last - size + 1, last),
        "first-half": (first, first + years // 2 - 1),
        "second-half": (first + years // 2, last),
    }
    return years_period(*spans[part])


def _third(period: Period, part: str) -> Period:
    days = (period.last - period.first).days + 1
    size = max(1, days // 3)
    start = {"early": 0, "first-half": 0, "late": days - size}.get(part, (days - size) // 2)
    first = period.first + timedelta(days=start)
    return Period(first, first + timedelta(days=size - 1), Granularity.DAY)


def first_units(period: Period, count: int, unit: str) -> Period:
    """The first ``count`` days, weeks, months or quarters of a period; weeks begin on its first Monday."""
    start = first_monday(period.first) if unit == "W" else period.first
    return Period(start, shift(start, count, unit) - timedelta(days=1), GRANULARITIES[unit])


def last_units(period: Period, count: int, unit: str) -> Period:
    """The last ``count`` days, weeks, months or quarters of a period; weeks end on its last Sunday."""
    after = period.last + timedelta(days=1)
    if unit == "W":
        after -= timedelta(days=after.weekday())
    return Period(shift(after, -count, unit), after - timedelta(days=1), GRANULARITIES[unit])


def nth_unit(period: Period, number: int, unit: str) -> Period:
    """The ``number``-th day, week, month or quarter of a period, counted from 1."""
    start = first_monday(period.first) if unit == "W" else period.first
    first = shift(start, number - 1, unit)
    return Period(first, shift(first, 1, unit) - timedelta(days=1), GRANULARITIES[unit])


def nth_weekday(period: Period, number: int, weekday: int) -> Period:
    """The ``number``-th of a weekday (1 is Monday) in a period; -1 is the last."""
    if number < 0:
        back = (period.last.isoweekday() - weekday) % 7
        return day_period(period.last - timedelta(days=back))
    ahead = (weekday - period.first.isoweekday()) % 7
    return day_period(period.first + timedelta(days=ahead + 7 * (number - 1)))


def first_monday(day: date) -> date:
    """The first Monday that is not before ``day``."""
    return day + timedelta(days=-day.weekday() % 7)


GRANULARITIES = {
    "D": Granularity.DAY,
    "W": Granularity.WEEK,
    "M": Granularity.MONTH,
    "Q": Granularity.QUARTER,
    "Y": Granularity.YEAR,
}


@lru_cache(maxsize=1024)
def lunar_day(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The day of the Chinese lunisolar calendar in the lunar year ``year``; None when there is none."""
    try:
        found = Lunar.fromYmd(year, -month if leap else month, day).getSolar()
    except Exception:  # the library raises nothing more special
        return None
    return date(found.getYear(), found.getMonth(), found.getDay())


def lunar_month(year: int, month: int, leap: bool = False) -> Period | None:
    """The month of the lunisolar calendar: 29 or 30 days."""
    first = lunar_day(year, month, 1, leap)
    last = lunar_day(year, month, 30, leap) or lunar_day(year, month, 29, leap)
    return Period(first, last, Granularity.MONTH) if first and last else None


@lru_cache(maxsize=1024)
def solar_term(name: str, year: int) -> date:
    """The day of ``year`` on which one of the 24 solar terms falls, in China; ``name`` is 立春, 冬至 ..."""
    terms = Lunar.fromYmd(year, 1, 1).getJieQiTable()
    found = terms["DONG_ZHI" if name == "冬至" else name]
    return date(found.getYear(), found.getMonth(), found.getDay())
