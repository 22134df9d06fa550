"""What the doctor says of files that a process left behind, whole or damaged."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from dateline_server.app.examination import Diagnosis, examine_file
from dateline_server.app.timeline import Timeline, utc_now
from dateline_server.errors import StoreFileError

from ..builders import EU, analysis, telling
from .test_recovery import KILLED, flip


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a timeline whose process was killed, all of it still in the logs."""
    folder = tmp_path_factory.mktemp("killed")
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", KILLED, str(folder / "t.duckdb"), str(root)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == -9
    return folder


@pytest.fixture
def path(killed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(killed, tmp_path / "copy")) / "t.duckdb"


def files(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith(".lock")}


def examined(path: Path) -> list[Diagnosis]:
    """What is found; the files stay as they are."""
    before = files(path)
    found = examine_file(path, utc_now)
    assert files(path) == before
    return found


def test_a_file_that_was_closed_is_in_order(tmp_path: Path) -> None:
    with Timeline.open(tmp_path / "t.duckdb") as timeline:
        timeline.put(analysis("a", telling(EU)))
    assert examined(tmp_path / "t.duckdb") == []


def test_a_file_whose_process_was_killed_is_in_order(path: Path) -> None:
    assert examined(path) == []


def test_a_damaged_log_heals_at_the_next_start(path: Path) -> None:
    flip(path.with_name("t.duckdb.wal"), 0.3)
    log, documents = examined(path)
    assert log.problem == "the database's log is damaged"
    assert "start the service" in log.remedy
    assert "documents are not as the journal says" in documents.problem
    Timeline.open(path).close()
    assert [found.remedy for found in examined(path)] == [""]


def test_a_log_that_was_cut_off_heals_at_the_next_start(path: Path) -> None:
    log = path.with_name("t.duckdb.wal")
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    (found,) = examined(path)
    assert "documents are not as the journal says" in found.problem
    assert "start the service" in found.remedy
    Timeline.open(path).close()
    assert examined(path) == []


def test_a_damaged_log_without_a_journal_is_a_loss(path: Path) -> None:
    path.with_name("t.duckdb.journal").unlink()
    flip(path.with_name("t.duckdb.wal"), 0.3)
    (found,) = examined(path)
    assert "what the log held is lost: send the documents again" in found.remedy


def test_a_torn_end_of_the_journal_is_no_harm(path: Path) -> None:
    with path.with_name("t.duckdb.journal").open("ab") as journal:
        journal.write(b"\x10\x00\x00\x00torn")
    (found,) = examined(path)
    assert found == Diagnosis("the journal ends with 8 bytes that are no whole record: never acknowledged")


def test_a_damaged_file_needs_a_backup(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096] + b"\x00" * 8192)
    path.with_name("t.duckdb.wal").unlink()
    (found,) = examined(path)
    assert f"dateline-server restore BACKUP {path}" in found.remedy


def test_tables_that_disagree_are_found(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    with Timeline.open(path) as timeline:
        timeline.put(analysis("a", telling(EU)))
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM mentions")
    assert "an event tells of a mention that is not there" in "".join(f.problem for f in examined(path))


def test_changes_that_were_kept_are_not_forgotten(path: Path) -> None:
    path.with_name("t.duckdb.journal.kept-1").write_bytes(b"x")
    path.with_name("t.duckdb.wal.damaged-1").write_bytes(b"x")
    damaged, kept = examined(path)
    assert damaged.remedy == ""
    assert "send the documents again" in kept.remedy


def test_a_file_that_is_served_or_missing_cannot_be_examined(tmp_path: Path) -> None:
    with (
        Timeline.open(tmp_path / "t.duckdb"),
        pytest.raises(StoreFileError, match="another dateline process holds it"),
    ):
        examine_file(tmp_path / "t.duckdb", utc_now)
    with pytest.raises(StoreFileError, match="no such file"):
        examine_file(tmp_path / "none.duckdb", utc_now)
