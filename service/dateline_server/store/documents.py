"""Documents in the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..domain.document import DateCandidate, DateSource, Document, MediaType, PublicationDate
from ..domain.query import StoredDocument
from ..domain.text import Language
from .database import Cursor
from .rows import Row, Struct, append, from_utc, marks, to_utc

_COLUMNS = """document_key, document_id, title, {text}, language, media_type, publisher, uri, submitted_date,
    publication_date, publication_date_source, publication_date_candidates, not_before, content_hash,
    analyzer_version, mention_count, actor_definitions, create_time, update_time"""
_WITH_TEXT = _COLUMNS.format(text="text")
_WITHOUT_TEXT = _COLUMNS.format(text="''")


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document and what the store alone needs to know of it.

    ``key`` is its number; ``definitions`` are the keys of the actor definitions that it gave.
    """

    key: int
    stored: StoredDocument
    definitions: tuple[int, ...]


def find(
    cursor: Cursor, document_ids: Sequence[str], *, with_text: bool = False
) -> dict[str, DocumentRecord]:
    """The records of those documents that are stored, by id."""
    if not document_ids:
        return {}
    columns = _WITH_TEXT if with_text else _WITHOUT_TEXT
    rows = cursor.execute(
        f"SELECT {columns} FROM documents WHERE document_id IN ({marks(document_ids)})", list(document_ids)
    ).fetchall()
    return {record.stored.document.id: record for record in map(_to_record, rows)}


def newest(cursor: Cursor, limit: int, after: tuple[date | None, int] | None = None) -> list[DocumentRecord]:
    """Documents without text, the newest publication date first, those without one last.

    ``after`` is the publication date and key of the document that the last page ended with.
    """
    where, values = _after(after)
    keys = cursor.execute(
        f"SELECT document_key FROM documents {where} "
        "ORDER BY publication_date DESC NULLS LAST, document_key DESC LIMIT ?",
        [*values, limit],
    ).fetchall()
    return _by_key(cursor, [int(key) for (key,) in keys])


def _by_key(cursor: Cursor, keys: Sequence[int]) -> list[DocumentRecord]:
    """Documents without text, in the order of ``keys``."""
    if not keys:
        return []
    rows = cursor.execute(
        f"SELECT {_WITHOUT_TEXT} FROM documents WHERE document_key IN ({marks(keys)})", list(keys)
    ).fetchall()
    records = {record.key: record for record in map(_to_record, rows)}
    return [records[key] for key in keys]


def outdated(
    cursor: Cursor, version: str, limit: int, after: int, document_ids: Sequence[str] = ()
) -> list[DocumentRecord]:
    """Documents with text that another version analysed, in the order of their keys, those behind ``after``.

    Only some ids where any are given.
    """
    chosen = f"AND document_id IN ({marks(document_ids)})" if document_ids else ""
    rows = cursor.execute(
        f"SELECT {_WITH_TEXT} FROM documents WHERE document_key > ? AND analyzer_version <> ? {chosen} "
        "ORDER BY document_key LIMIT ?",
        [after, version, *document_ids, limit],
    ).fetchall()
    return [_to_record(row) for row in rows]


def count(cursor: Cursor, version: str) -> int:
    """How many documents one version analysed."""
    rows = cursor.execute("SELECT count(*) FROM documents WHERE analyzer_version = ?", [version]).fetchall()
    return int(rows[0][0])


def _after(after: tuple[date | None, int] | None) -> tuple[str, list[object]]:
    if after is None:
        return "", []
    day, key = after
    if day is None:
        return "WHERE publication_date IS NULL AND document_key < ?", [key]
    earlier = "publication_date <= ? AND (publication_date < ? OR document_key < ?)"
    return f"WHERE ({earlier} OR publication_date IS NULL)", [day, day, key]


def create_times(cursor: Cursor, keys: Sequence[int]) -> dict[int, datetime]:
    """When documents were stored first, by key."""
    if not keys:
        return {}
    rows = cursor.execute(
        f"SELECT document_key, create_time FROM documents WHERE document_key IN ({marks(keys)})", list(keys)
    ).fetchall()
    return {int(key): to_utc(moment) for key, moment in rows}


def next_key(cursor: Cursor) -> int:
    """A key above every stored one."""
    rows = cursor.execute("SELECT coalesce(max(document_key), 0) + 1 FROM documents").fetchall()
    return int(rows[0][0])


def insert(cursor: Cursor, records: Iterable[DocumentRecord]) -> None:
    """Adds documents."""
    append(cursor, "documents", [_to_row(record) for record in records])


def delete(cursor: Cursor, keys: Sequence[int]) -> None:
    """Removes documents, and nothing else."""
    if keys:
        cursor.execute(f"DELETE FROM documents WHERE document_key IN ({marks(keys)})", list(keys))


def _to_row(record: DocumentRecord) -> Row:
    stored, document, published = record.stored, record.stored.document, record.stored.publication_date
    return (
        record.key,
        document.id,
        document.title,
        document.text,
        document.language.value if document.language else None,
        document.media_type.value,
        document.publisher,
        document.uri,
        document.publication_date,
        published.date,
        published.source.value if published.source else None,
        [_candidate_struct(candidate) for candidate in published.candidates],
        published.not_before,
        stored.content_hash,
        stored.analyzer_version,
        stored.mention_count,
        list(record.definitions),
        from_utc(stored.create_time),
        from_utc(stored.update_time),
    )


def _to_record(row: Row) -> DocumentRecord:
    (key, document_id, title, text, language, media_type, publisher, uri, submitted) = row[:9]
    (published, source, candidates, not_before, content_hash, version, count, definitions) = row[9:17]
    create_time, update_time = row[17:]
    document = Document(
        id=document_id,
        text=text,
        title=title,
        language=Language(language) if language else None,
        publication_date=submitted,
        publisher=publisher,
        uri=uri,
        media_type=MediaType(media_type),
    )
    publication_date = PublicationDate(
        published,
        DateSource(source) if source else None,
        tuple(_to_candidate(candidate) for candidate in candidates),
        not_before,
    )
    stored = StoredDocument(
        document, publication_date, content_hash, version, count, to_utc(create_time), to_utc(update_time)
    )
    return DocumentRecord(key, stored, tuple(definitions))


def _candidate_struct(candidate: DateCandidate) -> Struct:
    return {
        "year": candidate.year,
        "month": candidate.month,
        "day": candidate.day,
        "source": candidate.source.value,
        "evidence": candidate.evidence,
        "conflict": candidate.conflict,
    }


def _to_candidate(struct: Struct) -> DateCandidate:
    return DateCandidate(
        struct["year"],
        struct["month"],
        struct["day"],
        DateSource(struct["source"]),
        struct["evidence"],
        struct["conflict"],
    )
