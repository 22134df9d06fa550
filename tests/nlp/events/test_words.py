"""Clauses, quotations and what covers a word."""

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
