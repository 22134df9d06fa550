"""The copy for SQL is as fresh as was promised, and made no more often than needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from dateline_server.app.sql_copy import SqlCopy
from dateline_server.app.timeline import Timeline

from ..builders import EU, analysis, telling


class Clock:
    """A time that only tests move."""

    def __init__(self) -> None:
        self.passed = 100.0

    def seconds(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.passed)


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with Timeline.open(tmp_path / "t.duckdb") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def copy(timeline: Timeline, clock: Clock, tmp_path: Path) -> Iterator[SqlCopy]:
    made = SqlCopy(timeline.database, tmp_path / "t.duckdb.sql", 60, clock.now, clock.seconds)
    yield made
    made.close()


def count(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        return len(connection.execute("FROM timeline.documents").fetchall())


def test_a_copy_serves_until_it_is_too_old(timeline: Timeline, copy: SqlCopy, clock: Clock) -> None:
    timeline.put(analysis("a", telling(EU)))
    first = copy.fresh()
    timeline.put(analysis("b", telling(EU)))
    clock.passed += 60
    assert copy.fresh() == first
    assert count(first.path) == 1
    clock.passed += 1
    second = copy.fresh()
    assert (second.number, second.time) == (2, clock.now())
    assert count(second.path) == 2


def test_nothing_is_copied_again_where_nothing_was_written(
    timeline: Timeline, copy: SqlCopy, clock: Clock
) -> None:
    timeline.put(analysis("a", telling(EU)))
    first = copy.fresh()
    clock.passed += 3600
    again = copy.fresh()
    assert (again.number, again.time) == (first.number, clock.now())


def test_a_reader_keeps_the_copy_that_it_has_open(timeline: Timeline, copy: SqlCopy, clock: Clock) -> None:
    path = copy.fresh().path
    with duckdb.connect(str(path), read_only=True) as reader:
        timeline.put(analysis("a", telling(EU)))
        clock.passed += 61
        copy.fresh()
        assert reader.execute("FROM timeline.documents").fetchall() == []


def test_the_copy_goes_with_the_service(
    timeline: Timeline, copy: SqlCopy, clock: Clock, tmp_path: Path
) -> None:
    copy.fresh()
    (tmp_path / "t.duckdb.sql.0123.part").touch()
    SqlCopy(timeline.database, tmp_path / "t.duckdb.sql", 60, clock.now)
    assert [path.name for path in tmp_path.iterdir() if ".sql" in path.name] == []
    copy = SqlCopy(timeline.database, tmp_path / "t.duckdb.sql", 60, clock.now)
    copy.fresh()
    copy.close()
    assert [path.name for path in tmp_path.iterdir() if ".sql" in path.name] == []
