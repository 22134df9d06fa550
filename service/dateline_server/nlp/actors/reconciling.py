"""One answer for each place of a Chinese text, from known names and from names that the tagger found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...domain.actor import ActorType
from .lexicon import ActorLexicon
from .mentions import PLACES, Candidate, near, without_overlaps

_GENERIC = re.compile(r"传媒|媒体|公司|企业|厂商|政客|学者|民众")
"""Words behind a state that name no one of it in particular."""
_BODY_END = re.compile(r"[会院部局署厅社团党队所处系校馆厂行司组台报网室委办心金盟军]$")
"""The last characters of the names of parts of organisations."""


def reconcile(
    folded: str, known: Sequence[Candidate], tagged: Sequence[Candidate], lexicon: ActorLexicon
) -> list[Candidate]:
    """The candidates of both kinds, in text order, none overlapping another."""
    spans = [item.span for item in known]
    chosen: list[Candidate] = []
    used: set[int] = set()
    for item in tagged:
        places = near(spans, item.span)
        chosen += _settle(folded, item, [known[place] for place in places], lexicon) if places else [item]
        used.update(places)
    chosen += [item for place, item in enumerate(known) if place not in used]
    return without_overlaps(chosen)


def _settle(
    folded: str, item: Candidate, inside: Sequence[Candidate], lexicon: ActorLexicon
) -> Sequence[Candidate]:
    """Known names that share a place with a tagged one: which of them stand, and how far they reach."""
    if any(not item.span.contains(one.span) or one.span == item.span for one in inside):
        return [_seen_by_tagger(one, item) for one in inside]
    if all(one.rule == "sign" for one in inside) and sum(len(one.span) for one in inside) == len(item.span):
        return inside
    if item.type is ActorType.PERSON:
        return _settle_person(folded, item, inside, lexicon)
    if item.type is ActorType.ORGANIZATION:
        return _settle_organization(folded, item, inside, lexicon)
    return inside if len(inside) > 1 or inside[0].rule == "sign" else [item]


def _settle_person(
    folded: str, item: Candidate, inside: Sequence[Candidate], lexicon: ActorLexicon
) -> Sequence[Candidate]:
    """A known person with one character too many is that person; other names do not stand in people's."""
    people = [one for one in inside if one.type is ActorType.PERSON]
    runs_on = len(people) == 1 and folded[people[0].span.end : item.span.end] in lexicon.rules.run_on
    if runs_on and people[0].span.start == item.span.start:
        return [replace(people[0], tagged=ActorType.PERSON)]
    return [one for one in people if not one.guarded] or [item]


def _settle_organization(
    folded: str, item: Candidate, inside: Sequence[Candidate], lexicon: ActorLexicon
) -> Sequence[Candidate]:
    """A known organisation is meant with its state before it and 公司, or a part of it, behind it."""
    first, last = inside[0], inside[-1]
    behind = folded[last.span.end : item.span.end]
    if last.type is ActorType.ORGANIZATION and _is_same(behind, lexicon):
        begins = first.span.start == item.span.start
        if begins and (len(inside) == 1 or (len(inside) == 2 and _is_home(first, last, lexicon))):
            return [replace(last, span=item.span, guarded=False, rule="organization")]
    is_other = bool(lexicon.rules.members.fullmatch(behind)) or not _BODY_END.search(behind)
    if last.type is ActorType.ORGANIZATION and behind and is_other:
        return inside
    if _GENERIC.fullmatch(behind) and all(one.type in PLACES for one in inside):
        return inside
    return inside if sum(one.type not in PLACES for one in inside) > 1 else [item]


def _is_home(place: Candidate, organization: Candidate, lexicon: ActorLexicon) -> bool:
    """Whether a place can be the state of an organisation (英国路透社), and not that of another one."""
    parent = lexicon.parent_of(organization.actor_id)
    is_union = bool(lexicon.state_of(organization.actor_id))
    return place.type in PLACES and parent in ("", place.actor_id) and not is_union


def _is_same(behind: str, lexicon: ActorLexicon) -> bool:
    return not behind or bool(lexicon.rules.company.fullmatch(behind) or lexicon.rules.unit.fullmatch(behind))


def _seen_by_tagger(one: Candidate, item: Candidate) -> Candidate:
    return replace(one, tagged=item.type) if one.span == item.span else one
