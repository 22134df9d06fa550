"""Questions in SQL to a real server: results, limits, and what becomes of those who do not wait."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import grpc
import pytest
from dateline import AsyncClient, Client, ExtraMissing, InvalidInput, QueryTooLarge, SqlDisabled, SqlQueueFull
from dateline.v1.query_service_pb2 import RunQueryRequest
from dateline.v1.query_service_pb2_grpc import QueryServiceStub

from tests.servers import Server, eventually, run, running

from . import articles
from .test_lifecycle import children

ENDLESS = "SELECT count(*) FROM range(10000000) a, range(10000000) b, range(10000000) c"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that answers SQL, one statement at a time."""
    flags = ("--sql", "--sql-max-age", "0", "--sql-queries", "1", "--sql-rows", "200000", "--grace", "1")
    with running(tmp_path_factory.mktemp("sql"), *flags) as server:
        with Client.connect(server.address) as client:
            client.create_document(articles.BRETON, "breton")
        yield server
        stop_while_it_runs(server)


def stop_while_it_runs(server: Server) -> None:
    """A statement does not keep a server from stopping, nor does its process outlive it."""
    with grpc.insecure_channel(server.address) as channel:
        call = ask(channel, ENDLESS)
        processes = busy(server)
        assert server.stop() == 0
        call.cancel()
    wait_for(lambda: not any(Path(f"/proc/{process}").exists() for process in processes))
    assert not server.database.with_name("news.duckdb.sql").exists()


@pytest.fixture
def client(asked: Server) -> Iterator[Client]:
    with Client.connect(asked.address) as client:
        yield client


def answers(client: Client) -> bool:
    try:
        return client.run_query("SELECT 1").row_count == 1
    except SqlQueueFull:
        return False


def ask(channel: grpc.Channel, sql: str) -> Any:
    return QueryServiceStub(channel).RunQuery(RunQueryRequest(sql=sql))


def busy(server: Server) -> set[int]:
    """The processes that run a statement, once there is one that is at work."""
    before = sql_processes(server)
    wait_for(
        lambda: any(ticks > before.get(process, 0) + 20 for process, ticks in sql_processes(server).items())
    )
    return {
        process for process, ticks in sql_processes(server).items() if ticks > before.get(process, 0) + 20
    }


def sql_processes(server: Server) -> dict[int, int]:
    """The processes for SQL, and the processor time that each has used."""
    found = {}
    for child in children(server.process.pid):
        try:
            if b"sql_child" in Path(f"/proc/{child}/cmdline").read_bytes():
                fields = Path(f"/proc/{child}/stat").read_text("ascii").rpartition(")")[2].split()
                found[child] = int(fields[11])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def wait_for(condition: Callable[[], bool]) -> None:
    assert eventually(condition)


def test_a_result_has_names_rows_and_a_time(client: Client):
    result = client.run_query(
        "SELECT document_id, publication_date, mention_count > 0 AS told FROM documents"
    )

    assert result.column_names() == ["document_id", "publication_date", "told"]
    ((document, published, told),) = result.rows()
    assert (document, str(published), told) == ("breton", "2023-07-04", True)
    assert result.row_count == 1
    assert abs(result.snapshot_time.timestamp() - time.time()) < 300


def test_values_come_as_what_they_are(client: Client):
    sql = """SELECT 1::TINYINT, 'é欧', [1, NULL], {'a': 1}, NULL, 1.25::DECIMAL(5, 2), sum(i), true,
        TIMESTAMP '2024-01-02 03:04:05', 'x'::BLOB, TIME '01:02:03' FROM range(10) t(i)"""
    (row,) = client.run_query(sql).rows()

    told = "1 é欧 [1, None] {'a': 1} None 1.25 45 True 2024-01-02T03:04:05 b'x' 01:02:03"
    assert " ".join(value.isoformat() if isinstance(value, datetime) else str(value) for value in row) == told


def test_parameters_are_values_and_never_statements(client: Client):
    sql = "SELECT $text, $number + 1, $flag, list_sum($list), $day::DATE > DATE '2024-01-01'"
    values = {"text": "'; DROP TABLE x", "number": 41, "flag": False, "list": [1, 2], "day": "2024-05-06"}

    (row,) = client.run_query(sql, values).rows()
    assert row == ("'; DROP TABLE x", 42, False, 3, True)
    with pytest.raises(InvalidInput, match="is an object"):
        client.run_query("SELECT $a", {"a": {"b": 1}})


def test_a_result_without_rows_has_columns(client: Client):
    result = client.run_query("SELECT event_id, confidence FROM events WHERE false")

    assert (list(result.rows()), result.row_count) == ([], 0)
    assert result.column_names() == ["event_id", "confidence"]


def test_a_large_result_comes_whole_and_one_too_large_not_at_all(client: Client):
    result = client.run_query("SELECT i, 'event ' || i AS name FROM range(200000) t(i)")

    assert sum(number for number, _ in result.rows()) == 199_999 * 100_000
    with pytest.raises(QueryTooLarge) as raised:
        client.run_query("SELECT i FROM range(200001) t(i)")
    assert raised.value.metadata == {"limit": "rows", "allowed": "200000"}


