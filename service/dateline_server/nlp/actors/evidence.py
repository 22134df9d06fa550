"""Whether a name that is also a common word, or the name of others, is an actor's name in a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ...domain.actor import ActorType
from .lexicon import ActorLexicon
from .mentions import Candidate, Words
from .offices import is_in_office
from .rules import ActorRules

FieldCandidates = tuple[Words, Sequence[Candidate]]
_LISTED = re.compile(r"\s?(?:、|和|与|及|以及|,|,? and)\s?")
SURROUNDINGS = 5


def settled(
    fields: Sequence[FieldCandidates], lexicon: ActorLexicon, published: date | None = None
) -> list[list[Candidate]]:
    """The candidates of each field without the guarded names that nothing speaks for.

    A name that the tagger takes for a person's stays as the name of someone unknown. For those
    who are in office on the day when a document is ``published`` it speaks that their state is named.
    """
    fields = [
        (words, [item for item in items if not _is_work(words, item, lexicon)]) for words, items in fields
    ]
    certain = {item.actor_id for _, items in fields for item in items if not item.guarded}
    certain |= {lexicon[one].parent_id for one in certain if one in lexicon.actors}
    certain |= {actor for words, items in fields for actor in _shown(words, items, certain, lexicon)}
    people = {one.actor_id for _, items in fields for one in items if one.guarded} - certain
    certain |= {
        one
        for one in people
        if lexicon[one].parent_id in certain and is_in_office(one, published, lexicon.offices)
    }
    return [[kept for item in items for kept in _kept(item, certain)] for _, items in fields]


def _is_title(words: Words, item: Candidate) -> bool:
    """Whether a name is the whole title of a work or a paper: 《苹果》, 《卫报》."""
    around = words.folded[max(item.span.start - 1, 0) : item.span.start], words.folded[item.span.end :][:1]
    return around == ("《", "》")


def _is_work(words: Words, item: Candidate, lexicon: ActorLexicon) -> bool:
    """Whether a guarded name is a work's title, and not the name of a paper."""
    if not (item.guarded and _is_title(words, item)):
        return False
    return not any(lexicon.rules.media.search(name) for name in lexicon[item.actor_id].aliases)


def _kept(item: Candidate, certain: set[str]) -> Iterator[Candidate]:
    if not item.guarded or item.actor_id in certain:
        yield item
    elif item.tagged is ActorType.PERSON:
        yield Candidate(item.span, ActorType.PERSON, "tagger")


def _shown(
    words: Words, items: Sequence[Candidate], certain: set[str], lexicon: ActorLexicon
) -> Iterator[str]:
    """The actors of guarded names that the tagger and their surroundings show somewhere in a field.

    The tagger alone takes fruit for companies; it is believed where others are named as well.
    """
    known = [lexicon.actors[one] for one in certain if one in lexicon.actors]
    in_company = any(actor.type is ActorType.ORGANIZATION for actor in known)
    for place, item in enumerate(items):
        tagged = in_company and item.type is item.tagged is ActorType.ORGANIZATION
        if item.guarded and (
            tagged
            or _is_title(words, item)
            or _is_addressed(words, item, lexicon.rules)
            or _is_listed(words, items, place, certain)
        ):
            yield item.actor_id


def _is_addressed(words: Words, item: Candidate, rules: ActorRules) -> bool:
    """Whether a title or what companies do stands beside a name."""
    before = words.folded[max(item.span.start - SURROUNDINGS, 0) : item.span.start]
    behind = words.folded[item.span.end : item.span.end + SURROUNDINGS]
    if item.type is ActorType.PERSON:
        return bool(rules.title_before.search(before) or rules.title_behind.match(behind))
    if item.type is ActorType.ORGANIZATION:
        return bool(rules.company_before.search(before) or rules.company_behind.match(behind))
    return item.tagged is ActorType.LOCATION


def _is_listed(words: Words, items: Sequence[Candidate], place: int, certain: set[str]) -> bool:
    """Whether an organisation is named in one breath with another one: 谷歌、苹果."""
    item = items[place]
    beside = [items[other] for other in (place - 1, place + 1) if 0 <= other < len(items)]
    return item.type is ActorType.ORGANIZATION and any(
        other.type is ActorType.ORGANIZATION
        and other.actor_id in certain
        and _LISTED.fullmatch(_between(words, *sorted((item, other), key=lambda one: one.span)))
        for other in beside
    )


def _between(words: Words, first: Candidate, second: Candidate) -> str:
    return words.folded[first.span.end : second.span.start]
