"""Plain values as requests: what both clients send is made here, and only here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

from google.type.date_pb2 import Date

from .dates import day_after, first_day
from .v1.admin_service_pb2 import MergeEventsRequest, SplitEventRequest
from .v1.document_pb2 import Document
from .v1.event_pb2 import Factuality, Role
from .v1.ingestion_service_pb2 import ReanalyzeDocumentsRequest
from .v1.timeline_service_pb2 import (
    DATE_MATCH_CERTAIN,
    DATE_MATCH_POSSIBLE,
    EVENT_VIEW_BASIC,
    EVENT_VIEW_FULL,
    EventFilter,
    ExportFormat,
    ExportTimelineRequest,
    ListCoActorsRequest,
    ListEventsRequest,
    ListMentionsRequest,
    SummarizeEventsRequest,
    SummaryGrouping,
    TimeUnit,
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


class Criteria(TypedDict, total=False):
    """Which events are meant; every one that is given must hold.

    ``start`` and ``end`` are the first and the last day of a range, month or year ("2023-06"), both
    part of it. ``certain``: every possible day of an event lies in the range, not only some. Actors
    go by id or by any alias in any script, ``any_actors`` one of them, ``all_actors`` all of them,
    in any of ``roles`` ("agent", "patient", "counterpart", "place", "theme", "source", "amount").
    ``event_types`` are such as "meet". ``factualities`` are "asserted", "planned", "possible",
    "negated", the first two when none is given. ``min_confidence`` goes from 0 to 1. ``documents``:
    told in any of these, by name or id. ``text``: words that all stand in what is told of an event.
    ``as_of``: events as they were at the end of this day, for lists and exports only.
    """

    start: date | str | None
    end: date | str | None
    certain: bool
    any_actors: Iterable[str]
    all_actors: Iterable[str]
    roles: Iterable[str]
    event_types: Iterable[str]
    factualities: Iterable[str]
    min_confidence: float
    documents: Iterable[str]
    text: str
    as_of: date | str | None


def event_filter(**criteria: Unpack[Criteria]) -> EventFilter:
    """The filter that asks for events by criteria.

    Raises:
        ValueError: a role or factuality is none, or a string is no day, month or year.

    """
    message = EventFilter(
        date_match=DATE_MATCH_CERTAIN if criteria.get("certain") else DATE_MATCH_POSSIBLE,
        any_actors=criteria.get("any_actors", ()),
        all_actors=criteria.get("all_actors", ()),
        roles=[Role.Value(f"ROLE_{role.upper()}") for role in criteria.get("roles", ())],
        event_types=criteria.get("event_types", ()),
        factualities=[_factuality(value) for value in criteria.get("factualities", ())],
        min_confidence=criteria.get("min_confidence", 0.0),
        documents=[resource_name("documents", document) for document in criteria.get("documents", ())],
        text=criteria.get("text", ""),
    )
    start, end, as_of = criteria.get("start"), criteria.get("end"), criteria.get("as_of")
    if as_of is not None:
        message.as_of.CopyFrom(wire_date(as_of))
    if start is not None:
        message.start_date.CopyFrom(wire_date(first_day(str(start))))
    if end is not None:
        message.end_date.CopyFrom(wire_date(day_after(str(end))))
    return message


def _factuality(value: str) -> Factuality.ValueType:
    return Factuality.Value(f"FACTUALITY_{value.upper()}")


def list_request(criteria: Criteria, *, descending: bool, full: bool, page_size: int) -> ListEventsRequest:
    """The request for the first page of events."""
    return ListEventsRequest(
        filter=event_filter(**criteria),
        order_by=order(descending=descending),
        view=EVENT_VIEW_FULL if full else EVENT_VIEW_BASIC,
        page_size=page_size,
    )


def co_actors_request(criteria: Criteria, actor: str) -> ListCoActorsRequest:
    """The request for the first page of those who take part together with an actor."""
    return ListCoActorsRequest(actor=actor, filter=event_filter(**criteria), page_size=PAGE_SIZE)


def mentions_request(document: str) -> ListMentionsRequest:
    """The request for the first page of what a document tells."""
    return ListMentionsRequest(document=resource_name("documents", document), page_size=PAGE_SIZE)


def summary_request(criteria: Criteria, unit: str, group_by: str, max_groups: int) -> SummarizeEventsRequest:
    """The request for counts.

    Raises:
        ValueError: the unit is none of ``UNITS``, or the grouping none of ``GROUPINGS``.

    """
    if unit not in UNITS:
        raise ValueError(f"{unit!r} is no unit: use {', '.join(UNITS)}")
    if group_by not in GROUPINGS:
        raise ValueError(f"{group_by!r} is nothing to group by: use {', '.join(GROUPINGS)}")
    return SummarizeEventsRequest(
        filter=event_filter(**criteria),
        unit=TimeUnit.Value(f"TIME_UNIT_{unit.upper()}"),
        group_by=SummaryGrouping.Value(f"SUMMARY_GROUPING_{group_by.upper()}"),
        max_groups=max_groups,
    )


UNITS = ("day", "week", "month", "quarter", "year")
"""The stretches of the calendar that events are counted by."""
GROUPINGS = ("none", "type", "actor")
"""What is counted apart."""


def reanalyze_request(documents: Iterable[str], *, apply: bool) -> ReanalyzeDocumentsRequest:
    """The request to analyse stored documents anew."""
    names = [resource_name("documents", document) for document in documents]
    return ReanalyzeDocumentsRequest(documents=names, apply=apply)


def merge_request(events: Iterable[str]) -> MergeEventsRequest:
    """The request to make events one."""
    return MergeEventsRequest(events=[resource_name("events", event) for event in events])


def split_request(event: str, documents: Iterable[str]) -> SplitEventRequest:
    """The request to split off what some documents tell."""
    names = [resource_name("documents", document) for document in documents]
    return SplitEventRequest(name=resource_name("events", event), documents=names)


def export_request(
    criteria: Criteria, file_format: str, *, descending: bool, byte_order_mark: bool
) -> ExportTimelineRequest:
    """The request for a file.

    Raises:
        ValueError: the format is none of ``EXPORT_FORMATS``.

    """
    if file_format not in EXPORT_FORMATS:
        raise ValueError(f"{file_format!r} is no export format: use {', '.join(EXPORT_FORMATS)}")
    return ExportTimelineRequest(
        filter=event_filter(**criteria),
        format=EXPORT_FORMATS[file_format],
        order_by=order(descending=descending),
        byte_order_mark=byte_order_mark,
    )


EXPORT_FORMATS: dict[str, ExportFormat.ValueType] = {
    "csv": ExportFormat.Value("EXPORT_FORMAT_CSV"),
    "jsonl": ExportFormat.Value("EXPORT_FORMAT_JSON_LINES"),
    "timelinejs": ExportFormat.Value("EXPORT_FORMAT_TIMELINEJS_CSV"),
    "timesketch": ExportFormat.Value("EXPORT_FORMAT_TIMESKETCH_CSV"),
    "vis": ExportFormat.Value("EXPORT_FORMAT_VIS_TIMELINE_JSON"),
    "ics": ExportFormat.Value("EXPORT_FORMAT_ICALENDAR"),
    "parquet": ExportFormat.Value("EXPORT_FORMAT_PARQUET"),
    "plover": ExportFormat.Value("EXPORT_FORMAT_PLOVER_JSON_LINES"),
}
"""The export formats by the names that people use."""


def order(*, descending: bool) -> str:
    """The order of events."""
    return "time desc" if descending else "time"


def resource_name(collection: str, name: str) -> str:
    """The full name for a name or an identifier."""
    return name if name.startswith(f"{collection}/") else f"{collection}/{name}"
