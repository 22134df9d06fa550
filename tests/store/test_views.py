"""What analysts rely on: the views' columns and the macros."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.event import Factuality

from ..builders import EU, JAPAN, NVIDIA, UNDATED, analysis, between, telling

GOLDEN = Path(__file__).with_name("views.golden.txt")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("views")
    with Timeline.open(folder / "t.duckdb") as timeline:
        week = between(date(2023, 6, 26), date(2023, 7, 2))
        timeline.put(
            analysis(
                "a",
                telling(EU, JAPAN),
                telling(EU, JAPAN, kind="sign", on=week),
                telling(EU, NVIDIA, kind="export-control", on="2023-06-30"),
                telling(JAPAN, kind="export-control", on="2023-06-12", factuality=Factuality.PLANNED),
                telling(NVIDIA, place=EU, on=UNDATED),
            )
        )
        timeline.write_snapshot(folder / "copy.duckdb")
    with duckdb.connect(folder / "copy.duckdb", read_only=True) as connection:
        yield connection


def test_the_views_have_the_columns_that_were_promised(copy: duckdb.DuckDBPyConnection) -> None:
    views = copy.execute(
        "SELECT view_name FROM duckdb_views() WHERE schema_name = 'timeline' ORDER BY view_name"
    ).fetchall()
    found = [
        f"{view}.{column} {kind}\n"
        for (view,) in views
        for column, kind, *_ in copy.execute(f"DESCRIBE timeline.{view}").fetchall()
    ]
    assert "".join(found) == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize(
    ("first", "last", "possible", "certain"),
    [
        ("2023-07-01", "2023-07-31", True, True),
        ("2023-06-30", "2023-07-01", True, False),
        ("2023-07-31", "2023-08-01", True, False),
        ("2023-06-01", "2023-06-30", False, False),
        ("2023-08-01", "2023-08-01", False, False),
        ("0001-01-01", "9999-12-31", True, False),
    ],
)
def test_the_macros_say_how_a_date_meets_july(
    copy: duckdb.DuckDBPyConnection, first: str, last: str, possible: bool, certain: bool
) -> None:
    meets = "timeline.{}_within(?::DATE, ?::DATE, DATE '2023-07-01', DATE '2023-08-01')"
    asked = f"SELECT {meets.format('possibly')}, {meets.format('certainly')}"
    assert copy.execute(asked, [first, last, first, last]).fetchall() == [(possible, certain)]
