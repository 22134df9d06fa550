"""Which words of an English sentence tell an event, and of what type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .english_rules import EnglishEventRules
from .english_syntax import OBJECTS, Parse, is_passive
from .english_tense import is_open, is_past
from .ontology import OTHER

CONTENT = ("xcomp", "ccomp", "acl", "pcomp")
HAPPENING = "hold-event"
"""The type of verbs that only say that their subject happened."""
CALAMITIES = frozenset({"natural-disaster", "fire-explosion", "accident", "outbreak"})
"""Types of event nouns that do what they do by happening: a storm hit, a fire swept."""


_MEASURES = frozenset({"hour", "day", "week", "month", "round", "series", "number", "string"})
"""Nouns that only measure an event: five hours of talks."""
PERIODS = frozenset({"month", "quarter", "half", "year", "week", "period", "semester", "session", "season"})
"""Nouns of stretches of time: the quarter that ended in March."""

HARMS = frozenset({"die", "injure"})
"""Types of events that happen in others: killed in Monday's attack."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells an event; ``known`` says whether a lexicon has it with its type."""

    index: int
    type: str
    known: bool
    is_noun: bool = False


def find_triggers(parse: Parse, rules: EnglishEventRules) -> dict[int, Trigger]:
    """Every verb or noun that tells an event if a date reaches it, by its index."""
    found: dict[int, Trigger] = {}
    for index, token in enumerate(parse.tokens):
        if parse.is_verb(index) and not _is_currency(parse, index):
            trigger = _verb(parse, index, rules)
        elif token.tag == "NOUN":
            trigger = _noun(parse, index, rules)
        else:
            trigger = None
        if trigger:
            found[index] = trigger
    return found


def noun_type(parse: Parse, index: int, rules: EnglishEventRules) -> str | None:
    """The type of an event noun, with the noun before it where the two are one word."""
    lemma = parse.lemma(index)
    compounds = parse.dependents(index, "compound", "amod")
    keys = [f"{parse.lemma(child)} {lemma}" for child in compounds] + [lemma, parse.word(index)]
    return next((rules.nouns[key] for key in keys if key in rules.nouns), None)


def event_object(parse: Parse, index: int, rules: EnglishEventRules) -> int | None:
    """The object of a light verb that names the event, or the noun behind its preposition: hit by a storm."""
    objects = parse.dependents(index, "dobj", "nsubjpass") if parse.lemma(index) in rules.light else ()
    prepositions = rules.phrasal.get(parse.lemma(index), frozenset())
    behind = (noun for prep, noun in parse.phrases(index) if parse.word(prep) in prepositions)
    measured = (noun for thing in objects if parse.lemma(thing) in _MEASURES for noun in _of(parse, thing))
    return next((noun for noun in (*objects, *measured, *behind) if noun_type(parse, noun, rules)), None)


def _of(parse: Parse, index: int) -> Iterator[int]:
    """The nouns that "of" joins to one: hours of talks."""
    for preposition in parse.dependents(index, "prep"):
        if parse.word(preposition) == "of":
            yield from parse.dependents(preposition, "pobj")


def content_of(parse: Parse, index: int) -> int | None:
    """The verb of the infinitive, participle or clause that a word governs."""
    for child in parse.dependents(index, *CONTENT):
        if parse.is_verb(child):
            return child
        if parse.tokens[child].tag == "AUX" and (deeper := content_of(parse, child)) is not None:
            return deeper
    for preposition in parse.dependents(index, "prep", "acomp", "attr"):
        inner = parse.child(preposition, "pcomp", "xcomp")
        if inner is not None and parse.is_verb(inner):
            return inner
    return None


def is_transparent(parse: Parse, index: int, rules: EnglishEventRules) -> bool:
    """Whether a governor leaves the event to its content: plans to build, expects that it will ship.

    A clause with a tense of its own is told beside its governor: reported that it had shipped. What
    is forecast is told beside the forecast: predicted that it will ship.
    """
    governor = rules.governor(parse, index)
    content = content_of(parse, index)
    if governor is None or governor.is_event or content is None:
        return False
    if parse.relation(content) == "ccomp" and rules.verbs.get(parse.lemma(index)) == "say":
        return False
    if governor.id == "hearsay":
        return parse.relation(content) == "xcomp" and is_passive(parse, index)
    return parse.relation(content) != "ccomp" or is_open(parse, content)


