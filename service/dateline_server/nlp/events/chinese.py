"""Event mentions of Chinese texts: candidates, dates, decision, arguments, factuality, summary."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ...domain.actor import Actor, ActorMention
from ...domain.document import PublicationDate
from ...domain.event import Argument, EventMention, Factuality, Field, Role
from ...domain.text import Sentence, Span, Token
from ...domain.time import EventTime, Timex
from .arguments import clause_subject, find_arguments
from .assembly import assumed_time
from .candidates import Candidate, find_candidates
from .date_use import is_present
from .decision import Decision, decide
from .factuality import factuality_of
from .features import Setting
from .kinds import event_type
from .linking import Carried, Linker
from .ontology import OTHER
from .phrases import find_phrases
from .rules import EventRules
from .summary import summarize
from .words import SentenceWords, sentence_words

_RECENT = ("近", "最近")
"""How loose expressions open that reach from the days before the publication to those after it."""
_Mark = TypeVar("_Mark", Timex, ActorMention)


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

    One that names nobody and that no date reaches tells of none. Temporal expressions and mentions are
    given in the order of the text; a date is carried over within a paragraph only.
    """
    date_starts = [timex.span.start for timex in timexes]
    mention_starts = [mention.span.start for mention in mentions]
    carried: Carried | None = None
    paragraph = -1
    for sentence, words in zip(sentences, tokens, strict=True):
        if not sentence.zone.tells_events or not words:
            continue
        if sentence.paragraph != paragraph:
            carried, paragraph = None, sentence.paragraph
        inside = _within(sentence.span, timexes, date_starts)
        acting = _within(sentence.span, mentions, mention_starts)
        if not (inside or acting or carried):
            continue
        view = sentence_words(folded, sentence, words, inside, acting)
        candidates = find_candidates(view, rules.chinese)
        linker = Linker(view, rules.chinese, carried)
        yield Setting(view, candidates, linker.links(candidates), rules.chinese)
        carried = linker.outgoing()


def _within(span: Span, marks: Sequence[_Mark], starts: Sequence[int]) -> list[_Mark]:
    """The marks that lie inside a span; ``starts`` are where each begins, in order."""
    first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
    return [mark for mark in marks[first:last] if mark.span.end <= span.end]


def _sentence_events(
    field: ChineseField, setting: Setting, subject: tuple[ActorMention, ...], rules: EventRules
) -> tuple[list[EventMention], tuple[ActorMention, ...]]:
    """The events of a sentence, and the subject that the next one may drop."""
    events = []
    subjects = _subjects(setting, subject, rules)
    for decision in decide(setting, rules) if _may_tell(setting) else ():
        clause = setting.sentence.words[decision.candidate.position].clause
        arguments = find_arguments(setting.sentence, decision.candidate, subjects[clause], rules.chinese)
        if decision.link is None and not _may_be_assumed(setting.sentence, decision, arguments):
            continue
        arguments += tuple(find_phrases(setting.sentence, decision.candidate))
        event = _mention(field, setting.sentence, decision, arguments, rules)
        if event is not None:
            events.append(event)
    return events, subjects[-1]


def _may_tell(setting: Setting) -> bool:
    """Whether a sentence can tell of an event: by a date, else by an act that may be a main event."""
    return any(setting.links) or any(_may_be_main(setting.sentence, item) for item in setting.candidates)


def _may_be_main(sentence: SentenceWords, candidate: Candidate) -> bool:
    """Whether a candidate is a known act, outside quotations, with somebody named before it in its clause."""
    word = sentence.words[candidate.position]
    if candidate.type == OTHER or word.quote:
        return False
    before = sentence.words[sentence.clauses[word.clause].start : candidate.position]
    return any(one.actor for one in before)


def _subjects(
    setting: Setting, subject: tuple[ActorMention, ...], rules: EventRules
) -> list[tuple[ActorMention, ...]]:
    """The subject that each clause may drop, and last the one that the next sentence may."""
    subjects = [subject]
    for clause in setting.sentence.clauses:
        subjects.append(clause_subject(setting.sentence, clause, rules.chinese) or subjects[-1])
    return subjects


def _may_be_assumed(sentence: SentenceWords, decision: Decision, arguments: Sequence[Argument]) -> bool:
    """Whether an undated candidate is a main event: it may be one, and has a doer of its own."""
    candidate = decision.candidate
    first = sentence.words[sentence.clauses[sentence.words[candidate.position].clause].start].span.start
    has_doer = any(
        argument.role is Role.AGENT and first <= argument.span.start < candidate.span.start
        for argument in arguments
    )
    return has_doer and _may_be_main(sentence, candidate)


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
    time = _time(timex, published)
    if time is None:
        return None
    factuality, cue = factuality_of(sentence, candidate, link, published, rules.chinese)
    if timex is None and factuality is not Factuality.ASSERTED:
        return None
    if factuality is Factuality.PLANNED and cue != "date" and _is_loosely_past(field, timex, published):
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


def _is_loosely_past(field: ChineseField, timex: Timex | None, published: date | None) -> bool:
    """Whether a time is a loose one before the publication (早前): no plan is for then, but for 近期."""
    time = timex.time if timex else None
    if timex is None or time is None or not time.approximate or published is None:
        return False
    opens = timex.span.of(field.folded).startswith(_RECENT)
    return time.last is not None and time.last <= published and not (opens and time.last == published)


def _time(timex: Timex | None, published: date | None) -> EventTime | None:
    """The expression's time; without one, or where it only means now, the publication date is assumed."""
    if timex is not None and not is_present(timex):
        return timex.time
    return assumed_time(published) if published else timex.time if timex else None
