"""The document creation time, and where it came from."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.document import DateSource, Document, PublicationDate
from ..domain.text import Sentence
from .reading import Reading
from .timex.rules import TimexRules


def date_document(
    document: Document, reading: Reading, folded: str, sentences: Sequence[Sentence], rules: TimexRules
) -> PublicationDate:
    """The publication date: the client's, else the best candidate that the document offers."""
    source = DateSource.CLIENT if document.publication_date else None
    return PublicationDate(document.publication_date, source)
