"""Page tokens: whole, or refused."""

from __future__ import annotations

import pytest
from dateline.v1.timeline_service_pb2 import EventFilter, ListActorsRequest, ListEventsRequest
from dateline_server.api.paging import PageTokens, checked_page_size
from dateline_server.domain.query import PageToken
from dateline_server.errors import InvalidInput, PageTokenInvalid
from hypothesis import given
from hypothesis import strategies as st

TOKENS = PageTokens()
POSITION = PageToken("digest", ("2023-07-03", "81"))


def request(token: str = "", size: int = 10, actor: str = "荷兰") -> ListEventsRequest:
    return ListEventsRequest(filter=EventFilter(any_actors=[actor]), page_size=size, page_token=token)


@given(st.text(st.characters(codec="utf-8")), st.lists(st.text(st.characters(codec="utf-8"))))
def test_a_token_leads_back_to_its_position(query: str, position: list[str]):
    token = PageToken(query, tuple(position))

    assert TOKENS.read(request(TOKENS.write(request(), token))) == token


def test_the_page_size_may_change():
    assert TOKENS.read(request(TOKENS.write(request(size=10), POSITION), size=99)) == POSITION


def test_the_first_and_the_last_page_have_no_token():
    assert TOKENS.read(request()) is None
    assert TOKENS.write(request(), None) == ""


def test_a_changed_filter_is_refused():
    with pytest.raises(PageTokenInvalid, match="does not belong to this request") as caught:
        TOKENS.read(request(TOKENS.write(request(), POSITION), actor="日本"))

    assert caught.value.field == "page_token"


def test_a_token_of_another_call_is_refused():
    actors = ListActorsRequest(query="x")

    with pytest.raises(PageTokenInvalid):
        TOKENS.read(request(TOKENS.write(actors, POSITION)))


def test_a_token_of_another_server_is_refused():
    with pytest.raises(PageTokenInvalid):
        TOKENS.read(request(PageTokens().write(request(), POSITION)))


@given(st.data())
def test_a_token_with_a_changed_character_is_refused(data: st.DataObject):
    token = TOKENS.write(request(), POSITION)
    at = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.sampled_from("Ab1_-!é").filter(lambda character: character != token[at]))

    with pytest.raises(PageTokenInvalid):
        TOKENS.read(request(token[:at] + other + token[at + 1 :]))


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_made_up_token_is_refused(token: str):
    with pytest.raises(PageTokenInvalid):
        TOKENS.read(request(token))


@pytest.mark.parametrize(("asked", "used"), [(0, 50), (1, 1), (1000, 1000), (5000, 1000)])
def test_page_sizes_have_a_default_and_a_maximum(asked: int, used: int):
    assert checked_page_size(asked) == used


def test_a_negative_page_size_is_refused():
    with pytest.raises(InvalidInput, match="page_size -1 is negative"):
        checked_page_size(-1)
