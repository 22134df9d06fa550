"""Who takes part in an English event, in which role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...domain.actor import ActorMention, ActorType
from ...domain.event import Argument, Role
from ...domain.text import Span
from .english_rules import EnglishEventRules
from .english_syntax import Parse

COUNTERPARTS = frozenset(
    {
        "with",
        "to",
        "against",
        "from",
        "between",
        "for",
        "into",
        "by",
        "of",
        "on",
        "over",
        "at",
        "among",
        "alongside",
    }
)
PLACES = frozenset({"in", "at", "near", "outside", "across", "inside", "off", "around"})
RELATIVES = frozenset({"WDT", "WP", "WP$"})
DEPTH = 3
"""How deep a noun is searched for the actor that it belongs to."""


@dataclass(frozen=True, slots=True)
class ActorsOfSentence:
    """The actor mentions of a sentence by the words that they cover."""

    parse: Parse
    by_word: dict[int, ActorMention]
    people: EnglishEventRules

    @classmethod
    def of(cls, parse: Parse, mentions: Sequence[ActorMention], rules: EnglishEventRules) -> ActorsOfSentence:
        """Sorts the mentions to the words; a longer mention wins."""
        by_word: dict[int, ActorMention] = {}
        for mention in sorted(mentions, key=lambda mention: len(mention.span)):
            by_word.update(dict.fromkeys(parse.covering(mention.span), mention))
        return cls(parse, by_word, rules)


def find_arguments(actors: ActorsOfSentence, index: int) -> tuple[Argument, ...]:
    """The arguments of the event at a verb or noun, each actor or phrase once, in text order."""
    parse = actors.parse
    found: dict[tuple[str, Span], Argument] = {}
    pairs = (
        _verb_phrases(parse, index)
        if parse.tokens[index].tag in ("VERB", "AUX")
        else _noun_phrases(parse, index)
    )
    for role, noun in pairs:
        for argument in _fillers(actors, role, noun):
            key = (argument.actor_id, Span(0, 0) if argument.actor_id else argument.span)
            found.setdefault(key, argument)
    return tuple(sorted(found.values(), key=lambda argument: argument.span))


def subject_of(parse: Parse, index: int, depth: int = 4) -> tuple[int, bool] | None:
    """The word that fills a verb's subject, and whether it is the one acted upon (a passive)."""
    passive = is_passive(parse, index)
    own = parse.child(index, "nsubj", "nsubjpass")
    if own is not None:
        if parse.tokens[own].inflection in RELATIVES and parse.relation(index) == "relcl":
            own = parse.head(index)
        return own, passive
    head, relation = parse.head(index), parse.relation(index)
    if head < 0 or not depth:
        return None
    if relation == "acl":
        return head, passive
    if relation == "xcomp":
        controlled = parse.child(head, "dobj", "nsubj" if parse.tokens[head].tag == "VERB" else "dobj")
        if parse.child(head, "dobj") is not None and controlled is not None:
            return parse.child(head, "dobj") or controlled, passive
    if relation in ("conj", "xcomp", "advcl", "pcomp", "prep", "acomp", "attr", "ccomp"):
        above = subject_of(parse, head, depth - 1)
        return (above[0], passive) if above else None
    return None


def is_passive(parse: Parse, index: int) -> bool:
    """Whether a verb is passive: by its auxiliary, or a bare past participle (founded in 1923)."""
    if parse.child(index, "auxpass", "nsubjpass") is not None:
        return True
    token = parse.tokens[index]
    bare = token.inflection == "VBN" and parse.child(index, "aux") is None
    if bare and token.relation == "conj":
        return is_passive(parse, parse.first_conjunct(index))
    return bare and token.relation in ("acl", "advcl")


def _verb_phrases(parse: Parse, index: int) -> Iterator[tuple[Role, int]]:
    subject = subject_of(parse, index)
    if subject:
        yield (Role.PATIENT if subject[1] else Role.AGENT), subject[0]
    for agent in parse.dependents(index, "agent"):
        yield from ((Role.AGENT, noun) for noun in parse.dependents(agent, "pobj"))
    for noun in parse.dependents(index, "dobj", "dative"):
        if parse.relation(noun) == "dative" and parse.tokens[noun].tag == "ADP":
            yield from ((Role.COUNTERPART, inner) for inner in parse.dependents(noun, "pobj"))
        else:
            yield Role.PATIENT, noun
            yield from _prepositional(parse, noun)
    yield from _prepositional(parse, index)
    for particle in parse.dependents(index, "xcomp"):
        if parse.relation(index) != "xcomp" and parse.tokens[particle].tag in ("ADJ", "ADV"):
            yield from _prepositional(parse, particle)


