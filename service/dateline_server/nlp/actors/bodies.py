"""Of which state a body is that is named without it: 外交部, 国会, 政府."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...domain.actor import ActorMention, ActorType
from ...domain.text import Span
from .lexicon import ActorLexicon
from .mentions import Words
from .names import derived_id
from .states import BARE
from .unnamed import UNNAMED, fingerprint

FieldMentions = tuple[Words, Sequence[ActorMention]]
HOMES = ("china", "taiwan", "hong-kong", "macao")
"""The states whose Chinese news calls its own ministries by their bare names."""
GOVERNMENT = "government"
_LISTED = re.compile(r"\s?(?:和|与|及|以及|、|,)\s?")


def settle_bodies(
    fields: Sequence[FieldMentions], home: str, lexicon: ActorLexicon
) -> list[list[ActorMention]]:
    """The mentions, with those of bare bodies linked, or left out where it might be any state's.

    The state is that of the body before it in a list; of the same body, as it was last named with
    its state; the only one named before in the sentence; or the one whose news this is, where its
    ministries have such a name. ``home`` is that state where none is named at all, or empty; a body in
    a text that names no state is one of its document alone.
    """
    stateless = not any(_state(mention, words, lexicon) for words, mentions in fields for mention in mentions)
    home = _home(fields, home, lexicon)
    return [list(_settled(words, mentions, home, lexicon, stateless)) for words, mentions in fields]


def _home(fields: Sequence[FieldMentions], home: str, lexicon: ActorLexicon) -> str:
    states = Counter(_state(mention, words, lexicon) for words, mentions in fields for mention in mentions)
    del states[""]
    most = max(states.values(), default=0)
    return next((state for state in HOMES if states[state] == most), "") if states else home


def _state(mention: ActorMention, words: Words, lexicon: ActorLexicon) -> str:
    """The state that a mention names, or whose body it names; else nothing."""
    if mention.type is ActorType.GEOPOLITICAL_ENTITY:
        return mention.actor_id
    name = mention.span.of(words.folded)
    is_body = any(lexicon.body(name[start:]) for start in range(len(name) - 1))
    return lexicon.parent_of(mention.actor_id) if is_body else ""


def _settled(
    words: Words, mentions: Sequence[ActorMention], home: str, lexicon: ActorLexicon, stateless: bool
) -> Iterator[ActorMention]:
    done: list[ActorMention] = []
    for mention in mentions:
        settled = _linked(mention, done, words, home, lexicon) if mention.rule == BARE else mention
        if settled is None and stateless and lexicon.body(mention.span.of(words.folded)) != GOVERNMENT:
            settled = _of_document(mention, words)
        if settled:
            done.append(settled)
            yield settled


def _linked(
    mention: ActorMention, before: Sequence[ActorMention], words: Words, home: str, lexicon: ActorLexicon
) -> ActorMention | None:
    word = mention.span.of(words.folded)
    last = before[-1] if before else None
    if last and _LISTED.fullmatch(words.folded[last.span.end : mention.span.start]):
        state = lexicon.parent_of(last.actor_id)
        if state:
            return _of_state(mention, word, state, lexicon)
    kind = ActorType.GEOPOLITICAL_ENTITY if lexicon.body(word) == GOVERNMENT else ActorType.ORGANIZATION
    for one in reversed(before):
        if one.type is kind and one.span.of(words.folded).endswith(word) and one.antecedent is None:
            return replace(mention, actor_id=one.actor_id, type=one.type, antecedent=one.span)
    state = _only_state(mention, before, words, lexicon) or (home if _has(home, word, lexicon) else "")
    if state in HOMES and lexicon.body(word) != GOVERNMENT and not _has(state, word, lexicon):
        return None
    return _of_state(mention, word, state, lexicon) if state else None


def _of_document(mention: ActorMention, words: Words) -> ActorMention:
    """The mention, as one of a body of this document alone."""
    name = f"{mention.span.of(words.folded)} {fingerprint(words.folded)}"
    return replace(mention, actor_id=derived_id(name), rule=UNNAMED)


def _of_state(mention: ActorMention, word: str, state: str, lexicon: ActorLexicon) -> ActorMention:
    if lexicon.body(word) == GOVERNMENT:
        return replace(mention, actor_id=state, type=lexicon[state].type)
    return replace(mention, actor_id=lexicon.body_of(state, word))


def _only_state(
    mention: ActorMention, before: Sequence[ActorMention], words: Words, lexicon: ActorLexicon
) -> str:
    sentence = next((one for one in words.sentences if one.contains(mention.span)), Span(0, 0))
    states = {_state(one, words, lexicon) for one in before if sentence.contains(one.span)} - {""}
    return states.pop() if len(states) == 1 else ""


def _has(state: str, word: str, lexicon: ActorLexicon) -> bool:
    """Whether the lexicon knows a body of the state by this word."""
    return bool(state) and lexicon.body_of(state, word) in lexicon.actors
