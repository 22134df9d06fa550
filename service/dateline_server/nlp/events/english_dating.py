"""Which temporal expression dates which event of an English sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...domain.text import Span
from ...domain.time import Granularity, Timex, TimexType
from .english_rules import EnglishEventRules
from .english_syntax import SUBJECTS, Parse
from .english_tense import FINE, is_future, is_open, is_past, moved_ahead, moved_back
from .english_triggers import Trigger, content_of, event_object, is_transparent, told_in_past

PREMODIFIERS = frozenset({"compound", "poss", "amod", "nummod", "nmod", "quantmod"})
POSTPONE = "postpone"
"""The type of events whose date is not when they happen but what they move something to."""
_WITHIN = frozenset({"of"})
"""Prepositions that a date passes on its way from an event noun to its verb."""
_ORDER = tuple(Granularity)


@dataclass(frozen=True, slots=True)
class Link:
    """A temporal expression that dates an event, the rule that says so and how sure it is (0..1)."""

    timex: Timex
    rule: str
    weight: float

    def weaker(self, rule: str, factor: float) -> Link:
        """The same expression handed on by another rule."""
        return Link(self.timex, rule, self.weight * factor)

    @property
    def is_fine(self) -> bool:
        """Whether the expression names a week or less, and no beginning or end of something longer."""
        time = self.timex.time
        return time is not None and time.granularity in FINE and ".." not in time.edtf


Links = dict[int, Link]


def link_dates(
    parse: Parse,
    triggers: Mapping[int, Trigger],
    timexes: Sequence[Timex],
    published: date | None,
    rules: EnglishEventRules,
) -> Links:
    """The link of each dated trigger, by its index."""
    direct: Links = {}
    for timex in timexes:
        if timex.time is not None and timex.time.edtf:
            _attach(parse, timex, triggers, published, rules, direct)
    links = dict(direct)
    pending = [index for index in direct if index in triggers and not triggers[index].is_noun]
    for index in pending:
        before = set(links)
        _spread(parse, index, links[index], triggers, rules, links)
        pending.extend(links.keys() - before)
    return _without_doubles(parse, triggers, links)


def _attach(
    parse: Parse,
    timex: Timex,
    triggers: Mapping[int, Trigger],
    published: date | None,
    rules: EnglishEventRules,
    links: Links,
) -> None:
    """Links a temporal expression to the event noun and the verb that it hangs on."""
    top = _top(parse, timex)
    if top is None:
        return
    noun, verb = _governors(parse, top, triggers)
    if noun is not None:
        _keep_better(links, noun, Link(timex, "date-of-noun", 0.85))
        if verb is not None and not _passes_noun(parse, noun, verb, rules):
            verb = None
    if verb is None:
        return
    verb = _telling_verb(parse, _main_of_afterthought(parse, verb, timex), triggers, rules)
    if verb is not None:
        target = _not_before_report(parse, verb, timex, triggers, published)
        timex = _agreeing(parse, target, timex, published, rules)
        _keep_better(links, target, Link(timex, "date-in-clause", 0.95 if noun is None else 0.75))


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
    parse: Parse, index: int, timex: Timex, published: date | None, rules: EnglishEventRules
) -> Timex:
    """A date that left its year or week open, on the side of the publication that its verb tells of."""
    if told_in_past(parse, index, rules):
        return moved_back(timex, published)
    return moved_ahead(timex, published) if is_future(parse, index) else timex


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
        if is_event and noun is None:
            noun = head
        elif parse.relation(index) in PREMODIFIERS and not is_event:
            return noun, _speech_in(parse, head, triggers)
        index = head
    return noun, index if parse.tokens[index].tag in ("VERB", "AUX") else None


def _speech_in(parse: Parse, noun: int, triggers: Mapping[int, Trigger]) -> int | None:
    """The verb of saying that a dated text belongs to: In a May 7 memo, she said."""
    above = parse.head(noun)
    if parse.relation(noun) != "pobj" or parse.word(above) not in ("in", "on", "at", "during"):
        return None
    verb = parse.head(above)
    return verb if verb in triggers and triggers[verb].type in ("say", "announce") else None


def _passes_noun(parse: Parse, noun: int, verb: int, rules: EnglishEventRules) -> bool:
    """Whether the date of an event noun is also that of its verb: held talks at the summit on Monday."""
    if parse.relation(noun) == "dobj" and not _has_own_date(parse, noun):
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
    return inside or event_object(parse, verb, rules) == index


def _has_own_date(parse: Parse, noun: int) -> bool:
    """Whether a date stands before a noun: last week's attack."""
    return any(
        parse.relation(child) in PREMODIFIERS and parse.tokens[child].entity.endswith("DATE")
        for child in parse.children[noun]
    )


