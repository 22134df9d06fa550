"""The schema's history: numbered SQL files, each applied once, in a transaction with its record."""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files

import duckdb

from ...errors import DataFileError, StoreFileError
from ..transactions import transact

_HISTORY = """
CREATE TABLE schema_migrations (
    version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, applied_time TIMESTAMP NOT NULL
)
"""


@cache
def migrations() -> tuple[tuple[int, str, str], ...]:
    """Number, name and SQL of every migration, numbered from 1 without a gap.

    Raises:
        DataFileError: a file is misnamed or missing.

    """
    found = sorted(
        (entry.name.removesuffix(".sql"), entry.read_text("utf-8"))
        for entry in files(__package__).iterdir()
        if entry.name.endswith(".sql")
    )
    for number, (name, _) in enumerate(found, 1):
        if not name.startswith(f"{number:04d}_"):
            raise DataFileError(f"{name}.sql", "name", f"expected number {number:04d}")
    return tuple((number, name, text) for number, (name, text) in enumerate(found, 1))


def migrate(connection: duckdb.DuckDBPyConnection, path: str) -> None:
    """Brings a file's schema up to date.

    Raises:
        StoreFileError: the file is another program's, or was written by a newer release.

    """
    current = _version(connection, path)
    known = migrations()
    if current > len(known):
        raise StoreFileError(
            f"{path}: written by a newer release of dateline (schema {current}, this release knows "
            f"{len(known)}); install that release or a later one"
        )
    for migration in known[current:]:
        transact(connection, partial(_apply, migration))


def _apply(migration: tuple[int, str, str], connection: duckdb.DuckDBPyConnection) -> None:
    number, name, statements = migration
    connection.execute(statements)
    connection.execute(
        "INSERT INTO schema_migrations VALUES (?, ?, now() AT TIME ZONE 'UTC')", [number, name]
    )


def _version(connection: duckdb.DuckDBPyConnection, path: str) -> int:
    tables = {
        name
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
        ).fetchall()
    }
    if not tables:
        connection.execute(_HISTORY)
        return 0
    if "schema_migrations" not in tables or not _is_ours(connection):
        raise StoreFileError(f"{path}: belongs to another program; give the path of a new file")
    rows = connection.execute("SELECT coalesce(max(version), 0) FROM schema_migrations").fetchall()
    return int(rows[0][0])


def _is_ours(connection: duckdb.DuckDBPyConnection) -> bool:
    columns = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() "
        "AND table_name = 'schema_migrations' ORDER BY column_index"
    ).fetchall()
    return [name for (name,) in columns] == ["version", "name", "applied_time"]
