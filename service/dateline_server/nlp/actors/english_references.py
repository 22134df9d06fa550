"""Pronouns and short descriptions in English, resolved to the actors named before them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ...domain.actor import ActorMention, ActorType, MentionForm
from ...domain.text import Span, Token
from ...errors import DataFileError

REFERENCES_FILE = Path(__file__).parent.parent / "data" / "english" / "references.toml"
_SHOWS = frozenset({"emerge", "appear", "seem", "turn", "transpire", "happen", "follow", "help", "matter"})
"""Verbs whose "it" stands for the clause behind them: it emerged that ..."""
_REGULATORS = frozenset({"regulator", "watchdog"})
_REGULATING = frozenset({"commission", "authority", "agency", "administration", "board", "office", "bureau"})
"""Words in the names of those who are called regulators."""
_OTHER = frozenset({"combined", "merged", "new", "other", "parent", "rival", "second", "third", "last"})
"""What makes "the ... company" another one than the text told of."""
_SHARES = frozenset({("share", "NNS"), ("stock", "NN")})
"""Lemma and inflection of what a company has that rises and falls."""
_OPENING = 3
"""In how many sentences the company is named that an article is about."""
_OF_STATES = frozenset({"demonym", "state-body", "capital"})
_BUSINESS = frozenset({"bank", "fund", "service", "club", "association", "university", "hospital"})
"""Words of a body that companies have in their names as well."""
KINDS = frozenset({"person", "thing", "company", "body", "country", "title"})
BODIES = frozenset({ActorType.ORGANIZATION, ActorType.GEOPOLITICAL_ENTITY})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_HERO = 0.25
"""How far the company that an article is about outweighs one that the sentence names beside its subject."""
REACH = {"person": 3, "thing": 2, "company": 12, "body": 40, "country": 3, "title": 20}
"""How many sentences back an antecedent may lie."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name that later words may refer to, with what speaks for it."""

    mention: ActorMention
    sentence: int
    is_subject: bool
    is_place: bool
    words: frozenset[str]
    title: str


@cache
def load_reference_words(path: Path = REFERENCES_FILE) -> Mapping[str, str]:
    """The kind of each referring word.

    Raises:
        DataFileError: an unknown or missing table or key, a word of two kinds, or no example.
    """
    with path.open("rb") as file:
        tables = tomllib.load(file)
    if set(tables) != KINDS:
        raise DataFileError(path, "top level", f"needs exactly the tables {', '.join(sorted(KINDS))}")
    kinds: dict[str, str] = {}
    for kind, table in tables.items():
        if set(table) != {"words", "examples"} or not table["examples"]:
            raise DataFileError(path, kind, "needs words and examples")
        for word in table["words"]:
            if word in kinds:
                raise DataFileError(path, kind, f"{word!r} stands also under {kinds[word]}")
            kinds[word] = kind
    return kinds


def english_references(
    text: str, tokens: Sequence[Sequence[Token]], mentions: Sequence[ActorMention]
) -> tuple[ActorMention, ...]:
    """A mention for each pronoun and description that refers to a name, in order.

    ``mentions`` are the linked names of the same field. A reference takes the antecedent of its
    kind that was last a subject, else the last of its kind; none where nothing fits.
    """
    kinds = load_reference_words()
    hero = _hero(text, tokens, mentions)
    named: list[Named] = []
    found: list[ActorMention] = []
    for number, line in enumerate(tokens):
        own = list(_named(text, line, number, mentions))
        for index, kind in _references(text, line, kinds, own):
            before = [n for n in (*named, *own) if n.mention.span.end <= line[index].span.start]
            antecedent = _antecedent(before, kind, line[index].lemma, number, hero)
            if antecedent:
                reference = _reference(line, index, kind, antecedent.mention)
                found.append(reference)
                if kind not in ("person", "thing"):
                    own.append(Named(reference, number, _is_subject(line, index), False, frozenset(), ""))
        named += own
    return tuple(found)


