"""Identities of the names in an English document: the lexicon's, or one for every spelling of a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...domain.actor import ActorMention, ActorType, MentionForm
from ...domain.text import Span, Token
from .english import RawMention, english_mentions, load_name_words
from .english_references import english_references
from .lexicon import ActorLexicon
from .names import derived_id

_ACRONYM = re.compile(r"\s?\((?:the )?([A-Z][A-Za-z&.]{1,9})\)")
EnglishField = tuple[str, str, Sequence[Sequence[Token]]]
"""Reading, folded reading, and the tokens of each sentence."""


@dataclass(frozen=True, slots=True)
class Identities:
    """What the names of one document stand for: ``ids`` by name, ``types`` by id."""

    lexicon: ActorLexicon
    ids: Mapping[str, str]

    def of(self, name: str, kind: ActorType) -> tuple[str, ActorType]:
        """The id and the type of the actor that a name stands for."""
        actor_id = self.ids.get(name) or known_id(name, self.lexicon) or derived_id(name)
        known = self.lexicon.actors.get(actor_id)
        return actor_id, known.type if known else kind


def find_english_mentions(fields: Sequence[EnglishField], lexicon: ActorLexicon) -> list[list[ActorMention]]:
    """The mentions of each field in text order: names, short names and what refers to them."""
    raw = [_with_known_names(text, folded, tokens, lexicon) for text, folded, tokens in fields]
    identities = Identities(lexicon, _short_names(fields, raw, lexicon))
    results = []
    for (text, _, tokens), found in zip(fields, raw, strict=True):
        named = [_mention(text, span, kind, identities) for span, kind in found]
        every = (*named, *english_references(text, tokens, named))
        results.append(sorted(every, key=lambda mention: mention.span))
    return results


def known_id(name: str, lexicon: ActorLexicon) -> str:
    """The lexicon's id of a name, of its state where it is a state's government, or nothing."""
    known = lexicon.look_up(name)
    if known:
        return known.actor_id
    state, _, noun = name.rpartition(" ")
    if noun in load_name_words().government:
        known = lexicon.look_up(state)
        return known.actor_id if known else lexicon.demonyms.get(state.casefold(), "")
    return ""


def _with_known_names(
    text: str, folded: str, tokens: Sequence[Sequence[Token]], lexicon: ActorLexicon
) -> list[RawMention]:
    """The names of the tagger, and those of the lexicon that it did not see."""
    raw = list(english_mentions(text, tokens))
    taken = {position for span, _ in raw for position in range(span.start, span.end)}
    proper = {token.span.start for line in tokens for token in line if token.tag == "PROPN"}
    for match in lexicon.find(folded):
        actor = lexicon.actors[match.name.actor_id]
        free = taken.isdisjoint(range(match.span.start, match.span.end))
        if free and match.span.start in proper and not match.name.guarded:
            raw.append((match.span, actor.type))
    return sorted(raw, key=lambda mention: mention[0])


def _short_names(
    fields: Sequence[EnglishField], raw: Sequence[Sequence[RawMention]], lexicon: ActorLexicon
) -> dict[str, str]:
    """The ids of last names and of acronyms that an article introduces: Ruth Aldermere, (FAO)."""
    ids: dict[str, str] = {}
    for (text, _, _), found in zip(fields, raw, strict=True):
        for span, kind in found:
            for short in _shorter(text, span, kind):
                if short and not known_id(short, lexicon):
                    name = span.of(text)
                    ids.setdefault(short, known_id(name, lexicon) or derived_id(name))
    return ids


def _shorter(text: str, span: Span, kind: ActorType) -> Iterator[str]:
    name = span.of(text)
    if kind is ActorType.PERSON and " " in name:
        yield name.rsplit(" ", 1)[-1]
    elif kind is ActorType.ORGANIZATION:
        acronym = _ACRONYM.match(text, span.end)
        if acronym:
            yield acronym[1]


def _mention(text: str, span: Span, kind: ActorType, identities: Identities) -> ActorMention:
    name = span.of(text)
    actor_id, kind = identities.of(name, kind)
    short = name in identities.ids
    form = MentionForm.SHORT_NAME if short else MentionForm.NAME
    rule = "en-short-name" if short else "lexicon" if actor_id in identities.lexicon.actors else "en-name"
    return ActorMention(span, actor_id, kind, form, rule=rule)
