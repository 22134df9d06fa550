"""Words that stand for an actor named before, in Chinese: 他, 该公司, 该国, 双方, 两国, 其, 后者.

A reference is resolved to the nearest fitting antecedent and left out where two fit equally: a wrong
actor is worse than none. A reference to a pair gives one mention for each of the two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ...domain.actor import ActorMention, ActorType, MentionForm
from ...domain.text import Span
from .mentions import Words
from .rules import ActorRules

PERSON, ORGANIZATION, STATE = ActorType.PERSON, ActorType.ORGANIZATION, ActorType.GEOPOLITICAL_ENTITY
ANYONE = frozenset({PERSON, ORGANIZATION, STATE})
BODIES = frozenset({ORGANIZATION, STATE})


class Kind(StrEnum):
    """What a referring word refers to."""

    HE = "he"
    COMPANY = "company"
    BODY = "body"
    STATE = "state"
    STATES = "states"
    SIDES = "sides"
    ITS = "its"
    LATTER = "latter"
    FORMER = "former"


TYPES = {
    Kind.HE: frozenset({PERSON}),
    Kind.COMPANY: frozenset({ORGANIZATION}),
    Kind.BODY: frozenset({ORGANIZATION}),
    Kind.STATE: frozenset({STATE}),
    Kind.STATES: frozenset({STATE}),
    Kind.SIDES: ANYONE,
    Kind.ITS: ANYONE,
    Kind.LATTER: ANYONE,
    Kind.FORMER: ANYONE,
}
REACH = {Kind.HE: 3, Kind.COMPANY: 4, Kind.BODY: 4, Kind.STATE: 2, Kind.STATES: 3, Kind.SIDES: 2}
"""How many sentences back an antecedent may lie; 0 for the kinds that are not named."""

_REFERRING = re.compile(
    r"(?P<he>他|她)(?=[^们人国乡者日山]|$)"
    r"|(?P<company>(?:该|这家|这间)(?:公司|集团|企业|厂商|机构|组织|银行|平台|媒体|报|工作室|基金会|车企|药企|巨头|社|工厂|厂|酒店|商店|店|航司|券商|行(?![为动业程政列使星])))"
    r"|(?P<body>该(?P<word>部门|部|委员会|委|局|署|法院|院|厅|党|协会))"
    r"|(?P<state>该国)"
    r"|(?P<states>两国)(?!家)"
    r"|(?P<sides>双方|双边|两家公司|两公司)"
    r"|(?P<latter>后者)|(?P<former>前者)"
    r"|(?P<its>其)(?=[^他它中余实间次后前一二三四五])"
)
_OFFICE = re.compile(r"[部局署厅院委会]$")
_PAIRED = re.compile(r"\s?(?:和|与|同|跟|及|以及|、|-|)\s?|[^,。;:!?]{1,12}[与和同跟]\s?")


@dataclass(frozen=True, slots=True)
class Scene:
    """A field's mentions by sentence, and what is needed to judge them as antecedents."""

    words: Words
    sentences: Sequence[Sequence[ActorMention]]
    rules: ActorRules

    def text(self, mention: ActorMention) -> str:
        """The folded words of a mention."""
        return mention.span.of(self.words.folded)

    def acts(self, mention: ActorMention) -> bool:
        """Whether a verb, an adverb or a date stands directly behind a mention, as behind a subject."""
        behind = self.words.over(Span(mention.span.end, mention.span.end + 1))
        return bool(behind) and behind[0].tag in ("v", "d", "TIME", "vd", "p", "ad")


def find_references(words: Words, mentions: Sequence[ActorMention], rules: ActorRules) -> list[ActorMention]:
    """The references of a field; ``mentions`` are its names in text order."""
    starts = [span.start for span in words.sentences]
    by_sentence: list[list[ActorMention]] = [[] for _ in starts]
    for mention in mentions:
        by_sentence[bisect_right(starts, mention.span.start) - 1].append(mention)
    scene = Scene(words, by_sentence, rules)
    taken = {mention.span for mention in mentions}
    found: list[ActorMention] = []
    for number, sentence in enumerate(words.sentences):
        for match in _REFERRING.finditer(words.folded, sentence.start, sentence.end):
            span = Span(*match.span())
            if words.fit(span) and not any(other.overlaps(span) for other in taken):
                resolved = list(_resolved(match, number, scene))
                found += resolved
                by_sentence[number] += resolved
    return found


def _resolved(match: re.Match[str], number: int, scene: Scene) -> Iterator[ActorMention]:
    kind = next(kind for kind in Kind if match[kind.value])
    span = Span(*match.span())
    for antecedent in _antecedents(kind, match["word"] or "", span.start, number, scene):
        yield ActorMention(
            span,
            antecedent.actor_id,
            antecedent.type,
            MentionForm.REFERENCE,
            antecedent.antecedent or antecedent.span,
            f"zh-{kind}",
        )


def _antecedents(kind: Kind, word: str, place: int, number: int, scene: Scene) -> Sequence[ActorMention]:
    for back in range(REACH.get(kind, 0 if kind is Kind.ITS else 1) + 1):
        if back > number:
            break
        earlier = [
            mention
            for mention in scene.sentences[number - back]
            if mention.span.end <= place
            and mention.type in TYPES[kind]
            and _fits(kind, word, mention, scene)
            and (kind in (Kind.SIDES, Kind.COMPANY) or mention.form is not MentionForm.REFERENCE)
        ]
        earlier.sort(key=lambda mention: mention.span)
        if kind in (Kind.STATES, Kind.SIDES, Kind.LATTER, Kind.FORMER):
            pair = _pair(earlier, scene)
            if pair:
                return pair if kind in (Kind.STATES, Kind.SIDES) else [pair[kind is Kind.LATTER]]
        elif earlier:
            return _single(earlier, scene)
    return ()


def _fits(kind: Kind, word: str, mention: ActorMention, scene: Scene) -> bool:
    name = scene.text(mention)
    if kind is Kind.COMPANY:
        return (
            not _OFFICE.search(name) and not scene.rules.media.search(name) and mention.rule != "state-body"
        )
    if kind is Kind.BODY:
        return name.endswith(word) or (word == "部门" and bool(_OFFICE.search(name)))
    return kind is not Kind.SIDES or not scene.rules.media.search(name)


def _single(earlier: Sequence[ActorMention], scene: Scene) -> Sequence[ActorMention]:
    """The only actor, or the only one that is a subject."""
    if len({mention.actor_id for mention in earlier}) == 1:
        return [earlier[-1]]
    acting = {mention.actor_id: mention for mention in earlier if scene.acts(mention)}
    return list(acting.values()) if len(acting) == 1 else ()


def _pair(earlier: Sequence[ActorMention], scene: Scene) -> Sequence[ActorMention]:
    """The last two that stand together (A与B), else the only two."""
    for first, second in zip(reversed(earlier[:-1]), reversed(earlier), strict=False):
        between = scene.words.folded[first.span.end : second.span.start]
        if first.actor_id != second.actor_id and _PAIRED.fullmatch(between):
            return (first, second)
    distinct = list({mention.actor_id: mention for mention in earlier}.values())
    return distinct if len(distinct) == 2 else ()
