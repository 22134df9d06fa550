"""Actor mentions of a document, linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...domain.actor import Actor, ActorMention
from ...domain.text import Language, Sentence, Token
from .chinese import find_candidates
from .lexicon import ActorLexicon
from .linking import actors_of, link

FieldTokens = tuple[str, str, Sequence[Sentence], Sequence[Sequence[Token]]]
"""Reading, folded reading, sentences, and the tokens of each sentence."""


@dataclass(frozen=True, slots=True)
class ActorFindings:
    """The actors of a document and, for each field in the order given, their mentions in text order."""

    actors: tuple[Actor, ...]
    mentions: tuple[tuple[ActorMention, ...], ...]


def find_actors(fields: Sequence[FieldTokens], language: Language, lexicon: ActorLexicon) -> ActorFindings:
    """Finds and links actors over all fields of a document: (reading, folded, sentences, tokens) each."""
    if not language.is_chinese:
        return ActorFindings((), tuple(() for _ in fields))
    candidates = [(folded, find_candidates(folded, tokens, lexicon)) for _, folded, _, tokens in fields]
    mentions = link(candidates, lexicon)
    actors = actors_of(
        [(field[0], field[1], found) for field, found in zip(fields, mentions, strict=True)], lexicon
    )
    return ActorFindings(actors, tuple(tuple(found) for found in mentions))
