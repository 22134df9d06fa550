"""Opening, refusing, sharing and closing the file; real files, real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.errors import ShuttingDown, StoreFileError, StoreUnavailable
from dateline_server.store.database import Database
from dateline_server.store.migrations import migrations

from ..builders import EU, analysis, telling

OPEN = "import sys; from dateline_server.app.timeline import Timeline; t = Timeline.open(sys.argv[1]); "


def run(program: str, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=240
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.duckdb"


@pytest.fixture
def timeline(path: Path) -> Iterator[Timeline]:
    with Timeline.open(path) as opened:
        yield opened


def test_what_was_stored_is_there_after_reopening(path: Path) -> None:
    with Timeline.open(path) as timeline:
        stored = timeline.put(analysis("a", telling(EU)))
    assert not path.with_name("t.duckdb.wal").exists()
    with Timeline.open(path) as timeline:
        assert timeline.get_document("a") == stored


def test_a_file_that_another_dateline_holds_is_refused_with_its_process(
    timeline: Timeline, path: Path
) -> None:
    done = run(OPEN, path)
    assert done.returncode == 1
    assert f"another dateline process holds it (process {os.getpid()})" in done.stderr
    assert timeline.put(analysis("a", telling(EU))).mention_count == 1


def test_a_second_opening_in_one_process_is_refused(timeline: Timeline, path: Path) -> None:
    with pytest.raises(StoreFileError, match="another dateline process holds it"):
        Timeline.open(path)
    assert timeline.put(analysis("a", telling(EU))).mention_count == 1


def test_a_file_that_another_program_holds_is_refused(path: Path) -> None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(StoreFileError, match=rf"another program holds it; close it .*{holder.pid}"):
            Timeline.open(path)
    finally:
        holder.communicate("")
    Timeline.open(path).close()


def test_a_file_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with duckdb.connect(path) as other:
        other.execute("CREATE TABLE orders AS SELECT 1 AS id")
    with pytest.raises(StoreFileError, match="belongs to another program"):
        Timeline.open(path)
    with duckdb.connect(path) as other:
        assert other.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("orders",)]


def test_a_file_of_another_program_with_migrations_of_its_own_is_refused(path: Path) -> None:
    with duckdb.connect(path) as other:
        other.execute("CREATE TABLE schema_migrations (id INTEGER)")
    with pytest.raises(StoreFileError, match="belongs to another program"):
        Timeline.open(path)


def test_a_newer_file_is_refused(path: Path) -> None:
    Timeline.open(path).close()
    with duckdb.connect(path) as newer:
        newer.execute(
            "INSERT INTO schema_migrations VALUES (?, 'later', now()::TIMESTAMP)", [len(migrations()) + 1]
        )
    with pytest.raises(StoreFileError, match="written by a newer release"):
        Timeline.open(path)


@pytest.mark.parametrize("content", [b"", b"hello", b"x" * 100_000, b"SQLite format 3\0" + b"\0" * 8192])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreFileError, match="no DuckDB file"):
        Timeline.open(path)
    assert path.read_bytes() == content


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreFileError, match="folder that exists"):
        Timeline.open(tmp_path / "missing" / "t.duckdb")


def test_a_refused_file_can_be_opened_once_the_reason_is_gone(path: Path) -> None:
    path.write_bytes(b"hello")
    with pytest.raises(StoreFileError):
        Timeline.open(path)
    path.unlink()
    Timeline.open(path).close()


def test_an_empty_database_of_duckdb_is_taken(path: Path) -> None:
    duckdb.connect(path).close()
    with Timeline.open(path) as timeline:
        assert timeline.list_documents(1).items == ()


def test_a_migration_that_fails_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = ((1, "0001_broken", "CREATE TABLE documents (a INTEGER); CREATE TABLE documents (a INTEGER);"),)
    with monkeypatch.context() as patch:
        patch.setattr("dateline_server.store.migrations.migrations", lambda: broken)
        with pytest.raises(duckdb.CatalogException):
            Timeline.open(path)
    with Timeline.open(path) as timeline:
        assert timeline.put(analysis("a", telling(EU))).mention_count == 1


def test_every_migration_is_recorded_once(path: Path) -> None:
    for _ in range(2):
        Timeline.open(path).close()
    with duckdb.connect(path, read_only=True) as connection:
        recorded = connection.execute(
            "SELECT version, name FROM schema_migrations ORDER BY version"
        ).fetchall()
    assert recorded == [(number, name) for number, name, _ in migrations()]


def test_a_closed_timeline_says_so(path: Path) -> None:
    timeline = Timeline.open(path)
    timeline.close()
    timeline.close()
    with pytest.raises(ShuttingDown):
        timeline.submit(analysis("a", telling(EU)))
    with pytest.raises(ShuttingDown):
        timeline.list_documents(1)


def test_closing_writes_what_waits(path: Path) -> None:
    timeline = Timeline.open(path)
    futures = [timeline.submit(analysis(f"d{n}", telling(EU))) for n in range(300)]
    timeline.close()
    assert all(future.done() and not future.exception() for future in futures)
    with Timeline.open(path) as again:
        assert len(again.list_documents(1000).items) == 300


FORK = """
import os
from dateline_server.errors import StoreUnavailable
child = os.fork()
if child == 0:
    try:
        t.list_documents(1)
    except StoreUnavailable as error:
        print(error, flush=True)
    os._exit(0)
