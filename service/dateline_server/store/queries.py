"""Event queries as SQL with bound parameters; every query reads one page, from a position on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..domain.query import EventQuery, Order
from ..domain.time import DateMatch
from .cards import EventRecord, from_card
from .database import Cursor
from .events import find
from .rows import marks

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
    """The actors of a query as numbers: each name that was asked for stands for one or more."""

    any: tuple[int, ...] = ()
    all: tuple[tuple[int, ...], ...] = ()


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
    conditions = _conditions(query)
    conditions.add("first_day IS NOT NULL" if dated else "first_day IS NULL")
    _behind(conditions, after, descending=query.order is Order.TIME_DESC)
    direction = "DESC" if query.order is Order.TIME_DESC else "ASC"
    order = f"ORDER BY first_day {direction}, event_id {direction} LIMIT {int(limit)}"
    if actors.any or actors.all or query.roles:
        keys = _by_actors(cursor, query, actors, conditions, order)
        records = find(cursor, keys)
        return [records[key] for key in keys]
    rows = cursor.execute(f"SELECT card FROM events {conditions.where} {order}", conditions.values).fetchall()
    return [from_card(card) for (card,) in rows]


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
    conditions.add_any("factuality", [factuality.value for factuality in query.factualities])
    if query.min_confidence > 0:
        conditions.add("confidence >= ?", query.min_confidence)
    if query.documents:
        conditions.add(
            "event_id IN (SELECT mentions.event_id FROM mentions "
            f"WHERE mentions.document_id IN ({marks(query.documents)}))",
            *query.documents,
        )
    return conditions


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
    cursor: Cursor, query: EventQuery, actors: ActorKeys, conditions: _Conditions, order: str
) -> list[int]:
    """The keys of the events of a page, read from the index of actors alone."""
    groups = [actors.any, *actors.all] if actors.any else list(actors.all)
    conditions.add_any("actor_key", sorted({key for group in groups for key in group}))
    conditions.add_any('"role"', [role.value for role in query.roles])
    having = [f"bool_or(actor_key IN ({marks(group)}))" for group in groups] if len(groups) > 1 else []
    having_values = [key for group in groups for key in group] if having else []
    rows = cursor.execute(
        f"SELECT event_id FROM event_actors {conditions.where} GROUP BY first_day, event_id "
        f"{'HAVING ' + ' AND '.join(having) if having else ''} {order}",
        [*conditions.values, *having_values],
    ).fetchall()
    return [int(key) for (key,) in rows]
