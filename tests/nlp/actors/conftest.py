from __future__ import annotations

from collections.abc import Callable

import pytest
from dateline_server.domain.text import Language, Sentence, Span, Zone
from dateline_server.nlp.actors.lexicon import ActorLexicon, load_actor_lexicon
from dateline_server.nlp.actors.recognition import ActorFindings, find_actors
from dateline_server.nlp.folding import fold
from dateline_server.nlp.tokens import Tagger, load_tagger

Finder = Callable[..., ActorFindings]


@pytest.fixture(scope="session")
def lexicon() -> ActorLexicon:
    return load_actor_lexicon()


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return load_tagger()


def sentences_of(text: str) -> list[Sentence]:
    """One sentence for each stretch that ends with a full stop or a line feed."""
    found, start = [], 0
    for place, char in enumerate(text, 1):
        if char in "。！？\n" or place == len(text):
            found.append(Sentence(Span(start, place), Zone.BODY, 0))
            start = place
    return found


@pytest.fixture(scope="session")
def find(lexicon: ActorLexicon, tagger: Tagger) -> Finder:
    """The actors of a text that is given as it stands."""

    def find_in(text: str, language: Language = Language.ZH_HANS) -> ActorFindings:
        folded, sentences = fold(text), sentences_of(text)
        (tokens,) = tagger.tag([(language, text, folded, sentences)])
        return find_actors([(text, folded, sentences, tokens)], language, lexicon)

    return find_in
