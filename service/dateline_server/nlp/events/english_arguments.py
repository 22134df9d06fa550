"""Who takes part in an English event, in which role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...domain.actor import ActorMention, ActorType
from ...domain.event import Argument, Role
from ...domain.text import Span
from ..actors.unnamed import UNNAMED
from .english_rules import EnglishEventRules
from .english_subjects import subject_of
from .english_syntax import Parse
from .english_triggers import noun_type

PARTNERS = frozenset({"with", "to", "against", "from", "between", "into", "by", "among", "alongside", "for"})
"""Prepositions at a verb whose noun takes part in its event."""
TARGETS = PARTNERS | {"of", "on", "over", "in"}
"""Prepositions at an object or event noun whose noun takes part: sanctions on Iran, a stake in Arm."""
PLACES = frozenset({"in", "at", "near", "outside", "across", "inside", "off", "around", "from"})
_SPEAKERS = frozenset({"they", "he", "she", "we", "i", "who"})
"""Pronouns for whoever speaks, unless someone was named before."""
_CHANNELS = frozenset({"phone", "telephone", "videolink", "video", "link", "letter", "email"})
"""Nouns, as lemmas, for how people speak to somebody: spoke by phone with the premier."""
_FIGURES = frozenset({"share", "stock", "sale", "revenue", "profit", "earnings", "export", "output"})
"""Nouns, as lemmas, for what a company or state has that rises and falls: shares in Nokia fell."""
_TOWN_RULES = frozenset({"tagger", "repeated"})
_DEMONYM = "demonym"
IDIOM_NOUNS = frozenset({"place", "part", "effect", "force"})
"""Objects that only make a verb of two words."""
DEPTH = 3
"""How deep a noun is searched for the actor that it belongs to."""


@dataclass(frozen=True, slots=True)
class ActorsOfSentence:
    """The actor mentions of a sentence by the words that they cover."""

    parse: Parse
    by_word: dict[int, ActorMention]
    rules: EnglishEventRules

    @property
    def states(self) -> frozenset[str]:
        """The ids of the states that the sentence names."""
        kind = ActorType.GEOPOLITICAL_ENTITY
        return frozenset(mention.actor_id for mention in self.by_word.values() if mention.type is kind)

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
        _verb_phrases(actors, index)
        if parse.tokens[index].tag in ("VERB", "AUX")
        else _noun_phrases(parse, index)
    )
    for role, noun in pairs:
        for argument in _fillers(actors, role, noun):
            key = (argument.actor_id, Span(0, 0) if argument.actor_id else argument.span)
            found.setdefault(key, argument)
    if not any(argument.actor_id for argument in found.values()):
        found.update(_from_promiser(actors, index))
    return tuple(sorted(found.values(), key=lambda argument: argument.span))


def _from_promiser(actors: ActorsOfSentence, index: int) -> dict[tuple[str, Span], Argument]:
    """Who promised or announced what nobody named is to do: Nokia promised the line will open in May."""
    parse = actors.parse
    index = parse.first_conjunct(index)
    head = parse.head(index)
    governor = actors.rules.governor(parse, head)
    if parse.relation(index) != "ccomp" or governor is None or governor.id != "commitment":
        return {}
    subject = subject_of(parse, head)
    fillers = _fillers(actors, Role.AGENT, subject[0]) if subject else ()
    return {(argument.actor_id, Span(0, 0)): argument for argument in fillers if argument.actor_id}


def _verb_phrases(actors: ActorsOfSentence, index: int) -> Iterator[tuple[Role, int]]:
    parse = actors.parse
    subject = subject_of(parse, index)
    if subject and _is_unresolved(actors, subject[0]) and parse.relation(index) == "ccomp":
        above = subject_of(parse, parse.head(index))
        subject = (above[0], subject[1]) if above else subject
    if subject:
        yield (Role.PATIENT if subject[1] else Role.AGENT), _person_before(actors, index, subject[0])
    yield from _acted_upon(parse, index)
    for agent in parse.dependents(index, "agent"):
        yield from ((Role.AGENT, noun) for noun in parse.dependents(agent, "pobj"))
    for noun in parse.dependents(index, "dobj", "dative"):
        if parse.relation(noun) == "dative" and parse.tokens[noun].tag == "ADP":
            yield from ((Role.COUNTERPART, inner) for inner in parse.dependents(noun, "pobj"))
        else:
            yield Role.PATIENT, noun
            yield from _prepositional(parse, noun, TARGETS)
    yield from _prepositional(parse, index, PARTNERS)


def _acted_upon(parse: Parse, index: int) -> Iterator[tuple[Role, int]]:
    """Whoever is made to do what an infinitive tells: allowed Nokia to sell."""
    for content in parse.dependents(index, "ccomp"):
        to = any(parse.tokens[aux].inflection == "TO" for aux in parse.dependents(content, "aux"))
        if to and parse.tokens[content].inflection == "VB" and parse.child(index, "dobj") is None:
            yield from ((Role.PATIENT, noun) for noun in parse.dependents(content, "nsubj"))


def _person_before(actors: ActorsOfSentence, index: int, subject: int) -> int:
    """The person right before a verb whose party the parser took for the subject: Labour leader X said."""
    parse = actors.parse
    before = min((index, *parse.dependents(index, "aux", "auxpass", "neg", "advmod"))) - 1
    person, owner = actors.by_word.get(before), actors.by_word.get(subject)
    if person is None or owner is None or before not in set(parse.subtree(subject)):
        return subject
    mixed = person.type is ActorType.PERSON and owner.type is ActorType.ORGANIZATION
    return before if mixed else subject


def _is_unresolved(actors: ActorsOfSentence, index: int) -> bool:
    """Whether a pronoun stands for nothing that was named before: officials said they had."""
    is_pronoun = actors.parse.tokens[index].tag == "PRON" and index not in actors.by_word
    return is_pronoun and actors.parse.word(index) in _SPEAKERS


def _prepositional(parse: Parse, index: int, partners: frozenset[str]) -> Iterator[tuple[Role, int]]:
    """The nouns behind the prepositions of a word; a state behind one of place is a place."""
    for preposition in parse.dependents(index, "prep"):
        word = parse.word(preposition)
        for noun in parse.dependents(preposition, "pobj"):
            if word in ("by", "over", "via") and parse.lemma(noun) in _CHANNELS:
                yield from _prepositional(parse, noun, partners)
                continue
            place = word in PLACES and parse.tokens[noun].entity.endswith(("GPE", "LOC", "FAC"))
            if place or word in PLACES - partners:
                yield Role.PLACE, noun
            elif word in partners:
                yield Role.COUNTERPART, noun


def _noun_phrases(parse: Parse, index: int) -> Iterator[tuple[Role, int]]:
    """The owner of an event noun and what its prepositions name: Peru's talks with Chile."""
    yield from ((Role.AGENT, noun) for noun in parse.dependents(index, "poss", "compound", "nmod", "amod"))
    inside = tuple(_of(parse, index))
    for holder in (index, *inside):
        for preposition in parse.dependents(holder, "prep"):
            if parse.word(preposition) == "by":
                yield from ((Role.AGENT, noun) for noun in parse.dependents(preposition, "pobj"))
    yield from _prepositional(parse, index, TARGETS)


