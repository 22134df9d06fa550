"""Where the reach of an English date ends: clauses that it is outside of, comparisons, events beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...domain.text import Span
from ...domain.time import Timex
from .english_rules import EnglishEventRules
from .english_syntax import SUBJECTS, Parse
from .english_tense import is_open
from .english_triggers import Trigger

_SINCE = "+en.since"
_EXTREME = re.compile(r"\b(?:first|last|only|most|worst|best|[a-z]{3,10}est)\b[^,.;]{0,40}$")
_COMPARED = 50
"""How many code points before a date such a word may stand."""


def is_compared(parse: Parse, timex: Timex) -> bool:
    """Whether a date only says how long nothing was like this: for the first time since 2019."""
    before = parse.text[max(timex.span.start - _COMPARED, 0) : timex.span.start]
    return timex.rule.endswith(_SINCE) and _EXTREME.search(before) is not None


def outside_clause(parse: Parse, verb: int, timex: Timex) -> int:
    """The verb above a clause whose conjunction stands behind the date: in May, after it had left, ..."""
    while _is_purpose(parse, verb) and is_open(parse, _verb_above(parse, verb)):
        verb = _verb_above(parse, verb)
    mark = parse.child(verb, "mark")
    if mark is None or parse.relation(verb) != "advcl":
        return verb
    return parse.head(verb) if timex.span.end <= parse.tokens[mark].span.start else verb


def _is_purpose(parse: Parse, verb: int) -> bool:
    """Whether a verb is the infinitive of what something is for: a probe to map the lakes."""
    infinitive = parse.tokens[verb].inflection == "VB" and parse.child(verb, "nsubj") is None
    return infinitive and parse.relation(verb) in ("advcl", "acl", "relcl") and _verb_above(parse, verb) >= 0


def _verb_above(parse: Parse, index: int) -> int:
    index = parse.head(index)
    while index >= 0 and parse.tokens[index].tag not in ("VERB", "AUX"):
        index = parse.head(index)
    return index


def event_between(parse: Parse, verb: int, timex: Timex, triggers: Mapping[int, Trigger]) -> int | None:
    """The event noun that is a verb's subject, where the date stands between: the vote on Monday eased it."""
    subject = parse.child(verb, *SUBJECTS)
    if subject is None or subject not in triggers or not triggers[subject].is_noun:
        return None
    inside = parse.tokens[subject].span.end <= timex.span.start < parse.tokens[verb].span.start
    parted = "," in Span(
        parse.tokens[subject].span.end, max(timex.span.start, parse.tokens[subject].span.end)
    ).of(parse.text)
    return subject if inside and not parted else None


def event_followed(
    parse: Parse, verb: int, timex: Timex, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> int | None:
    """The event noun that a verb of sequence has before a date: the fall followed a walkout on Monday."""
    thing = parse.child(verb, "dobj") if parse.lemma(verb) in rules.links.sequences else None
    if thing is None or thing not in triggers or timex.span.start < parse.tokens[thing].span.end:
        return None
    return thing


def is_asked_for(parse: Parse, index: int, rules: EnglishEventRules) -> bool:
    """Whether a verb is the infinitive of what was asked for or promised: told them to march on Friday."""
    governor = rules.governor(parse, parse.head(index))
    infinitive = parse.tokens[index].inflection == "VB" and parse.relation(index) == "xcomp"
    return infinitive and governor is not None and governor.id in ("directive", "commitment")
