"""Fiscal years that are not the calendar year: whose they are, and which days they cover."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ...domain.text import Span
from ...domain.time import Granularity
from ...errors import DataFileError
from . import calendar as cal
from .calendar import Period

_BEFORE, _BEHIND = 300, 60
_QUARTER = timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """When a fiscal year ends: with ``last_month``, or on a weekday (1 is Monday) at its end.

    ``day`` is "last" (the last such weekday of the month) or "nearest" (to the last day of the month).
    """

    last_month: int
    weekday: int = 0
    day: str = ""

    def end(self, year: int) -> date:
        """The last day of the fiscal year ``year``."""
        last = cal.month_period(year, self.last_month).last
        if not self.weekday:
            return last
        before = last - timedelta(days=(last.isoweekday() - self.weekday) % 7)
        return before + timedelta(days=7) if self.day == "nearest" and (last - before).days > 3 else before

    def period(self, year: int, first: int = 1, last: int = 4) -> Period:
        """The quarters ``first`` to ``last`` of a fiscal year; years of whole weeks have 13 to a quarter."""
        start, end = self.end(year - 1) + timedelta(days=1), self.end(year)
        granularity = Granularity.YEAR if (first, last) == (1, 4) else Granularity.QUARTER
        if self.weekday:
            stop = end if last == 4 else start + last * _QUARTER - timedelta(days=1)
            return Period(start + (first - 1) * _QUARTER, stop, granularity)
        opening = cal.month_of(start.year, start.month, 3 * first - 3)
        return cal.months_period(*opening, opening[1] + 3 * (last - first) + 2, granularity)


CALENDAR_YEAR = FiscalYear(12)


@dataclass(frozen=True, slots=True)
class FiscalYears:
    """Names, and the fiscal year of each."""

    names: re.Pattern[str]
    years: Mapping[str, FiscalYear]

    def near(self, text: str, span: Span) -> FiscalYear:
        """The fiscal year of the name nearest before ``span``, else of the first behind it in its paragraph.

        It is the calendar year where no known name stands near.
        """
        before = text[max(0, span.start - _BEFORE) : span.start]
        behind = text[span.end : span.end + _BEHIND].partition("\n")[0]
        named = self.names.findall(before)[-1:] or self.names.findall(behind)[:1]
        return self.years[named[0]] if named else CALENDAR_YEAR


def load_fiscal_years(path: Path) -> FiscalYears:
    """Loads ``fiscal_years.toml``.

    Raises:
        DataFileError: naming file, place and problem.

    """
    years: dict[str, FiscalYear] = {}
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["fiscal_year"]:
        if row.keys() not in ({"last_month", "names"}, {"last_month", "weekday", "day", "names"}):
            raise DataFileError(path, f"fiscal_year {row}", "needs last_month, names; or weekday, day too")
        year = FiscalYear(row["last_month"], row.get("weekday", 0), row.get("day", ""))
        if not 1 <= year.last_month <= 12 or year.day not in ("", "last", "nearest"):
            raise DataFileError(path, f"fiscal_year {row}", "ends in no month, or on no day")
        for name in row["names"]:
            if name in years:
                raise DataFileError(path, name, "has two fiscal years")
            years[name] = year
    longest_first = sorted(years, key=lambda name: (-len(name), name))
    return FiscalYears(re.compile("|".join(map(re.escape, longest_first))), years)
