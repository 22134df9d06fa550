"""A timeline with every kind of date, and files of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from dateline_server.app.export import ExportFormat, ExportSummary
from dateline_server.app.timeline import Timeline
from dateline_server.domain.event import Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.domain.time import OPEN_END, OPEN_START, EventTime, Extent, Granularity

from ..builders import EU, JAPAN, NVIDIA, UNDATED, analysis, between, telling

YEAR = between(date(2025, 1, 1), date(2025, 12, 31), Granularity.YEAR)
MONTH = between(date(2024, 2, 1), date(2024, 2, 29), Granularity.MONTH)
WEEK = between(date(2023, 6, 26), date(2023, 7, 2), Granularity.WEEK)
AROUND = between(date(2020, 6, 1), date(2020, 6, 30), Granularity.MONTH, approximate=True)
FAIR = EventTime(
    date(2024, 4, 21), date(2024, 4, 23), Granularity.DAY, Extent.THROUGHOUT, "2024-04-21/2024-04-23"
)
SINCE = EventTime(date(2024, 3, 1), OPEN_END, Granularity.DAY, Extent.THROUGHOUT, "2024-03-01/..")
UNTIL = EventTime(OPEN_START, date(2022, 5, 31), Granularity.DAY, Extent.WITHIN, "../2022-05-31")
EVER = EventTime(OPEN_START, OPEN_END, Granularity.DAY, Extent.WITHIN, "../..")
LONG_AGO = EventTime(date(1644, 4, 25), date(1644, 4, 25), Granularity.DAY, edtf="1644-04-25")

TOLD = (
    telling(EU, JAPAN),
    telling(NVIDIA, on=SINCE, kind="launch"),
    telling(EU, JAPAN, on=UNTIL, kind="negotiate"),
    telling(NVIDIA, on=UNDATED),
    telling(JAPAN, on=EVER, kind="research"),
    telling(JAPAN, on=LONG_AGO, kind="publish"),
    telling(EU, on=MONTH, kind="sanction", factuality=Factuality.NEGATED, theme='，"甲";乙\\丙<b>&丁'),
    telling(EU, on=YEAR, place=JAPAN, factuality=Factuality.PLANNED),
    telling(JAPAN, on=WEEK, factuality=Factuality.POSSIBLE, kind="protest", theme="议" * 60),
    telling(NVIDIA, JAPAN, on=FAIR, kind="attend"),
    telling(NVIDIA, on=AROUND, kind="invest"),
)
EVERYTHING = EventQuery(factualities=tuple(Factuality))


@contextmanager
def filled() -> Iterator[Timeline]:
    """A timeline with all that is told."""
    with Timeline.open() as timeline:
        timeline.put(analysis("a", *TOLD, title="-标题", uri="https://example.org/a?b=1&c=2"))
        yield timeline


def write(timeline: Timeline, file_format: ExportFormat, path: Path) -> ExportSummary:
    """Writes a file; gives what it holds."""
    *chunks, summary = timeline.export(EVERYTHING, file_format)
    path.write_bytes(b"".join(chunk for chunk in chunks if isinstance(chunk, bytes)))
    assert isinstance(summary, ExportSummary)
    return summary
