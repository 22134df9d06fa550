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
    groups = [found[name] for name in query.all_actors]
    if query.any_actors:
        groups.append({key: n for name in query.any_actors for key, n in found[name].items()})
    groups.sort(key=lambda counts: sum(counts.values()))
    rarest = sum(groups[0].values()) if groups else 0
    entries = terms.frequencies(cursor, words(query.text)) if query.text else {}
    return Keys(
        groups=tuple(tuple(sorted(counts)) for counts in groups),
        busy=next(iter(entries.values()), rarest),
        events=_events_of(cursor, query.documents) if query.documents else None,
        terms=(tuple(entries) if all(entries.values()) else ()) if query.text else None,
    )


def _events_of(cursor: Cursor, document_ids: tuple[str, ...]) -> tuple[int, ...]:
    keys = [record.key for record in documents.find(cursor, document_ids).values()]
    return tuple(sorted({event for _, event in mentions.of_documents(cursor, keys)}))
