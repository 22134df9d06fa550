"""The views as Parquet: editions that appear whole, and stay while readers may need them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.errors import StoreUnavailable

from ..builders import EU, JAPAN, UNDATED, analysis, telling

VIEWS = ("actors", "documents", "event_actors", "events", "mentions")


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    (tmp_path / "o'clock").mkdir()
    with Timeline.open(tmp_path / "o'clock" / "t.duckdb") as opened:
        opened.put(analysis("a", telling(EU, JAPAN), telling(EU, on=UNDATED)))
        yield opened


@pytest.fixture
def folder(timeline: Timeline) -> Path:
    return Path(timeline.database.path).parent / "parquet"


def rows(folder: Path, view: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as reader:
        return reader.execute(
            "FROM read_parquet(?) ORDER BY ALL", [str(folder / f"{view}.parquet")]
        ).fetchall()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_there_as_it_is(timeline: Timeline, folder: Path, view: str) -> None:
    timeline.write_parquet(folder)
    with timeline.database.read() as cursor:
        expected = cursor.execute(f"FROM timeline.{view} ORDER BY ALL").fetchall()
    assert expected
    assert rows(folder / "latest", view) == expected


def test_the_edition_before_stays_and_older_ones_go(timeline: Timeline, folder: Path) -> None:
    for number in range(4):
        timeline.put(analysis(f"d{number}", telling(EU)))
        timeline.write_parquet(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["000003", "000004", "latest"]
    assert (folder / "latest").resolve() == (folder / "000004").resolve()
    assert [len(rows(folder / name, "documents")) for name in ("000003", "latest")] == [4, 5]


def test_what_cannot_be_written_leaves_the_latest_alone(
    timeline: Timeline, folder: Path, tmp_path: Path
) -> None:
    timeline.write_parquet(folder)
    with pytest.raises(StoreUnavailable):
        timeline.write_parquet(tmp_path / "elsewhere")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (folder / "latest").unlink()
    (folder / "latest").mkdir()
    with pytest.raises(OSError):
        timeline.write_parquet(folder)
    assert timeline.put(analysis("b", telling(EU))).mention_count == 1
