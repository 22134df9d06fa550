"""Clauses a number of days from their main clause: met on Friday, two days after the talks had failed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from ...domain.time import Anchor, Granularity
from .english_links import Link
from .english_syntax import Parse

_UNITS = frozenset({"minute", "hour", "day", "week", "month", "year", "decade"})
_NUMBERS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SIGNS = {"after": -1, "before": 1}


def measure_before(parse: Parse, clause: int) -> int | None:
    """The noun that says how far a clause lies from its main clause: weeks after it had opened."""
    mark = parse.child(clause, "mark", "advmod")
    if mark is None or parse.word(mark) not in _SIGNS:
        return None
    measures = (*parse.dependents(clause, "npadvmod"), *parse.dependents(mark, "npadvmod"))
    return next((noun for noun in measures if noun < mark and parse.lemma(noun) in _UNITS), None)


def days_apart(parse: Parse, index: int, link: Link) -> Iterator[tuple[int, Link]]:
    """The clauses of a verb that a day dates, each with the link to its own day."""
    time = link.timex.time
    if (
        time is None
        or time.first is None
        or time.first != time.last
        or time.granularity is not Granularity.DAY
    ):
        return
    for clause in parse.dependents(index, "advcl"):
        days = _days(parse, clause)
        if days is not None:
            day = time.first + timedelta(days=days)
            moved = replace(
                time, first=day, last=day, edtf=day.isoformat(), anchor=Anchor.CONTEXT, anchor_date=time.first
            )
            timex = replace(link.timex, time=moved, value=day.isoformat())
            yield clause, Link(timex, "days-apart", link.weight * 0.85)


def _days(parse: Parse, clause: int) -> int | None:
    measure = measure_before(parse, clause)
    mark = parse.child(clause, "mark", "advmod")
    if measure is None or mark is None or parse.lemma(measure) != "day":
        return None
    words = [parse.word(child) for child in parse.dependents(measure, "det", "nummod")]
    if len(words) != 1:
        return None
    number = (
        int(words[0]) if words[0].isdigit() else _NUMBERS.index(words[0]) + 1 if words[0] in _NUMBERS else 0
    )
    return _SIGNS[parse.word(mark)] * number if number else None
