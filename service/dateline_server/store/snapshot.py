"""A copy of the timeline that others may open: only one process can open the file itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import duckdb

from ..errors import InvalidInput
from .database import Cursor, Database

STORAGE_VERSION = "v1.5.0"
"""Copies can be opened by this DuckDB and every later one."""


def write_snapshot(database: Database, target: Path) -> None:
    """Writes everything committed so far to a DuckDB file, beside the service's own reads and writes.

    The file appears whole or not at all, and readers that have the old one open keep it.

    Raises:
        InvalidInput: the target is the database itself.
        StoreUnavailable: the copy cannot be written, e.g. since the disk is full, or the target lies
            outside the folders that the database may write.

    """
    target = target.resolve()
    if target == Path(database.path).resolve():
        raise InvalidInput("a snapshot needs a file of its own, not the database's", field="snapshot")
    part = target.with_name(f".{target.name}.{uuid4().hex}.part")
    try:
        with database.read(in_transaction=False) as cursor, _attached(cursor, part) as copy:
            cursor.execute(f"COPY FROM DATABASE {_quoted(_current(cursor))} TO {_quoted(copy)}")
            # The copy goes its own way: the same numbers of changes will mean other changes there.
            cursor.execute(f"UPDATE {_quoted(copy)}.event_feed SET feed_id = uuid()::VARCHAR")
        _flush(part)
        part.replace(target)
        _flush(target.parent)
    finally:
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}.wal").unlink(missing_ok=True)


@contextmanager
def _attached(cursor: Cursor, path: Path) -> Iterator[str]:
    name = f"snapshot_{uuid4().hex}"
    location = str(path).replace("'", "''")
    cursor.execute(f"ATTACH '{location}' AS {_quoted(name)} (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        yield name
        cursor.execute(f"DETACH {_quoted(name)}")
    except BaseException:
        with suppress(duckdb.Error):
            cursor.execute(f"DETACH {_quoted(name)}")
        raise


def _current(cursor: Cursor) -> str:
    return str(cursor.execute("SELECT current_database()").fetchall()[0][0])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _flush(path: Path) -> None:
    """Makes a file or folder durable; neither is open in DuckDB, so its locks are not at stake."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
