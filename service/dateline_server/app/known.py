"""What was known on a past day: events made from the documents that were stored by then.

An event's days, type and participants are the same whichever of its mentions are left, as these are
what its mentions have in common; so the events of today that may be meant hold all of those of then.
Events that people merged are the exception: one of these is found, and stands, by its date of today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from ..domain.event import Event, Factuality
from ..domain.query import EventQuery
from ..store import documents, events, mentions, queries
from ..store.cards import EventRecord
from ..store.conditions import Keys
from ..store.database import Cursor
from ..store.queries import Position
from .coreference import join
from .text import words, words_of

_BATCH = 200
_MOST = 2000
_OPEN = {Factuality.PLANNED, Factuality.POSSIBLE}
"""The factualities that mentions of one event may differ in."""


def events_as_of(
    cursor: Cursor, query: EventQuery, keys: Keys, limit: int, after: Position | None
) -> list[EventRecord]:
    """As ``queries.events``, as the events were at the end of the query's ``as_of`` day (UTC).

    Reads the events that are meant today, in order, and passes over those that were not known.
    """
    told = {*query.factualities}
    widened = replace(query, factualities=tuple(sorted(told | _OPEN if told & _OPEN else told)))
    found: list[EventRecord] = []
    size = max(limit, _BATCH)
    while len(found) < limit:
        records = queries.events(cursor, widened, keys, size, after)
        then = _as_of(cursor, records, _end_of(query.as_of or date.max))
        found += [record for record in then if _is_meant(record.event, query, keys)]
        if len(records) < size:
            break
        after = (records[-1].event.time.first, events.event_key(records[-1].event.id))
        size = min(2 * size, _MOST)
    return found[:limit]


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
            event = join(record.event.id, [told[m] for m in ids], record.event.create_time, latest)
            then.append(EventRecord(event, tuple(ids)))
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
