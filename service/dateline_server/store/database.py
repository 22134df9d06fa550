"""One DuckDB file: opened once, written by one thread at a time, read by a few.

DuckDB's own lock on the file is lost as soon as anything else in this process opens and closes the
file, and a forked child inherits the instance without it; either loses data silently. So the file
is opened through DuckDB only, a second lock lies on a file beside it, and a forked process is
refused.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock
from typing import TypeVar

import duckdb

from ..errors import ShuttingDown, StoreFileError, StoreUnavailable
from .lock import FileLock
from .migrations import migrate
from .quarantine import MARK, set_aside
from .transactions import transact

T = TypeVar("T")
Cursor = duckdb.DuckDBPyConnection

MEMORY = ":memory:"
_GONE = (duckdb.FatalException, duckdb.InternalException)
_UNAVAILABLE = (
    *_GONE,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.ConnectionException,
    duckdb.PermissionException,
)
_READER_TIMEOUT = 60.0


class Database:
    """A DuckDB file and its connections. Methods may be called from any thread."""

    def __init__(
        self,
        path: Path | str,
        *,
        readers: int = 4,
        memory_limit: str = "1GB",
        writable_directories: Sequence[Path | str] = (),
    ) -> None:
        """Opens or creates the file and brings its schema up to date.

        ``readers`` is how many threads may read at once. Snapshots can be written into the file's
        own folder and ``writable_directories``.

        Raises:
            StoreFileError: the file cannot be used; the message says what to do.

        """
        self.path = str(path)
        self._memory_limit = memory_limit
        self._directories = [str(directory) for directory in writable_directories]
        self._process = os.getpid()
        self._writing = Lock()
        self._reviving = Lock()
        self._beside = Lock()
        self._interruptible: Cursor | None = None
        self._broken = False
        self._closed = False
        self._readers = readers
        self._cursors: LifoQueue[Cursor] = LifoQueue()
        self._connection: Cursor | None = None
        self._log_existed = Path(f"{self.path}.wal").exists()
        self._lock = None if self.path == MEMORY else FileLock(Path(self.path))
        try:
            self._connect()
        except BaseException:
            self._unlock()
            raise

    def _connect(self) -> None:
        connection = self._open()
        try:
            migrate(connection, self.path)
        except BaseException as error:
            connection.close()
            if isinstance(error, _UNAVAILABLE):
                raise StoreFileError(f"{self.path}: {_advice(str(error))}") from error
            raise
        for _ in range(self._readers):
            self._cursors.put(connection.cursor())
        self._connection = connection

    def _open(self) -> Cursor:
        while True:
            try:
                return connect(self.path, self._memory_limit, self._directories)
            except StoreFileError as error:
                if not set_aside(Path(self.path), str(error)):
                    raise

    @property
    def log_was_lost(self) -> bool:
        """Whether what was committed since the last checkpoint may be missing from the file."""
        return self.path != MEMORY and (not self._log_existed or Path(f"{self.path}.{MARK}").exists())

    def log_is_back(self) -> None:
        """Takes note that whatever was missing is in the file again, checkpointed."""
        self._log_existed = True
        Path(f"{self.path}.{MARK}").unlink(missing_ok=True)

    @contextmanager
    def read(self, *, in_transaction: bool = True) -> Iterator[Cursor]:
        """A cursor to read with, for one thread; in a transaction, all it reads is of one moment.

        Raises:
            StoreUnavailable: the file cannot be read now.
            ShuttingDown: the database was closed.

        """
        self._check()
        cursor = self._borrow()
        try:
            if in_transaction:
                cursor.begin()
            yield cursor
        except _UNAVAILABLE as error:
            self._broken = self._broken or isinstance(error, _GONE)
            raise StoreUnavailable(f"the database cannot be read: {error}") from error
        finally:
            with suppress(duckdb.Error):
                cursor.rollback()
            self._cursors.put(cursor)

    def _borrow(self) -> Cursor:
        try:
            return self._cursors.get(timeout=_READER_TIMEOUT)
        except Empty as error:
            self._check()
            raise StoreUnavailable("every reader of the database is busy; retry later") from error

    def write(self, change: Callable[[Cursor], T]) -> T:
        """Runs ``change`` in a transaction of its own; when it returns, the change is durable.

        Raises:
            StoreUnavailable: nothing was changed, or, where the commit itself failed, perhaps all.
            ShuttingDown: the database was closed.

        """
        self._check()
        with self._writing:
            if self._connection is None:
                raise StoreUnavailable("the database is not open now")
            try:
                return transact(self._connection, change)
            except _UNAVAILABLE as error:
                self._broken = self._broken or isinstance(error, _GONE)
                raise StoreUnavailable(f"the database cannot be written: {error}") from error

    def write_beside(self, change: Callable[[Cursor], T]) -> T:
        """As ``write``, while others write too: for long work on tables that no other change touches.

        Raises:
            StoreUnavailable: nothing was changed, since it failed or was interrupted.
            ShuttingDown: the database was closed.

        """
        self._check()
        with self._beside:
            if self._connection is None:
                raise StoreUnavailable("the database is not open now")
            with self._connection.cursor() as cursor:
                self._interruptible = cursor
                try:
                    return transact(cursor, change)
                except (duckdb.InterruptException, *_UNAVAILABLE) as error:
                    self._broken = self._broken or isinstance(error, _GONE)
                    raise StoreUnavailable(f"the database cannot be written: {error}") from error
                finally:
                    self._interruptible = None

    def interrupt(self) -> None:
        """Gives up what is written beside others, if anything."""
        cursor = self._interruptible
        if cursor is not None:
            with suppress(duckdb.Error):
                cursor.interrupt()

    def checkpoint(self) -> None:
        """Brings what the write-ahead log holds into the file.

        Raises:
            StoreUnavailable: the file cannot be written now, e.g. while something is written beside
                others; nothing is lost.

        """
        self._check()
        with self._writing:
            self._checkpoint()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Brings everything into the file, which does not change until the block ends: writers wait.

        Raises:
            StoreUnavailable: the file cannot be written now; nothing is lost.

        """
        self._check()
        with self._beside, self._writing:
            self._checkpoint()
            yield

    def _checkpoint(self) -> None:
        if self._connection is None:
            raise StoreUnavailable("the database is not open now")
        try:
            self._connection.execute("CHECKPOINT")
        except (duckdb.TransactionException, *_UNAVAILABLE) as error:
            self._broken = self._broken or isinstance(error, _GONE)
            raise StoreUnavailable(f"the database cannot write a checkpoint: {error}") from error

    def _check(self) -> None:
        if self._closed:
            raise ShuttingDown("the timeline is closed")
        if os.getpid() != self._process:
            raise StoreUnavailable(
                "the database belongs to the parent process; start workers with spawn, not fork"
            )
        if self._broken:
            self._revive()

    def _revive(self) -> None:
        """Opens the file anew after DuckDB gave it up, e.g. since the disk was full."""
        with self._reviving, self._beside, self._writing:
            if not self._broken or self._closed:
                return
            self._disconnect()
            try:
                self._connect()
            except (StoreFileError, duckdb.Error) as error:
                raise StoreUnavailable(f"the database cannot be opened again: {error}") from error
            self._broken = False

    def _disconnect(self) -> None:
        if self._connection is None:
            return
        for _ in range(self._readers):
            self._cursors.get().close()
        self._connection.close()
        self._connection = None

    def close(self) -> None:
        """Waits for reads and writes under way, and closes the file."""
        self.interrupt()
        with self._reviving, self._beside, self._writing:
            if self._closed:
                return
            self._closed = True
            self._disconnect()
            self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.release()


