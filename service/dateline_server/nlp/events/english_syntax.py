"""A dependency parse of an English sentence, with the walks that the event rules need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...domain.text import Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "dative", "oprd"})
CLAUSES = frozenset(
    {"ROOT", "conj", "ccomp", "xcomp", "advcl", "relcl", "acl", "parataxis", "pcomp", "csubj"}
)
"""Relations whose dependent heads a clause of its own when it is a verb."""
_PERSONS = frozenset({"he", "she", "him", "her", "who", "whom"})
PARTICLES = frozenset({"prt", "prep", "acomp", "advmod", "oprd", "attr"})
"""Relations of the second word of a verb of two words: carry out, take place, go bankrupt."""


@dataclass(frozen=True, slots=True)
class Parse:
    """The words of one sentence with their dependents, in text order."""

    text: str
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, text: str, tokens: Sequence[Token]) -> Parse:
        """The parse that the tokens' heads make."""
        children: list[list[int]] = [[] for _ in tokens]
        for index, token in enumerate(tokens):
            if token.head >= 0:
                children[token.head].append(index)
        return cls(text, tuple(tokens), tuple(map(tuple, children)))

    def word(self, index: int) -> str:
        """A word as written, in lower case."""
        return self.tokens[index].span.of(self.text).casefold()

    def lemma(self, index: int) -> str:
        """The dictionary form of a word."""
        return self.tokens[index].lemma

    def head(self, index: int) -> int:
        """The index of a word's head, -1 for a root."""
        return self.tokens[index].head

    def relation(self, index: int) -> str:
        """A word's relation to its head."""
        return self.tokens[index].relation

    def is_verb(self, index: int) -> bool:
        """Whether a word is a full verb that heads a clause."""
        token = self.tokens[index]
        return token.tag == "VERB" and token.relation in CLAUSES

    def child(self, index: int, *relations: str) -> int | None:
        """The first dependent with one of the relations."""
        return next((child for child in self.children[index] if self.relation(child) in relations), None)

    def dependents(self, index: int, *relations: str) -> tuple[int, ...]:
        """Every dependent with one of the relations."""
        return tuple(child for child in self.children[index] if self.relation(child) in relations)

    def subtree(self, index: int) -> Iterator[int]:
        """A word and all words below it, in no order."""
        pending = [index]
        while pending:
            current = pending.pop()
            yield current
            pending.extend(self.children[current])

    def keys(self, index: int) -> tuple[str, ...]:
        """The names under which a lexicon may hold a verb, the most specific first: carry_out, carry.

        After the underscore stand particles, objects (raise_rate), "person" where the object is one, and
        a preposition with its noun (put_on_trial).
        The last ones mend what rules of spelling cannot tell: fined is of fine, not of "fin".
        """
        lemma = self.lemma(index)
        seconds = self.dependents(index, *PARTICLES)
        affected = self.dependents(index, "dobj", "nsubjpass")
        person = (f"{lemma}_person",) if any(map(self._is_person, affected)) else ()
        mended = (f"{lemma}e", lemma.removesuffix("e"), f"{lemma}{lemma[-1:]}")
        objects = (f"{lemma}_{self.lemma(second)}" for second in (*seconds, *affected))
        phrases = (f"{lemma}_{self.lemma(prep)}_{self.lemma(noun)}" for prep, noun in self.phrases(index))
        return (*phrases, *objects, *person, lemma, *mended)

    def phrases(self, index: int) -> Iterator[tuple[int, int]]:
        """The prepositions of a verb, or of its object, each with its noun."""
        for holder in (index, *self.dependents(index, "dobj", "prt")):
            for preposition in self.dependents(holder, "prep", "agent"):
                for noun in self.dependents(preposition, "pobj"):
                    yield preposition, noun

    def _is_person(self, index: int) -> bool:
        return self.tokens[index].entity.endswith("PERSON") or self.word(index) in _PERSONS

    def conjuncts(self, index: int) -> tuple[int, ...]:
        """A word and those coordinated to it, in text order."""
        found = [index]
        for current in found:
            found.extend(self.dependents(current, "conj"))
        return tuple(found)

    def first_conjunct(self, index: int) -> int:
        """The word that a coordination hangs on."""
        while self.relation(index) == "conj" and self.head(index) >= 0:
            index = self.head(index)
        return index

    def span(self, first: int, last: int) -> Span:
        """The stretch from one word to another, both inclusive."""
        return Span(self.tokens[first].span.start, self.tokens[last].span.end)

    def covering(self, span: Span) -> tuple[int, ...]:
        """The words that a span touches."""
        return tuple(i for i, token in enumerate(self.tokens) if token.span.overlaps(span))

    def top_of(self, span: Span) -> int | None:
        """The word of a span that the others hang on, None if it touches none."""
        words = self.covering(span)
        return next((i for i in words if self.head(i) not in words), None)


def is_passive(parse: Parse, index: int) -> bool:
    """Whether a verb is passive: by its auxiliary, or a bare past participle (founded in 1923)."""
    if parse.child(index, "auxpass", "nsubjpass") is not None:
        return True
    token = parse.tokens[index]
    bare = token.inflection == "VBN" and parse.child(index, "aux") is None
    if bare and token.relation == "conj":
        return is_passive(parse, parse.first_conjunct(index))
    return bare and token.relation in ("acl", "advcl")
