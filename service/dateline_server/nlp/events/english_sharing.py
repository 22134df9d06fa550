"""Dates that verbs of an English sentence share: coordinated, attendant and reported ones."""

from __future__ import annotations

from collections.abc import Mapping

from .english_distance import measure_before, times_apart
from .english_links import POSTPONE, Link, Links, telling_verb
from .english_rules import EnglishEventRules
from .english_syntax import SUBJECTS, Parse
from .english_tense import is_past
from .english_triggers import CALAMITIES, HARMS, Trigger

VIOLENT = CALAMITIES | {"attack", "crime", "protest"}
"""Types of events whose verb tells what they did when they happened: Monday's fire killed two."""
_COURSE = frozenset({"begin", "end", "hold-event", "postpone"})
"""Types of verbs that tell how their subject went: Monday's talks ended."""
_REACHING = frozenset({"reach", "contact", "ask", "approach", "question"})
"""Verbs, as lemmas, whose opening participle is at the time of its clause: Reached on Monday, he hung up."""
_STATEMENTS = frozenset({"say", "announce", "threaten", "accuse", "deny", "call-for", "support"})
"""Types of what is told in a text or an interview."""
_TOLD = frozenset({"say", "report"})
"""Types of participles that tell no event of their own: citing, saying."""
_HOURS = frozenset({"hour", "minute", "second", "moment"})
_RULINGS = frozenset({"say", "announce", "trial", "rule", "convict", "deny", "threaten", "accuse"})
"""Types of participles behind a comma that tell what their main clause does: dismissed it, ruling ..."""
_TELLING = frozenset({"report", "publish", "announce", "earnings"})
"""Types of verbs whose object is what they tell of: reported second-quarter earnings."""


def spread(
    parse: Parse,
    index: int,
    link: Link,
    triggers: Mapping[int, Trigger],
    rules: EnglishEventRules,
    links: Links,
) -> None:
    """Hands a verb's date to the verbs that share it."""
    joined = _coordinated(parse, index, link, triggers, rules)
    for other in (*joined, *_attendant(parse, index, link, triggers, rules)):
        target = telling_verb(parse, other, triggers, rules)
        if target is not None and target not in links:
            links[target] = link.weaker("date-of-coordinated-verb", 0.85)
    for clause, apart in times_apart(parse, index, link):
        if clause in triggers and clause not in links:
            links[clause] = apart
    announced = _announced(parse, index, link, triggers, rules)
    if announced is not None and announced not in links:
        links[announced] = link.weaker("date-of-announcement", 0.6)
    main = _main_of_subject_clause(parse, index, link, triggers, rules)
    if main is not None and main not in links:
        links[main] = link.weaker("date-of-subject", 0.8)
    above = _main_of_simultaneous(parse, index, link, triggers, rules)
    if above is not None and above not in links:
        links[above] = link.weaker("date-of-simultaneous-clause", 0.8)
    for speech in (_speech_of_participle(parse, index, triggers), _main_of_ruling(parse, index, triggers)):
        if speech is not None and speech not in links:
            links[speech] = link.weaker("date-of-participle", 0.9)


