from __future__ import annotations

import pytest
from dateline_server.errors import DataFileError
from dateline_server.nlp.folding import fold
from dateline_server.nlp.zone_rules import ZoneRule, load_zone_rules, parse_zone_rules

RULES = [*load_zone_rules().lines, *load_zone_rules().inline]
GOOD = """
[[rule]]
id = "zh.caption.test"
zone = "caption"
kind = "line"
pattern = '▲.+'
examples = ["▲图"]
counterexamples = ["图"]
"""


def _cases(field: str) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.id}:{text}") for rule in RULES for text in getattr(rule, field)
    ]


@pytest.mark.parametrize(("rule", "text"), _cases("examples"))
def test_example(rule: ZoneRule, text: str) -> None:
    assert rule.matches(fold(text))


@pytest.mark.parametrize(("rule", "text"), _cases("counterexamples"))
def test_counterexample(rule: ZoneRule, text: str) -> None:
    assert not rule.matches(fold(text))


def test_a_good_file_loads() -> None:
    assert [rule.id for rule in parse_zone_rules("x.toml", GOOD)] == ["zh.caption.test"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("pattern =", "patern =", "missing: pattern"),
        ('["图"]', "[]", "needs an example and a counterexample"),
        ('"caption"', '"caption"\ncolour = 1', "unknown key: colour"),
        ('"line"', '"sideways"', "sideways"),
        ('"caption"', '"nowhere"', "nowhere"),
        ("'▲.+'", "'▲('", "unterminated"),
        ("'▲.+'", "'▲圖'", "圖 never occurs in folded text; write 图"),
        ("zh.caption.test", "caption", "an id is language.zone.name"),
        ("[[rule]]", "[[rule]", "syntax: "),
        ("[[rule]]", "[other]\n[[rule]]", "unknown key"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(old: str, new: str, problem: str) -> None:
    with pytest.raises(DataFileError, match=r"^x\.toml: ") as caught:
        parse_zone_rules("x.toml", GOOD.replace(old, new))
    assert problem in str(caught.value)


def test_an_id_is_used_once() -> None:
    with pytest.raises(DataFileError, match=r"zh\.caption\.test: the id is used twice"):
        parse_zone_rules("x.toml", GOOD + GOOD)
