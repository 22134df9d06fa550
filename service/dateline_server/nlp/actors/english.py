"""Names of people, organisations, states and places in English, from the tagger's names and their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...domain.actor import ActorType
from ...domain.text import Span, Token
from .english_acronyms import spelled_out
from .english_companies import company_names, is_product, product_names, unknown_businesses
from .english_people import becomes_officer, is_described, speaks
from .english_short_names import RawMention, beginnings
from .english_words import NameWords, load_name_words

TYPES = {
    "PERSON": ActorType.PERSON,
    "ORG": ActorType.ORGANIZATION,
    "GPE": ActorType.GEOPOLITICAL_ENTITY,
    "LOC": ActorType.LOCATION,
    "FAC": ActorType.LOCATION,
}
"""The types of OntoNotes that name actors or places."""
_TICKER = re.compile(r"\((?:NYSE|NASDAQ|Nasdaq|AMEX|LSE|TSX|ASX|HKEX|TSE|BSE|NSE|SIX|OTC[A-Z]*)?:\s?$")
_TICKER_REACH = 12
"""How far before the sign of a share its exchange may begin: (NYSE: XYZ)."""
_OWNERS = ("'s", "’s")
_FINITE = ("VBD", "VBZ")
_SHORTEST = 3
"""A name's beginning of so many letters or fewer says too little alone."""


def english_mentions(text: str, tokens: Sequence[Sequence[Token]]) -> tuple[RawMention, ...]:
    """Every name in order, with its type; none overlaps another.

    A name found once is found wherever it stands, with the type that it has most often; the last
    word of a person's name is a name as well.
    """
    words = load_name_words()
    found = [mention for line in tokens for mention in _in_sentence(text, line, words)]
    types = _majority(text, found)
    for name, kind in list(types.items()):
        last = name.rsplit(" ", 1)[-1]
        if kind is ActorType.PERSON and last != name and len(last) > 2:
            types[last] = kind
    types |= _organizations(text, tokens, types, words)
    for line in tokens:
        for name in product_names(text, line, words):
            types.pop(name, None)
    found = [(span, kind) for span, kind in found if span.of(text) in types]
    types |= dict.fromkeys(_standing_alone(types), ActorType.ORGANIZATION)
    settled = [(span, types[span.of(text)]) for span, _ in found]
    taken = {position for span, _ in settled for position in range(span.start, span.end)}
    settled += [mention for line in tokens for mention in _repeated(text, line, types, taken)]
    return tuple(sorted(settled, key=lambda mention: mention[0]))


def _organizations(
    text: str, tokens: Sequence[Sequence[Token]], types: Mapping[str, ActorType], words: NameWords
) -> dict[str, ActorType]:
    """The names that their neighbours show to be companies', with longer ones that begin so.

    What is somebody's last name stays a person's.
    """
    people = [name for name, kind in types.items() if kind is ActorType.PERSON and " " in name]
    found: set[str] = set()
    for line in tokens:
        runs = (*company_names(text, line, words), *unknown_businesses(text, line, words))
        found.update(Span(line[first].span.start, line[last].span.end).of(text) for first, last in runs)
    shown = {name for name in found if not any(person.endswith(f" {name}") for person in people)}
    shown.update(person for person in people for name in found if person.startswith(f"{name} "))
    return {name: ActorType.ORGANIZATION for name in shown if _is_name(name, words)}


def _standing_alone(types: Mapping[str, ActorType]) -> Iterator[str]:
    """The beginnings of organisations' names by which the text may call them without the model's notice."""
    given = {name.partition(" ")[0] for name, kind in types.items() if kind is ActorType.PERSON}
    for name, kind in types.items():
        if kind is ActorType.ORGANIZATION:
            known = (short for short in beginnings(name) if short not in types and short not in given)
            yield from (short for short in known if len(short) > _SHORTEST and short[-2:] not in _OWNERS)


