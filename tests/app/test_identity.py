"""Ids stay: whatever happens to documents, an id leads to what its mentions tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.document import Analysis
from dateline_server.domain.event import Event, Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.errors import NotFound
from hypothesis import given, settings
from hypothesis import strategies as st

from ..builders import EU, JAPAN, NVIDIA, Telling, analysis, telling
from .test_changes import content

MANY = 7
EVERYTHING = EventQuery(factualities=tuple(Factuality))
DAYS = tuple((date(2023, 7, 1) + timedelta(days=n)).isoformat() for n in range(3))
TOLD = (telling(EU, JAPAN), telling(EU, JAPAN), telling(EU, NVIDIA), telling(EU, JAPAN, confidence=0.5))
"""What each document may tell, on days that differ; some of it is the same but for the day."""


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        yield opened


def on(told: Telling, day: str) -> Telling:
    return telling(*(actor for _, actor in told.arguments), on=day, confidence=told.confidence)


def edition(document: str, days: tuple[str, ...]) -> Analysis:
    """A document that tells what its name says, dated in one way or another: the text stays."""
    shift = int(document)
    tellings = [on(TOLD[(shift + n) % len(TOLD)], day) for n, day in enumerate(days)]
    return analysis(f"d{document}", *tellings)


def editions(document: str) -> st.SearchStrategy[Analysis]:
    length = 1 + int(document) % 2
    days = st.tuples(*[st.sampled_from(DAYS)] * length)
    return days.map(lambda chosen: edition(document, chosen))


DOCUMENTS = ("0", "1", "2", "3")
EDITIONS = st.sampled_from(DOCUMENTS).flatmap(editions)
STEPS = st.lists(st.one_of(EDITIONS, EDITIONS, st.sampled_from(DOCUMENTS)), max_size=8)


def carry_out(timeline: Timeline, held: dict[str, Analysis], step: Any) -> None:
    """Stores an analysis, over what is there, or removes a document that is there."""
    if isinstance(step, str):
        if held.pop(f"d{step}", None):
            timeline.delete(f"d{step}")
    else:
        name = step.document.id
        (timeline.replace if name in held else timeline.put)(step)
        held[name] = step


def events(timeline: Timeline) -> tuple[Event, ...]:
    return timeline.list_events(EVERYTHING, 1000, with_mentions=True).items


def told_by(event: Event) -> set[tuple[str, int]]:
    return {(mention.document_id, mention.mention.trigger.start) for mention in event.mentions}


def ids(timeline: Timeline) -> dict[frozenset[tuple[str, int]], str]:
    """The id of each event, by the places of its mentions."""
    return {frozenset(told_by(event)): event.id for event in events(timeline)}


def kept(timeline: Timeline) -> list[Any]:
    with timeline.database.read() as cursor:
        return [
            cursor.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
            for table in ("event_identities", "event_names")
        ]


def test_an_event_that_is_dated_anew_keeps_its_id(timeline: Timeline) -> None:
    timeline.put(edition("2", DAYS[:1]))
    (before,) = events(timeline)
    timeline.replace(edition("2", DAYS[1:2]))
    (after,) = events(timeline)
    assert (after.id, after.create_time) == (before.id, before.create_time)
    assert after.time.edtf == DAYS[1]


def test_what_is_told_of_the_new_day_joins_the_event_that_moved_there(timeline: Timeline) -> None:
    timeline.put(edition("2", DAYS[:1]))
    timeline.replace(edition("2", DAYS[1:2]))
    timeline.put(analysis("other", telling(EU, NVIDIA, on=DAYS[1])))
    (event,) = events(timeline)
    assert event.mention_count == 2
    timeline.put(analysis("another", telling(EU, NVIDIA, on=DAYS[0])))
    assert len(events(timeline)) == 2


def test_of_two_events_that_become_one_the_older_id_stays_and_the_other_leads_there(
    timeline: Timeline,
) -> None:
    for name, day in (("a", DAYS[0]), ("b", DAYS[1])):
        timeline.put(analysis(name, telling(EU, JAPAN, on=day)))
    first, second = events(timeline)
    timeline.replace(analysis("a", telling(EU, JAPAN, on=DAYS[1])))
    (one,) = events(timeline)
    assert one.id == first.id
    assert timeline.get_event(second.id) == one
    with timeline.database.read() as cursor:
        redirects = cursor.execute("SELECT * FROM timeline.event_redirects").fetchall()
    assert redirects == [(second.id, first.id)]
    timeline.delete("b")
    assert timeline.get_event(first.id).document_ids == ("a",)
    with pytest.raises(NotFound):
        timeline.get_event(second.id)


def test_of_an_event_that_parts_the_best_mention_keeps_the_id(timeline: Timeline) -> None:
    for name, confidence in (("a", 0.7), ("b", 0.9), ("c", 0.8)):
        timeline.put(analysis(name, telling(EU, JAPAN, on=DAYS[0], confidence=confidence)))
    (whole,) = events(timeline)
    timeline.replace(analysis("b", telling(EU, JAPAN, on=DAYS[1], confidence=0.9)))
    found = ids(timeline)
    assert {event.id: event.document_ids for event in events(timeline)}[whole.id] == ("b",)
    assert len(set(found.values())) == 2
    timeline.delete("b")
    assert timeline.get_event(whole.id).document_ids == ("a", "c")


def test_an_event_that_is_gone_is_not_found(timeline: Timeline) -> None:
    timeline.put(edition("2", DAYS[:1]))
    (event,) = events(timeline)
    timeline.replace(edition("2", DAYS[1:2]))
    timeline.delete("d2")
    with pytest.raises(NotFound):
        timeline.get_event(event.id)
    assert kept(timeline) == [[], []]


@settings(deadline=None, max_examples=MANY, derandomize=True)
@given(told=st.lists(EDITIONS, max_size=4, unique_by=lambda told: told.document.id), data=st.data())
def test_any_order_of_the_same_documents_gives_the_same_events(
    told: list[Analysis], data: st.DataObject
) -> None:
    with Timeline.open() as one, Timeline.open() as other:
        for analysed in told:
            one.put(analysed)
        for analysed in data.draw(st.permutations(told)):
            other.put(analysed)
        assert content(one)["events"] == content(other)["events"]
        assert kept(one) == [[], []]


@settings(deadline=None, max_examples=MANY, derandomize=True)
@given(steps=STEPS, days=st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)))
def test_a_document_that_came_and_went_leaves_no_trace(steps: list[Any], days: tuple[str, ...]) -> None:
    with Timeline.open() as timeline:
        held: dict[str, Analysis] = {}
        for step in steps:
            carry_out(timeline, held, step)
        before, names = content(timeline), kept(timeline)
        timeline.put(analysis("visitor", *[on(TOLD[n], day) for n, day in enumerate(days)]))
        timeline.delete("visitor")
        assert content(timeline) == before
        assert kept(timeline) == names


@settings(deadline=None, max_examples=MANY, derandomize=True)
@given(steps=STEPS, data=st.data())
def test_a_date_set_there_and_back_gives_the_events_of_before(steps: list[Any], data: st.DataObject) -> None:
    with Timeline.open() as timeline:
        held: dict[str, Analysis] = {}
        for step in steps:
            carry_out(timeline, held, step)
        for name, told in list(held.items())[:2]:
            before = content(timeline)["events"]
            timeline.replace(data.draw(editions(name[1:])))
            timeline.replace(told)
            assert content(timeline)["events"] == before


@settings(deadline=None, max_examples=MANY, derandomize=True)
@given(steps=STEPS)
def test_every_id_leads_to_what_its_mentions_tell_as_long_as_one_is_there(steps: list[Any]) -> None:
    shown: dict[str, set[tuple[str, int]]] = defaultdict(set)
    with Timeline.open() as timeline:
        held: dict[str, Analysis] = {}
        for step in steps:
            carry_out(timeline, held, step)
            for places in shown.values():
                places -= {place for place in places if place[0] not in held}
            for event in events(timeline):
                assert timeline.get_event(event.id) == event
                shown[event.id] |= told_by(event)
            for event_id, places in shown.items():
                if places:
                    assert told_by(timeline.get_event(event_id)) & places
        assert timeline.examine() == []
