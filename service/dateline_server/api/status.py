"""Errors as ``google.rpc.Status``: one table, one decorator for each kind of call."""

from __future__ import annotations

import functools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, NoReturn, TypeVar

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc.code_pb2 import Code
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status

from ..errors import DatelineError

DOMAIN = "dateline"
"""The ``ErrorInfo.domain`` of every error."""

CODES = {
    "FIELD_INVALID": Code.INVALID_ARGUMENT,
    "TEXT_TOO_LONG": Code.INVALID_ARGUMENT,
    "LANGUAGE_UNSUPPORTED": Code.INVALID_ARGUMENT,
    "PAGE_TOKEN_INVALID": Code.INVALID_ARGUMENT,
    "RESOURCE_MISSING": Code.NOT_FOUND,
    "DOCUMENT_CONFLICT": Code.ALREADY_EXISTS,
    "INGEST_QUEUE_FULL": Code.RESOURCE_EXHAUSTED,
    "SHUTTING_DOWN": Code.UNAVAILABLE,
    "STORE_UNAVAILABLE": Code.UNAVAILABLE,
    "ANALYSIS_FAILED": Code.INTERNAL,
    "TOKEN_INVALID": Code.UNAUTHENTICATED,
    "SCOPE_MISSING": Code.PERMISSION_DENIED,
    "RATE_EXCEEDED": Code.RESOURCE_EXHAUSTED,
    "RESUME_TOKEN_EXPIRED": Code.OUT_OF_RANGE,
    "SQL_DISABLED": Code.FAILED_PRECONDITION,
    "SQL_QUEUE_FULL": Code.RESOURCE_EXHAUSTED,
    "QUERY_TOO_LARGE": Code.OUT_OF_RANGE,
}
"""The canonical code of every reason of ``dateline.v1.ErrorReason``."""

_MESSAGE_LIMIT = 2_000
_GRPC_CODES = {code.value[0]: code for code in grpc.StatusCode}
_LOG = logging.getLogger(__name__)
_Servicer = TypeVar("_Servicer")


def error_to_status(error: DatelineError) -> Status:
    """The status of an error: its reason, its metadata and the field at fault."""
    for note in getattr(error, "__notes__", ()):
        _LOG.error("%s\n%s", error.message, note)
    message = full_message(error)[:_MESSAGE_LIMIT]
    status = Status(code=CODES[error.reason], message=message)
    _attach(status, ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=error.metadata))
    if error.field:
        violation = BadRequest.FieldViolation(field=error.field, description=message)
        _attach(status, BadRequest(field_violations=[violation]))
    if status.code in (Code.RESOURCE_EXHAUSTED, Code.UNAVAILABLE):
        _attach(status, RetryInfo(retry_delay={"seconds": 1}))
    return status


def full_message(error: DatelineError) -> str:
    """What an error says, with the field at fault."""
    return error.message if error.field in error.message else f"{error.field}: {error.message}"


def _attach(status: Status, detail: Any) -> None:
    packed = AnyMessage()
    packed.Pack(detail)
    status.details.append(packed)


async def abort(context: Any, status: Status) -> NoReturn:
    """Ends a call with a status."""
    details = (("grpc-status-details-bin", status.SerializeToString()),)
    await context.abort(_GRPC_CODES[status.code], status.message, details)
    raise AssertionError("abort returned")


def unexpected(call: str, problem: Exception) -> Status:
    """The status of an error that nobody foresaw: the log has it, the client learns nothing of it."""
    _LOG.error("%s failed unexpectedly", call, exc_info=problem)
    return Status(code=Code.INTERNAL, message=f"{call} failed unexpectedly; the server's log says how")


def unary(
    method: Callable[[_Servicer, Any, Any], Awaitable[Any]],
) -> Callable[[_Servicer, Any, Any], Awaitable[Any]]:
    """Answers the errors of a call with one response by their status."""

    @functools.wraps(method)
    async def answer(self: _Servicer, request: Any, context: Any) -> Any:
        try:
            return await method(self, request, context)
        except DatelineError as error:
            status = error_to_status(error)
        except Exception as problem:
            status = unexpected(method.__name__, problem)
        return await abort(context, status)

    return answer


def streaming(
    method: Callable[[_Servicer, Any, Any], AsyncIterator[Any]],
) -> Callable[[_Servicer, Any, Any], AsyncIterator[Any]]:
    """Answers the errors of a call with many responses by their status, also those while it iterates."""

    @functools.wraps(method)
    async def answer(self: _Servicer, request: Any, context: Any) -> AsyncIterator[Any]:
        try:
            async for response in method(self, request, context):
                yield response
            return
        except DatelineError as error:
            status = error_to_status(error)
        except Exception as problem:
            status = unexpected(method.__name__, problem)
        await abort(context, status)

    return answer
