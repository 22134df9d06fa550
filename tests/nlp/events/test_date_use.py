"""What temporal expressions can be used for."""

from datetime import date

import pytest
from dateline_server.domain.text import Span
from dateline_server.domain.time import Anchor, EventTime, Granularity, Timex, TimexType
from dateline_server.nlp.events.date_use import is_part_of_day, is_stretch, is_today

PUBLISHED = date(2024, 3, 1)


def timex(first: date, last: date, rule: str, anchor: Anchor = Anchor.DOCUMENT) -> Timex:
    """An expression counted from the publication date."""
    time = EventTime(first, last, Granularity.DAY, edtf="2024", anchor=anchor, anchor_date=PUBLISHED)
    return Timex(Span(0, 2), TimexType.DATE, "", time, rule)


@pytest.mark.parametrize(
    ("first", "last", "rule", "expected"),
    [
        (date(2021, 3, 1), PUBLISHED, "zh.past", True),
        (date(2024, 2, 23), PUBLISHED, "zh.past", False),
        (PUBLISHED, date(2034, 3, 1), "zh.coming", True),
        (date(2024, 2, 23), PUBLISHED, "zh.day+since", True),
        (date(2023, 1, 1), date(2023, 12, 31), "zh.year", False),
    ],
)
def test_a_long_time_up_to_now_or_from_now_on(first: date, last: date, rule: str, expected: bool) -> None:
    assert is_stretch(timex(first, last, rule)) is expected


def test_a_part_of_a_day_names_no_day() -> None:
    assert is_part_of_day(timex(PUBLISHED, PUBLISHED, "zh.daypart.alone"))
    assert not is_part_of_day(timex(PUBLISHED, PUBLISHED, "zh.day.word.part"))


def test_today_is_counted_from_the_text() -> None:
    assert is_today(timex(PUBLISHED, PUBLISHED, "zh.day.word"))
    assert not is_today(timex(PUBLISHED, PUBLISHED, "zh.day", Anchor.ABSOLUTE))
    assert not is_today(timex(date(2024, 2, 29), date(2024, 2, 29), "zh.day.word"))
