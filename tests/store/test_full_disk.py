"""A disk that is really full: a small one in memory, while writing, while checkpointing, while starting."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from dateline_server.app.timeline import Timeline
from dateline_server.errors import StoreFileError, StoreUnavailable
from tests.builders import EU, analysis, telling

path, ballast = Path(sys.argv[1]) / "t.duckdb", Path(sys.argv[1]) / "ballast"
stored = []

def put(timeline, name):
    timeline.put(analysis(name, telling(EU, trigger="x" * 4000, kind=f"k{len(stored)}")))
    stored.append(name)

def fill():
    with ballast.open("wb", buffering=0) as file:
        size = 1 << 16
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2

def check(timeline):
    assert timeline.find_documents(stored).keys() == set(stored)
    assert timeline.examine() == []

def refuses(act):
    try:
        act()
    except (StoreUnavailable, StoreFileError) as error:
        return str(error)
    raise AssertionError("the full disk was not noticed")
"""
WRITING = """
timeline = Timeline.open(path)
put(timeline, "first")
fill()
def many():
    for number in range(2000):
        put(timeline, f"w{number}")
refuses(many)
refuses(many)
ballast.unlink()
check(timeline)
put(timeline, "after")
timeline.close()
with Timeline.open(path) as timeline:
    check(timeline)
"""
CHECKPOINTING = """
timeline = Timeline.open(path)
for number in range(30):
    put(timeline, f"d{number}")
fill()
refuses(timeline.database.checkpoint)
ballast.unlink()
check(timeline)
put(timeline, "after")
timeline.close()
with Timeline.open(path) as timeline:
    check(timeline)
"""
STARTING = """
import os, signal, subprocess
if len(sys.argv) > 3:
    timeline = Timeline.open(path)
    for number in range(30):
        put(timeline, f"d{number}")
    os.kill(os.getpid(), signal.SIGKILL)
subprocess.run([sys.executable, "-c", sys.orig_argv[2], *sys.argv[1:], "dies"])
stored += [f"d{number}" for number in range(30)]
wal = path.with_name("t.duckdb.wal")
data = bytearray(wal.read_bytes())
data[len(data) // 2] ^= 8
wal.write_bytes(data)
fill()
said = refuses(lambda: Timeline.open(path))
assert "free space" in said or "nothing is lost" in said, said
ballast.unlink()
with Timeline.open(path) as timeline:
    check(timeline)
    put(timeline, "after")
with Timeline.open(path) as timeline:
    check(timeline)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("moment", [WRITING, CHECKPOINTING, STARTING], ids=["writing", "checkpoint", "start"])
def test_a_full_disk_loses_nothing_and_the_service_goes_on_once_there_is_space(
    small_disk: Path, moment: str
) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", PROGRAM + moment, str(small_disk), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
