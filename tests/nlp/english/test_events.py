from __future__ import annotations

from datetime import timedelta

import pytest
from dateline_server.domain.document import Document
from dateline_server.domain.event import Role
from dateline_server.domain.text import Language
from dateline_server.domain.time import Anchor
from dateline_server.nlp.pipeline import analyze
from dateline_server.nlp.resources import Resources
from hypothesis import given, settings
from hypothesis import strategies as st

from .conftest import PUBLISHED, Analyses, participants, told

DATES = [
    # the date of its own clause
    ("Nokia closed a plant in Oulu on 3 May 2023.", {"closed": "2023-05-03"}),
    ("In 2020, Nokia announced that it would build a mill.", {"announced": "2020"}),
    ("In 2020 Nokia announced that it would build a mill.", {"announced": "2020"}),
    # two dates for two events
    ("Nokia closed a mill in 2019 and opened a plant in 2021.", {"closed": "2019", "opened": "2021"}),
    (
        "The mill burned down on 3 May, the mayor said on 5 May.",
        {"burned": "2023-05-03", "said": "2023-05-05"},
    ),
    # what is reported is not dated by its report
    ("Police said on 3 May that a bridge had collapsed.", {"said": "2023-05-03"}),
    ("A bridge collapsed in the storm, police said on 3 May.", {"said": "2023-05-03"}),
    # a date of the past belongs to the telling, not to what is still to come
    ("Nokia agreed on 3 May to close the mill.", {"agreed": "2023-05-03"}),
    ("Nokia said it would close the mill on 3 May 2031.", {"close": "2031-05-03"}),
    # the infinitive of a plan, the content of a phase
    ("Nokia plans to close the mill in May 2031.", {"close": "2031-05"}),
    ("The mill began shipping pulp on 3 May 2023.", {"shipping": "2023-05-03"}),
    # clauses that go with a dated one
    ("A truck hit the pier on 3 May, injuring two workers.", {"hit": "2023-05-03", "injuring": "2023-05-03"}),
    ("On 3 May Nokia closed a mill and sold a plant.", {"closed": "2023-05-03", "sold": "2023-05-03"}),
    ("Nokia closed the mill in 2019 but later reopened it.", {"closed": "2019"}),
    # event nouns
    ("The mayor mourned the victims of last week's earthquake.", {"earthquake": "2023-05-22/2023-05-28"}),
    ("The fire that began on 3 May destroyed the mill.", {"began": "2023-05-03", "destroyed": "2023-05-03"}),
    ("Speaking to reporters on 3 May, the mayor denied the claim.", {"Speaking": "2023-05-03"}),
    ("Speaking to reporters on 3 May, the mayor said the mill was safe.", {"said": "2023-05-03"}),
    ("In a 3 May letter, the mayor said the mill was safe.", {"said": "2023-05-03"}),
    # a date that names no event
    ("Nokia sold its 2019 model to museums.", {}),
    ("Do you expect the 2024 election to be close?", {}),
    # a weekday alone goes with the tense of its verb
    ("The mill that appeared to burn on Friday was empty.", {"burn": "2023-05-26"}),
    ("The mill will close on Friday.", {"close": "2023-06-02"}),
    # a date beside the verb of saying is its own, whatever clause follows
    ("The ministry said on 3 May it had closed the mill.", {"said": "2023-05-03"}),
    # a clause of the same time
    ("A bus crashed while turning on 3 May.", {"crashed": "2023-05-03", "turning": "2023-05-03"}),
    # a loose word beside a day
    ("Nokia has often sued Ericsson, most recently on 3 May.", {"sued": "2023-05-03"}),
    # a time that is itself the object
    ("The plan covers the next five years.", {}),
    # a clause that hangs on the date
    ("The quarrel dates back to 2016, when a court ruled against Nokia.", {"ruled": "2016"}),
    # the date of an occasion is that of what is done there, the date of another event is not
    ("In Monday's speech the mayor denied the claim.", {"denied": "2023-05-29"}),
    ("Police have not named the suspect in Monday's shooting.", {"shooting": "2023-05-29"}),
    (
        "Aldermere ended her bid for the 2024 nomination on Friday.",
        {"ended": "2023-05-26", "nomination": "2024"},
    ),
    # an event told by a noun has the date that stands beside it
    ("The acquisition of Ericsson by Nokia on Monday surprised analysts.", {"acquisition": "2023-05-29"}),
    ("The resignation of Ruth Aldermere on 3 May came as a surprise.", {"resignation": "2023-05-03"}),
    ("Monday's fire killed two people.", {"killed": "2023-05-29"}),
    # a weekday behind what was asked for lies ahead
    ("The union urged workers to march on Friday.", {"march": "2023-06-02"}),
    # a date before the conjunction of a clause lies outside it
    (
        "In March, about a month after workers walked out, Nokia said the mill was shut.",
        {"said": "2023-03"},
    ),
    # what only compares, or says how long nothing was like this
    ("The mill is old, as demonstrated by a count in 2022.", {}),
    ("Prices fell on 3 May to the lowest level since 2019.", {"fell": "2023-05-03"}),
    # advice
    ("Always try to book on a Tuesday.", {}),
    # where a thing comes from
    ("On 3 May Nokia asked for answers to its questions from February.", {"asked": "2023-05-03"}),
    # a forecast is told beside what it foretells
    ("Nokia predicted on 3 May that sales will fall in 2031.", {"predicted": "2023-05-03", "fall": "2031"}),
    # a timetable that begins with today
    ("The camp opens later this summer.", {"opens": "2023-06/2023-08~"}),
    # the object of a verb of two words leaves its date to the verb
    ("Harrow, which had called for a sale of Kestrel in May, was glad.", {"called": "2023-05"}),
    # a verb that only bounds a stretch of time
    ("Profit rose in the three months that ended on 31 March 2023.", {}),
    # the nearer of two dates behind a verb
    ("Nokia will open a mill in the first quarter of 2031 and by May 2032.", {"open": "2031-01/2031-03"}),
    # a participle of saying tells what its clause does
    (
        "A court dismissed the claim, ruling on 3 May that it was late.",
        {"dismissed": "2023-05-03", "ruling": "2023-05-03"},
    ),
    # within hours it is the same day
    ("The ferry left Oulu on 3 May and sank two hours later.", {"left": "2023-05-03", "sank": "2023-05-03"}),
    # what began when something else happened
    ("The war began when Norway attacked in May 2021.", {"began": "2021-05", "attacked": "2021-05"}),
    # a quarter named by its months
    ("Sales grew in the January-March quarter.", {"grew": "2023-01/2023-03"}),
    # a clause that is so many days away
    (
        "Police met on Friday, two days after the mill had burned down.",
        {"met": "2023-05-26", "burned": "2023-05-24"},
    ),
    (
        "Nokia broke ground in April, a month after Norway chose the site.",
        {"broke": "2023-04", "chose": "2023-03"},
    ),
    (
        "Nokia unveiled a phone on 3 May, two years after Ericsson had left.",
        {"unveiled": "2023-05-03", "left": "2021"},
    ),
    (
        "Norway agreed on Friday, a week after it held a vote.",
        {"agreed": "2023-05-26", "held": "2023-05-15/2023-05-21"},
    ),
    # a month before the one told of belongs to the next year
    (
        "The trial opened in September 2022. It was halted in February.",
        {"opened": "2022-09", "halted": "2023-02"},
    ),
    # behind a semicolon stands another time; what a participle only cites is no event
    (
        "In 2021, Nokia sued Ericsson over a patent; the two settled in March.",
        {"sued": "2021", "settled": "2023-03"},
    ),
    ("A court opened a case on 3 May, citing complaints.", {"opened": "2023-05-03"}),
    # an event that was told of goes on at its time
    ("They met in Oslo on Friday, but the talks ended.", {"met": "2023-05-26", "ended": "2023-05-26"}),
    ("Norway held five hours of talks with Peru on Friday.", {"held": "2023-05-26"}),
    ("Police met on Friday, weeks after the mill had burned down.", {"met": "2023-05-26"}),
    # a plan of the present lies ahead, whatever words stand between
    ("Nokia is due to release detailed earnings on 31 July.", {"release": "2023-07-31"}),
    ("A strike has been called for 24 to 26 November.", {"called": "2023-11-24/2023-11-26"}),
    ("Aldermere will speak when she travels to Lima on Sunday.", {"travels": "2023-06-04"}),
    # the present is no time of what a clause beside a month tells
    (
        "Nokia signed a pact in July 2021, which took effect last month.",
        {"signed": "2021-07", "took": "2023-05"},
    ),
    # texts in which something is done
    ("In a May 2021 bulletin, Nokia listed ten mills.", {"listed": "2021-05"}),
    ("Aldermere attended the May 2021 summit.", {"attended": "2021-05"}),
    ("Reached by phone on 3 May, Aldermere hung up.", {"hung": "2023-05-03"}),
    # money
    ("Nokia announced on 3 May a 3 trillion won buyback.", {"announced": "2023-05-03"}),
    # on the same day in the next paragraph
    (
        "Norway fined Nokia on 3 May.\n\nIt also closed a mill.",
        {"fined": "2023-05-03", "closed": "2023-05-03"},
    ),
    # habits are no events
    ("The ferry sails early in the morning.", {}),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_each_event_gets_its_own_date(read: Analyses, text: str, expected: dict[str, str]) -> None:
    (analysis,) = read([text])
    dated = {
        word: mention.time.edtf
        for word, mention in told(analysis).items()
        if mention.time.anchor is not Anchor.ASSUMED
    }
    assert dated == expected


ARGUMENTS = [
    ("Nokia sued Ericsson on 3 May 2023.", "sued", ["Nokia", "Ericsson"]),
    ("Ericsson was sued by Nokia on 3 May 2023.", "sued", ["Ericsson", "Nokia"]),
    (
        "Norway and Sweden signed a pact with Finland on 3 May 2023.",
        "signed",
        ["Norway", "Sweden", "Finland"],
    ),
    ("The offices of Nokia were searched on 3 May 2023.", "searched", ["Nokia"]),
    ("EU regulators fined Nokia on 3 May 2023.", "fined", ["EU regulators", "Nokia"]),
    ("Shares of Nokia fell on 3 May 2023.", "fell", ["Nokia"]),
    ("Shares in Nokia fell on 3 May 2023.", "fell", ["Nokia"]),
    ("Nokia cut jobs. Shares rose on 3 May 2023.", "rose", ["Shares"]),
    ("Nokia urged suppliers on 3 May 2023 to wait.", "urged", ["Nokia"]),
    ("Authorities from Peru and Chile met on 3 May 2023.", "met", ["Peru", "Chile"]),
    ("A group calling itself Darkveil contacted Nokia on 3 May 2023.", "contacted", ["Darkveil", "Nokia"]),
    ("Aldermere told the broadcaster Nokia on 3 May 2023 it was late.", "told", ["Aldermere", "Nokia"]),
    ("Norway allowed Nokia to sell the mill on 3 May 2023.", "allowed", ["Norway", "Nokia"]),
    ("Ministers of Norway and Peru met on 3 May 2023.", "met", ["Norway", "Peru"]),
    ("Norwegian and Peruvian officials met on 3 May 2023.", "met", ["Norwegian", "Peruvian officials"]),
    ("Ruth Aldermere spoke by phone with Nokia on 3 May 2023.", "spoke", ["Ruth Aldermere", "Nokia"]),
    ("The coast guard rescued a diver on 3 May 2023.", "rescued", ["coast guard", "diver"]),
    ("Founded in 2001 by two brothers, Nokia sells paper.", "Founded", ["Nokia"]),
    ("Consumers bought fewer phones in 2019.", "bought", []),
    ("Officials said they arrested a broker on 3 May 2023.", "arrested", ["Officials"]),
    ("Nokia, which sued Ericsson in 2019, makes paper.", "sued", ["Nokia", "Ericsson"]),
    ("Sweden's minister Ruth Aldermere visited Lima on 3 May.", "visited", ["Ruth Aldermere", "Lima"]),
    (
        "The acquisition of Ericsson by Nokia on 3 May 2023 surprised us.",
        "acquisition",
        ["Ericsson", "Nokia"],
    ),
    ("The war between Peru and Chile ended on 3 May 2023.", "ended", ["Peru", "Chile"]),
    ("It emerged on 3 May that Nokia had lost money.", "emerged", []),
    ("Nokia unveiled its Harrow in May. Harrow was launched in 2019.", "launched", ["Harrow"]),
]


@pytest.mark.parametrize(("text", "word", "expected"), ARGUMENTS)
def test_participants_fill_their_roles(read: Analyses, text: str, word: str, expected: list[str]) -> None:
    (analysis,) = read([text])
    assert participants(analysis, told(analysis)[word]) == expected


def test_a_passive_turns_the_roles(read: Analyses) -> None:
    (analysis,) = read(["Ericsson was sued by Nokia on 3 May 2023."])
    roles = {a.span.of(analysis.document.text): a.role for a in told(analysis)["sued"].arguments}
    assert roles == {"Ericsson": Role.PATIENT, "Nokia": Role.AGENT}


def test_a_town_behind_in_is_a_place(read: Analyses) -> None:
    (analysis,) = read(["Nokia closed a plant in Finland on 3 May 2023."])
    roles = {a.span.of(analysis.document.text): a.role for a in told(analysis)["closed"].arguments}
    assert roles == {"Nokia": Role.AGENT, "plant": Role.THEME, "Finland": Role.PLACE}


STATUS = [
    ("The talks due on 3 May 2023 were called off.", "called", "asserted"),
    ("Nokia has not closed the mill this week.", "closed", "negated"),
    ("Nokia will not close the mill this year.", "close", "negated"),
    ("Nokia could have closed the mill in 2019.", "closed", "possible"),
    ("Nokia will close a mill and sell a plant in 2031.", "sell", "planned"),
    ("Nokia failed to sell the mill in 2019.", "sell", "negated"),
    ("Nokia urged the state on 3 May to buy the mill in 2031.", "buy", "possible"),
    ("Nokia denied on 3 May that it had sold the mill in 2019.", "sold", "negated"),
    ("Nokia opens a plant in Oulu on 3 May 2031.", "opens", "planned"),
    ("Nokia postponed the launch to 3 May 2031.", "postponed", "planned"),
    ("The union called off a strike that was scheduled for 5 June.", "scheduled", "negated"),
    ("Nokia reported a loss on 3 May.", "reported", "asserted"),
    ("The union has two contracts to negotiate in 2023.", "negotiate", "planned"),
    ("Had the bill passed in 2022, many would have left.", "passed", "possible"),
    ("Nokia has delayed the launch until 15 January.", "delayed", "planned"),
    ("The deal announced in 2022 was dropped.", "announced", "asserted"),
    ("The office was set up in 2010.", "set", "asserted"),
    ("No 10 confirmed the plan on 3 May.", "confirmed", "asserted"),
    ("The ban will not start until January 2031.", "start", "planned"),
    ("Nokia did not close the mill until May.", "close", "asserted"),
    ("A strike has been called for 24 June.", "called", "planned"),
    ("Nokia projected a loss on 31 May.", "projected", "asserted"),
    ("The record was set on 31 May.", "set", "asserted"),
    ("They last met on 3 May; a summit was cancelled.", "met", "asserted"),
    ('Asked about it on 3 May, Aldermere told Nokia: "No comment."', "told", "asserted"),
    ("If no deal is reached by 10 June, duties rise.", "reached", "possible"),
    ("Officials expect prices to drop on Thursday night.", "drop", "planned"),
]


@pytest.mark.parametrize(("text", "word", "status"), STATUS)
def test_cues_within_reach_give_the_status(read: Analyses, text: str, word: str, status: str) -> None:
    (analysis,) = read([text])
    mention = next(m for m in analysis.text.mentions if m.trigger.of(text) == word)
    assert mention.factuality == status


def test_the_date_of_a_dateline_is_that_of_the_first_event(read: Analyses) -> None:
    (analysis,) = read(["LIMA, May 3 (Agency) -- A ferry sank off the coast of Peru, the navy said."])
    assert {m.time.edtf for m in analysis.text.mentions} == {"2023-05-03"}


def test_a_main_event_without_a_date_is_assumed_to_be_of_the_day(read: Analyses) -> None:
    (analysis,) = read(
        ["Nokia closed a mill in Oulu after years of losses and a long dispute with its union."]
    )
    mention = told(analysis)["closed"]
    assert (mention.time.anchor, mention.time.first, mention.timex) == (Anchor.ASSUMED, PUBLISHED, None)


def test_a_summary_names_who_did_what(read: Analyses) -> None:
    text = "Ruth Aldermere visited Lima on 3 May 2023. She also met the head of the central bank of Peru."
    (analysis,) = read([text])
    assert told(analysis)["visited"].summary == "Ruth Aldermere visited Lima"
    assert told(analysis)["met"].summary == "Ruth Aldermere met the head of the central bank of Peru"


@settings(max_examples=12, deadline=None)
@given(st.integers(min_value=-400, max_value=400))
def test_events_of_relative_days_move_with_the_publication(resources: Resources, days: int) -> None:
    text = "Nokia closed a mill yesterday. Tomorrow it will open a plant."

    def found(shift: int) -> list[tuple[str, object]]:
        published = PUBLISHED + timedelta(days=shift)
        analysis = analyze(Document("d", text, language=Language.EN, publication_date=published), resources)
        return [
            (m.trigger.of(text), m.time.first - timedelta(days=shift))
            for m in analysis.text.mentions
            if m.time.first
        ]

    assert found(days) == found(0)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from([*(text for text, _ in DATES), "He said so.", "\n", "Founded in", "“On 3 May”"]))
)
def test_every_event_lies_in_its_sentence(resources: Resources, parts: list[str]) -> None:
    text = " ".join(parts)
    analysis = analyze(Document("d", text, language=Language.EN, publication_date=PUBLISHED), resources)
    for mention in analysis.text.mentions:
        assert mention.sentence.contains(mention.trigger)
        assert all(mention.sentence.contains(argument.span) for argument in mention.arguments)
        assert 0 < mention.confidence <= 1
        assert mention.summary == " ".join(mention.summary.split())
