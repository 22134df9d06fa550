"""The timeline: documents go in, events come out. Thread-safe and synchronous."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ..domain.actor import Actor
from ..domain.document import Analysis
from ..domain.event import Event
from ..domain.query import EventQuery, StoredDocument
from ..store import actors
from ..store.database import MEMORY, Database
from ..store.doctor import Finding, examine
from ..store.parquet import write_parquet
from ..store.size import Size, size
from ..store.snapshot import write_snapshot
from .changes import Delete, Put, Replace
from .deciding import Deciding, utc_now
from .export import ExportFormat, ExportSummary, write
from .formats.parquet import remove_stale
from .formats.rows import ExportRow
from .preparation import Prepared, prepare
from .recorder import Recorder
from .search import check_query
from .text import enter_all

__all__ = ["Timeline", "utc_now"]


class Timeline(Deciding):
    """Everything that is known, in one DuckDB file.

    Questions and decisions are in the classes that it is made of. Every method may be called from any
    thread of the process that opened it, and never from a forked one. Raises ``StoreUnavailable`` when
    the file cannot be read or written now and ``ShuttingDown`` after ``close``.
    """

    def __init__(
        self, database: Database, *, queue_size: int = 10_000, clock: Callable[[], datetime] = utc_now
    ):
        super().__init__(database, Recorder(database, clock, queue_size))
        enter_all(database)

    @classmethod
    def open(
        cls,
        path: Path | str = MEMORY,
        *,
        readers: int = 4,
        queue_size: int = 10_000,
        snapshot_directories: Sequence[Path | str] = (),
    ) -> Timeline:
        """Opens or creates a file; ":memory:" is a timeline that goes with the process.

        Snapshots may be written beside the file and into ``snapshot_directories``.

        Raises:
            StoreFileError: the file is another program's, newer, damaged, or held by a process.

        """
        database = Database(path, readers=readers, writable_directories=snapshot_directories)
        if database.path != MEMORY:
            remove_stale(Path(database.path).resolve())
        try:
            return cls(database, queue_size=queue_size)
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Writes what waits, then closes the file."""
        self._recorder.close()
        self._database.close()

    def __enter__(self) -> Timeline:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def database(self) -> Database:
        """The file, for maintenance."""
        return self._database

    def submit(self, analysis: Analysis | Prepared, *, patient: bool = False) -> Future[StoredDocument]:
        """Queues a document; the future is done once it is safely on disk.

        The same id with the same content gives the stored document. The future raises
        DocumentConflict when the id holds other content. A document that is ``patient`` waits a
        moment for others to be written with.

        Raises:
            QueueFull: too many documents wait.

        """
        return self._recorder.submit(Put(_prepared(analysis)), patient=patient)

    def put(self, analysis: Analysis | Prepared) -> StoredDocument:
        """As ``submit``, and waits."""
        return self.submit(analysis).result()

    def replace(self, analysis: Analysis | Prepared, *, as_of: datetime | None = None) -> StoredDocument:
        """Stores a new analysis of a stored document, with its id, hash and creation time kept.

        Raises:
            NotFound: no such document.
            DocumentConflict: it was last changed at another time than ``as_of``, where that is given.

        """
        return self._recorder.submit(Replace(_prepared(analysis), as_of)).result()

    def delete(self, document_id: str) -> None:
        """Removes a document, and all that only it told. Raises NotFound."""
        self._recorder.submit(Delete(document_id)).result()

    @contextmanager
    def listening(self, listener: Callable[[float], None]) -> Iterator[None]:
        """Calls ``listener``, on the writer's thread, after each commit while the block lasts.

        It is told how many seconds the commit took.
        """
        self._recorder.listeners.add(listener)
        try:
            yield
        finally:
            self._recorder.listeners.discard(listener)

    def size(self) -> Size:
        """How much is stored."""
        with self._database.read() as cursor:
            return size(cursor, self._database.path)

    def examine(self) -> list[Finding]:
        """What is wrong with the file, if anything; reads all of it."""
        with self._database.read() as cursor:
            return examine(cursor)

    def write_snapshot(self, path: Path) -> None:
        """Writes a copy that any DuckDB may open, whole or not at all.

        Raises:
            InvalidInput: the path is the timeline's own.
            StoreUnavailable: the copy cannot be written there.

        """
        write_snapshot(self._database, path)

    def write_parquet(self, folder: Path) -> Path:
        """Writes the views as Parquet files into a folder of their own in ``folder``, which is given.

        Raises:
            StoreUnavailable: they cannot be written there.

        """
        return write_parquet(self._database, folder)

    def export(
        self, query: EventQuery, file_format: ExportFormat, *, byte_order_mark: bool = False
    ) -> Iterator[bytes | ExportSummary]:
        """A file in chunks of at most 64 KiB, which end where a row of text does, and last its summary.

        Raises:
            InvalidInput: the query contradicts itself.

        """
        check_query(query)
        rows = self._rows(query, with_actors=file_format.needs_actors)
        path = self._database.path
        beside = None if path == MEMORY else Path(path).resolve()
        return write(rows, file_format, byte_order_mark=byte_order_mark, database=beside)

    def _rows(self, query: EventQuery, *, with_actors: bool) -> Iterator[ExportRow]:
        token = None
        while True:
            found = self.list_events(query, 1000, token)
            sources = self.find_documents(sorted({event.quote_document_id for event in found.items}))
            known = self._actors_of(found.items) if with_actors else {}
            for event in found.items:
                yield ExportRow(event, sources.get(event.quote_document_id), known)
            token = found.next
            if token is None:
                return

    def _actors_of(self, found: Sequence[Event]) -> dict[str, Actor]:
        ids = sorted({participant.actor_id for event in found for participant in event.participants})
        with self._database.read() as cursor:
            return {actor_id: stored.actor for actor_id, stored in actors.find(cursor, ids).items()}


def _prepared(analysis: Analysis | Prepared) -> Prepared:
    return analysis if isinstance(analysis, Prepared) else prepare(analysis)
