"""Every domain type comes back from the wire as it went."""

from __future__ import annotations

from typing import Any

import pytest
from dateline_server.api import convert, enums, queries
from dateline_server.domain.text import Span
from dateline_server.domain.time import OPEN_END, OPEN_START, EventTime, Granularity
from hypothesis import given
from hypothesis import strategies as st

from . import strategies

ROUND_TRIPS = {
    "span": (convert.span_to_wire, convert.span_from_wire, strategies.spans),
    "date": (convert.date_to_wire, convert.date_from_wire, strategies.days),
    "timestamp": (convert.timestamp_to_wire, convert.timestamp_from_wire, strategies.moments),
    "time": (convert.time_to_wire, convert.time_from_wire, strategies.times()),
    "timex": (convert.timex_to_wire, convert.timex_from_wire, strategies.timexes),
    "actor": (convert.actor_to_wire, convert.actor_from_wire, strategies.actors),
    "actor mention": (
        convert.actor_mention_to_wire,
        convert.actor_mention_from_wire,
        strategies.actor_mentions,
    ),
    "candidate": (convert.candidate_to_wire, convert.candidate_from_wire, strategies.candidates),
    "document": (convert.document_to_wire, convert.document_from_wire, strategies.documents),
    "argument": (convert.argument_to_wire, convert.argument_from_wire, strategies.arguments),
    "mention": (convert.mention_to_wire, convert.mention_from_wire, strategies.mentions()),
    "participant": (convert.participant_to_wire, convert.participant_from_wire, strategies.participants),
    "event": (convert.event_to_wire, convert.event_from_wire, strategies.events),
    "query": (queries.query_to_wire, lambda wire: queries.checked_query(*wire), strategies.queries()),
    "summary": (queries.summary_to_wire, queries.summary_from_wire, strategies.summaries),
}


@pytest.mark.parametrize("name", ROUND_TRIPS)
@given(data=st.data())
def test_what_went_out_comes_back(name: str, data: st.DataObject):
    to_wire, from_wire, values = ROUND_TRIPS[name]
    value: Any = data.draw(values)

    assert from_wire(to_wire(value)) == value


def test_every_pair_of_functions_is_tested():
    pairs = {name.removesuffix("_to_wire") for name in dir(convert) if name.endswith("_to_wire")}

    assert pairs - {name.replace(" ", "_") for name in ROUND_TRIPS} == {"evidence"}


@pytest.mark.parametrize(
    "name", [name for name, codec in vars(enums).items() if isinstance(codec, enums.EnumCodec)]
)
def test_every_member_of_a_closed_set_has_its_own_number(name: str):
    codec = vars(enums)[name]
    members = list(type(next(iter(codec._to_wire))))

    assert [codec.from_wire(codec.to_wire(member)) for member in members] == members
    assert codec.optional(0) is None


def test_an_open_end_is_unset():
    time = EventTime(OPEN_START, OPEN_END, Granularity.YEAR)

    message = convert.time_to_wire(time)

    assert not message.HasField("first_date")
    assert not message.HasField("last_date")
    assert convert.time_from_wire(message) == time


def test_a_span_carries_its_words():
    assert convert.span_to_wire(Span(1, 3), "欧盟").text == "欧盟"
