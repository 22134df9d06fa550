"""A lock on a file beside the database, which nothing else in this process opens."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from ..errors import StoreFileError


class FileLock:
    """Holds ``PATH.lock`` for this process until released; it goes with the process, too."""

    def __init__(self, path: Path) -> None:
        """Takes the lock.

        Raises:
            StoreFileError: another process holds it, or the folder cannot be written.

        """
        lock_path = path.with_name(f"{path.name}.lock")
        try:
            self._descriptor = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreFileError(
                f"{path}: cannot write beside it ({error.strerror}); give a path in a folder that exists "
                "and that this user may write"
            ) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(self._descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(self._descriptor)
            raise StoreFileError(
                f"{path}: another dateline process holds it (process {holder}); "
                "stop that one, or give another path"
            ) from error
        os.truncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode("ascii"), 0)

    def release(self) -> None:
        """Gives the lock back. The file stays: deleting it would let two processes hold it."""
        os.close(self._descriptor)
