"""What was known then is what a timeline of the documents of then tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.event import Event
from dateline_server.domain.query import EventQuery, Order
from dateline_server.domain.summary import TimeUnit
from dateline_server.domain.time import DateMatch, Granularity
from dateline_server.errors import InvalidInput, NotFound, PageTokenInvalid
from dateline_server.store.database import Database
from hypothesis import given, settings
from hypothesis import strategies as st

from ..builders import EU, JAPAN, KIOXIA, NVIDIA, analysis, between, telling
from .strategies import DOCUMENT_IDS, analyses
from .test_search import QUERIES, whole

LATELY = between(date(2023, 6, 20), date(2023, 7, 4), approximate=True)
JUNE = between(date(2023, 6, 1), date(2023, 6, 30), Granularity.MONTH)
FIRST = datetime(2024, 1, 1, 23, 59, 59, 999999, UTC)


class Clock:
    """A day later each time that a document is stored."""

    def __init__(self) -> None:
        self.now = FIRST

    def __call__(self) -> datetime:
        self.now += timedelta(days=1)
        return self.now - timedelta(days=1)


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline(Database(":memory:"), clock=Clock()) as opened:
        yield opened


def told(event: Event) -> Event:
    return replace(event, create_time=FIRST, update_time=FIRST)


def loose_and_exact() -> st.SearchStrategy[Any]:
    """Documents that tell of meetings which may be one, dated loosely or exactly."""
    times = st.sampled_from((LATELY, JUNE, "2023-06-22", "2023-06-30", "2023-07-03"))
    tellings = st.builds(lambda on: telling(EU, JAPAN, on=on), times)
    return st.builds(
        lambda name, told: analysis(name, *told),
        st.sampled_from(DOCUMENT_IDS),
        st.lists(tellings, max_size=2),
    )


@settings(deadline=None, max_examples=25)
@given(
    stored=st.lists(
        st.one_of(analyses(), loose_and_exact()),
        min_size=1,
        max_size=4,
        unique_by=lambda one: one.document.id,
    ),
    queries=st.lists(QUERIES, max_size=5),
    days=st.integers(0, 4),
    size=st.integers(1, 3),
)
def test_what_was_known_is_what_the_documents_of_then_tell(
    stored: list[Any], queries: list[EventQuery], days: int, size: int
) -> None:
    with Timeline(Database(":memory:"), clock=Clock()) as now, Timeline.open() as then:
        for number, one in enumerate(stored):
            now.put(one)
            if number < days:
                then.put(one)
        for query in queries:
            asked = replace(query, as_of=FIRST.date() + timedelta(days=days - 1))
            found = whole(
                lambda n, token: now.list_events(asked, n, token, with_mentions=True),  # noqa: B023
                size,
            )
            expected = then.list_events(query, 1000, with_mentions=True).items
            assert [told(event) for event in found] == [told(event) for event in expected]


def test_an_event_has_the_confidence_and_sources_of_then(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(EU, JAPAN, confidence=0.6)))
    timeline.put(analysis("b", telling(EU, JAPAN, confidence=0.8)))
    (event,) = timeline.list_events(EventQuery(as_of=FIRST.date()), 10).items
    assert (event.confidence, event.document_ids, event.mention_count) == (0.6, ("a",), 1)
    assert event.update_time == FIRST
    assert timeline.list_events(EventQuery(as_of=FIRST.date(), min_confidence=0.7), 10).items == ()
    later = FIRST.date() + timedelta(days=1)
    assert timeline.list_events(EventQuery(as_of=later, min_confidence=0.7), 10).items[0].confidence == 0.8
    assert len(timeline.list_events(EventQuery(as_of=date.max), 10).items) == 1


def pages(timeline: Timeline, query: EventQuery, size: int = 1) -> list[tuple[str, tuple[str, ...]]]:
    found = whole(lambda n, token: timeline.list_events(query, n, token), size)
    return [(event.time.edtf, event.document_ids) for event in found]


def test_a_merged_event_stands_where_it_was_known_to_be(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(EU, JAPAN, on="2023-07-03")))
    timeline.put(analysis("b", telling(NVIDIA, on="2023-05-01")))
    timeline.put(analysis("c", telling(EU, KIOXIA, on="2023-04-01", confidence=0.99)))
    by_document = {event.document_ids: event.id for event in timeline.list_events(EventQuery(), 9).items}
    timeline.merge_events([by_document["a",], by_document["c",]])
    assert pages(timeline, EventQuery()) == [("2023-04-01", ("a", "c")), ("2023-05-01", ("b",))]
    then = FIRST.date() + timedelta(days=1)
    in_order = [("2023-05-01", ("b",)), ("2023-07-03", ("a",))]
    assert pages(timeline, EventQuery(as_of=then)) == in_order
    assert pages(timeline, EventQuery(as_of=then, order=Order.TIME_DESC)) == in_order[::-1]
    july = EventQuery(as_of=then, start=date(2023, 7, 1), end=date(2023, 8, 1))
    assert pages(timeline, july) == in_order[1:]
    assert pages(timeline, replace(july, any_actors=("nvidia",))) == []
    april = EventQuery(as_of=then, start=date(2023, 4, 1), end=date(2023, 5, 1))
    assert pages(timeline, april) == []
    assert pages(timeline, replace(july, match=DateMatch.CERTAIN, types=("meet",))) == in_order[1:]
    assert pages(timeline, replace(july, types=("sue",))) == []


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_loose_date_was_loose_until_the_exact_one_came(timeline: Timeline, size: int) -> None:
    timeline.put(analysis("a", telling(EU, JAPAN, on=LATELY)))
    timeline.put(analysis("b", telling(EU, NVIDIA, on="2023-06-25")))
    timeline.put(analysis("c", telling(EU, JAPAN, on="2023-07-03")))
    assert len(pages(timeline, EventQuery())) == 2
    then = EventQuery(as_of=FIRST.date() + timedelta(days=1))
    loose = (LATELY.edtf, ("a",))
    assert pages(timeline, then, size) == [loose, ("2023-06-25", ("b",))]
    assert pages(timeline, replace(then, start=date(2023, 6, 20), end=date(2023, 6, 22)), size) == [loose]
    timeline.put(analysis("d", telling(EU, JAPAN, on="2023-06-22")))
    assert len(pages(timeline, EventQuery())) == 4
    joined = replace(then, as_of=FIRST.date() + timedelta(days=2))
    assert pages(timeline, joined, size) == [("2023-06-25", ("b",)), ("2023-07-03", ("a", "c"))]


def test_what_was_known_is_listed_not_counted(timeline: Timeline) -> None:
    with pytest.raises(InvalidInput, match="not counted"):
        timeline.summarize_events(EventQuery(as_of=FIRST.date()), TimeUnit.DAY)
    with pytest.raises(InvalidInput, match="not counted"):
        timeline.list_co_actors("EU", EventQuery(as_of=FIRST.date()), 10)


def test_co_actors_are_counted_by_common_events(timeline: Timeline) -> None:
    timeline.put(
        analysis(
            "a",
            telling(EU, JAPAN),
            telling(EU, JAPAN, kind="sue"),
            telling(EU, NVIDIA, place=EU),
            telling(EU, KIOXIA, on="2022-07-03"),
            telling(JAPAN, NVIDIA),
        )
    )
    for size in (1, 2, 10):
        found = whole(lambda n, token: timeline.list_co_actors("歐盟", EventQuery(), n, token), size)
        assert [(held.actor.id, held.event_count) for held in found] == [
            ("japan", 2),
            ("kioxia", 1),
            ("nvidia", 1),
        ]
    in_2022 = EventQuery(start=date(2022, 1, 1), end=date(2023, 1, 1))
    assert [held.actor.id for held in timeline.list_co_actors("EU", in_2022, 10).items] == ["kioxia"]
    sued = timeline.list_co_actors("EU", EventQuery(types=("sue",)), 10)
    assert [(held.actor.id, held.event_count) for held in sued.items] == [("japan", 1)]
    assert timeline.list_co_actors("nobody", EventQuery(), 10).items == ()


def test_mentions_of_a_document_are_listed_in_its_order_with_their_events(timeline: Timeline) -> None:
    kinds = ("meet", "sue", "sign")
    timeline.put(analysis("a", *[telling(EU, JAPAN, kind=kind) for kind in kinds]))
    timeline.put(analysis("b", telling(EU, JAPAN, kind="sue"), telling(KIOXIA)))
    for size in (1, 2, 10):
        found = whole(lambda n, token: timeline.list_mentions("a", n, token), size)
        assert [told.stored.mention.type for told in found] == list(kinds)
        assert [timeline.get_event(told.event_id).type for told in found] == list(kinds)
    assert len(timeline.list_mentions("b", 10).items) == 2
    with pytest.raises(NotFound):
        timeline.list_mentions("c", 10)
    with pytest.raises(PageTokenInvalid):
        timeline.list_mentions("b", 10, timeline.list_mentions("a", 1).next)
