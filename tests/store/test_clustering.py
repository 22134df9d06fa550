"""Putting the tables in order changes nothing but the order."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.query import EventQuery
from dateline_server.errors import StoreUnavailable
from dateline_server.store.clustering import Clustering, put_in_order, unordered_rows
from dateline_server.store.database import Cursor

from ..builders import EU, JAPAN, analysis, telling

DAYS = [f"2023-07-{day:02d}" for day in (9, 3, 27, 1, 15)]


def fill(timeline: Timeline, start: int, count: int) -> None:
    documents = [
        analysis(f"d{n}", *[telling(EU, JAPAN, on=day, kind=f"k{n}") for day in DAYS])
        for n in range(start, start + count)
    ]
    for future in [timeline.submit(document) for document in documents]:
        future.result()


def order(timeline: Timeline, table: str, columns: str) -> list[tuple[object, ...]]:
    with timeline.database.read() as cursor:
        return cursor.execute(f"SELECT {columns} FROM {table} ORDER BY rowid").fetchall()


def test_tables_are_put_in_order_and_answers_stay(tmp_path: Path) -> None:
    with Timeline.open(tmp_path / "t.duckdb") as timeline:
        fill(timeline, 0, 10)
        before = timeline.list_events(EventQuery(), 100, with_mentions=True)
        with timeline.database.read() as cursor:
            assert unordered_rows(cursor) == 50
        put_in_order(timeline.database)
        with timeline.database.read() as cursor:
            assert unordered_rows(cursor) == 0
        for table, columns in (
            ("events", "first_day, event_id"),
            ("event_actors", "actor_key, first_day, event_id"),
        ):
            found = order(timeline, table, columns)
            assert found == sorted(found)
        assert timeline.list_events(EventQuery(), 100, with_mentions=True) == before
        fill(timeline, 10, 1)
        timeline.delete("d0")
        assert len(timeline.list_events(EventQuery(), 100).items) == 50
        with timeline.database.read() as cursor:
            keys = cursor.execute(
                "SELECT constraint_type FROM duckdb_constraints() WHERE table_name = 'events'"
            )
            assert ("PRIMARY KEY",) in keys.fetchall()
    with Timeline.open(tmp_path / "t.duckdb") as again:
        assert len(again.list_events(EventQuery(), 100).items) == 50


def test_order_is_made_when_idle_or_when_it_is_high_time() -> None:
    with Timeline.open() as timeline:
        fill(timeline, 0, 2)
        clustering = Clustering(timeline.database, limit=10)

        def added(rows: int, *, idle: bool) -> int:
            clustering.count(rows)
            clustering(idle)
            clustering.wait()
            with timeline.database.read() as cursor:
                return unordered_rows(cursor)

        assert added(9, idle=True) == 10
        assert added(1, idle=False) == 10
        assert added(0, idle=True) == 0
        fill(timeline, 2, 2)
        assert added(49, idle=False) == 10
        assert added(1, idle=False) == 0


def test_what_is_written_meanwhile_is_kept() -> None:
    """Every step of putting in order, with changes of every kind between the steps."""
    with Timeline.open() as timeline, Timeline.open() as plain:
        for one in (timeline, plain):
            fill(one, 0, 8)
        beside, steps = timeline.database.write_beside, iter(range(3))

        def write_beside(change: Any) -> Any:
            found = beside(change)
            step = next(steps)
            for one in (timeline, plain):
                fill(one, 10 + step, 1)
                one.delete(f"d{step}")
                one.replace(analysis(f"d{step + 4}", telling(EU, on="2023-01-01")))
            return found

        timeline.database.write_beside = write_beside  # type: ignore[method-assign]
        put_in_order(timeline.database)
        assert timeline.examine() == []
        days = [
            [event.id for event in one.list_events(EventQuery(), 1000).items] for one in (timeline, plain)
        ]
        assert days[0] == days[1]
        words = EventQuery(text="会谈")
        found = [[event.id for event in one.list_events(words, 1000).items] for one in (timeline, plain)]
        assert found[0] == found[1] == days[0]


def test_writers_go_on_while_tables_are_put_in_order_and_closing_gives_it_up(tmp_path: Path) -> None:
    with Timeline.open(tmp_path / "t.duckdb") as timeline:
        fill(timeline, 0, 3)
        copying, stored = threading.Event(), threading.Event()

        def copy(cursor: Cursor) -> None:
            cursor.execute("CREATE TABLE beside AS SELECT 1 AS n")
            copying.set()
            assert stored.wait(60)

        with ThreadPoolExecutor(1) as thread:
            future = thread.submit(timeline.database.write_beside, copy)
            assert copying.wait(60)
            fill(timeline, 3, 3)
            stored.set()
            future.result()
        assert len(timeline.list_events(EventQuery(), 1000).items) == 30

        started = threading.Event()

        def endless(cursor: Cursor) -> None:
            started.set()
            cursor.execute("SELECT count(*) FROM range(10000000000), range(10000000000)").fetchall()

        with ThreadPoolExecutor(1) as thread:
            future = thread.submit(timeline.database.write_beside, endless)
            assert started.wait(60)
            while not future.done():
                timeline.database.interrupt()
            with pytest.raises(StoreUnavailable):
                future.result()
        fill(timeline, 6, 1)


ORDERING = """
import sys
sys.path.insert(0, sys.argv[2])
from dateline_server.app.timeline import Timeline
from dateline_server.store.clustering import put_in_order
timeline = Timeline.open(sys.argv[1])
print("open", flush=True)
while True:
    put_in_order(timeline.database)
"""


def test_a_kill_while_tables_are_put_in_order_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    with Timeline.open(path) as timeline:
        fill(timeline, 0, 400)
        expected = timeline.list_events(EventQuery(), 1000).items
    for round_number in range(4):
        command = [sys.executable, "-c", ORDERING, str(path), str(Path(__file__).resolve().parents[2])]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.05 + 0.037 * round_number)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        with Timeline.open(path) as timeline:
            assert timeline.list_events(EventQuery(), 1000).items == expected
            assert timeline.examine() == []
            with timeline.database.read() as cursor:
                tables = {
                    name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()
                }
            assert not [name for name in tables if name.endswith("_in_order")]
