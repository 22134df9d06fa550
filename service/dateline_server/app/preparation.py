"""An analysis made ready to be stored, by whoever has time for it: the writer has none."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..domain.document import Analysis, FieldAnalysis
from ..domain.event import StoredMention
from .mentions import stored_mentions
from .text import KnownTerms, terms_in, texts_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """An analysis without what the store does not keep.

    ``terms`` are the keys of the words by which its events are found, for each of their texts. ``record``
    is all of it as bytes.
    """

    analysis: Analysis
    terms: tuple[tuple[int, ...], ...]
    record: bytes

    def known_terms(self, mentions: Sequence[StoredMention]) -> KnownTerms:
        """The terms by text; ``mentions`` are the stored mentions of the analysis."""
        return dict(zip(texts_of(mentions), self.terms, strict=True))


def prepare(analysis: Analysis) -> Prepared:
    """Makes an analysis ready to be stored."""
    title = FieldAnalysis(mentions=analysis.title.mentions)
    kept = replace(analysis, title=title, text=FieldAnalysis(mentions=analysis.text.mentions))
    terms = tuple(terms_in(texts_of(stored_mentions(analysis))))
    return Prepared(kept, terms, pickle.dumps((kept, terms)))


def sealed(analysis: Analysis) -> bytes:
    """An analysis made ready to be stored, for another process to open."""
    return prepare(analysis).record


def opened(record: bytes) -> Prepared:
    """The reverse of ``sealed``."""
    analysis, terms = pickle.loads(record)  # noqa: S301  from this program's own processes and files
    return Prepared(analysis, terms, record)
