"""Event queries as SQL with bound parameters; every query reads one page, from a position on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..domain.event import Factuality
from ..domain.query import EventQuery, Order
from ..domain.time import DateMatch
from .cards import EventRecord
from .database import Cursor
from .events import factuality_code, find
from .rows import marks

_WINDOWS = (1, 5, 25)
"""Years before the last event of an actor."""
_BUSY = 5000
"""How many events make an actor busy."""

Position = tuple[date | None, int]
"""First day and event key of the event that the last page ended with."""


@dataclass(slots=True)
class _Conditions:
    texts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, text: str, *values: Any) -> None:
        self.texts.append(text)
        self.values += values

    def add_any(self, column: str, values: Sequence[Any]) -> None:
        if values:
            self.add(f"{column} IN ({marks(values)})", *values)

    @property
    def where(self) -> str:
        return f"WHERE {' AND '.join(self.texts)}" if self.texts else ""


@dataclass(frozen=True, slots=True)
class ActorKeys:
    """The actors of a query as numbers: each name that was asked for stands for any of some.

    A name that nobody has stands for none. ``events`` is about how many events they are part of.
    """

    any: tuple[int, ...] | None = None
    all: tuple[tuple[int, ...], ...] = ()
    events: int = 0

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Sets of actors; of each set, one takes part."""
        return self.all if self.any is None else (self.any, *self.all)


def events(
    cursor: Cursor, query: EventQuery, actors: ActorKeys, limit: int, after: Position | None = None
) -> list[EventRecord]:
    """At most ``limit`` events in the query's order, those behind ``after``.

    An event without a date comes last, whatever the order.
    """
    found: list[EventRecord] = []
    if after is None or after[0] is not None:
        found = _page(cursor, query, actors, limit, after, dated=True)
        after = None
    if len(found) < limit and query.start is None and query.end is None:
        found += _page(cursor, query, actors, limit - len(found), after, dated=False)
    return found


def _page(
    cursor: Cursor, query: EventQuery, actors: ActorKeys, limit: int, after: Position | None, *, dated: bool
) -> list[EventRecord]:
    """Finds the keys of a page first: reading a wide column while sorting costs far more."""
    conditions = _conditions(query)
    conditions.add("first_day IS NOT NULL" if dated else "first_day IS NULL")
    _behind(conditions, after, descending=query.order is Order.TIME_DESC)
    direction = "DESC" if query.order is Order.TIME_DESC else "ASC"
    order = f"ORDER BY first_day {direction}, event_id {direction} LIMIT"
    if not all(actors.groups):
        return []
    if actors.groups or query.roles:
        keys = _by_actors(cursor, query, actors, conditions, order, limit)
    else:
        statement = f"SELECT event_id FROM events {conditions.where} {order} {int(limit)}"
        keys = [int(key) for (key,) in cursor.execute(statement, conditions.values).fetchall()]
    records = find(cursor, keys)
    return [records[key] for key in keys]


def _conditions(query: EventQuery) -> _Conditions:
    """What holds of a row of ``events`` and of ``event_actors`` alike."""
    conditions = _Conditions()
    certain = query.match is DateMatch.CERTAIN
    if query.end is not None:
        conditions.add("last_day < ?" if certain else "first_day < ?", query.end)
        conditions.add("first_day < ?", query.end)
    if query.start is not None:
        conditions.add("first_day >= ?" if certain else "last_day >= ?", query.start)
    conditions.add_any("event_type", query.types)
    _add_factualities(conditions, query.factualities)
    if query.min_confidence > 0:
        conditions.add("confidence >= ?", query.min_confidence)
    if query.documents:
        conditions.add(
            "event_id IN (SELECT mentions.event_id FROM mentions "
            f"WHERE mentions.document_id IN ({marks(query.documents)}))",
            *query.documents,
        )
    return conditions


def _add_factualities(conditions: _Conditions, factualities: Sequence[Factuality]) -> None:
    codes = sorted({factuality_code(factuality) for factuality in factualities})
    if codes and codes == [*range(len(codes))]:
        # One comparison, where a list takes one for each of its values; this is the default.
        conditions.add("factuality <= ?", codes[-1])
    else:
        conditions.add_any("factuality", codes)


def _behind(conditions: _Conditions, after: Position | None, *, descending: bool) -> None:
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


def _by_actors(
    cursor: Cursor, query: EventQuery, actors: ActorKeys, conditions: _Conditions, order: str, limit: int
) -> list[int]:
    """The keys of the events of a page, read from the index of actors alone."""
    groups = actors.groups
    conditions.add_any("actor_key", sorted({key for group in groups for key in group}))
    conditions.add_any('"role"', [role.value for role in query.roles])
    if len(groups) < 2:
        busy = actors.events > _BUSY and query.order is Order.TIME_DESC
        return (_latest if busy else _distinct)(cursor, conditions, order, limit)
    having = " AND ".join(f"bool_or(actor_key IN ({marks(group)}))" for group in groups)
    rows = cursor.execute(
        f"SELECT event_id FROM event_actors {conditions.where} GROUP BY first_day, event_id "
        f"HAVING {having} {order} {int(limit)}",
        [*conditions.values, *(key for group in groups for key in group)],
    ).fetchall()
    return [int(key) for (key,) in rows]


def _latest(cursor: Cursor, conditions: _Conditions, order: str, limit: int) -> list[int]:
    """As ``_distinct``, for rows that are stored in the opposite order.

    Each row of a busy actor would displace an earlier one from the page; so it is looked for in
    the last year first, then further and further back.
    """
    ((last,),) = cursor.execute(
        f"SELECT max(first_day) FROM event_actors {conditions.where}", conditions.values
    ).fetchall()
    for years in _WINDOWS if last is not None else ():
        window = _Conditions([*conditions.texts], [*conditions.values])
        window.add("first_day >= ?", date(max(1, last.year - years), 1, 1))
        keys = _distinct(cursor, window, order, limit)
        if len(keys) == limit:
            return keys
    return _distinct(cursor, conditions, order, limit)


def _distinct(cursor: Cursor, conditions: _Conditions, order: str, limit: int) -> list[int]:
    """The first keys, each once: few actors have two roles in an event, so to group all is waste."""
    statement = f"SELECT event_id FROM event_actors {conditions.where} {order}"
    asked = 2 * limit
    while True:
        rows = cursor.execute(f"{statement} {int(asked)}", conditions.values).fetchall()
        keys = list(dict.fromkeys(int(key) for (key,) in rows))
        if len(keys) >= limit or len(rows) < asked:
            return keys[:limit]
        asked *= 4
