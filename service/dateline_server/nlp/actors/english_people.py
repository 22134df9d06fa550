"""What shows that an English name is a person's where the model takes it for something else."""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.text import Token

_OFFICES = frozenset(
    {"minister", "president", "mayor", "governor", "chancellor", "chairman", "chief", "king", "queen"}
)
"""Nouns, as lemmas, for what only a person becomes."""
_PERSONS = _OFFICES | {
    "lawyer", "spokesman", "spokeswoman", "founder", "leader", "secretary", "judge", "editor", "professor",
    "director", "analyst", "economist", "author", "actor", "singer", "coach", "captain", "aide", "adviser",
    "envoy", "executive", "commissioner", "ambassador", "widow", "wife", "husband", "son", "daughter",
    "survivor", "resident", "scientist", "researcher", "officer", "prosecutor", "senator", "lawmaker",
    "journalist", "ceo",
}  # fmt: skip
"""Nouns, as lemmas, for what only a person is."""
_AGE = 2
"""How many digits an age has."""
_SPEECH = frozenset({"say", "tell", "add", "explain", "argue", "recall", "reply", "joke", "write"})
"""Verbs, as lemmas, that mostly a person does."""


def speaks(tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether up to three proper nouns that the model knows no person by say something, or are "who"."""
    if not 0 < end - index < 4 or any(token.tag != "PROPN" for token in tokens[index:end]):
        return False
    last = tokens[end - 1]
    says = last.relation == "nsubj" and last.head >= 0 and tokens[last.head].lemma in _SPEECH
    if end - index == 1 and not _is_bare(tokens, index):
        says = False
    who = any(token.lemma == "who" and token.relation == "nsubj" for token in tokens[end : end + 2])
    return says or who or _has_age(tokens, end - 1)


def _is_bare(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word has no article before it and no number behind it: not the Government, not Number 10."""
    before, behind = tokens[max(index - 1, 0) : index], tokens[index + 1 : index + 2]
    return all(token.tag != "DET" for token in before) and all(token.inflection != "CD" for token in behind)


def is_described(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a name stands beside what only a person is (the minister, X), or beside an age (X, 61)."""
    head = tokens[last].head
    beside = tokens[last].relation == "appos" and head >= 0 and tokens[head].lemma in _PERSONS
    inside = range(first, last + 1)
    told = any(t.relation == "appos" and t.head in inside and t.lemma in _PERSONS for t in tokens[last + 1 :])
    return beside or told or _has_age(tokens, last)


def _has_age(tokens: Sequence[Token], last: int) -> bool:
    behind = tokens[last + 1 : last + 4]
    if len(behind) < 3 or behind[0].lemma != "," or behind[2].lemma not in (",", "."):
        return False
    return behind[1].inflection == "CD" and len(behind[1].span) == _AGE


def becomes_officer(tokens: Sequence[Token], last: int) -> bool:
    """Whether the name that ends at a word has "who" behind it, or becomes what only a person is."""
    behind = [token for token in tokens[last + 1 : last + 3] if token.tag != "PUNCT"]
    is_who = bool(behind) and behind[0].lemma == "who"
    head = tokens[last].head
    office = (t for t in tokens if t.head == head and t.relation == "attr" and t.lemma in _OFFICES)
    return is_who or (tokens[last].relation == "nsubj" and head >= 0 and next(office, None) is not None)
