"""Actor mentions of a document, linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...domain.actor import Actor, ActorMention
from ...domain.text import Language, Sentence, Token
from .lexicon import ActorLexicon

FieldTokens = tuple[str, str, Sequence[Sentence], Sequence[Sequence[Token]]]


@dataclass(frozen=True, slots=True)
class ActorFindings:
    """The actors of a document and, for each field in the order given, their mentions in text order."""

    actors: tuple[Actor, ...]
    mentions: tuple[tuple[ActorMention, ...], ...]


def find_actors(fields: Sequence[FieldTokens], language: Language, lexicon: ActorLexicon) -> ActorFindings:
    """Finds and links actors over all fields of a document: (reading, folded, sentences, tokens) each."""
    return ActorFindings((), tuple(() for _ in fields))
