"""Which calendar question goes to dateparser, and which is computed beside it, with one answer each.

A test asks dateparser every question: an upgrade that changes an answer, or learns a form, is seen.
The reasons are in ``service/decisions``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Route:
    """A phrase, who answers it ("dateparser" or "computed") and the first day of the right answer."""

    phrase: str
    by: str
    base: date
    day: date
    language: str = "en"

    @property
    def base_time(self) -> datetime:
        """Noon of the base, in civil time."""
        return datetime.combine(self.base, time(12))


_TUESDAY = date(2023, 7, 4)
_MONTH_END = date(2024, 5, 31)

ROUTES = (
    # n units ago, in n units: the whole of the arithmetic on days, weeks, months and years
    Route("3 days ago", "dateparser", _TUESDAY, date(2023, 7, 1)),
    Route("in 3 days", "dateparser", _TUESDAY, date(2023, 7, 7)),
    Route("1 days ago", "dateparser", date(2024, 3, 1), date(2024, 2, 29)),
    Route("2 weeks ago", "dateparser", _TUESDAY, date(2023, 6, 20)),
    Route("in 2 weeks", "dateparser", _TUESDAY, date(2023, 7, 18)),
    Route("2 months ago", "dateparser", _TUESDAY, date(2023, 5, 4)),
    Route("3 months ago", "dateparser", _MONTH_END, date(2024, 2, 29)),
    Route("in 1 months", "dateparser", _MONTH_END, date(2024, 6, 30)),
    Route("5 years ago", "dateparser", _TUESDAY, date(2018, 7, 4)),
    Route("1 years ago", "dateparser", date(2024, 2, 29), date(2023, 2, 28)),
    Route("in 3 years", "dateparser", _TUESDAY, date(2026, 7, 4)),
    # weeks run Monday to Sunday: the weekday of a named week is not dateparser's
    Route("Wednesday of last week", "computed", _TUESDAY, date(2023, 6, 28)),
    Route("上周三", "computed", _TUESDAY, date(2023, 6, 28), "zh"),
    Route("上周一", "computed", _TUESDAY, date(2023, 6, 26), "zh"),
    Route("上周末", "computed", _TUESDAY, date(2023, 7, 1), "zh"),
    # a month and day, or a day alone, take the year and month that the text supports
    Route("7月3日", "computed", _TUESDAY, date(2023, 7, 3), "zh"),
    Route("3日", "computed", _TUESDAY, date(2023, 7, 3), "zh"),
    Route("30日", "computed", _TUESDAY, date(2023, 6, 30), "zh"),
    # parts of units
    Route("6月下旬", "computed", _TUESDAY, date(2023, 6, 21), "zh"),
    Route("上半年", "computed", _TUESDAY, date(2023, 1, 1), "zh"),
    Route("第三季度", "computed", _TUESDAY, date(2023, 7, 1), "zh"),
    Route("前年", "computed", _TUESDAY, date(2021, 1, 1), "zh"),
    Route("80年代", "computed", _TUESDAY, date(1980, 1, 1), "zh"),
    # the lunisolar calendar is lunar_python's
    Route("农历五月初五", "computed", _TUESDAY, date(2023, 6, 22), "zh"),
)
