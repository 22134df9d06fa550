"""How many events there are, by stretches of the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from google.type.date_pb2 import Date

from ..requests import GROUPINGS, UNITS
from ..v1.timeline_service_pb2 import EventCount, SummarizeEventsResponse
from .connection import connect, server_option
from .output import Columns, counted, format_option, show
from .timeline import chosen, filter_options

_GROUPS: dict[str, Columns] = {
    "none": {},
    "type": {"Type": lambda count: count.event_type},
    "actor": {"Actor": lambda count: count.display_name},
}


@click.command()
@server_option
@filter_options
@click.option("--by", "unit", type=click.Choice(UNITS), default="month", show_default=True)
@click.option(
    "--per", "group_by", type=click.Choice(GROUPINGS), default="none", help="Also by type or by actor."
)
@click.option(
    "--top", type=click.IntRange(1, 100), default=10, show_default=True, help="At most so many of these."
)
@format_option
def counts(unit: str, group_by: str, top: int, output_format: str, **options: Any) -> None:
    """Count events by day, week, month, quarter or year.

    An event that may lie in several months counts in each; with --certain it counts only where it
    surely lies.

    \b
    dateline counts --by quarter --per type --from 2022
    dateline counts --by month --per actor --top 5 --format csv > counts.csv
    """  # noqa: D301 (click keeps the lines)
    with connect() as client:
        found = client.summarize_events(unit=unit, group_by=group_by, max_groups=top, **chosen(options))
    period = {"Period": lambda count: _period(count, unit)}
    number = {"Events": lambda count: str(count.count)}
    days = {"From": lambda count: _day(count.start_date), "To": lambda count: _day(count.end_date)}
    show(found.counts, {**period, **_GROUPS[group_by], **number}, output_format, days)
    if output_format == "table":
        click.echo(_total(found), err=True)


def _total(found: SummarizeEventsResponse) -> str:
    said = counted(found.event_count, "event")
    if found.undated_count:
        said += f", {found.undated_count} without a date"
    if found.omitted_group_count:
        said += f"; {counted(found.omitted_group_count, 'smaller group')} not shown"
    return said


def _period(count: EventCount, unit: str) -> str:
    first = count.start_date
    year, week, _ = date(first.year, first.month, first.day).isocalendar()
    names = {
        "day": _day(first),
        "week": f"{year:04d}-W{week:02d}",
        "month": f"{first.year:04d}-{first.month:02d}",
        "quarter": f"{first.year:04d}-Q{(first.month + 2) // 3}",
        "year": f"{first.year:04d}",
    }
    return names[unit]


def _day(day: Date) -> str:
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}" if day.year else ""
