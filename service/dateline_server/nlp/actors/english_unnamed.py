"""People and bodies that an English text tells of without a name: police, a judicial source, residents.

Such a party is one of its document alone: the police of one article are not those of another. Later
words with the same noun refer to it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from ...domain.actor import ActorMention, ActorType, MentionForm
from ...domain.text import Span, Token
from ...errors import DataFileError
from .names import derived_id
from .unnamed import UNNAMED, fingerprint

PARTIES_FILE = Path(__file__).parent.parent / "data" / "english" / "parties.toml"
KINDS = {"organization": ActorType.ORGANIZATION, "person": ActorType.PERSON}
PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "conj", "ROOT"})
"""Relations of nouns that can take part; behind "as" and "like" they only describe."""
_BEFORE = frozenset({"compound", "amod", "nmod", "nummod"})
_COUNTS = frozenset(
    {"million", "thousand", "hundred", "dozen", "billion", "number", "lot", "majority", "share"}
)
_DESCRIBING = frozenset({"as", "like", "than", "in", "within", "under"})


@cache
def load_parties(path: Path = PARTIES_FILE) -> Mapping[str, ActorType]:
    """The type of each noun for a party.

    Raises:
        DataFileError: an unknown or missing table or key, a word of two kinds, or no example.
    """
    with path.open("rb") as file:
        tables = tomllib.load(file)
    if tables.keys() != KINDS.keys():
        raise DataFileError(path, "top level", f"needs exactly the tables {', '.join(sorted(KINDS))}")
    parties: dict[str, ActorType] = {}
    for kind, table in tables.items():
        if set(table) != {"words", "examples"} or not table["examples"]:
            raise DataFileError(path, kind, "needs words and examples")
        for word in table["words"]:
            if word in parties:
                raise DataFileError(path, kind, f"{word!r} stands also under {parties[word].value}")
            parties[word] = KINDS[kind]
    return parties


def find_unnamed(
    text: str, tokens: Sequence[Sequence[Token]], taken: Sequence[ActorMention]
) -> list[ActorMention]:
    """The parties without a name, in text order; ``taken`` are the mentions of the field found before."""
    parties, document = load_parties(), fingerprint(text)
    covered = {place for mention in taken for place in range(mention.span.start, mention.span.end)}
    first_of: dict[str, ActorMention] = {}
    found: list[ActorMention] = []
    for line in tokens:
        for index, token in enumerate(line):
            kind = _kind(line, index, parties)
            if kind is None or not _takes_part(line, index):
                continue
            span = _phrase(line, index)
            if any(place in covered for place in range(span.start, span.end)) or _is_named(
                line, index, covered
            ):
                continue
            own = derived_id(f"{span.of(text).casefold()} {document}")
            mention = ActorMention(span, own, kind, MentionForm.NAME, rule=UNNAMED)
            earlier = first_of.get(token.lemma)
            if earlier and span == token.span:
                mention = _reference(span, earlier)
            first_of[token.lemma] = mention if mention.form is MentionForm.NAME else first_of[token.lemma]
            found.append(mention)
    return found


def _kind(line: Sequence[Token], index: int, parties: Mapping[str, ActorType]) -> ActorType | None:
    """The type of a noun for a party, alone or with the noun before it: a coast guard."""
    lemma = line[index].lemma
    before = line[index - 1].lemma if index and line[index - 1].relation in _BEFORE else ""
    return parties.get(f"{before} {lemma}") or parties.get(lemma)


def _takes_part(line: Sequence[Token], index: int) -> bool:
    token = line[index]
    if token.tag != "NOUN" or token.relation not in PLACES:
        return False
    first = index
    while line[first].relation == "conj" and line[first].head >= 0:
        first = line[first].head
    if line[first].relation != "pobj":
        return line[first].relation in PLACES
    preposition = line[line[first].head]
    counted = preposition.lemma == "of" and preposition.head >= 0 and line[preposition.head].lemma in _COUNTS
    return preposition.lemma not in _DESCRIBING and not counted


def _phrase(line: Sequence[Token], index: int) -> Span:
    """A noun with what stands right before it and says which one, without its article."""
    first = index
    while first and line[first - 1].relation in _BEFORE and line[first - 1].head in range(first, index + 1):
        first -= 1
    return Span(line[first].span.start, line[index].span.end)


def _is_named(line: Sequence[Token], index: int, covered: set[int]) -> bool:
    """Whether a name stands beside the noun (the suspect, X) or owns it (Peru's army)."""
    beside = (token for token in line if token.head == index and token.relation in ("appos", "poss", "nmod"))
    return any(token.span.start in covered for token in beside)


def _reference(span: Span, antecedent: ActorMention) -> ActorMention:
    return ActorMention(
        span, antecedent.actor_id, antecedent.type, MentionForm.REFERENCE, antecedent.span, UNNAMED
    )
