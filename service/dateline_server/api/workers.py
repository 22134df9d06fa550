"""The analysis in processes of its own.

Workers are spawned, never forked: a fork copies the locks of gRPC and DuckDB in whatever state other
threads hold them. Each worker serves one pipe, so that the death of one (out of memory, a crash in
native code) is seen at once and costs only the batch it was at.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from ..app.ingest import MAX_CHARACTERS
from ..domain.document import Analysis, Document
from ..errors import AnalysisFailed, DatelineError
from ..nlp.actors.own import OwnActors
from ..nlp.recognizer import Recognizer
from ..nlp.version import analyzer_version

_LOG = logging.getLogger(__name__)
_REPLACE_INTERVAL = 2.0
_SPAWN = multiprocessing.get_context("spawn")

Render = Callable[[Analysis], Any]
"""What a worker makes of an analysis before it sends it; a function of some module."""


@dataclass(frozen=True, slots=True)
class StartFailed:
    """What a worker sends instead of its first answer when its resources do not load."""

    message: str


def default_worker_count() -> int:
    """One worker for each core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class WorkerDied(Exception):
    """The process ended, or was ended, before it answered."""


class WorkerTimedOut(WorkerDied):
    """The process took too long and was ended."""


class Worker:
    """One analysing process. Its methods block; one thread uses it, and any may stop it meanwhile."""

    def __init__(
        self,
        render: Render | None,
        actors: OwnActors | None = None,
        recognizer: Recognizer = Recognizer.ACCURATE,
    ) -> None:
        self._in_use = threading.RLock()
        self._pipe, other = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(other, render, actors, recognizer), daemon=True)
        self._process.start()
        # Workers ignore SIGTERM, by which multiprocessing would end them at exit, and wait.
        atexit.register(self._process.kill)
        other.close()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid or 0

    def warm(self) -> None:
        """Waits until the resources are loaded.

        Raises:
            RuntimeError: they did not load; the message says why.

        """
        try:
            with self._in_use:
                answer = self._pipe.recv()
        except (EOFError, OSError):
            raise RuntimeError("an analysis process ended while it loaded its resources") from None
        if isinstance(answer, StartFailed):
            raise RuntimeError(answer.message)

    def analyze(self, documents: Sequence[Document], whole: bool, timeout: float) -> Sequence[Any]:
        """The analysis of each document, as rendered if not ``whole``, or a DatelineError, in order.

        Raises:
            WorkerDied: the process ended, or took longer than ``timeout`` seconds and was ended.

        """
        try:
            with self._in_use:
                self._pipe.send((documents, whole))
                if self._pipe.poll(timeout):
                    outcomes: Sequence[Any] = self._pipe.recv()
                    return outcomes
        except (EOFError, OSError):
            raise WorkerDied("it ended abnormally, perhaps for lack of memory") from None
        self.stop()
        raise WorkerTimedOut(f"it took longer than {timeout:g} seconds")

    def stop(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.join()
        atexit.unregister(self._process.kill)
        with self._in_use:  # whoever waits at the pipe sees its end first
            self._pipe.close()


class AnalysisPool:
    """A fixed number of workers, each replaced when it dies.

    ``actors`` is an operator's table; with another one all workers are replaced. ``recognizer`` tags
    Chinese words.
    """

    def __init__(
        self,
        count: int,
        timeout: float,
        render: Render | None = None,
        actors: OwnActors | None = None,
        recognizer: Recognizer = Recognizer.ACCURATE,
    ) -> None:
        self._actors = actors
        self._recognizer = recognizer
        self._outdated: set[Worker] = set()
        self._count = count
        self._render = render
        self._timeout = timeout
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers: set[Worker] = set()
        self._stopped = False
        self._replacing: set[asyncio.Task[None]] = set()
        # One more than workers, for one that loads while the others are at work.
        self._threads = ThreadPoolExecutor(count + 1, "analysis")

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the workers."""
        return tuple(worker.pid for worker in self._workers)

    async def start(self) -> None:
        """Starts every worker and waits until all are warm.

        Raises:
            RuntimeError: a worker's resources did not load.

        """
        await asyncio.gather(*(self._add_worker(self._actors) for _ in range(self._count)))

    @property
    def actors(self) -> OwnActors | None:
        """The operator's table in use."""
        return self._actors

    @property
    def version(self) -> str:
        """The version of the analyses."""
        return analyzer_version(self._actors.text if self._actors else "", self._recognizer)

    async def renew(self, actors: OwnActors | None) -> None:
        """Replaces every worker by one with another table of actors, when it has done what it is at.

        Raises:
            RuntimeError: the table cannot be used; nothing has changed then.

        """
        old = self._workers - self._outdated
        await self._add_worker(actors)
        self._actors = actors
        while old:
            await self._retire(old.pop())
            if old:
                await self._add_worker(actors)

    async def _retire(self, worker: Worker) -> None:
        """Ends a worker, now if it waits for work, else behind what it is at."""
        self._outdated.add(worker)
        # All at once: whoever runs while one is being ended may take another.
        waiting = [self._idle.get_nowait() for _ in range(self._idle.qsize())]
        for idle in waiting:
            if idle not in self._outdated:
                self._idle.put_nowait(idle)
        for idle in waiting:
            if idle in self._outdated:
                await self._end(idle)

    async def _end(self, worker: Worker) -> None:
        self._outdated.discard(worker)
        self._workers.discard(worker)
        await self._run(worker.stop)

    async def analyze(self, documents: Sequence[Document], *, whole: bool = False) -> Sequence[Any]:
        """The analysis of each document, as rendered if not ``whole``, or a DatelineError, in order.

        When the worker dies, each document is tried once more by itself, so that only the one that
        kills its worker fails.
        """
        try:
            return await self._attempt(documents, whole)
        except WorkerTimedOut as death:
            if len(documents) == 1:
                return [_failure(documents[0], str(death))]
        except WorkerDied:
            pass
        return [await self._retry(document, whole) for document in documents]

    async def stop(self) -> None:
        """Ends every worker; batches that are under way are given up."""
        self._stopped = True
        workers, self._workers = self._workers, set()
        for task in self._replacing:
            task.cancel()
        for worker in workers:
            worker.stop()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _retry(self, document: Document, whole: bool) -> Any:
        try:
            return (await self._attempt([document], whole))[0]
        except WorkerDied as death:
            return _failure(document, str(death))

    async def _attempt(self, documents: Sequence[Document], whole: bool) -> Sequence[Any]:
        if self._stopped:
            raise WorkerDied("the server is going down")
        worker = await self._idle.get()
        try:
            budget = self._budget(documents)
            outcomes: Sequence[Any] = await self._run(worker.analyze, documents, whole, budget)
        except WorkerDied:
            self._workers.discard(worker)
            if worker in self._outdated:
                self._outdated.discard(worker)
                raise
            task = asyncio.create_task(self._replace())
            self._replacing.add(task)
            task.add_done_callback(self._replacing.discard)
            raise
        if worker in self._outdated:
            await self._end(worker)
        else:
            self._idle.put_nowait(worker)
        return outcomes

    def _budget(self, documents: Sequence[Document]) -> float:
        """How many seconds a batch may take: small documents share what the largest one is given."""
        size = sum(len(document.text) for document in documents)
        return self._timeout * max(1.0, size / MAX_CHARACTERS)

    async def _replace(self) -> None:
        while not self._stopped:
            try:
                await self._add_worker(self._actors)
                return
            except (OSError, RuntimeError) as problem:
                _LOG.error("no new analysis process: %s; trying again", problem)
                await asyncio.sleep(_REPLACE_INTERVAL)

    async def _add_worker(self, actors: OwnActors | None) -> None:
        worker = await self._run(Worker, self._render, actors, self._recognizer)
        self._workers.add(worker)
        try:
            await self._run(worker.warm)
        except BaseException:
            self._workers.discard(worker)
            worker.stop()
            raise
        self._idle.put_nowait(worker)

    async def _run(self, call: Callable[..., Any], *arguments: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call, *arguments)


def _failure(document: Document, problem: str) -> AnalysisFailed:
    return AnalysisFailed(
        f"the analysis of documents/{document.id} failed: {problem}", name=f"documents/{document.id}"
    )


def _bug(document: Document, problem: Exception) -> AnalysisFailed:
    """A failure that brings the traceback along, for the server's log."""
    failure = _failure(document, repr(problem))
    failure.add_note("".join(traceback.format_exception(problem)))
    return failure


def _serve(pipe: Connection, render: Render | None, actors: OwnActors | None, recognizer: Recognizer) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):  # the parent is gone
        resources = _loaded(pipe, actors, recognizer)
        while resources is not None:
            documents, whole = pipe.recv()
            pipe.send(_outcomes(documents, resources, None if whole else render))


def _loaded(pipe: Connection, actors: OwnActors | None, recognizer: Recognizer) -> Any:
    """The resources, or None when they do not load; the parent is told which."""
    from ..nlp.resources import load_resources

    try:
        resources = load_resources(actors, recognizer)
    except Exception as problem:
        pipe.send(StartFailed(f"{type(problem).__name__}: {problem}"))
        return None
    pipe.send(None)
    return resources


def _outcomes(documents: Sequence[Document], resources: Any, render: Render | None) -> Sequence[Any]:
    from ..nlp.pipeline import analyze_batch

    try:
        analyses = analyze_batch(documents, resources)
        return [render(analysis) for analysis in analyses] if render else analyses
    except Exception as problem:
        if len(documents) == 1:
            return [problem if isinstance(problem, DatelineError) else _bug(documents[0], problem)]
    return [outcome for document in documents for outcome in _outcomes([document], resources, render)]
