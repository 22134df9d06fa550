"""Damage to the database's own log loses nothing that was acknowledged."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dateline_server.app.changes import Delete, Put
from dateline_server.app.preparation import prepare
from dateline_server.app.recovery import encode
from dateline_server.app.timeline import Timeline
from dateline_server.errors import StoreUnavailable
from dateline_server.store.journal import Journal
from hypothesis import given
from hypothesis import strategies as st

from ..builders import EU, JAPAN, analysis, telling
from .test_changes import content

KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
from dateline_server.app.timeline import Timeline
from tests.builders import EU, JAPAN, analysis, telling
timeline = Timeline.open(sys.argv[1])
for n in range(12):
    timeline.put(analysis(f"d{n}", telling(EU, JAPAN, kind=f"k{n % 5}"), telling(EU, on="2023-07-05")))
timeline.delete("d3")
timeline.replace(analysis("d4", telling(JAPAN)))
os.kill(os.getpid(), signal.SIGKILL)
"""


OPEN_WHILE_FULL = """
import resource, sys
from dateline_server.app.timeline import Timeline
from dateline_server.store import database
connect = database.connect

def connect_then_fill(*arguments):
    connection = connect(*arguments)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    return connection

database.connect = connect_then_fill
Timeline.open(sys.argv[1])
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a timeline whose process was killed, all of it still in the logs."""
    folder = tmp_path_factory.mktemp("killed")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder / "t.duckdb"), str(root)], capture_output=True, text=True
    )
    assert done.returncode == -9, done.stderr
    return folder


@pytest.fixture
def folder(killed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(killed, tmp_path / "copy"))


