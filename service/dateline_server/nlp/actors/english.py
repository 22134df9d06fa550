"""Names of people, organisations, states and places in English, from the tagger's names and their words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ...domain.actor import ActorType
from ...domain.text import Span, Token
from ...errors import DataFileError
from .english_acronyms import spelled_out
from .english_people import becomes_officer, speaks

NAMES_FILE = Path(__file__).parent.parent / "data" / "english" / "names.toml"
TYPES = {
    "PERSON": ActorType.PERSON,
    "ORG": ActorType.ORGANIZATION,
    "GPE": ActorType.GEOPOLITICAL_ENTITY,
    "LOC": ActorType.LOCATION,
    "FAC": ActorType.LOCATION,
}
"""The types of OntoNotes that name actors or places."""
_ACRONYM = re.compile(r"\s?\((?:the )?([A-Z][A-Za-z&.]{1,9})\)")
_KINDS_OF_GROUP = frozenset({"Party", "Group", "Holdings", "Company", "Corporation"})
"""Last words of a name that later mentions leave out."""
_BEARERS = frozenset({ActorType.ORGANIZATION, ActorType.PERSON})
"""Types of what the model may take the short name of an organisation for."""
RawMention = tuple[Span, ActorType]


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words that show what a name is: ``organization`` ends one, ``person`` stands before one.

    ``capital`` are the verbs, as lemmas, that make a government of the capital that is their subject.
    """

    organization: frozenset[str]
    person: frozenset[str]
    government: frozenset[str]
    capital: frozenset[str]
    nothing: frozenset[str]


@cache
def load_name_words(path: Path = NAMES_FILE) -> NameWords:
    """The words of ``names.toml``.

    Raises:
        DataFileError: an unknown or missing table or key, or no example.
    """
    with path.open("rb") as file:
        tables = tomllib.load(file)
    expected = {"organization", "person", "government", "capital", "nothing"}
    if set(tables) != expected:
        raise DataFileError(path, "top level", f"needs exactly the tables {', '.join(sorted(expected))}")
    for name, table in tables.items():
        if set(table) != {"words", "examples"} or not table["examples"]:
            raise DataFileError(path, name, "needs words and examples")
    return NameWords(**{name: frozenset(table["words"]) for name, table in tables.items()})


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
    settled = [(span, types[span.of(text)]) for span, _ in found]
    taken = {position for span, _ in settled for position in range(span.start, span.end)}
    settled += [mention for line in tokens for mention in _repeated(text, line, types, taken)]
    return tuple(sorted(settled, key=lambda mention: mention[0]))


def whole_names(text: str, mentions: Iterable[RawMention]) -> dict[str, str]:
    """The whole names of the single names and acronyms that a text introduces.

    Aldermere and Ruth stand for Ruth Aldermere where nobody else is called so, FAO for what stands
    before "(FAO)", and Harrow for the Harrow Party or for Harrow Robotics.
    """
    whole: dict[str, str] = {}
    people: dict[str, set[str]] = {}
    mentions = list(mentions)
    starts = {span.of(text) for span, kind in mentions if kind in _BEARERS}
    for span, kind in mentions:
        name = span.of(text)
        if kind is ActorType.ORGANIZATION:
            whole.update((short, name) for short in _short_of(text, span) if short not in whole)
            whole.update((short, name) for short in _beginnings(name) if short in starts - whole.keys())
        elif kind is ActorType.PERSON and " " in name:
            for part in (name.partition(" ")[0], name.rpartition(" ")[2]):
                people.setdefault(part, set()).add(name)
    alone = {part: names.pop() for part, names in people.items() if len(names) == 1 and len(part) > 2}
    return {**whole, **alone}


def _beginnings(name: str) -> Iterator[str]:
    """The first words of an organisation's name, by which it may be called later: Harrow Vale."""
    words = name.split(" ")
    generic = load_name_words().organization | {
        "The",
        "the",
        "New",
        "National",
        "First",
        "Bank",
        "University",
    }
    return (" ".join(words[:size]) for size in range(len(words) - 1, 0, -1) if words[size - 1] not in generic)


def _short_of(text: str, span: Span) -> Iterator[str]:
    """The acronym in brackets behind an organisation's name, and the name without what kind of one it is."""
    if acronym := _ACRONYM.match(text, span.end):
        yield acronym[1]
    first, _, last = span.of(text).rpartition(" ")
    if first and last in _KINDS_OF_GROUP:
        yield first.removeprefix("the ").removeprefix("The ")


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
        if first <= last and span.start >= end and _is_name(name, words):
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
            elif speaks(tokens, index, end):
                yield index, end - 1, ActorType.PERSON
        index = max(end, index + 1)


def _is_person(text: str, tokens: Sequence[Token], first: int, last: int, words: NameWords) -> bool:
    """Whether a name of two or three words that the model takes for another's is a person's."""
    named = (_word(text, token) for token in tokens[first : last + 1])
    if not 0 < last - first < 3 or not words.organization.isdisjoint(named):
        return False
    titled = first > 0 and _word(text, tokens[first - 1]) in words.person
    return titled or becomes_officer(tokens, last)


def _entity_end(tokens: Sequence[Token], index: int) -> tuple[int, str]:
    """Where the model's name at a word ends, and its type; a comma ends it."""
    prefix, _, label = tokens[index].entity.partition("-")
    end = index + 1
    if prefix not in ("B", "I"):
        return end, ""
    while end < len(tokens) and tokens[end].entity == f"I-{label}" and tokens[end].lemma != ",":
        end += 1
    return end, label


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
        if token.tag != "PROPN" or token.span.start in taken:
            continue
        for last in range(min(first + longest, len(tokens)) - 1, first - 1, -1):
            span = Span(token.span.start, tokens[last].span.end)
            if span.of(text) in types and span.end - 1 not in taken:
                taken.update(range(span.start, span.end))
                yield span, types[span.of(text)]
                break
