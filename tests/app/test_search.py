"""Queries against a plain model of what they mean, and pages that join to the whole list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from dateline_server.app.search import normalize_alias
from dateline_server.app.text import words, words_of
from dateline_server.app.timeline import Timeline
from dateline_server.domain.actor import Actor, ActorType
from dateline_server.domain.event import Event, Factuality, Role
from dateline_server.domain.query import EventQuery, Order, Page, PageToken
from dateline_server.domain.summary import TimeUnit
from dateline_server.domain.time import DateMatch, EventTime
from dateline_server.errors import InvalidInput, PageTokenInvalid
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..builders import ACTORS, EU, JAPAN, KIOXIA, NVIDIA, UNDATED, analysis, between, telling
from .strategies import DAYS, DOCUMENT_IDS, analyses


@pytest.fixture
def timeline() -> Any:
    with Timeline.open() as opened:
        yield opened


def whole(list_page: Callable[[int, PageToken | None], Page[Any]], size: int) -> list[Any]:
    """Every item, page by page."""
    found: list[Any] = []
    token = None
    while True:
        page = list_page(size, token)
        assert len(page.items) <= size
        found += page.items
        token = page.next
        if token is None:
            return found
        assert len(page.items) == size


def is_within(time: EventTime, query: EventQuery) -> bool:
    """A range that is open stays open beyond the last day of the calendar, where open dates end."""
    if time.first is None or time.last is None:
        return False
    certain = query.match is DateMatch.CERTAIN
    first, last = (time.first, time.last) if certain else (time.last, time.first)
    return (query.start is None or first >= query.start) and (query.end is None or last < query.end)


def meant(event: Event, query: EventQuery) -> bool:
    """What a query means, written down without a database."""
    if (query.start or query.end) and not is_within(event.time, query):
        return False
    who = {p.actor_id for p in event.participants if not query.roles or p.role in query.roles}
    asked = {
        name: {a.id for a in ACTORS if name in (a.id, *a.aliases)}
        for name in query.any_actors + query.all_actors
    }
    return (
        event.factuality in (query.factualities or (Factuality.ASSERTED, Factuality.PLANNED))
        and (not query.any_actors or any(who & asked[name] for name in query.any_actors))
        and all(who & asked[name] for name in query.all_actors)
        and (bool(who) or not query.roles)
        and (not query.types or event.type in query.types)
        and event.confidence >= query.min_confidence
        and (not query.text or {*words(query.text)} <= {*words_of(event)})
        and (not query.documents or bool({*event.document_ids} & {*query.documents}))
    )


NAMES = st.sampled_from(("欧盟", "歐盟", "japan", "英伟达", "Kioxia", "nobody"))
QUERIES = st.builds(
    EventQuery,
    start=st.one_of(st.none(), st.sampled_from(DAYS)),
    end=st.one_of(st.none(), st.sampled_from(DAYS).map(lambda day: day + timedelta(days=6))),
    match=st.sampled_from(DateMatch),
    any_actors=st.lists(NAMES, max_size=2).map(tuple),
    all_actors=st.lists(NAMES, max_size=2).map(tuple),
    roles=st.lists(st.sampled_from((Role.AGENT, Role.PLACE)), max_size=1).map(tuple),
    types=st.lists(st.sampled_from(("meet", "other")), max_size=1).map(tuple),
    factualities=st.lists(st.sampled_from(Factuality), max_size=2).map(tuple),
    min_confidence=st.sampled_from((0.0, 0.5, 0.9)),
    documents=st.lists(st.sampled_from(DOCUMENT_IDS), max_size=1).map(tuple),
    text=st.sampled_from(("", "", "会谈", "會談 日本", "宣布", "Nowhere")),
    order=st.sampled_from(Order),
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    told=st.lists(analyses(), max_size=4, unique_by=lambda a: a.document.id),
    queries=st.lists(QUERIES, max_size=8),
    size=st.integers(1, 4),
    busy=st.sampled_from((0, 5000)),
)
def test_a_query_finds_what_it_means_in_its_order_on_pages_of_any_size(
    told: list[Any], queries: list[EventQuery], size: int, busy: int
) -> None:
    with Timeline.open() as timeline, pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateline_server.store.queries._BUSY", busy)
        patch.setattr("dateline_server.store.queries._COMMON", busy)
        for future in [timeline.submit(one) for one in told]:
            future.result()
        every = EventQuery(factualities=tuple(Factuality))
        everything = timeline.list_events(every, 1000, with_mentions=True).items
        for query in queries:
            found = whole(lambda n, token: timeline.list_events(query, n, token), size)  # noqa: B023
            assert sorted(e.id for e in found) == sorted(e.id for e in everything if meant(e, query))
            dated = [event for event in found if event.time.first]
            assert found[: len(dated)] == dated
            descending = query.order is Order.TIME_DESC
            assert dated == sorted(dated, key=lambda e: (e.time.first, e.id), reverse=descending)


@pytest.mark.parametrize(
    "name", ["European Union", "european union", "EUROPEANUNION", "ＥＵ", "歐盟", "欧 盟", "european-union"]
)
def test_an_actor_is_found_by_every_spelling(timeline: Timeline, name: str) -> None:
    timeline.put(analysis("a", telling(EU, JAPAN), telling(NVIDIA)))
    (event,) = timeline.list_events(EventQuery(any_actors=(name,)), 10).items
    assert event.participants[0].actor_id == "european-union"


def test_middle_dots_and_spaces_do_not_tell_names_apart() -> None:
    breton = Actor("breton", "蒂埃里·布雷顿", ActorType.PERSON, ("蒂埃里·布雷顿", "Thierry Breton"))
    assert {normalize_alias(name) for name in ("蒂埃里·布雷顿", "蒂埃里・布雷頓", "蒂埃里布雷顿")} == {
        normalize_alias(breton.display_name)
    }


def test_a_name_of_two_actors_finds_both(timeline: Timeline) -> None:
    person = Actor("ford-person", "Ford", ActorType.PERSON, ("Ford",))
    company = Actor("ford-company", "Ford Motor", ActorType.ORGANIZATION, ("Ford", "Ford Motor"))
    timeline.put(analysis("a", telling(person), telling(company), actors=(person, company)))
    assert len(timeline.list_events(EventQuery(any_actors=("ford",)), 10).items) == 2
    assert len(timeline.list_events(EventQuery(all_actors=("ford", "Ford Motor")), 10).items) == 1


def test_an_uncertain_date_meets_a_range_possibly_or_certainly(timeline: Timeline) -> None:
    timeline.put(
        analysis("a", telling(EU, on=between(date(2023, 6, 28), date(2023, 7, 2))), telling(EU, on=UNDATED))
    )

    def ids(start: date, end: date, match: DateMatch) -> int:
        return len(timeline.list_events(EventQuery(start=start, end=end, match=match), 10).items)

    june, july, august = date(2023, 6, 1), date(2023, 7, 1), date(2023, 8, 1)
    assert ids(june, july, DateMatch.POSSIBLE) == ids(july, august, DateMatch.POSSIBLE) == 1
    assert ids(june, july, DateMatch.CERTAIN) == ids(july, august, DateMatch.CERTAIN) == 0
    assert ids(june, august, DateMatch.CERTAIN) == 1
    assert ids(june, date(2023, 6, 28), DateMatch.POSSIBLE) == 0


def test_single_precision_confidence_means_the_number_that_was_written(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(EU, confidence=0.8)))
    assert len(timeline.list_events(EventQuery(min_confidence=0.800000011920929), 10).items) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (EventQuery(start=date(2023, 7, 2), end=date(2023, 7, 1)), "filter.end_date"),
        (EventQuery(start=date(2023, 7, 1), end=date(2023, 7, 1)), "filter.end_date"),
        (EventQuery(min_confidence=1.5), "filter.min_confidence"),
        (EventQuery(min_confidence=float("nan")), "filter.min_confidence"),
    ],
)
def test_a_query_that_contradicts_itself_names_the_field(
    timeline: Timeline, query: EventQuery, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        timeline.list_events(query, 10)
    assert caught.value.field == field


def test_words_are_found_in_any_script_and_in_every_sentence_that_tells(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(NVIDIA, theme="芯片出口的限制", confidence=0.9), telling(EU)))
    timeline.put(analysis("b", telling(NVIDIA, theme="對晶圓的限制", confidence=0.8)))
    (event,) = timeline.list_events(EventQuery(any_actors=("nvidia",)), 10).items
    assert event.mention_count == 2
    for text in ("芯片 出口", "出口的芯片", "晶圆", "晶圓 芯片", "限制，出口"):
        assert [e.id for e in timeline.list_events(EventQuery(text=text), 10).items] == [event.id], text
    for text in ("芯片 石油", "出", "石油"):
        assert timeline.list_events(EventQuery(text=text), 10).items == ()
    timeline.delete("b")
    assert timeline.list_events(EventQuery(text="晶圆"), 10).items == ()
    assert [e.id for e in timeline.list_events(EventQuery(text="芯片"), 10).items] == [event.id]


def test_entries_that_events_left_behind_do_not_shorten_pages(timeline: Timeline) -> None:
    for document in "abcd":
        timeline.put(analysis(document, *[telling(EU, kind=f"k{n}") for n in range(5)]))
    for size in (1, 2, 5):
        found = whole(lambda n, token: timeline.list_events(EventQuery(text="会谈"), n, token), size)
        assert len(found) == 5
    assert timeline.summarize_events(EventQuery(text="会谈"), TimeUnit.YEAR).event_count == 5


def test_a_text_without_a_word_is_refused(timeline: Timeline) -> None:
    with pytest.raises(InvalidInput, match="0 words") as caught:
        timeline.list_events(EventQuery(text="，！"), 10)
    assert caught.value.field == "filter.text"


def test_a_token_serves_its_own_query_only(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(EU), telling(JAPAN), telling(NVIDIA)))
    token = timeline.list_events(EventQuery(), 1).next
    assert token is not None
    assert len(timeline.list_events(EventQuery(), 5, token).items) == 2
    with pytest.raises(PageTokenInvalid):
        timeline.list_events(EventQuery(any_actors=("EU",)), 1, token)
    with pytest.raises(PageTokenInvalid):
        timeline.list_documents(1, token)
    with pytest.raises(PageTokenInvalid):
        timeline.list_events(EventQuery(), 1, PageToken(token.query, ("tomorrow", "1")))


def test_actors_are_listed_by_events_and_found_by_part_of_a_name(timeline: Timeline) -> None:
    timeline.put(
        analysis("a", telling(EU, JAPAN), telling(EU, NVIDIA), telling(EU, KIOXIA), telling(JAPAN, KIOXIA))
    )
    listed = whole(lambda size, token: timeline.list_actors("", size, token), 1)
    assert [(a.actor.id, a.event_count) for a in listed] == [
        ("european-union", 3),
        ("japan", 2),
        ("kioxia", 2),
        ("nvidia", 1),
    ]
    assert [a.actor.id for a in timeline.list_actors("輝", 10).items] == ["nvidia"]
    assert [a.actor.id for a in timeline.list_actors("union", 10).items] == ["european-union"]


def test_documents_are_listed_newest_first_and_undated_last(timeline: Timeline) -> None:
    for name, published in (
        ("a", "2023-07-04"),
        ("b", None),
        ("c", "2023-07-06"),
        ("d", "2023-07-04"),
        ("e", None),
    ):
        timeline.put(analysis(name, telling(EU), published=published))
    for size in (1, 2, 10):
        listed = whole(lambda n, token: timeline.list_documents(n, token), size)
        assert [d.document.id for d in listed] == ["c", "d", "a", "e", "b"]
        assert {d.document.text for d in listed} == {""}
