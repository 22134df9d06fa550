"""How many events fall into each stretch of the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .actor import Actor


class TimeUnit(StrEnum):
    """A stretch of the calendar. Weeks begin on Monday (ISO 8601)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def first_day(self, day: date) -> date:
        """The first day of the stretch that holds a day."""
        if self is TimeUnit.DAY:
            return day
        if self is TimeUnit.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(month=1 + (day.month - 1) // _MONTHS[self] * _MONTHS[self], day=1)

    def next(self, first_day: date) -> date | None:
        """The first day of the following stretch; None after the last one of the calendar."""
        try:
            if self in _DAYS:
                return first_day + timedelta(days=_DAYS[self])
            months = first_day.month - 1 + _MONTHS[self]
            return date(first_day.year + months // 12, 1 + months % 12, 1)
        except (OverflowError, ValueError):
            return None


_DAYS = {TimeUnit.DAY: 1, TimeUnit.WEEK: 7}
_MONTHS = {TimeUnit.MONTH: 1, TimeUnit.QUARTER: 3, TimeUnit.YEAR: 12}


class Grouping(StrEnum):
    """What counts are kept apart."""

    NONE = "none"
    TYPE = "type"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class CoActor:
    """An actor, and the number of events that it takes part in together with another."""

    actor: Actor
    event_count: int


@dataclass(frozen=True, slots=True)
class EventCount:
    """The number of events of a group, at least one, on the days of ``[start, end)``.

    ``group`` is an event type, an actor's id or empty, ``display_name`` the actor's. ``end`` is
    None after the last stretch of the calendar.
    """

    start: date
    end: date | None
    count: int
    group: str = ""
    display_name: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts in time order, the largest group first, and what they leave out.

    ``event_count`` is the number of events that are meant, each counted once, of which
    ``undated_count`` have no date and so no stretch; ``omitted_groups`` are those beyond the
    number that was asked for.
    """

    counts: tuple[EventCount, ...]
    event_count: int
    undated_count: int
    omitted_groups: int = 0
