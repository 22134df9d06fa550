"""The CSV that Timesketch imports (its guide "Import from JSON/CSV" and ``timesketch/lib/utils.py``).

A row there is a moment with a description of what the moment means, and a thing may have several.
So an event whose first and last possible day differ has a row for each, and neither is given out
as the day on which it happened. Timesketch drops rows whose moment pandas cannot read and those
before 1700; such events are left out here, and counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from ...domain.event import Role
from ...domain.time import EventTime, Extent
from .rows import Days, ExportRow, LeftOut, Line, acting, address, days_of, names
from .spreadsheet import csv_line

COLUMNS = (
    *("message", "datetime", "timestamp_desc", "event_id", "edtf", "date_precision", "date_extent"),
    *("event_type", "status", "actors", "places", "quote", "confidence", "source_url", "tag"),
)
_FIRST_YEAR, _LAST_YEAR = 1700, 2261
"""The years that Timesketch keeps and that nanoseconds since 1970 can say."""


def moments(row: ExportRow) -> Line | LeftOut:
    """An event as a row for its day, or one for each end of what is possible."""
    event = row.event
    days = days_of(event.time)
    if days is None:
        return LeftOut.UNDATED
    told = list(_told(event.time, days))
    if not all(_FIRST_YEAR <= day.year <= _LAST_YEAR for day, _ in told):
        return LeftOut.OUT_OF_RANGE
    rest = (
        *(event.id, event.time.edtf, event.time.granularity.value, event.time.extent.value),
        *(event.type, event.factuality.value, ", ".join(acting(event)), ", ".join(names(event, Role.PLACE))),
        *(event.quote, f"{event.confidence:.4g}", address(row.source)),
        json.dumps([event.type, event.factuality.value]),
    )
    lines = (csv_line((event.summary, f"{day}T00:00:00+00:00", meaning, *rest)) for day, meaning in told)
    return Line(b"".join(lines))


def _told(time: EventTime, days: Days) -> Iterator[tuple[date, str]]:
    """Moments and what they mean; a day has no time of day, which the description says."""
    if days.first == days.last:
        yield days.start, "Day of the event"
        return
    whole = time.extent is Extent.THROUGHOUT
    if days.first:
        yield days.first, "First day of the event" if whole else "First possible day of the event"
    if days.last:
        yield days.last, "Last day of the event" if whole else "Last possible day of the event"
