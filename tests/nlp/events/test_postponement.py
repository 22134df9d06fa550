"""What was put off has an old date, negated, and a new one, planned, each of which says so."""

from __future__ import annotations

from datetime import date

import pytest
from dateline_server.domain.document import Document
from dateline_server.domain.event import EventMention, Factuality
from dateline_server.nlp.events.postponement import NEW_DATE, OLD_DATE, postponements
from dateline_server.nlp.pipeline import analyze
from dateline_server.nlp.resources import Resources, load_resources

Told = tuple[str, str]


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources()


def mentions_of(text: str, resources: Resources) -> list[EventMention]:
    document = Document("a", text, publication_date=date(2024, 9, 28))
    return sorted(analyze(document, resources).text.mentions, key=lambda mention: mention.trigger)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("这款手机原定10月6日上市，推迟至11月。", ("上市", "2024-10-06"), ("推迟", "2024-11")),
        ("這款手機原定10月6日上市，推遲至11月。", ("上市", "2024-10-06"), ("推遲", "2024-11")),
        (
            "這款手機原定10月6日上市。公司表示，上市時間推遲至11月。",
            ("上市", "2024-10-06"),
            ("推遲", "2024-11"),
        ),
        ("會議原定10月6日召開，現延至11月2日舉行。", ("召開", "2024-10-06"), ("舉行", "2024-11-02")),
        ("原定10月6日发射的卫星推迟到10月9日发射。", ("发射", "2024-10-06"), ("发射", "2024-10-09")),
        (
            "Haizhou had planned to launch the car on October 6 but delayed it until November.",
            ("launch", "2024-10-06"),
            ("delayed", "2024-11"),
        ),
        (
            "The trial, due to start on October 6, was put off until December 1.",
            ("start", "2024-10-06"),
            ("put", "2024-12-01"),
        ),
    ],
)
def test_the_old_date_is_negated_and_the_new_one_planned(
    resources: Resources, text: str, old: Told, new: Told
) -> None:
    mentions = mentions_of(text, resources)
    found = [(mentions[before], mentions[after]) for before, after in postponements(mentions)]
    told = [[(m.trigger.of(text), m.time.edtf, m.factuality) for m in pair] for pair in found]
    assert [(*old, Factuality.NEGATED), (*new, Factuality.PLANNED)] in told
    assert all(before.rules[2] == OLD_DATE and after.rules[2] == NEW_DATE for before, after in found)


@pytest.mark.parametrize(
    "text",
    [
        "會議原定10月6日召開。",
        "公司推迟至10月6日公布业绩。",
        "会议原定10月6日召开，10月8日闭幕。",
        "会议原定10月6日召开。甲国没有回应。乙国的发射推迟至11月3日。",
        "He was due to speak on October 6 and will travel to Paris on October 9.",
    ],
)
def test_without_both_dates_nothing_is_linked(resources: Resources, text: str) -> None:
    mentions = mentions_of(text, resources)
    assert list(postponements(mentions)) == []
    assert all(mention.rules[2:3] != (OLD_DATE,) for mention in mentions)
