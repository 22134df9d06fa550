"""Events as they are shown: with their mentions, the actors of today, and what was put off."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ..domain.event import Event, StoredMention
from ..nlp.events.postponement import is_put_off, postponements
from ..store import events, mentions
from ..store import postponements as links
from ..store.cards import EventRecord
from ..store.database import Cursor
from .coreference import reading_order
from .present import with_present_actors


def shown(cursor: Cursor, records: Sequence[EventRecord], *, with_mentions: bool = False) -> list[Event]:
    """The events of some records."""
    told = _with_mentions(cursor, records) if with_mentions else [record.event for record in records]
    present = with_present_actors(cursor, told)
    ids = [mention for record in records if record.put_off for mention in record.mention_ids]
    if not ids:
        return present
    after, before = links.superseding(cursor, ids), links.superseded(cursor, ids)
    return [
        replace(
            event,
            superseded_by=_others(event, record.mention_ids, after),
            supersedes=_others(event, record.mention_ids, before),
        )
        for event, record in zip(present, records, strict=True)
    ]


def _others(
    event: Event, mention_ids: Iterable[int], linked: Mapping[int, Collection[int]]
) -> tuple[str, ...]:
    found = dict.fromkeys(events.event_id(key) for mention in mention_ids for key in linked.get(mention, ()))
    return tuple(other for other in found if other != event.id)


def _with_mentions(cursor: Cursor, records: Sequence[EventRecord]) -> list[Event]:
    stored = mentions.find(cursor, [mention for record in records for mention in record.mention_ids])
    return [
        replace(
            record.event,
            mentions=tuple(sorted((stored[mention] for mention in record.mention_ids), key=reading_order)),
        )
        for record in records
    ]


def tells_of_delay(told: Iterable[StoredMention]) -> bool:
    """Whether some mention tells of an old or a new date of what was put off."""
    return any(is_put_off(mention.mention) for mention in told)


def postponed(gained: Mapping[int, StoredMention]) -> list[tuple[int, int]]:
    """The mentions of old dates among some, by id, each with the one of the new date."""
    documents: dict[int, list[int]] = {}
    for mention in sorted(gained):
        documents.setdefault(mention // mentions.PER_DOCUMENT, []).append(mention)
    return [
        (own[old], own[new])
        for own in documents.values()
        for old, new in postponements([gained[mention].mention for mention in own])
    ]
