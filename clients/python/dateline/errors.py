"""What can go wrong, as a tree: catch ``DatelineError`` or exactly what you can handle.

Errors of the service carry the reason that it gave, a value of ``dateline.v1.ErrorReason`` without
its prefix. The message is for people; programs look at the class, ``reason`` and ``metadata``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, cast

import grpc
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

DOMAIN = "dateline"
"""The ``ErrorInfo.domain`` of every error of the service."""


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """A field of the request that cannot be used, and why."""

    field: str
    description: str


class DatelineError(Exception):
    """Any failure of a call."""

    reason: ClassVar[str] = ""

    def __init__(
        self,
        message: str,
        *,
        metadata: Mapping[str, str] | None = None,
        violations: tuple[FieldViolation, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.metadata = dict(metadata or {})
        self.violations = violations


class InvalidInput(DatelineError):
    """A field of the request cannot be used; ``violations`` say which and why."""

    reason = "FIELD_INVALID"


class TextTooLong(InvalidInput):
    """A text exceeds the limit. Metadata: limit, actual."""

    reason = "TEXT_TOO_LONG"


class LanguageUnsupported(InvalidInput):
    """The language is none that is read. Metadata: language_code."""

    reason = "LANGUAGE_UNSUPPORTED"


class PageTokenInvalid(InvalidInput):
    """The token is not from this query or this server."""

    reason = "PAGE_TOKEN_INVALID"


class NotFound(DatelineError):
    """No such resource. Metadata: name."""

    reason = "RESOURCE_MISSING"


class DocumentConflict(DatelineError):
    """The document id holds another text. Metadata: name."""

    reason = "DOCUMENT_CONFLICT"


class QueueFull(DatelineError):
    """More documents wait than the server holds; retry later."""

    reason = "INGEST_QUEUE_FULL"


class ShuttingDown(DatelineError):
    """The server is going down; retry elsewhere or later."""

    reason = "SHUTTING_DOWN"


class StoreUnavailable(DatelineError):
    """The database cannot be written or read now, e.g. its disk is full."""

    reason = "STORE_UNAVAILABLE"


class AnalysisFailed(DatelineError):
    """The analysis of a text broke down or took too long. The text is not stored."""

    reason = "ANALYSIS_FAILED"


class TokenInvalid(DatelineError):
    """The server wants a bearer token, and this call carries none that it knows."""

    reason = "TOKEN_INVALID"


class ScopeMissing(DatelineError):
    """The token does not allow this call. Metadata: scope."""

    reason = "SCOPE_MISSING"


class RateExceeded(DatelineError):
    """The token calls too often, or has too many calls under way; retry later."""

    reason = "RATE_EXCEEDED"


class SqlDisabled(DatelineError):
    """The server was started without SQL."""

    reason = "SQL_DISABLED"


class SqlQueueFull(DatelineError):
    """Too many queries in SQL run or wait; retry later."""

    reason = "SQL_QUEUE_FULL"


class QueryTooLarge(DatelineError):
    """A query in SQL takes too long, needs too much memory or gives too much. Metadata: limit, allowed."""

    reason = "QUERY_TOO_LARGE"


class ExtraMissing(DatelineError):
    """A library is not installed; the message says what to type."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed: in the checkout: pip install '.[{extra}]'")


class ResumeTokenExpired(DatelineError):
    """The changes since then are no longer kept: list the events again, and watch without a token."""

    reason = "RESUME_TOKEN_EXPIRED"


class TransportError(DatelineError):
    """The call did not end with an answer of the service: ``code`` is gRPC's."""

    def __init__(self, message: str, code: grpc.StatusCode = grpc.StatusCode.UNKNOWN) -> None:
        super().__init__(message)
        self.code = code


class Unavailable(TransportError):
    """Nothing answers at the address, or the connection broke."""


class DeadlineExceeded(TransportError):
    """No answer within the deadline."""


_BY_REASON: dict[str, type[DatelineError]] = {
    kind.reason: kind
    for kind in (
        InvalidInput,
        TextTooLong,
        LanguageUnsupported,
        PageTokenInvalid,
        NotFound,
        DocumentConflict,
        QueueFull,
        ShuttingDown,
        StoreUnavailable,
        AnalysisFailed,
        TokenInvalid,
        ScopeMissing,
        RateExceeded,
        ResumeTokenExpired,
        SqlDisabled,
        SqlQueueFull,
        QueryTooLarge,
    )
}
_BY_CODE: dict[grpc.StatusCode, type[TransportError]] = {
    grpc.StatusCode.UNAVAILABLE: Unavailable,
    grpc.StatusCode.DEADLINE_EXCEEDED: DeadlineExceeded,
}


def error_of_status(status: Status) -> DatelineError:
    """The error that a status of the service says."""
    info, bad = ErrorInfo(), BadRequest()
    for detail in status.details:
        _ = detail.Unpack(info) or detail.Unpack(bad)
    if info.domain != DOMAIN:
        return TransportError(status.message)
    violations = tuple(FieldViolation(item.field, item.description) for item in bad.field_violations)
    kind = _BY_REASON.get(info.reason, DatelineError)
    return kind(status.message, metadata=dict(info.metadata), violations=violations)


def error_of_call(error: grpc.RpcError, target: str) -> DatelineError:
    """The error that a failed call says; ``target`` is the address that was called."""
    status = None
    if isinstance(error, grpc.Call | grpc.aio.AioRpcError):
        status = rpc_status.from_call(cast("grpc.Call", error))  # an AioRpcError has all that it reads
    if status is not None and status.details:
        return error_of_status(status)
    code, details = _code_and_details(error)
    kind = _BY_CODE.get(code, TransportError)
    return kind(f"{target}: {_EXPLANATIONS.get(code, code.name)}: {details}", code)


_EXPLANATIONS = {
    grpc.StatusCode.UNAVAILABLE: "no server answers; start one with dateline-server serve, "
    "or check the address, and the certificates if it is encrypted",
    grpc.StatusCode.DEADLINE_EXCEEDED: "no answer within the deadline; raise the timeout",
    grpc.StatusCode.RESOURCE_EXHAUSTED: "too much for the server or for one message; split it, or send less "
    "at a time",
    grpc.StatusCode.UNIMPLEMENTED: "the server does not know this call; it is older, or another service",
}


def _code_and_details(error: grpc.RpcError) -> tuple[grpc.StatusCode, str]:
    if isinstance(error, grpc.Call | grpc.aio.AioRpcError):
        return error.code(), error.details() or ""
    return grpc.StatusCode.UNKNOWN, str(error)
