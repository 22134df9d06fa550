from __future__ import annotations

import re

import pytest
from dateline_server.domain.text import Sentence, Span, Zone
from dateline_server.errors import DataFileError, LanguageUnsupported
from dateline_server.nlp import english_tagger
from dateline_server.nlp.english_dateline import dateline_end
from dateline_server.nlp.english_tagger import INSTALL, LONGEST, EnglishTagger, load_english_tagger
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def tagger() -> EnglishTagger:
    return load_once()


def whole(text: str, zone: Zone = Zone.BODY) -> list[Sentence]:
    return [Sentence(Span(0, len(text)), zone, 0)]


def test_words_carry_lemma_relation_and_name(tagger: EnglishTagger) -> None:
    text = "Ruth Aldermere visited Norway."
    (((first, last, verb, country, _),),) = tagger.tag([(text, whole(text))])
    assert (verb.tag, verb.lemma, verb.inflection, verb.head) == ("VERB", "visit", "VBD", -1)
    assert (last.relation, last.head) == ("nsubj", 2)
    assert (first.entity, last.entity, country.entity) == ("B-PERSON", "I-PERSON", "B-GPE")


def test_white_space_is_no_word(tagger: EnglishTagger) -> None:
    text = "The  ferry \n sank."
    ((tokens,),) = tagger.tag([(text, whole(text))])
    assert [token.span.of(text) for token in tokens] == ["The", "ferry", "sank", "."]


def test_remembered_forms_are_those_of_the_pipeline(tagger: EnglishTagger) -> None:
    """Twice, so that the second reading takes every word from memory."""
    text = "There were two mills that Nokia hadn't sold; it has done so since, having paid their workers."
    for _ in range(2):
        ((tokens,),) = tagger.tag([(text, whole(text))])
        assert tagger.analyzer is not None
        words = tagger.analyzer(text)
        assert [(t.tag, t.lemma) for t in tokens] == [(w.pos_, w.lemma_.casefold()) for w in words]


def test_zones_that_tell_no_events_are_not_parsed(tagger: EnglishTagger) -> None:
    text = "Sign up now."
    assert tagger.tag([(text, whole(text, Zone.ADVERTISEMENT))]) == [((),)]


def test_batching_does_not_change_the_tokens(tagger: EnglishTagger) -> None:
    fields = [(text, whole(text)) for text in ("The ferry sank.", "Peru signed a pact with Chile.", "No.")]
    assert tagger.tag(fields) == [tagger.tag([field])[0] for field in fields]


def test_a_dateline_is_parsed_apart(tagger: EnglishTagger) -> None:
    text = "LIMA, May 3 (Agency) -- The ferry sank."
    ((tokens,),) = tagger.tag([(text, whole(text))])
    verb = next(token for token in tokens if token.span.of(text) == "sank")
    assert verb.head == -1
    assert all(
        tokens[token.head].span.start >= 24 for token in tokens if token.span.start >= 24 and token.head >= 0
    )


@settings(max_examples=25, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab .,'\n\u00e9\u4e2d\U0001f600-("), min_size=1, max_size=3 * LONGEST)
)
def test_tokens_lie_in_the_text_and_heads_in_the_sentence(text: str) -> None:
    loaded = load_once()
    ((tokens,),) = loaded.tag([(text, whole(text))])
    ends = [0, *(token.span.end for token in tokens)]
    assert all(
        before <= token.span.start < token.span.end for before, token in zip(ends, tokens, strict=False)
    )
    assert ends[-1] <= len(text)
    assert all(-1 <= token.head < len(tokens) for token in tokens)


_LOADED: list[EnglishTagger] = []


def load_once() -> EnglishTagger:
    if not _LOADED:
        _LOADED.append(load_english_tagger())
    return _LOADED[0]


def test_without_the_extra_the_message_names_the_command() -> None:
    with pytest.raises(LanguageUnsupported, match=re.escape(INSTALL)):
        EnglishTagger(None).tag([("Hello.", whole("Hello."))])


def test_without_the_extra_nothing_to_tag_is_no_error() -> None:
    assert EnglishTagger(None).tag([]) == []


def test_other_weights_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(english_tagger.WEIGHTS, "ner/model", "0" * 64)
    with pytest.raises(DataFileError, match=r"ner.model: sha256: not the weights"):
        load_english_tagger()


@pytest.mark.parametrize(
    ("sentence", "dateline"),
    [
        ("LIMA (AN) — A deal fell apart.", "LIMA (AN) — "),
        ("OSLO/BERGEN, May 3 (Agency) - Crews", "OSLO/BERGEN, May 3 (Agency) - "),
        ("QUITO,\n May 3 (Agency) - Crews", "QUITO,\n May 3 (Agency) - "),
        ("SALEM, Ore. — A bridge fell.", "SALEM, Ore. — "),
        ("PORT LOUIS, 3 July 2023 – The yard closed.", "PORT LOUIS, 3 July 2023 – "),
        ("Turin (ANN) — The yard closed.", "Turin (ANN) — "),
        ("May 3 (Agency) - Nokia closed a yard.", "May 3 (Agency) - "),
        ("The yard (Harrow) - a large one - closed.", ""),
        ("UNESCO - the agency - said so.", ""),
        ("Prices rose - the fifth month - again.", ""),
    ],
)
def test_a_dateline_ends_where_the_report_begins(sentence: str, dateline: str) -> None:
    assert sentence[: dateline_end(sentence)] == dateline
