"""Whether a name that is also a common word, or the name of others, is an actor's name in a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...domain.actor import ActorType
from .lexicon import ActorLexicon
from .mentions import Candidate, Words

_COMPANY_BEHIND = re.compile(
    r"\s?(?:公司|集团|汽车|手机|方面|官方|CEO|首席|创始人|董事长|总裁|股价|宣布|发布|推出|表示|称|回应|旗下|高管|"
    r"市值|供应链|开发者|财报|营收|总部|工厂|概念股|系|、|(?:和|与|及)(?=[A-Z]))"
)
_COMPANY_BEFORE = re.compile(
    r"(?:公司|巨头|厂商|品牌|供应商|提供商|服务商|制造商|企业|平台|车企|大厂|集团)\s?$"
)
_TITLE_BEFORE = re.compile(
    r"(?:总统|总理|首相|主席|部长|外长|防长|财长|国务卿|议长|首席执行官|行政总裁|CEO|总裁|董事长|书记|委员|发言人|"
    r"议员|大使|特使|州长|市长|司令|教练|局长|专员|检察长|创始人|大法官|副总统|代表)\s?$"
)
_TITLE_BEHIND = re.compile(r"\s?(?:总统|总理|首相|主席|部长|外长|国务卿|副总统|政府|先生|女士)")

FieldCandidates = tuple[Words, Sequence[Candidate]]


def settled(fields: Sequence[FieldCandidates], lexicon: ActorLexicon) -> list[list[Candidate]]:
    """The candidates of each field without the guarded names that nothing speaks for.

    A name that the tagger takes for a person's stays as the name of someone unknown.
    """
    certain = {item.actor_id for _, items in fields for item in items if not item.guarded}
    certain |= {lexicon[one].parent_id for one in certain if one in lexicon.actors}
    certain |= set(_shown(fields))
    return [[kept for item in items for kept in _kept(item, certain)] for _, items in fields]


def _kept(item: Candidate, certain: set[str]) -> Iterator[Candidate]:
    if not item.guarded or item.actor_id in certain:
        yield item
    elif item.tagged is ActorType.PERSON:
        yield Candidate(item.span, ActorType.PERSON, "tagger")


def _shown(fields: Sequence[FieldCandidates]) -> Iterator[str]:
    """The actors of guarded names that their surroundings show somewhere in the document."""
    for words, items in fields:
        for item in items:
            before = words.folded[max(item.span.start - 5, 0) : item.span.start]
            behind = words.folded[item.span.end : item.span.end + 5]
            if item.guarded and _fits(item, before, behind):
                yield item.actor_id


def _fits(item: Candidate, before: str, behind: str) -> bool:
    if item.type is ActorType.PERSON:
        return bool(_TITLE_BEFORE.search(before) or _TITLE_BEHIND.match(behind))
    if item.type is ActorType.ORGANIZATION:
        seen = item.tagged is ActorType.ORGANIZATION
        return seen or bool(_COMPANY_BEFORE.search(before) or _COMPANY_BEHIND.match(behind))
    return item.tagged is ActorType.LOCATION
