"""What an English text claims about an event's having happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...domain.event import Factuality
from ...domain.time import EventTime, Timex
from .english_rules import EnglishEventRules, Governor
from .english_syntax import OBJECTS, SUBJECTS, Parse, is_passive
from .english_tense import FINE, is_ahead, is_past, is_simple_present, is_to_come
from .english_triggers import content_of

STRENGTH = (Factuality.ASSERTED, Factuality.PLANNED, Factuality.POSSIBLE, Factuality.NEGATED)
"""Which of two cues wins: the later one."""
CONDITION = "condition"
"""The cue of a clause with if: whether what it denies or plans will be, is open."""
_NEW_DATE = frozenset({"to", "until", "till"})
_NEAR = 12
"""How many code points may part a preposition from its date: to late June."""
Verdict = tuple[Factuality, str]


def judge(
    parse: Parse, index: int, time: EventTime | None, published: date | None, rules: EnglishEventRules
) -> Verdict:
    """The factuality of the event at a word and the ids of the cues that decide it."""
    verdicts = [*_cues(parse, index, rules), *_governed(parse, index, rules)]
    if not verdicts and not is_past(parse, index) and _is_still_ahead(parse, index, time, published):
        verdicts = [(Factuality.PLANNED, "date-ahead")]
    if not verdicts:
        return Factuality.ASSERTED, ""
    conditions = [verdict for verdict in verdicts if verdict[1] == CONDITION]
    if conditions:
        return conditions[0]
    return max(verdicts, key=lambda verdict: STRENGTH.index(verdict[0]))


def is_set_for(parse: Parse, index: int, timex: Timex) -> bool:
    """Whether a passive verb says for when something was called: a strike has been called for Monday."""
    prepositions = (prep for prep in parse.dependents(index, "prep") if parse.word(prep) == "for")
    ends = (parse.tokens[prep].span.end for prep in prepositions)
    return is_passive(parse, index) and any(0 <= timex.span.start - end <= _NEAR for end in ends)


def moved_to(parse: Parse, index: int, timex: Timex) -> Verdict | None:
    """What the date beside a verb of postponing is: the new one (to, until) or the old one (from)."""
    for preposition in parse.dependents(index, "prep"):
        inside = parse.tokens[preposition].span.start
        near = timex.span.start <= inside < timex.span.end or inside < timex.span.start <= inside + _NEAR
        if near and parse.word(preposition) in _NEW_DATE:
            return Factuality.PLANNED, "new-date"
        if near and parse.word(preposition) == "from":
            return Factuality.NEGATED, "old-date"
    return None


def _is_still_ahead(parse: Parse, index: int, time: EventTime | None, published: date | None) -> bool:
    """Whether an event lies after the publication; of a noun's month or year, whether it is not over yet."""
    if is_ahead(time, published) or (is_simple_present(parse, index) and is_to_come(time, published)):
        return True
    if time is None or time.last is None or published is None or time.granularity in FINE:
        return False
    return parse.tokens[index].tag == "NOUN" and time.last > published


def _cues(parse: Parse, index: int, rules: EnglishEventRules) -> Iterator[Verdict]:
    """Auxiliaries, adverbs and determiners at the word, and the conjunction that opens its clause."""
    own = parse.dependents(index, "aux", "auxpass")
    places = {
        "auxiliary": own or _shared_auxiliaries(parse, index),
        "adverb": parse.dependents(index, "neg", "advmod", "preconj"),
        "determiner": tuple(_determiners(parse, index, rules)),
        "mark": parse.dependents(index, "mark"),
    }
    if _is_unreal(parse, index):
        yield Factuality.POSSIBLE, "unreal"
    for place, words in places.items():
        for word in words:
            cue = rules.cues.get((place, parse.word(word)))
            if cue:
                yield cue.factuality, cue.id


def _is_unreal(parse: Parse, index: int) -> bool:
    """Whether a verb tells what did not come about: would have passed, had it passed."""
    aux = parse.dependents(index, "aux")
    words = {parse.lemma(word) for word in aux}
    subject = parse.child(index, *SUBJECTS)
    inverted = parse.relation(index) == "advcl" and subject is not None and aux and aux[0] < subject
    return bool(inverted) or ({"would", "have"} <= words or {"could", "have"} <= words)


def _shared_auxiliaries(parse: Parse, index: int) -> tuple[int, ...]:
    """The auxiliaries of the first of coordinated verbs hold for the others: will close A and open B."""
    first = parse.first_conjunct(index)
    if first == index or parse.child(index, *SUBJECTS) is not None:
        return ()
    same = parse.tokens[first].inflection == parse.tokens[index].inflection
    return parse.dependents(first, "aux") if same else ()


