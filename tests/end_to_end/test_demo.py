"""``dateline demo`` as a stranger runs it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from tests.servers import run


def test_the_demo_shows_the_whole_path_and_leaves_a_file(tmp_path: Path):
    done = run("demo", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    timeline, june, nvidia = re.split(r"\n(?:The timeline|June to August|Events of)", done.stdout)[1:]
    assert "2023-07-03" in timeline
    assert "会见" in june
    assert "英伟达" in nvidia
    assert done.stdout.endswith("The server has stopped.\n")
    assert f"events written to {tmp_path / 'timeline.csv'}" in done.stdout
    with (tmp_path / "timeline.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert f"{len(rows)} events written" in done.stdout
    dated = [line.split()[0] for line in june.splitlines() if line.startswith("2023")]
    assert dated == sorted(dated)
    assert dated
    assert all("2023-06" <= day[:7] <= "2023-08" for day in dated)


def test_a_demo_that_cannot_write_fails(tmp_path: Path):
    done = run("demo", "-o", str(tmp_path / "nowhere" / "timeline.csv"), cwd=tmp_path)

    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
