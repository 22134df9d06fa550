"""The text that the fast recognizer learns from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

import pytest
from dateline_server.nlp.data.chinese.training_text import (
    KINDS,
    Composer,
    Tagged,
    Writer,
    examples,
    templates,
)
from dateline_server.nlp.data.chinese.training_words import Lexicon, load_lexicon
from dateline_server.nlp.folding import fold


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def writer(lexicon: Lexicon) -> Writer:
    return Writer(Random(4), lexicon)


def test_every_mark_of_a_sentence_is_filled(writer: Writer):
    for template in templates():
        filled = writer.fill(template)
        assert filled == fold(filled)
        parts = (re.escape(part) for part in re.split(r"\{.\}", template))
        assert re.fullmatch("[^{}]+".join(parts), filled), filled


def test_a_variation_keeps_the_words_that_make_the_sentence(writer: Writer):
    sentence = [("总理", "n"), ("周二", "TIME"), ("在", "p"), ("柏林", "LOC"), ("会见", "v"), ("了", "u")]
    varied = {writer.vary(sentence, 0.9) for _ in range(50)}
    assert len(varied) > 40
    assert all("在" in one and one.endswith("了") for one in varied)
    assert {writer.vary([("在", "p"), (",", "w")], 1.0) for _ in range(9)} == {"在,"}


def nouns(texts: Sequence[str]) -> list[Tagged]:
    """Each text as one word."""
    return [[(text, "n")] for text in texts]


def test_the_same_chance_composes_the_same_text(lexicon: Lexicon):
    def composed(seed: int) -> list[str]:
        composer = Composer(Random(seed), lexicon, [["欧盟宣布新规。"]], nouns)
        return [composer.sentence() for _ in range(30)]

    assert composed(1) == composed(1) != composed(2)
    assert all(composed(1))


def test_examples_are_sentences_of_the_rules():
    found = list(examples())
    assert len(found) > 300
    assert all(one == fold(one) for one in found)


def test_kinds_are_marks_that_the_sentences_have():
    marks = {mark for template in templates() for mark in re.findall(r"\{(.)\}", template)}
    assert set(KINDS.values()) < marks
