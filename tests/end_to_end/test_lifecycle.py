"""Start, readiness, shutdown and sudden death of a real server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import threading
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import dateline
import duckdb
import grpc
import pytest
from dateline import AsyncClient, Client, new_document
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from tests.servers import Server, eventually, run_server, running

from . import articles

SERVICES = ("dateline.v1.IngestionService", "dateline.v1.TimelineService")


def children(process: int) -> set[int]:
    threads = Path(f"/proc/{process}/task").glob("*/children")
    return {int(child) for listed in threads for child in of_process(listed).split()}


def of_process(path: Path) -> bytes:
    """A file about a process or thread; nothing once that has ended."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients give up at the first break, instead of waiting for a server that will not come back."""
    monkeypatch.setattr("dateline.ingestion.ATTEMPTS_LATER", 1)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients wait for as long as a server may take to start on a busy machine."""
    monkeypatch.setattr("dateline.ingestion.ATTEMPTS_LATER", 60)
    monkeypatch.setattr("dateline.ingestion.LONGEST_DELAY", 2.0)


def ingest_until_it_breaks(client: Client, count: int, answered: list[str], few: threading.Event) -> None:
    try:
        for result in client.ingest_documents(articles.numbered(count)):
            if result.document is not None:
                answered.append(result.document_id)
            if len(answered) >= 40:
                few.set()
    except dateline.DatelineError:
        pass
    finally:
        few.set()


@pytest.mark.parametrize("service", ["", *SERVICES])
def test_every_service_reports_serving(server: Server, service: str):
    with grpc.insecure_channel(server.address) as channel:
        answer = health_pb2_grpc.HealthStub(channel).Check(
            health_pb2.HealthCheckRequest(service=service), timeout=30
        )

    assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_the_health_command_agrees(server: Server):
    done = run_server("health", "--address", server.address)

    assert (done.returncode, done.stdout) == (0, "SERVING\n")


def test_the_health_command_says_when_nobody_is_there():
    done = run_server("health", "--address", "127.0.0.1:1")

    assert done.returncode == 1
    assert "does not answer" in done.stderr


def test_a_server_that_warms_up_is_there_but_does_not_serve(tmp_path: Path):
    log = tmp_path / "server.log"
    seen: list[str] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set() and "SERVING" not in seen:
            told = log.read_text(encoding="utf-8") if log.exists() else ""
            if found := re.search(r"listening on ([\d.:]+),", told):
                seen.append(ask(found[1]))
            stop.wait(0.05)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        with running(tmp_path, environment={"DATELINE_LISTEN": "127.0.0.1:1"}) as server:
            assert f"listening on {server.address}," in server.log
            watching.join(120)
    finally:
        stop.set()
        watching.join()

    assert list(dict.fromkeys(seen)) == ["NOT_SERVING", "SERVING"]


def ask(address: str) -> str:
    with grpc.insecure_channel(address) as channel:
        stub = health_pb2_grpc.HealthStub(channel)
        status = stub.Check(health_pb2.HealthCheckRequest(), timeout=120, wait_for_ready=True).status
    return health_pb2.HealthCheckResponse.ServingStatus.Name(status)


async def test_more_than_the_queue_holds_is_refused_but_streams_wait(tmp_path: Path):
    with running(tmp_path, "--queue-size", "1", "--batch-size", "1") as server:
        async with AsyncClient.connect(server.address) as client:
            stream = asyncio.create_task(collect(client, 30))
            long = new_document("欧盟2023年7月3日宣布新规。" * 300)  # so that the queue is full for a while
            texts = [client.analyze_text(long) for _ in range(40)]
            outcomes = await asyncio.gather(*texts, return_exceptions=True)

            refused = [outcome for outcome in outcomes if isinstance(outcome, dateline.QueueFull)]
            answered = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
            assert len(refused) + len(answered) == 40
            assert refused
            results = await stream
    assert len(results) == 30
    assert [result.error for result in results if result.error] == []


async def collect(client: AsyncClient, count: int) -> list[dateline.IngestResult]:
    return [result async for result in client.ingest_documents(articles.numbered(count))]


def test_reflection_lists_the_services(server: Server):
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    with grpc.insecure_channel(server.address) as channel:
        stub = reflection_pb2_grpc.ServerReflectionStub(channel)
        (answer,) = stub.ServerReflectionInfo(iter([request]), timeout=30)

    assert {service.name for service in answer.list_services_response.service} >= set(SERVICES)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.usefixtures("impatient")
def test_a_stop_signal_drains_and_loses_nothing(tmp_path: Path, number: signal.Signals):
    answered: list[str] = []
    few = threading.Event()
    with running(tmp_path) as server:
        workers = workers_of(server)
        assert workers
        client = Client.connect(server.address)
        sender = threading.Thread(target=ingest_until_it_breaks, args=(client, 3000, answered, few))
        sender.start()
        assert few.wait(120)

        code = server.stop(number)
        sender.join()
        client.close()

    assert code == 0, server.log
    assert 40 <= len(answered) < 3000
    assert set(answered) <= stored(server.database)
    assert eventually(lambda: gone(workers))


@pytest.mark.usefixtures("impatient")
def test_sudden_death_loses_no_answered_document(tmp_path: Path):
    answered: list[str] = []
    few = threading.Event()
    with running(tmp_path) as server:
        workers = workers_of(server)
        assert workers
        client = Client.connect(server.address)
        sender = threading.Thread(target=ingest_until_it_breaks, args=(client, 3000, answered, few))
        sender.start()
        assert few.wait(120)

        server.kill()
        sender.join()
        client.close()
    assert len(answered) >= 40
    assert eventually(lambda: gone(workers))

    with running(tmp_path) as again, Client.connect(again.address) as client:
        listed = {document.name.removeprefix("documents/") for document in client.list_documents()}
        assert set(answered) <= listed
        results = list(client.ingest_documents(articles.numbered(60)))
        assert all(result.error is None for result in results)


def test_a_dead_worker_is_replaced_and_no_document_is_lost(tmp_path: Path):
    results: list[Any] = []
    with running(tmp_path) as server, Client.connect(server.address) as client:
        (worker,) = workers_of(server)

        for result in client.ingest_documents(articles.numbered(200)):
            if not results:
                os.kill(worker, signal.SIGKILL)
            results.append(result)

        assert len(results) == 200
        assert [result.error for result in results if result.error] == []
        assert eventually(lambda: len(workers_of(server) - {worker}) == 1)


@pytest.mark.usefixtures("patient")
def test_a_client_that_resumes_after_a_restart_has_every_answer(tmp_path: Path):
    first = Server(tmp_path)
    second: list[Server] = []
    done: list[str] = []

    def restart() -> None:
        first.kill()
        second.append(Server(tmp_path, "--listen", first.address))

    restarting = threading.Thread(target=restart)
    try:
        with Client.connect(first.address) as client:
            for result in client.ingest_documents(articles.numbered(300)):
                assert result.error is None
                done.append(result.document_id)
                if len(done) == 50:
                    restarting.start()
    finally:
        restarting.join()
        second[0].stop()

    assert len(set(done)) == 300
    assert set(done) <= stored(second[0].database)


def test_the_copy_for_analysts_opens_beside_the_server(tmp_path: Path):
    copy = tmp_path / "copies" / "latest.duckdb"
    copy.parent.mkdir()
    files = tmp_path / "files"
    flags = ("--snapshot", str(copy), "--snapshot-parquet", str(files), "--snapshot-interval", "1")
    with running(tmp_path, *flags) as server:
        with Client.connect(server.address) as client:
            client.create_document(articles.BRETON, "breton")

        assert eventually(lambda: stored(copy) == {"breton"})
        assert eventually(lambda: in_parquet(files) == {"breton"})


def test_a_second_server_on_the_file_is_refused_and_harms_nothing(server: Server):
    command = ("serve", "--database", str(server.database), "--listen", "127.0.0.1:0", "--workers", "1")
    second = run_server(*command)

    assert second.returncode == 1
    assert f"another dateline process holds it (process {server.process.pid})" in second.stderr
    with Client.connect(server.address) as client:
        client.create_document(new_document("欧盟2023年7月3日宣布新规。"), "beside-a-second-server")
        client.delete_document("beside-a-second-server")


def test_offline_commands_work_on_the_file(tmp_path: Path):
    with running(tmp_path) as server, Client.connect(server.address) as client:
        client.create_document(new_document("欧盟2023年7月3日宣布新规。"), "one")
        held = run_server("snapshot", "--database", str(server.database), str(tmp_path / "copy.duckdb"))
    assert held.returncode == 1
    assert str(server.database) in held.stderr

    done = run_server("snapshot", "--database", str(server.database), str(tmp_path / "copy.duckdb"))
    migrated = run_server("migrate", "--database", str(server.database))
    missing = run_server("migrate", "--database", str(tmp_path / "missing.duckdb"))

    assert (done.returncode, migrated.returncode, missing.returncode) == (0, 0, 1)
    assert stored(tmp_path / "copy.duckdb") == {"one"}
    assert "missing.duckdb: no such file" in missing.stderr


def test_the_version_is_that_of_the_installation():
    done = run_server("version")

    assert (done.returncode, done.stdout.strip()) == (0, installed_version("dateline"))


def test_the_rules_can_be_checked():
    done = run_server("rules", "check")

    assert done.returncode == 0, done.stderr
    assert "in order" in done.stdout


def workers_of(server: Server) -> set[int]:
    spawned = children(server.process.pid)
    return {child for child in spawned if b"spawn_main" in of_process(Path(f"/proc/{child}/cmdline"))}


def gone(processes: set[int]) -> bool:
    return not any(Path(f"/proc/{process}").exists() for process in processes)


def in_parquet(folder: Path) -> set[str]:
    """The documents of the latest edition; none while there is none, or it gives way to another."""
    with duckdb.connect() as connection, contextlib.suppress(duckdb.IOException):
        rows = connection.execute(f"FROM '{folder}/latest/documents.parquet' SELECT document_id").fetchall()
        return {document_id for (document_id,) in rows}
    return set()


def stored(database: Path) -> set[str]:
    if not database.exists():
        return set()
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("SELECT document_id FROM timeline.documents").fetchall()
    return {document_id for (document_id,) in rows}