os.waitpid(child, 0)
print(len(t.list_documents(1).items), "documents")
t.close()
"""


def test_a_forked_process_is_refused(path: Path) -> None:
    done = run(OPEN + FORK, path)  # in a process without the threads of this one

    assert done.returncode == 0, done.stderr
    refused, kept = done.stdout.splitlines()
    assert "spawn, not fork" in refused
    assert kept == "0 documents"


def test_many_threads_read_and_write_at_once(timeline: Timeline) -> None:
    problems: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for n in range(10):
                name = f"d{number}-{n}"
                timeline.put(analysis(name, telling(EU, on=f"2023-07-{n + 1:02d}")))
                assert timeline.get_document(name).mention_count == 1
                assert timeline.list_actors("EU", 5).items[0].event_count >= 1
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert timeline.get_actor("european-union").event_count == 10


def test_a_database_that_broke_is_opened_again(path: Path) -> None:
    database = Database(path)
    try:
        database.write(lambda cursor: cursor.execute("CREATE TABLE extra AS SELECT 42 AS answer"))
        with pytest.raises(StoreUnavailable), database.read():
            raise duckdb.FatalException("the disk is full")
        with database.read() as cursor:
            assert cursor.execute("SELECT answer FROM extra").fetchall() == [(42,)]
        database.write(lambda cursor: cursor.execute("INSERT INTO extra VALUES (43)"))
    finally:
        database.close()


INGEST = """
import sys
sys.path.insert(0, sys.argv[2])
from dateline_server.app.timeline import Timeline
from tests.builders import EU, JAPAN, analysis, telling
timeline = Timeline.open(sys.argv[1])
start = int(sys.argv[3])
futures = []
for n in range(start, start + 100_000):
    futures.append((n, timeline.submit(analysis(f"d{n}", telling(EU, JAPAN), telling(EU, on="2023-07-05")))))
    if len(futures) == 40:
        for number, future in futures:
            future.result()
            print(number, flush=True)
        futures = []
"""


def test_no_acknowledged_document_is_lost_to_a_kill(path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    acknowledged: set[str] = set()
    for round_number in range(6):
        command = [sys.executable, "-c", INGEST, str(path), str(root), str(round_number * 100_000)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for line in child.stdout:
            acknowledged.add(f"d{int(line)}")
            if len(acknowledged) >= (round_number + 1) * 130:
                break
        time.sleep(0.013 * round_number)
        child.send_signal(signal.SIGKILL)
        acknowledged |= {f"d{int(line)}" for line in child.communicate()[0].splitlines() if line}
        with Timeline.open(path) as timeline:
            assert acknowledged <= timeline.find_documents(sorted(acknowledged)).keys()
            assert timeline.examine() == []
