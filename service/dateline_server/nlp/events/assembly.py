"""What event mentions of every language share: the assumed date of an event that none reaches."""

from __future__ import annotations

from datetime import date

from ...domain.time import Anchor, EventTime, Granularity


def assumed_time(published: date) -> EventTime:
    """The publication date, marked as an assumption."""
    return EventTime(
        first=published,
        last=published,
        granularity=Granularity.DAY,
        edtf=published.isoformat(),
        anchor=Anchor.ASSUMED,
        anchor_date=published,
    )
