"""From the slots of a recognised expression to days on the calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ...domain.time import Granularity, Unresolved
from . import calendar as cal
from .calendar import Period
from .recognize import Fields

PAST, FUTURE, OPEN = "past", "future", ""
_PATIENCE = timedelta(days=60)
_BIAS = 4  # without any sign of tense the past is as likely at four times the distance


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is read against.

    ``base`` is the day that relative slots count from; ``known`` the unit that an expression before
    it in the sentence named (its year, or its month), from which missing coarse slots are taken.
    """

    base: date | None
    tense: str
    known: Period | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Days on the calendar, and the parts that the frame and not the text gave."""

    period: Period
    imputed: tuple[str, ...] = ()
    from_known: bool = False


class NotPlaced(Exception):
    """There is no such place; carries the reason and what EDTF can still say."""

    def __init__(self, reason: Unresolved, edtf: str = "", value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.edtf, self.value = reason, edtf, value


def place(fields: Fields, frame: Frame) -> Placement:
    """The days that ``fields`` mean in ``frame``.

    Raises:
        NotPlaced: when a part is missing that the frame cannot give, or there is no such day.
    """
    try:
        placed = _place(fields, frame)
    except (ValueError, OverflowError) as error:
        raise NotPlaced(Unresolved.IMPOSSIBLE_DATE) from error
    if "part" in fields:
        return replace(placed, period=cal.part_of(placed.period, fields["part"]))
    return placed


def is_relative(value: str | None) -> bool:
    """Whether a slot counts from the anchor."""
    return value is not None and value[:1] in ("+", "-")


def _place(fields: Fields, frame: Frame) -> Placement:
    if "century" in fields or "decade" in fields:
        return Placement(_decade(fields, frame))
    if "week" in fields or ("weekday" in fields and "day" not in fields):
        return _week(fields, frame)
    if is_relative(fields.get("day")):
        day = cal.shift(_base(frame), int(fields["day"]), "D")
        return Placement(cal.day_period(day))
    if "lunar_month" in fields or "festival" in fields:
        return _yearly(lambda year: _lunar(fields, year), fields, frame, "")
    for slot, build in _IN_YEAR.items():
        if slot in fields and not is_relative(fields[slot]):
            return _in_year(slot, build, fields, frame)
    return _coarse(fields, frame)


def _base(frame: Frame) -> date:
    if frame.base is None:
        raise NotPlaced(Unresolved.NO_PUBLICATION_DATE)
    return frame.base


def year_of(fields: Fields, frame: Frame) -> int | None:
    """The year that the fields name; None when they name none."""
    year = fields.get("year", fields.get("fiscal"))
    if year is None:
        return None
    if is_relative(year):
        return _base(frame).year + int(year)
    number = int(year)
    if fields.get("era"):
        return number + int(fields["era"])
    if len(year) <= 2 and "era" not in fields:
        return number + (2000 if number < 50 else 1900)
    return number


def _coarse(fields: Fields, frame: Frame) -> Placement:
    """Relative months and quarters with a day in them, years, a day or a clock time alone."""
    if is_relative(fields.get("month")):
        base = _base(frame)
        year, month = cal.month_of(base.year, base.month, int(fields["month"]))
        period = cal.month_period(year, month)
        return Placement(_day_in(period, fields["day"]) if "day" in fields else period)
    if is_relative(fields.get("quarter")) or is_relative(fields.get("half")):
        return Placement(_relative_part(fields, _base(frame)))
    if "day" in fields:
        return _lone_day(fields, frame)
    year_number = year_of(fields, frame)
    if year_number is not None:
        return Placement(cal.year_period(year_number))
    return _lone_time(frame)


def _relative_part(fields: Fields, base: date) -> Period:
    size = 3 if "quarter" in fields else 6
    steps = int(fields.get("quarter", fields.get("half", "0")))
    year, month = cal.month_of(base.year, (base.month - 1) // size * size + 1, size * steps)
    return cal.months_period(year, month, month + size - 1, Granularity.QUARTER)


def _lone_time(frame: Frame) -> Placement:
    return Placement(cal.day_period(_base(frame)), ("year", "month", "day"))


def _decade(fields: Fields, frame: Frame) -> Period:
    century = fields.get("century")
    start = 100 * (int(century) - 1) if century else None
    if "decade" not in fields:
        assert start is not None
        return cal.years_period(start, start + 99)
    decade = fields["decade"]
    if is_relative(decade):
        first = _base(frame).year // 10 * 10 + 10 * int(decade)
    elif len(decade) > 2:
        first = int(decade)
    else:
        first = int(decade) + (start if start is not None else 1900 if int(decade) >= 30 else 2000)
    return cal.years_period(first, first + 9)


def _quarter(year: int, text: str) -> Period:
    first, _, last = text.partition("-")
    return cal.quarters_period(year, int(first), int(last or first))


def _months(year: int, text: str) -> Period:
    first, _, last = text.partition("/")
    return cal.months_period(year, int(first), int(last or first), Granularity.MONTH)


_IN_YEAR: dict[str, Callable[[int, str], Period]] = {
    "month": _months,
    "quarter": _quarter,
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


def _yearly(
    period_of: Callable[[int], Period | None], fields: Fields, frame: Frame, hint: str
) -> Placement:
    """A part of a year: in the year named, else the known one, else where tense and nearness say."""
    named = year_of(fields, frame)
    if named is not None:
        return Placement(_existing(period_of(named)))
    if frame.known is not None:
        return Placement(_existing(period_of(frame.known.first.year)), ("year",), True)
    if frame.base is None:
        _existing(period_of(2000))  # a leap year: only what no year has is impossible
        edtf = f"XXXX-{hint}" if hint else ""
        raise NotPlaced(Unresolved.YEAR_UNKNOWN, edtf, edtf)
    years = (frame.base.year + offset for offset in (-4, -3, -2, -1, 0, 1, 2, 3, 4))
    periods = [period for period in map(_or_none(period_of), years) if period is not None]
    return Placement(choose(periods, frame.base, frame.tense, _PATIENCE), ("year",))


def _or_none(build: Callable[[int], Period | None]) -> Callable[[int], Period | None]:
    def attempt(year: int) -> Period | None:
        try:
            return build(year)
        except ValueError:
            return None

    return attempt


def _existing(period: Period | None) -> Period:
    if period is None:
        raise NotPlaced(Unresolved.IMPOSSIBLE_DATE)
    return period


def _day_in(month: Period, day: str) -> Period:
    return cal.day_period(month.first.replace(day=int(day)))


def _lunar(fields: Fields, year: int) -> Period | None:
    if "lunar_month" not in fields:
        month, _, day = fields["festival"].partition("-")
        found: date | None = date(year, int(month), int(day))
    else:
        found = cal.lunar_day(year, int(fields["lunar_month"]), int(fields["lunar_day"]))
    return None if found is None else cal.day_period(found)


def _lone_day(fields: Fields, frame: Frame) -> Placement:
    """A day of the month alone: in the known month, or where tense and nearness put it."""
    day = int(fields["day"])
    if not 1 <= day <= 31:
        raise NotPlaced(Unresolved.IMPOSSIBLE_DATE)
    if "year" in fields:
        raise NotPlaced(Unresolved.IMPOSSIBLE_DATE)
    if frame.known is not None:
        return Placement(_after(frame.known, day), ("year", "month"), True)
    if frame.base is None:
        raise NotPlaced(Unresolved.YEAR_UNKNOWN, f"XXXX-XX-{day:02d}", f"XXXX-XX-{day:02d}")
    base = frame.base
    days = _days_near(base.year, base.month, day, (-2, -1, 0, 1, 2))
    return Placement(choose(days, base, frame.tense, timedelta(0)), ("year", "month"))


def _after(known: Period, day: int) -> Period:
    """The day ``day`` of the known month, or of the next when the known day lies past it by half a month."""
    wrapped = known.granularity is Granularity.DAY and day + 15 <= known.first.day
    return _days_near(known.first.year, known.first.month, day, (1, 2) if wrapped else (0, 1))[0]


def _days_near(year: int, month: int, day: int, offsets: Sequence[int]) -> list[Period]:
    found = []
    for offset in offsets:
        period = cal.month_period(*cal.month_of(year, month, offset))
        if day <= period.last.day:
            found.append(_day_in(period, str(day)))
    return found


def _week(fields: Fields, frame: Frame) -> Placement:
    base = _base(frame)
    weekday = fields.get("weekday")
    if "week" in fields:
        week = cal.week_period(cal.shift(base, int(fields["week"]), "W"))
        return Placement(_weekday_in(week, weekday) if weekday else week)
    assert weekday is not None
    weeks = [cal.week_period(cal.shift(base, offset, "W")) for offset in (-1, 0, 1)]
    days = [_weekday_in(week, weekday) for week in weeks]
    return Placement(choose(days, base, frame.tense, timedelta(0)), ("year", "month", "day"))


def _weekday_in(week: Period, weekday: str) -> Period:
    if weekday == "WE":
        return Period(week.first + timedelta(days=5), week.last, Granularity.WEEK)
    return cal.day_period(week.first + timedelta(days=int(weekday) - 1))


def choose(periods: Sequence[Period], base: date, tense: str, patience: timedelta) -> Period:
    """Of like periods in order of time the one that tense and nearness to ``base`` speak for.

    What is to come lies not before ``base`` less ``patience`` (a plan is told of for a while after
    its day); what has been, not after. Without tense the past is preferred, not forced.
    """
    past = [period for period in periods if period.first <= base]
    future = [period for period in periods if period.last >= base - patience]
    if tense == FUTURE and future:
        return future[0]
    if tense == PAST and past:
        return past[-1]
    later = [period for period in periods if period.first > base]
    if past and later and later[0].first - base < (base - past[-1].last) / _BIAS:
        return later[0]
    return past[-1] if past else periods[0]
