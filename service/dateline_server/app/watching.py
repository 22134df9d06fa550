"""What has changed since somebody last looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..domain.event import Event
from ..domain.query import EventQuery
from ..errors import ResumeTokenExpired
from ..store import events, feed, queries
from ..store.conditions import Keys
from ..store.database import Cursor
from .showing import shown


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the order of changes of one database: behind a number."""

    feed_id: str
    number: int


@dataclass(frozen=True, slots=True)
class Change:
    """An event as it is now, or, when ``event`` is None, one that is gone or no longer meant.

    ``position`` is behind it: everything before has been told.
    """

    event_id: str
    event: Event | None
    position: Position


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed up to a position, the first change first; each event once."""

    items: tuple[Change, ...]
    position: Position


def current(cursor: Cursor) -> Position:
    """The position behind every change so far."""
    state = feed.feed(cursor)
    return Position(state.id, state.last)


def changes_since(cursor: Cursor, query: EventQuery, keys: Keys, position: Position, limit: int) -> Changes:
    """At most ``limit`` changes behind a position.

    An event that does not meet the query is told as no longer meant, unless it is new.

    Raises:
        ResumeTokenExpired: the position is another database's, or changes behind it are forgotten.

    """
    state = feed.feed(cursor)
    if position.feed_id != state.id or not state.first - 1 <= position.number <= state.last:
        raise ResumeTokenExpired(
            "the changes since then are not kept, or are another database's: list the events again, "
            "then watch without a resume token",
        )
    found = feed.after(cursor, position.number, limit)
    if not found:
        return Changes((), position)
    last = {change.event_key: change for change in found}
    there = [key for key, change in last.items() if not change.gone]
    meant = _meant(cursor, query, keys, there)
    new = {key for key, record in events.find(cursor, there).items() if _is_new(record.event)}
    items = tuple(
        Change(events.event_id(key), meant.get(key), Position(state.id, change.number))
        for key, change in sorted(last.items(), key=lambda item: item[1].number)
        if key in meant or key not in new
    )
    return Changes(items, Position(state.id, found[-1].number))


def _meant(cursor: Cursor, query: EventQuery, keys: Keys, changed: Sequence[int]) -> dict[int, Event]:
    """Those of some events that meet a query, by key."""
    named = set(changed) if keys.events is None else set(changed) & set(keys.events)
    if not named:
        return {}
    narrowed = replace(keys, events=tuple(sorted(named)))
    records = queries.events(cursor, query, narrowed, len(named))
    return {events.event_key(event.id): event for event in shown(cursor, records)}


def _is_new(event: Event) -> bool:
    return event.create_time == event.update_time
