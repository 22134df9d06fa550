"""What the fast recognizer finds is not lost again."""

from __future__ import annotations

from dateline_server.nlp.actors.lexicon import load_actor_lexicon
from dateline_server.nlp.recognizer import Recognizer
from dateline_server.nlp.tokens import load_tagger

from tests.eval.actors_spans import compare, seeds
from tests.shared import SHARED, shared_path

FLOOR = 0.95
"""F1 of names in the seeds; the accurate recognizer is about two hundredths better."""


def test_the_fast_recognizer_finds_the_names_of_the_seeds():
    shared_path("gold/seeds.gold.jsonl")
    shared_path("gold/dev.gold.jsonl")
    score = compare(*seeds(SHARED, load_tagger(Recognizer.FAST), load_actor_lexicon()))
    assert 2 * score.right / (score.found + score.annotated) >= FLOOR, str(score)
