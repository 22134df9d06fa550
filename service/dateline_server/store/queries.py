"""Pages of events; every query reads one page, from a position on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar

from ..domain.query import EventQuery, Order
from .cards import EventRecord
from .conditions import Conditions, Keys, conditions_of, rarest_rows, taking_part, told
from .database import Cursor
from .events import find
from .terms import version_of

T = TypeVar("T")

_WINDOWS = (30, 400, 4000)
"""Days from where a page begins."""
_BUSY = 5000
"""How many rows of an actor are too many to be sorted for a page."""
_COMMON = 100_000
"""As many of a word, whose rows are cheaper: a page near its begin is often not filled by them."""

Position = tuple[date | None, int]
"""First day and event key of the event that the last page ended with."""


def events(
    cursor: Cursor, query: EventQuery, keys: Keys, limit: int, after: Position | None = None
) -> list[EventRecord]:
    """At most ``limit`` events in the query's order, those behind ``after``.

    An event without a date comes last, whatever the order.
    """
    if keys.impossible:
        return []
    found: list[EventRecord] = []
    if after is None or after[0] is not None:
        found = _page(cursor, query, keys, limit, after, dated=True)
        after = None
    if len(found) < limit and query.start is None and query.end is None:
        found += _page(cursor, query, keys, limit - len(found), after, dated=False)
    return found


def _page(
    cursor: Cursor, query: EventQuery, keys: Keys, limit: int, after: Position | None, *, dated: bool
) -> list[EventRecord]:
    """Finds the keys of a page first: reading a wide column while sorting costs far more."""
    bounds = Conditions()
    bounds.add("first_day IS NOT NULL" if dated else "first_day IS NULL")
    _behind(bounds, after, descending=query.order is Order.TIME_DESC)
    direction = "DESC" if query.order is Order.TIME_DESC else "ASC"
    order = f"ORDER BY first_day {direction}, event_id {direction} LIMIT"
    if keys.terms:
        read = partial(_by_text, cursor, query, keys, order, limit)
        return _near(cursor, query, keys, limit, bounds, read)
    if keys.groups or query.roles:
        read_keys = partial(_by_actors, cursor, query, keys, order, limit)
        page = _near(cursor, query, keys, limit, bounds, read_keys)
    else:
        conditions = conditions_of(query, keys).also(bounds)
        statement = f"SELECT event_id FROM events {conditions.where} {order} {int(limit)}"
        page = _keys(cursor, statement, conditions.values)
    records = find(cursor, page)
    return [records[key] for key in page]


def _keys(cursor: Cursor, statement: str, values: Sequence[Any]) -> list[int]:
    return [int(key) for (key,) in cursor.execute(statement, list(values)).fetchall()]


def _behind(conditions: Conditions, after: Position | None, *, descending: bool) -> None:
    if after is None:
        return
    day, key = after
    beyond = "<" if descending else ">"
    if day is None:
        conditions.add(f"event_id {beyond} ?", key)
    else:
        # A plain bound first: DuckDB skips row groups by it, which a comparison of rows prevents.
        conditions.add(f"first_day {beyond}= ?", day)
        conditions.add(f"(first_day {beyond} ? OR event_id {beyond} ?)", day, key)


def _near(
    cursor: Cursor,
    query: EventQuery,
    keys: Keys,
    limit: int,
    bounds: Conditions,
    read: Callable[[Conditions], list[T]],
) -> list[T]:
    """A page of what many rows speak of, looked for near its begin first, then further away.

    All of the rows would be sorted for a page of them, and joined with those of other actors or words.
    """
    descending = query.order is Order.TIME_DESC
    busy = keys.busy > (_COMMON if keys.terms else _BUSY)
    if busy and (descending or keys.terms or len(keys.groups) > 1):
        edge = "max" if descending else "min"
        rarest = rarest_rows(query, keys, bounds)
        statement = f"SELECT {edge}(first_day) FROM {rarest.text}"
        ((begin,),) = cursor.execute(statement, rarest.values).fetchall()
        for days in _WINDOWS if begin is not None else ():
            window = bounds.copy()
            window.add(*_within(begin, days, descending=descending))
            page = read(window)
            if len(page) == limit:
                return page
    return read(bounds)


def _within(begin: date, days: int, *, descending: bool) -> tuple[str, date]:
    if descending:
        return "first_day >= ?", date.fromordinal(max(1, begin.toordinal() - days))
    return "first_day <= ?", date.fromordinal(min(date.max.toordinal(), begin.toordinal() + days))


def _by_text(
    cursor: Cursor, query: EventQuery, keys: Keys, order: str, limit: int, bounds: Conditions
) -> list[EventRecord]:
    """A page read from the index of words; entries that an event left behind are told by its version."""
    entries = told(query, keys, bounds)
    asked = limit
    while True:
        rows = cursor.execute(f"{entries.text} {order} {asked}", entries.values).fetchall()
        versions = dict.fromkeys((int(key), int(version)) for key, version in rows)
        records = find(cursor, list({key for key, _ in versions}))
        held = [
            records[key]
            for key, version in versions
            if key in records and version_of(records[key].event) == version
        ]
        if len(held) >= limit or len(rows) < asked:
            return held[:limit]
        asked *= 4


def _by_actors(
    cursor: Cursor, query: EventQuery, keys: Keys, order: str, limit: int, bounds: Conditions
) -> list[int]:
    """The first keys, each once: few actors have two roles in an event, so to group all is waste."""
    conditions = taking_part(query, keys, bounds)
    statement = f"SELECT event_id FROM event_actors {conditions.where} {order}"
    asked = 2 * limit
    while True:
        rows = _keys(cursor, f"{statement} {int(asked)}", conditions.values)
        keys_of_page = list(dict.fromkeys(rows))
        if len(keys_of_page) >= limit or len(rows) < asked:
            return keys_of_page[:limit]
        asked *= 4
