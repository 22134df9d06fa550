"""What people decide about events holds, whatever comes, goes and comes back, until it is revoked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.domain.decision import DecisionKind
from dateline_server.domain.document import Analysis
from dateline_server.domain.event import Event, Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.errors import InvalidInput, NotFound
from hypothesis import given, settings
from hypothesis import strategies as st

from ..builders import EU, JAPAN, NVIDIA, analysis, telling
from .test_changes import content, nameless
from .test_identity import kept

EVERYTHING = EventQuery(factualities=tuple(Factuality))


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        yield opened


def events(timeline: Timeline) -> list[Event]:
    assert timeline.examine() == []
    return sorted(timeline.list_events(EVERYTHING, 100).items, key=lambda event: event.document_ids)


def told_in(timeline: Timeline) -> list[tuple[str, ...]]:
    return [event.document_ids for event in events(timeline)]


def meeting(name: str, on: str = "2023-07-03", **options: Any) -> Analysis:
    return analysis(name, telling(EU, JAPAN, on=on, **options))


A, B, C = meeting("a"), meeting("b", on="2023-07-02"), meeting("c")


def test_events_that_are_merged_are_one_and_the_older_id_stays(timeline: Timeline) -> None:
    timeline.put(A)
    timeline.put(B)
    one, other = events(timeline)
    decision = timeline.merge_events([one.id, other.id])
    (merged,) = events(timeline)
    assert (merged.id, merged.document_ids) == (one.id, ("a", "b"))
    assert timeline.get_event(other.id).id == one.id
    assert timeline.list_decisions() == [decision]
    assert decision.kind is DecisionKind.MERGE


def test_what_is_told_later_of_either_joins_what_was_merged(timeline: Timeline) -> None:
    timeline.put(A)
    timeline.put(B)
    timeline.merge_events([event.id for event in events(timeline)])
    timeline.put(C)
    timeline.put(meeting("d", on="2023-07-02"))
    assert told_in(timeline) == [("a", "b", "c", "d")]


def test_what_is_split_off_is_an_event_of_its_own(timeline: Timeline) -> None:
    timeline.put(A)
    timeline.put(C)
    (whole,) = events(timeline)
    timeline.split_event(whole.id, ["c"])
    assert told_in(timeline) == [("a",), ("c",)]
    timeline.put(meeting("d"))
    assert told_in(timeline) == [("a", "d"), ("c",)]


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "b", "a")])
def test_decisions_survive_deletion_and_return(timeline: Timeline, order: tuple[str, ...]) -> None:
    documents = {"a": A, "b": B, "c": C}
    for told in documents.values():
        timeline.put(told)
    with_c = next(event for event in events(timeline) if "c" in event.document_ids)
    timeline.split_event(with_c.id, ["c"])
    by_document = {event.document_ids[0]: event.id for event in events(timeline)}
    timeline.merge_events([by_document["a"], by_document["b"]])
    before = content(timeline)
    assert told_in(timeline) == [("a", "b"), ("c",)]
    for name in order:
        timeline.delete(name)
    assert told_in(timeline) == []
    for name in order:
        timeline.put(documents[name])
    assert nameless(content(timeline))["events"] == nameless(before)["events"]


def test_another_text_under_the_same_id_was_not_decided_about(timeline: Timeline) -> None:
    timeline.put(A)
    timeline.put(C)
    timeline.split_event(events(timeline)[0].id, ["c"])
    timeline.delete("c")
    timeline.put(analysis("c", telling(EU, JAPAN), uri="http://news.example/c"))
    assert told_in(timeline) == [("a", "c")]


def test_a_decision_follows_a_date_that_is_corrected(timeline: Timeline) -> None:
    timeline.put(A)
    timeline.put(B)
    timeline.merge_events([event.id for event in events(timeline)])
    timeline.replace(meeting("b", on="2023-07-01"))
    assert told_in(timeline) == [("a", "b")]
    timeline.put(meeting("d", on="2023-07-02"))
    assert told_in(timeline) == [("a", "b"), ("d",)]
    timeline.put(meeting("e", on="2023-07-01"))
    assert told_in(timeline) == [("a", "b", "e"), ("d",)]


def test_a_split_follows_a_date_that_is_corrected(timeline: Timeline) -> None:
    timeline.put(A)
    timeline.put(C)
    timeline.put(meeting("d", on="2023-07-01"))
    timeline.split_event(next(e for e in events(timeline) if "c" in e.document_ids).id, ["c"])
    timeline.replace(meeting("c", on="2023-07-01"))
    assert told_in(timeline) == [("a",), ("c",), ("d",)]


def test_a_decision_that_is_revoked_leaves_what_was(timeline: Timeline) -> None:
    for told in (A, B, C):
        timeline.put(told)
    before = content(timeline)
    merged = timeline.merge_events([event.id for event in events(timeline)])
    split = timeline.split_event(events(timeline)[0].id, ["c"])
    assert told_in(timeline) == [("a", "b"), ("c",)]
    assert timeline.list_decisions() == [merged, split]
    timeline.revoke_decision(split.id)
    timeline.revoke_decision(merged.id)
    assert content(timeline) == before
    assert timeline.list_decisions() == []


def test_what_was_split_off_can_be_merged_with_another(timeline: Timeline) -> None:
    for told in (A, B, C):
        timeline.put(told)
    timeline.split_event(next(e for e in events(timeline) if "c" in e.document_ids).id, ["c"])
    by_document = {event.document_ids[0]: event.id for event in events(timeline)}
    timeline.merge_events([by_document["b"], by_document["c"]])
    assert told_in(timeline) == [("a",), ("b", "c")]


def test_what_cannot_be_decided_is_refused(timeline: Timeline) -> None:
    timeline.put(A)
    timeline.put(C)
    (event,) = events(timeline)
    with pytest.raises(InvalidInput, match="two events or more"):
        timeline.merge_events([event.id, event.id])
    with pytest.raises(InvalidInput, match="tell nothing"):
        timeline.split_event(event.id, ["b"])
    with pytest.raises(InvalidInput, match="all that tell"):
        timeline.split_event(event.id, ["a", "c"])
    with pytest.raises(NotFound):
        timeline.merge_events([event.id, "e0000000000000001"])
    with pytest.raises(NotFound):
        timeline.revoke_decision("c0000000000000001")
    assert timeline.list_decisions() == []


def test_decisions_are_back_after_the_log_was_lost(tmp_path: Path) -> None:
    with Timeline.open(tmp_path / "t.duckdb") as timeline:
        for told in (A, B, C):
            timeline.put(told)
        timeline.merge_events([event.id for event in events(timeline)])
        revoked = timeline.split_event(events(timeline)[0].id, ["b"])
        timeline.revoke_decision(revoked.id)
        expected, decisions = content(timeline), timeline.list_decisions()
        copy = Path(shutil.copytree(tmp_path, tmp_path / "copy"))
    (copy / "t.duckdb.wal").unlink()
    with Timeline.open(copy / "t.duckdb") as again:
        assert content(again) == expected
        assert again.list_decisions() == decisions
        assert again.examine() == []


STEPS = st.lists(st.sampled_from(("a", "b", "c", "d")), max_size=3)
DOCUMENTS = {"a": A, "b": B, "c": C, "d": analysis("d", telling(EU, JAPAN), telling(EU, NVIDIA))}


@settings(deadline=None, max_examples=3, derandomize=True)
@given(order=st.permutations(sorted(DOCUMENTS)), steps=STEPS)
def test_with_decisions_too_a_timeline_is_what_its_documents_tell(order: list[str], steps: list[str]) -> None:
    """Documents that come and go and come back give the same events as at first."""
    with Timeline.open() as timeline:
        for name in sorted(DOCUMENTS):
            timeline.put(DOCUMENTS[name])
        with_d = next(e for e in events(timeline) if {"a", "d"} <= set(e.document_ids))
        timeline.split_event(with_d.id, ["d"])
        by_document = {event.document_ids[0]: event.id for event in events(timeline)}
        timeline.merge_events([by_document["a"], by_document["b"]])
        expected = nameless(content(timeline))["events"]
        for name in steps:
            timeline.delete(name)
            timeline.put(DOCUMENTS[name])
        for name in order:
            timeline.delete(name)
        assert kept(timeline) == [[], []]
        for name in order:
            timeline.put(DOCUMENTS[name])
        assert nameless(content(timeline))["events"] == expected
