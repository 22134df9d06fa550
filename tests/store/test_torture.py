"""A few of the kills that ``make torture`` does by the hundred."""

from __future__ import annotations

from pathlib import Path

import pytest
from dateline_server.app.timeline import Timeline

from tests.torture import check, torture

from ..builders import EU, analysis, telling


def test_what_was_acknowledged_outlives_kills_and_damage(tmp_path: Path) -> None:
    assert len(list(torture(tmp_path, 3, 4))) == 3


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (["try put a", "done put a"], ""),
        (["try put b"], ""),
        (["try put a", "done put a", "try delete a"], ""),
        (["try put b", "done put b"], "'b', 'absent'"),
        (["try put a", "done put a", "try delete a", "done delete a"], "'a', '1'"),
        (["try replace a v2", "done replace a v2"], "'a', '1'"),
    ],
)
def test_what_is_missing_is_noticed(said: list[str], wrong: str) -> None:
    with Timeline.open() as timeline:
        timeline.put(analysis("a", telling(EU)))
        if wrong:
            with pytest.raises(AssertionError, match=wrong):
                check(timeline, said)
        else:
            check(timeline, said)
