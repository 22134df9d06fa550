"""The copy of the timeline that analysts' statements run on: never older than was promised."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from ..store.copying import State, copy_file, state_of
from ..store.database import Database


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy: its file, which number of copy it is, and the time up to which it holds everything."""

    path: Path
    number: int
    time: datetime


class SqlCopy:
    """Makes a copy when one is asked for, and again when it is too old and something was written."""

    def __init__(
        self,
        database: Database,
        path: Path,
        max_age: float,
        now: Callable[[], datetime],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._path = path
        self._max_age = max_age
        self._now = now
        self._seconds = seconds
        self._making = Lock()
        self._copied: Copied | None = None
        self._checked = 0.0
        self._state: State = ()
        self._remove()

    def fresh(self) -> Copied:
        """A copy that holds everything that was stored ``max_age`` seconds ago. From any thread.

        Raises:
            StoreUnavailable: it cannot be written now.

        """
        with self._making:
            asked, now = self._seconds(), self._now()
            if self._copied is None or asked - self._checked > self._max_age:
                number = self._copied.number if self._copied else 0
                if self._copied is None or self._outdated():
                    self._state = copy_file(self._database, self._path)
                    number += 1
                self._copied, self._checked = Copied(self._path, number, now), asked
            return self._copied

    def _outdated(self) -> bool:
        return not self._state or self._state != state_of(self._database)

    def close(self) -> None:
        """Removes the copy."""
        with self._making:
            self._copied = None
            self._remove()

    def _remove(self) -> None:
        """Removes the copy, and what a process left behind that was killed while it copied."""
        self._path.unlink(missing_ok=True)
        for part in self._path.parent.glob("*.part"):
            if part.name.startswith(f"{self._path.name}."):
                part.unlink(missing_ok=True)
