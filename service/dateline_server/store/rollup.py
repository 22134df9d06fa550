"""Counts by month and type, kept up to date with the events, so that charts need not read these.

An event is counted where its first and where its last possible day lie. From both follows how many
may have happened in any stretch of months: those that began by its end less those that had ended
before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from ..domain.summary import TimeUnit
from .database import Cursor
from .rows import Row, append

UNITS = (TimeUnit.MONTH, TimeUnit.QUARTER, TimeUnit.YEAR)
"""What can be counted from months."""
_NUMBERS = 5
"""Of a month, as in the table: starts, ends, and of the starts those within the month, quarter, year."""
_SUMS = ", ".join(f"sum({name})::BIGINT" for name in ("starts", "ends", "in_month", "in_quarter", "in_year"))

Counted = tuple[str, date | None, date | None, int]
"""Type, first and last day of an event, and the code of its factuality."""


def change(cursor: Cursor, events: Sequence[Counted], sign: int) -> None:
    """Counts events that came, with a sign of 1, or went, with -1."""
    sums: dict[Row, list[int]] = defaultdict(lambda: [0] * _NUMBERS)
    for kind, first, last, factuality in events:
        began = sums[None if first is None else first.replace(day=1), kind, factuality]
        began[0] += sign
        if first is not None and last is not None:
            ended = sums[last.replace(day=1), kind, factuality]
            ended[1] += sign
            if first.year == last.year:
                began[2] += sign * (first.month == last.month)
                began[3] += sign * ((first.month - 1) // 3 == (last.month - 1) // 3)
                began[4] += sign
    append(cursor, "event_counts", [(*place, *numbers) for place, numbers in sums.items()])


def sum_up(cursor: Cursor) -> None:
    """Puts the rows of each month, type and factuality together."""
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE summed AS SELECT month, event_type, factuality, {_SUMS} "
        "FROM event_counts GROUP BY ALL HAVING sum(starts) <> 0 OR sum(ends) <> 0"
    )
    cursor.execute("DELETE FROM event_counts")
    cursor.execute("INSERT INTO event_counts SELECT * FROM summed")
    cursor.execute("DROP TABLE summed")
