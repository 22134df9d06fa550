"""Events in the store, and the index of the actors in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..domain.event import Event, Factuality
from ..domain.ids import stable_hash
from .database import Cursor
from .rows import (
    Row,
    append,
    from_utc,
    marks,
    participant_struct,
    time_struct,
    to_participant,
    to_time,
    to_utc,
)

COLUMNS = """event_id, event_type, summary, first_day, last_day, "time", participants, factuality, confidence,
    quote, quote_document_id, trigger_text, timex_text, document_ids, mention_ids, create_time, update_time"""


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A stored event without its mentions, and the ids of those."""

    event: Event
    mention_ids: tuple[int, ...]

    @property
    def actor_ids(self) -> frozenset[str]:
        """The actors that take part."""
        return frozenset(participant.actor_id for participant in self.event.participants)


def event_key(event_id: str) -> int:
    """The number that an event id stands for; -1, which no event has, for anything else."""
    digits = event_id[1:]
    if event_id[:1] != "e" or len(digits) != 16 or not digits.isascii():
        return -1
    try:
        key = int(digits, 16)
    except ValueError:
        return -1
    return key if digits == f"{key:016x}" and 0 <= key < 1 << 63 else -1


def actor_key(actor_id: str) -> int:
    """The number that stands for an actor."""
    return stable_hash("actor", actor_id)


def find(cursor: Cursor, keys: Sequence[int]) -> dict[int, EventRecord]:
    """Those of some events that are stored, by key."""
    if not keys:
        return {}
    rows = cursor.execute(
        f"SELECT {COLUMNS} FROM events WHERE event_id IN ({marks(keys)})", list(keys)
    ).fetchall()
    return {int(row[0]): to_record(row) for row in rows}


def insert(cursor: Cursor, records: Sequence[EventRecord]) -> None:
    """Adds events and their actors."""
    append(cursor, "events", [_to_row(record) for record in records])
    append(cursor, "event_actors", _actor_rows(records))


def delete(cursor: Cursor, records: Sequence[EventRecord]) -> None:
    """Removes events and their actors."""
    if not records:
        return
    keys = [event_key(record.event.id) for record in records]
    cursor.execute(f"DELETE FROM events WHERE event_id IN ({marks(keys)})", keys)
    actors = [actor_key(actor) for actor in sorted({a for record in records for a in record.actor_ids})]
    if actors:
        cursor.execute(
            f"DELETE FROM event_actors WHERE actor_key IN ({marks(actors)}) AND event_id IN ({marks(keys)})",
            [*actors, *keys],
        )


def _to_row(record: EventRecord) -> Row:
    event = record.event
    return (
        event_key(event.id),
        event.type,
        event.summary,
        event.time.first,
        event.time.last,
        time_struct(event.time),
        [participant_struct(participant) for participant in event.participants],
        event.factuality.value,
        event.confidence,
        event.quote,
        event.quote_document_id,
        event.trigger,
        event.timex_text,
        list(event.document_ids),
        list(record.mention_ids),
        from_utc(event.create_time),
        from_utc(event.update_time),
    )


def _actor_rows(records: Iterable[EventRecord]) -> list[Row]:
    return [
        (
            actor_key(participant.actor_id),
            record.event.time.first,
            record.event.time.last,
            event_key(record.event.id),
            participant.role.value,
            record.event.type,
            record.event.factuality.value,
            record.event.confidence,
        )
        for record in records
        for participant in record.event.participants
    ]


def to_record(row: Row) -> EventRecord:
    """An event from a row of ``COLUMNS``."""
    (key, event_type, summary, first, last, time, participants, factuality, confidence) = row[:9]
    (quote, quote_document_id, trigger, timex_text, document_ids, mention_ids) = row[9:15]
    create_time, update_time = row[15:]
    event = Event(
        id=f"e{key:016x}",
        type=event_type,
        summary=summary,
        time=to_time(first, last, time),
        participants=tuple(map(to_participant, participants)),
        factuality=Factuality(factuality),
        confidence=confidence,
        mention_count=len(mention_ids),
        create_time=to_utc(create_time),
        update_time=to_utc(update_time),
        quote=quote,
        trigger=trigger,
        timex_text=timex_text,
        quote_document_id=quote_document_id,
        document_ids=tuple(document_ids),
    )
    return EventRecord(event, tuple(mention_ids))
