"""Clauses a stretch of time away from their main clause: met on Friday, two days after they failed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from ...domain.time import Anchor, Granularity, edtf_interval
from .english_links import Link
from .english_syntax import Parse

_UNITS = frozenset({"minute", "hour", "day", "week", "month", "year", "decade"})
_WORDS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {"one": 1, **{word: number for number, word in enumerate(_WORDS, 1)}}
_LOOSE = frozenset({"about", "nearly", "almost", "roughly", "around", "over", "more", "less", "just"})
_MOST = 60
_SIGNS = {"after": -1, "before": 1}
Period = tuple[date, date, Granularity]


def measure_before(parse: Parse, clause: int) -> int | None:
    """The noun that says how far a clause lies from its main clause: weeks after it had opened."""
    mark = parse.child(clause, "mark", "advmod")
    if mark is None or parse.word(mark) not in _SIGNS:
        return None
    measures = (*parse.dependents(clause, "npadvmod"), *parse.dependents(mark, "npadvmod"))
    return next((noun for noun in measures if noun < mark and parse.lemma(noun) in _UNITS), None)


def times_apart(parse: Parse, index: int, link: Link) -> Iterator[tuple[int, Link]]:
    """The clauses of a dated verb that say how far they lie from it, each with the link to its own time."""
    time = link.timex.time
    if time is None or time.first is None or time.last is None or time.approximate:
        return
    for clause in parse.dependents(index, "advcl"):
        measure = measure_before(parse, clause)
        unit, count = (
            (parse.lemma(measure), _count(parse, clause, measure)) if measure is not None else ("", 0)
        )
        if not count or _SIZES.get(unit, 0) < (time.last - time.first).days + 1:
            continue
        first, last, granularity = _AWAY[unit](time.first, count)
        moved = replace(
            time, first=first, last=last, granularity=granularity, edtf=edtf_interval(first, last),
            anchor=Anchor.CONTEXT, anchor_date=time.first, imputed=(),
        )  # fmt: skip
        yield (
            clause,
            Link(replace(link.timex, time=moved, value=moved.edtf), "time-apart", link.weight * 0.85),
        )


def _count(parse: Parse, clause: int, measure: int) -> int:
    """How many units away, negative before; 0 where the text leaves it open."""
    mark = parse.child(clause, "mark", "advmod")
    words = [parse.word(child) for child in parse.dependents(measure, "det", "nummod")]
    loose = {parse.word(child) for child in parse.subtree(measure)} & _LOOSE
    if mark is None or len(words) != 1 or loose:
        return 0
    number = int(words[0]) if words[0].isdigit() else _NUMBERS.get(words[0], 0)
    return _SIGNS[parse.word(mark)] * number if number <= _MOST else 0


def _day_away(day: date, count: int) -> Period:
    moved = day + timedelta(days=count)
    return moved, moved, Granularity.DAY


def _week_away(day: date, count: int) -> Period:
    monday = day + timedelta(weeks=count, days=-day.weekday())
    return monday, monday + timedelta(days=6), Granularity.WEEK


def _month_away(day: date, count: int) -> Period:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, 1), date(year, month + 1, last), Granularity.MONTH


def _year_away(day: date, count: int) -> Period:
    return date(day.year + count, 1, 1), date(day.year + count, 12, 31), Granularity.YEAR


_AWAY = {"day": _day_away, "week": _week_away, "month": _month_away, "year": _year_away}
_SIZES = {"day": 1, "week": 7, "month": 31, "year": 366}
"""How long the time of the main clause may be for each unit: nothing gets more precise."""
