"""Events that told of other groups on a past day than they do today, put together as they were.

Loose mentions had another host then, or none, and of what people merged a part was unknown. Decisions
count as they are today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..domain.event import StoredMention
from ..domain.ids import stable_hash
from ..store import decisions, documents, events, kin, mentions
from ..store.cards import EventRecord
from ..store.database import Cursor
from ..store.identities import Identities
from .coreference import join
from .kinship import hosts
from .rulings import NOTHING, Rulings, rulings
from .showing import tells_of_delay


@dataclass(frozen=True, slots=True)
class Then:
    """What differs on a past day: the keys of today's ``events`` that do, and the events of then for them."""

    events: frozenset[int] = frozenset()
    records: tuple[EventRecord, ...] = ()


def otherwise(cursor: Cursor, moment: datetime) -> Then:
    """The events that told of other groups before a moment."""
    decided = _rulings(cursor)
    changed, found = kin.candidates_then(cursor, moment)
    before = {loose: host for loose, host in hosts(found).items() if loose not in decided.united}
    now = kin.joined(cursor, changed)
    moved = {loose for loose in changed if now.get(loose) != before.get(loose)}
    groups = moved | {before[loose] for loose in moved if loose in before}
    merged = Identities(cursor, plain=False).holders(sorted({*decided.united.values()}))
    affected = mentions.events_of(cursor, kin.mentions_of(cursor, groups)) | {*merged.values()}
    records = events.find(cursor, sorted(affected))
    if not records:
        return Then()
    steady = kin.joined(cursor, _own_groups(cursor, records, decided))
    guests = {**{loose: host for loose, host in steady.items() if loose not in moved}, **before}
    return Then(frozenset(records), tuple(_parted(cursor, records, decided, guests, moment)))


def _rulings(cursor: Cursor) -> Rulings:
    made = decisions.everything(cursor).values()
    if not made:
        return NOTHING
    named = {place.document_id for decision in made for place, _ in decision.mentions}
    found = documents.find(cursor, sorted(named))
    return rulings(made, {name: record.stored.content_hash for name, record in found.items()})


def _own_groups(cursor: Cursor, records: Mapping[int, EventRecord], decided: Rulings) -> set[int]:
    told = mentions.find(cursor, [mention for record in records.values() for mention in record.mention_ids])
    return {decided.own_key(mention) for mention in told.values()}


def _parted(
    cursor: Cursor,
    records: Mapping[int, EventRecord],
    decided: Rulings,
    guests: Mapping[int, int],
    moment: datetime,
) -> list[EventRecord]:
    ids = [mention for record in records.values() for mention in record.mention_ids]
    stored = documents.create_times(cursor, sorted({mention // mentions.PER_DOCUMENT for mention in ids}))
    groups: dict[int, list[int]] = defaultdict(list)
    told = mentions.find(cursor, ids)
    for mention in ids:
        if stored[mention // mentions.PER_DOCUMENT] < moment:
            own = decided.own_key(told[mention])
            host = guests.get(own, own)
            groups[decided.united.get(host, host)].append(mention)
    keys = Identities(cursor, plain=False).holders(sorted(groups))
    return [_record(keys.get(key) or _other(key), own, told, stored) for key, own in groups.items()]


def _other(key: int) -> int:
    """An id for a group whose plain one is that of another group's event."""
    return stable_hash("another", f"{key:016x}")


def _record(
    key: int, ids: Sequence[int], told: Mapping[int, StoredMention], stored: Mapping[int, datetime]
) -> EventRecord:
    times = [stored[mention // mentions.PER_DOCUMENT] for mention in ids]
    own = [told[mention] for mention in ids]
    event = join(events.event_id(key), own, min(times), max(times))
    return EventRecord(event, tuple(sorted(ids)), tells_of_delay(own))