def _determiners(parse: Parse, index: int, rules: EnglishEventRules) -> Iterator[int]:
    """The determiners of a word, its subject and its object; what somebody says is not denied with it."""
    objects = () if rules.verbs.get(parse.lemma(index)) == "say" else OBJECTS
    for noun in (index, *parse.dependents(index, *SUBJECTS, *objects)):
        yield from (word for word in parse.dependents(noun, "det") if not _is_numbered(parse, word))
        if noun != index:
            yield noun


def _is_numbered(parse: Parse, word: int) -> bool:
    """Whether "no" stands for "number": No 10, No. 3."""
    return word + 1 < len(parse.tokens) and parse.tokens[word + 1].span.of(parse.text)[:1].isdigit()


def _governed(parse: Parse, index: int, rules: EnglishEventRules) -> Iterator[Verdict]:
    """What the words above do to an infinitive or clause."""
    first = parse.first_conjunct(index)
    if first != index and parse.child(index, *SUBJECTS, "aux") is None:
        index = first
    head, relation = parse.head(index), parse.relation(index)
    if (own := rules.governor(parse, index)) is not None:
        yield from _bare(parse, index, own, rules)
    infinitive = parse.tokens[index].inflection == "VB" and parse.child(index, *SUBJECTS) is None
    if relation == "relcl" and infinitive:
        yield Factuality.PLANNED, "purpose"
    if head < 0 or relation not in ("xcomp", "ccomp", "acl", "pcomp", "advcl"):
        return
    if relation == "pcomp" or parse.tokens[head].tag == "AUX":
        yield from _through(parse, index, head, rules)
        return
    if relation == "advcl":
        if parse.tokens[index].inflection == "VB":
            yield Factuality.PLANNED, "purpose"
        return
    governor = rules.governor(parse, head)
    if governor and (governor.factuality is None or _is_open_content(parse, index, governor.id)):
        if governor.factuality is not None:
            yield governor.factuality, governor.id
        if not governor.is_event:
            yield from _cues(parse, head, rules)
            yield from _governed(parse, head, rules)
    elif governor is None and relation == "acl" and parse.tokens[index].inflection == "VB":
        yield Factuality.PLANNED, "purpose"


def _bare(parse: Parse, index: int, governor: Governor, rules: EnglishEventRules) -> Iterator[Verdict]:
    """A word of planning or trying without content: the meeting is scheduled for June."""
    has_theme = parse.child(index, "auxpass", "nsubjpass", "dobj") is not None
    alone = has_theme and content_of(parse, index) is None
    in_clause = parse.relation(index) in ("relcl", "acl")
    foretold = rules.verbs.get(parse.lemma(index)) == "say" and not is_passive(parse, index)
    done = parse.lemma(index) == "set" and all(parse.word(prep) != "for" for prep, _ in parse.phrases(index))
    if foretold or done:
        return
    if governor.id in ("intention", "attempt") and governor.factuality and alone and not in_clause:
        yield governor.factuality, governor.id
    elif governor.id == "intention" and in_clause and content_of(parse, index) is None:
        yield Factuality.PLANNED, governor.id
        yield from _called_off(parse, parse.head(index), rules)


def _called_off(parse: Parse, noun: int, rules: EnglishEventRules) -> Iterator[Verdict]:
    """A planned event that the main clause calls off: called off a strike that was set for Monday."""
    head = parse.head(noun)
    if head < 0 or parse.relation(noun) not in ("dobj", "nsubjpass"):
        return
    keys = (key for key in parse.keys(head) if key in rules.governors)
    governor = rules.governors.get(next(keys, ""))
    if governor is not None and governor.factuality is Factuality.NEGATED:
        yield Factuality.NEGATED, governor.id


def _through(parse: Parse, index: int, head: int, rules: EnglishEventRules) -> Iterator[Verdict]:
    """Content behind a preposition (plans on selling) or a copula (is to visit, is due to visit)."""
    if parse.tokens[head].tag == "AUX":
        if parse.tokens[index].inflection == "VB" and parse.relation(index) == "xcomp":
            yield Factuality.PLANNED, "is-to"
        return
    above = parse.head(head)
    governor = rules.governor(parse, above)
    if (
        governor
        and governor.factuality
        and parse.word(head) in ("on", "of", "from", "for", "against", "about", "to")
    ):
        yield governor.factuality, governor.id


def _is_open_content(parse: Parse, index: int, governor: str) -> bool:
    """Whether content has no tense of its own; only a denial reaches a clause that has one."""
    inflection, relation = parse.tokens[index].inflection, parse.relation(index)
    if relation == "acl":
        return inflection == "VB"
    if governor == "hearsay":
        return relation == "xcomp" and is_passive(parse, parse.head(index))
    if inflection in ("VB", "VBG", "VBN") and relation != "ccomp":
        return True
    if governor == "refusal":
        return index > parse.head(index)
    own = [aux for aux in parse.dependents(index, "aux") if parse.word(aux) != "to"]
    return parse.tokens[index].inflection == "VB" and not own
