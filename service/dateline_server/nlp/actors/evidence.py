"""Whether a name that is also a common word, or the name of others, is an actor's name in a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...domain.actor import ActorType
from .lexicon import ActorLexicon
from .mentions import Candidate, Words
from .rules import ActorRules

FieldCandidates = tuple[Words, Sequence[Candidate]]


def settled(fields: Sequence[FieldCandidates], lexicon: ActorLexicon) -> list[list[Candidate]]:
    """The candidates of each field without the guarded names that nothing speaks for.

    A name that the tagger takes for a person's stays as the name of someone unknown.
    """
    certain = {item.actor_id for _, items in fields for item in items if not item.guarded}
    certain |= {lexicon[one].parent_id for one in certain if one in lexicon.actors}
    certain |= set(_shown(fields, certain, lexicon))
    return [[kept for item in items for kept in _kept(item, certain)] for _, items in fields]


def _kept(item: Candidate, certain: set[str]) -> Iterator[Candidate]:
    if not item.guarded or item.actor_id in certain:
        yield item
    elif item.tagged is ActorType.PERSON:
        yield Candidate(item.span, ActorType.PERSON, "tagger")


def _shown(fields: Sequence[FieldCandidates], certain: set[str], lexicon: ActorLexicon) -> Iterator[str]:
    """The actors of guarded names that their surroundings show somewhere in the document.

    The tagger alone takes fruit for companies; it is believed where others are named as well.
    """
    business = any(
        actor.type is ActorType.ORGANIZATION for one in certain if (actor := lexicon.actors.get(one))
    )
    for words, items in fields:
        for item in items:
            before = words.folded[max(item.span.start - 5, 0) : item.span.start]
            behind = words.folded[item.span.end : item.span.end + 5]
            if item.guarded and (
                _fits(item, before, behind, lexicon.rules) or (business and _is_tagged(item))
            ):
                yield item.actor_id


def _fits(item: Candidate, before: str, behind: str, rules: ActorRules) -> bool:
    if item.type is ActorType.PERSON:
        return bool(rules.title_before.search(before) or rules.title_behind.match(behind))
    if item.type is ActorType.ORGANIZATION:
        return bool(rules.company_before.search(before) or rules.company_behind.match(behind))
    return item.tagged is ActorType.LOCATION


def _is_tagged(item: Candidate) -> bool:
    return item.type is item.tagged is ActorType.ORGANIZATION
