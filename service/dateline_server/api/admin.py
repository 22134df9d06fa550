"""AdminService: what operators ask."""

# ruff: noqa: ARG002, N802 (gRPC fixes the names and arguments of methods)

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from dateline.v1 import admin_service_pb2, admin_service_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from ..app.timeline import Timeline
from .blocking import Threads
from .decisions import list_decisions, merge_events, revoke_decision, split_event
from .status import streaming, unary

PIECE = 1 << 20
"""The most bytes of a part of a backup."""


class AdminService(admin_service_pb2_grpc.AdminServiceServicer):
    """Maintenance of a timeline that is being served."""

    def __init__(self, timeline: Timeline, threads: Threads) -> None:
        self._timeline = timeline
        self._threads = threads

    @unary
    async def MergeEvents(self, request: Any, context: Any) -> admin_service_pb2.Decision:
        """Decides that events are one."""
        return await self._threads.run(merge_events, self._timeline, request)

    @unary
    async def SplitEvent(self, request: Any, context: Any) -> admin_service_pb2.Decision:
        """Decides that one event is two."""
        return await self._threads.run(split_event, self._timeline, request)

    @unary
    async def ListDecisions(self, request: Any, context: Any) -> admin_service_pb2.ListDecisionsResponse:
        """What was decided."""
        return await self._threads.run(list_decisions, self._timeline)

    @unary
    async def RevokeDecision(self, request: Any, context: Any) -> Empty:
        """Takes a decision back."""
        await self._threads.run(revoke_decision, self._timeline, request)
        return Empty()

    @streaming
    async def BackUp(self, request: Any, context: Any) -> AsyncIterator[Any]:
        """A copy of the database in parts, and last its size."""
        database = Path(self._timeline.database.path).resolve()
        copy = database.with_name(f"{database.name}.backup-{uuid4().hex}")
        yield admin_service_pb2.BackUpResponse(database=str(database))
        try:
            await self._threads.run(self._timeline.write_snapshot, copy)
            with copy.open("rb") as stream:
                parts = iter(partial(stream.read, PIECE), b"")
                while (part := await self._threads.next(parts)) is not None:
                    yield admin_service_pb2.BackUpResponse(data=part)
                yield admin_service_pb2.BackUpResponse(byte_count=stream.tell())
        finally:
            copy.unlink(missing_ok=True)
