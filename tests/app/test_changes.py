"""What goes in and out of a timeline, in any order, leaves what the remaining documents tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.document import Analysis
from dateline_server.domain.event import Event, Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.errors import DocumentConflict, NotFound
from hypothesis import given, settings
from hypothesis import strategies as st

from ..builders import ACTORS, EU, JAPAN, KIOXIA, NVIDIA, analysis, telling
from .strategies import DOCUMENT_IDS, EU_ELSEWHERE, analyses

EVERYTHING = EventQuery(factualities=tuple(Factuality))
TABLES = (
    "documents",
    "mentions",
    "events",
    "event_actors",
    "actors",
    "actor_definitions",
    "actor_aliases",
    "actor_redirects",
    "event_identities",
    "event_names",
    "event_kin",
    "event_guests",
    "event_postponements",
)


def counts(timeline: Timeline) -> dict[str, int]:
    with timeline.database.read() as cursor:
        return {table: cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in TABLES}


def timeless(event: Event) -> Event:
    moment = event.create_time.min
    return replace(event, create_time=moment, update_time=moment)


def content(timeline: Timeline) -> dict[str, Any]:
    """Everything that a timeline tells, apart from when it was told it."""
    listed = timeline.list_events(EVERYTHING, 1000, with_mentions=True).items
    assert [timeline.get_event(event.id) for event in listed] == list(listed)
    actors = timeline.list_actors("", 1000).items
    documents = timeline.list_documents(1000).items
    with timeline.database.read() as cursor:
        index = cursor.execute("SELECT * FROM event_actors ORDER BY ALL").fetchall()
        aliases = cursor.execute("SELECT * FROM actor_aliases ORDER BY ALL").fetchall()
        definitions = cursor.execute("SELECT * FROM actor_definitions ORDER BY ALL").fetchall()
    return {
        "events": [timeless(event) for event in listed],
        "actors": actors,
        "documents": sorted((d.document.id, d.content_hash, d.mention_count) for d in documents),
        "index": index,
        "aliases": aliases,
        "definitions": definitions,
    }


@pytest.fixture
def timeline() -> Any:
    with Timeline.open() as opened:
        yield opened


def test_a_document_is_stored_with_its_text_and_counts(timeline: Timeline) -> None:
    told = analysis("a", telling(EU, JAPAN), telling(NVIDIA))
    stored = timeline.put(told)
    assert timeline.get_document("a") == stored
    assert stored.document == told.document
    assert stored.mention_count == 2


def test_the_same_document_again_changes_nothing(timeline: Timeline) -> None:
    first = timeline.put(analysis("a", telling(EU, JAPAN)))
    before = counts(timeline)
    assert timeline.put(analysis("a", telling(EU, JAPAN), version="2")) == first
    assert counts(timeline) == before


@pytest.mark.parametrize(
    "other", [analysis("a", telling(NVIDIA)), analysis("a", telling(EU, JAPAN), uri="http://x/y")]
)
def test_other_content_under_a_stored_id_is_a_conflict(timeline: Timeline, other: Analysis) -> None:
    stored = timeline.put(analysis("a", telling(EU, JAPAN)))
    with pytest.raises(DocumentConflict, match="another"):
        timeline.put(other)
    assert timeline.get_document("a") == stored


def test_documents_that_tell_the_same_share_an_event(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(EU, JAPAN, confidence=0.7)))
    timeline.put(analysis("b", telling(EU, JAPAN, confidence=0.8), published="2023-07-03"))
    (event,) = timeline.list_events(EventQuery(), 10).items
    assert event.mention_count == 2
    assert event.confidence == 0.8
    assert event.document_ids == ("b", "a")
    assert event.quote_document_id == "b"


def test_deleting_one_of_two_documents_keeps_what_the_other_tells(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(EU, JAPAN)))
    alone = content(timeline)
    timeline.put(analysis("b", telling(EU, JAPAN, confidence=0.95), telling(KIOXIA)))
    timeline.delete("b")
    assert content(timeline) == alone


def test_an_alias_goes_with_the_last_document_that_gave_it(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(EU), actors=ACTORS))
    timeline.put(analysis("b", telling(EU_ELSEWHERE), actors=(EU_ELSEWHERE,)))
    assert timeline.list_actors("brussels", 10).items[0].actor.display_name == "欧盟"
    assert "Brussels" in timeline.get_actor("european-union").actor.aliases
    timeline.delete("b")
    assert timeline.list_actors("brussels", 10).items == ()
    assert timeline.get_actor("european-union").actor == EU


def test_a_new_analysis_keeps_name_hash_and_creation_time(timeline: Timeline) -> None:
    first = timeline.put(analysis("a", telling(EU, on="2023-07-03")))
    moved = timeline.replace(analysis("a", telling(EU, on="2022-07-03"), published="2022-07-04"))
    assert (moved.create_time, moved.content_hash) == (first.create_time, first.content_hash)
    assert moved.update_time > first.update_time
    (event,) = timeline.list_events(EventQuery(), 10).items
    assert event.time.edtf == "2022-07-03"
    again = timeline.put(analysis("a", telling(EU, on="2023-07-03")))
    assert again.publication_date == moved.publication_date
    assert again.update_time == moved.update_time


@pytest.mark.parametrize(
    "act", [lambda t: t.delete("a"), lambda t: t.replace(analysis("a")), lambda t: t.get_document("a")]
)
def test_what_is_not_there_is_not_found(timeline: Timeline, act: Any) -> None:
    with pytest.raises(NotFound, match="'a'"):
        act(timeline)


def test_changes_that_wait_together_are_carried_out_in_order(timeline: Timeline) -> None:
    futures = [timeline.submit(analysis("a", telling(EU))) for _ in range(3)]
    conflicting = timeline.submit(analysis("a", telling(JAPAN)))
    others = [timeline.submit(analysis(f"b{n}", telling(EU, JAPAN))) for n in range(50)]
    assert len({future.result() for future in futures}) == 1
    assert isinstance(conflicting.exception(), DocumentConflict)
    assert {future.result().document.id for future in others} == {f"b{n}" for n in range(50)}


def carry_out(timeline: Timeline, steps: Sequence[Analysis | str]) -> dict[str, Analysis]:
    """Stores analyses, over what is there, and deletes ids; gives what is stored in the end."""
    held: dict[str, Analysis] = {}
    for step in steps:
        if isinstance(step, str):
            if held.pop(step, None):
                timeline.delete(step)
        elif step.document.id in held:
            timeline.replace(step)
            held[step.document.id] = step
        else:
            timeline.put(step)
            held[step.document.id] = step
    return held


STEPS = st.lists(st.one_of(analyses(), st.sampled_from(DOCUMENT_IDS)), max_size=10)


def nameless(told: dict[str, Any]) -> dict[str, Any]:
    """What a timeline tells, with events told apart by their mentions: their ids have a history."""
    places = {event.id: str([(m.document_id, m.mention) for m in event.mentions]) for event in told["events"]}
    events = [replace(event, id=places[event.id]) for event in told["events"]]
    index = [
        tuple(places.get(f"e{cell:016x}", cell) if isinstance(cell, int) else cell for cell in row)
        for row in told["index"]
    ]
    return {**told, "events": sorted(events, key=lambda event: event.id), "index": sorted(index, key=repr)}


@settings(deadline=None, max_examples=20)
@given(steps=STEPS, data=st.data())
def test_a_timeline_is_what_its_documents_tell_whatever_their_history(
    steps: list[Any], data: st.DataObject
) -> None:
    with Timeline.open() as lived, Timeline.open() as fresh:
        held = carry_out(lived, steps)
        shuffled = data.draw(st.permutations(list(held.values())))
        for future in [fresh.submit(told) for told in shuffled]:
            future.result()
        assert lived.examine() == []
        told = content(lived)
        expected = content(fresh)
        for document in (told, expected):
            document.pop("documents")
        assert nameless(told) == nameless(expected)


@settings(deadline=None, max_examples=20)
@given(steps=STEPS)
def test_deleting_everything_leaves_nothing(steps: list[Any]) -> None:
    with Timeline.open() as timeline:
        for document_id in carry_out(timeline, steps):
            timeline.delete(document_id)
        assert set(counts(timeline).values()) == {0}
