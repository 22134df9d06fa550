from __future__ import annotations

import pytest
from dateline_server.domain.actor import MentionForm
from dateline_server.nlp.actors.english import load_name_words
from dateline_server.nlp.actors.english_references import REFERENCES_FILE, load_reference_words
from dateline_server.nlp.events.english_rules import ENGLISH_DATA, examples

from .conftest import Analyses

NAMES = examples("names.toml", ENGLISH_DATA.parent.parent / "english")
REFERENCES = examples("references.toml", REFERENCES_FILE.parent)


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
    assert analysis.text.actor_mentions == ()


def test_nobody_is_the_antecedent_of_a_pronoun_before_any_name(read: Analyses) -> None:
    (analysis,) = read(["She visited Lima on Monday."])
    assert [m for m in analysis.text.actor_mentions if m.form is MentionForm.REFERENCE] == []


def test_the_words_are_loaded_once() -> None:
    assert load_name_words() is load_name_words()
    assert load_reference_words()["she"] == "person"
