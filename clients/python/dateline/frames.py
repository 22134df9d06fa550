"""Events as data frames: ``dateline.to_pandas(client.list_events(start="2023"))``.

A row is an event; the columns have the names and the meaning of those of ``dateline export``, as far
as an event alone fills them. Days are dates, and null where the text gives none or leaves an end open.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from google.type.date_pb2 import Date

from .errors import ExtraMissing
from .v1.event_pb2 import ROLE_AGENT, ROLE_COUNTERPART, ROLE_PATIENT, ROLE_PLACE, Event, Factuality
from .v1.time_pb2 import EventTime, Granularity, TimeAnchor, TimeExtent, UnresolvedReason

_ACTING = (ROLE_AGENT, ROLE_PATIENT, ROLE_COUNTERPART)
_DAYS = ("start_date", "end_date")
_LISTS = ("actors", "actor_ids", "places", "sources")
COLUMNS = (
    *("event_id", "edtf", *_DAYS, "date_precision", "date_extent", "date_basis", "date_raw"),
    *("date_unresolved", "event_type", "summary", "status", "actors", "actor_ids", "places", "quote"),
    *("confidence", "mentions", "sources"),
)
"""The columns of a data frame of events."""


def to_pandas(events: Iterable[Event]) -> Any:
    """Events as a ``pandas.DataFrame``, with days as ``datetime64[s]``. Raises ExtraMissing."""
    try:
        import pandas as pd
    except ImportError:
        raise ExtraMissing("pandas", "pandas") from None
    frame = pd.DataFrame(map(event_row, events), columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(_DAYS, "datetime64[s]"))


def to_polars(events: Iterable[Event]) -> Any:
    """Events as a ``polars.DataFrame``, with days as ``Date`` and lists as lists. Raises ExtraMissing."""
    try:
        import polars as pl
    except ImportError:
        raise ExtraMissing("polars", "polars") from None
    kinds: dict[str, Any] = {
        **dict.fromkeys(COLUMNS, pl.String),
        **dict.fromkeys(_DAYS, pl.Date),
        **dict.fromkeys(_LISTS, pl.List(pl.String)),
        "confidence": pl.Float64,
        "mentions": pl.Int64,
    }
    return pl.DataFrame(list(map(event_row, events)), schema=kinds)


def event_row(event: Event) -> dict[str, Any]:
    """An event's values under the names of ``COLUMNS``."""
    who = dict.fromkeys((p.actor, p.display_name) for p in event.participants if p.role in _ACTING)
    return {
        "event_id": event.name.removeprefix("events/"),
        **_date_values(event.time),
        "date_raw": event.time_expression or None,
        "event_type": event.event_type,
        "summary": event.summary,
        "status": _word(Factuality, event.factuality),
        "actors": [name for _, name in who],
        "actor_ids": [actor.removeprefix("actors/") for actor, _ in who],
        "places": [p.display_name for p in event.participants if p.role == ROLE_PLACE],
        "quote": event.quote,
        "confidence": event.confidence,
        "mentions": event.mention_count,
        "sources": [document.removeprefix("documents/") for document in event.documents],
    }


def _date_values(time: EventTime) -> dict[str, Any]:
    dated = not time.unresolved_reason
    return {
        "edtf": time.edtf or None,
        "start_date": _day(time.first_date),
        "end_date": _day(time.last_date),
        "date_precision": _word(Granularity, time.granularity) if dated else None,
        "date_extent": _word(TimeExtent, time.extent, "TIME_EXTENT") if dated else None,
        "date_basis": _word(TimeAnchor, time.anchor, "TIME_ANCHOR") if dated else None,
        "date_unresolved": _word(UnresolvedReason, time.unresolved_reason, "UNRESOLVED_REASON"),
    }


def _day(day: Date) -> date | None:
    return date(day.year, day.month, day.day) if day.year else None


def _word(kind: Any, number: int, prefix: str = "") -> str | None:
    """The name of a value as the files have it; None when it is not stated."""
    prefix = prefix or kind.DESCRIPTOR.name.upper()
    return kind.Name(number).removeprefix(f"{prefix}_").lower().replace("_", "-") if number else None
