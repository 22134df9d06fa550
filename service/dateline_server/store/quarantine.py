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

MARK = "recovering"
"""The suffix of the file that stands beside the database until what its log had held is back."""

_log = logging.getLogger(__name__)
_PLACE = re.compile(r"entry at byte position (\d+)")


def set_aside(path: Path, problem: str) -> bool:
    """Sets the log of a database aside after it was refused with ``problem``.

    Gives whether there is anything to try again: False when it is not the log that is at fault.
    """
    log = path.with_name(f"{path.name}.wal")
    if "WAL file" not in problem or not log.exists():
        return False
    # First of all: the log will look whole from here on, whatever becomes of this process.
    path.with_name(f"{path.name}.{MARK}").touch()
    place = _PLACE.search(problem)
    whole = min(int(place.group(1)), log.stat().st_size - 1) if place else 0
    kept = _free_name(log)
    log.replace(kept)
    if whole > 0:
        _copy_start(kept, log, whole)
    _log.error("%s is damaged after byte %d and was set aside as %s (%s)", log, whole, kept, problem)
    return True


def _free_name(log: Path) -> Path:
    number = 1
    while (name := log.with_name(f"{log.name}.damaged-{number}")).exists():
        number += 1
    return name


def _copy_start(source: Path, target: Path, length: int) -> None:
    with source.open("rb") as whole, target.open("wb") as start:
        shutil.copyfileobj(whole, start)
        start.truncate(length)
        start.flush()
        os.fsync(start.fileno())
