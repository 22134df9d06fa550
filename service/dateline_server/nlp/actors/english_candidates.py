"""Where an English text may name actors: the names that the tagger shows, and those of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...domain.actor import ActorType
from ...domain.text import Span, Token
from .english import english_mentions
from .lexicon import ActorLexicon
from .mentions import Candidate, Words, merged
from .names import match_form

_DRESSING = re.compile(
    r"^(?:the|The)\s+|(?:['’]s?|,?\s+(?:Inc|Corp|Ltd|Co|plc|Corporation|Group|Company)\.?)$"
)


def find_english_candidates(
    reading: str, words: Words, tokens: Sequence[Sequence[Token]], lexicon: ActorLexicon
) -> list[Candidate]:
    """Places that may name an actor, in text order, none overlapping another."""
    named = [_candidate(reading, span, kind, lexicon) for span, kind in english_mentions(reading, tokens)]
    return merged(named, _unguarded(words, lexicon))


def _candidate(reading: str, span: Span, kind: ActorType, lexicon: ActorLexicon) -> Candidate:
    name = span.of(reading)
    known = lexicon.look_up(name) or lexicon.look_up(_DRESSING.sub("", name))
    if known:
        actor = lexicon[known.actor_id]
        guarded = known.guarded and actor.type is not kind
        return Candidate(span, actor.type, "lexicon", actor.id, guarded, kind)
    return _state_body(span, name, lexicon) or Candidate(span, kind, "tagger")


def _state_body(span: Span, name: str, lexicon: ActorLexicon) -> Candidate | None:
    """A people's adjective with what follows it: the Dutch government, the Japanese foreign ministry."""
    form = match_form(_DRESSING.sub("", name))
    for length in range(form.count(" ") + 1, 0, -1):
        parts = form.split(" ")
        state = lexicon.demonyms.get(" ".join(parts[:length]))
        rest = " ".join(parts[length:])
        if state and (not rest or rest in ("government", "authorities", "administration")):
            return Candidate(span, ActorType.GEOPOLITICAL_ENTITY, "demonym", state)
        if state and lexicon.body(rest):
            return Candidate(span, ActorType.ORGANIZATION, "state-body", f"{state}-{lexicon.body(rest)}")
    return None


def _unguarded(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    found: list[Candidate] = []
    for sentence in words.sentences:
        for match in lexicon.find(sentence.of(words.folded)):
            actor = lexicon[match.name.actor_id]
            item = Candidate(match.span, actor.type, "lexicon", actor.id, match.name.guarded)
            if not item.guarded:
                found.append(replace(item, span=match.span.shifted(sentence.start)))
    return found
