"""An id that was made from a name leads to the actor of the lexicon that has the name later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.actor import Actor, ActorType
from dateline_server.domain.document import Analysis
from dateline_server.domain.query import EventQuery
from dateline_server.domain.summary import Grouping, TimeUnit
from dateline_server.errors import NotFound
from dateline_server.nlp.actors.names import derived_id
from hypothesis import given, settings
from hypothesis import strategies as st

from ..builders import EU, JAPAN, Telling, analysis, telling

NAME = "海州光学"
OLD = derived_id(NAME)
UNKNOWN = Actor(OLD, NAME, ActorType.ORGANIZATION, (NAME,))
KNOWN = Actor(
    "haizhou", NAME, ActorType.ORGANIZATION, (NAME, "Haizhou"), former_ids=(OLD, derived_id("Haizhou"))
)
RIVAL = Actor("haizhou-optics", NAME, ActorType.ORGANIZATION, (NAME,), former_ids=(OLD,))
DAYS = {"a": "2023-07-01", "b": "2023-07-02", "c": "2023-07-03"}


def told(document_id: str, actor: Actor, *others: Telling) -> Analysis:
    """An article of its day that tells of an actor meeting another one."""
    meeting = telling(actor, JAPAN, on=DAYS[document_id])
    return analysis(document_id, meeting, *others, actors=(actor, EU, JAPAN))


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        yield opened


def days_of(timeline: Timeline, actor: str) -> list[str]:
    found = timeline.list_events(EventQuery(any_actors=(actor,)), 100).items
    return [str(event.time.first) for event in found]


def test_a_name_that_is_known_later_takes_its_events_along(timeline: Timeline) -> None:
    timeline.put(told("a", UNKNOWN))
    assert timeline.get_actor(OLD).actor == UNKNOWN
    timeline.put(told("b", KNOWN))
    assert timeline.get_actor(OLD) == timeline.get_actor("haizhou")
    assert timeline.get_actor("haizhou").event_count == 2
    for name in (OLD, "haizhou", NAME, "HAIZHOU"):
        assert days_of(timeline, name) == ["2023-07-01", "2023-07-02"]
    for event in timeline.list_events(EventQuery(), 10, with_mentions=True).items:
        assert event.participants[0].actor_id == "haizhou"
        assert timeline.get_event(event.id).participants == event.participants


def test_counts_and_partners_know_one_actor(timeline: Timeline) -> None:
    timeline.put(told("a", UNKNOWN))
    timeline.put(told("b", KNOWN))
    partners = timeline.list_co_actors("japan", EventQuery(), 10).items
    assert [(held.actor.id, held.event_count) for held in partners] == [("haizhou", 2)]
    for name in (OLD, "haizhou"):
        partners = timeline.list_co_actors(name, EventQuery(), 10).items
        assert [(held.actor.id, held.event_count) for held in partners] == [("japan", 2)]
    summary = timeline.summarize_events(EventQuery(), TimeUnit.MONTH, Grouping.ACTOR)
    assert [(count.group, count.count) for count in summary.counts] == [("haizhou", 2), ("japan", 2)]
    listed = timeline.list_actors("", 10).items
    assert [(held.actor.id, held.event_count) for held in listed] == [("haizhou", 2), ("japan", 2)]
    assert timeline.list_actors("海州", 10).items == listed[:1]


def test_events_of_both_count_once(timeline: Timeline) -> None:
    timeline.put(told("a", UNKNOWN))
    timeline.put(told("b", KNOWN))
    first, second = timeline.list_events(EventQuery(), 10).items
    timeline.merge_events([first.id, second.id])
    assert timeline.get_actor(OLD).event_count == 1
    (event,) = timeline.list_events(EventQuery(any_actors=(OLD,)), 10).items
    assert [participant.actor_id for participant in event.participants] == ["haizhou", "japan"]


def test_an_id_that_several_may_have_leads_nowhere_and_says_so(timeline: Timeline) -> None:
    timeline.put(told("a", UNKNOWN))
    timeline.put(told("b", KNOWN))
    timeline.put(told("c", RIVAL))
    found = timeline.get_actor(OLD)
    assert (found.actor, found.event_count) == (UNKNOWN, 1)
    assert found.candidates == ("haizhou", "haizhou-optics")
    assert days_of(timeline, OLD) == ["2023-07-01"]
    assert days_of(timeline, "haizhou") == ["2023-07-02"]
    assert timeline.get_actor(derived_id("Haizhou")).actor.id == "haizhou"
    timeline.delete("a")
    with pytest.raises(NotFound, match="it may be any of haizhou, haizhou-optics"):
        timeline.get_actor(OLD)
    timeline.delete("c")
    assert timeline.get_actor(OLD).actor.id == "haizhou"


def test_new_analyses_leave_the_way_from_the_old_id(timeline: Timeline) -> None:
    timeline.put(told("a", UNKNOWN))
    timeline.replace(told("a", KNOWN))
    assert timeline.get_actor(OLD).actor.id == "haizhou"
    assert days_of(timeline, OLD) == ["2023-07-01"]
    assert timeline.examine() == []


def test_without_its_entry_the_old_actor_is_back(timeline: Timeline) -> None:
    timeline.put(told("a", UNKNOWN))
    timeline.put(told("b", KNOWN))
    timeline.replace(told("b", UNKNOWN))
    assert timeline.get_actor(OLD).actor == UNKNOWN
    assert days_of(timeline, OLD) == ["2023-07-01", "2023-07-02"]
    with pytest.raises(NotFound):
        timeline.get_actor("haizhou")


def test_ways_are_there_after_a_restart_and_in_the_views(tmp_path: Path) -> None:
    path = tmp_path / "t.duckdb"
    with Timeline.open(path) as timeline:
        timeline.put(told("a", UNKNOWN))
        timeline.put(told("b", KNOWN))
    with Timeline.open(path) as timeline:
        assert timeline.get_actor(OLD).event_count == 2
        with timeline.database.read() as cursor:
            ways = cursor.execute("FROM timeline.actor_redirects WHERE old_actor_id = ?", [OLD]).fetchall()
            links = cursor.execute(
                "SELECT actor_id, count(*) FROM timeline.event_actors GROUP BY ALL ORDER BY ALL"
            ).fetchall()
            counts = cursor.execute("SELECT actor_id, event_count FROM timeline.actors ORDER BY ALL")
            assert ways == [(OLD, "haizhou", ["haizhou"])]
            assert links == [("haizhou", 2), ("japan", 2)]
            assert counts.fetchall() == links


@settings(max_examples=5, deadline=None)
@given(
    kinds=st.lists(st.sampled_from((UNKNOWN, KNOWN, RIVAL)), min_size=3, max_size=3),
    history=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from((UNKNOWN, KNOWN, RIVAL))), max_size=5),
    order=st.permutations("abc"),
)
def test_what_happened_before_does_not_matter(
    kinds: Sequence[Actor], history: Sequence[tuple[str, Actor]], order: Sequence[str]
) -> None:
    final = dict(zip("abc", kinds, strict=True))
    with Timeline.open() as plain, Timeline.open() as turned:
        for document_id, actor in final.items():
            plain.put(told(document_id, actor))
        for document_id, actor in (*history, *((one, final[one]) for one in order)):
            change = turned.put if document_id not in turned.find_documents([document_id]) else turned.replace
            change(told(document_id, actor))
        for actor_id in (OLD, "haizhou", "haizhou-optics"):
            assert days_of(turned, actor_id) == days_of(plain, actor_id)
            assert seen(turned, actor_id) == seen(plain, actor_id)
        assert turned.list_actors("", 10).items == plain.list_actors("", 10).items
        assert turned.examine() == []


def seen(timeline: Timeline, actor_id: str) -> object:
    try:
        found = timeline.get_actor(actor_id)
    except NotFound as error:
        return error.message
    # No way has a second step: what an id leads to leads nowhere else.
    assert timeline.get_actor(found.actor.id) == found
    return found
