"""Actor mentions of a document, linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...domain.actor import Actor, ActorMention
from ...domain.text import Language, Sentence, Token
from .chinese import find_candidates
from .english_candidates import find_english_candidates
from .english_references import english_references
from .lexicon import ActorLexicon
from .linking import actors_of, link
from .mentions import Words

FieldTokens = tuple[str, str, Sequence[Sentence], Sequence[Sequence[Token]]]
"""Reading, folded reading, sentences, and the tokens of each sentence."""


@dataclass(frozen=True, slots=True)
class ActorFindings:
    """The actors of a document and, for each field in the order given, their mentions in text order."""

    actors: tuple[Actor, ...]
    mentions: tuple[tuple[ActorMention, ...], ...]


def find_actors(fields: Sequence[FieldTokens], language: Language, lexicon: ActorLexicon) -> ActorFindings:
    """Finds and links actors over all fields of a document: (reading, folded, sentences, tokens) each."""
    words = [Words.of(folded, sentences, tokens) for _, folded, sentences, tokens in fields]
    if language.is_chinese:
        found = link([(one, find_candidates(one, lexicon)) for one in words], lexicon)
    else:
        candidates = [
            find_english_candidates(reading, one, tokens, lexicon)
            for one, (reading, _, _, tokens) in zip(words, fields, strict=True)
        ]
        named = link(list(zip(words, candidates, strict=True)), lexicon)
        found = [
            sorted([*mentions, *english_references(reading, tokens, mentions)], key=lambda item: item.span)
            for mentions, (reading, _, _, tokens) in zip(named, fields, strict=True)
        ]
    texts = [(reading, folded) for reading, folded, _, _ in fields]
    return ActorFindings(actors_of(texts, found, lexicon), tuple(tuple(mentions) for mentions in found))
