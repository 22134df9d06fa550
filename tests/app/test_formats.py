"""Files in the formats of others, read back with the programs and libraries that they are for."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import icalendar
import pandas
import polars
import pytest
from dateline_server.app.export import ExportFormat, ExportSummary
from dateline_server.app.formats import plover
from dateline_server.app.formats.flat import COLUMNS
from dateline_server.app.formats.parquet import ParquetWriter
from dateline_server.app.timeline import Timeline
from dateline_server.errors import StoreUnavailable
from dateline_server.nlp.events.ontology import PLOVER_TYPES

from ..builders import EU, analysis, telling
from . import exports


@pytest.fixture(scope="module")
def timeline() -> Iterator[Timeline]:
    with exports.filled() as opened:
        yield opened


def read_as_timesketch(path: Path) -> list[dict[str, Any]]:
    """After ``read_and_validate_csv`` of ``timesketch/lib/utils.py``: what cannot be read is dropped."""
    found = pandas.read_csv(path, sep=",")
    assert {"message", "datetime", "timestamp_desc"} <= set(found.columns)
    found["datetime"] = pandas.to_datetime(found["datetime"], errors="coerce")
    found = found.dropna(subset=["datetime"])
    found["tag"] = found["tag"].apply(json.loads)
    return [dict(row.dropna()) for _, row in found.iterrows()]


def test_timesketch_keeps_every_row_and_no_day_is_given_out_for_another(
    timeline: Timeline, tmp_path: Path
) -> None:
    summary = exports.write(timeline, ExportFormat.TIMESKETCH_CSV, tmp_path / "t.csv")

    rows = read_as_timesketch(tmp_path / "t.csv")

    assert summary == ExportSummary(written=8, undated=2, out_of_range=1)
    assert len({row["event_id"] for row in rows}) == 8
    told = sorted((f"{row['datetime']:%Y-%m-%d}", row["timestamp_desc"], row["edtf"]) for row in rows)
    possible, whole = "{} possible day of the event", "{} day of the event"
    assert told == sorted(
        [
            ("2022-05-31", possible.format("Last"), "../2022-05-31"),
            ("2023-06-26", possible.format("First"), "2023-06-26/2023-07-02"),
            ("2023-07-02", possible.format("Last"), "2023-06-26/2023-07-02"),
            ("2023-07-03", "Day of the event", "2023-07-03"),
            ("2024-02-01", possible.format("First"), "2024-02"),
            ("2024-02-29", possible.format("Last"), "2024-02"),
            ("2024-03-01", whole.format("First"), "2024-03-01/.."),
            ("2024-04-21", whole.format("First"), "2024-04-21/2024-04-23"),
            ("2024-04-23", whole.format("Last"), "2024-04-21/2024-04-23"),
            ("2020-06-01", possible.format("First"), "2020-06~"),
            ("2020-06-30", possible.format("Last"), "2020-06~"),
            ("2025-01-01", possible.format("First"), "2025"),
            ("2025-12-31", possible.format("Last"), "2025"),
        ]
    )
    assert {tuple(row["tag"]) for row in rows if row["edtf"] == "2024-02"} == {("sanction", "negated")}


def calendar_of(timeline: Timeline, path: Path) -> dict[str, icalendar.Event]:
    exports.write(timeline, ExportFormat.ICALENDAR, path)
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    assert not calendar.errors
    found = {str(event["X-DATELINE-EDTF"]): event for event in calendar.walk("VEVENT")}
    assert not [event.errors for event in found.values() if event.errors]
    return found


DAYS = {
    "2023-07-03": (date(2023, 7, 3), date(2023, 7, 4)),
    "2023-06-26/2023-07-02": (date(2023, 6, 26), date(2023, 7, 3)),
    "2024-02": (date(2024, 2, 1), date(2024, 3, 1)),
    "2025": (date(2025, 1, 1), date(2026, 1, 1)),
    "2024-04-21/2024-04-23": (date(2024, 4, 21), date(2024, 4, 24)),
    "2024-03-01/..": (date(2024, 3, 1), date(2024, 3, 2)),
    "../2022-05-31": (date(2022, 5, 31), date(2022, 6, 1)),
    "2020-06~": (date(2020, 6, 1), date(2020, 7, 1)),
    "1644-04-25": (date(1644, 4, 25), date(1644, 4, 26)),
}


def test_a_calendar_has_days_and_no_hours(timeline: Timeline, tmp_path: Path) -> None:
    found = calendar_of(timeline, tmp_path / "t.ics")

    assert {edtf: (event.decoded("DTSTART"), event.decoded("DTEND")) for edtf, event in found.items()} == DAYS


def test_a_calendar_marks_what_is_uncertain(timeline: Timeline, tmp_path: Path) -> None:
    found = calendar_of(timeline, tmp_path / "t.ics")

    marked = {edtf for edtf, event in found.items() if event["SUMMARY"].startswith(f"[{edtf}] ")}
    assert marked == set(DAYS) - {"2023-07-03", "2024-04-21/2024-04-23", "1644-04-25"}
    assert {
        edtf: str(event["STATUS"]) for edtf, event in found.items() if event["STATUS"] != "CONFIRMED"
    } == {
        "2024-02": "CANCELLED",
        "2025": "TENTATIVE",
        "2023-06-26/2023-07-02": "TENTATIVE",
    }
    assert "some day from 2024-02-01 to 2024-02-29" in found["2024-02"]["DESCRIPTION"]
    assert "every day from 2024-04-21 to 2024-04-23" in found["2024-04-21/2024-04-23"]["DESCRIPTION"]


def test_a_calendar_gives_texts_back_as_they_were(timeline: Timeline, tmp_path: Path) -> None:
    event = calendar_of(timeline, tmp_path / "t.ics")["2024-02"]
    (told,) = [e for e in timeline.list_events(exports.EVERYTHING, 100).items if e.time.edtf == "2024-02"]

    assert event["SUMMARY"] == f"[2024-02] {told.summary}"
    assert event["DESCRIPTION"].split("\n")[0] == told.quote
    assert event["URL"] == "https://example.org/a?b=1&c=2"
    assert event["UID"] == f"{told.id}@dateline"
    assert event.decoded("DTSTAMP") == told.update_time.replace(microsecond=0)


def test_lines_of_a_calendar_are_short_and_whole_characters(timeline: Timeline, tmp_path: Path) -> None:
    exports.write(timeline, ExportFormat.ICALENDAR, tmp_path / "t.ics")

    lines = (tmp_path / "t.ics").read_bytes().split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    assert any(line.startswith(b" ") for line in lines)


def test_a_calendar_counts_what_it_cannot_say(timeline: Timeline, tmp_path: Path) -> None:
    summary = exports.write(timeline, ExportFormat.ICALENDAR, tmp_path / "t.ics")

    assert summary == ExportSummary(written=9, undated=2, rounded=2)


def test_parquet_has_the_rows_of_the_csv_with_types(timeline: Timeline, tmp_path: Path) -> None:
    for file_format, name in ((ExportFormat.PARQUET, "t.parquet"), (ExportFormat.JSON_LINES, "t.jsonl")):
        summary = exports.write(timeline, file_format, tmp_path / name)
        assert summary == ExportSummary(written=len(exports.TOLD))

    with duckdb.connect() as connection:
        found = connection.read_parquet(str(tmp_path / "t.parquet"))
        kinds = dict(zip(found.columns, map(str, found.types), strict=True))
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    assert kinds == COLUMNS
    lines = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text("utf-8").splitlines()]
    assert [_as_json(row) for row in rows] == lines


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    def text(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return value.isoformat() if isinstance(value, date) else value

    return {name: text(value) for name, value in row.items()}


def test_polars_reads_the_parquet(timeline: Timeline, tmp_path: Path) -> None:
    exports.write(timeline, ExportFormat.PARQUET, tmp_path / "t.parquet")

    found = polars.read_parquet(tmp_path / "t.parquet")

    assert found.columns == list(COLUMNS)
    assert set(found["edtf"]) == {told.time.edtf for told in exports.TOLD}
    (actors,) = found.filter(polars.col("edtf") == "2023-07-03")["actors"].to_list()
    assert actors == ["欧盟", "日本"]


def test_parquet_leaves_nothing_behind(tmp_path: Path) -> None:
    with Timeline.open(tmp_path / "t.duckdb") as opened:
        opened.put(analysis("a", telling(EU)))
        exports.write(opened, ExportFormat.PARQUET, tmp_path / "t.parquet")
        half = opened.export(exports.EVERYTHING, ExportFormat.PARQUET)
        next(half)
        del half

        assert not list(tmp_path.glob(".*"))


def test_what_a_killed_export_left_goes_with_the_next_start(tmp_path: Path) -> None:
    for name in (".t.duckdb.export-abc", ".other.duckdb.export-abc"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rows.jsonl").write_text("{}")

    Timeline.open(tmp_path / "t.duckdb").close()

    assert [path.name for path in tmp_path.glob(".*")] == [".other.duckdb.export-abc"]


def test_a_parquet_file_that_cannot_be_made_is_no_surprise(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="needs about 1 KB an event there"):
        ParquetWriter(tmp_path / "nowhere" / "t.duckdb")

    writer = ParquetWriter(tmp_path / "t.duckdb")
    for folder in tmp_path.iterdir():
        shutil.rmtree(folder)
    with pytest.raises(StoreUnavailable, match="cannot be made beside the database"):
        list(writer.end())
    writer.close()


def test_an_empty_timeline_is_an_empty_parquet_file(tmp_path: Path) -> None:
    with Timeline.open() as opened:
        exports.write(opened, ExportFormat.PARQUET, tmp_path / "t.parquet")

    with duckdb.connect() as connection:
        found = connection.read_parquet(str(tmp_path / "t.parquet"))
        assert (found.columns, found.fetchall()) == (list(COLUMNS), [])


def records_of(timeline: Timeline, path: Path) -> dict[str, dict[str, Any]]:
    exports.write(timeline, ExportFormat.PLOVER_JSON_LINES, path)
    lines = path.read_text("utf-8").splitlines()
    return {record["comment"]["edtf"]: record for record in map(json.loads, lines)}


def test_plover_records_have_what_the_manual_requires(timeline: Timeline, tmp_path: Path) -> None:
    found = records_of(timeline, tmp_path / "t.jsonl")

    for record in found.values():
        assert record["id"]
        assert record["source"]
        assert date.fromisoformat(record["date"])
        assert set(record["event"]) <= PLOVER_TYPES
        assert record["quad_code"] in (1, 2, 3, 4)
        assert record["cite_info"]["url"] == "https://example.org/a?b=1&c=2"


def test_plover_has_types_dates_sides_and_contexts(timeline: Timeline, tmp_path: Path) -> None:
    found = records_of(timeline, tmp_path / "t.jsonl")

    told = {
        edtf: (r["event"][0], r["date"], r.get("enddate"), r["context"], len(r["source"]))
        for edtf, r in found.items()
    }
    assert told == {
        "2023-07-03": ("CONSULT", "2023-07-03", None, [], 2),
        "../2022-05-31": ("CONSULT", "2022-05-31", None, [], 2),
        "2024-02": ("SANCTION", "2024-02-01", "2024-02-29", ["negation"], 1),
        "2025": ("CONSULT", "2025-01-01", "2025-12-31", ["future"], 1),
        "2023-06-26/2023-07-02": ("PROTEST", "2023-06-26", "2023-07-02", ["hypothetical"], 1),
        "2024-04-21/2024-04-23": ("CONSULT", "2024-04-21", "2024-04-23", [], 2),
    }
    assert found["2023-07-03"]["source"][0] == {
        "actor_text": "欧盟",
        "identifier_text": "欧盟",
        "identifier_id": "Q458",
    }
    assert found["2025"]["event_loc"] == [{"name": "日本"}]


def test_plover_counts_what_it_has_no_category_for(timeline: Timeline, tmp_path: Path) -> None:
    summary = exports.write(timeline, ExportFormat.PLOVER_JSON_LINES, tmp_path / "t.jsonl")

    assert summary == ExportSummary(written=6, undated=2, rounded=1, unmapped=3)


def test_every_plover_category_has_a_quad() -> None:
    assert set(plover.QUAD) == PLOVER_TYPES
    assert set(plover.categories().values()) <= PLOVER_TYPES


@pytest.mark.parametrize("file_format", ExportFormat)
def test_every_format_accounts_for_every_event(timeline: Timeline, file_format: ExportFormat) -> None:
    *chunks, summary = timeline.export(exports.EVERYTHING, file_format)

    assert isinstance(summary, ExportSummary)
    left_out = summary.undated + summary.out_of_range + summary.unmapped
    assert summary.written + left_out == len(exports.TOLD)
    assert all(isinstance(chunk, bytes) and len(chunk) <= 64 * 1024 for chunk in chunks)


def test_csv_for_timesketch_may_carry_a_byte_order_mark(timeline: Timeline) -> None:
    parts = timeline.export(exports.EVERYTHING, ExportFormat.TIMESKETCH_CSV, byte_order_mark=True)
    data = b"".join(part for part in parts if isinstance(part, bytes))

    assert data.startswith(b"\xef\xbb\xbf")
    assert list(pandas.read_csv(io.BytesIO(data)).columns[:3]) == ["message", "datetime", "timestamp_desc"]
