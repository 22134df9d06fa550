"""All of a change, or nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import duckdb

T = TypeVar("T")


def transact(connection: duckdb.DuckDBPyConnection, change: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
    """Runs a change in a transaction; when it returns, the change is durable.

    Raises:
        duckdb.IOException: the log cannot be written, e.g. since the disk is full.

    """
    connection.begin()
    try:
        result = change(connection)
        _commit(connection)
    except BaseException:
        # A commit that failed has ended the transaction already.
        with suppress(duckdb.Error):
            connection.rollback()
        raise
    return result


def _commit(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.commit()
    except duckdb.TransactionException as error:
        # There is one writer, so no conflict: what fails here is writing the log.
        raise duckdb.IOException(str(error)) from error
