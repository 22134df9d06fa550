"""Which verb or event noun of an English sentence a temporal expression hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...domain.text import Span
from ...domain.time import Timex
from .english_borders import event_between, event_followed, is_asked_for, is_compared, outside_clause
from .english_factuality import is_set_for
from .english_links import POSTPONE, Link, Links, keep_better, telling_verb
from .english_rules import EnglishEventRules
from .english_syntax import Parse
from .english_tense import (
    is_ahead,
    is_bare_weekday,
    is_future,
    is_open,
    is_past,
    moved_ahead,
    moved_back,
    moved_on,
)
from .english_triggers import HARMS, PERIODS, Trigger, event_object, told_in_past

PREMODIFIERS = frozenset({"compound", "poss", "amod", "nummod", "nmod", "quantmod"})
STATEMENTS = frozenset({"say", "call-for", "threaten", "accuse", "support"})
"""Types of events whose object may lie at another time than they do."""
OCCASIONS = frozenset(
    {"say", "announce", "meet", "negotiate", "call", "visit", "trial", "elect", "hold-event", "compete"}
)
"""Types of event nouns at which something else is done: in Monday's speech, at last week's summit."""
_ABOUT = frozenset({"from", "for"})
"""Prepositions that make a date part of a noun's meaning: a target for 2005, questions from May."""
_DEADLINES = ("+en.by", "+en.until", "+en.before")
"""The temporal modifiers whose dates are not those of what was asked or promised."""
_TEXTS = frozenset(
    {"letter", "memo", "bulletin", "report", "post", "filing", "tweet", "email", "note", "article", "paper"}
    | {"statement", "manifesto", "order", "ruling", "blog", "video", "message", "speech", "interview"}
)
"""Nouns, as lemmas, for texts in which something is said or done."""
_WITHIN = frozenset({"of"})
"""Prepositions that a date passes on its way from an event noun to its verb."""


def attach(
    parse: Parse,
    timex: Timex,
    triggers: Mapping[int, Trigger],
    published: date | None,
    rules: EnglishEventRules,
    links: Links,
) -> None:
    """Links a temporal expression to the event noun and the verb that it hangs on.

    A time that is itself the object (covers the next year) dates nothing.
    """
    top = _top(parse, timex)
    if top is None or parse.relation(top) == "dobj" or is_compared(parse, timex):
        return
    for clause in parse.dependents(top, "relcl"):
        if clause in triggers:
            if parse.tokens[min(parse.subtree(clause))].inflection not in ("WRB", "IN"):
                continue
            when = _agreeing(parse, triggers[clause], timex, published, rules)
            keep_better(links, clause, Link(when, "date-of-when-clause", 0.85))
    noun, verb = _nearest(parse, top, triggers, rules)
    if noun is not None and parse.word(parse.covering(timex.span)[0]) != "since":
        keep_better(links, noun, Link(timex, "date-of-noun", 0.85))
    if verb is None:
        return
    verb = outside_clause(parse, verb, timex)
    verb = _verb_right_before(parse, timex) or _main_of_afterthought(parse, verb, timex)
    subject = event_between(parse, verb, timex, triggers) or event_followed(
        parse, verb, timex, triggers, rules
    )
    if noun is None and subject is not None:
        keep_better(links, subject, Link(timex, "date-of-noun", 0.85))
        return
    verb = telling_verb(parse, verb, triggers, rules)
    if verb is not None:
        target = _not_before_report(parse, verb, timex, triggers, published, rules)
        target = _future_above(parse, target, timex, triggers, published)
        timex = _agreeing(parse, triggers[target], timex, published, rules)
        link = Link(timex, "date-in-clause", 0.95 if noun is None else 0.75)
        if not _has_nearer(parse, target, link, links):
            keep_better(links, target, link)


def _has_nearer(parse: Parse, index: int, link: Link, links: Links) -> bool:
    """Whether a date behind a word follows another one there that does not hold it: in June and in 2027."""
    kept, end = links.get(index), parse.tokens[index].span.end
    if kept is None or not end <= kept.timex.span.start < link.timex.span.start:
        return False
    one, other = kept.timex.time, link.timex.time
    if one is None or other is None or one.approximate or not (one.first and one.last and other.first):
        return False
    return not one.first <= other.first <= one.last


