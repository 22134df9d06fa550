"""Bulk ingestion, the part that both clients share: chunks, and what became of each document.

Documents go out in chunks, a stream each. A chunk whose connection breaks is sent again without the
documents that were answered; that is safe since the service knows documents by their content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .errors import DatelineError, InvalidInput, ShuttingDown, Unavailable, error_of_status
from .v1.document_pb2 import Document
from .v1.ingestion_service_pb2 import IngestDocumentsRequest, IngestDocumentsResponse

FIRST_CHUNK = 16
LARGEST_CHUNK = 256
CHUNK_BYTES = 8 * 2**20
MAX_DOCUMENT_BYTES = 15 * 2**20
"""The largest document that is sent; a larger one would break the stream for all others."""
ATTEMPTS = 4
"""How often a connection is tried before the first answer ever."""
ATTEMPTS_LATER = 9
"""How often it is tried again once answers came, which outlasts a restart of the server."""
LONGEST_DELAY = 10.0
TRANSIENT = (Unavailable, ShuttingDown)
"""The errors after which a chunk is tried again."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to ingest. Without an id the service makes one from the content."""

    document: Document
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of the document at ``index`` of the input: stored, or why not."""

    index: int
    document_id: str
    document: Document | None = None
    error: DatelineError | None = None


class Chunk:
    """Some documents that were not answered yet."""

    def __init__(self, documents: Iterable[tuple[int, NewDocument]]) -> None:
        self._waiting = dict(documents)

    def too_large(self) -> Iterator[IngestResult]:
        """Takes out and answers the documents that are too large to send."""
        for index, item in list(self._waiting.items()):
            size = item.document.ByteSize()
            if size > MAX_DOCUMENT_BYTES:
                del self._waiting[index]
                message = f"the document has {size} bytes, the limit is {MAX_DOCUMENT_BYTES}: split it"
                yield IngestResult(index, item.document_id, error=InvalidInput(message))

    def requests(self) -> list[IngestDocumentsRequest]:
        """The requests that are to be sent."""
        return [
            IngestDocumentsRequest(document=item.document, document_id=item.document_id, request_number=index)
            for index, item in self._waiting.items()
        ]

    def settle(self, response: IngestDocumentsResponse) -> IngestResult:
        """Takes a response."""
        self._waiting.pop(response.request_number, None)
        return IngestResult(
            response.request_number,
            response.document_id,
            response.document if response.HasField("document") else None,
            error_of_status(response.error) if response.HasField("error") else None,
        )

    def check_answered(self) -> None:
        """Makes sure that a stream that ended in peace left no document out.

        Raises:
            DatelineError: it did.

        """
        if self._waiting:
            raise DatelineError(f"the server ended the stream with {len(self._waiting)} documents unanswered")


class Patience:
    """How long a connection that breaks is made again: briefly at first, longer once answers came."""

    def __init__(self) -> None:
        self._attempts = ATTEMPTS
        self._failures = 0

    def answered(self) -> None:
        """Takes note that the server is there."""
        self._attempts = ATTEMPTS_LATER
        self._failures = 0

    def delay_after(self, error: DatelineError) -> float:
        """How many seconds to wait before trying again.

        Raises:
            DatelineError: the error itself, when trying again will not help.

        """
        self._failures += 1
        if not isinstance(error, TRANSIENT) or self._failures >= self._attempts:
            raise error
        return min(0.2 * 2.0**self._failures, LONGEST_DELAY)


class Chunker:
    """Gathers documents into chunks, small ones first so that answers begin soon."""

    def __init__(self) -> None:
        self._size = FIRST_CHUNK
        self._count = 0
        self._bytes = 0
        self._documents: list[tuple[int, NewDocument]] = []

    def add(self, item: NewDocument | Document) -> Chunk | None:
        """Takes a document; gives a chunk when one is full."""
        new = item if isinstance(item, NewDocument) else NewDocument(item)
        self._documents.append((self._count, new))
        self._count += 1
        self._bytes += new.document.ByteSize()
        full = len(self._documents) >= self._size or self._bytes >= CHUNK_BYTES
        return self.rest() if full else None

    def rest(self) -> Chunk | None:
        """What was gathered, if anything."""
        if not self._documents:
            return None
        documents, self._documents = self._documents, []
        self._size, self._bytes = min(2 * self._size, LARGEST_CHUNK), 0
        return Chunk(documents)


def chunks(documents: Iterable[NewDocument | Document]) -> Iterator[Chunk]:
    """Documents in chunks."""
    chunker = Chunker()
    for item in documents:
        if chunk := chunker.add(item):
            yield chunk
    if chunk := chunker.rest():
        yield chunk
