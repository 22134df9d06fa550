"""Keeps rows near the order in which they are asked for, so that a page reads few of them.

DuckDB skips stretches of a table by their least and greatest values, which serves as an index where
rows lie in order. New rows go to the end; once there are many, the table is written anew in order.
Readers see the old table until the new one is committed.
"""

from __future__ import annotations

import logging

from ..errors import StoreUnavailable
from .database import Cursor, Database

_log = logging.getLogger(__name__)

ORDERS = {"events": "first_day, event_id", "event_actors": "actor_key, first_day, event_id"}


def unordered_rows(cursor: Cursor) -> int:
    """About how many events were added since the table was last put in order."""
    rows = cursor.execute(
        "SELECT estimated_size - coalesce((SELECT max(ordered_rows) FROM clustering), 0) "
        "FROM duckdb_tables() WHERE database_name = current_database() AND table_name = 'events'"
    ).fetchall()
    return max(0, int(rows[0][0]))


def put_in_order(cursor: Cursor) -> None:
    """Writes the tables anew, in order, within the transaction of ``cursor``."""
    for table, order in ORDERS.items():
        (definition,) = cursor.execute(
            "SELECT sql FROM duckdb_tables() WHERE database_name = current_database() AND table_name = ?",
            [table],
        ).fetchall()[0]
        cursor.execute(definition.replace(f"CREATE TABLE {table}(", f"CREATE TABLE {table}_in_order(", 1))
        cursor.execute(f"INSERT INTO {table}_in_order SELECT * FROM {table} ORDER BY {order}")
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(f"ALTER TABLE {table}_in_order RENAME TO {table}")
    cursor.execute("DELETE FROM clustering")
    cursor.execute("INSERT INTO clustering SELECT count(*) FROM events")


class Clustering:
    """Puts the tables in order when enough was added, preferably while nothing waits.

    Queries bear a hundred thousand rows out of order; a busy service is interrupted at five times
    as many.
    """

    def __init__(self, database: Database, *, limit: int = 100_000) -> None:
        self._database = database
        self._limit = limit
        self._added = 0

    def count(self, added: int) -> None:
        """Takes note of new rows."""
        self._added += added

    def __call__(self, idle: bool) -> None:
        """Acts when it is time; a failure is logged, for the data is safe in any order."""
        if self._added < self._limit * (1 if idle else 5):
            return
        self._added = 0
        try:
            with self._database.read() as cursor:
                due = unordered_rows(cursor) >= self._limit
            if due:
                self._database.write(put_in_order)
        except StoreUnavailable:
            _log.exception("the tables could not be put in order")
