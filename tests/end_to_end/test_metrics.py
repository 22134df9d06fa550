"""What an operator sees of a real server: figures, lines of log, liveness."""

from __future__ import annotations

import json
import re
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
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    flags = ("--metrics", "127.0.0.1:0", "--log-format", "json")
    with running(tmp_path_factory.mktemp("watched"), *flags) as server:
        yield server


@pytest.fixture
def page(watched: Server) -> str:
    """Where the figures are, as the server says before it serves."""
    (found,) = re.findall(r"metrics on (http://127\.0\.0\.1:\d+/metrics)", watched.log)
    return str(found)


def figures(page: str) -> dict[tuple[str, ...], float]:
    with urllib.request.urlopen(page, timeout=60) as answer:
        text = answer.read().decode()
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_calls_documents_and_events_are_counted(watched: Server, page: str):
    create, get = ("/dateline.v1.IngestionService/CreateDocument", "/dateline.v1.TimelineService/GetEvent")
    with Client.connect(watched.address) as client:
        before = figures(page)
        for number, new in enumerate(articles.numbered(3)):
            client.create_document(new.document, f"counted-{number}")
        with pytest.raises(dateline.NotFound):
            client.get_event("e0000000000000000")
    created = before.get(("dateline_calls_total", create, "OK"), 0.0) + 3
    commits = before["dateline_commit_seconds_count",] + 3
    assert eventually(lambda: ("dateline_calls_total", get, "NOT_FOUND") in figures(page))
    assert eventually(lambda: figures(page).get(("dateline_calls_total", create, "OK")) == created)
    assert eventually(lambda: figures(page)["dateline_calls_under_way", create] == 0)
    assert eventually(lambda: figures(page)["dateline_commit_seconds_count",] >= commits)
    assert eventually(lambda: figures(page)["dateline_event_loop_delay_seconds_count",] > 0)
    after = figures(page)

    assert after["dateline_call_seconds_count", create] >= 3
    assert after["dateline_documents",] == before["dateline_documents",] + 3
    assert after["dateline_events",] >= before["dateline_events",] + 3
    assert after["dateline_store_bytes",] > 0
    assert [value for key, value in after.items() if key[0] == "dateline_analyzer"] == [1]
    assert after["dateline_documents_waiting",] == 0


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
