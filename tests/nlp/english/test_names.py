from __future__ import annotations

import pytest
from dateline_server.domain.actor import MentionForm
from dateline_server.nlp.actors.english_references import REFERENCES_FILE, load_reference_words
from dateline_server.nlp.actors.english_unnamed import PARTIES_FILE, load_parties
from dateline_server.nlp.actors.english_words import load_name_words
from dateline_server.nlp.events.english_rules import ENGLISH_DATA, examples

from .conftest import Analyses

NAMES = examples("names.toml", ENGLISH_DATA.parent.parent / "english")
REFERENCES = examples("references.toml", REFERENCES_FILE.parent)
PARTIES = examples("parties.toml", PARTIES_FILE.parent)


@pytest.mark.parametrize(("sentence", "name", "kind"), [pytest.param(*e, id=table) for table, e in NAMES])
def test_words_show_what_a_name_is(read: Analyses, sentence: str, name: str, kind: str) -> None:
    (analysis,) = read([sentence])
    found = {m.span.of(sentence): m.type.value for m in analysis.text.actor_mentions}
    assert found.get(name, "") == kind


@pytest.mark.parametrize(("text", "word", "name"), [pytest.param(*e, id=table) for table, e in REFERENCES])
def test_references_find_their_antecedents(read: Analyses, text: str, word: str, name: str) -> None:
    (analysis,) = read([text])
    references = [m for m in analysis.text.actor_mentions if m.form is MentionForm.REFERENCE]
    found = {m.span.of(text): m.antecedent.of(text) for m in references if m.antecedent}
    assert found[word] == name


def test_a_last_name_is_the_whole_name(read: Analyses) -> None:
    text = "Ruth Aldermere, the mayor, visited Lima. On Monday, Aldermere met reporters."
    (analysis,) = read([text])
    ids = {m.actor_id for m in analysis.text.actor_mentions if "Aldermere" in m.span.of(text)}
    assert len(ids) == 1


def test_an_acronym_in_brackets_is_the_whole_name(read: Analyses) -> None:
    text = "The Harrow Vale Water Authority (HVWA) raised its rates. The HVWA said costs had risen."
    (analysis,) = read([text])
    ids = {
        m.actor_id for m in analysis.text.actor_mentions if m.span.of(text).endswith(("HVWA", "Authority"))
    }
    assert len(ids) == 1


BODIES = [
    ("China's commerce ministry fined Nokia.", "China's commerce ministry", "china-commerce-ministry"),
    (
        "The Chinese Ministry of Commerce fined Nokia.",
        "Chinese Ministry of Commerce",
        "china-commerce-ministry",
    ),
    (
        "The Ministry of Commerce of China fined it.",
        "Ministry of Commerce of China",
        "china-commerce-ministry",
    ),
    ("Japan’s central bank raised rates.", "Japan’s central bank", "bank-of-japan"),
    ("The Dutch government protested.", "Dutch government", "netherlands"),
    ("Polish prosecutors charged two men.", "Polish prosecutors", "poland-prosecutors"),
    ("The US military left the port.", "US military", "us-military"),
    (
        "The Dutch Ministry of Health, Welfare and Sport banned it.",
        "Dutch Ministry of Health, Welfare and Sport",
        "netherlands-health-ministry",
    ),
]


@pytest.mark.parametrize(("text", "name", "actor"), BODIES)
def test_a_body_is_that_of_the_state_beside_it(read: Analyses, text: str, name: str, actor: str) -> None:
    (analysis,) = read([text])
    assert {m.span.of(text): m.actor_id for m in analysis.text.actor_mentions}[name] == actor


def test_no_body_is_found_without_its_state(read: Analyses) -> None:
    (analysis,) = read(["He told us military police had come."])
    assert {m.rule for m in analysis.text.actor_mentions} <= {"unnamed"}


@pytest.mark.parametrize(("text", "phrase", "kind"), [pytest.param(*e, id=table) for table, e in PARTIES])
def test_parties_without_a_name(read: Analyses, text: str, phrase: str, kind: str) -> None:
    (analysis,) = read([text])
    found = {m.span.of(text): m.type.value for m in analysis.text.actor_mentions if m.rule == "unnamed"}
    assert found.get(phrase, "") == kind


def test_a_party_without_a_name_is_one_of_its_document_alone(read: Analyses) -> None:
    texts = ["Local police shot a man. Police said he was armed.", "Local police freed a hostage."]
    first, second = (
        [m.actor_id for m in analysis.text.actor_mentions if "olice" in m.span.of(text)]
        for text, analysis in zip(texts, read(texts), strict=True)
    )
    assert len(set(first)) == 1
    assert first[0] not in second


def test_a_capital_is_the_state_where_it_governs(read: Analyses) -> None:
    texts = [
        "Tehran denied it. Talks between Moscow and Kyiv ended. Beijing's ban and ties with Tokyo changed.",
        "Nokia opened an office in Tehran.",
    ]
    governing, place = (
        {m.span.of(text): m.actor_id for m in analysis.text.actor_mentions}
        for text, analysis in zip(texts, read(texts), strict=True)
    )
    states = {"Tehran": "iran", "Moscow": "russia", "Kyiv": "ukraine", "Beijing": "china", "Tokyo": "japan"}
    assert governing == states
    assert place["Tehran"] != "iran"


