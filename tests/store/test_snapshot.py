"""Copies that another program opens while the service goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.query import EventQuery
from dateline_server.errors import InvalidInput, ResumeTokenExpired, StoreUnavailable

from ..builders import EU, JAPAN, NVIDIA, analysis, telling


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    (tmp_path / "data").mkdir()
    with Timeline.open(tmp_path / "data" / "o'clock.duckdb") as opened:
        opened.put(analysis("a", telling(EU, JAPAN), telling(NVIDIA)))
        yield opened


def read_elsewhere(path: Path, statement: str) -> list[list[object]]:
    program = (
        "import duckdb, json, sys\n"
        "rows = duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchall()\n"
        "print(json.dumps(rows, default=str))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), statement], check=True, capture_output=True
    )
    rows: list[list[object]] = json.loads(done.stdout)
    return rows


def test_another_process_reads_the_copy_while_the_service_writes(timeline: Timeline, tmp_path: Path) -> None:
    copy = tmp_path / "data" / "copy.duckdb"
    timeline.write_snapshot(copy)
    timeline.put(analysis("b", telling(EU)))
    assert read_elsewhere(copy, "SELECT document_id FROM timeline.documents") == [["a"]]
    asked = (
        "SELECT event_type FROM timeline.events WHERE timeline.certainly_within(first_date, last_date, ?, ?)"
    )
    asked = asked.replace("?", "DATE '2023-07-03'", 1).replace("?", "DATE '2023-07-04'", 1)
    assert read_elsewhere(copy, asked) == [["meet"], ["meet"]]
    timeline.write_snapshot(copy)
    assert read_elsewhere(copy, "SELECT count(*) FROM timeline.documents") == [[2]]
    assert sorted(path.name for path in copy.parent.iterdir() if path.name.startswith(".")) == []


def test_who_watches_is_not_led_on_in_a_copy(timeline: Timeline, tmp_path: Path) -> None:
    copy = tmp_path / "data" / "copy.duckdb"
    timeline.write_snapshot(copy)
    seen = timeline.watch_from_now()
    with Timeline.open(copy) as other:
        other.put(analysis("c", telling(EU)))
        with pytest.raises(ResumeTokenExpired):
            other.changes_since(EventQuery(), seen)
        assert other.changes_since(EventQuery(), other.watch_from_now()).items == ()
    assert timeline.changes_since(EventQuery(), seen).items == ()


def test_a_reader_of_the_old_copy_keeps_it(timeline: Timeline, tmp_path: Path) -> None:
    copy = tmp_path / "data" / "copy.duckdb"
    timeline.write_snapshot(copy)
    with duckdb.connect(copy, read_only=True) as reader:
        timeline.put(analysis("b", telling(EU)))
        timeline.write_snapshot(copy)
        assert reader.execute("SELECT count(*) FROM timeline.documents").fetchall() == [(1,)]


def test_a_copy_never_replaces_the_database(timeline: Timeline) -> None:
    with pytest.raises(InvalidInput, match="file of its own"):
        timeline.write_snapshot(Path(timeline.database.path))
    assert timeline.get_document("a")


def test_a_copy_outside_the_permitted_folders_is_refused(tmp_path: Path) -> None:
    for name in ("data", "shared", "other"):
        (tmp_path / name).mkdir()
    with Timeline.open(
        tmp_path / "data" / "t.duckdb", snapshot_directories=[tmp_path / "shared"]
    ) as timeline:
        timeline.write_snapshot(tmp_path / "shared" / "copy.duckdb")
        with pytest.raises(StoreUnavailable):
            timeline.write_snapshot(tmp_path / "other" / "copy.duckdb")
        assert list((tmp_path / "other").iterdir()) == []
        assert timeline.put(analysis("a", telling(EU))).mention_count == 1


def test_a_timeline_in_memory_can_be_copied(tmp_path: Path) -> None:
    with Timeline.open(snapshot_directories=[tmp_path]) as timeline:
        timeline.put(analysis("a", telling(EU)))
        timeline.write_snapshot(tmp_path / "copy.duckdb")
    with Timeline.open(tmp_path / "copy.duckdb") as copy:
        assert copy.get_document("a").mention_count == 1


def test_copies_are_written_in_the_format_of_an_older_duckdb(timeline: Timeline, tmp_path: Path) -> None:
    timeline.write_snapshot(tmp_path / "data" / "copy.duckdb")
    header = (tmp_path / "data" / "copy.duckdb").read_bytes()[:20]
    # DuckDB 1.5 writes and reads storage version 68; its successors read it, too.
    assert (header[8:12], int.from_bytes(header[12:20], "little")) == (b"DUCK", 68)
