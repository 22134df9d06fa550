"""Statements that want out of the sandbox: none reads or changes anything else, none stops the service."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from dateline import Client, DatelineError, InvalidInput, QueryTooLarge

from tests.servers import Server, running

from . import articles
from .hostile import ENDED, MONSTERS, REFUSED
from .test_sql import ask, sql_processes, wait_for

SECRET = "canary-6d1f"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's folder, with a file that nobody may read."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "secret.csv").write_text(f"a,b\n{SECRET},2\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    flags = ("--sql", "--sql-seconds", "1.5", "--sql-memory-mib", "128", "--sql-result-mib", "16")
    with running(folder, *flags, "--sql-rows", "100000", environment={"SECRET": SECRET}) as server:
        with Client.connect(server.address) as client:
            client.create_document(articles.BRETON, "breton")
        yield server
        with Client.connect(server.address) as client:
            assert [document.name for document in client.list_documents()] == ["documents/breton"]
            assert client.get_document("breton").text == articles.BRETON.text


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client.connect(server.address) as client:
        yield client


def outcome(client: Client, statement: str) -> str | DatelineError:
    try:
        return str(list(client.run_query(statement).rows()))
    except DatelineError as error:
        return error


def refusal(client: Client, statement: str) -> str | DatelineError:
    """What comes of a statement that needs no time, however busy the machine is."""
    for _ in range(5):
        if not isinstance(told := outcome(client, statement), QueryTooLarge):
            break
    return told


def test_there_are_enough_of_them():
    assert sum(map(len, REFUSED.values())) + len(ENDED) + len(MONSTERS) >= 200


@pytest.mark.parametrize("attempt", REFUSED)
def test_what_leads_out_of_the_views_is_refused(client: Client, folder: Path, attempt: str):
    before = sorted(path.name for path in folder.iterdir() if not path.name.endswith((".sql", ".wal")))

    for template in REFUSED[attempt]:
        statement = template.replace("{secret}", str(folder / "secret.csv")).replace("{folder}", str(folder))
        error = refusal(client, statement)
        assert isinstance(error, InvalidInput), (statement, error)
        assert SECRET not in str(error)

    after = sorted(path.name for path in folder.iterdir() if not path.name.endswith((".sql", ".wal")))
    assert after == before


def test_what_does_not_end_is_ended(server: Server, client: Client):
    with ThreadPoolExecutor(2) as threads:
        outcomes = dict(zip(ENDED, threads.map(lambda sql: outcome(client, sql), ENDED), strict=True))

    assert {sql: told for sql, told in outcomes.items() if not isinstance(told, QueryTooLarge)} == {}
    assert server.process.poll() is None


@pytest.mark.parametrize("kind", MONSTERS)
def test_monsters_end(server: Server, client: Client, kind: str):
    told = outcome(client, MONSTERS[kind])

    assert isinstance(told, str | InvalidInput | QueryTooLarge)
    assert server.process.poll() is None


def test_a_caller_who_does_not_read_is_ended_too(server: Server, client: Client):
    # Left to itself, a fast connection takes the whole result into its buffers.
    narrow = (("grpc.http2.bdp_probe", 0), ("grpc.http2.lookahead_bytes", 65536))
    with grpc.insecure_channel(server.address, narrow) as channel:
        call = ask(channel, "SELECT repeat('x', 1000) FROM range(15000)")
        assert next(call).data
        processes = sql_processes(server).keys()
        assert processes
        wait_for(lambda: not processes & sql_processes(server).keys())
        call.cancel()
