"""Documents to stored analyses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from ..domain.document import Analysis, Document
from ..domain.ids import content_digest
from ..domain.query import StoredDocument
from ..errors import InvalidInput, TextTooLong
from .changes import conflict
from .mentions import content_hash
from .preparation import Prepared
from .timeline import Timeline

MAX_CHARACTERS = 200_000
"""The longest text, in code points."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_FIELDS = ("text", "title", "publisher", "uri")


def content_id(document: Document) -> str:
    """A document id made from title and text, for a document that was submitted without one."""
    return f"d{content_digest(document.title, document.text)}"


def check_document(document: Document, max_characters: int = MAX_CHARACTERS) -> None:
    """Refuses what cannot be analysed or stored.

    Raises:
        InvalidInput: an empty text, a lone surrogate or NUL, or an id that is not
            ``[A-Za-z0-9][A-Za-z0-9._-]{0,127}``.
        TextTooLong: more than ``max_characters``.

    """
    if document.id and not _ID.fullmatch(document.id):
        raise InvalidInput(
            f"{document.id[:140]!r} is no document id: use 1 to 128 of A-Z a-z 0-9 . _ -, "
            "a letter or digit first",
            field="document_id",
        )
    if not document.text.strip():
        raise InvalidInput("the text is empty", field="document.text")
    for name in _FIELDS:
        _check_characters(name, getattr(document, name), max_characters)


def _check_characters(name: str, value: str, max_characters: int) -> None:
    if len(value) > max_characters:
        raise TextTooLong(
            f"{name} has {len(value)} characters, {max_characters} at most; split the article",
            field=f"document.{name}",
            limit=str(max_characters),
            actual=str(len(value)),
        )
    at = next((i for i, c in enumerate(value) if c == "\0" or "\ud800" <= c <= "\udfff"), None)
    if at is not None:
        kind = "a NUL character" if value[at] == "\0" else "half a surrogate pair"
        raise InvalidInput(
            f"{name} has {kind} at offset {at}; remove it, or decode the file by its own encoding",
            field=f"document.{name}",
        )


class IngestService:
    """Checks, analyses and stores documents. ``analyze`` may run in another process."""

    def __init__(
        self,
        timeline: Timeline,
        analyze: Callable[[Document], Analysis | Prepared],
        *,
        max_characters: int = MAX_CHARACTERS,
    ) -> None:
        self._timeline = timeline
        self._analyze = analyze
        self._max_characters = max_characters

    def put(self, document: Document) -> StoredDocument:
        """Analyses and stores a document; an id that is empty is made from the content.

        A document that is stored already is not analysed again.

        Raises:
            InvalidInput: see ``check_document``.
            DocumentConflict: the id holds other content.

        """
        checked = self.check(document)
        return self.known(checked) or self._timeline.put(self._analyze(checked))

    def check(self, document: Document) -> Document:
        """The document with an id. Raises InvalidInput: see ``check_document``."""
        check_document(document, self._max_characters)
        return document if document.id else replace(document, id=content_id(document))

    def known(self, document: Document) -> StoredDocument | None:
        """The stored document of that id when it has the same content, or None when there is none.

        Raises:
            DocumentConflict: the id holds other content.

        """
        stored = self._timeline.find_documents([document.id]).get(document.id)
        if stored is None:
            return None
        if stored.content_hash != content_hash(document):
            raise conflict(document.id)
        return replace(stored, document=replace(stored.document, text=document.text))

    def set_publication_date(self, document_id: str, publication_date: date) -> StoredDocument:
        """Analyses a stored document anew under another publication date. Raises NotFound."""
        stored = self._timeline.get_document(document_id)
        dated = replace(stored.document, publication_date=publication_date)
        return self._timeline.replace(self._analyze(dated))
