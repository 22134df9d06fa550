"""Plain values as requests: what both clients send is made here, and only here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from google.type.date_pb2 import Date

from .v1.document_pb2 import Document
from .v1.event_pb2 import Factuality, Role
from .v1.timeline_service_pb2 import (
    DATE_MATCH_CERTAIN,
    DATE_MATCH_POSSIBLE,
    EVENT_VIEW_BASIC,
    EVENT_VIEW_FULL,
    EventFilter,
    ExportFormat,
    ExportTimelineRequest,
    ListEventsRequest,
)

PAGE_SIZE = 200
"""How many items a page holds where every item is wanted."""


def new_document(
    text: str,
    *,
    title: str = "",
    publication_date: date | str | None = None,
    language_code: str = "",
    publisher: str = "",
    uri: str = "",
    media_type: str = "",
) -> Document:
    """A document to send; only ``text`` is needed.

    Raises:
        ValueError: ``publication_date`` is a string but no ISO 8601 day.

    """
    document = Document(
        text=text,
        title=title,
        language_code=language_code,
        publisher=publisher,
        uri=uri,
        media_type=media_type,
    )
    if publication_date is not None:
        document.publication_date.CopyFrom(wire_date(publication_date))
    return document


def wire_date(day: date | str) -> Date:
    """A day as a message; a string is ISO 8601.

    Raises:
        ValueError: the string is no day.

    """
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return Date(year=day.year, month=day.month, day=day.day)


def event_filter(
    *,
    start: date | str | None = None,
    end: date | str | None = None,
    certain: bool = False,
    any_actors: Iterable[str] = (),
    all_actors: Iterable[str] = (),
    roles: Iterable[str] = (),
    event_types: Iterable[str] = (),
    factualities: Iterable[str] = (),
    min_confidence: float = 0.0,
    documents: Iterable[str] = (),
) -> EventFilter:
    """Which events are meant; every argument that is given must hold.

    Args:
        start: the first day of the range.
        end: the day after its last.
        certain: every possible day of an event lies in the range, not only some.
        any_actors: any of these takes part, by id or by any alias in any script.
        all_actors: all of these take part.
        roles: "agent", "patient", "counterpart", "place", "theme", "source", "amount".
        event_types: such as "meet".
        factualities: "asserted", "planned", "possible", "negated"; the first two when empty.
        min_confidence: from 0 to 1.
        documents: mentioned in any of these.

    Raises:
        ValueError: a role or factuality is none, or a string is no day.

    """
    message = EventFilter(
        date_match=DATE_MATCH_CERTAIN if certain else DATE_MATCH_POSSIBLE,
        any_actors=any_actors,
        all_actors=all_actors,
        roles=[Role.Value(f"ROLE_{role.upper()}") for role in roles],
        event_types=event_types,
        factualities=[Factuality.Value(f"FACTUALITY_{value.upper()}") for value in factualities],
        min_confidence=min_confidence,
        documents=[resource_name("documents", document) for document in documents],
    )
    if start is not None:
        message.start_date.CopyFrom(wire_date(start))
    if end is not None:
        message.end_date.CopyFrom(wire_date(end))
    return message


def list_request(
    event_filter: EventFilter | None, *, descending: bool, full: bool, page_size: int
) -> ListEventsRequest:
    """The request for the first page of events."""
    return ListEventsRequest(
        filter=event_filter,
        order_by=order(descending=descending),
        view=EVENT_VIEW_FULL if full else EVENT_VIEW_BASIC,
        page_size=page_size,
    )


def export_request(
    event_filter: EventFilter | None, file_format: str, *, descending: bool, byte_order_mark: bool
) -> ExportTimelineRequest:
    """The request for a file.

    Raises:
        ValueError: the format is none of ``EXPORT_FORMATS``.

    """
    if file_format not in EXPORT_FORMATS:
        raise ValueError(f"{file_format!r} is no export format: use {', '.join(EXPORT_FORMATS)}")
    return ExportTimelineRequest(
        filter=event_filter,
        format=EXPORT_FORMATS[file_format],
        order_by=order(descending=descending),
        byte_order_mark=byte_order_mark,
    )


EXPORT_FORMATS: dict[str, ExportFormat.ValueType] = {
    "csv": ExportFormat.Value("EXPORT_FORMAT_CSV"),
    "jsonl": ExportFormat.Value("EXPORT_FORMAT_JSON_LINES"),
    "timelinejs": ExportFormat.Value("EXPORT_FORMAT_TIMELINEJS_CSV"),
}
"""The export formats by the names that people use."""


def order(*, descending: bool) -> str:
    """The order of events."""
    return "time desc" if descending else "time"


def resource_name(collection: str, name: str) -> str:
    """The full name for a name or an identifier."""
    return name if name.startswith(f"{collection}/") else f"{collection}/{name}"
