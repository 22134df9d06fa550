"""Documents to stored analyses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ..domain.document import Analysis, Document
from ..domain.query import StoredDocument
from .timeline import Timeline

MAX_CHARACTERS = 200_000


def content_id(document: Document) -> str:
    """A document id made from title and text, for a document that was submitted without one."""
    raise NotImplementedError


def check_document(document: Document, max_characters: int = MAX_CHARACTERS) -> None:
    """Refuses what cannot be analysed or stored.

    Raises:
        InvalidInput: an empty text, a lone surrogate or NUL, or an id that is not
            ``[A-Za-z0-9][A-Za-z0-9._-]{0,127}``.
        TextTooLong: more than ``max_characters``.
    """
    raise NotImplementedError


class IngestService:
    """Checks, analyses and stores documents. ``analyze`` may run in another process."""

    def __init__(self, timeline: Timeline, analyze: Callable[[Document], Analysis]) -> None:
        self._timeline = timeline
        self._analyze = analyze

    def put(self, document: Document) -> StoredDocument:
        """Analyses and stores a document; an id that is empty is made from the content.

        A document that is stored already is not analysed again.

        Raises:
            InvalidInput: see ``check_document``.
            DocumentConflict: the id holds other content.
        """
        raise NotImplementedError

    def known(self, document: Document) -> StoredDocument | None:
        """The stored document of that id when it has the same content, or None when there is none.

        Raises:
            DocumentConflict: the id holds other content.
        """
        raise NotImplementedError

    def set_publication_date(self, document_id: str, publication_date: date) -> StoredDocument:
        """Analyses a stored document anew under another publication date. Raises NotFound."""
        raise NotImplementedError
