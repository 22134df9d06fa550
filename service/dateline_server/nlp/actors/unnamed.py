"""People and bodies that a Chinese text tells of without a name: 一名男子, 某供应商, 该客户, 消息人士.

Such a party is one of its document alone: the man of one article is not the man of another. Later
words for it (该名男子) refer to it; where a named person was told of last, they refer to that one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ...domain.actor import ActorMention, ActorType, MentionForm
from ...domain.text import Span, Token
from .mentions import Words
from .names import derived_id
from .rules import ActorRules

UNNAMED = "unnamed"
"""The rule of mentions of parties without a name."""
_COUNT = re.compile(r"(?P<count>[一两二三四五六七八九十百数几0-9]+)多?(?P<unit>[名位个家间所]?)")
_LEADING = re.compile(
    r"(?:[一兩两二三四五六七八九十百千數数幾几0-9]+多?|[該该某這这那])[名位個个家間间所]?(?=..)"
)
_UNITS = re.compile(r"[名位个家间所]")
_BODY_UNITS = frozenset("家间所")
_HUNDREDS = re.compile(r"(?:[一两二三四五六七八九十百数几]+|[0-9]{1,3})多?[名位个]")
_FEW = re.compile(r"(?:[一两二三四五六七八九十]{1,3}|[0-9]{1,2})[家间所]")
_POINTING = re.compile(r"(?P<word>该|某|这|那)(?P<unit>[名位个家间所]?)")
_POINTING_WORDS = frozenset("该这那")
_BETWEEN = frozenset({"n", "vn", "a", "b", "nz", "an", "LOC", "ORG", "s", "nt", "ns"})
_NOUNS = frozenset({"n", "vn"})
_LINKS = frozenset({"的", "前"})
LONGEST = 5
"""Words that may stand between a number or a pointing word and the noun."""
DESCRIBED = 12
"""Words over which a clause may describe a person."""
BACK = 3
"""How many sentences back a named person may lie that 该名… refers to."""


def find_unnamed(words: Words, taken: Sequence[ActorMention], rules: ActorRules) -> list[ActorMention]:
    """The parties without a name, in text order; ``taken`` are the mentions of the field found before."""
    spans = sorted(mention.span for mention in taken)
    document = fingerprint(words.folded)
    sources = {match.start(): match.end() for match in rules.sources.finditer(words.folded)}
    surnamed = [mention for mention in taken if mention.rule == UNNAMED and mention.type is ActorType.PERSON]
    found: list[ActorMention] = []
    for place, word in enumerate(words.texts):
        party = _party(words, place, sources, rules)
        if party is None or _is_taken(party, spans, found) or _speaks_for(party, spans, words, rules):
            continue
        if word[0] in _POINTING_WORDS:
            found += _referring(words, party, taken, [*surnamed, *found], document, rules)
        else:
            found.append(_mention(words, party, document, rules))
    return found


def _is_taken(party: Span, spans: Sequence[Span], found: Sequence[ActorMention]) -> bool:
    """Whether a mention found before reaches over the end of a party or begins where it does."""
    if found and found[-1].span.overlaps(party):
        return True
    first = bisect_right(spans, party) - 1
    near = spans[max(first, 0) : first + LONGEST + 1]
    return any(span.start <= party.start < span.end or span.start < party.end <= span.end for span in near)


def _speaks_for(party: Span, spans: Sequence[Span], words: Words, rules: ActorRules) -> bool:
    """Whether a party belongs to the body named before it, which it speaks for: 外交部一名发言人."""
    if not rules.members.search(party.of(words.folded)):
        return False
    return any(span.end == party.start for span in spans)


def fingerprint(folded: str) -> str:
    """What tells a document from others whichever script it is in: its length, figures and Latin words."""
    return f"{len(folded)} {''.join(char for char in folded if char.isascii() and char.isalnum())}"


def _party(words: Words, place: int, sources: Mapping[int, int], rules: ActorRules) -> Span | None:
    """The words of a party that begin with a token, if any do; ``sources`` are places of words for such."""
    token, word = words.tokens[place], words.texts[place]
    if end := sources.get(token.span.start):
        return Span(token.span.start, end) if end in words.edges else None
    if token.tag == "m" and (match := _COUNT.fullmatch(word)):
        return _counted(words, place, match["unit"], rules)
    if token.tag == "r" and (match := _POINTING.fullmatch(word)):
        noun = _noun_behind(words, place + 1, rules, unit=match["unit"])
        pointed = match["word"] in "该某" or (noun is not None and _has_unit(words, place))
        return Span(token.span.start, noun.span.end) if noun and pointed else None
    return None


def _has_unit(words: Words, place: int) -> bool:
    following = words.texts[place + 1] if place + 1 < len(words.texts) else ""
    return len(words.texts[place]) > 1 or bool(_UNITS.fullmatch(following))


def _counted(words: Words, place: int, unit: str, rules: ActorRules) -> Span | None:
    start, following = words.tokens[place].span.start, place + 1
    if not unit and following < len(words.texts) and _UNITS.fullmatch(words.texts[following]):
        unit, following = words.texts[following], following + 1
    if unit:
        noun = _noun_behind(words, following, rules, unit=unit) or _described(words, following, rules)
        party = Span(start, noun.span.end) if noun else None
        return party if party and _is_specific(party.of(words.folded), unit, rules) else None
    if words.texts[following : following + 1] == ("人",) and rules.suffered.match(
        words.folded, words.tokens[following].span.end
    ):
        return Span(start, words.tokens[following].span.end)
    return None


def _is_specific(name: str, unit: str, rules: ActorRules) -> bool:
    """Whether a number of bodies is small and exact enough for particular ones to be meant."""
    if _kind(name, rules) is ActorType.PERSON:
        return _HUNDREDS.match(name) is not None
    return unit in _BODY_UNITS and _FEW.match(name) is not None


def _noun_behind(words: Words, place: int, rules: ActorRules, *, unit: str) -> Token | None:
    """The noun for a person or a body that ends the phrase which begins at a place."""
    if not unit and place < len(words.texts) and _UNITS.fullmatch(words.texts[place]):
        place += 1
    behind = slice(place, place + LONGEST)
    noun = None
    for token, word in zip(words.tokens[behind], words.texts[behind], strict=True):
        if token.tag not in _BETWEEN and word not in _LINKS:
            break
        if token.tag in _NOUNS and _kind(word, rules):
            noun = token
    return noun


def _described(words: Words, place: int, rules: ActorRules) -> Token | None:
    """The noun for a person that a clause describes: 一名涉嫌走私芯片的商人."""
    behind = slice(place, place + DESCRIBED)
    line = list(zip(words.tokens[behind], words.texts[behind], strict=True))
    for (of, particle), (token, word) in pairwise(line):
        if of.tag == "w":
            return None
        if particle == "的" and token.tag in _NOUNS and rules.persons.search(word):
            return token
    return None


def _kind(word: str, rules: ActorRules) -> ActorType | None:
    """What a noun is for: a person, a body, or nothing that acts."""
    if rules.persons.search(word):
        return ActorType.PERSON
    return ActorType.ORGANIZATION if rules.bodies.search(word) else None


def plain_name(name: str) -> str:
    """The words of a party without the number or the pointing word before them."""
    match = _LEADING.match(name)
    return name[match.end() :] if match else name


def _mention(words: Words, party: Span, document: str, rules: ActorRules) -> ActorMention:
    name = party.of(words.folded)
    kind = _kind(name, rules) or ActorType.PERSON
    return ActorMention(party, derived_id(f"{name} {document}"), kind, MentionForm.NAME, rule=UNNAMED)


def _referring(
    words: Words,
    party: Span,
    taken: Sequence[ActorMention],
    found: Sequence[ActorMention],
    document: str,
    rules: ActorRules,
) -> Iterator[ActorMention]:
    """该名教授: the party with the same noun that was told of last, else the only person named close by."""
    own = _mention(words, party, document, rules)
    noun = words.over(Span(party.end - 1, party.end))[0].span.of(words.folded)
    before = [one for one in found if one.span.start < party.start]
    same = [one for one in before if one.span.of(words.folded).endswith(noun)]
    if same:
        yield _reference(party, same[-1], UNNAMED)
    elif own.type is not ActorType.PERSON:
        if not rules.generic.search(party.of(words.folded)):
            yield own
    elif named := _named_before(words, party, [*taken, *before]):
        yield _reference(party, named, f"zh-{UNNAMED}")


def _reference(party: Span, antecedent: ActorMention, rule: str) -> ActorMention:
    span = antecedent.antecedent or antecedent.span
    return ActorMention(party, antecedent.actor_id, antecedent.type, MentionForm.REFERENCE, span, rule)


def _named_before(words: Words, party: Span, taken: Sequence[ActorMention]) -> ActorMention | None:
    starts = [span.start for span in words.sentences]
    first = words.sentences[max(bisect_right(starts, party.start) - BACK, 0)].start
    people = [
        one
        for one in taken
        if one.type is ActorType.PERSON
        and first <= one.span.start < party.start
        and "\n" not in words.folded[one.span.end : party.start]
    ]
    return people[-1] if len({one.actor_id for one in people}) == 1 else None