@pytest.fixture(scope="module")
def expected(killed: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    copy = shutil.copytree(killed, tmp_path_factory.mktemp("expected") / "copy")
    with Timeline.open(copy / "t.duckdb") as timeline:
        return content(timeline)


def flip(path: Path, place: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 0x10
    path.write_bytes(data)


@pytest.mark.parametrize("place", [0.02, 0.3, 0.5, 0.9, 0.999])
def test_a_flipped_bit_in_the_log_loses_nothing(folder: Path, expected: Any, place: float) -> None:
    flip(folder / "t.duckdb.wal", place)
    with Timeline.open(folder / "t.duckdb") as timeline:
        assert content(timeline) == expected
        assert timeline.examine() == []
        timeline.put(analysis("after", telling(EU)))
    with Timeline.open(folder / "t.duckdb") as timeline:
        assert timeline.get_document("after")


def test_the_damaged_log_is_kept_and_said_so(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    flip(folder / "t.duckdb.wal", 0.5)
    damaged = (folder / "t.duckdb.wal").read_bytes()
    with caplog.at_level(logging.ERROR):
        Timeline.open(folder / "t.duckdb").close()
    assert (folder / "t.duckdb.wal.damaged-1").read_bytes() == damaged
    assert "was set aside" in caplog.text
    assert "14 changes were carried out once more" in caplog.text


@pytest.mark.parametrize("keep", [0.0, 0.01, 0.2, 0.5, 0.7, 0.999])
def test_a_log_that_was_cut_off_or_deleted_loses_nothing(folder: Path, expected: Any, keep: float) -> None:
    log = folder / "t.duckdb.wal"
    log.unlink() if keep == 0.0 else log.write_bytes(log.read_bytes()[: int(log.stat().st_size * keep)])
    with Timeline.open(folder / "t.duckdb") as timeline:
        assert content(timeline) == expected
        assert timeline.examine() == []


def test_a_damaged_log_without_a_journal_keeps_what_stands_before_the_damage(folder: Path) -> None:
    (folder / "t.duckdb.journal").unlink()
    flip(folder / "t.duckdb.wal", 0.9)
    with Timeline.open(folder / "t.duckdb") as timeline:
        assert len(timeline.list_documents(100).items) >= 6


def test_closing_leaves_an_empty_journal(tmp_path: Path) -> None:
    with Timeline.open(tmp_path / "t.duckdb") as timeline:
        timeline.put(analysis("a", telling(EU)))
        assert (tmp_path / "t.duckdb.journal").stat().st_size > 0
    assert (tmp_path / "t.duckdb.journal").stat().st_size == 0
    assert not (tmp_path / "t.duckdb.wal").exists()


def test_what_cannot_be_read_or_done_again_is_kept_and_does_not_stop_the_rest(
    folder: Path, expected: Any, caplog: pytest.LogCaptureFixture
) -> None:
    undescribed = analysis("bad", telling(EU))
    journal = Journal(folder / "t.duckdb")
    journal.append([b"no pickle", encode(Put(prepare(replace(undescribed, actors=()))))])
    journal.close()
    flip(folder / "t.duckdb.wal", 0.3)
    with caplog.at_level(logging.ERROR), Timeline.open(folder / "t.duckdb") as timeline:
        assert content(timeline) == expected
    assert "2 changes could not be; they are kept in" in caplog.text
    assert (folder / "t.duckdb.journal.kept-1").read_bytes()


def test_a_disk_that_is_full_at_recovery_is_said_so_and_loses_nothing(folder: Path, expected: Any) -> None:
    flip(folder / "t.duckdb.wal", 0.1)
    command = [sys.executable, "-c", OPEN_WHILE_FULL, str(folder / "t.duckdb")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "StoreFileError" in done.stderr
    assert "nothing is lost" in done.stderr
    with Timeline.open(folder / "t.duckdb") as timeline:
        assert content(timeline) == expected


@given(records=st.lists(st.binary(min_size=1, max_size=50), max_size=6), cut=st.integers(0, 400))
def test_a_journal_gives_back_whole_records_from_its_start(
    tmp_path_factory: pytest.TempPathFactory, records: list[bytes], cut: int
) -> None:
    path = tmp_path_factory.mktemp("journal") / "t.duckdb"
    journal = Journal(path)
    journal.append(records[:2])
    journal.append(records[2:])
    assert list(journal.records()) == records
    journal.close()
    journal.path.write_bytes(journal.path.read_bytes()[:cut])
    again = Journal(path)
    found = list(again.records())
    assert found == records[: len(found)]
    again.close()


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        (b"\x09", 0),
        (b"\x09\0\0\0 cut", 0),
        (b"\0" * 64, 0),
        (b"\x01\0\0\0sum?x", 0),
        (b"\x01\0\0\0sum?x more", 1),
    ],
)
def test_records_behind_a_torn_end_are_found(tmp_path: Path, end: bytes, kept: int) -> None:
    journal = Journal(tmp_path / "t.duckdb")
    journal.append([b"one"])
    journal.close()
    with journal.path.open("ab") as file:
        file.write(end)
    again = Journal(tmp_path / "t.duckdb")
    assert again.torn == len(end)
    again.append([b"two"])
    again.close()
    last = Journal(tmp_path / "t.duckdb")
    assert list(last.records()) == [b"one", b"two"]
    last.close()
    assert len(list(tmp_path.glob("*.kept-*"))) == kept


def test_a_change_is_journalled_without_what_is_not_stored() -> None:
    told = analysis("a", telling(EU, JAPAN))
    assert len(encode(Put(prepare(told)))) < 8000
    assert len(encode(Delete("a"))) < 200


def test_a_journal_that_cannot_be_written_refuses_the_document(tmp_path: Path) -> None:
    with Timeline.open(tmp_path / "t.duckdb") as timeline:
        journal = timeline._recorder._journal
        assert journal is not None
        full = Path("/dev/full")
        if not full.exists():
            pytest.skip("this system has no device that is always full")
        kept = journal._descriptor
        with full.open("ab", buffering=0) as device:
            journal._descriptor = device.fileno()
            with pytest.raises(StoreUnavailable):
                timeline.put(analysis("a", telling(EU)))
            journal._descriptor = kept
        assert timeline.list_documents(10).items == ()
        assert timeline.put(analysis("a", telling(EU))).mention_count == 1