def _named(
    text: str, line: Sequence[Token], number: int, mentions: Sequence[ActorMention]
) -> Iterator[Named]:
    if not line:
        return
    bounds = Span(line[0].span.start, line[-1].span.end)
    for mention in mentions:
        if not bounds.contains(mention.span) or mention.type is ActorType.LOCATION:
            continue
        if (
            text[max(mention.span.start - 1, 0) : mention.span.start] == "("
            and text[mention.span.end : mention.span.end + 1] == ":"
        ):
            continue  # the exchange of a share: (NYSE: XYZ)
        inside = [i for i, token in enumerate(line) if token.span.overlaps(mention.span)]
        tops = [i for i in inside if line[i].head not in inside]
        if tops:
            words = frozenset(mention.span.of(text).casefold().split())
            subject = any(_is_subject(line, top) for top in tops)
            yield Named(mention, number, subject, _is_place(line, tops[0]), words, _title(line, inside))


def _title(line: Sequence[Token], inside: Sequence[int]) -> str:
    """The noun right before or in apposition to a name: Senator X, X, the senator."""
    if inside[0] > 0 and line[inside[0] - 1].tag in ("NOUN", "PROPN"):
        return line[inside[0] - 1].lemma
    return next((token.lemma for token in line if token.head in inside and token.relation == "appos"), "")


def _is_subject(line: Sequence[Token], index: int) -> bool:
    """Whether a word is a subject or part of one; that of an infinitive (let Nokia sell) is acted upon."""
    while line[index].relation in ("conj", "appos", "compound", "poss") and line[index].head >= 0:
        index = line[index].head
    head = line[index].head
    acted_upon = head >= 0 and line[head].inflection == "VB" and _has_to(line, head)
    return line[index].relation in SUBJECTS and not acted_upon


def _has_to(line: Sequence[Token], verb: int) -> bool:
    return any(token.head == verb and token.inflection == "TO" for token in line)


def _is_place(line: Sequence[Token], index: int) -> bool:
    """Whether a name stands where only a place can: behind "in"."""
    head = line[index].head
    return line[index].relation == "pobj" and head >= 0 and line[head].lemma in ("in", "near", "outside")


def _references(
    text: str, line: Sequence[Token], kinds: Mapping[str, str], own: Sequence[Named]
) -> Iterator[tuple[int, str]]:
    """The words that refer, with their kind; a noun refers when "the" or "this" stands before it."""
    named = [n.mention.span for n in own]
    for index, token in enumerate(line):
        word = token.span.of(text).casefold()
        if any(span.overlaps(token.span) for span in named):
            continue
        kind = kinds.get(word if token.tag == "PRON" else token.lemma, "")
        if token.tag == "PRON" and kind in ("person", "thing"):
            if kind == "person" or _refers(line, index):
                yield index, kind
        elif _are_shares(line, index):
            yield index, "company"
        elif (
            kind not in ("", "person", "thing")
            and token.tag in ("NOUN", "PROPN")
            and _is_definite(text, line, index)
        ):
            yield index, kind


def _refers(line: Sequence[Token], index: int) -> bool:
    """Whether "it" stands for a thing that acts: the owner or subject of a full verb."""
    token = line[index]
    if token.relation == "poss":
        return True
    if token.relation not in SUBJECTS or token.head < 0 or line[token.head].tag != "VERB":
        return False
    has_clause = any(other.head == token.head and other.relation == "ccomp" for other in line)
    if token.relation == "nsubjpass" and has_clause:
        return False
    return not (has_clause and line[token.head].lemma in _SHOWS)


def _is_definite(text: str, line: Sequence[Token], index: int) -> bool:
    """Whether a noun stands with an article and without a name or phrase that says which."""
    children = [i for i, token in enumerate(line) if token.head == index]
    articles = {line[i].span.of(text).casefold() for i in children if line[i].relation == "det"}
    told = any(line[i].relation in ("appos", "relcl", "poss") for i in children)
    told = told or any(line[i].relation == "prep" and line[i].lemma == "of" for i in children)
    named = any(line[i].tag == "PROPN" and line[i].relation in ("compound", "nmod") for i in children)
    told = told or (line[index].lemma in _REGULATORS and "compound" in {line[i].relation for i in children})
    told = told or any(line[i].lemma in _OTHER for i in children) or _is_named_behind(line, index)
    inside = line[index].relation in ("compound", "appos")
    return bool(articles & {"the", "this"}) and not told and not named and not inside


