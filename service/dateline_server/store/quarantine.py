"""A write-ahead log that DuckDB refuses: set aside, and cut to what is whole.

DuckDB opens no database whose log has a wrong checksum, wherever it stands. The log up to that
place holds whole transactions and opens; the damaged file is kept for whoever wants to look.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from pathlib import Path

from ..errors import StoreFileError

MARK = "recovering"
"""The suffix of the file that stands beside the database until what its log had held is back."""

_log = logging.getLogger(__name__)
_PLACE = re.compile(r"entry at byte position (\d+)")


def set_aside(path: Path, problem: str) -> bool:
    """Sets the log of a database aside after it was refused with ``problem``.

    Gives whether there is anything to try again: False when it is not the log that is at fault.

    Raises:
        StoreFileError: the disk is full; all is as it was.

    """
    log = path.with_name(f"{path.name}.wal")
    if "WAL file" not in problem or not log.exists():
        return False
    place = _PLACE.search(problem)
    whole = min(int(place.group(1)), log.stat().st_size - 1) if place else 0
    kept = _free_name(log)
    try:
        # First of all: the log will look whole from here on, whatever becomes of this process.
        path.with_name(f"{path.name}.{MARK}").touch()
        _replace(log, kept, whole)
    except OSError as error:
        raise StoreFileError(
            f"{path}: its log is damaged and cannot be set aside ({error.strerror}); free space on the disk "
            "and start again, nothing is lost"
        ) from error
    _log.error("%s is damaged after byte %d and was set aside as %s (%s)", log, whole, kept, problem)
    return True


def _free_name(log: Path) -> Path:
    number = 1
    while (name := log.with_name(f"{log.name}.damaged-{number}")).exists():
        number += 1
    return name


def _replace(log: Path, kept: Path, whole: int) -> None:
    """Renames a log, and puts its start in its place; if that fails, all is as it was."""
    log.replace(kept)
    if whole <= 0:
        return
    try:
        _copy_start(kept, log, whole)
    except OSError:
        kept.replace(log)
        raise


def _copy_start(source: Path, target: Path, length: int) -> None:
    with source.open("rb") as whole, target.open("wb") as start:
        shutil.copyfileobj(whole, start)
        start.truncate(length)
        start.flush()
        os.fsync(start.fileno())
