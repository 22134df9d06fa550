"""JSON for vis-timeline: ``{"items": [...], "groups": [...]}``, each for a ``vis.DataSet``.

A day, and whatever else lies on one, is an item with a start alone; anything longer is a range,
whose end is exclusive. Whether an event lasted throughout a range or fell on some day within it
says the class ("throughout", "within"), for a style sheet to show; "approximate" and the status are
classes too. Times have no zone, so that a day is the same day wherever the page is opened. vis has
no open ends: such an event stands at the end that is known, with the class "open", and is counted
as rounded. Contents are HTML, so they are escaped.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from datetime import date, timedelta

from ...domain.time import EventTime
from .rows import Days, ExportRow, LeftOut, Line, acting, address, days_of, publisher


class VisWriter:
    """One file for vis-timeline; its groups are the types of the events that it holds."""

    def __init__(self) -> None:
        self._groups: dict[str, None] = {}
        self._separator = b""

    def begin(self) -> bytes:
        """The head of the object."""
        return b'{"items":[\n'

    def row(self, row: ExportRow) -> Line | LeftOut:
        """An event as an item."""
        days = days_of(row.event.time)
        if days is None:
            return LeftOut.UNDATED
        if days.end == date.max:
            return LeftOut.OUT_OF_RANGE
        self._groups[row.event.type] = None
        data = self._separator + json.dumps(_item(row, days), ensure_ascii=False).encode()
        self._separator = b",\n"
        return Line(data, days.is_open)

    def end(self) -> Iterator[bytes]:
        """The groups."""
        groups = [{"id": name, "content": name} for name in sorted(self._groups)]
        yield f'\n],"groups":{json.dumps(groups)}}}\n'.encode()

    def close(self) -> None:
        """Holds nothing."""


def _item(row: ExportRow, days: Days) -> dict[str, str]:
    event = row.event
    lasts = days.start != days.end
    item = {
        "id": event.id,
        "content": html.escape(event.summary),
        "start": f"{days.start}T00:00:00",
        "type": "range" if lasts else "box",
        "group": event.type,
        "className": " ".join(_classes(event.time, days, event.factuality.value)),
        "title": html.escape(f"{event.time.edtf} {event.quote}".strip()),
        "edtf": event.time.edtf,
        "actors": html.escape(", ".join(acting(event))),
        "source": html.escape(address(row.source) or publisher(row.source)),
    }
    return {**item, "end": f"{days.end + timedelta(days=1)}T00:00:00"} if lasts else item


def _classes(time: EventTime, days: Days, status: str) -> Iterator[str]:
    yield status
    yield time.granularity.value
    if days.start != days.end:
        yield time.extent.value
    if days.is_open:
        yield "open"
    if time.approximate:
        yield "approximate"
