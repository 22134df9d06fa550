"""From the slots of a recognised expression to days on the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ...domain.time import Granularity, Unresolved
from . import calendar as cal
from .calendar import Period
from .feasts import movable_feast
from .fiscal import CALENDAR_YEAR, FiscalYear
from .recognize import Fields, is_relative

PAST, FUTURE, PLANNED = "past", "future", "planned"
_AHEAD = 5
_PATIENCE = timedelta(days=60)
_BIAS = 4  # without any sign of tense the past is as likely as the future at four times the distance
_SHIFTS = re.compile(r"([+-]\d+)([DWMQY])")
_PLAN_YEARS, _PLAN_ORIGIN = 5, 1951  # from the 6th (1981) on, a five-year plan begins in 1951 + 5 n


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is read against.

    ``base`` is the day that relative slots count from; ``tense`` is PAST, FUTURE, PLANNED (a plan
    whose day may lie on either side) or empty; ``known`` is the unit that an expression before it
    named, from which missing coarse slots are taken; ``fiscal`` is the fiscal year of the one the
    text speaks of.
    """

    base: date | None
    tense: str
    known: Period | None = None
    fiscal: FiscalYear = CALENDAR_YEAR


@dataclass(frozen=True, slots=True)
class Placement:
    """Days on the calendar, and the parts that the frame and not the text gave."""

    period: Period
    imputed: tuple[str, ...] = ()
    from_known: bool = False


class NotPlaced(Exception):
    """There is no such place; carries the reason and what EDTF can still say."""

    def __init__(self, reason: Unresolved, edtf: str = "") -> None:
        super().__init__(reason)
        self.reason, self.edtf = reason, edtf


def place(fields: Fields, frame: Frame) -> Placement:
    """The days that ``fields`` mean in ``frame``.

    Raises:
        NotPlaced: when a part is missing that the frame cannot give, or there is no such day.

    """
    try:
        placed = _place(fields, frame)
        if "part" in fields:
            placed = replace(placed, period=cal.part_of(placed.period, fields["part"]))
        if "pick" in fields:
            placed = replace(placed, period=_picked(placed.period, fields))
        if "shift" in fields:
            placed = replace(placed, period=_shifted(placed.period, fields["shift"]))
        if "reach" in fields:
            placed = replace(placed, period=_reached(placed.period, fields["reach"]))
    except (ValueError, OverflowError, KeyError) as error:
        raise NotPlaced(Unresolved.IMPOSSIBLE_DATE) from error
    return placed


def _place(fields: Fields, frame: Frame) -> Placement:
    if "day" not in fields and (
        is_relative(fields.get("week")) or ("weekday" in fields and "pick" not in fields)
    ):
        return _week(fields, frame)
    if is_relative(fields.get("day")):
        return Placement(cal.day_period(cal.shift(_base(frame), int(fields["day"]), "D")))
    if "lunar_month" in fields or "festival" in fields:
        return _yearly(lambda year: _festival(fields, year), fields, frame, "")
    if "fiscal" in fields and frame.fiscal is not CALENDAR_YEAR and not fields.keys() & {"month", "season"}:
        return Placement(_fiscal(fields, frame))
    for slot, build in _IN_YEAR.items():
        if slot in fields and not is_relative(fields[slot]):
            return _in_year(slot, build, fields, frame)
    return _coarse(fields, frame)


def _fiscal(fields: Fields, frame: Frame) -> Period:
    """A fiscal year, or its halves or quarters, on the days of the company or state that has it."""
    year = _year(fields, frame)
    if "half" in fields:
        half = int(fields["half"])
        return frame.fiscal.period(year or 0, 2 * half - 1, 2 * half)
    first, _, last = fields.get("quarter", "1-4").partition("-")
    return frame.fiscal.period(year or 0, int(first), int(last or first))


