"""Every rule means what its examples say, and leaves its counterexamples alone."""

from __future__ import annotations

import pytest
from dateline_server.nlp.timex.rules import Example, Modifier, Rule

from .reading import RULES, read

CHINESE: tuple[Rule | Modifier, ...] = (*RULES.chinese.rules, *RULES.chinese.modifiers)


@pytest.mark.parametrize(
    ("item", "example"),
    [
        pytest.param(item, example, id=f"{item.id}:{example.text}")
        for item in CHINESE
        for example in item.examples
    ],
)
def test_example(item: Rule | Modifier, example: Example) -> None:
    found = [
        (timex.span.of(example.text), timex.time.edtf if timex.time else "")
        for timex in read(example.text, example.published)
    ]
    if isinstance(item, Rule) and item.mode == "guard":
        assert found == []
    else:
        assert (example.span, example.edtf) in found


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        pytest.param(item.id, text, id=f"{item.id}:{text}")
        for item in CHINESE
        if isinstance(item, Rule)
        for text in item.counterexamples
    ],
)
def test_counterexample(rule: str, text: str) -> None:
    assert rule not in {timex.rule.partition("+")[0] for timex in read(text)}
