"""The timeline: documents go in, events come out. Thread-safe and synchronous."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

from ..domain.document import Analysis
from ..domain.event import Event
from ..domain.query import EventQuery, Page, PageToken, StoredActor, StoredDocument
from .export import ExportFormat, ExportSummary


class Timeline:
    """Everything that is known, in one DuckDB file.

    Every method may be called from any thread of the process that opened it, and never from a
    forked one. Raises ``StoreUnavailable`` when the file cannot be read or written now and
    ``ShuttingDown`` after ``close``.
    """

    @classmethod
    def open(cls, path: Path | str, *, readers: int = 4, queue_size: int = 10_000) -> Timeline:
        """Opens or creates a file; ":memory:" is a timeline that goes with the process.

        Raises:
            StoreFileError: the file is another program's, newer, damaged, or held by a process.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Writes what waits, then closes the file."""
        raise NotImplementedError

    def submit(self, analysis: Analysis) -> Future[StoredDocument]:
        """Queues a document; the future is done once it is safely on disk.

        The same id with the same content gives the stored document. The future raises
        DocumentConflict when the id holds other content.

        Raises:
            QueueFull: too many documents wait.
        """
        raise NotImplementedError

    def put(self, analysis: Analysis) -> StoredDocument:
        """As ``submit``, and waits."""
        raise NotImplementedError

    def replace(self, analysis: Analysis) -> StoredDocument:
        """Stores a new analysis of a stored document, with its id, hash and creation time kept.

        Raises:
            NotFound: no such document.
        """
        raise NotImplementedError

    def delete(self, document_id: str) -> None:
        """Removes a document, and all that only it told. Raises NotFound."""
        raise NotImplementedError

    def get_document(self, document_id: str) -> StoredDocument:
        """A document with its text. Raises NotFound."""
        raise NotImplementedError

    def list_documents(self, page_size: int, token: PageToken | None = None) -> Page[StoredDocument]:
        """Documents without their text, the newest publication date first."""
        raise NotImplementedError

    def get_event(self, event_id: str) -> Event:
        """An event with all its mentions. Raises NotFound."""
        raise NotImplementedError

    def list_events(
        self, query: EventQuery, page_size: int, token: PageToken | None = None, *, with_mentions: bool = False
    ) -> Page[Event]:
        """Events in the query's order.

        Raises:
            InvalidInput: the query contradicts itself.
            PageTokenInvalid: the token is another query's.
        """
        raise NotImplementedError

    def get_actor(self, actor_id: str) -> StoredActor:
        """An actor. Raises NotFound."""
        raise NotImplementedError

    def list_actors(self, query: str, page_size: int, token: PageToken | None = None) -> Page[StoredActor]:
        """Actors with an alias that holds ``query``, those with the most events first."""
        raise NotImplementedError

    def export(
        self, query: EventQuery, file_format: ExportFormat, *, byte_order_mark: bool = False
    ) -> Iterator[bytes | ExportSummary]:
        """A file in chunks of at most 64 KiB that end at a row's end, and last its summary."""
        raise NotImplementedError
