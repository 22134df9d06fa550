"""What was reached on the development sets is not lost again."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.eval.scores import EVENT_SETS, event_scores, predict
from tests.shared import SHARED, shared_path

FLOORS: dict[str, float] = tomllib.loads(Path(__file__).with_name("scores.toml").read_text("utf-8"))


def test_every_set_has_a_floor():
    assert set(FLOORS) == set(EVENT_SETS)


@pytest.mark.parametrize("name", EVENT_SETS)
def test_dated_events_are_found_at_least_as_well_as_before(name: str, tmp_path: Path):
    gold = shared_path(f"gold/{name}.gold.jsonl")

    scores = json.loads(event_scores(SHARED, gold, predict(SHARED, gold, "events", tmp_path), "--json"))

    reached = scores["dated_event"][2]
    assert reached >= FLOORS[name], f"{name}: {reached:.3f}; python -m tests.eval.scores --show all"
    assert scores["events_in_boilerplate"] == 0
