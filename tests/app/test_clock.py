"""A clock that jumps, back or ahead, harms nothing that is stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.query import EventQuery
from dateline_server.store.database import Database

from ..builders import EU, JAPAN, analysis, telling

START = datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=UTC)
JUMPS = {
    "back a year": [timedelta(0), timedelta(days=-365), timedelta(days=-364)],
    "ahead a century and back": [timedelta(0), timedelta(days=36_525), timedelta(seconds=1)],
    "stands still": [timedelta(0)],
    "to 1970": [timedelta(0), datetime(1970, 1, 1, tzinfo=UTC) - START],
}


class Clock:
    """Tells one moment after the other, then the last one for ever."""

    def __init__(self, offsets: list[timedelta]) -> None:
        self._offsets = offsets
        self._told: Iterator[timedelta] = iter(offsets)

    def __call__(self) -> datetime:
        return START + next(self._told, self._offsets[-1])


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_jumps_harms_nothing(tmp_path: Path, jump: str) -> None:
    with Timeline(Database(tmp_path / "t.duckdb"), clock=Clock(JUMPS[jump])) as timeline:
        for name in ("a", "b", "c"):
            timeline.put(analysis(name, telling(EU, JAPAN), telling(EU, on="2023-07-05")))
        timeline.replace(analysis("b", telling(JAPAN), version="2"))
        timeline.delete("a")
        timeline.put(analysis("a", telling(EU)))
        before = sorted(document.document.id for document in timeline.list_documents(10).items)
        events = timeline.list_events(EventQuery(), 10).items
    assert before == ["a", "b", "c"]

    with Timeline(Database(tmp_path / "t.duckdb"), clock=Clock([timedelta(days=-1000)])) as timeline:
        assert timeline.examine() == []
        assert timeline.list_events(EventQuery(), 10).items == events
        assert timeline.put(analysis("a", telling(EU))).mention_count == 1
        timeline.delete("a")
        assert sorted(document.document.id for document in timeline.list_documents(10).items) == ["b", "c"]
        assert timeline.examine() == []
