"""What was acknowledged, again, after the database's own log was damaged."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from ..domain.document import Analysis
from ..errors import DatelineError
from ..store import decisions, documents
from ..store.database import Database
from ..store.documents import DocumentRecord
from ..store.journal import Journal
from .changes import Change, Decide, Delete, Put, Replace, Revoke, Ruling, apply, document_id_of
from .mentions import content_hash
from .preparation import opened, prepare

_log = logging.getLogger(__name__)
_BATCH = 200


def encode(change: Change) -> bytes:
    """A change as bytes."""
    if isinstance(change, Delete | Ruling):
        return pickle.dumps(change)
    # Without ``as_of``: what was accepted is carried out again whatever the time.
    return pickle.dumps((type(change), change.prepared.record))


def recover(database: Database, journal: Journal, clock: Callable[[], datetime]) -> int:
    """Carries out every change of the journal once more, in order; gives how many there were.

    What was done already changes nothing, and the last change of each document prevails, so the
    documents are afterwards as the last change left them. What cannot be read or done is kept in a
    copy of the journal.

    Raises:
        StoreUnavailable: the database cannot be written; the journal is as it was.

    """
    count = failed = 0
    for batch in _batches(journal):
        lost = _carry_out(database, [change for change in batch if change is not None], clock)
        failed += lost + batch.count(None)
        count += len(batch)
    _log.error("%s: %d changes were carried out once more", database.path, count - failed)
    if failed:
        _log.error("%d changes could not be; they are kept in %s", failed, journal.keep())
    return count - failed


def behind(database: Database, journal: Journal) -> int:
    """How many documents and decisions are not as the last change of the journal left them.

    Raises:
        StoreUnavailable: the database cannot be read.

    """
    expected: dict[str, _Expected] = {}
    ruled: dict[str, bool] = {}
    for record in journal.records():
        change = decode(record)
        if isinstance(change, Decide):
            ruled[change.decision.id] = True
        elif isinstance(change, Revoke):
            ruled[change.decision_id] = False
        elif change is not None:
            name = document_id_of(change)
            expected[name] = _after(change, expected.get(name))
    names = sorted(expected)
    with database.read() as cursor:
        made = decisions.everything(cursor) if ruled else {}
        count = sum((name in made) != there for name, there in ruled.items())
        for start in range(0, len(names), _BATCH):
            batch = names[start : start + _BATCH]
            found = documents.find(cursor, batch)
            count += sum(not expected[name].met_by(found.get(name)) for name in batch)
    return count


@dataclass(frozen=True, slots=True)
class _Expected:
    """What is known of a document after a change: whether it is there, its content, its analysis."""

    there: bool
    content_hash: str = ""
    analysis: tuple[object, ...] = ()

    def met_by(self, record: DocumentRecord | None) -> bool:
        if record is None or not self.there:
            return (record is not None) == self.there
        held = record.stored
        analysis = (held.analyzer_version, held.publication_date.date, held.mention_count)
        return self.content_hash in ("", held.content_hash) and self.analysis in ((), analysis)


def _after(change: Put | Replace | Delete, before: _Expected | None) -> _Expected:
    if isinstance(change, Delete):
        return _Expected(there=False)
    analysis = change.prepared.analysis
    if isinstance(change, Put):
        # A document that is stored keeps its analysis, which may be another.
        if before is not None and before.there:
            return before
        return _Expected(True, content_hash(analysis.document))
    mentions = len(analysis.title.mentions) + len(analysis.text.mentions)
    held = (analysis.analyzer_version, analysis.publication_date.date, mentions)
    return _Expected(True, before.content_hash if before else "", held)


def _carry_out(database: Database, changes: Sequence[Change], clock: Callable[[], datetime]) -> int:
    """Carries changes out together, or one by one if that fails; gives how many could not be."""
    try:
        database.write(lambda cursor: apply(cursor, changes, clock()))
    except DatelineError:
        raise
    except Exception:
        if len(changes) > 1:
            return sum(_carry_out(database, [change], clock) for change in changes)
        _log.exception("a change of the journal cannot be carried out")
        return 1
    return 0


def _batches(journal: Journal) -> Iterator[list[Change | None]]:
    """The changes in batches; one that builds on another of its batch begins the next, so that ids stay."""
    batch: list[Change | None] = []
    names: set[str] = set()
    for record in journal.records():
        change = decode(record)
        name = "" if change is None or isinstance(change, Ruling) else document_id_of(change)
        if batch and (len(batch) == _BATCH or name in names or isinstance(change, Ruling)):
            yield batch
            batch, names = [], set()
        batch.append(change)
        names |= {name} if name else names
    if batch:
        yield batch


def decode(record: bytes) -> Change | None:
    """The reverse of ``encode``; None for what another release wrote and this one cannot read."""
    try:
        change = pickle.loads(record)  # noqa: S301  as trusted as the database beside it
        return _decoded(change)
    except Exception:
        _log.exception("a change of the journal cannot be read")
        return None


def _decoded(value: Any) -> Change:
    if isinstance(value, tuple):
        kind, record = value
        change: Change = kind(opened(record))
        return change
    if isinstance(value, Put | Replace) and isinstance(value.prepared, Analysis):
        # As earlier releases wrote it.
        return replace(value, prepared=prepare(value.prepared))
    return cast("Change", value)
