"""The standard notations: EDTF (ISO 8601-2) and the values of TIMEX3 (ISO 24617-1)."""

from __future__ import annotations

from datetime import date

from ...domain.time import Granularity, edtf_interval
from .calendar import Period
from .recognize import Fields

_QUARTERS = {1: "Q1", 4: "Q2", 7: "Q3", 10: "Q4"}
_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


def edtf_of(first: date, last: date, *, approximate: bool = False) -> str:
    """Two inclusive bounds as EDTF."""
    return edtf_interval(first, last, approximate=approximate)


def duration_value(fields: Fields) -> str:
    """``P3D``; ``PXM`` where the text gives no number, ``PT3H`` below the day."""
    unit, amount = fields.get("unit", "D"), fields.get("amount", "X")
    if unit in ("h", "m", "s"):
        return f"PT{amount}{unit.upper()}"
    return f"P{3 * int(amount)}M" if unit == "Q" and amount.isdigit() else f"P{amount}{unit}"


def timex_value(fields: Fields, period: Period) -> str:
    """The TIMEX3 value of a placed expression; a range's is an ISO 8601 interval."""
    day = _period_value(period)
    time = fields.get("clock") or fields.get("daypart")
    return f"{day}{time}" if time and period.first == period.last else day


def _period_value(period: Period) -> str:
    first, last = period.first, period.last
    days = (last - first).days + 1
    if first == last:
        return first.isoformat()
    if period.granularity is Granularity.WEEK and days == 7:
        year, week, _ = first.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if period.granularity is Granularity.WEEK and days == 2:
        year, week, _ = first.isocalendar()
        return f"{year:04d}-W{week:02d}-WE"
    if period.granularity is Granularity.QUARTER and first.month in _QUARTERS and days <= 92:
        return f"{first.year:04d}-{_QUARTERS[first.month]}"
    if period.granularity is Granularity.QUARTER and first.month in (1, 7) and 181 <= days <= 184:
        return f"{first.year:04d}-H{1 if first.month == 1 else 2}"
    if period.granularity is Granularity.SEASON:
        return f"{first.year:04d}-{_SEASONS[first.month]}"
    if period.granularity is Granularity.DECADE and days > 36_000:
        return f"{first.year // 100:02d}"
    if period.granularity is Granularity.DECADE and 3652 <= days <= 3653:
        return f"{first.year // 10:03d}"
    return edtf_interval(first, last)
