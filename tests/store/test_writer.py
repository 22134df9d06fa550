"""Group commit: what waits together is committed together, and fails alone."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from dateline_server.errors import DatelineError, InvalidInput, QueueFull, ShuttingDown
from dateline_server.store.database import Cursor, Database
from dateline_server.store.writer import Writer


@pytest.fixture
def database() -> Iterator[Database]:
    opened = Database(":memory:")
    opened.write(lambda cursor: cursor.execute("CREATE TABLE numbers (n INTEGER)"))
    yield opened
    opened.close()


def stored(database: Database) -> list[int]:
    with database.read() as cursor:
        return [n for (n,) in cursor.execute("SELECT n FROM numbers ORDER BY n").fetchall()]


class Adding:
    """Adds numbers; refuses negative ones, and breaks on 1313. The first batch waits for ``go``."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.go = threading.Event()

    def __call__(self, cursor: Cursor, numbers: Sequence[int]) -> list[int | DatelineError]:
        self.go.wait(30)
        self.batches.append(list(numbers))
        kept = [n for n in numbers if n >= 0]
        cursor.executemany("INSERT INTO numbers VALUES (?)", [[n] for n in kept])
        if 1313 in numbers:
            raise ZeroDivisionError
        return [n if n >= 0 else InvalidInput("negative") for n in numbers]


def test_what_waits_together_is_committed_together(database: Database) -> None:
    adding = Adding()
    writer: Writer[int, int] = Writer(database, adding)
    futures = [writer.submit(n) for n in range(100)]
    adding.go.set()
    assert [future.result() for future in futures] == list(range(100))
    writer.close()
    assert len(adding.batches) <= 2
    assert stored(database) == list(range(100))


def test_a_change_that_is_refused_does_not_harm_its_neighbours(database: Database) -> None:
    adding = Adding()
    writer: Writer[int, int] = Writer(database, adding)
    futures = [writer.submit(n) for n in (1, -2, 3)]
    adding.go.set()
    assert isinstance(futures[1].exception(), InvalidInput)
    assert [futures[0].result(), futures[2].result()] == [1, 3]
    writer.close()
    assert stored(database) == [1, 3]


def test_a_change_that_breaks_fails_alone(database: Database) -> None:
    adding = Adding()
    writer: Writer[int, int] = Writer(database, adding)
    futures = [writer.submit(n) for n in (1, 1313, 3)]
    adding.go.set()
    assert isinstance(futures[1].exception(), ZeroDivisionError)
    assert [futures[0].result(), futures[2].result()] == [1, 3]
    writer.close()
    assert stored(database) == [1, 3]


def test_too_many_that_wait_are_refused(database: Database) -> None:
    adding = Adding()
    writer: Writer[int, int] = Writer(database, adding, queue_size=5, batch_size=1)
    accepted = [writer.submit(0)]
    with pytest.raises(QueueFull):
        accepted += [writer.submit(n) for n in range(1, 10)]
    adding.go.set()
    writer.close()
    assert all(future.exception() is None for future in accepted)


def test_patient_changes_wait_for_others_and_not_for_ever(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[list[int]] = []

    def apply(_: Cursor, numbers: Sequence[int]) -> Sequence[int]:
        batches.append(list(numbers))
        return numbers

    monkeypatch.setattr(f"{Writer.__module__}.PATIENCE", 600.0)
    writer: Writer[int, int] = Writer(database, apply)
    patient = [writer.submit(n, patient=True) for n in (1, 2)]
    assert writer.submit(3).result() == 3
    assert [future.result() for future in patient] == [1, 2]
    writer.submit(4, patient=True)
    writer.close()
    assert batches == [[1, 2, 3], [4]]

    monkeypatch.setattr(f"{Writer.__module__}.PATIENCE", 0.01)
    writer = Writer(database, apply)
    assert writer.submit(5, patient=True).result() == 5
    writer.close()


def test_a_closed_writer_has_written_what_waited(database: Database) -> None:
    adding = Adding()
    writer: Writer[int, int] = Writer(database, adding, batch_size=7)
    futures = [writer.submit(n) for n in range(50)]
    adding.go.set()
    writer.close()
    assert all(future.done() for future in futures)
    assert stored(database) == list(range(50))
    with pytest.raises(ShuttingDown):
        writer.submit(1)


def test_a_failure_to_tidy_up_stops_nothing(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    adding, seen = Adding(), []
    adding.go.set()

    def tidy(idle: bool) -> None:
        seen.append(idle)
        raise ZeroDivisionError

    writer: Writer[int, int] = Writer(database, adding, tidy=tidy)
    assert [writer.submit(n).result() for n in (1, 2)] == [1, 2]
    writer.close()
    assert stored(database) == [1, 2]
    assert seen
    assert "tidying up after a batch failed" in caplog.text


FULL = """
import resource, sys
sys.path.insert(0, sys.argv[2])
from dateline_server.app.timeline import Timeline
from dateline_server.errors import StoreUnavailable
from tests.builders import EU, analysis, telling

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

timeline = Timeline.open(sys.argv[1])
acknowledged, refused = [], 0
limit(400_000)
for n in range(400):
    try:
        timeline.put(analysis(f"d{n}", telling(EU, trigger="x" * 3000, kind=f"k{n}")))
        acknowledged.append(f"d{n}")
    except StoreUnavailable:
        refused += 1
        if refused == 5:
            break
assert refused, "the limit was never met"
if sys.argv[3] == "closed":
    timeline.close()
limit(resource.RLIM_INFINITY)
if sys.argv[3] == "closed":
    timeline = Timeline.open(sys.argv[1])
assert timeline.find_documents(acknowledged).keys() == set(acknowledged)
timeline.put(analysis("after", telling(EU)))
timeline.close()
with Timeline.open(sys.argv[1]) as again:
    assert again.find_documents([*acknowledged, "after"]).keys() == {*acknowledged, "after"}
print(len(acknowledged), refused)
"""


@pytest.mark.parametrize("while_full", ["waited", "closed"])
def test_a_full_disk_refuses_documents_and_loses_none(tmp_path: Path, while_full: str) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", FULL, str(tmp_path / "t.duckdb"), str(root), while_full]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    acknowledged, refused = map(int, done.stdout.split())
    assert acknowledged > 0
    assert refused > 0
