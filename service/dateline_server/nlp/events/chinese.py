"""Event mentions of Chinese texts: candidates, dates, decision, arguments, factuality, summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...domain.actor import Actor, ActorMention
from ...domain.document import PublicationDate
from ...domain.event import Argument, EventMention, Factuality, Field, Role
from ...domain.text import Sentence, Token
from ...domain.time import Timex
from .arguments import clause_subject, find_arguments
from .assembly import assumed_time
from .candidates import Candidate, content_noun, find_candidates
from .factuality import factuality_of
from .features import Setting, features
from .kinds import event_type
from .linking import Carried, Link, Linker, LinkKind
from .ontology import OTHER
from .phrases import find_phrases
from .rules import EventRules
from .summary import summarize
from .words import SentenceWords, sentence_words

ASSUMED_THRESHOLD = 0.9
"""The probability from which an event without any date may be kept, dated by assumption."""
EVENTIVE_THRESHOLD = 0.15
"""The same for acts that are events wherever they are predicates."""
LISTING = frozenset({"、", "以及", "及"})
"""Words that part the acts of a list."""
COMPLEMENT_THRESHOLD = 0.15
"""The same for known acts whose complement is the date (推迟至5月1日)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A candidate that tells of an event, its date and the probability."""

    candidate: Candidate
    link: Link | None
    probability: float


@dataclass(frozen=True, slots=True)
class ChineseField:
    """One field of a Chinese document with everything that was found in it before."""

    field: Field
    text: str
    folded: str
    actors: Mapping[str, Actor]
    published: PublicationDate


def find_chinese_events(
    field: ChineseField,
    sentences: Sequence[Sentence],
    tokens: Sequence[Sequence[Token]],
    timexes: Sequence[Timex],
    mentions: Sequence[ActorMention],
    rules: EventRules,
) -> tuple[EventMention, ...]:
    """The event mentions of one field, in order."""
    found: list[EventMention] = []
    subject: tuple[ActorMention, ...] = ()
    paragraph = -1
    for setting in settings(field.folded, sentences, tokens, timexes, mentions, rules):
        if setting.sentence.sentence.paragraph != paragraph:
            subject, paragraph = (), setting.sentence.sentence.paragraph
        events, subject = _sentence_events(field, setting, subject, rules)
        found.extend(events)
    return tuple(found)


def settings(
    folded: str,
    sentences: Sequence[Sentence],
    tokens: Sequence[Sequence[Token]],
    timexes: Sequence[Timex],
    mentions: Sequence[ActorMention],
    rules: EventRules,
) -> Iterator[Setting]:
    """Every sentence that may tell of events, with its candidates and their dates.

    Temporal expressions and mentions are given in the order of the text; a date is carried over
    within a paragraph only.
    """
    carried: Carried | None = None
    paragraph = -1
    for sentence, words in zip(sentences, tokens, strict=True):
        if not sentence.zone.tells_events or not words:
            continue
        if sentence.paragraph != paragraph:
            carried, paragraph = None, sentence.paragraph
        inside = [timex for timex in timexes if sentence.span.contains(timex.span)]
        acting = [mention for mention in mentions if sentence.span.contains(mention.span)]
        view = sentence_words(folded, sentence, words, inside, acting)
        candidates = find_candidates(view, rules.chinese)
        linker = Linker(view, rules.chinese, carried)
        yield Setting(view, candidates, linker.links(candidates), rules.chinese)
        carried = linker.outgoing()


def decide(setting: Setting, rules: EventRules) -> list[Decision]:
    """The candidates that tell of an event.

    Beside the best candidate of a part of a clause every other counts less: two words of one part
    mostly tell of one event.
    """
    scorecard = rules.chinese_scorecard
    probabilities = [
        scorecard.probability(features(setting, index)) for index in range(len(setting.candidates))
    ]
    best: dict[int, float] = {}
    part_of = parts(setting)
    clauses = [part_of[candidate.position] for candidate in setting.candidates]
    for clause, probability in zip(clauses, probabilities, strict=True):
        best[clause] = max(best.get(clause, 0.0), probability)
    decisions = []
    rows = zip(setting.candidates, setting.links, clauses, probabilities, strict=True)
    for candidate, link, clause, probability in rows:
        eventive = candidate.form in rules.chinese.classes["eventive"]
        undamped = eventive or probability == best[clause]
        kept = probability if undamped else probability * scorecard.damping
        if kept >= _threshold(candidate, link, rules):
            decisions.append(Decision(candidate, link, kept))
    return _with_contents(setting, decisions)


def _threshold(candidate: Candidate, link: Link | None, rules: EventRules) -> float:
    if link is None:
        return ASSUMED_THRESHOLD
    if link.kind is LinkKind.COMPLEMENT and candidate.type != OTHER:
        return COMPLEMENT_THRESHOLD
    eventive = candidate.form in rules.chinese.classes["eventive"]
    return EVENTIVE_THRESHOLD if eventive else rules.chinese_scorecard.threshold


def parts(setting: Setting) -> list[int]:
    """For each word the part of the sentence it stands in.

    Parts are clauses, cut once more where a particle closes or opens an act of its own (打开包裹时|爆炸,
    停产|并裁员) and in a list of acts with their objects (出售工厂、|裁减员工).
    """
    lexicon, words = setting.lexicon, setting.sentence.words
    triggers = {candidate.position for candidate in setting.candidates}
    numbers: list[int] = []
    part, acted = 0, False
    for position, word in enumerate(words):
        new_clause = position > 0 and word.clause != words[position - 1].clause
        listed = position in triggers and position > 1 and words[position - 1].form in LISTING
        listed = listed and position - 2 not in triggers
        if new_clause or (acted and (listed or word.form in lexicon.classes["part-openers"])):
            part, acted = part + 1, False
        numbers.append(part)
        acted = acted or position in triggers
        if acted and word.form in lexicon.classes["part-ends"]:
            part, acted = part + 1, False
    return numbers


def _with_contents(setting: Setting, decisions: Sequence[Decision]) -> list[Decision]:
    """Light verbs replaced by the noun that says what happened (发生[地震], 进行[质押])."""
    kept: dict[int, Decision] = {}
    for decision in decisions:
        content = content_noun(setting.sentence, setting.candidates, decision.candidate, setting.lexicon)
        place = (content or decision.candidate).position
        if place in kept and kept[place].probability >= decision.probability:
            continue
        kept[place] = replace(decision, candidate=content) if content else decision
    return [kept[place] for place in sorted(kept)]


def _sentence_events(
    field: ChineseField, setting: Setting, subject: tuple[ActorMention, ...], rules: EventRules
) -> tuple[list[EventMention], tuple[ActorMention, ...]]:
    """The events of a sentence, and the subject that the next one may drop."""
    events = []
    subjects = _subjects(setting, subject, rules)
    for decision in decide(setting, rules):
        clause = setting.sentence.words[decision.candidate.position].clause
        arguments = find_arguments(setting.sentence, decision.candidate, subjects[clause], rules.chinese)
        if decision.link is None and not _may_be_assumed(setting.sentence, decision, arguments):
            continue
        arguments += tuple(find_phrases(setting.sentence, decision.candidate))
        event = _mention(field, setting.sentence, decision, arguments, rules)
        if event is not None:
            events.append(event)
    return events, subjects[-1]


def _subjects(
    setting: Setting, subject: tuple[ActorMention, ...], rules: EventRules
) -> list[tuple[ActorMention, ...]]:
    """The subject that each clause may drop, and last the one that the next sentence may."""
    subjects = [subject]
    for clause in setting.sentence.clauses:
        subjects.append(clause_subject(setting.sentence, clause, rules.chinese) or subjects[-1])
    return subjects


def _may_be_assumed(sentence: SentenceWords, decision: Decision, arguments: Sequence[Argument]) -> bool:
    """Whether an undated candidate is a main event: known, outside quotations, with a doer of its own."""
    candidate = decision.candidate
    first = sentence.words[sentence.clauses[sentence.words[candidate.position].clause].start].span.start
    has_doer = any(
        argument.role is Role.AGENT and first <= argument.span.start < candidate.span.start
        for argument in arguments
    )
    return has_doer and candidate.type != OTHER and not sentence.words[candidate.position].quote


def _mention(
    field: ChineseField,
    sentence: SentenceWords,
    decision: Decision,
    arguments: tuple[Argument, ...],
    rules: EventRules,
) -> EventMention | None:
    candidate, link = decision.candidate, decision.link
    published = field.published.date
    timex = link.timex if link else None
    time = timex.time if timex else assumed_time(published) if published else None
    if time is None:
        return None
    factuality, cue = factuality_of(sentence, candidate, link, published, rules.chinese)
    if timex is None and factuality is not Factuality.ASSERTED:
        return None
    kind = event_type(sentence, candidate, rules.chinese)
    return EventMention(
        field=field.field,
        sentence=sentence.sentence.span,
        trigger=candidate.span,
        type=kind,
        arguments=arguments,
        timex=timex,
        time=time,
        factuality=factuality,
        confidence=round(decision.probability, 3),
        summary=summarize(field.text, sentence, candidate, arguments, field.actors),
        rules=(
            f"trigger:{candidate.form}",
            f"date:{link.kind}" if link else "date:assumed",
            f"factuality:{cue}" if cue else "factuality:default",
        ),
    )