def _coarse(fields: Fields, frame: Frame) -> Placement:
    """Units of a year or more, months and quarters counted from the base, a day or a clock time alone."""
    if is_relative(fields.get("month")):
        base = _base(frame)
        year = base.year + int(fields["year"]) if is_relative(fields.get("year")) else base.year
        period = cal.month_period(*cal.month_of(year, base.month, int(fields["month"])))
        return Placement(_day_in(period, fields["day"]) if "day" in fields else period)
    if is_relative(fields.get("quarter")) or is_relative(fields.get("half")):
        return Placement(_relative_part(fields, _base(frame)))
    if "day" in fields:
        return _lone_day(fields, frame)
    years = _years(fields, frame)
    if years is None and "pick" in fields:
        years = _year_of_pick(fields, frame)
    return Placement(years) if years is not None else _lone_time(frame)


def _year_of_pick(fields: Fields, frame: Frame) -> Period:
    """前11个月 without a year, in January: those that are over, unless the text looks ahead."""
    base = _base(frame)
    this = cal.year_period(base.year)
    over = frame.tense == FUTURE or _picked(this, fields).last <= base + _PATIENCE
    return this if over else cal.year_period(base.year - 1)


def _base(frame: Frame) -> date:
    if frame.base is None:
        raise NotPlaced(Unresolved.NO_PUBLICATION_DATE)
    return frame.base


def _years(fields: Fields, frame: Frame) -> Period | None:
    if "plan" in fields:
        first = _PLAN_ORIGIN + _PLAN_YEARS * int(fields["plan"])
        return cal.years_period(first, first + _PLAN_YEARS - 1)
    if "century" in fields or "decade" in fields:
        return _decade(fields, frame)
    year = _year(fields, frame)
    return None if year is None else cal.year_period(year)


def _year(fields: Fields, frame: Frame) -> int | None:
    """The year that the fields name; None when they name none."""
    year = fields.get("year", fields.get("fiscal"))
    if year is None:
        return None
    if is_relative(year):
        return _base(frame).year + int(year)
    if "era" in fields:
        return int(year) + int(fields["era"])
    return _full_year(int(year), frame.base) if len(year) <= 2 else int(year)


def _full_year(short: int, base: date | None) -> int:
    """Two digits: of this century up to five years ahead of the text, without one up to 49."""
    last = 49 if base is None else base.year - 2000 + _AHEAD
    return short + (2000 if short <= last else 1900)


