"""Actor mentions of a document, linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ...domain.actor import Actor, ActorMention
from ...domain.text import Language, Sentence, Token
from .chinese import find_candidates
from .english_candidates import find_english_candidates
from .english_references import english_references
from .english_unnamed import find_unnamed as find_english_unnamed
from .lexicon import ActorLexicon
from .linking import actors_of, link
from .mentions import Words
from .offices import office_holders
from .references import find_references
from .surnamed import find_surnamed
from .unnamed import find_unnamed, fingerprint

FieldTokens = tuple[str, str, Sequence[Sentence], Sequence[Sequence[Token]]]
"""Reading, folded reading, sentences, and the tokens of each sentence."""

HOME = {Language.ZH_HANS: "china"}
"""The state whose ministries news in a language means by their bare names."""


@dataclass(frozen=True, slots=True)
class ActorFindings:
    """The actors of a document and, for each field in the order given, their mentions in text order."""

    actors: tuple[Actor, ...]
    mentions: tuple[tuple[ActorMention, ...], ...]


def find_actors(
    fields: Sequence[FieldTokens],
    language: Language,
    lexicon: ActorLexicon,
    published: date | None = None,
) -> ActorFindings:
    """Finds and links actors over all fields of a document: (reading, folded, sentences, tokens) each.

    ``published`` tells who is meant by an office alone (日本首相); without it such words name no one.
    """
    words = [Words.of(folded, sentences, tokens) for _, folded, sentences, tokens in fields]
    home = HOME.get(language, "")
    found = (
        _find_chinese(words, home, lexicon, published)
        if language.is_chinese
        else _find_english(fields, words, lexicon)
    )
    texts = [(reading, folded) for reading, folded, _, _ in fields]
    actors = actors_of(texts, found, lexicon, in_chinese=language.is_chinese)
    return ActorFindings(actors, tuple(tuple(mentions) for mentions in found))


def _find_chinese(
    fields: Sequence[Words], home: str, lexicon: ActorLexicon, published: date | None
) -> list[list[ActorMention]]:
    candidates = [(words, find_candidates(words, lexicon)) for words in fields]
    named = link(candidates, lexicon, home, published)
    document = fingerprint("".join(words.folded for words in fields))
    found = []
    for words, mentions in zip(fields, named, strict=True):
        people = _with(mentions, list(office_holders(words, mentions, published, lexicon.offices)))
        people = find_surnamed(words, people, document, lexicon.rules)
        resolved = _with(people, find_references(words, people, lexicon.rules))
        found.append(_with(resolved, find_unnamed(words, resolved, lexicon.rules)))
    return found


def _find_english(
    fields: Sequence[FieldTokens], words: Sequence[Words], lexicon: ActorLexicon
) -> list[list[ActorMention]]:
    candidates = [
        (one, find_english_candidates(reading, one, tokens, lexicon))
        for one, (reading, _, _, tokens) in zip(words, fields, strict=True)
    ]
    found = []
    for mentions, (reading, _, _, tokens) in zip(link(candidates, lexicon), fields, strict=True):
        resolved = _with(mentions, english_references(reading, tokens, mentions))
        found.append(_with(resolved, find_english_unnamed(reading, tokens, resolved)))
    return found


def _with(mentions: Sequence[ActorMention], references: Sequence[ActorMention]) -> list[ActorMention]:
    return sorted([*mentions, *references], key=lambda mention: (mention.span, mention.actor_id))
