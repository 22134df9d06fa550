"""Full text: the words by which events are found."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from ..domain.event import Event, StoredMention
from ..nlp.folding import fold
from ..nlp.words import search_terms
from ..store import events, mentions, terms
from ..store.database import Cursor, Database

_log = logging.getLogger(__name__)
_BATCH = 500

KnownTerms = Mapping[str, tuple[int, ...]]
"""The terms of texts that were cut before."""


def words_of(event: Event) -> tuple[str, ...]:
    """The words of an event's summary and of every sentence that tells of it, each once."""
    return tuple(dict.fromkeys(word for text in _texts_of(event) for word in words(text)))


def terms_of(event: Event, known: KnownTerms) -> list[int]:
    """The keys of the words of an event."""
    return list(dict.fromkeys(key for text in _texts_of(event) for key in known.get(text) or _terms(text)))


def _texts_of(event: Event) -> Iterable[str]:
    return dict.fromkeys((event.summary, *(mention.sentence_text for mention in event.mentions)))


def texts_of(mentions: Iterable[StoredMention]) -> tuple[str, ...]:
    """The texts by whose words the events are found that some mentions tell of."""
    return tuple(dict.fromkeys(text for m in mentions for text in (m.mention.summary, m.sentence_text)))


def terms_in(texts: Iterable[str]) -> list[tuple[int, ...]]:
    """The keys of the words of each text."""
    return [_terms(text) for text in texts]


def _terms(text: str) -> tuple[int, ...]:
    return tuple(map(terms.term_key, words(text)))


@lru_cache(maxsize=2000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in any script, each once."""
    return tuple(dict.fromkeys(search_terms(fold(text))))


def load_dictionary() -> None:
    """Loads what the first call of ``words`` would wait for, about a second."""
    words("词")


def enter_all(database: Database) -> None:
    """Enters the events of a file from before there was an index of words, some at a time."""
    count = 0
    while entered := database.write(_enter_some):
        count += entered
    if count:
        _log.info("%s: %d events were entered into the index of words", database.path, count)


def _enter_some(cursor: Cursor) -> int:
    records = list(events.find(cursor, terms.not_entered(cursor, _BATCH)).values())
    stored = mentions.find(cursor, [mention for record in records for mention in record.mention_ids])
    told = [
        replace(r, event=replace(r.event, mentions=tuple(stored[m] for m in r.mention_ids))) for r in records
    ]
    events.delete(cursor, records)
    events.insert(cursor, told, lambda event: terms_of(event, {}))
    return len(records)
