"""The standard notations: EDTF (ISO 8601-2) and the values of TIMEX3 (ISO 24617-1)."""

from __future__ import annotations

from datetime import date

from ...domain.time import Granularity, edtf_interval
from .calendar import Period
from .recognize import Fields

_QUARTERS = {1: "Q1", 4: "Q2", 7: "Q3", 10: "Q4"}
_HALVES = {1: "H1", 7: "H2"}
_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_AFTERNOON = frozenset({"TAF", "TEV", "TNI"})


def edtf_of(first: date, last: date, *, approximate: bool = False) -> str:
    """Two inclusive bounds as EDTF."""
    return edtf_interval(first, last, approximate=approximate)


def one_of(first: str, second: str) -> str:
    """One of two EDTF statements, as a set: ``[2020-11..2020-12,2021-01..2021-02]``."""
    members = (text.replace("/", "..").replace("~", "") for text in (first, second))
    return f"[{','.join(members)}]"


def duration_value(fields: Fields) -> str:
    """``P3D``; ``PXM`` where the text gives no number, ``PT3H`` below the day."""
    if "weekday" in fields:
        return f"XXXX-WXX-{fields['weekday']}"
    unit, amount = fields.get("unit", "D"), fields.get("amount", "X")
    if unit in ("h", "m", "s"):
        return f"PT{amount}{unit.upper()}"
    return f"P{3 * int(amount)}M" if unit == "Q" and amount.isdigit() else f"P{amount}{unit}"


def timex_value(fields: Fields, period: Period) -> str:
    """The TIMEX3 value of a placed expression; of a range, an ISO 8601 interval."""
    day = _period_value(period)
    return f"{day}{_time_value(fields)}" if period.first == period.last else day


def _time_value(fields: Fields) -> str:
    """``T20:30`` for 晚8时30分, ``TEV`` for 晚, else nothing."""
    if "clock" not in fields:
        return fields.get("daypart", "")
    hour, _, minute = fields["clock"].partition(":")
    number, minute = int(hour), minute or fields.get("minute", "")
    if fields.get("daypart") in _AFTERNOON and number < 12:
        number += 12
    return f"T{number:02d}:{int(minute):02d}" if minute.isdigit() else f"T{number:02d}"


def _period_value(period: Period) -> str:
    first, days = period.first, (period.last - period.first).days + 1
    if days == 1:
        return first.isoformat()
    if period.granularity is Granularity.WEEK and days in (2, 7):
        year, week, _ = first.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if days == 2 else "")
    if period.granularity is Granularity.QUARTER and days <= 92:
        return f"{first.year:04d}-{_QUARTERS[first.month]}"
    if period.granularity is Granularity.QUARTER and first.month in _HALVES and 181 <= days <= 184:
        return f"{first.year:04d}-{_HALVES[first.month]}"
    if period.granularity is Granularity.SEASON:
        return f"{first.year:04d}-{_SEASONS[first.month]}"
    if period.granularity is Granularity.DECADE and first.year % 10 == 0 and 3652 <= days <= 3653:
        return f"{first.year // 10:03d}"
    if period.granularity is Granularity.DECADE and first.year % 100 == 0 and days > 36_500:
        return f"{first.year // 100:02d}"
    return edtf_interval(first, period.last)
