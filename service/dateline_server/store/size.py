"""How much is stored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .database import Cursor


@dataclass(frozen=True, slots=True)
class Size:
    """Numbers of rows, and the bytes of the file with its log (0 in memory)."""

    documents: int
    events: int
    bytes: int


def size(cursor: Cursor, path: Path | str) -> Size:
    """Counts; DuckDB keeps the numbers of rows, so that nothing is read."""
    ((documents, events),) = cursor.execute(
        "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM events)"
    ).fetchall()
    files = (Path(path), Path(f"{path}.wal"))
    return Size(documents, events, sum(file.stat().st_size for file in files if file.is_file()))
