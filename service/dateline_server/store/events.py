"""Events in the store, and the index of the actors in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..domain.event import Factuality
from ..domain.ids import stable_hash
from . import rollup, terms
from .cards import EventRecord, from_card, to_card
from .columns import Batch, lent
from .database import Cursor
from .rows import Row, marks

_COLUMNS = {
    "event_id": "BIGINT",
    "event_type": "VARCHAR",
    "first_day": "DATE",
    "last_day": "DATE",
    "factuality": "UTINYINT",
    "confidence": "DOUBLE",
    "edtf": "VARCHAR",
    "granularity": "VARCHAR",
    "summary": "VARCHAR",
    "card": "VARCHAR",
    "version": "INTEGER",
    "actors": "BIGINT[]",
    "roles": "VARCHAR[]",
    "terms": "BIGINT[]",
}
"""Of an event with what it is found by, all in one row."""
_INSERTS = (
    """INSERT INTO events SELECT event_id, event_type, first_day, last_day, factuality, confidence, edtf,
        granularity, summary, card, version FROM {}""",
    """INSERT INTO event_actors SELECT unnest(actors), first_day, last_day, event_id, unnest(roles),
        event_type, factuality, confidence FROM {}""",
    """INSERT INTO event_terms SELECT unnest(terms), first_day, last_day, event_id, event_type, factuality,
        confidence, version FROM {}""",
)

_FACTUALITIES = (Factuality.ASSERTED, Factuality.PLANNED, Factuality.POSSIBLE, Factuality.NEGATED)


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


def event_id(key: int) -> str:
    """The reverse of ``event_key``: "e" and 16 hexadecimal digits."""
    return f"e{key:016x}"


def factuality_code(factuality: Factuality) -> int:
    """The number that stands for a factuality: what queries mean by default comes first."""
    return _FACTUALITIES.index(factuality)


@lru_cache(maxsize=1 << 16)
def actor_key(actor_id: str) -> int:
    """The number that stands for an actor."""
    return stable_hash("actor", actor_id)


def find(cursor: Cursor, keys: Sequence[int]) -> dict[int, EventRecord]:
    """Those of some events that are stored, by key."""
    if not keys:
        return {}
    rows = cursor.execute(
        f"SELECT event_id, card FROM events WHERE event_id IN ({marks(keys)})", list(keys)
    ).fetchall()
    return {int(key): from_card(card) for key, card in rows}


def existing(cursor: Cursor, keys: Sequence[int]) -> set[int]:
    """Those of some events that are stored."""
    if not keys:
        return set()
    rows = cursor.execute(f"SELECT event_id FROM events WHERE event_id IN ({marks(keys)})", list(keys))
    return {int(key) for (key,) in rows.fetchall()}


def insert(cursor: Cursor, records: Sequence[EventRecord], terms_of: terms.Terms) -> None:
    """Adds events, which have their mentions, and what they are found by."""
    if not records:
        return
    rows = [_to_row(record, terms_of(record.event)) for record in records]
    with lent(cursor, Batch.of(_COLUMNS, rows)) as incoming:
        for statement in _INSERTS:
            cursor.execute(statement.format(incoming))
    rollup.change(cursor, _counted(records), 1)


def delete(cursor: Cursor, records: Sequence[EventRecord]) -> None:
    """Removes events and their actors."""
    if not records:
        return
    rollup.change(cursor, _counted(records), -1)
    keys = [event_key(record.event.id) for record in records]
    cursor.execute(f"DELETE FROM events WHERE event_id IN ({marks(keys)})", keys)
    actors = [actor_key(actor) for actor in sorted({a for record in records for a in record.actor_ids})]
    if actors:
        cursor.execute(
            f"DELETE FROM event_actors WHERE actor_key IN ({marks(actors)}) AND event_id IN ({marks(keys)})",
            [*actors, *keys],
        )


def _counted(records: Iterable[EventRecord]) -> list[rollup.Counted]:
    events = [record.event for record in records]
    return [(e.type, e.time.first, e.time.last, factuality_code(e.factuality)) for e in events]


def _to_row(record: EventRecord, term_keys: Sequence[int]) -> Row:
    event = record.event
    who = event.participants
    return (
        event_key(event.id),
        event.type,
        event.time.first,
        event.time.last,
        factuality_code(event.factuality),
        event.confidence,
        event.time.edtf,
        event.time.granularity,
        event.summary,
        to_card(record),
        terms.version_of(event),
        [actor_key(participant.actor_id) for participant in who],
        [participant.role for participant in who],
        term_keys,
    )
