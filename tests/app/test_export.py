"""Files that other programs read back as the same rows."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dateline_server.app.export import ExportFormat, ExportSummary
from dateline_server.app.formats.flat import COLUMNS
from dateline_server.app.formats.rows import CHUNK
from dateline_server.app.formats.spreadsheet import protect
from dateline_server.app.timeline import Timeline
from dateline_server.domain.actor import Actor, ActorType
from dateline_server.domain.document import Analysis
from dateline_server.domain.event import Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.domain.time import OPEN_END, EventTime, Extent, Granularity
from dateline_server.errors import InvalidInput

from ..builders import EU, JAPAN, NVIDIA, UNDATED, analysis, between, telling

HOSTILE = Actor("hostile", '=HYPERLINK("http://x")', ActorType.ORGANIZATION, ("=1+1",))
OPEN = EventTime(date(2024, 3, 1), OPEN_END, Granularity.DAY, Extent.THROUGHOUT, "2024-03-01/..")
YEAR = between(date(2025, 1, 1), date(2025, 12, 31), Granularity.YEAR)
MONTH = between(date(2024, 2, 1), date(2024, 2, 29), Granularity.MONTH)
WEEK = between(date(2023, 6, 26), date(2023, 7, 2), Granularity.WEEK)


def awkward(told: Analysis) -> Analysis:
    """Gives every mention a summary that CSV has to quote."""
    mentions = tuple(
        replace(m, summary=f'=cmd|"{m.type}", line\nbreak，{n}') for n, m in enumerate(told.text.mentions)
    )
    return replace(told, text=replace(told.text, mentions=mentions))


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        opened.put(
            analysis(
                "a",
                telling(EU, JAPAN),
                telling(NVIDIA, on=OPEN, kind="launch"),
                telling(NVIDIA, on=UNDATED),
                telling(EU, on=MONTH),
                telling(EU, on=YEAR, place=JAPAN, factuality=Factuality.PLANNED),
                telling(JAPAN, on=WEEK),
                title="-标题",
                uri="https://example.org/a?b=1&c=2",
            )
        )
        opened.put(
            awkward(analysis("b", telling(HOSTILE, on="2020-01-02"), actors=(HOSTILE,), published=None))
        )
        yield opened


def exported(timeline: Timeline, file_format: ExportFormat, **options: Any) -> tuple[bytes, ExportSummary]:
    *chunks, summary = timeline.export(EventQuery(), file_format, **options)
    assert isinstance(summary, ExportSummary)
    return b"".join(chunks), summary  # type: ignore[arg-type]


def read_in_another_process(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    program = (
        "import csv, json, sys\n"
        "with open(sys.argv[1], encoding=sys.argv[2], newline='') as file:\n"
        "    print(json.dumps(list(csv.DictReader(file, strict=True))))\n"
    )
    command = [sys.executable, "-c", program, str(path), encoding]
    rows: list[dict[str, str]] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return rows


def read_with_duckdb(path: Path) -> list[dict[str, str]]:
    relation = duckdb.connect().sql(
        "SELECT * FROM read_csv(?, header = true, all_varchar = true, delim = ',', quote = '\"')",
        params=[str(path)],
    )
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def test_csv_reads_back_as_the_same_rows_everywhere(timeline: Timeline, tmp_path: Path) -> None:
    data, summary = exported(timeline, ExportFormat.CSV)
    path = tmp_path / "timeline.csv"
    path.write_bytes(data)
    rows = read_in_another_process(path)
    assert [{k: v or "" for k, v in row.items()} for row in read_with_duckdb(path)] == rows
    events = timeline.list_events(EventQuery(), 100).items
    assert summary == ExportSummary(written=len(events))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["event_id"] for row in rows] == [event.id for event in events]
    assert [json.loads(row["actor_ids"]) for row in rows] == [
        [p.actor_id for p in event.participants if p.role.is_participant] for event in events
    ]
    assert [row["quote"] for row in rows] == [event.quote for event in events]


def test_duckdb_reads_the_csv_without_being_told_how(timeline: Timeline, tmp_path: Path) -> None:
    path = tmp_path / "timeline.csv"
    path.write_bytes(exported(timeline, ExportFormat.CSV)[0])
    rows = (
        duckdb.connect()
        .execute(f"SELECT start_date, event_id FROM '{path}' ORDER BY ALL NULLS LAST")
        .fetchall()
    )
    assert rows[0][0] == date(2020, 1, 2)
    assert len(rows) == len(timeline.list_events(EventQuery(), 100).items)


def test_a_byte_order_mark_is_written_on_request_only(timeline: Timeline, tmp_path: Path) -> None:
    plain, marked = (exported(timeline, ExportFormat.CSV, byte_order_mark=mark)[0] for mark in (False, True))
    assert marked == b"\xef\xbb\xbf" + plain
    path = tmp_path / "marked.csv"
    path.write_bytes(marked)
    assert list(read_in_another_process(path, "utf-8-sig")[0]) == list(COLUMNS)
    assert exported(timeline, ExportFormat.JSON_LINES, byte_order_mark=True)[0].startswith(b"{")


def test_records_end_with_carriage_return_and_line_feed(timeline: Timeline) -> None:
    data, _ = exported(timeline, ExportFormat.CSV)
    assert data.endswith(b"\r\n")
    records = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert data.count(b"\r\n") == len(records)


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(cell: str) -> None:
    assert protect(cell) == f"'{cell}"


def test_no_cell_of_a_file_begins_like_a_formula(timeline: Timeline) -> None:
    for file_format in (ExportFormat.CSV, ExportFormat.TIMELINEJS_CSV):
        records = csv.reader(io.StringIO(exported(timeline, file_format)[0].decode(), newline=""))
        cells = [cell for record in records for cell in record]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith("'=") for cell in cells)


def test_an_open_end_and_a_missing_date_are_empty(timeline: Timeline) -> None:
    data, _ = exported(timeline, ExportFormat.JSON_LINES)
    rows = {row["edtf"]: row for row in map(json.loads, data.decode().splitlines())}
    assert (rows["2024-03-01/.."]["start_date"], rows["2024-03-01/.."]["end_date"]) == ("2024-03-01", None)
    undated = rows["XXXX-07-03"]
    assert (undated["start_date"], undated["end_date"], undated["date_unresolved"]) == (
        None,
        None,
        "year-unknown",
    )
    assert rows["2024-02"]["date_precision"] == "month"
    assert (rows["2025"]["places"], rows["2025"]["actors"], rows["2025"]["status"]) == (
        ["日本"],
        ["欧盟"],
        "planned",
    )


def test_json_lines_and_csv_say_the_same(timeline: Timeline) -> None:
    table = list(csv.DictReader(io.StringIO(exported(timeline, ExportFormat.CSV)[0].decode(), newline="")))
    lines = list(map(json.loads, exported(timeline, ExportFormat.JSON_LINES)[0].decode().splitlines()))
    for row, line in zip(table, lines, strict=True):
        for column, value in line.items():
            text = (
                ""
                if value is None
                else value
                if isinstance(value, str)
                else json.dumps(value, ensure_ascii=False)
            )
            assert row[column] == protect(text)


def test_timelinejs_gets_partial_dates_and_leaves_out_what_has_none(timeline: Timeline) -> None:
    data, summary = exported(timeline, ExportFormat.TIMELINEJS_CSV)
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert summary == ExportSummary(written=6, undated=1, rounded=1)
    assert not {"Start Date", "End Date"} & set(rows[0])
    dates = [
        tuple(row[c] for c in ("Year", "Month", "Day", "End Year", "End Month", "End Day")) for row in rows
    ]
    assert dates == [
        ("2020", "1", "2", "", "", ""),
        ("2023", "6", "26", "2023", "7", "2"),
        ("2023", "7", "3", "", "", ""),
        ("2024", "2", "", "", "", ""),
        ("2024", "3", "1", "", "", ""),
        ("2025", "", "", "", "", ""),
    ]
    assert rows[4]["Display Date"] == "2024-03-01/.."
    assert '<a href="https://example.org/a?b=1&amp;c=2">晨报</a>' in rows[1]["Text"]
    assert "<" not in rows[0]["Headline"]


@pytest.mark.parametrize(
    ("first", "last", "granularity", "edtf", "cells"),
    [
        ("1990-01-01", "1999-12-31", Granularity.DECADE, "199X", "1990-1-1 1999-12-31 ="),
        ("2023-03-01", "2023-05-31", Granularity.SEASON, "2023-21", "2023-3-1 2023-5-31 ="),
        ("2023-04-01", "2023-06-30", Granularity.QUARTER, "2023-04/2023-06", "2023-4-1 2023-6-30 ="),
        ("2024-01-01", "2024-12-31", Granularity.YEAR, "2024~", "2024-- -- ="),
        ("2024-04-01", "2025-03-31", Granularity.YEAR, "2024-04/2025-03", "2024-4-1 2025-3-31 ="),
        ("2024-02-01", "2024-02-29", Granularity.MONTH, "2024-02", "2024-2- -- "),
        ("2024-02-21", "2024-02-29", Granularity.MONTH, "2024-02-21/2024-02-29", "2024-2-21 2024-2-29 ="),
    ],
)
def test_timelinejs_gets_both_ends_of_what_is_no_year_month_or_day(
    first: str, last: str, granularity: Granularity, edtf: str, cells: str
) -> None:
    told = EventTime(date.fromisoformat(first), date.fromisoformat(last), granularity, edtf=edtf)
    with Timeline.open() as timeline:
        timeline.put(analysis("a", telling(EU, on=told)))
        (row,) = csv.DictReader(
            io.StringIO(exported(timeline, ExportFormat.TIMELINEJS_CSV)[0].decode(), newline="")
        )
    start, end = ("-".join(row[p + unit] for unit in ("Year", "Month", "Day")) for p in ("", "End "))
    shown = "=" if row["Display Date"] == edtf else row["Display Date"]
    assert f"{start} {end} {shown}" == cells


def test_chunks_are_small_and_end_where_a_row_ends(timeline: Timeline) -> None:
    tellings = [
        telling(EU, on="2019-05-01", kind=f"meet-{n}", trigger=f"会谈{'长' * 300}") for n in range(200)
    ]
    timeline.put(analysis("long", *tellings))
    chunks = [chunk for chunk in timeline.export(EventQuery(), ExportFormat.CSV) if isinstance(chunk, bytes)]
    assert len(chunks) > 3
    assert all(len(chunk) <= CHUNK and chunk.endswith(b"\r\n") for chunk in chunks)


def test_a_wrong_query_is_refused_before_the_first_chunk(timeline: Timeline) -> None:
    with pytest.raises(InvalidInput):
        timeline.export(EventQuery(min_confidence=2), ExportFormat.CSV)


def test_an_empty_timeline_is_a_header() -> None:
    with Timeline.open() as timeline:
        data, summary = exported(timeline, ExportFormat.CSV)
        assert data.decode().split(",")[0] == "event_id"
        assert summary == ExportSummary()
