"""Where an English text may name actors: the names that the tagger shows, and those of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...domain.actor import ActorType
from ...domain.text import Span, Token
from .english import english_mentions, whole_names
from .lexicon import ActorLexicon, matches_in
from .mentions import Candidate, Words, merged
from .names import derived_id, match_form

_DRESSING = re.compile(
    r"^(?:the|The)\s+|(?:['’]s?|,?\s+(?:Inc|Corp|Ltd|Co|plc|Corporation|Group|Company)\.?)$"
)


def find_english_candidates(
    reading: str, words: Words, tokens: Sequence[Sequence[Token]], lexicon: ActorLexicon
) -> list[Candidate]:
    """Places that may name an actor, in text order, none overlapping another."""
    found = english_mentions(reading, tokens)
    whole = whole_names(reading, found)
    named = [_candidate(whole.get(span.of(reading)), reading, span, kind, lexicon) for span, kind in found]
    return merged(named, _unguarded(words, lexicon))


def _candidate(
    whole: str | None, reading: str, span: Span, kind: ActorType, lexicon: ActorLexicon
) -> Candidate:
    name = whole or span.of(reading)
    known = lexicon.look_up(name) or lexicon.look_up(_DRESSING.sub("", name))
    if known:
        actor = lexicon[known.actor_id]
        guarded = known.guarded and actor.type is not kind
        return Candidate(span, actor.type, "lexicon", actor.id, guarded, kind)
    if whole:
        return Candidate(span, kind, "short-name", derived_id(whole))
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
    found = matches_in(lexicon.index, words.folded, words.sentences)
    return [
        Candidate(match.span, lexicon[match.name.actor_id].type, "lexicon", match.name.actor_id)
        for match in found
        if not match.name.guarded
    ]
