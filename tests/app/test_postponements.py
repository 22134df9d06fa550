"""An event that was put off leads to its new date, and the new date to the old one."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from dateline_server.app.explanation.glosses import Tongue, load_glosses
from dateline_server.app.explanation.steps import Sources, explain
from dateline_server.app.export import ExportFormat
from dateline_server.app.timeline import Timeline
from dateline_server.domain.document import Analysis
from dateline_server.domain.event import Event, Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.nlp.events.postponement import NEW_DATE, OLD_DATE

from ..builders import EU, JAPAN, NVIDIA, analysis, telling

EVERYTHING = EventQuery(factualities=tuple(Factuality))
OLD, NEW = "2024-10-06", "2024-11-03"


def put_off(document_id: str) -> Analysis:
    """An article that tells of an old date, of the new one, and of something else."""
    told = analysis(
        document_id,
        telling(EU, JAPAN, on=OLD, factuality=Factuality.NEGATED),
        telling(EU, JAPAN, on=NEW, factuality=Factuality.PLANNED),
        telling(NVIDIA, on="2024-12-01"),
    )
    old, new, other = told.text.mentions
    marked = (
        replace(old, rules=(*old.rules, OLD_DATE)),
        replace(new, rules=(*new.rules, NEW_DATE)),
        other,
    )
    return replace(told, text=replace(told.text, mentions=marked))


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        opened.put(put_off("a"))
        yield opened


def events(timeline: Timeline) -> tuple[Event, ...]:
    return timeline.list_events(EVERYTHING, 10).items


def test_the_old_date_leads_to_the_new_one_and_back(timeline: Timeline) -> None:
    old, new, other = events(timeline)
    assert (old.superseded_by, old.supersedes) == ((new.id,), ())
    assert (new.superseded_by, new.supersedes) == ((), (old.id,))
    assert (other.superseded_by, other.supersedes) == ((), ())
    for event in (old, new, other):
        whole = timeline.get_event(event.id)
        assert (whole.superseded_by, whole.supersedes) == (event.superseded_by, event.supersedes)


def test_links_follow_events_that_join_and_go_with_their_document(timeline: Timeline) -> None:
    timeline.put(analysis("b", telling(EU, JAPAN, on=NEW, factuality=Factuality.PLANNED)))
    old, new, other = events(timeline)
    assert (old.superseded_by, new.document_ids) == ((new.id,), ("a", "b"))
    decision = timeline.merge_events([new.id, other.id])
    first, merged = events(timeline)
    assert (first.superseded_by, merged.supersedes) == ((merged.id,), (first.id,))
    timeline.revoke_decision(decision.id)
    timeline.put(put_off("c"))
    assert events(timeline)[0].superseded_by == (new.id,)
    timeline.delete("a")
    timeline.delete("c")
    (left,) = events(timeline)
    assert (left.id, left.supersedes) == (new.id, ())
    assert timeline.examine() == []


def test_an_event_is_not_put_off_to_itself(timeline: Timeline) -> None:
    old, new, _ = events(timeline)
    timeline.merge_events([old.id, new.id])
    assert all(not (event.superseded_by or event.supersedes) for event in events(timeline))


def test_files_and_views_tell_it(timeline: Timeline) -> None:
    old, new, _ = events(timeline)
    files = {
        kind: b"".join(part for part in timeline.export(EVERYTHING, kind) if isinstance(part, bytes)).decode()
        for kind in (ExportFormat.CSV, ExportFormat.JSON_LINES)
    }
    lines = [json.loads(line) for line in files[ExportFormat.JSON_LINES].splitlines()]
    assert [line["superseded_by"] for line in lines] == [[new.id], [], []]
    assert [line["supersedes"] for line in lines] == [[], [old.id], []]
    records = list(csv.DictReader(files[ExportFormat.CSV].splitlines()))
    assert [json.loads(record["supersedes"]) for record in records] == [[], [old.id], []]
    with timeline.database.read() as cursor:
        rows = cursor.execute("FROM timeline.event_postponements").fetchall()
    assert rows == [(old.id, new.id, "a")]


@pytest.mark.parametrize(("tongue", "words"), [(Tongue.ENGLISH, "put off"), (Tongue.CHINESE, "推迟")])
def test_an_explanation_names_the_other_date(timeline: Timeline, tongue: Tongue, words: str) -> None:
    old, new, _ = events(timeline)
    for event, other in ((old, new), (new, old)):
        steps = explain(timeline.get_event(event.id), Sources({}, {}), load_glosses(tongue))
        (said,) = (step.explanation for step in steps if other.id in step.explanation)
        assert words in said