def connect(path: str, memory_limit: str, writable_directories: Sequence[str] = ()) -> Cursor:
    """A connection that reads and writes no file but ``path`` and those in its folder.

    Raises:
        StoreFileError: the file cannot be used; the message says what to do.

    """
    config: dict[str, str | bool | int | float | list[str]] = {
        # So that analysts with an older DuckDB can open copies of the file.
        "storage_compatibility_version": "v1.5.0",
        # One thread a query: clients are served side by side.
        "threads": 1,
        "memory_limit": memory_limit,
        "wal_autocheckpoint": "64MB",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
    }
    try:
        connection = duckdb.connect(path, config=config)
    except duckdb.Error as error:
        raise StoreFileError(f"{path}: {_advice(str(error))}") from error
    folder = [] if path == MEMORY else [str(Path(path).resolve().parent)]
    directories = [*folder, *writable_directories]
    connection.execute("SET allowed_directories = ?", [directories])
    connection.execute("SET enable_external_access = false")
    return connection


def _advice(problem: str) -> str:
    if "Conflicting lock" in problem or "Could not set lock" in problem:
        return f"another program holds it; close it there, or give another path ({problem})"
    # DuckDB takes the files of other databases for work for an extension.
    if "not a valid DuckDB database file" in problem or "Extension" in problem:
        return "is no DuckDB file; give the path of a new file, or of one that dateline made"
    if "version number" in problem:
        return f"written by a DuckDB that this one cannot read; upgrade duckdb ({problem})"
    if "No space left" in problem or "File too large" in problem:
        return f"cannot be written; free space on the disk and start again, nothing is lost ({problem})"
    if "WAL" in problem:
        return f"its write-ahead log is damaged; restore a backup ({problem})"
    if "Corrupt" in problem:
        return f"is damaged; restore a backup ({problem})"
    return f"cannot be opened; check the path and its permissions ({problem})"
