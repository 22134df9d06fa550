"""Days, months and years as people write them on a command line."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_FORM = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def first_day(text: str) -> date:
    """The first day of a day, month or year: ``2023-06`` is 2023-06-01.

    Raises:
        ValueError: the text is none of them.

    """
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def day_after(text: str) -> date:
    """The day after the last day of a day, month or year: ``2023-06`` is 2023-07-01.

    Raises:
        ValueError: the text is none of them, or nothing comes after it.

    """
    year, month, day = _parts(text)
    last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    if last == date.max:
        raise ValueError("no day comes after it: leave the bound out")
    return last + timedelta(days=1)


def _parts(text: str) -> tuple[int, int, int]:
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError("write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part or 0) for part in match.groups())
    if not year or (match[2] and not 1 <= month <= 12):
        raise ValueError("the calendar has no such month")
    if day > calendar.monthrange(year, month or 1)[1] or (match[3] and not day):
        raise ValueError("the calendar has no such day")
    return year, month, day
