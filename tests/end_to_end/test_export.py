"""Files as a user writes them: the name says the format, and what could not be held is told."""

from __future__ import annotations

import json
from inspect import cleandoc
from pathlib import Path

import duckdb
import icalendar
import pytest
from dateline.cli.export import export
from dateline.requests import EXPORT_FORMATS

from tests.servers import Server, run

TEXT = (
    "欧盟2016年3月1日宣布对俄罗斯实施制裁。日本首相2016年4月访问法国。"
    "英伟达将于2016年5月6日发布芯片。韩国总统近年来多次访问日本。"
)


@pytest.fixture(scope="module")
def told(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    row = tmp_path_factory.mktemp("export") / "rows.jsonl"
    row.write_text(json.dumps({"document_id": "to-export", "text": TEXT}), encoding="utf-8")
    done = run("ingest", str(row), server=server)
    assert done.returncode == 0, done.stderr
    return server


def exported(server: Server, path: Path, *flags: str) -> dict[str, object]:
    done = run("export", "--document", "to-export", "-o", str(path), *flags, server=server)
    assert done.returncode == 0, done.stderr
    about: dict[str, object] = json.loads(path.with_name(f"{path.name}.meta.json").read_text("utf-8"))
    assert done.stderr.startswith(f"{about['written']} event")
    assert done.stderr.rstrip().endswith(f"to {path}")
    return about


@pytest.mark.parametrize(
    ("name", "file_format"),
    [
        ("t.csv", "csv"),
        ("t.CSV", "csv"),
        ("t", "csv"),
        ("t.jsonl", "jsonl"),
        ("t.parquet", "parquet"),
        ("t.json", "vis"),
        ("t.ics", "ics"),
    ],
)
def test_the_name_of_a_file_says_its_format(told: Server, tmp_path: Path, name: str, file_format: str):
    about = exported(told, tmp_path / name)

    assert about["format"] == file_format
    assert about["filter"] == {"dateMatch": "DATE_MATCH_POSSIBLE", "documents": ["documents/to-export"]}
    assert sorted(path.name for path in tmp_path.iterdir()) == [name, f"{name}.meta.json"]


def test_a_format_that_is_given_wins_over_the_name(told: Server, tmp_path: Path):
    assert exported(told, tmp_path / "t.csv", "--format", "plover")["format"] == "plover"


def test_a_name_that_says_nothing_is_refused_before_anything_is_asked(tmp_path: Path):
    done = run("export", "-o", str(tmp_path / "t.xlsx"))

    assert done.returncode == 2
    assert "its name does not say the format; give it with --format" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_file_accounts_for_every_event(told: Server, tmp_path: Path):
    everything = exported(told, tmp_path / "all.jsonl")
    dated = exported(told, tmp_path / "dated.ics")

    left_out = dated["left_out"]
    assert isinstance(left_out, dict)
    assert isinstance(dated["written"], int)
    assert everything["written"] == dated["written"] + sum(left_out.values())
    found = icalendar.Calendar.from_ical((tmp_path / "dated.ics").read_bytes()).walk("VEVENT")
    assert len(found) == dated["written"]


def test_a_parquet_file_crosses_the_wire_whole(told: Server, tmp_path: Path):
    about = exported(told, tmp_path / "t.parquet")

    with duckdb.connect() as connection:
        path = str(tmp_path / "t.parquet")
        ((count, first),) = connection.execute(
            "SELECT count(*), min(start_date)::VARCHAR FROM read_parquet(?)", [path]
        ).fetchall()
    assert (count, first) == (about["written"], "2016-03-01")


def test_every_format_is_explained():
    lines = cleandoc(export.help or "").splitlines()

    assert {line.split()[0] for line in lines if "  " in line} == set(EXPORT_FORMATS)
