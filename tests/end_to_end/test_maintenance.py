"""Backup under load, restore to a server, and the doctor, as operators run them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dateline import Client
from dateline_server.app.timeline import Timeline
from dateline_server.cli import server as commands
from dateline_server.errors import StoreFileError

from tests.builders import EU, analysis, telling
from tests.servers import Server, running

from . import articles
from .test_lifecycle import ingest_until_it_breaks


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A file that no server has open."""
    path = tmp_path / "t.duckdb"
    with Timeline.open(path) as timeline:
        timeline.put(analysis("a", telling(EU)))
    return path


def test_a_backup_under_load_holds_what_was_answered_and_serves_again(tmp_path: Path):
    answered: list[str] = []
    few = threading.Event()
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    with running(tmp_path / "first") as server, Client.connect(server.address) as client:
        client.create_document(articles.BRETON, "breton")
        events = [event.name for event in client.list_events()]
        sender = threading.Thread(target=ingest_until_it_breaks, args=(client, 150, answered, few))
        sender.start()
        assert few.wait(120)
        before = list(answered)
        done = invoke("backup", server.database, tmp_path / "backup.duckdb", "--address", server.address)
        sender.join(240)
        assert done.exit_code == 0, done.output
        assert len(answered) == 150
        assert [path.name for path in server.database.parent.iterdir() if "backup" in path.name] == []
    assert "documents" in done.output

    restored = tmp_path / "second" / "news.duckdb"
    done = invoke("restore", tmp_path / "backup.duckdb", restored)
    assert done.exit_code == 0, done.output
    assert invoke("doctor", restored).output == f"{restored} is in order\n"
    with running(tmp_path / "second") as again, Client.connect(again.address) as client:
        listed = {document.name.removeprefix("documents/") for document in client.list_documents()}
        assert {*before, "breton"} <= listed <= {*answered, "breton"}
        assert client.get_document("breton").text == articles.BRETON.text
        assert {client.get_event(name).name for name in events} == set(events)
        client.create_document(articles.CHIP, "chip")


def test_another_servers_address_is_no_way_to_a_backup(server: Server, database: Path, tmp_path: Path):
    with Timeline.open(database):
        done = invoke("backup", database, tmp_path / "backup.duckdb", "--address", server.address)
    assert isinstance(done.exception, StoreFileError)
    assert f"serves {server.database.resolve()}, not {database}" in str(done.exception)
    assert not (tmp_path / "backup.duckdb").exists()


def test_a_file_that_nobody_serves_is_backed_up_too(database: Path, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    target = tmp_path / "elsewhere" / "backup.duckdb"

    assert invoke("backup", database, target).output.endswith("1 documents, 1 events\n")
    assert [path.name for path in target.parent.iterdir()] == ["backup.duckdb"]


def test_nothing_is_overwritten(database: Path, tmp_path: Path):
    before = database.read_bytes()
    assert invoke("backup", database, tmp_path / "backup.duckdb").exit_code == 0

    for done in (
        invoke("backup", database, tmp_path / "backup.duckdb"),
        invoke("restore", tmp_path / "backup.duckdb", database),
    ):
        assert isinstance(done.exception, StoreFileError)
        assert "is there already" in str(done.exception)
    assert database.read_bytes() == before
    (tmp_path / "new.duckdb.wal").write_bytes(b"of another file")
    done = invoke("restore", tmp_path / "backup.duckdb", tmp_path / "new.duckdb")
    assert "belongs to another file" in str(done.exception)


def test_a_damaged_backup_is_not_restored(database: Path, tmp_path: Path):
    copy = tmp_path / "backup.duckdb"
    assert invoke("backup", database, copy).exit_code == 0
    data = bytearray(copy.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    copy.write_bytes(data)

    done = invoke("restore", copy, tmp_path / "new.duckdb")
    assert done.exit_code == 1
    assert not list(tmp_path.glob("*new.duckdb*"))


def test_the_doctor_says_what_to_do_and_how_bad_it_is(database: Path):
    assert (invoke("doctor", database).exit_code, invoke("doctor", database.with_name("no")).exit_code) == (
        0,
        3,
    )
    database.with_name("t.duckdb.journal.kept-1").write_bytes(b"x")
    done = invoke("doctor", database)

    assert done.exit_code == 1
    assert "to do: send the documents again" in done.output


def test_a_snapshot_is_a_file_or_a_folder_of_parquet(database: Path, tmp_path: Path):
    done = invoke("snapshot", "--database", database, "--parquet", tmp_path / "files")
    neither = invoke("snapshot", "--database", database)

    assert done.exit_code == 0, done.output
    assert (tmp_path / "files" / "latest" / "events.parquet").is_file()
    assert (neither.exit_code, "--parquet" in neither.output) == (2, True)
