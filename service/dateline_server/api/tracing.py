"""Spans for OpenTelemetry: one for each call, within the caller's trace where it names one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext

from ..errors import SettingsError

Trace = Callable[[str, Mapping[str, str]], AbstractContextManager[None]]
"""Given a method and the call's metadata, a block that is a span."""


def untraced(_method: str, _metadata: Mapping[str, str]) -> AbstractContextManager[None]:
    """No span."""
    return nullcontext()


@contextmanager
def tracing(endpoint: str) -> Iterator[Trace]:
    """Sends spans to ``endpoint``, a URL that takes OTLP over HTTP, while the block lasts.

    Spans are sent in the background and dropped when nobody takes them; calls never wait. Without an
    endpoint there are none.

    Raises:
        SettingsError: the extra is not installed.

    """
    if not endpoint:
        yield untraced
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
    except ImportError as problem:
        raise SettingsError(f"traces: {problem}; in the checkout: pip install '.[server,traces]'") from None
    provider = TracerProvider(resource=Resource.create({"service.name": "dateline"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    tracer = provider.get_tracer("dateline_server")
    callers = TraceContextTextMapPropagator()

    @contextmanager
    def span(method: str, metadata: Mapping[str, str]) -> Iterator[None]:
        service, _, name = method.strip("/").rpartition("/")
        attributes = {"rpc.system": "grpc", "rpc.service": service, "rpc.method": name}
        with tracer.start_as_current_span(
            method.strip("/"), callers.extract(metadata), SpanKind.SERVER, attributes
        ):
            yield

    try:
        yield span
    finally:
        provider.shutdown()
