from __future__ import annotations

import pytest
from dateline_server.domain.actor import ActorType
from dateline_server.domain.text import Language
from dateline_server.nlp.actors.unnamed import plain_name

from .conftest import Finder

MAN = "警方周一拘捕一名男子。该名男子周二被控以纵火罪。"


def test_later_words_refer_to_the_same_party(find: Finder) -> None:
    first, second = [mention for mention in find(MAN).mentions[0] if "男子" in mention.span.of(MAN)]
    assert (first.span.of(MAN), second.span.of(MAN)) == ("一名男子", "该名男子")
    assert first.actor_id == second.actor_id
    assert second.antecedent == first.span


def test_a_party_is_one_of_its_document_alone(find: Finder) -> None:
    one, other = (find(text).mentions[0][-1].actor_id for text in (MAN, f"{MAN}他三十岁。"))
    assert one != other


def test_both_scripts_give_the_same_party(find: Finder) -> None:
    traditional = "警方週一拘捕一名男子。該名男子週二被控以縱火罪。"
    ids = {actor.id for actor in find(MAN).actors}
    assert {actor.id for actor in find(traditional, Language.ZH_HANT).actors} >= {
        one for one in ids if one.startswith("x-")
    }


def test_the_only_person_named_before_is_meant(find: Finder) -> None:
    text = "议员陈大文周一辞职。该名议员没有解释原因。"
    mentions = find(text).mentions[0]
    named = next(mention for mention in mentions if mention.span.of(text) == "陈大文")
    assert mentions[-1].actor_id == named.actor_id


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("三名官员周五被捕。", {ActorType.PERSON}),
        ("委员会周五对12家实体实施制裁。", {ActorType.ORGANIZATION}),
        ("全国约有三千名员工。", set()),
        ("几家公司参加了展览。", set()),
        ("美国国务院一名发言人周五证实了消息。", {ActorType.ORGANIZATION}),
    ],
)
def test_parties_are_few_and_particular(find: Finder, text: str, kinds: set[ActorType]) -> None:
    assert {mention.type for mention in find(text).mentions[0]} == kinds


@pytest.mark.parametrize(
    ("name", "plain"),
    [("一名男子", "男子"), ("該客戶", "客戶"), ("16家实体", "实体"), ("消息人士", "消息人士")],
)
def test_the_plain_name_is_without_the_number(name: str, plain: str) -> None:
    assert plain_name(name) == plain
