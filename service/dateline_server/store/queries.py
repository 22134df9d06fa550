"""Pages of events; every query reads one page, from a position on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..domain.query import EventQuery, Order
from .cards import EventRecord
from .conditions import Conditions, Keys, add_actors, conditions_of, having_all, told
from .database import Cursor
from .events import find
from .terms import version_of

_WINDOWS = (1, 5, 25)
"""Years before the last event of an actor."""
_BUSY = 5000
"""How many events make an actor busy."""

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
        return _by_text(cursor, query, keys, bounds, order, limit)
    conditions = conditions_of(query, keys).also(bounds)
    if keys.groups or query.roles:
        page = _by_actors(cursor, query, keys, conditions, order, limit)
    else:
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


def _by_text(
    cursor: Cursor, query: EventQuery, keys: Keys, bounds: Conditions, order: str, limit: int
) -> list[EventRecord]:
    """A page read from the index of words; entries that an event left behind are told by its version."""
    entries = told(query, keys, bounds)
    asked = limit
    while True:
        rows = cursor.execute(f"{entries.text} {order} {asked}", entries.values).fetchall()
        versions = {(int(key), int(version)): None for key, version in rows}
        records = find(cursor, list({key for key, _ in versions}))
        held = [records[key] for key, version in versions if _is_of(records.get(key), version)]
        if len(held) >= limit or len(rows) < asked:
            return held[:limit]
        asked *= 4


def _is_of(record: EventRecord | None, version: int) -> bool:
    return record is not None and version_of(record.event) == version


def _by_actors(
    cursor: Cursor, query: EventQuery, keys: Keys, conditions: Conditions, order: str, limit: int
) -> list[int]:
    """The keys of the events of a page, read from the index of actors alone."""
    add_actors(conditions, query, keys)
    if len(keys.groups) < 2:
        busy = keys.busy > _BUSY and query.order is Order.TIME_DESC
        return (_latest if busy else _distinct)(cursor, conditions, order, limit)
    having, values = having_all(keys.groups)
    statement = (
        f"SELECT event_id FROM event_actors {conditions.where} GROUP BY first_day, event_id "
        f"HAVING {having} {order} {int(limit)}"
    )
    return _keys(cursor, statement, [*conditions.values, *values])


def _latest(cursor: Cursor, conditions: Conditions, order: str, limit: int) -> list[int]:
    """As ``_distinct``, for rows that are stored in the opposite order.

    Each row of a busy actor would displace an earlier one from the page; so it is looked for in
    the last year first, then further and further back.
    """
    ((last,),) = cursor.execute(
        f"SELECT max(first_day) FROM event_actors {conditions.where}", conditions.values
    ).fetchall()
    for years in _WINDOWS if last is not None else ():
        window = conditions.copy()
        window.add("first_day >= ?", date(max(1, last.year - years), 1, 1))
        keys = _distinct(cursor, window, order, limit)
        if len(keys) == limit:
            return keys
    return _distinct(cursor, conditions, order, limit)


def _distinct(cursor: Cursor, conditions: Conditions, order: str, limit: int) -> list[int]:
    """The first keys, each once: few actors have two roles in an event, so to group all is waste."""
    statement = f"SELECT event_id FROM event_actors {conditions.where} {order}"
    asked = 2 * limit
    while True:
        rows = _keys(cursor, f"{statement} {int(asked)}", conditions.values)
        keys = list(dict.fromkeys(rows))
        if len(keys) >= limit or len(rows) < asked:
            return keys[:limit]
        asked *= 4
