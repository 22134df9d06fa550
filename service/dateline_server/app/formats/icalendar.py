"""iCalendar (RFC 5545): an all-day event each, which every calendar program shows.

Days are ``VALUE=DATE``, so no time of day is made up; the end is exclusive. What a calendar cannot
say stands in words: an event of an uncertain day has its EDTF before its summary, and ``STATUS`` is
``CONFIRMED`` where texts assert the event, ``TENTATIVE`` where they expect it and ``CANCELLED``
where they deny it. There are no open ends: such an event has the day that is known, and is counted
as rounded. The UID is the event's id: a calendar that imports a later file updates its entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from ...domain.event import Event, Factuality, Role
from ...domain.query import StoredDocument
from ...domain.time import Extent
from .rows import (
    Days,
    ExportRow,
    LeftOut,
    Line,
    acting,
    address,
    days_of,
    is_expected,
    moment,
    names,
    publisher,
)

HEADER = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//dateline//timeline//EN\r\nCALSCALE:GREGORIAN\r\n"
FOOTER = b"END:VCALENDAR\r\n"
_WIDTH = 75
"""The most bytes of a line (RFC 5545, 3.1)."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def entry(row: ExportRow) -> Line | LeftOut:
    """An event as a VEVENT."""
    days = days_of(row.event.time)
    if days is None:
        return LeftOut.UNDATED
    if days.end == date.max:
        return LeftOut.OUT_OF_RANGE
    lines = ("BEGIN:VEVENT", *_properties(row.event, row.source, days), "END:VEVENT")
    return Line(b"".join(map(_folded, lines)), days.is_open)


def _properties(event: Event, source: StoredDocument | None, days: Days) -> Iterator[str]:
    yield f"UID:{event.id}@dateline"
    yield f"DTSTAMP:{_moment(event.update_time)}"
    yield f"CREATED:{_moment(event.create_time)}"
    yield f"LAST-MODIFIED:{_moment(event.update_time)}"
    yield f"DTSTART;VALUE=DATE:{_day(days.start)}"
    yield f"DTEND;VALUE=DATE:{_day(days.end + timedelta(days=1))}"
    yield f"SUMMARY:{_text(_summary(event, days))}"
    yield f"DESCRIPTION:{_text(_description(event, source, days))}"
    yield f"STATUS:{_status(event.factuality)}"
    yield "TRANSP:TRANSPARENT"
    yield f"CATEGORIES:{_text(event.type)}"
    if places := names(event, Role.PLACE):
        yield f"LOCATION:{_text(', '.join(places))}"
    if uri := address(source):
        yield f"URL:{uri}"
    yield f"X-DATELINE-EDTF:{_text(event.time.edtf)}"


def _summary(event: Event, days: Days) -> str:
    uncertain = event.time.extent is Extent.WITHIN and days.start != days.end
    marked = uncertain or days.is_open or event.time.approximate
    return f"[{event.time.edtf}] {event.summary}" if marked else event.summary


def _description(event: Event, source: StoredDocument | None, days: Days) -> str:
    first, last = days.first or "...", days.last or "..."
    how = "every day" if event.time.extent is Extent.THROUGHOUT else "some day"
    when = f"{how} from {first} to {last}" if first != last else str(first)
    parts = (event.quote, publisher(source), ", ".join(acting(event)), f"{event.factuality.value}, {when}")
    return "\n".join(part for part in parts if part)


def _status(factuality: Factuality) -> str:
    if factuality is Factuality.NEGATED:
        return "CANCELLED"
    return "TENTATIVE" if is_expected(factuality) else "CONFIRMED"


def _text(value: str) -> str:
    printable = "".join(c for c in value if c >= " " or c in "\n\t")
    return printable.translate(_ESCAPES)


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _moment(time: datetime) -> str:
    return moment(time).replace("-", "").replace(":", "")


def _folded(line: str) -> bytes:
    """A content line in pieces of at most 75 bytes, cut between characters."""
    return b"\r\n ".join(_pieces(line.encode())) + b"\r\n"


def _pieces(data: bytes) -> Iterable[bytes]:
    start, width = 0, _WIDTH
    while start < len(data):
        end = min(start + width, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        yield data[start:end]
        start, width = end, _WIDTH - 1
