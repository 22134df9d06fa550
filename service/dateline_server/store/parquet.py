"""The views of analysts as Parquet files: each edition in a folder of its own, ``latest`` points to it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from uuid import uuid4

from .database import Cursor, Database

LATEST = "latest"
"""The link that always points to a whole edition."""

KEPT = 2
"""How many editions are kept: the latest, and the one that readers may still be at."""


def write_parquet(database: Database, folder: Path) -> Path:
    """Writes a file for each view, all of one moment; gives the edition's folder.

    An edition appears whole or not at all.

    Raises:
        StoreUnavailable: a file cannot be written, e.g. since the disk is full, or the folder lies
            outside those that the database may write.

    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{uuid4().hex}.part"
    part.mkdir()
    try:
        with database.read() as cursor:
            for view in _views(cursor):
                _write(cursor, view, part / f"{view}.parquet")
        edition = folder / f"{max(_editions(folder), default=0) + 1:06d}"
        part.rename(edition)
        _point(folder / LATEST, edition)
        for old in sorted(_editions(folder))[:-KEPT]:
            shutil.rmtree(folder / f"{old:06d}", ignore_errors=True)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return edition


def _views(cursor: Cursor) -> list[str]:
    found = cursor.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'timeline' ORDER BY ALL")
    return [str(name) for (name,) in found.fetchall()]


def _write(cursor: Cursor, view: str, target: Path) -> None:
    location = str(target).replace("'", "''")
    cursor.execute(f"COPY (FROM timeline.{view}) TO '{location}' (FORMAT parquet, COMPRESSION zstd)")
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _editions(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir() if path.name.isdecimal() and path.is_dir()]


def _point(link: Path, edition: Path) -> None:
    new = link.with_name(f".{uuid4().hex}.link")
    new.symlink_to(edition.name)
    new.replace(link)
