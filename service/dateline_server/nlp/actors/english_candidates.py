"""Where an English text may name actors: the names that the tagger shows, and those of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...domain.actor import ActorType
from ...domain.text import Span, Token
from .english import english_mentions
from .english_bodies import GOVERNMENTS, candidate_of, find_represented, find_state_bodies, state_named
from .english_capitals import with_governments
from .english_short_names import whole_names
from .lexicon import ActorLexicon, KnownName, matches_in
from .mentions import Candidate, Words, merged
from .names import derived_id, match_form

_THE = "The "
_FURTHER = re.compile(r"(?:, [A-Z][a-z]{2,20}){1,4},? and [A-Z][a-z]{2,20}\b")
_LISTED = re.compile(r",? and |, ")
_DRESSING = re.compile(
    r"^(?:the|The)\s+|(?:['’]s?|,?\s+(?:Inc|Corp|Ltd|Co|plc|Corporation|Group|Company)\.?)$"
)


def find_english_candidates(
    reading: str, words: Words, tokens: Sequence[Sequence[Token]], lexicon: ActorLexicon
) -> list[Candidate]:
    """Places that may name an actor, in text order, none overlapping another."""
    found = english_mentions(reading, tokens)
    whole = {
        short: name
        for short, name in whole_names(reading, found).items()
        if not _is_state(short, lexicon) and not _is_maker(short, name, lexicon)
    }
    types = {span.of(reading): kind for span, kind in found}
    named = [
        _candidate(name, reading, span, types.get(name or "", kind), lexicon)
        for span, kind in found
        for name in (whole.get(span.of(reading)),)
    ]
    listed = merged([item for item in named if item], _unguarded(words, lexicon))
    bodies = [_grown(body, reading, lexicon) for body in find_state_bodies(reading, tokens, lexicon)]
    kept = [body for body in bodies if not any(_holds(item, body) for item in listed)]
    known = merged(merged(kept, listed), find_represented(reading, tokens, lexicon))
    return with_governments(reading, known, tokens, lexicon)


def _is_state(name: str, lexicon: ActorLexicon) -> bool:
    known = lexicon.look_up(name)
    return known is not None and lexicon[known.actor_id].type is ActorType.GEOPOLITICAL_ENTITY


def _is_maker(short: str, name: str, lexicon: ActorLexicon) -> bool:
    """Whether the lexicon knows the short name as a company and the whole one not, as of its product."""
    known = lexicon.look_up(short)
    is_firm = known is not None and lexicon[known.actor_id].type is ActorType.ORGANIZATION
    return is_firm and lexicon.look_up(name) is None and lexicon.look_up(_DRESSING.sub("", name)) is None


def _holds(item: Candidate, body: Candidate) -> bool:
    """Whether a known name says as much as the body that it holds: the US military."""
    return item.span.contains(body.span) and item.rule == "lexicon"


def _grown(body: Candidate, reading: str, lexicon: ActorLexicon) -> Candidate:
    """A body with the rest of what it is for: the Dutch Ministry of Health, Welfare and Sport."""
    rest = _FURTHER.match(reading, body.span.end) if " of " in body.span.of(reading) else None
    if rest is None or any(lexicon.look_up(word) for word in _LISTED.split(rest[0]) if word):
        return body
    return replace(body, span=Span(body.span.start, rest.end()))


def _candidate(
    whole: str | None, reading: str, span: Span, kind: ActorType, lexicon: ActorLexicon
) -> Candidate | None:
    """What a name, or the whole one that it is short for, names; nothing where it is a product's."""
    name = whole or span.of(reading)
    article = reading[max(span.start - len(_THE), 0) : span.start]
    if article == _THE and (known := lexicon.look_up(article + name)):
        return _known(Span(span.start - len(_THE), span.end), known, kind, lexicon)
    known = lexicon.look_up(name) or lexicon.look_up(_DRESSING.sub("", name))
    if known:
        return _known(span, known, kind, lexicon)
    if whole:
        return Candidate(span, kind, "short-name", derived_id(whole))
    if lexicon.rules.no_name.fullmatch(name):
        return None
    item = _state_body(span, name, lexicon) or _branch(span, name, kind, lexicon)
    if item and item.type is not kind and kind is ActorType.PERSON:
        return None
    return item or Candidate(span, kind, "tagger")


def _known(span: Span, known: KnownName, kind: ActorType, lexicon: ActorLexicon) -> Candidate:
    actor = lexicon[known.actor_id]
    guarded = known.guarded and actor.type is not kind
    return Candidate(span, actor.type, "lexicon", actor.id, guarded, kind)


def _state_body(span: Span, name: str, lexicon: ActorLexicon) -> Candidate | None:
    """A state with what follows it: the Dutch government, the US foreign ministry."""
    parts = _DRESSING.sub("", name).split(" ")
    for length in range(len(parts), 0, -1):
        state = state_named(parts[:length], lexicon)
        rest = match_form(" ".join(parts[length:]))
        if state and (rest in GOVERNMENTS or lexicon.body(rest)):
            return candidate_of(span, state, rest, lexicon)
        if state and not rest and match_form(" ".join(parts)) in lexicon.demonyms:
            return Candidate(span, ActorType.GEOPOLITICAL_ENTITY, "demonym", state)
    return None


def _branch(span: Span, name: str, kind: ActorType, lexicon: ActorLexicon) -> Candidate | None:
    """A company with the country it works in (Huawei France), which is the company."""
    first, _, rest = name.rpartition(" ")
    known, place = lexicon.look_up(first), lexicon.look_up(rest)
    if known is None or lexicon[known.actor_id].type is not ActorType.ORGANIZATION:
        return None
    is_place = place and lexicon[place.actor_id].type is ActorType.GEOPOLITICAL_ENTITY
    if is_place or kind is ActorType.PERSON:
        return Candidate(span, ActorType.ORGANIZATION, "branch", known.actor_id)
    return None


def _unguarded(words: Words, lexicon: ActorLexicon) -> list[Candidate]:
    found = matches_in(lexicon.index, words.folded, words.sentences)
    return [
        Candidate(match.span, lexicon[match.name.actor_id].type, "lexicon", match.name.actor_id)
        for match in found
        if not match.name.guarded
    ]
