"""Which events a Chinese field tells of."""

from datetime import date

import pytest
from dateline_server.domain.document import PublicationDate
from dateline_server.domain.event import Factuality, Field
from dateline_server.domain.text import Sentence, Span, Token, Zone
from dateline_server.domain.time import EventTime, Granularity, Timex, TimexType
from dateline_server.nlp.events.chinese import ChineseField, find_chinese_events
from dateline_server.nlp.events.rules import load_event_rules

PUBLISHED = date(2024, 9, 24)


@pytest.mark.parametrize(("loose", "expected"), [("近期", [Factuality.PLANNED]), ("早前", [])])
def test_only_loose_words_that_reach_beyond_today_date_a_plan(loose: str, expected: list[Factuality]) -> None:
    forms = [("央行", "n"), (loose, "TIME"), ("将", "d"), ("下调", "v"), ("利率", "n"), ("。", "w")]
    tokens, text = [], ""
    for form, tag in forms:
        tokens.append(Token(Span(len(text), len(text) + len(form)), tag))
        text += form
    time = EventTime(date(2024, 9, 10), PUBLISHED, Granularity.DAY, edtf="2024-09-10/2024-09-24~")
    timex = Timex(Span(2, 4), TimexType.DATE, "PAST_REF", time, "test")
    published = PublicationDate(PUBLISHED, None)
    field = ChineseField(Field.TEXT, text, text, {}, published)
    sentence = Sentence(Span(0, len(text)), Zone.BODY, 0)
    events = find_chinese_events(field, [sentence], [tokens], [timex], [], load_event_rules())
    assert [event.factuality for event in events] == expected
