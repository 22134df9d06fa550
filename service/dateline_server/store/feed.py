"""The order in which events came, changed and went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .database import Cursor

KEPT = 1_000_000
"""How many changes are kept at least."""
_PRUNED_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Change:
    """An event that is new or different since the number before, or is gone."""

    number: int
    event_key: int
    gone: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """The database that changes are of, and the numbers of the oldest that is kept and of the last.

    Without any, ``first`` is one more than ``last``.
    """

    id: str
    first: int
    last: int


def append(cursor: Cursor, changed: Sequence[int], gone: Sequence[int]) -> None:
    """Adds what a transaction changes; forgets the oldest from time to time."""
    for keys, is_gone in ((gone, True), (changed, False)):
        if keys:
            cursor.execute(
                "INSERT INTO event_changes SELECT nextval('event_change_numbers'), key, ? "
                "FROM (SELECT unnest(?::BIGINT[]) AS key)",
                [is_gone, list(keys)],
            )
    if changed or gone:
        # The least number is not asked for: to find it takes longer the more changes are kept.
        ((last,),) = cursor.execute("SELECT currval('event_change_numbers')").fetchall()
        if last % _PRUNED_AT_ONCE < len(changed) + len(gone):
            cursor.execute('DELETE FROM event_changes WHERE "number" <= ?', [last - KEPT])


def feed(cursor: Cursor) -> Feed:
    """What can be told."""
    ((identifier, first, last),) = cursor.execute(
        'SELECT (SELECT feed_id FROM event_feed), min("number"), max("number") FROM event_changes'
    ).fetchall()
    if last is None:
        return Feed(identifier, 1, 0)
    return Feed(identifier, int(first), int(last))


def after(cursor: Cursor, number: int, limit: int) -> list[Change]:
    """At most ``limit`` changes behind a number, in order."""
    rows = cursor.execute(
        'SELECT "number", event_id, gone FROM event_changes WHERE "number" > ? '
        f'ORDER BY "number" LIMIT {int(limit)}',
        [number],
    ).fetchall()
    return [Change(int(number), int(key), bool(gone)) for number, key, gone in rows]
