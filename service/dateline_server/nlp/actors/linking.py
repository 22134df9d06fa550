"""From places that may name an actor to actors: one identity for every name of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...domain.actor import Actor, ActorMention, ActorType, MentionForm
from .lexicon import ActorLexicon
from .mentions import Candidate
from .names import derived_id, is_chinese, name_key


@dataclass(frozen=True, slots=True)
class Named:
    """A candidate with its words, and the field that it stands in."""

    field: int
    name: str
    candidate: Candidate


def link(
    fields: Sequence[tuple[str, Sequence[Candidate]]], lexicon: ActorLexicon
) -> list[list[ActorMention]]:
    """The mentions of each (folded text, candidates), every one with its actor's id."""
    named = [
        Named(number, candidate.span.of(folded), candidate)
        for number, (folded, candidates) in enumerate(fields)
        for candidate in candidates
    ]
    named = settle_guarded(named)
    names = link_short_names(_unknown_ids(named), named)
    types = _majority_types(named)
    mentions: list[list[ActorMention]] = [[] for _ in fields]
    for item in named:
        mentions[item.field].append(_mention(item, names, types))
    return mentions


def settle_guarded(named: Sequence[Named]) -> list[Named]:
    """Keeps a guarded name where its actor is named otherwise too; a person's else stays, unknown."""
    certain = {item.candidate.actor_id for item in named if not item.candidate.guarded}
    return [item for item in named if not item.candidate.guarded or item.candidate.actor_id in certain]


def link_short_names(ids: Mapping[str, str], named: Sequence[Named]) -> dict[str, str]:
    """Gives the last part of a foreigner's name, standing alone, the id of the whole name."""
    whole = {
        name_key(part): ids[item.name]
        for item in named
        if item.name in ids and "·" in item.name
        for part in item.name.split("·")[1:]
    }
    return {name: whole.get(name_key(name), actor_id) for name, actor_id in ids.items()}


def _unknown_ids(named: Sequence[Named]) -> dict[str, str]:
    return {item.name: derived_id(item.name) for item in named if not item.candidate.actor_id}


def _majority_types(named: Sequence[Named]) -> dict[str, ActorType]:
    counts: dict[str, Counter[ActorType]] = {}
    for item in named:
        if not item.candidate.actor_id:
            counts.setdefault(item.name, Counter())[item.candidate.type] += 1
    return {name: count.most_common(1)[0][0] for name, count in counts.items()}


def _mention(item: Named, ids: Mapping[str, str], types: Mapping[str, ActorType]) -> ActorMention:
    candidate = item.candidate
    actor_id = candidate.actor_id or ids[item.name]
    kind = candidate.type if candidate.actor_id else types[item.name]
    short = actor_id != derived_id(item.name) and not candidate.actor_id
    form = MentionForm.SHORT_NAME if short or candidate.rule == "sign" else MentionForm.NAME
    return ActorMention(candidate.span, actor_id, kind, form, rule=candidate.rule)


def actors_of(
    fields: Sequence[tuple[str, str, Sequence[ActorMention]]], lexicon: ActorLexicon
) -> tuple[Actor, ...]:
    """The actors of the mentions of each (reading, folded reading, mentions), with every name used."""
    names: dict[str, dict[str, None]] = {}
    types: dict[str, ActorType] = {}
    for reading, folded, mentions in fields:
        for mention in mentions:
            types.setdefault(mention.actor_id, mention.type)
            written = names.setdefault(mention.actor_id, {})
            if mention.form is not MentionForm.REFERENCE:
                written |= dict.fromkeys((mention.span.of(reading), mention.span.of(folded)))
    return tuple(
        _actor(actor_id, types[actor_id], list(names[actor_id]), lexicon) for actor_id in sorted(names)
    )


def _actor(actor_id: str, kind: ActorType, written: Sequence[str], lexicon: ActorLexicon) -> Actor:
    known = lexicon.actors.get(actor_id)
    if known:
        return replace(known, aliases=tuple(dict.fromkeys((*known.aliases, *written))))
    display = max(written, key=lambda name: (is_chinese(name), len(name))) if written else actor_id
    return Actor(actor_id, display, kind, tuple(written), lexicon.parent_of(actor_id))
