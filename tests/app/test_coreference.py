"""Which mentions join."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from dateline_server.app.coreference import group_key, join
from dateline_server.app.mentions import stored_mentions
from dateline_server.domain.event import Factuality, StoredMention
from dateline_server.domain.time import Anchor, EventTime, Granularity

from ..builders import EU, JAPAN, NVIDIA, UNDATED, Telling, analysis, between, day, telling

NOW = datetime(2026, 1, 1, tzinfo=UTC)
APPROXIMATE = between(date(2023, 7, 1), date(2023, 7, 3), approximate=True)
ASSUMED = replace(day("2023-07-04"), anchor=Anchor.ASSUMED, edtf="2023-07-04?")
YEAR = between(date(2023, 1, 1), date(2023, 12, 31), Granularity.YEAR)
MONTH = between(date(2023, 7, 1), date(2023, 7, 31), Granularity.MONTH)
WEEK = between(date(2023, 7, 3), date(2023, 7, 9), Granularity.WEEK)
AT_NOON = EventTime(date(2023, 7, 3), date(2023, 7, 3), Granularity.TIME, edtf="2023-07-03T12:00")


def mention(told: Telling, document_id: str = "a") -> StoredMention:
    (found,) = stored_mentions(analysis(document_id, told))
    return found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (telling(EU, JAPAN), telling(EU, JAPAN), True),
        (telling(EU, JAPAN), telling(JAPAN, EU), True),
        (telling(EU, JAPAN), telling(EU, JAPAN, confidence=0.3, trigger="会晤"), True),
        (telling(EU, JAPAN), telling(EU, JAPAN, place=NVIDIA), True),
        (telling(EU, JAPAN), telling(EU, JAPAN, on=AT_NOON), True),
        (telling(EU, JAPAN), telling(EU), False),
        (telling(EU, JAPAN), telling(EU, JAPAN, kind="sign"), False),
        (telling(EU, JAPAN), telling(EU, JAPAN, on="2023-07-04"), False),
        (telling(EU, factuality=Factuality.PLANNED), telling(EU, factuality=Factuality.POSSIBLE), True),
        (telling(EU), telling(EU, factuality=Factuality.PLANNED), False),
        (telling(EU), telling(EU, factuality=Factuality.NEGATED), False),
        (telling(EU, kind="other", trigger="宣佈"), telling(EU, kind="other", trigger="宣布"), True),
        (telling(EU, kind="other", trigger="宣布"), telling(EU, kind="other", trigger="会谈"), False),
        (telling(place=EU), telling(place=EU), False),
        (telling(EU, on=UNDATED), telling(EU, on=UNDATED), False),
        (telling(EU, on=APPROXIMATE), telling(EU, on=APPROXIMATE), False),
        (telling(EU, on=ASSUMED), telling(EU, on=ASSUMED), False),
        (telling(EU, on=YEAR), telling(EU, on=YEAR), False),
        (telling(EU, JAPAN, on=MONTH), telling(EU, JAPAN, on=MONTH), True),
        (telling(EU, on=MONTH), telling(EU, on=MONTH), False),
        (telling(EU, on=WEEK), telling(EU, on=WEEK), True),
        (telling(NVIDIA, theme="新一代芯片B200"), telling(NVIDIA, theme="its B200 chip"), True),
        (telling(NVIDIA, theme="B200"), telling(NVIDIA, theme="Ｂ２００"), True),
        (telling(NVIDIA, theme="B200"), telling(NVIDIA, theme="B300"), False),
        (telling(NVIDIA, theme="逾6%"), telling(NVIDIA, theme="近21%"), False),
        (telling(EU, kind="say", theme="將合作"), telling(EU, kind="say", theme="将合作"), True),
        (telling(EU, kind="say", theme="将合作"), telling(EU, kind="say", theme="不会让步"), False),
    ],
)
def test_mentions_of_two_documents_join_when_they_tell_the_same(
    one: Telling, other: Telling, same: bool
) -> None:
    assert (group_key(mention(one, "a")) == group_key(mention(other, "b"))) is same


def test_a_mention_that_joins_nothing_keeps_its_group_when_its_date_changes() -> None:
    before = mention(telling(EU, on=UNDATED))
    assert group_key(replace(before, mention=replace(before.mention, time=APPROXIMATE))) == group_key(before)


def test_the_order_of_mentions_does_not_change_the_event() -> None:
    mentions = [
        mention(telling(EU, JAPAN, confidence=c), name)
        for c, name in ((0.5, "c"), (0.9, "b"), (0.9, "a"), (0.7, "d"))
    ]
    event = join("e1", mentions, NOW, NOW)
    assert join("e1", mentions[::-1], NOW, NOW) == event
    assert event.id == "e1"
    assert event.quote_document_id == "a"
    assert event.confidence == 0.9
    assert event.document_ids == ("a", "b", "c", "d")
    assert event.mention_count == 4
    assert [p.actor_id for p in event.participants] == ["european-union", "japan"]


def test_a_group_key_is_a_number_of_63_bits() -> None:
    assert 0 <= group_key(mention(telling(EU))) < 1 << 63


MARCH = between(date(2024, 3, 1), date(2024, 3, 31), Granularity.MONTH)
LATELY = between(date(2024, 3, 10), date(2024, 3, 24), approximate=True)
EXACT = day("2024-03-18")
OTHER = day("2024-03-19")
STAND_IN = replace(day("2024-03-25"), anchor=Anchor.ASSUMED, edtf="2024-03-25?")


@pytest.mark.parametrize(
    ("times", "chosen"),
    [
        ((LATELY, EXACT), EXACT),
        ((MARCH, LATELY, EXACT), EXACT),
        ((MARCH, LATELY), LATELY),
        ((EXACT, UNDATED), EXACT),
        ((LATELY, EXACT, STAND_IN), EXACT),
        ((MARCH, STAND_IN), MARCH),
        ((STAND_IN, MARCH), MARCH),
        ((UNDATED, UNDATED), UNDATED),
        # Two days contradict each other, and nothing decides between them but how sure they are.
        ((EXACT, OTHER), EXACT),
        ((OTHER, EXACT), OTHER),
        # What no other contradicts is less exact here.
        ((EXACT, OTHER, MARCH), MARCH),
    ],
)
def test_an_event_has_the_most_exact_date_that_no_mention_contradicts(
    times: tuple[EventTime, ...], chosen: EventTime
) -> None:
    mentions = [
        mention(telling(EU, on=time, confidence=0.9 - number / 10), f"d{number}")
        for number, time in enumerate(times)
    ]
    found = {join("e1", list(some), NOW, NOW).time for some in permutations(mentions)}
    assert found == {chosen}
