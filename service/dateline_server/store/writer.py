"""Group commit: changes that wait together are committed together."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Lock, Thread
from typing import Generic, TypeVar

from ..errors import DatelineError, QueueFull, ShuttingDown
from .database import Cursor, Database

_log = logging.getLogger(__name__)

Change = TypeVar("Change")
Outcome = TypeVar("Outcome")

PATIENCE = 0.2
"""Seconds that a change waits for others, if it can wait and none comes that cannot."""
_COMMITS = 4
"""How often as long as a commit takes it waits, where that is more: commits leave time for other work."""
_LONGEST = 1.0
Apply = Callable[[Cursor, Sequence[Change]], Sequence[Outcome | DatelineError]]


@dataclass(slots=True)
class _Waiting(Generic[Change, Outcome]):
    change: Change
    patient: bool
    future: Future[Outcome] = field(default_factory=Future)


class Writer(Generic[Change, Outcome]):
    """One thread that writes what others submit.

    ``apply`` carries out a batch in the transaction of a cursor and gives an outcome, or what is
    wrong, for each change. A future is done only after the commit. ``tidy`` is called after each
    batch, on the writer's thread, and told whether nothing waits; ``committed`` after each commit, and
    told the seconds that it took.
    """

    def __init__(
        self,
        database: Database,
        apply: Apply[Change, Outcome],
        *,
        queue_size: int = 10_000,
        batch_size: int = 500,
        tidy: Callable[[bool], None] | None = None,
        committed: Callable[[float], None] | None = None,
    ) -> None:
        self._database = database
        self._apply = apply
        self._batch_size = batch_size
        self._tidy = tidy
        self._committed = committed
        self._room = BoundedSemaphore(queue_size)
        self._queue: SimpleQueue[_Waiting[Change, Outcome] | None] = SimpleQueue()
        self._closing = Lock()
        self._closed = False
        self._taken = 0.0
        self._thread = Thread(target=self._run, name="dateline-writer", daemon=True)
        self._thread.start()

    def submit(self, change: Change, *, patient: bool = False) -> Future[Outcome]:
        """Queues a change. One that is ``patient`` waits a moment for others to be written with.

        Raises:
            QueueFull: too many wait.
            ShuttingDown: the writer was closed.

        """
        waiting: _Waiting[Change, Outcome] = _Waiting(change, patient)
        with self._closing:
            if self._closed:
                raise ShuttingDown("the timeline is closed")
            if not self._room.acquire(blocking=False):
                raise QueueFull("too many documents wait to be stored; retry later")
            self._queue.put(waiting)
        return waiting.future

    def close(self) -> None:
        """Writes what waits and ends the thread."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        open_ = True
        while open_:
            batch, open_ = self._next_batch()
            if batch:
                self._commit(batch)
            if self._tidy is not None and open_:
                self._tidy_up(self._tidy)

    def _tell(self, seconds: float) -> None:
        try:
            if self._committed is not None:
                self._committed(seconds)
        except Exception:
            _log.exception("telling of a commit failed")  # what is stored is safe, as below

    def _tidy_up(self, tidy: Callable[[bool], None]) -> None:
        try:
            tidy(self._queue.empty())
        except Exception:
            # What is stored is safe; without this thread, nothing more would be.
            _log.exception("tidying up after a batch failed")

    def _next_batch(self) -> tuple[list[_Waiting[Change, Outcome]], bool]:
        batch: list[_Waiting[Change, Outcome]] = []
        waiting = self._queue.get()
        end = time.monotonic() + max(PATIENCE, min(_COMMITS * self._taken, _LONGEST))
        while waiting is not None:
            self._room.release()
            if waiting.future.set_running_or_notify_cancel():
                batch.append(waiting)
            if len(batch) == self._batch_size:
                return batch, True
            if not waiting.patient:
                end = 0.0
            try:
                waiting = self._queue.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                return batch, True
        return batch, False

    def _commit(self, batch: Sequence[_Waiting[Change, Outcome]]) -> None:
        changes = [waiting.change for waiting in batch]
        started = time.monotonic()
        try:
            outcomes = self._database.write(lambda cursor: self._apply(cursor, changes))
        except DatelineError as error:
            _fail(batch, error)
        except Exception as error:
            self._commit_singly(batch, error)
        else:
            taken = self._taken = time.monotonic() - started
            for waiting, outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, DatelineError):
                    waiting.future.set_exception(outcome)
                else:
                    waiting.future.set_result(outcome)
            self._tell(taken)

    def _commit_singly(self, batch: Sequence[_Waiting[Change, Outcome]], error: Exception) -> None:
        """Lets one change that cannot be carried out fail alone."""
        if len(batch) == 1:
            _fail(batch, error)
        else:
            for waiting in batch:
                self._commit([waiting])


def _fail(batch: Sequence[_Waiting[Change, Outcome]], error: Exception) -> None:
    for waiting in batch:
        waiting.future.set_exception(error)
