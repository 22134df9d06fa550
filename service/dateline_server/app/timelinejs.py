"""The CSV that Knight Lab's TimelineJS reads (3.9, ``src/js/core/ConfigFactory.js``).

It has partial dates (an empty month or day) and spans, but neither open ends nor uncertainty: what
the text said stands in "Display Date". A column called "Start Date" would switch it to an older
format, and a cell of a date that holds anything but digits would stop it.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date

from ..domain.event import Event
from ..domain.query import StoredDocument
from ..domain.time import OPEN_END, OPEN_START, EventTime, Granularity

COLUMNS = (
    *("Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date"),
    *("Headline", "Text", "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Alt Text"),
    *("Type", "Group", "Background"),
)
_UNITS = (Granularity.YEAR, Granularity.MONTH, Granularity.DAY, Granularity.TIME)


@dataclass(frozen=True, slots=True)
class Slide:
    """A row; ``rounded`` says that its date is less exact than the event's own."""

    cells: tuple[str, ...]
    rounded: bool


def slide(event: Event, source: StoredDocument | None) -> Slide | None:
    """An event as a slide, or None when it has no date."""
    bounds = _bounds(event.time)
    if bounds is None:
        return None
    first, last, rounded = bounds
    single = _is_one_unit(event.time)
    start = _parts(first, event.time.granularity if single else Granularity.DAY)
    end = ("", "", "") if single or first == last else _parts(last, Granularity.DAY)
    lead = next((p.display_name for p in event.participants if p.role.is_participant), "")
    text = f"<p>{html.escape(event.quote)}</p>{_credit(source)}"
    display = event.time.edtf if rounded or event.time.approximate or not single else ""
    cells = (
        *start,
        "",
        *end,
        "",
        display,
        html.escape(event.summary),
        text,
        "",
        "",
        "",
        "",
        "",
        "",
        lead,
        "",
    )
    return Slide(cells, rounded)


def _bounds(time: EventTime) -> tuple[date, date, bool] | None:
    """First and last day as far as there are any, and whether an open end was cut off."""
    if time.first is None or time.last is None or (time.first, time.last) == (OPEN_START, OPEN_END):
        return None
    if time.first == OPEN_START:
        return time.last, time.last, True
    if time.last == OPEN_END:
        return time.first, time.first, True
    return time.first, time.last, False


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
    document = source.document
    name = html.escape(document.publisher or document.title or document.id)
    if not document.uri.startswith(("http://", "https://")):
        return f"<p>{name}</p>"
    return f'<p><a href="{html.escape(document.uri)}">{name}</a></p>'
