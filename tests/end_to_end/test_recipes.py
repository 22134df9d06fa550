"""The recipes for the shell, sent as grpcurl sends them: by reflection, with their JSON."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import grpc
import pytest
from dateline.v1 import ingestion_service_pb2, timeline_service_pb2
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import MethodDescriptor
from grpc_health.v1 import health_pb2

from tests.servers import Server

PAGE = Path(__file__).resolve().parents[2] / "clients" / "shell" / "README.md"
CALLS = re.findall(r"-d '(.+?)' localhost:50051 (\S+)/(\w+)", PAGE.read_text(encoding="utf-8"))
SERVICES = {
    service.full_name: service
    for module in (ingestion_service_pb2, timeline_service_pb2, health_pb2)
    for service in module.DESCRIPTOR.services_by_name.values()
}


def call(server: Server, method: MethodDescriptor, body: str) -> list[Any]:
    kind, answer = (message_factory.GetMessageClass(of) for of in (method.input_type, method.output_type))
    request = json_format.Parse(body, kind())
    with grpc.insecure_channel(server.address) as channel:
        make = channel.unary_stream if method.server_streaming else channel.unary_unary
        path = f"/{method.containing_service.full_name}/{method.name}"
        found = make(path, kind.SerializeToString, answer.FromString)(request, timeout=30)
        return list(found) if method.server_streaming else [found]


def test_there_are_recipes():
    assert len(CALLS) >= 7


@pytest.mark.parametrize(("body", "service", "name"), CALLS[:1])
def test_the_server_says_that_it_serves(server: Server, body: str, service: str, name: str):
    (answer,) = call(server, SERVICES[service].methods_by_name[name], body)

    assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_the_recipes_work_one_after_the_other(server: Server):
    for body, service, name in CALLS:
        answers = call(server, SERVICES[service].methods_by_name[name], body)

        assert answers
        if name in ("ListEvents", "ListActors", "ExportTimeline"):
            assert answers[0].ByteSize()


def test_the_first_example_of_the_client_runs(server: Server, capsys: pytest.CaptureFixture[str]):
    page = PAGE.parents[1] / "python" / "README.md"
    example = re.findall(r"```python\n(.+?)```", page.read_text(encoding="utf-8"), re.DOTALL)[0]

    exec(example.replace("localhost:50051", server.address), {})

    assert capsys.readouterr().out.startswith("2023-07-03 ")
