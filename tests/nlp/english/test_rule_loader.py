"""Every way in which a rule file of English events can be wrong, and what is said about it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dateline_server.errors import DataFileError
from dateline_server.nlp.actors.english_references import REFERENCES_FILE, load_reference_words
from dateline_server.nlp.actors.english_words import NAMES_FILE, load_name_words
from dateline_server.nlp.events.english_rules import ENGLISH_DATA, load_english_event_rules
from dateline_server.nlp.events.ontology import load_ontology

WRONG = [
    ("triggers.toml", "[meet]", "[meat]", "triggers.toml: meat: no type of the ontology"),
    ("triggers.toml", '"negotiate", ', '"negotiate", "meet", ', "'meet' stands also under meet"),
    ("triggers.toml", "nouns = [", "noun = [", "needs exactly the keys nouns, verbs, examples"),
    (
        "states.toml",
        "[being]",
        "[being]\nextra = 1",
        "states.toml: being: needs exactly the keys lemmas, examples",
    ),
    ("governors.toml", 'status = "planned"', 'status = "plannedd"', "intention: unknown status 'plannedd'"),
    ("governors.toml", '"plan", ', '"plan", "begin", ', "'begin' stands also under phase"),
    ("cues.toml", 'where = "mark"', 'where = "marc"', "cues.toml: condition: unknown place 'marc'"),
    ("cues.toml", '"may", ', '"may", "will", ', "'will' stands twice as auxiliary"),
    ("light.toml", "examples = [", "example = [", "light.toml: top level: needs exactly the keys"),
    ("links.toml", "breaks = ", "brakes = ", "links.toml: top level: needs exactly the keys"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "message"), WRONG, ids=[case[3] for case in WRONG])
def test_a_wrong_file_stops_the_start(
    tmp_path: Path, name: str, right: str, wrong: str, message: str
) -> None:
    folder = tmp_path / "en"
    shutil.copytree(ENGLISH_DATA, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert right in text
    (folder / name).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_english_event_rules(load_ontology(), folder)
    assert message in str(caught.value)


def test_a_rule_without_example_stops_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    shutil.copytree(ENGLISH_DATA, folder)
    (folder / "light.toml").write_text('lemmas = ["make"]\nphrasal = {}\nexamples = []\n', "utf-8")
    with pytest.raises(DataFileError, match="has no example"):
        load_english_event_rules(load_ontology(), folder)


def test_the_rules_that_ship_are_right() -> None:
    rules = load_english_event_rules(load_ontology())
    assert rules.verbs["meet"] == "meet"
    assert rules.nouns["summit"] == "meet"
    assert "following" in rules.prepositions
    assert "following" not in rules.states


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("[government]", "[state]", "needs exactly the tables"),
        ("examples = ", "example = ", "needs words and examples"),
    ],
)
def test_a_wrong_list_of_name_words_stops_the_start(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    path = tmp_path / "names.toml"
    path.write_text(NAMES_FILE.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=message):
        load_name_words(path)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("[country]", "[county]", "needs exactly the tables"),
        ('"he", ', '"he", "it", ', "'it' stands also under person"),
        ("examples = ", "example = ", "needs words and examples"),
    ],
)
def test_a_wrong_list_of_references_stops_the_start(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    path = tmp_path / "references.toml"
    path.write_text(REFERENCES_FILE.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=message):
        load_reference_words(path)
