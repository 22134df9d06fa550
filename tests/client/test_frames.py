"""Events as data frames."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import dateline
import pandas
import polars
import pytest
from dateline.frames import COLUMNS, event_row
from dateline_server.api.convert import event_to_wire
from dateline_server.app.export import ExportFormat
from dateline_server.app.timeline import Timeline

from ..app import exports


@pytest.fixture(scope="module")
def timeline() -> Iterator[Timeline]:
    with exports.filled() as opened:
        yield opened


@pytest.fixture(scope="module")
def events(timeline: Timeline) -> list[Any]:
    return [event_to_wire(event) for event in timeline.list_events(exports.EVERYTHING, 100).items]


def test_rows_say_what_the_exported_file_says(timeline: Timeline, events: list[Any]) -> None:
    parts = timeline.export(exports.EVERYTHING, ExportFormat.JSON_LINES)
    lines = b"".join(part for part in parts if isinstance(part, bytes)).decode().splitlines()

    exported = [{name: json.loads(line)[name] for name in COLUMNS} for line in lines]
    assert [json.loads(json.dumps(event_row(event), default=date.isoformat)) for event in events] == [
        {name: line[name] for name in event_row(events[0])} for line in exported
    ]


def test_pandas_has_days_and_gaps(events: list[Any]) -> None:
    found = dateline.to_pandas(events)

    assert list(found.columns) == list(COLUMNS)
    assert str(found["start_date"].dtype) == "datetime64[s]"
    by_date = found.set_index("edtf")
    assert by_date.loc["2024-02", "end_date"] == pandas.Timestamp("2024-02-29")
    assert pandas.isna(by_date.loc["2024-03-01/..", "end_date"])
    assert pandas.isna(by_date.loc["XXXX-07-03", "start_date"])
    assert by_date.loc["1644-04-25", "start_date"].year == 1644
    assert by_date.loc["2023-07-03", "actors"] == ["欧盟", "日本"]


def test_polars_has_days_and_gaps(events: list[Any]) -> None:
    found = dateline.to_polars(events)

    assert found.columns == list(COLUMNS)
    assert found.schema["start_date"] == polars.Date
    assert found.schema["actors"] == polars.List(polars.String)
    rows = {row["edtf"]: row for row in found.to_dicts()}
    assert rows["2024-02"]["end_date"] == date(2024, 2, 29)
    assert rows["2024-03-01/.."]["end_date"] is None
    assert rows["2023-07-03"]["actor_ids"] == ["european-union", "japan"]


@pytest.mark.parametrize(
    ("make", "library"), [(dateline.to_pandas, "pandas"), (dateline.to_polars, "polars")]
)
def test_no_events_are_a_frame_with_the_same_columns(make: Callable[..., Any], library: str) -> None:
    assert list(make([]).columns) == list(COLUMNS)


@pytest.mark.parametrize(
    ("make", "library"), [(dateline.to_pandas, "pandas"), (dateline.to_polars, "polars")]
)
def test_without_the_library_it_is_said_what_to_install(
    make: Callable[..., Any], library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(dateline.ExtraMissing, match=rf"pip install '\.\[{library}\]'"):
        make([])
