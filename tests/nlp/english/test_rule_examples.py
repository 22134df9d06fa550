"""Every example in the rule files of English events, one test each."""

from __future__ import annotations

from typing import Any

import pytest
from dateline_server.nlp.events.english_rules import examples

from .conftest import Analyses, participants, told


def cases(name: str) -> list[Any]:
    return [
        pytest.param(*example, id=f"{table or name}-{n}") for n, (table, example) in enumerate(examples(name))
    ]


@pytest.mark.parametrize(
    ("kind", "sentence", "word"),
    [pytest.param(kind, *example, id=kind) for kind, example in examples("triggers.toml")],
)
def test_a_trigger_gives_its_type(read: Analyses, kind: str, sentence: str, word: str) -> None:
    (analysis,) = read([sentence])
    assert told(analysis)[word].type == kind


@pytest.mark.parametrize(("sentence", "word", "kind"), cases("light.toml"))
def test_a_light_verb_takes_the_type_of_its_object(
    read: Analyses, sentence: str, word: str, kind: str
) -> None:
    (analysis,) = read([sentence])
    assert told(analysis)[word].type == kind


@pytest.mark.parametrize("sentence", cases("states.toml"))
def test_a_state_is_no_event(read: Analyses, sentence: str) -> None:
    (analysis,) = read([sentence])
    assert analysis.text.mentions == ()


@pytest.mark.parametrize(("sentence", "word", "status"), cases("governors.toml") + cases("cues.toml"))
def test_a_cue_gives_the_factuality(read: Analyses, sentence: str, word: str, status: str) -> None:
    (analysis,) = read([sentence])
    assert told(analysis)[word].factuality == status


@pytest.mark.parametrize(("text", "word"), cases("links.toml"))
def test_a_link_carries_the_date(read: Analyses, text: str, word: str) -> None:
    (analysis,) = read([text])
    assert told(analysis)[word].time.edtf == "2023-05-03"


@pytest.mark.parametrize(("sentence", "word", "expected"), cases("people.toml"))
def test_nouns_for_people_take_part(read: Analyses, sentence: str, word: str, expected: list[str]) -> None:
    (analysis,) = read([sentence])
    assert participants(analysis, told(analysis)[word]) == expected
