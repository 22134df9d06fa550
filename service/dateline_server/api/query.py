"""QueryService: questions in SQL."""

# ruff: noqa: ARG002, N802 (gRPC fixes the names and arguments of methods)

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from dateline.v1 import query_service_pb2, query_service_pb2_grpc
from google.protobuf.json_format import MessageToDict

from ..app.sql_copy import Copied, SqlCopy
from ..app.timeline import Timeline, utc_now
from ..config import Settings
from ..errors import InvalidInput, SqlDisabled
from ..store.sql_child import Limits
from .blocking import Threads
from .convert import timestamp_to_wire
from .sql_process import SqlProcesses
from .status import streaming
from .validation import checked_characters

PARAMETERS_LIMIT = 1000
"""The most parameters, and the most values of a list."""


class QueryService(query_service_pb2_grpc.QueryServiceServicer):
    """Runs statements in processes of their own, on a copy; refuses all where ``copy`` is None."""

    def __init__(self, copy: SqlCopy | None, processes: SqlProcesses, threads: Threads) -> None:
        self._copy = copy
        self._processes = processes
        self._threads = threads

    @streaming
    async def RunQuery(self, request: Any, context: Any) -> AsyncIterator[Any]:
        """The result as an Arrow IPC stream in pieces, and last its summary."""
        copy = self._allowed()
        sql = checked_characters(request.sql, "sql")
        parameters = checked_parameters(request.parameters)
        async with self._processes.slot():
            copied = await self._threads.run(copy.fresh)
            rows = self._processes.run(copied.path, copied.number, sql, parameters)
            async with contextlib.aclosing(rows) as pieces:
                async for piece in pieces:
                    yield _response(piece, copied)

    def _allowed(self) -> SqlCopy:
        if self._copy is None:
            raise SqlDisabled("this server answers no SQL; start it with --sql, or ask a snapshot of it")
        return self._copy


@contextlib.asynccontextmanager
async def query_service(
    timeline: Timeline, threads: Threads, settings: Settings
) -> AsyncIterator[QueryService]:
    """The service, with its copy and its processes while the block lasts."""
    limits = Limits(settings.sql_seconds, settings.sql_memory_mib, settings.sql_rows, settings.sql_result_mib)
    processes = SqlProcesses(settings.sql_queries, limits)
    copy = SqlCopy(timeline.database, _copy_path(settings), settings.sql_max_age, utc_now)
    try:
        yield QueryService(copy if settings.sql else None, processes, threads)
    finally:
        await processes.stop()
        copy.close()


def _copy_path(settings: Settings) -> Path:
    return settings.database.with_name(f"{settings.database.name}.sql")


def checked_parameters(message: Any) -> dict[str, Any]:
    """The values of a request's parameters; whole numbers as int.

    Raises:
        InvalidInput: one is an object, or there are too many.

    """
    parameters: dict[str, Any] = MessageToDict(message)
    return {name: _value(name, value) for name, value in _few(parameters, "parameters").items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        problem = f"parameters.{name} is an object: use strings, numbers, booleans or lists"
        raise InvalidInput(problem, field=f"parameters.{name}")
    if isinstance(value, list):
        return [_value(name, item) for item in _few(value, f"parameters.{name}")]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _few(values: Any, field: str) -> Any:
    if len(values) > PARAMETERS_LIMIT:
        raise InvalidInput(
            f"{field} has {len(values)} values, the limit is {PARAMETERS_LIMIT}: pass fewer", field=field
        )
    return values


def _response(piece: bytes | int, copied: Copied) -> query_service_pb2.RunQueryResponse:
    if isinstance(piece, bytes):
        return query_service_pb2.RunQueryResponse(data=piece)
    summary = query_service_pb2.QuerySummary(row_count=piece, snapshot_time=timestamp_to_wire(copied.time))
    return query_service_pb2.RunQueryResponse(summary=summary)