def told_in_past(parse: Parse, index: int, rules: EnglishEventRules) -> bool:
    """Whether a verb tells of the past, itself or through the governor that only phases it: began to ship."""
    while not is_past(parse, index):
        governor = rules.governor(parse, parse.head(index))
        if parse.relation(index) != "xcomp" or governor is None or governor.factuality is not None:
            return False
        index = parse.head(index)
    return True


def _verb(parse: Parse, index: int, rules: EnglishEventRules) -> Trigger | None:
    if is_transparent(parse, index, rules) or _is_imperative(parse, index):
        return None
    if _is_comparison(parse, index) or _bounds_period(parse, index):
        return None
    if parse.word(index) in rules.prepositions and parse.relation(index) in ("acl", "advcl", "pcomp"):
        return None
    keys = parse.keys(index)
    phrase = next((rules.verbs[key] for key in keys if key.count("_") > 1 and key in rules.verbs), None)
    noun = event_object(parse, index, rules) if phrase is None else None
    if noun is not None:
        return Trigger(index, str(noun_type(parse, noun, rules)), known=True)
    kind = _type_of_subject(parse, index, rules) or next(
        (rules.verbs[key] for key in keys if key in rules.verbs), None
    )
    if kind is None and any(key in rules.states for key in keys):
        return None
    return Trigger(index, kind or OTHER, known=kind is not None)


def _type_of_subject(parse: Parse, index: int, rules: EnglishEventRules) -> str | None:
    """The type of an event that is itself the subject: a quake struck, the trial took place."""
    subject = parse.child(index, "nsubj")
    kind = noun_type(parse, subject, rules) if subject is not None else None
    own = next((rules.verbs[key] for key in parse.keys(index) if key in rules.verbs), OTHER)
    happens = own == HAPPENING or (kind in CALAMITIES and own in (OTHER, "attack", "travel", "begin"))
    return kind if happens else None


def _is_currency(parse: Parse, index: int) -> bool:
    """Whether a word is money: 3 trillion won."""
    return parse.word(index) == "won" and index > 0 and parse.tokens[index - 1].inflection == "CD"


def _bounds_period(parse: Parse, index: int) -> bool:
    """Whether a verb only says how far a stretch of time goes: the three months that ended in March."""
    noun = parse.head(index)
    clause = parse.relation(index) in ("relcl", "acl") and noun >= 0
    return clause and parse.lemma(noun) in PERIODS and parse.lemma(index) in ("end", "begin", "start")


def _is_comparison(parse: Parse, index: int) -> bool:
    """Whether a participle only points to what shows it: as demonstrated by the floods."""
    mark = parse.child(index, "mark")
    passive = parse.tokens[index].inflection == "VBN" and parse.relation(index) == "advcl"
    return (
        passive and mark is not None and parse.word(mark) == "as" and parse.child(index, "nsubjpass") is None
    )


def _is_imperative(parse: Parse, index: int) -> bool:
    """Whether a verb is what the reader is told to do, or to try to do."""
    while parse.relation(index) == "xcomp" and parse.tokens[index].inflection == "VB":
        index = parse.head(index)
    token = parse.tokens[index]
    if token.inflection != "VB" or token.relation not in ("ROOT", "conj"):
        return False
    first = parse.first_conjunct(index)
    return parse.child(first, "nsubj", "nsubjpass", "aux", "expl", "csubj") is None


def _noun(parse: Parse, index: int, rules: EnglishEventRules) -> Trigger | None:
    kind = noun_type(parse, index, rules)
    if kind is None or parse.relation(index) in ("compound", "nmod", *OBJECTS - {"dobj"}):
        return None
    if parse.relation(index) == "pobj" and parse.word(parse.head(index)) == "as":
        return None
    return Trigger(index, kind, known=True, is_noun=True)