def _is_named_behind(line: Sequence[Token], index: int) -> bool:
    """Whether a name follows at once: the broadcaster NRK; a day is no name."""
    behind = line[index + 1] if index + 1 < len(line) else None
    return behind is not None and behind.tag == "PROPN" and not behind.entity.endswith(("DATE", "TIME"))


def _are_shares(line: Sequence[Token], index: int) -> bool:
    """Whether "shares" or "the stock" stand for those of the company that the text tells of."""
    token = line[index]
    if token.relation != "nsubj" or (token.lemma, token.inflection) not in _SHARES:
        return False
    return all(other.relation in ("det", "relcl", "punct") for other in line if other.head == index)


def _hero(text: str, tokens: Sequence[Sequence[Token]], mentions: Sequence[ActorMention]) -> str:
    """The id of the company that an article is about: its first subject, or the commonest of its opening."""
    opening = [line for line in tokens if line][:_OPENING]
    if not opening:
        return ""
    counts = Counter(mention.actor_id for mention in mentions)
    first = [
        one
        for number, line in enumerate(opening)
        for one in _named(text, line, number, mentions)
        if _fits(one, "company", "")
    ]
    subject = next((one for one in first if one.is_subject), None)
    hero = subject or max(first, key=lambda one: counts[one.mention.actor_id], default=None)
    return hero.mention.actor_id if hero else ""


def _antecedent(named: Sequence[Named], kind: str, lemma: str, sentence: int, hero: str = "") -> Named | None:
    near = [n for n in named if sentence - n.sentence <= REACH[kind] and _fits(n, kind, lemma)]
    if kind in ("body", "title", "country"):
        return near[-1] if near else None
    floor = sentence + _HERO if kind == "company" else 0.0
    return max(near, key=lambda one: _salience(one, hero, floor), default=None)


def _salience(named: Named, hero: str, floor: float) -> tuple[float, int]:
    """How strongly a name is in mind: being a subject outweighs a sentence of distance."""
    own = named.sentence + (1.5 if named.is_subject else 0.0)
    return max(own, floor if named.mention.actor_id == hero else 0.0), named.mention.span.start


def _fits(named: Named, kind: str, lemma: str) -> bool:
    mention = named.mention
    match kind:
        case "person":
            return mention.type is ActorType.PERSON and not named.is_place
        case "title":
            return mention.type is ActorType.PERSON and named.title == lemma
        case "company":
            return mention.type is ActorType.ORGANIZATION and not _is_public(named)
        case "country" if lemma == "bloc":
            return mention.actor_id == "european-union"
        case "country":
            return mention.type is ActorType.GEOPOLITICAL_ENTITY
        case "body" if lemma in _REGULATORS:
            return mention.type is ActorType.ORGANIZATION and not _REGULATING.isdisjoint(named.words)
        case "body":
            return mention.type in BODIES and lemma in named.words
        case _:
            town = mention.type is ActorType.GEOPOLITICAL_ENTITY and mention.rule == "tagger"
            return mention.type in BODIES and not (town and not named.is_subject)


def _is_public(named: Named) -> bool:
    """Whether a name is that of a state's body, an office or a party, and so of no company."""
    kinds = load_reference_words()
    return named.mention.rule in _OF_STATES or any(
        kinds.get(word) == "body" for word in named.words - _BUSINESS
    )


def _reference(line: Sequence[Token], index: int, kind: str, antecedent: ActorMention) -> ActorMention:
    first = index
    if kind not in ("person", "thing"):
        children = [i for i, token in enumerate(line) if token.head == index and i < index]
        first = min(children, default=index)
    return ActorMention(
        span=Span(line[first].span.start, line[index].span.end),
        actor_id=antecedent.actor_id,
        type=antecedent.type,
        form=MentionForm.REFERENCE,
        antecedent=antecedent.antecedent or antecedent.span,
        rule=f"en-{kind}",
    )