def _nearest(
    parse: Parse, top: int, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> tuple[int | None, int | None]:
    """The event noun and the verb that a date may belong to.

    A noun with a date of its own before it leaves a later one to the verb; the date of another noun
    is that of the verb only where what the noun tells happens with it.
    """
    noun, verb = _governors(parse, top, triggers)
    if noun is None or verb is None:
        return noun, verb
    if _has_own_date(parse, noun) and parse.head(top) != noun:
        return None, verb
    return noun, verb if _passes_noun(parse, noun, verb, triggers, rules) else None


def _verb_right_before(parse: Parse, timex: Timex) -> int | None:
    """A finite verb of saying right before a date has it, whatever clause follows: said on Monday it had."""
    index = parse.covering(timex.span)[0] - 1
    if index >= 0 and parse.tokens[index].inflection == "IN":
        index -= 1
    if index < 0 or parse.tokens[index].inflection not in ("VBD", "VBZ", "VBP"):
        return None
    content = parse.child(index, "ccomp")
    return index if parse.is_verb(index) and content is not None and content > index else None


def _future_above(
    parse: Parse, index: int, timex: Timex, triggers: Mapping[int, Trigger], published: date | None
) -> int:
    """A date ahead behind a past participle belongs to what will be: will tax goods shipped from July."""
    noun = parse.head(index)
    if parse.relation(index) != "acl" or not is_ahead(timex.time, published) or noun < 0:
        return index
    while parse.head(noun) >= 0 and parse.tokens[noun].tag != "VERB":
        noun = parse.head(noun)
    return noun if noun in triggers and is_future(parse, noun) else index


def _main_of_afterthought(parse: Parse, verb: int, timex: Timex) -> int:
    """The finite verb above a participle that a comma parts from its date: accused it of lying, in May."""
    start = parse.tokens[verb].span.end
    parted = "," in Span(start, max(start, timex.span.start)).of(parse.text)
    while (
        parted
        and parse.tokens[verb].inflection == "VBG"
        and parse.relation(verb) in ("pcomp", "xcomp", "prep")
    ):
        verb = parse.head(parse.head(verb)) if parse.relation(verb) == "pcomp" else parse.head(verb)
    return verb


def _agreeing(
    parse: Parse, trigger: Trigger, timex: Timex, published: date | None, rules: EnglishEventRules
) -> Timex:
    """A date that left its year or week open, on the side of the publication that its verb tells of."""
    governor = rules.governor(parse, trigger.index)
    if is_asked_for(parse, trigger.index, rules):
        return moved_on(timex, published)
    is_deadline, past = timex.rule.endswith(_DEADLINES), told_in_past(parse, trigger.index, rules)
    if trigger.type == POSTPONE or (governor is not None and governor.id == "intention"):
        return timex
    if is_set_for(parse, trigger.index, timex):
        return moved_on(timex, published)
    if is_deadline or _is_planned_now(parse, trigger.index, rules):
        return timex if past else moved_on(timex, published)
    if past:
        return moved_back(timex, published)
    return moved_ahead(parse, trigger.index, timex, published)


def _is_planned_now(parse: Parse, index: int, rules: EnglishEventRules) -> bool:
    """Whether a verb is what somebody means to do as the text is written: is due to open."""
    planning = parse.head(index)
    governor = rules.governor(parse, planning)
    if parse.relation(index) != "xcomp" or governor is None or governor.id != "intention":
        return False
    verb = planning if parse.tokens[planning].tag == "VERB" else parse.head(planning)
    return verb >= 0 and not is_past(parse, verb)


def _top(parse: Parse, timex: Timex) -> int | None:
    """The word of a temporal expression that hangs on the rest of the sentence.

    The parser may take a date for part of the name behind it (In 2020 Nokia said); a preposition right
    before the date tells where it belongs.
    """
    top = parse.top_of(timex.span)
    if top is None:
        return None
    before = parse.covering(timex.span)[0] - 1
    lost = before >= 0 and parse.tokens[before].inflection in ("IN", "TO")
    return before if lost and top not in set(parse.subtree(before)) else top


def _governors(parse: Parse, top: int, triggers: Mapping[int, Trigger]) -> tuple[int | None, int | None]:
    """The event noun and the verb above a word; a date before a noun that is no event dates nothing."""
    noun, index = None, top
    while (head := parse.head(index)) >= 0:
        if parse.tokens[head].tag in ("VERB", "AUX") and parse.relation(index) != "amod":
            return noun, head
        is_event = head in triggers and triggers[head].is_noun
        direct = index == top or index == parse.head(top)
        if direct and parse.word(index) in _ABOUT and parse.tokens[head].tag == "NOUN" and not is_event:
            return noun, None
        if is_event and noun is None:
            noun = head
        elif parse.relation(index) in PREMODIFIERS and not is_event and parse.lemma(head) not in PERIODS:
            return noun, _speech_in(parse, head, triggers)
        index = head
    return noun, index if parse.tokens[index].tag in ("VERB", "AUX") else None


def _speech_in(parse: Parse, noun: int, triggers: Mapping[int, Trigger]) -> int | None:
    """The verb of saying that a dated text belongs to: In a May 7 memo, she said."""
    above = parse.head(noun)
    if parse.relation(noun) != "pobj" or parse.word(above) not in ("in", "on", "at", "during"):
        return None
    verb = parse.head(above)
    if verb not in triggers or triggers[verb].is_noun:
        return None
    return verb if triggers[verb].type in ("say", "announce") or parse.lemma(noun) in _TEXTS else None


def _passes_noun(
    parse: Parse, noun: int, verb: int, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> bool:
    """Whether the date of an event noun is also that of its verb: held talks at the summit on Monday."""
    if parse.relation(noun) == "dobj" and parse.lemma(verb) in rules.links.sequences:
        return False
    if parse.relation(noun) == "dobj" and not _has_own_date(parse, noun):
        return (
            verb not in triggers
            or triggers[verb].type not in STATEMENTS
            or event_object(parse, verb, rules) == noun
        )
    if not _has_own_date(parse, noun) and _completes(parse, noun, verb, rules):
        return True
    index = noun
    while parse.head(index) >= 0 and parse.head(index) != verb:
        if (
            parse.relation(index) == "pobj"
            and parse.word(parse.head(index)) not in _WITHIN | rules.links.nouns_within
        ):
            return False
        index = parse.head(index)
    inside = parse.relation(index) == "prep" and parse.word(index) in rules.links.nouns_within
    if inside and _has_own_date(parse, noun):
        inside = triggers[noun].type in OCCASIONS or (verb in triggers and triggers[verb].type in HARMS)
    return inside or event_object(parse, verb, rules) in (index, noun)


def _completes(parse: Parse, noun: int, verb: int, rules: EnglishEventRules) -> bool:
    """Whether a noun is the object of a verb of two words: called for a sale in May."""
    preposition = parse.head(noun)
    is_object = parse.relation(noun) == "pobj" and parse.head(preposition) == verb
    return is_object and f"{parse.lemma(verb)}_{parse.word(preposition)}" in rules.verbs


def _has_own_date(parse: Parse, noun: int) -> bool:
    """Whether a date stands before a noun: last week's attack."""
    return any(
        parse.relation(child) in PREMODIFIERS and parse.tokens[child].entity.endswith("DATE")
        for child in parse.children[noun]
    )


def _not_before_report(
    parse: Parse,
    index: int,
    timex: Timex,
    triggers: Mapping[int, Trigger],
    published: date | None,
    rules: EnglishEventRules,
) -> int:
    """What is still to come cannot lie in the past: such a date belongs to the verb that tells of it."""
    last = timex.time.last if timex.time else None
    gerund = parse.tokens[index].inflection == "VBG" and parse.relation(index) == "xcomp"
    if published is None or last is None or last > published or not (is_open(parse, index) or gerund):
        return index
    head, relation = parse.head(index), parse.relation(index)
    governor = rules.governor(parse, head)
    follows = timex.span.start > parse.tokens[index].span.start
    if follows and is_bare_weekday(timex) and is_asked_for(parse, index, rules):
        return index
    if gerund and (governor is None or governor.id not in ("directive", "commitment", "refusal")):
        return index
    if relation == "acl":
        while head >= 0 and parse.tokens[head].tag != "VERB":
            head = parse.head(head)
    reported = relation in ("xcomp", "ccomp", "acl") and head in triggers and is_past(parse, head)
    return head if reported else index
