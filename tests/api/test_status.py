"""Every reason has a code, every value of the enum a class, and errors reach the client whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import dateline
import grpc
import pytest
from dateline.errors import error_of_status
from dateline.v1.error_reason_pb2 import ErrorReason
from dateline_server import errors
from dateline_server.api.status import CODES, error_to_status, streaming, unary
from google.rpc.error_details_pb2 import RetryInfo

REASONS = {name.removeprefix("ERROR_REASON_") for name in ErrorReason.keys()} - {"UNSPECIFIED"}  # noqa: SIM118
CLASSES = {
    kind.reason: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.DatelineError) and kind.reason
}


class Context:
    """What gRPC gives a handler, as far as errors go."""

    def __init__(self) -> None:
        self.aborted: tuple[Any, ...] = ()

    async def abort(self, *arguments: Any) -> None:
        self.aborted = arguments
        raise asyncio.CancelledError


def test_reasons_codes_and_classes_are_the_same_set():
    assert set(CODES) == REASONS
    assert set(CLASSES) == REASONS


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_the_client_gets_the_twin_of_what_was_raised(reason: str):
    raised = CLASSES[reason]("what and how to mend it", field="document.text", limit="3")

    got = error_of_status(error_to_status(raised))

    assert type(got).__name__ == type(raised).__name__
    assert isinstance(got, dateline.DatelineError)
    assert got.reason == reason
    assert got.message == "document.text: what and how to mend it"
    assert got.metadata == {"limit": "3"}
    assert [violation.field for violation in got.violations] == ["document.text"]


def test_what_passes_by_itself_says_when_to_retry():
    status = error_to_status(errors.QueueFull("full"))

    retry = RetryInfo()
    assert any(detail.Unpack(retry) for detail in status.details)
    assert retry.retry_delay.seconds == 1


class Service:
    @unary
    async def Fail(self, request: Any, context: Any) -> str:  # noqa: N802
        raise request

    @streaming
    async def FailLate(self, request: Any, context: Any) -> AsyncIterator[str]:  # noqa: N802
        yield "first"
        raise request


async def collect(items: AsyncIterator[Any], into: list[Any]) -> None:
    async for item in items:
        into.append(item)  # noqa: PERF401 (what came before an error is kept)


async def test_an_error_of_a_unary_call_is_its_status():
    context = Context()

    with pytest.raises(asyncio.CancelledError):
        await Service().Fail(errors.NotFound("no such event"), context)

    assert context.aborted[:2] == (grpc.StatusCode.NOT_FOUND, "no such event")


async def test_an_error_in_the_middle_of_a_stream_is_its_status():
    context = Context()
    got: list[str] = []

    with pytest.raises(asyncio.CancelledError):
        await collect(Service().FailLate(errors.StoreUnavailable("disk full"), context), got)

    assert got == ["first"]
    assert context.aborted[:2] == (grpc.StatusCode.UNAVAILABLE, "disk full")


async def test_an_unforeseen_error_tells_the_client_nothing_of_itself(caplog: pytest.LogCaptureFixture):
    context = Context()

    with pytest.raises(asyncio.CancelledError):
        await Service().Fail(KeyError("secret path"), context)

    assert context.aborted[0] == grpc.StatusCode.INTERNAL
    assert "secret" not in context.aborted[1]
    assert "secret path" in caplog.text


def test_what_a_failure_brings_along_goes_to_the_log_and_not_to_the_client(caplog: pytest.LogCaptureFixture):
    failure = errors.AnalysisFailed("it failed")
    failure.add_note("Traceback of the worker")

    status = error_to_status(failure)

    assert "Traceback of the worker" in caplog.text
    assert b"Traceback" not in status.SerializeToString()
