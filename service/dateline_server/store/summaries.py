"""Tallies of the events that a query means, and who takes part in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ..domain.query import EventQuery
from ..domain.summary import Grouping, TimeUnit
from ..domain.time import DateMatch
from . import rollup
from .conditions import Conditions, Keys, Statement, conditions_of, taking_part, told
from .database import Cursor
from .redirects import links

Tally = tuple[date | None, str, int, int, int]
"""A stretch's first day, a group, and of its events the number of those that begin in the stretch, that
end in it, and that do both. The stretch is None for events without a date."""

_COLUMNS = "event_id, event_type, first_day, last_day"
_SERIES = {Grouping.NONE: "''", Grouping.TYPE: "event_type"}


def meant(query: EventQuery, keys: Keys) -> Statement:
    """The events that a query means, each once, with ``_COLUMNS``.

    Those without a date are among them unless the query has a range.
    """
    conditions = conditions_of(query, keys)
    if keys.terms:
        entries = told(query, keys, Conditions())
        return Statement(
            f"SELECT {_COLUMNS} FROM events SEMI JOIN ({entries.text}) USING (event_id, version) "
            f"{conditions.where}",
            [*entries.values, *conditions.values],
        )
    if not keys.groups and not query.roles:
        return Statement(f"SELECT {_COLUMNS} FROM events {conditions.where}", conditions.values)
    actors = taking_part(query, keys, Conditions())
    return Statement(f"SELECT DISTINCT {_COLUMNS} FROM event_actors {actors.where}", actors.values)


def count(cursor: Cursor, query: EventQuery, keys: Keys) -> tuple[int, int]:
    """How many events are meant, and how many of them have no date."""
    if keys.impossible:
        return 0, 0
    events = meant(query, keys)
    statement = f"SELECT count(*), count(*) - count(first_day) FROM ({events.text})"
    ((all_events, undated),) = cursor.execute(statement, events.values).fetchall()
    return int(all_events), int(undated)


def tallies(cursor: Cursor, query: EventQuery, keys: Keys, unit: TimeUnit, grouping: Grouping) -> list[Tally]:
    """Tallies by stretch, and by type or all together.

    Days before and after the range count as its first and last.
    """
    if keys.impossible:
        return []
    if _months_tell(query, keys, unit, grouping):
        return _of_months(cursor, query, unit, grouping)
    return _tally(cursor, query, meant(query, keys), unit, _SERIES[grouping])


def _months_tell(query: EventQuery, keys: Keys, unit: TimeUnit, grouping: Grouping) -> bool:
    """Whether the counts of months are enough for a question; else the events are to be read."""
    if grouping is Grouping.ACTOR or unit not in rollup.UNITS:
        return False
    if keys.groups or keys.events is not None or keys.terms or query.roles or query.min_confidence > 0:
        return False
    bounds = [day for day in (query.start, query.end) if day is not None]
    if query.match is DateMatch.CERTAIN:
        # Months do not tell of an event that lasts longer whether it lies in the range.
        return not bounds
    return all(unit.first_day(day) == day for day in bounds)


def _of_months(cursor: Cursor, query: EventQuery, unit: TimeUnit, grouping: Grouping) -> list[Tally]:
    """Tallies from the counts of months; what began before the range counts at its begin."""
    conditions = conditions_of(replace(query, start=None, end=None), Keys())
    if query.end is not None:
        conditions.add("month < ?", query.end)
    elif query.start is not None:
        conditions.add("month IS NOT NULL")
    statement = f"""
        SELECT
            greatest(date_trunc('{unit.value}', month)::DATE, ?::DATE) AS stretch,
            {_SERIES[grouping]} AS series,
            sum(CASE WHEN month < ? THEN starts - ends ELSE starts END)::BIGINT,
            sum(CASE WHEN month < ? THEN 0 ELSE ends END)::BIGINT,
            sum(CASE WHEN month < ? THEN 0 ELSE in_{unit.value} END)::BIGINT
        FROM event_counts {conditions.where} GROUP BY ALL
    """
    return cursor.execute(statement, [query.start] * 4 + conditions.values).fetchall()


def tallies_of_actors(
    cursor: Cursor, query: EventQuery, keys: Keys, unit: TimeUnit, actor_ids: Mapping[int, str]
) -> list[Tally]:
    """Tallies by stretch and actor, for those actors whose ids are given by key."""
    if keys.impossible or not actor_ids:
        return []
    rows = _tally(cursor, query, _by_actor(links(cursor), query, keys, list(actor_ids)), unit, "actor_key")
    return [(row[0], actor_ids[int(row[1])], row[2], row[3], row[4]) for row in rows]


def _tally(cursor: Cursor, query: EventQuery, events: Statement, unit: TimeUnit, series: str) -> list[Any]:
    """Reads the events once; what is grouped first is short enough to be kept in memory."""
    possible = query.match is DateMatch.POSSIBLE
    ends = "UNION ALL SELECT last, series, 0, sum(n)::BIGINT, 0 FROM placed WHERE last NOTNULL GROUP BY ALL"
    statement = f"""
        WITH placed AS MATERIALIZED (
            SELECT
                {series} AS series,
                date_trunc('{unit.value}', greatest(first_day, ?::DATE))::DATE AS first,
                date_trunc('{unit.value}', least(last_day, ?::DATE - 1))::DATE AS last,
                count(*)::BIGINT AS n
            FROM ({events.text}) GROUP BY ALL
        )
        SELECT first, series, sum(n)::BIGINT, 0, coalesce(sum(n) FILTER (first = last), 0)::BIGINT
        FROM placed GROUP BY ALL {ends if possible else ""}
    """
    return cursor.execute(statement, [query.start, query.end, *events.values]).fetchall()


def _by_actor(index: str, query: EventQuery, keys: Keys, actors: Sequence[int]) -> Statement:
    """The events that a query means, once for each of some actors in them; ``index`` is that of actors."""
    conditions = _of_events(query, keys)
    conditions.add_any("actor_key", actors)
    return Statement(
        f"SELECT DISTINCT actor_key, {_COLUMNS} FROM {index} {conditions.where}", conditions.values
    )


def _of_events(query: EventQuery, keys: Keys) -> Conditions:
    """What holds of the rows of ``event_actors`` of the events that a query means."""
    conditions = conditions_of(query, keys)
    if keys.groups or query.roles or keys.terms:
        events = meant(query, keys)
        conditions.add(f"event_id IN (SELECT event_id FROM ({events.text}))", *events.values)
    return conditions


def actors_of(cursor: Cursor, query: EventQuery, keys: Keys) -> list[tuple[int, int]]:
    """The actors in the events that a query means, with the number of these; the most first."""
    if keys.impossible:
        return []
    conditions = _of_events(query, keys)
    rows = cursor.execute(
        f"SELECT actor_key, count(DISTINCT event_id) AS events FROM {links(cursor)} {conditions.where} "
        "GROUP BY actor_key ORDER BY events DESC, actor_key",
        conditions.values,
    ).fetchall()
    return [(int(key), int(events)) for key, events in rows]
