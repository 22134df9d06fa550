"""A database file and its journal, checked against each other, and what to do about it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import StoreFileError
from ..store.database import Database
from ..store.doctor import examine
from ..store.journal import Journal
from ..store.lock import FileLock
from .recovery import behind, recover

_SIDE_FILES = ("", ".wal", ".journal", ".recovering")
_SEND_AGAIN = "send the documents again that are concerned, or restore a backup"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Something that is not as it should be, and what to do; nothing where ``remedy`` is empty."""

    problem: str
    remedy: str = ""


def examine_file(path: Path, clock: Callable[[], datetime]) -> list[Diagnosis]:
    """What a server would meet that started with this file; the file itself is left as it is.

    It is copied into a folder beside it and started there, so there must be room for it twice.

    Raises:
        StoreFileError: there is no such file, or a process holds it.

    """
    if not path.is_file():
        raise StoreFileError(f"{path}: no such file")
    with _copied(path) as copy:
        journal = Journal(copy)
        try:
            return [*_leftovers(path), *_torn(journal), *_started(path, copy, journal, clock)]
        finally:
            journal.close()


@contextmanager
def _copied(path: Path) -> Iterator[Path]:
    lock = FileLock(path)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.doctor-", dir=path.parent) as folder:
            for suffix in _SIDE_FILES:
                source = path.with_name(path.name + suffix)
                if source.exists():
                    shutil.copyfile(source, Path(folder) / source.name)
            yield Path(folder) / path.name
    finally:
        lock.release()


def _leftovers(path: Path) -> Iterator[Diagnosis]:
    for kept in sorted(path.parent.glob(f"{path.name}.wal.damaged-*")):
        yield Diagnosis(f"{kept} was set aside at an earlier start, and its changes were carried out again")
    for kept in sorted(path.parent.glob(f"{path.name}.journal.kept-*")):
        yield Diagnosis(
            f"{kept} holds changes that could not be carried out again",
            f"{_SEND_AGAIN}, then remove the file",
        )


def _torn(journal: Journal) -> Iterator[Diagnosis]:
    if journal.torn:
        yield Diagnosis(
            f"the journal ends with {journal.torn} bytes that are no whole record: never acknowledged"
        )


def _started(path: Path, copy: Path, journal: Journal, clock: Callable[[], datetime]) -> Iterator[Diagnosis]:
    try:
        database = Database(copy)
    except StoreFileError as error:
        yield Diagnosis(str(error).replace(str(copy), str(path)), f"restore a backup: {_restore(path)}")
        return
    try:
        yield from _recovered(database, journal, clock)
        with database.read() as cursor:
            for found in examine(cursor):
                yield Diagnosis(
                    f"{found.problem}: {found.count} times, for example {found.example}", _SEND_AGAIN
                )
    finally:
        database.close()


def _recovered(database: Database, journal: Journal, clock: Callable[[], datetime]) -> Iterator[Diagnosis]:
    log_is_damaged = any(Path(database.path).parent.glob("*.wal.damaged-*"))
    missing = behind(database, journal)
    if log_is_damaged:
        yield Diagnosis(
            "the database's log is damaged",
            "start the service: it sets the log aside and carries out the journal again"
            if journal.size
            else f"the journal is empty, so what the log held is lost: {_SEND_AGAIN}",
        )
    if missing:
        yield Diagnosis(
            f"{missing} documents are not as the journal says",
            "start the service: it carries the journal out again",
        )
        recover(database, journal, clock)
        if left := behind(database, journal):
            yield Diagnosis(f"{left} documents stay so even then", _SEND_AGAIN)


def _restore(path: Path) -> str:
    return f"move {path} and what stands beside it away, then dateline-server restore BACKUP {path}"
