"""Files for readers in a browser, read by those readers themselves under Node."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dateline_server.app.export import ExportFormat, ExportSummary
from dateline_server.app.timeline import Timeline

from .. import node
from . import exports

READERS = Path(__file__).resolve().parents[1] / "javascript"


@pytest.fixture(scope="module")
def timeline() -> Iterator[Timeline]:
    with exports.filled() as opened:
        yield opened


@pytest.fixture(scope="module")
def slides(timeline: Timeline, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What TimelineJS makes of a file; it has no complaint."""
    path = tmp_path_factory.mktemp("timelinejs") / "timeline.csv"
    summary = exports.write(timeline, ExportFormat.TIMELINEJS_CSV, path)
    config = json.loads(node.run(node.packages(READERS), "timelinejs.mjs", str(path)))
    assert config["errors"] == []
    assert len(config["events"]) == summary.written
    events: list[dict[str, Any]] = config["events"]
    return events


@pytest.mark.parametrize(
    ("start", "end", "kind", "shown"),
    [
        (("2023", "7", "3"), None, "full", ""),
        (("2024", "2", ""), None, "month", ""),
        (("2025", "", ""), None, "year", ""),
        (("2023", "6", "26"), ("2023", "7", "2"), "full", "2023-06-26/2023-07-02"),
        (("2024", "4", "21"), ("2024", "4", "23"), "full", "2024-04-21/2024-04-23"),
        (("2024", "3", "1"), None, "full", "2024-03-01/.."),
        (("2022", "5", "31"), None, "full", "../2022-05-31"),
        (("2020", "6", ""), None, "month", "2020-06~"),
        (("1644", "4", "25"), None, "full", ""),
    ],
)
def test_timelinejs_shows_the_date_as_exactly_as_it_is_known(
    slides: list[dict[str, Any]], start: tuple[str, ...], end: tuple[str, ...] | None, kind: str, shown: str
) -> None:
    (slide,) = [s for s in slides if _parts(s["start"]) == start]

    assert slide["start"]["format"] == kind
    assert (_parts(slide["end"]) if slide.get("end") else None) == end
    assert slide["shown"] == shown


def _parts(day: dict[str, str]) -> tuple[str, ...]:
    return tuple(day[unit] for unit in ("year", "month", "day"))


def test_timelinejs_takes_no_text_for_markup(slides: list[dict[str, Any]]) -> None:
    (slide,) = [s for s in slides if _parts(s["start"]) == ("2024", "2", "")]

    assert "&lt;b&gt;&amp;丁" in slide["headline"]
    assert "<b>" not in slide["text"]
    assert slide["group"] == "欧盟"


VIS = {
    "2023-07-03": ("BoxItem", "2023-07-03", None, {"asserted", "day"}),
    "2024-02": ("RangeItem", "2024-02-01", "2024-03-01", {"negated", "month", "within"}),
    "2025": ("RangeItem", "2025-01-01", "2026-01-01", {"planned", "year", "within"}),
    "2023-06-26/2023-07-02": ("RangeItem", "2023-06-26", "2023-07-03", {"possible", "week", "within"}),
    "2024-04-21/2024-04-23": ("RangeItem", "2024-04-21", "2024-04-24", {"asserted", "day", "throughout"}),
    "2024-03-01/..": ("BoxItem", "2024-03-01", None, {"asserted", "day", "open"}),
    "../2022-05-31": ("BoxItem", "2022-05-31", None, {"asserted", "day", "open"}),
    "2020-06~": ("RangeItem", "2020-06-01", "2020-07-01", {"asserted", "month", "within", "approximate"}),
    "1644-04-25": ("BoxItem", "1644-04-25", None, {"asserted", "day"}),
}


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai"])
def test_vis_timeline_draws_each_event_on_its_days_in_every_zone(
    timeline: Timeline, tmp_path: Path, zone: str
) -> None:
    path = tmp_path / "timeline.json"
    summary = exports.write(timeline, ExportFormat.VIS_TIMELINE_JSON, path)

    found = json.loads(node.run(node.packages(READERS), "vis.mjs", str(path), TZ=zone))

    assert summary == ExportSummary(written=9, undated=2, rounded=2)
    edtf = {item["id"]: item["edtf"] for item in json.loads(path.read_text("utf-8"))["items"]}
    drawn = {
        edtf[item["id"]]: (item["kind"], item["start"], item.get("end"), set(item["classes"]))
        for item in found["drawn"]
    }
    assert drawn == VIS
    assert set(found["groups"]) == {item["group"] for item in found["drawn"]}


def test_an_empty_timeline_is_valid_json(tmp_path: Path) -> None:
    with Timeline.open() as empty:
        exports.write(empty, ExportFormat.VIS_TIMELINE_JSON, tmp_path / "t.json")

    assert json.loads((tmp_path / "t.json").read_text()) == {"items": [], "groups": []}
