"""The one way into the store: changes are journalled, committed in groups, and tidied up after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from ..domain.decision import Decision
from ..domain.query import StoredDocument
from ..errors import DatelineError, StoreFileError, StoreUnavailable
from ..store.clustering import Clustering
from ..store.database import MEMORY, Cursor, Database
from ..store.journal import Journal
from ..store.writer import Writer
from .changes import Change, Delete, Outcome, Put, Replace, Ruling, apply
from .recovery import behind, encode, recover

JOURNAL_LIMIT = 256 << 20
"""Bytes of the journal at which a checkpoint makes it superfluous."""


class Recorder:
    """Carries out changes, one group after the other, each durable before it is acknowledged."""

    def __init__(self, database: Database, clock: Callable[[], datetime], queue_size: int) -> None:
        """Starts to record, after whatever a damaged log had held was carried out once more.

        Raises:
            StoreFileError: the database or the journal beside it cannot be written.

        """
        self._database = database
        self._clock = clock
        self.listeners: set[Callable[[float], None]] = set()
        self._clustering = Clustering(database)
        self._journal = None if database.path == MEMORY else Journal(Path(database.path))
        try:
            self._recover(starting=True)
        except StoreUnavailable as error:
            raise StoreFileError(
                f"{database.path}: {error.message}; nothing is lost: mend that, and start again"
            ) from error
        self._writer: Writer[Change, Any] = Writer(
            database, self._apply, queue_size=queue_size, tidy=self._tidy, committed=self._committed
        )

    def submit(self, change: Put | Replace | Delete, *, patient: bool = False) -> Future[StoredDocument]:
        """Queues a change; see ``Writer.submit``."""
        return self._writer.submit(change, patient=patient)

    def rule(self, ruling: Ruling) -> Future[Decision]:
        """Queues a decision, or that one is taken back."""
        return self._writer.submit(ruling)

    def close(self) -> None:
        """Carries out what waits."""
        self._writer.close()
        self._clustering.close()
        journal, self._journal = self._journal, None
        if journal is not None:
            with suppress(StoreUnavailable):
                self._make_superfluous(journal)
            journal.close()

    def _apply(self, cursor: Cursor, changes: Sequence[Change]) -> Sequence[Outcome | DatelineError]:
        outcomes = apply(cursor, changes, self._clock())
        done = [
            change
            for change, outcome in zip(changes, outcomes, strict=True)
            if not isinstance(outcome, DatelineError)
        ]
        if self._journal is not None:
            self._journal.append([encode(change) for change in done])
        self._clustering.count(sum(o.mention_count for o in outcomes if isinstance(o, StoredDocument)))
        return outcomes

    def _committed(self, seconds: float) -> None:
        for listener in tuple(self.listeners):
            listener(seconds)

    def _tidy(self, idle: bool) -> None:
        with suppress(StoreUnavailable):
            self._recover()
            if self._journal is not None and self._journal.size > JOURNAL_LIMIT:
                self._make_superfluous(self._journal)
        self._clustering(idle)

    def _recover(self, *, starting: bool = False) -> None:
        """Carries out the journal where the database may lack some of it; a log may be cut off unseen."""
        if self._journal is None:
            return
        if self._database.log_was_lost or (starting and behind(self._database, self._journal)):
            if self._journal.size:
                recover(self._database, self._journal, self._clock)
                self._make_superfluous(self._journal)
            self._database.log_is_back()

    def _make_superfluous(self, journal: Journal) -> None:
        if journal.size:
            self._database.checkpoint()
            journal.clear()
