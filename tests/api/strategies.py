"""Hypothesis strategies for domain values as they cross the wire."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from dateline_server.app.export import ExportSummary
from dateline_server.domain.actor import Actor, ActorMention
from dateline_server.domain.document import DateCandidate, Document
from dateline_server.domain.event import Argument, Event, EventMention, Participant, StoredMention
from dateline_server.domain.query import EventQuery
from dateline_server.domain.text import Span
from dateline_server.domain.time import EventTime, Timex, Unresolved
from dateline_server.nlp.events.ontology import load_ontology
from hypothesis import strategies as st

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
days = st.dates()
moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999), timezones=st.just(UTC))  # noqa: DTZ001
spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 10**6), st.integers(0, 10**4)
)


def tuples(items: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(items, max_size=most).map(tuple)


@st.composite
def times(draw: st.DrawFn) -> EventTime:
    unresolved = draw(st.none() | st.sampled_from(Unresolved))
    first, last = sorted(draw(st.tuples(days, days)))
    bounds: tuple[date | None, date | None] = (first, last) if unresolved is None else (None, None)
    rest = draw(st.builds(EventTime, st.none(), st.none(), anchor_span=st.none() | spans, edtf=words,
                          imputed=tuples(words), unresolved=st.just(Unresolved.NOT_ANCHORED)))  # fmt: skip
    return EventTime(
        *bounds, rest.granularity, rest.extent, rest.edtf, rest.anchor, rest.anchor_span, rest.anchor_date,
        rest.imputed, unresolved,
    )  # fmt: skip


timexes = st.builds(Timex, span=spans, value=words, time=st.none() | times(), rule=words, mod=words)
actors = st.builds(
    Actor, id=ids, display_name=words, aliases=tuples(words), parent_id=st.just("") | ids, wikidata=words
)
actor_mentions = st.builds(ActorMention, span=spans, actor_id=ids, antecedent=st.none() | spans, rule=words)
candidates = st.builds(
    DateCandidate,
    year=st.none() | st.integers(1, 9999),
    month=st.integers(1, 12),
    day=st.integers(1, 31),
    evidence=words,
    conflict=words,
)
documents = st.builds(
    Document,
    id=ids,
    text=words,
    title=words,
    publication_date=st.none() | days,
    publisher=words,
    uri=words,
)
arguments = st.builds(Argument, span=spans, actor_id=st.just("") | ids)
participants = st.builds(Participant, actor_id=ids, display_name=words)


@st.composite
def mentions(draw: st.DrawFn) -> StoredMention:
    roles = draw(tuples(arguments))
    mention = draw(
        st.builds(
            EventMention,
            sentence=spans,
            trigger=spans,
            type=words,
            arguments=st.just(roles),
            timex=st.none() | timexes,
            time=times(),
            confidence=st.floats(0, 1),
            summary=words,
            rules=tuples(words),
        )
    )
    return StoredMention(
        draw(ids),
        mention,
        draw(words),
        draw(words),
        draw(words) if mention.timex else "",
        tuple(draw(words) for _ in roles),
        tuple(draw(words) for _ in roles),
        draw(st.none() | days),
    )


events = st.builds(
    Event,
    id=ids,
    type=words,
    summary=words,
    time=times(),
    participants=tuples(participants),
    confidence=st.floats(0, 1),
    mention_count=st.integers(0, 2**31 - 1),
    create_time=moments,
    update_time=moments,
    quote=words,
    trigger=words,
    timex_text=words,
    quote_document_id=st.just("") | ids,
    document_ids=tuples(ids),
    mentions=tuples(mentions(), 2),
)


@st.composite
def queries(draw: st.DrawFn) -> EventQuery:
    start, end = draw(st.tuples(days, days).filter(lambda pair: pair[0] != pair[1]).map(sorted))
    return draw(
        st.builds(
            EventQuery,
            start=st.sampled_from([None, start]),
            end=st.sampled_from([None, end]),
            any_actors=tuples(words.filter(lambda word: not word.startswith("actors/"))),
            all_actors=tuples(words.filter(lambda word: not word.startswith("actors/"))),
            types=tuples(st.sampled_from(sorted(load_ontology()))),
            min_confidence=st.floats(0, 1),
            documents=tuples(ids),
            text=words,
            as_of=st.none() | days,
        )
    )


summaries = st.builds(
    ExportSummary,
    written=st.integers(0, 2**62),
    undated=st.integers(0, 2**62),
    rounded=st.integers(0, 2**62),
    out_of_range=st.integers(0, 2**62),
    unmapped=st.integers(0, 2**62),
)
