"""What was acknowledged, again, after the database's own log was damaged."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ..domain.document import Analysis, FieldAnalysis
from ..store.database import Database
from ..store.journal import Journal
from .changes import Change, Delete, apply

_log = logging.getLogger(__name__)
_BATCH = 200


def encode(change: Change) -> bytes:
    """A change as bytes, without what the store does not keep."""
    if isinstance(change, Delete):
        return pickle.dumps(change)
    return pickle.dumps(replace(change, analysis=_essential(change.analysis)))


def _essential(analysis: Analysis) -> Analysis:
    title = FieldAnalysis(mentions=analysis.title.mentions)
    return replace(analysis, title=title, text=FieldAnalysis(mentions=analysis.text.mentions))


def recover(database: Database, journal: Journal, clock: Callable[[], datetime]) -> int:
    """Carries out every change of the journal once more, in order; gives how many there were.

    What was done already changes nothing, and the last change of each document prevails, so the
    documents are afterwards as the last change left them.
    """
    count = 0
    for batch in _batches(journal):
        database.write(lambda cursor: apply(cursor, batch, clock()))  # noqa: B023
        count += len(batch)
    _log.error("%s: %d changes were carried out once more", database.path, count)
    return count


def _batches(journal: Journal) -> Iterator[Sequence[Change]]:
    batch: list[Change] = []
    for record in journal.records():
        batch.append(pickle.loads(record))  # noqa: S301  as trusted as the database beside it
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
