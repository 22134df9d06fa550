"""The scorecard and its loader."""

import math
from pathlib import Path

import pytest
from dateline_server.errors import DataFileError
from dateline_server.nlp.events.scorecard import Scorecard, load_scorecard
from hypothesis import given
from hypothesis import strategies as st

GOOD = 'bias = -1.0\nthreshold = 0.5\ndamping = 0.4\n\n[weights]\n"tag=v" = 2.0\n'


def test_a_loaded_scorecard_gives_logistic_probabilities(tmp_path: Path) -> None:
    path = tmp_path / "card.toml"
    path.write_text(GOOD, encoding="utf-8")
    card = load_scorecard(path)
    assert card.probability(["tag=v", "unseen=1"]) == pytest.approx(1 / (1 + math.exp(-1)))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("damping = 0.4\n", "", "exactly"),
        ("2.0", '"high"', "no finite number"),
        ("2.0", "inf", "no finite number"),
        ("0.5", "1", "no finite number"),
    ],
)
def test_loader_names_what_is_wrong(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "card.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=problem):
        load_scorecard(path)


@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(-5, 5)), st.floats(-5, 5))
def test_probabilities_grow_with_the_weights(weights: dict[str, float], bias: float) -> None:
    card = Scorecard(weights, bias, 0.5, 0.4)
    assert 0.0 <= card.probability(weights) <= 1.0
    better = max(weights, key=weights.__getitem__, default=None)
    if better and weights[better] > 0:
        assert card.probability([better]) >= card.probability([])
