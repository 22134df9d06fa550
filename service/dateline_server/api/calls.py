"""What every call passes through, whatever its service: who calls, how often, how long, what came of it."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import grpc
import structlog
from google.rpc.code_pb2 import Code
from google.rpc.status_pb2 import Status

from ..errors import DatelineError, ScopeMissing
from .limits import Limits
from .metrics import Metrics
from .status import abort, error_to_status
from .tokens import ANYONE, Principal, Scope, Tokens
from .tracing import Trace, untraced

OPEN = "/grpc.health.v1.Health/"
"""Calls that anybody may make, and that no log mentions."""
SCOPES: Mapping[str, Scope] = {
    "/dateline.v1.AdminService/BackUp": Scope.ADMIN,
    "/dateline.v1.AdminService/MergeEvents": Scope.ADMIN,
    "/dateline.v1.AdminService/SplitEvent": Scope.ADMIN,
    "/dateline.v1.AdminService/ListDecisions": Scope.ADMIN,
    "/dateline.v1.AdminService/RevokeDecision": Scope.ADMIN,
    "/dateline.v1.IngestionService/CreateDocument": Scope.INGEST,
    "/dateline.v1.IngestionService/IngestDocuments": Scope.INGEST,
    "/dateline.v1.IngestionService/DeleteDocument": Scope.INGEST,
    "/dateline.v1.IngestionService/SetPublicationDate": Scope.INGEST,
    "/dateline.v1.IngestionService/ReanalyzeDocuments": Scope.ADMIN,
    "/dateline.v1.IngestionService/AnalyzeText": Scope.READ,
    "/dateline.v1.IngestionService/GetDocument": Scope.READ,
    "/dateline.v1.IngestionService/ListDocuments": Scope.READ,
    "/dateline.v1.QueryService/RunQuery": Scope.SQL,
    "/dateline.v1.TimelineService/GetEvent": Scope.READ,
    "/dateline.v1.TimelineService/ExplainEvent": Scope.READ,
    "/dateline.v1.TimelineService/ListEvents": Scope.READ,
    "/dateline.v1.TimelineService/SummarizeEvents": Scope.READ,
    "/dateline.v1.TimelineService/GetActor": Scope.READ,
    "/dateline.v1.TimelineService/ListActors": Scope.READ,
    "/dateline.v1.TimelineService/ListCoActors": Scope.READ,
    "/dateline.v1.TimelineService/ListMentions": Scope.READ,
    "/dateline.v1.TimelineService/ExportTimeline": Scope.READ,
    "/dateline.v1.TimelineService/WatchEvents": Scope.READ,
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo": Scope.READ,
}
"""What a token must allow for a call. One that is not listed is for ``admin`` alone."""

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOG = structlog.get_logger("dateline_server.calls")
_AUDIT = structlog.get_logger("dateline_server.audit")


@dataclass(frozen=True, slots=True)
class CallLimits:
    """Seconds that a call with one request may take, and that a stream's next request may."""

    call_seconds: float
    idle_seconds: float


@dataclass(slots=True)
class _Call:
    """One call while it lasts."""

    method: str
    context: Any
    request: Any
    principal: Principal = ANYONE
    requests: int = 1
    went_silent: bool = False

    @property
    def scope(self) -> Scope:
        return SCOPES.get(self.method, Scope.ADMIN)

    @property
    def metadata(self) -> dict[str, str]:
        return {key: value for key, value in self.context.invocation_metadata() if isinstance(value, str)}

    @property
    def resource(self) -> str:
        """What a request is about, for the audit log."""
        return str(getattr(self.request, "name", "") or getattr(self.request, "document_id", ""))


