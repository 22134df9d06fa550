"""Dates as bylines, datelines, addresses and metadata write them: complete or with the year left out.

This is no recognizer of temporal expressions in running text (see ``timex``): it reads the few fixed
notations that tell when a page was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..domain.text import Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_COMPLETE = re.compile(
    r"(?:(?<![\d.])|(?<=:\d\d))(?P<y1>(?:19|20)\d\d)\s?(?P<sep>[-/.年])\s?(?P<m1>1[0-2]|0?[1-9])\s?[-/.月]\s?"
    rf"(?P<d1>{_DAY})(?!\d(?!\d:\d\d)|\.\d)"
    rf"|(?<=时间:)\s?(?P<y4>\d\d)-(?P<m4>1[0-2]|0[1-9])-(?P<d4>{_DAY})"
    rf"|(?<!\w)(?P<d2>{_DAY})(?:st|nd|rd|th)?[ -](?P<m2>{_MONTH})[, -]+(?P<y2>(?:19|20)\d\d)(?!\d)"
    rf"|(?<!\w)(?P<m3>{_MONTH})\s(?P<d3>{_DAY})(?:st|nd|rd|th)?,?\s+(?P<y3>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(1[0-2]|0[1-9])(0[1-9]|[12]\d|3[01])(?!\d{1,5}(?:\D|$))")
_MONTH_DAY = re.compile(
    r"(?<![\d年.])(?P<m1>1[0-2]|0?[1-9])\s?月\s?(?P<d1>0?[1-9]|[12]\d|3[01])\s?日"
    rf"|(?<!\w)(?P<m2>{_MONTH})\s(?P<d2>{_DAY})(?!\d|,?\s+\d{{4}})"
    rf"|(?<!\w)(?P<d3>{_DAY})\s(?P<m3>{_MONTH})(?!\w|,?\s+\d{{4}})",
)

_ARCHIVED = re.compile(r"web\.archive\.org/web/\d+[a-z_]*/")
_ADDRESS_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(1[0-2]|0[1-9])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_ADDRESS_MONTH_NAME = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(\d{1,2})/")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day as it is written; ``year`` is None when it is left out."""

    span: Span
    year: int | None
    month: int
    day: int

    @property
    def date(self) -> date | None:
        """The day, when the year is known."""
        return None if self.year is None else date(self.year, self.month, self.day)


def complete_dates(text: str) -> Iterator[WrittenDate]:
    """Dates with year, month and day, in order; impossible ones are left out."""
    for match in _COMPLETE.finditer(text):
        parts = match.groupdict()
        which = next(n for n in "1234" if parts[f"y{n}"])
        year = parts[f"y{which}"]
        found = _written(
            match, year if len(year) == 4 else f"20{year}", parts[f"m{which}"], parts[f"d{which}"]
        )
        if found is not None:
            yield found


def compact_dates(text: str) -> Iterator[WrittenDate]:
    """Dates of eight digits (``20240228``), as addresses have them."""
    for match in _COMPACT.finditer(text):
        found = _written(match, *match.groups())
        if found is not None:
            yield found


def address_date(address: str) -> WrittenDate | None:
    """The day in the address of a page (``/2024/02/28/``, ``t20240228_1``), not when it was archived."""
    path = _ARCHIVED.sub("", address)
    for match in _ADDRESS_DAY.finditer(path):
        return _written(match, *match.groups())
    for match in _ADDRESS_MONTH_NAME.finditer(path):
        year, month, day = match.groups()
        return _written(match, year, month, day) if month in _MONTHS else None
    return None


def month_days(text: str) -> Iterator[WrittenDate]:
    """Dates of month and day without a year, in order."""
    for match in _MONTH_DAY.finditer(text):
        parts = match.groupdict()
        which = next(n for n in "123" if parts[f"m{n}"])
        found = _written(match, None, parts[f"m{which}"], parts[f"d{which}"])
        if found is not None:
            yield found


def _written(match: re.Match[str], year: str | None, month: str, day: str) -> WrittenDate | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        date(int(year) if year else 2000, number, int(day))
    except ValueError:
        return None
    return WrittenDate(Span(*match.span()), int(year) if year else None, number, int(day))
