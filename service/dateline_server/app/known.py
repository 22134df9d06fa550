"""What was known on a past day: events made from the documents that were stored by then.

An event's days, type and participants are as a rule the same whichever of its mentions are left, as these
are what its mentions have in common; so the events of today that may be meant hold all of those of then.
Events that told of other groups then are the exception: they are put together apart, and take their places
in the order by their dates of then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import islice

from ..domain.event import Event, Factuality
from ..domain.query import EventQuery, Order
from ..domain.time import DateMatch
from ..store import documents, events, mentions, queries
from ..store.cards import EventRecord
from ..store.conditions import Keys
from ..store.database import Cursor
from ..store.queries import Position
from .coreference import join
from .showing import tells_of_delay
from .text import words, words_of
from .then import otherwise

_BATCH = 200
_MOST = 2000
_OPEN = {Factuality.PLANNED, Factuality.POSSIBLE}
"""The factualities that mentions of one event may differ in."""


def events_as_of(
    cursor: Cursor, query: EventQuery, keys: Keys, limit: int, after: Position | None
) -> list[EventRecord]:
    """As ``queries.events``, as the events were at the end of the query's ``as_of`` day (UTC)."""
    if keys.impossible:
        return []
    moment = _end_of(query.as_of or date.max)
    other = otherwise(cursor, moment)
    apart = [r for r in other.records if _is_in_range(r.event, query) and _is_meant(r.event, query, keys)]
    behind = None if after is None else _place(*after, query.order)
    apart = sorted((r for r in apart if behind is None or _order(r, query) > behind), key=_by(query))
    steady = (r for r in _steady(cursor, query, keys, limit, after) if _key(r) not in other.events)
    return list(islice(merge(steady, apart, key=_by(query)), limit))


def _steady(
    cursor: Cursor, query: EventQuery, keys: Keys, limit: int, after: Position | None
) -> Iterator[EventRecord]:
    """Reads the events that are meant today, in order, and passes over those that were not known."""
    told = {*query.factualities}
    widened = replace(query, factualities=tuple(sorted(told | _OPEN if told & _OPEN else told)))
    size = max(limit, _BATCH)
    while True:
        records = queries.events(cursor, widened, keys, size, after)
        then = _as_of(cursor, records, _end_of(query.as_of or date.max))
        yield from (record for record in then if _is_meant(record.event, query, keys))
        if len(records) < size:
            return
        after = (records[-1].event.time.first, _key(records[-1]))
        size = min(2 * size, _MOST)


def _key(record: EventRecord) -> int:
    return events.event_key(record.event.id)


def _by(query: EventQuery) -> Callable[[EventRecord], tuple[bool, int, int]]:
    return lambda record: _order(record, query)


def _order(record: EventRecord, query: EventQuery) -> tuple[bool, int, int]:
    return _place(record.event.time.first, _key(record), query.order)


def _place(day: date | None, key: int, order: Order) -> tuple[bool, int, int]:
    """Where an event stands in an order; those without a date come last in either."""
    number = day.toordinal() if day else 0
    return (day is None, -number, -key) if order is Order.TIME_DESC else (day is None, number, key)


def _is_in_range(event: Event, query: EventQuery) -> bool:
    if query.types and event.type not in query.types:
        return False
    if query.start is None and query.end is None:
        return True
    first, last = event.time.first, event.time.last
    if first is None or last is None:
        return False
    certain = query.match is DateMatch.CERTAIN
    begun = query.start is None or (first if certain else last) >= query.start
    return begun and (query.end is None or (last if certain else first) < query.end)


def _end_of(day: date) -> datetime:
    last = datetime.max.replace(tzinfo=UTC)
    return last if day == date.max else datetime.combine(day + timedelta(days=1), time(), UTC)


def _as_of(cursor: Cursor, records: Sequence[EventRecord], moment: datetime) -> list[EventRecord]:
    """Events as they were before a moment, without those that nothing told of yet."""
    stored = documents.create_times(cursor, sorted({_document(m) for r in records for m in r.mention_ids}))
    known = [(r, [m for m in r.mention_ids if stored[_document(m)] < moment]) for r in records]
    partly = [m for record, ids in known if len(ids) < len(record.mention_ids) for m in ids]
    told = mentions.find(cursor, partly)
    then = []
    for record, ids in known:
        if len(ids) == len(record.mention_ids):
            then.append(record)
        elif ids:
            latest = max(stored[_document(mention)] for mention in ids)
            own = [told[m] for m in ids]
            event = join(record.event.id, own, record.event.create_time, latest)
            then.append(EventRecord(event, tuple(ids), tells_of_delay(own)))
    return then


def _document(mention_id: int) -> int:
    return mention_id // mentions.PER_DOCUMENT


def _is_meant(event: Event, query: EventQuery, keys: Keys) -> bool:
    """What a change of an event's mentions can change about its being meant."""
    taking_part = {
        events.actor_key(participant.actor_id)
        for participant in event.participants
        if not query.roles or participant.role in query.roles
    }
    return (
        event.factuality in query.factualities
        and event.confidence >= query.min_confidence
        and all(taking_part & {*group} for group in keys.groups)
        and (bool(taking_part) or not query.roles)
        and (not query.documents or bool({*event.document_ids} & {*query.documents}))
        and (not query.text or not event.mentions or {*words(query.text)} <= {*words_of(event)})
    )
