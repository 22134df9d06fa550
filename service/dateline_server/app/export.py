"""A timeline as a file, written row by row.

CSV follows RFC 4180 (CRLF, UTF-8, a header row), with one event a row:

=================  ===============================================================================
event_id           the event's id
edtf               its date in EDTF (ISO 8601-2)
start_date         first possible day, ISO 8601; empty when open or unknown
end_date           last possible day, inclusive; empty when open or unknown
date_precision     the unit that the text used: time, day, week, month, ...
date_extent        "within": some day from start to end; "throughout": all of them
date_basis         what the date was resolved against: absolute, document, context, assumed
date_raw           the words that give the date
date_unresolved    why there is no date, where there is none
event_type         the type
summary            one line
status             asserted, planned, possible or negated
actors             names of those that take part, a JSON array
actor_ids          their ids, in the same order
places             names of places, a JSON array
quote              the sentence of the best mention
confidence         0 to 1
mentions           how many mentions were joined
sources            ids of the documents that tell of it, the oldest first, a JSON array
doc_date           publication date of the document of the quote
doc_date_source    where that date came from
source_title       that document's title
source_url         that document's address
publisher          that document's publisher
language           that document's language
first_seen         when the event was first stored, UTC
last_seen          when a mention last came or went, UTC
extractor_version  the version of the rules that read that document
=================  ===============================================================================

JSON lines have the same keys, with lists as lists, numbers as numbers, and null for what is empty.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from ..domain.event import Event, Role
from ..domain.query import StoredDocument
from ..domain.time import OPEN_END, OPEN_START
from . import timelinejs
from .spreadsheet import csv_line

CHUNK = 64 * 1024
"""The most bytes in a chunk; a longer row is a chunk of its own, cut where it is full."""


class ExportFormat(StrEnum):
    """The formats of a timeline file."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    TIMELINEJS_CSV = "timelinejs-csv"


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What a file holds, and what it could not hold.

    ``undated`` events were left out because the format needs a date; ``rounded`` ones were written
    with a date less exact than their own because the format cannot say it.
    """

    written: int = 0
    undated: int = 0
    rounded: int = 0


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An event and the document that its quote stands in."""

    event: Event
    source: StoredDocument | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row as bytes; ``data`` is empty when the format cannot hold it."""

    data: bytes
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class _Format:
    header: bytes
    line: Callable[[ExportRow], Line]


def write(
    rows: Iterable[ExportRow], file_format: ExportFormat, *, byte_order_mark: bool = False
) -> Iterator[bytes | ExportSummary]:
    """The file in chunks of at most ``CHUNK`` bytes, then its summary.

    Chunks end where a row does, unless a single row is longer.
    """
    chosen = _FORMATS[file_format]
    waiting = bytearray(b"\xef\xbb\xbf" if byte_order_mark and chosen.header else b"")
    waiting += chosen.header
    written = undated = rounded = 0
    for row in rows:
        line = chosen.line(row)
        written += bool(line.data)
        undated += not line.data
        rounded += line.rounded
        if len(waiting) + len(line.data) > CHUNK:
            yield from _cut(bytes(waiting))
            waiting.clear()
        waiting += line.data
    yield from _cut(bytes(waiting))
    yield ExportSummary(written, undated, rounded)


def _cut(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]


def fields(row: ExportRow) -> dict[str, Any]:
    """A row's values under their column names, as JSON has them."""
    event, source = row.event, row.source
    who = dict.fromkeys((p.actor_id, p.display_name) for p in event.participants if p.role.is_participant)
    return {
        "event_id": event.id,
        **_date_fields(event),
        "event_type": event.type,
        "summary": event.summary,
        "status": event.factuality.value,
        "actors": [name for _, name in who],
        "actor_ids": [actor_id for actor_id, _ in who],
        "places": [p.display_name for p in event.participants if p.role is Role.PLACE],
        "quote": event.quote,
        "confidence": round(event.confidence, 4),
        "mentions": event.mention_count,
        "sources": list(event.document_ids),
        **_source_fields(source),
        "first_seen": _moment(event.create_time),
        "last_seen": _moment(event.update_time),
        "extractor_version": source.analyzer_version if source else None,
    }


def _date_fields(event: Event) -> dict[str, str | None]:
    time = event.time
    dated = time.first is not None and time.last is not None
    return {
        "edtf": time.edtf or None,
        "start_date": time.first.isoformat() if time.first not in (None, OPEN_START) else None,
        "end_date": time.last.isoformat() if time.last not in (None, OPEN_END) else None,
        "date_precision": time.granularity.value if dated else None,
        "date_extent": time.extent.value if dated else None,
        "date_basis": time.anchor.value if dated else None,
        "date_raw": event.timex_text or None,
        "date_unresolved": time.unresolved.value if time.unresolved else None,
    }


def _source_fields(source: StoredDocument | None) -> dict[str, str | None]:
    if source is None:
        return dict.fromkeys(_SOURCE)
    document, published = source.document, source.publication_date
    values = (
        published.date.isoformat() if published.date else None,
        published.source.value if published.source else None,
        document.title or None,
        document.uri or None,
        document.publisher or None,
        document.language.value if document.language else None,
    )
    return dict(zip(_SOURCE, values, strict=True))


_SOURCE = ("doc_date", "doc_date_source", "source_title", "source_url", "publisher", "language")
COLUMNS = (
    *(
        "event_id",
        "edtf",
        "start_date",
        "end_date",
        "date_precision",
        "date_extent",
        "date_basis",
        "date_raw",
    ),
    *("date_unresolved", "event_type", "summary", "status", "actors", "actor_ids", "places", "quote"),
    *("confidence", "mentions", "sources", *_SOURCE, "first_seen", "last_seen", "extractor_version"),
)
"""The columns of the CSV and the keys of the JSON lines, in order."""


def _moment(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def _csv_row(row: ExportRow) -> Line:
    values = fields(row)
    return Line(csv_line(_csv_cell(values[column]) for column in COLUMNS))


def _json_row(row: ExportRow) -> Line:
    return Line(f"{json.dumps(fields(row), ensure_ascii=False)}\n".encode())


def _timelinejs_row(row: ExportRow) -> Line:
    slide = timelinejs.slide(row.event, row.source)
    return Line(csv_line(slide.cells), slide.rounded) if slide else Line(b"")


_FORMATS = {
    ExportFormat.CSV: _Format(csv_line(COLUMNS), _csv_row),
    ExportFormat.JSON_LINES: _Format(b"", _json_row),
    ExportFormat.TIMELINEJS_CSV: _Format(csv_line(timelinejs.COLUMNS), _timelinejs_row),
}
