"""Counts are what the lists would have counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.event import Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.domain.summary import EventCount, Grouping, TimeUnit
from dateline_server.domain.time import OPEN_END, OPEN_START, DateMatch
from dateline_server.errors import InvalidInput
from dateline_server.store.rollup import sum_up
from hypothesis import given, settings
from hypothesis import strategies as st

from ..builders import EU, JAPAN, KIOXIA, NVIDIA, UNDATED, analysis, between, telling
from .strategies import analyses
from .test_search import QUERIES


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        yield opened


def listed(timeline: Timeline, query: EventQuery) -> int:
    return len(timeline.list_events(query, 1000).items)


def narrowed(query: EventQuery, count: EventCount, grouping: Grouping) -> EventQuery:
    """The query that lists what was counted."""
    asked = replace(query, start=count.start, end=count.end)
    if grouping is Grouping.TYPE:
        return replace(asked, types=(count.group,))
    if grouping is Grouping.ACTOR:
        return replace(asked, all_actors=(*query.all_actors, count.group))
    return asked


@settings(deadline=None, max_examples=40)
@given(
    told=st.lists(analyses(), max_size=4, unique_by=lambda a: a.document.id),
    deleted=st.integers(0, 1),
    asked=st.lists(
        st.tuples(QUERIES, st.sampled_from(TimeUnit), st.sampled_from(Grouping), st.booleans()), max_size=6
    ),
)
def test_a_stretch_counts_what_a_list_of_its_days_finds(
    told: list[Any], deleted: int, asked: list[tuple[EventQuery, TimeUnit, Grouping, bool]]
) -> None:
    with Timeline.open() as timeline:
        for one in told:
            timeline.put(one)
        for one in told[:deleted]:
            timeline.delete(one.document.id)
        for query, unit, grouping, summed in asked:
            if summed:
                timeline.database.write(sum_up)
            query = query if grouping is not Grouping.ACTOR else replace(query, roles=())
            if query.start and query.end and query.start >= query.end:
                continue
            summary = timeline.summarize_events(query, unit, grouping, 100)
            assert summary.event_count == listed(timeline, query)
            found = timeline.list_events(query, 1000).items
            assert summary.undated_count == sum(event.time.first is None for event in found)
            for count in summary.counts:
                assert count.count == listed(timeline, narrowed(query, count, grouping)) > 0
            if grouping is Grouping.NONE:
                stretches = {unit.first_day(count.start) for count in summary.counts}
                whole = {
                    unit.first_day(e.time.first)
                    for e in found
                    if e.time.first and unit.first_day(e.time.first) == unit.first_day(e.time.last)
                }
                assert whole <= stretches


def numbers(timeline: Timeline, unit: TimeUnit, **asked: Any) -> list[tuple[str, int]]:
    summary = timeline.summarize_events(EventQuery(**asked), unit)
    return [(count.start.isoformat(), count.count) for count in summary.counts]


def test_an_uncertain_date_counts_where_it_may_be_or_where_it_surely_is(timeline: Timeline) -> None:
    timeline.put(
        analysis(
            "a", telling(EU, on="2023-07-03"), telling(EU, on=between(date(2023, 6, 28), date(2023, 8, 2)))
        )
    )
    assert numbers(timeline, TimeUnit.MONTH) == [("2023-06-01", 1), ("2023-07-01", 2), ("2023-08-01", 1)]
    assert numbers(timeline, TimeUnit.MONTH, match=DateMatch.CERTAIN) == [("2023-07-01", 1)]
    assert numbers(timeline, TimeUnit.YEAR, match=DateMatch.CERTAIN) == [("2023-01-01", 2)]
    assert numbers(timeline, TimeUnit.WEEK, start=date(2023, 7, 30), end=date(2023, 8, 10)) == [
        ("2023-07-30", 1),
        ("2023-07-31", 1),
    ]


def test_an_open_end_lasts_as_far_as_anything_is_known(timeline: Timeline) -> None:
    since = between(date(2023, 5, 1), OPEN_END)
    until = between(OPEN_START, date(2023, 4, 2))
    timeline.put(analysis("a", telling(EU, on=since), telling(EU, on=until), telling(EU, on="2023-07-03")))
    expected = [("2023-04-01", 1), ("2023-05-01", 1), ("2023-06-01", 1), ("2023-07-01", 2)]
    assert numbers(timeline, TimeUnit.MONTH) == expected
    later = {"start": date(2030, 1, 1), "end": date(2030, 3, 1)}
    assert numbers(timeline, TimeUnit.MONTH, **later) == [("2030-01-01", 1), ("2030-02-01", 1)]
    assert numbers(timeline, TimeUnit.WEEK, start=date(2030, 1, 1), end=date(2030, 1, 9)) == [
        ("2030-01-01", 1),
        ("2030-01-07", 1),
    ]


def test_groups_are_named_and_the_smallest_left_out(timeline: Timeline) -> None:
    timeline.put(
        analysis(
            "a",
            telling(EU, JAPAN),
            telling(EU, NVIDIA, kind="sue"),
            telling(EU, on=UNDATED),
            telling(KIOXIA, factuality=Factuality.NEGATED),
        )
    )
    by_type = timeline.summarize_events(EventQuery(), TimeUnit.YEAR, Grouping.TYPE, 1)
    assert by_type.counts == (EventCount(date(2023, 1, 1), date(2024, 1, 1), 1, "meet"),)
    assert (by_type.event_count, by_type.undated_count, by_type.omitted_groups) == (3, 1, 1)
    by_actor = timeline.summarize_events(EventQuery(), TimeUnit.MONTH, Grouping.ACTOR, 1)
    assert by_actor.counts == (EventCount(date(2023, 7, 1), date(2023, 8, 1), 2, "european-union", "欧盟"),)
    assert (by_actor.event_count, by_actor.undated_count, by_actor.omitted_groups) == (3, 1, 2)


def test_the_last_stretch_of_the_calendar_has_no_end(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(EU, on="9999-12-03")))
    (count,) = timeline.summarize_events(EventQuery(), TimeUnit.DAY).counts
    assert (count.start, count.end) == (date(9999, 12, 3), date(9999, 12, 4))
    assert TimeUnit.MONTH.next(date(9999, 12, 1)) is None


def test_too_many_counts_are_refused_with_what_to_do(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(EU, on=between(date(1900, 1, 1), date(2000, 1, 1)))))
    with pytest.raises(InvalidInput, match="longer unit than the day") as caught:
        timeline.summarize_events(EventQuery(), TimeUnit.DAY)
    assert caught.value.field == "unit"
    assert len(timeline.summarize_events(EventQuery(), TimeUnit.MONTH).counts) == 1201
    with pytest.raises(InvalidInput):
        timeline.summarize_events(EventQuery(), TimeUnit.DAY, Grouping.TYPE, 0)
