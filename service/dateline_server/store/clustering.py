"""Keeps rows near the order in which they are asked for, so that a page reads few of them.

DuckDB skips stretches of a table by their least and greatest values, which serves as an index where
rows lie in order. New rows go to the end; once there are many, a copy of the table is written in
order beside the writer, which goes on. Then the copy gets what changed meanwhile and takes the
table's place, all in one short transaction; readers see the old table until then.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from threading import Thread

from ..errors import DatelineError
from . import rollup
from .database import Cursor, Database
from .feed import feed

_log = logging.getLogger(__name__)

ORDERS = {
    "events": "first_day, event_id",
    "event_actors": "actor_key, first_day, event_id",
    "event_terms": "term_key, first_day, event_id",
}
_KEPT = {"event_terms": "SEMI JOIN events USING (event_id, version)"}
"""What rows of a table must have to be kept: the entries that events left behind go."""


def unordered_rows(cursor: Cursor) -> int:
    """About how many events were added since the tables were last put in order."""
    rows = cursor.execute(
        "SELECT estimated_size - coalesce((SELECT max(ordered_rows) FROM clustering), 0) "
        "FROM duckdb_tables() WHERE database_name = current_database() AND table_name = 'events'"
    ).fetchall()
    return max(0, int(rows[0][0]))


def put_in_order(database: Database) -> None:
    """Writes the tables anew in order, one after the other, while others read and write them.

    Raises:
        StoreUnavailable: a table could not be written; it is as it was.
        ShuttingDown: the database was closed.

    """
    try:
        for table in ORDERS:
            number = database.write_beside(partial(_copy, table=table))
            database.write(partial(_take_over, table=table, number=number))
        database.write(_note)
    finally:
        with suppress(DatelineError):
            forget_copies(database)


def forget_copies(database: Database) -> None:
    """Drops copies that never took their table's place, e.g. since the process was killed.

    Raises:
        StoreUnavailable: the file cannot be read or written now.

    """
    with database.read() as cursor:
        names = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
        tables = {name for (name,) in cursor.execute(names).fetchall()}
    for table in ORDERS:
        if f"{table}_in_order" in tables:
            database.write(partial(_drop, table=table))


def _drop(cursor: Cursor, table: str) -> None:
    cursor.execute(f"DROP TABLE {table}_in_order")


def _copy(cursor: Cursor, table: str) -> int:
    """Makes a copy in order; gives the number of the last change of events that it has."""
    ((definition,),) = cursor.execute(
        "SELECT sql FROM duckdb_tables() WHERE database_name = current_database() AND table_name = ?", [table]
    ).fetchall()
    cursor.execute(f"DROP TABLE IF EXISTS {table}_in_order")
    cursor.execute(definition.replace(f"CREATE TABLE {table}(", f"CREATE TABLE {table}_in_order(", 1))
    cursor.execute(
        f"INSERT INTO {table}_in_order SELECT {table}.* FROM {table} {_KEPT.get(table, '')} "
        f"ORDER BY {ORDERS[table]}"
    )
    return feed(cursor).last


def _take_over(cursor: Cursor, table: str, number: int) -> None:
    """Brings a copy up to date with the events that changed behind a number, and puts it in place."""
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE changed AS "
        'SELECT DISTINCT event_id FROM event_changes WHERE "number" > ?',
        [number],
    )
    cursor.execute(f"DELETE FROM {table}_in_order WHERE event_id IN (SELECT event_id FROM changed)")
    cursor.execute(
        f"INSERT INTO {table}_in_order SELECT {table}.* FROM {table} {_KEPT.get(table, '')} "
        "WHERE event_id IN (SELECT event_id FROM changed)"
    )
    cursor.execute("DROP TABLE changed")
    cursor.execute(f"DROP TABLE {table}")
    cursor.execute(f"ALTER TABLE {table}_in_order RENAME TO {table}")


def _note(cursor: Cursor) -> None:
    rollup.sum_up(cursor)
    cursor.execute("DELETE FROM clustering")
    cursor.execute("INSERT INTO clustering SELECT count(*) FROM events")


class Clustering:
    """Puts the tables in order when enough was added, on a thread of its own.

    It begins preferably while nothing waits: queries bear a hundred thousand rows out of order, and a
    busy service goes on to five times as many.
    """

    def __init__(self, database: Database, *, limit: int = 100_000) -> None:
        self._database = database
        self._limit = limit
        self._added = 0
        self._thread: Thread | None = None
        forget_copies(database)

    def count(self, added: int) -> None:
        """Takes note of new rows."""
        self._added += added

    def __call__(self, idle: bool) -> None:
        """Begins when it is time."""
        if self._added < self._limit * (1 if idle else 5) or (self._thread and self._thread.is_alive()):
            return
        self._added = 0
        self._thread = Thread(target=self._run, name="dateline-clustering", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Gives up what is under way; the tables are then as they were."""
        while self._thread is not None and self._thread.is_alive():
            self._database.interrupt()
            self._thread.join(0.05)

    def wait(self) -> None:
        """Waits for what is under way."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        """A failure is logged, for the data is safe in any order."""
        try:
            with self._database.read() as cursor:
                due = unordered_rows(cursor) >= self._limit
            if due:
                put_in_order(self._database)
        except DatelineError as problem:
            _log.warning("the tables were not put in order: %s", problem)
        except Exception:
            _log.exception("the tables could not be put in order")
