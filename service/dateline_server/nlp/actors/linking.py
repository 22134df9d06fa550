"""From places that may name an actor to actors: one identity for every name of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...domain.actor import Actor, ActorMention, ActorType, MentionForm
from .evidence import settled
from .lexicon import ActorLexicon
from .mentions import Candidate, Words
from .names import derived_id, is_chinese, name_key

FieldCandidates = tuple[Words, Sequence[Candidate]]


@dataclass(frozen=True, slots=True)
class Identities:
    """What the names of a document that no lexicon knows stand for: key of the name -> id and type."""

    ids: Mapping[str, str]
    types: Mapping[str, ActorType]


def link(fields: Sequence[FieldCandidates], lexicon: ActorLexicon) -> list[list[ActorMention]]:
    """The mentions of each field, every one with its actor's id, in text order."""
    kept = settled(fields, lexicon)
    unknown = [
        (item.span.of(words.folded), item)
        for (words, _), items in zip(fields, kept, strict=True)
        for item in items
        if not item.actor_id
    ]
    identities = Identities(_ids(name for name, _ in unknown), _types(unknown))
    return [
        [_mention(item, item.span.of(words.folded), identities) for item in items]
        for (words, _), items in zip(fields, kept, strict=True)
    ]


def _ids(names: Iterable[str]) -> dict[str, str]:
    """Ids by key; the last part of a foreigner's name, standing alone, has the id of the whole name."""
    whole = {name_key(name): derived_id(name) for name in names}
    return whole


def _types(unknown: Sequence[tuple[str, Candidate]]) -> dict[str, ActorType]:
    counts: dict[str, Counter[ActorType]] = {}
    for name, item in unknown:
        counts.setdefault(name_key(name), Counter())[item.type] += 1
    return {key: count.most_common(1)[0][0] for key, count in counts.items()}


def _mention(item: Candidate, name: str, identities: Identities) -> ActorMention:
    if item.actor_id:
        form = MentionForm.SHORT_NAME if item.rule == "sign" else MentionForm.NAME
        return ActorMention(item.span, item.actor_id, item.type, form, rule=item.rule)
    key = name_key(name)
    form = MentionForm.NAME if identities.ids[key] == derived_id(name) else MentionForm.SHORT_NAME
    return ActorMention(item.span, identities.ids[key], identities.types[key], form, rule=item.rule)


def actors_of(
    texts: Sequence[tuple[str, str]], mentions: Sequence[Sequence[ActorMention]], lexicon: ActorLexicon
) -> tuple[Actor, ...]:
    """The actors of the mentions of each (reading, folded reading), with every name used, by id."""
    names: dict[str, dict[str, None]] = {}
    types: dict[str, ActorType] = {}
    for (reading, folded), found in zip(texts, mentions, strict=True):
        for mention in found:
            types.setdefault(mention.actor_id, mention.type)
            written = names.setdefault(mention.actor_id, {})
            if mention.form is not MentionForm.REFERENCE:
                written.update(dict.fromkeys((mention.span.of(reading), mention.span.of(folded))))
    return tuple(
        _actor(actor_id, types[actor_id], list(names[actor_id]), lexicon) for actor_id in sorted(names)
    )


def _actor(actor_id: str, kind: ActorType, written: Sequence[str], lexicon: ActorLexicon) -> Actor:
    known = lexicon.actors.get(actor_id)
    if known:
        return replace(known, aliases=tuple(dict.fromkeys((*known.aliases, *written))))
    display = max(written, key=lambda name: (is_chinese(name), len(name)))
    return Actor(actor_id, display, kind, tuple(written), lexicon.parent_of(actor_id))
