"""Types that there are not, and what is said of them."""

from __future__ import annotations

import pytest
from dateline.v1.timeline_service_pb2 import EventFilter
from dateline_server.api.queries import checked_query
from dateline_server.errors import InvalidInput
from dateline_server.nlp.events.ontology import load_ontology


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("meeting", "did you mean meet?"),
        ("export_control", "did you mean export-control"),
        ("Sanction", "did you mean sanction"),
        ("会面", "did you mean meet?"),
        ("visits", "did you mean visit?"),
    ],
)
def test_a_near_type_is_named(name: str, hint: str) -> None:
    with pytest.raises(InvalidInput, match="is no event type") as caught:
        checked_query(EventFilter(event_types=["meet", name]))

    assert hint in caught.value.message
    assert caught.value.field == "filter.event_types[1]"


def test_where_none_is_near_all_are_named() -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_query(EventFilter(event_types=["zzzz"]))

    assert all(name in caught.value.message for name in load_ontology())
    assert len(caught.value.message) < 2000


def test_every_type_can_be_asked_for() -> None:
    assert checked_query(EventFilter(event_types=load_ontology())).types == tuple(load_ontology())
