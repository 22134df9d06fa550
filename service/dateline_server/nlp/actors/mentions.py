"""What one field says before names are linked: its words, and the places where an actor may be named."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...domain.actor import ActorType
from ...domain.text import Sentence, Span, Token

PLACES = frozenset({ActorType.GEOPOLITICAL_ENTITY, ActorType.LOCATION})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a field that may name an actor.

    ``actor_id`` is set where the lexicon or a rule knows the actor, else empty. ``guarded`` tells
    that the name counts only where something else speaks for it; ``tagged`` is then what the tagger
    takes the place for. ``rule`` says how the candidate was found.
    """

    span: Span
    type: ActorType
    rule: str
    actor_id: str = ""
    guarded: bool = False
    tagged: ActorType | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The folded text of a field, its sentences that tell events, and their tokens in one line.

    ``texts``, ``starts`` and ``edges`` are of the tokens: their characters, starts, and starts and ends.
    """

    folded: str
    sentences: tuple[Span, ...]
    tokens: tuple[Token, ...]
    texts: tuple[str, ...]
    starts: tuple[int, ...]
    edges: frozenset[int]

    @classmethod
    def of(cls, folded: str, sentences: Sequence[Sentence], tokens: Iterable[Sequence[Token]]) -> Words:
        """The words of a field; ``tokens`` are given sentence by sentence."""
        line = tuple(token for sentence in tokens for token in sentence)
        starts = tuple(token.span.start for token in line)
        telling = tuple(item.span for item in sentences if item.zone.tells_events)
        texts = tuple([folded[token.span.start : token.span.end] for token in line])
        edges = frozenset((*starts, *(token.span.end for token in line)))
        return cls(folded, telling, line, texts, starts, edges)

    def over(self, span: Span) -> tuple[Token, ...]:
        """The tokens that share a code point with the span."""
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        found = self.tokens[first : bisect_left(self.starts, span.end)]
        return tuple(token for token in found if token.span.overlaps(span))

    def fit(self, span: Span) -> bool:
        """Whether the span begins and ends where words do."""
        return span.start in self.edges and span.end in self.edges

    def text(self, token: Token) -> str:
        """The folded characters of a token."""
        return token.span.of(self.folded)


def near(spans: Sequence[Span], span: Span) -> range:
    """Where, among non-overlapping spans in text order, those stand that overlap one."""
    first = bisect_left(spans, span)
    first -= bool(first and spans[first - 1].end > span.start)
    last = first
    while last < len(spans) and spans[last].start < span.end:
        last += 1
    return range(first, last)


def merged(first: Sequence[Candidate], second: Sequence[Candidate]) -> list[Candidate]:
    """Both in text order, without those of the second that overlap one of the first."""
    taken = [item.span for item in first]
    added = [item for item in second if not near(taken, item.span)]
    return sorted([*first, *added], key=lambda item: item.span)


def without_overlaps(found: Iterable[Candidate]) -> list[Candidate]:
    """In text order; of two that overlap the longer one stays."""
    kept: list[Candidate] = []
    for item in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if not kept or not kept[-1].span.overlaps(item.span):
            kept.append(item)
        elif len(item.span) > len(kept[-1].span):
            kept[-1] = item
    return kept
