"""The questions in SQL, asked of a small timeline on which the answers can be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.document import Analysis
from dateline_server.domain.event import Factuality

from ..builders import EU, JAPAN, KIOXIA, NVIDIA, UNDATED, analysis, between, telling

QUESTIONS = Path(__file__).resolve().parents[2] / "clients" / "sql"
WEEK = between(date(2023, 6, 26), date(2023, 7, 2))
AUTUMN = between(date(2023, 9, 1), date(2023, 11, 30))

TOLD = (
    analysis(
        "a",
        telling(EU, JAPAN, place=JAPAN),
        telling(EU, JAPAN, kind="sign", on=WEEK),
        telling(EU, NVIDIA, kind="export-control", on="2023-06-30"),
        telling(JAPAN, kind="export-control", on="2023-06-12", factuality=Factuality.PLANNED),
        telling(NVIDIA, place=EU, on=UNDATED),
    ),
    analysis("b", telling(EU, JAPAN, on="2023-07-05"), published="2023-07-08"),
    analysis(
        "c",
        telling(NVIDIA, kind="launch", on="2023-08-01", factuality=Factuality.PLANNED),
        telling(KIOXIA, kind="listing", on=AUTUMN, factuality=Factuality.PLANNED),
        telling(EU, KIOXIA, kind="negotiate", on="2023-12-01", factuality=Factuality.PLANNED),
        published="2023-07-20",
    ),
    analysis(
        "d",
        telling(NVIDIA, kind="launch", on="2023-08-02"),
        telling(NVIDIA, kind="sue", on="2023-07-15"),
        published="2023-08-03",
    ),
)


def published_by(told: Analysis, publisher: str) -> Analysis:
    return replace(told, document=replace(told.document, publisher=publisher))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("cookbook")
    with Timeline.open(folder / "t.duckdb") as timeline:
        for told in TOLD:
            publisher = "晚报" if told.document.id == "d" else "晨报"
            timeline.put(published_by(told, publisher))
        timeline.write_snapshot(folder / "copy.duckdb")
    with duckdb.connect(folder / "copy.duckdb", read_only=True) as connection:
        yield connection


def ask(copy: duckdb.DuckDBPyConnection, question: str, **parameters: Any) -> list[dict[str, Any]]:
    cursor = copy.execute((QUESTIONS / f"{question}.sql").read_text("utf-8"), parameters)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def picked(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_timeline_of_actor(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "timeline_of_actor", name="歐盟")

    assert picked(rows, "edtf", "role", "event_type") == [
        ("2023-12-01", "agent", "negotiate"),
        ("2023-07-05", "agent", "meet"),
        ("2023-07-03", "agent", "meet"),
        ("2023-06-30", "agent", "export-control"),
        ("2023-06-26/2023-07-02", "agent", "sign"),
        ("XXXX-07-03", "place", "meet"),
    ]


def test_events_between(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "events_between", start_date="2023-07-01", end_date="2023-07-05")

    assert picked(rows, "edtf", "certain") == [("2023-06-26/2023-07-02", False), ("2023-07-03", True)]


def test_co_participation(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "co_participation")

    assert picked(rows, "actor", "with_actor", "events") == [
        ("欧盟", "日本", 3),
        ("欧盟", "铠侠", 1),
        ("欧盟", "英伟达", 1),
    ]
    assert rows[0]["event_types"] == ["meet", "sign"]


def test_controls_by_month(copy: duckdb.DuckDBPyConnection) -> None:
    (row,) = ask(copy, "controls_by_month")

    assert row == {"month": date(2023, 6, 1), "controls": 2, "planned": 1, "imposed_by": ["日本", "欧盟"]}


def test_meetings(copy: duckdb.DuckDBPyConnection) -> None:
    (row,) = ask(copy, "meetings")

    assert row == {
        "actor": "欧盟",
        "with_actor": "日本",
        "meetings": 2,
        "first_met": date(2023, 7, 3),
        "last_met": date(2023, 7, 5),
        "how": ["meet"],
        "places": ["日本"],
    }


@pytest.mark.parametrize(("days", "found"), [(1, []), (2, [("2023-07-03", "2023-07-05", ["a"], ["b"])])])
def test_dates_in_dispute(copy: duckdb.DuckDBPyConnection, days: int, found: list[Any]) -> None:
    rows = ask(copy, "dates_in_dispute", days=days)

    assert picked(rows, "one_date", "other_date", "one_documents", "other_documents") == found


@pytest.mark.parametrize(
    ("today", "found"),
    [
        ("2023-07-21", [("overdue", "export-control"), ("ahead", "listing"), ("ahead", "negotiate")]),
        ("2023-10-01", [("overdue", "export-control"), ("now", "listing"), ("ahead", "negotiate")]),
        ("2024-01-01", [("overdue", kind) for kind in ("export-control", "listing", "negotiate")]),
    ],
)
def test_announced(copy: duckdb.DuckDBPyConnection, today: str, found: list[tuple[str, str]]) -> None:
    rows = ask(copy, "announced", today=today)

    assert picked(rows, "state", "event_type") == found
    assert rows[-1]["actors"] == ["欧盟", "铠侠"]
    assert rows[-1]["announced"] == date(2023, 7, 20)


def test_evidence(copy: duckdb.DuckDBPyConnection) -> None:
    ((event_id,),) = copy.execute("SELECT event_id FROM timeline.events WHERE event_type = 'sue'").fetchall()

    (row,) = ask(copy, "evidence", event_id=event_id)

    assert (row["publisher"], row["edtf"], row["date_text"]) == ("晚报", "2023-07-15", "2023-07-15")
    assert row["sentence_text"].startswith("2023-07-15英伟达")


def test_reporting_lag(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "reporting_lag")

    assert picked(rows, "publisher", "reports", "median_days", "longest_days", "same_day") == [
        ("晨报", 3, 3.0, 4, 0),
        ("晚报", 2, 10.0, 19, 0),
    ]


def test_newcomers(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "newcomers", start_date="2023-06-30")

    assert picked(rows, "display_name", "edtf", "event_type", "events") == [
        ("英伟达", "2023-06-30", "export-control", 4),
        ("铠侠", "2023-09/2023-11", "listing", 2),
    ]


def test_what_followed(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "what_followed", event_type="export-control", days=30)

    assert picked(rows, "followed_by", "times", "median_days", "actors") == [
        ("meet", 2, 4.0, ["欧盟"]),
        ("sue", 1, 15.0, ["英伟达"]),
    ]


def test_itinerary(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "itinerary", name="EU")

    assert picked(rows, "edtf", "place", "event_type") == [("2023-07-03", "日本", "meet")]


def test_precision(copy: duckdb.DuckDBPyConnection) -> None:
    rows = ask(copy, "precision")

    assert picked(rows, "language", "precision", "dated", "events") == [
        ("zh-Hans", "day", True, 10),
        ("zh-Hans", "year-unknown", False, 1),
    ]
    assert sum(row["percent"] for row in rows) == pytest.approx(100, abs=0.1)


def test_busy_days(copy: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert ask(copy, "busy_days") == []
    with Timeline.open(tmp_path / "t.duckdb") as timeline:
        quiet = [telling(EU, on=f"2023-01-{day:02d}") for day in range(1, 6)]
        loud = [telling(NVIDIA, kind=kind, on="2023-02-01") for kind in ("sue", "launch", "invest", "sign")]
        timeline.put(analysis("a", *quiet, *loud))
        timeline.write_snapshot(tmp_path / "copy.duckdb")
    with duckdb.connect(tmp_path / "copy.duckdb", read_only=True) as connection:
        (row,) = ask(connection, "busy_days")
    assert (row["day"], row["events"], row["most_active"]) == (date(2023, 2, 1), 4, ["英伟达"])
    assert row["times_the_average"] == pytest.approx(2.7)


def test_the_tutorial_runs(
    copy: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (QUESTIONS / "README.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    ((path,),) = copy.execute("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL").fetchall()
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients" / "sql").symlink_to(QUESTIONS)
    (tmp_path / "timeline-snapshot.duckdb").symlink_to(path)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}

    for block in blocks:
        exec(block, names)

    names["timeline"].close()
    assert len(blocks) >= 5
    assert "2023-07-03" in capsys.readouterr().out


def test_every_question_is_asked_here_and_listed_with_its_parameters() -> None:
    page = (QUESTIONS / "README.md").read_text("utf-8")
    listed = {
        name: set(re.findall(r"\$(\w+)", parameters))
        for name, parameters in re.findall(r"^\| `(\w+)\.sql` \|[^|]*\|([^|]*)\|$", page, re.MULTILINE)
    }

    asked = {
        path.stem: set(re.findall(r"\$(\w+)", path.read_text("utf-8"))) for path in QUESTIONS.glob("*.sql")
    }
    assert asked == listed
    assert {f"test_{name}" for name in asked} <= set(globals())
