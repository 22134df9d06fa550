from __future__ import annotations

import pytest
from dateline_server.nlp.folding import fold
from dateline_server.nlp.words import search_terms
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("英伟达周三发布新款芯片", {"英伟达", "周三", "发布", "芯片"}),
        ("輝達與台積電合作", {"辉达", "台积电", "合作"}),
        ("The U.S. Commerce Department fined ＨＰ", {"the", "u.s", "commerce", "department", "fined", "hp"}),
        ("T-Mobile收购案获批", {"t-mobile", "收购案", "获", "批"}),
        ("2023年7月3日", {"2023", "年", "7", "月", "3", "日"}),
    ],
)
def test_terms(text: str, terms: set[str]) -> None:
    assert terms <= set(search_terms(fold(text)))


def test_punctuation_gives_no_terms() -> None:
    assert search_terms("，。！ \n——…") == ()


def test_a_long_word_gives_its_parts() -> None:
    assert {"欧洲", "中央", "银行"} <= set(search_terms("欧洲中央银行"))


def test_a_word_that_no_dictionary_has_is_cut_alike_beside_any_neighbour() -> None:
    alone = set(search_terms("晶圆"))
    for sentence in ("对晶圆的限制", "去年的晶圆价格", "生产晶圆"):
        assert alone <= set(search_terms(sentence))


def test_both_scripts_give_the_same_terms() -> None:
    assert search_terms(fold("歐盟與韓國簽署協議")) == search_terms("欧盟与韩国签署协议")


@given(st.text(max_size=60))
def test_every_term_stands_in_the_text(text: str) -> None:
    folded = fold(text)
    lowered = "".join(low if len(low := char.lower()) == 1 else char for char in folded)
    for term in search_terms(folded):
        assert term
        assert term == term.strip()
        assert term in lowered or not term.isalnum()
