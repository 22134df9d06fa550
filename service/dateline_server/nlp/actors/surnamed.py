"""People whom a Chinese text names by their surname only: 陈男, 张某, 林姓女董事长, 姓李司机, 王先生.

Such a person is one of its document alone, for the Chen of one article is not the Chen of another. All
words for a surname are one person's, unless the text has a man and a woman of that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ...domain.actor import ActorMention, ActorType, MentionForm
from ...domain.text import Span
from .mentions import Words
from .names import derived_id, name_key
from .rules import ActorRules
from .unnamed import UNNAMED

_NOUNS = frozenset({"n", "vn", "nz", "a", "b", "an"})
_NAMES = frozenset({"PER", "nr"})
_CALLED = "姓"
_PLAIN = "某"
_HONORIFICS = ("先生", "女士", "小姐", "太太")
_SEXES = {"男": "男", "翁": "男", "先生": "男", "女": "女", "妇": "女", "太": "女", "小姐": "女"}
LONGEST = 4
"""Words that what somebody is may have: 林姓|女|董事长."""


@dataclass(frozen=True, slots=True)
class _Party:
    """Where somebody is named by a surname, and whether as a man, a woman or neither ("")."""

    span: Span
    surname: str
    sex: str

    def may_be(self, other: _Party) -> bool:
        """Whether both may be words for one person."""
        return self.surname == other.surname and (not self.sex or not other.sex or self.sex == other.sex)


def find_surnamed(
    words: Words, taken: Sequence[ActorMention], document: str, rules: ActorRules
) -> list[ActorMention]:
    """``taken``, the mentions found before, and those by surname, in text order.

    A mention that the tagger took for a whole name (王先生) becomes one of this ``document``; words that
    belong to somebody whose full name the text has stay his.
    """
    spans = [mention.span for mention in taken]
    own = {mention.span: mention for mention in taken if _is_own_name(mention, words)}
    found: dict[Span, ActorMention] = {}
    parties: list[_Party] = []
    for party in _parties(words, rules):
        if party.span not in own and any(span.overlaps(party.span) for span in spans):
            continue
        honored = party.span.of(words.folded).endswith(_HONORIFICS)
        full = _full_name(party, taken, words) if honored else None
        if full is not None:
            found[party.span] = replace(full, span=party.span, form=MentionForm.SHORT_NAME)
            continue
        parties.append(party)
        actor_id = derived_id(f"{_identity(party, parties)} {document}")
        found[party.span] = ActorMention(
            party.span, actor_id, ActorType.PERSON, MentionForm.NAME, rule=UNNAMED
        )
    found |= {mention.span: mention for mention in _surnames(words, taken, rules)}
    new_ids = {own[span].actor_id: mention.actor_id for span, mention in found.items() if span in own}
    kept = (mention for mention in taken if mention.span not in found)
    return sorted(
        (replace(one, actor_id=new_ids.get(one.actor_id, one.actor_id)) for one in (*kept, *found.values())),
        key=lambda mention: (mention.span, mention.actor_id),
    )


def _is_own_name(mention: ActorMention, words: Words) -> bool:
    """Whether a mention is linked by its own words, and not to a longer name."""
    return mention.actor_id == derived_id(name_key(mention.span.of(words.folded)))


def _full_name(party: _Party, taken: Sequence[ActorMention], words: Words) -> ActorMention | None:
    """The only person of that surname whom the text names in full."""
    named = [
        mention
        for mention in taken
        if mention.type is ActorType.PERSON
        and mention.form is MentionForm.NAME
        and mention.span != party.span
        and words.folded.startswith(party.surname, mention.span.start)
    ]
    return named[0] if len({mention.actor_id for mention in named}) == 1 else None


def _surnames(words: Words, taken: Sequence[ActorMention], rules: ActorRules) -> Iterator[ActorMention]:
    """陈指: the surname alone, at the begin of a clause, of the only person named so before."""
    for sentence in words.sentences:
        for match in rules.surname_alone.finditer(words.folded, sentence.start, sentence.end):
            span = Span(*match.span())
            before = [mention for mention in taken if mention.span.end <= span.start]
            full = _full_name(_Party(span, match.group(), ""), before, words)
            if full is not None and not any(mention.span.overlaps(span) for mention in taken):
                yield replace(full, span=span, form=MentionForm.SHORT_NAME)


def _identity(party: _Party, parties: Sequence[_Party]) -> str:
    """Who a party is among those found so far: the first who may be the same, if there is one only."""
    same = [other for other in parties if party.may_be(other)]
    one = all(first.may_be(second) for first in same for second in same)
    first = same[0] if one else next(other for other in same if other.sex == party.sex)
    return f"{first.surname}{_CALLED}{first.sex}"


def _parties(words: Words, rules: ActorRules) -> Iterator[_Party]:
    end = 0
    for place, token in enumerate(words.tokens):
        if token.span.start < end:
            continue
        party = _party(words, place, rules)
        if party is not None:
            end = party.span.end
            yield party


def _party(words: Words, place: int, rules: ActorRules) -> _Party | None:
    token = words.tokens[place]
    match = rules.surnamed.match(words.folded, token.span.start)
    if match is None or match.end() not in words.edges:
        return None
    surname, kind = match["before"] or match["behind"], match["kind"] or _CALLED
    if kind == _CALLED:
        end = _noun_end(words, place, match.end())
        return (
            _Party(Span(token.span.start, end), surname, _sex(words.folded[match.end() : end]))
            if end
            else None
        )
    if len(kind) == 1 and kind != _PLAIN and token.tag not in _NAMES:
        return None
    return _Party(Span(*match.span()), surname, _sex(kind))


def _noun_end(words: Words, place: int, start: int) -> int:
    """Where the nouns end that say what somebody of that name is; 0 when none stand there."""
    behind = (token for token in words.tokens[place : place + LONGEST + 2] if token.span.start >= start)
    nouns = list(takewhile(lambda token: token.tag in _NOUNS, behind))[:LONGEST]
    return nouns[-1].span.end if nouns and nouns[-1].tag not in ("a", "b") else 0


def _sex(words: str) -> str:
    return next((sex for mark, sex in _SEXES.items() if mark in words), "")
