"""Clauses, quotations and what covers a word."""

import pytest

from .tagged import sentence


def test_clauses_end_at_commas_and_keep_the_mark() -> None:
    view = sentence("甲国/GPE 昨日/TIME 宣布/v ,/w 将/d 发射/v 卫星/n 。/w")
    assert [(clause.start, clause.end) for clause in view.clauses] == [(0, 4), (4, 8)]
    assert [word.clause for word in view.words] == [0, 0, 0, 0, 1, 1, 1, 1]


def test_a_number_with_a_comma_is_no_clause_end() -> None:
    assert len(sentence("售出/v 6,000/m 辆/q 汽车/n").clauses) == 1
    assert len(sentence("约/d 1/m ,/w 564亿/m 港元/n").clauses) == 1


def test_quotations_are_terms_speech_or_titles() -> None:
    view = sentence(
        "“/w 绿色/n ”/w 与/p 《/w 出口/vn 法/n 》/w 与/p “/w 我们/r 必须/v 尽快/d 解决/v 问题/n ”/w"
    )
    kinds = {word.form: word.quote for word in view.words if word.tag != "w"}
    assert kinds["绿色"] == "term"
    assert kinds["出口"] == "title"
    assert kinds["解决"] == "speech"
    assert kinds["与"] == ""


def test_an_unclosed_quotation_reaches_to_the_end() -> None:
    assert sentence("他/r 说/v :/w “/w 我们/r 赢/v 了/u").words[-1].quote == "speech"


def test_dates_and_actors_cover_their_words() -> None:
    view = sentence("张三/PER 昨日/TIME 辞职/v")
    assert [bool(word.actor) for word in view.words] == [True, False, False]
    assert [bool(word.timex) for word in view.words] == [False, True, False]


@pytest.mark.parametrize(
    "opening",
    [
        "某社/ORG 甲城/LOC 3月21日/TIME 电/n (/w 记者/n 王五/PER )/w",
        "某网/ORG 3月21日/TIME 讯/n",
        "某网/ORG 3月21日/TIME 消息/n ,/w",
        "【/w 记者/n 王五/PER 甲城/LOC 报导/n 】/w",
    ],
)
def test_who_is_named_in_a_dateline_takes_no_part(opening: str) -> None:
    view = sentence(f"{opening} 甲国/GPE 宣布/v 停火/v")
    assert [mention.actor_id for mention in view.mentions] == ["甲国"]


def test_a_word_that_begins_like_a_dateline_is_none() -> None:
    assert sentence("甲公司/ORG 3月21日/TIME 电动车/n 销量/n 公布/v").words[0].actor
    assert sentence("甲公司/ORG 3月21日/TIME 消息人士/n 称/v").words[0].actor
