"""Files of earlier releases open, whole, and can be gone on with."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from dateline_server.app.text import words_of
from dateline_server.app.timeline import Timeline
from dateline_server.domain.event import Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.domain.summary import TimeUnit
from dateline_server.store.migrations import migrations

from ..builders import EU, JAPAN, KIOXIA, NVIDIA, UNDATED, Telling, analysis, between, day, telling

RELEASED = sorted(path for path in Path(__file__).with_name("released").iterdir() if path.is_dir())
EVERYTHING = EventQuery(factualities=tuple(Factuality))
WEEK = between(day("2023-06-26").first, day("2023-07-02").last)  # type: ignore[arg-type]
A = (telling(EU, JAPAN), telling(EU, on=UNDATED), telling(NVIDIA, place=EU, on=WEEK, theme="B200"))
B = (telling(EU, JAPAN, confidence=0.5), telling(KIOXIA, JAPAN, kind="sign", on="2023-07-01"))


@pytest.fixture(params=RELEASED, ids=lambda folder: f"schema {folder.name}")
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file as an earlier release left it."""
    folder, made = request.param, tmp_path / "t.duckdb"
    with duckdb.connect(made) as connection:
        connection.execute((folder / "schema.sql").read_text("utf-8"))
        connection.execute((folder / "load.sql").read_text("utf-8").replace("FROM '", f"FROM '{folder}/"))
        assert connection.execute("SELECT max(version) FROM schema_migrations").fetchall() == [
            (int(folder.name),)
        ]
    return made


def today(*documents: tuple[str, tuple[Telling, ...]]) -> list[str]:
    with Timeline.open() as timeline:
        for name, tellings in documents:
            timeline.put(analysis(name, *tellings))
        return [event.id for event in timeline.list_events(EVERYTHING, 100).items]


def test_an_old_file_has_the_events_that_it_would_have_today(old: Path) -> None:
    with Timeline.open(old) as timeline:
        assert timeline.examine() == []
        events = timeline.list_events(EVERYTHING, 100).items
        assert [event.id for event in events] == today(("a", A), ("b", B))
        shared = max(events, key=lambda event: event.mention_count)
        assert shared.document_ids == ("a", "b")
        assert {document.document.id for document in timeline.list_documents(10).items} == {"a", "b", "c"}


def test_an_old_file_can_be_gone_on_with(old: Path) -> None:
    with Timeline.open(old) as timeline:
        before = {event.id for event in timeline.list_events(EVERYTHING, 100).items}
        timeline.replace(analysis("a", telling(EU, JAPAN, on="2023-07-02"), *A[1:]))
        timeline.put(analysis("d", telling(EU, KIOXIA)))
        timeline.delete("b")
        assert timeline.examine() == []
        after = {event.id for event in timeline.list_events(EVERYTHING, 100).items}
        assert len(after - before) == 1
    with Timeline.open(old) as again:
        assert {event.id for event in again.list_events(EVERYTHING, 100).items} == after


def test_an_old_file_answers_questions_that_came_later(old: Path) -> None:
    with Timeline.open(old) as timeline:
        everything = timeline.list_events(EVERYTHING, 100, with_mentions=True).items
        telling_of_talks = [event.id for event in everything if "会谈" in words_of(event)]
        found = timeline.list_events(EventQuery(text="會談", factualities=tuple(Factuality)), 100).items
        assert [event.id for event in found] == telling_of_talks != []
        summary = timeline.summarize_events(EVERYTHING, TimeUnit.MONTH)
        assert summary.event_count == len(everything)
        assert summary.undated_count == sum(event.time.first is None for event in everything)
        together = timeline.list_co_actors("EU", EVERYTHING, 10).items
        assert {held.actor.id for held in together} == {"japan", "nvidia"}
        assert len(timeline.list_mentions("a", 10).items) == len(A)


def test_every_migration_is_recorded_in_an_old_file(old: Path) -> None:
    Timeline.open(old).close()
    with duckdb.connect(old, read_only=True) as connection:
        recorded = connection.execute("SELECT version FROM schema_migrations ORDER BY version").fetchall()
    assert recorded == [(number,) for number, _, _ in migrations()]
