"""Parquet with the columns of ``flat``, compressed with zstd, written by DuckDB.

A Parquet file ends with its index, so it is complete only when all of it is. The rows go to a file
of JSON lines in a folder of its own, DuckDB makes one file of the other with bounded memory, and
that is read out in parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from .flat import COLUMNS, json_row
from .rows import CHUNK, ExportRow, Line

_MEMORY = "256MB"
_ROW_GROUP = 50_000


class ParquetWriter:
    """One Parquet file; ``scratch`` is a folder on a disk with room for it, the system's when None."""

    def __init__(self, scratch: Path | None = None) -> None:
        self._folder = TemporaryDirectory(prefix=".dateline-export-", dir=scratch)
        self._lines = Path(self._folder.name, "rows.jsonl")
        self._file = self._lines.open("wb", buffering=1 << 20)

    def begin(self) -> bytes:
        """Nothing yet."""
        return b""

    def row(self, row: ExportRow) -> Line:
        """Keeps an event for the end."""
        self._file.write(json_row(row).data)
        return Line(b"")

    def end(self) -> Iterator[bytes]:
        """The whole file."""
        self._file.close()
        made = self._lines.with_suffix(".parquet")
        _convert(self._lines, made)
        with made.open("rb") as stream:
            while part := stream.read(CHUNK):
                yield part

    def close(self) -> None:
        """Removes the folder."""
        self._file.close()
        self._folder.cleanup()


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
