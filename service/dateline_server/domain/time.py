"""When something happened, as precisely as a text supports and no more.

Two ideas carry the model. *Uncertainty and duration are different*: ``Extent`` says whether an
event fell somewhere within its bounds or lasted throughout them. *Possible and certain are
different questions*: an event possibly meets a range when the bounds overlap it, certainly when
they lie inside it.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .text import Span

OPEN_START = date.min
"""The first possible day of an interval without a beginning."""
OPEN_END = date.max
"""The last possible day of an interval without an end."""


class Granularity(StrEnum):
    """The calendar unit that a text used."""

    TIME = "time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"


class Extent(StrEnum):
    """How the bounds of an ``EventTime`` are to be read."""

    WITHIN = "within"
    THROUGHOUT = "throughout"


class Anchor(StrEnum):
    """What a temporal expression was resolved against."""

    ABSOLUTE = "absolute"
    DOCUMENT = "document"
    CONTEXT = "context"
    ASSUMED = "assumed"


class Unresolved(StrEnum):
    """Why an expression has no place on the calendar."""

    NO_PUBLICATION_DATE = "no-publication-date"
    YEAR_UNKNOWN = "year-unknown"
    NO_ANTECEDENT = "no-antecedent"
    NOT_ANCHORED = "not-anchored"
    IMPOSSIBLE_DATE = "impossible-date"


class TimexType(StrEnum):
    """The four types of TIMEX3 (ISO 24617-1)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class DateMatch(StrEnum):
    """How an uncertain date meets a range."""

    POSSIBLE = "possible"
    CERTAIN = "certain"


@dataclass(frozen=True, slots=True)
class EventTime:
    """A place on the calendar, or the reason why there is none.

    ``first`` and ``last`` are the first and last possible day, both inclusive; an open end is
    ``OPEN_START`` or ``OPEN_END``; both are None exactly when ``unresolved`` says why. ``edtf`` is
    the whole statement in EDTF (ISO 8601-2), also of what has no place: for an unknown year
    (``XXXX-07-03``), or not before a day (``2024-01-31/..``) where so much is known of the publication.
    ``anchor_span`` is the expression in the same field that a CONTEXT anchor points to and
    ``anchor_date`` the day that a relative expression was counted from. ``imputed`` names the
    parts that the text left out and the anchor filled in: "year", "month", "day".

    Raises:
        ValueError: when the bounds are out of order, or half given.

    """

    first: date | None
    last: date | None
    granularity: Granularity
    extent: Extent = Extent.WITHIN
    edtf: str = ""
    anchor: Anchor = Anchor.ABSOLUTE
    anchor_span: Span | None = None
    anchor_date: date | None = None
    imputed: tuple[str, ...] = ()
    unresolved: Unresolved | None = None

    def __post_init__(self) -> None:
        if (self.first is None) != (self.last is None):
            raise ValueError("first and last day are given together or not at all")
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError(f"the first day {self.first} lies after the last day {self.last}")
        if (self.first is None) != (self.unresolved is not None):
            raise ValueError("a time has bounds or a reason why not")

    @property
    def approximate(self) -> bool:
        """Whether the bounds are a judgement (近日, around 2020) and not the text's own."""
        return "~" in self.edtf

    def possibly_within(self, start: date, end: date) -> bool:
        """Whether some possible day lies in the half-open range ``[start, end)``."""
        return self.first is not None and self.last is not None and self.first < end and start <= self.last

    def certainly_within(self, start: date, end: date) -> bool:
        """Whether every possible day lies in the half-open range ``[start, end)``."""
        return self.first is not None and self.last is not None and start <= self.first and self.last < end


def edtf_interval(first: date, last: date, *, approximate: bool = False) -> str:
    """Writes two inclusive bounds as the shortest EDTF level 1 string that has them.

    A whole year is ``2023``, a whole month ``2023-07``, a day ``2023-07-03``, anything else an
    interval whose ends use the coarsest precision that keeps the bounds; an open end is ``..``.
    ``approximate`` adds a ``~`` behind the last component.
    """
    mark = "~" if approximate else ""
    if first == last:
        return f"{first.isoformat()}{mark}"
    whole_years = first.month == first.day == 1 and (last.month, last.day) == (12, 31)
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if first == OPEN_START or last == OPEN_END:
        start = ".." if first == OPEN_START else first.isoformat()
        end = ".." if last == OPEN_END else last.isoformat()
        return f"{start}/{end}{mark if end != '..' else ''}"
    if whole_years:
        start, end = f"{first.year:04d}", f"{last.year:04d}"
    elif whole_months:
        start, end = f"{first.year:04d}-{first.month:02d}", f"{last.year:04d}-{last.month:02d}"
    else:
        start, end = first.isoformat(), last.isoformat()
    return f"{start}{mark}" if start == end else f"{start}/{end}{mark}"


@dataclass(frozen=True, slots=True)
class Timex:
    """One temporal expression, annotated after TIMEX3.

    ``value`` and ``mod`` are TIMEX3's; ``time`` is None for a duration or set that the text does
    not anchor; ``rule`` is the id of the rule that recognised it.
    """

    span: Span
    type: TimexType
    value: str
    time: EventTime | None
    rule: str
    mod: str = ""
