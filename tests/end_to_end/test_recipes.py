"""The recipes for the shell, sent as grpcurl sends them: by reflection, with their JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import grpc
import pytest
from dateline.v1 import (
    admin_service_pb2,
    ingestion_service_pb2,
    query_service_pb2,
    timeline_service_pb2,
)
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import MethodDescriptor
from grpc_health.v1 import health_pb2

from tests.servers import Server

PAGE = Path(__file__).resolve().parents[2] / "clients" / "shell" / "README.md"
CALLS = re.findall(r"-d '(.+?)' localhost:50051 (\S+)/(\w+)", PAGE.read_text(encoding="utf-8"))
SERVICES = {
    service.full_name: service
    for module in (
        *(admin_service_pb2, ingestion_service_pb2, query_service_pb2, timeline_service_pb2),
        health_pb2,
    )
    for service in module.DESCRIPTOR.services_by_name.values()
}
NOT_SENT = {"RunQuery", "WatchEvents", "MergeEvents", "RevokeDecision"}
"""What a server answers only when it was started for it, what never ends, and what names made-up things."""


def messages(method: MethodDescriptor, body: str) -> list[Any]:
    """The messages of a body: JSON objects one after the other, as grpcurl takes them."""
    found, at, decoder = [], 0, json.JSONDecoder()
    while at < len(body):
        value, at = decoder.raw_decode(body, at)
        at += len(body[at:]) - len(body[at:].lstrip())
        kind = message_factory.GetMessageClass(method.input_type)
        found.append(json_format.ParseDict(value, kind()))
    return found


def call(server: Server, method: MethodDescriptor, body: str) -> list[Any]:
    kind, answer = (message_factory.GetMessageClass(of) for of in (method.input_type, method.output_type))
    requests = messages(method, body)
    shape = (method.client_streaming, method.server_streaming)
    with grpc.insecure_channel(server.address) as channel:
        make = {
            (False, False): channel.unary_unary,
            (False, True): channel.unary_stream,
            (True, True): channel.stream_stream,
        }[shape]
        path = f"/{method.containing_service.full_name}/{method.name}"
        request = iter(requests) if method.client_streaming else requests[0]
        found = make(path, kind.SerializeToString, answer.FromString)(request, timeout=120)
        return list(found) if method.server_streaming else [found]


@pytest.mark.parametrize(("body", "service", "name"), CALLS)
def test_every_method_and_field_exists(body: str, service: str, name: str):
    method = SERVICES[service].methods_by_name[name]

    found = messages(method, body)

    assert len(found) == 1 or method.client_streaming
    assert found


def test_there_are_recipes_for_most_of_what_can_be_asked():
    methods = {name for service in SERVICES.values() for name in service.methods_by_name}

    assert len({name for _, _, name in CALLS}) > len(methods) / 2


@pytest.mark.parametrize(("body", "service", "name"), CALLS[:1])
def test_the_server_says_that_it_serves(server: Server, body: str, service: str, name: str):
    (answer,) = call(server, SERVICES[service].methods_by_name[name], body)

    assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_the_recipes_work_one_after_the_other(server: Server):
    event = ""
    for body, service, name in CALLS:
        if name in NOT_SENT:
            continue
        answers = call(server, SERVICES[service].methods_by_name[name], body.replace("events/EVENT", event))

        assert answers
        if name in ("ListEvents", "ListActors", "ExportTimeline", "IngestDocuments"):
            assert answers[0].ByteSize()
        if name == "ListEvents":
            event = answers[0].events[0].name


def examples() -> list[str]:
    page = PAGE.parents[1] / "python" / "README.md"
    return re.findall(r"```python\n(.+?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_without_a_server_runs():
    (example,) = [text for text in examples() if ":memory:" in text]

    exec(f"import dateline\n{example}", {})


def test_the_first_example_of_the_client_runs(server: Server, capsys: pytest.CaptureFixture[str]):
    example = examples()[0]

    exec(example.replace("localhost:50051", server.address), {})

    assert capsys.readouterr().out.startswith("2023-07-03 ")
