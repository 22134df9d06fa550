"""English expressions in sentences: what they count from, where tense puts them, what is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateline_server.domain.text import Language
from dateline_server.domain.time import Anchor, Timex
from hypothesis import given
from hypothesis import strategies as st

from .reading import read

FRIDAY = "2024-12-27"


def english(text: str, published: str | None = FRIDAY) -> list[Timex]:
    return list(read(text, published, Language.EN))


def told(text: str, published: str | None = FRIDAY) -> list[tuple[str, str]]:
    found = english(text, published)
    return [(timex.span.of(text), timex.time.edtf if timex.time else "") for timex in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The company will open a plant in March.", [("March", "2025-03")]),
        ("The talks began on May\u00a03, 2024 in Paris.", [("May\u00a03, 2024", "2024-05-03")]),
        ("The company opened a plant in March.", [("March", "2024-03")]),
        ("In March, the company opened a plant.", [("March", "2024-03")]),
        ("Parliament is due to vote on January 15.", [("January 15", "2025-01-15")]),
        ("Parliament voted on January 15.", [("January 15", "2024-01-15")]),
        ("The firm said on Monday it will cut jobs.", [("Monday", "2024-12-23")]),
        (
            "On Monday, the firm said talks would resume on Thursday.",
            [("Monday", "2024-12-23"), ("Thursday", "2025-01-02")],
        ),
        (
            "He was arrested on Dec. 12 and will appear in court on Jan. 20.",
            [("Dec. 12", "2024-12-12"), ("Jan. 20", "2025-01-20")],
        ),
        (
            "The market opened on Nov. 28 and runs until Jan. 6.",
            [("Nov. 28", "2024-11-28"), ("until Jan. 6", "2025-01-06")],
        ),
        ("The law takes effect Jan. 1.", [("Jan. 1", "2025-01-01")]),
        ("The fire appeared to begin on Tuesday.", [("Tuesday", "2024-12-24")]),
        ("Voters go to the polls on Sunday.", [("Sunday", "2024-12-29")]),
        ("They met on May 3, May 4.", [("May 3", "2024-05-03"), ("May 4", "2024-05-04")]),
        ("Shops closed Monday, Tuesday.", [("Monday", "2024-12-23"), ("Tuesday", "2024-12-24")]),
        ("It will be the first strike since June.", [("since June", "2024-06-01/2024-12-27")]),
        ("They asked for answers no later than January 10.", [("no later than January 10", "2025-01-10")]),
        (
            "The work was finished by the end of November.",
            [("by the end of November", "2024-11-21/2024-11-30")],
        ),
    ],
)
def test_tense(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("He came on May 3, 2021. The next day he left.", ("The next day", "2021-05-04")),
        ("Earlier on May 3, 2021, he came. The next day he left.", ("The next day", "2021-05-04")),
        ("He came on May 3, 2021 and left two weeks later.", ("two weeks later", "2021-05-17/2021-05-23")),
        ("He was elected in 2015. Three years later he resigned.", ("Three years later", "2018")),
        ("It shrank in 2019, having grown the previous year.", ("the previous year", "2018")),
        ("The trial began in June 2011 and ended that October.", ("October", "2011-10")),
        ("Police came on Dec. 20. At 9:30 p.m. they left.", ("9:30 p.m.", "2024-12-20")),
        (
            "Sales fell in the first quarter of 2021. Profit for the quarter rose.",
            ("the quarter", "2021-01/2021-03"),
        ),
        (
            "Sales in May 2023 beat those of the same period last year.",
            ("the same period last year", "2022-05"),
        ),
        ("Harrow, which was founded in 2019, opened a mill in March.", ("March", "2024-03")),
        ("She was hired in 2021 and left in October of that year.", ("October of that year", "2021-10")),
        ("The firm said today that sales will begin on February 3.", ("February 3", "2025-02-03")),
        ("Shares are up 9% this year through Thursday.", ("Thursday", "2024-12-26")),
        ("Work on the mill was halted last year and resumed in February.", ("February", "2024-02")),
        ("Two days before Christmas it snowed.", ("Two days before Christmas", "2024-12-23")),
        (
            "Profit for the three months ended Sept. 30 rose.",
            ("the three months ended Sept. 30", "2024-07/2024-09"),
        ),
    ],
)
def test_context(text: str, last: tuple[str, str]) -> None:
    assert told(text)[-1] == last


def test_a_context_is_pointed_to() -> None:
    first, second = english("He came on May 3, 2021 and left the next day.")
    assert second.time is not None
    assert (second.time.anchor, second.time.anchor_span) == (Anchor.CONTEXT, first.span)


def test_without_an_antecedent_nothing_is_invented() -> None:
    (timex,) = english("The next day he left.")
    assert timex.time is not None
    assert timex.time.first is None


def test_without_a_publication_date_relative_days_stay_unresolved() -> None:
    for timex in english("He came yesterday, last week and on Monday; she comes on July 3.", None):
        assert timex.time is not None
        assert timex.time.first is None


@pytest.mark.parametrize(
    "text",
    [
        "Flight 2019 and Boeing 737 jets were grounded.",
        "Windows 2000 and version 2.10 are out of support.",
        "He may march to the sun if she sat there.",
        "They won 10-3 and lost 4-6.",
        "Route 66, Section 230, Article 370 and Resolution 2231",
        "April Jones met June Carter.",
        "She came second with 2000 votes.",
        "More than 1900 pupils and 2,000 teachers took part.",
        "The help desk is open 24/7 at 555-2013.",
        "It cost $1999 or 1984 euros.",
        "The second half was better than the first.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert [timex for timex in english(text) if timex.time is not None and timex.time.first is not None] == []


RELATIVE = st.sampled_from(
    ["yesterday", "today", "tomorrow", "three days ago", "last week", "two weeks ago", "recently"]
)


@given(RELATIVE, st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 500))
def test_relative_days_move_with_the_publication_date(text: str, published: date, weeks: int) -> None:
    (before,) = english(text, published.isoformat())
    later = published + timedelta(weeks=weeks)
    (after,) = english(text, later.isoformat())
    assert before.time is not None
    assert after.time is not None
    assert before.time.first is not None
    assert after.time.first == before.time.first + timedelta(weeks=weeks)


ABSOLUTE = st.sampled_from(
    ["July 3, 2023", "3 July 2023", "2023-07-03", "Q3 2024", "the 1990s", "fiscal 2024", "June 2011"]
)


@given(ABSOLUTE, st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_absolute_dates_stay(text: str, published: date) -> None:
    (timex,) = english(text, published.isoformat())
    (unpublished,) = english(text, None)
    assert timex.time == unpublished.time


@given(st.text("0123456789 -/.:,()'adjmnostuy", max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for timex in english(text):
        assert 0 <= timex.span.start < timex.span.end <= len(text)