def _of(parse: Parse, index: int) -> Iterator[int]:
    """What "of" joins to a noun; what was done to it may hang there: the arrest of two men by police."""
    for preposition in parse.dependents(index, "prep"):
        if parse.word(preposition) == "of":
            yield from parse.dependents(preposition, "pobj")


def _fillers(actors: ActorsOfSentence, role: Role, noun: int) -> Iterator[Argument]:
    for conjunct in _listed(actors, noun):
        found = list(_actors_of(actors, role, conjunct, DEPTH))
        yield from found
        if not found and role is Role.PATIENT and _is_theme(actors.parse, conjunct):
            yield Argument(Role.THEME, noun_phrase(actors.parse, conjunct))


def _is_theme(parse: Parse, noun: int) -> bool:
    """Whether an object names a thing: no pronoun or time, nor half of a verb of two words (took place)."""
    token = parse.tokens[noun]
    is_time = token.entity.endswith(("-DATE", "-TIME"))
    return token.tag != "PRON" and token.lemma not in IDIOM_NOUNS and not is_time


def _listed(actors: ActorsOfSentence, noun: int) -> list[int]:
    """The nouns of a list: those coordinated, and names that only commas part (A, 61, B, 58, and C).

    The name of the last of them may hang on the first: Nokia and its rival, Ericsson.
    """
    found = list(actors.parse.conjuncts(noun))
    for current in found:
        own = actors.by_word.get(current)
        for other in actors.parse.dependents(current, "appos"):
            mention = actors.by_word.get(other)
            joined = actors.parse.child(current, "conj") is not None
            if own is None or mention is None or own.type is not mention.type or other in found:
                continue
            if joined or own.type is ActorType.PERSON:
                found.extend(actors.parse.conjuncts(other))
    return found


