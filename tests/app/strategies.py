"""Random analyses: few actors, days and types, so that much of it coincides."""

from __future__ import annotations

from datetime import date, timedelta

from dateline_server.domain.actor import Actor
from dateline_server.domain.document import Analysis
from dateline_server.domain.event import Factuality
from dateline_server.domain.time import OPEN_END, OPEN_START, Anchor, EventTime, Extent, Granularity
from hypothesis import strategies as st

from ..builders import ACTORS, EU, UNDATED, Telling, analysis, between, day, telling

DOCUMENT_IDS = ("a", "b", "c", "d")
EU_ELSEWHERE = Actor("european-union", "EU", EU.type, ("EU", "Brussels"), "", "Q458")
DAYS = tuple(date(2023, 6, 29) + timedelta(days=n) for n in range(5))


def times() -> st.SearchStrategy[EventTime]:
    """Days, months, years, assumed and open and missing dates."""
    days = st.sampled_from(DAYS).map(lambda when: day(when.isoformat()))
    spans = st.builds(
        lambda first, length: between(first, first + timedelta(days=length)),
        st.sampled_from(DAYS),
        st.integers(1, 4),
    )
    rest = st.sampled_from(
        (
            between(date(2023, 6, 1), date(2023, 6, 30), Granularity.MONTH),
            between(date(2023, 1, 1), date(2023, 12, 31), Granularity.YEAR),
            between(DAYS[0], DAYS[2], approximate=True),
            EventTime(DAYS[1], OPEN_END, Granularity.DAY, Extent.THROUGHOUT, "2023-06-30/.."),
            EventTime(OPEN_START, DAYS[3], Granularity.DAY, Extent.WITHIN, "../2023-07-02"),
            EventTime(DAYS[4], DAYS[4], Granularity.DAY, edtf="2023-07-03?", anchor=Anchor.ASSUMED),
            UNDATED,
        )
    )
    return st.one_of(days, spans, rest)


def tellings() -> st.SearchStrategy[Telling]:
    """Mentions of up to two actors."""
    return st.builds(
        lambda actors, kind, time, place, factuality, confidence, trigger: telling(
            *actors,
            kind=kind,
            on=time,
            place=place,
            factuality=factuality,
            confidence=confidence,
            trigger=trigger,
        ),
        st.lists(st.sampled_from(ACTORS), max_size=2, unique=True),
        st.sampled_from(("meet", "export-control", "other")),
        times(),
        st.sampled_from((None, *ACTORS)),
        st.sampled_from(Factuality),
        st.sampled_from((0.25, 0.5, 0.8, 0.9)),
        st.sampled_from(("会谈", "會談", "宣布")),
    )


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    """A document with up to four mentions; its actors may be described in two ways."""
    actors = tuple(draw(st.sampled_from((EU, EU_ELSEWHERE))) if actor is EU else actor for actor in ACTORS)
    return analysis(
        draw(st.sampled_from(DOCUMENT_IDS)),
        *draw(st.lists(tellings(), max_size=4)),
        published=draw(st.sampled_from(("2023-07-04", "2023-07-05", None))),
        actors=actors,
    )
