"""Counts by month and type, kept up to date with the events, so that charts need not read these.

An event is counted where its first and where its last possible day lie. From both follows how many
may have happened in any stretch of months: those that began by its end less those that had ended
before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ..domain.summary import TimeUnit
from .database import Cursor
from .rows import Row, append

UNITS = (TimeUnit.MONTH, TimeUnit.QUARTER, TimeUnit.YEAR)
"""What can be counted from months."""
_SUMS = ", ".join(f"sum({name})::BIGINT" for name in ("starts", "ends", "in_month", "in_quarter", "in_year"))

Counted = tuple[str, date | None, date | None, int]
"""Type, first and last day of an event, and the code of its factuality."""


def change(cursor: Cursor, events: Sequence[Counted], sign: int) -> None:
    """Counts events that came, with a sign of 1, or went, with -1."""
    starts = Counter(_place(event, event[1]) for event in events)
    ends = Counter(_place(event, event[2]) for event in events if event[2] is not None)
    within = [Counter(_place(event, event[1]) for event in events if _within(event, unit)) for unit in UNITS]
    counters = (starts, ends, *within)
    rows = [(*place, *(sign * counter[place] for counter in counters)) for place in {**starts, **ends}]
    append(cursor, "event_counts", rows)


def _place(event: Counted, day: date | None) -> Row:
    return (None if day is None else day.replace(day=1), event[0], event[3])


def _within(event: Counted, unit: TimeUnit) -> bool:
    _, first, last, _ = event
    return first is not None and last is not None and unit.first_day(first) == unit.first_day(last)


def sum_up(cursor: Cursor) -> None:
    """Puts the rows of each month, type and factuality together."""
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE summed AS SELECT month, event_type, factuality, {_SUMS} "
        "FROM event_counts GROUP BY ALL HAVING sum(starts) <> 0 OR sum(ends) <> 0"
    )
    cursor.execute("DELETE FROM event_counts")
    cursor.execute("INSERT INTO event_counts SELECT * FROM summed")
    cursor.execute("DROP TABLE summed")