def _telling_verb(
    parse: Parse, index: int, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> int | None:
    """The verb that tells the event of a clause: the content of plans, begins, is due; else itself."""
    while _is_refused(parse, index, rules):
        index = parse.head(index)
    while is_transparent(parse, index, rules) or parse.tokens[index].tag == "AUX":
        content = content_of(parse, index)
        if content is None:
            subject = parse.child(index, "nsubj", "attr")
            return subject if subject is not None and subject in triggers else None
        index = content
    return index if index in triggers else None


def _is_refused(parse: Parse, index: int, rules: EnglishEventRules) -> bool:
    """Whether a verb is what another refuses or stops: the refusal has the date, as it is what happened."""
    governor = rules.governors.get(parse.lemma(parse.head(index))) if parse.head(index) >= 0 else None
    return parse.relation(index) == "xcomp" and governor is not None and governor.id == "refusal"


def _not_before_report(
    parse: Parse, index: int, timex: Timex, triggers: Mapping[int, Trigger], published: date | None
) -> int:
    """What is still to come cannot lie in the past: such a date belongs to the verb that tells of it."""
    last = timex.time.last if timex.time else None
    if published is None or last is None or last > published or not is_open(parse, index):
        return index
    head = parse.head(index)
    relation = parse.relation(index)
    return head if relation in ("xcomp", "ccomp") and head in triggers and is_past(parse, head) else index


def _keep_better(links: Links, index: int, link: Link) -> None:
    """Keeps the finer of two expressions on one event, and a date rather than a time of day."""
    if index not in links or _rank(link) < _rank(links[index]):
        links[index] = link


def _rank(link: Link) -> tuple[bool, bool, int, int]:
    time = link.timex.time
    order = _ORDER.index(time.granularity) if time else len(_ORDER)
    loose = time is not None and time.approximate
    return loose, link.timex.type is not TimexType.DATE, order, link.timex.span.start


def _announced(
    parse: Parse, index: int, link: Link, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> int | None:
    """What an announcement of a certain day says to have been done: they announced they had found it."""
    content = parse.child(index, "ccomp")
    if content is None or not link.is_fine or triggers[index].type != "announce":
        return None
    target = _telling_verb(parse, content, triggers, rules)
    done = target is not None and is_past(parse, target) and triggers[target].type != "say"
    return target if done else None


def _spread(
    parse: Parse,
    index: int,
    link: Link,
    triggers: Mapping[int, Trigger],
    rules: EnglishEventRules,
    links: Links,
) -> None:
    """Hands a verb's date to the verbs that share it."""
    for other in (*_coordinated(parse, index, link, rules), *_attendant(parse, index, link, triggers, rules)):
        target = _telling_verb(parse, other, triggers, rules)
        if target is not None and target not in links:
            links[target] = link.weaker("date-of-coordinated-verb", 0.85)
    announced = _announced(parse, index, link, triggers, rules)
    if announced is not None and announced not in links:
        links[announced] = link.weaker("date-of-announcement", 0.6)
    main = _main_of_subject_clause(parse, index, link, triggers, rules)
    if main is not None and main not in links:
        links[main] = link.weaker("date-of-subject", 0.8)
    speech = _speech_of_participle(parse, index, triggers)
    if speech is not None and speech not in links:
        links[speech] = link.weaker("date-of-participle", 0.9)


def _coordinated(parse: Parse, index: int, link: Link, rules: EnglishEventRules) -> list[int]:
    """Verbs coordinated to a dated one that share its tense, unless a subject or adverb parts them."""
    first = parse.first_conjunct(index)
    opens = link.timex.span.end <= parse.tokens[first].span.start
    return [
        other
        for other in parse.conjuncts(first)
        if other != index
        and parse.tokens[other].tag in ("VERB", "AUX")
        and is_past(parse, other) == is_past(parse, index)
        and not any(parse.word(child) in rules.links.breaks for child in parse.dependents(other, "advmod"))
        and (opens or (parse.child(other, *SUBJECTS) is None or other == first))
        and (opens or link.is_fine or other < index)
    ]


def _attendant(
    parse: Parse, index: int, link: Link, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> list[int]:
    """Clauses that happened about the time of a dated one: after a truck hit it, killing two."""
    if not link.is_fine or triggers[index].type == POSTPONE:
        return []
    found = []
    for child in parse.dependents(index, "advcl"):
        mark = parse.child(child, "mark", "advmod")
        participle = mark is None and parse.tokens[child].inflection == "VBG" and child > index
        told = child in triggers and triggers[child].type == "say"
        joined = mark is not None and parse.word(mark) in rules.links.clauses and child > index
        if (participle and not told) or joined:
            found.append(child)
    return found


def _main_of_subject_clause(
    parse: Parse, index: int, link: Link, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> int | None:
    """The verb of the event that a relative clause dates: the fire that began on Monday killed two."""
    while parse.relation(index) == "xcomp":
        index = parse.head(index)
    noun = parse.head(index)
    if parse.relation(index) not in ("relcl", "acl") or not link.is_fine or noun not in triggers:
        return None
    head = parse.head(noun)
    if parse.relation(noun) == "pobj" and parse.word(head) in rules.links.nouns_within:
        head = parse.head(head)
        return head if head in triggers else None
    return head if parse.relation(noun) == "nsubj" and head in triggers else None


def _speech_of_participle(parse: Parse, index: int, triggers: Mapping[int, Trigger]) -> int | None:
    """The verb of saying that an opening participle of saying belongs to: Asked on Monday, she said."""
    head = parse.head(index)
    opens = parse.relation(index) == "advcl" and parse.tokens[index].inflection in ("VBG", "VBN")
    if not opens or head not in triggers or head < index:
        return None
    return head if triggers[head].type == "say" and triggers[index].type in ("say", "call-for") else None


def _is_issued_statement(parse: Parse, index: int, triggers: Mapping[int, Trigger], links: Links) -> bool:
    """Whether a participle only says when a statement came out: In a letter sent on Monday, she said."""
    noun = parse.head(index)
    if parse.relation(index) != "acl" or noun < 0 or parse.relation(noun) != "pobj":
        return False
    verb = parse.head(parse.head(noun))
    shared = verb in links and index in links and links[verb].timex is links[index].timex
    return shared and triggers[verb].type in ("say", "announce")


def _without_doubles(parse: Parse, triggers: Mapping[int, Trigger], links: Links) -> Links:
    """One link where verb and noun tell the same event, the verb's."""
    kept = {index: link for index, link in links.items() if index in triggers}
    for index, link in list(kept.items()):
        if not triggers[index].is_noun:
            said = _speech_of_participle(parse, index, triggers) in kept
            if said or _is_issued_statement(parse, index, triggers, kept):
                del kept[index]
            continue
        verb = parse.head(index)
        if parse.relation(index) == "pobj":
            verb = parse.head(verb)
        if verb in kept and kept[verb].timex is link.timex and not triggers[verb].is_noun:
            del kept[index]
        elif parse.relation(index) == "nsubj" and verb in triggers and verb not in kept and link.is_fine:
            kept[verb] = link.weaker("date-of-subject", 0.8)
            del kept[index]
    return kept
