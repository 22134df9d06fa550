"""Values come back from the database as they went in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from dateline_server.domain.actor import Actor, ActorType
from dateline_server.domain.document import DateCandidate, DateSource, Document, MediaType, PublicationDate
from dateline_server.domain.event import Argument, EventMention, Factuality, Field, Role, StoredMention
from dateline_server.domain.query import StoredDocument
from dateline_server.domain.text import Language, Span
from dateline_server.domain.time import (
    Anchor,
    EventTime,
    Extent,
    Granularity,
    Timex,
    TimexType,
    Unresolved,
)
from dateline_server.store import actors, documents, events, mentions
from dateline_server.store.database import Database
from dateline_server.store.documents import DocumentRecord
from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
SPANS = st.tuples(st.integers(0, 9999), st.integers(0, 99)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
DATES = st.one_of(st.dates(), st.sampled_from((date.min, date.max)))
IMPUTED = st.sampled_from(((), ("year",), ("year", "month")))


@st.composite
def event_times(draw: st.DrawFn) -> EventTime:
    bounds = sorted((draw(DATES), draw(DATES)))
    unresolved = draw(st.one_of(st.none(), st.sampled_from(Unresolved)))
    return EventTime(
        None if unresolved else bounds[0],
        None if unresolved else bounds[1],
        draw(st.sampled_from(Granularity)),
        draw(st.sampled_from(Extent)),
        draw(TEXT),
        draw(st.sampled_from(Anchor)),
        draw(st.one_of(st.none(), SPANS)),
        draw(st.one_of(st.none(), DATES)),
        draw(IMPUTED),
        unresolved,
    )


TIMEXES = st.builds(
    Timex,
    SPANS,
    st.sampled_from(TimexType),
    TEXT,
    st.one_of(st.none(), event_times()),
    TEXT,
    st.sampled_from(("", "END")),
)


@st.composite
def stored_mentions(draw: st.DrawFn) -> StoredMention:
    arguments = draw(st.lists(st.builds(Argument, st.sampled_from(Role), SPANS, TEXT), max_size=3))
    timex = draw(st.one_of(st.none(), TIMEXES))
    told = EventMention(
        draw(st.sampled_from(Field)),
        draw(SPANS),
        draw(SPANS),
        draw(TEXT),
        tuple(arguments),
        timex,
        draw(event_times()),
        draw(st.sampled_from(Factuality)),
        draw(st.floats(0, 1)),
        draw(TEXT),
        tuple(draw(st.lists(TEXT, max_size=2))),
    )
    return StoredMention(
        draw(TEXT),
        told,
        draw(TEXT),
        draw(TEXT),
        draw(TEXT) if timex else "",
        tuple(draw(TEXT) for _ in arguments),
        tuple(draw(TEXT) for _ in arguments),
        draw(st.one_of(st.none(), DATES)),
    )


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    opened = Database(":memory:")
    yield opened
    opened.close()


class Undone(Exception):
    """Ends a transaction without a trace."""


def written_and_read(database: Database, write: Any, read: Any) -> Any:
    found = []

    def act(cursor: Any) -> None:
        write(cursor)
        found.append(read(cursor))
        raise Undone

    with pytest.raises(Undone):
        database.write(act)
    return found[0]


@settings(deadline=None, max_examples=100)
@given(told=st.lists(stored_mentions(), min_size=1, max_size=3))
def test_mentions_come_back(database: Database, told: list[StoredMention]) -> None:
    rows = [(mentions.mention_id(7, number), number, one) for number, one in enumerate(told)]
    found = written_and_read(
        database,
        lambda cursor: mentions.insert(cursor, rows),
        lambda cursor: mentions.find(cursor, [row[0] for row in rows]),
    )
    assert found == {row[0]: row[2] for row in rows}


CANDIDATES = st.builds(
    DateCandidate, st.one_of(st.none(), st.integers(1, 9999)), st.integers(1, 12), st.integers(1, 28),
    st.sampled_from(DateSource), TEXT, TEXT,
)  # fmt: skip
MOMENTS = st.datetimes(timezones=st.just(UTC))


@settings(deadline=None, max_examples=50)
@given(
    document=st.builds(
        Document, TEXT, TEXT, TEXT, st.one_of(st.none(), st.sampled_from(Language)),
        st.one_of(st.none(), DATES), TEXT, TEXT, st.sampled_from(MediaType),
    ),
    published=st.builds(
        PublicationDate, st.one_of(st.none(), DATES), st.one_of(st.none(), st.sampled_from(DateSource)),
        st.lists(CANDIDATES, max_size=2).map(tuple), st.one_of(st.none(), DATES),
    ),
    moments=st.tuples(MOMENTS, MOMENTS),
)  # fmt: skip
def test_documents_come_back(
    database: Database, document: Document, published: PublicationDate, moments: tuple[datetime, datetime]
) -> None:
    record = DocumentRecord(9, StoredDocument(document, published, "hash", "v", 3, *moments), (4, 5))
    found = written_and_read(
        database,
        lambda cursor: documents.insert(cursor, [record]),
        lambda cursor: documents.find(cursor, [document.id], with_text=True),
    )
    assert found == {document.id: record}


@pytest.mark.parametrize(
    "event_id",
    [
        *("", "e", "e1", "x00000000000000ff", "e00000000000000FF", "e-0000000000000ff"),
        *("effffffffffffffff", "e00000000000000f ", "e0000_0000_00000f", "e０000000000000ff"),
    ],
)
def test_what_is_no_event_id_stands_for_no_event(event_id: str) -> None:
    assert events.event_key(event_id) == -1


def test_an_event_id_stands_for_its_number() -> None:
    assert events.event_key("e00000000000000ff") == 255


def test_an_actor_is_the_same_in_whatever_order_its_descriptions_came() -> None:
    one = Actor("x", "甲", ActorType.PERSON, ("甲", "Jia"))
    other = Actor("x", "Jia", ActorType.PERSON, ("Jia", "J."), "", "Q1")
    merged = actors.merge([one, other])
    assert merged == actors.merge([other, one])
    assert merged == Actor("x", "Jia", ActorType.PERSON, ("Jia", "J.", "甲"), "", "Q1")
