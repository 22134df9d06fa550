"""What analysts rely on: the views' columns, the macros, and the questions that ship with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.event import Factuality

from ..builders import EU, JAPAN, NVIDIA, UNDATED, analysis, between, telling

GOLDEN = Path(__file__).with_name("views.golden.txt")
QUESTIONS = Path(__file__).resolve().parents[2] / "clients" / "sql"
ASKED = {
    "timeline_of_actor": {"name": "歐盟"},
    "events_between": {"start_date": "2023-07-01", "end_date": "2023-07-08"},
    "co_participation": {},
    "controls_by_month": {},
}


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


def ask(copy: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    cursor = copy.execute((QUESTIONS / f"{name}.sql").read_text("utf-8"), ASKED[name])
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


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


def test_every_question_is_asked_here() -> None:
    assert {path.stem for path in QUESTIONS.glob("*.sql")} == ASKED.keys()


def test_timeline_of_actor(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "timeline_of_actor")
    assert [(row["edtf"], row["role"], row["event_type"]) for row in rows] == [
        ("2023-07-03", "agent", "meet"),
        ("2023-06-30", "agent", "export-control"),
        ("2023-06-26/2023-07-02", "agent", "sign"),
        ("XXXX-07-03", "place", "meet"),
    ]


def test_events_between(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "events_between")
    assert [(row["edtf"], row["certain"]) for row in rows] == [
        ("2023-06-26/2023-07-02", False),
        ("2023-07-03", True),
    ]


def test_co_participation(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "co_participation")
    assert [(row["actor"], row["with_actor"], row["events"]) for row in rows] == [
        ("欧盟", "日本", 2),
        ("欧盟", "英伟达", 1),
    ]
    assert rows[0]["event_types"] == ["meet", "sign"]


def test_controls_by_month(copy: duckdb.DuckDBPyConnection) -> None:
    (row,) = ask(copy, "controls_by_month")
    assert row == {"month": date(2023, 6, 1), "controls": 2, "planned": 1, "imposed_by": ["日本", "欧盟"]}