def _decade(fields: Fields, frame: Frame) -> Period:
    century = fields.get("century")
    if is_relative(century):
        century = str(_base(frame).year // 100 + 1 + int(century or 0))
    start = 100 * (int(century) - 1) if century else None
    if "decade" not in fields:
        return cal.years_period(start or 0, (start or 0) + 99)
    decade = fields["decade"]
    if is_relative(decade):
        first = _base(frame).year // 10 * 10 + 10 * int(decade)
    elif len(decade) > 2:
        first = int(decade)
    else:
        first = int(decade) + (start if start is not None else 1900 if int(decade) >= 30 else 2000)
    return cal.years_period(first, first + 9)


def _relative_part(fields: Fields, base: date) -> Period:
    size = 3 if "quarter" in fields else 6
    steps = int(fields["quarter"] if "quarter" in fields else fields["half"])
    year, month = cal.month_of(base.year, (base.month - 1) // size * size + 1, size * steps)
    return cal.months_period(year, month, month + size - 1, Granularity.QUARTER)


def _lone_time(frame: Frame) -> Placement:
    return Placement(cal.day_period(_base(frame)), ("year", "month", "day"))


def _quarters(year: int, text: str) -> Period:
    first, _, last = text.partition("-")
    return cal.quarters_period(year, int(first), int(last or first))


def _months(year: int, text: str) -> Period:
    first, _, last = text.partition("/")
    return cal.months_period(year, int(first), int(last or first), Granularity.MONTH)


_IN_YEAR: dict[str, Callable[[int, str], Period]] = {
    "week": lambda year, text: cal.numbered_week(year, int(text)),
    "month": _months,
    "quarter": _quarters,
    "half": lambda year, text: cal.half_period(year, int(text)),
    "season": cal.season_period,
}


def _in_year(slot: str, build: Callable[[int, str], Period], fields: Fields, frame: Frame) -> Placement:
    def period_of(year: int) -> Period:
        period = build(year, fields[slot])
        return _day_in(period, fields["day"]) if "day" in fields and slot == "month" else period

    hint = ""
    if slot == "month" and "/" not in fields["month"]:
        hint = f"{int(fields['month']):02d}" + (f"-{int(fields['day']):02d}" if "day" in fields else "")
    return _yearly(period_of, fields, frame, hint)


def _yearly(period_of: Callable[[int], Period | None], fields: Fields, frame: Frame, hint: str) -> Placement:
    """A part of a year: in the year named, else the known one, else where tense and nearness say."""
    named = _year(fields, frame)
    if named is not None:
        return Placement(_existing(period_of(named)))
    if frame.known is not None:
        return Placement(_existing(period_of(frame.known.first.year)), ("year",), True)
    if frame.base is None:
        _existing(period_of(2000))  # a leap year: a day that it lacks is in no year
        raise NotPlaced(Unresolved.YEAR_UNKNOWN, f"XXXX-{hint}" if hint else "")
    near = (frame.base.year + offset for offset in range(-4, 5))
    periods = [period for year in near if (period := _or_none(period_of, year)) is not None]
    if "turn" in fields:
        return Placement(_turned(periods, frame.base, fields["turn"]))
    if "weekday" in fields and "day" in fields:
        weekday = int(fields["weekday"])
        periods = [period for period in periods if period.first.isoweekday() == weekday] or periods
    return Placement(choose(periods, frame.base, frame.tense, _PATIENCE), ("year",))


def _or_none(build: Callable[[int], Period | None], year: int) -> Period | None:
    try:
        return build(year)
    except ValueError:
        return None


def _existing(period: Period | None) -> Period:
    if period is None:
        raise NotPlaced(Unresolved.IMPOSSIBLE_DATE)
    return period


def _day_in(month: Period, day: str) -> Period:
    return cal.day_period(month.first.replace(day=int(day)))


def _festival(fields: Fields, year: int) -> Period | None:
    """A day or month of the lunisolar calendar, or a named day (``10-01``, lunar ``L8-15``)."""
    name = fields.get("festival", "")
    if name.startswith("T"):
        return cal.day_period(cal.solar_term(name[1:], year))
    if name == "eve":
        new_year = cal.lunar_day(year, 1, 1)
        return cal.day_period(new_year - timedelta(days=1)) if new_year else None
    if name and not name.startswith("L"):
        feast = movable_feast(name, year)
        if feast is not None:
            return feast
        month, _, day = name.partition("-")
        return cal.day_period(date(year, int(month), int(day)))
    lunar_month, _, lunar_day = name[1:].partition("-")
    month, day = fields.get("lunar_month", lunar_month), fields.get("lunar_day", lunar_day)
    leap = "lunar_leap" in fields
    if not day:
        return cal.lunar_month(year, int(month), leap)
    found = cal.lunar_day(year, int(month), int(day), leap)
    return None if found is None else cal.day_period(found)


def _lone_day(fields: Fields, frame: Frame) -> Placement:
    """A day of the month alone: in the known month, or where tense and nearness put it."""
    day = int(fields["day"])
    if "year" in fields or not 1 <= day <= 31:
        raise NotPlaced(Unresolved.IMPOSSIBLE_DATE)
    if "near" in fields:
        return Placement(_nearest(day, cal.shift(_base(frame), int(fields["near"]), "D")))
    if frame.known is not None:
        return Placement(_after(frame.known, day), ("year", "month"), True)
    if frame.base is None:
        raise NotPlaced(Unresolved.YEAR_UNKNOWN, f"XXXX-XX-{day:02d}")
    days = _days_near(frame.base, day, range(-2, 3))
    if "weekday" in fields:
        near = _days_near(frame.base, day, range(-12, 13))
        days = [period for period in near if period.first.isoweekday() == int(fields["weekday"])]
    return Placement(choose(days, frame.base, frame.tense, timedelta(0)), ("year", "month"))


def _nearest(day: int, counted: date) -> Period:
    """昨日(17日): the 17th next to the day that was counted, which may be a day off in the text of others."""
    return min(_days_near(counted, day, (-1, 0, 1)), key=lambda period: abs(period.first - counted))


def _after(known: Period, day: int) -> Period:
    """In the known month, or the next where the known day lies half a month past it (28日至2日)."""
    wrapped = known.granularity in (Granularity.DAY, Granularity.TIME) and day + 15 <= known.first.day
    return _days_near(known.first, day, range(1, 4) if wrapped else range(3))[0]


def _days_near(base: date, day: int, offsets: Sequence[int]) -> list[Period]:
    months = [cal.month_period(*cal.month_of(base.year, base.month, offset)) for offset in offsets]
    return [_day_in(month, str(day)) for month in months if day <= month.last.day]


def _week(fields: Fields, frame: Frame) -> Placement:
    base, weekday = _base(frame), fields.get("weekday", "")
    if "week" in fields:
        week = cal.week_period(cal.shift(base, int(fields["week"]), "W"))
        return Placement(_weekday_in(week, weekday) if weekday else week)
    weeks = [cal.week_period(cal.shift(base, offset, "W")) for offset in (-1, 0, 1)]
    days = [_weekday_in(week, weekday) for week in weeks]
    if "turn" in fields:
        return Placement(_turned(days, base, fields["turn"]))
    # A weekday to come is told with a cue; without one it is the last. A weekend may be the next.
    tense = frame.tense or ("" if weekday == "WE" else PAST)
    return Placement(choose(days, base, tense, timedelta(0)), ("year", "month", "day"))


def _weekday_in(week: Period, weekday: str) -> Period:
    if weekday == "WE":
        return Period(week.first + timedelta(days=5), week.last, Granularity.WEEK)
    return cal.day_period(week.first + timedelta(days=int(weekday) - 1))


def _picked(period: Period, fields: Fields) -> Period:
    """前五个月, 最后10天, 第三周, 第二个星期日 of a period."""
    pick, amount = fields["pick"], int(fields.get("amount", "1"))
    if "weekday" in fields:
        return cal.nth_weekday(period, -1 if pick == "last" else int(pick), int(fields["weekday"]))
    if pick == "first":
        return cal.first_units(period, amount, fields["unit"])
    if pick == "last":
        return cal.last_units(period, amount, fields["unit"])
    return cal.nth_unit(period, int(pick), fields["unit"])


def _shifted(period: Period, amount: str) -> Period:
    """``+2W`` is two weeks after the day (of a longer period: its first); ``-1M-3D`` goes back by both."""
    day = period.first
    for number, unit in _SHIFTS.findall(amount):
        day = cal.shift(day, int(number), unit)
    return cal.day_period(day)


def _reached(period: Period, amount: str) -> Period:
    """``-1Y`` is the year that ends with the period, ``+3D`` three days from its first, ``W`` its week."""
    if amount == "W":
        return cal.week_period(period.first)
    granularity, one = cal.GRANULARITIES[amount[-1]], timedelta(days=1)
    if amount.startswith("-"):
        return Period(cal.shift(period.last + one, int(amount[:-1]), amount[-1]), period.last, granularity)
    return Period(period.first, cal.shift(period.first, int(amount[:-1]), amount[-1]) - one, granularity)


def _turned(periods: Sequence[Period], base: date, turn: str) -> Period:
    """The last of a recurring unit, wholly before ``base``; this one, around it or in its year; the next."""
    if turn == "-1":
        turned = [period for period in reversed(periods) if period.last < base]
    elif turn == "+1":
        turned = [period for period in periods if period.first > base]
    else:
        turned = [period for period in periods if base.year in (period.first.year, period.last.year)]
        turned.sort(key=lambda period: max(period.first - base, base - period.last))
    return _existing(turned[0] if turned else None)


def choose(periods: Sequence[Period], base: date, tense: str, patience: timedelta) -> Period:
    """Of like periods in order of time the one that tense and nearness to ``base`` speak for.

    What is to come lies not before ``base`` less ``patience`` (a plan is told of for a while after
    its day); what has been, not after. Without tense the past is preferred, not forced.
    """
    if not periods:
        raise NotPlaced(Unresolved.IMPOSSIBLE_DATE)
    past = [period for period in periods if period.first <= base]
    later = [period for period in periods if period.first > base]
    if tense == FUTURE:
        return next((period for period in periods if period.last >= base - patience), periods[-1])
    if not past or not later or tense == PAST:
        return past[-1] if past else periods[0]
    bias = 1 if tense == PLANNED else _BIAS
    return later[0] if (later[0].first - base) * bias < base - past[-1].last else past[-1]
