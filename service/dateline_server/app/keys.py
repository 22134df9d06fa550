"""What a query names, found in the store."""

from __future__ import annotations

from ..domain.query import EventQuery
from ..store import actors, documents, mentions, terms
from ..store.conditions import Keys
from ..store.database import Cursor
from .search import normalize_alias
from .text import words


def keys_of(cursor: Cursor, query: EventQuery) -> Keys:
    """The numbers that stand for a query's actors, in any spelling, and for its documents' events."""
    found = {
        name: actors.keys_of(cursor, name, normalize_alias(name))
        for name in query.any_actors + query.all_actors
    }
    anyone = {key for name in query.any_actors for key in found[name]}
    return Keys(
        any=tuple(sorted(anyone)) if query.any_actors else None,
        all=tuple(tuple(found[name]) for name in query.all_actors),
        busy=sum(count for keys in found.values() for count in keys.values()),
        events=_events_of(cursor, query.documents) if query.documents else None,
        terms=_terms_of(cursor, query.text) if query.text else None,
    )


def _terms_of(cursor: Cursor, text: str) -> tuple[int, ...]:
    entries = terms.frequencies(cursor, words(text))
    return tuple(entries) if all(entries.values()) else ()


def _events_of(cursor: Cursor, document_ids: tuple[str, ...]) -> tuple[int, ...]:
    keys = [record.key for record in documents.find(cursor, document_ids).values()]
    return tuple(sorted({event for _, event in mentions.of_documents(cursor, keys)}))
