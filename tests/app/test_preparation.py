"""What workers make of an analysis before the writer gets it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from dateline_server.app.changes import Put, Replace
from dateline_server.app.mentions import stored_mentions
from dateline_server.app.preparation import opened, prepare, sealed
from dateline_server.app.recovery import decode, encode
from dateline_server.app.text import terms_of, words_of
from dateline_server.app.timeline import Timeline
from dateline_server.domain.document import Analysis, FieldAnalysis
from dateline_server.domain.query import EventQuery
from dateline_server.domain.text import Sentence, Span, Zone
from dateline_server.store.terms import term_key

from ..builders import EU, JAPAN, NVIDIA, analysis, telling


def told() -> Analysis:
    read = analysis("a", telling(EU, JAPAN), telling(NVIDIA, kind="sue", theme="芯片出口"))
    return replace(read, text=replace(read.text, sentences=(Sentence(Span(0, 5), Zone.BODY, 0),)))


def test_what_another_process_sealed_is_what_this_one_would_have_made() -> None:
    there, here = opened(sealed(told())), prepare(told())
    assert (there.analysis, there.terms) == (here.analysis, here.terms)
    assert opened(there.record) == there


def test_what_is_not_stored_is_left_out() -> None:
    prepared = prepare(told())
    assert prepared.analysis.text == FieldAnalysis(mentions=told().text.mentions)
    assert stored_mentions(prepared.analysis) == stored_mentions(told())


def test_known_terms_are_those_that_the_writer_would_find() -> None:
    known = prepare(told()).known_terms(stored_mentions(told()))
    with Timeline.open(":memory:") as timeline:
        timeline.put(told())
        events = timeline.list_events(EventQuery(), 10, with_mentions=True).items
    assert len(events) == 2
    for event in events:
        assert terms_of(event, known) == terms_of(event, {})
        assert {*terms_of(event, known)} == {*map(term_key, words_of(event))}


def test_the_journal_gives_back_what_it_was_given() -> None:
    prepared = prepare(told())
    assert decode(encode(Put(prepared))) == Put(prepared)
    assert decode(encode(Replace(prepared, datetime(2023, 7, 3, tzinfo=UTC)))) == Replace(prepared)


def test_the_journal_of_an_earlier_release_is_read() -> None:
    held_the_analysis: Any = told()
    change = decode(pickle.dumps(Put(held_the_analysis)))
    assert isinstance(change, Put)
    assert change.prepared.analysis == prepare(told()).analysis
    assert change.prepared.terms == prepare(told()).terms
