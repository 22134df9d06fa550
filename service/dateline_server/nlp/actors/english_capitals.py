"""Capitals that stand for a government in English: Tehran denied it, talks between Beijing and Washington."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...domain.text import Token
from .english_words import load_name_words
from .lexicon import ActorLexicon
from .mentions import PLACES, Candidate, merged
from .names import match_form


def with_governments(
    text: str, items: Sequence[Candidate], tokens: Sequence[Sequence[Token]], lexicon: ActorLexicon
) -> list[Candidate]:
    """The candidates, the capitals that do what only governments do made their states."""
    acting = [line[index].span for line in tokens for index in _acting(line)]
    governing = [
        Candidate(span, lexicon[state].type, "capital", state)
        for span in acting
        if (state := lexicon.capitals.get(match_form(span.of(text))))
    ]
    known = [item for item in items if item.type not in PLACES or item.actor_id in lexicon.actors]
    others = [item for item in items if item not in known]
    return merged(merged(known, governing), others)


def _acting(line: Sequence[Token]) -> Iterator[int]:
    """The words that are the subject of a government's verb, own its deeds, or that it deals with."""
    words = load_name_words()
    for index, token in enumerate(line):
        first = index
        while line[first].relation == "conj" and line[first].head >= 0:
            first = line[first].head
        above = line[first].head
        if above < 0 or token.tag != "PROPN":
            continue
        acts = line[first].relation == "nsubj" and line[above].lemma in words.capital
        acts = acts or (line[index].relation == "poss" and line[above].lemma in words.dealing)
        acts = acts or _is_dealt_with(line, first, words.dealing)
        shared = any(other.head == first and other.relation == "conj" for other in line)
        between = line[first].relation == "pobj" and line[above].lemma == "between" and shared
        if acts or between:
            yield index


def _is_dealt_with(line: Sequence[Token], index: int, dealing: frozenset[str]) -> bool:
    """Whether a word stands behind what governments have with one another: ties with Beijing."""
    preposition = line[index].head
    if line[index].relation != "pobj" or line[preposition].lemma not in ("with", "from", "against"):
        return False
    above = line[preposition].head
    return above >= 0 and line[above].tag == "NOUN" and line[above].lemma in dealing
