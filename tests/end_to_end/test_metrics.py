"""What an operator sees of a real server: figures, lines of log, liveness."""

from __future__ import annotations

import json
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import dateline
import pytest
from dateline import Client
from prometheus_client.parser import text_string_to_metric_families

from tests.servers import Server, eventually, run_server, running

from . import articles


@pytest.fixture(scope="module")
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Server]:
    flags = ("--metrics", f"127.0.0.1:{port}", "--log-format", "json")
    with running(tmp_path_factory.mktemp("watched"), *flags) as server:
        yield server


def figures(port: int) -> dict[tuple[str, ...], float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        text = answer.read().decode()
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_calls_documents_and_events_are_counted(watched: Server, port: int):
    create, get = ("/dateline.v1.IngestionService/CreateDocument", "/dateline.v1.TimelineService/GetEvent")
    with Client.connect(watched.address) as client:
        before = figures(port)
        for number, new in enumerate(articles.numbered(3)):
            client.create_document(new.document, f"counted-{number}")
        with pytest.raises(dateline.NotFound):
            client.get_event("e0000000000000000")
    assert eventually(lambda: ("dateline_calls_total", get, "NOT_FOUND") in figures(port))
    assert eventually(lambda: figures(port)["dateline_calls_under_way", create] == 0)
    after = figures(port)

    created = [found.get(("dateline_calls_total", create, "OK"), 0.0) for found in (before, after)]
    assert created[1] == created[0] + 3
    assert after["dateline_call_seconds_count", create] >= 3
    assert after["dateline_documents",] == before["dateline_documents",] + 3
    assert after["dateline_events",] >= before["dateline_events",] + 3
    assert after["dateline_store_bytes",] > 0
    assert after["dateline_commit_seconds_count",] >= 3
    assert [value for key, value in after.items() if key[0] == "dateline_analyzer"] == [1]
    assert after["dateline_documents_waiting",] == 0
    assert after["dateline_event_loop_delay_seconds_count",] > 0


def test_every_line_of_a_json_log_is_an_object(watched: Server):
    with Client.connect(watched.address) as client:
        list(client.list_events())

    def told() -> list[dict[str, str]]:
        lines = [json.loads(line) for line in watched.log.splitlines(keepends=True) if line.endswith("\n")]
        return [line for line in lines if line.get("method", "").endswith("ListEvents")]

    assert eventually(lambda: bool(told()))
    last = told()[-1]

    assert last["code"] == "OK"
    assert {"timestamp", "level", "logger", "event", "request_id", "milliseconds", "caller"} <= set(last)


def test_the_process_is_alive_and_ready(watched: Server):
    for service in ("liveness", "", "dateline.v1.TimelineService"):
        done = run_server("health", "--address", watched.address, "--service", service)
        assert (done.returncode, done.stdout.strip()) == (0, "SERVING")


@pytest.mark.parametrize("address", ["nowhere", "127.0.0.1:notaport", "127.0.0.1:99999"])
def test_an_address_for_metrics_that_is_none_is_refused_at_the_start(tmp_path: Path, address: str):
    database = str(tmp_path / "x.duckdb")
    done = run_server("serve", "--listen", "127.0.0.1:0", "--database", database, "--metrics", address)

    assert done.returncode == 1
    assert f"metrics: cannot listen on '{address}'" in done.stderr
