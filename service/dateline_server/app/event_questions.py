"""Questions about events and actors: lists, counts, who takes part together, and what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..domain.event import Event
from ..domain.query import EventQuery, Page, PageToken, StoredActor
from ..domain.summary import CoActor, Grouping, Summary, TimeUnit
from ..errors import NotFound
from ..store import actors, events, identities, queries
from ..store.cards import EventRecord
from ..store.database import Cursor, Database
from .keys import keys_of
from .known import events_as_of
from .present import present_actor
from .search import (
    check_countable,
    check_page_size,
    check_query,
    day_text,
    event_position,
    normalize_alias,
    page,
    position_of,
    query_digest,
    text_number,
)
from .showing import shown
from .summaries import check_groups, co_actors, summarize
from .watching import Changes, Position, changes_since, current


class EventQuestions:
    """What is asked of one timeline about its events and actors; from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get_event(self, event_id: str) -> Event:
        """An event with all its mentions, by its id or one that it or its mentions had before.

        Raises:
            NotFound: no event, or none any more.

        """
        return self._events([event_id])[0]

    def list_events(
        self,
        query: EventQuery,
        page_size: int,
        token: PageToken | None = None,
        *,
        with_mentions: bool = False,
    ) -> Page[Event]:
        """Events in the query's order.

        Raises:
            InvalidInput: the query contradicts itself.
            PageTokenInvalid: the token is another query's.

        """
        page_size = check_page_size(page_size)
        checked = check_query(query)
        digest = query_digest("events", checked)
        after = event_position(token, digest)
        with self._database.read() as cursor:
            ask = queries.events if checked.as_of is None else events_as_of
            records = ask(cursor, checked, keys_of(cursor, checked), page_size + 1, after)
            found = page(records, page_size, digest, _position)
            return Page(tuple(shown(cursor, found.items, with_mentions=with_mentions)), found.next)

    def summarize_events(
        self, query: EventQuery, unit: TimeUnit, grouping: Grouping = Grouping.NONE, groups: int = 10
    ) -> Summary:
        """How many events each stretch of the calendar holds, for at most ``groups`` groups.

        Raises:
            InvalidInput: the query contradicts itself, or there would be too many counts.

        """
        checked = check_countable(check_query(query))
        with self._database.read() as cursor:
            keys = keys_of(cursor, checked)
            return summarize(cursor, checked, keys, unit, grouping, check_groups(groups))

    def list_co_actors(
        self, actor: str, query: EventQuery, page_size: int, token: PageToken | None = None
    ) -> Page[CoActor]:
        """Who takes part in the query's events together with an actor, the most often first.

        Raises:
            InvalidInput: the query contradicts itself.
            PageTokenInvalid: the token is another query's.

        """
        page_size = check_page_size(page_size)
        checked = check_countable(check_query(replace(query, all_actors=(*query.all_actors, actor))))
        digest = query_digest("co-actors", actor, checked)
        position = position_of(token, digest, 2)
        after = None if position is None else (text_number(position[0]), position[1])
        with self._database.read() as cursor:
            found = co_actors(cursor, checked, keys_of(cursor, checked), page_size + 1, after)
        return page(found, page_size, digest, lambda held: (str(held.event_count), held.actor.id))

    def get_actor(self, actor_id: str) -> StoredActor:
        """An actor, by its id or one that it had before the lexicon knew it.

        Raises:
            NotFound: no actor; or several are meant now, which the message names.

        """
        with self._database.read() as cursor:
            return present_actor(cursor, actor_id)

    def list_actors(self, query: str, page_size: int, token: PageToken | None = None) -> Page[StoredActor]:
        """Actors with an alias that holds ``query``, those with the most events first."""
        page_size = check_page_size(page_size)
        alias = normalize_alias(query)
        digest = query_digest("actors", alias)
        position = position_of(token, digest, 2)
        after = None if position is None else (text_number(position[0]), position[1])
        with self._database.read() as cursor:
            found = actors.most_active(cursor, alias, page_size + 1, after)
        return page(found, page_size, digest, lambda held: (str(held.event_count), held.actor.id))

    def watch_from_now(self) -> Position:
        """The position behind every change of an event so far."""
        with self._database.read() as cursor:
            return current(cursor)

    def changes_since(self, query: EventQuery, position: Position, limit: int = 500) -> Changes:
        """How the events that a query means have changed behind a position.

        Raises:
            InvalidInput: the query contradicts itself.
            ResumeTokenExpired: the position is another database's, or changes behind it are forgotten.

        """
        checked = check_countable(check_query(query))
        with self._database.read() as cursor:
            return changes_since(cursor, checked, keys_of(cursor, checked), position, limit)

    def _events(self, event_ids: Sequence[str]) -> list[Event]:
        """Events with all their mentions. Raises NotFound."""
        with self._database.read() as cursor:
            return shown(cursor, [_record(cursor, event_id) for event_id in event_ids], with_mentions=True)


def _record(cursor: Cursor, event_id: str) -> EventRecord:
    key = events.event_key(event_id)
    found = events.find(cursor, [key])
    if not found:
        other = identities.leads_to(cursor, key)
        found = {} if other is None else events.find(cursor, [other])
    if not found:
        raise NotFound(f"there is no event {event_id!r}", name=f"events/{event_id}")
    return next(iter(found.values()))


def _position(record: EventRecord) -> tuple[str, str]:
    return day_text(record.event.time.first), str(events.event_key(record.event.id))