class Gate(grpc.aio.ServerInterceptor):
    """Lets a call through or refuses it, and tells of it when it is over."""

    def __init__(
        self,
        tokens: Callable[[], Tokens | None],
        limits: Limits,
        times: CallLimits,
        metrics: Metrics,
        trace: Trace = untraced,
    ) -> None:
        self._trace = trace
        self._tokens = tokens
        self._limits = limits
        self._times = times
        self._metrics = metrics

    async def intercept_service(
        self, continuation: Callable[[Any], Awaitable[Any]], handler_call_details: Any
    ) -> Any:
        """The handler of a call, with the gate around it."""
        handler = await continuation(handler_call_details)
        method = handler_call_details.method
        if handler is None or method.startswith(OPEN):
            return handler
        return _around(handler, method, self._pass, self._times)

    @asynccontextmanager
    async def _pass(self, call: _Call) -> AsyncIterator[None]:
        async with self._told(call):
            try:
                with self._limits.admit(self._admitted(call)):
                    yield
            except DatelineError as refusal:
                await abort(call.context, error_to_status(refusal))
            except TimeoutError:
                message = "the server gives a call no more time than this; ask for less at a time"
                await abort(call.context, Status(code=Code.DEADLINE_EXCEEDED, message=message))

    def _admitted(self, call: _Call) -> Principal:
        tokens = self._tokens()
        if tokens is None:
            return ANYONE
        call.principal = Principal("nobody", frozenset())
        call.principal = tokens.holder(call.metadata.get("authorization", ""))
        if call.scope not in call.principal.scopes:
            raise ScopeMissing(
                f"the token {call.principal.name!r} lacks the scope {call.scope.value!r}: use another",
                scope=call.scope.value,
            )
        return call.principal

    @asynccontextmanager
    async def _told(self, call: _Call) -> AsyncIterator[None]:
        given = call.metadata.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        await call.context.send_initial_metadata((("x-request-id", request_id),))
        started = time.monotonic()
        cancelled = False
        try:
            with self._metrics.under_way(call.method), self._trace(call.method, call.metadata):
                yield
        except asyncio.CancelledError:
            cancelled = True
            raise
        finally:
            self._tell(call, "CANCELLED" if cancelled else _code(call.context), time.monotonic() - started)

    def _tell(self, call: _Call, code: str, seconds: float) -> None:
        self._metrics.ended(call.method, code, seconds)
        told = {"method": call.method, "code": code, "caller": call.principal.name}
        _LOG.info("call", **told, milliseconds=round(seconds * 1000, 1))
        if call.scope is not Scope.READ:
            _AUDIT.warning("audit", **told, resource=call.resource, requests=call.requests)


def _code(context: Any) -> str:
    code = context.code()
    if isinstance(code, grpc.StatusCode):
        return str(code.name)
    return str(Code.Name(code or Code.OK))


def _around(
    handler: Any,
    method: str,
    gate: Callable[[_Call], AbstractAsyncContextManager[None]],
    times: CallLimits,
) -> Any:
    """A handler of the same kind whose every call passes a gate."""
    kind = "_".join(
        "stream" if streams else "unary"
        for streams in (handler.request_streaming, handler.response_streaming)
    )
    behaviour = getattr(handler, kind)

    def opened(request: Any, context: Any) -> tuple[_Call, Any]:
        if not handler.request_streaming:
            return _Call(method, context, request), request
        call = _Call(method, context, None, requests=0)
        return call, _counted(call, request, times.idle_seconds)

    async def answer(request: Any, context: Any) -> Any:
        call, request = opened(request, context)
        async with gate(call), asyncio.timeout(times.call_seconds):
            return await behaviour(request, context)

    async def answers(request: Any, context: Any) -> AsyncIterator[Any]:
        call, request = opened(request, context)
        async with gate(call):
            async for response in behaviour(request, context):
                yield response
            if call.went_silent:
                raise TimeoutError

    make = getattr(grpc, f"{kind}_rpc_method_handler")
    chosen = answers if handler.response_streaming else answer
    return make(chosen, handler.request_deserializer, handler.response_serializer)


async def _counted(call: _Call, requests: AsyncIterator[Any], idle_seconds: float) -> AsyncIterator[Any]:
    """The requests of a stream, which ends when the next one is too long in coming.

    It ends, rather than fails, so that every request before is still answered.
    """
    while True:
        try:
            request = await asyncio.wait_for(anext(requests), idle_seconds)
        except StopAsyncIteration:
            return
        except TimeoutError:
            call.went_silent = True
            return
        call.requests += 1
        yield request
