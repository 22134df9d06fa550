"""Spans reach a collector, within the trace of the caller."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.servers import running

LIST = "/dateline.v1.TimelineService/ListActors"


class Collector(BaseHTTPRequestHandler):
    """Takes spans as OpenTelemetry's collector does."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        request = ExportTraceServiceRequest.FromString(body)
        self.server.spans += [  # type: ignore[attr-defined]
            span for told in request.resource_spans for scope in told.scope_spans for span in scope.spans
        ]
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[Any]:
    server: Any = HTTPServer(("127.0.0.1", 0), Collector)
    server.spans = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_each_call_is_a_span_of_the_callers_trace(tmp_path: Path, collector: Any):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    endpoint = f"http://127.0.0.1:{collector.server_port}/v1/traces"
    with running(tmp_path, "--traces", endpoint) as server:
        with grpc.insecure_channel(server.address) as channel:
            parent = (("traceparent", f"00-{trace}-00f067aa0ba902b7-01"),)
            channel.unary_unary(LIST)(b"", metadata=parent, timeout=20)
        server.stop()  # sends what waits

    (span,) = [span for span in collector.spans if span.name == LIST.strip("/")]
    assert span.trace_id.hex() == trace
    assert span.end_time_unix_nano > span.start_time_unix_nano
