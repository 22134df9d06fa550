from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from dateline_server.domain.actor import ActorType
from dateline_server.domain.text import Language
from dateline_server.nlp.actors.lexicon import ActorLexicon
from dateline_server.nlp.actors.recognition import find_actors
from dateline_server.nlp.folding import fold
from dateline_server.nlp.tokens import Tagger

from .conftest import sentences_of


@pytest.mark.parametrize(
    ("text", "day", "holder"),
    [
        ("日本首相周三访问了工厂。", date(2023, 7, 4), "fumio-kishida"),
        ("日本首相周三访问了工厂。", date(2021, 10, 3), "yoshihide-suga"),
        ("美國總統周二簽署了法案。", date(2018, 5, 1), "donald-trump"),
        ("美國總統周二簽署了法案。", date(2022, 5, 1), "joe-biden"),
        ("英国首相拒绝评论。", date(1950, 1, 1), ""),
        ("英国首相拒绝评论。", None, ""),
        ("美国总统选举将于周二举行。", date(2022, 5, 1), ""),
        ("美国副总统周三抵达。", date(2022, 5, 1), "kamala-harris"),
    ],
)
def test_an_office_names_its_holder_of_the_day(
    lexicon: ActorLexicon, tagger: Tagger, text: str, day: date | None, holder: str
) -> None:
    folded, sentences = fold(text), sentences_of(text)
    (tokens,) = tagger.tag([(Language.ZH_HANS, text, folded, sentences)])
    found = find_actors([(text, folded, sentences, tokens)], Language.ZH_HANS, lexicon, day)
    people = [mention.actor_id for mention in found.mentions[0] if mention.type is ActorType.PERSON]
    assert people == ([holder] if holder else [])


def test_terms_of_one_office_follow_each_other(lexicon: ActorLexicon) -> None:
    for titles in lexicon.offices.values():
        for terms in titles.values():
            assert all(term.first <= term.last for term in terms)
            assert all(one.last < two.first for one, two in pairwise(terms))


def test_a_government_answers_to_the_name_of_its_head(lexicon: ActorLexicon) -> None:
    assert {"拜登政府", "特朗普政府", "Biden administration"} <= set(lexicon["united-states"].aliases)