COMPANIES = [
    ("Shares of Velmora fell. Velmora said it was calm.", "Velmora"),
    ("Kelwood Snacks shareholders agreed. Kelwood was sold.", "Kelwood"),
    ("Harrow Foods closed a mill. Harrow also sold a plant.", "Harrow"),
    ("He works for broadcaster QNX-TRN in Oslo.", "QNX-TRN"),
]


@pytest.mark.parametrize(("text", "name"), COMPANIES)
def test_neighbours_show_a_company(read: Analyses, text: str, name: str) -> None:
    (analysis,) = read([text])
    found = {m.span.of(text): m.type.value for m in analysis.text.actor_mentions}
    assert found.get(name) == "organization"


PEOPLE = [
    ("Police arrested a former minister, Duarte Meneses, on Monday.", "Duarte Meneses"),
    ("Harrow Vance, 61, declined to comment.", "Harrow Vance"),
    ("Ivor Quennell, the mayor, declined to comment.", "Ivor Quennell"),
]


@pytest.mark.parametrize(("text", "name"), PEOPLE)
def test_neighbours_show_a_person(read: Analyses, text: str, name: str) -> None:
    (analysis,) = read([text])
    found = {m.span.of(text): m.type.value for m in analysis.text.actor_mentions}
    assert found.get(name) == "person"


def test_a_bloc_is_the_union(read: Analyses) -> None:
    text = "The European Union met in Oslo. The bloc agreed."
    (analysis,) = read([text])
    found = {m.span.of(text): m.actor_id for m in analysis.text.actor_mentions}
    assert found["The bloc"] == "european-union"


def test_a_thing_shown_once_is_none_anywhere(read: Analyses) -> None:
    text = "The app, Reelora, won a prize. Nokia sold Reelora in May."
    (analysis,) = read([text])
    assert "Reelora" not in {m.span.of(text) for m in analysis.text.actor_mentions}


def test_the_regulator_is_the_authority(read: Analyses) -> None:
    text = "The Harrow Data Commission sued Nokia. The regulator asked for more."
    (analysis,) = read([text])
    found = {m.span.of(text): m.actor_id for m in analysis.text.actor_mentions}
    assert found["The regulator"] == found["Harrow Data Commission"]


def test_the_sign_of_a_share_is_no_name(read: Analyses) -> None:
    text = "Harrow Foods Inc. (NYSE: HRW) rose on Monday. The company closed a mill."
    (analysis,) = read([text])
    found = {m.span.of(text): m.actor_id for m in analysis.text.actor_mentions}
    assert "HRW" not in found
    assert found["The company"] == found["Harrow Foods Inc."]


def test_things_and_occasions_are_no_actors(read: Analyses) -> None:
    text = "Harrow sold its first product, Harrow Max, at the Oslo Jazz Festival."
    (analysis,) = read([text])
    assert {"Harrow Max", "Oslo Jazz Festival"}.isdisjoint(
        m.span.of(text) for m in analysis.text.actor_mentions
    )


def test_the_company_is_the_one_that_the_text_is_about(read: Analyses) -> None:
    text = (
        "Nokia closed a plant in May. Analysts were calm. Ruth Aldermere, who joined from Ericsson in 2019, "
        "said the company would sell a mill. The combined company may grow."
    )
    (analysis,) = read([text])
    found = {m.span.of(text): m.actor_id for m in analysis.text.actor_mentions}
    assert found["the company"] == found["Nokia"]
    assert "The combined company" not in found


def test_whoever_is_made_to_act_is_no_subject(read: Analyses) -> None:
    text = "Norway allowed Nokia to sell mills, ending a ban that it imposed in 2019."
    (analysis,) = read([text])
    found = {m.span.of(text): m.actor_id for m in analysis.text.actor_mentions}
    assert found["it"] == found["Norway"]


def test_an_acronym_spells_out_the_whole_name(read: Analyses) -> None:
    text = "The Weavers for a Fair Harrow (WFH) marched. The US Agency for Inland Dams (USAID) closed."
    (analysis,) = read([text])
    names = {m.span.of(text) for m in analysis.text.actor_mentions}
    assert {"Weavers for a Fair Harrow", "US Agency for Inland Dams"} <= names


def test_an_actor_is_displayed_in_the_language_of_the_text(read: Analyses) -> None:
    (analysis,) = read(["Nokia sued Japan's finance ministry in China."])
    assert all(actor.display_name.isascii() for actor in analysis.actors)


def test_no_firm_is_the_body_of_a_state(read: Analyses) -> None:
    text = "Dutch police raided Nokia. The company said it would help."
    (analysis,) = read([text])
    found = {m.span.of(text): m.actor_id for m in analysis.text.actor_mentions}
    assert found["The company"] == found["Nokia"]


def test_nobody_is_the_antecedent_of_a_pronoun_before_any_name(read: Analyses) -> None:
    (analysis,) = read(["She visited Lima on Monday."])
    assert [m for m in analysis.text.actor_mentions if m.form is MentionForm.REFERENCE] == []


def test_the_words_are_loaded_once() -> None:
    assert load_name_words() is load_name_words()
    assert load_reference_words()["she"] == "person"
    assert load_parties() is load_parties()
