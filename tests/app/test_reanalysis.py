"""New rules over stored documents: what would change is said, then done, and ids stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from dateline_server.app.preparation import prepare
from dateline_server.app.reanalysis import DifferenceKind, Reanalysis, Revision, differences
from dateline_server.app.timeline import Timeline
from dateline_server.domain.document import Analysis
from dateline_server.domain.event import Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.errors import NotFound

from ..builders import EU, JAPAN, NVIDIA, Telling, analysis, telling
from .test_changes import content

OLD = {
    "a": (telling(EU, JAPAN), telling(NVIDIA)),
    "b": (telling(EU, JAPAN),),
    "c": (),
}
NEW = {
    "a": (telling(EU, JAPAN, on="2023-07-02"), telling(NVIDIA, kind="sign", factuality=Factuality.PLANNED)),
    "b": (telling(EU, JAPAN),),
    "c": (telling(JAPAN),),
}
EVERYTHING = EventQuery(factualities=tuple(Factuality))


def read(document_id: str, tellings: tuple[Telling, ...], version: str) -> Analysis:
    """An analysis of one text whatever it tells: the text is that of the first rules."""
    told = analysis(document_id, *tellings, version=version)
    first = analysis(document_id, *OLD[document_id])
    return replace(told, document=first.document)


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        for name, tellings in OLD.items():
            opened.put(analysis(name, *tellings, version="1"))
        yield opened


def run(timeline: Timeline, *document_ids: str, apply: bool) -> tuple[Reanalysis, dict[str, Revision]]:
    task = Reanalysis(timeline, "2", document_ids, apply=apply)
    assert [error.metadata["name"] for error in task.missing] == []
    found = {}
    while batch := task.batch():
        for stored in batch:
            name = stored.document.id
            found[name] = task.settle(stored, prepare(read(name, NEW[name], "2")))
    return task, found


def test_a_dry_run_says_what_differs_and_changes_nothing(timeline: Timeline) -> None:
    before = content(timeline)
    task, found = run(timeline, apply=False)
    assert content(timeline) == before
    assert {name: [one.kinds for one in revision.differences] for name, revision in found.items()} == {
        "a": [(DifferenceKind.REDATED,), (DifferenceKind.RETYPED, DifferenceKind.REASSESSED)],
        "b": [],
        "c": [(DifferenceKind.ADDED,)],
    }
    redated = found["a"].differences[0]
    assert redated.before
    assert redated.after
    assert (redated.before.mention.time.edtf, redated.after.mention.time.edtf) == ("2023-07-03", "2023-07-02")
    assert redated.event_id in {event.id for event in timeline.list_events(EVERYTHING, 10).items}
    summary = task.summary()
    assert (summary.analyzed, summary.changed, summary.current, summary.failed) == (3, 2, 0, 0)
    assert summary.differences[DifferenceKind.REDATED] == 1
    assert not summary.applied


def test_what_is_applied_keeps_ids_and_is_what_the_dry_run_said(timeline: Timeline) -> None:
    before = {event.trigger + event.type: event.id for event in timeline.list_events(EVERYTHING, 10).items}
    _, said = run(timeline, apply=False)
    task, done = run(timeline, apply=True)
    assert {n: [d.kinds for d in r.differences] for n, r in done.items()} == {
        n: [d.kinds for d in r.differences] for n, r in said.items()
    }
    for revision in done.values():
        for one in revision.differences:
            event = timeline.get_event(one.event_id)
            assert one.after in event.mentions
    assert timeline.get_event(before["会谈meet"])
    assert timeline.examine() == []
    assert task.summary().applied


def test_what_was_done_is_passed_over(timeline: Timeline) -> None:
    task = Reanalysis(timeline, "2", apply=True)
    first = task.batch()[0]
    task.settle(first, prepare(read(first.document.id, NEW[first.document.id], "2")))
    again, found = run(timeline, apply=True)
    assert found.keys() == {"b", "c"}
    assert again.summary().current == 1
    assert run(timeline, apply=True)[1] == {}


def test_only_the_documents_that_were_asked_for(timeline: Timeline) -> None:
    assert run(timeline, "b", apply=True)[1].keys() == {"b"}
    task = Reanalysis(timeline, "2", ("b", "x"), apply=True)
    assert [error.metadata["name"] for error in task.missing] == ["documents/x"]
    assert task.batch() == []
    assert task.summary().current == 1


def test_a_document_that_was_dated_anew_meanwhile_is_left_as_it_is(timeline: Timeline) -> None:
    task = Reanalysis(timeline, "2", ("b",), apply=True)
    (stored,) = task.batch()
    dated = timeline.replace(analysis("b", telling(EU, JAPAN, on="2020-01-01"), version="2"))
    assert task.settle(stored, prepare(read("b", NEW["b"], "2"))).differences == ()
    assert timeline.get_document("b").update_time == dated.update_time


def test_a_document_that_was_deleted_meanwhile_is_not_found(timeline: Timeline) -> None:
    task = Reanalysis(timeline, "2", ("b",), apply=True)
    (stored,) = task.batch()
    timeline.delete("b")
    with pytest.raises(NotFound):
        task.settle(stored, prepare(read("b", NEW["b"], "2")))


def test_what_only_the_old_rules_found_is_removed(timeline: Timeline) -> None:
    (gone,) = differences(timeline.mentions_of("b"), ())
    assert (gone.kinds, gone.after) == ((DifferenceKind.REMOVED,), None)
    assert gone.event_id == timeline.mentions_of("b")[0][0]
