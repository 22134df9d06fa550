"""Tallies to counts: how many events a stretch of the calendar holds, and which groups are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from ..domain.query import EventQuery
from ..domain.summary import CoActor, EventCount, Grouping, Summary, TimeUnit
from ..domain.time import OPEN_END, OPEN_START, DateMatch
from ..errors import InvalidInput
from ..store import actors
from ..store import summaries as store
from ..store.conditions import Keys
from ..store.database import Cursor
from ..store.summaries import Tally

MAX_COUNTS = 20_000
"""The most counts of one answer."""
MAX_GROUPS = 100
"""The most groups of one answer."""

_AT_ONCE = 1000
"""How many stretches are counted before it is known that the answer is too long."""

Series = dict[str, list[Tally]]
Counter = Callable[[Sequence[date]], list[int]]


def summarize(
    cursor: Cursor, query: EventQuery, keys: Keys, unit: TimeUnit, grouping: Grouping, groups: int
) -> Summary:
    """Counts of at most so many groups.

    Raises:
        InvalidInput: there would be too many counts.

    """
    if grouping is Grouping.ACTOR:
        return _by_actor(cursor, query, keys, unit, groups)
    tallies = store.tallies(cursor, query, keys, unit, grouping)
    series = by_group(tallies)
    shown = dict(islice(series.items(), groups))
    return Summary(
        counts=counts(shown, query, unit),
        event_count=events_of(tallies),
        undated_count=events_of(tally for tally in tallies if tally[0] is None),
        omitted_groups=len(series) - len(shown),
    )


def _by_actor(cursor: Cursor, query: EventQuery, keys: Keys, unit: TimeUnit, groups: int) -> Summary:
    taking_part = [key for key, _ in store.actors_of(cursor, query, keys)]
    known = actors.by_key(cursor, taking_part[:groups])
    actor_ids = {key: stored.actor.id for key, stored in known.items()}
    series = by_group(store.tallies_of_actors(cursor, query, keys, unit, actor_ids))
    names = {stored.actor.id: stored.actor.display_name for stored in known.values()}
    event_count, undated_count = store.count(cursor, query, keys)
    return Summary(
        counts=tuple(replace(c, display_name=names[c.group]) for c in counts(series, query, unit)),
        event_count=event_count,
        undated_count=undated_count,
        omitted_groups=len(taking_part[groups:]),
    )


def co_actors(
    cursor: Cursor, query: EventQuery, keys: Keys, limit: int, after: tuple[int, str] | None
) -> list[CoActor]:
    """Who takes part in the events that a query means, other than its own actors, the most often first.

    ``after`` is event count and id of the actor that the last page ended with.
    """
    asked = {key for group in keys.groups for key in group}
    counted = {key: n for key, n in store.actors_of(cursor, query, keys) if key not in asked}
    position = (1, "") if after is None else (-after[0], after[1])
    left = {key: n for key, n in counted.items() if -n >= position[0] or after is None}
    alike = sum(-n == position[0] for n in left.values())
    numbers = sorted(left.values(), reverse=True)[: limit + alike]
    known = actors.by_key(cursor, [key for key, n in left.items() if n >= min(numbers)])
    found = sorted((-left[key], stored.actor.id, stored.actor) for key, stored in known.items())
    return [CoActor(actor, -n) for n, name, actor in found if after is None or (n, name) > position][:limit]


def check_groups(groups: int) -> int:
    """A number of groups within its limit.

    Raises:
        InvalidInput: it is not positive.

    """
    if groups < 1:
        raise InvalidInput("at least one group is counted", field="max_groups")
    return min(groups, MAX_GROUPS)


def by_group(tallies: Iterable[Tally]) -> Series:
    """Tallies of each group, the group with the most events first."""
    series: Series = defaultdict(list)
    totals: dict[str, int] = defaultdict(int)
    for tally in tallies:
        series[tally[1]].append(tally)
        totals[tally[1]] += tally[2]
    held = sorted((group for group in series if totals[group]), key=lambda group: (-totals[group], group))
    return {group: series[group] for group in held}


def events_of(tallies: Iterable[Tally]) -> int:
    """How many events tallies are of, those without a date too."""
    return sum([tally[2] for tally in tallies])


def counts(series: Series, query: EventQuery, unit: TimeUnit) -> tuple[EventCount, ...]:
    """Every count that is not 0, in time order, the groups of a stretch in their given order.

    A stretch counts what the query with the stretch as its range finds: by the query's match the
    events that may lie in it, of which one may be counted in several stretches, or those that
    surely do.

    Raises:
        InvalidInput: there are too many.

    """
    found: list[EventCount] = []
    counters = [_counter(tallies, query) for tallies in series.values()]
    stretches = _stretches([tally for tallies in series.values() for tally in tallies], query, unit)
    while series and (some := list(islice(stretches, _AT_ONCE))):
        numbers = zip(*(counter(some) for counter in counters), strict=True)
        for stretch, row in zip(some, numbers, strict=True):
            start, end = _clipped(stretch, query, unit)
            found += [EventCount(start, end, n, group) for group, n in zip(series, row, strict=True) if n]
        if len(found) > MAX_COUNTS:
            raise InvalidInput(
                f"the answer has more than {MAX_COUNTS} counts: narrow the range, count by a longer "
                f"unit than the {unit.value}, or ask for fewer groups",
                field="unit",
            )
    return tuple(found)


def _clipped(start: date, query: EventQuery, unit: TimeUnit) -> tuple[date, date | None]:
    """The days of a stretch that lie in the range."""
    end = unit.next(start)
    if query.end is not None and (end is None or query.end < end):
        end = query.end
    return max(start, query.start or start), end


def _counter(tallies: Iterable[Tally], query: EventQuery) -> Counter:
    """What gives the numbers of the next stretches, which are asked for in order and without a gap."""
    if query.match is DateMatch.CERTAIN:
        within = {stretch: number for stretch, _, _, _, number in tallies if stretch is not None}
        return lambda stretches: [within.get(stretch, 0) for stretch in stretches]
    return _UnderWay(tallies)


class _UnderWay:
    """How many events are under way: those that have begun, less those that have ended before."""

    def __init__(self, tallies: Iterable[Tally]) -> None:
        self._starts: dict[date, int] = defaultdict(int)
        self._ends: dict[date, int] = defaultdict(int)
        for stretch, _, starts, ends, _ in tallies:
            if stretch is not None:
                self._starts[stretch] += starts
                self._ends[stretch] += ends
        self._number: int | None = None

    def __call__(self, stretches: Sequence[date]) -> list[int]:
        if self._number is None:
            earlier = [n for day, n in self._starts.items() if day < stretches[0]]
            ended = [n for day, n in self._ends.items() if day < stretches[0]]
            self._number = sum(earlier) - sum(ended)
        number, numbers = self._number, []
        for stretch in stretches:
            number += self._starts.get(stretch, 0)
            numbers.append(number)
            number -= self._ends.get(stretch, 0)
        self._number = number
        return numbers


def _stretches(tallies: Iterable[Tally], query: EventQuery, unit: TimeUnit) -> Iterator[date]:
    """Every stretch from the first that is counted to the last."""
    bounds = _bounds(tallies, query, unit)
    stretch = bounds[0] if bounds else None
    while bounds and stretch is not None and stretch <= bounds[1]:
        yield stretch
        stretch = unit.next(stretch)


def _bounds(tallies: Iterable[Tally], query: EventQuery, unit: TimeUnit) -> tuple[date, date] | None:
    """The first and last stretch to be counted: those of the range, else of the days that are known."""
    open_ends = (unit.first_day(OPEN_START), unit.first_day(OPEN_END))
    known = {tally[0] for tally in tallies if tally[0] is not None} - {*open_ends}
    first = unit.first_day(query.start) if query.start is not None else min(known, default=None)
    end = None if query.end is None else unit.first_day(query.end - timedelta(days=1))
    last = max(known, default=None) if end is None else end
    return None if first is None or last is None else (first, last)
