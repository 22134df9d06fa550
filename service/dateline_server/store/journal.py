"""An append-only log of what was accepted since the last checkpoint, beside the database.

It is not read unless the database's own log is damaged: then it holds what that had held.
"""

from __future__ import annotations

import logging
import os
import shutil
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ..errors import StoreFileError, StoreUnavailable

_FRAME = struct.Struct("<II")
_log = logging.getLogger(__name__)


class Journal:
    """Records in ``PATH.journal``, each with its length and checksum. For one thread at a time."""

    def __init__(self, database_path: Path) -> None:
        """Opens or creates the file.

        Raises:
            StoreFileError: it cannot be written.

        """
        self.path = database_path.with_name(f"{database_path.name}.journal")
        try:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreFileError(
                f"{self.path}: cannot be written ({error.strerror}); check its permissions"
            ) from error
        self.size = os.fstat(self._descriptor).st_size
        self.torn = self._drop_torn_end()
        """How many bytes stood behind the whole records when the file was opened."""

    def _drop_torn_end(self) -> int:
        """Cuts the file behind its whole records: what comes next would not be found behind others.

        A process or machine that ended while it wrote leaves part of a record, or zeros; neither was
        acknowledged. Anything else is damage, and a copy is kept.
        """
        whole = max((end for end, _ in self._whole()), default=0)
        torn = self.size - whole
        if not torn:
            return 0
        length, _ = _FRAME.unpack(os.pread(self._descriptor, _FRAME.size, whole).ljust(_FRAME.size, b"\0"))
        if self._any_but_zeros(whole + _FRAME.size + length):
            _log.error("%s is damaged after byte %d; kept as %s", self.path, whole, self.keep())
        os.ftruncate(self._descriptor, whole)
        self.size = whole
        return torn

    def _any_but_zeros(self, position: int) -> bool:
        while piece := os.pread(self._descriptor, 1 << 20, position):
            if piece.strip(b"\0"):
                return True
            position += len(piece)
        return False

    def append(self, records: Sequence[bytes]) -> None:
        """Writes records; when it returns they are durable.

        Raises:
            StoreUnavailable: none was written.

        """
        data = b"".join(_FRAME.pack(len(record), zlib.crc32(record)) + record for record in records)
        try:
            if os.write(self._descriptor, data) != len(data):
                raise OSError("the disk is full")
            os.fdatasync(self._descriptor)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._descriptor, self.size)
            raise StoreUnavailable(f"{self.path} cannot be written: {error}") from error
        self.size += len(data)

    def records(self) -> Iterator[bytes]:
        """Every record, in order, as far as they are whole."""
        return (record for _, record in self._whole())

    def _whole(self) -> Iterator[tuple[int, bytes]]:
        position = 0
        while len(frame := os.pread(self._descriptor, _FRAME.size, position)) == _FRAME.size:
            length, checksum = _FRAME.unpack(frame)
            record = os.pread(self._descriptor, length, position + _FRAME.size)
            if not length or len(record) < length or zlib.crc32(record) != checksum:
                return
            position += _FRAME.size + length
            yield position, record

    def keep(self) -> Path:
        """Copies the file to a name of its own, which is given."""
        number = 1
        while (kept := self.path.with_name(f"{self.path.name}.kept-{number}")).exists():
            number += 1
        shutil.copyfile(self.path, kept)
        return kept

    def clear(self) -> None:
        """Drops every record: the database has them safely."""
        os.ftruncate(self._descriptor, 0)
        self.size = 0

    def close(self) -> None:
        """Closes the file."""
        os.close(self._descriptor)