def _announced(
    parse: Parse, index: int, link: Link, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> int | None:
    """What an announcement of a certain day says to have been done: they announced they had found it."""
    content = parse.child(index, "ccomp")
    if content is None or not link.is_fine or triggers[index].type != "announce":
        return None
    target = telling_verb(parse, content, triggers, rules)
    done = target is not None and is_past(parse, target) and triggers[target].type != "say"
    return target if done else None


def _coordinated(
    parse: Parse, index: int, link: Link, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> list[int]:
    """Verbs coordinated to a dated one that share its tense, unless a subject or adverb parts them."""
    first = parse.first_conjunct(index)
    opens = link.timex.span.end <= parse.tokens[first].span.start
    return [
        other
        for other in parse.conjuncts(first)
        if other != index
        and parse.tokens[other].tag in ("VERB", "AUX")
        and is_past(parse, other) == is_past(parse, index)
        and not any(
            parse.word(child) in rules.links.breaks and not _is_same_day(parse, child)
            for child in parse.dependents(other, "advmod")
        )
        and (opens or other == first or _has_no_own_subject(parse, other, triggers))
        and (opens or link.is_fine or other < index)
    ]


def _has_no_own_subject(parse: Parse, verb: int, triggers: Mapping[int, Trigger]) -> bool:
    """Whether a verb has none, or the event that was told of: they met on Monday, but the talks ended."""
    subject = parse.child(verb, *SUBJECTS)
    if subject is None:
        return True
    is_event = subject in triggers and triggers[subject].is_noun
    return is_event and any(parse.word(child) == "the" for child in parse.dependents(subject, "det"))


def _is_same_day(parse: Parse, adverb: int) -> bool:
    """Whether an adverb of another time stays within hours: two hours later."""
    return any(parse.lemma(child) in _HOURS for child in parse.children[adverb])


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
        told = child not in triggers or not triggers[child].known or triggers[child].type in _TOLD
        joined = mark is not None and parse.word(mark) in rules.links.clauses and child > index
        if (participle and not told) or (joined and measure_before(parse, child) is None):
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


def _main_of_simultaneous(
    parse: Parse, index: int, link: Link, triggers: Mapping[int, Trigger], rules: EnglishEventRules
) -> int | None:
    """The verb that a clause of the same time belongs to: crashed while landing on Monday."""
    head = parse.head(index)
    mark = parse.child(index, "mark", "advmod")
    close = link.is_fine or (mark is not None and parse.word(mark) == "when")
    if parse.relation(index) != "advcl" or not close or not 0 <= head < index or head not in triggers:
        return None
    same = mark is not None and mark < index and parse.word(mark) in rules.links.simultaneous
    return head if same and is_past(parse, head) else None


def _main_of_ruling(parse: Parse, index: int, triggers: Mapping[int, Trigger]) -> int | None:
    """The finite verb before a dated participle of saying: dismissed the claim, ruling on Monday that ..."""
    if parse.tokens[index].inflection != "VBG" or triggers[index].type not in _RULINGS or index == 0:
        return None
    main = parse.head(index)
    while main >= 0 and main not in triggers:
        main = parse.head(main)
    parted = parse.word(index - 1) == "," and 0 <= main < index and parse.relation(index) in ("acl", "advcl")
    return main if parted and not triggers[main].is_noun and is_past(parse, main) else None


def without_doubles(parse: Parse, triggers: Mapping[int, Trigger], links: Links) -> Links:
    """One link where verb and noun tell the same event, the verb's."""
    kept = {index: link for index, link in links.items() if index in triggers}
    for index, link in list(kept.items()):
        if not triggers[index].is_noun:
            said = _speech_of_participle(parse, index, triggers) in kept
            if said or _is_issued_statement(parse, index, triggers, kept):
                del kept[index]
            continue
        verb = parse.head(index)
        if parse.relation(index) == "dobj" and verb in kept and triggers[verb].type in _TELLING:
            del kept[index]
            continue
        if parse.relation(index) == "pobj":
            verb = parse.head(verb)
        if verb in kept and kept[verb].timex is link.timex and not triggers[verb].is_noun:
            del kept[index]
        elif _happens_as(parse, index, verb, triggers) and verb not in kept and link.is_fine:
            kept[verb] = link.weaker("date-of-subject", 0.8)
            del kept[index]
    return kept


def _happens_as(parse: Parse, noun: int, verb: int, triggers: Mapping[int, Trigger]) -> bool:
    """Whether a verb tells how the event that is its subject came about: Monday's talks ended."""
    if parse.relation(noun) != "nsubj" or verb not in triggers:
        return False
    return triggers[noun].type in VIOLENT or triggers[verb].type in HARMS | _COURSE


def _is_issued_statement(parse: Parse, index: int, triggers: Mapping[int, Trigger], links: Links) -> bool:
    """Whether a participle only says when a statement came out: In a letter sent on Monday, she said."""
    noun = parse.head(index)
    if parse.relation(index) != "acl" or noun < 0 or parse.relation(noun) != "pobj":
        return False
    verb = parse.head(parse.head(noun))
    shared = verb in links and index in links and links[verb].timex is links[index].timex
    return shared and triggers[verb].type in _STATEMENTS


def _speech_of_participle(parse: Parse, index: int, triggers: Mapping[int, Trigger]) -> int | None:
    """The verb of saying that an opening participle of saying belongs to: Asked on Monday, she said."""
    head = parse.head(index)
    opens = parse.relation(index) == "advcl" and parse.tokens[index].inflection in ("VBG", "VBN")
    if not opens or head not in triggers or head < index:
        return None
    spoken = triggers[head].type == "say" and triggers[index].type in ("say", "call-for")
    bare = parse.child(index, "mark", "auxpass", "nsubjpass") is None
    return head if spoken or (bare and parse.lemma(index) in _REACHING) else None
