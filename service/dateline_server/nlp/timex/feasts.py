"""Named days that move: counted from Easter, or from the weekdays of a month."""

from __future__ import annotations

import re
from datetime import timedelta

from dateutil.easter import easter

from .calendar import Period, day_period, month_period, nth_weekday

_OF_EASTER = re.compile(r"E([+-]\d{1,2})?")
_OF_MONTH = re.compile(r"W(\d{1,2})/(-?\d)/(\d)([+-]\d{1,2})?")


def movable_feast(name: str, year: int) -> Period | None:
    """The day of ``year`` that ``name`` gives; None when it names no movable feast.

    ``E-2`` is two days before Easter Sunday (Gregorian, as of the Western churches). ``W11/4/4`` is
    the fourth Thursday (1 is Monday) of November, ``W11/4/4+1`` the day after it, ``W5/-1/1`` the
    last Monday of May.
    """
    counted = _OF_EASTER.fullmatch(name)
    if counted:
        return day_period(easter(year) + timedelta(days=int(counted[1] or "0")))
    counted = _OF_MONTH.fullmatch(name)
    if counted is None:
        return None
    day = nth_weekday(month_period(year, int(counted[1])), int(counted[2]), int(counted[3])).first
    return day_period(day + timedelta(days=int(counted[4] or "0")))
