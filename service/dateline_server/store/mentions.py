"""Mentions in the store. A mention's id holds its document's key, so that those of one lie together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..domain.event import StoredMention
from .database import Cursor
from .rows import append, marks, mention_row, to_mention

PER_DOCUMENT = 1 << 16
"""More mentions than any document has."""


def mention_id(document_key: int, number: int) -> int:
    """The id of a document's mention, counted from 0."""
    return document_key * PER_DOCUMENT + number


def of_documents(cursor: Cursor, document_keys: Sequence[int]) -> list[tuple[int, int]]:
    """Mention id and event key of every mention of some documents, in order."""
    if not document_keys:
        return []
    where, values = _of(document_keys)
    rows = cursor.execute(f"SELECT mention_id, event_id FROM mentions {where} ORDER BY mention_id", values)
    return [(int(mention), int(event)) for mention, event in rows.fetchall()]


def delete(cursor: Cursor, document_keys: Sequence[int]) -> None:
    """Removes every mention of some documents."""
    if document_keys:
        where, values = _of(document_keys)
        cursor.execute(f"DELETE FROM mentions {where}", values)


def _of(document_keys: Sequence[int]) -> tuple[str, list[int]]:
    # The bounds let DuckDB skip what lies outside; the list alone would read every row.
    where = f"WHERE mention_id >= ? AND mention_id < ? AND mention_id // ? IN ({marks(document_keys)})"
    bounds = [min(document_keys) * PER_DOCUMENT, (max(document_keys) + 1) * PER_DOCUMENT]
    return where, [*bounds, PER_DOCUMENT, *document_keys]


def insert(cursor: Cursor, mentions: Iterable[tuple[int, int, StoredMention]]) -> None:
    """Adds mentions, each with its id and event key."""
    append(cursor, "mentions", [mention_row(*mention) for mention in mentions])


def move(cursor: Cursor, mention_ids: Sequence[int], event_key: int) -> None:
    """Gives stored mentions to another event."""
    cursor.execute(
        f"UPDATE mentions SET event_id = ? WHERE mention_id IN ({marks(mention_ids)})",
        [event_key, *mention_ids],
    )


def events_of(cursor: Cursor, mention_ids: Sequence[int]) -> set[int]:
    """The keys of the events that some mentions tell of."""
    if not mention_ids:
        return set()
    statement = f"SELECT DISTINCT event_id FROM mentions WHERE mention_id IN ({marks(mention_ids)})"
    return {int(event) for (event,) in cursor.execute(statement, list(mention_ids)).fetchall()}


def find(cursor: Cursor, mention_ids: Sequence[int]) -> dict[int, StoredMention]:
    """Mentions by id."""
    if not mention_ids:
        return {}
    rows = cursor.execute(
        f"SELECT * FROM mentions WHERE mention_id IN ({marks(mention_ids)})", list(mention_ids)
    ).fetchall()
    return {int(row[0]): to_mention(row) for row in rows}
