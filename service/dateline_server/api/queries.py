"""What is asked of a timeline: filters, orders and formats, checked and converted."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from dateline.v1 import timeline_service_pb2

from ..app.export import ExportFormat, ExportSummary
from ..app.summaries import MAX_GROUPS
from ..domain.query import EventQuery, Order
from ..domain.summary import EventCount, Grouping, Summary, TimeUnit
from ..domain.time import DateMatch
from ..errors import InvalidInput
from . import enums
from .convert import date_to_wire, id_of, name_of
from .event_types import checked_type
from .validation import LINE_LIMIT, checked_bound, checked_characters, checked_date, checked_name

E = TypeVar("E", bound=StrEnum)
EXPORT_FORMAT = enums.EnumCodec(ExportFormat, timeline_service_pb2.ExportFormat, "EXPORT_FORMAT")
TIME_UNIT = enums.EnumCodec(TimeUnit, timeline_service_pb2.TimeUnit, "TIME_UNIT")
GROUPING = enums.EnumCodec(Grouping, timeline_service_pb2.SummaryGrouping, "SUMMARY_GROUPING")
DEFAULT_GROUPS = 10
VALUES_LIMIT = 1000
"""The most values of one field of a filter."""


def checked_query(message: timeline_service_pb2.EventFilter, order_by: str = "") -> EventQuery:
    """The query that a filter and an order ask.

    Raises:
        InvalidInput: a field cannot be used.

    """
    _check_values(message)
    query = _query_from_wire(message, _checked_order(order_by))
    if query.start is not None and query.end is not None and query.start >= query.end:
        raise InvalidInput(
            f"filter.start_date {query.start} is not before filter.end_date {query.end}, which the range "
            "does not hold: swap them, or move the end a day on",
            field="filter.end_date",
        )
    return query


def query_to_wire(query: EventQuery) -> tuple[timeline_service_pb2.EventFilter, str]:
    """The filter and the order that ask a query."""
    message = timeline_service_pb2.EventFilter(
        date_match=enums.DATE_MATCH.to_wire(query.match),
        any_actors=query.any_actors,
        all_actors=query.all_actors,
        roles=map(enums.ROLE.to_wire, query.roles),
        event_types=query.types,
        factualities=map(enums.FACTUALITY.to_wire, query.factualities),
        min_confidence=query.min_confidence,
        documents=[name_of("documents", identifier) for identifier in query.documents],
        text=query.text,
    )
    if query.as_of is not None:
        message.as_of.CopyFrom(date_to_wire(query.as_of))
    if query.start is not None:
        message.start_date.CopyFrom(date_to_wire(query.start))
    if query.end is not None:
        message.end_date.CopyFrom(date_to_wire(query.end))
    return message, query.order


def checked_format(number: int) -> ExportFormat:
    """The export format of a request; CSV when it names none. Raises InvalidInput."""
    return _checked_value(EXPORT_FORMAT, number, "format", "ExportFormat") or ExportFormat.CSV


def checked_actor(name: str, field: str) -> str:
    """An actor's identifier, or the alias that a request has in its place.

    Raises:
        InvalidInput: it is empty or has a NUL character.

    """
    if not name.strip():
        raise InvalidInput(f"{field} is empty: write actors/IDENTIFIER, or any alias", field=field)
    return id_of("actors", checked_characters(name, field))


def checked_unit(number: int) -> TimeUnit:
    """The unit of a request; months when it names none. Raises InvalidInput."""
    return _checked_value(TIME_UNIT, number, "unit", "TimeUnit") or TimeUnit.MONTH


def checked_grouping(number: int) -> Grouping:
    """What a request counts apart; nothing when it does not say. Raises InvalidInput."""
    return _checked_value(GROUPING, number, "group_by", "SummaryGrouping") or Grouping.NONE


def _checked_value(codec: enums.EnumCodec[E], number: int, field: str, kind: str) -> E | None:
    found = codec.optional(number)
    if number and found is None:
        raise InvalidInput(f"{field} {number} is not known: use a value of {kind}", field=field)
    return found


def checked_groups(groups: int) -> int:
    """How many groups are shown.

    Raises:
        InvalidInput: it is negative.

    """
    if groups < 0:
        raise InvalidInput(f"max_groups {groups} is negative: use 1 to {MAX_GROUPS}", field="max_groups")
    return groups or DEFAULT_GROUPS


def counts_to_wire(summary: Summary, grouping: Grouping) -> timeline_service_pb2.SummarizeEventsResponse:
    """Counts of events, and what they leave out."""
    return timeline_service_pb2.SummarizeEventsResponse(
        counts=[_count_to_wire(count, grouping) for count in summary.counts],
        event_count=summary.event_count,
        undated_count=summary.undated_count,
        omitted_group_count=summary.omitted_groups,
    )


def _count_to_wire(count: EventCount, grouping: Grouping) -> timeline_service_pb2.EventCount:
    return timeline_service_pb2.EventCount(
        start_date=date_to_wire(count.start),
        end_date=None if count.end is None else date_to_wire(count.end),
        event_type=count.group if grouping is Grouping.TYPE else "",
        actor=name_of("actors", count.group) if grouping is Grouping.ACTOR else "",
        display_name=count.display_name,
        count=count.count,
    )


def summary_to_wire(summary: ExportSummary) -> timeline_service_pb2.ExportSummary:
    """What a file holds, and what it could not hold."""
    return timeline_service_pb2.ExportSummary(
        written_count=summary.written,
        undated_count=summary.undated,
        rounded_count=summary.rounded,
        out_of_range_count=summary.out_of_range,
        unmapped_count=summary.unmapped,
    )


def summary_from_wire(summary: timeline_service_pb2.ExportSummary) -> ExportSummary:
    """What a file holds, and what it could not hold."""
    return ExportSummary(
        summary.written_count,
        summary.undated_count,
        summary.rounded_count,
        summary.out_of_range_count,
        summary.unmapped_count,
    )


def _query_from_wire(message: timeline_service_pb2.EventFilter, order: Order) -> EventQuery:
    has_start, has_end = message.HasField("start_date"), message.HasField("end_date")
    return EventQuery(
        start=checked_bound(message.start_date, "filter.start_date") if has_start else None,
        end=checked_bound(message.end_date, "filter.end_date") if has_end else None,
        match=enums.DATE_MATCH.optional(message.date_match) or DateMatch.POSSIBLE,
        any_actors=tuple(id_of("actors", actor) for actor in message.any_actors),
        all_actors=tuple(id_of("actors", actor) for actor in message.all_actors),
        roles=_members(enums.ROLE, message.roles, "filter.roles"),
        types=tuple(
            checked_type(name, f"filter.event_types[{index}]")
            for index, name in enumerate(message.event_types)
        ),
        factualities=_members(enums.FACTUALITY, message.factualities, "filter.factualities"),
        min_confidence=message.min_confidence,
        documents=tuple(
            checked_name("documents", name, f"filter.documents[{index}]")
            for index, name in enumerate(message.documents)
        ),
        text=checked_characters(message.text, "filter.text"),
        as_of=checked_date(message.as_of, "filter.as_of") if message.HasField("as_of") else None,
        order=order,
    )


def _check_values(message: timeline_service_pb2.EventFilter) -> None:
    for field in ("any_actors", "all_actors", "event_types", "documents"):
        values = getattr(message, field)
        if len(values) > VALUES_LIMIT:
            raise InvalidInput(
                f"filter.{field} has {len(values)} values, the limit is {VALUES_LIMIT}: ask several times",
                field=f"filter.{field}",
            )
        for index, value in enumerate(values):
            checked_characters(value, f"filter.{field}[{index}]")
    if len(message.text) > LINE_LIMIT:
        raise InvalidInput(
            f"filter.text has {len(message.text)} characters, the limit is {LINE_LIMIT}: shorten it",
            field="filter.text",
        )
    if not 0 <= message.min_confidence <= 1:
        raise InvalidInput(
            f"filter.min_confidence {message.min_confidence:g} is not from 0 to 1",
            field="filter.min_confidence",
        )


def _members(codec: enums.EnumCodec[Any], numbers: Any, field: str) -> tuple[Any, ...]:
    try:
        return tuple(codec.from_wire(number) for number in numbers)
    except ValueError as problem:
        raise InvalidInput(f"{field}: {problem}: leave it out", field=field) from None


def _checked_order(order_by: str) -> Order:
    if not order_by:
        return Order.TIME
    try:
        return Order(" ".join(order_by.split()))
    except ValueError:
        raise InvalidInput(
            f'order_by {order_by[:40]!r} is not known: use "time" or "time desc"', field="order_by"
        ) from None
