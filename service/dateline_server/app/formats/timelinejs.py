"""The CSV that Knight Lab's TimelineJS reads (3.9, ``src/js/core/ConfigFactory.js``).

It has partial dates (an empty month or day) and spans, but neither open ends nor uncertainty: what
the text said stands in "Display Date". A column called "Start Date" would switch it to an older
format, and a cell of a date that holds anything but digits would stop it.
"""

from __future__ import annotations

import html
from datetime import date

from ...domain.query import StoredDocument
from ...domain.time import EventTime, Granularity
from .rows import ExportRow, LeftOut, Line, acting, address, days_of, publisher
from .spreadsheet import csv_line

COLUMNS = (
    *("Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date"),
    *("Headline", "Text", "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Alt Text"),
    *("Type", "Group", "Background"),
)
_UNITS = (Granularity.YEAR, Granularity.MONTH, Granularity.DAY, Granularity.TIME)


def slide(row: ExportRow) -> Line | LeftOut:
    """An event as a slide."""
    event = row.event
    days = days_of(event.time)
    if days is None:
        return LeftOut.UNDATED
    single = _is_one_unit(event.time)
    start = _parts(days.start, event.time.granularity if single else Granularity.DAY)
    end = ("", "", "") if single or days.start == days.end else _parts(days.end, Granularity.DAY)
    shown = event.time.edtf if days.is_open or event.time.approximate or not single else ""
    text = f"<p>{html.escape(event.quote)}</p>{_credit(row.source)}"
    lead = acting(event)[:1]
    cells = (
        *(*start, ""),
        *(*end, ""),
        *(shown, html.escape(event.summary), text),
        *("", "", "", "", ""),
        *("", lead[0] if lead else "", ""),
    )
    return Line(csv_line(cells), days.is_open)


def _is_one_unit(time: EventTime) -> bool:
    """Whether a year, a month or a day says all of it."""
    return time.granularity in _UNITS and not set("/[{") & set(time.edtf)


def _parts(day: date, granularity: Granularity) -> tuple[str, str, str]:
    if granularity is Granularity.YEAR:
        return str(day.year), "", ""
    if granularity is Granularity.MONTH:
        return str(day.year), str(day.month), ""
    return str(day.year), str(day.month), str(day.day)


def _credit(source: StoredDocument | None) -> str:
    if source is None:
        return ""
    name, uri = html.escape(publisher(source)), address(source)
    return f'<p><a href="{html.escape(uri)}">{name}</a></p>' if uri else f"<p>{name}</p>"
