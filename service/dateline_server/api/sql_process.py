"""Analysts' statements in processes of their own: a few, each ended with whatever it does in time.

Inside the service one statement could crash it, and some cannot be interrupted. A process may be
killed: at the deadline, when the caller goes away, and when the copy that it reads is outdated.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import DatelineError, InvalidInput, QueryTooLarge, SqlQueueFull, StoreUnavailable
from ..store import sql_child
from ..store.sql_child import Limits

WAITING = 4
"""How many statements may wait for each one that runs."""

_START_TIMEOUT = 60.0
_PIPE_LIMIT = 1 << 20
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")


class ProcessEnded(Exception):
    """The process ended before it said how the statement did."""


class SqlProcess:
    """One process that reads one copy."""

    def __init__(self, process: Process, copy: object) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("the process has no pipes")
        self._process = process
        self._requests = process.stdin
        self._replies = process.stdout
        self.copy = copy
        self.expired = False

    @classmethod
    async def start(cls, path: Path, copy: object, limits: Limits) -> SqlProcess:
        """A process that is ready.

        Raises:
            StoreUnavailable: it does not start.

        """
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        command = sql_child.arguments(str(path), limits)
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, limit=_PIPE_LIMIT
        )
        started = cls(process, copy)
        try:
            async with asyncio.timeout(_START_TIMEOUT):
                kind, data = await started._receive()
        except BaseException as problem:
            started.kill()
            if isinstance(problem, ProcessEnded | TimeoutError):
                raise StoreUnavailable("the process for SQL does not start; retry later") from None
            raise
        if kind != sql_child.READY:
            started.kill()
            raise StoreUnavailable(f"the process for SQL does not start: {json.loads(data)['message']}")
        return started

    async def run(self, sql: str, parameters: Mapping[str, Any]) -> AsyncGenerator[bytes | int, None]:
        """The pieces of the result, an Arrow IPC stream, and last its number of rows.

        Raises:
            DatelineError: the statement was refused or failed; the process can take another.
            ProcessEnded: the process is gone.

        """
        await self._send(json.dumps({"sql": sql, "parameters": parameters}).encode())
        while True:
            kind, data = await self._receive()
            if kind == sql_child.DATA:
                yield data
                continue
            if kind == sql_child.FAILURE:
                raise _error_of(json.loads(data))
            yield int(json.loads(data)["rows"])
            return

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.returncode is None

    def expire(self) -> None:
        """Ends the process since its time is over."""
        self.expired = True
        self.kill()

    def kill(self) -> None:
        """Ends the process, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def gone(self) -> None:
        """Waits for its end."""
        await self._process.wait()

    async def _send(self, data: bytes) -> None:
        try:
            self._requests.write(sql_child.LENGTH.pack(len(data)) + data)
            await self._requests.drain()
        except ConnectionError:
            raise ProcessEnded from None

    async def _receive(self) -> tuple[bytes, bytes]:
        try:
            length = await self._replies.readexactly(sql_child.LENGTH.size)
            frame = await self._replies.readexactly(sql_child.LENGTH.unpack(length)[0])
        except (asyncio.IncompleteReadError, ConnectionError):
            raise ProcessEnded from None
        return frame[:1], frame[1:]


class SqlProcesses:
    """At most ``count`` statements at a time, and ``WAITING`` times as many that wait."""

    def __init__(self, count: int, limits: Limits) -> None:
        self._limits = limits
        self._count = count
        self._slots = asyncio.Semaphore(count)
        self._asked = 0
        self._idle: list[SqlProcess] = []
        self._all: set[SqlProcess] = set()

    @contextlib.asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Room for one statement.

        Raises:
            SqlQueueFull: too many wait already.

        """
        if self._asked >= self._count * (1 + WAITING):
            raise SqlQueueFull(f"{self._asked} queries in SQL run or wait; retry later")
        self._asked += 1
        try:
            async with self._slots:
                yield
        finally:
            self._asked -= 1

    async def run(
        self, path: Path, copy: object, sql: str, parameters: Mapping[str, Any]
    ) -> AsyncGenerator[bytes | int, None]:
        """Runs a statement on the copy at ``path``, which ``copy`` tells from others; within a slot.

        Gives the pieces of an Arrow IPC stream, and last the number of rows.

        Raises:
            InvalidInput: the statement may not be run, or fails.
            QueryTooLarge: it takes too long, or needs or gives too much.
            StoreUnavailable: no process starts.

        """
        process = await self._take(path, copy)
        # A timer rather than a timeout: a caller that does not read its result is no excuse.
        timer = asyncio.get_running_loop().call_later(self._limits.seconds, process.expire)
        whole = False
        try:
            async with contextlib.aclosing(process.run(sql, parameters)) as pieces:
                async for piece in pieces:
                    yield piece
            whole = True
        except DatelineError:
            whole = True
            raise
        except ProcessEnded:
            raise self._too_large(process) from None
        finally:
            timer.cancel()
            self._give_back(process, whole and not process.expired)

    async def stop(self) -> None:
        """Ends every process."""
        for process in self._all:
            process.kill()
        await asyncio.gather(*(process.gone() for process in self._all))
        self._all.clear()

    async def _take(self, path: Path, copy: object) -> SqlProcess:
        while self._idle:
            process = self._idle.pop()
            if process.copy == copy and process.alive:
                return process
            self._give_back(process, reusable=False)
        process = await SqlProcess.start(path, copy, self._limits)
        self._all.add(process)
        return process

    def _give_back(self, process: SqlProcess, reusable: bool) -> None:
        if reusable:
            self._idle.append(process)
        else:
            process.kill()
            self._all.discard(process)

    def _too_large(self, process: SqlProcess) -> QueryTooLarge:
        if process.expired:
            return _limit("seconds", f"{self._limits.seconds:g}")
        return _limit("memory_mib", str(self._limits.memory_mib))


def _error_of(failure: Mapping[str, Any]) -> DatelineError:
    if failure["kind"] == "limit":
        return _limit(failure["limit"], str(failure["allowed"]))
    return InvalidInput(failure["message"], field="sql")


def _limit(which: str, allowed: str) -> QueryTooLarge:
    return QueryTooLarge(_ADVICE[which].format(allowed=allowed), limit=which, allowed=allowed)


_ADVICE = {
    "seconds": "the query was ended after {allowed} seconds: ask for less, or ask a snapshot with your own "
    "DuckDB",
    "rows": "the result has more than {allowed} rows: add LIMIT or a condition, or count instead",
    "bytes": "the result has more than {allowed} bytes: name fewer columns, or add LIMIT",
    "memory_mib": "the query needs more than the {allowed} MiB of memory that it may use: ask for less",
}
