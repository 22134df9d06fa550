"""What stands between calls and the analysis: a bounded queue, taken from in batches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..app.preparation import Prepared, opened
from ..domain.document import Analysis, Document
from ..errors import AnalysisFailed, QueueFull, ShuttingDown
from .workers import AnalysisPool


def _shutting_down() -> ShuttingDown:
    return ShuttingDown("the server is going down: retry later")


@dataclass(frozen=True, slots=True)
class _Ticket:
    document: Document
    whole: bool
    result: asyncio.Future[Any]


class Intake:
    """Documents wait here for a worker; those that wait together are analysed together."""

    def __init__(self, pool: AnalysisPool, worker_count: int, queue_size: int, batch_size: int) -> None:
        self._pool = pool
        self._worker_count = worker_count
        self._batch_size = batch_size
        self._queue: asyncio.Queue[_Ticket] = asyncio.Queue(queue_size)
        self._dispatchers: list[asyncio.Task[None]] = []
        self._stopped = False
        self._under_way = 0

    @property
    def version(self) -> str:
        """The version of the analyses."""
        return self._pool.version

    @property
    def waiting(self) -> int:
        """How many documents wait."""
        return self._queue.qsize()

    @property
    def under_way(self) -> int:
        """How many documents wait or are being analysed."""
        return self._under_way

    def start(self) -> None:
        """Begins to hand documents to the workers."""
        self._dispatchers = [asyncio.create_task(self._dispatch()) for _ in range(self._worker_count)]

    async def stop(self) -> None:
        """Stops handing out; documents that still wait are answered with ShuttingDown."""
        self._stopped = True
        for dispatcher in self._dispatchers:
            dispatcher.cancel()
        await asyncio.gather(*self._dispatchers, return_exceptions=True)
        while not self._queue.empty():
            _answer(self._queue.get_nowait(), _shutting_down())

    async def analyze(self, document: Document) -> Analysis:
        """The whole analysis of a document.

        Raises:
            QueueFull: too many documents wait.
            ShuttingDown: none is taken any more.
            AnalysisFailed: the analysis broke down.

        """
        analysis: Analysis = await self._result_of(self._ticket(document, whole=True))
        return analysis

    async def prepare(self, document: Document) -> Prepared:
        """The analysis of a document, ready to be stored. Raises: see ``analyze``."""
        return opened(await self._result_of(self._ticket(document)))

    async def prepare_patiently(self, document: Document) -> Prepared:
        """As ``prepare``, but waits for a place in the queue."""
        ticket = self._ticket(document)
        await self._queue.put(ticket)
        return opened(await self._awaited(ticket))

    def _ticket(self, document: Document, *, whole: bool = False) -> _Ticket:
        if self._stopped:
            raise _shutting_down()
        return _Ticket(document, whole, asyncio.get_running_loop().create_future())

    async def _result_of(self, ticket: _Ticket) -> Any:
        try:
            self._queue.put_nowait(ticket)
        except asyncio.QueueFull:
            raise QueueFull(
                f"{self._queue.maxsize} documents wait for analysis: retry later, or use IngestDocuments"
            ) from None
        return await self._awaited(ticket)

    async def _awaited(self, ticket: _Ticket) -> Any:
        self._under_way += 1
        try:
            return await ticket.result
        finally:
            self._under_way -= 1

    async def _dispatch(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < self._batch_size and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            for whole in (False, True):
                part = [ticket for ticket in batch if ticket.whole is whole and not ticket.result.done()]
                if part:
                    await self._analyze(part, whole)

    async def _analyze(self, batch: list[_Ticket], whole: bool) -> None:
        outcomes: Sequence[Any] = [_shutting_down()] * len(batch)
        try:
            outcomes = await self._pool.analyze([ticket.document for ticket in batch], whole=whole)
        except RuntimeError as problem:
            outcomes = [AnalysisFailed(f"the analysis is out of order: {problem}")] * len(batch)
        finally:
            for ticket, outcome in zip(batch, outcomes, strict=True):
                _answer(ticket, outcome)


def _answer(ticket: _Ticket, outcome: Any) -> None:
    if ticket.result.done():
        return
    if isinstance(outcome, Exception):
        ticket.result.set_exception(outcome)
    else:
        ticket.result.set_result(outcome)


async def answer_each(
    requests: AsyncIterator[Any],
    handle: Callable[[Any], Awaitable[Any]],
    window: int,
    stopping: asyncio.Event,
) -> AsyncIterator[Any]:
    """The answer to every request of a stream, in the order in which they are done.

    At most ``window`` requests are under way or answered but not yet taken; further ones are not
    even read, which is what pushes back on the sender. ``handle`` must not raise.

    Raises:
        ShuttingDown: the server is going down; everything that was read has been answered.

    """
    answers: asyncio.Queue[Any] = asyncio.Queue()
    room = asyncio.Semaphore(window)
    end = object()

    async def answer(request: Any) -> None:
        answers.put_nowait(await handle(request))

    async def read() -> None:
        async with asyncio.TaskGroup() as group:
            async for request in _until(stopping, requests):
                await room.acquire()
                group.create_task(answer(request))
        answers.put_nowait(end)

    reader = asyncio.create_task(read())
    try:
        while (result := await _next(answers, reader)) is not end:
            yield result
            room.release()
    finally:
        reader.cancel()
    if stopping.is_set():
        raise ShuttingDown("the server is going down: send the documents without an answer again")


async def _next(answers: asyncio.Queue[Any], reader: asyncio.Task[None]) -> Any:
    getting = asyncio.ensure_future(answers.get())
    await asyncio.wait({getting, reader}, return_when=asyncio.FIRST_COMPLETED)
    if not getting.done() and reader.exception() is not None:
        getting.cancel()
        reader.result()
    return await getting


async def _until(stopping: asyncio.Event, requests: AsyncIterator[Any]) -> AsyncIterator[Any]:
    stop = asyncio.ensure_future(stopping.wait())
    try:
        while not stopping.is_set():
            reading = asyncio.ensure_future(anext(requests))
            await asyncio.wait({reading, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not reading.done():
                reading.cancel()
                return
            yield reading.result()
    except StopAsyncIteration:
        return
    finally:
        stop.cancel()
