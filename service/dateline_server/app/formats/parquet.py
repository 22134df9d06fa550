"""Parquet with the columns of ``flat``, compressed with zstd, written by DuckDB.

A Parquet file ends with its index, so it is complete only when all of it is. The rows go to a file
of JSON lines in a folder of its own, DuckDB makes one file of the other with bounded memory, and
that is read out in parts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import duckdb

from ...errors import StoreUnavailable
from .flat import COLUMNS, json_row
from .rows import CHUNK, ExportRow, Line

_MEMORY = "256MB"
_ROW_GROUP = 50_000


class ParquetWriter:
    """One Parquet file, made in a folder beside ``database``, or in the system's when None.

    Raises:
        StoreUnavailable: the folder cannot be written, e.g. since its disk is full.

    """

    def __init__(self, database: Path | None = None) -> None:
        with _told():
            self._folder = _folder(database)
            self._lines = Path(self._folder.name, "rows.jsonl")
            self._file: BinaryIO = self._lines.open("wb", buffering=1 << 20)

    def begin(self) -> bytes:
        """Nothing yet."""
        return b""

    def row(self, row: ExportRow) -> Line:
        """Keeps an event for the end."""
        with _told():
            self._file.write(json_row(row).data)
        return Line(b"")

    def end(self) -> Iterator[bytes]:
        """The whole file."""
        made = self._lines.with_suffix(".parquet")
        with _told():
            self._file.close()
            _convert(self._lines, made)
        with made.open("rb") as stream:
            while part := stream.read(CHUNK):
                yield part

    def close(self) -> None:
        """Removes the folder."""
        try:
            self._file.close()
        except OSError:
            pass  # what it could not write is removed anyway
        finally:
            self._folder.cleanup()


def remove_stale(database: Path) -> None:
    """Removes the folders that a process left which was killed; only while no other has the database."""
    for folder in database.parent.iterdir():
        if folder.name.startswith(_prefix(database)):
            shutil.rmtree(folder, ignore_errors=True)


def _folder(database: Path | None) -> TemporaryDirectory[str]:
    if database is None:
        return TemporaryDirectory(prefix="dateline-export-")
    return TemporaryDirectory(prefix=_prefix(database), dir=database.parent)


def _prefix(database: Path) -> str:
    return f".{database.name}.export-"


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.Error) as problem:
        raise StoreUnavailable(
            f"the file cannot be made beside the database: {problem}; it needs about 1 KB an event there"
        ) from problem


def _convert(lines: Path, made: Path) -> None:
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "threads": 1,
        "temp_directory": str(lines.parent),
    }
    with duckdb.connect(config=config) as connection:
        connection.execute("SET enable_progress_bar = false")
        rows = connection.read_json(str(lines), columns=COLUMNS, format="newline_delimited")
        rows.write_parquet(str(made), compression="zstd", row_group_size=_ROW_GROUP)