def _actors_of(actors: ActorsOfSentence, role: Role, noun: int, depth: int) -> Iterator[Argument]:
    """The actor that a noun names or, where it names none, the one that it belongs to."""
    token, mention = actors.parse.tokens[noun], actors.by_word.get(noun)
    if mention is not None and _is_model(actors.parse, noun):
        return
    unnamed = mention is not None and mention.rule == UNNAMED
    named = _name_of(actors, noun) if mention is None or unnamed else None
    if unnamed and named is None and token.inflection == "NNS":
        senders = [one for one in _senders(actors, role, noun) if one.actor_id in actors.states]
        if senders or (role is not Role.AGENT and _is_generic(actors.parse, noun)):
            yield from senders
            return
    if named is None and mention is not None:
        is_place = mention.type is ActorType.LOCATION or _is_town(mention, token.relation)
        yield Argument(Role.PLACE if is_place else role, mention.span, mention.actor_id)
        if mention.rule == _DEMONYM:
            beside = (one for one in _attributives(actors, noun) if one.actor_id != mention.actor_id)
            yield from (Argument(role, one.span, one.actor_id) for one in beside)
    elif role is Role.PLACE or token.tag not in ("NOUN", "PROPN") or token.lemma in IDIOM_NOUNS:
        return
    elif named is not None:
        yield Argument(role, named.span, named.actor_id)
    else:
        yield from _described(actors, role, noun, depth)


def _is_generic(parse: Parse, noun: int) -> bool:
    """Whether nothing says which ones: told reporters, urged companies."""
    return not any(parse.relation(child) != "punct" for child in parse.children[noun])


def _described(actors: ActorsOfSentence, role: Role, noun: int, depth: int) -> Iterator[Argument]:
    """Whoever a noun without a name stands for, by what kind of people it tells of."""
    token, kind = actors.parse.tokens[noun], actors.rules.people.get(actors.parse.lemma(noun), "")
    sent = kind in ("delegate", "spokesperson") or (kind == "body" and token.inflection == "NNS")
    senders = list(_senders(actors, role, noun)) if sent else []
    if senders:
        yield from senders
    elif kind in ("body", "delegate"):
        owners = list(_attributives(actors, noun))
        if len(owners) > 1:
            yield from (Argument(role, owner.span, owner.actor_id) for owner in owners)
        else:
            yield Argument(role, noun_phrase(actors.parse, noun), owners[0].actor_id if owners else "")
    elif kind != "group" and depth:
        yield from _owners(actors, role, noun, depth)


def _is_town(mention: ActorMention, relation: str) -> bool:
    """Whether a place behind a preposition is no state that the lexicon knows: a trip to Harrow."""
    town = mention.type is ActorType.GEOPOLITICAL_ENTITY and mention.rule in _TOWN_RULES
    return town and relation in ("pobj", "compound", "conj")


