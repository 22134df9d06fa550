"""Parts of speech and dictionary forms of English words, each combination worked out once.

They follow from a word, its Penn tag and its relation alone, so that remembering them saves two fifths of
the parser's time; what they are is asked of spaCy's own components.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from spacy.tokens import Doc

COMPONENTS = ("attribute_ruler", "lemmatizer")
"""The components of the pipeline whose answers are remembered; they need not run."""
REMEMBERED = 1 << 16
"""How many combinations are kept: some ten megabytes."""
WordForms = Callable[[str, str, str, bool], tuple[str, str]]
"""(word, tag, relation, whether an expletive stands before it) -> (part of speech, dictionary form)."""


def word_forms(pipeline: Any) -> WordForms:
    """The forms that a spaCy pipeline gives to words, remembered.

    Rules over two words are left out, but for the verb behind an expletive (there are): they mend the
    lemmas of spoken contractions (gonna, y'all), of which none matters to events.
    """
    components = [pipeline.get_pipe(name) for name in COMPONENTS]

    @lru_cache(maxsize=REMEMBERED)
    def forms(word: str, tag: str, relation: str, after_expletive: bool) -> tuple[str, str]:
        doc = Doc(pipeline.vocab, words=["there", word])
        doc[0].tag_, doc[0].dep_ = "EX", "expl" if after_expletive else "advmod"
        doc[1].tag_, doc[1].dep_ = tag, relation
        for component in components:
            doc = component(doc)
        return doc[1].pos_, doc[1].lemma_.casefold()

    return forms