def _majority(text: str, found: Iterable[RawMention]) -> dict[str, ActorType]:
    counts: dict[str, Counter[ActorType]] = {}
    for span, kind in found:
        counts.setdefault(span.of(text), Counter())[kind] += 1
    return {name: counter.most_common(1)[0][0] for name, counter in counts.items()}


def _in_sentence(text: str, tokens: Sequence[Token], words: NameWords) -> Iterator[RawMention]:
    end = 0
    chunks = _with_spelled_out(text, tokens, list(_chunks(text, tokens, words)), words)
    for first, last, kind in _with_places(tokens, chunks):
        first, last, kind = _trimmed(text, tokens, first, last, kind, words)
        span = Span(tokens[first].span.start, tokens[last].span.end) if first <= last else Span(0, 0)
        name = span.of(text)
        if kind is not ActorType.PERSON and _is_person(text, tokens, first, last, words):
            kind = ActorType.PERSON
        known = first <= last and span.start >= end and _is_name(name, words)
        known = known and not _TICKER.search(text, max(span.start - _TICKER_REACH, 0), span.start)
        if known and not is_product(tokens, first, last, words):
            end = span.end
            yield span, kind


def _with_spelled_out(
    text: str, tokens: Sequence[Token], chunks: Sequence[tuple[int, int, ActorType]], words: NameWords
) -> list[tuple[int, int, ActorType]]:
    """The chunks, those inside a name that an acronym spells out made that whole name."""
    for first, last, acronym in spelled_out(text, tokens):
        inside = [one for one in chunks if one[0] <= last and first <= one[1]]
        begins = min((one[0] for one in inside), default=first)
        longer = any(one[1] > last + 2 for one in inside) or any(t.tag != "DET" for t in tokens[begins:first])
        if acronym in words.nothing or longer:
            continue
        kinds = [one[2] for one in inside if one[2] is not ActorType.PERSON]
        kind = kinds[-1] if kinds and len(inside) == 1 else ActorType.ORGANIZATION
        rest = [one for one in chunks if one not in inside]
        chunks = sorted([*rest, (first, last, kind)])
    return list(chunks)


def _with_places(
    tokens: Sequence[Token], chunks: Sequence[tuple[int, int, ActorType]]
) -> list[tuple[int, int, ActorType]]:
    """The chunks, of one word that stands in a list of states or towns made one of them."""
    places = {
        index
        for first, last, kind in chunks
        if kind is ActorType.GEOPOLITICAL_ENTITY
        for index in range(first, last + 1)
    }
    mended = []
    for first, last, kind in chunks:
        listed = tokens[first].relation == "conj" and tokens[first].head in places
        place = first == last and kind is ActorType.PERSON and listed
        mended.append((first, last, ActorType.GEOPOLITICAL_ENTITY if place else kind))
    return mended


def _chunks(text: str, tokens: Sequence[Token], words: NameWords) -> Iterator[tuple[int, int, ActorType]]:
    """Stretches of words that may be names: the model's, and runs of proper nouns that a word types."""
    index = 0
    while index < len(tokens):
        end, label = _entity_end(tokens, index)
        if label == "NORP" and end < len(tokens) and _word(text, tokens[end]) in words.government:
            yield index, end, ActorType.GEOPOLITICAL_ENTITY
            end += 1
        elif label == "NORP" and _word(text, tokens[end - 1]) in words.organization:
            yield index, end - 1, ActorType.ORGANIZATION
        elif label in TYPES:
            yield index, end - 1, TYPES[label]
        elif tokens[index].tag == "PROPN":
            end = max(end, _run_end(tokens, index))
            if _word(text, tokens[end - 1]) in words.organization and end - index > 1:
                yield index, end - 1, ActorType.ORGANIZATION
            elif speaks(tokens, index, end) and _word(text, tokens[index]).casefold() not in words.government:
                yield index, end - 1, ActorType.PERSON
        index = max(end, index + 1)


