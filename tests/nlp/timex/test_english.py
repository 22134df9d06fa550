"""English temporal expressions: each example in the rules means what it says, in its own sentence."""

from __future__ import annotations

from datetime import date

import pytest
from dateline_server.domain.document import PublicationDate
from dateline_server.domain.text import Language, Sentence, Span, Zone
from dateline_server.domain.time import Timex
from dateline_server.nlp.folding import fold
from dateline_server.nlp.timex.engine import find_timexes
from dateline_server.nlp.timex.grammar import Example, Modifier, Rule
from dateline_server.nlp.timex.rules import load_timex_rules

RULES = load_timex_rules()
RULES_OWN = [rule for rule in RULES.english.rules if rule.id.startswith("en.")]
GUARDS = [rule for rule in RULES_OWN if rule.mode == "guard"]
OWN: list[Rule | Modifier] = [
    *(rule for rule in RULES_OWN if rule.mode != "guard"),
    *(modifier for modifier in RULES.english.modifiers if modifier.id.startswith("en.")),
]


def read(text: str, published: str = "2023-07-04") -> tuple[Timex, ...]:
    folded = fold(text)
    sentences = (Sentence(Span(0, len(folded)), Zone.BODY, 0),)
    return find_timexes(
        folded, sentences, PublicationDate(date.fromisoformat(published), None), Language.EN, RULES
    )


@pytest.mark.parametrize(
    "example", [example for item in OWN for example in item.examples], ids=lambda example: example.text
)
def test_example(example: Example) -> None:
    found = [
        (timex.span.of(example.text), timex.time.edtf if timex.time else "")
        for timex in read(example.text, example.published)
    ]
    assert (example.span, example.edtf) in found


@pytest.mark.parametrize("text", [example.text for rule in GUARDS for example in rule.examples])
def test_guarded(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("rule", "text"),
    [(item.id, text) for item in OWN if isinstance(item, Rule) for text in item.counterexamples],
)
def test_counterexample(rule: str, text: str) -> None:
    assert rule not in {timex.rule.partition("+")[0] for timex in read(text)}
