"""What shows that an English name is a person's where the model takes it for something else."""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.text import Token

_OFFICES = frozenset(
    {"minister", "president", "mayor", "governor", "chancellor", "chairman", "chief", "king", "queen"}
)
"""Nouns, as lemmas, for what only a person becomes."""
_SPEECH = frozenset({"say", "tell", "add", "explain", "argue", "recall", "reply", "joke", "write"})
"""Verbs, as lemmas, that mostly a person does."""


def speaks(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether up to three proper nouns that the model knows no person by say something, or are "who"."""
    if not 0 < end - index < 4 or any(token.tag != "PROPN" for token in tokens[index:end]):
        return False
    last = tokens[end - 1]
    says = last.relation == "nsubj" and last.head >= 0 and tokens[last.head].lemma in _SPEECH
    return says or any(token.lemma == "who" and token.relation == "nsubj" for token in tokens[end : end + 2])


def becomes_officer(tokens: Sequence[Token], last: int) -> bool:
    """Whether the name that ends at a word has "who" behind it, or becomes what only a person is."""
    behind = [token for token in tokens[last + 1 : last + 3] if token.tag != "PUNCT"]
    is_who = bool(behind) and behind[0].lemma == "who"
    head = tokens[last].head
    office = (t for t in tokens if t.head == head and t.relation == "attr" and t.lemma in _OFFICES)
    return is_who or (tokens[last].relation == "nsubj" and head >= 0 and next(office, None) is not None)