def _is_person(text: str, tokens: Sequence[Token], first: int, last: int, words: NameWords) -> bool:
    """Whether a name of two or three words that the model takes for another's is a person's."""
    named = (_word(text, token) for token in tokens[first : last + 1])
    if not 0 < last - first < 3 or not words.organization.isdisjoint(named):
        return False
    titled = first > 0 and _word(text, tokens[first - 1]) in words.person
    return titled or becomes_officer(tokens, last) or is_described(tokens, first, last)


def _entity_end(tokens: Sequence[Token], index: int) -> tuple[int, str]:
    """Where the model's name at a word ends, and its type; a comma or a finite verb ends it."""
    prefix, _, label = tokens[index].entity.partition("-")
    end = index + 1
    told = tokens[max(index - 1, 0) : index + 1]
    if prefix not in ("B", "I") or (prefix == "I" and any(token.inflection in _FINITE for token in told)):
        return end, ""
    while end < len(tokens) and tokens[end].entity == f"I-{label}" and not _parts(tokens[end]):
        end += 1
    return end, label


def _parts(token: Token) -> bool:
    return token.lemma == "," or token.inflection in _FINITE


def _run_end(tokens: Sequence[Token], index: int) -> int:
    while index < len(tokens) and tokens[index].tag == "PROPN" and not tokens[index].entity:
        index += 1
    return index


def _trimmed(
    text: str, tokens: Sequence[Token], first: int, last: int, kind: ActorType, words: NameWords
) -> tuple[int, int, ActorType]:
    """The stretch without article, title and possessive; a state before its government's noun takes it in."""
    while first <= last and (
        tokens[first].tag in ("DET", "PUNCT", "ADP") or tokens[first].inflection in ("PRP$", "POS")
    ):
        first += 1
    while last >= first and (tokens[last].tag == "PUNCT" or tokens[last].inflection == "POS"):
        last -= 1
    if kind is ActorType.PERSON:
        while first < last and _word(text, tokens[first]) in words.person:
            first += 1
    if first <= last and _word(text, tokens[last]) in words.organization and first < last:
        kind = ActorType.ORGANIZATION
    if (
        kind is ActorType.GEOPOLITICAL_ENTITY
        and last + 1 < len(tokens)
        and _word(text, tokens[last + 1]) in words.government
    ):
        last += 1
    return first, last, kind


def _is_name(name: str, words: NameWords) -> bool:
    return (
        name not in words.nothing
        and name.rpartition(" ")[2] not in words.occasion
        and any(char.isupper() for char in name)
        and len(name) > 1
        and "\n" not in name
    )


def _word(text: str, token: Token) -> str:
    return token.span.of(text)


def _repeated(
    text: str, tokens: Sequence[Token], types: dict[str, ActorType], taken: set[int]
) -> Iterator[RawMention]:
    """Names known from elsewhere in the article where the model did not see them."""
    longest = max((name.count(" ") + 1 for name in types), default=0)
    for first, token in enumerate(tokens):
        capital = token.tag in ("PROPN", "NOUN") and token.span.of(text)[0].isupper()
        if not capital or token.entity.endswith("NORP") or token.span.start in taken:
            continue
        for last in range(min(first + longest, len(tokens)) - 1, first - 1, -1):
            span = Span(token.span.start, tokens[last].span.end)
            name = span.of(text)
            known = name in types and span.end - 1 not in taken
            if known and _stands_alone(tokens, first, last, name, types):
                taken.update(range(span.start, span.end))
                yield span, types[name]
                break


def _stands_alone(
    tokens: Sequence[Token], first: int, last: int, name: str, types: Mapping[str, ActorType]
) -> bool:
    """Whether a short name is no part of another one: Harrow, but not Harrow Lane."""
    if types[name] is not ActorType.ORGANIZATION or " " in name:
        return True
    beside = (*tokens[max(first - 1, 0) : first], *tokens[last + 1 : last + 2])
    return not any(token.tag == "PROPN" and token.lemma not in load_name_words().asset for token in beside)