def _prepositional(parse: Parse, index: int) -> Iterator[tuple[Role, int]]:
    for preposition in parse.dependents(index, "prep"):
        word = parse.word(preposition)
        role = Role.COUNTERPART if word in COUNTERPARTS else Role.PLACE if word in PLACES else None
        if word in PLACES and word in COUNTERPARTS:
            role = Role.COUNTERPART
        if role:
            yield from ((role, noun) for noun in parse.dependents(preposition, "pobj"))


def _noun_phrases(parse: Parse, index: int) -> Iterator[tuple[Role, int]]:
    """The owner of an event noun and what its prepositions name: Peru's talks with Chile."""
    yield from ((Role.AGENT, noun) for noun in parse.dependents(index, "poss", "compound", "nmod", "amod"))
    for preposition in parse.dependents(index, "prep"):
        role = Role.AGENT if parse.word(preposition) == "by" else Role.COUNTERPART
        role = Role.PLACE if parse.word(preposition) in PLACES else role
        yield from ((role, noun) for noun in parse.dependents(preposition, "pobj"))


def _fillers(actors: ActorsOfSentence, role: Role, noun: int) -> Iterator[Argument]:
    for conjunct in actors.parse.conjuncts(noun):
        found = list(_actors_of(actors, role, conjunct, DEPTH))
        yield from found
        if not found and role is Role.PATIENT:
            yield Argument(Role.THEME, noun_phrase(actors.parse, conjunct))


def _actors_of(actors: ActorsOfSentence, role: Role, noun: int, depth: int) -> Iterator[Argument]:
    """The actor that a noun names or, where it names none, the one that it belongs to."""
    parse, token = actors.parse, actors.parse.tokens[noun]
    mention = actors.by_word.get(noun)
    if mention is not None:
        is_place = mention.type is ActorType.LOCATION
        if role is Role.PLACE or not is_place:
            yield Argument(role, mention.span, mention.actor_id)
        elif is_place:
            yield Argument(Role.PLACE, mention.span, mention.actor_id)
        return
    if role is Role.PLACE or token.tag not in ("NOUN", "PROPN"):
        return
    kind = actors.people.people.get(token.lemma, "")
    if kind == "body":
        owner = _attributive(actors, noun)
        yield Argument(role, noun_phrase(parse, noun), owner.actor_id if owner else "")
    elif kind != "group" and depth:
        yield from _owners(actors, role, noun, depth)


def _attributive(actors: ActorsOfSentence, noun: int) -> ActorMention | None:
    """The state or body whose part a body noun names: EU regulators, Dutch police."""
    for child in actors.parse.dependents(noun, "compound", "amod", "nmod", "poss"):
        mention = actors.by_word.get(child)
        if (
            mention is not None
            and mention.type is not ActorType.PERSON
            and actors.parse.relation(child) != "poss"
        ):
            return mention
    return None


def _owners(actors: ActorsOfSentence, role: Role, noun: int, depth: int) -> Iterator[Argument]:
    parse = actors.parse
    for child in parse.children[noun]:
        relation = parse.relation(child)
        if relation in ("poss", "compound", "nmod"):
            mention = actors.by_word.get(child)
            if mention is not None and mention.type is not ActorType.LOCATION:
                yield Argument(role, mention.span, mention.actor_id)
        elif relation == "prep" and parse.word(child) in ("of", "between", "by"):
            for inner in parse.dependents(child, "pobj"):
                yield from _actors_of(actors, role, inner, depth - 1)


def noun_phrase(parse: Parse, noun: int) -> Span:
    """A noun with the words before it that belong to it, without its article."""
    first = noun
    for child in parse.children[noun]:
        if child < noun and parse.relation(child) in (
            "compound",
            "amod",
            "nmod",
            "nummod",
            "poss",
            "quantmod",
        ):
            first = min(first, *parse.subtree(child))
    return parse.span(first, noun)
