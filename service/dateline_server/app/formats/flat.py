"""One event a row with all that is known of it: CSV, JSON lines, and the columns of Parquet.

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
superseded_by      ids of the events with the dates that it was put off to, a JSON array
supersedes         ids of the events with the dates that it was put off from, a JSON array
=================  ===============================================================================

CSV follows RFC 4180 (CRLF, UTF-8, a header row). JSON lines have the same keys, with lists as
lists, numbers as numbers, and null for what is empty.
"""

from __future__ import annotations

import json
from typing import Any

from ...domain.event import Event, Role
from ...domain.query import StoredDocument
from .rows import ExportRow, Line, days_of, moment, names
from .spreadsheet import csv_line

COLUMNS: dict[str, str] = {
    **dict.fromkeys(("event_id", "edtf"), "VARCHAR"),
    **dict.fromkeys(("start_date", "end_date"), "DATE"),
    **dict.fromkeys(("date_precision", "date_extent", "date_basis", "date_raw"), "VARCHAR"),
    **dict.fromkeys(("date_unresolved", "event_type", "summary", "status"), "VARCHAR"),
    **dict.fromkeys(("actors", "actor_ids", "places"), "VARCHAR[]"),
    "quote": "VARCHAR",
    "confidence": "DOUBLE",
    "mentions": "BIGINT",
    "sources": "VARCHAR[]",
    "doc_date": "DATE",
    "doc_date_source": "VARCHAR",
    "source_title": "VARCHAR",
    "source_url": "VARCHAR",
    "publisher": "VARCHAR",
    "language": "VARCHAR",
    **dict.fromkeys(("first_seen", "last_seen"), "TIMESTAMP WITH TIME ZONE"),
    "extractor_version": "VARCHAR",
    **dict.fromkeys(("superseded_by", "supersedes"), "VARCHAR[]"),
}
"""The columns in order, with their types in SQL."""
_SOURCE = ("doc_date", "doc_date_source", "source_title", "source_url", "publisher", "language")


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
        "places": names(event, Role.PLACE),
        "quote": event.quote,
        "confidence": round(event.confidence, 4),
        "mentions": event.mention_count,
        "sources": list(event.document_ids),
        **_source_fields(source),
        "first_seen": moment(event.create_time),
        "last_seen": moment(event.update_time),
        "extractor_version": source.analyzer_version if source else None,
        "superseded_by": list(event.superseded_by),
        "supersedes": list(event.supersedes),
    }


def _date_fields(event: Event) -> dict[str, str | None]:
    time, days = event.time, days_of(event.time)
    dated = time.first is not None
    return {
        "edtf": time.edtf or None,
        "start_date": days.first.isoformat() if days and days.first else None,
        "end_date": days.last.isoformat() if days and days.last else None,
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


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def csv_row(row: ExportRow) -> Line:
    """An event as a record of CSV."""
    values = fields(row)
    return Line(csv_line(_csv_cell(values[column]) for column in COLUMNS))


def json_row(row: ExportRow) -> Line:
    """An event as a line of JSON."""
    return Line(f"{json.dumps(fields(row), ensure_ascii=False)}\n".encode())
