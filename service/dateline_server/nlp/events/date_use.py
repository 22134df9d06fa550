"""What a temporal expression can be used for: whether it dates anything, and how far it reaches."""

from __future__ import annotations

from ...domain.time import Anchor, Timex, TimexType, Unresolved

MAX_CLAUSES = 5
"""How many clauses further on an exact date still reaches."""
MAX_CLAUSES_APPROXIMATE = 4
"""The same for 近日 and its like."""
FEW_DAYS = 31
"""The longest date that another act lends to a statement, in days."""
STRETCHES = ("zh.past", "zh.coming")
"""How the rules of expressions begin that tell of a time up to now or from now on."""
SINCE = "+since"
"""How the rule of an expression ends that tells of a time up to now."""
DAYPART = "zh.daypart"
"""How the rule of an expression begins that tells of a part of a day alone."""
PRESENT = "PRESENT_REF"
"""The value in TIMEX3 of an expression that means the time of writing."""
_UNDATED_TEXT = frozenset({Unresolved.NO_PUBLICATION_DATE, Unresolved.YEAR_UNKNOWN})


def is_usable(timex: Timex) -> bool:
    """Whether an expression can date an event: it would with a year or a publication date at the latest."""
    if timex.time is None or timex.type is TimexType.SET:
        return False
    return bool(timex.time.edtf) or timex.time.unresolved in _UNDATED_TEXT or is_present(timex)


def is_present(timex: Timex) -> bool:
    """Whether an expression says no more than now (目前, 截至目前)."""
    return timex.value == PRESENT and timex.type is TimexType.DATE


def is_stretch(timex: Timex) -> bool:
    """Whether an expression tells of a long time up to now or from now on (过去三年, 5月以来)."""
    time = timex.time
    if time is None or time.first is None or time.last is None:
        return False
    lasts = timex.rule.startswith(STRETCHES) and (time.last - time.first).days > FEW_DAYS
    return lasts or timex.rule.endswith(SINCE)


def is_part_of_day(timex: Timex) -> bool:
    """Whether an expression names no day, but a part of one that the text has named (晚上)."""
    return timex.rule.startswith(DAYPART)


def is_today(timex: Timex) -> bool:
    """Whether an expression names the day of the text by counting from it (今日)."""
    time = timex.time
    if time is None or time.anchor is not Anchor.DOCUMENT:
        return False
    return time.first == time.last == time.anchor_date


def is_short(timex: Timex) -> bool:
    """Whether an expression is exact and no longer than a month."""
    time = timex.time
    if time is None or time.approximate:
        return False
    return time.first is None or time.last is None or (time.last - time.first).days <= FEW_DAYS


def reaches(timex: Timex, distance: int) -> bool:
    """Whether an expression still dates a clause ``distance`` clauses further on."""
    approximate = timex.time is not None and timex.time.approximate
    return distance <= (MAX_CLAUSES_APPROXIMATE if approximate else MAX_CLAUSES)
