"""Questions about documents and what each of them tells."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.event import StoredMention, ToldMention
from ..domain.query import Page, PageToken, StoredDocument
from ..store import documents, events, mentions
from ..store.database import Database
from ..store.documents import DocumentRecord
from .changes import no_document
from .search import check_page_size, day_text, page, position_of, query_digest, text_day, text_number


class DocumentQuestions:
    """What is asked of one timeline about its documents; from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get_document(self, document_id: str) -> StoredDocument:
        """A document with its text. Raises NotFound."""
        found = self.find_documents([document_id], with_text=True)
        if document_id not in found:
            raise no_document(document_id)
        return found[document_id]

    def find_documents(
        self, document_ids: Sequence[str], *, with_text: bool = False
    ) -> dict[str, StoredDocument]:
        """Those of some documents that are stored, by id."""
        with self._database.read() as cursor:
            found = documents.find(cursor, document_ids, with_text=with_text)
        return {document_id: record.stored for document_id, record in found.items()}

    def list_documents(self, page_size: int, token: PageToken | None = None) -> Page[StoredDocument]:
        """Documents without their text, the newest publication date first."""
        page_size = check_page_size(page_size)
        digest = query_digest("documents")
        position = position_of(token, digest, 2)
        after = None if position is None else (text_day(position[0]), text_number(position[1]))
        with self._database.read() as cursor:
            records = documents.newest(cursor, page_size + 1, after)
        found = page(records, page_size, digest, _document_position)
        return Page(tuple(record.stored for record in found.items), found.next)

    def count_documents(self, analyzer_version: str) -> int:
        """How many documents were analysed by one version of the rules."""
        with self._database.read() as cursor:
            return documents.count(cursor, analyzer_version)

    def outdated_documents(
        self, analyzer_version: str, limit: int, after: int = 0, document_ids: Sequence[str] = ()
    ) -> list[tuple[int, StoredDocument]]:
        """Documents with their texts that another version analysed, in the order in which they came.

        Each with its number, those behind ``after``; only some ids where any are given.
        """
        with self._database.read() as cursor:
            records = documents.outdated(cursor, analyzer_version, limit, after, document_ids)
        return [(record.key, record.stored) for record in records]

    def mentions_of(self, document_id: str) -> list[tuple[str, StoredMention]]:
        """The mentions of a document, each with the id of the event that tells it; none without it."""
        with self._database.read() as cursor:
            found = documents.find(cursor, [document_id])
            told_by = dict(mentions.of_documents(cursor, [record.key for record in found.values()]))
            stored = mentions.find(cursor, list(told_by))
        return [(events.event_id(told_by[mention]), stored[mention]) for mention in sorted(stored)]

    def list_mentions(
        self, document_id: str, page_size: int, token: PageToken | None = None
    ) -> Page[ToldMention]:
        """A document's mentions, those of the title first, then as they stand in the text.

        Raises:
            NotFound: no such document.
            PageTokenInvalid: the token is another document's.

        """
        page_size = check_page_size(page_size)
        digest = query_digest("mentions", document_id)
        position = position_of(token, digest, 1)
        after = -1 if position is None else text_number(position[0])
        with self._database.read() as cursor:
            record = documents.find(cursor, [document_id]).get(document_id)
            if record is None:
                raise no_document(document_id)
            told = dict(mentions.of_documents(cursor, [record.key]))
            keys = [mention for mention in told if mention > after][: page_size + 1]
            stored = mentions.find(cursor, keys)
        found = page(keys, page_size, digest, lambda mention: (str(mention),))
        items = tuple(ToldMention(events.event_id(told[key]), stored[key]) for key in found.items)
        return Page(items, found.next)


def _document_position(record: DocumentRecord) -> tuple[str, str]:
    return day_text(record.stored.publication_date.date), str(record.key)
