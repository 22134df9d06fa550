"""A loose date joins the one exact date that it can mean, whatever comes when, and never a second one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.document import Analysis
from dateline_server.domain.event import Event, Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.domain.time import EventTime, Extent, Granularity
from dateline_server.errors import NotFound
from hypothesis import given, settings
from hypothesis import strategies as st

from ..builders import EU, JAPAN, NVIDIA, Telling, analysis, between, telling
from .test_changes import content, timeless

MANY = 5
EVERYTHING = EventQuery(factualities=tuple(Factuality))
MARCH = between(date(2024, 3, 1), date(2024, 3, 31), Granularity.MONTH)
LATELY = between(date(2024, 3, 9), date(2024, 3, 23), approximate=True)
WEEK = between(date(2024, 3, 18), date(2024, 3, 24), Granularity.WEEK)
LASTING = replace(WEEK, extent=Extent.THROUGHOUT)
SPRING = between(date(2024, 3, 1), date(2024, 5, 31), Granularity.QUARTER)
FROM_TO = between(date(2024, 3, 16), date(2024, 3, 19))
LOOSE = (MARCH, LATELY, WEEK)


def met(on: str | EventTime, **options: object) -> Telling:
    return telling(EU, JAPAN, on=on, **options)  # type: ignore[arg-type]


def held(timeline: Timeline) -> dict[tuple[str, ...], str]:
    """The events as the documents that tell of each, with its date."""
    return {event.document_ids: event.time.edtf for event in events(timeline)}


def events(timeline: Timeline) -> tuple[Event, ...]:
    return timeline.list_events(EVERYTHING, 100, with_mentions=True).items


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        yield opened


@pytest.mark.parametrize("loose", LOOSE)
def test_a_loose_date_joins_the_exact_one(timeline: Timeline, loose: EventTime) -> None:
    timeline.put(analysis("a", met(loose)))
    timeline.put(analysis("b", met("2024-03-18")))
    timeline.put(analysis("c", met("2024-03-18")))
    assert held(timeline) == {("a", "b", "c"): "2024-03-18"}


@pytest.mark.parametrize(
    ("loose", "exact"),
    [
        (met(LATELY), met("2024-03-24")),
        (met(LASTING), met("2024-03-18")),
        (met(SPRING), met("2024-03-18")),
        (met(FROM_TO), met("2024-03-18")),
        (met(MARCH, kind="attack"), met("2024-03-18", kind="attack")),
        (met(MARCH, kind="negotiate"), met("2024-03-18", kind="negotiate")),
        (met(MARCH), met("2024-03-18", factuality=Factuality.NEGATED)),
        (telling(EU, on=MARCH), telling(EU, on="2024-03-18")),
        (telling(EU, JAPAN, on=MARCH), telling(EU, NVIDIA, on="2024-03-18")),
        (telling(JAPAN, EU, on=MARCH), telling(EU, JAPAN, on="2024-03-18")),
        (
            telling(EU, on=MARCH, kind="launch", theme="新品"),
            telling(EU, kind="launch", on="2024-03-18", theme="新品"),
        ),
        (met(MARCH, kind="award", theme="5亿元"), met("2024-03-18", kind="award", theme="7亿元")),
    ],
)
def test_what_might_be_another_stays_apart(timeline: Timeline, loose: Telling, exact: Telling) -> None:
    timeline.put(analysis("a", loose))
    timeline.put(analysis("b", exact))
    assert set(held(timeline)) == {("a",), ("b",)}


def test_a_thing_by_its_name_is_enough(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(NVIDIA, kind="launch", on=LATELY, theme="Blackwell B200")))
    timeline.put(analysis("b", telling(NVIDIA, kind="launch", on="2024-03-18", theme="blackwell B200")))
    assert held(timeline) == {("a", "b"): "2024-03-18"}


@pytest.mark.parametrize("other", ["2024-03-19", "2024-04-20", "2024-02-10"])
def test_of_two_that_might_be_meant_it_joins_none(timeline: Timeline, other: str) -> None:
    timeline.put(analysis("a", met(LATELY)))
    timeline.put(analysis("b", met("2024-03-18")))
    timeline.put(analysis("c", met(other)))
    assert set(held(timeline)) == {("a",), ("b",), ("c",)}
    timeline.delete("c")
    assert set(held(timeline)) == {("a", "b")}


def test_a_deletion_takes_it_out_again_and_ids_lead_on(timeline: Timeline) -> None:
    timeline.put(analysis("a", met(LATELY)))
    (loose,) = events(timeline)
    timeline.put(analysis("b", met("2024-03-18")))
    (joined,) = events(timeline)
    assert timeline.get_event(loose.id) == joined
    timeline.delete("b")
    (after,) = events(timeline)
    assert timeless(after) == timeless(loose)
    assert timeline.get_event(joined.id) == after
    timeline.delete("a")
    for event in (loose, joined):
        with pytest.raises(NotFound):
            timeline.get_event(event.id)


def test_contradictions_are_kept_and_shown(timeline: Timeline) -> None:
    timeline.put(analysis("a", met(LATELY, confidence=0.99)))
    timeline.put(analysis("b", met("2024-03-18", confidence=0.4)))
    (event,) = events(timeline)
    assert (event.time.edtf, event.quote_document_id) == ("2024-03-18", "b")
    assert {mention.mention.time.edtf for mention in event.mentions} == {LATELY.edtf, "2024-03-18"}


def test_a_split_wins_also_over_what_comes_later(timeline: Timeline) -> None:
    timeline.put(analysis("a", met(LATELY)))
    timeline.put(analysis("b", met("2024-03-18")))
    (joined,) = events(timeline)
    decision = timeline.split_event(joined.id, ["a"])
    assert set(held(timeline)) == {("a",), ("b",)}
    timeline.delete("a")
    timeline.delete("b")
    timeline.put(analysis("b", met("2024-03-18")))
    timeline.put(analysis("a", met(LATELY)))
    assert set(held(timeline)) == {("a",), ("b",)}
    timeline.revoke_decision(decision.id)
    assert set(held(timeline)) == {("a", "b")}
    assert timeline.examine() == []


def test_a_merge_wins_over_what_would_join(timeline: Timeline) -> None:
    timeline.put(analysis("a", met(LATELY)))
    timeline.put(analysis("x", telling(NVIDIA, JAPAN, on="2024-03-12")))
    decision = timeline.merge_events([event.id for event in events(timeline)])
    timeline.put(analysis("b", met("2024-03-18")))
    assert set(held(timeline)) == {("a", "x"), ("b",)}
    timeline.revoke_decision(decision.id)
    assert set(held(timeline)) == {("a", "b"), ("x",)}
    assert timeline.examine() == []


def test_a_merge_of_what_joined_keeps_it(timeline: Timeline) -> None:
    timeline.put(analysis("a", met(LATELY)))
    timeline.put(analysis("b", met("2024-03-18")))
    timeline.put(analysis("x", telling(NVIDIA, JAPAN, on="2024-03-12")))
    decision = timeline.merge_events([event.id for event in events(timeline)])
    assert set(held(timeline)) == {("a", "b", "x")}
    timeline.put(analysis("c", met("2024-03-19")))
    assert set(held(timeline)) == {("a", "b", "x"), ("c",)}
    timeline.revoke_decision(decision.id)
    assert set(held(timeline)) == {("a",), ("b",), ("x",), ("c",)}


TELLINGS = st.builds(
    lambda on, other, kind: telling(EU, other, on=on, kind=kind),
    st.sampled_from((*LOOSE, "2024-03-10", "2024-03-18", "2024-03-20", "2024-05-18")),
    st.sampled_from((JAPAN, NVIDIA)),
    st.sampled_from(("meet", "acquire")),
)
ARTICLES = st.builds(
    lambda name, told: analysis(name, *told), st.sampled_from("abcd"), st.lists(TELLINGS, max_size=2)
)


@settings(deadline=None, max_examples=MANY, derandomize=True)
@given(told=st.lists(ARTICLES, max_size=4, unique_by=lambda one: one.document.id), data=st.data())
def test_any_order_gives_the_same_events_with_the_same_ids(
    told: Sequence[Analysis], data: st.DataObject
) -> None:
    with Timeline.open() as one, Timeline.open() as other:
        for analysed in told:
            one.put(analysed)
        for analysed in data.draw(st.permutations(told)):
            other.put(analysed)
        assert content(one) == content(other)
        assert one.examine() == []


@settings(deadline=None, max_examples=MANY, derandomize=True)
@given(told=st.lists(ARTICLES, max_size=4), visitor=st.lists(TELLINGS, max_size=2))
def test_what_came_and_went_is_not_to_be_seen(told: Sequence[Analysis], visitor: Sequence[Telling]) -> None:
    with Timeline.open() as timeline:
        for analysed in told:
            stored = timeline.find_documents([analysed.document.id])
            (timeline.replace if stored else timeline.put)(analysed)
        before = content(timeline)
        timeline.put(analysis("visitor", *visitor))
        shown = [event.id for event in events(timeline)]
        timeline.delete("visitor")
        assert content(timeline) == before
        assert timeline.examine() == []
        left = {event.id for event in events(timeline)}
        for event_id in shown:
            try:
                assert timeline.get_event(event_id).id in left
            except NotFound:
                assert event_id not in left