def test_the_libraries_of_analysts_read_it(client: Client):
    result = client.run_query("SELECT document_id, mention_count FROM documents")

    pytest.importorskip("pyarrow")
    assert result.to_arrow().column_names == ["document_id", "mention_count"]
    pytest.importorskip("pandas")
    assert list(result.to_pandas()["document_id"]) == ["breton"]
    pytest.importorskip("polars")
    assert result.to_polars()["document_id"].to_list() == ["breton"]


@pytest.mark.parametrize("library", ["arrow", "pandas", "polars"])
def test_a_missing_library_is_named_with_its_extra(
    client: Client, library: str, monkeypatch: pytest.MonkeyPatch
):
    result = client.run_query("SELECT 1")
    for name in ("pyarrow", "pandas", "polars"):
        monkeypatch.setitem(__import__("sys").modules, name, None)

    with pytest.raises(ExtraMissing, match=rf"pip install '\.\[{library}\]'"):
        getattr(result, f"to_{library}")()


async def test_the_asynchronous_client_asks_too(asked: Server):
    async with AsyncClient.connect(asked.address) as client:
        result = await client.run_query(
            "SELECT count(*) FROM documents WHERE document_id = $id", {"id": "breton"}
        )

    assert list(result.rows()) == [(1,)]


def test_what_was_stored_is_seen_at_once_where_the_age_is_none(client: Client):
    client.create_document(articles.CONTROLS, "fresh")
    assert list(client.run_query("SELECT count(*) FROM documents WHERE document_id = 'fresh'").rows()) == [
        (1,)
    ]
    client.delete_document("fresh")
    assert list(client.run_query("SELECT count(*) FROM documents WHERE document_id = 'fresh'").rows()) == [
        (0,)
    ]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT nothing FROM events", "nothing"),
        ("SELEC 1", "syntax error"),
        ("SELECT error('as asked')", "as asked"),
        ("SELECT CAST('x' AS INTEGER)", "Could not convert"),
        ("SELECT 'a'::ENUM ('a')", "CAST it to VARCHAR"),
        ("SELECT $missing", "missing"),
    ],
)
def test_a_statement_that_fails_says_why_and_the_next_one_runs(client: Client, sql: str, told: str):
    with pytest.raises(InvalidInput, match=told) as raised:
        client.run_query(sql)

    assert [violation.field for violation in raised.value.violations] == ["sql"]
    assert list(client.run_query("SELECT 1").rows()) == [(1,)]


def test_a_caller_who_goes_away_takes_the_statement_along(asked: Server):
    with grpc.insecure_channel(asked.address) as channel:
        call = ask(channel, ENDLESS)
        processes = busy(asked)
        call.cancel()
    wait_for(lambda: not processes & sql_processes(asked).keys())


def test_too_many_at_once_are_refused(asked: Server, client: Client):
    with grpc.insecure_channel(asked.address) as channel:
        calls = [ask(channel, ENDLESS) for _ in range(6)]
        wait_for(lambda: any(call.done() for call in calls))
        refused = [call for call in calls if call.done()]
        for call in calls:
            call.cancel()

    assert {call.code() for call in refused} == {grpc.StatusCode.RESOURCE_EXHAUSTED}
    assert len(refused) < len(calls)
    assert "5 queries in SQL run or wait; retry later" in refused[0].details()
    wait_for(lambda: answers(client))


def test_a_server_without_sql_says_so(server: Server):
    with Client.connect(server.address) as client, pytest.raises(SqlDisabled, match="--sql"):
        client.run_query("SELECT 1")


def test_the_command_prints_tables_csv_and_lines(asked: Server, tmp_path: Path):
    sql = "SELECT document_id, mention_count AS n, DATE '2024-01-02' AS day, '=1+1' AS formula FROM documents"
    table = run("sql", sql, server=asked)
    lines = run("sql", sql, "--format", "jsonl", server=asked)
    file = tmp_path / "question.sql"
    file.write_text(
        "SELECT document_id, '=1+1' AS formula FROM documents WHERE document_id = $id", encoding="utf-8"
    )
    rows = run("sql", "-f", str(file), "--param", "id=breton", "--format", "csv", server=asked)

    assert [done.returncode for done in (table, lines, rows)] == [0, 0, 0], table.stderr + lines.stderr
    assert "document_id" in table.stdout
    assert "breton" in table.stdout
    assert json.loads(lines.stdout)["day"] == "2024-01-02"
    assert list(csv.reader(io.StringIO(rows.stdout))) == [["document_id", "formula"], ["breton", "'=1+1"]]


def test_the_command_says_what_is_wrong(asked: Server):
    refused = run("sql", "DROP TABLE events", server=asked)
    neither = run("sql", server=asked)
    odd = run("sql", "SELECT 1", "--param", "x", server=asked)

    assert (refused.returncode, neither.returncode, odd.returncode) == (1, 2, 2)
    assert "only SELECT may be run" in refused.stderr
    assert "give a statement, or a file" in neither.stderr
    assert "is not NAME=VALUE" in odd.stderr