def _is_model(parse: Parse, noun: int) -> bool:
    """Whether a number behind a name makes it a product: a Boeing 737."""
    return any(child > noun for child in parse.dependents(noun, "nummod"))


def _senders(actors: ActorsOfSentence, role: Role, noun: int) -> Iterator[Argument]:
    """Those whom a delegate or spokesperson acts for: officials from Peru, a spokesman for the ministry."""
    parse = actors.parse
    for preposition in parse.dependents(noun, "prep"):
        if parse.word(preposition) in ("from", "for", "of", "at"):
            for inner in parse.dependents(preposition, "pobj"):
                for conjunct in _listed(actors, inner):
                    yield from _actors_of(actors, role, conjunct, 0)


def _name_of(actors: ActorsOfSentence, noun: int) -> ActorMention | None:
    """The name that says who a noun is: the trade minister Ruth Aldermere, the port operator, Seagate."""
    parse = actors.parse
    beside = [*parse.dependents(noun, "appos"), *_called(parse, noun)]
    if noun + 1 < len(parse.tokens) and parse.relation(noun + 1) in ("ccomp", "dobj", "dative", "oprd"):
        beside.append(noun + 1)
    names = (actors.by_word.get(child) for child in beside)
    kinds = (ActorType.PERSON, ActorType.ORGANIZATION)
    return next((name for name in names if name and name.type in kinds and name.rule != UNNAMED), None)


def _called(parse: Parse, noun: int) -> Iterator[int]:
    """What a noun is said to be called: a group calling itself Harrow."""
    for clause in parse.dependents(noun, "acl"):
        if parse.lemma(clause) in ("call", "name", "dub", "know"):
            yield from parse.dependents(clause, "oprd", "ccomp", "dobj", "attr")


def _attributives(actors: ActorsOfSentence, noun: int) -> Iterator[ActorMention]:
    """The states or bodies whose part a body noun names: EU regulators, Dutch and Danish police."""
    seen = set()
    for child in actors.parse.dependents(noun, "compound", "amod", "nmod"):
        for one in actors.parse.conjuncts(child):
            mention = actors.by_word.get(one)
            if mention is not None and mention.type is not ActorType.PERSON and mention.actor_id not in seen:
                seen.add(mention.actor_id)
                yield mention


def _owners(actors: ActorsOfSentence, role: Role, noun: int, depth: int) -> Iterator[Argument]:
    """Those whom a noun belongs to; what an event noun is done to is no agent (the invasion of Peru)."""
    parse = actors.parse
    happens = role is Role.AGENT and noun_type(parse, noun, actors.rules) is not None
    for child in parse.children[noun]:
        relation = parse.relation(child)
        if relation in ("poss", "compound", "nmod"):
            mention = actors.by_word.get(child)
            if mention is not None and _owns(mention, relation, parse.tokens[child].tag):
                yield Argument(role, mention.span, mention.actor_id)
        elif relation == "prep" and parse.word(child) in _owning(parse, noun):
            for inner in parse.dependents(child, "pobj"):
                for one in _listed(actors, inner):
                    yield from _actors_of(actors, Role.PATIENT if happens else role, one, depth - 1)
        elif relation == "prep" and parse.word(child) == "in" and role is not Role.AGENT:
            for inner in parse.dependents(child, "pobj"):
                mention = actors.by_word.get(inner)
                if mention is not None and mention.type is ActorType.ORGANIZATION:
                    yield Argument(role, mention.span, mention.actor_id)


def _owning(parse: Parse, noun: int) -> tuple[str, ...]:
    """The prepositions behind a noun that name whose it is."""
    figures = ("in", "at", "from") if parse.lemma(noun) in _FIGURES else ()
    return ("of", "between", "by", *figures)


def _owns(mention: ActorMention, relation: str, tag: str) -> bool:
    """Whether a name before a noun takes part in its place; a state only as owner, a pronoun never."""
    if mention.type is ActorType.LOCATION or tag == "PRON":
        return False
    return relation == "poss" or mention.type is not ActorType.GEOPOLITICAL_ENTITY


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
