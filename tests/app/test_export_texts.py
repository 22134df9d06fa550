"""Whatever a text holds, the file that has it is read back with the same text."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import icalendar
from dateline_server.app.export import ExportFormat, ExportSummary, write
from dateline_server.app.formats.rows import ExportRow
from dateline_server.app.formats.spreadsheet import protect
from hypothesis import given, settings
from hypothesis import strategies as st

from ..api.strategies import events

FEW = settings(max_examples=40)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=120)
rows = st.builds(
    lambda event, summary, quote: ExportRow(replace(event, summary=summary, quote=quote), None),
    events,
    texts,
    texts,
)


def written(row: ExportRow, file_format: ExportFormat) -> tuple[bytes, ExportSummary]:
    *chunks, summary = write([row], file_format)
    assert isinstance(summary, ExportSummary)
    return b"".join(chunk for chunk in chunks if isinstance(chunk, bytes)), summary


def printable(text: str) -> str:
    """What a calendar keeps: no control characters but tabs and ends of lines."""
    return "".join(c for c in text.replace("\r", "") if c >= " " or c in "\n\t")


@FEW
@given(rows)
def test_a_calendar_keeps_every_character_that_it_may(row: ExportRow) -> None:
    data, summary = written(row, ExportFormat.ICALENDAR)

    calendar = icalendar.Calendar.from_ical(data)

    found = calendar.walk("VEVENT")
    assert len(found) == summary.written
    for event in found:
        assert not event.errors
        assert event["SUMMARY"].endswith(printable(row.event.summary))
        assert printable(row.event.quote) in event["DESCRIPTION"]
        assert event.decoded("DTSTART") < event.decoded("DTEND")
    assert max(map(len, data.split(b"\r\n"))) <= 75


@FEW
@given(rows)
def test_a_table_keeps_every_character(row: ExportRow) -> None:
    data, summary = written(row, ExportFormat.TIMESKETCH_CSV)

    found = list(csv.DictReader(io.StringIO(data.decode(), newline="")))

    assert bool(found) == bool(summary.written)
    for line in found:
        assert line["message"] == protect(row.event.summary)
        assert line["quote"] == protect(row.event.quote)
        assert date.fromisoformat(line["datetime"][:10]) in (row.event.time.first, row.event.time.last)


@FEW
@given(rows)
def test_json_keeps_every_character_and_is_one_line(row: ExportRow) -> None:
    data, _ = written(row, ExportFormat.JSON_LINES)

    (line,) = data.decode().rstrip("\n").split("\n")

    assert (json.loads(line)["summary"], json.loads(line)["quote"]) == (row.event.summary, row.event.quote)


@FEW
@given(rows)
def test_a_page_shows_texts_and_runs_none(row: ExportRow) -> None:
    data, summary = written(row, ExportFormat.VIS_TIMELINE_JSON)

    for item in json.loads(data)["items"]:
        assert not set("<>\"'") & set(item["content"] + item["title"] + item["actors"])
    assert len(json.loads(data)["items"]) == summary.written


@FEW
@given(rows, st.sampled_from(ExportFormat))
def test_no_event_stops_a_file(row: ExportRow, file_format: ExportFormat) -> None:
    _, summary = written(row, file_format)

    assert summary.written + summary.undated + summary.out_of_range + summary.unmapped == 1
