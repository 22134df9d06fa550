"""Explanations say which words, rules and anchors are behind an event, in either language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from dateline_server.app.explanation.glosses import Tongue, expressions, load_glosses
from dateline_server.app.explanation.steps import Aspect, Sources, Step, explain, sources_of
from dateline_server.app.timeline import Timeline
from dateline_server.domain.actor import ActorMention, ActorType, MentionForm
from dateline_server.domain.document import Analysis
from dateline_server.domain.event import EventMention, Factuality
from dateline_server.domain.query import EventQuery
from dateline_server.domain.text import Span
from dateline_server.domain.time import Anchor, EventTime, Granularity, Unresolved
from dateline_server.nlp.events.linking import LinkKind

from ..builders import EU, JAPAN, UNDATED, Telling, analysis, between, day, telling

EVERYTHING = EventQuery(factualities=tuple(Factuality))
ENGLISH_DATA = files("dateline_server.nlp") / "data" / "events" / "en"


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.open() as opened:
        yield opened


COUNTED = replace(day("2023-07-03"), anchor=Anchor.DOCUMENT, anchor_date=date(2023, 7, 4), imputed=("year",))
CONTEXT = replace(
    day("2023-07-03"), anchor=Anchor.CONTEXT, anchor_span=Span(0, 4), anchor_date=date(2023, 7, 2)
)
JUNE = between(date(2023, 6, 1), date(2023, 6, 30), Granularity.MONTH)
VAGUE = between(date(2023, 6, 1), date(2023, 6, 5), approximate=True)
OPEN = EventTime(date(2023, 7, 1), date.max, Granularity.DAY, edtf="2023-07-01/..")


def explained(timeline: Timeline, tongue: Tongue = Tongue.ENGLISH, *read: Analysis) -> tuple[Step, ...]:
    (listed,) = timeline.list_events(EVERYTHING, 10).items
    event = timeline.get_event(listed.id)
    documents = timeline.find_documents(sources_of(event), with_text=True)
    readings = {one.document.id: one for one in read}
    return explain(event, Sources(documents, readings), load_glosses(tongue))


def with_mention(told: Analysis, **changes: object) -> Analysis:
    (mention,) = told.text.mentions
    changed: EventMention = replace(mention, **changes)  # type: ignore[arg-type]
    return replace(told, text=replace(told.text, mentions=(changed,)))


def said(timeline: Timeline, told: Analysis, aspect: Aspect, *read: Analysis) -> str:
    timeline.put(told)
    return " ".join(
        step.explanation for step in explained(timeline, Tongue.ENGLISH, *read) if step.aspect is aspect
    )


def dated(time: EventTime) -> Analysis:
    return analysis("a", telling(EU, JAPAN, on=time))


def test_every_step_points_to_its_words(timeline: Timeline) -> None:
    told = analysis("a", telling(EU), telling(EU, JAPAN, on="2023-07-02"))
    (_, second) = told.text.mentions
    timeline.put(replace(told, text=replace(told.text, mentions=(second,))))
    steps = explained(timeline)
    assert [step.aspect for step in steps] == [
        Aspect.TRIGGER,
        Aspect.DATE,
        Aspect.DATE,
        Aspect.ANCHOR,
        Aspect.CALCULATION,
        Aspect.STATUS,
        Aspect.PARTICIPANT,
        Aspect.PARTICIPANT,
    ]
    pointing = [step for step in steps if step.span]
    assert [step.text for step in pointing] == [
        "会谈", "2023-07-02", "2023-07-02", "2023-07-02", "欧盟", "日本",
    ]  # fmt: skip
    for step in pointing:
        assert step.span
        assert step.span.of(told.document.text) == step.text
        assert step.document_id == "a"


@pytest.mark.parametrize(
    ("time", "aspect", "words"),
    [
        (day("2023-07-03"), Aspect.ANCHOR, "complete in itself"),
        (day("2023-07-03"), Aspect.CALCULATION, "the day is 2023-07-03"),
        (JUNE, Aspect.CALCULATION, "last 2023-06-30"),
        (VAGUE, Aspect.CALCULATION, "a judgement"),
        (OPEN, Aspect.CALCULATION, "last open"),
        (UNDATED, Aspect.CALCULATION, "the year is not"),
        (replace(UNDATED, unresolved=Unresolved.NO_ANTECEDENT), Aspect.CALCULATION, "none fits"),
        (
            COUNTED,
            Aspect.ANCHOR,
            "counted from 2023-07-04, the publication date of the document (given with the document)",
        ),
        (
            COUNTED,
            Aspect.CALCULATION,
            "leaves out the year, which 2023-07-04 gives",
        ),
        (
            replace(day("2023-07-03"), anchor=Anchor.DOCUMENT, anchor_date=date(2023, 7, 1)),
            Aspect.ANCHOR,
            "counted from 2023-07-01, the day of the report by its own account",
        ),
        (
            CONTEXT,
            Aspect.ANCHOR,
            "counted from 2023-07-02, which “2023”",
        ),
        (replace(day("2023-07-04"), anchor=Anchor.ASSUMED), Aspect.DATE, "date 2023-07-04 stands in"),
        (replace(UNDATED, anchor=Anchor.ASSUMED), Aspect.DATE, "the publication date is not known"),
    ],
)
def test_a_date_is_explained(timeline: Timeline, time: EventTime, aspect: Aspect, words: str) -> None:
    assert words in said(timeline, dated(time), aspect)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (("trigger:会谈", "date:before", "factuality:default"), "no word speaks against"),
        (("trigger:会谈", "date:before", "factuality:日本"), "the cue “日本” (characters 12 to 14"),
        (("trigger:会谈", "date:before", "factuality:date"), "after the publication date"),
        (("en-verb", "date-in-clause"), "no word speaks against"),
        (("en-verb", "date-in-clause", "modal"), "a modal verb"),
        (("en-verb", "date-in-clause", "some-rule"), "the rule is some-rule"),
        ((), "no word speaks against"),
    ],
)
def test_a_status_is_explained(timeline: Timeline, rules: tuple[str, ...], words: str) -> None:
    told = with_mention(dated(day("2023-07-03")), rules=rules)
    assert words in said(timeline, told, Aspect.STATUS)


def test_a_participant_is_traced_to_what_its_words_refer_to(timeline: Timeline) -> None:
    told = dated(day("2023-07-03"))
    found = ActorMention(
        Span(12, 14),
        JAPAN.id,
        ActorType.GEOPOLITICAL_ENTITY,
        MentionForm.REFERENCE,
        antecedent=Span(10, 12),
        rule="zh-person",
    )
    read = replace(told, text=replace(told.text, actor_mentions=(found,)))
    assert (
        "“日本” (characters 12 to 14 of the text of a) is 日本, the counterpart. The words refer to somebody"
        in said(timeline, told, Aspect.PARTICIPANT, read)
    )
    assert "It refers to “欧盟”" in " ".join(
        step.explanation for step in explained(timeline, Tongue.ENGLISH, read)
    )


def test_what_was_joined_is_named(timeline: Timeline) -> None:
    for name in ("a", "b", "c"):
        timeline.put(analysis(name, telling(EU, JAPAN)))
    steps = [step for step in explained(timeline) if step.aspect is Aspect.MENTIONS]
    assert "3 mentions in 3 documents are one event" in steps[0].explanation
    assert [step.document_id for step in steps[1:]] == ["b", "c"]


def test_mentions_that_date_an_event_otherwise_are_named(timeline: Timeline) -> None:
    timeline.put(analysis("a", telling(EU, JAPAN)))
    timeline.put(analysis("b", telling(EU, JAPAN, on=between(date(2023, 7, 1), date(2023, 7, 5)))))
    timeline.merge_events([event.id for event in timeline.list_events(EVERYTHING, 10).items])
    *_, last = explained(timeline)
    assert (last.aspect, last.document_id) == (Aspect.MENTIONS, "b")
    assert last.explanation.endswith("in EDTF: “2023-07-01/2023-07-05”.")


@pytest.mark.parametrize("told", [telling(EU, JAPAN), telling(EU, on=UNDATED, factuality=Factuality.NEGATED)])
def test_both_languages_explain_the_same_steps(timeline: Timeline, told: Telling) -> None:
    timeline.put(analysis("a", told))
    english, chinese = (explained(timeline, tongue) for tongue in (Tongue.ENGLISH, Tongue.CHINESE))
    assert [replace(step, explanation="") for step in english] == [
        replace(step, explanation="") for step in chinese
    ]
    assert all(step.explanation.isprintable() and "{" not in step.explanation for step in english + chinese)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in step.explanation) for step in chinese)


@pytest.mark.parametrize("tongue", list(Tongue))
def test_every_rule_that_dates_or_judges_has_words(tongue: Tongue) -> None:
    glosses = load_glosses(tongue)
    dates = {f"date:{kind}" for kind in LinkKind}
    judging = {
        name
        for table in ("cues", "governors")
        for name in tomllib.loads((ENGLISH_DATA / f"{table}.toml").read_text("utf-8"))
    }
    assert dates <= glosses.tables["date_rules"].keys()
    assert judging <= glosses.tables["status_rules"].keys()


@pytest.mark.parametrize(("table", "members"), [("statuses", Factuality), ("unresolved", Unresolved)])
def test_every_value_has_words(table: str, members: type[Factuality] | type[Unresolved]) -> None:
    assert load_glosses(Tongue.CHINESE).tables[table].keys() == set(members)


def test_a_temporal_rule_is_shown_by_expressions_that_it_reads() -> None:
    assert "上周" in expressions("zh.week.word")
    assert len(expressions("zh.week.word+zh.day.word")) >= 2
    assert expressions("no.such.rule") == ()
