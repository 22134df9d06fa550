"""Names that an article gives to its actors: in brackets, by their last part, by their beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...domain.actor import ActorType
from ...domain.text import Span
from .mentions import Candidate, Words, merged, near
from .rules import ActorRules

_BRACKET = re.compile(
    r"\s?\((?:以下简称|下称|简称|英文名|英文|英语|原名|又名|又称|也称|即|全称)?[::]?\s?[“\"']?(?P<name>"
    r"[A-Za-z][A-Za-z0-9.&'’·\- \n]{0,40}[A-Za-z0-9.]|[\u4e00-\u9fff][\u4e00-\u9fff·]{1,20})[”\"']?\s?\)"
)
_PLAIN_BEHIND = re.compile(r"(?:公司|集团|组织|委员会|有限|股份)")
SHORTEST, LONGEST = 2, 4
FULL_CHINESE = 3
"""Characters of most Chinese names: one for the family, two that can stand alone."""
GIVEN = "given-name"
"""The rule of candidates that are names only as the given name of someone named in full."""


def gloss_candidates(
    words: Words, items: Sequence[Candidate], rules: ActorRules
) -> tuple[list[Candidate], list[tuple[Span, Span]]]:
    """The candidates with those in brackets directly behind another name, and the pairs of such names.

    A name in brackets names the same actor when one of the two is in Latin letters or the bracket says
    that it is a short name, and when not both are known as different actors.
    """
    glosses: list[Candidate] = []
    pairs: list[tuple[Span, Span]] = []
    for item in items:
        match = _BRACKET.match(words.folded, item.span.end)
        if match and item.type is not ActorType.LOCATION and _is_gloss(item, match, words, rules):
            glosses.append(Candidate(Span(*match.span("name")), item.type, "gloss"))
            pairs.append((item.span, glosses[-1].span))
    kept = [item for item in items if item.actor_id or not near([one.span for one in glosses], item.span)]
    found = merged(kept, glosses)
    spans = {item.span for item in found}
    return found, [pair for pair in pairs if pair[1] in spans]


def _is_gloss(item: Candidate, match: re.Match[str], words: Words, rules: ActorRules) -> bool:
    name, outer = match["name"], item.span.of(words.folded)
    if rules.no_gloss.fullmatch(name):
        return False
    if name[0].isascii() != outer[0].isascii():
        return not name.isascii() or not outer.isascii()
    return not name[0].isascii() and "称" in match.group()[: match.start("name") - match.start()]


def identified(items: Sequence[Candidate], pairs: Sequence[tuple[Span, Span]]) -> list[Candidate]:
    """The candidates, with the actor of a known name given to an unknown one that brackets pair it with."""
    by_span = {item.span: item for item in items}
    for first, second in pairs:
        one, other = by_span[first], by_span[second]
        if one.actor_id and not other.actor_id:
            by_span[second] = replace(other, actor_id=one.actor_id, type=one.type)
        elif other.actor_id and not one.actor_id and one.type is other.type:
            by_span[first] = replace(one, actor_id=other.actor_id)
    return [by_span[item.span] for item in items]


def short_names(name: str, kind: ActorType) -> Iterator[tuple[str, bool]]:
    """What may stand for a whole name in the article, and whether it does so wherever it stands.

    A foreigner's last name does; a Chinese given name or the beginning of an organisation's name only
    where the tagger takes it for a name.
    """
    if kind is ActorType.PERSON:
        parts = [part for part in re.split(r"[· ]", name) if part]
        if len(parts) > 1 and len(parts[-1]) >= SHORTEST:
            yield parts[-1], True
        elif len(name) == FULL_CHINESE and not name.isascii():
            yield name[1:], False
    elif kind is ActorType.ORGANIZATION and not name.isascii():
        yield from ((name[:size], False) for size in range(SHORTEST, min(LONGEST, len(name) - 2) + 1))
        yield from (
            (name[: match.start()], False) for match in _PLAIN_BEHIND.finditer(name) if match.start() > 1
        )
