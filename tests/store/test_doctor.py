"""The doctor finds nothing in a healthy timeline, and every kind of damage."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dateline_server.app.timeline import Timeline
from dateline_server.store.doctor import CHECKS, examine

from ..builders import EU, JAPAN, KIOXIA, UNDATED, analysis, telling

DAMAGE = {
    "a document counts other mentions than it has": "UPDATE documents SET mention_count = 7",
    "a mention has no document": "DELETE FROM documents WHERE document_id = 'a'",
    "a mention is not told by its event": "UPDATE mentions SET event_id = event_id + 1",
    "an event tells of a mention that is not there": "DELETE FROM mentions",
    "an event has no mention": "UPDATE events SET card = json_merge_patch(card, '{\"mention_ids\": []}')",
    "an event has other actors than the index of actors": "DELETE FROM event_actors",
    "an actor counts other events than it has": "UPDATE actors SET event_count = event_count + 1",
    "an event is not in the index of words": "UPDATE events SET version = version + 1",
    "the counts of months are not those of the events": "UPDATE event_counts SET starts = starts + 1",
    "an alias belongs to no actor": "DELETE FROM actors",
    "an old id leads to no actor": "INSERT INTO actor_redirects VALUES (1, 'x-1', 2)",
    "an actor is described by no document": "DELETE FROM actor_definitions",
    "an id is kept of a mention or an event that is not there": "INSERT INTO event_names VALUES (1, 2, 3)",
    "a loose date is kept of a mention or a group that is not there": """
        INSERT INTO event_guests VALUES (1, 2)""",
    "a postponement is kept of a mention that is not there": "INSERT INTO event_postponements VALUES (1, 2)",
    "a mention is decided about by no decision": """
        INSERT INTO event_decision_mentions VALUES (1, 'a', 'x', 'text', 0, 1, 2)""",
    "a description counts other documents than give it": "UPDATE actor_definitions SET document_count = 9",
}


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        opened.put(
            analysis("a", telling(EU, JAPAN, place=KIOXIA), telling(EU, on=UNDATED), telling(on=UNDATED))
        )
        opened.put(analysis("b", telling(EU, JAPAN)))
        opened.put(analysis("c"))
        yield opened


def test_a_healthy_timeline_has_no_findings(timeline: Timeline) -> None:
    assert timeline.examine() == []


@pytest.mark.parametrize("problem", DAMAGE)
def test_damage_is_found(timeline: Timeline, problem: str) -> None:
    timeline.database.write(lambda cursor: cursor.execute(DAMAGE[problem]))
    with timeline.database.read() as cursor:
        findings = {finding.problem: finding for finding in examine(cursor)}
    assert findings[problem].count > 0
    assert findings[problem].example


def test_every_check_is_tried() -> None:
    assert DAMAGE.keys() == CHECKS.keys()
